//! One document in a release: what became of it, and what history says about why.

use crate::calendar::Date;
use crate::comparison::{Class, Comparison, compare};
use crate::document::field::Field;
use crate::document::front_matter::{Fields, Reference};
use crate::document::lifecycle::Status;
use crate::evolution::{Pair, revisions_between};
use crate::git::{CommitId, GitError, Person, Revision, Timeline};
use crate::library::{Library, Member};
use crate::source::Spanned;

use super::History;

/// A document that a release changes.
#[derive(Debug)]
pub(crate) struct Entry {
    pub(super) group: Group,
    pub(super) id: Option<String>,
    pub(super) title: String,
    pub(super) document_type: Option<String>,
    pub(super) owner: Option<String>,
    pub(super) path: String,
    pub(super) old_path: Option<String>,
    pub(super) old_version: Option<String>,
    pub(super) new_version: Option<String>,
    pub(super) version_not_raised: bool,
    pub(super) class: Class,
    pub(super) comparison: Option<Comparison>,
    /// Why, from `change_reason` where it changed within the release.
    pub(super) reason: Option<String>,
    pub(super) reference: Option<String>,
    /// The subjects of the commits, which stand in where nobody gave a reason.
    pub(super) subjects: Vec<String>,
    pub(super) authors: Vec<Person>,
    pub(super) reviewed: Option<Review>,
    pub(super) approvals: Vec<Approval>,
    /// Numbers of the pull or merge requests that brought the changes.
    pub(super) merge_requests: Vec<String>,
    pub(super) commits: Vec<CommitId>,
    /// What the record says it is, at the newer end.
    pub(super) status: Option<Status>,
    pub(super) effective_date: Option<Date>,
    /// The version that was in force at the older end, where that is certain.
    pub(super) in_force_before: Option<String>,
    pub(super) affected: Vec<String>,
    pub(super) audience: Vec<String>,
    pub(super) superseded_by: Vec<String>,
}

/// A review that the release brings.
#[derive(Debug)]
pub(crate) struct Review {
    pub(super) on: Date,
    pub(super) by: Vec<String>,
    pub(super) note: Option<String>,
}

/// An approval that the release brings.
#[derive(Debug)]
pub(crate) struct Approval {
    pub(super) by: String,
    pub(super) on: Option<Date>,
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

/// The entry of a document; `None` where only its typing differs.
pub(super) fn of(
    pair: &Pair<'_>,
    then: Option<&Timeline>,
    now: Option<&Timeline>,
    new: &Library,
    history: &History<'_>,
) -> Result<Option<Entry>, GitError> {
    let Some(member) = pair.either() else { return Ok(None) };
    let comparison = match (pair.old, pair.new) {
        (Some(old), Some(new)) => Some(compare(&old.document, &new.document)),
        _ => None,
    };
    let class = comparison.as_ref().map_or(Class::Major, |comparison| comparison.class);
    let Some(group) = group(pair, class) else { return Ok(None) };
    let fields = member.document.fields();
    let old_fields = pair.old.map(|old| old.document.fields());
    let version = |document: Option<&Member>| {
        document.and_then(|member| member.document.fields().version.value().cloned())
    };
    let (old_version, new_version) = (version(pair.old), version(pair.new));
    let revisions = now.map(|now| revisions_between(then, now)).unwrap_or_default();
    let trail = trail(&revisions, history)?;
    let stated = |field: &Field<String>, old: Option<&Field<String>>| {
        field.value().filter(|now| old.is_none_or(|old| old.value() != Some(*now))).cloned()
    };
    Ok(Some(Entry {
        group,
        id: fields.id.value().map(|id| id.as_str().to_owned()),
        title: member.title(),
        document_type: fields.document_type.value().map(|t| t.as_str().to_owned()),
        owner: fields.owner.value().cloned(),
        path: member.path.to_string(),
        old_path: pair.old.filter(|old| old.path != member.path).map(|old| old.path.to_string()),
        version_not_raised: class >= Class::Editorial
            && old_version.is_some()
            && old_version == new_version,
        old_version,
        new_version,
        class,
        reason: stated(&fields.change_reason, old_fields.map(|old| &old.change_reason)),
        reference: stated(&fields.change_ref, old_fields.map(|old| &old.change_ref)),
        subjects: trail.subjects,
        authors: trail.authors,
        reviewed: review(fields, old_fields),
        approvals: approvals(fields, old_fields),
        merge_requests: trail.merge_requests,
        commits: revisions.iter().map(|revision| revision.commit).collect(),
        status: fields.status.copied(),
        effective_date: fields.effective_date.copied(),
        in_force_before: None,
        affected: affected(member, new),
        audience: texts(&fields.audience),
        superseded_by: ids(&fields.superseded_by),
        comparison,
    }))
}

fn group(pair: &Pair<'_>, class: Class) -> Option<Group> {
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
        _ if review(new.document.fields(), Some(old.document.fields())).is_some() => {
            Group::ReviewedWithoutChange
        }
        _ if old.path != new.path => Group::Moved,
        Class::Record => Group::RecordOnly,
        Class::None => return None,
    })
}

