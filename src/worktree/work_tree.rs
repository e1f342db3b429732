//! A working tree that is written to: by one program at a time, and so that a change which was
//! interrupted can be finished.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use crate::paths::{PathError, RepoPath};

use super::changeset::{Changeset, WriteError};
use super::disk::RealDisk;
use super::journal::Journal;
use super::recovery::{self, Recovery, RecoveryError};
use super::writing;

/// A working tree, or a folder outside any repository.
#[derive(Debug, Clone)]
pub struct WorkTree {
    root: PathBuf,
    /// The folder from which changesets name their files; empty for the root.
    below: String,
    /// git's own folder for this working tree; none outside a repository.
    private: Option<PathBuf>,
    patience: usize,
    /// The lock, where it is kept from one change to the next.
    kept: Option<Arc<Lock>>,
}

/// The folder inside git's own that holds the lock and the journal. It is not that of the
/// cache, which anybody may empty at any time.
const FOLDER: &str = "sopctl-writing";
/// The journal outside a repository: it stands there only while files are written.
const JOURNAL_BESIDE: &str = ".sopctl-journal";
/// How often another program is asked whether it is done, and how long between: five seconds
/// in all. A change is written in some milliseconds.
const TRIES: usize = 250;
const PAUSE: Duration = Duration::from_millis(20);

impl WorkTree {
    /// A working tree with its root, and with git's own folder for it. Outside a repository
    /// there is none, and what is under way is noted in a hidden file at the root.
    #[must_use]
    pub fn new(root: PathBuf, private: Option<PathBuf>) -> Self {
        Self { root, below: String::new(), private, patience: TRIES, kept: None }
    }

    /// The same working tree, for changesets that name their files from a folder of it.
    #[must_use]
    pub fn from_below(self, folder: &str) -> Self {
        Self { below: folder.to_owned(), ..self }
    }

    /// The same working tree, to which no other program writes for as long as the value lives:
    /// what is read from now on is still so when it is written.
    ///
    /// # Errors
    /// When another program goes on writing, or there is no room for the lock.
    pub fn kept(&self) -> Result<Self, LockError> {
        Ok(Self { kept: Some(self.lock()?), ..self.clone() })
    }

    /// Writes all of a changeset or nothing of it. When the program is stopped in between,
    /// [`WorkTree::recover`] makes it all or nothing.
    ///
    /// # Errors
    /// See [`WriteError`]: but for [`WriteError::Unfinished`], nothing is written then.
    pub fn write(&self, changes: &Changeset) -> Result<(), WriteError> {
        if changes.changes.is_empty() {
            return Ok(());
        }
        let _lock = self.lock()?;
        recovery::recover(self, &RealDisk)?;
        writing::write(self, changes, &RealDisk)
    }

    /// Finishes, or takes back, what an earlier program has left unfinished. Costs one look
    /// where there is nothing.
    ///
    /// # Errors
    /// When it cannot be finished, or not here.
    pub fn recover(&self) -> Result<Recovery, RecoveryError> {
        if !Journal::is_there(&self.journal()) {
            return Ok(Recovery::Nothing);
        }
        let _lock = self.lock()?;
        recovery::recover(self, &RealDisk)
    }

    /// The root of the tree.
    #[must_use]
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Where a file of the tree stands.
    pub(super) fn on_disk(&self, path: &RepoPath) -> PathBuf {
        self.root.join(path.as_str())
    }

    /// A path of a changeset, from the root.
    pub(super) fn seen_from_root(&self, path: &RepoPath) -> Result<RepoPath, PathError> {
        if self.below.is_empty() {
            return Ok(path.clone());
        }
        RepoPath::new(&format!("{}/{path}", self.below))
    }

    /// Where it is noted what is under way.
    pub(super) fn journal(&self) -> PathBuf {
        match &self.private {
            Some(private) => private.join(FOLDER).join("journal"),
            None => self.root.join(JOURNAL_BESIDE),
        }
    }

    /// Where temporary files hide, from the root: in git's own folder, where that is below it.
    pub(super) fn folder_for_temporary(&self) -> Option<RepoPath> {
        let private = fs::canonicalize(self.private.as_ref()?).ok()?;
        let below = private.strip_prefix(&self.root).ok()?.to_str()?;
        RepoPath::new(&format!("{below}/{FOLDER}")).ok()
    }

