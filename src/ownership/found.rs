//! Finding the CODEOWNERS file of what is judged.

use std::io;
use std::path::Path;

use super::{Owners, Place, Remark};
use crate::git::{CommitId, FileKind, GitError, Repository};
use crate::paths::RepoPath;
use crate::worktree::{ReadError, read};

/// A CODEOWNERS file that is there and cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum FindOwnersError {
    /// The file of the working tree.
    #[error("cannot read {path}")]
    File {
        /// Which.
        path: &'static str,
        /// Why.
        #[source]
        source: ReadError,
    },
    /// The file of a revision.
    #[error(transparent)]
    Git(#[from] GitError),
}

/// A CODEOWNERS file as it stands there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CodeOwnersFile {
    /// Where.
    pub place: Place,
    /// Its content, which need not be text.
    pub bytes: Vec<u8>,
}

impl CodeOwnersFile {
    /// The first one of a working tree or folder. A link is not followed.
    ///
    /// # Errors
    /// When the file is there and cannot be read.
    pub fn of_working_tree(root: &Path) -> Result<Option<Self>, FindOwnersError> {
        for place in Place::ALL {
            let path = place.path();
            let Ok(file) = RepoPath::new(path) else { continue };
            if leads_elsewhere(root, &file) {
                continue;
            }
            match read(root, &file) {
                Ok(bytes) => return Ok(Some(Self { place, bytes })),
                Err(ReadError::Io(error)) if error.kind() == io::ErrorKind::NotFound => {}
                Err(source) => return Err(FindOwnersError::File { path, source }),
            }
        }
        Ok(None)
    }

    /// The first one of a commit.
    ///
    /// # Errors
    /// When the commit or the file cannot be read.
    pub fn of_revision(
        repository: &Repository,
        commit: CommitId,
    ) -> Result<Option<Self>, FindOwnersError> {
        for place in Place::ALL {
            let Ok(path) = RepoPath::new(place.path()) else { continue };
            let Some(file) = repository.file(commit, &path)? else { continue };
            if file.kind == FileKind::File {
                return Ok(Some(Self { place, bytes: repository.blob(file.blob)? }));
            }
        }
        Ok(None)
    }

    /// What it says, and the lines that are passed over.
    #[must_use]
    pub fn owners(&self) -> (Owners, Vec<Remark>) {
        Owners::read(&String::from_utf8_lossy(&self.bytes), self.place)
    }
}

impl Owners {
    /// The first CODEOWNERS file of a working tree or folder, and the lines of it that
    /// are passed over. A link is not followed.
    ///
    /// # Errors
    /// When the file is there and cannot be read.
    pub fn of_working_tree(root: &Path) -> Result<Option<(Self, Vec<Remark>)>, FindOwnersError> {
        Ok(CodeOwnersFile::of_working_tree(root)?.map(|file| file.owners()))
    }

    /// The first CODEOWNERS file of a commit, and the lines of it that are passed over.
    ///
    /// # Errors
    /// When the commit or the file cannot be read.
    pub fn of_revision(
        repository: &Repository,
        commit: CommitId,
    ) -> Result<Option<(Self, Vec<Remark>)>, FindOwnersError> {
        Ok(CodeOwnersFile::of_revision(repository, commit)?.map(|file| file.owners()))
    }
}

/// Whether the file, or a folder above it, is a symbolic link, or a folder has its name.
fn leads_elsewhere(root: &Path, file: &RepoPath) -> bool {
    let full = root.join(file.as_str());
    let mut path = root.to_owned();
    full.is_dir()
        || file.parts().any(|part| {
            path.push(part);
            path.symlink_metadata().is_ok_and(|found| found.is_symlink())
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn first_owner(root: &Path) -> Option<String> {
        let (owners, _) = Owners::of_working_tree(root).unwrap()?;
        let (owners, _) = owners.of(&RepoPath::new("a.md").unwrap())?;
        Some(owners[0].as_str().to_owned())
    }

    #[test]
    fn the_first_of_the_known_places_counts() {
        let root = tempfile::tempdir().unwrap();
        assert_eq!(first_owner(root.path()), None);
        for place in Place::ALL.into_iter().rev() {
            let file = root.path().join(place.path());
            std::fs::create_dir_all(file.parent().unwrap()).unwrap();
            std::fs::write(file, format!("* @{}\n", place.path().len())).unwrap();
            assert_eq!(first_owner(root.path()), Some(format!("@{}", place.path().len())));
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_link_is_not_followed() {
        let root = tempfile::tempdir().unwrap();
        let outside = tempfile::tempdir().unwrap();
        std::fs::write(outside.path().join("CODEOWNERS"), "* @them\n").unwrap();
        std::os::unix::fs::symlink(outside.path(), root.path().join(".github")).unwrap();
        std::fs::create_dir(root.path().join("CODEOWNERS")).unwrap();
        assert_eq!(first_owner(root.path()), None);
    }
}
