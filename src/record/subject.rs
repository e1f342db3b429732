//! The document that a record is about, and whether git holds its text.

use crate::data::Syntax;
use crate::document::Document;
use crate::document::field::FieldName;
use crate::document::front_matter::{FieldEdit, edit};
use crate::document::profile::Profile;
use crate::git::{GitError, Repository};
use crate::library::{Library, Member, Uncommitted};

/// A document that something is to be put on record about.
#[derive(Debug, Clone, Copy)]
pub struct Subject<'l> {
    /// The document. Where the working tree has nothing beside the commit but a record of the
    /// same kind, this is the document as it is committed: that record was never carried, and
    /// is replaced as a whole.
    pub member: &'l Member,
    /// The document as it stands in the working tree.
    pub(super) written: &'l Member,
    /// How its text differs from the one that git has.
    pub pending: Option<Pending>,
}

/// How a text differs from the one that git has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pending {
    /// The file was edited.
    Modified,
    /// git does not know the file.
    Untracked,
    /// The file is as it was, and something else is staged.
    Staged,
}

impl From<Uncommitted> for Pending {
    fn from(how: Uncommitted) -> Self {
        match how {
            Uncommitted::Modified => Self::Modified,
            Uncommitted::Untracked => Self::Untracked,
        }
    }
}

impl<'l> Subject<'l> {
    /// Looks at a document of the working tree. `committed` are the documents as HEAD has
    /// them, needed where this one is modified; `fields` are those that the record writes or
    /// takes out, whatever they hold.
    ///
    /// # Errors
    /// When what is staged cannot be read.
    pub fn of(
        written: &'l Member,
        committed: Option<&'l Library>,
        profile: &Profile,
        fields: &[FieldName],
        repository: &Repository,
    ) -> Result<Self, GitError> {
        let pending = match written.uncommitted {
            Some(Uncommitted::Modified) => Some(Pending::Modified),
            Some(Uncommitted::Untracked) => Some(Pending::Untracked),
            None if repository.staged(&written.path)? != written.blob => Some(Pending::Staged),
            None => None,
        };
        let before = committed
            .filter(|_| pending == Some(Pending::Modified))
            .and_then(|committed| committed.at(&written.path))
            .filter(|before| differ_in(fields, &before.document, &written.document, profile));
        Ok(match before {
            Some(member) => Self { member, written, pending: None },
            None => Self { member: written, written, pending },
        })
    }

    /// Whether it stands for what is committed, in the place of what is written.
    #[must_use]
    pub fn is_replaced(&self) -> bool {
        !std::ptr::eq(self.member, self.written)
    }
}

/// Whether two texts of a document are the same once these fields are taken out of both. Never
/// so where the convention does not say how such a field is taken out.
fn differ_in(fields: &[FieldName], before: &Document, after: &Document, profile: &Profile) -> bool {
    let removals: Vec<FieldEdit> = fields
        .iter()
        .filter(|field| !profile.keys_of(**field).is_empty())
        .map(|field| FieldEdit::remove(*field))
        .collect();
    let without = |document: &Document| {
        edit(document.text(), profile, Syntax::Toml, &removals).map(|edited| edited.text)
    };
    without(before).is_ok_and(|before| without(after) == Ok(before))
}
