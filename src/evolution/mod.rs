//! What happened to the documents: history seen through the comparison.
//!
//! Git says which commits changed a file; here it is said which of them changed what
//! the document says.

mod facts;
mod ignored;
mod origins;
mod pairs;

use std::borrow::Cow;
use std::cell::{Cell, RefCell};
use std::collections::{HashMap, VecDeque};
use std::ops::Deref;
use std::rc::Rc;

use crate::calendar::Date;
use crate::comparison::{Class, Comparison, compare, is_reworded};
use crate::document::Document;
use crate::document::fingerprint::Fingerprint;
use crate::document::front_matter::{self, Fields, Split};
use crate::document::profile::Profile;
use crate::git::{BlobId, CommitId, CommitInfo, End, GitError, Repository, Revision, Timeline};
use crate::library::{Library, Member, decoded};
use crate::worktree::MAX_FILE;

use facts::Facts;

pub use ignored::IgnoredRevisions;
pub use origins::Origin;
pub use pairs::{Pair, not_compared, pair, why_unknown_before};

/// So many versions stay in memory: a revision is looked at beside the one before it.
const MOST_VERSIONS: usize = 4;

/// Reads old versions of documents, each at most once.
pub struct Evolution<'r> {
    repository: &'r Repository,
    profile: &'r Profile,
    ignored: Option<&'r IgnoredRevisions>,
    /// The documents of a library whose text is the content of a blob.
    documents: HashMap<BlobId, &'r Document>,
    /// Those of an older library that no document of the library has.
    former: HashMap<BlobId, &'r Document>,
    /// The versions that were read last, the newest in front.
    versions: RefCell<VecDeque<(BlobId, Rc<Document>)>>,
    facts: RefCell<Facts>,
    commits: RefCell<HashMap<CommitId, Rc<CommitInfo>>>,
    missing: Cell<Option<BlobId>>,
}

/// What an old version says of its reviews and approvals, under any convention.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct VouchingRecord {
    /// Its date of last review, where it can be read.
    pub last_reviewed: Option<Date>,
    /// Its date of approval, where it can be read.
    pub approved_on: Option<Date>,
    /// What the reviewer noted.
    pub review_note: Option<String>,
    /// The fingerprint of the reviewed text.
    pub reviewed_text: Option<String>,
    /// The fingerprint of the approved text.
    pub approved_text: Option<String>,
}

/// The newest change of what a document says.
#[derive(Debug, Clone, PartialEq)]
pub struct SubstantiveChange {
    /// The commit.
    pub commit: CommitId,
    /// What changed; `None` where the commit wrote the first version.
    pub gist: Option<Rc<Gist>>,
}

/// What a comparison comes to.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Gist {
    /// The weight of the whole.
    pub class: Class,
    /// Number of units that differ.
    pub changes: usize,
    /// What changed, in one line.
    pub summary: String,
}

impl Gist {
    fn of(comparison: &Comparison) -> Self {
        Self {
            class: comparison.class,
            changes: comparison.changes.len(),
            summary: comparison.summary(),
        }
    }
}

