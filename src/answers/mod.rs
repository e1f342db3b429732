//! What the commands compute. An answer never uses another answer.

pub mod adopt;
pub mod audit;
pub mod blame;
pub mod changelog;
pub mod check;
pub mod code_owners;
pub mod coverage;
pub mod demo;
pub mod diff;
pub mod extract;
pub mod handover;
pub mod import;
pub mod init;
pub mod lifecycle;
pub mod log;
pub mod overview;
pub mod owners;
pub mod plan;
pub mod pr;
pub mod refs;
pub mod register;
pub mod renumber;
pub mod review;
pub mod show;
pub mod stale;
pub mod templates;
