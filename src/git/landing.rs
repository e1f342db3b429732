//! Which commit of a branch's first-parent line brought each change to the branch.
//!
//! What has landed stays landed: where an earlier run has kept the answer for a commit that
//! is still on the line, only what stands above it is looked at.

mod window;

use std::collections::{HashMap, HashSet};

use crate::calendar::{Moment, TimeZone};

use super::ancestry::{Ancestry, Node};
use super::cache::{Reader, Writer};
use super::{Branch, CommitId, GitError, Repository};
use window::{MergeOfItself, by_merges, by_order, merges_into_itself};

pub use window::Window;

/// The name under which the landing of a branch is kept.
const NAME: &str = "landing";

/// The commits of a branch, and when each one landed on it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Landing {
    line: Vec<CommitId>,
    /// What each commit of the line says of its time.
    times: Vec<Moment>,
    /// Sorted by commit.
    landed: Vec<Landed>,
    /// The oldest first.
    merges_of_itself: Vec<MergeOfItself>,
    /// The commits of the line whose own landing is open, and those with which it is open
    /// when what they brought along landed.
    open: Open,
    /// Whether the clone lacks commits below.
    is_cut: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Landed {
    commit: CommitId,
    by: CommitId,
}

/// What of a line nothing tells.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Open {
    itself: HashSet<CommitId>,
    brought: HashSet<CommitId>,
}

impl Landing {
    /// The first-parent line of the branch, newest first: the order of landing.
    #[must_use]
    pub fn line(&self) -> &[CommitId] {
        &self.line
    }

    /// The commit of the line that brought `commit` to the branch: itself where it
    /// stands on the line, else the merge.
    ///
    /// None where `commit` is not on the branch, and where a shallow clone hides
    /// whether an older commit brought it.
    #[must_use]
    pub fn of(&self, commit: CommitId) -> Option<CommitId> {
        self.get(commit).map(|landed| landed.by)
    }

    /// Whether [`Landing::of`] and the date of that commit can be relied on.
    ///
    /// They cannot where the branch was merged into itself (a pull, then a push): what the
    /// merge brought had landed before, and what stands on the line between the merge and
    /// the commit at which the sides parted landed with the merge at the earliest, whatever
    /// its date. Nor can they where the dates of the line are out of order by a day or more.
    #[must_use]
    pub fn is_certain(&self, commit: CommitId) -> bool {
        self.get(commit).is_some_and(|landed| {
            let open = if landed.by == commit { &self.open.itself } else { &self.open.brought };
            !open.contains(&landed.by)
        })
    }

    /// The same, with days that begin and end in a zone; without this they are those of UTC.
    #[must_use]
    pub fn in_zone(mut self, zone: &TimeZone) -> Self {
        self.open = Open::default();
        let from_newest = |place: usize| self.line.len().checked_sub(place + 1);
        for MergeOfItself { merge, parted } in &self.merges_of_itself {
            let Some(at) = from_newest(*merge) else { continue };
            self.open.brought.extend(self.line.get(at));
            let end = parted.and_then(from_newest).unwrap_or_default();
            let stretch = self.line.get(at + 1..end).unwrap_or_default();
            self.open.itself.extend(stretch);
            self.open.brought.extend(stretch);
        }
        for (commit, window) in self.line.iter().zip(by_order(&self.times)) {
            if window.spans_days(zone) {
                self.open.itself.insert(*commit);
                self.open.brought.insert(*commit);
            }
        }
        self
    }

    /// Each commit of the line, newest first, with its time and when what it shows can have
    /// landed: as far as merges of the branch into itself tell, and as far as dates do.
    pub(super) fn windows(&self) -> impl Iterator<Item = (CommitId, Moment, Window, Window)> {
        let by_merges = by_merges(&self.times, &self.merges_of_itself);
        let windows = by_merges.into_iter().zip(by_order(&self.times));
        self.line
            .iter()
            .zip(&self.times)
            .zip(windows)
            .map(|((commit, time), (by_merges, by_order))| (*commit, *time, by_merges, by_order))
    }

