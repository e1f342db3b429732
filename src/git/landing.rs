//! Which commit of a branch's first-parent line brought each change to the branch.
//!
//! What has landed stays landed: where an earlier run has kept the answer for a commit that
//! is still on the line, only what stands above it is looked at.

use std::collections::{BTreeSet, HashMap, HashSet};

use super::ancestry::{Ancestry, Node};
use super::cache::{Reader, Writer};
use super::{Branch, CommitId, GitError, Repository};

/// The name under which the landing of a branch is kept.
const NAME: &str = "landing";

/// The commits of a branch, and when each one landed on it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Landing {
    line: Vec<CommitId>,
    /// Sorted by commit.
    landed: Vec<Landed>,
    /// Whether the clone lacks commits below.
    is_cut: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Landed {
    commit: CommitId,
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
        self.get(commit).map(|landed| landed.by)
    }

    /// Whether [`Landing::of`] can be relied on: where the branch was merged into
    /// itself (a pull, then a push), the line says that the other side landed with
    /// that merge, although it had landed before.
    #[must_use]
    pub fn is_certain(&self, commit: CommitId) -> bool {
        self.get(commit).is_some_and(|landed| landed.certain)
    }

    /// The merges of the line that merged the branch into itself.
    pub(super) fn merges_of_itself(&self) -> BTreeSet<CommitId> {
        self.landed.iter().filter(|landed| !landed.certain).map(|landed| landed.by).collect()
    }

    fn get(&self, commit: CommitId) -> Option<&Landed> {
        let at = self.landed.binary_search_by_key(&commit, |landed| landed.commit).ok()?;
        self.landed.get(at)
    }

    fn to_bytes(&self) -> Vec<u8> {
        let places: HashMap<CommitId, usize> =
            self.line.iter().enumerate().map(|(place, commit)| (*commit, place)).collect();
        let mut writer = Writer::default();
        writer.list(self.line.iter(), |writer, commit| writer.id(*commit));
        writer.list(self.landed.iter(), |writer, landed| {
            writer.id(landed.commit);
            writer.number(places.get(&landed.by).copied().unwrap_or(usize::MAX));
            writer.byte(u8::from(landed.certain));
        });
        writer.into_bytes()
    }

    fn read(bytes: &[u8]) -> Option<Self> {
        let mut reader = Reader::new(bytes);
        let line = reader.list(Reader::id)?;
        let landed = reader.list(|reader| {
            let (commit, by) = (reader.id()?, *line.get(reader.number()?)?);
            Some(Landed { commit, by, certain: reader.byte()? == 1 })
        })?;
        let is_sorted = landed.is_sorted_by_key(|landed| landed.commit);
        (is_sorted && reader.is_at_end()).then_some(Self { line, landed, is_cut: false })
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
            Ok(line.into_iter().map(|node| ancestry.id(node)).collect())
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
            landing.line = line.iter().map(|node| ancestry.id(*node)).collect();
            // A line that does not come to what is known has another past.
            let known = match landing.line.last() {
                Some(last) if Some(*last) == base => known,
                _ => Landing::default(),
            };
            landing.line.truncate(line.len() - known.line.len().min(1));
            let mut reached = Reached { known: &known, seen: HashSet::new() };
            // The oldest first, so that each marks what it is the first to reach.
            for node in line.iter().take(landing.line.len()).rev() {
                let by = ancestry.id(*node);
                let (brought, is_complete) = reached.first_by(self, ancestry, *node)?;
                landing.is_cut |= !is_complete;
                let brought = brought.into_iter();
                landing.landed.extend(brought.map(|commit| Landed { commit, by, certain: true }));
            }
            Ok(known)
        })?;
        self.doubt_merges_into_itself(branch, &mut landing)?;
        landing.line.extend(known.line);
        landing.landed.extend(known.landed);
        landing.landed.sort_unstable_by_key(|landed| landed.commit);
        Ok(landing)
    }

    fn doubt_merges_into_itself(
        &self,
        branch: &Branch,
        landing: &mut Landing,
    ) -> Result<(), GitError> {
        // Only what a merge brought along is in doubt.
        let brought = landing.landed.iter().filter(|landed| landed.commit != landed.by);
        let mut doubtful: HashSet<_> = brought.map(|landed| landed.by).collect();
        for merge in doubtful.clone() {
            if !merges_into_itself(&self.subject(merge)?, &branch.name) {
                doubtful.remove(&merge);
            }
        }
        for landed in &mut landing.landed {
            landed.certain = landed.commit == landed.by || !doubtful.contains(&landed.by);
        }
        Ok(())
    }
}

/// The first-parent line down from `tip`, to a commit if it comes to it, else to its end.
fn line_of(
    repository: &Repository,
    ancestry: &mut Ancestry,
    tip: CommitId,
    to: Option<CommitId>,
) -> Result<Vec<Node>, GitError> {
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
        line.push(node);
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
