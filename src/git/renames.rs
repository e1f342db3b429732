//! Where a document stood before the commit that brought it to its place.
//!
//! A rename is not recorded in git; it is an addition beside a removal. A document's
//! former place is looked for among the Markdown files that the same commit removed,
//! anywhere in the repository, seen from its first parent: first the very same content,
//! then the one that calls itself the same, whatever its text, and only then the most similar
//! one, from half of the text on, as in git: by lines, and where these do not agree by
//! words. Two that call themselves differently are not one document, unless nothing but
//! that name differs. A copy is no rename: it has another document's history.
//!
//! A place can also change hands: one document goes elsewhere, and another one stands there
//! with the same commit. Where a file calls itself something else and nobody else came with the
//! old name or went with the new one, it is the same document under another name.
//!
//! All Markdown that the commit changed takes part, whichever documents are asked about:
//! what a document was called before must not depend on who else is in the question.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use crate::paths::RepoPath;

use super::exchange::{Added, Changed, Exchange, Removed};
use super::likeness::{Likeness, Measure};
use super::{BlobId, GitError, ObjectId, Repository};

/// Beyond this many pairs only files of the same name are compared, which a move of
/// whole folders leaves.
const MOST_PAIRS: usize = 100_000;

/// What became of the documents that a commit brought to a place.
#[derive(Debug, Default)]
pub(super) struct Origins {
    /// Where they stood before, by where they stand now.
    pub(super) from: BTreeMap<RepoPath, Removed>,
    /// Places where another document stood before, which went elsewhere, and that came from
    /// nowhere.
    pub(super) replaced: BTreeSet<RepoPath>,
    /// Those of which nothing tells without an object that is missing.
    pub(super) doubts: BTreeMap<RepoPath, ObjectId>,
}

impl Repository {
    /// Where the documents that a commit brought to the places in `asked` stood before.
    pub(super) fn origins(
        &self,
        exchange: &Exchange,
        asked: &BTreeSet<RepoPath>,
    ) -> Result<Origins, GitError> {
        let Exchange { added, removed, changed, .. } = exchange;
        let mut pairing = Pairing::of(self, added, removed);
        pairing.by_content();
        let mut origins = Origins::default();
        if self.has_names() {
            let in_place = self.changes_of_name(changed, asked, &pairing)?;
            let (left, came) = pairing.by_name(&in_place)?;
            for (at, changed) in in_place.iter().enumerate() {
                if let Some(from) = came.get(&at) {
                    origins.from.insert(changed.path.clone(), from.clone());
                } else if left.contains(&at) {
                    origins.replaced.insert(changed.path.clone());
                }
            }
            origins.from.extend(
                pairing.elsewhere.iter().map(|(at, from)| (added[*at].path.clone(), from.clone())),
            );
        }
        let Pairs { pairs, doubts } = pairing.by_likeness(|at| asked.contains(&added[at].path))?;
        let found = pairs.into_iter();
        origins
            .from
            .extend(found.map(|(at, from)| (added[at].path.clone(), removed[from].clone())));
        origins.doubts.extend(doubts.into_iter().map(|(at, id)| (added[at].path.clone(), id)));
        Ok(origins)
    }

    /// The files that call themselves something else than before, where that can matter: a
    /// file of a name came, or it is asked about one of these.
    fn changes_of_name(
        &self,
        changed: &[Changed],
        asked: &BTreeSet<RepoPath>,
        pairing: &Pairing<'_>,
    ) -> Result<Vec<Changed>, GitError> {
        let is_asked = changed.iter().any(|changed| asked.contains(&changed.path));
        let mut found = Vec::new();
        if changed.is_empty() || !(is_asked || pairing.brings_names()?) {
            return Ok(found);
        }
        for changed in changed {
            if self.other_names(changed.old, changed.new)?.is_some() {
                found.push(changed.clone());
            }
        }
        Ok(found)
    }
}

