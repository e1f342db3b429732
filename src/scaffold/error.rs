//! Why there is no new document.

use crate::document::field::FieldName;
use crate::document::id::DocumentId;
use crate::document::lifecycle::DocumentKind;
use crate::library::FindError;
use crate::paths::{PathError, RepoPath};
use crate::template::{NoTemplate, TemplateError};

/// Why there is no new document.
#[derive(Debug, thiserror::Error)]
pub enum ScaffoldError {
    /// No type of that name is built in or declared.
    #[error("there is no document type {name:?}")]
    UnknownType {
        /// The name as given.
        name: String,
        /// The type that was probably meant.
        near: Option<String>,
        /// Every type there is.
        known: Vec<String>,
    },
    /// The title or the owner has no words.
    #[error("the {what} is empty")]
    Empty {
        /// `title` or `owner`.
        what: &'static str,
    },
    /// The title or the owner is too long to be shown.
    #[error("the {what} has {length} characters, and {most} is the most")]
    TooLong {
        /// `title` or `owner`.
        what: &'static str,
        /// Its length in characters.
        length: usize,
        /// The most that is taken.
        most: usize,
    },
    /// The title or the owner has a character that is no text, such as a line break.
    #[error("the {what} has the control character {character:?}")]
    ControlCharacter {
        /// `title` or `owner`.
        what: &'static str,
        /// The first one.
        character: char,
    },
    /// A document to implement cannot be found.
    #[error(transparent)]
    NoSuchDocument(#[from] FindError),
    /// A document to implement has no number to be named by.
    #[error("{path} has no document number that another document could name")]
    WithoutNumber {
        /// The document.
        path: RepoPath,
    },
    /// The document to implement has no such stage.
    #[error("{document} has no heading #{stage}")]
    NoStage {
        /// Its number.
        document: DocumentId,
        /// The stage as asked for.
        stage: String,
        /// The stage that was probably meant.
        near: Option<String>,
    },
    /// The new document cannot implement one of that kind.
    #[error("{} implements {}, and {document} is {}", noun(*asked), implemented(*asked), noun(*kind))]
    WrongKind {
        /// The kind of the new document.
        asked: DocumentKind,
        /// The number of the document it should implement.
        document: DocumentId,
        /// That document's kind.
        kind: DocumentKind,
    },
    /// The template is for documents of another kind.
    #[error("the template {template} is for {}, and {document_type} is {}", plural(*template_kind), noun(*kind))]
    TemplateOfKind {
        /// The name of the template.
        template: String,
        /// What it is for.
        template_kind: DocumentKind,
        /// The name of the type that was asked for.
        document_type: String,
        /// The kind of that type.
        kind: DocumentKind,
    },
    /// There is no such template, or it cannot be used.
    #[error(transparent)]
    NoTemplate(#[from] NoTemplate),
    /// Work instructions are made with SOPs only.
    #[error("work instructions are made with an SOP, and {document_type} is {}", noun(*kind))]
    InstructionsUnder {
        /// The name of the type that was asked for.
        document_type: String,
        /// Its kind.
        kind: DocumentKind,
    },
    /// The template does not name the work instructions that are made with the document.
    #[error("the template {template} has no place for the work instruction {title:?}")]
    NoPlaceForInstructions {
        /// The name of the template.
        template: String,
        /// The first that it does not name.
        title: String,
    },
    /// What sets a field is no `KEY=VALUE`.
    #[error("{text:?} sets no field")]
    NoField {
        /// The text as given.
        text: String,
    },
    /// A field that is not for the one who begins a document to set.
    #[error("`{field}` is not set when a document begins")]
    ClosedField {
        /// The field.
        field: FieldName,
    },
    /// A field that is probably misspelt.
    #[error("there is no field `{key}`")]
    MisspeltField {
        /// The key as given.
        key: String,
        /// The field that was probably meant.
        near: FieldName,
    },
    /// A value that its field cannot have.
    #[error("`{key}` cannot be {value:?}: {why}")]
    Value {
        /// The key.
        key: String,
        /// The value as given.
        value: String,
        /// Why not, in words.
        why: String,
    },
    /// Another document has that number.
    #[error("{id} is the number of {path}")]
    NumberTaken {
        /// The number as asked for.
        id: DocumentId,
        /// The document that has it.
        path: RepoPath,
    },
    /// The pattern of the type has no further number.
    #[error("the numbers {pattern} are used up")]
    NumbersUsedUp {
        /// The pattern.
        pattern: String,
    },
    /// A document stands there already.
    #[error("{path} exists already")]
    Exists {
        /// The file.
        path: RepoPath,
    },
    /// What is written there would be no document of the library.
    #[error("{path} would be no document: sopctl.toml does not include it")]
    NotSelected {
        /// The file.
        path: RepoPath,
    },
    /// The documents follow a convention in which the fields of a new document mean
    /// something else, or nothing.
    #[error("the documents here follow the convention {profile:?}, which `new` does not write")]
    ForeignProfile {
        /// Its name.
        profile: String,
    },
    /// The folder of the type or of the library is no path inside the repository.
    #[error(transparent)]
    Path(#[from] PathError),
    /// The template cannot be filled in.
    #[error(transparent)]
    Template(#[from] TemplateError),
}

/// The kind of document that one of this kind carries out.
pub(super) const fn above(kind: DocumentKind) -> Option<DocumentKind> {
    match kind {
        DocumentKind::Policy => None,
        DocumentKind::Sop => Some(DocumentKind::Policy),
        DocumentKind::WorkInstruction => Some(DocumentKind::Sop),
    }
}

const fn noun(kind: DocumentKind) -> &'static str {
    match kind {
        DocumentKind::Policy => "a policy",
        DocumentKind::Sop => "an SOP",
        DocumentKind::WorkInstruction => "a work instruction",
    }
}

const fn plural(kind: DocumentKind) -> &'static str {
    match kind {
        DocumentKind::Policy => "policies",
        DocumentKind::Sop => "SOPs",
        DocumentKind::WorkInstruction => "work instructions",
    }
}

const fn implemented(kind: DocumentKind) -> &'static str {
    match above(kind) {
        None => "no other document",
        Some(kind) => plural(kind),
    }
}
