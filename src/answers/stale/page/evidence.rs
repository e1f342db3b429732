//! One document on the page: why it stands where it stands, and which commits prove it.

use crate::git::{CommitId, CommitInfo};
use crate::report::{Block, Entry, Fact, Label, Line};
use crate::reviews::{Event, Kind};
use crate::standing::{Reason, State, plural};

use super::super::view::{headline, looked_at, proof, zone};
use super::super::{Judged, StaleReport};

/// So many commits, files or documents of a reason are named; of the others, how many.
const NAMED: usize = 6;

/// Why it is in its state, in a line.
pub(super) fn summary(document: &Judged, report: &StaleReport) -> Line {
    let standing = &document.standing;
    if report.ageing.is_some() {
        return last_change(document, report).unwrap_or_else(|| "no change is known".into());
    }
    let open = report.open_state(document);
    let state = open.unwrap_or(standing.state);
    // Of what a baseline accepts altogether, the reason is the one that it accepts.
    let main = standing.reasons.iter().find(|reason| {
        reason.code.state() == Some(state)
            && (open.is_none() || !report.accepts(&document.called, reason))
    });
    let line = match (state, main) {
        (_, Some(reason)) => {
            let mut line = headline(document, reason, report);
            for said in proof(document, reason) {
                line = line.text(": ").line(said);
            }
            line
        }
        (State::NotUnderReview, None) => match document.fields.status.value() {
            Some(status) if !status.is_approved() => Line::new().text(status.as_str()),
            _ => "nothing says when to review it".into(),
        },
        (State::Exempt, None) => {
            let why = document.fields.review_exempt_reason.value();
            why.map_or_else(|| "no reason given".into(), |why| Line::new().text(why.as_str()))
        }
        (_, None) => match (&document.evidence.review, standing.due) {
            (Some((event, commit)), _) => {
                let verb = if event.kind.is_review() { "reviewed " } else { "dated " };
                Line::new().text(verb).line(reviewed(document, event, commit, report))
            }
            (None, Some(due)) => Line::new().text("due ").date(due),
            (None, None) => Line::new(),
        },
    };
    let others = standing.reasons.iter().filter(|reason| Some(*reason) != main).count();
    match (others, line.is_empty()) {
        (0, _) => line,
        (_, true) => Line::new().text(plural(others, "remark")),
        (_, false) => line.faint(format!(" · {others} more")),
    }
}

/// Everything that speaks for the verdict.
pub(super) fn details(document: &Judged, report: &StaleReport) -> Vec<Block> {
    let mut blocks = Vec::new();
    let reasons: Vec<Entry> =
        document.standing.reasons.iter().map(|reason| said(document, reason, report)).collect();
    if !reasons.is_empty() {
        blocks.push(Block::Entries(reasons));
    }
    blocks.push(Block::Facts(facts(document, report)));
    let chain = &document.evidence.chain;
    if !chain.is_empty() {
        blocks.push(Block::Prose(Line::new().faint("Commits that were looked at, newest first:")));
        blocks
            .push(Block::Items(chain.iter().map(|link| looked_at(link, &zone(report))).collect()));
    }
    blocks
}

/// A reason with what proves it and what to do about it.
fn said(document: &Judged, reason: &Reason, report: &StaleReport) -> Entry {
    let text = match reason.code.state() {
        Some(state)
            if report.open_state(document) == Some(state)
                && !report.accepts(&document.called, reason) =>
        {
            Line::new()
                .toned(state.tone(), state.words())
                .text(": ")
                .line(headline(document, reason, report))
        }
        _ => headline(document, reason, report),
    };
    let mut details = proof(document, reason);
    let commits = reason.commits.iter().map(|commit| Line::new().commit(commit)).collect();
    details.extend(named("in ", commits));
    let paths = reason.paths.iter().map(|path| Line::new().code(path.as_str())).collect();
    details.extend(named("", paths));
    let documents = reason.documents.iter().map(|name| Line::new().document(name.as_str()));
    details.extend(named("", documents.collect()));
    details.extend(
        reason.hint.as_ref().map(|hint| Line::new().text("→ ").message(&hint.as_str().into())),
    );
    Entry { depth: 0, label: Label::Point, text, details }
}

/// The first of several things, and how many more there are; a single one stands in the
/// sentence already.
fn named(before: &'static str, mut things: Vec<Line>) -> Option<Line> {
    if things.len() < 2 {
        return None;
    }
    let more = things.len().saturating_sub(NAMED);
    things.truncate(NAMED);
    let line = Line::new().text(before).line(Line::joined(things, ", "));
    Some(if more > 0 { line.text(format!(" and {more} more")) } else { line })
}

