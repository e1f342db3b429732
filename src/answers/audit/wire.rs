//! The review evidence for programs. Fields are added here, never changed.

use schemars::JsonSchema;
use serde::Serialize;

use crate::calendar::{Date, Moment, TimeZone};
use crate::document::lifecycle::ReviewOutcome;
use crate::git::{CommitId, Person};
use crate::library::Unreadable;
use crate::reviews::{ApprovalSource, Kind};

use super::reviewed::Reviewed;
use super::totals::Totals;
use super::{Audit, Audited};

/// The body of the answer.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Evidence<'a> {
    /// What the repository is called where it stands.
    repository_name: &'a str,
    /// The days within which what is listed landed.
    period: Period,
    /// The type and the owner that the documents are narrowed to.
    only: Only<'a>,
    /// How many there are of each kind.
    summary: Summary,
    /// The same by the year of landing, the newest first.
    years: Vec<Year>,
    /// The reviews of each person, where that was asked; `null` where it was not.
    people: Option<Vec<PersonTotals<'a>>>,
    /// The documents that were looked at, those without a review included; of those that
    /// history has taken away, the ones with an event or an approval.
    documents: Vec<Document<'a>>,
    /// The events: by document, of each the newest first.
    reviews: Vec<Review<'a>>,
    /// The approvals that documents record, whether a review came with them or not: by
    /// document, of each the newest first.
    approvals: Vec<Approved<'a>>,
    /// The documents that cannot be read.
    unreadable: &'a [Unreadable],
}

#[derive(Debug, Serialize, JsonSchema)]
struct Period {
    /// The first day; `null` for all of history.
    from: Option<Date>,
    /// The last day; `null` for all of history.
    to: Option<Date>,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Only<'a> {
    /// The type; `null` for all.
    #[serde(rename = "type")]
    document_type: Option<&'a str>,
    /// The owner; `null` for all.
    owner: Option<&'a str>,
}

/// Counts of events. `reviews` is the sum of `recorded`, `with_change`, `date_only`,
/// `bulk_date_only` and `unknown`.
#[derive(Debug, Serialize, JsonSchema)]
struct Summary {
    /// Events that are reviews.
    reviews: usize,
    /// Reviews with a note or a fingerprint of their own.
    recorded: usize,
    /// Reviews whose landing changed the text as well.
    with_change: usize,
    /// Reviews of which nothing but the date changed.
    date_only: usize,
    /// The same, in at least five documents of one landing.
    bulk_date_only: usize,
    /// Reviews before which nothing can be read.
    unknown: usize,
    /// First dates, which are no reviews.
    initial: usize,
    /// Dates that went back, which are no reviews.
    reverted: usize,
    /// Dates that had been there before, which are no reviews.
    restored: usize,
    /// Reviews that landed more than 30 days after the day that they claim, without evidence.
    back_dated: usize,
    /// Reviews that landed by the day that was due then.
    on_time: usize,
    /// Reviews that landed later.
    late: usize,
    /// Dates that a later commit of the same landing replaced, which count nowhere else.
    superseded: usize,
    /// Events that are not on the controlled branch.
    not_landed: usize,
    /// Reviews that name an approval.
    approved: usize,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Year {
    /// The year; `null` for what has not landed.
    year: Option<i16>,
    #[serde(flatten)]
    totals: Summary,
}

#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "PersonTotals")]
struct PersonTotals<'a> {
    /// The reviewer, as recorded; where nobody is recorded, the author of the commit.
    name: &'a str,
    #[serde(flatten)]
    totals: Summary,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Document<'a> {
    /// Its number; `null` where it has none.
    id: Option<&'a str>,
    /// Where it stands, from the root of the repository.
    path: &'a str,
    /// Its title: from the front matter, else its first heading, else the name of the file.
    title: &'a str,
    /// `policy`, `sop`, `work-instruction`, or a type of sopctl.toml.
    #[serde(rename = "type")]
    document_type: Option<&'a str>,
    /// The one accountable owner.
    owner: Option<&'a str>,
    /// The commit that took it away; `null` where it is there.
    removed_in: Option<CommitId>,
    /// How many of the listed events are reviews of it.
    reviews: usize,
    /// Whether the clone holds all that could be an event of it.
    complete: bool,
}

