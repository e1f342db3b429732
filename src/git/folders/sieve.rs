//! Which of many documents a commit may have changed, without reading a folder.

use crate::git::changed_paths::{ChangedPaths, Filter, PathKey};
use crate::git::document_set::DocumentSet;

use super::Folders;

/// The filters of a repository, and the hashes of the paths to ask them about.
pub(super) struct Sieve<'a> {
    changed_paths: &'a ChangedPaths,
    folders: &'a Folders,
    /// Those of each folder's children, in their order.
    keys: Vec<Vec<PathKey>>,
}

impl<'a> Sieve<'a> {
    pub(super) fn new(changed_paths: &'a ChangedPaths, folders: &'a Folders) -> Self {
        let mut keys = vec![Vec::new(); folders.folders.len()];
        let mut paths = vec![Vec::new(); folders.folders.len()];
        // A folder stands behind the one it is in.
        for (index, folder) in folders.folders.iter().enumerate() {
            for child in &folder.children {
                let mut path = paths[index].clone();
                path.extend_from_slice(&child.name);
                keys[index].push(PathKey::new(&path));
                if let Some(below) = child.folder {
                    path.push(b'/');
                    paths[below] = path;
                }
            }
        }
        Self { changed_paths, folders, keys }
    }

    /// The documents of `among` that a commit may have changed, compared with its first
    /// parent: all others are the same in both. None where no filter knows the commit.
    pub(super) fn sift(&self, commit: gix::ObjectId, among: &DocumentSet) -> Option<DocumentSet> {
        let filter = self.changed_paths.of(commit)?;
        let mut left = among.emptied();
        self.sift_folder(0, filter, among, &mut left);
        Some(left)
    }

    fn sift_folder(
        &self,
        index: usize,
        filter: Filter<'_>,
        among: &DocumentSet,
        left: &mut DocumentSet,
    ) {
        let folder = &self.folders.folders[index];
        for (child, key) in folder.children.iter().zip(&self.keys[index]) {
            let below = child.folder.map(|below| &self.folders.folders[below].documents);
            let is_asked = among.any_in(&child.documents)
                || below.is_some_and(|documents| among.any_in(documents));
            if !is_asked || !filter.may_hold(key) {
                continue;
            }
            for document in child.documents.clone().filter(|number| among.contains(*number)) {
                left.insert(document);
            }
            if let Some(below) = child.folder {
                self.sift_folder(below, filter, among, left);
            }
        }
    }
}
