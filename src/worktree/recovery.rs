//! Finishing what an earlier program was stopped in, or cleaning up behind it.
//!
//! May itself be stopped at any point, and done again.

use std::io;
use std::path::PathBuf;

use crate::paths::RepoPath;

use super::disk::{Access, Disk};
use super::journal::{Journal, Step, remove_if_there};
use super::precondition::link_on;
use super::work_tree::{LockError, WorkTree};
use super::writing::{Cleared, beside, clear, content_of, folders_above, take};

/// What has been done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Recovery {
    /// Nothing was unfinished.
    Nothing,
    /// A change had not been decided: what had been begun is removed.
    TakenBack,
    /// A change had been decided: these files are as they were to become, or gone where they
    /// were to move away.
    Finished {
        /// The files, from the root.
        paths: Vec<RepoPath>,
    },
}

/// Why an unfinished change stays unfinished.
#[derive(Debug, thiserror::Error)]
pub enum RecoveryError {
    /// A file is neither as it was nor as it was to become. Nothing has been done.
    #[error("a change was interrupted, and {} has been changed since", path.display())]
    Changed {
        /// The file.
        path: PathBuf,
        /// The note that holds the texts before and after.
        journal: PathBuf,
    },
    /// A part of the path has become a symbolic link. Nothing has been done.
    #[error("a change was interrupted, and {} has become a symbolic link", path.display())]
    Symlink {
        /// The link.
        path: PathBuf,
        /// The note that holds the texts before and after.
        journal: PathBuf,
    },
    /// It cannot be read what was under way.
    #[error("a change was interrupted, and {} cannot be read", journal.display())]
    Unreadable {
        /// The note.
        journal: PathBuf,
        /// The reason.
        #[source]
        source: io::Error,
    },
    /// Another program is writing, or it cannot be told whether one is.
    #[error(transparent)]
    Lock(#[from] LockError),
    /// The system refused. What is done stays, and the rest can be done later.
    #[error("a change was interrupted and cannot be finished: {} cannot be written", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// The reason.
        #[source]
        source: io::Error,
    },
}

impl RecoveryError {
    /// Whether it can be finished by somebody who may write here, without any decision.
    #[must_use]
    pub const fn is_out_of_reach(&self) -> bool {
        matches!(self, Self::Lock(_) | Self::Io { .. })
    }
}

/// Finishes or takes back what is unfinished. The tree is locked.
pub(super) fn recover(tree: &WorkTree, disk: &dyn Disk) -> Result<Recovery, RecoveryError> {
    let path = tree.journal();
    let unreadable = |source| RecoveryError::Unreadable { journal: path.clone(), source };
    let Some(journal) = Journal::read(&path).map_err(unreadable)? else {
        // Of a note that was being written nothing has been done yet.
        Journal::remove(&path, disk)
            .map_err(|source| RecoveryError::Io { path: path.clone(), source })?;
        return Ok(Recovery::Nothing);
    };
    let due = due(tree, &journal)?;
    for (step, temporary) in &due {
        finish(tree, step, temporary, disk)
            .map_err(|source| RecoveryError::Io { path: tree.on_disk(&step.path), source })?;
    }
    let cleared = clear(&journal, tree, disk)
        .map_err(|source| RecoveryError::Io { path: path.clone(), source })?;
    Ok(match (journal.steps.is_empty(), cleared) {
        (true, Cleared::Nothing) => Recovery::Nothing,
        (true, Cleared::Something) => Recovery::TakenBack,
        (false, _) => {
            Recovery::Finished { paths: journal.steps.into_iter().map(|step| step.path).collect() }
        }
    })
}

/// The steps that are still to be taken, each with its temporary file. All are looked at
/// before any is taken.
fn due<'j>(
    tree: &WorkTree,
    journal: &'j Journal,
) -> Result<Vec<(&'j Step, &'j RepoPath)>, RecoveryError> {
    let mut due = Vec::new();
    for (step, temporary) in journal.steps.iter().zip(&journal.temporary) {
        let path = tree.on_disk(&step.path);
        let refused = |source| RecoveryError::Io { path: path.clone(), source };
        if let Some(link) = link_on(tree.root(), &step.path).map_err(refused)? {
            return Err(RecoveryError::Symlink { path: link, journal: tree.journal() });
        }
        let content = content_of(&path).map_err(refused)?;
        if content == step.after {
            continue;
        }
        if content != step.before {
            return Err(RecoveryError::Changed { path, journal: tree.journal() });
        }
        due.push((step, temporary));
    }
    Ok(due)
}

fn finish(tree: &WorkTree, step: &Step, temporary: &RepoPath, disk: &dyn Disk) -> io::Result<()> {
    let target = tree.on_disk(&step.path);
    let temporary = tree.on_disk(temporary);
    let folder = tree.root().join(step.path.folder());
    if let Some(content) = &step.after
        && content_of(&temporary)?.as_ref() != Some(content)
    {
        // It was there when the change was decided; somebody has cleaned up since.
        remove_if_there(&temporary, disk)?;
        for above in folders_above(&step.path) {
            let above = tree.on_disk(&above);
            if !above.exists() {
                disk.create_folder(&above)?;
            }
        }
        let access = if step.before.is_some() { Access::As(&target) } else { Access::Ordinary };
        disk.write_new(&temporary, content, access)?;
    }
    match take(step, &target, &temporary, disk) {
        // The program died where it found that out; the content goes beside its place then.
        Err(error) if error.kind() == io::ErrorKind::CrossesDevices => {
            let Some(content) = &step.after else { return Err(error) };
            let closer = beside(&step.path, 0).map_err(io::Error::other)?;
            let closer = tree.on_disk(&closer);
            remove_if_there(&closer, disk)?;
            let access = if step.before.is_some() { Access::As(&target) } else { Access::Ordinary };
            disk.write_new(&closer, content, access)?;
            take(step, &target, &closer, disk)?;
        }
        taken => taken?,
    }
    disk.sync_folder(&folder)
}
