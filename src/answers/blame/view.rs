//! The answer to `blame` for people.

use crate::comparison::unit_name;
use crate::document::outline::UnitKind;
use crate::evolution::{Origin, why_unknown_before};
use crate::git::End;
use crate::report::{Block, Column, Line, Row, Table, Tone, View};
use crate::standing::VouchedBy;

use super::{Blame, BlamedUnit, Breadth};

pub(super) fn of(blame: &Blame) -> View {
    below(blame, Block::Prose(head(blame)))
}

/// With a title, as a page has one.
pub(super) fn page_of(blame: &Blame) -> View {
    below(blame, Block::Title(head(blame)))
}

fn below(blame: &Blame, head: Block) -> View {
    let mut blocks = vec![head, Block::Prose(review(blame))];
    if blame.units.is_empty() {
        let hint = match blame.breadth {
            Breadth::StepsAndStatements => {
                "It has no steps and no statements; --all asks about every paragraph."
            }
            Breadth::Everything => "There is no text below the front matter.",
        };
        blocks.push(Block::Note(Tone::Notice, hint.into()));
    } else {
        blocks.push(Block::Table(table(blame)));
    }
    blocks.extend(end(blame));
    View { blocks }
}

/// `SOP-004  Refund approval, 9 steps, 4 statements`
fn head(blame: &Blame) -> Line {
    let line = match &blame.id {
        Some(id) => Line::new().document(id.as_str()),
        None => Line::new().document(blame.path.as_str()),
    };
    let mut line = line.text("  ").strong(blame.title.as_str());
    for kind in [UnitKind::Step, UnitKind::Statement] {
        let count = blame.units.iter().filter(|unit| unit.kind == kind).count();
        if count > 0 {
            let plural = if count == 1 { "" } else { "s" };
            line = line.text(format!(", {count} {}{plural}", unit_name(kind)));
        }
    }
    line
}

/// `2 changed since the review of 2026-03-01 in 1a2b3c4`
fn review(blame: &Blame) -> Line {
    let Some(review) = blame.review else {
        return Line::new().text(if blame.end == End::Created {
            "never reviewed or approved"
        } else {
            "the clone does not hold the history that would tell who reviewed it"
        });
    };
    let line = match blame.units.iter().filter(|unit| unit.since_review == Some(true)).count() {
        0 => Line::new().text("none changed"),
        changed => Line::new().toned(Tone::Warning, format!("{changed} changed")),
    };
    let since = match review.by {
        VouchedBy::Review => " since the review of ",
        VouchedBy::Approval => " since the approval of ",
        VouchedBy::InitialDate => " since its first date of review, ",
    };
    line.text(since).date(review.date).text(" in ").commit(review.commit)
}

/// One row for each unit, and one for each heading that units stand under.
fn table(blame: &Blame) -> Table {
    let columns = vec![
        Column::fixed("Date"),
        Column::fixed("Commit"),
        Column::flexible("Author"),
        Column::fixed("No."),
        Column::wrapping("What it says"),
    ];
    let mut rows = Vec::new();
    let mut section: Option<&str> = None;
    for unit in &blame.units {
        let under = unit.section.as_deref();
        if let Some(title) = under.filter(|title| section != Some(*title) && !unit.is_heading) {
            let mut cells = vec![Line::new(); columns.len() - 1];
            cells.push(Line::new().strong(title));
            rows.push(Row { cells, details: Vec::new() });
        }
        section = under;
        rows.push(row(blame, unit));
    }
    Table { columns, named: true, rows }
}

fn row(blame: &Blame, unit: &BlamedUnit) -> Row {
    let mut cells = match (&unit.commit, unit.origin) {
        (Some(commit), _) => vec![
            Line::new().date(commit.author_time.day_in(&blame.zone)),
            Line::new().commit(commit.id),
            Line::new().person(commit.author.name.as_str()),
        ],
        (None, Origin::Uncommitted) => {
            vec![Line::new().faint("not"), Line::new().faint("committed"), Line::new()]
        }
        (None, _) => vec![Line::new().faint("unknown"), Line::new(), Line::new()],
    };
    cells.push(Line::new().text(unit.number.clone().unwrap_or_default()));
    let mut said = Line::new();
    if matches!(
        unit.kind,
        UnitKind::Row | UnitKind::Code | UnitKind::Image | UnitKind::Note | UnitKind::Warning
    ) {
        said = said.faint(format!("{}: ", unit_name(unit.kind)));
    }
    let words = unit.text.as_str();
    said = if unit.is_heading { said.strong(words) } else { said.text(words) };
    if unit.since_review == Some(true) {
        said = said.toned(Tone::Warning, " · since review");
    }
    if matches!(unit.origin, Origin::Unreadable(_)) {
        said = said.faint(" · or earlier: the version before cannot be read");
    }
    cells.push(said);
    Row { cells, details: Vec::new() }
}

/// Where the knowledge of the document ends before its beginning.
fn end(blame: &Blame) -> Option<Block> {
    let is_met = blame.units.iter().any(|unit| matches!(unit.origin, Origin::Beyond(_)));
    if !is_met {
        return None;
    }
    let why = why_unknown_before(blame.end)
        .unwrap_or_else(|| Line::new().text("the history of the file does not lead to this text"));
    Some(Block::Note(Tone::Warning, Line::new().text("Some origins are not known: ").line(why)))
}
