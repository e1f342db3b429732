//! The map for people.

use crate::document::lifecycle::DocumentKind;
use crate::report::{Block, Column, Entry, Label, Line, Row, Section, Table, Tone, View};
use crate::standing::plural;

use super::documents::{Covered, Need};
use super::gaps::{Gap, GapCode};
use super::links::Saying;
use super::ties::{Also, Tie};
use super::walk::{self, MOST_UNLINKED, Stop, What};
use super::{Coverage, Extent};

/// How many entries of a list are named one by one.
const NAMED: usize = 12;

const MAP: &str = "MAP";

pub(super) fn of(report: &Coverage) -> View {
    let mut blocks = vec![Block::Prose(head(report))];
    if report.extent == Extent::Map {
        let map = entries(report);
        if !map.is_empty() {
            blocks.push(Block::Section(section(
                MAP.into(),
                Tone::Plain,
                vec![Block::Entries(map)],
            )));
            blocks.push(Block::Graph(super::drawing::of(report)));
        }
        blocks.extend(left_out(report));
    }
    blocks.extend(faults(report));
    blocks.push(total(report));
    View { blocks }
}

/// The same with the head of a page, and the drawing first.
pub(super) fn page(report: &Coverage) -> View {
    let title = Line::new().text("Coverage on ").date(report.context.as_of);
    let mut blocks = vec![Block::Title(title), Block::Facts(report.context.facts())];
    blocks.push(Block::Prose(head(report)));
    blocks.push(total(report));
    if report.extent == Extent::Map {
        let mut map = vec![Block::Graph(super::drawing::of(report))];
        map.extend(left_out(report));
        blocks.push(Block::Section(section(MAP.into(), Tone::Plain, map)));
    }
    blocks.extend(faults(report));
    let map = if report.extent == Extent::Map { entries(report) } else { Vec::new() };
    if !map.is_empty() {
        let heading = Line::new().text("THE SAME AS A LIST");
        blocks.push(Block::Section(section(heading, Tone::Plain, vec![Block::Entries(map)])));
    }
    View { blocks }
}

const fn section(heading: Line, tone: Tone, blocks: Vec<Block>) -> Section {
    Section { heading, aside: Line { pieces: Vec::new() }, tone, blocks }
}

/// `3 policies, 8 SOPs and 9 work instructions on 2026-11-22`
fn head(report: &Coverage) -> Line {
    let levels = [
        (DocumentKind::Policy, "policy", "policies"),
        (DocumentKind::Sop, "SOP", "SOPs"),
        (DocumentKind::WorkInstruction, "work instruction", "work instructions"),
    ];
    let mut counted: Vec<String> = levels
        .into_iter()
        .map(|(level, one, several)| (report.count(Some(level)), one, several))
        .filter(|(count, ..)| *count > 0)
        .map(|(count, one, several)| format!("{count} {}", if count == 1 { one } else { several }))
        .collect();
    let others = report.count(None);
    if others > 0 {
        let of_none = if counted.is_empty() { " without a type" } else { " of no type" };
        counted.push(format!("{}{of_none}", plural(others, "document")));
    }
    let counted = match counted.split_last() {
        None => "No document".to_owned(),
        Some((only, [])) => only.clone(),
        Some((last, first)) => format!("{} and {last}", first.join(", ")),
    };
    Line::new().text(format!("{counted} on ")).date(report.context.as_of)
}

fn entries(report: &Coverage) -> Vec<Entry> {
    walk::of(report).iter().filter_map(|stop| entry(report, stop)).collect()
}

fn entry(report: &Coverage, stop: &Stop) -> Option<Entry> {
    let entry = match stop.what {
        What::Part { document, part } => {
            let part_of = report.document(document)?;
            let title = Line::new().text(part_of.parts.get(part)?.title.as_str());
            let text = match part_told(report, document, part) {
                Some(told) => title.line(told),
                None => title,
            };
            Entry { depth: stop.depth, label: Label::None, text, details: Vec::new() }
        }
        What::Document { index, is_again, saying } => {
            let document = report.document(index)?;
            let mut text = Line::new().text(document.title.as_str()).faint(aside(document));
            if saying == Some(Saying::Named) {
                text = text.faint(", named in a step only");
            }
            let details = if is_again {
                text = text.faint("; see above");
                Vec::new()
            } else {
                told(report, index)
            };
            let label = Label::Words(document.name().into());
            Entry { depth: stop.depth, label, text, details }
        }
    };
    Some(entry)
}

