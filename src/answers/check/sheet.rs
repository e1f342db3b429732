//! The findings for spreadsheets: a row for each.

use crate::report::{Column, Finding, Line, Row, Table};

use super::CheckReport;

/// The columns, called as in the JSON.
const COLUMNS: [&str; 10] = [
    "path",
    "document",
    "line",
    "column",
    "end_line",
    "end_column",
    "severity",
    "rule",
    "message",
    "help",
];

pub(super) fn of(report: &CheckReport) -> Table {
    Table {
        columns: COLUMNS.into_iter().map(Column::fixed).collect(),
        named: true,
        rows: report.findings.iter().map(row).collect(),
    }
}

fn row(finding: &Finding) -> Row {
    let text = |text: &Option<_>| text.clone().map(|t| Line::new().text(t)).unwrap_or_default();
    let number = |number: Option<usize>| number.map(|n| n.to_string().into()).unwrap_or_default();
    let start = finding.location.map(|location| location.start);
    let end = finding.location.map(|location| location.end);
    let cells = vec![
        Line::new().document(finding.path.clone()),
        text(&finding.document),
        number(start.map(|place| place.line)),
        number(start.map(|place| place.column)),
        number(end.map(|place| place.line)),
        number(end.map(|place| place.column)),
        finding.severity.name().into(),
        finding.rule.into(),
        Line::new().text(finding.message.clone()),
        text(&finding.help),
    ];
    Row { cells, details: Vec::new() }
}
