//! The report of `stale` for programs. Fields are added here, never changed.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use crate::calendar::{Date, Moment};
use crate::comparison::Class;
use crate::document::lifecycle::{DocumentType, ReviewOutcome, Status};
use crate::git::{CommitId, CommitInfo, Person};
use crate::library::Uncommitted;
use crate::report::{Acceptance, BaselineData, Ledger};
use crate::reviews::{Event, Kind};
use crate::standing::{Link, LinkKind, Reason, ReasonCode, Severity, State};

use super::{Judged, OnDesk, StaleReport};

/// The body of the answer.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Stale<'a> {
    /// How many there are of what.
    summary: Summary,
    /// The documents, by path.
    documents: Vec<Document<'a>>,
    /// In a library that speaks of no reviews: the documents by age, the oldest first.
    ageing: Option<Vec<Age<'a>>>,
    /// With `--since`: from where on work counts; `null` without.
    since: Option<Since<'a>>,
    /// With `--mine`: whose desk it is; `null` without.
    desk: Option<WireDesk<'a>>,
    /// With `--reason`: the reasons that were asked for; others are left out.
    only: &'a [ReasonCode],
    /// What the baseline came to; `null` where none was given.
    baseline: Option<BaselineData<'a>>,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Since<'a> {
    /// The revision as asked.
    rev: &'a str,
    /// The commit where it and the present one parted.
    base: CommitId,
}

#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Desk")]
struct WireDesk<'a> {
    /// The handle, or what git knows of the author.
    who: &'a str,
    /// The teams that they belong to.
    teams: &'a [String],
}

#[derive(Debug, Serialize, JsonSchema)]
struct Summary {
    /// All documents, the unreadable ones included.
    documents: usize,
    /// Documents under review whose state is known.
    judged: usize,
    /// Documents that need no review.
    not_under_review: usize,
    /// Documents that could not be judged.
    unknown: usize,
    /// Documents by state, whatever a baseline accepts.
    by_state: BTreeMap<&'static str, usize>,
    /// Reasons by code.
    by_reason: BTreeMap<&'static str, usize>,
    /// In a library that speaks of no reviews: the days by which a quarter, half and three
    /// quarters of the documents last changed.
    quartiles: Option<[Date; 3]>,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Document<'a> {
    /// Its number; `null` where it has none.
    id: Option<&'a str>,
    /// Where it stands, from the root of the repository.
    path: &'a str,
    /// Its title; `null` where it could not be read.
    title: Option<&'a str>,
    /// `policy`, `sop`, `work-instruction`, or a type of sopctl.toml.
    #[serde(rename = "type")]
    document_type: Option<&'a str>,
    /// Its version, as written.
    version: Option<&'a str>,
    /// The one accountable owner.
    owner: Option<&'a str>,
    /// Who must approve it.
    approvers: Vec<&'a str>,
    /// How far it has come.
    status: Option<Status>,
    /// Whether it can be trusted, whatever a baseline accepts: of that, each reason says so in
    /// `accepted`.
    state: State,
    /// How the working tree differs from the commit; `null` where it does not.
    uncommitted: Option<Uncommitted>,
    /// The day from which it binds.
    effective_date: Option<Date>,
    /// The day of the last review.
    last_reviewed: Option<Date>,
    /// How often it must be reviewed, by its own field or by its type.
    review_interval: Option<String>,
    /// The day of the next review.
    due: Option<Date>,
    /// Days since the next review was due; `null` where it is not.
    days_overdue: Option<i64>,
    /// The commit that last changed the file.
    last_change: Option<Change<'a>>,
    /// The commit that last changed what it says.
    last_meaningful_change: Option<MeaningfulChange<'a>>,
    /// The commit that set the date of last review.
    review: Option<Review<'a>>,
    /// Whether something that the clone does not hold, or the order in which things landed,
    /// could change the answer.
    uncertain: bool,
    /// Why it is in that state, the worst first.
    reasons: Vec<WireReason<'a>>,
    /// With `--mine`: why it is on that desk; `null` without.
    on_desk: Option<OnDesk>,
    /// With `--explain`: the commits that were looked at, the newest first, down to the one
    /// that vouches for the text; `null` without.
    chain: Option<Vec<WireLink<'a>>>,
}

