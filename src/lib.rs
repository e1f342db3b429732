//! Policies, standard operating procedures and work instructions as Markdown in
//! git, with git history as the evidence.
//!
//! The modules stand in one order. Each uses only modules above it; modules on
//! one line of the list in `tests/architecture.rs` never use each other.

pub mod source;
pub mod paths;
pub mod calendar;
pub mod text;
pub mod progress;
pub mod data;
pub mod report;
pub mod language;
pub mod document;
pub mod config;
pub mod comparison;
pub mod genre;
pub mod git;
pub mod worktree;
pub mod recording;
pub mod walkthrough;
pub mod template;
pub mod library;
pub mod evolution;
pub mod reviews;
pub mod ownership;
pub mod standing;
pub mod record;
pub mod scaffold;
pub mod answers;
pub mod render;
pub mod cli;
