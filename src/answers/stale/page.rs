//! The report of `stale` as a page: all documents with their evidence, and how many of them
//! are where.

mod charts;
mod evidence;

use crate::library::Unreadable;
use crate::report::{
    Block, Catalogue, CatalogueColumn, CatalogueEntry, CellKind, Column, Line, Section, Tone,
    Total, View,
};
use crate::standing::State;

use super::view::{ACCEPTED, LISTED, NO_DATES, acceptable, remarks, spread, zone};
use super::{Judged, StaleReport};

pub(super) fn of(report: &StaleReport) -> View {
    let title = match report.ageing {
        None => Line::new().text("Status of documents on "),
        Some(_) => Line::new().text("Age of documents on "),
    };
    let mut blocks =
        vec![Block::Title(title.date(report.context.as_of)), Block::Facts(report.context.facts())];
    blocks.extend(remarks(report));
    if report.count() == 0 {
        blocks.push(Block::Prose("No documents here.".into()));
        return View { blocks };
    }
    match &report.ageing {
        None => {
            blocks.push(attention(report));
            blocks.push(Block::Totals(totals(report)));
        }
        Some(ageing) => {
            blocks.push(Block::Prose(NO_DATES.into()));
            blocks.extend(spread(report, ageing));
        }
    }
    blocks.extend(charts::of(report).into_iter().map(Block::Chart));
    blocks.push(Block::Section(Section {
        heading: "Documents".into(),
        blocks: vec![Block::Catalogue(catalogue(report))],
        ..Section::default()
    }));
    View { blocks }
}

/// How many documents want somebody, and what makes the report fail.
fn attention(report: &StaleReport) -> Block {
    let number: usize = LISTED.into_iter().map(|state| report.in_open_state(state)).sum();
    let total = report.count();
    let said = match number {
        0 => "No document needs attention.".to_owned(),
        1 => format!("1 of {total} documents needs attention."),
        _ => format!("{number} of {total} documents need attention."),
    };
    let (tone, line) = match (report.context.failed, number) {
        (true, _) => {
            let asked = report.context.fail_on.join(", ");
            (Tone::Bad, Line::new().strong(said).text(format!(" The report fails on: {asked}.")))
        }
        (false, 0) => (Tone::Good, Line::new().strong(said)),
        (false, _) => (Tone::Warning, Line::new().strong(said)),
    };
    Block::Verdict(tone, line)
}

/// How many are where by what no baseline accepts, and how many are accepted altogether.
fn totals(report: &StaleReport) -> Vec<Total> {
    let total = |state: State| Total {
        count: report.in_open_state(state),
        name: state.words(),
        tone: state.tone(),
    };
    let accepted = Total { count: report.accepted_count(), name: ACCEPTED, tone: Tone::Plain };
    State::ALL.into_iter().map(total).chain([accepted]).filter(|total| total.count > 0).collect()
}

/// Where a state stands among the others: those by what is not accepted in their own order,
/// and behind all that want somebody, what is accepted.
fn rank(state: Option<State>) -> usize {
    match state {
        Some(state) => 2 * state.rank(),
        None => 2 * State::DueSoon.rank() + 1,
    }
}

/// The state in words; of a document that is accepted altogether, that it is.
fn standing(state: Option<State>) -> Line {
    match state {
        Some(state) => Line::new().toned(state.tone(), state.words()),
        None => Line::new().text(ACCEPTED),
    }
}

