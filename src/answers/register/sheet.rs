//! The register for spreadsheets: a row for each document, the unreadable ones included.

use crate::document::lifecycle::DocumentType;
use crate::report::{Column, Line, Row, Table};
use crate::standing::State;

use super::{Register, Registered, in_force_since};

/// The columns, called as in the JSON.
const COLUMNS: [&str; 13] = [
    "id",
    "path",
    "title",
    "type",
    "version",
    "status",
    "owner",
    "effective_date",
    "last_reviewed",
    "due",
    "state",
    "fingerprint",
    "remark",
];

/// Where it was asked what was in force.
const IN_FORCE_SINCE: &str = "in_force_since";

pub(super) fn of(register: &Register) -> Table {
    let is_in_force = register.left_out.is_some();
    let mut columns: Vec<Column> = COLUMNS.into_iter().map(Column::fixed).collect();
    columns.extend(is_in_force.then(|| Column::fixed(IN_FORCE_SINCE)));
    let mut rows: Vec<Row> = register.rows.iter().map(row).collect();
    for file in &register.unreadable {
        let mut cells = vec![Line::new(); columns.len()];
        for (cell, column) in cells.iter_mut().zip(&columns) {
            match column.name {
                "path" => *cell = Line::new().document(file.path.as_str()),
                "state" => *cell = State::Unknown.name().into(),
                "remark" => {
                    *cell = Line::new().text("could not be read: ").text(file.why.as_str());
                }
                _ => {}
            }
        }
        rows.push(Row { cells, details: Vec::new() });
    }
    Table { columns, named: true, rows }
}

fn row(document: &Registered) -> Row {
    let fields = &document.fields;
    let text = |text: Option<&str>| text.map(Line::from).unwrap_or_default();
    let date = |date: Option<_>| date.map(|date| Line::new().date(date)).unwrap_or_default();
    let mut cells = vec![
        text(document.id.as_deref()),
        Line::new().document(document.path.as_str()),
        document.title.as_str().into(),
        text(fields.document_type.value().map(DocumentType::as_str)),
        text(fields.version.value().map(String::as_str)),
        text(fields.status.value().map(|status| status.as_str())),
        text(fields.owner.value().map(String::as_str)),
        date(fields.effective_date.copied()),
        date(fields.last_reviewed.copied()),
        date(document.due),
        document.state.name().into(),
        document.fingerprint.to_string().into(),
        Line::new(),
    ];
    cells.extend(document.in_force.as_ref().map(in_force_since));
    Row { cells, details: Vec::new() }
}
