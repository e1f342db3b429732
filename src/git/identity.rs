//! What documents call themselves, told by whoever can read them.
//!
//! A name is better evidence than any likeness of texts, but this module knows no front
//! matter: it is told what a content is called, and asks only about contents of files that
//! came, went, or may have given their place to another document.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::rc::Rc;

use super::finished::Shelf;
use super::{BlobId, GitError, Repository};

/// A larger file, in bytes, has no name.
const LARGEST_NAMED: u64 = 16 << 20;

/// Reads from a content which document it is.
pub trait Identity {
    /// The rule by which names are read: what was found out of history by another rule is not
    /// believed.
    fn rule(&self) -> &[u8];

    /// What a document of this content is called, wherever it stands; none where it does not
    /// say.
    fn name(&self, content: &[u8]) -> Option<String>;
}

/// The names of two contents that call themselves differently, in the order asked.
type TwoNames = (Rc<str>, Rc<str>);

/// The names that have been read.
#[derive(Default)]
pub(super) struct Names {
    identity: Option<Box<dyn Identity>>,
    known: RefCell<HashMap<BlobId, Option<Rc<str>>>>,
    /// Whether a content that was asked for is not in the clone.
    lacks_some: Cell<bool>,
}

impl Repository {
    /// From now on a document is followed by what it calls itself; without this call, and
    /// where documents have no name, by the likeness of texts alone.
    pub fn identify_by(&mut self, identity: Box<dyn Identity>) {
        self.names = Names { identity: Some(identity), ..Names::default() };
        self.shelf = Shelf::default();
    }

    /// What a content calls itself; none also where it is not in the clone.
    pub(super) fn name_of(&self, blob: BlobId) -> Result<Option<Rc<str>>, GitError> {
        let Some(identity) = &self.names.identity else { return Ok(None) };
        if let Some(known) = self.names.known.borrow().get(&blob) {
            return Ok(known.clone());
        }
        let content = match self.blob_size(blob) {
            Ok(size) if size > LARGEST_NAMED => Ok(Vec::new()),
            Ok(_) => self.blob(blob),
            Err(error) => Err(error),
        };
        let name = match content {
            Ok(content) => identity.name(&content).map(Rc::from),
            Err(GitError::MissingObject { .. }) => {
                self.names.lacks_some.set(true);
                None
            }
            Err(error) => return Err(error),
        };
        self.names.known.borrow_mut().insert(blob, name.clone());
        Ok(name)
    }

    /// The names of two contents, where they have one each and these differ.
    pub(super) fn other_names(
        &self,
        one: BlobId,
        other: BlobId,
    ) -> Result<Option<TwoNames>, GitError> {
        let Some(first) = self.name_of(one)? else { return Ok(None) };
        let second = self.name_of(other)?.filter(|second| *second != first);
        Ok(second.map(|second| (first, second)))
    }

    /// Whether contents tell anything of names at all.
    pub(super) const fn has_names(&self) -> bool {
        self.names.identity.is_some()
    }

    /// Whether a name was asked for that a whole clone might tell.
    pub(super) fn lacks_names(&self) -> bool {
        self.names.lacks_some.get()
    }

    /// The rule by which names are read; empty without one.
    pub(super) fn naming_rule(&self) -> &[u8] {
        self.names.identity.as_ref().map_or(&[], |identity| identity.rule())
    }
}
