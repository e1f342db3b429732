//! What the commands compute. An answer never uses another answer.

pub mod demo;
pub mod stale;
