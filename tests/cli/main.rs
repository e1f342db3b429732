//! Runs the program as its users do: other process, cleared environment, real git.

#![expect(clippy::unwrap_used, reason = "where the surroundings are broken, the test has to fail")]

mod check;
mod git_repo;
mod harness;
mod init;
mod new;
mod readme;
mod sandbox;
