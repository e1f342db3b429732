//! The work since a revision: what `--since` means.

use crate::git::{CommitId, GitError, Head};
use crate::library::{Library, Touched};

use super::error::Failure;
use super::session::Session;

/// The work from where a revision and the present one parted.
pub(super) struct Since {
    /// The revision as it was typed, or the controlled branch.
    pub(super) rev: String,
    /// Where they parted.
    pub(super) base: CommitId,
    /// The present one: `--rev`, else HEAD.
    pub(super) tip: CommitId,
}

impl Session<'_> {
    /// Where a revision and the present one parted. Looks at no more history than it takes to
    /// find out, so that a shallow clone will do that holds both.
    pub(super) fn since(&self, rev: &str) -> Result<Since, Failure> {
        let other = self.require_repository()?.resolve(rev)?;
        self.parted_from(rev, other)
    }

    /// The same for the controlled branch.
    pub(super) fn since_controlled_branch(&self) -> Result<Since, Failure> {
        let repository = self.require_repository()?;
        let branch = repository.controlled_branch(self.configured_branch())?;
        self.parted_from(&branch.name, branch.tip)
    }

    fn parted_from(&self, rev: &str, other: CommitId) -> Result<Since, Failure> {
        let repository = self.require_repository()?;
        let tip = match (self.revision, repository.head()?) {
            (Some(revision), _) => revision,
            (None, Head::Commit { id, .. }) => id,
            (None, Head::Unborn { branch }) => {
                return Err(GitError::Unborn { branch, others: Vec::new() }.into());
            }
        };
        let Some(base) = repository.merge_base(other, tip)? else {
            return Err(Failure::new(format!(
                "{rev} and what is judged have no common history here"
            ))
            .hint("a shallow clone may lack it: git fetch --deepen=100"));
        };
        Ok(Since { rev: rev.to_owned(), base, tip })
    }

    /// The files that the work touched, with the documents that the working tree has
    /// otherwise. Other files that are not committed do not count.
    pub(super) fn touched(&self, since: &Since, library: &Library) -> Result<Touched, Failure> {
        let mut touched = Touched::between(self.require_repository()?, since.base, since.tip)?;
        touched.name_uncommitted(library);
        Ok(touched)
    }
}
