//! Which commit is the review that a document shows, and which text was reviewed.
//!
//! The event of a date is the earliest commit that set it. Bulk changes of dates and
//! dates that go backwards are not told apart here yet.

use crate::calendar::Date;
use crate::evolution::{Evolution, Known, VouchingRecord};
use crate::git::{BlobId, CommitId, End, GitError, Landing, Revision, Timeline};

/// The commit that gave a document the date it shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// The commit.
    pub commit: CommitId,
    /// The first-parent commit of the controlled branch that brought it there.
    pub landing: Option<CommitId>,
    /// The date that it set.
    pub date: Date,
    /// The text that was before the reviewer: the newest that the same pull request wrote,
    /// else that of the commit itself.
    pub text: BlobId,
    /// What kind of event it is.
    pub kind: Kind,
    /// Whether the commit changed what the document says as well.
    pub text_changed: bool,
    /// Whether the landing can be relied on: not where the branch was merged into itself.
    pub is_certain: bool,
}

/// The kinds of event that are told apart; the first that applies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// The date appeared for the first time, which is no review.
    Initial,
    /// It came with a note or a fingerprint of its own.
    Recorded,
    /// The commit changed what the document says as well.
    WithChange,
    /// Nothing but the date.
    DateOnly,
}

impl Kind {
    /// The name in JSON.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Initial => "initial",
            Self::Recorded => "recorded",
            Self::WithChange => "with-change",
            Self::DateOnly => "date-only",
        }
    }
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
    const fn of(self, record: &VouchingRecord) -> Option<Date> {
        match self {
            Self::LastReviewed => record.last_reviewed,
            Self::ApprovedOn => record.approved_on,
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
    timeline: &Timeline,
    evolution: &Evolution<'_>,
    landing: &Landing,
) -> Result<Option<Known<Event>>, GitError> {
    let Some(newest) = timeline.revisions.first().and_then(|revision| revision.blob) else {
        return Ok(None);
    };
    let Some(shown) = evolution.record(newest)? else { return Ok(Some(Known::Unreadable)) };
    let Some(date) = field.of(&shown) else { return Ok(None) };
    let mut earliest = None;
    for (index, revision) in timeline.revisions.iter().enumerate() {
        let Some(blob) = revision.blob else { continue };
        // A version that cannot be read shows no date.
        if evolution.record(blob)?.and_then(|record| field.of(&record)) != Some(date) {
            continue;
        }
        let before = previous_dates(field, revision, evolution)?;
        if !before.contains(&Some(date)) {
            earliest = Some((index, revision, blob, before.iter().all(Option::is_none)));
        }
    }
    let Some((index, revision, blob, initial)) = earliest else {
        return Ok(Some(match timeline.end {
            End::Boundary(commit) => Known::BeyondBoundary(commit),
            End::Created | End::MissingObject(_) => Known::Unreadable,
        }));
    };
    if initial && matches!(timeline.end, End::MissingObject(_)) {
        // What the clone lacks would tell whether it came from elsewhere, date and all.
        return Ok(Some(Known::Unreadable));
    }
    let commit = revision.commit;
    let landing_of = landing.of(commit);
    let text = match landing_of {
        Some(by) if by != commit => {
            seen_by_reviewer(&timeline.revisions[..index], by, landing).unwrap_or(blob)
        }
        _ => blob,
    };
    let is_certain = landing.is_certain(commit);
    let text_changed = evolution.changes_substance(revision)?;
    let kind = if initial {
        Kind::Initial
    } else if has_own_note(revision, blob, evolution)? {
        Kind::Recorded
    } else if text_changed {
        Kind::WithChange
    } else {
        Kind::DateOnly
    };
    let landing = landing_of;
    Ok(Some(Known::Yes(Event { commit, landing, date, text, kind, text_changed, is_certain })))
}

/// Whether the commit came with a note or a fingerprint of its own: what stood there
/// before is of an earlier review.
fn has_own_note(
    revision: &Revision,
    blob: BlobId,
    evolution: &Evolution<'_>,
) -> Result<bool, GitError> {
    let Some(now) = evolution.record(blob)? else { return Ok(false) };
    let noted =
        |record: &VouchingRecord| (record.review_note.clone(), record.reviewed_text.clone());
    if noted(&now) == (None, None) {
        return Ok(false);
    }
    for previous in revision.previous.iter().flatten() {
        if evolution.record(*previous)?.is_some_and(|before| noted(&before) == noted(&now)) {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Whether a revision shows a date of last review that none of its parents shows.
///
/// # Errors
/// When an object is damaged.
pub fn sets_review_date(revision: &Revision, evolution: &Evolution<'_>) -> Result<bool, GitError> {
    let Some(blob) = revision.blob else { return Ok(false) };
    let date = evolution.record(blob)?.and_then(|record| record.last_reviewed);
    let before = previous_dates(DateField::LastReviewed, revision, evolution)?;
    Ok(date.is_some() && !before.contains(&date))
}

/// Whether a revision is a review as the record shows it: a date of last review later than
/// in each of its parents, or the same one with a new note or a new fingerprint. A date that
/// appears for the first time is none, nor is one that goes back.
///
/// # Errors
/// When an object is damaged.
pub fn is_review(revision: &Revision, evolution: &Evolution<'_>) -> Result<bool, GitError> {
    let Some(blob) = revision.blob else { return Ok(false) };
    let Some(date) = evolution.record(blob)?.and_then(|record| record.last_reviewed) else {
        return Ok(false);
    };
    let before = previous_dates(DateField::LastReviewed, revision, evolution)?;
    Ok(match before.iter().copied().flatten().max() {
        Some(newest) if newest == date => has_own_note(revision, blob, evolution)?,
        Some(newest) => newest < date,
        None => false,
    })
}

/// The date in each parent of a revision that has the document.
fn previous_dates(
    field: DateField,
    revision: &Revision,
    evolution: &Evolution<'_>,
) -> Result<Vec<Option<Date>>, GitError> {
    let mut dates = Vec::new();
    for previous in revision.previous.iter().flatten() {
        dates.push(evolution.record(*previous)?.and_then(|record| field.of(&record)));
    }
    Ok(dates)
}

/// The newest text of the same pull request: later commits of its own count as seen, what
/// a merge brought in from the controlled branch does not. `newer` are the revisions after
/// the review, newest first.
fn seen_by_reviewer(newer: &[Revision], by: CommitId, landing: &Landing) -> Option<BlobId> {
    newer
        .iter()
        .find(|revision| !revision.is_merge() && landing.of(revision.commit) == Some(by))
        .and_then(|revision| revision.blob)
}
