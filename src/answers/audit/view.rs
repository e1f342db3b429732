//! The review evidence for people.

mod head;

use crate::calendar::Date;
use crate::report::{Block, Column, Line, Row, Section, Table, Tone, View};
use crate::reviews::Kind;
use crate::standing::{YEAR_MISTYPED, plural};

use super::reviewed::Reviewed;
use super::totals::{ByPerson, Totals};
use super::{Approved, Audit, Audited};

/// Where the facts of an event stand: in the last cell of its row, or below, over its whole
/// width.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    Beside,
    Below,
}

pub(super) fn of(audit: &Audit, place: Place) -> View {
    let totals = audit.totals();
    let mut blocks =
        vec![Block::Title("Review evidence".into()), Block::Facts(head::facts(audit, &totals))];
    blocks.extend(head::rules());
    blocks.extend(head::doubts(audit, &totals));
    if totals.reviews + totals.others() > 0 {
        let events = || audit.events().map(|(_, event)| event);
        let mut years = Vec::new();
        for (year, totals) in Totals::by_year(events(), &audit.zone) {
            let name = year.map_or_else(|| "not landed".to_owned(), |year| year.to_string());
            years.push((Line::new().text(name), totals));
        }
        years.push((Line::new().strong("all"), totals));
        blocks.push(section("By year", Block::Table(table_of("Year", &years))));
        if let Some(ByPerson { people }) = &audit.by_person {
            let rows: Vec<_> = people
                .iter()
                .map(|(name, totals)| (Line::new().person(name.as_str()), *totals))
                .collect();
            blocks.push(section("By person", Block::Table(table_of("Person", &rows))));
        }
        let documents = audit.documents.iter().filter(|document| !document.events.is_empty());
        let mut by_document = section("By document", Block::Prose(ORDER.into()));
        if let Block::Section(section) = &mut by_document {
            section.blocks.extend(documents.map(|document| of_document(document, audit, place)));
        }
        blocks.push(by_document);
    }
    blocks.extend(approvals(audit));
    blocks.extend(without(audit));
    View { blocks }
}

const ORDER: &str = "Of each document the newest comes first.";

fn section(heading: &'static str, block: Block) -> Block {
    Block::Section(Section { heading: heading.into(), blocks: vec![block], ..Section::default() })
}

