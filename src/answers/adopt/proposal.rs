//! What is proposed for a document, and why.

use crate::document::field::FieldName;
use crate::document::front_matter::NewValue;

/// A value that a document should get in one field.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Proposal {
    pub(super) field: FieldName,
    pub(super) value: NewValue,
    /// Where the value comes from.
    pub(super) source: Source,
    /// The same in words, with what is particular to this document.
    pub(super) because: String,
    /// The line of the document that says it.
    pub(super) line: Option<usize>,
    pub(super) certainty: Certainty,
}

/// A field that must have a value, and nothing says which.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Undecided {
    pub(super) field: FieldName,
    pub(super) because: String,
    /// The line of the document that is not clear.
    pub(super) line: Option<usize>,
}

/// How sure a proposal is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Certainty {
    /// The document says it.
    Stated,
    /// The configuration, CODEOWNERS or the command line says it.
    Configured,
    /// Nothing says it.
    Guess,
}

/// Where a proposed value comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Source {
    /// A labelled line of the text, or a key that no field is known by.
    OwnWords,
    /// A heading.
    Heading,
    /// The number in the title or in the name of the file.
    WrittenNumber,
    /// The name of the file.
    FileName,
    /// The title, by a word that names it.
    Title,
    /// A folder, by a word that names it.
    FolderName,
    /// The folder that sopctl.toml gives a type.
    TypeFolder,
    /// What the text looks like.
    Looks,
    /// What its type has where a document says nothing.
    TypeDefault,
    /// The first number that no document has.
    NextFree,
    /// What was typed.
    CommandLine,
    /// A line of CODEOWNERS.
    CodeOwners,
    /// Who changed this document most often.
    Changes,
    /// Who changed it most often together with many others.
    MassEdits,
    /// What is left where nothing says more.
    NothingElse,
}

impl Certainty {
    /// All of them, the surest first.
    pub(super) const ALL: [Self; 3] = [Self::Stated, Self::Configured, Self::Guess];

    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Stated => "stated",
            Self::Configured => "configured",
            Self::Guess => "guess",
        }
    }
}

impl Source {
    /// For counting proposals: `31 next free number`.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::OwnWords => "by the document's own words",
            Self::Heading => "from a heading",
            Self::WrittenNumber => "from the number it has already",
            Self::FileName => "from the name of the file",
            Self::Title => "from the title",
            Self::FolderName => "from the name of a folder",
            Self::TypeFolder => "from the folder of the type",
            Self::Looks => "from what the text looks like",
            Self::TypeDefault => "by default of the type",
            Self::NextFree => "next free",
            Self::CommandLine => "as asked",
            Self::CodeOwners => "from CODEOWNERS",
            Self::Changes => "from who changed it most",
            Self::MassEdits => "from mass edits only",
            Self::NothingElse => "because nothing says more",
        }
    }
}

impl Proposal {
    pub(super) fn new(
        field: FieldName,
        value: NewValue,
        (source, certainty): (Source, Certainty),
        because: impl Into<String>,
    ) -> Self {
        Self { field, value, source, because: because.into(), line: None, certainty }
    }

    pub(super) fn at_line(mut self, line: usize) -> Self {
        self.line = Some(line);
        self
    }

    /// The value on one line.
    pub(super) fn shown(&self) -> String {
        match &self.value {
            NewValue::Text(text) => text.clone(),
            NewValue::Date(date) => date.to_string(),
            NewValue::List(items) => items.join(", "),
            NewValue::Table(entries) => {
                let entries: Vec<String> =
                    entries.iter().map(|(key, value)| format!("{key}: {value}")).collect();
                entries.join(", ")
            }
        }
    }
}

impl Undecided {
    pub(super) fn new(field: FieldName, because: impl Into<String>) -> Self {
        Self { field, because: because.into(), line: None }
    }

    pub(super) fn at_line(mut self, line: usize) -> Self {
        self.line = Some(line);
        self
    }
}
