//! What happened to the documents: history seen through the comparison.
//!
//! Git says which commits changed a file; here it is said which of them changed what
//! the document says.

mod pairs;

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::rc::Rc;

use crate::calendar::Date;
use crate::comparison::{Class, Comparison, compare};
use crate::document::Document;
use crate::document::fingerprint::Fingerprint;
use crate::document::front_matter::{self, Fields};
use crate::document::profile::Profile;
use crate::git::{BlobId, CommitId, CommitInfo, End, GitError, Repository, Revision, Timeline};
use crate::library::decoded;
use crate::worktree::MAX_FILE;

pub use pairs::{Pair, not_compared, pair, revisions_between};

/// Reads old versions of documents, each at most once.
pub struct Evolution<'r> {
    repository: &'r Repository,
    profile: &'r Profile,
    fingerprints: RefCell<HashMap<BlobId, Option<Fingerprint>>>,
    record: RefCell<HashMap<BlobId, Option<Rc<VouchingRecord>>>>,
    commits: RefCell<HashMap<CommitId, Rc<CommitInfo>>>,
    missing: Cell<Option<BlobId>>,
}

/// What an old version says of its reviews and approvals, under any convention.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct VouchingRecord {
    /// Its date of last review, where it can be read.
    pub last_reviewed: Option<Date>,
    /// Its date of approval, where it can be read.
    pub approved_on: Option<Date>,
    /// What the reviewer noted.
    pub review_note: Option<String>,
    /// The fingerprint of the reviewed text.
    pub reviewed_text: Option<String>,
}

/// The newest change of what a document says.
#[derive(Debug, Clone, PartialEq)]
pub struct SubstantiveChange {
    /// The commit.
    pub commit: CommitId,
    /// What changed; `None` where the commit wrote the first version.
    pub comparison: Option<Comparison>,
}

/// What one revision of a timeline did to its document.
#[derive(Debug, Clone, PartialEq)]
pub enum Alteration {
    /// It wrote the first version.
    Created,
    /// It removed the file.
    Removed,
    /// It changed the document; an empty comparison where no word and no field differs.
    Changed(Comparison),
    /// What it did cannot be told: a version is not text, too large, or not in the clone.
    Unreadable,
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

impl<'r> Evolution<'r> {
    /// Reads versions from `repository` by the convention of `profile`.
    #[must_use]
    pub fn new(repository: &'r Repository, profile: &'r Profile) -> Self {
        Self {
            repository,
            profile,
            fingerprints: RefCell::default(),
            record: RefCell::default(),
            commits: RefCell::default(),
            missing: Cell::new(None),
        }
    }

    /// A content that was asked for since the last call and is not in the clone: what was
    /// answered meanwhile may be wrong.
    pub fn take_missing(&self) -> Option<BlobId> {
        self.missing.take()
    }

    /// The document as a blob has it; `None` where it cannot be read as text.
    ///
    /// # Errors
    /// When the object is damaged.
    pub fn version(&self, blob: BlobId) -> Result<Option<Document>, GitError> {
        Ok(self.text(blob)?.map(|text| Document::read(text, self.profile)))
    }

    /// The text of a blob; `None` where it is none, or is not in the clone, which
    /// [`Evolution::take_missing`] tells.
    fn text(&self, blob: BlobId) -> Result<Option<String>, GitError> {
        let content = match self.repository.blob_size(blob) {
            Ok(size) if size > MAX_FILE => return Ok(None),
            Ok(_) => self.repository.blob(blob),
            Err(error) => Err(error),
        };
        match content {
            Ok(bytes) => Ok(decoded(bytes).ok()),
            Err(GitError::MissingObject { .. }) => {
                self.missing.set(Some(blob));
                Ok(None)
            }
            Err(error) => Err(error),
        }
    }

    /// What a commit says about itself.
    ///
    /// # Errors
    /// When the commit is missing or damaged.
    pub fn commit(&self, id: CommitId) -> Result<Rc<CommitInfo>, GitError> {
        if let Some(known) = self.commits.borrow().get(&id) {
            return Ok(Rc::clone(known));
        }
        let info = Rc::new(self.repository.commit_info(id)?);
        self.commits.borrow_mut().insert(id, Rc::clone(&info));
        Ok(info)
    }

    /// The fingerprint of a blob; `None` where it cannot be read as text.
    ///
    /// # Errors
    /// When the object is damaged.
    pub fn fingerprint(&self, blob: BlobId) -> Result<Option<Fingerprint>, GitError> {
        if let Some(known) = self.fingerprints.borrow().get(&blob) {
            return Ok(*known);
        }
        let fingerprint = self.version(blob)?.map(|document| document.fingerprint());
        if self.missing.get() != Some(blob) {
            self.fingerprints.borrow_mut().insert(blob, fingerprint);
        }
        Ok(fingerprint)
    }

