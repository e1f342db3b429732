//! Two ends to compare, as they are typed: `A..B`, `A...B`, one revision, or nothing.

use crate::git::{CommitId, GitError, Repository};
use crate::library::Library;

use super::args::Global;
use super::error::Failure;
use super::session::Session;

/// One end of a comparison.
pub(super) struct End {
    /// How it is called in the answer.
    pub(super) name: String,
    /// Its commit; none for the working tree.
    pub(super) commit: Option<CommitId>,
}

/// Both ends.
pub(super) struct Range {
    pub(super) from: End,
    pub(super) to: End,
}

impl Range {
    /// Reads `A..B` or `A...B`, where a side that is left out is HEAD.
    ///
    /// # Errors
    /// When the text has no dots or a side names no commit.
    pub(super) fn read(text: &str, repository: &Repository) -> Result<Self, Failure> {
        let (from, to, since_base) = match (text.split_once("..."), text.split_once("..")) {
            (Some((from, to)), _) => (from, to, true),
            (None, Some((from, to))) => (from, to, false),
            (None, None) => {
                return Err(Failure::new(format!("{text:?} is not a range")).hint(
                    "name two revisions: v1.0..v2.0, or main...HEAD for what a branch changes",
                ));
            }
        };
        let or_head =
            |name: &str| if name.is_empty() { "HEAD".to_owned() } else { name.to_owned() };
        let (from, to) = (or_head(from), or_head(to));
        let (old, new) = (repository.resolve(&from)?, repository.resolve(&to)?);
        let old = if since_base {
            repository
                .merge_base(old, new)?
                .ok_or_else(|| Failure::new(format!("{from} and {to} have no common history")))?
        } else {
            old
        };
        Ok(Self {
            from: End { name: from, commit: Some(old) },
            to: End { name: to, commit: Some(new) },
        })
    }

    /// From a revision to the working tree; in a bare repository, to HEAD.
    pub(super) fn to_working_tree(rev: &str, repository: &Repository) -> Result<Self, Failure> {
        let from = End { name: rev.to_owned(), commit: Some(repository.resolve(rev)?) };
        let to = if repository.is_bare() {
            End { name: "HEAD".to_owned(), commit: Some(repository.resolve("HEAD")?) }
        } else {
            End { name: "the working tree".to_owned(), commit: None }
        };
        Ok(Self { from, to })
    }
}

/// Refuses `--rev` where the range says which revisions are meant.
pub(super) fn refuse_rev(global: &Global, instead: &str) -> Result<(), Failure> {
    match &global.rev {
        Some(_) => Err(Failure::new("--rev means nothing where two ends are compared")
            .hint(format!("name the newer end in the range: {instead}"))),
        None => Ok(()),
    }
}

impl Session<'_> {
    /// The documents at one end.
    pub(super) fn library_of(&self, end: &End) -> Result<Library, Failure> {
        match end.commit {
            Some(commit) => self.library_at(commit),
            None => self.library(),
        }
    }

    /// The repository, for commands that cannot do without one.
    pub(super) fn require_repository(&self) -> Result<&Repository, Failure> {
        self.repository
            .as_ref()
            .ok_or_else(|| GitError::NotARepository { path: self.here.clone() }.into())
    }
}
