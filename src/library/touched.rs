//! Files that some work touched: named one by one, or told by two trees.
//!
//! Says which files, never who touched them or when.

use std::collections::{BTreeMap, BTreeSet};

use crate::git::{BlobId, CommitId, GitError, Repository};
use crate::paths::RepoPath;

use super::{Library, Selector};

/// The files that some work touched, sorted by path.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Touched {
    files: BTreeMap<RepoPath, Touch>,
}

/// What is known of the work on one file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Touch {
    /// Somebody named it; where they named values in it by dotted keys, only these count.
    Named {
        /// The keys; none where all of the file counts.
        keys: BTreeSet<String>,
    },
    /// It differs between two trees.
    Differs {
        /// As the older tree has it, if it does.
        old: Option<BlobId>,
        /// As the newer one has it.
        new: Option<BlobId>,
    },
}

impl Touched {
    /// The files that two commits have differently. Only the folders that differ are read.
    ///
    /// # Errors
    /// When a tree of one of them is missing or damaged.
    pub fn between(
        repository: &Repository,
        older: CommitId,
        newer: CommitId,
    ) -> Result<Self, GitError> {
        let mut files = BTreeMap::new();
        for file in repository.files_unlike(newer, Some(older), "")? {
            files.insert(file.path, Touch::Differs { old: None, new: Some(file.blob) });
        }
        for file in repository.files_unlike(older, Some(newer), "")? {
            let touch = files.entry(file.path).or_insert(Touch::Differs { old: None, new: None });
            if let Touch::Differs { old, .. } = touch {
                *old = Some(file.blob);
            }
        }
        Ok(Self { files })
    }

    /// Adds a file that somebody names, or one value in it. All of a file counts once it was
    /// named without a key.
    pub fn name(&mut self, path: RepoPath, key: Option<&str>) {
        let named = |key: Option<&str>| key.into_iter().map(str::to_owned).collect();
        match (self.files.get_mut(&path), key) {
            (Some(Touch::Named { keys }), Some(key)) if !keys.is_empty() => {
                keys.insert(key.to_owned());
            }
            (Some(_), Some(_)) => {}
            (_, key) => {
                self.files.insert(path, Touch::Named { keys: named(key) });
            }
        }
    }

    /// Adds the documents that the working tree has otherwise than its commit.
    pub fn name_uncommitted(&mut self, library: &Library) {
        for member in library.members.iter().filter(|member| member.uncommitted.is_some()) {
            self.name(member.path.clone(), None);
            if let Some(former) = &member.moved_from {
                self.name(former.clone(), None);
            }
        }
        for path in &library.removed {
            self.name(path.clone(), None);
        }
    }

    /// Whether a file was touched.
    #[must_use]
    pub fn contains(&self, path: &RepoPath) -> bool {
        self.files.contains_key(path)
    }

    /// Those of the files that a watch names.
    pub fn selected<'t>(
        &'t self,
        selector: &'t Selector,
    ) -> impl Iterator<Item = (&'t RepoPath, &'t Touch)> {
        selector.among(&self.files)
    }

    /// The files with what is known of the work on them.
    pub fn files(&self) -> impl Iterator<Item = (&RepoPath, &Touch)> {
        self.files.iter()
    }

    /// Number of files.
    #[must_use]
    pub fn len(&self) -> usize {
        self.files.len()
    }

    /// Whether no file was touched.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_below_a_folder_is_found_among_its_neighbours() {
        let mut touched = Touched::default();
        for path in ["a", "a-b/c", "a.md", "a/b/c", "a/d", "b/a"] {
            touched.name(RepoPath::new(path).unwrap(), None);
        }
        let selected = |watch: &str| -> Vec<String> {
            let selector = crate::library::Watch::read(watch).selector().unwrap();
            touched.selected(&selector).map(|(path, _)| path.to_string()).collect()
        };
        assert_eq!(selected("a"), ["a", "a/b/c", "a/d"]);
        assert_eq!(selected("a/b"), ["a/b/c"]);
        assert_eq!(selected("a/*"), ["a/b/c", "a/d"]);
        assert_eq!(selected("a/b*/**"), ["a/b/c"]);
        assert_eq!(selected("a*"), ["a", "a/b/c", "a/d", "a-b/c", "a.md"]);
        assert_eq!(selected("**/c"), ["a/b/c", "a-b/c"]);
        assert_eq!(selected("c"), [""; 0]);
    }

    #[test]
    fn a_file_that_was_named_as_a_whole_counts_as_a_whole() {
        let path = || RepoPath::new("limits.toml").unwrap();
        let mut touched = Touched::default();
        let keys = |touched: &Touched| match touched.files().next() {
            Some((_, Touch::Named { keys })) => keys.iter().cloned().collect::<Vec<_>>().join(" "),
            other => panic!("{other:?}"),
        };
        touched.name(path(), Some("refund.max"));
        touched.name(path(), Some("credit"));
        assert_eq!(keys(&touched), "credit refund.max");
        touched.name(path(), None);
        touched.name(path(), Some("credit"));
        assert_eq!((keys(&touched), touched.len()), (String::new(), 1));
    }
}