/// All documents; the most urgent first, and where there is nothing to be urgent about, the
/// oldest.
fn catalogue(report: &StaleReport) -> Catalogue {
    let column = |column, kind, is_choice| CatalogueColumn { column, kind, is_choice };
    let [first, second] = naming(report).columns();
    let mut columns = vec![
        column(first, CellKind::Text, false),
        column(second, CellKind::Text, false),
        column(Column::flexible("Type"), CellKind::Text, true),
        column(Column::flexible("Owner"), CellKind::Text, true),
        column(Column::fixed("Last change"), CellKind::Date, false),
    ];
    let by_age = columns.len() - 1;
    let sorted_by = if report.ageing.is_some() {
        by_age
    } else {
        columns.extend([
            column(Column::fixed("Last review"), CellKind::Date, false),
            column(Column::fixed("Next review"), CellKind::Date, false),
            column(Column::flexible("State"), CellKind::State, true),
        ]);
        columns.len() - 1
    };
    let mut documents: Vec<&Judged> = report.documents.iter().collect();
    let changed = |document: &Judged| document.changed_on(report);
    match &report.ageing {
        Some(_) => documents.sort_by_key(|document| {
            let day = changed(document);
            (day.is_none(), day)
        }),
        None => documents.sort_by_key(|document| {
            let due = document.standing.due;
            (rank(report.open_state(document)), due.is_none(), due)
        }),
    }
    let entries = documents.into_iter().map(|document| entry(document, report));
    // What could not be read stands with what could not be judged.
    let mut entries: Vec<CatalogueEntry> = entries.collect();
    entries.extend(report.unreadable.iter().map(|(file, reason)| {
        let is_accepted = report.accepts(&file.path, reason);
        let state = (!is_accepted).then_some(State::Unknown);
        let said = Line::new().message(&reason.message.as_str().into());
        CatalogueEntry {
            cells: unread(file, state, naming(report)),
            rank: rank(state),
            summary: acceptable(said, report.acceptance(&file.path, reason)),
            details: Vec::new(),
        }
    }));
    if report.ageing.is_none() {
        entries.sort_by_key(|entry| entry.rank);
    }
    for entry in &mut entries {
        entry.cells.truncate(columns.len());
    }
    Catalogue { unit: "document", columns, sorted_by, entries }
}

/// What documents are called by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Naming {
    /// Their numbers; their titles stand beside them.
    Numbers,
    /// Their numbers or, where they have none, their paths; their titles stand beside them.
    NumbersOrPaths,
    /// Their titles, where none has a number; their paths stand beside them.
    Titles,
}

fn naming(report: &StaleReport) -> Naming {
    let numbered = report.documents.iter().filter(|document| document.id.is_some()).count();
    match numbered {
        0 => Naming::Titles,
        _ if numbered == report.count() => Naming::Numbers,
        _ => Naming::NumbersOrPaths,
    }
}

impl Naming {
    const fn columns(self) -> [Column; 2] {
        match self {
            Self::Numbers => [Column::fixed("Document"), Column::flexible("Title")],
            Self::NumbersOrPaths => [Column::flexible("Document"), Column::flexible("Title")],
            Self::Titles => [Column::flexible("Title"), Column::flexible("File")],
        }
    }

    fn cells(self, document: &Judged) -> [Line; 2] {
        let (title, path) = (document.title.as_str(), document.path.as_str());
        match self {
            Self::Numbers | Self::NumbersOrPaths => {
                [Line::new().document(document.name()), Line::new().text(title)]
            }
            Self::Titles => [Line::new().strong(title), Line::new().document(path)],
        }
    }
}

/// A file of which no more is known than where it stands.
fn unread(file: &Unreadable, state: Option<State>, naming: Naming) -> Vec<Line> {
    let path = Line::new().document(file.path.as_str());
    let mut cells = match naming {
        Naming::Numbers | Naming::NumbersOrPaths => vec![path],
        Naming::Titles => vec![Line::new(), path],
    };
    cells.resize(7, Line::new());
    cells.push(standing(state));
    cells
}

fn entry(document: &Judged, report: &StaleReport) -> CatalogueEntry {
    let fields = &document.fields;
    let state = report.open_state(document);
    let day = |day: Option<_>| day.map(|day| Line::new().date(day)).unwrap_or_default();
    let kind = fields.document_type.value().map(|kind| kind.as_str().into());
    let owner = fields.owner.value().map(|owner| Line::new().person(owner.as_str()));
    let [first, second] = naming(report).cells(document);
    CatalogueEntry {
        cells: vec![
            first,
            second,
            kind.unwrap_or_default(),
            owner.unwrap_or_default(),
            day(document.changed_on(report)),
            day(fields.last_reviewed.copied()),
            day(document.standing.due),
            standing(state),
        ],
        rank: rank(state),
        summary: evidence::summary(document, report),
        details: evidence::details(document, report),
    }
}

impl Judged {
    /// The day on which what it says last changed.
    fn changed_on(&self, report: &StaleReport) -> Option<crate::calendar::Date> {
        let (_, commit) = self.evidence.last_in_substance.as_ref()?;
        Some(commit.author_time.day_in(&zone(report)))
    }
}
