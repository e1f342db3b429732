//! A fault in one document, and where it is.

use schemars::JsonSchema;
use serde::Serialize;

use crate::source::Position;

use super::{Text, Tone};

/// A fault in one document. It says nothing of dates or of history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The rule that found it, by its id.
    pub rule: &'static str,
    /// How much it matters.
    pub severity: Severity,
    /// What is wrong, with the evidence.
    pub message: Text,
    /// The file, from the root of the repository.
    pub path: Text,
    /// The number of the document, where it has one.
    pub document: Option<Text>,
    /// Where in the file; `None` where the fault has no place, as in a file that
    /// cannot be read.
    pub location: Option<Location>,
    /// What to do about it.
    pub help: Option<Text>,
}

/// A place in a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Location {
    /// The first character.
    pub start: Position,
    /// Behind the last character.
    pub end: Position,
}

/// How much a fault matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// Style.
    Suggestion,
    /// A reader is misled.
    Warning,
    /// The record is broken.
    Error,
}

impl Severity {
    /// All of them, the worst first.
    pub const ALL: [Self; 3] = [Self::Error, Self::Warning, Self::Suggestion];

    /// The name in answers and options.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Suggestion => "suggestion",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }

    /// How news of this weight is shown.
    #[must_use]
    pub const fn tone(self) -> Tone {
        match self {
            Self::Suggestion => Tone::Notice,
            Self::Warning => Tone::Warning,
            Self::Error => Tone::Bad,
        }
    }
}
