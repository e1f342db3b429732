//! `renumber`: a document gets another number, and whatever points at it follows.
//!
//! Its id, the name of its file where that begins with the number, the fields of other
//! documents that refer to it, links to its file, and its number where a text names it. What
//! is on record stays as it was recorded: approvals and reviews of a text that names the
//! number are no longer of the text as it stands, and the answer says so.

mod number;
mod rewriting;
mod view;
mod wire;

#[cfg(test)]
mod tests;

use crate::document::Document;
use crate::document::id::{DocumentId, IdError};
use crate::git::CommitId;
use crate::library::{Held, Library, Member};
use crate::paths::RepoPath;
use crate::record::{Message, Stage};
use crate::report::{Context, Format, Report, View};
use crate::source::LineIndex;
use crate::worktree::{ChangeKind, Changeset, FileChange};

use rewriting::{Rewriting, Rewritten, Role, Why, is_history};

pub use number::number;

/// The answer.
#[derive(Debug)]
pub struct Renumbering {
    context: Context,
    old: DocumentId,
    new: DocumentId,
    title: String,
    /// The document first, then the other files by path.
    files: Vec<Rewrite>,
    left: Vec<Left>,
    /// The documents whose records are of the text as it was.
    unsettled: Vec<Unsettled>,
    stage: Stage,
    commit: Option<CommitId>,
}

/// A file that is rewritten.
#[derive(Debug)]
struct Rewrite {
    change: FileChange,
    /// How many places of it.
    places: usize,
}

/// A place that names the old number and stays as it is.
#[derive(Debug)]
struct Left {
    path: RepoPath,
    /// From 1.
    line: usize,
    why: Why,
}

/// A record of a text that is another one now.
#[derive(Debug)]
struct Unsettled {
    name: String,
    /// `approval` or `review`.
    record: &'static str,
}

/// What is to be done with which document.
#[derive(Debug)]
pub struct Request<'a> {
    /// The document.
    pub member: &'a Member,
    /// The number that it gets, as [`number`] gives it.
    pub new: DocumentId,
    /// Who has or had that number beside the tree at hand.
    pub held: &'a [Held],
    /// All documents.
    pub library: &'a Library,
    /// The files around them that may name it.
    pub around: &'a [Around],
}

/// A file that is no document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Around {
    /// Where it stands.
    pub path: RepoPath,
    /// What it says.
    pub text: String,
    /// How it is read.
    pub kind: AroundKind,
}

/// How a file that is no document names documents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AroundKind {
    /// By links and numbers.
    Markdown,
    /// By paths, which are counted from this folder.
    Settings {
        /// The folder; empty for the root.
        folder: String,
    },
}

