//! Carrying out a changeset, or showing it.

use std::borrow::Cow;
use std::path::Path;

use crate::worktree::{ChangeKind, Changeset};

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

/// Writes a changeset below `root`, or shows it; then says what was done and what to do
/// next.
pub(super) fn carry_out(
    changes: &Changeset,
    root: &Path,
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
            changes.write(root)?;
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