#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
#[derive(Debug, Serialize, JsonSchema)]
struct Review<'a> {
    /// Where the document stands, from the root of the repository.
    path: &'a str,
    /// The number of the document; `null` where it has none.
    id: Option<&'a str>,
    /// The commit that set the date.
    commit: CommitId,
    /// The first paragraph of its message.
    subject: &'a str,
    /// When its author says that it was written.
    date: Moment,
    /// When it landed on the controlled branch; `null` where it is not there, or that cannot
    /// be told.
    landed: Option<Moment>,
    /// The commit of that branch that brought it.
    landed_in: Option<CommitId>,
    /// The date that it set.
    claimed_date: Date,
    /// The day by which a review was due just before; `null` where none was, and for what is
    /// no review.
    due_then: Option<Date>,
    /// Whether it landed by that day; `null` where that cannot be told.
    on_time: Option<bool>,
    /// How many days later it landed; `null` where it did not.
    days_late: Option<i64>,
    /// How many days after the day that it claims it landed, where that is more than 30 and
    /// no evidence is named.
    back_dated_by: Option<i64>,
    /// Who wrote the commit.
    by: &'a Person,
    /// Who reviewed, as the front matter that came with it has it, else as trailers of the
    /// commit, or of the merge that brought it, have it.
    recorded_by: Option<String>,
    /// Whom the front matter names since an earlier review; `null` where that came with this
    /// one.
    named_before: Option<String>,
    /// What the review came to.
    outcome: Option<ReviewOutcome>,
    /// What the reviewer noted.
    note: Option<&'a str>,
    /// Where a review outside git is recorded.
    evidence: Option<&'a str>,
    /// What kind of event it is.
    kind: Kind,
    /// Whether it is a review that counts.
    is_review: bool,
    /// Whether a later commit of the same landing set the date again, so that the branch never
    /// showed this one.
    superseded: bool,
    /// Whether the same landing changed what the document says as well.
    text_changed: bool,
    /// How many documents the landing touched, this one included.
    documents_in_landing: usize,
    /// In how many of them nothing but the date changed; 0 for other kinds.
    date_only_in_landing: usize,
    /// The approvals that came with it, from the first source that has any.
    approvals: Vec<Approval<'a>>,
    /// The pull request that brought it.
    pull_request: Option<&'a str>,
    /// Whether `landed` may be wrong, because the branch was merged into itself or its dates
    /// are out of order there.
    uncertain: bool,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Approved<'a> {
    /// Where the document stands, from the root of the repository.
    path: &'a str,
    /// The number of the document; `null` where it has none.
    id: Option<&'a str>,
    /// The commit that recorded it.
    commit: CommitId,
    /// When it landed on the controlled branch; `null` where it is not there, or that cannot
    /// be told.
    landed: Option<Moment>,
    /// The commit of that branch that brought it.
    landed_in: Option<CommitId>,
    /// The date of approval that it set.
    on: Date,
    /// Who approved, as the document says.
    by: &'a [String],
    /// Who wrote the commit.
    recorded_by: &'a Person,
    /// The version of the document there.
    version: Option<&'a str>,
    /// Whether `landed` may be wrong, because the branch was merged into itself or its dates
    /// are out of order there.
    uncertain: bool,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Approval<'a> {
    /// Who approved.
    by: &'a str,
    /// When, where that is recorded.
    on: Option<Date>,
    /// Where it is recorded.
    source: ApprovalSource,
}

