//! CODEOWNERS of the tree that is looked at, and what is told of it.

use crate::ownership::{CodeOwnersFile, FindOwnersError, Owners, Remark};

use super::error::Failure;
use super::session::Session;

/// CODEOWNERS of the tree that is looked at, as it stands there.
pub(super) fn code_owners_file(session: &Session<'_>) -> Result<Option<CodeOwnersFile>, Failure> {
    Ok(match (session.revision, &session.repository) {
        (Some(commit), Some(repository)) => CodeOwnersFile::of_revision(repository, commit)?,
        _ => CodeOwnersFile::of_working_tree(&session.root)?,
    })
}

/// CODEOWNERS of the tree that is looked at.
pub(super) fn code_owners(session: &Session<'_>) -> Result<Option<Owners>, Failure> {
    let Some(file) = code_owners_file(session)? else { return Ok(None) };
    let (owners, remarks) = file.owners();
    tell(&owners, &remarks, session);
    Ok(Some(owners))
}

/// Names the lines of CODEOWNERS that are passed over.
pub(super) fn tell(owners: &Owners, remarks: &[Remark], session: &Session<'_>) {
    let path = owners.place().path();
    for remark in remarks {
        session.console.remark(&format!("note: {path}:{}: {}", remark.line, remark.fault));
    }
}

impl From<FindOwnersError> for Failure {
    fn from(error: FindOwnersError) -> Self {
        match error {
            FindOwnersError::Git(error) => error.into(),
            error @ FindOwnersError::File { .. } => Self::of(&error).hint("mend its permissions"),
        }
    }
}
