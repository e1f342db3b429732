//! `renumber`: gives a document another number, with every reference to it.
//!
//! Computes all texts and writes nothing. Records of what was, such as the note of a review,
//! keep the number that the document had then; what is left for people to decide is named.

mod rewriting;
mod view;
mod wire;

#[cfg(test)]
mod tests;

use crate::config::Config;
use crate::document::front_matter::EditError;
use crate::document::id::DocumentId;
use crate::document::mentions::written_as;
use crate::library::{Held, Library, Member, Numbers};
use crate::paths::{PathError, RepoPath};
use crate::report::{Context, Format, Report, View};
use crate::worktree::{ChangeKind, Changeset, FileChange};

use rewriting::{Reader, Rewriter, Rewritten};

/// What is to be renumbered.
#[derive(Debug, Clone, Copy)]
pub struct Request<'a> {
    /// The document.
    pub member: &'a Member,
    /// Its new number; the next free one of its type, where none is named.
    pub new: Option<&'a DocumentId>,
    /// Who has or had that number beside the tree at hand.
    pub held: &'a [Held],
    /// All documents, with what is known of numbers that are taken.
    pub library: &'a Library,
    /// The types.
    pub config: &'a Config,
    /// The files that may name the document and are none themselves.
    pub others: &'a [OtherFile],
}

/// A file that is no document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OtherFile {
    /// Where it stands.
    pub path: RepoPath,
    /// What it says.
    pub text: String,
    /// What it is.
    pub kind: OtherKind,
}

/// What a file is that is no document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OtherKind {
    /// Markdown: an index, a README.
    Markdown,
    /// What names files by their paths, and documents in keys: sopctl.toml, a baseline,
    /// CODEOWNERS.
    Listing,
}

/// The answer.
#[derive(Debug)]
pub struct Renumbering {
    context: Context,
    old: String,
    new: DocumentId,
    title: String,
    from: RepoPath,
    to: RepoPath,
    changed: Vec<Changed>,
    left: Vec<Left>,
    changeset: Changeset,
    is_written: bool,
}

/// A file that changes.
#[derive(Debug)]
struct Changed {
    path: RepoPath,
    /// In how many places.
    places: usize,
}

/// A place that keeps the old number.
#[derive(Debug)]
struct Left {
    path: RepoPath,
    /// Its line in the file, from 1.
    line: usize,
    why: LeftWhy,
}

/// Why a place keeps the old number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum LeftWhy {
    /// It says what was.
    Record,
    /// Another document has the number as well, and may be the one that is meant.
    Shared,
}

