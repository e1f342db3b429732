//! What a release changes, from the documents themselves.
//!
//! Says what changed, why, who vouched for it and who has to read it, for those who check a
//! release and for those who work by it. It approves nothing and knows of nobody whether
//! they have read anything.

mod affected;
mod before;
mod entry;
mod happened;
mod overdue;
mod prepend;
mod reading;
mod staff;
mod subject;
mod trail;
mod version;
mod view;
mod wire;

use crate::calendar::{Date, TimeZone};
use crate::config::Config;
use crate::evolution::{Evolution, Pair, pair};
use crate::git::{CommitId, GitError, Landing, Repository, Tag};
use crate::library::{Library, Unreadable, in_parallel};
use crate::progress::Progress;
use crate::report::{Context, Format, Report, View};
use crate::reviews::{Census, HostedApprovals};

use entry::{Entry, Group};
use happened::Happened;
use overdue::{Overdue, overdue};
use trail::History;

pub use prepend::prepended;

/// The answer.
#[derive(Debug)]
pub struct ChangelogReport {
    context: Context,
    audience: Audience,
    /// None for a first release.
    from: Option<End>,
    to: End,
    /// The tags at each end.
    tags: [Vec<Tag>; 2],
    /// Whether the older end is not an ancestor of the newer one.
    diverged: bool,
    entries: Vec<Entry>,
    /// Documents at the newer end, the unreadable ones included.
    documents: usize,
    /// The documents that could not be compared because an end of them cannot be read.
    unreadable: Vec<Unreadable>,
    /// The documents that were overdue on the day of the newer end.
    overdue: Vec<Overdue>,
    /// Whether any document of the newer end, or any entry, has a review or an approval.
    records_reviews: bool,
    /// The day by which readers have to have read, where the library sets one.
    read_by: Option<Date>,
}

/// For whom a changelog is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Audience {
    /// For those who check a release: every document, with the proof.
    #[default]
    Auditor,
    /// For those who work by the documents: what to do differently, and from when.
    Staff,
    /// For those who make the release: whose version does not keep step with its text.
    Versions,
}

/// An end of the range.
#[derive(Debug, Clone)]
pub struct End {
    /// As it was typed.
    pub name: String,
    /// Its commit.
    pub commit: CommitId,
    /// The day of that commit, in the zone of the library.
    pub day: Date,
}

/// What to compare.
#[derive(Debug)]
pub struct Request<'a> {
    /// The repository.
    pub repository: &'a Repository,
    /// The older end; none for a first release, in which everything is new.
    pub from: Option<End>,
    /// The newer end.
    pub to: End,
    /// When each commit landed on the controlled branch.
    pub landing: &'a Landing,
    /// The configuration of the newer end, or what holds without one.
    pub config: &'a Config,
    /// The approvals that a hosting service knows.
    pub hosted: Option<&'a HostedApprovals>,
    /// For whom it is written.
    pub audience: Audience,
    /// Where days end.
    pub zone: &'a TimeZone,
}

/// Writes the changelog between two libraries; without an older one, of a first release.
///
/// # Errors
/// When history cannot be read.
pub fn changelog(
    old: Option<&Library>,
    new: &Library,
    request: Request<'_>,
    context: Context,
    progress: &dyn Progress,
) -> Result<ChangelogReport, GitError> {
    let repository = request.repository;
    let older = request.from.as_ref().map(|from| from.commit);
    let pairs = match old {
        Some(old) => pair(old, new, Some(repository), progress)?,
        None => Pair::all_new(new),
    };
    let changed: Vec<_> = pairs.iter().filter(|pair| entry::differs(pair)).collect();
    let mut evolution = Evolution::of_library(repository, new);
    if let Some(old) = old {
        evolution = evolution.and_former(old);
    }
    let happened = Happened::to(&changed, &request, &evolution, progress)?;
    let in_force = before::versions_in_force(&changed, &request, &evolution, progress)?;
    let history = History {
        landing: request.landing,
        evolution: &evolution,
        census: Census::of(&happened.dated, &evolution, request.landing, request.zone),
        hosted: request.hosted,
        zone: request.zone,
    };
    let compared = in_parallel(changed, |pair| (pair, entry::compared(pair)));
    let mut entries = Vec::new();
    for (pair, comparison) in compared {
        let revisions = happened.revisions_of(pair);
        let version = pair.old.and_then(|member| in_force.get(&member.path)).cloned();
        let entry = entry::of(pair, comparison, revisions, request.config.versions, &history)?;
        entries.extend(entry.map(|entry| Entry { in_force_before: version, ..entry }));
    }
    entry::tell_namesakes_apart(&mut entries);
    let affected = affected::affected(&entries, new);
    for (entry, affected) in entries.iter_mut().zip(affected) {
        entry.affected = affected;
    }
    drop(history);
    evolution.keep();
    let all_tags = repository.tags()?;
    let tags_at = |commit: Option<CommitId>| -> Vec<Tag> {
        all_tags.iter().filter(|tag| Some(tag.commit) == commit).cloned().collect()
    };
    let diverged = match older {
        Some(older) => !repository.is_ancestor(older, request.to.commit)?,
        None => false,
    };
    let is_misnumbered = entries.iter().any(|entry| entry.version_problem.is_some());
    let mut context = context;
    context.failed = request.audience == Audience::Versions && is_misnumbered;
    Ok(ChangelogReport {
        context,
        audience: request.audience,
        diverged,
        tags: [tags_at(older), tags_at(Some(request.to.commit))],
        records_reviews: new.members.iter().any(|member| {
            let fields = member.document.fields();
            fields.last_reviewed.is_given() || !fields.approved_by.texts().is_empty()
        }) || entries.iter().any(|entry| !entry.approvals.is_empty()),
        overdue: overdue(new, request.config, request.to.day),
        read_by: request.config.changelog.read_within.map(|within| request.to.day.plus(within)),
        from: request.from,
        to: request.to,
        entries,
        documents: new.count(),
        unreadable: match old {
            Some(old) => Pair::not_comparable(old, new),
            None => new.unreadable.clone(),
        },
    })
}

impl ChangelogReport {
    /// The newer end.
    #[must_use]
    pub const fn to(&self) -> &End {
        &self.to
    }

    /// The entries of a group, in the order of their documents.
    fn in_group(&self, group: Group) -> impl Iterator<Item = &Entry> {
        self.entries.iter().filter(move |entry| entry.group == group)
    }
}

impl Report for ChangelogReport {
    const NAME: &'static str = "changelog";
    const FORMATS: &'static [Format] =
        &[Format::Markdown, Format::Json, Format::Text, Format::Html];
    type Data<'a> = wire::Changelog<'a>;

    fn view(&self) -> View {
        view::of(self)
    }

    fn data(&self) -> wire::Changelog<'_> {
        wire::Changelog::of(self)
    }

    fn context(&self) -> &Context {
        &self.context
    }
}
