//! The changelog for programs. Fields are added here, never changed.

use schemars::JsonSchema;
use serde::Serialize;

use crate::calendar::Date;
use crate::comparison::Class;
use crate::comparison::wire::Changes;
use crate::git::{CommitId, Person};

use crate::library::Unreadable;

use super::{ChangelogReport, Entry, Group};

/// The body of the answer.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Changelog<'a> {
    /// The older end.
    from: End<'a>,
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
}

#[derive(Debug, Serialize, JsonSchema)]
struct End<'a> {
    /// As it was asked for.
    name: &'a str,
    /// The commit, in full.
    commit: CommitId,
    /// The day of that commit.
    day: Date,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Summary {
    /// Documents at the newer end.
    documents: usize,
    /// Documents in the groups.
    changed: usize,
    /// Documents that could not be compared.
    unreadable: usize,
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
    /// Why this version exists, as the front matter says.
    reason: Option<&'a str>,
    /// The ticket, CAPA or audit finding behind it.
    reference: Option<&'a str>,
    /// The subjects of the commits.
    subjects: &'a [String],
    /// Who wrote them.
    authors: &'a [Person],
    /// Who reviewed it, where a review came with the release.
    reviewed_by: &'a [String],
    /// The day of that review.
    reviewed_on: Option<Date>,
    /// What the reviewer noted.
    review_note: Option<&'a str>,
    /// Who approved it, where an approval came with the release.
    approvals: Vec<Approval<'a>>,
    /// The pull or merge requests it came with.
    merge_requests: &'a [String],
    /// Whether the version should have been raised and was not.
    version_not_raised: bool,
    /// Who must read it again.
    reading: Reading<'a>,
    /// The commits, in full.
    commits: &'a [CommitId],
    /// The day from which it binds.
    effective_date: Option<Date>,
    /// The version that was in force at the older end; `null` where none was, or that is not
    /// certain.
    in_force_before: Option<&'a str>,
    /// The documents that implement it.
    affected_documents: &'a [String],
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
    source: &'static str,
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
            from: end(&report.from),
            to: end(&report.to),
            diverged: report.diverged,
            summary: Summary {
                documents: report.documents,
                changed: report.entries.len(),
                unreadable: report.unreadable.len(),
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
        }
    }
}

fn end(end: &super::End) -> End<'_> {
    End { name: &end.name, commit: end.commit, day: end.day }
}

fn entry(entry: &Entry) -> WireEntry<'_> {
    let required = entry.requires_reading();
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
        changes: entry.comparison.as_ref().map(Changes::from),
        reason: entry.reason.as_deref(),
        reference: entry.reference.as_deref(),
        subjects: &entry.subjects,
        authors: &entry.authors,
        reviewed_by: entry.reviewed.as_ref().map_or(&[], |review| review.by.as_slice()),
        reviewed_on: entry.reviewed.as_ref().map(|review| review.on),
        review_note: entry.reviewed.as_ref().and_then(|review| review.note.as_deref()),
        approvals: entry
            .approvals
            .iter()
            .map(|approval| Approval { by: &approval.by, on: approval.on, source: "front matter" })
            .collect(),
        merge_requests: &entry.merge_requests,
        version_not_raised: entry.version_not_raised,
        reading: Reading {
            required,
            roles: if required { &entry.audience } else { &[] },
            because: match (required, entry.group) {
                (true, Group::New) => "the document is new",
                (true, _) => "a change of class major",
                (false, Group::New | Group::Revised) if !entry.is_in_force() => {
                    "the document is not in force"
                }
                (false, _) => "no change of class major",
            },
        },
        commits: &entry.commits,
        effective_date: entry.effective_date,
        in_force_before: entry.in_force_before.as_deref(),
        affected_documents: &entry.affected,
        superseded_by: &entry.superseded_by,
        audience: &entry.audience,
    }
}
