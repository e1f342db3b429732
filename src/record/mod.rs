//! What is put on record about a document: fields of its front matter that are written as a
//! group, and the commit that carries them.
//!
//! Says what would be written and how the commit would read. It writes and commits nothing,
//! and does not judge whether the record may be made: that is for each answer.

mod committing;
mod message;
mod subject;
mod wire;

use crate::comparison::{FieldChange, compare};
use crate::data::Syntax;
use crate::document::Document;
use crate::document::fingerprint::Fingerprint;
use crate::document::front_matter::{EditError, FieldEdit, edit};
use crate::document::profile::Profile;
use crate::git::CommitId;
use crate::library::Uncommitted;
use crate::paths::RepoPath;
use crate::report::{Line, Piece, Text};
use crate::worktree::{ChangeKind, FileChange};

pub use committing::{Advice, Onward, advice, commit_of};
pub use message::Message;
pub use subject::{Pending, Subject};
pub use wire::{FieldData, fields_data};

/// What is put on record about one document.
#[derive(Debug, Clone)]
pub struct Entry {
    /// Where it stands.
    pub path: RepoPath,
    /// Its number.
    pub id: Option<String>,
    /// Its title, or the name of the file.
    pub title: String,
    /// The fingerprint of the text that the record is about.
    pub text: Fingerprint,
    /// How the file differed from the commit before.
    pub uncommitted: Option<Uncommitted>,
    /// The keys that are written, with their values before and after.
    pub fields: Vec<FieldChange>,
    /// The edit of the file; none where it says all of it already.
    pub change: Option<FileChange>,
    /// The commit that carries it, once it is made.
    pub commit: Option<CommitId>,
}

/// A record that cannot be written into a document.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}: the front matter cannot be edited", place(path, *line))]
pub struct EntryError {
    /// The document.
    pub path: RepoPath,
    /// The line in question, from 1.
    pub line: Option<usize>,
    /// Why.
    #[source]
    pub why: EditError,
}

/// How far it has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Nothing is written.
    Proposed,
    /// It stands in the files.
    Written,
    /// It is committed.
    Committed,
}

impl Entry {
    /// Writes fields into a document as a group: all of them or none.
    ///
    /// # Errors
    /// When the front matter cannot be edited safely, or the convention of the library has no
    /// key for a field.
    pub fn of(
        subject: &Subject<'_>,
        profile: &Profile,
        edits: &[FieldEdit],
    ) -> Result<Self, EntryError> {
        let member = subject.member;
        let document = &member.document;
        let edited = edit(document.text(), profile, Syntax::Toml, edits).map_err(|why| {
            let line = why.place().map(|at| document.lines().line(at.start));
            EntryError { path: member.path.clone(), line, why }
        })?;
        let after = Document::read(edited.text.clone(), profile);
        let expected = subject.written.document.text();
        let change = (edited.text != expected).then(|| FileChange {
            path: member.path.clone(),
            kind: ChangeKind::Replace {
                expected: expected.as_bytes().to_vec(),
                content: edited.text.into_bytes(),
            },
        });
        Ok(Self {
            path: member.path.clone(),
            id: document.fields().id.value().map(|id| id.as_str().to_owned()),
            title: member.title(),
            text: after.fingerprint(),
            uncommitted: member.uncommitted,
            fields: compare(document, &after).fields,
            change,
            commit: None,
        })
    }

    /// What people call the document: its number, or its path where it has none.
    #[must_use]
    pub fn name(&self) -> &str {
        self.id.as_deref().unwrap_or(self.path.as_str())
    }

    /// What is written, key by key.
    #[must_use]
    pub fn lines(&self) -> Vec<Line> {
        self.fields
            .iter()
            .map(|field| {
                let line = Line::new().faint(field.name.as_str()).text(" ");
                match (&field.old, &field.new) {
                    (Some(old), Some(new)) => {
                        line.text(old.as_str()).text(" → ").text(new.as_str())
                    }
                    (None, Some(new)) => line.text(new.as_str()),
                    (Some(old), None) => line.with(Piece::Deleted(Text::from(old.as_str()))),
                    (None, None) => line,
                }
            })
            .collect()
    }
}

fn place(path: &RepoPath, line: Option<usize>) -> String {
    line.map_or_else(|| path.to_string(), |line| format!("{path}:{line}"))
}
