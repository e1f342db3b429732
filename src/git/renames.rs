//! Where a document stood before the commit that added it.
//!
//! A rename is not recorded in git; it is an addition beside a removal. A document's
//! former place is looked for among the Markdown files that the same commit removed,
//! anywhere in the repository, seen from its first parent: first the very same
//! content, then the most similar one, from half of the text on, as in git.
//! A copy is no rename: it has another document's history.
//!
//! All Markdown that the commit added takes part, whichever documents are asked about:
//! what a document was called before must not depend on who else is in the question.
//!
//! An id in the front matter is better evidence than any likeness, but this module
//! knows no front matter.

use std::cmp::{Ordering, Reverse};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use gix::bstr::ByteSlice;
use gix::objs::tree::EntryKind;
use gix::objs::{Kind, TreeRefIter};

use crate::paths::RepoPath;

use super::tree::{as_path, joined};
use super::{BlobId, CommitId, GitError, ObjectId, Repository};

/// Beyond this many pairs only files of the same name are compared, which a move of
/// whole folders leaves.
const MOST_PAIRS: usize = 100_000;

/// Larger files, in bytes, are only ever the same or different.
const LARGEST_COMPARED: u64 = 1 << 20;

/// A document that a commit added.
#[derive(Debug, Clone)]
pub(super) struct Added {
    pub(super) path: RepoPath,
    pub(super) blob: BlobId,
}

/// A file that a commit removed.
#[derive(Debug, Clone)]
pub(super) struct Removed {
    pub(super) path: RepoPath,
    pub(super) blob: BlobId,
}

/// The Markdown that came and went with a commit, each sorted by path.
#[derive(Debug)]
pub(super) struct Exchange {
    /// The first parent.
    pub(super) parent: CommitId,
    /// What no parent has.
    pub(super) added: Vec<Added>,
    /// What the first parent has and the commit has not.
    pub(super) removed: Vec<Removed>,
}

impl Repository {
    /// The Markdown that came and went with a commit; none for one without parents.
    pub(super) fn exchange(&self, commit: CommitId) -> Result<Option<Exchange>, GitError> {
        let Some((mut exchange, others)) = self.exchange_with_first_parent(commit)? else {
            return Ok(None);
        };
        let mut new_to_all = Vec::with_capacity(exchange.added.len());
        for file in exchange.added {
            let mut is_elsewhere = false;
            for other in &others {
                is_elsewhere |= self.file(*other, &file.path)?.is_some();
            }
            if !is_elsewhere {
                new_to_all.push(file);
            }
        }
        exchange.added = new_to_all;
        Ok(Some(exchange))
    }

    /// As [`Repository::exchange`], but what other parents have is new as well: as the first
    /// parent saw it. With these other parents.
    pub(super) fn exchange_with_first_parent(
        &self,
        commit: CommitId,
    ) -> Result<Option<(Exchange, Vec<CommitId>)>, GitError> {
        let (new, parents) = self.with_ancestry(|ancestry| {
            let node = ancestry.node(commit.to_gix());
            let read = ancestry.commit(self, node)?;
            let parents = ancestry.parents(&read).to_vec();
            let Some(first) = parents.first() else { return Ok((read.tree, None)) };
            let old = ancestry.commit(self, *first)?.tree;
            let others = parents.iter().skip(1).map(|node| ancestry.id(*node)).collect();
            Ok((read.tree, Some((ancestry.id(*first), old, others))))
        })?;
        let Some((parent, old, others)): Option<(_, _, Vec<CommitId>)> = parents else {
            return Ok(None);
        };
        let (mut added, mut removed) = (Vec::new(), Vec::new());
        let mut folders = vec![(Vec::new(), Some(old), Some(new))];
        while let Some((folder, old, new)) = folders.pop() {
            let [old, new] = [self.entries(old)?, self.entries(new)?];
            for (name, entry) in &old {
                let now = new.get(name);
                if now == Some(entry) {
                    continue;
                }
                let path = joined(&folder, name);
                let now_tree = now.and_then(Entry::tree);
                if let Some(tree) = entry.tree() {
                    folders.push((path, Some(tree), now_tree));
                } else if (now.is_none() || now_tree.is_some())
                    && let Some((path, blob)) = entry.markdown(&path)
                {
                    removed.push(Removed { path, blob });
                }
            }
            for (name, entry) in &new {
                let before = old.get(name);
                let was_tree = before.is_some_and(|before| before.tree().is_some());
                let path = joined(&folder, name);
                if let Some(tree) = entry.tree() {
                    if !was_tree {
                        folders.push((path, None, Some(tree)));
                    }
                } else if (before.is_none() || was_tree)
                    && let Some((path, blob)) = entry.markdown(&path)
                {
                    added.push(Added { path, blob });
                }
            }
        }
        added.sort_by(|a, b| a.path.cmp(&b.path));
        removed.sort_by(|a, b| a.path.cmp(&b.path));
        Ok(Some((Exchange { parent, added, removed }, others)))
    }

