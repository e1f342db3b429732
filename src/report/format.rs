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
    /// For code scanning: findings by the standard of OASIS, version 2.1.0.
    Sarif,
    /// For GitHub Actions: workflow commands, which become annotations.
    Github,
    /// For GitLab: a Code Quality report.
    Gitlab,
    /// For test reports: each document a test.
    Junit,
    /// For calendars: what falls on a day, as RFC 5545 has it.
    Ics,
    /// For wikis and pull requests: a flowchart in the language of Mermaid.
    Mermaid,
    /// For Graphviz: a graph in the language DOT.
    Dot,
    /// For pages and slides: a drawing that needs nothing else.
    Svg,
}

impl Format {
    /// Every format there is.
    pub const ALL: [Self; 13] = [
        Self::Text,
        Self::Json,
        Self::Markdown,
        Self::Html,
        Self::Csv,
        Self::Sarif,
        Self::Github,
        Self::Gitlab,
        Self::Junit,
        Self::Ics,
        Self::Mermaid,
        Self::Dot,
        Self::Svg,
    ];

    /// Those of a report that has findings.
    pub const OF_FINDINGS: &'static [Self] = &[
        Self::Text,
        Self::Json,
        Self::Markdown,
        Self::Html,
        Self::Csv,
        Self::Sarif,
        Self::Github,
        Self::Gitlab,
        Self::Junit,
    ];

    /// The name given to `--format`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Json => "json",
            Self::Markdown => "markdown",
            Self::Html => "html",
            Self::Csv => "csv",
            Self::Sarif => "sarif",
            Self::Github => "github",
            Self::Gitlab => "gitlab",
            Self::Junit => "junit",
            Self::Ics => "ics",
            Self::Mermaid => "mermaid",
            Self::Dot => "dot",
            Self::Svg => "svg",
        }
    }

    /// The format of that name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.name() == name)
    }
}
