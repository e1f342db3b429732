//! A document with the next free number, in its place, ready to be written; an SOP
//! together with the work instructions below it, where that is asked for.
//!
//! Computes what would be created and writes nothing. It asks nothing either: what
//! is not said stands in the text as a visible TODO.

mod choice;
mod draft;
mod error;
mod front_matter;
mod given;
mod heading;
mod place;
mod recommendation;
mod set;

#[cfg(test)]
mod tests;

use std::collections::HashSet;

use crate::config::{Config, TypeConfig, VersionScheme};
use crate::document::field::FieldName;
use crate::document::front_matter::Reference;
use crate::document::id::DocumentId;
use crate::document::lifecycle::DocumentKind;
use crate::document::profile::Profile;
use crate::library::{Library, Member, Numbers, Target};
use crate::paths::RepoPath;
use crate::template::{Instruction, Templates, Values};
use crate::text::{heading_anchor, nearest};
use crate::worktree::{ChangeKind, Changeset, FileChange};

use choice::{Choice, choose};
use draft::Draft;
use error::above;
use given::Given;
use place::path_of;

pub use draft::title_of;
pub use error::ScaffoldError;
pub use heading::escaped;
pub use place::link;
pub use recommendation::{Outcome, Reader, Recommendation, recommend};

/// What is to be made.
#[derive(Debug, Clone, Default)]
pub struct Request<'a> {
    /// The type, by its name, or a template; `wi` is short for `work-instruction`.
    pub document_type: Option<&'a str>,
    /// The template, where it is not the one of the type.
    pub template: Option<&'a str>,
    /// Its number, where it is not the next free one.
    pub id: Option<&'a DocumentId>,
    /// Numbers that documents are about to have which are not written yet.
    pub given: &'a [DocumentId],
    /// What the document is called; a draft may say it as well.
    pub title: Option<&'a str>,
    /// Who answers for it.
    pub owner: Option<&'a str>,
    /// The documents it carries out: by number, optionally with a stage, or by
    /// whatever else [`Library::find`] takes.
    pub implements: &'a [String],
    /// The roles that must know it.
    pub audience: &'a [String],
    /// Further fields, each as `KEY=VALUE`.
    pub fields: &'a [String],
    /// The titles of the work instructions to be made with it.
    pub instructions: &'a [String],
    /// The text of a draft, with front matter or without.
    pub draft: Option<&'a str>,
    /// The folder of the library inside the repository; empty at its root.
    pub folder: &'a str,
}

/// New documents, not yet written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scaffold {
    /// The one that was asked for.
    pub document: NewDocument,
    /// The work instructions that were asked for with it.
    pub instructions: Vec<NewDocument>,
}

/// A document that is about to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewDocument {
    /// Its number.
    pub id: DocumentId,
    /// Where it will stand, from the root of the repository.
    pub path: RepoPath,
    /// Its fields, with their fences.
    pub front_matter: String,
    /// The text of its template, filled in.
    pub body: String,
}

impl Scaffold {
    /// Every document: the one that was asked for first.
    pub fn documents(&self) -> impl Iterator<Item = &NewDocument> {
        std::iter::once(&self.document).chain(&self.instructions)
    }

    /// The files to create.
    #[must_use]
    pub fn changeset(&self) -> Changeset {
        Changeset { changes: self.documents().map(NewDocument::file).collect() }
    }
}

impl NewDocument {
    /// The file to create.
    #[must_use]
    pub fn file(&self) -> FileChange {
        let content = format!("{}\n{}", self.front_matter, self.body).into_bytes();
        FileChange { path: self.path.clone(), kind: ChangeKind::Create { content } }
    }
}

/// The longest title and the longest owner, in characters.
const LONGEST: usize = 200;

/// Makes a document with the next free number, and the work instructions asked for with it.
///
/// # Errors
/// See [`ScaffoldError`].
pub fn scaffold(
    request: &Request<'_>,
    library: &Library,
    config: &Config,
    templates: &Templates,
) -> Result<Scaffold, ScaffoldError> {
    refuse_foreign(&library.profile)?;
    let choice = choose(request.document_type, request.template, config, templates)?;
    let kind = choice.document_type.kind;
    if kind != DocumentKind::Sop && !request.instructions.is_empty() {
        let document_type = choice.document_type.name.clone();
        return Err(ScaffoldError::InstructionsUnder { document_type, kind });
    }
    let draft = request.draft.map(Draft::read);
    let title = request.title.or_else(|| draft.as_ref()?.title()).unwrap_or_default();
    let owner = request.owner.or_else(|| draft.as_ref()?.owner());
    let implements = implemented_documents(request, kind, library, config)?;
    let fields = given_fields(request, draft.as_ref())?;

    let mut desk = Desk { library, config, folder: request.folder, numbers: Numbers::of(library) };
    for id in request.given {
        desk.numbers.take(&choice.document_type.id, id);
    }
    let mut main = desk.begin(choice, request.id, title)?;
    main.owner = owner.map(|owner| words("owner", owner)).transpose()?;
    main.fields = fields;
    main.implements = implements;
    let mut others = Vec::new();
    for title in request.instructions {
        let mut other = desk.begin(
            choice::of_kind(DocumentKind::WorkInstruction, config, templates)?,
            None,
            title,
        )?;
        other.owner = main.owner;
        others.push(other);
    }
    if let Some(twice) = twice(&main, &others) {
        return Err(ScaffoldError::Exists { path: twice.clone() });
    }
    let instructions = set::named_from(&main.path, &others);
    let mut body = main.body(&instructions)?;
    set::link_back(&body, &main, &mut others, &instructions)?;
    if let Some(draft) = &draft {
        body = draft.put_into(&body, kind);
    }
    let finished = others.into_iter().map(|other| {
        let body = other.body(&[])?;
        Ok(other.finished(body))
    });
    let instructions = finished.collect::<Result<_, ScaffoldError>>()?;
    Ok(Scaffold { document: main.finished(body), instructions })
}

