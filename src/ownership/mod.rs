//! Who answers for a file: CODEOWNERS, and the people that the configuration names.
//!
//! Reads what a repository says about owners. Which of several owners is accountable
//! for a document, and who owns one that nothing names, is not decided here.

mod block;
mod found;
mod owners;
mod pattern;
mod people;

pub use block::{BlockEntry, BlockError, EntryError, block_lines, with_block};
pub use found::{CodeOwnersFile, FindOwnersError};
pub use owners::{Fault, Owner, Owners, Place, Remark};
pub use pattern::PatternError;
pub use people::People;
