//! The report of `stale` as messages: to each owner what is theirs, to one person what is on
//! their desk, and what has one reason. Each document comes with the command to type.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use crate::document::lifecycle::Status;
use crate::paths::shell_word;
use crate::report::{Block, Column, Entry, Label, Line, Row, Section, Table, Tone, View};
use crate::standing::{Reason, ReasonCode, Severity, State};

use super::desk::{Desk, OnDesk, waits_for_approval};
use super::view::{head, headline, is_told_already, proof, remarks, verdict, vouching};
use super::{Judged, StaleReport};

/// The documents of each owner under their name, those with most to do first.
pub(super) fn by_owner(report: &StaleReport) -> View {
    let mut blocks = vec![Block::Prose(head(report))];
    blocks.extend(remarks(report));
    let mut owners: BTreeMap<Option<String>, Vec<&Judged>> = BTreeMap::new();
    for document in &report.documents {
        owners.entry(document.owner.as_deref().map(str::to_lowercase)).or_default().push(document);
    }
    let mut owners: Vec<Vec<&Judged>> = owners.into_values().collect();
    owners.sort_by_cached_key(|documents| Reverse(urgency(documents, report)));
    let mut without = Vec::new();
    for documents in owners {
        let owner = documents.first().and_then(|document| document.owner.as_deref());
        let (open, quiet): (Vec<&Judged>, Vec<&Judged>) =
            documents.into_iter().partition(|document| wants_somebody(document, report));
        if open.is_empty() {
            without.extend(owner.map(|owner| Line::new().person(owner)));
            continue;
        }
        let heading = match owner {
            Some(owner) => Line::new().person(owner),
            None => Line::new().text("No owner"),
        };
        let mut below = Vec::new();
        let members = owner.and_then(|owner| report.teams.get(owner));
        if let Some(members) = members.filter(|members| !members.is_empty()) {
            let members = members.iter().map(|name| Line::new().person(name.as_str())).collect();
            below
                .push(Block::Prose(Line::new().text("Team of ").line(Line::joined(members, ", "))));
        }
        below.push(Block::Entries(entries(&open, report)));
        if !quiet.is_empty() {
            let line = format!("Nothing to do in {} more.", quiet.len());
            below.push(Block::Prose(line.into()));
        }
        blocks.push(Block::Section(Section {
            heading: heading.text(": ").line(counts(&open, report)),
            aside: Line::new(),
            tone: worst(&open, report),
            blocks: below,
        }));
    }
    blocks.extend(unreadable(report));
    if !without.is_empty() {
        let line = Line::new().text("Nothing to do for ").line(Line::joined(without, ", "));
        blocks.push(Block::Prose(line.text(".")));
    }
    blocks.push(verdict(report));
    View { blocks }
}

/// What one person has to do: what waits for their approval, then what they own.
pub(super) fn of_desk(report: &StaleReport, desk: &Desk) -> View {
    let mut who = Line::new().text("On the desk of ").person(desk.who.as_str());
    if !desk.teams.is_empty() {
        let teams = desk.teams.iter().map(|team| Line::new().person(team.as_str())).collect();
        who = who.text(", of ").line(Line::joined(teams, ", "));
    }
    let mut blocks = vec![Block::Prose(who.text(" on ").date(report.context.as_of))];
    let is_to_approve = |document: &&Judged| document.on_desk == Some(OnDesk::Approver);
    let (to_approve, owned): (Vec<&Judged>, Vec<&Judged>) =
        report.documents.iter().partition(is_to_approve);
    let (mut to_do, quiet): (Vec<&Judged>, Vec<&Judged>) =
        owned.into_iter().partition(|document| wants_somebody(document, report));
    to_do.sort_by_key(|document| (report.open_state(document), document.standing.due));
    for (heading, documents) in [("TO APPROVE", &to_approve), ("TO LOOK AT", &to_do)] {
        if documents.is_empty() {
            continue;
        }
        blocks.push(Block::Section(Section {
            heading: format!("{heading} {}", documents.len()).into(),
            aside: counts(documents, report),
            tone: worst(documents, report),
            blocks: vec![Block::Entries(entries(documents, report))],
        }));
    }
    if report.documents.is_empty() {
        let line = Line::new().text("No document names ").person(desk.who.as_str()).text(
            " as its owner or waits for their approval. If documents know you by another name, \
             add your address to it under [people] in sopctl.toml, or name it with --owner.",
        );
        blocks.push(Block::Note(Tone::Notice, line));
        return View { blocks };
    }
    if !quiet.is_empty() {
        blocks.push(Block::Prose(format!("Nothing to do in {} more.", quiet.len()).into()));
    }
    // What is overdue comes before what can wait for a signature.
    let first = to_do.first().or(to_approve.first());
    let next = match first.and_then(|document| command(document, report)) {
        Some(command) => Line::new().text("Next: ").code(command),
        None => Line::new().toned(Tone::Good, "Nothing to do."),
    };
    blocks.push(Block::Prose(next));
    View { blocks }
}

