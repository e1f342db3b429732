//! The load of owners for spreadsheets: a row for each document, under its owner.

use crate::report::{Column, Line, Row, Table};

use super::OwnersReport;
use super::gaps::GapCode;
use super::load::Kind;

/// The columns, called as in the JSON.
const COLUMNS: [&str; 12] = [
    "owner",
    "kind",
    "name",
    "left",
    "id",
    "path",
    "title",
    "state",
    "due",
    "days_overdue",
    "approvers",
    "gaps",
];

/// Parts several values of one cell.
const BETWEEN: &str = " | ";

pub(super) fn of(report: &OwnersReport) -> Table {
    let rows = report.loads.iter().flat_map(|load| {
        load.documents.iter().map(move |held| {
            let text = |text: Option<&str>| text.map(Line::from).unwrap_or_default();
            let date =
                |date: Option<_>| date.map(|date| Line::new().date(date)).unwrap_or_default();
            let gaps = report
                .gaps
                .iter()
                .filter(|gap| gap.documents.iter().any(|document| document.path == held.path));
            let gaps = gaps.map(|gap| Line::from(gap.code.name())).collect();
            let approvers = held.approvers.iter().map(|name| Line::from(name.as_str())).collect();
            let cells = vec![
                text(load.owner.as_deref()),
                load.kind.name().into(),
                text(load.name.as_deref()),
                date(load.left),
                text(held.id.as_deref()),
                Line::new().document(held.path.as_str()),
                held.title.as_str().into(),
                held.state.name().into(),
                date(held.due),
                held.days_overdue.map(|days| days.to_string().into()).unwrap_or_default(),
                Line::joined(approvers, BETWEEN),
                Line::joined(gaps, BETWEEN),
            ];
            Row { cells, details: Vec::new() }
        })
    });
    Table {
        columns: COLUMNS.into_iter().map(Column::fixed).collect(),
        named: true,
        rows: rows.collect(),
    }
}

impl Kind {
    /// The name in JSON.
    const fn name(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Team => "team",
            Self::CodeOwner => "code-owner",
            Self::Unlisted => "unlisted",
            Self::None => "none",
        }
    }
}

impl GapCode {
    /// The name in JSON.
    const fn name(self) -> &'static str {
        match self {
            Self::OwnerMissing => "owner-missing",
            Self::OwnerLeft => "owner-left",
            Self::TeamLeft => "team-left",
            Self::OwnerUnknown => "owner-unknown",
            Self::ApproverLeft => "approver-left",
        }
    }
}
