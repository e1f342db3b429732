//! The report of `diff` for people.

use crate::comparison::{Class, Extent, Passage};
use crate::evolution::not_compared;
use crate::report::{Block, Line, Section, Tone, View};
use crate::standing::VouchedBy;

use super::{DiffReport, DocumentDiff, Since};

pub(super) fn of(report: &DiffReport) -> View {
    let mut blocks = Vec::new();
    if report.documents.is_empty() {
        blocks.push(Block::Prose(nothing(report)));
    }
    blocks.extend(
        report.documents.iter().map(|document| Block::Section(section(document, report.extent))),
    );
    if report.documents.len() > 1 {
        blocks.push(Block::Prose(totals(report)));
    }
    blocks.extend(notes(report));
    View { blocks }
}

/// What there was nothing to compare with, and what could not be compared.
pub(super) fn notes(report: &DiffReport) -> Vec<Block> {
    let mut notes = Vec::new();
    if !report.unvouched.is_empty() {
        let names: Vec<Line> =
            report.unvouched.iter().map(|name| Line::new().document(name.as_str())).collect();
        let line = Line::new().text("never reviewed or approved, so nothing to compare with: ");
        notes.push(Block::Note(Tone::Notice, line.line(Line::joined(names, ", "))));
    }
    if !report.unreadable.is_empty() {
        notes.push(Block::Note(Tone::Warning, not_compared(&report.unreadable)));
    }
    notes
}

/// `No document differs between v1 and v2.`
pub(super) fn nothing(report: &DiffReport) -> Line {
    let line = Line::new().text(if report.unreadable.is_empty() && report.unvouched.is_empty() {
        "No document differs between "
    } else {
        "No document that can be compared differs between "
    });
    line.line(ends(report)).text(".")
}

fn section(document: &DocumentDiff, extent: Extent) -> Section {
    let path = path(document);
    let heading = match &document.id {
        Some(id) => Line::new().document(id.as_str()).text("  ").text(document.title.as_str()),
        None => Line::new().document(path),
    };
    let (tone, aside) = weight(document);
    let mut blocks = Vec::new();
    if let (Some(old), Some(new)) = (&document.old_path, &document.new_path) {
        if document.is_moved {
            blocks.push(Block::Prose(
                Line::new().text("moved from ").code(old.as_str()).text(" to ").code(new.as_str()),
            ));
        }
        blocks.extend(document.since.map(|since| Block::Prose(since_line(since))));
        blocks.extend(unread_language(document));
        blocks.extend(
            document.comparison.passages(extent).into_iter().flat_map(Passage::into_blocks),
        );
        let record = document.comparison.record();
        if !record.is_empty() {
            blocks.push(Block::Prose(
                Line::new().faint("record: ").line(Line::joined(record, " · ")),
            ));
        }
    } else {
        let steps = document.comparison.steps().count();
        let statements = document.comparison.statements().count();
        let mut parts = vec![Line::new().code(path)];
        if steps > 0 {
            parts.push(
                Line::new().text(format!("{steps} {}", if steps == 1 { "step" } else { "steps" })),
            );
        }
        if statements > 0 {
            let noun = if statements == 1 { "statement" } else { "statements" };
            parts.push(Line::new().text(format!("{statements} {noun}")));
        }
        blocks.push(Block::Prose(Line::joined(parts, ", ")));
    }
    Section { heading, aside, tone, blocks }
}

/// Where it stands, or stood last.
pub(super) fn path(document: &DocumentDiff) -> &str {
    document.new_path.as_ref().or(document.old_path.as_ref()).map_or("", String::as_str)
}

/// `major, 2.0 → 2.1`, and how much news that is.
pub(super) fn weight(document: &DocumentDiff) -> (Tone, Line) {
    let (tone, word) = match (&document.old_path, &document.new_path) {
        (None, _) => (Tone::Good, "new"),
        (_, None) => (Tone::Bad, "removed"),
        _ if document.class == Class::None => (Tone::Plain, "moved"),
        _ => (tone_of(document.class), document.class.name()),
    };
    let version = version(document).map_or_else(String::new, |version| format!(", {version}"));
    (tone, Line::new().text(word).text(version))
}

/// That a language is not one whose words are known, so that little is told of meanings.
pub(super) fn unread_language(document: &DocumentDiff) -> Option<Block> {
    let language = document.comparison.unread_language.as_deref()?;
    let line = Line::new().text("There are no word lists for its language, ").code(language);
    Some(Block::Note(
        Tone::Notice,
        line.text(
            ": what changes mean is not told, and changed words count as heavy as they can be.",
        ),
    ))
}

/// `since the review of 2026-03-01 in 1a2b3c4`
pub(super) fn since_line(since: Since) -> Line {
    let line = Line::new().faint(match since.by {
        VouchedBy::Review => "since the review of ",
        VouchedBy::Approval => "since the approval of ",
        VouchedBy::InitialDate => "since its first date of review, ",
    });
    line.date(since.date).faint(" in ").commit(since.commit)
}

/// `v1.0 and the working tree`
pub(super) fn ends(report: &DiffReport) -> Line {
    end(&report.from).text(" and ").line(end(&report.to))
}

/// An end as it was asked for; the full name of a commit is shown short.
fn end(name: &str) -> Line {
    let is_commit = matches!(name.len(), 40 | 64) && name.chars().all(|c| c.is_ascii_hexdigit());
    if is_commit { Line::new().commit(name) } else { Line::new().strong(name) }
}

/// `2.0 → 2.1`, `version 2.0 not raised`, `version 1.0`
fn version(document: &DocumentDiff) -> Option<String> {
    match (&document.old_version, &document.new_version) {
        (Some(old), Some(new)) if old != new => Some(format!("{old} → {new}")),
        (Some(same), Some(_)) if document.class >= Class::Minor => {
            Some(format!("version {same} not raised"))
        }
        (_, Some(version)) | (Some(version), None) => Some(format!("version {version}")),
        (None, None) => None,
    }
}

const fn tone_of(class: Class) -> Tone {
    match class {
        Class::Major => Tone::Warning,
        Class::Minor => Tone::Notice,
        Class::Editorial | Class::Record | Class::None => Tone::Plain,
    }
}

/// `7 documents differ: 3 major, 1 minor, 2 record, 1 new`
pub(super) fn totals(report: &DiffReport) -> Line {
    let both =
        |document: &&DocumentDiff| document.old_path.is_some() && document.new_path.is_some();
    let mut parts = Vec::new();
    for class in [Class::Major, Class::Minor, Class::Editorial, Class::Record] {
        let count =
            report.documents.iter().filter(both).filter(|document| document.class == class).count();
        if count > 0 {
            parts.push(format!("{count} {class}"));
        }
    }
    let mut add = |count: usize, name: &str| {
        if count > 0 {
            parts.push(format!("{count} {name}"));
        }
    };
    add(report.documents.iter().filter(|document| document.old_path.is_none()).count(), "new");
    add(report.documents.iter().filter(|document| document.new_path.is_none()).count(), "removed");
    add(
        report
            .documents
            .iter()
            .filter(both)
            .filter(|document| document.class == Class::None)
            .count(),
        "moved",
    );
    let line = Line::new().text(format!("{} documents differ between ", report.documents.len()));
    line.line(ends(report)).text(format!(": {}", parts.join(", ")))
}
