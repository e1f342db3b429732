//! One document in a release: what became of it, and what history says about why.

use std::collections::HashMap;

use crate::calendar::Date;
use crate::comparison::{Class, Comparison, compare};
use crate::config::VersionScheme;
use crate::document::field::Field;
use crate::document::fingerprint::Fingerprint;
use crate::document::front_matter::Reference;
use crate::document::lifecycle::Status;
use crate::evolution::Pair;
use crate::git::{CommitId, GitError, Person, Revision};
use crate::library::Member;
use crate::reviews::{Approval, ApprovalSource};
use crate::source::Spanned;

use super::affected::{Affected, related};
use super::reading::{Change, Reading};
use super::trail::{History, Review, approvals};
use super::version::{Step, VersionProblem};

/// A document that a release changes.
#[derive(Debug)]
pub(crate) struct Entry {
    pub(super) group: Group,
    pub(super) id: Option<String>,
    pub(super) title: String,
    pub(super) naming: Naming,
    pub(super) document_type: Option<String>,
    pub(super) owner: Option<String>,
    pub(super) path: String,
    pub(super) old_path: Option<String>,
    pub(super) old_version: Option<String>,
    pub(super) new_version: Option<String>,
    pub(super) class: Class,
    pub(super) comparison: Option<Comparison>,
    /// What is wrong with the version.
    pub(super) version_problem: Option<VersionProblem>,
    /// The version that the change asks for, where the document is in force.
    pub(super) proposed_version: Option<String>,
    /// Why, as somebody wrote it down within the release.
    pub(super) reason: Option<Reason>,
    pub(super) reference: Option<String>,
    /// The subjects of the commits, which stand in where nobody gave a reason.
    pub(super) subjects: Vec<String>,
    pub(super) authors: Vec<Person>,
    pub(super) reviewed: Option<Review>,
    pub(super) approvals: Vec<Approval>,
    /// Whether the approval that the fields record names the fingerprint of another text.
    pub(super) is_approval_of_another_text: bool,
    /// The commits for which nobody has an approval.
    pub(super) unapproved: Vec<CommitId>,
    /// Numbers of the pull or merge requests that brought the changes.
    pub(super) merge_requests: Vec<String>,
    pub(super) commits: Vec<CommitId>,
    /// What the record says it is, at the newer end.
    pub(super) status: Option<Status>,
    pub(super) effective_date: Option<Date>,
    /// Whether that day came with the release, so that it is the one of this change.
    pub(super) is_newly_effective: bool,
    /// The version that was in force at the older end, where that is certain.
    pub(super) in_force_before: Option<String>,
    pub(super) affected: Vec<Affected>,
    /// The documents that it calls related, by names without case.
    pub(super) related: Vec<String>,
    pub(super) reading: Reading,
    /// Whether it bound anybody at the older end.
    pub(super) was_in_force: bool,
    pub(super) audience: Vec<String>,
    pub(super) superseded_by: Vec<String>,
}

/// What a document without a number is called.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Naming {
    /// Its title says which it is.
    Title,
    /// Another document without a number has the same title.
    TitleAndPath,
}

/// Why a document changed.
#[derive(Debug)]
pub(crate) struct Reason {
    pub(super) text: String,
    pub(super) source: ReasonSource,
}

/// Where a reason is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum ReasonSource {
    /// In `change_reason`, where it changed within the release.
    FrontMatter,
    /// In `Change-Reason` trailers of the commits.
    Trailer,
}

impl Entry {
    /// What people call the document: its number, or its path where it has none.
    pub(super) fn name(&self) -> &str {
        self.id.as_deref().unwrap_or(&self.path)
    }

    /// Whether it says anything else than before, or is new.
    pub(super) fn says_else(&self) -> bool {
        matches!(self.group, Group::New | Group::Revised | Group::Retired)
            && self.class.is_meaningful()
    }

    /// Whether it is approved or effective; a record without a status takes no part in a
    /// lifecycle and binds as it stands.
    pub(super) fn is_in_force(&self) -> bool {
        self.status.is_none_or(Status::is_approved)
    }

    /// Whether its text changed, be it its typography, under the version that it had.
    pub(super) fn keeps_version(&self) -> bool {
        self.class >= Class::Editorial
            && self.old_version.is_some()
            && self.old_version == self.new_version
    }

