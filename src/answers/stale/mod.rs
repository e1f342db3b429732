//! Which documents can no longer be trusted, why, and which commits prove it.

mod ageing;
mod debt;
mod desk;
mod findings;
mod notice;
mod page;
mod places;
mod scope;
mod sheet;
mod view;
mod wire;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use crate::calendar::{AsOf, Date, Interval};
use crate::config::{Config, Team};
use crate::git::GitError;
use crate::library::{Considered, Library, Member, Unreadable};
use crate::ownership::People;
use crate::paths::RepoPath;
use crate::progress::Progress;
use crate::report::{
    Baseline, Context, Criterion, Event, Finding, Format, Ledger, Reach, Report, Subject, Table,
    View,
};
use crate::standing::{
    self, Depth, Evidence, FailOn, Ground, Reason, ReasonCode, Rules, Standing, State, gather,
    speaks_of_reviews,
};

pub use ageing::Ageing;
pub use desk::{Desk, OnDesk};
pub use scope::Scope;

/// What to judge, and by what.
#[derive(Debug, Clone)]
pub struct Request<'a> {
    /// The configuration, or what holds without one.
    pub config: &'a Config,
    /// The day.
    pub as_of: &'a AsOf,
    /// How long before its date a review is due soon.
    pub due_soon: Interval,
    /// What makes the report fail.
    pub fail_on: FailOn,
    /// Only documents of this owner.
    pub owner: Option<&'a str>,
    /// Only what this person has to do something about.
    pub desk: Option<&'a Desk>,
    /// Only these reasons and the documents that have one of them; all where none is named.
    pub reasons: &'a [ReasonCode],
    /// How documents stand together where people read.
    pub grouping: Grouping,
    /// Only what this work touched, or can have made stale.
    pub scope: Option<&'a Scope>,
    /// Whether to show documents whose review is due soon one by one.
    pub show_due_soon: bool,
    /// Whether to show every reason of every document.
    pub explain: bool,
    /// The reasons that are accepted for a while.
    pub baseline: Option<&'a Baseline>,
}

/// How documents stand together where people read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Grouping {
    /// By state, the worst first.
    #[default]
    State,
    /// By owner, so that each can be told what is theirs.
    Owner,
}

/// The answer.
#[derive(Debug)]
pub struct StaleReport {
    context: Context,
    documents: Vec<Judged>,
    unreadable: Vec<(Unreadable, Reason)>,
    ageing: Option<Ageing>,
    considered: Considered,
    /// Documents that the working tree has removed, and no commit yet.
    removed: Vec<RepoPath>,
    /// Documents of the library, whatever the request narrows.
    in_library: usize,
    /// What makes the report fail; nothing in a library that speaks of no reviews.
    fail_on: FailOn,
    ledger: Option<Ledger>,
    due_soon: Interval,
    scope: Option<Scope>,
    desk: Option<Desk>,
    /// The reasons that were asked for.
    only: Vec<ReasonCode>,
    grouping: Grouping,
    /// The members of each team, by its handle.
    teams: BTreeMap<String, Vec<String>>,
    show_due_soon: bool,
    explain: bool,
}

/// A document with its verdict; everything that the renderings need.
#[derive(Debug)]
pub(super) struct Judged {
    id: Option<String>,
    path: String,
    /// What keys call it: its number, or its path where that is not its own.
    called: String,
    title: String,
    /// The owner, by the handle that the configuration has.
    owner: Option<String>,
    /// Why it is on the desk that was asked for.
    on_desk: Option<OnDesk>,
    fields: crate::document::front_matter::Fields,
    uncommitted: Option<crate::library::Uncommitted>,
    standing: Standing,
    /// The line of each reason of the standing.
    lines: Vec<Option<usize>>,
    evidence: Evidence,
}

impl Judged {
    fn name(&self) -> &str {
        self.id.as_deref().unwrap_or(&self.path)
    }

