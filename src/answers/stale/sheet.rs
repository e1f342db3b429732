//! The report of `stale` for spreadsheets: a row for each document, with all its reasons.

use crate::document::lifecycle::DocumentType;
use crate::library::Unreadable;
use crate::report::{Column, Line, Row, Table};
use crate::standing::{Reason, State};

use super::{Judged, StaleReport};

/// The columns, called as in the JSON. As there, the state is the true one, and what a
/// baseline accepts is named beside it. Codes and messages of several reasons stand in one
/// order, the worst first.
const COLUMNS: [&str; 18] = [
    "id",
    "path",
    "title",
    "type",
    "version",
    "owner",
    "status",
    "state",
    "effective_date",
    "last_reviewed",
    "review_interval",
    "due",
    "days_overdue",
    "last_meaningful_change",
    "last_meaningful_commit",
    "reasons",
    "messages",
    "accepted",
];

/// Parts the messages of several reasons.
const BETWEEN: &str = " | ";

pub(super) fn of(report: &StaleReport) -> Table {
    let mut rows: Vec<(&str, Row)> = report
        .documents
        .iter()
        .map(|document| (document.path.as_str(), row(document, report)))
        .collect();
    let unread = report.unreadable.iter();
    rows.extend(
        unread.map(|(file, reason)| (file.path.as_str(), unreadable(file, reason, report))),
    );
    rows.sort_by_key(|(path, _)| *path);
    Table {
        columns: COLUMNS.into_iter().map(Column::fixed).collect(),
        named: true,
        rows: rows.into_iter().map(|(_, row)| row).collect(),
    }
}

fn row(document: &Judged, report: &StaleReport) -> Row {
    let fields = &document.fields;
    let standing = &document.standing;
    let text = |text: Option<&str>| text.map(Line::from).unwrap_or_default();
    let date = |date: Option<_>| date.map(|date| Line::new().date(date)).unwrap_or_default();
    let last = document.evidence.last_in_substance.as_ref();
    let zone = super::view::zone(report);
    let [codes, messages, accepted] = told(&standing.reasons, &document.called, report);
    let cells = vec![
        text(document.id.as_deref()),
        Line::new().document(document.path.as_str()),
        document.title.as_str().into(),
        text(fields.document_type.value().map(DocumentType::as_str)),
        text(fields.version.value().map(String::as_str)),
        text(fields.owner.value().map(String::as_str)),
        text(fields.status.value().map(|status| status.as_str())),
        standing.state.name().into(),
        date(fields.effective_date.copied()),
        date(fields.last_reviewed.copied()),
        standing.interval.map(|interval| interval.to_string().into()).unwrap_or_default(),
        date(standing.due),
        standing.days_overdue.map(|days| days.to_string().into()).unwrap_or_default(),
        date(last.map(|(_, info)| info.author_time.day_in(&zone))),
        last.map(|(change, _)| Line::new().commit(change.commit)).unwrap_or_default(),
        codes,
        messages,
        accepted,
    ];
    Row { cells, details: Vec::new() }
}

fn unreadable(file: &Unreadable, reason: &Reason, report: &StaleReport) -> Row {
    let told = told(std::slice::from_ref(reason), &file.path, report);
    let mut cells = vec![Line::new(); COLUMNS.len() - told.len()];
    for (cell, name) in cells.iter_mut().zip(COLUMNS) {
        match name {
            "path" => *cell = Line::new().document(file.path.as_str()),
            "state" => *cell = State::Unknown.name().into(),
            _ => {}
        }
    }
    cells.extend(told);
    Row { cells, details: Vec::new() }
}

/// The codes and the messages of reasons, and the codes of those that a baseline accepts.
fn told(reasons: &[Reason], document: &str, report: &StaleReport) -> [Line; 3] {
    let code = |reason: &Reason| Line::from(reason.code.name());
    let is_accepted = |reason: &&Reason| report.accepts(document, reason);
    let codes = reasons.iter().map(code).collect();
    let messages = reasons.iter().map(|reason| Line::from(reason.message.as_str())).collect();
    let accepted = reasons.iter().filter(is_accepted).map(code).collect();
    [codes, messages, accepted].map(|lines| Line::joined(lines, BETWEEN))
}
