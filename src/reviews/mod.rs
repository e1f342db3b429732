//! Which commit is the review that a document shows, and which text was reviewed.
//!
//! A first version of the definitions in the documentation: the event of a date is the
//! earliest commit since which the document shows it without a break. Kinds of review
//! and dates that go backwards are told apart by later work here.

use crate::calendar::Date;
use crate::evolution::{Evolution, Facts, Known};
use crate::git::{BlobId, CommitId, End, GitError, Landing, Repository, Timeline};
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
    fn of(self, facts: &Facts) -> Option<Date> {
        match self {
            Self::LastReviewed => facts.last_reviewed,
            Self::ApprovedOn => facts.approved_on,
        }
    }
}

/// The event of the date that a document shows in the newest commit of its timeline;
/// `None` where it shows none.
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
    let mut shown: Option<Date> = None;
    let mut found = None;
    let mut first = true;
    for revision in &timeline.revisions {
        let Some(blob) = revision.blob else { break };
        let Some(facts) = evolution.facts(blob)? else { return Ok(Some(Known::Unreadable)) };
        let date = field.of(&facts);
        match (shown, date) {
            (None, None) => return Ok(None),
            (None, Some(date)) => shown = Some(date),
            (Some(shown), Some(date)) if shown == date => {}
            (Some(_), other) => {
                first = other.is_none();
                break;
            }
        }
        found = Some((revision, blob));
    }
    let (Some((revision, blob)), Some(date)) = (found, shown) else { return Ok(None) };
    let reached_end = timeline.revisions.last().is_some_and(|last| last.commit == revision.commit);
    if reached_end && let End::Boundary(commit) = timeline.end {
        return Ok(Some(Known::BeyondBoundary(commit)));
    }
    let landing = landing.of(revision.commit);
    let text = match landing {
        Some(landing) if landing != revision.commit => {
            seen_by_reviewer(repository, landing, &revision.path, path)?.or(Some(blob))
        }
        _ => Some(blob),
    };
    let mut text_changed = true;
    if let Some(new) = evolution.facts(blob)? {
        for previous in revision.previous.iter().flatten() {
            let old = evolution.facts(*previous)?;
            text_changed &= old.is_none_or(|old| old.fingerprint != new.fingerprint);
        }
    }
    let commit = revision.commit;
    Ok(Some(Known::Yes(Event { commit, landing, date, text, initial: first, text_changed })))
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