    fn get(&self, commit: CommitId) -> Option<&Landed> {
        let at = self.landed.binary_search_by_key(&commit, |landed| landed.commit).ok()?;
        self.landed.get(at)
    }

    fn to_bytes(&self) -> Vec<u8> {
        let places: HashMap<CommitId, usize> =
            self.line.iter().enumerate().map(|(place, commit)| (*commit, place)).collect();
        let mut writer = Writer::default();
        writer.list(self.line.iter().zip(&self.times), |writer, (commit, time)| {
            writer.id(*commit);
            writer.signed(time.seconds);
        });
        writer.list(self.landed.iter(), |writer, landed| {
            writer.id(landed.commit);
            writer.number(places.get(&landed.by).copied().unwrap_or(usize::MAX));
        });
        writer.list(self.merges_of_itself.iter(), |writer, found| {
            writer.number(found.merge);
            writer.optional(found.parted, Writer::number);
        });
        writer.into_bytes()
    }

    fn read(bytes: &[u8]) -> Option<Self> {
        let mut reader = Reader::new(bytes);
        let line = reader.list(|reader| Some((reader.id()?, claimed(reader.signed()?))))?;
        let (line, times): (Vec<CommitId>, Vec<Moment>) = line.into_iter().unzip();
        let landed = reader.list(|reader| {
            let (commit, by) = (reader.id()?, *line.get(reader.number()?)?);
            Some(Landed { commit, by })
        })?;
        let merges_of_itself = reader.list(|reader| {
            let merge = reader.number()?;
            let parted = reader.optional(Reader::number)?;
            Some(MergeOfItself { merge, parted })
        })?;
        let is_sorted = landed.is_sorted_by_key(|landed| landed.commit);
        let read = Self { line, times, landed, merges_of_itself, ..Self::default() };
        (is_sorted && reader.is_at_end()).then(|| read.in_zone(&TimeZone::utc()))
    }
}

impl Repository {
    /// The first-parent line down from `tip`, newest first, as far as the clone goes.
    ///
    /// # Errors
    /// When `tip` is missing or a commit is damaged.
    pub fn first_parent_line(&self, tip: CommitId) -> Result<Vec<CommitId>, GitError> {
        self.with_ancestry(|ancestry| {
            let line = line_of(self, ancestry, tip, None)?;
            Ok(line.into_iter().map(|(node, _)| ancestry.id(node)).collect())
        })
    }

    /// When each commit of a branch landed on it.
    ///
    /// # Errors
    /// When the branch's tip is missing or a commit is damaged.
    pub fn landing(&self, branch: &Branch) -> Result<Landing, GitError> {
        if !self.has_cache() {
            return self.landing_above(Landing::default(), branch);
        }
        let mut key = Writer::default();
        key.bytes(&self.circumstances()?);
        key.text(&branch.name);
        let key = key.into_bytes();
        let kept = self.kept(NAME, &key).and_then(|bytes| Landing::read(&bytes));
        let known = kept.unwrap_or_default();
        if known.line.first() == Some(&branch.tip) {
            return Ok(known);
        }
        let landing = self.landing_above(known, branch)?;
        if !landing.is_cut {
            self.keep(NAME, &key, &landing.to_bytes());
        }
        Ok(landing)
    }

