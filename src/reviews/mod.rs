//! Which commits are reviews, of which kind, and of which text.
//!
//! A review is a commit in which the date of last review is later than everywhere before
//! it, or the same with a new note or fingerprint, or the first one and with the fingerprint
//! of the text. Notation, key, syntax and path do not
//! count, because dates are compared as they are parsed along one lineage. The same rule
//! finds approvals. Whether a document can be trusted is not judged here.

mod approval;
mod brought;
mod census;
mod chronicle;
mod hosted;
mod set;

use std::rc::Rc;

use crate::calendar::{Date, TimeZone};
use crate::evolution::{Evolution, VouchingRecord};
use crate::git::{BlobId, CommitId, GitError, Landing, Timeline};

pub use approval::{Approval, ApprovalSource, approvals, carried_approvals, recorded_approvals};
pub use brought::{Brought, brought};
pub use census::Census;
pub use chronicle::{Chronicle, Shown};
pub use hosted::{HostedApproval, HostedApprovals, HostedError};
pub use set::date_set_by;

/// From so many documents on, a commit is a mass edit rather than work on a document.
pub const BULK: usize = 5;

/// A commit that set the date of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// The commit.
    pub commit: CommitId,
    /// The first-parent commit of the controlled branch that brought it there; none where
    /// it is not there yet, or a shallow clone hides it.
    pub landing: Option<CommitId>,
    /// The date that it set.
    pub date: Date,
    /// The document as the commit wrote it, with what it says of reviewer and outcome.
    pub written: BlobId,
    /// The text that was before the reviewer: the newest that the same pull request wrote,
    /// else that of the commit itself.
    pub text: BlobId,
    /// What kind of event it is.
    pub kind: Kind,
    /// Whether the same landing changed what the document says as well.
    pub text_changed: bool,
    /// How many documents had nothing but their date changed in the same landing, this one
    /// included; 0 for other kinds, and before a [`Census`] has counted.
    pub together: usize,
    /// Whether the landing can be relied on: not where the branch was merged into itself.
    pub is_certain: bool,
}

/// The kinds of event; the first that applies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// The date appeared for the first time, and without a fingerprint of the text, which is
    /// no review.
    Initial,
    /// It went back, which is none either.
    Reverted,
    /// A date returned that had been there before, which is none either.
    Restored,
    /// It came with a note or a fingerprint of its own.
    Recorded,
    /// The same landing changed what the document says as well.
    WithChange,
    /// Nothing but the date, in at least [`BULK`] documents at once.
    BulkDateOnly,
    /// Nothing but the date.
    DateOnly,
    /// What stood there before cannot be read.
    Unknown,
}

impl Kind {
    /// The name in JSON.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Initial => "initial",
            Self::Reverted => "reverted",
            Self::Restored => "restored",
            Self::Recorded => "recorded",
            Self::WithChange => "with-change",
            Self::BulkDateOnly => "bulk-date-only",
            Self::DateOnly => "date-only",
            Self::Unknown => "unknown",
        }
    }

    /// Whether it is a review, of whatever worth.
    #[must_use]
    pub const fn is_review(self) -> bool {
        !matches!(self, Self::Initial | Self::Reverted | Self::Restored)
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

    /// What was recorded beside the date: the note of a review, and the fingerprint of the text.
    fn noted(self, record: &VouchingRecord) -> (Option<&str>, Option<&str>) {
        match self {
            Self::LastReviewed => (record.review_note.as_deref(), record.reviewed_text.as_deref()),
            Self::ApprovedOn => (None, record.approved_text.as_deref()),
        }
    }

    /// Whether a fingerprint stands beside the date that no parent has.
    fn has_own_text(self, record: &VouchingRecord, previous: &[Rc<VouchingRecord>]) -> bool {
        let (_, text) = self.noted(record);
        text.is_some() && previous.iter().all(|before| self.noted(before).1 != text)
    }
}

/// Every event of a document, newest first, as far as the clone knows it. Mass edits are
/// not told apart from other dates that changed alone: a [`Census`] of all documents does.
/// Days are those of `zone`.
///
/// # Errors
/// When an object is damaged.
pub fn events(
    field: DateField,
    timeline: &Timeline,
    evolution: &Evolution<'_>,
    landing: &Landing,
    zone: &TimeZone,
) -> Result<Vec<Event>, GitError> {
    Chronicle::read(field, timeline, evolution, landing, zone)?.events()
}
