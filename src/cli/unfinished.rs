//! What an earlier run was stopped in, finished before anything else is done.

use crate::paths::RepoPath;
use crate::worktree::{LockError, Recovery, RecoveryError, WorkTree};

use super::console::Console;
use super::error::{Failure, visible};

/// Finishes what is unfinished in a tree, or cleans up behind it, and says so.
///
/// Where that cannot be done here, because the disk cannot be written to or another run is
/// still writing, the answer is about the files as they stand, and a warning says that. Where
/// it takes a decision, nothing is answered.
pub(super) fn finish(tree: &WorkTree, console: &Console) -> Result<(), Failure> {
    match tree.recover() {
        Ok(Recovery::Nothing) => Ok(()),
        Ok(Recovery::TakenBack) => {
            console.remark(
                "note: an earlier sopctl was stopped before it changed anything; \
                 the temporary files that it left are removed",
            );
            Ok(())
        }
        Ok(Recovery::Finished { paths }) => {
            let what = listed(&paths);
            console.remark(&format!(
                "note: an earlier sopctl was stopped while it wrote; now it is finished: {what}"
            ));
            Ok(())
        }
        Err(error) if error.is_out_of_reach() => {
            let failure = Failure::of(&error);
            console.warn(&format!(
                "note: {}; this answer is about the files as they stand",
                visible(&failure.in_one_line())
            ));
            Ok(())
        }
        Err(error) => Err(error.into()),
    }
}

/// The first files of a list that may be long.
fn listed(paths: &[RepoPath]) -> String {
    const MOST: usize = 6;
    let shown: Vec<String> = paths.iter().take(MOST).map(|path| visible(path.as_str())).collect();
    let more = match paths.len().saturating_sub(MOST) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    format!("{}{more}", shown.join(", "))
}

impl From<RecoveryError> for Failure {
    fn from(error: RecoveryError) -> Self {
        let hint = match &error {
            RecoveryError::Changed { journal, .. } | RecoveryError::Symlink { journal, .. } => {
                format!(
                    "put it back as it was, and run this again; or keep all files as they are and delete {}, which holds the texts before and after",
                    journal.display()
                )
            }
            RecoveryError::Unreadable { journal, .. } => format!(
                "run the sopctl that wrote it; or look through the files with git diff, and delete {}",
                journal.display()
            ),
            RecoveryError::Lock(error) => lock_hint(error).to_owned(),
            RecoveryError::Io { .. } => {
                "nothing new was written; mend the permissions or free some space, and run this again"
                    .to_owned()
            }
        };
        Self::of(&error).hint(hint)
    }
}

/// What to do about a tree that cannot be written to.
pub(super) const fn lock_hint(error: &LockError) -> &'static str {
    match error {
        LockError::Busy { .. } => "nothing was written; run this again when it is done",
        LockError::Io { .. } => "nothing was written; mend the permissions or free some space",
    }
}