/// What one revision of a timeline did to its document.
#[derive(Debug, Clone, PartialEq)]
pub enum Alteration {
    /// It wrote the first version.
    Created,
    /// It removed the file.
    Removed,
    /// It changed the document; class `none` where no word and no field differs.
    Changed(Rc<Gist>),
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
            ignored: None,
            documents: HashMap::new(),
            former: HashMap::new(),
            versions: RefCell::default(),
            facts: RefCell::new(Facts::kept_by(repository, profile)),
            commits: RefCell::default(),
            missing: Cell::new(None),
        }
    }

    /// Reads the former versions of the documents of a library, and tells those documents
    /// what is known of their texts already.
    #[must_use]
    pub fn of_library(repository: &'r Repository, library: &'r Library) -> Self {
        let mut evolution = Self::new(repository, &library.profile);
        let facts = evolution.facts.get_mut();
        for member in &library.members {
            if let Some(blob) = member.blob.filter(|_| member.is_verbatim) {
                evolution.documents.insert(blob, &member.document);
                let fingerprint = facts.fingerprints.get(&blob).flatten();
                member.document.recall(fingerprint, facts.titles.get(&blob));
            }
        }
        evolution
    }

    /// Takes the documents of an older library for versions that have been read, where it is
    /// read by the same convention.
    #[must_use]
    pub fn and_former(mut self, library: &'r Library) -> Self {
        if !facts::is_one_convention(self.profile, &library.profile) {
            return self;
        }
        let facts = self.facts.get_mut();
        for member in &library.members {
            if let Some(blob) = member.blob.filter(|_| member.is_verbatim)
                && !self.documents.contains_key(&blob)
            {
                self.former.insert(blob, &member.document);
                let fingerprint = facts.fingerprints.get(&blob).flatten();
                member.document.recall(fingerprint, facts.titles.get(&blob));
            }
        }
        self
    }

    /// Passes over these commits where it is asked what changed a document in substance.
    #[must_use]
    pub fn ignoring(mut self, ignored: &'r IgnoredRevisions) -> Self {
        self.ignored = Some(ignored);
        self
    }

    /// Keeps what was learnt of texts for the next run, where the repository has a cache.
    pub fn keep(&self) {
        if !self.repository.has_cache() {
            return;
        }
        let mut facts = self.facts.borrow_mut();
        for (blob, document) in &self.documents {
            facts.titles.learn(*blob, document.title());
            if let Some(fingerprint) = document.known_fingerprint() {
                facts.fingerprints.learn(*blob, Some(fingerprint));
            }
        }
        facts.keep(self.repository, self.profile);
    }

    /// Takes over a comparison of two documents of the libraries whose versions this reads.
    pub fn learn(&self, old: &Member, new: &Member, comparison: &Comparison) {
        let blob_of = |member: &Member| {
            let blob = member.blob?;
            let is_known = std::ptr::eq(self.at_hand(blob)?, &raw const member.document);
            is_known.then_some(blob)
        };
        if let (Some(old), Some(new)) = (blob_of(old), blob_of(new)) {
            let gist = Rc::new(Gist::of(comparison));
            self.facts.borrow_mut().gists.learn((old, new), Some(gist));
        }
    }

    fn at_hand(&self, blob: BlobId) -> Option<&'r Document> {
        self.documents.get(&blob).or_else(|| self.former.get(&blob)).copied()
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
    pub fn version(&self, blob: BlobId) -> Result<Option<Version<'r>>, GitError> {
        if let Some(document) = self.at_hand(blob) {
            return Ok(Some(Version::OfLibrary(document)));
        }
        let mut versions = self.versions.borrow_mut();
        if let Some((_, document)) = versions.iter().find(|(read, _)| *read == blob) {
            return Ok(Some(Version::Read(Rc::clone(document))));
        }
        let Some(text) = self.text(blob)? else { return Ok(None) };
        let document = Rc::new(Document::read(text, self.profile));
        versions.truncate(MOST_VERSIONS - 1);
        versions.push_front((blob, Rc::clone(&document)));
        Ok(Some(Version::Read(document)))
    }

    /// The text of a blob; `None` where it is none, or is not in the clone, which
    /// [`Evolution::take_missing`] tells.
    ///
    /// # Errors
    /// When the object is damaged.
    pub fn text(&self, blob: BlobId) -> Result<Option<String>, GitError> {
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

    /// The front matter of a blob; `None` as for [`Evolution::text`].
    fn split(&self, blob: BlobId) -> Result<Option<Cow<'r, Split>>, GitError> {
        if let Some(document) = self.at_hand(blob) {
            return Ok(Some(Cow::Borrowed(document.split())));
        }
        Ok(self.text(blob)?.map(|text| Cow::Owned(front_matter::split(&text))))
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

    /// Whether a commit has another one among its ancestors, or is the same.
    ///
    /// # Errors
    /// When a commit is missing or damaged.
    pub fn builds_on(&self, commit: CommitId, ancestor: CommitId) -> Result<bool, GitError> {
        self.repository.is_ancestor(ancestor, commit)
    }

    /// The fingerprint of a blob; `None` where it cannot be read as text.
    ///
    /// # Errors
    /// When the object is damaged.
    pub fn fingerprint(&self, blob: BlobId) -> Result<Option<Fingerprint>, GitError> {
        if let Some(known) = self.facts.borrow().fingerprints.get(&blob) {
            return Ok(known);
        }
        let fingerprint = self.version(blob)?.map(|document| document.fingerprint());
        if self.missing.get() != Some(blob) {
            self.facts.borrow_mut().fingerprints.learn(blob, fingerprint);
        }
        Ok(fingerprint)
    }

    /// The fields of a blob, its status and effective date under any convention; `None` where
    /// it cannot be read as text.
    ///
    /// # Errors
    /// When the object is damaged.
    pub fn fields(&self, blob: BlobId) -> Result<Option<Fields>, GitError> {
        let Some(split) = self.split(blob)? else { return Ok(None) };
        let read = |profile: &Profile| Fields::read(split.front_matter(profile), profile);
        let mut fields = read(self.profile);
        if fields.status.is_missing() && fields.effective_date.is_missing() {
            let mut others = Profile::built_in().iter().map(read);
            if let Some(other) =
                others.find(|other| other.status.is_given() && other.effective_date.is_given())
            {
                fields.status = other.status;
                fields.effective_date = other.effective_date;
            }
        }
        Ok(Some(fields))
    }

    /// What a blob says of reviews and approvals; `None` where it cannot be read as text.
    /// A field that the convention of today does not find is looked for under every other
    /// one: a change of keys is no change of the record.
    ///
    /// # Errors
    /// When the object is damaged.
    pub fn record(&self, blob: BlobId) -> Result<Option<Rc<VouchingRecord>>, GitError> {
        if let Some(known) = self.facts.borrow().records.get(&blob) {
            return Ok(known);
        }
        let split = self.split(blob)?;
        let record = split.map(|split| Rc::new(VouchingRecord::of(&split, self.profile)));
        if self.missing.get() != Some(blob) {
            self.facts.borrow_mut().records.learn(blob, record.clone());
        }
        Ok(record)
    }

    /// The newest commit of a timeline that changed what the document says, in class minor
    /// or major. Formatting, typography, administrative fields and renames do not count, nor do the commits of
    /// [`Evolution::ignoring`], except for one that wrote the first version.
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
                        Known::Yes(SubstantiveChange { commit: revision.commit, gist: None })
                    }
                });
            }
            let from_here = &timeline.revisions[index..];
            let is_ignored = self.ignored.is_some_and(|ignored| ignored.contains(revision.commit));
            if is_ignored || self.keeps_substance(from_here)? {
                continue;
            }
            let gist = self.against_nearest(from_here)?;
            // Typography is no change of what a document says, nor is a title that is given
            // for the first time, which is the record.
            if gist.as_ref().is_some_and(|gist| !gist.class.is_meaningful()) {
                continue;
            }
            return Ok(Known::Yes(SubstantiveChange { commit: revision.commit, gist }));
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

    /// Whether a revision changed the text of a document, be it its typography; the first
    /// version did.
    ///
    /// # Errors
    /// When an object is damaged.
    pub fn changes_substance(&self, revision: &Revision) -> Result<bool, GitError> {
        Ok(revision.blob.is_some() && !self.keeps_substance(std::slice::from_ref(revision))?)
    }

    /// Whether a revision changed what the document says in class minor or major, or nobody
    /// can tell; the first version did.
    ///
    /// # Errors
    /// When an object is damaged.
    pub fn changes_meaning(&self, revision: &Revision) -> Result<bool, GitError> {
        if !self.changes_substance(revision)? {
            return Ok(false);
        }
        if let ([Some(old)], Some(new)) = (revision.previous.as_slice(), revision.blob)
            && self.is_reworded(*old, new)?
        {
            return Ok(true);
        }
        let gist = self.against_nearest(std::slice::from_ref(revision))?;
        Ok(gist.is_none_or(|gist| gist.class.is_meaningful()))
    }

    /// Whether it is certain, without a comparison, that one would be of class minor or major.
    fn is_reworded(&self, old: BlobId, new: BlobId) -> Result<bool, GitError> {
        if let Some(known) = self.facts.borrow().gists.get(&(old, new)) {
            return Ok(known.is_some_and(|gist| gist.class.is_meaningful()));
        }
        if self.facts.borrow().reworded.get(&(old, new)).is_some() {
            return Ok(true);
        }
        let (Some(before), Some(after)) = (self.version(old)?, self.version(new)?) else {
            return Ok(false);
        };
        let is_reworded = is_reworded(&before, &after);
        if is_reworded {
            self.facts.borrow_mut().reworded.learn((old, new), ());
        }
        Ok(is_reworded)
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
                None if self.lacks(*previous) => None,
                None => self.nearest_readable(older)?.map(|(_, fingerprint)| fingerprint),
            };
            if old == Some(new) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Whether what was asked for last is this blob, and it is not in the clone: unlike one
    /// that is there and cannot be read, it is not passed over.
    #[must_use]
    pub fn lacks(&self, blob: BlobId) -> bool {
        self.missing.get() == Some(blob)
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

    /// How the first of these revisions differs from the parent that differs least; for most
    /// commits, the only one.
    fn against_nearest(&self, revisions: &[Revision]) -> Result<Option<Rc<Gist>>, GitError> {
        let Some((revision, older)) = revisions.split_first() else { return Ok(None) };
        let Some(blob) = revision.blob else { return Ok(None) };
        let mut nearest: Option<Rc<Gist>> = None;
        for previous in revision.previous.iter().flatten() {
            let old = match self.fingerprint(*previous)? {
                Some(_) => Some(*previous),
                // It may be the nearest of all.
                None if self.lacks(*previous) => return Ok(None),
                None => self.nearest_readable(older)?.map(|(blob, _)| blob),
            };
            let Some(old) = old else { continue };
            let Some(gist) = self.gist(old, blob)? else { continue };
            let weight = |gist: &Gist| (gist.class, gist.changes);
            if nearest.as_ref().is_none_or(|nearest| weight(&gist) < weight(nearest)) {
                nearest = Some(gist);
            }
        }
        Ok(nearest)
    }

    /// What the comparison of two contents comes to.
    fn gist(&self, old: BlobId, new: BlobId) -> Result<Option<Rc<Gist>>, GitError> {
        if let Some(known) = self.facts.borrow().gists.get(&(old, new)) {
            return Ok(known);
        }
        let (old_version, new_version) = (self.version(old)?, self.version(new)?);
        let gist =
            old_version.zip(new_version).map(|(old, new)| Rc::new(Gist::of(&compare(&old, &new))));
        if ![Some(old), Some(new)].contains(&self.missing.get()) {
            self.facts.borrow_mut().gists.learn((old, new), gist.clone());
        }
        Ok(gist)
    }

    /// How much a document changed from one version to what it is now.
    ///
    /// # Errors
    /// When an object is damaged.
    pub fn since(&self, old: BlobId, now: &Member) -> Result<Option<Rc<Gist>>, GitError> {
        if self.fingerprint(old)? == Some(now.document.fingerprint()) {
            return Ok(Some(Rc::default()));
        }
        match now.blob.filter(|_| now.is_verbatim) {
            Some(new) => self.gist(old, new),
            None => {
                Ok(self.version(old)?.map(|old| Rc::new(Gist::of(&compare(&old, &now.document)))))
            }
        }
    }

    /// How a document changed from one version to another.
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

/// A version of a document, read.
#[derive(Debug, Clone)]
pub enum Version<'r> {
    /// One that a library has as well.
    OfLibrary(&'r Document),
    /// Any other.
    Read(Rc<Document>),
}

impl Deref for Version<'_> {
    type Target = Document;

    fn deref(&self) -> &Document {
        match self {
            Self::OfLibrary(document) => document,
            Self::Read(document) => document,
        }
    }
}

impl std::fmt::Debug for Evolution<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Evolution")
            .field("known", &self.facts.borrow().len())
            .finish_non_exhaustive()
    }
}

impl VouchingRecord {
    fn of(split: &Split, profile: &Profile) -> Self {
        let fields = Fields::read(split.front_matter(profile), profile);
        let mut record = Self {
            last_reviewed: fields.last_reviewed.copied(),
            approved_on: fields.approved_on.copied(),
            review_note: fields.review_note.value().cloned(),
            reviewed_text: fields.reviewed_text.value().cloned(),
            approved_text: fields.approved_text.value().cloned(),
        };
        if fields.last_reviewed.is_missing() {
            record.last_reviewed = Profile::built_in().iter().find_map(|other| {
                Fields::read(split.front_matter(other), other).last_reviewed.copied()
            });
        }
        record
    }
}
