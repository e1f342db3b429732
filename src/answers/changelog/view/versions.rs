//! Whose version does not keep step with its text.

use crate::report::{Block, Column, Line, Row, Section, Table, Tone, View};

use super::super::version::VersionProblem;
use super::super::{ChangelogReport, Entry};
use super::{head, name};

pub(super) fn of(report: &ChangelogReport) -> View {
    let mut blocks = head(report, "Versions ");
    let wrong: Vec<&Entry> =
        report.entries.iter().filter(|entry| entry.version_problem.is_some()).collect();
    if wrong.is_empty() {
        let said = "The version of every changed document in force keeps step with its text.";
        blocks.push(Block::Note(Tone::Good, said.into()));
        return View { blocks };
    }
    let columns = vec![
        Column::flexible("Document"),
        Column::fixed("Class"),
        Column::fixed("Version"),
        Column::fixed("Proposed"),
        Column::wrapping("What is wrong"),
    ];
    let count = wrong.len();
    let rows = wrong.into_iter().map(row).collect();
    blocks.push(Block::Section(Section {
        heading: "Versions to mend".into(),
        aside: Line::new().text(count.to_string()),
        tone: Tone::Bad,
        blocks: vec![Block::Table(Table { columns, named: true, rows })],
    }));
    let hint = Line::new()
        .text("next: set the version in each document, or ")
        .code("sopctl review DOC --bump major|minor")
        .text(" with its review.");
    blocks.push(Block::Prose(hint));
    View { blocks }
}

fn row(entry: &Entry) -> Row {
    let text = |value: Option<&str>| Line::new().text(value.unwrap_or("none"));
    let version = match (&entry.old_version, &entry.new_version) {
        (old, new) if old == new => text(new.as_deref()),
        (old, new) => text(old.as_deref()).text(" → ").line(text(new.as_deref())),
    };
    let proposed = match &entry.proposed_version {
        Some(proposed) => Line::new().strong(proposed.as_str()),
        None => Line::new(),
    };
    let problem = entry.version_problem.map(VersionProblem::words).unwrap_or_default();
    let class = Line::new().text(entry.class.name());
    Row { cells: vec![name(entry), class, version, proposed, problem.into()], details: Vec::new() }
}