    /// Drops all but these reasons; whether any is left.
    fn keep(&mut self, codes: &[ReasonCode]) -> bool {
        let lines = std::mem::take(&mut self.lines);
        let all = std::mem::take(&mut self.standing.reasons).into_iter().zip(lines);
        let kept = all.filter(|(reason, _)| codes.contains(&reason.code));
        (self.standing.reasons, self.lines) = kept.unzip();
        !self.standing.reasons.is_empty()
    }
}

/// Judges every document of a library.
///
/// # Errors
/// When history cannot be read.
pub fn stale(
    library: &Library,
    ground: Ground<'_>,
    request: &Request<'_>,
    mut context: Context,
    progress: &dyn Progress,
) -> Result<StaleReport, GitError> {
    let depth = if request.explain { Depth::Chain } else { Depth::Verdict };
    let is_asked_about =
        |member: &&Member| request.scope.is_none_or(|scope| scope.covers(member, library));
    let (members, names): (Vec<&Member>, Vec<&str>) = library
        .members
        .iter()
        .zip(library.unshared_names())
        .filter(|(member, _)| is_asked_about(member))
        .unzip();
    let evidence = gather(&members, library, ground, depth, progress)?;
    let rules = Rules { config: request.config, as_of: request.as_of, due_soon: request.due_soon };
    let mut judged: Vec<_> = members.into_iter().zip(names).zip(evidence).collect();
    judged.sort_by_cached_key(|((member, _), _)| member.rank());
    let mut documents: Vec<Judged> = judged
        .into_iter()
        .map(|((member, name), evidence)| {
            let standing = standing::judge(member, &evidence, library, rules);
            Judged {
                id: member.document.fields().id.value().map(|id| id.as_str().to_owned()),
                path: member.path.to_string(),
                called: name.to_owned(),
                title: member.title(),
                owner: owner_of(member, request.config),
                on_desk: None,
                fields: member.document.fields().clone(),
                uncommitted: member.uncommitted,
                lines: places::lines(member, &standing),
                standing,
                evidence,
            }
        })
        .collect();
    let mut unreadable: Vec<(Unreadable, Reason)> = library
        .unreadable
        .iter()
        .filter(|file| request.scope.is_none_or(|scope| scope.names(&file.path)))
        .map(|file| (file.clone(), Reason::new(ReasonCode::Unparsable, "file", file.why.clone())))
        .collect();
    if let Some(owner) = request.owner {
        documents
            .retain(|document| document.fields.owner.value().is_some_and(|name| name == owner));
        unreadable.clear();
    }
    if let Some(desk) = request.desk {
        documents.retain_mut(|document| {
            document.on_desk = desk.has(document, request.config);
            document.on_desk.is_some()
        });
        unreadable.clear();
    }
    // Where nothing can be read, nothing tells whether it speaks of reviews.
    let is_unread = documents.is_empty() && !unreadable.is_empty();
    let ageing = (!is_unread && !speaks_of_reviews(library, request.config))
        .then(|| Ageing::of(&documents, request.as_of));
    if !request.reasons.is_empty() {
        documents.retain_mut(|document| document.keep(request.reasons));
        unreadable.retain(|(_, reason)| request.reasons.contains(&reason.code));
    }
    // In a library that speaks of no reviews, age is all there is to say, and no failure.
    let fail_on = if ageing.is_some() { FailOn::default() } else { request.fail_on.clone() };
    let ledger = request.baseline.map(|baseline| {
        let is_part = request.owner.is_some()
            || request.scope.is_some()
            || request.desk.is_some()
            || !request.reasons.is_empty();
        let reach = if is_part { Reach::Part } else { Reach::Whole };
        let keys: Vec<String> = keyed(&documents, &unreadable).map(|(_, key)| key).collect();
        Ledger::new(baseline, keys.iter().map(String::as_str), request.as_of.day, reach)
    });
    context.failed = keyed(&documents, &unreadable).any(|(reason, key)| {
        fail_on.matches(reason.code) && !ledger.as_ref().is_some_and(|all| all.accepts(&key))
    });
    context.fail_on = request.fail_on.names().to_vec();
    Ok(StaleReport {
        context,
        documents,
        unreadable,
        ageing,
        considered: library.considered,
        in_library: library.count(),
        removed: library.removed.clone(),
        fail_on,
        ledger,
        due_soon: request.due_soon,
        scope: request.scope.cloned(),
        desk: request.desk.cloned(),
        only: request.reasons.to_vec(),
        grouping: request.grouping,
        teams: teams(request.config),
        show_due_soon: request.show_due_soon,
        explain: request.explain,
    })
}

