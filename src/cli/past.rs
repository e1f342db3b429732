//! The controlled branch as it was at the end of a day: what `--at` means.

use std::collections::HashMap;

use crate::calendar::{AsOf, Date};
use crate::config::History;
use crate::evolution::Evolution;
use crate::git::{BranchLine, CommitId, Editions};
use crate::library::{FindError, Library};
use crate::paths::RepoPath;
use crate::report::DayDoubt;
use crate::standing::{BranchDay, Doubt, identify};

use super::error::Failure;
use super::naming::below_root;
use super::session::Session;

/// The controlled branch, and a day on which it is looked at.
pub(super) struct Past {
    /// The branch and its newest commit today.
    branch: String,
    tip: CommitId,
    line: BranchLine,
    as_of: AsOf,
    history: History,
}

/// The documents of the branch, today and on that day, with all the texts they have had.
pub(super) struct Documents {
    editions: Vec<Editions>,
    /// Which of them stood where on that day.
    then: HashMap<RepoPath, usize>,
}

/// Why another commit of the branch may have been the last one on a day.
pub(super) fn doubts_of(day: &BranchDay<'_>) -> Vec<DayDoubt> {
    let whys = day.doubts().into_iter().filter_map(Doubt::of_line);
    whys.map(|why| DayDoubt { day: day.on(), why }).collect()
}

/// Reads a day as `--at` has it.
pub(super) fn read_day(text: &str) -> Result<Date, Failure> {
    let reading = Date::read(text)
        .map_err(|error| Failure::of(&error).hint("--at takes a day such as 2026-11-22"))?;
    Ok(reading.date)
}

impl Past {
    /// The controlled branch on the day of `--at`, else on the day that is judged by.
    pub(super) fn of(session: &Session<'_>, at: Option<&str>) -> Result<Self, Failure> {
        let option = if at.is_some() { "--at" } else { "--in-force" };
        if session.global.rev.is_some() {
            return Err(Failure::new(format!("{option} and --rev both name a text")).hint(
                format!("leave one of them out: {option} takes that of the controlled branch"),
            ));
        }
        let day = at.map(read_day).transpose()?;
        if let (Some(day), Some(_)) = (day, &session.global.as_of)
            && day != session.as_of.day
        {
            return Err(Failure::new("--at and --as-of name different days")
                .hint("leave --as-of out: --at sets the text and the day to judge by"));
        }
        let repository = session.repository.as_ref().ok_or_else(|| {
            Failure::new(format!("{option} needs a git repository"))
                .hint("change into one: only history tells what was in force")
        })?;
        session.refuse_shallow()?;
        let branch = repository.controlled_branch(session.configured_branch())?;
        let day = day.unwrap_or(session.as_of.day);
        Ok(Self {
            line: repository.branch_line(&repository.landing(&branch)?)?,
            branch: branch.name,
            tip: branch.tip,
            as_of: AsOf { day, zone: session.as_of.zone.clone() },
            history: session.config.history.clone(),
        })
    }

