//! The files of the working tree: which there are, reading them, changing them,
//! committing them.
//!
//! The only module that writes files of the user. It never follows a symbolic link,
//! never leaves its root, and never overwrites what it was not told to replace.

mod answer_file;
mod changeset;
mod commit;
mod disk;
mod journal;
mod list;
mod look;
mod precondition;
mod read;
mod recovery;
mod work_tree;
mod workshop;
mod writing;

pub use answer_file::{append_answer, write_answer};
pub use changeset::{ChangeKind, Changeset, FileChange, WriteError};
pub use commit::{CommitError, announce, commit};
pub use list::{Breadth, FileKind, ListError, Listing, WorkFile, list};
pub use look::{Stands, folders_in, look};
pub use read::{MAX_FILE, ReadError, read, read_file, read_file_up_to};
pub use recovery::{Recovery, RecoveryError};
pub use work_tree::{LockError, WorkTree};
pub use workshop::{Workshop, WorkshopError};
