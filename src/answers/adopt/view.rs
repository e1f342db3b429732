//! The proposals for people: how many and from where first, then document by document.

mod committing;
mod facts;

use std::collections::{BTreeMap, BTreeSet};

use crate::document::field::FieldName;
use crate::report::{Block, Column, Line, Row, Section, Table, Tone, View};
use crate::standing::plural;

use super::proposal::{Certainty, Proposal, Source, Undecided};
use super::{Adopted, Adoption, Alone, Refused, Stage};

/// From so many documents on, what is the same for all of them is told once.
const MANY: usize = 4;

/// How many owners or folders are named before the rest is counted.
const NAMED: usize = 6;

pub(super) fn of(adoption: &Adoption) -> View {
    let mut blocks = vec![Block::Prose(head(adoption))];
    let same = facts::same_for_all(adoption);
    let facts = facts::facts(adoption, &same);
    if !facts.is_empty() {
        blocks.push(Block::Facts(facts));
    }
    if !adoption.summary_only {
        blocks.extend(proposals(adoption, &same));
    }
    blocks.extend(undecided(adoption));
    blocks.extend(refused(adoption));
    blocks.extend(left_alone(adoption));
    for file in &adoption.unreadable {
        let line = Line::new().document(file.path.as_str()).text(" could not be read: ");
        blocks.push(Block::Note(Tone::Bad, line.text(file.why.as_str())));
    }
    blocks.extend(closing(adoption));
    View { blocks }
}

/// `251 documents: 31 to adopt, 2 comply already, 209 for you to decide`
fn head(adoption: &Adoption) -> Line {
    let documents = &adoption.documents;
    let proposed = adoption.proposed().count();
    let refused = documents.iter().filter(|document| document.refused.is_some()).count();
    let open = documents.len() - proposed - refused;
    let all = documents.len()
        + adoption.complying
        + adoption.left_alone.len()
        + adoption.unreadable.len();
    let adopted = match adoption.stage {
        Stage::Proposed => "to adopt",
        Stage::Written { .. } => "adopted",
    };
    let parts: Vec<String> = [
        (proposed, adopted),
        (adoption.complying, if adoption.complying == 1 { "complies" } else { "comply" }),
        (open, "for you to decide"),
        (refused, "not touched"),
        (adoption.left_alone.len(), "left alone"),
        (adoption.unreadable.len(), "not readable"),
    ]
    .into_iter()
    .filter(|(count, _)| *count > 0)
    .map(|(count, what)| format!("{count} {what}"))
    .collect();
    let mut line = Line::new().text(plural(all, "document"));
    if adoption.context.profile != "sopctl" {
        line = line.text(format!(", front matter read as {}", adoption.context.profile));
    }
    if parts.is_empty() { line } else { line.text(": ").text(parts.join(", ")) }
}

fn proposals(adoption: &Adoption, same: &BTreeSet<FieldName>) -> Option<Block> {
    let rows: Vec<Row> = adoption.proposed().map(|document| row(document, same)).collect();
    let heading = match adoption.stage {
        Stage::Proposed => "PROPOSED",
        Stage::Written { .. } => "WRITTEN",
    };
    let columns = vec![Column::fixed("ID"), Column::fixed("Document"), Column::fixed("Proposals")];
    section(heading, rows.len(), Tone::Plain, Table { columns, named: false, rows })
}

/// The number that the document has or gets, its path, and below them a line for each
/// proposal.
fn row(document: &Adopted, same: &BTreeSet<FieldName>) -> Row {
    let of_id = document.proposals.iter().find(|(_, proposal)| proposal.field == FieldName::Id);
    let id = of_id.map(|(_, proposal)| proposal.shown()).or_else(|| document.id.clone());
    let mut details: Vec<Line> = document
        .proposals
        .iter()
        .filter(|(_, proposal)| !same.contains(&proposal.field))
        .map(|(key, proposal)| proposed(key, proposal))
        .collect();
    for (key, undecided) in &document.undecided {
        details.push(
            Line::new()
                .text(format!("{key} "))
                .toned(Tone::Warning, "is for you to decide")
                .text(format!(": {}", why(undecided))),
        );
    }
    let note = if document.uncommitted.is_some() {
        Line::new().toned(Tone::Notice, "not committed")
    } else {
        Line::new()
    };
    let id = id.map_or_else(Line::new, |id| Line::new().document(id));
    Row { cells: vec![id, Line::new().text(document.path.as_str()), note], details }
}

