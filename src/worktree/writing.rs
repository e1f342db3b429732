//! Writing a changeset so that the tree is as before or as after, whenever it is interrupted.
//!
//! 1. It is noted which temporary files and folders will be made.
//! 2. The contents are written to temporary files and synced. What does not fit on the disk
//!    fails here, where nothing has changed yet. In a repository they stand in git's own folder,
//!    where neither people nor git take them for documents; where that is on another disk than
//!    the documents, beside them.
//! 3. It is noted what is to be done: from here on the change is decided. One file needs no
//!    such note, since putting it in its place is one step.
//! 4. The files are put in their places, and those that move are taken away.
//! 5. The note is removed.
//!
//! When a step fails, those before it are taken back. When the program dies, or cannot take
//! them back, [`recovery`](super::recovery) finishes what is decided and cleans up the rest.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::paths::{PathError, RepoPath};

use super::changeset::{Changeset, WriteError};
use super::disk::{Access, Disk};
use super::journal::{Journal, Step, remove_if_there};
use super::precondition;
use super::work_tree::WorkTree;

/// Writes all of a changeset or nothing of it. The tree is locked, and nothing is unfinished.
pub(super) fn write(tree: &WorkTree, set: &Changeset, disk: &dyn Disk) -> Result<(), WriteError> {
    let steps = precondition::steps(tree, set)?;
    if let Some(folder) = tree.folder_for_temporary() {
        let is_elsewhere = |why: &WriteError| {
            matches!(why, WriteError::Io { source, .. }
                if source.kind() == io::ErrorKind::CrossesDevices)
        };
        match Plan::of(tree, steps.clone(), Some(&folder), disk)?.write() {
            Err(why) if is_elsewhere(&why) => {}
            written => return written,
        }
    }
    Plan::of(tree, steps, None, disk)?.write()
}

/// An operation that failed, and the file that it was about.
struct Failed {
    path: PathBuf,
    source: io::Error,
}

struct Plan<'p> {
    tree: &'p WorkTree,
    disk: &'p dyn Disk,
    steps: Vec<Step>,
    /// For each step a file, on the same disk as its own.
    temporary: Vec<RepoPath>,
    folders: Vec<RepoPath>,
}

impl<'p> Plan<'p> {
    /// The temporary files stand in `folder`, else each beside its target.
    fn of(
        tree: &'p WorkTree,
        steps: Vec<Step>,
        folder: Option<&RepoPath>,
        disk: &'p dyn Disk,
    ) -> Result<Self, PathError> {
        let mut temporary: Vec<RepoPath> = Vec::with_capacity(steps.len());
        let mut folders: Vec<RepoPath> = Vec::new();
        let mut number = 0;
        for step in &steps {
            let free = loop {
                let path = match folder {
                    Some(folder) => RepoPath::new(&format!("{folder}/{number}.tmp"))?,
                    None => beside(&step.path, number)?,
                };
                number += 1;
                if fs::symlink_metadata(tree.on_disk(&path)).is_err() {
                    break path;
                }
            };
            temporary.push(free);
            for folder in folders_above(&step.path) {
                if !tree.on_disk(&folder).exists() && !folders.contains(&folder) {
                    folders.push(folder);
                }
            }
        }
        Ok(Self { tree, disk, steps, temporary, folders })
    }

    /// Carries it out, or takes back what has been done.
    fn write(&self) -> Result<(), WriteError> {
        let mut done = Vec::with_capacity(self.steps.len());
        self.carry_out(&mut done).map_err(|failed| self.take_back(&done, failed))
    }

    fn pairs(&self) -> impl Iterator<Item = (&Step, &RepoPath)> {
        self.steps.iter().zip(&self.temporary)
    }

    /// Steps 1 to 5. `done` are the numbers of the steps that may have been taken.
    fn carry_out(&self, done: &mut Vec<usize>) -> Result<(), Failed> {
        self.note(Vec::new())?;
        for folder in &self.folders {
            let path = self.tree.on_disk(folder);
            self.disk.create_folder(&path).map_err(failed(&path))?;
        }
        for folder in &self.folders {
            self.sync_above(folder)?;
        }
        for (step, temporary) in self.pairs() {
            let Some(content) = &step.after else { continue };
            let target = self.tree.on_disk(&step.path);
            let access = if step.before.is_some() { Access::As(&target) } else { Access::Ordinary };
            let temporary = self.tree.on_disk(temporary);
            self.disk.write_new(&temporary, content, access).map_err(failed(&target))?;
        }
        if self.steps.len() > 1 {
            self.sync_each_folder()?;
            self.note(self.steps.clone())?;
        }
        for (number, (step, temporary)) in self.pairs().enumerate() {
            let target = self.tree.on_disk(&step.path);
            let taken = take(step, &target, &self.tree.on_disk(temporary), self.disk);
            // Some network file systems fail after the fact; one that found a file has not.
            if !taken.as_ref().is_err_and(|why| why.kind() == io::ErrorKind::AlreadyExists) {
                done.push(number);
            }
            taken.map_err(failed(&target))?;
        }
        self.sync_each_folder()?;
        let journal = self.tree.journal();
        Journal::remove(&journal, self.disk).map_err(failed(&journal))
    }

