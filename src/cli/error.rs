//! What the person who typed the command is told when it cannot be done.

use std::error::Error;
use std::fmt::Write as _;
use std::io::ErrorKind;

use crate::git::GitError;
use crate::render::{Page, steers};
use crate::worktree::WriteError;

use super::faults::Faults;
use super::unfinished::lock_hint;

/// A command that could not be carried out: what, why, and what to do next.
#[derive(Debug)]
pub(super) struct Failure {
    message: String,
    causes: Vec<String>,
    hint: Option<String>,
    /// A report that shows what is wrong, in full.
    evidence: Option<String>,
    /// Instead of all these, where a file that the user writes is at fault.
    faults: Option<Box<Faults>>,
}

impl Failure {
    /// A failure in the words of the command.
    pub(super) fn new(message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            causes: Vec::new(),
            hint: None,
            evidence: None,
            faults: None,
        }
    }

    /// Adds what to do next.
    #[must_use]
    pub(super) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// Adds the error behind it.
    #[must_use]
    pub(super) fn because(mut self, error: &dyn Error) -> Self {
        self.causes.push(error.to_string());
        self
    }

    /// Adds a report that shows what is wrong, as it is rendered.
    #[must_use]
    pub(super) fn shown_by(mut self, report: String) -> Self {
        self.evidence = Some(report);
        self
    }

    /// A failure with the reasons behind an error.
    pub(super) fn of(error: &dyn Error) -> Self {
        let mut failure = Self::new(error.to_string());
        let mut source = error.source();
        while let Some(cause) = source {
            let text = cause.to_string();
            if !text.is_empty() && failure.causes.last() != Some(&text) && failure.message != text {
                failure.causes.push(text);
            }
            source = cause.source();
        }
        failure
    }

    /// What and why, without what to do next.
    pub(super) fn in_one_line(&self) -> String {
        let reasons = self.causes.iter().map(String::as_str);
        std::iter::once(self.message.as_str()).chain(reasons).collect::<Vec<_>>().join(": ")
    }

    /// As it is shown on standard error. Control characters from file names and
    /// revisions are shown escaped.
    pub(super) fn shown(&self, page: Page) -> String {
        if let Some(faults) = &self.faults {
            return faults.shown(page);
        }
        let mut text = self.evidence.as_ref().map_or_else(String::new, |report| {
            // Renderers have taken out already what could steer a terminal.
            format!("{}\n\n", report.trim_end())
        });
        let _ = write!(text, "error: {}", visible(&self.message));
        for cause in &self.causes {
            let _ = write!(text, "\n  because: {}", visible(&in_words(cause)));
        }
        if let Some(hint) = &self.hint {
            let _ = write!(text, "\nhint: {}", visible(hint));
        }
        text
    }
}

/// The text with everything that could steer a terminal shown escaped.
pub(super) fn visible(text: &str) -> String {
    text.chars().fold(String::new(), |mut shown, c| {
        if steers(c) && c != '\n' {
            shown.extend(c.escape_default());
        } else {
            shown.push(c);
        }
        shown
    })
}

impl From<Faults> for Failure {
    fn from(faults: Faults) -> Self {
        let message = format!("{} cannot be read", faults.path);
        Self { faults: Some(Box::new(faults)), ..Self::new(message) }
    }
}