/// `owner ana@example.com (guess: 7 of 9 changes in substance)`
fn proposed(key: &str, proposal: &Proposal) -> Line {
    let shown = match proposal.field {
        FieldName::Title => format!("{:?}", proposal.shown()),
        _ => proposal.shown(),
    };
    let line = Line::new().text(format!("{key} "));
    line.strong(shown).text(format!(" ({})", reason(proposal)))
}

fn reason(proposal: &Proposal) -> String {
    let guess = if proposal.certainty == Certainty::Guess { "guess: " } else { "" };
    match proposal.line {
        Some(line) => format!("{guess}{}, line {line}", proposal.because),
        None => format!("{guess}{}", proposal.because),
    }
}

fn why(undecided: &Undecided) -> String {
    match undecided.line {
        Some(line) => format!("{}, line {line}", undecided.because),
        None => undecided.because.clone(),
    }
}

/// The documents for which nothing is proposed: one row for what many of them lack.
fn undecided(adoption: &Adoption) -> Vec<Block> {
    let mut by_reason: BTreeMap<(&str, &str), Vec<&Adopted>> = BTreeMap::new();
    let mut open = 0;
    for document in &adoption.documents {
        if !document.proposals.is_empty() || document.refused.is_some() {
            continue;
        }
        open += 1;
        for (key, undecided) in &document.undecided {
            by_reason.entry((key, &undecided.because)).or_default().push(document);
        }
    }
    let mut rows = Vec::new();
    for ((key, because), documents) in &by_reason {
        if documents.len() >= MANY {
            rows.push(Row {
                cells: vec![
                    Line::new().strong(format!("{key} of {}", plural(documents.len(), "document"))),
                    Line::new().text(*because),
                ],
                details: vec![by_folder(documents)],
            });
            continue;
        }
        for document in documents {
            let lines = document.undecided.iter().filter(|(other, _)| other == key);
            let said: Vec<String> = lines.map(|(_, undecided)| why(undecided)).collect();
            rows.push(Row {
                cells: vec![
                    Line::new().document(document.path.as_str()),
                    Line::new().text(format!("{key}: {}", said.join("; "))),
                ],
                details: Vec::new(),
            });
        }
    }
    let columns = vec![Column::fixed("What"), Column::fixed("Why")];
    let table = Table { columns, named: false, rows };
    let mut blocks: Vec<Block> =
        section("FOR YOU TO DECIDE", open, Tone::Warning, table).into_iter().collect();
    let is_untyped = by_reason.iter().any(|((key, _), documents)| {
        documents.iter().any(|document| {
            document
                .undecided
                .iter()
                .any(|(other, one)| other == key && one.field == FieldName::Type)
        })
    });
    if is_untyped {
        blocks.push(Block::Prose(
            Line::new()
                .text("Name the type of a folder or a file: ")
                .code("sopctl adopt FOLDER --type sop"),
        ));
    }
    blocks
}

/// `pages/tools 34 · pages/travel 18 and 12 more folders`
fn by_folder(documents: &[&Adopted]) -> Line {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for document in documents {
        *counts.entry(document.path.folder()).or_default() += 1;
    }
    let mut counts: Vec<(&str, usize)> = counts.into_iter().collect();
    counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    let more = counts.len().saturating_sub(NAMED);
    let named = counts.into_iter().take(NAMED).map(|(folder, count)| {
        let folder = if folder.is_empty() { "." } else { folder };
        Line::new().document(folder).text(format!(" {count}"))
    });
    let line = Line::joined(named.collect(), " · ");
    if more > 0 { line.text(format!(" and {}", plural(more, "more folder"))) } else { line }
}

