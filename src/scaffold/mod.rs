//! A new document with the next free number, in its place, ready to be written.
//!
//! Computes what would be created and writes nothing. It asks nothing either: what
//! is not said stands in the text as a visible TODO.

mod front_matter;
mod heading;

#[cfg(test)]
mod tests;

use crate::config::{Config, TypeConfig};
use crate::document::field::FieldName;
use crate::document::id::DocumentId;
use crate::document::lifecycle::{DocumentKind, DocumentType};
use crate::document::profile::Profile;
use crate::library::{FindError, Library, Numbers};
use crate::paths::{PathError, RepoPath};
use crate::template::{Template, TemplateError, Values};
use crate::text::{nearest, slug};
use crate::worktree::Changeset;

pub use heading::escaped;

/// What is to be made.
#[derive(Debug, Clone)]
pub struct Request<'a> {
    /// The type, by its name; `wi` is short for `work-instruction`.
    pub document_type: &'a str,
    /// What the document is called.
    pub title: &'a str,
    /// Who answers for it.
    pub owner: Option<&'a str>,
    /// The documents it carries out: by number, optionally with a stage, or by
    /// whatever else [`Library::find`] takes.
    pub implements: &'a [String],
    /// The folder of the library inside the repository; empty at its root.
    pub folder: &'a str,
}

/// A new document, not yet written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scaffold {
    /// Its fields, with their fences.
    pub front_matter: String,
    /// The text of its template, filled in.
    pub body: String,
    /// Its number.
    pub id: DocumentId,
    /// Where it will stand, from the root of the repository.
    pub path: RepoPath,
}

impl Scaffold {
    /// The one file to create.
    #[must_use]
    pub fn changeset(&self) -> Changeset {
        Changeset::creating(self.path.clone(), format!("{}\n{}", self.front_matter, self.body))
    }
}

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

/// The longest title and the longest owner, in characters.
const LONGEST: usize = 200;

/// The longest name of a file without its ending, in characters.
const LONGEST_NAME: usize = 80;

/// Makes a document of that type with the next free number.
///
/// # Errors
/// See [`ScaffoldError`].
pub fn scaffold(
    request: &Request<'_>,
    library: &Library,
    config: &Config,
) -> Result<Scaffold, ScaffoldError> {
    refuse_foreign(&library.profile)?;
    let document_type = type_named(request.document_type, config)?;
    let title = words("title", request.title)?;
    let owner = request.owner.map(|owner| words("owner", owner)).transpose()?;
    let implements = implemented_documents(request, document_type.kind, library, config)?;
    let id = Numbers::of(library)
        .take_next(&document_type.id)
        .ok_or_else(|| ScaffoldError::NumbersUsedUp { pattern: document_type.id.to_string() })?;

    let path = path_of(title, &id, document_type, request.folder, config)?;
    let is_taken = library.at(&path).is_some()
        || library.unreadable.iter().any(|unreadable| unreadable.path == path.as_str());
    if is_taken {
        return Err(ScaffoldError::Exists { path });
    }
    let template = Template::of_kind(document_type.kind);
    let heading = heading::escaped(title);
    let body = template.fill(&Values { heading: &heading, implements: &implements })?;
    let front_matter = front_matter::written(&front_matter::Entries {
        id: &id,
        title,
        document_type,
        versions: config.versions,
        owner,
        implements: &implements,
        template: &template.label(),
    });
    Ok(Scaffold { front_matter, body, id, path })
}

/// Under another convention the new front matter would not be read as it is meant.
fn refuse_foreign(profile: &Profile) -> Result<(), ScaffoldError> {
    let written = [
        FieldName::Id,
        FieldName::Title,
        FieldName::Type,
        FieldName::Status,
        FieldName::Owner,
        FieldName::ReviewInterval,
        FieldName::Implements,
    ];
    if written.into_iter().all(|field| profile.field_of(field.as_str()) == Some(field)) {
        return Ok(());
    }
    Err(ScaffoldError::ForeignProfile { profile: profile.name.clone() })
}