/// ` (in force, @finance)`
fn aside(document: &Covered) -> String {
    let own_type = document
        .type_name
        .clone()
        .filter(|name| document.level.is_none_or(|level| level.as_str() != name.as_str()));
    let said: Vec<String> =
        [own_type, document.force.words(), document.owner.clone()].into_iter().flatten().collect();
    if said.is_empty() { String::new() } else { format!(" ({})", said.join(", ")) }
}

/// What there is to say of a part that nobody carries out.
fn part_told(report: &Coverage, document: usize, part: usize) -> Option<Line> {
    let is_carried =
        report.links.iter().any(|link| link.upper == document && link.part == Some(part));
    if is_carried {
        return None;
    }
    let reason = report.document(document)?.parts.get(part)?.reason.as_deref();
    if let Some(reason) = reason {
        return Some(Line::new().faint(format!(": none needed, {reason}")));
    }
    let is_gap =
        report.gaps.iter().any(|gap| gap.document == document && gap.parts.contains(&part));
    let nobody = match report.document(document)?.level {
        Some(DocumentKind::Policy) => "no SOP",
        _ => "no work instruction",
    };
    let line = Line::new().text(": ");
    Some(if is_gap { line.toned(Tone::Warning, nobody) } else { line.faint(nobody) })
}

/// What is wrong around a document, or why it is as it is.
fn told(report: &Coverage, index: usize) -> Vec<Line> {
    let mut details: Vec<Line> = Vec::new();
    for gap in report.gaps.iter().filter(|gap| gap.document == index && gap.parts.is_empty()) {
        details.push(Line::new().toned(Tone::Warning, gap.message(&report.documents)));
    }
    for tie in report.ties.iter().filter(|tie| tie.document == index) {
        details.push(Line::new().toned(Tone::Bad, tie_message(tie, report)));
    }
    if report.circles.iter().any(|circle| circle.contains(&index)) {
        details.push(Line::new().toned(Tone::Bad, "is part of a circle"));
    }
    if let Some(document) = report.document(index) {
        if let Some(reason) = &document.standalone {
            details.push(Line::new().faint(format!("on its own: {reason}")));
        }
        if let Need::None(reason) = &document.work_instructions {
            details.push(Line::new().faint(format!("needs no work instruction: {reason}")));
        }
    }
    details
}

/// The message without the marks of code, which stand where it can be typed.
fn tie_message(tie: &Tie, report: &Coverage) -> String {
    tie.message(&report.documents).replace('`', "")
}

/// What the map does not show.
fn left_out(report: &Coverage) -> Vec<Block> {
    let mut blocks = Vec::new();
    let unlinked = report.without_links().len();
    if report.has_no_links() {
        let line = Line::new()
            .text("None of these documents says what it carries out; they say it in front matter: ")
            .code("implements = [\"POL-001\"]");
        blocks.push(Block::Prose(line));
    } else if unlinked > MOST_UNLINKED {
        let unlinked = plural(unlinked, "document");
        let line = format!("Not in the map: {unlinked} that no reference leads to or from.");
        blocks.push(Block::Prose(line.into()));
    }
    let untyped = report
        .asked
        .iter()
        .filter_map(|index| report.document(*index))
        .filter(|document| document.level.is_none() && document.type_name.is_none())
        .count();
    if untyped > 0 {
        let untyped = plural(untyped, "document");
        let line = Line::new()
            .text(format!("{untyped} of no type: nobody knows what should carry them out. "))
            .code("sopctl adopt")
            .text(" proposes types.");
        blocks.push(Block::Prose(line));
    }
    let over = report.documents.iter().filter(|document| document.force.is_over()).count();
    if over > 0 && !report.asked.is_empty() {
        let over = plural(over, "document");
        blocks.push(Block::Prose(format!("Not counted: {over} superseded or retired.").into()));
    }
    blocks.extend(report.unreadable.iter().map(|file| {
        let line = Line::new().document(file.path.as_str()).text(" could not be read: ");
        Block::Note(Tone::Bad, line.text(file.why.as_str()))
    }));
    blocks
}