    /// What of the branch counts on that day.
    pub(super) fn day(&self) -> BranchDay<'_> {
        BranchDay::new(&self.line, &self.as_of, self.history.in_force_from)
    }

    /// The commit of the branch on that day.
    pub(super) fn commit(&self) -> Result<CommitId, Failure> {
        let day = self.day();
        day.commit().ok_or_else(|| {
            let on = self.as_of.day;
            let failure = Failure::new(format!("{} had no commit yet on {on}", self.branch));
            match day.beginning() {
                Some((commit, first)) if self.line.is_cut => Failure::new(format!(
                    "this clone of {} does not reach back to {on}",
                    self.branch
                ))
                .hint(format!(
                    "it begins with {} of {first}; git fetch --unshallow",
                    commit.short()
                )),
                Some((commit, first)) => {
                    failure.hint(format!("its first commit, {}, is of {first}", commit.short()))
                }
                None => failure,
            }
        })
    }

    /// The same, or before its first commit, that one: what came is told by it.
    fn commit_or_first(&self) -> Result<CommitId, Failure> {
        let day = self.day();
        match (day.commit(), day.beginning()) {
            (None, Some((first, _))) if !self.line.is_cut => Ok(first),
            _ => self.commit(),
        }
    }

    /// Of a document that was not there on that day, the text nearest to it: the last one that
    /// it had had, else the first that came. With the commit in whose tree it stands.
    pub(super) fn nearest_text<'e>(
        &self,
        editions: &'e Editions,
    ) -> Option<(CommitId, &'e RepoPath)> {
        let then = self.day().shown(editions).map(|edition| edition.place);
        let mut texts = editions.all.iter().filter(|edition| edition.blob.is_some());
        let nearest = match then {
            Some(then) => texts.find(|edition| edition.place >= then),
            None => texts.next_back(),
        }?;
        Some((self.line.commits.get(nearest.place)?.id, &nearest.path))
    }

    /// All documents of the branch, followed back from today.
    pub(super) fn documents(
        &self,
        session: &Session<'_>,
        then: &Library,
        evolution: &Evolution<'_>,
    ) -> Result<Documents, Failure> {
        let today = session.library_at(self.tip)?;
        let mut documents = Documents { editions: Vec::new(), then: HashMap::new() };
        let now: Vec<RepoPath> = today.members.into_iter().map(|member| member.path).collect();
        documents.follow(&now, self, session, evolution)?;
        // Those that have gone since.
        let gone = then.members.iter().map(|member| member.path.clone());
        let gone: Vec<_> = gone.filter(|path| !documents.then.contains_key(path)).collect();
        documents.follow(&gone, self, session, evolution)?;
        // And those that the newest release still has.
        if let Some(release) = self.day().newest_release() {
            let released = session.library_at(release)?.members.into_iter();
            let gone = released.map(|member| member.path);
            let gone: Vec<_> = gone.filter(|path| documents.with_path(path).is_none()).collect();
            documents.follow(&gone, self, session, evolution)?;
        }
        Ok(documents)
    }

    /// The document of a name that nothing has on that day: one that has the name today or
    /// in the newest release, or had it as its path earlier or later.
    pub(super) fn find(
        &self,
        typed: &str,
        unknown: Failure,
        documents: &mut Documents,
        session: &Session<'_>,
        evolution: &Evolution<'_>,
    ) -> Result<usize, Failure> {
        for commit in [Some(self.tip), self.day().newest_release()].into_iter().flatten() {
            match session.library_at(commit)?.find(typed) {
                Ok(member) => {
                    if let Some(at) = documents.with_path(&member.path) {
                        return Ok(at);
                    }
                }
                Err(several @ FindError::Several { .. }) => return Err(several.into()),
                Err(FindError::Unknown { .. }) => {}
            }
        }
        let Some(path) = below_root(typed, session).ok().flatten() else { return Err(unknown) };
        if let Some(at) = documents.with_path(&path) {
            return Ok(at);
        }
        let at = documents.editions.len();
        documents.follow(&[path], self, session, evolution)?;
        match documents.editions.get(at) {
            Some(editions) if !editions.all.is_empty() => Ok(at),
            _ => Err(unknown),
        }
    }
}

impl Documents {
    /// The texts of every document, with where it stood on that day, if it did.
    pub(super) fn all(&self) -> impl Iterator<Item = (Option<&RepoPath>, &Editions)> {
        let mut places = vec![None; self.editions.len()];
        for (path, at) in &self.then {
            if let Some(place) = places.get_mut(*at) {
                *place = Some(path);
            }
        }
        places.into_iter().zip(&self.editions)
    }

    /// The number in this list of the document that stood at a path on that day.
    pub(super) fn numbered_at(&self, path: &RepoPath) -> Option<usize> {
        self.then.get(path).copied()
    }

    /// The texts of a document by its number in this list.
    pub(super) fn numbered(&self, at: usize) -> Option<&Editions> {
        self.editions.get(at)
    }

    /// The document that had a path last.
    fn with_path(&self, path: &RepoPath) -> Option<usize> {
        let places = self.editions.iter().enumerate().filter_map(|(at, editions)| {
            let edition = editions.all.iter().find(|edition| edition.path == *path)?;
            Some((edition.place, at))
        });
        places.min().map(|(_, at)| at)
    }

    fn follow(
        &mut self,
        paths: &[RepoPath],
        past: &Past,
        session: &Session<'_>,
        evolution: &Evolution<'_>,
    ) -> Result<(), Failure> {
        if paths.is_empty() {
            return Ok(());
        }
        let repository = session.require_repository()?;
        let day = past.day();
        for mut editions in repository.editions(&past.line, 0, paths, &session.progress)? {
            identify(&mut editions, &past.line, repository, evolution)?;
            let at = self.editions.len();
            if let Some(edition) = day.shown(&editions)
                && edition.blob.is_some()
            {
                self.then.entry(edition.path.clone()).or_insert(at);
            }
            self.editions.push(editions);
        }
        Ok(())
    }
}

impl Session<'_> {
    /// Sets text and day: the controlled branch at the end of a day, judged on that day. What
    /// names the branch and the zone is the configuration of today.
    pub(super) fn move_to(&mut self, past: &Past) -> Result<(), Failure> {
        self.stand_at(past.commit()?, past)
    }

    /// The same; before the first commit of the branch, the text is that of this one.
    pub(super) fn move_to_or_before(&mut self, past: &Past) -> Result<(), Failure> {
        self.stand_at(past.commit_or_first()?, past)
    }

    fn stand_at(&mut self, commit: CommitId, past: &Past) -> Result<(), Failure> {
        self.judge_at(Some(commit))?;
        self.revision = Some(commit);
        self.doubts = doubts_of(&past.day());
        self.as_of = past.as_of.clone();
        self.config.history = past.history.clone();
        Ok(())
    }
}