    /// The landing of a branch, where what landed up to some commit may be known.
    fn landing_above(&self, known: Landing, branch: &Branch) -> Result<Landing, GitError> {
        let base = known.line.first().copied();
        let mut landing = Landing::default();
        let known = self.with_ancestry(|ancestry| {
            let line = line_of(self, ancestry, branch.tip, base)?;
            landing.line = line.iter().map(|(node, _)| ancestry.id(*node)).collect();
            landing.times = line.iter().map(|(_, time)| *time).collect();
            // A line that does not come to what is known has another past.
            let known = match landing.line.last() {
                Some(last) if Some(*last) == base => known,
                _ => Landing::default(),
            };
            landing.line.truncate(line.len() - known.line.len().min(1));
            landing.times.truncate(landing.line.len());
            let mut reached = Reached { known: &known, seen: HashSet::new() };
            // The oldest first, so that each marks what it is the first to reach.
            for (node, _) in line.iter().take(landing.line.len()).rev() {
                let by = ancestry.id(*node);
                let (brought, is_complete) = reached.first_by(self, ancestry, *node)?;
                landing.is_cut |= !is_complete;
                let brought = brought.into_iter();
                landing.landed.extend(brought.map(|commit| Landed { commit, by }));
            }
            Ok(known)
        })?;
        // Only a merge that brought something can have been one of the branch into itself.
        let brought = landing.landed.iter().filter(|landed| landed.commit != landed.by);
        let merges: HashSet<CommitId> = brought.map(|landed| landed.by).collect();
        let mut new = landing.line.clone();
        new.retain(|commit| merges.contains(commit));
        landing.line.extend(known.line);
        landing.times.extend(known.times);
        landing.landed.extend(known.landed);
        landing.landed.sort_unstable_by_key(|landed| landed.commit);
        landing.merges_of_itself = known.merges_of_itself;
        for merge in new.into_iter().rev() {
            if merges_into_itself(&self.subject(merge)?, &branch.name) {
                let found = self.merge_of_itself(merge, &landing)?;
                landing.merges_of_itself.extend(found);
            }
        }
        Ok(landing.in_zone(&TimeZone::utc()))
    }

    /// Where on the line a merge of the branch into itself stands, and where its sides parted.
    fn merge_of_itself(
        &self,
        merge: CommitId,
        landing: &Landing,
    ) -> Result<Option<MergeOfItself>, GitError> {
        let place = |id: CommitId| {
            let from_newest = landing.line.iter().position(|commit| *commit == id)?;
            Some(landing.line.len() - 1 - from_newest)
        };
        let parted = match self.commit_info(merge)?.parents[..] {
            [ours, theirs] => self.merge_base(ours, theirs)?,
            _ => None,
        };
        let parted = parted.and_then(|base| landing.of(base)).and_then(place);
        Ok(place(merge).map(|merge| MergeOfItself { merge, parted }))
    }
}

/// A time in seconds as a commit claims it; where its author was matters to nobody here.
const fn claimed(seconds: i64) -> Moment {
    Moment { seconds, offset: 0 }
}

/// The first-parent line down from `tip`, to a commit if it comes to it, else to its end,
/// with the time of each commit by its committer.
fn line_of(
    repository: &Repository,
    ancestry: &mut Ancestry,
    tip: CommitId,
    to: Option<CommitId>,
) -> Result<Vec<(Node, Moment)>, GitError> {
    let mut line = Vec::new();
    let mut seen = HashSet::new();
    let mut next = Some(ancestry.node(tip.to_gix()));
    // Grafts can make a line a circle.
    while let Some(node) = next.filter(|node| seen.insert(*node)) {
        let commit = match ancestry.commit(repository, node) {
            Ok(commit) => commit,
            Err(GitError::MissingObject { .. }) if !line.is_empty() => break,
            Err(error) => return Err(error),
        };
        line.push((node, claimed(commit.time)));
        if Some(ancestry.id(node)) == to {
            break;
        }
        next = ancestry.parents(&commit).first().copied();
    }
    Ok(line)
}

/// The commits that have landed so far.
struct Reached<'k> {
    known: &'k Landing,
    seen: HashSet<Node>,
}