/// What new documents are numbered and placed by.
struct Desk<'d> {
    library: &'d Library,
    config: &'d Config,
    folder: &'d str,
    numbers: Numbers<'d>,
}

/// A document that has its number and its place, and no text yet.
struct Begun<'b> {
    choice: Choice<'b>,
    versions: VersionScheme,
    id: DocumentId,
    path: RepoPath,
    title: &'b str,
    owner: Option<&'b str>,
    implements: Vec<String>,
    fields: Vec<Given>,
}

impl<'d> Desk<'d> {
    fn begin<'b>(
        &mut self,
        choice: Choice<'b>,
        asked: Option<&DocumentId>,
        title: &'b str,
    ) -> Result<Begun<'b>, ScaffoldError>
    where
        'd: 'b,
    {
        let title = words("title", title)?;
        let TypeConfig { id: pattern, .. } = choice.document_type;
        let id = match asked {
            Some(id) => {
                let is_taken = |member: &Member| {
                    let known = member.document.fields().id.value();
                    known.is_some_and(|known| known.as_str().eq_ignore_ascii_case(id.as_str()))
                };
                if let Some(member) = self.library.members.iter().find(|member| is_taken(member)) {
                    let path = member.path.clone();
                    return Err(ScaffoldError::NumberTaken { id: id.clone(), path });
                }
                self.numbers.take(pattern, id);
                id.clone()
            }
            None => self
                .numbers
                .take_next(pattern)
                .ok_or_else(|| ScaffoldError::NumbersUsedUp { pattern: pattern.to_string() })?,
        };
        let path = path_of(title, &id, choice.document_type, self.folder, self.config)?;
        let mut unreadable = self.library.unreadable.iter();
        if self.library.at(&path).is_some() || unreadable.any(|file| file.path == path.as_str()) {
            return Err(ScaffoldError::Exists { path });
        }
        Ok(Begun {
            choice,
            versions: self.config.versions,
            id,
            path,
            title,
            owner: None,
            implements: Vec::new(),
            fields: Vec::new(),
        })
    }
}

impl Begun<'_> {
    fn body(&self, instructions: &[Instruction]) -> Result<String, ScaffoldError> {
        let values = Values {
            heading: &heading::escaped(self.title),
            id: self.id.as_str(),
            owner: self.owner,
            implements: &self.implements,
            instructions,
        };
        Ok(self.choice.template.fill(&values)?)
    }

    fn finished(self, body: String) -> NewDocument {
        let front_matter = front_matter::written(&front_matter::Entries {
            id: &self.id,
            title: self.title,
            document_type: self.choice.document_type,
            versions: self.versions,
            owner: self.owner,
            implements: &self.implements,
            given: &self.fields,
            template: self.choice.template,
        });
        NewDocument { id: self.id, path: self.path, front_matter, body }
    }
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

/// The fields that the draft brings, then those that were asked for: these win.
fn given_fields(request: &Request<'_>, draft: Option<&Draft>) -> Result<Vec<Given>, ScaffoldError> {
    let mut fields = draft.map(Draft::fields).unwrap_or_default();
    if !request.audience.is_empty() {
        let mut audience = Vec::new();
        for role in request.audience {
            audience.push(words("audience", role)?);
        }
        fields.push(Given::list(FieldName::Audience, audience));
    }
    for field in request.fields {
        fields.push(Given::read(field)?);
    }
    Ok(fields)
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
            Some((name, stage)) => (name, Some(words("stage", stage)?)),
            None => (name.as_str(), None),
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
        let reference =
            Reference { document: id.to_string(), stage: stage.as_ref().map(ToString::to_string) };
        if let (Some(stage), Target::NoStage(_)) = (&reference.stage, library.follow(&reference)) {
            let sections = &member.document.outline().sections;
            let anchors: Vec<String> =
                sections.iter().map(|section| heading_anchor(&section.title)).collect();
            let near = nearest(stage, anchors.iter().map(String::as_str)).map(str::to_owned);
            return Err(ScaffoldError::NoStage {
                document: id.clone(),
                stage: stage.clone(),
                near,
            });
        }
        let reference = match &reference.stage {
            Some(stage) => format!("{id}#{stage}"),
            None => id.to_string(),
        };
        if !documents.contains(&reference) {
            documents.push(reference);
        }
    }
    Ok(documents)
}

/// The first path that two of the documents would have.
fn twice<'b>(main: &'b Begun<'_>, others: &'b [Begun<'_>]) -> Option<&'b RepoPath> {
    let mut taken = HashSet::from([&main.path]);
    others.iter().map(|other| &other.path).find(|path| !taken.insert(path))
}