fn facts(document: &Judged, report: &StaleReport) -> Vec<Fact> {
    let fields = &document.fields;
    let mut facts = Vec::new();
    let mut fact = |name, value: Option<Line>| {
        facts.extend(value.map(|value| Fact { name, value }));
    };
    // What has no number is called by its path already.
    let path = document.id.as_ref().map(|_| Line::new().code(document.path.as_str()));
    fact("File", path);
    fact("Status", status(document));
    let approvers = fields.approvers.texts();
    fact(
        "Approvers",
        (!approvers.is_empty()).then(|| {
            Line::joined(approvers.into_iter().map(|name| Line::new().person(name)).collect(), ", ")
        }),
    );
    let interval =
        document.standing.interval.map(|interval| Line::new().text(interval.to_string()));
    fact("Reviewed every", interval);
    let review = document.evidence.review.as_ref();
    fact("Last review", review.map(|(event, commit)| reviewed(document, event, commit, report)));
    fact("Last change", last_change(document, report));
    let latest = document.evidence.last_change.as_deref();
    let substantive = document.evidence.last_in_substance.as_ref().map(|(change, _)| change.commit);
    let latest = latest.filter(|commit| Some(commit.id) != substantive);
    fact("Last commit", latest.map(|commit| committed(commit, commit.id, report)));
    facts
}

/// `effective from 2026-03-01, version 1.2`
fn status(document: &Judged) -> Option<Line> {
    let fields = &document.fields;
    let mut parts = Vec::new();
    if let Some(status) = fields.status.value() {
        let line = Line::new().text(status.as_str());
        parts.push(match fields.effective_date.copied() {
            Some(day) => line.text(" from ").date(day),
            None => line,
        });
    }
    let version = fields.version.value();
    parts.extend(version.map(|version| Line::new().text("version ").text(version.as_str())));
    (!parts.is_empty()).then(|| Line::joined(parts, ", "))
}

/// `2026-05-01 by Ana in a1b2c3d, recorded`
fn reviewed(document: &Judged, event: &Event, commit: &CommitInfo, report: &StaleReport) -> Line {
    let line = Line::new().date(event.date).text(" by ");
    let recorded = document.fields.reviewed_by.texts();
    let line = if recorded.is_empty() {
        line.person(commit.author.name.as_str())
    } else {
        line.line(Line::joined(
            recorded.into_iter().map(|name| Line::new().person(name)).collect(),
            ", ",
        ))
    };
    let line = line.text(" in ").commit(event.commit);
    let line = match &document.evidence.review_landed {
        Some(landed) => line.text(", landed ").date(landed.day_in(&zone(report))),
        None => line,
    };
    let line = line.text(": ").text(words(event));
    match document.fields.review_note.value().filter(|_| event.kind == Kind::Recorded) {
        Some(note) => line.text(". ").text(note.as_str()),
        None => line,
    }
}

/// What kind of review it was: facts, no judgment of anybody.
fn words(event: &Event) -> String {
    let said = match event.kind {
        Kind::Initial => "the first date, no review",
        Kind::Reverted => "the date went back, no review",
        Kind::Restored => "an earlier date came back, no review",
        Kind::Recorded => "recorded",
        Kind::WithChange => "together with a change of the text",
        Kind::BulkDateOnly if event.together > 1 => {
            let others = event.together - 1;
            return format!("nothing but the date changed, with {}", plural(others, "other"));
        }
        Kind::BulkDateOnly | Kind::DateOnly => "nothing but the date changed",
        Kind::Unknown => "what stood there before cannot be read",
    };
    said.to_owned()
}

/// `2026-05-01 by Ana in a1b2c3d, major: limit 100 EUR → 250 EUR`
fn last_change(document: &Judged, report: &StaleReport) -> Option<Line> {
    let (change, commit) = document.evidence.last_in_substance.as_ref()?;
    let line = committed(commit, change.commit, report);
    Some(match &change.gist {
        Some(gist) => line.text(format!(", {}: ", gist.class)).text(gist.summary.as_str()),
        None => line.text(", the first version"),
    })
}

/// `2026-05-01 by Ana in a1b2c3d`
fn committed(commit: &CommitInfo, id: CommitId, report: &StaleReport) -> Line {
    let day = commit.author_time.day_in(&zone(report));
    Line::new().date(day).text(" by ").person(commit.author.name.as_str()).text(" in ").commit(id)
}
