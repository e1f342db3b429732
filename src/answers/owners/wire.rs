//! The load of owners for programs. Fields are added here, never changed.

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::Serialize;

use crate::calendar::Date;
use crate::library::Unreadable;
use crate::standing::State;

use super::gaps::{Gap, GapCode};
use super::load::{Kind, Load, TeamMember};
use super::{Held, OwnersReport};

/// The body of the answer.
#[derive(Debug, Serialize, JsonSchema)]
pub struct OwnersData<'r> {
    /// How many there are of what.
    summary: Summary,
    /// How long before its date a review is due soon.
    due_soon: String,
    /// Those with most to do first; documents without an owner have one entry, too.
    owners: Vec<Owner<'r>>,
    /// What nobody looks after, by kind and name.
    gaps: Vec<WireGap<'r>>,
    /// The documents that could not be read, so that nobody knows whose they are.
    unreadable: &'r [Unreadable],
}

#[derive(Debug, Serialize, JsonSchema)]
struct Summary {
    /// Documents that somebody has to look after.
    documents: usize,
    /// Superseded and retired documents, which are not counted.
    out_of_use: usize,
    /// Documents that could not be read.
    unreadable: usize,
    /// How many owners there are.
    owners: usize,
    /// Documents without an owner.
    without_owner: usize,
    /// Documents with a gap of any kind.
    with_gap: usize,
    /// Documents by state.
    by_state: BTreeMap<&'static str, usize>,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Owner<'r> {
    /// The handle of sopctl.toml, else as the documents write it; `null` for the documents
    /// without an owner.
    owner: Option<&'r str>,
    /// Who that is.
    kind: Kind,
    /// The name of a person.
    name: Option<&'r str>,
    /// The last day of a person who has left.
    left: Option<Date>,
    /// The members of a team.
    members: Vec<WireMember<'r>>,
    /// The teams of a person.
    teams: Vec<&'r str>,
    /// How many documents are theirs, by how they stand.
    summary: OwnerSummary,
    /// The documents, by number.
    documents: Vec<Document<'r>>,
}

#[derive(Debug, Serialize, JsonSchema)]
struct OwnerSummary {
    /// All of their documents.
    documents: usize,
    /// Those under review.
    under_review: usize,
    /// Those by state.
    by_state: BTreeMap<&'static str, usize>,
    /// Documents of the teams of a person, beside those of their own.
    of_teams: usize,
    /// Documents that name them among their approvers.
    approves: usize,
}

#[derive(Debug, Serialize, JsonSchema)]
struct WireMember<'r> {
    /// The handle, as sopctl.toml writes it.
    handle: &'r str,
    /// The name, where it is given.
    name: Option<&'r str>,
    /// The last day, where that is past.
    left: Option<Date>,
}

#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Gap")]
struct WireGap<'r> {
    /// What is missing.
    code: GapCode,
    /// Whom the documents name; `null` where they name nobody.
    who: Option<&'r str>,
    /// The last day of whoever has left; of a team, of the last who did.
    since: Option<Date>,
    /// The documents, by number.
    documents: Vec<Document<'r>>,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Document<'r> {
    /// Its number; `null` where it has none.
    id: Option<&'r str>,
    /// Where it stands, from the root of the repository.
    path: &'r str,
    /// Its title: from the front matter, else its first heading, else the name of the file.
    title: &'r str,
    /// The owner, as the document writes it.
    owner: Option<&'r str>,
    /// Who must approve it.
    approvers: Vec<&'r str>,
    /// Whether it can be trusted.
    state: State,
    /// The day of the next review.
    due: Option<Date>,
    /// Days since the next review was due; `null` where it is not.
    days_overdue: Option<i64>,
}

impl<'r> OwnersData<'r> {
    pub(super) fn of(report: &'r OwnersReport) -> Self {
        let all = || report.loads.iter().flat_map(|load| &load.documents);
        let gapped: BTreeSet<&str> = report
            .gaps
            .iter()
            .flat_map(|gap| gap.documents.iter().map(|held| held.path.as_str()))
            .collect();
        let ownerless = report.loads.iter().filter(|load| load.owner.is_none());
        Self {
            summary: Summary {
                documents: report.count(),
                out_of_use: report.out_of_use,
                unreadable: report.unreadable.len(),
                owners: report.loads.iter().filter(|load| load.owner.is_some()).count(),
                without_owner: ownerless.map(|load| load.documents.len()).sum(),
                with_gap: gapped.len(),
                by_state: by_state(all()),
            },
            due_soon: report.due_soon.to_string(),
            owners: report.loads.iter().map(owner).collect(),
            gaps: report.gaps.iter().map(gap).collect(),
            unreadable: &report.unreadable,
        }
    }
}

fn by_state<'r>(documents: impl Iterator<Item = &'r Held>) -> BTreeMap<&'static str, usize> {
    let mut counted: BTreeMap<&str, usize> =
        State::ALL.into_iter().map(|state| (state.name(), 0)).collect();
    for held in documents {
        *counted.entry(held.state.name()).or_default() += 1;
    }
    counted
}

fn owner(load: &Load) -> Owner<'_> {
    Owner {
        owner: load.owner.as_deref(),
        kind: load.kind,
        name: load.name.as_deref(),
        left: load.left,
        members: load.members.iter().map(member).collect(),
        teams: load.teams.iter().map(String::as_str).collect(),
        summary: OwnerSummary {
            documents: load.documents.len(),
            under_review: load.under_review(),
            by_state: by_state(load.documents.iter()),
            of_teams: load.of_teams,
            approves: load.approves,
        },
        documents: load.documents.iter().map(document).collect(),
    }
}

fn member(member: &TeamMember) -> WireMember<'_> {
    WireMember { handle: &member.handle, name: member.name.as_deref(), left: member.left }
}

fn gap(gap: &Gap) -> WireGap<'_> {
    WireGap {
        code: gap.code,
        who: gap.who.as_deref(),
        since: gap.since,
        documents: gap.documents.iter().map(document).collect(),
    }
}

fn document(held: &Held) -> Document<'_> {
    Document {
        id: held.id.as_deref(),
        path: &held.path,
        title: &held.title,
        owner: held.owner.as_deref(),
        approvers: held.approvers.iter().map(String::as_str).collect(),
        state: held.state,
        due: held.due,
        days_overdue: held.days_overdue,
    }
}
