//! The log for people.

use crate::comparison::Class;
use crate::evolution::{Alteration, why_unknown_before};
use crate::report::{Block, Column, Line, Row, Table, Tone, View};

use super::{Entry, Log, Subject};

pub(super) fn of(log: &Log) -> View {
    let mut blocks = vec![Block::Prose(head(log))];
    for subject in &log.subjects {
        if let Some(gist) = &subject.uncommitted {
            let line = Line::new().document(subject.name()).text(" has uncommitted changes: ");
            blocks.push(Block::Note(
                Tone::Notice,
                line.text(match gist.summary.as_str() {
                    "" => "of formatting or administrative fields",
                    summary => summary,
                }),
            ));
        }
    }
    if !log.entries.is_empty() {
        blocks.push(Block::Table(table(log)));
    }
    if log.left_out > 0 {
        let older = format!("{} older left out by --limit", log.left_out);
        blocks.push(Block::Prose(Line::new().faint(older)));
    }
    blocks.extend(ends(log));
    if log.unreadable > 0 {
        let documents = if log.unreadable == 1 { "document" } else { "documents" };
        let said = format!("{} {documents} could not be read: `sopctl list`", log.unreadable);
        blocks.push(Block::Note(Tone::Warning, said.into()));
    }
    View { blocks }
}

/// `SOP-004  Refund approval, 12 revisions`
fn head(log: &Log) -> Line {
    let count = log.entries.len() + log.left_out;
    let revisions = format!("{count} {}", if count == 1 { "revision" } else { "revisions" });
    match log.subjects.as_slice() {
        [only] if !log.is_of_all => {
            let mut line = Line::new().document(only.name());
            if let Some(title) = &only.title {
                line = line.text("  ").strong(title.as_str());
            }
            line.text(format!(", {revisions}"))
        }
        all => {
            let documents = if all.len() == 1 { "document" } else { "documents" };
            Line::new().text(format!("{revisions} of {} {documents}", all.len()))
        }
    }
}

fn table(log: &Log) -> Table {
    let mut columns = vec![Column::fixed("Date"), Column::fixed("Commit")];
    if log.is_of_all {
        columns.push(Column::fixed("Document"));
    }
    columns.extend([Column::fixed("Class"), Column::flexible("Author"), Column::wrapping("What")]);
    let rows = log.entries.iter().map(|entry| row(log, entry)).collect();
    Table { columns, named: true, rows }
}

fn row(log: &Log, entry: &Entry) -> Row {
    let mut cells = vec![
        Line::new().date(entry.info.author_time.day_in(&log.zone)),
        Line::new().commit(entry.info.id),
    ];
    if log.is_of_all {
        cells.push(Line::new().document(log.subjects[entry.subject].name()));
    }
    cells.push(class(entry));
    cells.push(Line::new().person(entry.info.author.name.as_str()));
    let mut what = Line::new().text(entry.summary());
    if entry.is_review {
        what = what.toned(Tone::Good, " · review");
    }
    if entry.is_merge {
        what = what.faint(" · merge");
    }
    if entry.landed.is_some_and(|landed| !landed.is_certain) {
        what = what.faint(" · landing uncertain");
    }
    cells.push(what);
    Row { cells, details: Vec::new() }
}

fn class(entry: &Entry) -> Line {
    match (&entry.alteration, entry.class()) {
        (_, Some(Class::Major)) => Line::new().toned(Tone::Warning, "major"),
        (_, Some(Class::Minor)) => Line::new().toned(Tone::Notice, "minor"),
        (_, Some(class)) => Line::new().faint(class.name()),
        (Alteration::Created, None) => Line::new().toned(Tone::Good, "new"),
        (Alteration::Removed, None) => Line::new().toned(Tone::Bad, "removed"),
        (_, None) => Line::new().faint("unknown"),
    }
}

/// Where the knowledge of some documents ends before their beginning.
fn ends(log: &Log) -> Vec<Block> {
    let note = |subject: &Subject| {
        let why = why_unknown_before(subject.end)?;
        let line = Line::new().text("Older revisions of ").document(subject.name());
        Some(Block::Note(Tone::Warning, line.text(" are not known: ").line(why)))
    };
    log.subjects.iter().filter_map(note).collect()
}

impl Subject {
    /// Its number, or its path.
    pub(super) fn name(&self) -> &str {
        self.id.as_deref().unwrap_or(&self.path)
    }
}
