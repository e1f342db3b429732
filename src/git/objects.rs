//! Fetching single objects, with the two ways in which that fails kept apart:
//! missing is normal in a partial clone, damaged never is.

use gix::objs::Kind;

use super::{BlobId, GitError, ObjectId, Repository};

impl Repository {
    /// The content of a file.
    ///
    /// # Errors
    /// When the object is missing, damaged, or not a file.
    pub fn blob(&self, id: BlobId) -> Result<Vec<u8>, GitError> {
        Ok(self.object(id.to_gix(), Kind::Blob)?.detach().data)
    }

    /// The length of a file in bytes, without unpacking it.
    ///
    /// # Errors
    /// When the object is missing, damaged, or not a file.
    pub fn blob_size(&self, id: BlobId) -> Result<u64, GitError> {
        let found = self.checked(id.to_gix())?;
        let header = self
            .inner
            .try_find_header(found)
            .map_err(|cause| GitError::damaged(id, cause))?
            .ok_or(GitError::MissingObject { id })?;
        if header.kind() != Kind::Blob {
            return Err(GitError::WrongKind { id, expected: name_of(Kind::Blob) });
        }
        Ok(header.size())
    }

    /// The names that git would give to files.
    #[must_use]
    pub fn blob_names(&self) -> BlobNames {
        BlobNames { kind: self.inner.object_hash() }
    }

    /// An object of a known kind.
    pub(super) fn object(
        &self,
        id: gix::ObjectId,
        kind: Kind,
    ) -> Result<gix::Object<'_>, GitError> {
        let object = self
            .inner
            .try_find_object(self.checked(id)?)
            .map_err(|cause| GitError::damaged(ObjectId::from_gix(id), cause))?
            .ok_or(GitError::MissingObject { id: ObjectId::from_gix(id) })?;
        if object.kind == kind {
            Ok(object)
        } else {
            Err(GitError::WrongKind { id: ObjectId::from_gix(id), expected: name_of(kind) })
        }
    }

    /// The library takes it for impossible that a name of 20 bytes is looked for among
    /// names of 32.
    fn checked(&self, id: gix::ObjectId) -> Result<gix::ObjectId, GitError> {
        if id.kind() == self.inner.object_hash() {
            Ok(id)
        } else {
            Err(GitError::MissingObject { id: ObjectId::from_gix(id) })
        }
    }
}

/// Names files as git does, on any thread.
#[derive(Debug, Clone, Copy)]
pub struct BlobNames {
    kind: gix::hash::Kind,
}

impl BlobNames {
    /// The name that git would give a file of this content. None where the content is
    /// one of the known attacks on SHA-1.
    #[must_use]
    pub fn of(self, content: &[u8]) -> Option<BlobId> {
        let id = gix::objs::compute_hash(self.kind, Kind::Blob, content).ok()?;
        ObjectId::from_bytes(id.as_bytes())
    }
}

impl GitError {
    pub(super) fn damaged(id: ObjectId, cause: gix::Error) -> Self {
        Self::Damaged { id, cause: cause.into() }
    }
}

fn name_of(kind: Kind) -> &'static str {
    match kind {
        Kind::Commit => "commit",
        Kind::Tree => "tree",
        Kind::Blob => "blob",
        Kind::Tag => "tag",
    }
}
