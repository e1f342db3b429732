//! Files that one commit has and another has not.
//!
//! Answers by places alone: a file that was moved is gone from where it stood.

use std::collections::{HashMap, HashSet};

use gix::bstr::BStr;
use gix::objs::tree::EntryRef;
use gix::objs::{Kind, TreeRefIter};

use crate::progress::Progress;

use super::tree::{as_path, joined, kind_of};
use super::{BlobId, CommitId, GitError, ObjectId, Repository, TreeFile};

/// What of a file has to differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Difference {
    /// Its place is empty on the other side, or a folder stands there.
    Place,
    /// That, or it has another content there.
    Content,
}

impl Repository {
    /// The files below `folder` (empty for the root) that a commit has and `base` has not,
    /// or has with another content; without `base`, all of them.
    ///
    /// # Errors
    /// When a commit or one of its folders is missing or damaged.
    pub fn files_unlike(
        &self,
        commit: CommitId,
        base: Option<CommitId>,
        folder: &str,
    ) -> Result<Vec<TreeFile>, GitError> {
        let tree = self.tree_of(commit)?;
        let base = base.map(|base| self.tree_of(base)).transpose()?;
        let mut found = Vec::new();
        self.absent(tree, base, folder, Difference::Content, &mut found)?;
        Ok(found)
    }

    /// The files below `folder` that any commit behind `tips` took away, each as it stood
    /// last: once for every place and content. What a clone lacks is left out.
    ///
    /// # Errors
    /// When a tip is missing, or a commit or folder is damaged.
    pub fn removed_files(
        &self,
        tips: &[CommitId],
        folder: &str,
        progress: &dyn Progress,
    ) -> Result<Vec<TreeFile>, GitError> {
        let steps = self.with_ancestry(|ancestry| {
            let tips: Vec<_> = tips.iter().map(|tip| ancestry.node(tip.to_gix())).collect();
            let mut steps = Vec::new();
            for node in ancestry.reach(self, tips)? {
                let commit = ancestry.commit(self, node)?;
                for parent in ancestry.parents(&commit).to_vec() {
                    match ancestry.commit(self, parent) {
                        Ok(parent) => steps.push((parent.tree, commit.tree)),
                        Err(GitError::MissingObject { .. }) => {}
                        Err(error) => return Err(error),
                    }
                }
            }
            Ok(steps)
        })?;
        progress.begin("removed documents", Some(steps.len() as u64));
        let mut found = Vec::new();
        for (before, after) in steps {
            match self.absent(before, Some(after), folder, Difference::Place, &mut found) {
                Ok(()) | Err(GitError::MissingObject { .. }) => {}
                Err(error) => return Err(error),
            }
            progress.advance(1);
        }
        progress.finish();
        let mut seen = HashSet::new();
        found.retain(|file: &TreeFile| seen.insert((file.path.clone(), file.blob)));
        Ok(found)
    }

