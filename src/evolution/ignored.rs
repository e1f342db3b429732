//! `.git-blame-ignore-revs`: commits that a repository says are no work on its texts, such
//! as a reformatting of everything.

use std::collections::HashSet;

use crate::git::{CommitId, FileKind, GitError, Repository};
use crate::paths::{PathError, RepoPath};

/// The name that git documents and hosting services look for, at the root.
const FILE: &str = ".git-blame-ignore-revs";

/// A larger file is not read: a list of 100,000 commits takes half of it.
const LARGEST: u64 = 8 << 20;

/// The commits that count for nothing where it is asked what changed a text.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct IgnoredRevisions {
    commits: HashSet<CommitId>,
    refused: Vec<usize>,
}

impl IgnoredRevisions {
    /// Reads the file as the tree of a commit has it; nothing is ignored where there is
    /// none, or where its content is not in the clone.
    ///
    /// # Errors
    /// When the commit or its trees cannot be read.
    pub fn of(repository: &Repository, commit: CommitId) -> Result<Self, GitError> {
        let Some(path) = path() else { return Ok(Self::default()) };
        let Some(file) = repository.file(commit, &path)? else { return Ok(Self::default()) };
        if file.kind != FileKind::File {
            return Ok(Self::default());
        }
        let content = match repository.blob_size(file.blob) {
            Ok(size) if size > LARGEST => return Ok(Self::default()),
            Ok(_) => repository.blob(file.blob),
            Err(error) => Err(error),
        };
        match content {
            Ok(bytes) => Ok(Self::read(&String::from_utf8_lossy(&bytes))),
            Err(GitError::MissingObject { .. }) => Ok(Self::default()),
            Err(error) => Err(error),
        }
    }

    /// As git reads it: the whole name of a commit on each line; blank lines, and anything
    /// from `#` on, say nothing.
    fn read(text: &str) -> Self {
        let mut ignored = Self::default();
        for (at, line) in text.lines().enumerate() {
            let said = line.split('#').next().unwrap_or_default().trim();
            match CommitId::from_hex(said) {
                Some(commit) => drop(ignored.commits.insert(commit)),
                None if said.is_empty() => {}
                None => ignored.refused.push(at + 1),
            }
        }
        ignored
    }

    /// Whether a commit counts for nothing.
    #[must_use]
    pub fn contains(&self, commit: CommitId) -> bool {
        self.commits.contains(&commit)
    }

    /// What to tell people about lines that are not the whole name of a commit, at which git
    /// itself stops; none where there are no such lines.
    #[must_use]
    pub fn complaint(&self) -> Option<String> {
        let first = self.refused.first()?;
        let more = match self.refused.len() - 1 {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        Some(format!(
            "note: {FILE}:{first}{more}: not the whole name of a commit, so that it is passed over"
        ))
    }
}

fn path() -> Option<RepoPath> {
    let path: Result<RepoPath, PathError> = RepoPath::new(FILE);
    path.ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_names_are_read_and_nothing_else() {
        let name = "0123456789abcdef0123456789abcdef01234567";
        let text =
            format!("# Reformatted\n\n  {name}  # all of it\n{}\r\nmain\n", name.to_uppercase());
        let ignored = IgnoredRevisions::read(&text);
        assert!(ignored.contains(CommitId::from_hex(name).unwrap()));
        assert_eq!((ignored.commits.len(), &ignored.refused), (1, &vec![5]));
        let complaint = ignored.complaint().unwrap();
        assert!(complaint.contains(".git-blame-ignore-revs:5:"), "{complaint}");
        let short = IgnoredRevisions::read("0123456\nmain\n");
        assert!(short.commits.is_empty());
        assert!(short.complaint().unwrap().contains(":1 and 1 more:"));
        assert_eq!(IgnoredRevisions::read(name).complaint(), None);
    }
}
