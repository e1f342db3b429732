//! Documents that the working tree has moved or removed, and no commit yet.

use std::collections::HashMap;
use std::path::Path;

use crate::document::Document;
use crate::git::{BlobId, Repository};
use crate::paths::RepoPath;

use super::revision::local_path;
use super::selection::{Candidate, Selection};
use super::{Library, Settings, Uncommitted, decoded};

impl Library {
    /// Finds the documents of HEAD that the working tree lacks. One whose number or whose
    /// text an untracked document has was moved there; the others are removed.
    pub(super) fn match_moves(
        &mut self,
        root: &Path,
        repository: &Repository,
        committed: &HashMap<RepoPath, BlobId>,
        settings: Settings<'_>,
        selection: &Selection<'_>,
    ) {
        let is_document = |path: &RepoPath| {
            local_path(path, settings.folder)
                .is_some_and(|local| selection.judge(&local) == Candidate::Document)
        };
        let mut gone: Vec<(&RepoPath, BlobId)> = committed
            .iter()
            .filter(|(path, _)| {
                self.at(path).is_none() && is_document(path) && !root.join(path.as_str()).exists()
            })
            .map(|(path, blob)| (path, *blob))
            .collect();
        gone.sort();
        for (path, blob) in gone {
            match self.moved_to(repository, blob) {
                Some(index) => {
                    let member = &mut self.members[index];
                    member.moved_from = Some(path.clone());
                    member.blob = Some(blob);
                    member.uncommitted = Some(Uncommitted::Modified);
                }
                None => self.removed.push(path.clone()),
            }
        }
    }

    /// The untracked document that has the number or else the text of a committed one.
    fn moved_to(&self, repository: &Repository, blob: BlobId) -> Option<usize> {
        let text = decoded(repository.blob(blob).ok()?).ok()?;
        let old = Document::read(text, &self.profile);
        let id = old.fields().id.value();
        let untracked = |index: &usize| {
            let member = &self.members[*index];
            member.uncommitted == Some(Uncommitted::Untracked) && member.blob.is_none()
        };
        let candidates = || (0..self.members.len()).filter(untracked);
        let same_id =
            |index: &usize| id.is_some() && self.members[*index].document.fields().id.value() == id;
        let same_text =
            |index: &usize| self.members[*index].document.fingerprint() == old.fingerprint();
        candidates().find(same_id).or_else(|| candidates().find(same_text))
    }
}
