//! What a document looks like, whatever it says it is: a policy, an SOP, a work
//! instruction, or none of them.
//!
//! One additive score: a few [`Signal`]s are measured in coarse levels, each level is worth
//! a few points for each [`Genre`], and the genre with the most points wins. 10 points
//! are one logit. The points are data (`points.toml`), fitted by `benches/genre`, and all of
//! them are part of the answer. Two sums are made: one of the whole document with its title
//! and path, and one of the body alone, so that a document in the wrong folder cannot vouch
//! for itself.
//!
//! Nothing here says whether a verdict matters; that is for rules.

mod points;
mod reading;
mod signal;
mod verdict;
mod wire;

use crate::document::Document;
use crate::document::lifecycle::DocumentKind;
use crate::language::Language;
use crate::paths::RepoPath;

pub use points::{Points, PointsError, Scale};
pub use signal::{Measure, Measures, Signal};
pub use verdict::{Because, CLEAR, Certainty, Confusion, Verdict};
pub use wire::{LooksLikeData, VerdictData};

/// What a document can look like.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Genre {
    /// Rules: what holds, and for whom.
    Policy,
    /// Who does what and when, over several people.
    Sop,
    /// How one person does one task.
    WorkInstruction,
    /// None of these: a reference, a report, a page about documents.
    Other,
}

impl Genre {
    /// All of them, in the order in which points are listed.
    pub const ALL: [Self; 4] = [Self::Policy, Self::Sop, Self::WorkInstruction, Self::Other];

    /// As front matter writes it; `other` for none of the types.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self.kind() {
            Some(kind) => kind.as_str(),
            None => "other",
        }
    }

    /// In a sentence, with its article: `an SOP`.
    #[must_use]
    pub const fn in_words(self) -> &'static str {
        match self {
            Self::Policy => "a policy",
            Self::Sop => "an SOP",
            Self::WorkInstruction => "a work instruction",
            Self::Other => "none of the types",
        }
    }

    /// The kind of document; `None` for [`Genre::Other`].
    #[must_use]
    pub const fn kind(self) -> Option<DocumentKind> {
        match self {
            Self::Policy => Some(DocumentKind::Policy),
            Self::Sop => Some(DocumentKind::Sop),
            Self::WorkInstruction => Some(DocumentKind::WorkInstruction),
            Self::Other => None,
        }
    }

    /// Where its points stand in [`Genre::ALL`].
    #[must_use]
    pub const fn place(self) -> usize {
        match self {
            Self::Policy => 0,
            Self::Sop => 1,
            Self::WorkInstruction => 2,
            Self::Other => 3,
        }
    }
}

/// What a document looks like, by both sums.
#[derive(Debug, Clone, PartialEq)]
pub struct LooksLike {
    /// With its title and its path.
    pub whole: Verdict,
    /// By its body alone.
    pub body: Verdict,
    /// What both rest on.
    pub measures: Measures,
}

impl LooksLike {
    /// Judges a document by what it says, its title and its path from the folder of the
    /// library. What its front matter says of its type is not looked at.
    ///
    /// `None` where there are no word lists for its language: where its front matter names
    /// such a language, or where too few of its words are those that every text has; and
    /// where there are fewer than 25 words.
    #[must_use]
    pub fn of(document: &Document, path: &RepoPath) -> Option<Self> {
        Self::of_words(document, path, Language::english())
    }

    /// The same with the words of a repository: `english` is what English documents are
    /// measured by.
    #[must_use]
    pub fn of_words(document: &Document, path: &RepoPath, english: &Language) -> Option<Self> {
        Some(Self::judged(&Measures::of(document, path, english)?, Points::built_in()))
    }

    /// Judges by measures that have been made, and by points.
    #[must_use]
    pub fn judged(measures: &Measures, points: &Points) -> Self {
        Self {
            whole: Verdict::of(measures, points, Scale::Whole),
            body: Verdict::of(measures, points, Scale::Body),
            measures: measures.clone(),
        }
    }
}

#[cfg(test)]
mod tests;
