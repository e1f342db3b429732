//! The first-parent line of a branch, and when each of its commits can have landed there.
//!
//! What stood on the branch on a day is what the line says, not what the newest commit of
//! that day says: most commits land later than they were written.

use std::collections::BTreeMap;

use crate::calendar::Moment;

use super::{CommitId, GitError, Landing, Repository, Tag};

/// The first-parent line of a branch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BranchLine {
    /// Its commits, newest first.
    pub commits: Vec<LineCommit>,
    /// Whether the clone lacks what came before the last of them.
    pub is_cut: bool,
}

/// A commit of the line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineCommit {
    /// The commit.
    pub id: CommitId,
    /// When it was committed, as it says itself.
    pub time: Moment,
    /// The first moment at which it can have landed: `time`, but where the branch was merged
    /// into itself (a pull, then a push) that of the commit at which the two sides parted.
    pub earliest: Moment,
    /// The last such moment: `time`, or that of the merge.
    pub latest: Moment,
    /// The tags at this commit, each with the moment at which it was made, where it says so.
    pub tags: Vec<(String, Option<Moment>)>,
}

impl Repository {
    /// The first-parent line of a branch, of which it is known what landed when.
    ///
    /// # Errors
    /// When history or the tags cannot be read.
    pub fn branch_line(&self, landing: &Landing) -> Result<BranchLine, GitError> {
        let mut tags: BTreeMap<CommitId, Vec<(String, Option<Moment>)>> = BTreeMap::new();
        for Tag { name, commit, tagged } in self.tags()? {
            tags.entry(commit).or_default().push((name, tagged));
        }
        let mut commits = Vec::with_capacity(landing.line().len());
        for id in landing.line() {
            let time = self.committed(*id)?;
            let tags = tags.remove(id).unwrap_or_default();
            commits.push(LineCommit { id: *id, time, earliest: time, latest: time, tags });
        }
        let is_cut = match landing.line().last() {
            Some(oldest) => {
                !self.commit_info(*oldest)?.parents.is_empty() && self.is_last(*oldest)?
            }
            None => false,
        };
        let mut line = BranchLine { commits, is_cut };
        for merge in landing.merges_of_itself() {
            self.widen(&mut line, landing, merge)?;
        }
        Ok(line)
    }

    /// The time of a commit by its committer, in UTC.
    fn committed(&self, id: CommitId) -> Result<Moment, GitError> {
        self.with_ancestry(|ancestry| {
            let node = ancestry.node(id.to_gix());
            let seconds = ancestry.commit(self, node)?.time;
            Ok(Moment { seconds, offset: 0 })
        })
    }

    /// Whether a commit has no parents as far as this clone, or a graft, tells.
    fn is_last(&self, id: CommitId) -> Result<bool, GitError> {
        self.with_ancestry(|ancestry| {
            let node = ancestry.node(id.to_gix());
            let commit = ancestry.commit(self, node)?;
            let Some(first) = ancestry.parents(&commit).first().copied() else {
                return Ok(commit.is_boundary);
            };
            match ancestry.commit(self, first) {
                Err(GitError::MissingObject { .. }) => Ok(true),
                found => found.map(|_| false),
            }
        })
    }

    /// Where the branch was merged into itself, the line followed the side that was pushed
    /// last: nothing tells when what stands on either side came to the branch.
    fn widen(
        &self,
        line: &mut BranchLine,
        landing: &Landing,
        merge: CommitId,
    ) -> Result<(), GitError> {
        let place = |id: CommitId| line.commits.iter().position(|commit| commit.id == id);
        let Some(at) = place(merge) else { return Ok(()) };
        let [ours, theirs] = self.commit_info(merge)?.parents[..] else { return Ok(()) };
        let base = self.merge_base(ours, theirs)?.and_then(|base| landing.of(base));
        let Some(end) = base.and_then(place) else { return Ok(()) };
        let (from, to) = (line.commits[end].time, line.commits[at].time);
        for commit in line.commits.iter_mut().take(end).skip(at) {
            if from.seconds < commit.earliest.seconds {
                commit.earliest = from;
            }
            if to.seconds > commit.latest.seconds {
                commit.latest = to;
            }
        }
        Ok(())
    }

    /// The line of a branch, where nothing else is asked of its landing.
    ///
    /// # Errors
    /// When history or the tags cannot be read.
    #[cfg(test)]
    pub(super) fn line_of_branch(&self, branch: &super::Branch) -> Result<BranchLine, GitError> {
        self.branch_line(&self.landing(branch)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::git::Branch;
    use crate::git::testing::Sandbox;

    fn line(sandbox: &Sandbox) -> BranchLine {
        let repository = sandbox.open();
        repository.line_of_branch(&repository.controlled_branch(Some("main")).unwrap()).unwrap()
    }

    #[test]
    fn the_line_is_that_of_first_parents_with_their_times_and_tags() {
        let sandbox = Sandbox::new();
        let first = sandbox.commit_file("a.md", "A\n");
        sandbox.git(&["tag", "light"]);
        sandbox.skip(3_600);
        sandbox.git(&["tag", "--annotate", "--message=one", "v1"]);
        let second = sandbox.commit_file("a.md", "B\n");
        let line = line(&sandbox);
        assert_eq!(line.commits.iter().map(|c| c.id).collect::<Vec<_>>(), [second, first]);
        assert!(line.commits.iter().all(|c| c.earliest == c.time && c.latest == c.time));
        let at = line.commits[1].time.seconds;
        let tags: Vec<_> = line.commits[1]
            .tags
            .iter()
            .map(|(name, time)| (name.as_str(), time.map(|time| time.seconds - at)))
            .collect();
        assert_eq!(tags, [("light", None), ("v1", Some(3_600))]);
        assert!(!line.is_cut);
    }

    #[test]
    fn a_branch_merged_into_itself_leaves_open_when_both_sides_landed() {
        let sandbox = Sandbox::new();
        let base = sandbox.commit_file("a.md", "A\n");
        let theirs = sandbox.commit_file("a.md", "B\n");
        sandbox.git(&["checkout", "--quiet", "-b", "mine", "HEAD~1"]);
        let mine = sandbox.commit_file("c.md", "C\n");
        sandbox.git(&["merge", "--quiet", "-m", "Merge branch 'main' of host:sops", "main"]);
        sandbox.git(&["checkout", "--quiet", "-B", "main", "mine"]);
        let line = line(&sandbox);
        let ids: Vec<_> = line.commits.iter().map(|commit| commit.id).collect();
        assert_eq!(ids, [sandbox.tip(), mine, base], "{theirs} is on the other side");
        let [merge, local, root] = &line.commits[..] else { panic!("{line:?}") };
        assert_eq!((merge.earliest, merge.latest), (root.time, merge.time));
        assert_eq!((local.earliest, local.latest), (root.time, merge.time));
        assert_eq!((root.earliest, root.latest), (root.time, root.time));
    }

    #[test]
    fn a_shallow_clone_cuts_the_line() {
        let sandbox = Sandbox::new();
        sandbox.commit_file("a.md", "A\n");
        let second = sandbox.commit_file("a.md", "B\n");
        let shallow = sandbox.clone_with("shallow", &["--depth=1"]);
        let repository = Repository::discover_isolated(&shallow).unwrap();
        let branch = Branch { name: "main".to_owned(), tip: second };
        let line = repository.line_of_branch(&branch).unwrap();
        assert_eq!((line.commits.len(), line.is_cut), (1, true));
    }
}
