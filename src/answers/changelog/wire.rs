//! The changelog for programs. Fields are added here, never changed.

use serde::Serialize;

use crate::calendar::Date;
use crate::comparison::Class;
use crate::comparison::wire::Changes;
use crate::git::{CommitId, Person};

use crate::library::Unreadable;

use super::{ChangelogReport, Entry, Group};

/// The body of the answer.
#[derive(Debug, Serialize)]
pub struct Changelog<'a> {
    from: End<'a>,
    to: End<'a>,
    diverged: bool,
    summary: Summary,
    groups: Groups<'a>,
    unreadable: &'a [Unreadable],
}

#[derive(Debug, Serialize)]
struct End<'a> {
    name: &'a str,
    commit: CommitId,
    day: Date,
}

#[derive(Debug, Serialize)]
struct Summary {
    documents: usize,
    changed: usize,
    unreadable: usize,
}

#[derive(Debug, Serialize)]
struct Groups<'a> {
    new: Vec<WireEntry<'a>>,
    revised: Vec<WireEntry<'a>>,
    editorial: Vec<WireEntry<'a>>,
    reviewed_without_change: Vec<WireEntry<'a>>,
    moved: Vec<WireEntry<'a>>,
    retired: Vec<WireEntry<'a>>,
    removed: Vec<WireEntry<'a>>,
    record_only: Vec<WireEntry<'a>>,
}

#[derive(Debug, Serialize)]
struct WireEntry<'a> {
    id: Option<&'a str>,
    title: &'a str,
    #[serde(rename = "type")]
    document_type: Option<&'a str>,
    owner: Option<&'a str>,
    path: &'a str,
    old_path: Option<&'a str>,
    old_version: Option<&'a str>,
    new_version: Option<&'a str>,
    class: Class,
    changes: Option<Changes<'a>>,
    reason: Option<&'a str>,
    reference: Option<&'a str>,
    subjects: &'a [String],
    authors: &'a [Person],
    reviewed_by: &'a [String],
    reviewed_on: Option<Date>,
    review_note: Option<&'a str>,
    approvals: Vec<Approval<'a>>,
    merge_requests: &'a [String],
    version_not_raised: bool,
    reading: Reading<'a>,
    commits: &'a [CommitId],
    effective_date: Option<Date>,
    /// The version that was in force before; not known yet, and always there.
    in_force_before: Option<&'a str>,
    affected_documents: &'a [String],
    superseded_by: &'a [String],
    audience: &'a [String],
}

#[derive(Debug, Serialize)]
struct Approval<'a> {
    by: &'a str,
    on: Option<Date>,
    source: &'static str,
}

#[derive(Debug, Serialize)]
struct Reading<'a> {
    required: bool,
    roles: &'a [String],
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
        in_force_before: None,
        affected_documents: &entry.affected,
        superseded_by: &entry.superseded_by,
        audience: &entry.audience,
    }
}
