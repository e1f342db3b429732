//! Reading a git repository: branches, files of a commit, and their history.
//!
//! The only module that knows the library `gix`; nothing of it is in the public
//! interface. It answers from the repository's objects: of the working tree it reads
//! `.mailmap` alone, it does not run git, and it writes nothing but new repositories
//! ([`found`]) and, where it is told to, a [`cache`].

mod absent;
mod ancestry;
mod branch_line;
pub mod cache;
mod changed_paths;
mod commits;
mod deltas;
mod document_set;
mod editions;
mod error;
mod exchange;
mod fetched;
mod finished;
pub mod found;
mod folders;
mod headers;
mod identity;
mod landing;
mod likeness;
mod lineage;
mod merge_base;
mod object_id;
mod objects;
mod open;
mod origin;
mod refs;
mod renames;
mod timeline;
mod tree;
mod user;
mod walk;

#[cfg(test)]
mod agreement;
#[cfg(test)]
mod testing;

pub use branch_line::{BranchLine, LineCommit};
pub use commits::{CommitInfo, Person};
pub use editions::{Edition, Editions};
pub use error::{Cause, GitError};
pub use identity::Identity;
pub use landing::{Landing, Window};
pub use object_id::{BlobId, CommitId, ObjectId};
pub use objects::BlobNames;
pub use open::{History, Repository};
pub use refs::{Branch, Head, Tag};
pub use timeline::{End, Revision, Timeline};
pub use tree::{FileKind, Files, TreeFile};
pub use walk::LastChange;
