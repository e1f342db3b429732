//! Whose version does not keep step with its text, and which version each change asks for.

use crate::comparison::Class;
use crate::report::{Block, Column, Line, Row, Section, Table, Tone, View};

use super::super::{ChangelogReport, Entry, Group};
use super::{head, name};

pub(super) fn of(report: &ChangelogReport) -> View {
    let mut blocks = head(report, "Versions ");
    let is_wrong = |entry: &&Entry| entry.version_problem.is_some();
    let (wrong, right): (Vec<&Entry>, Vec<&Entry>) = report.entries.iter().partition(is_wrong);
    let changed = |entry: &&Entry| {
        !matches!(entry.group, Group::New | Group::Removed) && entry.class >= Class::Editorial
    };
    let (numbered, without): (Vec<&Entry>, Vec<&Entry>) =
        right.into_iter().filter(changed).partition(|entry| entry.old_version.is_some());
    if wrong.is_empty() && (without.is_empty() || !numbered.is_empty()) {
        let said = "The version of every changed document keeps step with its text.";
        blocks.push(Block::Note(Tone::Good, said.into()));
    }
    if !wrong.is_empty() {
        let count = wrong.len();
        let rows = wrong.into_iter().map(row).collect();
        blocks.push(section("Versions to mend", count, Tone::Bad, "What is wrong", rows));
        let hint = Line::new()
            .text("next: set the version in each document, or ")
            .code("sopctl review DOC --bump major|minor")
            .text(" with its review.");
        blocks.push(Block::Prose(hint));
    }
    if !numbered.is_empty() {
        let count = numbered.len();
        let rows = numbered.into_iter().map(row).collect();
        blocks.push(section("Versions that stand", count, Tone::Plain, "Remark", rows));
    }
    if !without.is_empty() {
        let (plural, have) = if without.len() == 1 { ("", "has") } else { ("s", "have") };
        let said =
            format!("{} changed document{plural} {have} no version to judge.", without.len());
        blocks.push(Block::Note(Tone::Notice, said.into()));
    }
    View { blocks }
}

fn section(
    heading: &'static str,
    count: usize,
    tone: Tone,
    last: &'static str,
    rows: Vec<Row>,
) -> Block {
    let columns = vec![
        Column::flexible("Document"),
        Column::fixed("Class"),
        Column::fixed("Version"),
        Column::fixed("Proposed"),
        Column::wrapping(last),
    ];
    Block::Section(Section {
        heading: heading.into(),
        aside: Line::new().text(count.to_string()),
        tone,
        blocks: vec![Block::Table(Table { columns, named: true, rows })],
    })
}

fn row(entry: &Entry) -> Row {
    let text = |value: Option<&str>| Line::new().text(value.unwrap_or("none"));
    let version = match (&entry.old_version, &entry.new_version) {
        (old, new) if old == new => text(new.as_deref()),
        (old, new) => text(old.as_deref()).text(" → ").line(text(new.as_deref())),
    };
    let proposed = match &entry.proposed_version {
        Some(proposed) if entry.version_problem.is_some() => Line::new().strong(proposed.as_str()),
        Some(proposed) => proposed.as_str().into(),
        None => Line::new(),
    };
    let problem = match (entry.version_problem, entry.status) {
        (Some(problem), _) => problem.words().to_owned(),
        (None, Some(status)) if !entry.is_in_force() => {
            format!("{}, not in force: it is numbered when it is approved", status.as_str())
        }
        (None, _) if entry.class == Class::Editorial && entry.keeps_version() => {
            "it may keep it: only its form changed".to_owned()
        }
        (None, _) => String::new(),
    };
    let class = Line::new().text(entry.class.name());
    Row { cells: vec![name(entry), class, version, proposed, problem.into()], details: Vec::new() }
}