impl Reached<'_> {
    /// The commits that `node` is the first of the line to reach, itself among them, and
    /// whether the clone has them all.
    fn first_by(
        &mut self,
        repository: &Repository,
        ancestry: &mut Ancestry,
        node: Node,
    ) -> Result<(Vec<CommitId>, bool), GitError> {
        let mut reached = Vec::new();
        let mut is_complete = true;
        let mut stack = vec![node];
        while let Some(next) = stack.pop() {
            let id = ancestry.id(next);
            if !self.seen.insert(next) || self.known.get(id).is_some() {
                continue;
            }
            match ancestry.commit(repository, next) {
                Ok(commit) => {
                    is_complete &= !commit.is_boundary;
                    reached.push(id);
                    stack.extend(ancestry.parents(&commit));
                }
                Err(GitError::MissingObject { .. }) => is_complete = false,
                Err(error) => return Err(error),
            }
        }
        if !is_complete {
            // What the clone lacks may have brought any of the others before.
            let itself = ancestry.id(node);
            reached.retain(|reached| *reached == itself);
        }
        Ok((reached, is_complete))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::git::testing::Sandbox;

    fn landing(sandbox: &Sandbox) -> Landing {
        let repository = sandbox.open();
        repository.landing(&repository.controlled_branch(Some("main")).unwrap()).unwrap()
    }

    /// `main` with one commit, a merge of `side` with two, and one more.
    fn merged() -> (Sandbox, [CommitId; 5]) {
        let sandbox = Sandbox::new();
        let base = sandbox.commit_file("a.md", "A\n");
        sandbox.git(&["checkout", "--quiet", "-b", "side"]);
        let one = sandbox.commit_file("b.md", "B\n");
        let two = sandbox.commit_file("b.md", "BB\n");
        sandbox.git(&["checkout", "--quiet", "main"]);
        let merge = sandbox.merge("ort", &["side"]);
        let last = sandbox.commit_file("a.md", "AA\n");
        (sandbox, [base, one, two, merge, last])
    }

    #[test]
    fn a_change_lands_with_the_merge_that_brought_it() {
        let (sandbox, [base, one, two, merge, last]) = merged();
        let landing = landing(&sandbox);
        assert_eq!(landing.line(), [last, merge, base]);
        assert_eq!(landing.line(), sandbox.log(&["--first-parent"]));
        assert_eq!(landing.line(), sandbox.open().first_parent_line(last).unwrap());
        for (commit, by) in [(base, base), (one, merge), (two, merge), (merge, merge)] {
            assert_eq!(landing.of(commit), Some(by));
            assert!(landing.is_certain(commit));
        }
    }

    #[test]
    fn what_is_not_merged_has_not_landed() {
        let (sandbox, _) = merged();
        sandbox.git(&["checkout", "--quiet", "side"]);
        let draft = sandbox.commit_file("b.md", "draft\n");
        assert_eq!(landing(&sandbox).of(draft), None);
        assert!(!landing(&sandbox).is_certain(draft));
    }

    #[test]
    fn a_branch_that_was_merged_twice_landed_in_two_parts() {
        let (sandbox, [_, one, _, merge, _]) = merged();
        sandbox.git(&["checkout", "--quiet", "side"]);
        let three = sandbox.commit_file("b.md", "BBB\n");
        sandbox.git(&["checkout", "--quiet", "main"]);
        let second = sandbox.merge("ort", &["side"]);
        let landing = landing(&sandbox);
        assert_eq!(landing.of(one), Some(merge));
        assert_eq!(landing.of(three), Some(second));
    }

    #[test]
    fn a_branch_merged_into_itself_is_uncertain() {
        let (sandbox, [_, _, _, _, last]) = merged();
        sandbox.git(&["checkout", "--quiet", "-b", "mine", "HEAD~1"]);
        let mine = sandbox.commit_file("c.md", "C\n");
        let arguments = ["merge", "--quiet", "-m", "Merge branch 'main' of host:sops", "main"];
        sandbox.git(&arguments);
        sandbox.git(&["checkout", "--quiet", "-B", "main", "mine"]);
        let landing = landing(&sandbox);
        assert_eq!(landing.of(last), Some(sandbox.tip()));
        assert!(!landing.is_certain(last), "it had been pushed before");
        assert!(!landing.is_certain(mine), "it was pushed later, with the merge");
        assert!(landing.is_certain(sandbox.tip()), "a merge lands no earlier than it is made");
        let [.., base] = landing.line()[..] else { panic!("{landing:?}") };
        assert!(landing.is_certain(base));
        // What was merged while the work was not pushed yet is in the same doubt.
        sandbox.git(&["checkout", "--quiet", "-b", "topic"]);
        let topic = sandbox.commit_file("d.md", "D\n");
        sandbox.git(&["checkout", "--quiet", "-b", "again", "main"]);
        sandbox.merge("ort", &["topic"]);
        sandbox.git(&["checkout", "--quiet", "main"]);
        let pushed = sandbox.commit_file("a.md", "AAA\n");
        sandbox.git(&["checkout", "--quiet", "again"]);
        sandbox.git(&arguments);
        sandbox.git(&["checkout", "--quiet", "-B", "main", "again"]);
        let landing = self::landing(&sandbox);
        for doubtful in [topic, pushed, mine, last] {
            assert!(!landing.is_certain(doubtful));
        }
    }

    #[test]
    fn dates_out_of_order_leave_open_when_those_commits_landed() {
        let sandbox = Sandbox::new();
        let first = sandbox.commit_file("a.md", "A\n");
        sandbox.skip(90 * 86_400);
        let ahead = sandbox.commit_file("a.md", "AA\n");
        sandbox.skip(-60 * 86_400);
        let back = sandbox.commit_file("a.md", "AAA\n");
        sandbox.skip(90 * 86_400);
        let last = sandbox.commit_file("a.md", "AAAA\n");
        let landing = landing(&sandbox);
        let certain = [first, ahead, back, last].map(|commit| landing.is_certain(commit));
        assert_eq!(certain, [true, false, false, true]);
    }

    #[test]
    fn what_landed_before_is_not_looked_at_again_and_is_the_same() {
        let (sandbox, [_, _, _, merge, _]) = merged();
        let kept = |sandbox: &Sandbox| {
            let mut repository = sandbox.open();
            repository.use_cache();
            let branch = repository.controlled_branch(Some("main")).unwrap();
            let name = repository.landing(&branch).unwrap();
            assert_eq!(repository.landing(&branch).unwrap(), name);
            name
        };
        assert_eq!(kept(&sandbox), landing(&sandbox));
        sandbox.git(&["checkout", "--quiet", "-b", "late", &merge.to_string()]);
        sandbox.commit_file("c.md", "C\n");
        sandbox.git(&["checkout", "--quiet", "main"]);
        sandbox.merge("ort", &["late"]);
        assert_eq!(kept(&sandbox), landing(&sandbox));
        // A forced push to where the line was before, and on from there.
        sandbox.git(&["reset", "--quiet", "--hard", &merge.to_string()]);
        assert_eq!(kept(&sandbox), landing(&sandbox));
        sandbox.commit_file("d.md", "D\n");
        assert_eq!(kept(&sandbox), landing(&sandbox));
        let bytes = landing(&sandbox).to_bytes();
        for length in 0..bytes.len() {
            assert_eq!(Landing::read(&bytes[..length]), None);
        }
    }

    #[test]
    fn a_shallow_clone_does_not_guess() {
        let sandbox = Sandbox::new();
        let base = sandbox.commit_file("a.md", "A\n");
        sandbox.git(&["checkout", "--quiet", "-b", "side"]);
        let side = sandbox.commit_file("b.md", "B\n");
        sandbox.git(&["checkout", "--quiet", "main"]);
        sandbox.commit_file("a.md", "AA\n");
        let boundary = sandbox.commit_file("a.md", "AAA\n");
        let merge = sandbox.merge("ort", &["side"]);
        let shallow = sandbox.clone_with("shallow", &["--depth=3"]);
        let repository = Repository::discover_isolated(&shallow).unwrap();
        let landing = repository.landing(&Branch { name: "main".into(), tip: merge }).unwrap();
        assert_eq!(landing.of(merge), Some(merge));
        assert_eq!(landing.of(boundary), Some(boundary));
        assert_eq!((landing.of(side), landing.of(base)), (None, None));
    }
}
