//! Which commit of a branch's first-parent line brought each change to the branch.

use std::collections::{HashMap, HashSet};

use super::ancestry::{Ancestry, Node};
use super::{Branch, CommitId, GitError, Repository};

/// The commits of a branch, and when each one landed on it.
#[derive(Debug, Clone)]
pub struct Landing {
    line: Vec<CommitId>,
    landed: HashMap<CommitId, Landed>,
}

#[derive(Debug, Clone, Copy)]
struct Landed {
    by: CommitId,
    certain: bool,
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
        self.landed.get(&commit).map(|landed| landed.by)
    }

    /// Whether [`Landing::of`] can be relied on: where the branch was merged into
    /// itself (a pull, then a push), the line says that the other side landed with
    /// that merge, although it had landed before.
    #[must_use]
    pub fn is_certain(&self, commit: CommitId) -> bool {
        self.landed.get(&commit).is_some_and(|landed| landed.certain)
    }
}

impl Repository {
    /// The first-parent line down from `tip`, newest first, as far as the clone goes.
    ///
    /// # Errors
    /// When `tip` is missing or a commit is damaged.
    pub fn first_parent_line(&self, tip: CommitId) -> Result<Vec<CommitId>, GitError> {
        self.with_ancestry(|ancestry| {
            let line = line_of(self, ancestry, tip)?;
            Ok(line.into_iter().map(|node| ancestry.id(node)).collect())
        })
    }

    /// When each commit of a branch landed on it.
    ///
    /// # Errors
    /// When the branch's tip is missing or a commit is damaged.
    pub fn landing(&self, branch: &Branch) -> Result<Landing, GitError> {
        let mut landing = self.with_ancestry(|ancestry| {
            let line = line_of(self, ancestry, branch.tip)?;
            ancestry.reach(self, line.iter().copied())?;
            let mut seen = vec![false; ancestry.len()];
            let mut landed = HashMap::new();
            // The oldest first, so that each marks what it is the first to reach.
            for node in line.iter().rev() {
                let by = ancestry.id(*node);
                let brought = reached_first(self, ancestry, *node, &mut seen)?;
                let brought = brought.into_iter().map(|node| ancestry.id(node));
                landed.extend(brought.map(|id| (id, Landed { by, certain: true })));
            }
            let line = line.into_iter().map(|node| ancestry.id(node)).collect();
            Ok(Landing { line, landed })
        })?;
        self.doubt_merges_into_itself(branch, &mut landing)?;
        Ok(landing)
    }

    fn doubt_merges_into_itself(
        &self,
        branch: &Branch,
        landing: &mut Landing,
    ) -> Result<(), GitError> {
        // Only what a merge brought along is in doubt.
        let brought = landing.landed.iter().filter(|(commit, landed)| **commit != landed.by);
        let mut doubtful: HashSet<_> = brought.map(|(_, landed)| landed.by).collect();
        for merge in doubtful.clone() {
            if !merges_into_itself(&self.commit_info(merge)?.subject, &branch.name) {
                doubtful.remove(&merge);
            }
        }
        for (commit, landed) in &mut landing.landed {
            landed.certain = *commit == landed.by || !doubtful.contains(&landed.by);
        }
        Ok(())
    }
}

fn line_of(
    repository: &Repository,
    ancestry: &mut Ancestry,
    tip: CommitId,
) -> Result<Vec<Node>, GitError> {
    let mut line = Vec::new();
    let mut next = Some(ancestry.node(tip.to_gix()));
    while let Some(node) = next {
        let commit = match ancestry.commit(repository, node) {
            Ok(commit) => commit,
            Err(GitError::MissingObject { .. }) if !line.is_empty() => break,
            Err(error) => return Err(error),
        };
        line.push(node);
        next = ancestry.parents(&commit).first().copied();
    }
    Ok(line)
}

/// The commits that `node` is the first of the line to reach, itself among them.
fn reached_first(
    repository: &Repository,
    ancestry: &mut Ancestry,
    node: Node,
    seen: &mut [bool],
) -> Result<Vec<Node>, GitError> {
    let mut reached = Vec::new();
    let mut is_complete = true;
    let mut stack = vec![node];
    while let Some(next) = stack.pop() {
        if std::mem::replace(&mut seen[next], true) {
            continue;
        }
        match ancestry.commit(repository, next) {
            Ok(commit) => {
                is_complete &= !commit.is_boundary;
                reached.push(next);
                stack.extend(ancestry.parents(&commit));
            }
            Err(GitError::MissingObject { .. }) => is_complete = false,
            Err(error) => return Err(error),
        }
    }
    if !is_complete {
        // What the clone lacks may have brought any of the others before.
        reached.retain(|reached| *reached == node);
    }
    Ok(reached)
}

/// Whether git's own subject of a merge says that a branch was merged into itself.
fn merges_into_itself(subject: &str, branch: &str) -> bool {
    let name = branch.strip_prefix("origin/").unwrap_or(branch);
    let merged = subject.strip_prefix("Merge branch '").and_then(|rest| rest.split_once('\''));
    let remote = subject.strip_prefix("Merge remote-tracking branch 'origin/");
    let remote = remote.and_then(|rest| rest.split_once('\''));
    let into_other = |rest: &str| {
        rest.split_once(" into ").is_some_and(|(_, into)| into.trim_matches('\'') != name)
    };
    [merged, remote].into_iter().flatten().any(|(what, rest)| what == name && !into_other(rest))
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
        assert!(!landing.is_certain(last));
        assert!(landing.is_certain(mine));
    }

    #[test]
    fn subjects_of_merges_into_itself() {
        let itself = |subject| merges_into_itself(subject, "origin/main");
        assert!(itself("Merge branch 'main' of github.com:x/y"));
        assert!(itself("Merge branch 'main' of github.com:x/y into main"));
        assert!(itself("Merge remote-tracking branch 'origin/main'"));
        assert!(!itself("Merge branch 'main' into feature"));
        assert!(!itself("Merge branch 'feature'"));
        assert!(!itself("Merge pull request #1 from x/main"));
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
