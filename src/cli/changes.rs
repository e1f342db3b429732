//! Carrying out a changeset, or showing it.

use std::borrow::Cow;
use std::path::Path;

use crate::git::Repository;
use crate::worktree::{ChangeKind, Changeset, WorkTree, WriteError};

use super::Outcome;
use super::args::Global;
use super::console::Console;
use super::error::Failure;

/// Whether to write.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mode {
    /// Show what would be written.
    DryRun,
    /// Write it.
    Write,
}

impl Mode {
    pub(super) const fn of(dry_run: bool) -> Self {
        if dry_run { Self::DryRun } else { Self::Write }
    }
}

/// Refuses a format other than text, and a file for the answer, where what is said is no
/// report.
pub(super) fn text_only(global: &Global, command: &str) -> Result<(), Failure> {
    if global.output.is_some() {
        return Err(Failure::new(format!("{command} has no answer to write to a file"))
            .hint("leave --output out; what it says can be redirected with >"));
    }
    match global.format.as_deref() {
        None | Some("text") => Ok(()),
        Some(format) => Err(Failure::new(format!("{command} cannot be written as {format:?}"))
            .hint("it only speaks text: leave --format (or SOPCTL_FORMAT) out")),
    }
}

/// The tree that a folder belongs to, from which changesets for that folder name their files.
/// The folder need not be there yet.
pub(super) fn tree_at(folder: &Path) -> Result<WorkTree, Failure> {
    let is_there = |folder: &&Path| folder.is_dir() || folder.as_os_str().is_empty();
    let there = folder.ancestors().find(is_there).unwrap_or(folder);
    let rest = folder.strip_prefix(there).unwrap_or(Path::new(""));
    let start = if there.as_os_str().is_empty() { Path::new(".") } else { there };
    let unreadable =
        |error| Failure::new(format!("cannot look into {}", start.display())).because(&error);
    let whole = start.canonicalize().map_err(unreadable)?.join(rest);
    if let Ok(repository) = Repository::discover(start)
        && let Some(Ok(root)) = repository.workdir().map(Path::canonicalize)
        && let Some(below) = whole.strip_prefix(&root).ok().and_then(Path::to_str)
    {
        let below = below.replace(std::path::MAIN_SEPARATOR, "/");
        let own_folder = repository.own_folder().to_owned();
        return Ok(WorkTree::new(root, Some(own_folder)).from_below(&below));
    }
    Ok(WorkTree::new(whole, None))
}

/// The tree for a document that gets the next free number: kept for this program alone from
/// before the numbers are read, so that nobody else gives the same one meanwhile. A dry run
/// keeps nobody waiting.
pub(super) fn tree_to_number(tree: &WorkTree, mode: Mode) -> Result<WorkTree, Failure> {
    match mode {
        Mode::DryRun => Ok(tree.clone()),
        Mode::Write => Ok(tree.kept().map_err(WriteError::from)?),
    }
}

/// Writes a changeset into a tree, or shows it; then says what was done and what to do
/// next.
pub(super) fn carry_out(
    changes: &Changeset,
    tree: &WorkTree,
    mode: Mode,
    next: &str,
    console: &Console,
) -> Result<Outcome, Failure> {
    let mut text = String::new();
    match mode {
        Mode::DryRun => {
            for change in &changes.changes {
                let what = match &change.kind {
                    ChangeKind::Create { .. } => format!("create {}", change.path),
                    ChangeKind::Replace { .. } => format!("replace {}", change.path),
                    ChangeKind::Move { from, .. } => format!("move {from} to {}", change.path),
                };
                text.push_str(&format!("would {what}\n\n{}\n", shown(change.kind.content())));
            }
        }
        Mode::Write => {
            tree.write(changes)?;
            for change in &changes.changes {
                let what = match &change.kind {
                    ChangeKind::Create { .. } => format!("created {}", change.path),
                    ChangeKind::Replace { .. } => format!("changed {}", change.path),
                    ChangeKind::Move { from, .. } => format!("moved {from} to {}", change.path),
                };
                text.push_str(&format!("{what}\n"));
            }
            text.push_str(&format!("next: {next}\n"));
        }
    }
    console.answer(&text)?;
    Ok(Outcome::Clean)
}

/// The content of a file for people; of one that is no text, only how much there is.
fn shown(content: &[u8]) -> Cow<'_, str> {
    std::str::from_utf8(content).map_or_else(
        |_| Cow::Owned(format!("({} bytes that are no text)\n", content.len())),
        Cow::Borrowed,
    )
}