fn owner_of(member: &Member, config: &Config) -> Option<String> {
    let owner = member.document.fields().owner.value();
    owner.map(|owner| People::of(config).handle_of(owner).to_owned())
}

fn teams(config: &Config) -> BTreeMap<String, Vec<String>> {
    let members = |team: &Team| team.members.iter().map(|member| member.value.clone()).collect();
    config.teams.iter().map(|team| (team.handle.value.clone(), members(team))).collect()
}

/// Every reason with its key.
fn keyed<'r>(
    documents: &'r [Judged],
    unreadable: &'r [(Unreadable, Reason)],
) -> impl Iterator<Item = (&'r Reason, String)> {
    let judged = documents.iter().flat_map(|document| {
        document.standing.reasons.iter().map(|reason| (reason, reason.key(&document.called)))
    });
    judged.chain(unreadable.iter().map(|(file, reason)| (reason, reason.key(&file.path))))
}

impl StaleReport {
    /// Whether a reason makes the report fail, unless it is accepted.
    fn fails(&self, reason: &Reason) -> bool {
        self.fail_on.matches(reason.code)
    }

    /// Number of documents, the unreadable ones included.
    #[must_use]
    pub fn count(&self) -> usize {
        self.documents.len() + self.unreadable.len()
    }

    /// How many documents are in a state; unreadable ones are unknown.
    #[must_use]
    pub fn in_state(&self, state: State) -> usize {
        let judged =
            self.documents.iter().filter(|document| document.standing.state == state).count();
        judged + if state == State::Unknown { self.unreadable.len() } else { 0 }
    }

    /// The newest date of last review that a document shows.
    #[must_use]
    pub fn newest_review(&self) -> Option<Date> {
        self.documents.iter().filter_map(|document| document.fields.last_reviewed.copied()).max()
    }
}

impl Report for StaleReport {
    const NAME: &'static str = "stale";
    const FORMATS: &'static [Format] = Format::OF_FINDINGS;
    type Data<'a> = wire::Stale<'a>;

    fn view(&self) -> View {
        match (&self.desk, self.grouping) {
            _ if self.ageing.is_some() => view::of(self),
            _ if !self.only.is_empty() => notice::by_reason(self),
            (Some(desk), _) => notice::of_desk(self, desk),
            (None, Grouping::Owner) => notice::by_owner(self),
            (None, Grouping::State) => view::of(self),
        }
    }

    fn sheet(&self) -> Table {
        sheet::of(self)
    }

    fn page(&self) -> View {
        page::of(self)
    }

    fn findings(&self) -> Vec<Finding> {
        findings::findings(self)
    }

    fn criteria(&self) -> Vec<Criterion> {
        findings::criteria()
    }

    fn subjects(&self) -> Vec<Subject> {
        findings::subjects(self)
    }

    fn events(&self) -> Vec<Event> {
        findings::events(self)
    }

    fn ledger(&self) -> Option<&Ledger> {
        self.ledger.as_ref()
    }

    fn data(&self) -> wire::Stale<'_> {
        wire::Stale::of(self)
    }

    fn context(&self) -> &Context {
        &self.context
    }
}
