//! The review evidence for spreadsheets: a row for each event.

use crate::document::lifecycle::ReviewOutcome;
use crate::report::{Column, Line, Row, Table};

use super::reviewed::Reviewed;
use super::{Audit, Audited};

/// The columns, called as in the JSON; days stand for moments.
const COLUMNS: [&str; 29] = [
    "id",
    "path",
    "title",
    "type",
    "owner",
    "landed",
    "claimed_date",
    "due_then",
    "on_time",
    "days_late",
    "back_dated_by",
    "kind",
    "is_review",
    "superseded",
    "text_changed",
    "by",
    "email",
    "recorded_by",
    "outcome",
    "note",
    "evidence",
    "documents_in_landing",
    "date_only_in_landing",
    "approvals",
    "pull_request",
    "commit",
    "landed_in",
    "uncertain",
    "subject",
];

/// Parts several approvals.
const BETWEEN: &str = " | ";

pub(super) fn of(audit: &Audit) -> Table {
    Table {
        columns: COLUMNS.into_iter().map(Column::fixed).collect(),
        named: true,
        rows: audit.events().map(|(document, event)| row(document, event, audit)).collect(),
    }
}

fn row(document: &Audited, reviewed: &Reviewed, audit: &Audit) -> Row {
    let event = &reviewed.event;
    let zone = &audit.zone;
    let text = |text: Option<&str>| text.map(Line::from).unwrap_or_default();
    let date = |date: Option<_>| date.map(|date| Line::new().date(date)).unwrap_or_default();
    let number = |number: Option<i64>| number.map(|n| n.to_string().into()).unwrap_or_default();
    let truth = |is_so: bool| Line::from(if is_so { "true" } else { "false" });
    let days_late = reviewed.days_late(zone);
    let approvals = reviewed.approvals.iter().map(|approval| {
        let mut line = Line::new().person(approval.by.as_str());
        if let Some(on) = approval.on {
            line = line.text(" ").date(on);
        }
        line.text(format!(" ({})", approval.source.words()))
    });
    let cells = vec![
        text(document.id.as_deref()),
        Line::new().document(document.path.as_str()),
        document.title.as_str().into(),
        text(document.document_type.as_deref()),
        text(document.owner.as_deref()),
        date(reviewed.landed_on(zone)),
        Line::new().date(event.date),
        date(reviewed.due_then),
        days_late.map(|days| truth(days <= 0)).unwrap_or_default(),
        number(days_late.filter(|days| *days > 0)),
        number(reviewed.back_dated_by(zone)),
        event.kind.name().into(),
        truth(reviewed.is_review()),
        truth(reviewed.is_superseded),
        truth(event.text_changed),
        reviewed.info.author.name.as_str().into(),
        reviewed.info.author.email.as_str().into(),
        Line::from(reviewed.recorded_by.join(", ").as_str()),
        text(reviewed.outcome.map(ReviewOutcome::as_str)),
        text(reviewed.note.as_deref()),
        text(reviewed.evidence.as_deref()),
        reviewed.documents_in_landing.to_string().into(),
        event.together.to_string().into(),
        Line::joined(approvals.collect(), BETWEEN),
        text(reviewed.pull_request.as_deref()),
        Line::new().commit(event.commit),
        event.landing.map(|commit| Line::new().commit(commit)).unwrap_or_default(),
        truth(reviewed.is_uncertain()),
        reviewed.info.subject.as_str().into(),
    ];
    Row { cells, details: Vec::new() }
}
