//! Which commit is the review that a document shows, and which text was reviewed.
//!
//! The event of a date is the earliest commit that set it. Kinds of review and dates
//! that go backwards are not told apart here yet.

use crate::calendar::Date;
use crate::evolution::{Dates, Evolution, Known};
use crate::git::{BlobId, CommitId, End, GitError, Landing, Repository, Revision, Timeline};
use crate::paths::RepoPath;

/// The commit that gave a document the date it shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// The commit.
    pub commit: CommitId,
    /// The first-parent commit of the controlled branch that brought it there.
    pub landing: Option<CommitId>,
    /// The date that it set.
    pub date: Date,
    /// The text that was before the reviewer: at the landing's branch tip, so that
    /// later commits of the same pull request count as seen; else at the commit itself.
    pub text: Option<BlobId>,
    /// Whether the date appeared for the first time, which is not a review.
    pub initial: bool,
    /// Whether the commit changed what the document says as well.
    pub text_changed: bool,
}

/// The date fields that are events when they are set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DateField {
    /// `last_reviewed`.
    LastReviewed,
    /// `approved_on`.
    ApprovedOn,
}

impl DateField {
    const fn of(self, dates: Dates) -> Option<Date> {
        match self {
            Self::LastReviewed => dates.last_reviewed,
            Self::ApprovedOn => dates.approved_on,
        }
    }
}

/// The event of the date that a document shows in the newest commit of its timeline:
/// the earliest commit that has this date where none of its parents has it, not the
/// newest that shows it. A merge that only brings a date together with other work is
/// therefore none, nor is a commit that puts a former date back. `None` where the
/// document shows no date.
///
/// # Errors
/// When an object is damaged.
pub fn event(
    field: DateField,
    path: &RepoPath,
    timeline: &Timeline,
    evolution: &Evolution<'_>,
    repository: &Repository,
    landing: &Landing,
) -> Result<Option<Known<Event>>, GitError> {
    let Some(newest) = timeline.revisions.first().and_then(|revision| revision.blob) else {
        return Ok(None);
    };
    let Some(shown) = evolution.dates(newest)? else { return Ok(Some(Known::Unreadable)) };
    let Some(date) = field.of(shown) else { return Ok(None) };
    let mut earliest = None;
    for revision in &timeline.revisions {
        let Some(blob) = revision.blob else { continue };
        // A version that cannot be read shows no date.
        if evolution.dates(blob)?.and_then(|dates| field.of(dates)) != Some(date) {
            continue;
        }
        let before = previous_dates(field, revision, evolution)?;
        if !before.contains(&Some(date)) {
            earliest = Some((revision, blob, before.iter().all(Option::is_none)));
        }
    }
    let Some((revision, blob, initial)) = earliest else {
        return Ok(Some(match timeline.end {
            End::Boundary(commit) => Known::BeyondBoundary(commit),
            End::Created | End::MissingObject(_) => Known::Unreadable,
        }));
    };
    let commit = revision.commit;
    let landing = landing.of(commit);
    let text = match landing {
        Some(landing) if landing != commit => {
            seen_by_reviewer(repository, landing, &revision.path, path)?.or(Some(blob))
        }
        _ => Some(blob),
    };
    let text_changed = evolution.changes_substance(revision)?;
    Ok(Some(Known::Yes(Event { commit, landing, date, text, initial, text_changed })))
}

/// The date in each parent of a revision that has the document.
fn previous_dates(
    field: DateField,
    revision: &Revision,
    evolution: &Evolution<'_>,
) -> Result<Vec<Option<Date>>, GitError> {
    let mut dates = Vec::new();
    for previous in revision.previous.iter().flatten() {
        dates.push(evolution.dates(*previous)?.and_then(|dates| field.of(dates)));
    }
    Ok(dates)
}

/// The document at the tip of the branch that a merge landed: its last parent.
fn seen_by_reviewer(
    repository: &Repository,
    landing: CommitId,
    then: &RepoPath,
    now: &RepoPath,
) -> Result<Option<BlobId>, GitError> {
    let info = repository.commit_info(landing)?;
    let Some(tip) = info.parents.last().filter(|_| info.parents.len() > 1) else { return Ok(None) };
    for path in [then, now] {
        if let Some(file) = repository.file(*tip, path)? {
            return Ok(Some(file.blob));
        }
    }
    Ok(None)
}
