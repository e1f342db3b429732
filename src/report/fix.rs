//! How a finding can be mended without anybody's judgment.

use crate::source::{Position, Span};

use super::Text;

/// A mending: all of its edits together, or none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    /// What it does, in a few words: `write 2026-03-04 instead of 2026-3-4`.
    pub label: Text,
    /// The edits, in the order of the file and apart from each other.
    pub edits: Vec<Edit>,
}

/// A replacement in the file of a finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// What is replaced, as bytes of the file; empty where text is only added.
    pub span: Span,
    /// The first character that is replaced.
    pub start: Position,
    /// Behind the last character that is replaced.
    pub end: Position,
    /// What stands there afterwards. It is written to the file, and shown only in formats that
    /// escape what they write.
    pub text: String,
}