/// Why nothing is renumbered.
#[derive(Debug, thiserror::Error)]
pub enum RenumberError {
    /// The document has none.
    #[error("{path} has no number")]
    Unnumbered {
        /// The document.
        path: RepoPath,
    },
    /// It has that number already.
    #[error("{path} is {new} already")]
    Same {
        /// The document.
        path: RepoPath,
        /// The number.
        new: DocumentId,
    },
    /// The number does not look like those of its type.
    #[error("{new} is no number of the type {type_name}")]
    OtherType {
        /// The number.
        new: DocumentId,
        /// The type.
        type_name: String,
        /// What its numbers look like.
        example: String,
    },
    /// Another document has it.
    #[error("{new} is the number of {path}")]
    Taken {
        /// The number.
        new: DocumentId,
        /// The other document.
        path: RepoPath,
    },
    /// A document beside the tree at hand has or had it.
    #[error("{new} is taken: {}", told(held))]
    TakenElsewhere {
        /// The number.
        new: DocumentId,
        /// Where.
        held: Vec<Held>,
    },
    /// Nothing says which numbers documents of its type have.
    #[error("nothing tells the next number of {path}")]
    NoNext {
        /// The document.
        path: RepoPath,
    },
    /// A file stands where the renamed one would.
    #[error("{to} exists already")]
    InTheWay {
        /// The file.
        to: RepoPath,
    },
    /// The name of the file cannot be formed.
    #[error(transparent)]
    Path(#[from] PathError),
    /// The front matter cannot be edited.
    #[error("{path}: the front matter cannot be edited")]
    Edit {
        /// The document.
        path: RepoPath,
        /// Why.
        #[source]
        why: EditError,
    },
}

fn told(held: &[Held]) -> String {
    held.iter().map(Held::told).collect::<Vec<_>>().join(", ")
}

/// Renumbers a document.
///
/// # Errors
/// See [`RenumberError`].
pub fn renumber(request: &Request<'_>, context: Context) -> Result<Renumbering, RenumberError> {
    let Request { member, library, others, .. } = *request;
    let path = || member.path.clone();
    let Some(old) = member.document.fields().id.value() else {
        return Err(RenumberError::Unnumbered { path: path() });
    };
    let new = new_number(request, old)?;
    let to = renamed(&member.path, old.as_str(), new.as_str())?;
    let is_there = |there: &RepoPath| *there == to && to != member.path;
    if library.members.iter().map(|member| &member.path).any(is_there)
        || others.iter().map(|other| &other.path).any(is_there)
    {
        return Err(RenumberError::InTheWay { to });
    }
    let is_shared = library.members.iter().any(|other| {
        let id = other.document.fields().id.value();
        other.path != member.path
            && id.is_some_and(|id| id.as_str().eq_ignore_ascii_case(old.as_str()))
    });
    let rewriter =
        Rewriter { old: old.as_str(), new: new.as_str(), from: &member.path, to: &to, is_shared };
    let mut changed = Vec::new();
    let mut left = Vec::new();
    let mut changes = Vec::new();
    let mut take = |path: &RepoPath, before: &str, after: Rewritten, is_it: bool| {
        left.extend(after.left.into_iter().map(|(line, why)| Left {
            path: path.clone(),
            line,
            why,
        }));
        if after.places == 0 {
            return;
        }
        let (expected, content) = (before.as_bytes().to_vec(), after.text.into_bytes());
        let (at, kind) = if is_it && to != *path {
            (to.clone(), ChangeKind::Move { from: path.clone(), expected, content })
        } else {
            (path.clone(), ChangeKind::Replace { expected, content })
        };
        changed.push(Changed { path: at.clone(), places: after.places });
        changes.push(FileChange { path: at, kind });
    };
    for other in &library.members {
        let is_it = other.path == member.path;
        let reader = if is_it { Reader::Itself } else { Reader::Other };
        let after = rewriter
            .document(other, reader, &library.profile)
            .map_err(|why| RenumberError::Edit { path: other.path.clone(), why })?;
        take(&other.path, other.document.text(), after, is_it);
    }
    for other in others {
        take(&other.path, &other.text, rewriter.other(other), false);
    }
    Ok(Renumbering {
        context,
        old: old.as_str().to_owned(),
        title: member.title(),
        from: path(),
        changeset: Changeset { changes },
        is_written: false,
        new,
        to,
        changed,
        left,
    })
}

/// The number that is asked for, or the next free one, if nobody has or had it.
fn new_number(request: &Request<'_>, old: &DocumentId) -> Result<DocumentId, RenumberError> {
    let Request { member, library, config, .. } = *request;
    let by_type = member.document.fields().document_type.value();
    let declared = by_type.and_then(|name| config.type_of(name)).or_else(|| config.type_of_id(old));
    let Some(new) = request.new else {
        let next = declared.and_then(|declared| Numbers::of(library).take_next(&declared.id));
        return next.ok_or_else(|| RenumberError::NoNext { path: member.path.clone() });
    };
    let is_new = |id: &DocumentId| id.as_str().eq_ignore_ascii_case(new.as_str());
    if is_new(old) {
        return Err(RenumberError::Same { path: member.path.clone(), new: new.clone() });
    }
    if let Some(declared) = declared.filter(|declared| declared.id.number_of(new).is_none()) {
        return Err(RenumberError::OtherType {
            new: new.clone(),
            type_name: declared.name.clone(),
            example: declared.id.format(1),
        });
    }
    let taken =
        library.members.iter().find(|other| other.document.fields().id.value().is_some_and(is_new));
    if let Some(other) = taken {
        return Err(RenumberError::Taken { new: new.clone(), path: other.path.clone() });
    }
    if !request.held.is_empty() {
        let held = request.held.to_vec();
        return Err(RenumberError::TakenElsewhere { new: new.clone(), held });
    }
    Ok(new.clone())
}

/// The path with the new number in the name of the file, where the old one begins it.
fn renamed(path: &RepoPath, old: &str, new: &str) -> Result<RepoPath, PathError> {
    let name = path.file_name();
    let begins = name.get(..old.len()).filter(|start| start.eq_ignore_ascii_case(old));
    let ends = !name[begins.map_or(0, str::len)..].starts_with(|c: char| c.is_ascii_alphanumeric());
    let Some(written) = begins.filter(|_| ends) else { return Ok(path.clone()) };
    let name = format!("{}{}", written_as(written, new), &name[written.len()..]);
    RepoPath::new(&match path.folder() {
        "" => name,
        folder => format!("{folder}/{name}"),
    })
}

impl Renumbering {
    /// All texts that change.
    #[must_use]
    pub fn changeset(&self) -> &Changeset {
        &self.changeset
    }

    /// The same answer once its changeset is written.
    #[must_use]
    pub fn written(mut self) -> Self {
        self.is_written = true;
        self
    }
}

impl Report for Renumbering {
    const NAME: &'static str = "renumber";
    const FORMATS: &'static [Format] = &[Format::Text, Format::Json, Format::Markdown];
    type Data<'a> = wire::RenumberingData<'a>;

    fn view(&self) -> View {
        view::of(self)
    }

    fn data(&self) -> wire::RenumberingData<'_> {
        wire::RenumberingData::of(self)
    }

    fn context(&self) -> &Context {
        &self.context
    }
}