    /// The day from which what changed binds; none where the record still has the day of an
    /// earlier text.
    pub(super) fn binds_from(&self) -> Option<Date> {
        self.effective_date.filter(|_| self.is_newly_effective)
    }

    /// Whether its words came or changed, and nobody reviewed or approved them.
    pub(super) fn is_unreviewed(&self) -> bool {
        matches!(self.group, Group::New | Group::Revised)
            && self.class.is_meaningful()
            && self.reviewed.is_none()
            && self.approvals.is_empty()
    }
}

/// What became of a document, in the order of precedence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Group {
    Removed,
    Retired,
    New,
    Revised,
    Editorial,
    ReviewedWithoutChange,
    Moved,
    RecordOnly,
}

impl Group {
    /// In the order in which people read them: what changes for them comes first.
    pub(super) const READING_ORDER: [Self; 8] = [
        Self::New,
        Self::Revised,
        Self::Retired,
        Self::Removed,
        Self::ReviewedWithoutChange,
        Self::Moved,
        Self::Editorial,
        Self::RecordOnly,
    ];

    /// How a count of its documents reads: `9 revised`.
    pub(super) const fn counted(self) -> &'static str {
        match self {
            Self::Removed => "removed",
            Self::Retired => "retired",
            Self::New => "new",
            Self::Revised => "revised",
            Self::Editorial => "with editorial changes only",
            Self::ReviewedWithoutChange => "reviewed without change",
            Self::Moved => "moved",
            Self::RecordOnly => "with changes of the record only",
        }
    }

    pub(super) const fn heading(self) -> &'static str {
        match self {
            Self::Removed => "Removed",
            Self::Retired => "Retired",
            Self::New => "New",
            Self::Revised => "Revised",
            Self::Editorial => "Editorial changes only",
            Self::ReviewedWithoutChange => "Reviewed without change",
            Self::Moved => "Moved or renamed",
            Self::RecordOnly => "Changes of the record only",
        }
    }
}

/// Whether anything at all differs: text or path.
pub(super) fn differs(pair: &Pair<'_>) -> bool {
    match (pair.old, pair.new) {
        (Some(old), Some(new)) => {
            old.path != new.path || old.document.text() != new.document.text()
        }
        _ => true,
    }
}

/// How a document differs; `None` where it came or went.
pub(super) fn compared(pair: &Pair<'_>) -> Option<Comparison> {
    Some(compare(&pair.old?.document, &pair.new?.document))
}

