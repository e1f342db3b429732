//! What must hold before a changeset is written.

use std::collections::HashSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::paths::RepoPath;
use crate::text::plain;

use super::changeset::{ChangeKind, Changeset, FileChange, WriteError};
use super::journal::Step;
use super::work_tree::WorkTree;

/// The steps that carry out a changeset: first what is put somewhere, then what goes away.
///
/// # Errors
/// When the tree is not as the changeset expects it, or one of its paths cannot be written.
pub(super) fn steps(tree: &WorkTree, set: &Changeset) -> Result<Vec<Step>, WriteError> {
    let mut steps = Vec::with_capacity(set.changes.len());
    let mut removals = Vec::new();
    for FileChange { path, kind } in &set.changes {
        let path = tree.seen_from_root(path)?;
        let after = Some(kind.content().to_vec());
        match kind {
            ChangeKind::Create { .. } => {
                require_absent(tree.root(), &path, None)?;
                steps.push(Step { path, before: None, after });
            }
            ChangeKind::Replace { expected, .. } => {
                require_same(tree.root(), &path, expected)?;
                steps.push(Step { path, before: Some(expected.clone()), after });
            }
            ChangeKind::Move { from, expected, .. } => {
                let from = tree.seen_from_root(from)?;
                require_same(tree.root(), &from, expected)?;
                require_absent(tree.root(), &path, Some(&from))?;
                steps.push(Step { path, before: None, after });
                removals.push(Step { path: from, before: Some(expected.clone()), after: None });
            }
        }
    }
    steps.append(&mut removals);
    let mut seen = HashSet::new();
    match steps.iter().find(|step| !seen.insert(&step.path)) {
        Some(step) => Err(WriteError::Twice { path: step.path.clone() }),
        None => Ok(steps),
    }
}

/// Refuses a path on which a symbolic link stands: it could lead anywhere.
pub(super) fn link_on(root: &Path, path: &RepoPath) -> io::Result<Option<PathBuf>> {
    let mut at = root.to_owned();
    for part in path.parts() {
        at.push(part);
        match fs::symlink_metadata(&at) {
            Ok(found) if found.is_symlink() => return Ok(Some(at)),
            Ok(_) => {}
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(error),
        }
    }
    Ok(None)
}

fn require_no_link(root: &Path, path: &RepoPath) -> Result<(), WriteError> {
    match link_on(root, path) {
        Ok(None) => Ok(()),
        Ok(Some(path)) => Err(WriteError::Symlink { path }),
        Err(source) => Err(WriteError::Io { path: root.join(path.as_str()), source }),
    }
}

fn require_same(root: &Path, path: &RepoPath, expected: &[u8]) -> Result<(), WriteError> {
    require_no_link(root, path)?;
    let path = root.join(path.as_str());
    match fs::read(&path) {
        Ok(found) if found == expected => Ok(()),
        Ok(_) => Err(WriteError::Changed { path }),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Err(WriteError::Changed { path }),
        Err(source) => Err(WriteError::Io { path, source }),
    }
}

/// `leaving` is the file that goes away for the new one: they need not be told apart.
fn require_absent(
    root: &Path,
    path: &RepoPath,
    leaving: Option<&RepoPath>,
) -> Result<(), WriteError> {
    require_no_link(root, path)?;
    let whole = root.join(path.as_str());
    if fs::symlink_metadata(&whole).is_ok() {
        return Err(WriteError::Exists { path: whole });
    }
    let leaving = leaving.map(|leaving| root.join(leaving.as_str()));
    let mut folder = root.to_owned();
    for part in path.parts() {
        let Ok(entries) = fs::read_dir(&folder) else { return Ok(()) };
        let folded = plain(part);
        for entry in entries.flatten() {
            let other = entry.file_name().to_string_lossy().into_owned();
            let is_leaving = leaving.as_ref().is_some_and(|leaving| *leaving == entry.path());
            if other != part && !is_leaving && plain(&other) == folded {
                return Err(WriteError::Collides { path: path.clone(), other });
            }
        }
        folder.push(part);
    }
    Ok(())
}