    /// What stands in a folder, by name; nothing where there is no folder.
    fn entries(&self, tree: Option<gix::ObjectId>) -> Result<HashMap<Vec<u8>, Entry>, GitError> {
        let Some(tree) = tree else { return Ok(HashMap::new()) };
        let object = self.object(tree, Kind::Tree)?;
        TreeRefIter::from_bytes(&object.data, tree.kind())
            .map(|entry| {
                let entry =
                    entry.map_err(|cause| GitError::damaged(ObjectId::from_gix(tree), cause))?;
                let (kind, id) = (entry.mode.kind(), entry.oid.to_owned());
                Ok((entry.filename.to_vec(), Entry { kind, id }))
            })
            .collect()
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Entry {
    kind: EntryKind,
    id: gix::ObjectId,
}

impl Entry {
    fn tree(&self) -> Option<gix::ObjectId> {
        (self.kind == EntryKind::Tree).then_some(self.id)
    }

    /// Its path and content, where it is a Markdown file.
    fn markdown(&self, path: &[u8]) -> Option<(RepoPath, BlobId)> {
        if !matches!(self.kind, EntryKind::Blob | EntryKind::BlobExecutable) {
            return None;
        }
        Some((as_path(path).filter(is_markdown)?, BlobId::from_gix(self.id)))
    }
}

/// Whether a file is Markdown by its name, with or without another ending behind:
/// `add-a-user.html.md.erb`.
pub(super) fn is_markdown(path: &RepoPath) -> bool {
    let mut endings = path.file_name().split('.').skip(1);
    endings.any(|ending| {
        ["md", "markdown", "mdown", "mkd", "mdx"]
            .iter()
            .any(|known| ending.eq_ignore_ascii_case(known))
    })
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
    let is_empty = |blob: BlobId| blob.to_gix().is_empty_blob();
    let mut by_blob: HashMap<BlobId, Vec<usize>> = HashMap::new();
    for (at, removed) in removed.iter().enumerate().filter(|(_, removed)| !is_empty(removed.blob)) {
        by_blob.entry(removed.blob).or_default().push(at);
    }
    let mut scores = Vec::new();
    let mut changed = Vec::new();
    for (at, added) in added.iter().enumerate().filter(|(_, added)| !is_empty(added.blob)) {
        match by_blob.get(&added.blob) {
            Some(same) => scores.extend(same.iter().map(|removed| (at, *removed, EXACT))),
            None => changed.push(at),
        }
    }
    let all = changed.len().saturating_mul(removed.len()) <= MOST_PAIRS;
    // Where as many files came with a content as went with it, none of them is left over.
    let mut same: HashMap<BlobId, usize> = HashMap::new();
    for added in added {
        *same.entry(added.blob).or_default() += 1;
    }
    let is_left = |blob: BlobId| {
        let went = by_blob.get(&blob).map_or(0, Vec::len);
        went > same.get(&blob).copied().unwrap_or(0)
    };
    let left: Vec<usize> = (0..removed.len()).filter(|at| is_left(removed[*at].blob)).collect();
    let (first, others): (Vec<usize>, Vec<usize>) = changed.into_iter().partition(|at| asked(*at));
    let mut found = Pairs::default();
    let mut likeness = Likeness::default();
    for added_at in first.into_iter().map(Some).chain([None]).chain(others.into_iter().map(Some)) {
        let Some(added_at) = added_at else {
            if !scores.iter().any(|(at, ..)| asked(*at)) {
                break;
            }
            continue;
        };
        let document = &added[added_at];
        match likeness.scores(repository, document.blob, removed, &left) {
            Ok(like) => scores.extend(
                like.into_iter()
                    .filter(|(at, _)| all || same_name(document, &removed[*at]))
                    .map(|(removed_at, score)| (added_at, removed_at, score)),
            ),
            Err(GitError::MissingObject { id }) => drop(found.doubts.insert(added_at, id)),
            Err(error) => return Err(error),
        }
        if let Some(id) = likeness.missing {
            found.doubts.entry(added_at).or_insert(id);
        }
    }
    // The best first; among equals the same name, then the order of paths.
    scores.sort_by_key(|(added_at, removed_at, score)| {
        let same_name = same_name(&added[*added_at], &removed[*removed_at]);
        (Reverse((*score, same_name)), *added_at, *removed_at)
    });
    let mut taken = HashSet::new();
    for (added_at, removed_at, _) in scores {
        if !found.pairs.contains_key(&added_at) && taken.insert(removed_at) {
            found.pairs.insert(added_at, removed_at);
            found.doubts.remove(&added_at);
        }
    }
    Ok(found)
}

fn same_name(added: &Added, removed: &Removed) -> bool {
    added.path.file_name() == removed.path.file_name()
}

/// Likeness in thousandths; the same content is more than any likeness.
const EXACT: u64 = 1_001;
const HALF: u64 = 500;

/// How much of `whole` a part is, in thousandths.
fn share(part: u64, whole: u64) -> u64 {
    part * 1_000 / whole.max(1)
}

/// Removed files, to be compared with the added ones.
#[derive(Default)]
struct Likeness {
    /// Read when the first file is compared with them.
    removed: Option<Vec<(usize, Pieces)>>,
    /// Each piece beside the place in `removed` of a file that it is in; sorted.
    holders: Vec<(u64, usize)>,
    /// A removed file that is not in the clone.
    missing: Option<ObjectId>,
}

impl Likeness {
    /// Which removed files of those that are left share at least half of the text with an
    /// added one, and how much of the larger of the two is in the other, in thousandths.
    fn scores(
        &mut self,
        repository: &Repository,
        added: BlobId,
        removed: &[Removed],
        left: &[usize],
    ) -> Result<Vec<(usize, u64)>, GitError> {
        if left.is_empty() {
            return Ok(Vec::new());
        }
        let Some(document) = pieces_of(repository, added)? else { return Ok(Vec::new()) };
        if self.removed.is_none() {
            self.read(repository, removed, left)?;
        }
        let Some(read) = &self.removed else { return Ok(Vec::new()) };
        let scores = self.candidates(&document).into_iter().filter_map(|place| {
            let (at, pieces) = read.get(place)?;
            let score = pieces.similarity(&document);
            (score >= HALF).then_some((*at, score))
        });
        Ok(scores.collect())
    }

    fn read(
        &mut self,
        repository: &Repository,
        removed: &[Removed],
        left: &[usize],
    ) -> Result<(), GitError> {
        let mut read = Vec::with_capacity(left.len());
        for at in left {
            match pieces_of(repository, removed[*at].blob) {
                Ok(pieces) => read.extend(pieces.map(|pieces| (*at, pieces))),
                Err(GitError::MissingObject { id }) => drop(self.missing.get_or_insert(id)),
                Err(error) => return Err(error),
            }
        }
        self.hold(read);
        Ok(())
    }

    fn hold(&mut self, removed: Vec<(usize, Pieces)>) {
        for (place, (_, pieces)) in removed.iter().enumerate() {
            self.holders.extend(pieces.distinct().into_iter().map(|(hash, _)| (hash, place)));
        }
        self.holders.sort_unstable();
        self.removed = Some(removed);
    }

    /// The only files that can share half of a document: whoever does has one of any pieces
    /// that together are more than the other half. The rarest pieces leave the fewest files.
    fn candidates(&self, document: &Pieces) -> BTreeSet<usize> {
        let held = |hash: u64| {
            let from = self.holders.partition_point(|(other, _)| *other < hash);
            let behind = self.holders.get(from..).unwrap_or_default();
            behind.get(..behind.partition_point(|(other, _)| *other == hash)).unwrap_or_default()
        };
        let distinct = document.distinct().into_iter();
        let mut pieces: Vec<_> = distinct.map(|(hash, length)| (held(hash), length)).collect();
        pieces.sort_by_key(|(held, length)| (held.len(), Reverse(*length)));
        let mut left = document.length;
        let mut candidates = BTreeSet::new();
        for (held, length) in pieces {
            if share(left, document.length) < HALF {
                break;
            }
            candidates.extend(held.iter().map(|(_, place)| *place));
            left = left.saturating_sub(length);
        }
        candidates
    }
}

/// The pieces of a file; none of one that is too large to compare.
fn pieces_of(repository: &Repository, blob: BlobId) -> Result<Option<Pieces>, GitError> {
    if repository.blob_size(blob)? > LARGEST_COMPARED {
        return Ok(None);
    }
    Ok(Some(Pieces::of(&repository.blob(blob)?)))
}

/// The pieces of a file as sorted fingerprints with their lengths in bytes.
///
/// As in git a piece is a line, or 64 bytes of a longer one: a paragraph that stands
/// on one line would otherwise be lost to a single word.
struct Pieces {
    sorted: Vec<(u64, u64)>,
    length: u64,
}

impl Pieces {
    fn of(text: &[u8]) -> Self {
        let lines = text.lines_with_terminator().flat_map(|line| line.chunks(64));
        let mut sorted: Vec<_> = lines
            .map(|piece| {
                // Other line ends are no change.
                let words = piece.strip_suffix(b"\r\n").or(piece.strip_suffix(b"\n"));
                (hash(words.unwrap_or(piece)), piece.len() as u64)
            })
            .collect();
        sorted.sort_unstable();
        Self { sorted, length: text.len() as u64 }
    }

    /// Each piece once, with the length of all that are the same.
    fn distinct(&self) -> Vec<(u64, u64)> {
        let same = self.sorted.chunk_by(|a, b| a.0 == b.0);
        same.filter_map(|same| Some((same.first()?.0, same.iter().map(|(_, length)| length).sum())))
            .collect()
    }

    fn similarity(&self, other: &Self) -> u64 {
        let longer = self.length.max(other.length);
        if share(self.length.min(other.length), longer) < HALF {
            return 0;
        }
        let (mut a, mut b) = (self.sorted.iter().peekable(), other.sorted.iter().peekable());
        let mut common = 0;
        while let (Some(left), Some(right)) = (a.peek(), b.peek()) {
            match left.0.cmp(&right.0) {
                Ordering::Less => drop(a.next()),
                Ordering::Greater => drop(b.next()),
                Ordering::Equal => {
                    common += left.1.min(right.1);
                    a.next();
                    b.next();
                }
            }
        }
        share(common, longer)
    }
}

/// A fast hash of a piece of text. Two pieces that share one only make two files look
/// more alike than they are.
fn hash(piece: &[u8]) -> u64 {
    /// The golden ratio in 64 bits, odd.
    const FACTOR: u64 = 0x9e37_79b9_7f4a_7c15;
    piece.chunks(8).fold(piece.len() as u64, |hash, chunk| {
        let mut word = [0; 8];
        word[..chunk.len()].copy_from_slice(chunk);
        (hash.rotate_left(23) ^ u64::from_le_bytes(word)).wrapping_mul(FACTOR)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn markdown_is_told_by_any_ending() {
        let is = |path| is_markdown(&RepoPath::new(path).unwrap());
        assert!(is("a.md") && is("x/README.Markdown") && is("b.html.md.erb"));
        assert!(!is("md") && !is("a.txt") && !is("x.md/a.rs"));
    }

    #[test]
    fn likeness_is_the_share_of_common_text() {
        let like =
            |a: &str, b: &str| Pieces::of(a.as_bytes()).similarity(&Pieces::of(b.as_bytes()));
        assert_eq!(like("a\nb\n", "a\nb\n"), 1_000);
        assert_eq!(like("a\nb\n", "a\nc\n"), 500);
        assert_eq!(like("b\na\n", "a\r\nb\r\n"), 666);
        assert_eq!(like("a\nb\nc\nd\n", "a\n"), 0);
        assert_eq!(like("", ""), 0);
        assert_eq!(like("a\n", ""), 0);
        let long = "word ".repeat(60);
        assert!(like(&long, &format!("{long}and one more")) > 800);
    }
    proptest! {
        /// Each number is a line; most are rare, some stand in almost every file.
        #[test]
        fn no_file_that_is_alike_is_passed_over(
            document in proptest::collection::vec(0_u8..20, 0..30),
            files in proptest::collection::vec(proptest::collection::vec(0_u8..20, 0..30), 0..8),
        ) {
            let line = |number: &u8| "x".repeat(usize::from(*number)) + "\n";
            let pieces = |lines: &[u8]| {
                Pieces::of(lines.iter().map(line).collect::<String>().as_bytes())
            };
            let document = pieces(&document);
            let mut likeness = Likeness::default();
            let files = files.iter().map(|lines| pieces(lines));
            likeness.hold(files.enumerate().collect());
            let candidates = likeness.candidates(&document);
            for (at, file) in likeness.removed.unwrap() {
                prop_assert!(file.similarity(&document) < HALF || candidates.contains(&at));
            }
        }
    }
}
