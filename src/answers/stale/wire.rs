//! The report of `stale` for programs. Fields are added here, never changed.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::calendar::{Date, Moment};
use crate::comparison::Class;
use crate::git::{CommitId, CommitInfo, Person};
use crate::library::Uncommitted;
use crate::reviews::{Event, Kind};
use crate::standing::{Reason, State};

use super::{Judged, StaleReport};

/// The body of the answer.
#[derive(Debug, Serialize)]
pub struct Stale<'a> {
    summary: Summary,
    documents: Vec<Document<'a>>,
    ageing: Option<Vec<Age<'a>>>,
}

#[derive(Debug, Serialize)]
struct Summary {
    documents: usize,
    judged: usize,
    not_under_review: usize,
    unknown: usize,
    by_state: BTreeMap<&'static str, usize>,
    by_reason: BTreeMap<&'static str, usize>,
    quartiles: Option<[Date; 3]>,
}

#[derive(Debug, Serialize)]
struct Document<'a> {
    id: Option<&'a str>,
    path: &'a str,
    title: Option<&'a str>,
    #[serde(rename = "type")]
    document_type: Option<&'a str>,
    version: Option<&'a str>,
    owner: Option<&'a str>,
    approvers: Vec<&'a str>,
    status: Option<&'static str>,
    state: &'static str,
    uncommitted: Option<&'static str>,
    effective_date: Option<Date>,
    last_reviewed: Option<Date>,
    review_interval: Option<String>,
    due: Option<Date>,
    days_overdue: Option<i64>,
    last_change: Option<Change<'a>>,
    last_meaningful_change: Option<MeaningfulChange<'a>>,
    review: Option<Review<'a>>,
    uncertain: bool,
    reasons: Vec<WireReason<'a>>,
}

#[derive(Debug, Serialize)]
struct Change<'a> {
    commit: CommitId,
    date: Moment,
    author: &'a Person,
}

#[derive(Debug, Serialize)]
struct MeaningfulChange<'a> {
    commit: CommitId,
    date: Moment,
    author: &'a Person,
    class: Option<Class>,
}

#[derive(Debug, Serialize)]
struct Review<'a> {
    commit: CommitId,
    landed: Option<Moment>,
    claimed_date: Date,
    by: Option<&'a Person>,
    recorded_by: Option<String>,
    outcome: Option<&'static str>,
    note: Option<&'a str>,
    evidence: Option<&'a str>,
    text: Option<&'a str>,
    kind: &'static str,
    text_changed: bool,
}

#[derive(Debug, Serialize)]
struct WireReason<'a> {
    code: &'static str,
    key: String,
    severity: &'static str,
    message: &'a str,
    since: Option<Date>,
    line: Option<usize>,
    hint: Option<&'a str>,
    commits: &'a [CommitId],
    paths: Vec<&'a str>,
    documents: &'a [String],
}

#[derive(Debug, Serialize)]
struct Age<'a> {
    path: &'a str,
    title: &'a str,
    last_meaningful_change: Option<MeaningfulChange<'a>>,
    bulk_only: bool,
}

impl<'a> Stale<'a> {
    pub(super) fn of(report: &'a StaleReport) -> Self {
        let mut documents: Vec<Document<'a>> = report.documents.iter().map(document).collect();
        documents
            .extend(report.unreadable.iter().map(|(file, reason)| unreadable(&file.path, reason)));
        documents.sort_by_key(|document| document.path);
        let mut by_state: BTreeMap<&str, usize> = BTreeMap::new();
        for state in State::ALL {
            by_state.insert(state.name(), report.in_state(state));
        }
        let mut by_reason: BTreeMap<&str, usize> = BTreeMap::new();
        for reason in documents.iter().flat_map(|document| &document.reasons) {
            *by_reason.entry(reason.code).or_default() += 1;
        }
        let (not_under_review, unknown) =
            (report.in_state(State::NotUnderReview), report.in_state(State::Unknown));
        let summary = Summary {
            documents: report.count(),
            judged: report.count() - not_under_review - unknown,
            not_under_review,
            unknown,
            by_state,
            by_reason,
            quartiles: report.ageing.as_ref().and_then(|ageing| ageing.quartiles),
        };
        let ageing = report.ageing.as_ref().map(|ageing| {
            ageing.oldest_first.iter().map(|(index, _)| age(&report.documents[*index])).collect()
        });
        Self { summary, documents, ageing }
    }
}

