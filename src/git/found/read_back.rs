//! Reads a repository back that was made here, far enough to tell whether anybody
//! has worked in it.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::{BRANCH, FoundError, failed, open_isolated};

/// A repository that [`NewRepository`](super::NewRepository) made earlier, read back.
#[derive(Debug)]
pub struct Found {
    folder: PathBuf,
    repository: gix::Repository,
}

impl Found {
    /// Opens the repository whose working tree is `folder`; `None` if there is
    /// none.
    ///
    /// # Errors
    /// When there is one that cannot be opened.
    pub fn open(folder: &Path) -> Result<Option<Self>, FoundError> {
        if !folder.join(".git").is_dir() {
            return Ok(None);
        }
        let repository = open_isolated(folder)?;
        Ok(Some(Self { folder: folder.to_owned(), repository }))
    }

    /// The text that [`NewRepository::mark`](super::NewRepository::mark) left under that name, if any.
    ///
    /// # Errors
    /// When the file is there and cannot be read.
    pub fn mark(&self, name: &str) -> Result<Option<String>, FoundError> {
        let path = self.repository.git_dir().join(name);
        match fs::read_to_string(&path) {
            Ok(text) => Ok(Some(text)),
            Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(source) => Err(FoundError::Io { action: "read", path, source }),
        }
    }

    /// Whether `main` is checked out at the commit with the full id `head`, and
    /// the working tree has exactly its files with exactly their bytes.
    ///
    /// # Errors
    /// When the repository or a file cannot be read.
    pub fn is_untouched_at(&self, head: &str) -> Result<bool, FoundError> {
        let failed_git = |e: gix::Error| FoundError::Git {
            action: "read the branch",
            folder: self.folder.clone(),
            source: Box::new(e),
        };
        let branch = self.repository.head_name().map_err(failed_git)?;
        if branch.is_none_or(|name| name.as_bstr() != BRANCH) {
            return Ok(false);
        }
        // An unborn branch has no commit, so it is not at this one either.
        let Ok(at) = self.repository.head_id() else { return Ok(false) };
        if gix::ObjectId::from_hex(head.as_bytes()).ok() != Some(at.detach()) {
            return Ok(false);
        }
        let tree = self.repository.head_tree_id().map_err(failed_git)?;
        let index = self.repository.index_from_tree(&tree).map_err(failed_git)?;
        let mut standing = files_below(&self.folder)?;
        for (path, id) in index.entries().iter().map(|entry| (entry.path(&index), entry.id)) {
            let file = self.folder.join(path.to_string());
            let Some(place) = standing.iter().position(|known| *known == file) else {
                return Ok(false);
            };
            standing.swap_remove(place);
            let blob = self.repository.find_blob(id).map_err(failed_git)?;
            if fs::read(&file).map_err(failed("read", &file))? != blob.data {
                return Ok(false);
            }
        }
        Ok(standing.is_empty())
    }
}

/// All files below a folder, without its git folder.
fn files_below(folder: &Path) -> Result<Vec<PathBuf>, FoundError> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(&next).map_err(failed("read", &next))? {
            let entry = entry.map_err(failed("read", &next))?;
            let path = entry.path();
            // Not through links: a link is a file that the repository does not have.
            if entry.file_type().map_err(failed("read", &path))?.is_dir() {
                if path != folder.join(".git") {
                    folders.push(path);
                }
            } else {
                files.push(path);
            }
        }
    }
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::{Date, Moment};
    use crate::git::found::{CommitNote, NewRepository, Signature};
    use crate::paths::RepoPath;

    #[test]
    fn any_work_in_a_repository_is_seen() {
        let home = tempfile::tempdir().unwrap();
        assert!(Found::open(home.path()).unwrap().is_none());
        let folder = home.path().join("library");
        let head = made(&folder);
        let found = Found::open(&folder).unwrap().unwrap();
        assert_eq!(found.mark("founder").unwrap().as_deref(), Some("here"));
        assert_eq!(found.mark("other").unwrap(), None);
        let untouched = || found.is_untouched_at(&head).unwrap();
        assert!(untouched());
        assert!(!found.is_untouched_at("0123").unwrap());
        fs::write(folder.join("sops/new.md"), "").unwrap();
        assert!(!untouched(), "a file was added");
        fs::remove_file(folder.join("sops/new.md")).unwrap();
        assert!(untouched());
        fs::write(folder.join("README.md"), "Two\n").unwrap();
        assert!(!untouched(), "a file was changed");
        fs::remove_file(folder.join("README.md")).unwrap();
        assert!(!untouched(), "a file was removed");
        fs::write(folder.join("README.md"), "One\n").unwrap();
        fs::write(folder.join(".git/HEAD"), "ref: refs/heads/other\n").unwrap();
        assert!(!untouched(), "another branch is checked out");
    }
    /// A repository of two files; the id of its only commit.
    fn made(folder: &Path) -> String {
        let paths = ["README.md", "sops/a.md"].map(|path| RepoPath::new(path).unwrap());
        let author = Signature { name: "Ana Ruiz", email: "ana@example.com" };
        let at = Moment::at(Date::new(2026, 3, 1).unwrap(), 9, 0);
        let note = CommitNote { parents: &[], author, at, message: "Start" };
        let mut new = NewRepository::create(folder).unwrap();
        let head = new.commit(paths.iter().map(|path| (path, "One\n")), note).unwrap();
        new.mark("founder", "here").unwrap();
        new.finish(head).unwrap();
        head.to_string()
    }
}