impl From<GitError> for Failure {
    fn from(error: GitError) -> Self {
        let hint = match &error {
            GitError::NotARepository { .. } => Some(
                "change into a repository, or name one with -C DIR; `git init` makes one"
                    .to_owned(),
            ),
            GitError::Untrusted { path } => Some(format!(
                "if you trust it: git config --global --add safe.directory '{}'",
                path.display()
            )),
            GitError::Reftable { .. } => Some(
                "git refs migrate --ref-format=files; where git refuses, clone it anew with git clone --ref-format=files"
                    .to_owned(),
            ),
            GitError::Unborn { others, .. } => Some(match others.first() {
                Some(branch) => format!("look at another branch with --rev {branch}"),
                None => "commit something first: git add . && git commit".to_owned(),
            }),
            GitError::NoSuchRevision { near, .. } if !near.is_empty() => {
                Some(format!("did you mean {}?", near.join(" or ")))
            }
            GitError::NoSuchRevision { .. } => Some(
                "`git branch -a` and `git tag` list the names; CI may have to fetch tags"
                    .to_owned(),
            ),
            GitError::Ambiguous { .. } => Some("give more digits".to_owned()),
            GitError::NoSuchBranch { candidates, .. }
            | GitError::NoControlledBranch { candidates } => Some(if candidates.is_empty() {
                "no branch is here: `git switch -c main` makes one at this commit, `git fetch origin` brings those of the server".to_owned()
            } else {
                format!(
                    "name the controlled branch in sopctl.toml: [history] branch = \"…\"; there are {}",
                    candidates.join(", ")
                )
            }),
            GitError::MissingObject { .. } => Some(
                "in a partial clone, fetch what is missing with `git fetch --refetch --no-filter`; in any other, `git fsck` says what is damaged"
                    .to_owned(),
            ),
            _ => None,
        };
        let failure = Self::of(&error);
        match hint {
            Some(hint) => failure.hint(hint),
            None => failure,
        }
    }
}

impl From<WriteError> for Failure {
    fn from(error: WriteError) -> Self {
        let failure = Self::of(&error);
        match error {
            WriteError::Exists { .. } | WriteError::Collides { .. } => {
                failure.hint("nothing was written; choose another title, or edit what is there")
            }
            WriteError::Changed { .. } => {
                failure.hint("nothing was written; run the command again")
            }
            WriteError::Symlink { .. } => {
                failure.hint("nothing was written; sopctl does not write through links")
            }
            WriteError::Twice { .. } | WriteError::Path(_) => failure.hint("nothing was written"),
            WriteError::Lock(error) => failure.hint(lock_hint(&error)),
            WriteError::Unrecovered(error) => error.into(),
            WriteError::Io { source, .. } => failure.hint(unwritten(source.kind())),
            WriteError::Unfinished { .. } => failure
                .hint("mend the disk; the next sopctl command that can write here finishes it"),
        }
    }
}

/// What to do where the system did not let a file be written.
fn unwritten(why: ErrorKind) -> &'static str {
    match why {
        ErrorKind::NotADirectory => "nothing was written; a file stands where a folder has to be",
        ErrorKind::NotFound => "nothing was written; the folder is not there: make it first",
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => {
            "nothing was written; free some space, and run the command again"
        }
        ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => {
            "nothing was written; mend the permissions of the folder"
        }
        _ => "nothing was written; mend the folder's permissions or free some space",
    }
}

/// The reason in words alone: the number that the system has for it says nothing to people.
fn in_words(reason: &str) -> String {
    match reason.rsplit_once(" (os error ") {
        Some((words, number))
            if number.trim_end_matches(')').bytes().all(|b| b.is_ascii_digit()) =>
        {
            words.to_owned()
        }
        _ => reason.to_owned(),
    }
}

impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Self {
        Self::of(&error)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::Colour;

    const PAGE: Page = Page { width: 100, colour: Colour::Off };

    #[test]
    fn a_failure_names_thing_cause_and_next_step() {
        let failure = Failure::from(WriteError::Io {
            path: "sops/a.md".into(),
            source: std::io::Error::other("no space left on device"),
        });
        assert_eq!(
            failure.shown(PAGE),
            "error: cannot write sops/a.md\n  because: no space left on device\nhint: nothing was written; mend the folder's permissions or free some space"
        );
    }

    #[test]
    fn names_cannot_steer_the_terminal() {
        assert_eq!(
            Failure::new("no \u{1b}[31m\u{202e}").shown(PAGE),
            "error: no \\u{1b}[31m\\u{202e}"
        );
    }
}
