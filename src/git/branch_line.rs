//! The first-parent line of a branch, and when each of its commits can have landed there.
//!
//! What stood on the branch on a day is what the line says, not what the newest commit of
//! that day says: most commits land later than they were written.

use std::collections::BTreeMap;

use crate::calendar::Moment;

use super::{CommitId, GitError, Landing, Repository, Tag, Window};

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
    /// When the text that it shows can have landed: at `time`, but where the branch was merged
    /// into itself (a pull, then a push) between the commit at which the two sides parted
    /// and the merge.
    pub by_merges: Window,
    /// When it can have landed where dates are out of order: no later than what stands above
    /// it on the line, and no earlier than what stands below.
    pub by_order: Window,
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
        for Tag { name, commit, tagged, .. } in self.tags()? {
            tags.entry(commit).or_default().push((name, tagged));
        }
        let mut commits = Vec::with_capacity(landing.line().len());
        for (id, time, by_merges, by_order) in landing.windows() {
            let tags = tags.remove(&id).unwrap_or_default();
            commits.push(LineCommit { id, time, by_merges, by_order, tags });
        }
        let is_cut = match landing.line().last() {
            Some(oldest) => {
                !self.commit_info(*oldest)?.parents.is_empty() && self.is_last(*oldest)?
            }
            None => false,
        };
        Ok(BranchLine { commits, is_cut })
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
        assert!(
            line.commits
                .iter()
                .all(|c| c.by_merges == Window::at(c.time) && c.by_order == c.by_merges)
        );
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
        let between = Window { earliest: root.time, latest: merge.time };
        assert_eq!((merge.by_merges, local.by_merges), (between, between));
        assert_eq!(root.by_merges, Window::at(root.time));
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