fn faults(report: &Coverage) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut codes: Vec<GapCode> = report.gaps.iter().map(|gap| gap.code).collect();
    codes.dedup();
    for code in codes {
        let gaps: Vec<&Gap> = report.gaps.iter().filter(|gap| gap.code == code).collect();
        let rows = gaps.iter().take(NAMED).filter_map(|gap| {
            // The heading says the rest.
            let is_told = gap.parts.is_empty() && gap.planned.is_empty();
            let what = if is_told { String::new() } else { gap.message(&report.documents) };
            row(report, gap.document, what.into())
        });
        let table = table(rows.collect());
        let advice = Line::new().message(&sentence(code.hint()).into());
        blocks.push(list(code.heading(), Tone::Warning, table, gaps.len(), Some(advice)));
    }
    if !report.ties.is_empty() {
        let rows = report.ties.iter().take(NAMED).filter_map(|tie| {
            let line = tie.line.map(|line| format!(" (line {line})")).unwrap_or_default();
            let what = Line::new().message(&tie.message(&report.documents).into()).faint(line);
            row(report, tie.document, what)
        });
        let count = report.ties.len();
        blocks.push(list("DANGLING", Tone::Bad, table(rows.collect()), count, None));
    }
    if !report.circles.is_empty() {
        let circles = report.circles.iter().take(NAMED).map(|circle| circle_line(report, circle));
        let items = Block::Items(circles.collect());
        blocks.push(list("CIRCULAR", Tone::Bad, items, report.circles.len(), None));
    }
    if !report.also.is_empty() {
        let items = report.also.iter().take(NAMED).filter_map(|also| also_line(report, also));
        let items = Block::Items(items.collect());
        blocks.push(list("CARRIED OUT BY SEVERAL", Tone::Notice, items, report.also.len(), None));
    }
    blocks
}

/// `name the policy …` as `Name the policy … .`
fn sentence(hint: &str) -> String {
    let mut letters = hint.chars();
    let first = letters.next().map(|first| first.to_uppercase().to_string()).unwrap_or_default();
    format!("{first}{}.", letters.as_str())
}

fn list(heading: &str, tone: Tone, body: Block, count: usize, advice: Option<Line>) -> Block {
    let mut blocks = vec![body];
    let more = count.saturating_sub(NAMED);
    if more > 0 {
        let line = format!("and {more} more: `--format json` or `csv` has all of them");
        blocks.push(Block::Prose(Line::new().message(&line.into())));
    }
    blocks.extend(advice.map(Block::Prose));
    Block::Section(section(format!("{heading} {count}").into(), tone, blocks))
}

fn table(rows: Vec<Row>) -> Block {
    let columns =
        vec![Column::fixed("Document"), Column::flexible("Title"), Column::wrapping("What")];
    Block::Table(Table { columns, named: false, rows })
}

fn row(report: &Coverage, index: usize, what: Line) -> Option<Row> {
    let document = report.document(index)?;
    let title = Line::new().text(document.title.as_str());
    let owner = document.owner.as_deref();
    let what = match owner {
        Some(owner) if what.is_empty() || what.words().is_empty() => Line::new().person(owner),
        Some(owner) => what.text(", ").person(owner),
        None => what,
    };
    let cells = vec![Line::new().document(document.name()), title, what];
    Some(Row { cells, details: Vec::new() })
}

/// `SOP-001 → SOP-002 → SOP-001`
fn circle_line(report: &Coverage, circle: &[usize]) -> Line {
    let round = circle.iter().chain(circle.first());
    let names = round.filter_map(|index| report.document(*index));
    Line::joined(names.map(|document| Line::new().document(document.name())).collect(), " → ")
}

/// `SOP-001, Pay: WI-001, also WI-004`
fn also_line(report: &Coverage, also: &Also) -> Option<Line> {
    let document = report.document(also.document)?;
    let part = document.parts.get(also.part)?;
    let by = also.by.iter().filter_map(|index| report.document(*index));
    let by: Vec<Line> = by
        .map(|document| Line::new().document(document.name()).text(format!(" {}", document.title)))
        .collect();
    let line = Line::new().document(document.name()).text(format!(", {}: ", part.title));
    Some(line.line(Line::joined(by, ", also ")))
}

fn total(report: &Coverage) -> Block {
    let links = report.shown_links().count();
    let wrong = [
        (report.gaps.len(), "gap"),
        (report.ties.len(), "dangling reference"),
        (report.circles.len(), "circle"),
    ];
    let wrong: Vec<String> = wrong
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, name)| plural(count, name))
        .collect();
    let tone = if report.documents.len() < 2 {
        Tone::Plain
    } else if !report.ties.is_empty() || !report.circles.is_empty() {
        Tone::Bad
    } else if report.gaps.is_empty() {
        Tone::Good
    } else {
        Tone::Warning
    };
    let links = plural(links, "link");
    let said = match (wrong.as_slice(), report.has_no_links()) {
        ([], true) => format!("{links}: nothing to judge"),
        ([], false) => format!("{links}, no gap"),
        (wrong, _) => format!("{links}, {}", wrong.join(", ")),
    };
    let tone = if report.has_no_links() { Tone::Warning } else { tone };
    Block::Verdict(tone, said.into())
}