/// A review whose date or note came with the release.
fn review(fields: &Fields, old: Option<&Fields>) -> Option<Review> {
    let on = fields.last_reviewed.copied()?;
    let same = old.is_some_and(|old| {
        old.last_reviewed.copied().is_some_and(|before| before >= on)
            && old.review_note.value() == fields.review_note.value()
    });
    (!same).then(|| Review {
        on,
        by: texts(&fields.reviewed_by),
        note: fields.review_note.value().cloned(),
    })
}

fn approvals(fields: &Fields, old: Option<&Fields>) -> Vec<Approval> {
    let on = fields.approved_on.copied();
    let is_same = |old: &Fields| {
        old.approved_on.copied() == on && texts(&old.approved_by) == texts(&fields.approved_by)
    };
    if old.is_some_and(is_same) {
        return Vec::new();
    }
    texts(&fields.approved_by).into_iter().map(|by| Approval { by, on }).collect()
}

/// The documents that implement this one.
fn affected(member: &Member, library: &Library) -> Vec<String> {
    let implements = |other: &&Member| {
        let references = other.document.fields().implements.items();
        references
            .iter()
            .any(|reference| reference.value.document.eq_ignore_ascii_case(member.name()))
    };
    library.members.iter().filter(implements).map(|other| other.name().to_owned()).collect()
}

struct Trail {
    subjects: Vec<String>,
    authors: Vec<Person>,
    merge_requests: Vec<String>,
}

/// What the commits say: their subjects, their authors, their pull requests. Where any of
/// them changed what the document says, only those speak, and else those that changed its
/// typography; a mass edit of dates is neither an author nor a reason.
fn trail(revisions: &[&Revision], history: &History<'_>) -> Result<Trail, GitError> {
    let mut trail = Trail { subjects: Vec::new(), authors: Vec::new(), merge_requests: Vec::new() };
    let mut with_meaning = Vec::new();
    let mut with_text = Vec::new();
    for revision in revisions {
        if history.evolution.changes_substance(revision)? {
            with_text.push(*revision);
            if history.evolution.changes_meaning(revision)? {
                with_meaning.push(*revision);
            }
        }
    }
    let speaking = [with_meaning.as_slice(), with_text.as_slice(), revisions];
    let speaking = speaking.into_iter().find(|revisions| !revisions.is_empty()).unwrap_or_default();
    for revision in speaking {
        let commit = revision.commit;
        let info = history.evolution.commit(commit)?;
        let mut requests = info.pull_request();
        if let Some(landing) = history.landing.of(commit).filter(|landing| *landing != commit) {
            requests = requests.or(history.evolution.commit(landing)?.pull_request());
        }
        push_new(&mut trail.merge_requests, requests);
        if info.parents.len() < 2 {
            push_new(
                &mut trail.authors,
                [&info.author].into_iter().chain(&info.co_authors).cloned(),
            );
            push_new(&mut trail.subjects, [info.subject.clone()]);
        }
    }
    Ok(trail)
}

fn push_new<T: PartialEq>(list: &mut Vec<T>, items: impl IntoIterator<Item = T>) {
    for item in items {
        if !list.contains(&item) {
            list.push(item);
        }
    }
}

fn texts(field: &Field<Vec<Spanned<String>>>) -> Vec<String> {
    field.texts().into_iter().map(str::to_owned).collect()
}

fn ids(field: &Field<Vec<Spanned<Reference>>>) -> Vec<String> {
    field.items().iter().map(|item| item.value.document.clone()).collect()
}
