//! `sopctl` alone: where one stands, and what to type next.
//!
//! Says what there is and how much of it needs attention, and proposes a few commands, the
//! most useful first. It proves nothing and never fails: the reports that it names do that.

mod advice;
mod view;
mod wire;

use std::collections::BTreeMap;

use crate::config::Config;
use crate::git::GitError;
use crate::library::{Library, Member};
use crate::progress::Progress;
use crate::report::{Context, Format, Report, View};
use crate::standing::{Ground, Rules, State, gather_for, judge, speaks_of_reviews};

use advice::Advice;

/// The answer.
#[derive(Debug)]
pub struct Overview {
    context: Context,
    place: Place,
    next: Vec<Advice>,
}

/// Where the command was given.
#[derive(Debug)]
pub enum Place {
    /// A folder without git that declares no library.
    Folder,
    /// A repository in which nothing is declared and no Markdown looks like documents.
    Repository,
    /// Documents, whether sopctl.toml declares them or not.
    Library(Census),
}

/// What a library comes to.
#[derive(Debug)]
pub struct Census {
    /// Whether a sopctl.toml says what belongs to it.
    is_declared: bool,
    documents: usize,
    uncommitted: usize,
    unreadable: usize,
    /// Whether there is a tag, and so a release to compare with.
    has_tags: bool,
    /// Whether there is a commit, and so anything to compare with.
    has_commits: bool,
    /// How many documents are in each state; empty before the first commit, and in a library
    /// that speaks of no reviews.
    states: BTreeMap<State, usize>,
    /// The first document of the worst state that a review would mend.
    worst: Option<String>,
    /// The first document that nobody has approved yet.
    draft: Option<String>,
}

/// What of history there is to ask.
#[derive(Debug, Clone, Copy)]
pub struct Past {
    /// Whether there is any commit.
    pub has_commits: bool,
    /// Whether there is a tag that a changelog can begin at.
    pub has_tags: bool,
}

/// Takes the census of a library. Without `judging`, as before the first commit, nothing is
/// judged.
///
/// # Errors
/// When history cannot be read.
pub fn census(
    library: &Library,
    config: &Config,
    is_declared: bool,
    past: Past,
    judging: Option<(Ground<'_>, Rules<'_>)>,
    progress: &dyn Progress,
) -> Result<Census, GitError> {
    // Two documents with one number are told apart by their paths.
    let named = library.members.iter().zip(library.unshared_names());
    let mut members: Vec<(&Member, &str)> = named.collect();
    members.sort_by_cached_key(|(member, _)| member.rank());
    let draft = members.iter().find(|(member, _)| advice::is_draft(member));
    let mut census = Census {
        is_declared,
        has_tags: past.has_tags,
        has_commits: past.has_commits,
        documents: library.count(),
        uncommitted: library.uncommitted(),
        unreadable: library.unreadable.len(),
        states: BTreeMap::new(),
        worst: None,
        draft: draft.map(|(_, name)| (*name).to_owned()),
    };
    let Some((ground, rules)) = judging else { return Ok(census) };
    if !speaks_of_reviews(library, config) {
        return Ok(census);
    }
    let asked: Vec<&Member> = members.iter().map(|(member, _)| *member).collect();
    let evidence = gather_for(&asked, library, ground, progress)?;
    let mut worst: Option<(State, &str)> = None;
    for ((member, name), evidence) in members.into_iter().zip(&evidence) {
        let state = judge(member, evidence, library, rules).state;
        *census.states.entry(state).or_default() += 1;
        if advice::wants_review(state) && worst.is_none_or(|(known, _)| state < known) {
            worst = Some((state, name));
        }
    }
    census.worst = worst.map(|(_, name)| name.to_owned());
    Ok(census)
}

/// Says where one stands, and what to do next.
#[must_use]
pub fn overview(place: Place, context: Context) -> Overview {
    Overview { next: advice::of(&place), place, context }
}

impl Report for Overview {
    const NAME: &'static str = "overview";
    const FORMATS: &'static [Format] = &[Format::Text, Format::Json, Format::Markdown];
    type Data<'a> = wire::OverviewData<'a>;

    fn view(&self) -> View {
        view::of(self)
    }

    fn data(&self) -> wire::OverviewData<'_> {
        wire::OverviewData::of(self)
    }

    fn context(&self) -> &Context {
        &self.context
    }
}