fn type_named<'c>(name: &str, config: &'c Config) -> Result<&'c TypeConfig, ScaffoldError> {
    let asked = DocumentType::new(name);
    let is_asked = |known: &&TypeConfig| known.name.eq_ignore_ascii_case(asked.as_str());
    config.types.iter().find(is_asked).ok_or_else(|| {
        let known = || config.types.iter().map(|known| known.name.as_str());
        ScaffoldError::UnknownType {
            name: name.to_owned(),
            near: nearest(name, known().chain(["wi"])).map(str::to_owned),
            known: known().map(str::to_owned).collect(),
        }
    })
}

/// A title or an owner without blanks around it.
fn words<'t>(what: &'static str, text: &'t str) -> Result<&'t str, ScaffoldError> {
    let words = text.trim();
    let length = words.chars().count();
    if words.is_empty() {
        return Err(ScaffoldError::Empty { what });
    }
    if length > LONGEST {
        return Err(ScaffoldError::TooLong { what, length, most: LONGEST });
    }
    match words.chars().find(|c| c.is_control()) {
        Some(character) => Err(ScaffoldError::ControlCharacter { what, character }),
        None => Ok(words),
    }
}

/// The numbers of the documents to implement, as those documents write them, each
/// with its stage.
fn implemented_documents(
    request: &Request<'_>,
    kind: DocumentKind,
    library: &Library,
    config: &Config,
) -> Result<Vec<String>, ScaffoldError> {
    let mut documents: Vec<String> = Vec::new();
    for name in request.implements {
        let (name, stage) = match name.split_once('#') {
            Some((name, stage)) => (name, format!("#{}", words("stage", stage)?)),
            None => (name.as_str(), String::new()),
        };
        let member = library.find(name.trim())?;
        let fields = member.document.fields();
        let Some(id) = fields.id.value() else {
            return Err(ScaffoldError::WithoutNumber { path: member.path.clone() });
        };
        let found = fields.document_type.value().and_then(|found| config.kind_of(found));
        if let Some(found) = found
            && above(kind) != Some(found)
        {
            let document = id.clone();
            return Err(ScaffoldError::WrongKind { asked: kind, document, kind: found });
        }
        let reference = format!("{id}{stage}");
        if !documents.contains(&reference) {
            documents.push(reference);
        }
    }
    Ok(documents)
}

/// The kind of document that one of this kind carries out.
const fn above(kind: DocumentKind) -> Option<DocumentKind> {
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

const fn implemented(kind: DocumentKind) -> &'static str {
    match above(kind) {
        None => "no other document",
        Some(DocumentKind::Policy) => "policies",
        Some(DocumentKind::Sop) => "SOPs",
        Some(DocumentKind::WorkInstruction) => "work instructions",
    }
}

/// Where the document goes: the folder of its type, and its title as a name.
fn path_of(
    title: &str,
    id: &DocumentId,
    document_type: &TypeConfig,
    library: &str,
    config: &Config,
) -> Result<RepoPath, ScaffoldError> {
    let number = id.as_str().to_lowercase();
    let name = match slug(title, LONGEST_NAME) {
        name if name.is_empty() => number,
        name if is_reserved(&name) => format!("{name}-{number}"),
        name => name,
    };
    let below = |folder: &str, rest: &str| {
        let separator = if folder.is_empty() { "" } else { "/" };
        RepoPath::new(&format!("{folder}{separator}{rest}"))
    };
    let local = below(&document_type.folder, &format!("{name}.md"))?;
    let path = below(library, local.as_str())?;
    if config.documents.select(&local) {
        Ok(path)
    } else {
        Err(ScaffoldError::NotSelected { path })
    }
}

/// Names that Windows keeps for devices, whatever their ending.
fn is_reserved(name: &str) -> bool {
    let numbered = |device| {
        let number: Option<&str> = name.strip_prefix(device);
        number.is_some_and(|number| matches!(number.as_bytes(), [b'0'..=b'9']))
    };
    matches!(name, "con" | "prn" | "aux" | "nul") || numbered("com") || numbered("lpt")
}
