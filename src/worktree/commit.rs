//! Committing files with the user's own git, so that hooks, signing and identity are theirs.
//!
//! The only place that starts another program. Never pushes, stages nothing else, and leaves
//! what else is staged as it is.

use std::io;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::paths::RepoPath;

/// A commit that was not made. The files are as they were before.
#[derive(Debug, thiserror::Error)]
pub enum CommitError {
    /// There is no git, or it could not be started.
    #[error("git cannot be started")]
    NotStarted {
        /// The reason.
        #[source]
        source: io::Error,
    },
    /// git or a hook said no, and why on standard error.
    #[error("git made no commit{}", status.map_or_else(String::new, |code| format!(" (exit status {code})")))]
    Refused {
        /// Its exit status; none where a signal ended it.
        status: Option<i32>,
    },
}

/// Commits these files of the working tree at `root` as they stand, and nothing else. The
/// paragraphs of the message are kept word for word. What git and the hooks say goes to
/// standard error.
///
/// # Errors
/// When git cannot be started, or refuses.
pub fn commit(root: &Path, paths: &[RepoPath], message: &[String]) -> Result<(), CommitError> {
    let mut git = Command::new("git");
    git.current_dir(root).args(["--literal-pathspecs", "commit", "--quiet", "--only"]);
    // A note may begin with what git takes for a comment.
    git.arg("--cleanup=whitespace");
    git.args(message.iter().map(|paragraph| format!("--message={paragraph}")));
    git.arg("--").args(paths.iter().map(RepoPath::as_str));
    run(git)
}

/// Tells git that these files are to be committed, without staging what they hold: it commits
/// none that it does not know.
///
/// # Errors
/// When git cannot be started, or refuses.
pub fn announce(root: &Path, paths: &[RepoPath]) -> Result<(), CommitError> {
    if paths.is_empty() {
        return Ok(());
    }
    let mut git = Command::new("git");
    git.current_dir(root).args(["--literal-pathspecs", "add", "--intent-to-add", "--"]);
    git.args(paths.iter().map(RepoPath::as_str));
    run(git)
}

fn run(mut git: Command) -> Result<(), CommitError> {
    // Standard output is for the answer.
    let status =
        git.stdout(Stdio::null()).status().map_err(|source| CommitError::NotStarted { source })?;
    if status.success() { Ok(()) } else { Err(CommitError::Refused { status: status.code() }) }
}
