//! What one person has to do something about: documents of theirs and of their teams, and
//! those that wait for their approval.

use schemars::JsonSchema;
use serde::Serialize;

use crate::config::Config;
use crate::document::lifecycle::Status;
use crate::ownership::People;
use crate::standing::ReasonCode;

use super::Judged;

/// Whose desk it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Desk {
    /// The handle of the configuration, else the name as it is.
    pub who: String,
    /// The teams that they belong to.
    pub teams: Vec<String>,
}

/// Why a document is on somebody's desk; the first that applies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum OnDesk {
    /// It waits for their approval.
    Approver,
    /// They own it.
    Owner,
    /// A team of theirs owns it.
    Team,
}

impl Desk {
    /// The desk of somebody, by any of their names.
    #[must_use]
    pub fn of(who: &str, config: &Config) -> Self {
        let people = People::of(config);
        let who = people.handle_of(who);
        Self { who: who.to_owned(), teams: people.teams_of(who).map(str::to_owned).collect() }
    }

    /// Why a document is on this desk, if it is.
    pub(super) fn has(&self, document: &Judged, config: &Config) -> Option<OnDesk> {
        let people = People::of(config);
        let is_me = |name: &str| people.are_same(name, &self.who);
        let is_mine = |name: &str| self.teams.iter().any(|team| people.are_same(name, team));
        let mut approvers = document.fields.approvers.texts().into_iter();
        if waits_for_approval(document) && approvers.any(|name| is_me(name) || is_mine(name)) {
            return Some(OnDesk::Approver);
        }
        match document.owner.as_deref() {
            Some(owner) if is_me(owner) => Some(OnDesk::Owner),
            Some(owner) if is_mine(owner) => Some(OnDesk::Team),
            _ => None,
        }
    }
}

/// Whether somebody has to approve it as it is.
pub(super) fn waits_for_approval(document: &Judged) -> bool {
    let is_changed = |code| code == ReasonCode::ChangedAfterApproval;
    document.fields.status.copied() == Some(Status::InReview)
        || document.standing.reasons.iter().any(|reason| is_changed(reason.code))
}