    fn note(&self, steps: Vec<Step>) -> Result<(), Failed> {
        let path = self.tree.journal();
        self.journal(steps).write(&path, self.disk).map_err(failed(&path))
    }

    fn journal(&self, steps: Vec<Step>) -> Journal {
        Journal { folders: self.folders.clone(), temporary: self.temporary.clone(), steps }
    }

    fn sync_each_folder(&self) -> Result<(), Failed> {
        let mut synced: Vec<&str> = Vec::new();
        for step in &self.steps {
            if !synced.contains(&step.path.folder()) {
                synced.push(step.path.folder());
                self.sync_above(&step.path)?;
            }
        }
        Ok(())
    }

    fn sync_above(&self, path: &RepoPath) -> Result<(), Failed> {
        let folder = self.tree.root().join(path.folder());
        self.disk.sync_folder(&folder).map_err(failed(&folder))
    }

    /// Undoes what has been done, the last step first, and says what happened.
    fn take_back(&self, done: &[usize], failed: Failed) -> WriteError {
        let Failed { path, source } = failed;
        let undone = done.iter().rev().try_for_each(|number| self.undo(*number));
        if undone.is_err() || self.retract().is_err() {
            return WriteError::Unfinished { path, source };
        }
        // What is left over here is cleaned up by whoever writes next.
        drop(clear(&self.journal(Vec::new()), self.tree, self.disk));
        match source.kind() {
            io::ErrorKind::AlreadyExists => WriteError::Exists { path },
            _ => WriteError::Io { path, source },
        }
    }

    fn undo(&self, number: usize) -> io::Result<()> {
        let Some((step, temporary)) = self.pairs().nth(number) else { return Ok(()) };
        let target = self.tree.on_disk(&step.path);
        if content_of(&target)? != step.after {
            // Not done after all, or somebody else has written it since: theirs stays.
            return Ok(());
        }
        let back = Step {
            path: step.path.clone(),
            before: step.after.clone(),
            after: step.before.clone(),
        };
        let temporary = self.tree.on_disk(temporary);
        remove_if_there(&temporary, self.disk)?;
        if let Some(content) = &back.after {
            let access = if back.before.is_some() { Access::As(&target) } else { Access::Ordinary };
            self.disk.write_new(&temporary, content, access)?;
        }
        take(&back, &target, &temporary, self.disk)
    }

    /// Nothing is done, and from here on nothing will be: a note that says otherwise goes.
    fn retract(&self) -> io::Result<()> {
        let path = self.tree.journal();
        match Journal::read(&path) {
            Ok(Some(journal)) if !journal.steps.is_empty() => {}
            Ok(_) => return Ok(()),
            Err(error) => return Err(error),
        }
        // Where there is no room for another note, none at all says the same.
        self.journal(Vec::new())
            .write(&path, self.disk)
            .or_else(|_| Journal::remove(&path, self.disk))
    }
}

/// Takes one step. Its content stands in the temporary file.
pub(super) fn take(
    step: &Step,
    target: &Path,
    temporary: &Path,
    disk: &dyn Disk,
) -> io::Result<()> {
    match (&step.before, &step.after) {
        (Some(_), Some(_)) => disk.replace(temporary, target),
        (None, Some(_)) => disk.place(temporary, target),
        (_, None) => disk.remove_file(target),
    }
}

/// Removes what was only there for the change, and at last the note of it.
pub(super) fn clear(journal: &Journal, tree: &WorkTree, disk: &dyn Disk) -> io::Result<Cleared> {
    let mut cleared = Cleared::Nothing;
    for temporary in &journal.temporary {
        let path = tree.on_disk(temporary);
        if fs::symlink_metadata(&path).is_ok() {
            cleared = Cleared::Something;
            disk.remove_file(&path)?;
        }
    }
    for folder in journal.folders.iter().rev() {
        let path = tree.on_disk(folder);
        let is_empty = fs::read_dir(&path).is_ok_and(|mut entries| entries.next().is_none());
        if is_empty {
            cleared = Cleared::Something;
            disk.remove_folder(&path)?;
        }
    }
    Journal::remove(&tree.journal(), disk)?;
    Ok(cleared)
}

/// Whether there was anything to remove.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Cleared {
    Nothing,
    Something,
}

/// What a file holds; nothing where it is not there.
pub(super) fn content_of(path: &Path) -> io::Result<Option<Vec<u8>>> {
    match fs::read(path) {
        Ok(content) => Ok(Some(content)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// A name beside a file that hides from listings.
pub(super) fn beside(path: &RepoPath, number: usize) -> Result<RepoPath, PathError> {
    RepoPath::new(format!("{}/.sopctl-{number}.tmp", path.folder()).trim_start_matches('/'))
}

/// The folders on the way to a file, the outermost first.
pub(super) fn folders_above(path: &RepoPath) -> Vec<RepoPath> {
    let mut folders = Vec::new();
    let mut folder = path.folder();
    while let Ok(above) = RepoPath::new(folder) {
        folder = folder.rsplit_once('/').map_or("", |(above, _)| above);
        folders.push(above);
    }
    folders.reverse();
    folders
}

fn failed(path: &Path) -> impl FnOnce(io::Error) -> Failed {
    move |source| Failed { path: path.to_owned(), source }
}

#[cfg(test)]
mod tests;
