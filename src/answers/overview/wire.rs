//! The JSON of `sopctl` alone. Fields are added here, never changed.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use super::{Census, Overview, Place};

/// The body of the answer.
#[derive(Debug, Serialize, JsonSchema)]
pub struct OverviewData<'o> {
    /// Where the command was given.
    place: Where,
    /// What the documents come to; `null` where there are none to speak of.
    documents: Option<Documents<'o>>,
    /// What to type next, the most useful first.
    next: Vec<Next<'o>>,
}

#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
enum Where {
    /// A folder without git that declares no library.
    Folder,
    /// A repository without documents.
    Repository,
    /// A library.
    Library,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Documents<'o> {
    /// How many there are, the unreadable ones included.
    count: usize,
    /// How many have changes that no commit has.
    uncommitted: usize,
    /// How many could not be read.
    unreadable: usize,
    /// Whether a sopctl.toml says which files belong to the library.
    declared: bool,
    /// How many are in each state; empty where nothing was judged.
    by_state: BTreeMap<&'o str, usize>,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Next<'o> {
    /// The command.
    command: &'o str,
    /// What it is good for.
    why: &'o str,
}

impl<'o> OverviewData<'o> {
    pub(super) fn of(overview: &'o Overview) -> Self {
        let (place, documents) = match &overview.place {
            Place::Folder => (Where::Folder, None),
            Place::Repository => (Where::Repository, None),
            Place::Library(census) => (Where::Library, Some(Documents::of(census))),
        };
        let next =
            overview.next.iter().map(|n| Next { command: &n.command, why: &n.why }).collect();
        Self { place, documents, next }
    }
}

impl Documents<'_> {
    fn of(census: &Census) -> Self {
        Self {
            count: census.documents,
            uncommitted: census.uncommitted,
            unreadable: census.unreadable,
            declared: census.is_declared,
            by_state: census.states.iter().map(|(state, n)| (state.name(), *n)).collect(),
        }
    }
}
