//! The findings for spreadsheets: a row for each.

use crate::report::{Column, Finding, Line, Location, Row, Table, Text};

use super::CheckReport;

/// The columns, called as in the JSON.
const COLUMNS: [&str; 12] = [
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
    "key",
    "accepted_until",
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
    let (start, end) = finding.location.and_then(Location::range).unzip();
    let accepted = finding.acceptance.as_ref().filter(|acceptance| !acceptance.is_expired);
    let cells = vec![
        Line::new().document(finding.path.clone()),
        text(&finding.document),
        number(finding.location.map(Location::line)),
        number(start.map(|place| place.column)),
        number(end.map(|place| place.line)),
        number(end.map(|place| place.column)),
        finding.severity.name().into(),
        finding.rule.into(),
        Line::new().text(finding.message.clone()),
        text(&finding.help),
        Line::new().text(Text::new(&finding.key)),
        accepted.map(|found| Line::new().date(found.expires)).unwrap_or_default(),
    ];
    Row { cells, details: Vec::new() }
}
