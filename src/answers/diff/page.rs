//! The report of `diff` as a page: each document whole, old and new in one flow.

use crate::comparison::{Class, Comparison, Extent, FieldChange};
use crate::report::{Block, Column, Fact, Line, Piece, Row, Section, Table, View};

use super::view::{ends, notes, nothing, path, since_line, totals, unread_language, weight};
use super::{DiffReport, DocumentDiff};

pub(super) fn of(report: &DiffReport) -> View {
    let title = Line::new().text("What changed between ").line(ends(report));
    let mut blocks = vec![Block::Title(title)];
    match report.documents.len() {
        0 => blocks.push(Block::Prose(nothing(report))),
        1 => {}
        _ => blocks.push(Block::Prose(totals(report))),
    }
    blocks.extend(notes(report));
    blocks.extend(report.documents.iter().map(|document| Block::Section(section(document))));
    View { blocks }
}

fn section(document: &DocumentDiff) -> Section {
    let heading = match &document.id {
        Some(id) => Line::new().document(id.as_str()).text(" ").text(document.title.as_str()),
        None => Line::new().text(document.title.as_str()),
    };
    let (tone, aside) = weight(document);
    let mut blocks = vec![Block::Facts(facts(document))];
    blocks.extend(unread_language(document));
    let record = record(&document.comparison);
    let is_whole = document.old_path.is_some() && document.new_path.is_some();
    if is_whole && !record.rows.is_empty() {
        blocks.push(Block::Table(record));
    }
    match document.redline.as_deref() {
        None => blocks.push(Block::Changes(document.comparison.rows(Extent::Whole))),
        Some([]) => {
            let nothing = Line::new().faint("There is no text below the front matter.");
            blocks.push(Block::Prose(nothing));
        }
        Some(text) if is_whole && text.iter().all(|passage| passage.sign.is_none()) => {
            blocks.push(Block::Prose(Line::new().faint("The text is the same.")));
        }
        Some(text) => blocks.push(Block::Flow(text.to_vec())),
    }
    Section { heading, aside, tone, blocks }
}

fn facts(document: &DocumentDiff) -> Vec<Fact> {
    let mut facts = Vec::new();
    match &document.old_path {
        Some(old) if document.is_moved => {
            let moved = Line::new().code(old.as_str()).text(" → ").code(path(document));
            facts.push(Fact { name: "moved", value: moved });
        }
        _ => facts.push(Fact { name: "file", value: Line::new().code(path(document)) }),
    }
    if let Some(since) = document.since {
        facts.push(Fact { name: "compared", value: since_line(since) });
    }
    let summary = document.comparison.summary();
    let is_both = document.old_path.is_some() && document.new_path.is_some();
    if is_both && document.class > Class::Record && !summary.is_empty() {
        facts.push(Fact { name: "in short", value: summary.into() });
    }
    facts
}

/// The front matter that differs, before and after.
fn record(comparison: &Comparison) -> Table {
    let columns =
        vec![Column::fixed("Front matter"), Column::flexible("Before"), Column::wrapping("After")];
    let value = |value: &Option<String>, piece: fn(&str) -> Piece| match value {
        Some(value) => Line::new().with(piece(value)),
        None => Line::new(),
    };
    let row = |field: &FieldChange| Row {
        cells: vec![
            Line::new().text(field.name.as_str()),
            value(&field.old, |old| Piece::Deleted(old.into())),
            value(&field.new, |new| Piece::Inserted(new.into())),
        ],
        details: Vec::new(),
    };
    Table { columns, named: true, rows: comparison.fields.iter().map(row).collect() }
}