/// The entry of a document; `None` where only its typing differs. `revisions` are those of
/// the release, newest first.
pub(super) fn of(
    pair: &Pair<'_>,
    comparison: Option<Comparison>,
    revisions: &[Revision],
    scheme: VersionScheme,
    history: &History<'_>,
) -> Result<Option<Entry>, GitError> {
    let Some(member) = pair.either() else { return Ok(None) };
    if let (Some(old), Some(new), Some(comparison)) = (pair.old, pair.new, &comparison) {
        history.evolution.learn(old, new, comparison);
    }
    let class = comparison.as_ref().map_or(Class::Major, |comparison| comparison.class);
    let reviewed = match pair.new {
        Some(new) => history.review(pair.old, new, revisions)?,
        None => None,
    };
    let Some(group) = group(pair, class, reviewed.as_ref()) else { return Ok(None) };
    let fields = member.document.fields();
    let old_fields = pair.old.map(|old| old.document.fields());
    let version = |document: Option<&Member>| {
        document.and_then(|member| member.document.fields().version.value().cloned())
    };
    let (old_version, new_version) = (version(pair.old), version(pair.new));
    let mut trail = history.trail(revisions, class)?;
    let stated = |field: &Field<String>, old: Option<&Field<String>>| {
        field.value().filter(|now| old.is_none_or(|old| old.value() != Some(*now))).cloned()
    };
    let reason = match stated(&fields.change_reason, old_fields.map(|old| &old.change_reason)) {
        Some(reason) => Some(Reason { text: reason, source: ReasonSource::FrontMatter }),
        None if trail.reasons.is_empty() => None,
        None => Some(Reason { text: trail.reasons.join("; "), source: ReasonSource::Trailer }),
    };
    let approved_by_fields = pair.new.map(|new| new.document.fields());
    let (approvals, unapproved) = approvals(old_fields, approved_by_fields, &mut trail);
    let is_recorded =
        approvals.iter().any(|approval| approval.source == ApprovalSource::FrontMatter);
    let approved_text = fields.approved_text.value().and_then(|text| Fingerprint::read(text));
    let status = fields.status.copied();
    let is_in_force = status.is_none_or(Status::is_approved);
    let step = Step {
        old: old_version.as_deref(),
        new: new_version.as_deref(),
        class,
        reason: reason.as_ref().map(|reason| reason.text.as_str()),
        scheme,
        is_in_force: is_in_force && group != Group::Retired,
    };
    let (audience_before, audience) =
        (old_fields.map(|old| texts(&old.audience)), texts(&fields.audience));
    let reading = Reading::of(Change {
        group,
        class,
        is_in_force,
        audience_before: audience_before.as_deref(),
        audience: &audience,
    });
    Ok(Some(Entry {
        group,
        id: fields.id.value().map(|id| id.as_str().to_owned()),
        title: member.title(),
        naming: Naming::Title,
        document_type: fields.document_type.value().map(|t| t.as_str().to_owned()),
        owner: fields.owner.value().cloned(),
        path: member.path.to_string(),
        old_path: pair.old.filter(|old| old.path != member.path).map(|old| old.path.to_string()),
        version_problem: step.problem().filter(|_| pair.new.is_some()),
        proposed_version: step.proposed().filter(|_| step.is_in_force && pair.new.is_some()),
        class,
        reason,
        reference: stated(&fields.change_ref, old_fields.map(|old| &old.change_ref)),
        subjects: trail.subjects,
        authors: trail.authors,
        reviewed,
        is_approval_of_another_text: is_recorded
            && approved_text.is_some_and(|text| text != member.document.fingerprint()),
        approvals,
        unapproved,
        merge_requests: trail.merge_requests,
        commits: revisions.iter().map(|revision| revision.commit).collect(),
        status,
        effective_date: fields.effective_date.copied(),
        is_newly_effective: old_fields
            .is_none_or(|old| old.effective_date.copied() != fields.effective_date.copied()),
        in_force_before: None,
        affected: Vec::new(),
        related: related(fields),
        reading,
        was_in_force: old_fields
            .is_some_and(|old| old.status.copied().is_none_or(Status::is_approved)),
        audience,
        superseded_by: ids(&fields.superseded_by),
        comparison,
        old_version,
        new_version,
    }))
}

/// Marks the documents without a number whose title alone does not say which they are.
pub(super) fn tell_namesakes_apart(entries: &mut [Entry]) {
    let mut counts: HashMap<String, usize> = HashMap::new();
    for entry in entries.iter().filter(|entry| entry.id.is_none()) {
        *counts.entry(entry.title.clone()).or_default() += 1;
    }
    for entry in entries.iter_mut().filter(|entry| entry.id.is_none()) {
        if counts.get(&entry.title).is_some_and(|count| *count > 1) {
            entry.naming = Naming::TitleAndPath;
        }
    }
}

fn group(pair: &Pair<'_>, class: Class, reviewed: Option<&Review>) -> Option<Group> {
    let over = |member: &Member| {
        matches!(
            member.document.fields().status.value(),
            Some(Status::Retired | Status::Superseded)
        )
    };
    let (old, new) = match (pair.old, pair.new) {
        (None, None) => return None,
        (Some(_), None) => return Some(Group::Removed),
        (None, Some(new)) if over(new) => return Some(Group::Retired),
        (None, Some(_)) => return Some(Group::New),
        (Some(old), Some(new)) => (old, new),
    };
    Some(match class {
        _ if over(new) && !over(old) => Group::Retired,
        Class::Major | Class::Minor => Group::Revised,
        Class::Editorial => Group::Editorial,
        _ if reviewed.is_some() => Group::ReviewedWithoutChange,
        _ if old.path != new.path => Group::Moved,
        Class::Record => Group::RecordOnly,
        Class::None => return None,
    })
}

fn texts(field: &Field<Vec<Spanned<String>>>) -> Vec<String> {
    field.texts().into_iter().map(str::to_owned).collect()
}

fn ids(field: &Field<Vec<Spanned<Reference>>>) -> Vec<String> {
    field.items().iter().map(|item| item.value.document.clone()).collect()
}
