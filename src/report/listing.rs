//! A text that is shown as it stands: a file, lines to copy.

use super::Text;

/// A text in which every line and every blank counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listing {
    /// What it is written in, as code blocks of Markdown name it: `toml`, `markdown`.
    pub language: &'static str,
    /// The text.
    pub text: Text,
}