    fn lock(&self) -> Result<Arc<Lock>, LockError> {
        if let Some(kept) = &self.kept {
            return Ok(Arc::clone(kept));
        }
        let path = match &self.private {
            Some(private) => private.join(FOLDER).join("lock"),
            // A file would be left lying about among the documents.
            None => self.root.clone(),
        };
        let failed = |source| LockError::Io { path: path.clone(), source };
        let file = if let Some(folder) = path.parent().filter(|_| self.private.is_some()) {
            fs::create_dir_all(folder).map_err(failed)?;
            let mut options = OpenOptions::new();
            options.create(true).truncate(false).write(true).open(&path).map_err(failed)?
        } else {
            fs::create_dir_all(&path).map_err(failed)?;
            match File::open(&path) {
                Ok(folder) => folder,
                // Not every system opens folders: there nobody is kept out.
                Err(_) => return Ok(Arc::new(Lock(None))),
            }
        };
        for left in (0..=self.patience).rev() {
            match file.try_lock() {
                Ok(()) => return Ok(Arc::new(Lock(Some(file)))),
                Err(TryLockError::WouldBlock) if left > 0 => thread::sleep(PAUSE),
                Err(TryLockError::WouldBlock) => break,
                // Neither does every file system lock: better unguarded than not at all.
                Err(TryLockError::Error(_)) => return Ok(Arc::new(Lock(None))),
            }
        }
        Err(LockError::Busy { root: self.root.clone() })
    }
}

/// Keeps other programs out for as long as it lives, and no longer than this one does.
#[derive(Debug)]
struct Lock(#[expect(dead_code, reason = "closing the file ends the lock")] Option<File>);

/// Why a tree cannot be written to now.
#[derive(Debug, thiserror::Error)]
pub enum LockError {
    /// Another sopctl has been writing for a long time.
    #[error("another sopctl is writing to {}", root.display())]
    Busy {
        /// The tree.
        root: PathBuf,
    },
    /// The lock cannot be made.
    #[error("cannot write {}", path.display())]
    Io {
        /// Its file.
        path: PathBuf,
        /// The reason.
        #[source]
        source: io::Error,
    },
}

#[cfg(test)]
impl WorkTree {
    /// Gives up at once where another program writes.
    fn impatient(self) -> Self {
        Self { patience: 0, ..self }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn creating(name: &str) -> Changeset {
        Changeset::creating(RepoPath::new(name).unwrap(), "x")
    }

    #[test]
    fn two_programs_never_write_at_once() {
        let root = tempfile::tempdir().unwrap();
        let private = root.path().join(".git");
        for private in [None, Some(private)] {
            let tree = WorkTree::new(root.path().to_owned(), private.clone()).impatient();
            let name = if private.is_some() { "a.md" } else { "b.md" };
            let held = tree.lock().unwrap();
            let error = tree.write(&creating(name)).unwrap_err();
            assert!(matches!(error, WriteError::Lock(LockError::Busy { .. })), "{error:?}");
            assert!(!root.path().join(name).exists());
            drop(held);
            tree.write(&creating(name)).unwrap();
        }
    }

    #[test]
    fn who_keeps_a_tree_writes_to_it_and_nobody_else() {
        let root = tempfile::tempdir().unwrap();
        let tree = WorkTree::new(root.path().to_owned(), None).impatient();
        let kept = tree.kept().unwrap();
        kept.write(&creating("a.md")).unwrap();
        assert!(matches!(tree.kept(), Err(LockError::Busy { .. })));
        tree.write(&creating("b.md")).unwrap_err();
        drop(kept);
        tree.write(&creating("b.md")).unwrap();
    }

    #[test]
    fn a_folder_of_the_tree_may_be_what_files_are_named_from() {
        let root = tempfile::tempdir().unwrap();
        let tree = WorkTree::new(root.path().to_owned(), None).from_below("lab/docs");
        tree.write(&creating("sops/a.md")).unwrap();
        assert!(root.path().join("lab/docs/sops/a.md").is_file());
        let left: Vec<_> = fs::read_dir(root.path()).unwrap().map(|e| e.unwrap().path()).collect();
        assert_eq!(left, [root.path().join("lab")]);
    }

    #[test]
    fn nothing_is_left_in_the_folder_of_git_but_the_lock() {
        let root = tempfile::tempdir().unwrap();
        let private = root.path().join("own");
        let tree = WorkTree::new(root.path().to_owned(), Some(private.clone()));
        tree.write(&creating("a.md")).unwrap();
        let names: Vec<_> =
            fs::read_dir(private.join(FOLDER)).unwrap().map(|e| e.unwrap().file_name()).collect();
        assert_eq!(names, ["lock"]);
        assert_eq!(tree.recover().unwrap(), Recovery::Nothing);
    }
}
