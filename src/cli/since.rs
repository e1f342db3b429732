//! The work since a revision: what `--since` means.

use crate::config::Config;
use crate::git::{CommitId, GitError};
use crate::library::{Files, Library, Settings, Touched};

use super::configuration::configuration;
use super::error::Failure;
use super::session::Session;

/// In a checkout of a merge there is often no branch at all.
const NAME_IT: &str = "name what the work goes into: --since origin/main, or in a checkout of a \
                       merge --since HEAD^1";

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
        let branch = repository.controlled_branch(self.configured_branch()).map_err(|error| {
            let is_unknown = matches!(
                error,
                GitError::NoControlledBranch { .. } | GitError::NoSuchBranch { .. }
            );
            if is_unknown { Failure::of(&error).hint(NAME_IT) } else { error.into() }
        })?;
        self.parted_from(&branch.name, branch.tip)
    }

    fn parted_from(&self, rev: &str, other: CommitId) -> Result<Since, Failure> {
        let repository = self.require_repository()?;
        let tip = self.judged_commit()?;
        let Some(base) = repository.merge_base(other, tip)? else {
            return Err(Failure::new(format!(
                "{rev} and what is judged have no common history here"
            ))
            .hint("a shallow clone may lack it: git fetch --deepen=100"));
        };
        Ok(Since { rev: rev.to_owned(), base, tip })
    }

    /// The documents where the work began and the files around them, by what sopctl.toml said
    /// there; where that cannot be read, which the work may be mending, by what it says now.
    pub(super) fn before(
        &self,
        since: &Since,
    ) -> Result<(Library, Files, Option<Config>), Failure> {
        let repository = self.require_repository()?;
        let (global, base) = (self.global, Some(since.base));
        let (folder, declared) =
            configuration(global, Some(repository), base, &self.root, &self.here)
                .unwrap_or_else(|_| (self.folder.clone(), self.declared.clone()));
        let settings = Settings { config: declared.as_ref(), folder: &folder, ..self.settings()? };
        let library = Library::of_revision(repository, since.base, settings)?;
        let files = Files::of_revision(repository, &library)?;
        Ok((library, files, declared))
    }

    /// The files that the work touched, with the documents that the working tree has
    /// otherwise. Other files that are not committed do not count.
    pub(super) fn touched(&self, since: &Since, library: &Library) -> Result<Touched, Failure> {
        let mut touched = Touched::between(self.require_repository()?, since.base, since.tip)?;
        touched.name_uncommitted(library);
        Ok(touched)
    }
}
