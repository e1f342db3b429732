//! What happened to the documents: history seen through the comparison.
//!
//! Git says which commits changed a file; here it is said which of them changed what
//! the document says.

mod pairs;

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use crate::calendar::Date;
use crate::comparison::{Class, Comparison, compare};
use crate::document::Document;
use crate::document::fingerprint::Fingerprint;
use crate::document::id::DocumentId;
use crate::document::profile::Profile;
use crate::git::{BlobId, CommitId, End, GitError, Repository, Revision, Timeline};
use crate::library::decoded;
use crate::worktree::MAX_FILE;

pub use pairs::{Pair, pair, revisions_between};

/// Reads old versions of documents, each at most once.
pub struct Evolution<'r> {
    repository: &'r Repository,
    profile: &'r Profile,
    facts: RefCell<HashMap<BlobId, Option<Rc<Facts>>>>,
    dates: RefCell<HashMap<BlobId, Option<Dates>>>,
}

/// The dates by which somebody vouched for an old version, where they can be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Dates {
    /// Its date of last review.
    pub last_reviewed: Option<Date>,
    /// Its date of approval.
    pub approved_on: Option<Date>,
}

/// What is remembered of an old version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facts {
    /// The fingerprint of its substance.
    pub fingerprint: Fingerprint,
    /// Its number.
    pub id: Option<DocumentId>,
}

/// The newest change of what a document says.
#[derive(Debug, Clone, PartialEq)]
pub struct SubstantiveChange {
    /// The commit.
    pub commit: CommitId,
    /// What changed; `None` where the commit wrote the first version.
    pub comparison: Option<Comparison>,
}

/// An answer about the past, or why there is none.
#[derive(Debug, Clone, PartialEq)]
pub enum Known<T> {
    /// The answer.
    Yes(T),
    /// History ends before the answer, at this commit of a shallow clone.
    BeyondBoundary(CommitId),
    /// A version on the way cannot be read: not there, too large, or not UTF-8.
    Unreadable,
}

impl<T> Known<T> {
    /// The answer, if there is one.
    pub fn value(&self) -> Option<&T> {
        match self {
            Self::Yes(value) => Some(value),
            Self::BeyondBoundary(_) | Self::Unreadable => None,
        }
    }
}

impl<'r> Evolution<'r> {
    /// Reads versions from `repository` by the convention of `profile`.
    #[must_use]
    pub fn new(repository: &'r Repository, profile: &'r Profile) -> Self {
        Self { repository, profile, facts: RefCell::default(), dates: RefCell::default() }
    }

