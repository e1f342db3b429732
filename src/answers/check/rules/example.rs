//! The examples of a rule: shown on its page, and judged by a test.

/// What a rule finds something in, and the same mended.
///
/// Each side is a small library, given by paths and texts. A text without front matter is
/// framed as a sound, effective document of the kind that its folder says; only the
/// text itself is shown to people. A file `sopctl.toml` is the configuration; one whose path
/// begins with `before: ` is how a document was before the work that is judged.
#[derive(Debug, Clone, Copy)]
pub struct Example {
    /// The rule finds something here.
    pub bad: &'static [(&'static str, &'static str)],
    /// The rule finds nothing here.
    pub good: &'static [(&'static str, &'static str)],
}
