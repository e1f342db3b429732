//! Where two histories part, in the parents that git itself goes by.
//!
//! The library that reads the repository looks at recorded parents alone. A clone that was
//! made shallow after the fact still has the commits beyond its boundary, and a graft sets
//! other parents than those recorded; git honours both, so there the search is done here.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use gix::objs::Kind;

use super::ancestry::{Ancestry, Node};
use super::{CommitId, GitError, Repository};

/// What is known of a commit during the search.
#[derive(Debug, Clone, Copy, Default)]
struct Seen {
    from_a: bool,
    from_b: bool,
    /// It is behind a base that was found already.
    is_behind: bool,
}

impl Repository {
    /// The best common ancestor of two commits; none when their histories are
    /// unrelated, or their common part is beyond a shallow clone.
    ///
    /// # Errors
    /// When either commit is missing, or history cannot be read.
    pub fn merge_base(&self, a: CommitId, b: CommitId) -> Result<Option<CommitId>, GitError> {
        Ok(self.merge_bases(a, b)?.into_iter().next())
    }

    /// Whether `ancestor` is `descendant` or can be reached from it.
    ///
    /// # Errors
    /// When either commit is missing, or history cannot be read.
    pub fn is_ancestor(&self, ancestor: CommitId, descendant: CommitId) -> Result<bool, GitError> {
        if ancestor == descendant {
            return Ok(true);
        }
        let told = self.with_ancestry(|ancestry| reaches(self, ancestry, descendant, ancestor))?;
        match told {
            Some(told) => Ok(told),
            None => Ok(self.merge_bases(ancestor, descendant)?.contains(&ancestor)),
        }
    }

    /// The commits that can be reached from `to` and not from `from`, as `git rev-list
    /// from..to` lists them; all of `to` where there is no `from`; as far as the clone goes.
    ///
    /// # Errors
    /// When either commit is missing, or a commit is damaged.
    pub fn commits_between(
        &self,
        from: Option<CommitId>,
        to: CommitId,
    ) -> Result<HashSet<CommitId>, GitError> {
        self.with_ancestry(|ancestry| {
            let mut seen = HashSet::new();
            if let Some(from) = from {
                reach(self, ancestry, from, &mut seen)?;
            }
            let reached = reach(self, ancestry, to, &mut seen)?;
            Ok(reached.into_iter().map(|node| ancestry.id(node)).collect())
        })
    }

    /// The same, where `to` builds on `from`; none where it does not.
    ///
    /// # Errors
    /// When either commit is missing, or a commit is damaged.
    pub fn commits_since(
        &self,
        from: CommitId,
        to: CommitId,
    ) -> Result<Option<HashSet<CommitId>>, GitError> {
        let between = self.commits_between(Some(from), to)?;
        let builds_on = self.with_ancestry(|ancestry| {
            let older = ancestry.node(from.to_gix());
            for id in &between {
                let node = ancestry.node(id.to_gix());
                let commit = ancestry.commit(self, node)?;
                if ancestry.parents(&commit).contains(&older) {
                    return Ok(true);
                }
            }
            Ok(from == to)
        })?;
        Ok(builds_on.then_some(between))
    }

    fn merge_bases(&self, a: CommitId, b: CommitId) -> Result<Vec<CommitId>, GitError> {
        for id in [a, b] {
            self.object(id.to_gix(), Kind::Commit)?;
        }
        if !self.boundary()?.is_empty() || !self.grafts_text().is_empty() {
            return self.with_ancestry(|ancestry| bases_by_rank(self, ancestry, a, b));
        }
        let graph = self.inner.commit_graph_if_enabled().ok().flatten();
        let mut graph = self.inner.revision_graph(graph.as_ref());
        let bases = self
            .inner
            .merge_bases_many_with_graph(a.to_gix(), &[b.to_gix()], &mut graph)
            .map_err(|cause| GitError::damaged(a, cause))?;
        Ok(bases.into_iter().map(|id| CommitId::from_gix(id.detach())).collect())
    }
}

/// The commits that can be reached from one of them, itself among them, without those that
/// were seen before; all are seen afterwards.
fn reach(
    repository: &Repository,
    ancestry: &mut Ancestry,
    from: CommitId,
    seen: &mut HashSet<Node>,
) -> Result<Vec<Node>, GitError> {
    let from = ancestry.node(from.to_gix());
    let (mut reached, mut stack) = (Vec::new(), vec![from]);
    while let Some(node) = stack.pop() {
        if !seen.insert(node) {
            continue;
        }
        match ancestry.commit(repository, node) {
            Ok(commit) => {
                reached.push(node);
                stack.extend(ancestry.parents(&commit));
            }
            // A shallow clone ends there.
            Err(GitError::MissingObject { .. }) if node != from => {}
            Err(error) => return Err(error),
        }
    }
    Ok(reached)
}

