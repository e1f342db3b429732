//! Documents that nobody looks after, or nobody who is here.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use crate::calendar::Date;
use crate::ownership::People;

use super::{Held, Request};

/// Documents with the same gap.
#[derive(Debug)]
pub(super) struct Gap {
    pub(super) code: GapCode,
    /// Whom the documents name, by the handle that the configuration has; none where they
    /// name nobody.
    pub(super) who: Option<String>,
    /// The last day of whoever has left; of a team, of the last who did.
    pub(super) since: Option<Date>,
    /// By number.
    pub(super) documents: Vec<Held>,
}

/// What is missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub(super) enum GapCode {
    /// The document names no owner.
    OwnerMissing,
    /// Its owner has left, by `[people]`.
    OwnerLeft,
    /// Everybody of the team that owns it has left.
    TeamLeft,
    /// Nothing that names people names its owner.
    OwnerUnknown,
    /// Somebody who must approve it has left.
    ApproverLeft,
}

impl GapCode {
    /// How headings for people call it.
    pub(super) const fn heading(self) -> &'static str {
        match self {
            Self::OwnerMissing => "WITHOUT OWNER",
            Self::OwnerLeft => "OWNER HAS LEFT",
            Self::TeamLeft => "ALL OF THE TEAM HAVE LEFT",
            Self::OwnerUnknown => "OWNER UNKNOWN",
            Self::ApproverLeft => "APPROVER HAS LEFT",
        }
    }
}

/// By kind, then by name.
pub(super) fn of(held: &[Held], request: &Request<'_>) -> Vec<Gap> {
    type Found<'h> =
        BTreeMap<(GapCode, Option<String>), (Option<&'h str>, Option<Date>, Vec<Held>)>;
    let mut found: Found<'_> = BTreeMap::new();
    for document in held {
        for (code, who, since) in gaps(document, request) {
            let key = (code, who.map(str::to_lowercase));
            let group = found.entry(key).or_insert((who, since, Vec::new()));
            group.2.push(document.clone());
        }
    }
    found
        .into_iter()
        .map(|((code, _), (who, since, documents))| Gap {
            code,
            who: who.map(str::to_owned),
            since,
            documents,
        })
        .collect()
}

/// What a document lacks: what, of whom, and since when.
fn gaps<'h>(
    document: &'h Held,
    request: &'h Request<'_>,
) -> Vec<(GapCode, Option<&'h str>, Option<Date>)> {
    let people = People::of(request.config);
    let today = request.as_of.day;
    let left = |name: &str| people.left_by(name, today);
    let is_listed = |name: &str| request.code_owners.map(|all| all.names(name));
    let mut gaps = Vec::new();
    match document.owner.as_deref() {
        None => gaps.push((GapCode::OwnerMissing, None, None)),
        Some(owner) => {
            let handle = people.handle_of(owner);
            if people.person(owner).is_some() {
                gaps.extend(left(owner).map(|day| (GapCode::OwnerLeft, Some(handle), Some(day))));
            } else if let Some(team) = people.team(owner) {
                let days = team.members.iter().map(|member| left(&member.value));
                // A team without members is a name; nobody of it has left.
                if let Some(day) = days.collect::<Option<Vec<Date>>>().and_then(last) {
                    gaps.push((GapCode::TeamLeft, Some(handle), Some(day)));
                }
            } else if people.is_known(owner, is_listed(owner)) == Some(false) {
                gaps.push((GapCode::OwnerUnknown, Some(handle), None));
            }
        }
    }
    for approver in &document.approvers {
        let day = left(approver);
        gaps.extend(
            day.map(|day| (GapCode::ApproverLeft, Some(people.handle_of(approver)), Some(day))),
        );
    }
    gaps
}

fn last(days: Vec<Date>) -> Option<Date> {
    days.into_iter().max()
}