/// Additions with the removals they continue, both by index.
#[derive(Debug, Default)]
pub(super) struct Pairs {
    pub(super) pairs: BTreeMap<usize, usize>,
    /// Additions without a removal, and the object that may be to blame.
    pub(super) doubts: BTreeMap<usize, ObjectId>,
}

/// Pairs additions with removals; every removal goes to one path. What is not `asked` about
/// takes part, but where nothing that is asked about has a counterpart the rest is not
/// looked at.
pub(super) fn pair(
    repository: &Repository,
    added: &[Added],
    removed: &[Removed],
    asked: impl Fn(usize) -> bool,
) -> Result<Pairs, GitError> {
    let mut pairing = Pairing::of(repository, added, removed);
    pairing.by_content();
    if repository.has_names() {
        pairing.by_name(&[])?;
    }
    pairing.by_likeness(asked)
}

/// Pairs on their way: what is certain is settled before what is likely.
struct Pairing<'a> {
    repository: &'a Repository,
    added: &'a [Added],
    removed: &'a [Removed],
    found: Pairs,
    taken: HashSet<usize>,
    /// Additions whose very content went, so that they are that document or a copy of it.
    copies: HashSet<usize>,
    /// Additions that stood where another document stands now.
    elsewhere: BTreeMap<usize, Removed>,
}

/// An addition, a removal and their likeness in thousandths.
type Score = (usize, usize, u64);

impl<'a> Pairing<'a> {
    fn of(repository: &'a Repository, added: &'a [Added], removed: &'a [Removed]) -> Self {
        Self {
            repository,
            added,
            removed,
            found: Pairs::default(),
            taken: HashSet::new(),
            copies: HashSet::new(),
            elsewhere: BTreeMap::new(),
        }
    }

    fn by_content(&mut self) {
        let mut by_blob: HashMap<BlobId, Vec<usize>> = HashMap::new();
        for (at, removed) in self.removed.iter().enumerate() {
            if !removed.blob.to_gix().is_empty_blob() {
                by_blob.entry(removed.blob).or_default().push(at);
            }
        }
        let mut scores = Vec::new();
        for (at, added) in self.added.iter().enumerate() {
            for removed in by_blob.get(&added.blob).into_iter().flatten() {
                scores.push((at, *removed, 0));
                self.copies.insert(at);
            }
        }
        self.settle(scores);
    }

    /// Additions that may be one of the removals that are left.
    fn open(&self) -> Vec<usize> {
        let is_open = |at: &usize| {
            !self.copies.contains(at)
                && !self.found.pairs.contains_key(at)
                && !self.elsewhere.contains_key(at)
                && !self.added[*at].blob.to_gix().is_empty_blob()
        };
        (0..self.added.len()).filter(is_open).collect()
    }

