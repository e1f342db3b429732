//! Which Markdown came, went and changed with a commit.
//!
//! Says what stands where, anywhere in the repository; which of the files are one document
//! is the question of [`super::renames`].

use std::collections::HashMap;

use gix::objs::tree::EntryKind;
use gix::objs::{Kind, TreeRefIter};

use crate::paths::RepoPath;

use super::tree::{as_path, joined};
use super::{BlobId, CommitId, GitError, ObjectId, Repository};

/// A document that a commit added.
#[derive(Debug, Clone)]
pub(super) struct Added {
    pub(super) path: RepoPath,
    pub(super) blob: BlobId,
}

/// A file that a commit removed.
#[derive(Debug, Clone)]
pub(super) struct Removed {
    pub(super) path: RepoPath,
    pub(super) blob: BlobId,
}

/// A file that a commit changed where it stands.
#[derive(Debug, Clone)]
pub(super) struct Changed {
    pub(super) path: RepoPath,
    pub(super) old: BlobId,
    pub(super) new: BlobId,
}

/// The Markdown that came, went and changed with a commit, each sorted by path.
#[derive(Debug)]
pub(super) struct Exchange {
    /// The first parent.
    pub(super) parent: CommitId,
    /// What no parent has.
    pub(super) added: Vec<Added>,
    /// What the first parent has and the commit has not.
    pub(super) removed: Vec<Removed>,
    /// What the first parent has at the same place, and no parent with this content.
    pub(super) changed: Vec<Changed>,
}

impl Repository {
    /// The Markdown that came and went with a commit; none for one without parents.
    pub(super) fn exchange(&self, commit: CommitId) -> Result<Option<Exchange>, GitError> {
        let Some((mut exchange, others)) = self.exchange_with_first_parent(commit)? else {
            return Ok(None);
        };
        let mut new_to_all = Vec::with_capacity(exchange.added.len());
        for file in exchange.added {
            let mut is_elsewhere = false;
            for other in &others {
                is_elsewhere |= self.file(*other, &file.path)?.is_some();
            }
            if !is_elsewhere {
                new_to_all.push(file);
            }
        }
        exchange.added = new_to_all;
        for other in others {
            let mut own = Vec::with_capacity(exchange.changed.len());
            for file in exchange.changed {
                if self.file(other, &file.path)?.is_none_or(|there| there.blob != file.new) {
                    own.push(file);
                }
            }
            exchange.changed = own;
        }
        Ok(Some(exchange))
    }

    /// As [`Repository::exchange`], but what other parents have is new as well: as the first
    /// parent saw it. With these other parents.
    pub(super) fn exchange_with_first_parent(
        &self,
        commit: CommitId,
    ) -> Result<Option<(Exchange, Vec<CommitId>)>, GitError> {
        let (new, parents) = self.with_ancestry(|ancestry| {
            let node = ancestry.node(commit.to_gix());
            let read = ancestry.commit(self, node)?;
            let parents = ancestry.parents(&read).to_vec();
            let Some(first) = parents.first() else { return Ok((read.tree, None)) };
            let old = ancestry.commit(self, *first)?.tree;
            let others = parents.iter().skip(1).map(|node| ancestry.id(*node)).collect();
            Ok((read.tree, Some((ancestry.id(*first), old, others))))
        })?;
        let Some((parent, old, others)): Option<(_, _, Vec<CommitId>)> = parents else {
            return Ok(None);
        };
        let mut exchange =
            Exchange { parent, added: Vec::new(), removed: Vec::new(), changed: Vec::new() };
        let mut folders = vec![(Vec::new(), Some(old), Some(new))];
        while let Some((folder, old, new)) = folders.pop() {
            let [old, new] = [self.entries(old)?, self.entries(new)?];
            for (name, before) in &old {
                let now = new.get(name);
                if now == Some(before) {
                    continue;
                }
                let path = joined(&folder, name);
                if let Some(tree) = before.tree() {
                    folders.push((path, Some(tree), now.and_then(Entry::tree)));
                } else if let Some((path, old)) = before.markdown(&path) {
                    match now.and_then(Entry::file) {
                        Some(new) if new != old => {
                            exchange.changed.push(Changed { path, old, new });
                        }
                        Some(_) => {}
                        None => exchange.removed.push(Removed { path, blob: old }),
                    }
                }
            }
            for (name, now) in &new {
                let before = old.get(name);
                let path = joined(&folder, name);
                if let Some(tree) = now.tree() {
                    if before.and_then(Entry::tree).is_none() {
                        folders.push((path, None, Some(tree)));
                    }
                } else if before.and_then(Entry::file).is_none()
                    && let Some((path, blob)) = now.markdown(&path)
                {
                    exchange.added.push(Added { path, blob });
                }
            }
        }
        exchange.added.sort_by(|a, b| a.path.cmp(&b.path));
        exchange.removed.sort_by(|a, b| a.path.cmp(&b.path));
        exchange.changed.sort_by(|a, b| a.path.cmp(&b.path));
        Ok(Some((exchange, others)))
    }

    /// What stands in a folder, by name; nothing where there is no folder.
    fn entries(&self, tree: Option<gix::ObjectId>) -> Result<HashMap<Vec<u8>, Entry>, GitError> {
        let Some(tree) = tree else { return Ok(HashMap::new()) };
        let object = self.object(tree, Kind::Tree)?;
        TreeRefIter::from_bytes(&object.data, tree.kind())
            .map(|entry| {
                let entry =
                    entry.map_err(|cause| GitError::damaged(ObjectId::from_gix(tree), cause))?;
                let (kind, id) = (entry.mode.kind(), entry.oid.to_owned());
                Ok((entry.filename.to_vec(), Entry { kind, id }))
            })
            .collect()
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Entry {
    kind: EntryKind,
    id: gix::ObjectId,
}

impl Entry {
    fn tree(&self) -> Option<gix::ObjectId> {
        (self.kind == EntryKind::Tree).then_some(self.id)
    }

    /// Its content, where it is a file: a symbolic link is none.
    fn file(&self) -> Option<BlobId> {
        matches!(self.kind, EntryKind::Blob | EntryKind::BlobExecutable)
            .then(|| BlobId::from_gix(self.id))
    }

    /// Its path and content, where it is a Markdown file.
    fn markdown(&self, path: &[u8]) -> Option<(RepoPath, BlobId)> {
        let blob = self.file()?;
        Some((as_path(path).filter(is_markdown)?, blob))
    }
}

/// Whether a file is Markdown by its name, with or without another ending behind:
/// `add-a-user.html.md.erb`.
pub(super) fn is_markdown(path: &RepoPath) -> bool {
    let mut endings = path.file_name().split('.').skip(1);
    endings.any(|ending| {
        ["md", "markdown", "mdown", "mkd", "mdx"]
            .iter()
            .any(|known| ending.eq_ignore_ascii_case(known))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markdown_is_told_by_any_ending() {
        let is = |path| is_markdown(&RepoPath::new(path).unwrap());
        assert!(is("a.md") && is("x/README.Markdown") && is("b.html.md.erb"));
        assert!(!is("md") && !is("a.txt") && !is("x.md/a.rs"));
    }
}
