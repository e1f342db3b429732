//! The report of `refs` for people: a row for each reason to look at a document.

use crate::library::{Unreadable, described};
use crate::report::{Block, Column, Line, Row, Table, Tone, View};

use super::{Asked, Referring, Refs};

/// How many of the paths asked about are named.
const NAMED_PATHS: usize = 3;

pub(super) fn of(refs: &Refs) -> View {
    let mut blocks = Vec::new();
    if !refs.documents.is_empty() {
        blocks.push(Block::Table(Table {
            columns: vec![
                Column::fixed("Document"),
                Column::flexible("Title"),
                Column::fixed("Owner"),
                Column::wrapping("Why"),
            ],
            named: true,
            rows: refs.documents.iter().flat_map(rows).collect(),
        }));
    }
    blocks.push(Block::Prose(closing(refs)));
    if !refs.unknown.is_empty() {
        blocks.push(Block::Note(Tone::Warning, untold(&refs.unknown)));
    }
    View { blocks }
}

/// The same for spreadsheets, with the columns of the other sheets; they are there also
/// where no document is.
pub(super) fn sheet(refs: &Refs) -> Table {
    let rows = refs.documents.iter().flat_map(|referring| {
        let id = referring.id.as_deref().map(Line::from).unwrap_or_default();
        let path = Line::new().document(referring.path.as_str());
        reasons(referring).map(move |reason| Row {
            cells: vec![id.clone(), path.clone(), title(referring), owner(referring), reason],
            details: Vec::new(),
        })
    });
    Table {
        columns: ["id", "path", "title", "owner", "why"].map(Column::fixed).to_vec(),
        named: true,
        rows: rows.collect(),
    }
}

/// The rows of a document, one for each reason.
fn rows(referring: &Referring) -> Vec<Row> {
    reasons(referring)
        .map(|reason| Row {
            cells: vec![name(referring), title(referring), owner(referring), reason],
            details: Vec::new(),
        })
        .collect()
}

/// Why to look at a document: a reason for each watch that names something, one for each
/// document that it carries out.
fn reasons(referring: &Referring) -> impl Iterator<Item = Line> {
    let watches = described(&referring.matches).into_iter();
    watches
        .map(|files| Line::new().text("describes ").line(files))
        .chain(referring.upstream.iter().map(|upstream| upstream.told("")))
}

fn name(referring: &Referring) -> Line {
    Line::new().document(referring.id.as_deref().unwrap_or(referring.path.as_str()))
}

fn title(referring: &Referring) -> Line {
    Line::new().text(referring.title.as_str())
}

fn owner(referring: &Referring) -> Line {
    referring.owner.as_ref().map(|owner| Line::new().person(owner.as_str())).unwrap_or_default()
}

/// `2 of 20 documents rest on what was touched since main (1a2b3c4).`
fn closing(refs: &Refs) -> Line {
    let (total, asked) = (refs.in_library, asked(&refs.asked));
    let head = match (refs.documents.len(), total) {
        (0, 0) => "There is no document here, and so none that rests on ".to_owned(),
        (0, 1) => "The only document does not rest on ".to_owned(),
        (0, _) => format!("None of {total} documents rests on "),
        (1, _) => format!("1 of {total} documents rests on "),
        (many, _) => format!("{many} of {total} documents rest on "),
    };
    Line::new().text(head).line(asked).text(".")
}

fn asked(asked: &Asked) -> Line {
    match asked {
        Asked::Paths(paths) => {
            let named = paths.iter().take(NAMED_PATHS).map(|path| Line::new().code(path.as_str()));
            let line = Line::joined(named.collect(), ", ");
            match paths.len().saturating_sub(NAMED_PATHS) {
                0 => line,
                more => line.text(format!(" and {more} more")),
            }
        }
        Asked::Since { rev, base } => {
            Line::new().text("what was touched since ").revision(rev, base)
        }
    }
}

/// `what they describe cannot be told: a.md (why)`
fn untold(files: &[Unreadable]) -> Line {
    let named = files
        .iter()
        .map(|file| Line::new().document(file.path.as_str()).text(format!(" ({})", file.why)));
    Line::new()
        .text("nobody can tell what they describe: ")
        .line(Line::joined(named.collect(), ", "))
}
