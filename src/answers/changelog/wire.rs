//! The changelog for programs. Fields are added here, never changed.

use schemars::JsonSchema;
use serde::Serialize;

use crate::calendar::Date;
use crate::comparison::Class;
use crate::comparison::wire::Changes;
use crate::git::{CommitId, Person};

use crate::library::Unreadable;

use crate::comparison::Extent;
use crate::document::lifecycle::{ReviewOutcome, Status};
use crate::git::Tag;
use crate::report::ChangeRow;
use crate::reviews::{ApprovalSource, Kind};

use super::affected::Relation;
use super::entry::ReasonSource;
use super::staff::{Role, roles};
use super::version::VersionProblem;
use super::view::why;
use super::{ChangelogReport, Entry, Group};

/// The body of the answer.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Changelog<'a> {
    /// The older end; `null` for a first release, in which everything is new.
    from: Option<End<'a>>,
    /// The newer end.
    to: End<'a>,
    /// Whether the older end is no ancestor of the newer one.
    diverged: bool,
    /// How many there are.
    summary: Summary,
    /// What became of each document that changed.
    groups: Groups<'a>,
    /// The documents that could not be compared.
    unreadable: &'a [Unreadable],
    /// The documents whose review was overdue on the day of the newer end.
    overdue: Vec<Overdue<'a>>,
    /// The day by which readers have to have read; `null` where the library sets none.
    read_by: Option<Date>,
    /// What changes in the work of each role; what names no audience comes last.
    roles: Vec<WireRole<'a>>,
}

#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Role")]
struct WireRole<'a> {
    /// Its name; `null` for what names no audience.
    name: Option<&'a str>,
    /// The documents that change its work.
    documents: Vec<Work<'a>>,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Work<'a> {
    /// Its number; `null` where it has none.
    id: Option<&'a str>,
    /// Its title.
    title: &'a str,
    /// Where it stands, from the root of the repository.
    path: &'a str,
    /// What became of it.
    change: &'static str,
    /// The day from which the change binds; `null` where nothing says it.
    effective_date: Option<Date>,
    /// Whether the role must read it again.
    must_read: bool,
    /// What to do about it: the changes that mean most.
    told: Vec<WireTold>,
    /// How many changes are not told.
    more: usize,
    /// Whether so many documents changed that it is named without its changes.
    named_only: bool,
}

#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Told")]
struct WireTold {
    /// In a word or two: do, stop, change, new, no longer.
    label: &'static str,
    /// What.
    text: String,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Overdue<'a> {
    /// Its number; `null` where it has none.
    id: Option<&'a str>,
    /// Where it stands, from the root of the repository.
    path: &'a str,
    /// Its title.
    title: &'a str,
    /// The one accountable owner.
    owner: Option<&'a str>,
    /// The last day on which it was on time.
    due: Date,
}

#[derive(Debug, Serialize, JsonSchema)]
struct End<'a> {
    /// As it was asked for.
    name: &'a str,
    /// The commit, in full.
    commit: CommitId,
    /// The day of that commit.
    day: Date,
    /// The tags at that commit.
    tags: Vec<WireTag<'a>>,
}

#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Tag")]
struct WireTag<'a> {
    /// Its name.
    name: &'a str,
    /// Whether it carries a signature, which is not verified.
    signed: bool,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Summary {
    /// Documents at the newer end.
    documents: usize,
    /// Documents in the groups.
    changed: usize,
    /// Documents that could not be compared.
    unreadable: usize,
    /// Documents that are new or changed in substance without a review or an approval.
    without_review: usize,
    /// Documents whose version does not keep step with their text.
    version_problems: usize,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Groups<'a> {
    /// Documents that came.
    new: Vec<WireEntry<'a>>,
    /// Documents whose steps, statements or words changed.
    revised: Vec<WireEntry<'a>>,
    /// Documents in which only typography changed.
    editorial: Vec<WireEntry<'a>>,
    /// Documents that were reviewed and say the same.
    reviewed_without_change: Vec<WireEntry<'a>>,
    /// Documents that stand elsewhere and say the same.
    moved: Vec<WireEntry<'a>>,
    /// Documents that were superseded or retired.
    retired: Vec<WireEntry<'a>>,
    /// Documents that are gone.
    removed: Vec<WireEntry<'a>>,
    /// Documents of which only the record changed.
    record_only: Vec<WireEntry<'a>>,
}