    /// Whether any of these additions calls itself something.
    fn brings_names(&self) -> Result<bool, GitError> {
        for at in self.open() {
            if self.repository.name_of(self.added[at].blob)?.is_some() {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Removals that no addition has taken.
    fn left(&self) -> Vec<usize> {
        let is_left = |at: &usize| {
            !self.taken.contains(at) && !self.removed[*at].blob.to_gix().is_empty_blob()
        };
        (0..self.removed.len()).filter(is_left).collect()
    }

    /// Pairs what calls itself the same, files `in_place` among it. Gives by their indices
    /// those of them whose former document stands elsewhere now, and where those that stood
    /// elsewhere came from.
    fn by_name(
        &mut self,
        in_place: &[Changed],
    ) -> Result<(HashSet<usize>, BTreeMap<usize, Removed>), GitError> {
        let (mut left, mut came) = (HashSet::new(), BTreeMap::new());
        let mut named = Vec::new();
        if !(self.left().is_empty() && in_place.is_empty()) {
            for at in self.open() {
                named.extend(self.repository.name_of(self.added[at].blob)?.map(|name| (at, name)));
            }
        }
        if named.is_empty() && in_place.is_empty() {
            return Ok((left, came));
        }
        let mut went: HashMap<_, (Vec<usize>, Vec<usize>)> = HashMap::new();
        for at in self.left() {
            if let Some(name) = self.repository.name_of(self.removed[at].blob)? {
                went.entry(name).or_default().0.push(at);
            }
        }
        for (at, changed) in in_place.iter().enumerate() {
            if let Some(name) = self.repository.name_of(changed.old)? {
                went.entry(name).or_default().1.push(at);
            }
        }
        let pairs = named.iter().flat_map(|(at, name)| {
            let removed = went.get(name).map(|(removed, _)| removed.as_slice());
            removed.unwrap_or_default().iter().map(|removed| (*at, *removed, 0))
        });
        self.settle(pairs.collect());
        // What is still there may have left its place to another document.
        named.retain(|(at, _)| !self.found.pairs.contains_key(at));
        for (at, name) in named {
            let places = went.get(&name).map(|(_, places)| places.as_slice()).unwrap_or_default();
            if let Some(place) = places.iter().find(|place| !left.contains(*place)) {
                left.insert(*place);
                let Changed { path, old, .. } = &in_place[*place];
                self.elsewhere.insert(at, Removed { path: path.clone(), blob: *old });
            }
        }
        for (at, changed) in in_place.iter().enumerate() {
            let Some(name) = self.repository.name_of(changed.new)? else { continue };
            let Some((removed, places)) = went.get(&name) else { continue };
            if let Some(from) = removed.iter().find(|from| !self.taken.contains(*from)) {
                self.taken.insert(*from);
                came.insert(at, self.removed[*from].clone());
            } else if let Some(place) = places.iter().find(|place| !left.contains(*place)) {
                left.insert(*place);
                let Changed { path, old, .. } = &in_place[*place];
                came.insert(at, Removed { path: path.clone(), blob: *old });
            }
        }
        Ok((left, came))
    }

    fn by_likeness(mut self, asked: impl Fn(usize) -> bool) -> Result<Pairs, GitError> {
        let (first, others): (Vec<usize>, Vec<usize>) =
            self.open().into_iter().partition(|at| asked(*at));
        let mut lines = Likeness::by(Measure::Lines);
        let mut scores = self.scores(&mut lines, &first)?;
        let mut behind = others.clone();
        if !scores.is_empty() {
            scores.extend(self.scores(&mut lines, &std::mem::take(&mut behind))?);
            self.settle(scores);
        }
        let is_open = |pairing: &Self, at: &usize| !pairing.found.pairs.contains_key(at);
        let first: Vec<usize> = first.into_iter().filter(|at| is_open(&self, at)).collect();
        let mut words = Likeness::by(Measure::Words);
        let mut scores = self.scores(&mut words, &first)?;
        if !scores.is_empty() {
            let by_lines = self.scores(&mut lines, &behind)?;
            self.settle(by_lines);
            let others: Vec<usize> = others.into_iter().filter(|at| is_open(&self, at)).collect();
            scores.extend(self.scores(&mut words, &others)?);
            self.settle(scores);
        }
        Ok(self.found)
    }

    /// How like these additions are to the removals that were left when the measure was
    /// taken first, where it is enough for one document.
    fn scores(
        &mut self,
        likeness: &mut Likeness,
        additions: &[usize],
    ) -> Result<Vec<Score>, GitError> {
        let left = self.left();
        let all = self.added.len().saturating_mul(self.removed.len()) <= MOST_PAIRS;
        let mut scores = Vec::new();
        for at in additions {
            let document = &self.added[*at];
            match likeness.scores(self.repository, document.blob, self.removed, &left) {
                Ok(like) => {
                    for (removed, score) in like {
                        let former = &self.removed[removed];
                        if (all || same_name(document, former)) && self.may_be(document, former)? {
                            scores.push((*at, removed, score));
                        }
                    }
                }
                Err(GitError::MissingObject { id }) => drop(self.found.doubts.insert(*at, id)),
                Err(error) => return Err(error),
            }
            if let Some(id) = likeness.missing {
                self.found.doubts.entry(*at).or_insert(id);
            }
        }
        Ok(scores)
    }

    /// Whether what two texts call themselves lets them be one document.
    fn may_be(&self, added: &Added, removed: &Removed) -> Result<bool, GitError> {
        let Some((old, new)) = self.repository.other_names(removed.blob, added.blob)? else {
            return Ok(true);
        };
        let [before, after] =
            [self.repository.blob(removed.blob)?, self.repository.blob(added.blob)?];
        Ok(is_renumbered(&before, &after, &old, &new))
    }

    /// Pairs the best first; among equals the same file name, then the order of paths.
    fn settle(&mut self, mut scores: Vec<Score>) {
        scores.sort_by_key(|(added, removed, score)| {
            let same_name = same_name(&self.added[*added], &self.removed[*removed]);
            (Reverse((*score, same_name)), *added, *removed)
        });
        for (added, removed, _) in scores {
            if !self.found.pairs.contains_key(&added) && self.taken.insert(removed) {
                self.found.pairs.insert(added, removed);
                self.found.doubts.remove(&added);
            }
        }
    }
}

fn same_name(added: &Added, removed: &Removed) -> bool {
    added.path.file_name() == removed.path.file_name()
}

/// Whether two texts differ in nothing but lines that have the old name, and the new one in
/// its place: the document was given another name.
fn is_renumbered(before: &[u8], after: &[u8], old: &str, new: &str) -> bool {
    let [before, after] = [before, after].map(|text| String::from_utf8_lossy(text).to_lowercase());
    let [old, new] = [old, new].map(str::to_lowercase);
    before.replace(&old, &new) == after
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::git::identity::Identity;
    use crate::git::testing::Sandbox;

    /// Reads the name from the first line: `id: A-1`.
    struct FirstLine;

    impl Identity for FirstLine {
        fn rule(&self) -> &[u8] {
            b"first line"
        }

        fn name(&self, content: &[u8]) -> Option<String> {
            let text = std::str::from_utf8(content).ok()?;
            text.lines().next()?.strip_prefix("id: ").map(str::to_owned)
        }
    }

    const TEXT: &str = "# Wash hands\n\nBefore work.\n\nAfter work.\n\nFor 30 seconds.\n";
    const OTHER: &str = "# Lock up\n\nGuards check each door and sign the sheet on the wall.\n";

    fn named(name: &str, text: &str) -> String {
        format!("id: {name}\n{text}")
    }

    /// Commits these files in place of all others.
    fn commit(sandbox: &Sandbox, files: &[(&str, String)]) {
        sandbox.git(&["rm", "-r", "--quiet", "--ignore-unmatch", "--", "."]);
        for (path, text) in files {
            sandbox.write(path, text);
        }
        sandbox.commit("next");
    }

    /// What the newest commit moved, as `old -> new`, and what it replaced.
    fn moves(sandbox: &Sandbox, asked: &[&str]) -> Vec<String> {
        let mut repository = sandbox.open();
        repository.identify_by(Box::new(FirstLine));
        let exchange = repository.exchange(sandbox.tip()).unwrap().unwrap();
        let asked = asked.iter().map(|path| RepoPath::new(path).unwrap()).collect();
        let found = repository.origins(&exchange, &asked).unwrap();
        let moved = found.from.iter().map(|(to, from)| format!("{} -> {to}", from.path));
        moved.chain(found.replaced.iter().map(|path| format!("new {path}"))).collect()
    }

    #[test]
    fn what_calls_itself_the_same_is_one_document_whatever_its_text() {
        let sandbox = Sandbox::new();
        commit(&sandbox, &[("a.md", named("A-1", TEXT)), ("b.md", named("B-1", OTHER))]);
        commit(&sandbox, &[("c.md", named("A-1", OTHER)), ("d.md", named("B-1", TEXT))]);
        assert_eq!(moves(&sandbox, &["c.md", "d.md"]), ["a.md -> c.md", "b.md -> d.md"]);
        assert_eq!(moves(&sandbox, &["d.md"]), ["a.md -> c.md", "b.md -> d.md"]);
    }

    #[test]
    fn two_that_call_themselves_differently_are_no_rename_however_alike() {
        let sandbox = Sandbox::new();
        commit(&sandbox, &[("a.md", named("A-1", TEXT))]);
        commit(&sandbox, &[("b.md", named("A-2", &TEXT.replace("30", "40")))]);
        assert_eq!(moves(&sandbox, &["b.md"]), [""; 0]);
    }

    #[test]
    fn a_document_that_was_given_another_name_and_place_is_the_same() {
        let sandbox = Sandbox::new();
        commit(&sandbox, &[("a-1.md", named("A-1", &format!("{TEXT}See [A-1](a-1.md).\n")))]);
        commit(&sandbox, &[("a-2.md", named("A-2", &format!("{TEXT}See [A-2](a-2.md).\n")))]);
        assert_eq!(moves(&sandbox, &["a-2.md"]), ["a-1.md -> a-2.md"]);
    }

    #[test]
    fn a_place_can_change_hands() {
        let sandbox = Sandbox::new();
        commit(&sandbox, &[("a.md", named("A-1", TEXT))]);
        commit(&sandbox, &[("old/a.md", named("A-1", TEXT)), ("a.md", named("A-2", OTHER))]);
        let expected = ["a.md -> old/a.md", "new a.md"];
        assert_eq!(moves(&sandbox, &["old/a.md"]), expected);
        assert_eq!(moves(&sandbox, &["a.md"]), expected);
        commit(&sandbox, &[("a.md", named("A-1", TEXT))]);
        assert_eq!(moves(&sandbox, &["a.md"]), ["old/a.md -> a.md"]);
    }

    #[test]
    fn two_documents_can_swap_their_places() {
        let sandbox = Sandbox::new();
        commit(&sandbox, &[("a.md", named("A-1", TEXT)), ("b.md", named("B-1", OTHER))]);
        commit(&sandbox, &[("a.md", named("B-1", OTHER)), ("b.md", named("A-1", TEXT))]);
        assert_eq!(moves(&sandbox, &["a.md"]), ["b.md -> a.md", "a.md -> b.md"]);
    }

    #[test]
    fn another_name_at_the_same_place_is_no_other_document_alone() {
        let sandbox = Sandbox::new();
        commit(&sandbox, &[("a.md", named("A-1", TEXT)), ("b.md", named("B-1", TEXT))]);
        commit(&sandbox, &[("a.md", named("A-2", TEXT)), ("b.md", named("B-1", OTHER))]);
        assert_eq!(moves(&sandbox, &["a.md"]), [""; 0]);
    }

    #[test]
    fn what_has_no_name_is_told_by_its_lines_and_then_by_its_words() {
        let sandbox = Sandbox::new();
        let sentence = |n: u32| format!("The clerk on shift {n} counts the till and signs it. ");
        let text: String = (0..20).map(sentence).collect();
        commit(&sandbox, &[("a.md", TEXT.to_owned()), ("b.md", text.clone())]);
        let wrapped = text.replace(" counts", "\ncounts");
        commit(&sandbox, &[("x/a.md", TEXT.replace("30", "40")), ("x/b.md", wrapped)]);
        let expected = ["a.md -> x/a.md", "b.md -> x/b.md"];
        assert_eq!(moves(&sandbox, &["x/a.md", "x/b.md"]), expected);
        assert_eq!(moves(&sandbox, &["x/b.md"]), expected);
    }

    #[test]
    fn a_file_that_became_a_link_is_gone_from_there() {
        let sandbox = Sandbox::new();
        commit(&sandbox, &[("a.md", TEXT.to_owned())]);
        sandbox.git(&["mv", "a.md", "real.md"]);
        std::os::unix::fs::symlink("real.md", sandbox.root().join("a.md")).unwrap();
        sandbox.commit("link");
        assert_eq!(moves(&sandbox, &["real.md"]), ["a.md -> real.md"]);
    }
}
