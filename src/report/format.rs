//! The formats that answers are written in.

/// A form in which an answer can be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// For a terminal and for pipes.
    Text,
    /// For programs: one object, versioned.
    Json,
    /// For pull requests and releases.
    Markdown,
    /// For browsers and paper: one page that needs nothing else.
    Html,
    /// For spreadsheets: one row for each thing that the report is about.
    Csv,
}

impl Format {
    /// Every format there is.
    pub const ALL: [Self; 5] = [Self::Text, Self::Json, Self::Markdown, Self::Html, Self::Csv];

    /// The name given to `--format`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Json => "json",
            Self::Markdown => "markdown",
            Self::Html => "html",
            Self::Csv => "csv",
        }
    }

    /// The format of that name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.name() == name)
    }
}
