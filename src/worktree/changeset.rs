//! What a command wants to change, shown first or written whole.

use std::collections::HashSet;
use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use crate::paths::RepoPath;
use crate::text::plain;

/// Files to create or to replace, in order. Nothing is written before
/// [`Changeset::write`], and then all of it or nothing.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Changeset {
    /// The changes.
    pub changes: Vec<FileChange>,
}

/// One file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileChange {
    /// Which.
    pub path: RepoPath,
    /// What happens to it.
    pub kind: ChangeKind,
}

/// What happens to a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ChangeKind {
    /// It must not exist yet.
    Create {
        /// Its content.
        content: Vec<u8>,
    },
    /// It must still be what it was when it was read.
    Replace {
        /// What it was.
        expected: Vec<u8>,
        /// What it becomes.
        content: Vec<u8>,
    },
    /// It must not exist yet; another file, which must still be what it was when it was read,
    /// goes away for it.
    Move {
        /// Where that file stands.
        from: RepoPath,
        /// What it was.
        expected: Vec<u8>,
        /// What becomes of it.
        content: Vec<u8>,
    },
}

impl ChangeKind {
    /// What the file holds afterwards.
    #[must_use]
    pub fn content(&self) -> &[u8] {
        match self {
            Self::Create { content }
            | Self::Replace { content, .. }
            | Self::Move { content, .. } => content,
        }
    }

    /// Whether nothing may stand at the path before.
    const fn is_new(&self) -> bool {
        matches!(self, Self::Create { .. } | Self::Move { .. })
    }
}

/// Why nothing was written.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// A file of that name is there already.
    #[error("{} exists already", path.display())]
    Exists {
        /// The file.
        path: PathBuf,
    },
    /// A name that some systems cannot tell from another one.
    #[error("{path} differs from {other} only in case or in Unicode form")]
    Collides {
        /// The new file.
        path: RepoPath,
        /// The file that is there.
        other: String,
    },
    /// The file is no longer what it was.
    #[error("{} was changed meanwhile", path.display())]
    Changed {
        /// The file.
        path: PathBuf,
    },
    /// A part of the path is a symbolic link.
    #[error("{} is a symbolic link", path.display())]
    Symlink {
        /// The link.
        path: PathBuf,
    },
    /// The system refused.
    #[error("cannot write {}", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// The reason.
        #[source]
        source: io::Error,
    },
}

impl Changeset {
    /// A set of one new file.
    #[must_use]
    pub fn creating(path: RepoPath, content: impl Into<Vec<u8>>) -> Self {
        let kind = ChangeKind::Create { content: content.into() };
        Self { changes: vec![FileChange { path, kind }] }
    }

    /// Writes every file beside its target, syncs it, and only then renames all into
    /// place. When anything fails before the first rename, nothing has changed.
    ///
    /// # Errors
    /// See [`WriteError`].
    pub fn write(&self, root: &Path) -> Result<(), WriteError> {
        for change in &self.changes {
            check(root, change)?;
        }
        let mut made = NewFolders::default();
        let mut ready: Vec<(NamedTempFile, PathBuf, bool)> = Vec::new();
        for change in &self.changes {
            let target = root.join(change.path.as_str());
            let folder = target.parent().unwrap_or(root).to_owned();
            made.ensure(&folder)
                .map_err(|source| WriteError::Io { path: folder.clone(), source })?;
            let prepared = prepare(&folder, &target, change.kind.content())
                .map_err(|source| WriteError::Io { path: target.clone(), source })?;
            ready.push((prepared, target, change.kind.is_new()));
        }
        for (file, target, is_new) in ready {
            let folder = target.parent().unwrap_or(root).to_owned();
            let renamed =
                if is_new { file.persist_noclobber(&target) } else { file.persist(&target) };
            renamed.map_err(|failed| match failed.error.kind() {
                io::ErrorKind::AlreadyExists => WriteError::Exists { path: target.clone() },
                _ => WriteError::Io { path: target.clone(), source: failed.error },
            })?;
            made.keep(&target);
            sync_folder(&folder)
                .map_err(|source| WriteError::Io { path: folder.clone(), source })?;
        }
        for change in &self.changes {
            if let ChangeKind::Move { from, .. } = &change.kind {
                let path = root.join(from.as_str());
                fs::remove_file(&path).map_err(|source| WriteError::Io { path, source })?;
            }
        }
        Ok(())
    }
}