fn document(judged: &Judged) -> Document<'_> {
    let fields = &judged.fields;
    let evidence = &judged.evidence;
    Document {
        id: judged.id.as_deref(),
        path: &judged.path,
        title: Some(&judged.title),
        document_type: fields
            .document_type
            .value()
            .map(crate::document::lifecycle::DocumentType::as_str),
        version: fields.version.value().map(String::as_str),
        owner: fields.owner.value().map(String::as_str),
        approvers: fields.approvers.texts(),
        status: fields.status.value().map(|status| status.as_str()),
        state: judged.standing.state.name(),
        uncommitted: judged.uncommitted.map(|uncommitted| match uncommitted {
            Uncommitted::Modified => "modified",
            Uncommitted::Untracked => "untracked",
        }),
        effective_date: fields.effective_date.copied(),
        last_reviewed: fields.last_reviewed.copied(),
        review_interval: judged.standing.interval.map(|interval| interval.to_string()),
        due: judged.standing.due,
        days_overdue: judged.standing.days_overdue,
        last_change: evidence.last_change.as_ref().map(|info| Change {
            commit: info.id,
            date: info.author_time,
            author: &info.author,
        }),
        last_meaningful_change: meaningful(judged),
        review: evidence.review.as_ref().map(|(event, info)| review(judged, event, info)),
        uncertain: evidence.is_incomplete || evidence.is_uncertain,
        reasons: judged
            .standing
            .reasons
            .iter()
            .map(|reason| wire_reason(reason, judged.id.as_deref().unwrap_or(&judged.path)))
            .collect(),
    }
}

fn unreadable<'a>(path: &'a str, reason: &'a Reason) -> Document<'a> {
    Document {
        id: None,
        path,
        title: None,
        document_type: None,
        version: None,
        owner: None,
        approvers: Vec::new(),
        status: None,
        state: State::Unknown.name(),
        uncommitted: None,
        effective_date: None,
        last_reviewed: None,
        review_interval: None,
        due: None,
        days_overdue: None,
        last_change: None,
        last_meaningful_change: None,
        review: None,
        uncertain: false,
        reasons: vec![wire_reason(reason, path)],
    }
}

fn meaningful(judged: &Judged) -> Option<MeaningfulChange<'_>> {
    let (change, info) = judged.evidence.last_in_substance.as_ref()?;
    Some(MeaningfulChange {
        commit: change.commit,
        date: info.author_time,
        author: &info.author,
        class: change.comparison.as_ref().map(|comparison| comparison.class),
    })
}

fn review<'a>(judged: &'a Judged, event: &Event, info: &'a CommitInfo) -> Review<'a> {
    let fields = &judged.fields;
    let recorded = fields.reviewed_by.texts();
    let is_noted = event.kind == Kind::Recorded;
    Review {
        commit: event.commit,
        landed: judged.evidence.review_landed,
        claimed_date: event.date,
        by: Some(&info.author),
        recorded_by: (!recorded.is_empty()).then(|| recorded.join(", ")),
        outcome: fields.review_outcome.value().map(|outcome| outcome.as_str()),
        note: fields.review_note.value().map(String::as_str).filter(|_| is_noted),
        evidence: fields.review_evidence.value().map(String::as_str),
        text: fields.reviewed_text.value().map(String::as_str),
        kind: event.kind.name(),
        text_changed: event.text_changed,
    }
}

fn wire_reason<'a>(reason: &'a Reason, document: &str) -> WireReason<'a> {
    WireReason {
        code: reason.code.name(),
        key: reason.key(document),
        severity: reason.code.severity().name(),
        message: &reason.message,
        since: reason.since,
        line: reason.line,
        hint: reason.hint.as_deref(),
        commits: &reason.commits,
        paths: reason.paths.iter().map(crate::paths::RepoPath::as_str).collect(),
        documents: &reason.documents,
    }
}

fn age(judged: &Judged) -> Age<'_> {
    Age {
        path: &judged.path,
        title: &judged.title,
        last_meaningful_change: meaningful(judged),
        bulk_only: judged.evidence.is_bulk_only,
    }
}