#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Entry")]
struct WireEntry<'a> {
    /// Its number; `null` where it has none.
    id: Option<&'a str>,
    /// Its title: from the front matter, else its first heading, else the name of the file.
    title: &'a str,
    /// `policy`, `sop`, `work-instruction`, or a type of sopctl.toml.
    #[serde(rename = "type")]
    document_type: Option<&'a str>,
    /// The one accountable owner.
    owner: Option<&'a str>,
    /// Where it stands, from the root of the repository.
    path: &'a str,
    /// Where it stood at the older end; `null` where it is new.
    old_path: Option<&'a str>,
    /// The version at the older end.
    old_version: Option<&'a str>,
    /// The version at the newer end.
    new_version: Option<&'a str>,
    /// How much the whole change weighs.
    class: Class,
    /// What changed, as in `diff`; `null` where it came or went.
    changes: Option<Changes<'a>>,
    /// What changed, each in a line of words.
    in_words: Vec<String>,
    /// Why this version exists, as somebody wrote it down within the release.
    reason: Option<&'a str>,
    /// Where the reason is given; `null` where it is not, so that only `subjects` tell.
    reason_source: Option<ReasonSource>,
    /// The reason, or what the commits say instead, in words as they are shown.
    why: String,
    /// The ticket, CAPA or audit finding behind it.
    reference: Option<&'a str>,
    /// The subjects of the commits.
    subjects: &'a [String],
    /// Who wrote them.
    authors: &'a [Person],
    /// Whom the review names that came with the release; empty where it names nobody, or there
    /// is none.
    reviewed_by: &'a [String],
    /// Who wrote the commit of that review.
    review_author: Option<&'a Person>,
    /// That commit, in full.
    review_commit: Option<CommitId>,
    /// The day on which it came to the controlled branch.
    review_landed: Option<Date>,
    /// What kind of review it is.
    review_kind: Option<Kind>,
    /// What it came to.
    review_outcome: Option<ReviewOutcome>,
    /// The day of that review.
    reviewed_on: Option<Date>,
    /// What the reviewer noted.
    review_note: Option<&'a str>,
    /// Who approved it, where an approval came with the release.
    approvals: Vec<Approval<'a>>,
    /// Whether the recorded approval names the fingerprint of another text.
    approval_of_another_text: bool,
    /// The commits for which no approval is recorded.
    unapproved: &'a [CommitId],
    /// The pull or merge requests it came with.
    merge_requests: &'a [String],
    /// Whether the version should have been raised and was not.
    version_not_raised: bool,
    /// What is wrong with the version. Of a document that is not in force only a version
    /// that misleads is: one that went backwards or was taken out, or a major change that is
    /// called editorial.
    version_problem: Option<VersionProblem>,
    /// The version that the change asks for.
    proposed_version: Option<&'a str>,
    /// What the record says it is, at the newer end.
    status: Option<Status>,
    /// Who must read it again.
    reading: Reading<'a>,
    /// The commits, in full.
    commits: &'a [CommitId],
    /// The day from which it binds, as the front matter says.
    effective_date: Option<Date>,
    /// Whether that day came with the release.
    effective_date_changed: bool,
    /// The version that was in force at the older end; `null` where none was, or that is not
    /// certain.
    in_force_before: Option<&'a str>,
    /// The documents that rest on it.
    affected_documents: Vec<&'a str>,
    /// The same, with what became of them.
    affected: Vec<WireAffected<'a>>,
    /// What replaces it.
    superseded_by: &'a [String],
    /// Who must know it.
    audience: &'a [String],
}

#[derive(Debug, Serialize, JsonSchema)]
struct Approval<'a> {
    /// Who approved.
    by: &'a str,
    /// When.
    on: Option<Date>,
    /// Where that is recorded.
    source: ApprovalSource,
}

#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Affected")]
struct WireAffected<'a> {
    /// Its number, or its path where it has none.
    document: &'a str,
    /// How it stands to the document that changed.
    relation: Relation,
    /// Whether the release changes what it says as well.
    changed: bool,
    /// Whether the release brings a review of it.
    reviewed: bool,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Reading<'a> {
    /// Whether anybody must.
    required: bool,
    /// Which roles must.
    roles: &'a [String],
    /// Why, in words.
    because: &'static str,
}