fn prepare(folder: &Path, target: &Path, content: &[u8]) -> io::Result<NamedTempFile> {
    let mut file =
        tempfile::Builder::new().prefix(".sopctl-").suffix(".tmp").tempfile_in(folder)?;
    file.write_all(content)?;
    share(&file, target)?;
    file.as_file().sync_all()?;
    Ok(file)
}

/// Temporary files are private. The file gets the permissions of the one that it
/// replaces; a new one those of an ordinary document.
pub(super) fn share(file: &NamedTempFile, target: &Path) -> io::Result<()> {
    match fs::metadata(target) {
        Ok(found) => file.as_file().set_permissions(found.permissions()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => make_ordinary(file),
        Err(error) => Err(error),
    }
}

#[cfg(unix)]
fn make_ordinary(file: &NamedTempFile) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    file.as_file().set_permissions(fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn make_ordinary(_file: &NamedTempFile) -> io::Result<()> {
    Ok(())
}

#[cfg(unix)]
fn sync_folder(folder: &Path) -> io::Result<()> {
    fs::File::open(folder)?.sync_all()
}

#[cfg(not(unix))]
fn sync_folder(_folder: &Path) -> io::Result<()> {
    Ok(())
}

fn check(root: &Path, change: &FileChange) -> Result<(), WriteError> {
    let mut path = root.to_owned();
    let parts: Vec<&str> = change.path.parts().collect();
    for (index, part) in parts.iter().enumerate() {
        collision(&path, part, change)?;
        path.push(part);
        let last = index + 1 == parts.len();
        match fs::symlink_metadata(&path) {
            Ok(found) if found.is_symlink() => return Err(WriteError::Symlink { path }),
            Ok(_) if last && change.kind.is_new() => {
                return Err(WriteError::Exists { path });
            }
            Ok(_) => {}
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(source) => return Err(WriteError::Io { path, source }),
        }
    }
    let (path, expected) = match &change.kind {
        ChangeKind::Create { .. } => return Ok(()),
        ChangeKind::Replace { expected, .. } => (path, expected),
        ChangeKind::Move { from, expected, .. } => (root.join(from.as_str()), expected),
    };
    let found = fs::read(&path).map_err(|source| WriteError::Io { path: path.clone(), source })?;
    if found == *expected { Ok(()) } else { Err(WriteError::Changed { path }) }
}

/// Refuses a name beside one that it cannot be told from on some file systems.
fn collision(folder: &Path, name: &str, change: &FileChange) -> Result<(), WriteError> {
    let Ok(entries) = fs::read_dir(folder) else { return Ok(()) };
    let folded = plain(name);
    for entry in entries.flatten() {
        let other = entry.file_name().to_string_lossy().into_owned();
        if other != name && plain(&other) == folded {
            return Err(WriteError::Collides { path: change.path.clone(), other });
        }
    }
    Ok(())
}

/// Folders made on the way; those that stayed empty are removed again.
#[derive(Default)]
struct NewFolders {
    made: Vec<PathBuf>,
    kept: HashSet<PathBuf>,
}

impl NewFolders {
    fn ensure(&mut self, folder: &Path) -> io::Result<()> {
        let missing: Vec<PathBuf> = folder
            .ancestors()
            // The last ancestor of a relative path is empty and means the current folder.
            .take_while(|ancestor| !ancestor.as_os_str().is_empty() && !ancestor.exists())
            .map(Path::to_owned)
            .collect();
        for folder in missing.into_iter().rev() {
            fs::create_dir(&folder)?;
            self.made.push(folder);
        }
        Ok(())
    }

    fn keep(&mut self, target: &Path) {
        self.kept.extend(target.ancestors().map(Path::to_owned));
    }
}

impl Drop for NewFolders {
    fn drop(&mut self) {
        for folder in self.made.iter().rev().filter(|folder| !self.kept.contains(*folder)) {
            // Fails where somebody else has put a file there meanwhile: then it stays.
            let _ = fs::remove_dir(folder);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path(text: &str) -> RepoPath {
        RepoPath::new(text).unwrap()
    }

    #[test]
    fn a_new_file_never_replaces_another() {
        let root = tempfile::tempdir().unwrap();
        let set = Changeset::creating(path("sops/a.md"), "new");
        set.write(root.path()).unwrap();
        assert_eq!(fs::read_to_string(root.path().join("sops/a.md")).unwrap(), "new");
        assert!(matches!(set.write(root.path()), Err(WriteError::Exists { .. })));
        let folded = Changeset::creating(path("sops/A.md"), "other");
        assert!(matches!(folded.write(root.path()), Err(WriteError::Collides { .. })));
        assert_eq!(fs::read_dir(root.path().join("sops")).unwrap().count(), 1);
    }

    #[test]
    fn all_or_nothing() {
        let root = tempfile::tempdir().unwrap();
        fs::write(root.path().join("b.md"), "mine").unwrap();
        let set = Changeset {
            changes: vec![
                FileChange {
                    path: path("new/a.md"),
                    kind: ChangeKind::Create { content: b"x".to_vec() },
                },
                FileChange {
                    path: path("b.md"),
                    kind: ChangeKind::Create { content: b"y".to_vec() },
                },
            ],
        };
        assert!(set.write(root.path()).is_err());
        assert!(!root.path().join("new").exists());
        assert_eq!(fs::read_to_string(root.path().join("b.md")).unwrap(), "mine");
    }

    #[test]
    fn a_file_that_changed_meanwhile_is_not_replaced() {
        let root = tempfile::tempdir().unwrap();
        fs::write(root.path().join("a.md"), "theirs").unwrap();
        let replace = |expected: &str| Changeset {
            changes: vec![FileChange {
                path: path("a.md"),
                kind: ChangeKind::Replace { expected: expected.into(), content: b"mine".to_vec() },
            }],
        };
        assert!(matches!(replace("old").write(root.path()), Err(WriteError::Changed { .. })));
        replace("theirs").write(root.path()).unwrap();
        assert_eq!(fs::read_to_string(root.path().join("a.md")).unwrap(), "mine");
    }

    #[test]
    fn a_file_that_moves_takes_its_new_content_along() {
        let root = tempfile::tempdir().unwrap();
        fs::write(root.path().join("a.md"), "old").unwrap();
        let (from, expected) = (path("a.md"), b"old".to_vec());
        let kind = ChangeKind::Move { from, expected, content: b"new".to_vec() };
        let set = Changeset { changes: vec![FileChange { path: path("sub/b.md"), kind }] };
        set.write(root.path()).unwrap();
        assert!(!root.path().join("a.md").exists());
        assert_eq!(fs::read_to_string(root.path().join("sub/b.md")).unwrap(), "new");
    }

    #[cfg(unix)]
    #[test]
    fn a_link_never_leads_out() {
        let root = tempfile::tempdir().unwrap();
        let outside = tempfile::tempdir().unwrap();
        std::os::unix::fs::symlink(outside.path(), root.path().join("sops")).unwrap();
        let set = Changeset::creating(path("sops/a.md"), "x");
        assert!(matches!(set.write(root.path()), Err(WriteError::Symlink { .. })));
        assert_eq!(fs::read_dir(outside.path()).unwrap().count(), 0);
    }
}
