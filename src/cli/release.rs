//! Which two revisions a changelog stands between: two that are named, two days, or release
//! tags in the order of the controlled branch.

use std::collections::HashMap;

use crate::calendar::{AsOf, Date};
use crate::git::{Branch, CommitId, GitError, Head, Tag};
use crate::paths::{Globs, RepoPath};
use crate::report::DayDoubt;
use crate::standing::BranchDay;

use super::args::ChangelogArguments;
use super::error::Failure;
use super::past::doubts_of;
use super::range::{End, Range};
use super::session::Session;

/// The other ways to name a range.
const OTHER_WAYS: &str = "name a range: two revisions (HEAD~20..HEAD) or two days \
                          (2026-01-01..2026-06-30); `[changelog] tags` in sopctl.toml says \
                          which tags are releases";

/// Both ends of a changelog.
pub(super) struct Release {
    /// None for a first release, in which everything is new.
    pub(super) from: Option<End>,
    pub(super) to: End,
    /// Where days name the ends: why other commits may have been meant.
    pub(super) doubts: Vec<DayDoubt>,
}

impl From<Range> for Release {
    fn from(range: Range) -> Self {
        Self { from: Some(range.from), to: range.to, doubts: Vec::new() }
    }
}

impl Session<'_> {
    /// The range that is asked for; without one, from the last release tag to HEAD.
    pub(super) fn release(&self, arguments: &ChangelogArguments) -> Result<Release, Failure> {
        if let Some(range) = &arguments.range {
            return self.named_range(range);
        }
        let head = self.head_commit()?;
        let mut tags = self.release_tags(head)?;
        let newest = tags.pop();
        if !arguments.latest {
            let Some(last) = newest else { return Err(self.no_tags("there is no release tag")) };
            if last.commit == head {
                self.console.remark(&format!(
                    "note: HEAD is the release {}; --latest shows what it changed",
                    last.name
                ));
            }
            let to = End { name: "HEAD".to_owned(), commit: Some(head) };
            return Ok(Release { from: Some(end_of(last)), to, doubts: Vec::new() });
        }
        match (tags.pop(), newest) {
            (before, Some(last)) => {
                Ok(Release { from: before.map(end_of), to: end_of(last), doubts: Vec::new() })
            }
            (_, None) => Err(self.no_tags("there is no release tag")),
        }
    }

    fn no_tags(&self, what: &str) -> Failure {
        let among = match &self.config.changelog.tags {
            Some(pattern) => format!(" that matches {:?}", pattern.value),
            None => String::new(),
        };
        Failure::new(format!("{what}{among} on the way to HEAD")).hint(OTHER_WAYS)
    }

    fn head_commit(&self) -> Result<CommitId, Failure> {
        match self.require_repository()?.head()? {
            Head::Commit { id, .. } => Ok(id),
            Head::Unborn { branch } => Err(GitError::Unborn { branch, others: Vec::new() }.into()),
        }
    }

    /// The release tags that a commit holds, one for each release, in the order in which they
    /// came to the first-parent line of the controlled branch. In a checkout that knows no
    /// such branch, the line of the commit itself has to do.
    fn release_tags(&self, head: CommitId) -> Result<Vec<Tag>, Failure> {
        let repository = self.require_repository()?;
        let branch = match repository.controlled_branch(self.configured_branch()) {
            Err(GitError::NoControlledBranch { .. } | GitError::NoSuchBranch { .. }) => {
                Branch { name: head.to_string(), tip: head }
            }
            found => found?,
        };
        let landing = repository.landing(&branch)?;
        let places: HashMap<CommitId, usize> =
            landing.line().iter().rev().enumerate().map(|(at, id)| (*id, at)).collect();
        let pattern = self.config.changelog.tags.as_ref().map(|tags| tags.value.as_str());
        let globs = pattern.map(|pattern| Globs::new(&[pattern])).transpose();
        let globs = globs.map_err(|error| Failure::of(&error))?;
        let mut found = Vec::new();
        for tag in repository.tags()? {
            let is_release = match (&globs, RepoPath::new(&tag.name)) {
                (Some(globs), Ok(name)) => globs.matches(&name),
                (Some(_), Err(_)) => false,
                (None, _) => true,
            };
            let place = landing.of(tag.commit).and_then(|landed| places.get(&landed)).copied();
            if let Some(place) = place.filter(|_| is_release)
                && repository.is_ancestor(tag.commit, head)?
            {
                // Of what one merge brought, what was committed later came later.
                let made = repository.commit_info(tag.commit)?.committer_time.seconds;
                found.push((place, made, tag));
            }
        }
        found.sort_by(|(a, a_made, a_tag), (b, b_made, b_tag)| {
            let tagged = |tag: &Tag| tag.tagged.map(|moment| moment.seconds);
            (a, a_made, tagged(a_tag), &a_tag.name).cmp(&(b, b_made, tagged(b_tag), &b_tag.name))
        });
        let mut tags: Vec<Tag> = found.into_iter().map(|(_, _, tag)| tag).collect();
        // Several names of one commit are one release; the last name given counts.
        tags.reverse();
        tags.dedup_by_key(|tag| tag.commit);
        tags.reverse();
        Ok(tags)
    }

    /// `A..B` or `A...B`, where an end may be a day.
    fn named_range(&self, text: &str) -> Result<Release, Failure> {
        let repository = self.require_repository()?;
        let Some((from, to)) = text.split_once("..").filter(|(_, to)| !to.starts_with('.')) else {
            return Range::read(text, repository)
                .map(Release::from)
                .map_err(|failure| if text.contains("..") { failure } else { no_range(text) });
        };
        let (day_from, day_to) = (self.day_named(from)?, self.day_named(to)?);
        if let (Some(from), Some(to)) = (day_from, day_to)
            && from > to
        {
            return Err(Failure::new(format!("there is no day from {from} to {to}"))
                .hint("the earlier day comes first"));
        }
        let mut doubts = Vec::new();
        let from = self.end(from, day_from, &mut doubts)?;
        let to = self.end(to, day_to, &mut doubts)?;
        if let (Some(older), Some(newer)) = (from.commit, to.commit)
            && older != newer
            && repository.is_ancestor(newer, older)?
        {
            self.console.remark(&format!(
                "note: {} lies before {}, so this tells the way back; {1}..{0} tells the way there",
                to.name, from.name
            ));
        }
        Ok(Release { from: Some(from), to, doubts })
    }

    /// The day that a text names; none where a revision has that name.
    fn day_named(&self, text: &str) -> Result<Option<Date>, Failure> {
        match self.require_repository()?.resolve(text) {
            Err(GitError::NoSuchRevision { .. }) => {
                Ok(Date::read(text).ok().map(|reading| reading.date))
            }
            _ => Ok(None),
        }
    }

    /// The commit that is named, or the last one of the controlled branch by the end of a day.
    fn end(
        &self,
        name: &str,
        day: Option<Date>,
        doubts: &mut Vec<DayDoubt>,
    ) -> Result<End, Failure> {
        let repository = self.require_repository()?;
        let Some(day) = day else {
            let name = if name.is_empty() { "HEAD" } else { name };
            return Ok(End { name: name.to_owned(), commit: Some(repository.resolve(name)?) });
        };
        let branch = repository.controlled_branch(self.configured_branch())?;
        let line = repository.branch_line(&repository.landing(&branch)?)?;
        let as_of = AsOf { day, zone: self.as_of.zone.clone() };
        let at = BranchDay::new(&line, &as_of, self.config.history.in_force_from);
        doubts.extend(doubts_of(&at));
        let Some(commit) = at.commit() else {
            let failure =
                Failure::new(format!("{} had no commit yet at the end of {day}", branch.name));
            return Err(match at.beginning() {
                Some((first, began)) => failure.hint(format!(
                    "its first commit, {}, is of {began}; name that day or a later one",
                    first.short()
                )),
                None => failure.hint(OTHER_WAYS),
            });
        };
        Ok(End { name: format!("the end of {day}"), commit: Some(commit) })
    }
}

fn end_of(tag: Tag) -> End {
    End { name: tag.name, commit: Some(tag.commit) }
}

fn no_range(text: &str) -> Failure {
    Failure::new(format!("{text:?} is not a range")).hint(format!(
        "name two ends: {text}..HEAD for what came since, or v1.0..v2.0; --latest shows the last \
         release"
    ))
}
