//! What a command wants to change, shown first or written whole.

use std::io;
use std::path::PathBuf;

use crate::paths::{PathError, RepoPath};

use super::recovery::RecoveryError;
use super::work_tree::LockError;

/// Files to create or to replace, in order. Nothing is written before
/// [`WorkTree::write`](super::WorkTree::write), and then all of it or nothing.
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
}

impl Changeset {
    /// A set of one new file.
    #[must_use]
    pub fn creating(path: RepoPath, content: impl Into<Vec<u8>>) -> Self {
        let kind = ChangeKind::Create { content: content.into() };
        Self { changes: vec![FileChange { path, kind }] }
    }
}

/// Why a changeset was not written.
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
    /// Two changes of the set are about the same file.
    #[error("{path} would be changed twice at once")]
    Twice {
        /// The file.
        path: RepoPath,
    },
    /// A path that leads out of the tree.
    #[error(transparent)]
    Path(#[from] PathError),
    /// Another program is writing, or it cannot be told whether one is.
    #[error(transparent)]
    Lock(#[from] LockError),
    /// What an earlier program left unfinished comes first.
    #[error(transparent)]
    Unrecovered(#[from] RecoveryError),
    /// The system refused; what had been written is taken back.
    #[error("cannot write {}", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// The reason.
        #[source]
        source: io::Error,
    },
    /// The system refused in the middle, and also when it was to be taken back. It is noted
    /// what is still to be done: the next program that writes here finishes it.
    #[error("cannot write {}, nor take back what is written already", path.display())]
    Unfinished {
        /// The file.
        path: PathBuf,
        /// The first reason.
        #[source]
        source: io::Error,
    },
}
