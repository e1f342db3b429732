//! One document: what it is, what its front matter says, what its text says.
//!
//! This module reads a text that it is given. It knows no files, no history and
//! no other document.

pub mod id;
pub mod lifecycle;
pub mod field;
pub mod profile;
pub mod front_matter;
pub mod label;
pub mod blocks;
pub mod outline;
pub mod fingerprint;