    /// Adds the files of a tree that differ from another's.
    fn absent(
        &self,
        tree: gix::ObjectId,
        other: Option<gix::ObjectId>,
        folder: &str,
        difference: Difference,
        found: &mut Vec<TreeFile>,
    ) -> Result<(), GitError> {
        let Some(tree) = self.folder_in(tree, folder)? else { return Ok(()) };
        let other = match other {
            Some(other) => self.folder_in(other, folder)?,
            None => None,
        };
        let mut folders = vec![(folder.as_bytes().to_vec(), tree, other)];
        while let Some((folder, tree, other)) = folders.pop() {
            if Some(tree) == other {
                continue;
            }
            let object = self.object(tree, Kind::Tree)?;
            let other = other.map(|other| self.object(other, Kind::Tree)).transpose()?;
            let others: HashMap<&BStr, EntryRef<'_>> = match &other {
                Some(other) => entries(&other.data, other.id)
                    .map(|entry| entry.map(|entry| (entry.filename, entry)))
                    .collect::<Result<_, _>>()?,
                None => HashMap::new(),
            };
            for entry in entries(&object.data, tree) {
                let entry = entry?;
                let there = others.get(entry.filename);
                let path = || joined(&folder, entry.filename);
                if entry.mode.is_tree() {
                    let there = there.filter(|there| there.mode.is_tree());
                    if there.is_none_or(|there| there.oid != entry.oid) {
                        folders.push((
                            path(),
                            entry.oid.to_owned(),
                            there.map(|there| there.oid.to_owned()),
                        ));
                    }
                    continue;
                }
                let is_there = there.is_some_and(|there| match difference {
                    Difference::Place => !there.mode.is_tree(),
                    Difference::Content => there.oid == entry.oid,
                });
                if !is_there && let Some(path) = as_path(&path()) {
                    let blob = BlobId::from_gix(entry.oid.to_owned());
                    found.push(TreeFile { path, blob, kind: kind_of(entry.mode) });
                }
            }
        }
        Ok(())
    }

    /// The folder at a path below a tree; none where none stands there.
    fn folder_in(
        &self,
        root: gix::ObjectId,
        folder: &str,
    ) -> Result<Option<gix::ObjectId>, GitError> {
        let mut id = root;
        for name in folder.split('/').filter(|name| !name.is_empty()) {
            let tree = self.object(id, Kind::Tree)?;
            let named = entries(&tree.data, id)
                .find(|entry| entry.as_ref().map_or(true, |entry| entry.filename == name));
            match named.transpose()? {
                Some(entry) if entry.mode.is_tree() => id = entry.oid.to_owned(),
                Some(_) | None => return Ok(None),
            }
        }
        Ok(Some(id))
    }
}

fn entries(
    data: &[u8],
    tree: gix::ObjectId,
) -> impl Iterator<Item = Result<EntryRef<'_>, GitError>> {
    TreeRefIter::from_bytes(data, tree.kind())
        .map(move |entry| entry.map_err(|cause| GitError::damaged(ObjectId::from_gix(tree), cause)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::git::testing::Sandbox;
    use crate::progress::Silent;

    fn paths(files: &[TreeFile]) -> Vec<&str> {
        let mut paths: Vec<_> = files.iter().map(|file| file.path.as_str()).collect();
        paths.sort_unstable();
        paths
    }

    #[test]
    fn what_history_removed_is_found_on_every_way_to_a_tip() {
        let sandbox = Sandbox::new();
        sandbox.write("sops/b/c.md", "C\n");
        sandbox.write("other/x.md", "X\n");
        sandbox.commit_file("sops/a.md", "A\n");
        sandbox.git(&["switch", "--quiet", "--create", "side"]);
        sandbox.git(&["rm", "--quiet", "sops/b/c.md", "other/x.md"]);
        sandbox.commit("remove two");
        sandbox.git(&["switch", "--quiet", "main"]);
        sandbox.commit_file("sops/a.md", "A2\n");
        sandbox.git(&["mv", "sops/a.md", "sops/z.md"]);
        sandbox.commit("move one");
        sandbox.git(&["merge", "--quiet", "side"]);
        let repository = sandbox.open();
        let removed = repository.removed_files(&[sandbox.tip()], "", &Silent).unwrap();
        assert_eq!(paths(&removed), ["other/x.md", "sops/a.md", "sops/a.md", "sops/b/c.md"]);
        let below = repository.removed_files(&[sandbox.tip()], "sops", &Silent).unwrap();
        assert_eq!(paths(&below), ["sops/a.md", "sops/a.md", "sops/b/c.md"]);
        assert_eq!(repository.removed_files(&[sandbox.tip()], "so", &Silent).unwrap(), []);
    }

    #[test]
    fn only_what_differs_from_the_base_is_listed() {
        let sandbox = Sandbox::new();
        sandbox.write("sops/same.md", "S\n");
        let base = sandbox.commit_file("sops/a.md", "A\n");
        sandbox.write("sops/new/b.md", "B\n");
        let tip = sandbox.commit_file("sops/a.md", "A2\n");
        let repository = sandbox.open();
        let unlike = |base| repository.files_unlike(tip, base, "sops").unwrap();
        assert_eq!(paths(&unlike(Some(base))), ["sops/a.md", "sops/new/b.md"]);
        assert_eq!(paths(&unlike(None)), ["sops/a.md", "sops/new/b.md", "sops/same.md"]);
        assert_eq!(repository.files_unlike(base, Some(tip), "").unwrap().len(), 1);
    }
}