impl<'a> Changelog<'a> {
    pub(super) fn of(report: &'a ChangelogReport) -> Self {
        let group = |group: Group| report.in_group(group).map(entry).collect();
        Self {
            from: report.from.as_ref().map(|from| end(from, &report.tags[0])),
            to: end(&report.to, &report.tags[1]),
            diverged: report.diverged,
            summary: Summary {
                documents: report.documents,
                changed: report.entries.len(),
                unreadable: report.unreadable.len(),
                without_review: report.entries.iter().filter(|e| e.is_unreviewed()).count(),
                version_problems: report
                    .entries
                    .iter()
                    .filter(|entry| entry.version_problem.is_some())
                    .count(),
            },
            groups: Groups {
                new: group(Group::New),
                revised: group(Group::Revised),
                editorial: group(Group::Editorial),
                reviewed_without_change: group(Group::ReviewedWithoutChange),
                moved: group(Group::Moved),
                retired: group(Group::Retired),
                removed: group(Group::Removed),
                record_only: group(Group::RecordOnly),
            },
            unreadable: &report.unreadable,
            overdue: report
                .overdue
                .iter()
                .map(|overdue| Overdue {
                    id: overdue.id.as_deref(),
                    path: &overdue.path,
                    title: &overdue.title,
                    owner: overdue.owner.as_deref(),
                    due: overdue.due,
                })
                .collect(),
            read_by: report.read_by,
            roles: roles(&report.entries).iter().map(role).collect(),
        }
    }
}

fn role<'a>(role: &Role<'a>) -> WireRole<'a> {
    let work = |work: &super::staff::Work<'a>| Work {
        id: work.entry.id.as_deref(),
        title: &work.entry.title,
        path: &work.entry.path,
        change: work.entry.group.counted(),
        effective_date: work.entry.binds_from(),
        must_read: work.must_read,
        more: work.more,
        named_only: work.is_named_only,
        told: work
            .told
            .iter()
            .map(|told| WireTold { label: told.label, text: told.text.words() })
            .collect(),
    };
    WireRole { name: role.name, documents: role.documents.iter().map(work).collect() }
}

fn end<'a>(end: &'a super::End, tags: &'a [Tag]) -> End<'a> {
    let tags = tags.iter().map(|tag| WireTag { name: &tag.name, signed: tag.is_signed }).collect();
    End { name: &end.name, commit: end.commit, day: end.day, tags }
}

fn entry(entry: &Entry) -> WireEntry<'_> {
    let reviewed = entry.reviewed.as_ref();
    let comparison = entry.comparison.as_ref();
    WireEntry {
        id: entry.id.as_deref(),
        title: &entry.title,
        document_type: entry.document_type.as_deref(),
        owner: entry.owner.as_deref(),
        path: &entry.path,
        old_path: entry.old_path.as_deref(),
        old_version: entry.old_version.as_deref(),
        new_version: entry.new_version.as_deref(),
        class: entry.class,
        changes: comparison.map(Changes::from),
        in_words: comparison
            .map(|comparison| {
                comparison.rows(Extent::Around).iter().map(ChangeRow::words).collect()
            })
            .unwrap_or_default(),
        reason: entry.reason.as_ref().map(|reason| reason.text.as_str()),
        reason_source: entry.reason.as_ref().map(|reason| reason.source),
        why: why(entry).words(),
        reference: entry.reference.as_deref(),
        subjects: &entry.subjects,
        authors: &entry.authors,
        reviewed_by: reviewed.map_or(&[], |review| review.by.as_slice()),
        review_author: reviewed.map(|review| &review.author),
        review_commit: reviewed.map(|review| review.commit),
        review_landed: reviewed.and_then(|review| review.landed),
        review_kind: reviewed.map(|review| review.kind),
        review_outcome: reviewed.and_then(|review| review.outcome),
        reviewed_on: reviewed.map(|review| review.on),
        review_note: reviewed.and_then(|review| review.note.as_deref()),
        approvals: entry
            .approvals
            .iter()
            .map(|approval| Approval { by: &approval.by, on: approval.on, source: approval.source })
            .collect(),
        approval_of_another_text: entry.is_approval_of_another_text,
        unapproved: &entry.unapproved,
        merge_requests: &entry.merge_requests,
        version_not_raised: entry.keeps_version(),
        version_problem: entry.version_problem,
        proposed_version: entry.proposed_version.as_deref(),
        status: entry.status,
        reading: Reading {
            required: entry.reading.required,
            roles: &entry.reading.roles,
            because: entry.reading.because,
        },
        commits: &entry.commits,
        effective_date: entry.effective_date,
        effective_date_changed: entry.is_newly_effective,
        in_force_before: entry.in_force_before.as_deref(),
        affected_documents: entry.affected.iter().map(|other| other.name.as_str()).collect(),
        affected: entry
            .affected
            .iter()
            .map(|other| WireAffected {
                document: &other.name,
                relation: other.relation,
                changed: other.is_changed,
                reviewed: other.is_reviewed,
            })
            .collect(),
        superseded_by: &entry.superseded_by,
        audience: &entry.audience,
    }
}
