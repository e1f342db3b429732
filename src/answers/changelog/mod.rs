//! What a release changes, from the documents themselves.

mod before;
mod entry;
mod view;
mod wire;

use std::collections::HashMap;

use crate::calendar::{Date, TimeZone};
use crate::config::InForceFrom;
use crate::evolution::{Evolution, Pair, pair};
use crate::git::{CommitId, GitError, Landing, Repository, Timeline};
use crate::library::{Library, Unreadable};
use crate::paths::RepoPath;
use crate::progress::Progress;
use crate::report::{Context, Format, Report, View};

pub(super) use entry::{Entry, Group};

/// The answer.
#[derive(Debug)]
pub struct ChangelogReport {
    context: Context,
    from: End,
    to: End,
    /// Whether the older end is not an ancestor of the newer one.
    diverged: bool,
    entries: Vec<Entry>,
    /// Documents at the newer end, the unreadable ones included.
    documents: usize,
    /// The documents that could not be compared because an end of them cannot be read.
    unreadable: Vec<Unreadable>,
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
    /// The older end.
    pub from: End,
    /// The newer end.
    pub to: End,
    /// When each commit landed on the controlled branch.
    pub landing: &'a Landing,
    /// Whether landing or a release puts a text in force.
    pub in_force_from: InForceFrom,
    /// Where days end.
    pub zone: &'a TimeZone,
}

/// Writes the changelog between two libraries.
///
/// # Errors
/// When history cannot be read.
pub fn changelog(
    old: &Library,
    new: &Library,
    request: Request<'_>,
    context: Context,
    progress: &dyn Progress,
) -> Result<ChangelogReport, GitError> {
    let repository = request.repository;
    let pairs = pair(old, new, Some(repository), progress)?;
    let changed: Vec<_> = pairs.iter().filter(|pair| entry::differs(pair)).collect();
    let before = timelines(
        repository,
        request.from.commit,
        changed.iter().filter_map(|pair| pair.old.map(|m| m.path.clone())).collect(),
        progress,
    )?;
    let after = timelines(
        repository,
        request.to.commit,
        changed.iter().filter_map(|pair| pair.either().map(|m| m.path.clone())).collect(),
        progress,
    )?;
    let history =
        History { landing: request.landing, evolution: Evolution::of_library(repository, new) };
    let in_force = before::versions_in_force(&changed, &request, &history.evolution, progress)?;
    let mut entries = Vec::new();
    for pair in changed {
        let then = pair.old.and_then(|member| before.get(&member.path));
        let now = pair.either().and_then(|member| after.get(&member.path));
        let version = pair.old.and_then(|member| in_force.get(&member.path)).cloned();
        let entry = entry::of(pair, then, now, new, &history)?;
        entries.extend(entry.map(|entry| Entry { in_force_before: version, ..entry }));
    }
    history.evolution.keep();
    Ok(ChangelogReport {
        context,
        diverged: !repository.is_ancestor(request.from.commit, request.to.commit)?,
        from: request.from,
        to: request.to,
        entries,
        documents: new.count(),
        unreadable: Pair::not_comparable(old, new),
    })
}

fn timelines(
    repository: &Repository,
    start: CommitId,
    paths: Vec<RepoPath>,
    progress: &dyn Progress,
) -> Result<HashMap<RepoPath, Timeline>, GitError> {
    let timelines = repository.timelines(start, &paths, progress)?;
    Ok(paths.into_iter().zip(timelines).collect())
}

/// What history is asked about.
pub(super) struct History<'a> {
    landing: &'a Landing,
    evolution: Evolution<'a>,
}

impl ChangelogReport {
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
