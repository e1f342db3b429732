//! Why a repository could not answer.

use std::path::PathBuf;

use super::ObjectId;

/// What the library that reads the repository said.
pub type Cause = Box<dyn std::error::Error + Send + Sync>;

/// Why a repository could not answer.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum GitError {
    /// Neither the folder nor any above it is a repository.
    #[error("{} is not inside a git repository", path.display())]
    NotARepository {
        /// Where the search began.
        path: PathBuf,
    },
    /// The repository belongs to another user, and `safe.directory` does not name it.
    #[error("the git repository at {} belongs to somebody else", path.display())]
    Untrusted {
        /// The folder that `safe.directory` would have to name.
        path: PathBuf,
    },
    /// The repository keeps its branches in the `reftable` format.
    #[error("the git repository at {} stores its branches as reftable, which is not supported", path.display())]
    Reftable {
        /// The folder of the repository.
        path: PathBuf,
    },
    /// The repository was found and cannot be opened.
    #[error("the git repository at {} cannot be opened", path.display())]
    Unopenable {
        /// Where the search began.
        path: PathBuf,
        /// What is wrong with it.
        #[source]
        cause: Cause,
    },
    /// The checked-out branch has no commit yet.
    #[error("the branch {branch:?} has no commit yet")]
    Unborn {
        /// The checked-out branch.
        branch: String,
        /// Branches that do have commits.
        others: Vec<String>,
    },
    /// Nothing in the repository has that name.
    #[error("no revision named {revision:?}")]
    NoSuchRevision {
        /// The name as given.
        revision: String,
        /// Branches and tags with a similar name.
        near: Vec<String>,
    },
    /// The name stands for a file, a folder or a range.
    #[error("{revision:?} does not name a commit")]
    NotACommit {
        /// The name as given.
        revision: String,
    },
    /// Several objects begin with these digits.
    #[error("{revision:?} is the beginning of several object names")]
    Ambiguous {
        /// The digits as given.
        revision: String,
    },
    /// The configured branch exists neither here nor at `origin`.
    #[error("no branch named {name:?}")]
    NoSuchBranch {
        /// The configured name.
        name: String,
        /// The branches there are.
        candidates: Vec<String>,
    },
    /// No branch is configured, checked out, or named by `origin/HEAD`.
    #[error("no branch is checked out, and origin/HEAD names none")]
    NoControlledBranch {
        /// The branches there are.
        candidates: Vec<String>,
    },
    /// The object is not in this clone: it is a partial one, or damaged.
    #[error("the object {id} is missing")]
    MissingObject {
        /// The object.
        id: ObjectId,
    },
    /// The object is there and cannot be understood.
    #[error("the object {id} is damaged")]
    Damaged {
        /// The object.
        id: ObjectId,
        /// What is wrong with it.
        #[source]
        cause: Cause,
    },
    /// The object is not of the kind that was asked for.
    #[error("the object {id} is no {expected}")]
    WrongKind {
        /// The object.
        id: ObjectId,
        /// `commit`, `tree` or `blob`.
        expected: &'static str,
    },
    /// The commit holds more files than sopctl will list.
    #[error("the commit {id} holds more than {limit} files")]
    TooManyFiles {
        /// The commit.
        id: ObjectId,
        /// The most files that are listed.
        limit: usize,
    },
    /// The list of what is staged cannot be read.
    #[error("what is staged in the git repository cannot be read")]
    Index {
        /// What is wrong with it.
        #[source]
        cause: Cause,
    },
    /// Branches, tags, or the list of shallow commits cannot be read.
    #[error("the branches and tags of the git repository cannot be read")]
    References {
        /// What is wrong with them.
        #[source]
        cause: Cause,
    },
}