impl<'a> Evidence<'a> {
    pub(super) fn of(audit: &'a Audit) -> Self {
        let events = || audit.events().map(|(_, event)| event);
        let years = Totals::by_year(events(), &audit.zone);
        let people = audit.by_person.as_ref().map(|by_person| {
            let people = by_person.people.iter();
            people.map(|(name, totals)| PersonTotals { name, totals: summary(totals) }).collect()
        });
        Self {
            repository_name: &audit.repository,
            period: Period { from: audit.period.from, to: audit.period.to },
            only: Only {
                document_type: audit.only_type.as_deref(),
                owner: audit.only_owner.as_deref(),
            },
            summary: summary(&audit.totals()),
            years: years
                .iter()
                .map(|(year, totals)| Year { year: *year, totals: summary(totals) })
                .collect(),
            people,
            documents: audit.documents.iter().map(document).collect(),
            reviews: audit
                .events()
                .map(|(document, event)| review(document, event, &audit.zone))
                .collect(),
            approvals: audit
                .approvals()
                .map(|(document, approval)| approved(document, approval))
                .collect(),
            unreadable: &audit.unreadable,
        }
    }
}

fn summary(totals: &Totals) -> Summary {
    Summary {
        reviews: totals.reviews,
        recorded: totals.recorded,
        with_change: totals.with_change,
        date_only: totals.date_only,
        bulk_date_only: totals.bulk_date_only,
        unknown: totals.unknown,
        initial: totals.initial,
        reverted: totals.reverted,
        restored: totals.restored,
        back_dated: totals.back_dated,
        on_time: totals.on_time,
        late: totals.late,
        superseded: totals.superseded,
        not_landed: totals.not_landed,
        approved: totals.approved,
    }
}

fn document(document: &Audited) -> Document<'_> {
    Document {
        id: document.id.as_deref(),
        path: &document.path,
        title: &document.title,
        document_type: document.document_type.as_deref(),
        owner: document.owner.as_deref(),
        removed_in: document.removed_in,
        reviews: document.events.iter().filter(|event| event.is_review()).count(),
        complete: !document.is_incomplete,
    }
}

fn approved<'a>(document: &'a Audited, approval: &'a super::Approved) -> Approved<'a> {
    let event = &approval.event;
    Approved {
        path: &document.path,
        id: document.id.as_deref(),
        commit: event.commit,
        landed: approval.landed,
        landed_in: event.landing,
        on: event.date,
        by: &approval.by,
        recorded_by: &approval.info.author,
        version: approval.version.as_deref(),
        uncertain: approval.landed.is_some() && !event.is_certain,
    }
}

fn review<'a>(document: &'a Audited, reviewed: &'a Reviewed, zone: &TimeZone) -> Review<'a> {
    let event = &reviewed.event;
    let days_late = reviewed.days_late(zone);
    Review {
        path: &document.path,
        id: document.id.as_deref(),
        commit: event.commit,
        subject: &reviewed.info.subject,
        date: reviewed.info.author_time,
        landed: reviewed.landed,
        landed_in: event.landing,
        claimed_date: event.date,
        due_then: reviewed.due_then,
        on_time: days_late.map(|days| days <= 0),
        days_late: days_late.filter(|days| *days > 0),
        back_dated_by: reviewed.back_dated_by(zone),
        by: &reviewed.info.author,
        recorded_by: (!reviewed.recorded_by.is_empty()).then(|| reviewed.recorded_by.join(", ")),
        named_before: (!reviewed.named_before.is_empty()).then(|| reviewed.named_before.join(", ")),
        outcome: reviewed.outcome,
        note: reviewed.note.as_deref(),
        evidence: reviewed.evidence.as_deref(),
        kind: event.kind,
        is_review: reviewed.is_review(),
        superseded: reviewed.is_superseded,
        text_changed: event.text_changed,
        documents_in_landing: reviewed.documents_in_landing,
        date_only_in_landing: event.together,
        approvals: reviewed
            .approvals
            .iter()
            .map(|approval| Approval { by: &approval.by, on: approval.on, source: approval.source })
            .collect(),
        pull_request: reviewed.pull_request.as_deref(),
        uncertain: reviewed.is_uncertain(),
    }
}
