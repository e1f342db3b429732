//! A handover for programs. Fields are added here, never changed.

use schemars::JsonSchema;
use serde::Serialize;

use crate::library::Uncommitted;

use super::{Elsewhere, Handover};

/// The body of the answer.
#[derive(Debug, Serialize, JsonSchema)]
pub struct HandoverData<'h> {
    /// Who had the documents, as asked.
    old: &'h str,
    /// Who has them now.
    new: &'h str,
    /// Whether it is written.
    written: bool,
    /// The documents, by path.
    documents: Vec<Document<'h>>,
    /// Documents that name the old one and cannot be changed.
    refused: Vec<WireRefused<'h>>,
    /// Teams of sopctl.toml that have the old one among their members.
    teams: Vec<&'h str>,
    /// The CODEOWNERS file that still names the old one; `null` where none does.
    code_owners: Option<&'static str>,
    /// Whether something names people, and does not name the new one.
    new_is_unknown: bool,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Document<'h> {
    /// Its number; `null` where it has none.
    id: Option<&'h str>,
    /// Where it stands, from the root of the repository.
    path: &'h str,
    /// Its title: from the front matter, else its first heading, else the name of the file.
    title: &'h str,
    /// Whether its owner changes.
    owner: bool,
    /// Whether its approvers change.
    approver: bool,
    /// How the working tree differed from the commit before; `null` where it did not.
    uncommitted: Option<Uncommitted>,
}

#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Refused")]
struct WireRefused<'h> {
    /// Where it stands, from the root of the repository.
    path: &'h str,
    /// The line at which it cannot be changed.
    line: Option<usize>,
    /// Why, in words.
    why: &'h str,
}

impl<'h> HandoverData<'h> {
    pub(super) fn of(handover: &'h Handover) -> Self {
        let teams = handover.elsewhere.iter().filter_map(|place| match place {
            Elsewhere::Team(team) => Some(team.as_str()),
            Elsewhere::CodeOwners(_) => None,
        });
        let code_owners = handover.elsewhere.iter().find_map(|place| match place {
            Elsewhere::CodeOwners(path) => Some(*path),
            Elsewhere::Team(_) => None,
        });
        Self {
            old: &handover.old,
            new: &handover.new,
            written: handover.is_written,
            documents: handover
                .documents
                .iter()
                .map(|document| Document {
                    id: document.id.as_deref(),
                    path: document.path.as_str(),
                    title: &document.title,
                    owner: document.is_owner,
                    approver: document.is_approver,
                    uncommitted: document.uncommitted,
                })
                .collect(),
            refused: handover
                .refused
                .iter()
                .map(|refused| WireRefused {
                    path: refused.path.as_str(),
                    line: refused.line,
                    why: &refused.why,
                })
                .collect(),
            teams: teams.collect(),
            code_owners,
            new_is_unknown: handover.is_new_unknown,
        }
    }
}