/// Whether `to` can be reached from `from`; `None` where the ranks of the two are not known
/// yet, so that all of history would have to be read first. What ranks below `to` does not
/// lead there.
fn reaches(
    repository: &Repository,
    ancestry: &mut Ancestry,
    from: CommitId,
    to: CommitId,
) -> Result<Option<bool>, GitError> {
    let (from, to) = (ancestry.node(from.to_gix()), ancestry.node(to.to_gix()));
    for node in [from, to] {
        ancestry.commit(repository, node)?;
    }
    let (Some(highest), Some(lowest)) = (ancestry.known_rank(from), ancestry.known_rank(to)) else {
        return Ok(None);
    };
    if highest <= lowest {
        return Ok(Some(false));
    }
    let mut seen: HashSet<Node> = HashSet::from([from]);
    let mut waiting = vec![from];
    while let Some(node) = waiting.pop() {
        let commit = ancestry.commit(repository, node)?;
        for at in 0..commit.parent_count() {
            let parent = ancestry.parents(&commit)[at];
            if parent == to {
                return Ok(Some(true));
            }
            if ancestry.rank(repository, parent)? > lowest && seen.insert(parent) {
                waiting.push(parent);
            }
        }
    }
    Ok(Some(false))
}

/// The common ancestors that are not behind another one, newest first. A commit is looked at
/// after all that build on it, since its rank is lower, so what is known of it then is all.
fn bases_by_rank(
    repository: &Repository,
    ancestry: &mut Ancestry,
    a: CommitId,
    b: CommitId,
) -> Result<Vec<CommitId>, GitError> {
    let mut waiting: BTreeSet<(i64, Node)> = BTreeSet::new();
    let mut seen: BTreeMap<Node, Seen> = BTreeMap::new();
    for (id, is_a) in [(a, true), (b, false)] {
        let node = ancestry.node(id.to_gix());
        let known = seen.entry(node).or_default();
        known.from_a |= is_a;
        known.from_b |= !is_a;
        waiting.insert((ancestry.rank(repository, node)?, node));
    }
    let mut bases = Vec::new();
    while let Some((rank, node)) = waiting.pop_last() {
        let mut known = seen.get(&node).copied().unwrap_or_default();
        if known.from_a && known.from_b && !known.is_behind {
            bases.push(ancestry.id(node));
            known.is_behind = true;
        }
        let commit = match ancestry.commit(repository, node) {
            Ok(commit) => commit,
            // Beyond what the clone has there is nothing in common that could be named.
            Err(GitError::MissingObject { .. }) => continue,
            Err(error) => return Err(error),
        };
        for parent in ancestry.parents(&commit).to_vec() {
            let below = ancestry.rank(repository, parent)?;
            // Grafts can make a circle, in which nothing is sent back.
            if below >= rank {
                continue;
            }
            let of_parent = seen.entry(parent).or_default();
            of_parent.from_a |= known.from_a;
            of_parent.from_b |= known.from_b;
            of_parent.is_behind |= known.is_behind;
            waiting.insert((below, parent));
        }
        let is_open = |node: &Node| seen.get(node).is_some_and(|known| !known.is_behind);
        if !waiting.iter().any(|(_, node)| is_open(node)) {
            break;
        }
    }
    Ok(bases)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::git::testing::{Dice, Sandbox};

    #[test]
    fn ancestors_and_merge_bases() {
        let sandbox = Sandbox::new();
        let base = sandbox.commit_file("a.md", "A\n");
        sandbox.git(&["checkout", "--quiet", "-b", "side"]);
        let side = sandbox.commit_file("b.md", "B\n");
        sandbox.git(&["checkout", "--quiet", "main"]);
        let main = sandbox.commit_file("a.md", "B\n");
        let repository = sandbox.open();
        assert_eq!(repository.merge_base(main, side).unwrap(), Some(base));
        assert!(repository.is_ancestor(base, side).unwrap());
        assert!(repository.is_ancestor(base, base).unwrap());
        assert!(!repository.is_ancestor(side, main).unwrap());
        sandbox.git(&["checkout", "--quiet", "--orphan", "alone"]);
        let alone = sandbox.commit_file("c.md", "C\n");
        assert_eq!(sandbox.open().merge_base(alone, main).unwrap(), None);
    }

    #[test]
    fn between_two_commits_is_what_the_older_one_has_not() {
        let sandbox = Sandbox::new();
        let base = sandbox.commit_file("a.md", "A\n");
        sandbox.git(&["checkout", "--quiet", "-b", "side"]);
        let side = sandbox.commit_file("b.md", "B\n");
        sandbox.git(&["checkout", "--quiet", "main"]);
        let main = sandbox.commit_file("a.md", "B\n");
        sandbox.git(&["merge", "--quiet", "-m", "Merge", "side"]);
        let merge = sandbox.tip();
        let repository = sandbox.open();
        let between = |from, to| repository.commits_between(Some(from), to).unwrap();
        assert_eq!(between(base, merge), HashSet::from([side, main, merge]));
        assert_eq!(between(main, merge), HashSet::from([side, merge]));
        assert_eq!(between(side, main), HashSet::from([main]));
        assert!(between(merge, base).is_empty());
        let since = |from, to| repository.commits_since(from, to).unwrap();
        assert_eq!(since(base, merge), Some(between(base, merge)));
        assert_eq!(since(base, base), Some(HashSet::new()));
        assert_eq!((since(side, main), since(merge, base)), (None, None));
        let shallow = sandbox.clone_with("shallow", &["--depth=1"]);
        let shallow = Repository::discover_isolated(&shallow).unwrap();
        assert!(shallow.commits_between(Some(merge), merge).unwrap().is_empty());
        assert!(
            shallow.commits_between(Some(base), merge).is_err(),
            "the clone lacks the older end"
        );
    }

    #[test]
    fn beyond_the_boundary_nothing_is_common_whatever_is_still_there() {
        let sandbox = Sandbox::new();
        let base = sandbox.commit_file("a.md", "A\n");
        sandbox.git(&["checkout", "--quiet", "-b", "side"]);
        let side = sandbox.commit_file("b.md", "B\n");
        sandbox.git(&["checkout", "--quiet", "main"]);
        let main = sandbox.commit_file("a.md", "B\n");
        sandbox.git(&["commit-graph", "write", "--reachable", "--changed-paths"]);
        assert_eq!(sandbox.open().merge_base(main, side).unwrap(), Some(base));
        // What `git fetch --depth` leaves behind in a clone that was whole.
        std::fs::write(sandbox.root().join(".git/shallow"), format!("{main}\n")).unwrap();
        assert_eq!(sandbox.open().merge_base(main, side).unwrap(), None);
        assert!(!sandbox.open().is_ancestor(base, main).unwrap());
        assert!(sandbox.open().is_ancestor(base, side).unwrap());
    }

    #[test]
    fn a_graft_sets_other_bases() {
        let sandbox = Sandbox::new();
        let first = sandbox.commit_file("a.md", "A\n");
        let second = sandbox.commit_file("a.md", "B\n");
        let third = sandbox.commit_file("a.md", "C\n");
        let info = sandbox.root().join(".git/info");
        std::fs::create_dir_all(&info).unwrap();
        std::fs::write(info.join("grafts"), format!("{third} {first}\n")).unwrap();
        assert_eq!(sandbox.open().merge_base(second, third).unwrap(), Some(first));
        assert!(!sandbox.open().is_ancestor(second, third).unwrap());
    }

    #[test]
    fn the_bases_are_those_of_git_in_any_history() {
        for seed in 0..3 {
            let (sandbox, mut dice) = (Sandbox::new(), Dice::new(seed));
            sandbox.commit_file("a.md", "0\n");
            for branch in ["one", "two"] {
                sandbox.git(&["branch", branch]);
            }
            for step in 0..25 {
                let branch = ["main", "one", "two"][dice.below(3)];
                sandbox.git(&["checkout", "--quiet", branch]);
                // Clocks that are wrong must not matter.
                sandbox.skip([0, 0, 0, -40_000, 40_000][dice.below(5)]);
                if dice.below(3) == 0 {
                    sandbox.try_merge("ours", ["main", "one", "two"][dice.below(3)]);
                } else {
                    sandbox.commit(&format!("step {step}"));
                }
            }
            let repository = sandbox.open();
            for (a, b) in [("main", "one"), ("one", "two"), ("two", "main"), ("main~2", "two")] {
                let (a, b) = (sandbox.id(a), sandbox.id(b));
                let bases = repository
                    .with_ancestry(|ancestry| bases_by_rank(&repository, ancestry, a, b))
                    .unwrap();
                let found: BTreeSet<CommitId> = bases.into_iter().collect();
                let (a, b) = (a.to_string(), b.to_string());
                let by_git = sandbox.git(&["merge-base", "--all", &a, &b]);
                let expected: BTreeSet<CommitId> =
                    by_git.lines().map(|id| CommitId::from_hex(id).unwrap()).collect();
                assert_eq!(found, expected, "{seed}: {a} and {b}");
            }
            let all = sandbox.git(&["rev-list", "--all"]);
            let all: Vec<CommitId> =
                all.lines().map(|id| CommitId::from_hex(id).unwrap()).collect();
            for (ancestor, descendant) in all.iter().flat_map(|a| all.iter().map(move |b| (*a, *b)))
            {
                let told = repository
                    .with_ancestry(|ancestry| {
                        let node = ancestry.node(descendant.to_gix());
                        ancestry.rank(&repository, node)?;
                        let node = ancestry.node(ancestor.to_gix());
                        ancestry.rank(&repository, node)?;
                        reaches(&repository, ancestry, descendant, ancestor)
                    })
                    .unwrap();
                let bases = repository.merge_bases(ancestor, descendant).unwrap();
                // Nobody asks whether a commit is its own ancestor.
                let expected = ancestor != descendant && bases.contains(&ancestor);
                assert_eq!(told, Some(expected), "{seed}: {ancestor} below {descendant}");
            }
        }
    }
}
