//! The documents of each owner, counted by how they stand.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use crate::calendar::Date;
use crate::ownership::People;
use crate::standing::State;

use super::{Held, Request};

/// What one owner has to look after.
#[derive(Debug)]
pub(super) struct Load {
    /// By the handle that the configuration has, else as the documents write it; none for the
    /// documents without an owner.
    pub(super) owner: Option<String>,
    pub(super) kind: Kind,
    /// The name behind the handle.
    pub(super) name: Option<String>,
    /// The last day of somebody who has left.
    pub(super) left: Option<Date>,
    /// Of a team.
    pub(super) members: Vec<TeamMember>,
    /// The teams of a person.
    pub(super) teams: Vec<String>,
    /// By number.
    pub(super) documents: Vec<Held>,
    /// Documents of the teams of a person, beside those of their own.
    pub(super) of_teams: usize,
    /// Documents that name them among their approvers.
    pub(super) approves: usize,
}

/// Who an owner is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Kind {
    /// Somebody of `[people]`.
    Person,
    /// A team of `[teams]`.
    Team,
    /// Named in CODEOWNERS.
    CodeOwner,
    /// A name that only documents have.
    Unlisted,
    /// Nobody.
    None,
}

/// Somebody who belongs to a team.
#[derive(Debug, Clone)]
pub(super) struct TeamMember {
    pub(super) handle: String,
    pub(super) name: Option<String>,
    /// Their last day, where that is past.
    pub(super) left: Option<Date>,
}

impl Load {
    /// Number of documents in a state.
    pub(super) fn in_state(&self, state: State) -> usize {
        self.documents.iter().filter(|held| held.state == state).count()
    }

    /// Number of documents that are under review.
    pub(super) fn under_review(&self) -> usize {
        self.documents.iter().filter(|held| held.is_under_review()).count()
    }

    /// The most urgent first, then the fullest desk.
    fn urgency(&self) -> [usize; 4] {
        let looked_at = [State::Suspect, State::Changed, State::NeverReviewed, State::Unknown];
        let to_look_at = looked_at.into_iter().map(|state| self.in_state(state)).sum();
        let (overdue, due_soon) = (self.in_state(State::Overdue), self.in_state(State::DueSoon));
        [overdue, to_look_at, due_soon, self.documents.len()]
    }
}

/// Those with most to do first; equals by name.
pub(super) fn of(held: &[Held], request: &Request<'_>) -> Vec<Load> {
    let people = People::of(request.config);
    // One owner is written in several ways: by address, or with other capitals.
    let mut by_owner: BTreeMap<Option<String>, (Option<&str>, Vec<Held>)> = BTreeMap::new();
    for document in held {
        let owner = document.owner.as_deref().map(|owner| people.handle_of(owner));
        let group = by_owner.entry(owner.map(str::to_lowercase)).or_insert((owner, Vec::new()));
        group.1.push(document.clone());
    }
    let number_of = |handle: &str| {
        by_owner.get(&Some(handle.to_lowercase())).map_or(0, |(_, documents)| documents.len())
    };
    let of_teams = |handle: &str| people.teams_of(handle).map(number_of).sum();
    let mut loads: Vec<Load> = by_owner
        .values()
        .map(|(owner, documents)| load(*owner, documents, held, request, of_teams))
        .collect();
    loads.sort_by_key(|load| Reverse(load.urgency()));
    loads
}

fn load(
    owner: Option<&str>,
    documents: &[Held],
    all: &[Held],
    request: &Request<'_>,
    of_teams: impl Fn(&str) -> usize,
) -> Load {
    let people = People::of(request.config);
    let person = owner.and_then(|owner| people.person(owner));
    let team = owner.and_then(|owner| people.team(owner));
    let is_listed =
        || owner.is_some_and(|owner| request.code_owners.is_some_and(|all| all.names(owner)));
    let kind = match (owner, person, team) {
        (None, _, _) => Kind::None,
        (_, Some(_), _) => Kind::Person,
        (_, _, Some(_)) => Kind::Team,
        _ if is_listed() => Kind::CodeOwner,
        _ => Kind::Unlisted,
    };
    let left = |name: &str| people.left_by(name, request.as_of.day);
    let is_approver = |name: &String| owner.is_some_and(|owner| people.are_same(name, owner));
    Load {
        owner: owner.map(str::to_owned),
        kind,
        name: person.and_then(|person| person.name.clone()),
        left: owner.and_then(left),
        members: team.map_or_else(Vec::new, |team| {
            let member = |handle: &str| {
                let name = people.person(handle).and_then(|person| person.name.clone());
                TeamMember { handle: handle.to_owned(), name, left: left(handle) }
            };
            team.members.iter().map(|handle| member(&handle.value)).collect()
        }),
        teams: owner
            .map_or_else(Vec::new, |owner| people.teams_of(owner).map(str::to_owned).collect()),
        of_teams: owner.map_or(0, of_teams),
        approves: all.iter().filter(|held| held.approvers.iter().any(is_approver)).count(),
        documents: documents.to_vec(),
    }
}