/// A number that is not changed.
#[derive(Debug, thiserror::Error)]
pub enum RenumberError {
    /// The document has none.
    #[error("{path} has no number to change")]
    WithoutNumber {
        /// The document.
        path: RepoPath,
    },
    /// No document number.
    #[error(transparent)]
    NoNumber(#[from] IdError),
    /// It has that number.
    #[error("the number is {id} already")]
    Same {
        /// The number.
        id: DocumentId,
    },
    /// Documents of the type have other numbers.
    #[error("{id} is no number for a document of that type, which look like {pattern}")]
    Unfit {
        /// The number.
        id: DocumentId,
        /// The pattern of the type.
        pattern: String,
    },
    /// There is no next number.
    #[error("there is no free number behind those that look like {old}")]
    UsedUp {
        /// The number of the document.
        old: DocumentId,
    },
    /// Another document of the tree has it.
    #[error("{id} is the number of {path}")]
    Taken {
        /// The number.
        id: DocumentId,
        /// The other document.
        path: RepoPath,
    },
    /// A document elsewhere has it, or one had it.
    #[error("{id} is the number of {path}, {by}")]
    Held {
        /// The number.
        id: DocumentId,
        /// The other document.
        path: RepoPath,
        /// Where, in words.
        by: String,
    },
    /// Written into the front matter, it is not read as the number.
    #[error("the number of {path} cannot be written")]
    Unwritable {
        /// The document.
        path: RepoPath,
    },
}

/// Gives a document another number; nothing is written.
///
/// # Errors
/// When another document has or had that number, or it cannot be written.
pub fn renumber(request: &Request<'_>, context: Context) -> Result<Renumbering, RenumberError> {
    let Request { member, ref new, held, library, around } = *request;
    let Some(old) = member.document.fields().id.value() else {
        return Err(RenumberError::WithoutNumber { path: member.path.clone() });
    };
    number::require_free(new, member, library, held)?;
    let new_path = number::renamed(&member.path, old, new).unwrap_or_else(|| member.path.clone());
    let is_other = |other: &&Member| {
        other.path != member.path && other.name().eq_ignore_ascii_case(old.as_str())
    };
    let is_shared = library.members.iter().any(|other| is_other(&other));
    let rewriting = Rewriting { old, new, old_path: &member.path, new_path: &new_path, is_shared };
    let mut gathered = Gathered::default();

    let itself = rewriting.markdown(&member.document, &member.path, Role::Itself);
    let after = Document::read(itself.text.clone(), &library.profile);
    if after.fields().id.value() != Some(new) {
        return Err(RenumberError::Unwritable { path: member.path.clone() });
    }
    gathered.unsettle(&member.document, &after, new.as_str());
    gathered.add(&member.path, &new_path, member.document.text(), itself);

    for other in library.members.iter().filter(|other| other.path != member.path) {
        let rewritten = rewriting.markdown(&other.document, &other.path, Role::Other);
        if rewritten.places > 0 {
            let after = Document::read(rewritten.text.clone(), &library.profile);
            gathered.unsettle(&other.document, &after, other.name());
        }
        gathered.add(&other.path, &other.path, other.document.text(), rewritten);
    }
    for Around { path, text, kind } in around {
        let rewritten = match kind {
            AroundKind::Settings { folder } => rewriting.settings(text, folder),
            AroundKind::Markdown => {
                let role = if is_history(path.stem()) { Role::Chronicle } else { Role::Other };
                let document = Document::read(text.clone(), &library.profile);
                rewriting.markdown(&document, path, role)
            }
        };
        gathered.add(path, path, text, rewritten);
    }
    let Gathered { files, left, unsettled } = gathered;
    Ok(Renumbering {
        context,
        old: old.clone(),
        new: new.clone(),
        title: after.title().unwrap_or_else(|| member.title()),
        files,
        left,
        unsettled,
        stage: Stage::Proposed,
        commit: None,
    })
}

/// What is found, file by file.
#[derive(Debug, Default)]
struct Gathered {
    files: Vec<Rewrite>,
    left: Vec<Left>,
    unsettled: Vec<Unsettled>,
}

impl Gathered {
    fn add(&mut self, from: &RepoPath, to: &RepoPath, text: &str, rewritten: Rewritten) {
        let Rewritten { text: content, places, left } = rewritten;
        let lines = LineIndex::new(text);
        self.left.extend(left.into_iter().map(|(at, why)| Left {
            path: to.clone(),
            line: lines.line(at),
            why,
        }));
        let (expected, content) = (text.as_bytes().to_vec(), content.into_bytes());
        let kind = if from != to {
            ChangeKind::Move { from: from.clone(), expected, content }
        } else if places > 0 {
            ChangeKind::Replace { expected, content }
        } else {
            return;
        };
        self.files.push(Rewrite { change: FileChange { path: to.clone(), kind }, places });
    }

    /// Notes what was approved or reviewed as it was, and is another text now.
    fn unsettle(&mut self, before: &Document, after: &Document, name: &str) {
        if before.fingerprint() == after.fingerprint() {
            return;
        }
        let fields = before.fields();
        let recorded = [("approval", &fields.approved_text), ("review", &fields.reviewed_text)];
        let of_this_text = before.fingerprint().to_string();
        for (record, field) in recorded {
            if field.value().is_some_and(|recorded| *recorded == of_this_text) {
                self.unsettled.push(Unsettled { name: name.to_owned(), record });
            }
        }
    }
}

impl Renumbering {
    /// The files to move and to replace.
    #[must_use]
    pub fn changeset(&self) -> Changeset {
        Changeset { changes: self.files.iter().map(|file| file.change.clone()).collect() }
    }

    /// The files that git does not know yet once it is written.
    #[must_use]
    pub fn new_paths(&self) -> Vec<RepoPath> {
        let moved = |file: &&Rewrite| matches!(file.change.kind, ChangeKind::Move { .. });
        self.files.iter().filter(moved).map(|file| file.change.path.clone()).collect()
    }

    /// The commit that carries it: its files, those that go away included, and its message.
    #[must_use]
    pub fn commit(&self) -> (Vec<RepoPath>, Message) {
        let mut paths = Vec::new();
        for Rewrite { change, .. } in &self.files {
            if let ChangeKind::Move { from, .. } = &change.kind {
                paths.push(from.clone());
            }
            paths.push(change.path.clone());
        }
        let subject = format!("Renumber {} to {}: {}", self.old, self.new, self.title);
        (paths, Message::new(&subject))
    }

    /// The same answer once its changeset is written.
    #[must_use]
    pub fn written(mut self) -> Self {
        self.stage = Stage::Written;
        self
    }

    /// The same answer once this commit carries it.
    #[must_use]
    pub fn committed(mut self, commit: Option<CommitId>) -> Self {
        self.stage = Stage::Committed;
        self.commit = commit;
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
