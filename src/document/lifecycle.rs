//! What a document is and how far it has come: types, statuses, review outcomes.
//!
//! Overdue is no status: it follows from dates and is never written down.

use std::fmt;

use schemars::JsonSchema;
use serde::Serialize;

use crate::calendar::{Interval, IntervalError};

/// Where a document stands between draft and retirement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// Being written.
    Draft,
    /// Being read by its approvers.
    InReview,
    /// Approved; in force from its effective date.
    Approved,
    /// In force.
    Effective,
    /// Replaced by another document.
    Superseded,
    /// Out of use.
    Retired,
}

impl Status {
    /// All of them, in the order of a document's life.
    pub const ALL: [Self; 6] = [
        Self::Draft,
        Self::InReview,
        Self::Approved,
        Self::Effective,
        Self::Superseded,
        Self::Retired,
    ];

    /// The status as front matter has it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::InReview => "in-review",
            Self::Approved => "approved",
            Self::Effective => "effective",
            Self::Superseded => "superseded",
            Self::Retired => "retired",
        }
    }

    /// Reads a status, whatever its case and whether its words are joined by `-`, `_` or a blank.
    ///
    /// # Errors
    /// When there is no such status.
    pub fn read(text: &str) -> Result<Self, StatusError> {
        let word = in_kebab_case(text);
        Self::ALL
            .into_iter()
            .find(|status| status.as_str() == word)
            .ok_or_else(|| StatusError { text: text.to_owned() })
    }

    /// Approved, or effective already.
    #[must_use]
    pub const fn is_approved(self) -> bool {
        matches!(self, Self::Approved | Self::Effective)
    }

    /// Superseded or retired: its text no longer binds anybody.
    #[must_use]
    pub const fn is_over(self) -> bool {
        matches!(self, Self::Superseded | Self::Retired)
    }
}

/// A word that is no status.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{text:?} is none of draft, in-review, approved, effective, superseded, retired")]
pub struct StatusError {
    /// The text as read.
    pub text: String,
}

/// Whose rules a document follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum DocumentKind {
    /// States what must be.
    Policy,
    /// Says who does what, and when.
    Sop,
    /// Tells one person how, step by step.
    WorkInstruction,
}

impl DocumentKind {
    /// All of them, from the top of the hierarchy down.
    pub const ALL: [Self; 3] = [Self::Policy, Self::Sop, Self::WorkInstruction];

    /// The kind as `type` in front matter and `kind` in the configuration have it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Policy => "policy",
            Self::Sop => "sop",
            Self::WorkInstruction => "work-instruction",
        }
    }

    /// The kind that a word names; `wi` is short for `work-instruction`.
    #[must_use]
    pub fn named(text: &str) -> Option<Self> {
        match in_kebab_case(text).as_str() {
            "policy" => Some(Self::Policy),
            "sop" => Some(Self::Sop),
            "work-instruction" | "wi" => Some(Self::WorkInstruction),
            _ => None,
        }
    }
}

/// The type that a document says it has.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum DocumentType {
    /// One of the built-in types, which is a kind by itself.
    Kind(DocumentKind),
    /// Another name; the configuration may declare it and say its kind.
    Other(String),
}

impl DocumentType {
    /// Reads a type; any word is one.
    #[must_use]
    pub fn new(text: &str) -> Self {
        DocumentKind::named(text).map_or_else(|| Self::Other(text.trim().to_owned()), Self::Kind)
    }

    /// The canonical name: `work-instruction` also where `wi` is written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Kind(kind) => kind.as_str(),
            Self::Other(name) => name,
        }
    }

    /// The kind, where the type is a built-in one.
    #[must_use]
    pub const fn kind(&self) -> Option<DocumentKind> {
        match self {
            Self::Kind(kind) => Some(*kind),
            Self::Other(_) => None,
        }
    }
}