    /// What a blob says of reviews and approvals; `None` where it cannot be read as text.
    /// A field that the convention of today does not find is looked for under every other
    /// one: a change of keys is no change of the record.
    ///
    /// # Errors
    /// When the object is damaged.
    pub fn record(&self, blob: BlobId) -> Result<Option<Rc<VouchingRecord>>, GitError> {
        if let Some(known) = self.record.borrow().get(&blob) {
            return Ok(known.clone());
        }
        let record = self.text(blob)?.map(|text| Rc::new(VouchingRecord::of(&text, self.profile)));
        if self.missing.get() != Some(blob) {
            self.record.borrow_mut().insert(blob, record.clone());
        }
        Ok(record)
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
        for (index, revision) in timeline.revisions.iter().enumerate() {
            if revision.blob.is_none() {
                continue;
            }
            if revision.is_addition() && revision.renamed_from.is_none() {
                return Ok(match timeline.end {
                    End::Boundary(commit) => Known::BeyondBoundary(commit),
                    End::MissingObject(_) => Known::Unreadable,
                    End::Created => {
                        Known::Yes(SubstantiveChange { commit: revision.commit, comparison: None })
                    }
                });
            }
            let from_here = &timeline.revisions[index..];
            if self.keeps_substance(from_here)? {
                continue;
            }
            let comparison = self.against_nearest(from_here)?;
            // A title that is given for the first time is the record, not the substance.
            if comparison.as_ref().is_some_and(|comparison| comparison.class <= Class::Record) {
                continue;
            }
            return Ok(Known::Yes(SubstantiveChange { commit: revision.commit, comparison }));
        }
        Ok(match timeline.end {
            End::Boundary(commit) => Known::BeyondBoundary(commit),
            End::Created | End::MissingObject(_) => Known::Unreadable,
        })
    }

    /// What the revision at `index` of a timeline did, compared with the parent that differs
    /// least from it.
    ///
    /// # Errors
    /// When an object is damaged.
    pub fn alteration(&self, timeline: &Timeline, index: usize) -> Result<Alteration, GitError> {
        let from_here = timeline.revisions.get(index..).unwrap_or_default();
        let Some(revision) = from_here.first() else { return Ok(Alteration::Unreadable) };
        Ok(if revision.blob.is_none() {
            Alteration::Removed
        } else if revision.is_addition() && revision.renamed_from.is_none() {
            Alteration::Created
        } else {
            self.against_nearest(from_here)?.map_or(Alteration::Unreadable, Alteration::Changed)
        })
    }

    /// Whether a revision changed what the document says; the first version did.
    ///
    /// # Errors
    /// When an object is damaged.
    pub fn changes_substance(&self, revision: &Revision) -> Result<bool, GitError> {
        Ok(revision.blob.is_some() && !self.keeps_substance(std::slice::from_ref(revision))?)
    }

    /// Whether the first of these revisions, newest first, has the substance of one of its
    /// parents. A version that cannot be read is passed over: it keeps what came before.
    fn keeps_substance(&self, revisions: &[Revision]) -> Result<bool, GitError> {
        let Some((revision, older)) = revisions.split_first() else { return Ok(true) };
        let Some(blob) = revision.blob else { return Ok(true) };
        let Some(new) = self.fingerprint(blob)? else { return Ok(true) };
        for previous in revision.previous.iter().flatten() {
            let old = match self.fingerprint(*previous)? {
                Some(old) => Some(old),
                None => self.nearest_readable(older)?.map(|(_, fingerprint)| fingerprint),
            };
            if old == Some(new) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// The newest of these revisions whose text can be read.
    fn nearest_readable(
        &self,
        revisions: &[Revision],
    ) -> Result<Option<(BlobId, Fingerprint)>, GitError> {
        for blob in revisions.iter().filter_map(|revision| revision.blob) {
            if let Some(fingerprint) = self.fingerprint(blob)? {
                return Ok(Some((blob, fingerprint)));
            }
        }
        Ok(None)
    }

    /// The comparison of the first of these revisions with the parent that differs least;
    /// for most commits, the only one.
    fn against_nearest(&self, revisions: &[Revision]) -> Result<Option<Comparison>, GitError> {
        let Some((revision, older)) = revisions.split_first() else { return Ok(None) };
        let Some(blob) = revision.blob else { return Ok(None) };
        let Some(new) = self.version(blob)? else { return Ok(None) };
        let mut nearest: Option<Comparison> = None;
        for previous in revision.previous.iter().flatten() {
            let old = match self.version(*previous)? {
                Some(old) => Some(old),
                None => match self.nearest_readable(older)? {
                    Some((blob, _)) => self.version(blob)?,
                    None => None,
                },
            };
            let Some(old) = old else { continue };
            let comparison = compare(&old, &new);
            let weight = |comparison: &Comparison| (comparison.class, comparison.changes.len());
            if nearest.as_ref().is_none_or(|nearest| weight(&comparison) < weight(nearest)) {
                nearest = Some(comparison);
            }
        }
        Ok(nearest)
    }

    /// How much a document changed from one version to another, and how.
    ///
    /// # Errors
    /// When an object is damaged.
    pub fn between(&self, old: BlobId, new: &Document) -> Result<Option<Comparison>, GitError> {
        if self.fingerprint(old)? == Some(new.fingerprint()) {
            return Ok(Some(Comparison::default()));
        }
        Ok(self.version(old)?.map(|old| compare(&old, new)))
    }
}

impl std::fmt::Debug for Evolution<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Evolution")
            .field("remembered", &self.fingerprints.borrow().len())
            .finish_non_exhaustive()
    }
}

impl VouchingRecord {
    fn of(text: &str, profile: &Profile) -> Self {
        let split = front_matter::split(text);
        let fields = Fields::read(split.front_matter(profile), profile);
        let mut record = Self {
            last_reviewed: fields.last_reviewed.copied(),
            approved_on: fields.approved_on.copied(),
            review_note: fields.review_note.value().cloned(),
            reviewed_text: fields.reviewed_text.value().cloned(),
        };
        if fields.last_reviewed.is_missing() {
            record.last_reviewed = Profile::built_in().iter().find_map(|other| {
                Fields::read(split.front_matter(other), other).last_reviewed.copied()
            });
        }
        record
    }
}
