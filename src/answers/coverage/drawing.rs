//! The map as a graph.

use std::collections::BTreeMap;

use crate::document::lifecycle::DocumentKind;
use crate::report::{Bond, Edge, Graph, Holds, Level, Node, Text, Tone};

use crate::standing::plural;

use super::Coverage;
use super::gaps::{Gap, GapCode};
use super::links::Saying;
use super::ties::{NamedBy, TieCode};
use super::walk::{self, What};

const LEVELS: [Level; 6] = [
    Level { name: "Policies", holds: Holds::Wholes },
    Level { name: "Sections", holds: Holds::Parts },
    Level { name: "SOPs", holds: Holds::Wholes },
    Level { name: "Stages", holds: Holds::Parts },
    Level { name: "Work instructions", holds: Holds::Wholes },
    Level { name: "Other documents", holds: Holds::Wholes },
];

/// What a node is made of: a document, or a part of one.
type Key = (usize, Option<usize>);

pub(super) fn of(coverage: &Coverage) -> Graph {
    let stops = walk::of(coverage);
    let mut nodes: Vec<Node> = Vec::new();
    let mut numbers: BTreeMap<Key, usize> = BTreeMap::new();
    let mut at: Vec<usize> = Vec::with_capacity(stops.len());
    let mut edges: Vec<Edge> = Vec::new();
    for stop in &stops {
        let (key, saying) = match stop.what {
            What::Document { index, saying, .. } => ((index, None), saying),
            What::Part { document, part } => ((document, Some(part)), None),
        };
        let number = *numbers.entry(key).or_insert_with(|| {
            nodes.push(node(coverage, key));
            nodes.len() - 1
        });
        at.push(number);
        if let Some(from) = stop.above.and_then(|above| at.get(above)) {
            let bond = if saying == Some(Saying::Named) { Bond::Loose } else { Bond::Firm };
            edges.push(Edge { from: *from, to: number, bond });
        }
    }
    add_broken(coverage, &numbers, &mut nodes, &mut edges);
    Graph {
        title: Text::new(format!(
            "Which SOPs and work instructions carry out which policies, on {}",
            coverage.context.as_of
        )),
        levels: LEVELS.to_vec(),
        nodes,
        edges,
    }
}

/// The references that lead to nothing, each with a node for what is not there.
fn add_broken(
    coverage: &Coverage,
    numbers: &BTreeMap<Key, usize>,
    nodes: &mut Vec<Node>,
    edges: &mut Vec<Edge>,
) {
    let mut ghosts: BTreeMap<(String, usize), usize> = BTreeMap::new();
    for tie in &coverage.ties {
        let note = match tie.code {
            TieCode::Missing => "is not there".to_owned(),
            TieCode::Several(count) => format!("{count} documents have this number"),
            TieCode::Unreadable => "could not be read".to_owned(),
            TieCode::Inactive(status) if status.is_over() => status.as_str().to_owned(),
            // What is named is drawn.
            TieCode::NoStage | TieCode::Inactive(_) => continue,
        };
        let (part, is_above) = match tie.by {
            NamedBy::Step(part) => (part, false),
            NamedBy::Field => (None, true),
        };
        let Some(own) =
            numbers.get(&(tie.document, part)).or_else(|| numbers.get(&(tie.document, None)))
        else {
            continue;
        };
        let level = nodes.get(*own).map_or(0, |node| node.level);
        let target = tie.target.and_then(|target| coverage.document(target));
        let told = target.and_then(|target| target.level).map(level_of);
        let level = told.unwrap_or(if is_above { level.saturating_sub(2) } else { 4 });
        let name = tie.named.document.clone();
        let ghost = *ghosts.entry((name.to_lowercase(), level)).or_insert_with(|| {
            nodes.push(Node {
                level,
                name: name.into(),
                title: target.map(|target| target.title.as_str().into()).unwrap_or_default(),
                note: note.into(),
                path: target.map(|target| target.path.as_str().into()),
                tone: Tone::Bad,
            });
            nodes.len() - 1
        });
        let (from, to) = if is_above { (ghost, *own) } else { (*own, ghost) };
        edges.push(Edge { from, to, bond: Bond::Broken });
    }
}

const fn level_of(kind: DocumentKind) -> usize {
    match kind {
        DocumentKind::Policy => 0,
        DocumentKind::Sop => 2,
        DocumentKind::WorkInstruction => 4,
    }
}

/// What is missing, in a few words.
fn lacking(gap: &Gap) -> String {
    match gap.code {
        GapCode::PolicyWithoutProcedure | GapCode::SopWithoutWorkInstruction
            if !gap.planned.is_empty() =>
        {
            "nothing in force below".to_owned()
        }
        GapCode::PolicyWithoutProcedure | GapCode::WorkInstructionWithoutSop => "no SOP".to_owned(),
        GapCode::SopWithoutPolicy => "no policy".to_owned(),
        GapCode::SopWithoutWorkInstruction => "no work instruction".to_owned(),
        GapCode::SectionWithoutProcedure => format!("{} open", plural(gap.parts.len(), "section")),
        GapCode::StageWithoutWorkInstruction => {
            format!("{} open", plural(gap.parts.len(), "stage"))
        }
    }
}

/// What is wrong with the references of a document, in a few words.
fn tied(code: TieCode) -> (String, Tone) {
    match code {
        TieCode::Inactive(status) if !status.is_over() => {
            ("names what is not in force".to_owned(), Tone::Warning)
        }
        TieCode::Inactive(_) => ("names what is out of use".to_owned(), Tone::Bad),
        TieCode::NoStage => ("names a heading that is not there".to_owned(), Tone::Bad),
        TieCode::Missing | TieCode::Several(_) | TieCode::Unreadable => {
            ("names what is not there".to_owned(), Tone::Bad)
        }
    }
}

fn node(coverage: &Coverage, (index, part): Key) -> Node {
    let Some(document) = coverage.document(index) else { return Node::default() };
    let level = document.level.map_or(LEVELS.len() - 1, level_of);
    let mut gaps = coverage.gaps.iter().filter(|gap| gap.document == index);
    if let Some((number, part)) = part.and_then(|part| Some((part, document.parts.get(part)?))) {
        let is_gap = gaps.any(|gap| gap.parts.contains(&number));
        let note = part.reason.as_deref().map(|reason| format!("none needed: {reason}"));
        return Node {
            level: level + 1,
            title: part.title.as_str().into(),
            note: note.unwrap_or_default().into(),
            path: Some(document.path.as_str().into()),
            tone: if is_gap { Tone::Warning } else { Tone::Plain },
            ..Node::default()
        };
    }
    let force = document.force.words().unwrap_or_default();
    let own = document.owner.as_deref().unwrap_or("no owner");
    let gap = gaps.next();
    let broken = coverage.ties.iter().find(|tie| tie.document == index);
    let is_in_circle = coverage.circles.iter().any(|circle| circle.contains(&index));
    let (note, tone) = match (gap, broken) {
        _ if is_in_circle => ("in a circle".to_owned(), Tone::Bad),
        (_, Some(tie)) => tied(tie.code),
        (Some(gap), _) => (lacking(gap), Tone::Warning),
        _ if force == "in force" || force.is_empty() => (own.to_owned(), Tone::Plain),
        _ => (format!("{force}, {own}"), Tone::Notice),
    };
    Node {
        level,
        name: document.name().into(),
        title: document.title.as_str().into(),
        note: note.into(),
        path: Some(document.path.as_str().into()),
        tone,
    }
}
