//! The JSON of `renumber`. Fields are added here, never changed.

use schemars::JsonSchema;
use serde::Serialize;

use crate::git::CommitId;
use crate::record::Stage;
use crate::worktree::ChangeKind;

use super::Renumbering;
use super::rewriting::Why;

/// The body of the answer.
#[derive(Debug, Serialize, JsonSchema)]
pub struct RenumberingData<'a> {
    /// Whether it stands in the files.
    written: bool,
    /// Whether it is committed.
    committed: bool,
    /// The number that the document had.
    old: &'a str,
    /// The number that it gets.
    new: &'a str,
    /// Its title, or the name of the file.
    title: &'a str,
    /// The files that change: the document first, then the others by path.
    files: Vec<File<'a>>,
    /// The places that name the old number and stay as they are.
    left: Vec<LeftPlace<'a>>,
    /// The records of texts that are others now: they are to be made anew.
    unsettled: Vec<UnsettledRecord<'a>>,
    /// The commit that carries it; `null` while there is none.
    commit: Option<CommitId>,
}

#[derive(Debug, Serialize, JsonSchema)]
struct File<'a> {
    /// Where it stood, from the root of the repository.
    old_path: &'a str,
    /// Where it stands then.
    new_path: &'a str,
    /// How many places of it are rewritten.
    places: usize,
}

#[derive(Debug, Serialize, JsonSchema)]
struct LeftPlace<'a> {
    /// The file, where it stands then.
    path: &'a str,
    /// The line before the change, from 1.
    line: usize,
    /// Why it stays.
    why: Why,
}

#[derive(Debug, Serialize, JsonSchema)]
struct UnsettledRecord<'a> {
    /// The document, by number or path.
    document: &'a str,
    /// `approval` or `review`.
    record: &'a str,
}

impl<'a> RenumberingData<'a> {
    pub(super) fn of(renumbering: &'a Renumbering) -> Self {
        let file = |rewrite: &'a super::Rewrite| {
            let new_path = rewrite.change.path.as_str();
            let old_path = match &rewrite.change.kind {
                ChangeKind::Move { from, .. } => from.as_str(),
                ChangeKind::Create { .. } | ChangeKind::Replace { .. } => new_path,
            };
            File { old_path, new_path, places: rewrite.places }
        };
        let left = renumbering.left.iter().map(|left| LeftPlace {
            path: left.path.as_str(),
            line: left.line,
            why: left.why,
        });
        let unsettled = renumbering.unsettled.iter().map(|unsettled| UnsettledRecord {
            document: &unsettled.name,
            record: unsettled.record,
        });
        Self {
            written: renumbering.stage != Stage::Proposed,
            committed: renumbering.stage == Stage::Committed,
            old: renumbering.old.as_str(),
            new: renumbering.new.as_str(),
            title: &renumbering.title,
            files: renumbering.files.iter().map(file).collect(),
            left: left.collect(),
            unsettled: unsettled.collect(),
            commit: renumbering.commit,
        }
    }
}
