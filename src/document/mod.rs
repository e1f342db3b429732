//! A document: its front matter, what it says, and the fingerprint of its substance.

pub mod blocks;
pub mod fingerprint;
pub mod label;
pub mod outline;