#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Link")]
struct WireLink<'a> {
    /// The commit, in full.
    commit: CommitId,
    /// When the change was written.
    date: Moment,
    /// Who wrote it.
    author: &'a Person,
    /// What it was found to be.
    kind: LinkKind,
    /// Whether it was passed over because nothing that counts changed.
    skipped: bool,
    /// What it did, in one line; `null` where the kind says it all.
    summary: Option<&'a str>,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Change<'a> {
    /// The commit, in full.
    commit: CommitId,
    /// When the change was written.
    date: Moment,
    /// Who wrote it.
    author: &'a Person,
}

#[derive(Debug, Serialize, JsonSchema)]
struct MeaningfulChange<'a> {
    /// The commit, in full.
    commit: CommitId,
    /// When the change was written.
    date: Moment,
    /// Who wrote it.
    author: &'a Person,
    /// How much it weighs; `null` for the first version.
    class: Option<Class>,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Review<'a> {
    /// The commit, in full.
    commit: CommitId,
    /// When it landed on the controlled branch.
    landed: Option<Moment>,
    /// The day that it claims.
    claimed_date: Date,
    /// Who wrote the commit.
    by: Option<&'a Person>,
    /// Who reviewed, as the front matter has it, else as trailers of the commit have it.
    recorded_by: Option<String>,
    /// What the review came to.
    outcome: Option<ReviewOutcome>,
    /// What the reviewer noted.
    note: Option<&'a str>,
    /// Where a review outside git is recorded.
    evidence: Option<&'a str>,
    /// The fingerprint of the text that was reviewed: as recorded, else that of the text
    /// that was before the reviewer; `null` where the event vouches for no text.
    text: Option<String>,
    /// How the review was recorded.
    kind: Kind,
    /// Whether the commit changed what the document says as well.
    text_changed: bool,
}

#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Reason")]
struct WireReason<'a> {
    /// What it is.
    code: ReasonCode,
    /// Its stable name: document, code and subject. Never a commit.
    key: String,
    /// How bad it is.
    severity: Severity,
    /// What happened, in words.
    message: &'a str,
    /// Since when.
    since: Option<Date>,
    /// The line of the file that it is about.
    line: Option<usize>,
    /// What to do about it.
    hint: Option<&'a str>,
    /// The commits that prove it, the newest first.
    commits: &'a [CommitId],
    /// The files it is about.
    paths: Vec<&'a str>,
    /// Other documents it is about.
    documents: &'a [String],
    /// What the baseline says of it; `null` where it says nothing.
    accepted: Option<&'a Acceptance>,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Age<'a> {
    /// Where it stands, from the root of the repository.
    path: &'a str,
    /// Its title: from the front matter, else its first heading, else the name of the file.
    title: &'a str,
    /// The commit that last changed what it says.
    last_meaningful_change: Option<MeaningfulChange<'a>>,
    /// Whether only mass edits ever touched it.
    bulk_only: bool,
}