/// How often a document must be reviewed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ReviewInterval {
    /// So long after the last review.
    Every(Interval),
    /// `"none"`: exempt, for a reason that must be given.
    None,
}

impl ReviewInterval {
    /// Reads an interval or `none`.
    ///
    /// # Errors
    /// When the text is neither.
    pub fn read(text: &str) -> Result<Self, IntervalError> {
        if text.trim().eq_ignore_ascii_case("none") {
            Ok(Self::None)
        } else {
            Interval::read(text).map(Self::Every)
        }
    }

    /// The regular expression of what is read, as [`Interval::pattern`] makes it.
    #[must_use]
    pub fn pattern() -> String {
        Interval::pattern(&["none"])
    }
}

/// What a review came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ReviewOutcome {
    /// Nothing to change.
    Current,
    /// Changed by the review.
    Revised,
    /// To be changed: the document stays suspect until it is.
    NeedsRevision,
    /// To be retired.
    Retire,
}

impl ReviewOutcome {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Current, Self::Revised, Self::NeedsRevision, Self::Retire];

    /// The outcome as front matter has it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Current => "current",
            Self::Revised => "revised",
            Self::NeedsRevision => "needs-revision",
            Self::Retire => "retire",
        }
    }

    /// Reads an outcome, as loosely as [`Status::read`].
    ///
    /// # Errors
    /// When there is no such outcome.
    pub fn read(text: &str) -> Result<Self, ReviewOutcomeError> {
        let word = in_kebab_case(text);
        Self::ALL
            .into_iter()
            .find(|outcome| outcome.as_str() == word)
            .ok_or_else(|| ReviewOutcomeError { text: text.to_owned() })
    }
}

/// A word that is no review outcome.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{text:?} is none of current, revised, needs-revision, retire")]
pub struct ReviewOutcomeError {
    /// The text as read.
    pub text: String,
}

fn in_kebab_case(text: &str) -> String {
    text.trim().to_lowercase().replace(['_', ' '], "-")
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Display for DocumentKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Display for ReviewInterval {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Every(interval) => interval.fmt(f),
            Self::None => f.write_str("none"),
        }
    }
}

impl fmt::Display for ReviewOutcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_read_whatever_their_case_and_joints() {
        assert_eq!(Status::read("In review"), Ok(Status::InReview));
        assert_eq!(Status::read(" EFFECTIVE "), Ok(Status::Effective));
        assert!(Status::read("overdue").is_err());
        assert_eq!(ReviewOutcome::read("needs_revision"), Ok(ReviewOutcome::NeedsRevision));
        for status in Status::ALL {
            assert_eq!(Status::read(status.as_str()), Ok(status));
        }
    }

    #[test]
    fn what_is_written_in_answers_is_what_documents_write() {
        let written = |value: serde_json::Value| value.as_str().unwrap().to_owned();
        for status in Status::ALL {
            assert_eq!(written(serde_json::to_value(status).unwrap()), status.as_str());
        }
        for outcome in ReviewOutcome::ALL {
            assert_eq!(written(serde_json::to_value(outcome).unwrap()), outcome.as_str());
        }
        for kind in DocumentKind::ALL {
            assert_eq!(written(serde_json::to_value(kind).unwrap()), kind.as_str());
        }
    }

    #[test]
    fn a_short_type_name_means_the_long_one() {
        assert_eq!(DocumentType::new("WI").as_str(), "work-instruction");
        assert_eq!(
            DocumentType::new("Work instruction").kind(),
            Some(DocumentKind::WorkInstruction)
        );
        assert_eq!(DocumentType::new("Runbook"), DocumentType::Other("Runbook".to_owned()));
    }

    #[test]
    fn no_interval_is_something_that_can_be_said() {
        assert_eq!(ReviewInterval::read("None"), Ok(ReviewInterval::None));
        assert_eq!(ReviewInterval::read("P1Y").unwrap().to_string(), "12 months");
        assert!(ReviewInterval::read("never").is_err());
    }
}