    /// The document as a blob has it; `None` where it cannot be read as text.
    ///
    /// # Errors
    /// When the object is damaged.
    pub fn version(&self, blob: BlobId) -> Result<Option<Document>, GitError> {
        let content = match self.repository.blob_size(blob) {
            Ok(size) if size > MAX_FILE => return Ok(None),
            Ok(_) => self.repository.blob(blob),
            Err(error) => Err(error),
        };
        match content {
            Ok(bytes) => Ok(decoded(bytes).ok().map(|text| Document::read(text, self.profile))),
            Err(GitError::MissingObject { .. }) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// What is remembered of a blob; `None` where it cannot be read as text.
    ///
    /// # Errors
    /// When the object is damaged.
    pub fn facts(&self, blob: BlobId) -> Result<Option<Rc<Facts>>, GitError> {
        if let Some(known) = self.facts.borrow().get(&blob) {
            return Ok(known.clone());
        }
        let facts = self.version(blob)?.map(|document| Rc::new(Facts::of(&document)));
        self.facts.borrow_mut().insert(blob, facts.clone());
        Ok(facts)
    }

    /// The dates that a blob shows; `None` where it cannot be read as text. Cheaper than
    /// [`Evolution::facts`], since the body is not looked at.
    ///
    /// # Errors
    /// When the object is damaged.
    pub fn dates(&self, blob: BlobId) -> Result<Option<Dates>, GitError> {
        if let Some(known) = self.dates.borrow().get(&blob) {
            return Ok(*known);
        }
        let dates = self.version(blob)?.map(|document| {
            let fields = document.fields();
            Dates {
                last_reviewed: fields.last_reviewed.copied(),
                approved_on: fields.approved_on.copied(),
            }
        });
        self.dates.borrow_mut().insert(blob, dates);
        Ok(dates)
    }

    /// The newest commit of a timeline that changed what the document says. Formatting,
    /// administrative fields and renames do not count.
    ///
    /// # Errors
    /// When an object is damaged.
    pub fn last_in_substance(
        &self,
        timeline: &Timeline,
    ) -> Result<Known<SubstantiveChange>, GitError> {
        for revision in &timeline.revisions {
            let Some(blob) = revision.blob else { continue };
            if revision.is_addition() && revision.renamed_from.is_none() {
                return Ok(match timeline.end {
                    End::Boundary(commit) => Known::BeyondBoundary(commit),
                    End::MissingObject(_) => Known::Unreadable,
                    End::Created => {
                        Known::Yes(SubstantiveChange { commit: revision.commit, comparison: None })
                    }
                });
            }
            if self.keeps_substance(revision, blob)? {
                continue;
            }
            let comparison = self.against_nearest(revision, blob)?;
            return Ok(Known::Yes(SubstantiveChange { commit: revision.commit, comparison }));
        }
        Ok(match timeline.end {
            End::Boundary(commit) => Known::BeyondBoundary(commit),
            End::Created | End::MissingObject(_) => Known::Unreadable,
        })
    }

    /// Whether a revision changed what the document says; the first version did.
    ///
    /// # Errors
    /// When an object is damaged.
    pub fn changes_substance(&self, revision: &Revision) -> Result<bool, GitError> {
        match revision.blob {
            Some(blob) => Ok(!self.keeps_substance(revision, blob)?),
            None => Ok(false),
        }
    }

    /// Whether the substance is that of one of the parents.
    fn keeps_substance(&self, revision: &Revision, blob: BlobId) -> Result<bool, GitError> {
        let Some(new) = self.facts(blob)? else { return Ok(false) };
        for previous in revision.previous.iter().flatten() {
            if self.facts(*previous)?.is_some_and(|old| old.fingerprint == new.fingerprint) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// The comparison with the parent that differs least; for most commits, the only one.
    fn against_nearest(
        &self,
        revision: &Revision,
        blob: BlobId,
    ) -> Result<Option<Comparison>, GitError> {
        let Some(new) = self.version(blob)? else { return Ok(None) };
        let mut nearest: Option<Comparison> = None;
        for previous in revision.previous.iter().flatten() {
            if let Some(old) = self.version(*previous)? {
                let comparison = compare(&old, &new);
                if nearest.as_ref().is_none_or(|n| {
                    (comparison.class, comparison.changes.len()) < (n.class, n.changes.len())
                }) {
                    nearest = Some(comparison);
                }
            }
        }
        Ok(nearest)
    }

    /// How much a document changed from one version to another, and how.
    ///
    /// # Errors
    /// When an object is damaged.
    pub fn between(&self, old: BlobId, new: &Document) -> Result<Option<Comparison>, GitError> {
        if let Some(facts) = self.facts(old)?
            && facts.fingerprint == new.fingerprint()
        {
            return Ok(Some(Comparison {
                class: Class::None,
                changes: Vec::new(),
                sections: Vec::new(),
                fields: Vec::new(),
            }));
        }
        Ok(self.version(old)?.map(|old| compare(&old, new)))
    }
}

impl std::fmt::Debug for Evolution<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Evolution")
            .field("remembered", &self.facts.borrow().len())
            .finish_non_exhaustive()
    }
}

impl Facts {
    fn of(document: &Document) -> Self {
        let fields = document.fields();
        Self { fingerprint: document.fingerprint(), id: fields.id.value().cloned() }
    }
}