/// A column of counts.
type Count = (&'static str, fn(&Totals) -> usize);

fn table_of(first: &'static str, rows: &[(Line, Totals)]) -> Table {
    const COUNTS: [Count; 9] = [
        ("Reviews", |totals| totals.reviews),
        ("Recorded", |totals| totals.recorded),
        ("With change", |totals| totals.with_change),
        ("Date only", |totals| totals.date_only),
        ("Bulk", |totals| totals.bulk_date_only),
        ("On time", |totals| totals.on_time),
        ("Late", |totals| totals.late),
        ("Back-dated", |totals| totals.back_dated),
        ("No review", Totals::others),
    ];
    const UNKNOWN: Count = ("Unknown", |totals| totals.unknown);
    let has_unknown = rows.iter().any(|(_, totals)| totals.unknown > 0);
    let counts: Vec<_> = COUNTS.into_iter().chain(has_unknown.then_some(UNKNOWN)).collect();
    let columns = counts.iter().map(|(name, _)| Column::numeric(name));
    let row = |(name, totals): &(Line, Totals)| {
        let cells = counts.iter().map(|(_, count)| Line::new().text(count(totals).to_string()));
        Row { cells: std::iter::once(name.clone()).chain(cells).collect(), details: Vec::new() }
    };
    Table {
        columns: std::iter::once(Column::fixed(first)).chain(columns).collect(),
        named: true,
        rows: rows.iter().map(row).collect(),
    }
}

/// The events of a document, each a row.
fn of_document(document: &Audited, audit: &Audit, place: Place) -> Block {
    let mut columns = vec![
        Column::fixed("Landed"),
        Column::fixed("Claimed"),
        Column::fixed("Due"),
        Column::fixed("In time"),
        Column::fixed("Kind"),
        Column::flexible("By"),
        Column::fixed("Commit"),
    ];
    if place == Place::Beside {
        columns.push(Column::wrapping("What"));
    }
    let rows = document.events.iter().map(|event| row(event, audit, place)).collect();
    let mut heading = Line::new().document(document.name());
    // A document without a number is called by its path, which says more than its title.
    if document.id.is_some() {
        heading = heading.text("  ").text(document.title.as_str());
    }
    let number = document.events.iter().filter(|event| event.is_review()).count();
    let mut aside = Line::new().text(plural(number, "review"));
    if let Some(owner) = &document.owner {
        aside = aside.text(", ").person(owner.as_str());
    }
    if let Some(commit) = document.removed_in {
        aside = aside.text(", removed in ").commit(commit);
    }
    let blocks = vec![Block::Table(Table { columns, named: true, rows })];
    Block::Section(Section { heading, aside, blocks, ..Section::default() })
}

fn row(reviewed: &Reviewed, audit: &Audit, place: Place) -> Row {
    let event = &reviewed.event;
    let in_time = match reviewed.days_late(&audit.zone) {
        Some(days) if days > 0 => {
            Line::new().toned(Tone::Notice, format!("{} late", plural(days, "day")))
        }
        Some(_) => Line::new().text("on time"),
        None => Line::new(),
    };
    let kind = match event.kind {
        Kind::Recorded | Kind::WithChange | Kind::DateOnly | Kind::BulkDateOnly => {
            Line::new().text(event.kind.name())
        }
        Kind::Initial | Kind::Reverted | Kind::Restored | Kind::Unknown => {
            Line::new().faint(event.kind.name())
        }
    };
    let by = if reviewed.recorded_by.is_empty() {
        Line::new().person(reviewed.info.author.name.as_str())
    } else {
        let names = reviewed.recorded_by.iter().map(|name| Line::new().person(name.as_str()));
        Line::joined(names.collect(), ", ")
    };
    let mut cells = vec![
        landing_day(reviewed.landed_on(&audit.zone)),
        Line::new().date(event.date),
        reviewed.due_then.map(|due| Line::new().date(due)).unwrap_or_default(),
        in_time,
        kind,
        by,
        Line::new().commit(event.commit),
    ];
    let what = what(reviewed, audit);
    match place {
        Place::Beside => {
            cells.push(what);
            Row { cells, details: Vec::new() }
        }
        Place::Below => Row { cells, details: vec![what] },
    }
}

/// The facts of an event in a sentence.
fn what(reviewed: &Reviewed, audit: &Audit) -> Line {
    let event = &reviewed.event;
    let said = match event.kind {
        Kind::Initial => "first date, no review".to_owned(),
        Kind::Reverted => "date went back, no review".to_owned(),
        Kind::Restored => "date that had been there before, no review".to_owned(),
        Kind::Recorded if event.text_changed => "the text changed with it".to_owned(),
        Kind::Recorded => "no text change".to_owned(),
        Kind::WithChange => "date changed with the text".to_owned(),
        Kind::Unknown => "what stood there before cannot be read".to_owned(),
        Kind::DateOnly | Kind::BulkDateOnly => {
            let mut said = "date changed, no text change, no note".to_owned();
            if event.together > 1 {
                let others = plural(event.together - 1, "other");
                said.push_str(&format!(", with {others}"));
            }
            said
        }
    };
    let mut parts = vec![Line::new().text(said)];
    if reviewed.is_superseded {
        parts.push(Line::new().text("set again in the same landing, not counted"));
    }
    if let Some(outcome) = reviewed.outcome {
        parts.push(Line::new().text("outcome ").strong(outcome.as_str()));
    }
    if let Some(note) = &reviewed.note {
        parts.push(Line::new().text("note: ").text(note.as_str()));
    }
    if reviewed.is_review() && !reviewed.named_before.is_empty() {
        let names = reviewed.named_before.iter().map(|name| Line::new().person(name.as_str()));
        let line = Line::new()
            .code("reviewed_by")
            .text(" names ")
            .line(Line::joined(names.collect(), ", "));
        parts.push(line.text(" as before"));
    }
    if let Some(evidence) = &reviewed.evidence {
        parts.push(Line::new().text("evidence: ").text(evidence.as_str()));
    }
    if let Some(days) = reviewed.back_dated_by(&audit.zone) {
        let mistyped = if YEAR_MISTYPED.contains(&days) { ", year mistyped?" } else { "" };
        let text = format!("landed {} after the claimed date{mistyped}", plural(days, "day"));
        parts.push(Line::new().text(text));
    }
    if let Some(days) = reviewed.mistyped_by(&audit.zone) {
        let text = format!("dated {} before its landing, year mistyped?", plural(days, "day"));
        parts.push(Line::new().text(text));
    }
    if let Some(days) = reviewed.ahead_by(&audit.zone) {
        parts.push(Line::new().text(format!("dated {} ahead of its landing", plural(days, "day"))));
    }
    for approval in &reviewed.approvals {
        let mut line = Line::new().text("approved by ").person(approval.by.as_str());
        if let Some(on) = approval.on {
            line = line.text(" on ").date(on);
        }
        parts.push(line.text(format!(" ({})", approval.source.words())));
    }
    if let Some(request) = &reviewed.pull_request {
        let line = Line::new().text(request.as_str());
        parts.push(if audit.has_hosted && reviewed.approvals.is_empty() {
            line.text(", approval not recorded")
        } else {
            line
        });
    }
    if reviewed.is_uncertain() {
        parts.push(Line::new().text("landing uncertain"));
    }
    Line::joined(parts, "; ")
}

/// The approvals that documents record.
fn approvals(audit: &Audit) -> Option<Block> {
    let row = |(document, approval): (&Audited, &Approved)| {
        let names = approval.by.iter().map(|name| Line::new().person(name.as_str()));
        let cells = vec![
            Line::new().document(document.name()),
            landing_day(approval.landed_on(&audit.zone)),
            Line::new().date(approval.event.date),
            approval.version.as_deref().map(Line::from).unwrap_or_default(),
            Line::new().commit(approval.event.commit),
            Line::joined(names.collect(), ", "),
        ];
        Row { cells, details: Vec::new() }
    };
    let rows: Vec<Row> = audit.approvals().map(row).collect();
    let columns = vec![
        Column::flexible("Document"),
        Column::fixed("Landed"),
        Column::fixed("Approved on"),
        Column::fixed("Version"),
        Column::fixed("Commit"),
        Column::wrapping("By"),
    ];
    let table = Table { columns, named: true, rows };
    (!table.rows.is_empty()).then(|| section("Approvals in documents", Block::Table(table)))
}

fn landing_day(day: Option<Date>) -> Line {
    match day {
        Some(day) => Line::new().date(day),
        None => Line::new().faint("not landed"),
    }
}

/// The documents without a review in the period.
fn without(audit: &Audit) -> Option<Block> {
    let is_without = |document: &&Audited| {
        document.removed_in.is_none() && !document.events.iter().any(Reviewed::is_review)
    };
    let names: Vec<Line> = audit
        .documents
        .iter()
        .filter(is_without)
        .map(|document| Line::new().document(document.name()))
        .collect();
    if names.is_empty() {
        return None;
    }
    let heading = format!("Without a review {}", names.len());
    let blocks = vec![Block::Prose(Line::joined(names, ", "))];
    Some(Block::Section(Section {
        heading: Line::new().text(heading),
        blocks,
        ..Section::default()
    }))
}

impl Audited {
    /// Its number, or its path.
    pub(super) fn name(&self) -> &str {
        self.id.as_deref().unwrap_or(&self.path)
    }
}