/// The documents that have one of the reasons that were asked for, reason by reason.
pub(super) fn by_reason(report: &StaleReport) -> View {
    let mut blocks = vec![Block::Prose(head(report))];
    blocks.extend(remarks(report));
    for code in &report.only {
        let rows: Vec<Row> = report
            .documents
            .iter()
            .flat_map(|document| {
                let reasons = document.standing.reasons.iter();
                reasons.filter(|reason| reason.code == *code).map(move |reason| (document, reason))
            })
            .map(|(document, reason)| row(document, reason, report))
            .chain(report.unreadable.iter().filter(|(_, reason)| reason.code == *code).map(
                |(file, reason)| Row {
                    cells: vec![Line::new().document(file.path.as_str()), Line::new(), Line::new()],
                    details: vec![reason.message.as_str().into()],
                },
            ))
            .collect();
        let columns =
            vec![Column::fixed("Document"), Column::flexible("Title"), Column::fixed("Owner")];
        let heading = format!("{} {}", code.name(), rows.len());
        let none = || Block::Prose("No document.".into());
        let some = |rows| Block::Table(Table { columns, named: false, rows });
        let below = if rows.is_empty() { none() } else { some(rows) };
        blocks.push(Block::Section(Section {
            heading: heading.into(),
            aside: code.summary().trim_end_matches('.').into(),
            tone: code.state().map_or(Tone::Notice, State::tone),
            blocks: vec![below],
        }));
    }
    let (tone, said) = if report.context.failed {
        (Tone::Bad, "This fails the report.")
    } else {
        (Tone::Notice, "None of these fails this report.")
    };
    blocks.push(Block::Note(tone, said.into()));
    View { blocks }
}

fn row(document: &Judged, reason: &Reason, report: &StaleReport) -> Row {
    let title = document.id.as_ref().map(|_| document.title.as_str().into()).unwrap_or_default();
    let owner = match &document.owner {
        Some(owner) => Line::new().person(owner.as_str()),
        None => Line::new().faint("no owner"),
    };
    let mut details = vec![headline(document, reason, report)];
    details.extend(proof(document, reason));
    Row { cells: vec![Line::new().document(document.name()), title, owner], details }
}

/// Whether there is anything to do about a document that a baseline does not accept.
fn wants_somebody(document: &Judged, report: &StaleReport) -> bool {
    let state = report.open_state(document);
    state.is_some_and(|state| {
        !matches!(state, State::Current | State::Exempt | State::NotUnderReview)
    })
}

/// What decides who comes first: how many are overdue, then how many want somebody.
fn urgency(documents: &[&Judged], report: &StaleReport) -> (usize, usize) {
    let overdue = |one: &&&Judged| report.open_state(one) == Some(State::Overdue);
    let open = |one: &&&Judged| wants_somebody(one, report);
    (documents.iter().filter(overdue).count(), documents.iter().filter(open).count())
}

/// `2 overdue, 1 due soon`
fn counts(documents: &[&Judged], report: &StaleReport) -> Line {
    let parts = State::ALL.into_iter().filter_map(|state| {
        let number = documents.iter().filter(|one| report.open_state(one) == Some(state)).count();
        let words = format!("{number} {}", state.words());
        (number > 0).then(|| Line::new().toned(state.tone(), words))
    });
    Line::joined(parts.collect(), ", ")
}

