//! The numbers of documents that are not in the tree at hand.

use std::collections::{HashMap, HashSet};

use crate::document::front_matter::{self, Fields};
use crate::git::{BlobId, CommitId, FileKind, GitError, Head, Repository, TreeFile};
use crate::progress::Progress;

use super::revision::{content, local_path};
use super::selection::{Candidate, Selection};
use super::{Library, Settings, decoded};

/// A document of another branch, or of an earlier time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Elsewhere {
    /// It said this id.
    Numbered(String),
    /// It said none, or cannot be read; this is the name of its file.
    Named(String),
}

impl Library {
    /// Makes known which numbers are taken beside this tree: by documents of HEAD, of all
    /// branches (those fetched from elsewhere included) and of all tags, and by those that
    /// were removed anywhere behind these, with the number that they had last.
    ///
    /// An id that was changed in a document that stayed is not found, nor is what a
    /// shallow or partial clone lacks.
    ///
    /// # Errors
    /// When references cannot be read, or commits or folders are damaged.
    pub fn look_elsewhere(
        &mut self,
        repository: &Repository,
        settings: Settings<'_>,
        progress: &dyn Progress,
    ) -> Result<(), GitError> {
        let head = match repository.head()? {
            Head::Commit { id, .. } => Some(id),
            Head::Unborn { .. } => None,
        };
        let tips = tips(repository, head)?;
        let mut files = Vec::new();
        for tip in &tips {
            let base = head.filter(|head| head != tip);
            match repository.files_unlike(*tip, base, settings.folder) {
                Ok(unlike) => files.extend(unlike),
                // A partial clone without folders.
                Err(GitError::MissingObject { .. }) => {}
                Err(error) => return Err(error),
            }
        }
        files.extend(repository.removed_files(&tips, settings.folder, progress)?);

        let selection = Selection::of(settings.config, None);
        let at_hand = self.members.iter().filter(|member| member.is_verbatim);
        let mut ids: HashMap<BlobId, Option<String>> = at_hand
            .filter_map(|member| Some((member.blob?, id_of(member.document.fields()))))
            .collect();
        let mut seen = HashSet::new();
        for file in files {
            let local = local_path(&file.path, settings.folder);
            let is_document = file.kind == FileKind::File
                && local.is_some_and(|local| selection.judge(&local) != Candidate::No);
            if !is_document || !seen.insert((file.path.clone(), file.blob)) {
                continue;
            }
            let id = ids.entry(file.blob).or_insert_with(|| self.id_in(repository, &file, false));
            self.elsewhere.push(match id {
                Some(id) => Elsewhere::Numbered(id.clone()),
                None => Elsewhere::Named(file.path.stem().to_owned()),
            });
        }
        Ok(())
    }

    /// The number that a file says it has. `needs_review` where it is a document only if it
    /// carries a review key.
    pub(super) fn id_in(
        &self,
        repository: &Repository,
        file: &TreeFile,
        needs_review: bool,
    ) -> Option<String> {
        // What cannot be read says no number; its name still may.
        let text = content(repository, file.blob).and_then(decoded).ok()?;
        let split = front_matter::split(&text);
        if needs_review && !front_matter::carries_review(&split) {
            return None;
        }
        id_of(&Fields::read(split.front_matter(&self.profile), &self.profile))
    }
}

fn id_of(fields: &Fields) -> Option<String> {
    fields.id.value().map(|id| id.as_str().to_owned())
}

/// Each commit that a name stands for, once.
fn tips(repository: &Repository, head: Option<CommitId>) -> Result<Vec<CommitId>, GitError> {
    let branches = repository.branches()?.into_iter().map(|branch| branch.tip);
    let tags = repository.tags()?.into_iter().map(|tag| tag.commit);
    let mut tips: Vec<CommitId> = head.into_iter().chain(branches).chain(tags).collect();
    let mut seen = HashSet::new();
    tips.retain(|tip| seen.insert(*tip));
    Ok(tips)
}
