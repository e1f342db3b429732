//! The differences for spreadsheets: a row for each.

use crate::report::{Column, Line, Row, Table};

use super::CodeOwners;

/// The columns, called as in the JSON.
const COLUMNS: [&str; 7] = ["code", "id", "path", "line", "owner", "named", "named_at"];

pub(super) fn of(report: &CodeOwners) -> Table {
    let text = |text: Option<&str>| text.map(Line::from).unwrap_or_default();
    let number = |number: Option<usize>| number.map(|n| n.to_string().into()).unwrap_or_default();
    let rows = report.differences.iter().map(|difference| Row {
        cells: vec![
            difference.kind.code().into(),
            text(difference.id.as_deref()),
            Line::new().document(difference.path.as_str()),
            number(difference.line),
            text(difference.owner.as_deref()),
            difference.named.join(" | ").into(),
            number(difference.named_at),
        ],
        details: Vec::new(),
    });
    let columns = COLUMNS.into_iter().map(Column::fixed).collect();
    Table { columns, named: true, rows: rows.collect() }
}
