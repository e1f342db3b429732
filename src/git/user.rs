//! What the user's own git would work with here: who commits, what is staged, where to push.

use super::commits::Person;
use super::{BlobId, GitError, Repository};
use crate::paths::RepoPath;

impl Repository {
    /// Who would be the author of a commit made now, by the environment and the configuration
    /// of git; none where they do not say both name and address.
    #[must_use]
    pub fn user(&self) -> Option<Person> {
        let author = self.inner.author()?.ok()?;
        Some(Person { name: author.name.to_string(), email: author.email.to_string() })
    }

    /// The content that is staged for a path; none where the next commit would not have it.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn staged(&self, path: &RepoPath) -> Result<Option<BlobId>, GitError> {
        let index =
            self.inner.index_or_empty().map_err(|cause| GitError::Index { cause: cause.into() })?;
        let entry = index.entry_by_path(path.as_str().into());
        Ok(entry.map(|entry| BlobId::from_gix(entry.id)))
    }

    /// Whether there is another repository to push to.
    #[must_use]
    pub fn has_remote(&self) -> bool {
        !self.inner.remote_names().is_empty()
    }
}
