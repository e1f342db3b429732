//! Who holds a number beside the tree at hand.

use std::collections::{HashMap, HashSet};

use crate::document::front_matter::{self, Fields};
use crate::git::{BlobId, CommitId, FileKind, GitError, Head, Repository, TreeFile};
use crate::paths::RepoPath;
use crate::progress::Progress;

use super::revision::{content, local_path};
use super::selection::{Candidate, Selection};
use super::{Library, Settings, decoded};

/// A document beside the tree at hand that has, or had, a number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    /// Where it stands, or stood.
    pub path: RepoPath,
    /// Where that can be seen.
    pub by: HeldBy,
}

/// Where a number is held.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HeldBy {
    /// In the commit that is checked out.
    Head,
    /// On a branch, here or fetched from elsewhere.
    Branch(String),
    /// In a tag.
    Tag(String),
    /// In history: the document was removed, and its number is not given again.
    Removed,
}

impl Library {
    /// The documents of HEAD, of all branches and tags and of their history that have or had
    /// a number, whatever its case; in this order, each path once. What a shallow or partial
    /// clone lacks is not found.
    ///
    /// # Errors
    /// When references cannot be read, or commits or folders are damaged.
    pub fn held_elsewhere(
        &self,
        id: &str,
        repository: &Repository,
        settings: Settings<'_>,
        progress: &dyn Progress,
    ) -> Result<Vec<Held>, GitError> {
        let head = match repository.head()? {
            Head::Commit { id, .. } => Some(id),
            Head::Unborn { .. } => None,
        };
        let mut files: Vec<(HeldBy, TreeFile)> = Vec::new();
        let mut tips = Vec::new();
        for (by, tip) in names(repository, head)? {
            if tips.contains(&tip) {
                continue;
            }
            tips.push(tip);
            match repository.files_unlike(tip, head.filter(|head| *head != tip), settings.folder) {
                Ok(unlike) => files.extend(unlike.into_iter().map(|file| (by.clone(), file))),
                // A partial clone without folders.
                Err(GitError::MissingObject { .. }) => {}
                Err(error) => return Err(error),
            }
        }
        let removed = repository.removed_files(&tips, settings.folder, progress)?;
        files.extend(removed.into_iter().map(|file| (HeldBy::Removed, file)));

        let selection = Selection::of(settings.config, None);
        let mut is_holder: HashMap<BlobId, bool> = HashMap::new();
        let mut seen = HashSet::new();
        let mut held = Vec::new();
        for (by, file) in files {
            let local = local_path(&file.path, settings.folder);
            let is_document = file.kind == FileKind::File
                && local.is_some_and(|local| selection.judge(&local) != Candidate::No);
            let has_it = is_document
                && *is_holder
                    .entry(file.blob)
                    .or_insert_with(|| self.has_number(repository, file.blob, id));
            if has_it && seen.insert(file.path.clone()) {
                held.push(Held { path: file.path, by });
            }
        }
        Ok(held)
    }

    fn has_number(&self, repository: &Repository, blob: BlobId, id: &str) -> bool {
        let Ok(text) = content(repository, blob).and_then(decoded) else { return false };
        let split = front_matter::split(&text);
        let fields = Fields::read(split.front_matter(&self.profile), &self.profile);
        fields.id.value().is_some_and(|found| found.as_str().eq_ignore_ascii_case(id))
    }
}

/// Every commit that a name stands for, HEAD first.
fn names(
    repository: &Repository,
    head: Option<CommitId>,
) -> Result<Vec<(HeldBy, CommitId)>, GitError> {
    let branches = repository.branches()?.into_iter();
    let tags = repository.tags()?.into_iter();
    Ok(head
        .map(|head| (HeldBy::Head, head))
        .into_iter()
        .chain(branches.map(|branch| (HeldBy::Branch(branch.name), branch.tip)))
        .chain(tags.map(|tag| (HeldBy::Tag(tag.name), tag.commit)))
        .collect())
}