fn worst(documents: &[&Judged], report: &StaleReport) -> Tone {
    let states = documents.iter().filter_map(|document| report.open_state(document));
    states.min().map_or(Tone::Plain, State::tone)
}

/// Each document with its reasons in words and what to type.
fn entries(documents: &[&Judged], report: &StaleReport) -> Vec<Entry> {
    let mut documents = documents.to_vec();
    documents.sort_by_key(|document| (report.open_state(document), document.standing.due));
    let entry = |document: &&Judged| {
        let text = Line::new().document(document.name());
        let text = match &document.id {
            Some(_) => text.text(" ").strong(document.title.as_str()),
            None => text,
        };
        let mut details = Vec::new();
        if document.on_desk == Some(OnDesk::Team)
            && let Some(team) = &document.owner
        {
            details.push(Line::new().text("of ").person(team.as_str()));
        }
        for reason in open_reasons(document, report) {
            details.push(headline(document, reason, report));
            details.extend(proof(document, reason));
        }
        details.extend(command(document, report).map(|command| Line::new().code(command)));
        Entry { depth: 0, label: Label::Point, text, details }
    };
    documents.iter().map(entry).collect()
}

/// The reasons that lead to a state and that no baseline accepts.
fn open_reasons<'d>(
    document: &'d Judged,
    report: &'d StaleReport,
) -> impl Iterator<Item = &'d Reason> {
    let is_open = move |reason: &&Reason| {
        let is_told = reason.severity > Severity::Note || reason.code == ReasonCode::DueSoon;
        is_told && reason.code.state().is_some() && !report.accepts(&document.called, reason)
    };
    let reasons = &document.standing.reasons;
    reasons
        .iter()
        .filter(move |reason| is_open(reason) && !is_told_already(document, reason, is_open))
}

/// What to type about a document, by its worst reason; none where there is nothing to do.
fn command(document: &Judged, report: &StaleReport) -> Option<String> {
    let name = shell_word(document.name());
    if document.on_desk == Some(OnDesk::Approver) && waits_for_approval(document) {
        // What is in force stays so.
        let is_effective = document.fields.status.copied() == Some(Status::Effective);
        let to = if is_effective { Status::Effective } else { Status::Approved };
        let by = report.desk.as_ref().map(|desk| format!(" --by {}", shell_word(&desk.who)));
        let by = by.unwrap_or_default();
        // A new text of what is in force binds from a day that somebody has to name.
        let day = report.context.as_of;
        return Some(match to {
            Status::Effective => format!("sopctl promote {name} --to {to}{by} --effective {day}"),
            _ => format!("sopctl promote {name} --to {to}{by}"),
        });
    }
    let worst = open_reasons(document, report).min_by_key(|reason| reason.code.state())?;
    Some(match worst.code {
        ReasonCode::InvalidField | ReasonCode::Unparsable => {
            format!("sopctl check {}", shell_word(&document.path))
        }
        ReasonCode::ReviewDateInFuture | ReasonCode::WatchedPathMissing => {
            format!("sopctl show {name}")
        }
        ReasonCode::HistoryIncomplete => "git fetch --unshallow".to_owned(),
        ReasonCode::NeedsRevision => format!("sopctl review {name} --outcome revised"),
        // It is for its approvers to say whether it still holds.
        ReasonCode::ChangedAfterApproval => match vouching(document, worst.code) {
            Some(approval) => format!("sopctl diff {}.. {name}", approval.commit.short()),
            None => format!("sopctl show {name}"),
        },
        _ => format!("sopctl review {name}"),
    })
}

/// The documents of which nobody knows whose they are.
fn unreadable(report: &StaleReport) -> Option<Block> {
    let open =
        report.unreadable.iter().filter(|(file, reason)| !report.accepts(&file.path, reason));
    let entries: Vec<Entry> = open
        .map(|(file, reason)| Entry {
            depth: 0,
            label: Label::Point,
            text: Line::new().document(file.path.as_str()),
            details: vec![reason.message.as_str().into()],
        })
        .collect();
    (!entries.is_empty()).then(|| {
        Block::Section(Section {
            heading: format!("Could not be read: {}", entries.len()).into(),
            aside: Line::new(),
            tone: Tone::Bad,
            blocks: vec![Block::Entries(entries)],
        })
    })
}
