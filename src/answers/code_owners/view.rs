//! CODEOWNERS and the documents, for people.

use crate::report::{Block, Column, Line, Row, Section, Table, Tone, View};
use crate::standing::plural;

use super::{CodeOwners, DifferenceKind, LeftOut, Task};

/// How many documents without a line are named one by one.
const NAMED: usize = 8;

pub(super) fn of(report: &CodeOwners) -> View {
    let mut blocks = vec![Block::Prose(head(report))];
    if report.task == Task::Write && !report.is_written && !report.changeset.changes.is_empty() {
        blocks.extend(lines(report));
    }
    blocks.extend(differences(report));
    blocks.extend(left_out(report));
    if report.task == Task::Verify && !report.differences.is_empty() {
        let line = Line::new()
            .text("To write what the documents say: ")
            .code("sopctl owners --codeowners write");
        blocks.push(Block::Prose(line));
    }
    View { blocks }
}

fn head(report: &CodeOwners) -> Line {
    let documents = plural(report.entries.len(), "document");
    let Some(place) = report.place else {
        return Line::new().text(format!("There is no CODEOWNERS; {documents} with an owner."));
    };
    let line = Line::new().code(place.path());
    let is_changed = !report.changeset.changes.is_empty();
    match (report.task, is_changed, report.is_written) {
        (Task::Verify, ..) if report.differences.is_empty() => {
            line.text(format!(" names the owners of {documents} as they do."))
        }
        (Task::Verify, ..) => {
            let differences = report.differences.len();
            let places = plural(differences, "place");
            line.text(format!(" and {documents} with an owner differ in {places}."))
        }
        (Task::Write, false, _) => {
            line.text(format!(" has {documents} already; nothing to write."))
        }
        (Task::Write, true, true) => line.text(format!(
            ": wrote the owners of {documents} between its marks; what else is there is as it was."
        )),
        (Task::Write, true, false) => {
            line.text(format!(": would write the owners of {documents}:"))
        }
    }
}

fn lines(report: &CodeOwners) -> Option<Block> {
    let row = |entry: &crate::ownership::BlockEntry| Row {
        cells: vec![
            Line::new().document(entry.path.as_str()),
            Line::new().person(entry.owner.as_str()),
        ],
        details: Vec::new(),
    };
    let columns = vec![Column::fixed("Document"), Column::fixed("Owner")];
    let rows: Vec<Row> = report.entries.iter().map(row).collect();
    (!rows.is_empty()).then_some(Block::Table(Table { columns, named: false, rows }))
}

fn differences(report: &CodeOwners) -> Option<Block> {
    if report.differences.is_empty() {
        return None;
    }
    let rows = report.differences.iter().map(|difference| {
        let file = report.place.map_or("CODEOWNERS", |place| place.path());
        let name = match (difference.kind, difference.named_at) {
            (DifferenceKind::EntryLeftOver, Some(line)) => {
                Line::new().code(format!("{file}:{line}"))
            }
            _ => Line::new().document(difference.id.as_deref().unwrap_or(difference.path.as_str())),
        };
        Row { cells: vec![name, difference.message().into()], details: Vec::new() }
    });
    let columns = vec![Column::fixed("Document"), Column::wrapping("Difference")];
    let table = Table { columns, named: false, rows: rows.collect() };
    let heading = format!("DIFFERENT {}", report.differences.len());
    let mut blocks = vec![Block::Table(table)];
    if report.task == Task::Write {
        // Only lines behind the part can overrule it.
        let line = "Lines behind the part overrule it: move it to the end of the file.";
        blocks.push(Block::Note(Tone::Warning, line.into()));
    }
    Some(Block::Section(Section {
        heading: heading.into(),
        aside: Line::new(),
        tone: Tone::Bad,
        blocks,
    }))
}

/// The documents that have no line, and why.
fn left_out(report: &CodeOwners) -> Vec<Block> {
    let (named, ownerless): (Vec<&LeftOut>, Vec<&LeftOut>) =
        report.left_out.iter().partition(|without| without.owner.is_some());
    let mut blocks = Vec::new();
    if !ownerless.is_empty() {
        let documents = plural(ownerless.len(), "document");
        let line = Line::new().text(format!("{documents} without an owner; "));
        let line = line.code("sopctl owners").text(" names them.");
        blocks.push(Block::Note(Tone::Notice, line));
    }
    for without in named.iter().take(NAMED) {
        let name = without.id.as_deref().unwrap_or(without.path.as_str());
        let line = Line::new().document(name).text(" is left out: ");
        let line = match &without.owner {
            Some(owner) => line.person(owner.as_str()).text(", "),
            None => line,
        };
        let why = without.why.map(|why| why.to_string()).unwrap_or_default();
        blocks.push(Block::Note(Tone::Warning, line.text(why)));
    }
    let more = named.len().saturating_sub(NAMED);
    if more > 0 {
        blocks.push(Block::Note(Tone::Warning, format!("and {more} more are left out").into()));
    }
    blocks
}
