//! Runs the program as its users do: other process, cleared environment, real git.

#![expect(clippy::unwrap_used, reason = "where the surroundings are broken, the test has to fail")]

mod adopt;
mod at_a_day;
mod bad_input;
mod blame;
mod cache;
mod changelog;
mod check;
mod checkouts;
mod configuration;
mod demo;
mod diff;
mod diff_texts;
mod documents;
mod formats;
mod git_diff;
mod git_repo;
mod harness;
mod histories;
mod in_force;
mod init;
mod json_schema;
mod landings;
mod lacking_clones;
mod list;
mod log;
mod mass_edits;
mod new;
mod odd_repositories;
mod promote;
mod readme;
mod repositories;
mod review;
mod review_commits;
mod sandbox;
mod review_events;
mod review_notes;
mod schemas;
mod selections;
mod show;
mod side_branches;
mod stale;
mod stale_scope;
mod verdicts;
mod zero_configuration;