fn refused(adoption: &Adoption) -> Option<Block> {
    let refused = adoption
        .documents
        .iter()
        .filter_map(|document| document.refused.as_ref().map(|refused| (document, refused)));
    let rows: Vec<Row> = refused
        .map(|(document, Refused { because, line })| {
            let place = line.map_or(String::new(), |line| format!(" (line {line})"));
            Row {
                cells: vec![
                    Line::new().document(document.path.as_str()),
                    Line::new().text(format!("{because}{place}")),
                ],
                details: Vec::new(),
            }
        })
        .collect();
    let columns = vec![Column::fixed("Document"), Column::fixed("Why")];
    section("NOT TOUCHED", rows.len(), Tone::Bad, Table { columns, named: false, rows })
}

fn section(heading: &str, count: usize, tone: Tone, table: Table) -> Option<Block> {
    (!table.rows.is_empty()).then(|| {
        Block::Section(Section {
            heading: Line::new().text(format!("{heading} {count}")),
            aside: Line::new(),
            tone,
            blocks: vec![Block::Table(table)],
        })
    })
}

fn left_alone(adoption: &Adoption) -> Vec<Block> {
    let count =
        |because: Alone| adoption.left_alone.iter().filter(|left| left.because == because).count();
    let mut blocks = Vec::new();
    let empty = count(Alone::NoText);
    if empty > 0 {
        let what = plural(empty, "document");
        let line = format!(
            "Left alone: {what} without any text below the front matter. `exclude` in sopctl.toml keeps such pages out of the library."
        );
        blocks.push(Block::Note(Tone::Plain, line.into()));
    }
    let foreign = count(Alone::NoFrontMatter);
    if foreign > 0 {
        let what = plural(foreign, "document");
        let line = Line::new().text(format!(
            "Left alone: {what} without front matter, which do not follow {}. Named by path they are adopted as well.",
            adoption.context.profile
        ));
        blocks.push(Block::Note(Tone::Plain, line));
    }
    blocks
}

/// What to do next.
fn closing(adoption: &Adoption) -> Vec<Block> {
    let proposed = adoption.proposed().count();
    if proposed == 0 {
        let said =
            if adoption.documents.is_empty() { "Nothing to adopt." } else { "Nothing to write." };
        return vec![Block::Note(Tone::Good, said.into())];
    }
    let mut blocks = Vec::new();
    let changed = adoption.proposed().filter(|document| document.uncommitted.is_some()).count();
    if changed > 0 {
        let what = plural(changed, "document");
        let line = match adoption.stage {
            Stage::Proposed => format!(
                "{what} of these are not committed as they stand; writing keeps every other byte of them."
            ),
            Stage::Written { .. } => format!(
                "{what} of these were not committed as they stood; a commit takes those changes along."
            ),
        };
        blocks.push(Block::Note(Tone::Notice, line.into()));
    }
    if is_all_drafts(adoption) {
        blocks.push(Block::Note(
            Tone::Notice,
            Line::new()
                .text(
                    "A draft is not under review. Where documents are in use already, say so with ",
                )
                .code("--status effective")
                .text("; who approved them, and when, is then yours to fill in."),
        ));
    }
    let guessed = facts::all(adoption)
        .filter(|proposal| matches!(proposal.source, Source::Changes | Source::MassEdits))
        .count();
    if guessed >= MANY && adoption.stage == Stage::Proposed {
        let line = format!(
            "{guessed} owners are guessed from history. CODEOWNERS names owners by folder and is asked first."
        );
        blocks.push(Block::Note(Tone::Notice, line.into()));
    }
    match &adoption.stage {
        Stage::Proposed => blocks.push(Block::Note(
            Tone::Notice,
            Line::new()
                .text("Nothing is written yet. ")
                .code("sopctl adopt --write")
                .text(" writes the fields and changes no other byte; PATH, ")
                .code("--only FIELD")
                .text(" and ")
                .code("--type")
                .text(" narrow it."),
        )),
        Stage::Written { ignores_revisions: None } => {}
        Stage::Written { ignores_revisions: Some(is_there) } => {
            blocks.extend(committing::advice(adoption, *is_there));
        }
    }
    blocks
}

/// Whether every proposed status is one for want of an approval.
fn is_all_drafts(adoption: &Adoption) -> bool {
    let mut statuses =
        facts::all(adoption).filter(|proposal| proposal.field == FieldName::Status).peekable();
    statuses.peek().is_some() && statuses.all(|proposal| proposal.certainty == Certainty::Guess)
}