impl<'a> Stale<'a> {
    pub(super) fn of(report: &'a StaleReport) -> Self {
        let mut documents: Vec<Document<'a>> =
            report.documents.iter().map(|judged| document(judged, report)).collect();
        documents.extend(
            report.unreadable.iter().map(|(file, reason)| unreadable(&file.path, reason, report)),
        );
        documents.sort_by_key(|document| document.path);
        let mut by_state: BTreeMap<&str, usize> = BTreeMap::new();
        for state in State::ALL {
            by_state.insert(state.name(), report.in_state(state));
        }
        let mut by_reason: BTreeMap<&str, usize> = BTreeMap::new();
        for reason in documents.iter().flat_map(|document| &document.reasons) {
            *by_reason.entry(reason.code.name()).or_default() += 1;
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
        let since = report.scope.as_ref().map(|scope| Since { rev: &scope.rev, base: scope.base });
        let baseline = report.ledger.as_ref().map(Ledger::data);
        let desk = report.desk.as_ref();
        let desk = desk.map(|desk| WireDesk { who: &desk.who, teams: &desk.teams });
        Self { summary, documents, ageing, since, desk, only: &report.only, baseline }
    }
}

fn document<'a>(judged: &'a Judged, report: &'a StaleReport) -> Document<'a> {
    let fields = &judged.fields;
    let evidence = &judged.evidence;
    Document {
        id: judged.id.as_deref(),
        path: &judged.path,
        title: Some(&judged.title),
        document_type: fields.document_type.value().map(DocumentType::as_str),
        version: fields.version.value().map(String::as_str),
        owner: fields.owner.value().map(String::as_str),
        approvers: fields.approvers.texts(),
        status: fields.status.copied(),
        state: judged.standing.state,
        uncommitted: judged.uncommitted,
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
            .zip(&judged.lines)
            .map(|(reason, line)| wire_reason(reason, *line, &judged.called, report))
            .collect(),
        on_desk: judged.on_desk,
        chain: report.explain.then(|| evidence.chain.iter().map(link).collect()),
    }
}

fn unreadable<'a>(path: &'a str, reason: &'a Reason, report: &'a StaleReport) -> Document<'a> {
    Document {
        id: None,
        path,
        title: None,
        document_type: None,
        version: None,
        owner: None,
        approvers: Vec::new(),
        status: None,
        state: State::Unknown,
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
        reasons: vec![wire_reason(reason, None, path, report)],
        on_desk: None,
        chain: None,
    }
}

fn meaningful(judged: &Judged) -> Option<MeaningfulChange<'_>> {
    let (change, info) = judged.evidence.last_in_substance.as_ref()?;
    Some(MeaningfulChange {
        commit: change.commit,
        date: info.author_time,
        author: &info.author,
        class: change.gist.as_ref().map(|gist| gist.class),
    })
}

fn review<'a>(judged: &'a Judged, event: &Event, info: &'a CommitInfo) -> Review<'a> {
    let fields = &judged.fields;
    let mut recorded = fields.reviewed_by.texts();
    if recorded.is_empty() {
        recorded.extend(judged.evidence.trailers.reviewed_by.iter().map(String::as_str));
    }
    let is_noted = event.kind == Kind::Recorded;
    Review {
        commit: event.commit,
        landed: judged.evidence.review_landed,
        claimed_date: event.date,
        by: Some(&info.author),
        recorded_by: (!recorded.is_empty()).then(|| recorded.join(", ")),
        outcome: fields.review_outcome.copied(),
        note: fields.review_note.value().map(String::as_str).filter(|_| is_noted),
        evidence: fields.review_evidence.value().map(String::as_str),
        text: judged.evidence.reviewed_text.map(|text| text.to_string()),
        kind: event.kind,
        text_changed: event.text_changed,
    }
}

fn link(link: &Link) -> WireLink<'_> {
    WireLink {
        commit: link.commit.id,
        date: link.commit.author_time,
        author: &link.commit.author,
        kind: link.kind,
        skipped: link.kind.is_skipped(),
        summary: (!link.summary.is_empty()).then_some(&link.summary),
    }
}

fn wire_reason<'a>(
    reason: &'a Reason,
    line: Option<usize>,
    document: &str,
    report: &'a StaleReport,
) -> WireReason<'a> {
    WireReason {
        code: reason.code,
        key: reason.key(document),
        severity: reason.severity,
        message: &reason.message,
        since: reason.since,
        line,
        hint: reason.hint.as_deref(),
        commits: &reason.commits,
        paths: reason.paths.iter().map(crate::paths::RepoPath::as_str).collect(),
        documents: &reason.documents,
        accepted: report.acceptance(document, reason),
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
