//! The plan of reviews for spreadsheets: a row for each review.

use crate::report::{Column, Line, Row, Table};

use super::Plan;

/// The columns, called as in the JSON.
const COLUMNS: [&str; 9] =
    ["month", "day", "id", "path", "title", "owner", "due", "days_overdue", "proposed"];

pub(super) fn of(plan: &Plan) -> Table {
    let rows = plan.shown().map(|one| {
        let text = |text: Option<&str>| text.map(Line::from).unwrap_or_default();
        let date = |date: Option<_>| date.map(|date| Line::new().date(date)).unwrap_or_default();
        let month = one.day().map(|day| format!("{:04}-{:02}", day.year(), day.month()));
        let cells = vec![
            text(month.as_deref()),
            date(one.day()),
            text(one.id.as_deref()),
            Line::new().document(one.path.as_str()),
            one.title.as_str().into(),
            text(one.owner.as_deref()),
            date(one.due),
            one.days_overdue.map(|days| days.to_string().into()).unwrap_or_default(),
            date(one.proposed),
        ];
        Row { cells, details: Vec::new() }
    });
    Table {
        columns: COLUMNS.into_iter().map(Column::fixed).collect(),
        named: true,
        rows: rows.collect(),
    }
}
