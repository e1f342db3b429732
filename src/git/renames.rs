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
use std::collections::{BTreeMap, HashMap, HashSet};

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
                let now_tree = now.and_then(|now| now.tree());
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
        let mut new_to_all = Vec::with_capacity(added.len());
        for file in added {
            let mut is_elsewhere = false;
            for other in &others {
                is_elsewhere |= self.file(*other, &file.path)?.is_some();
            }
            if !is_elsewhere {
                new_to_all.push(file);
            }
        }
        new_to_all.sort_by(|a, b| a.path.cmp(&b.path));
        removed.sort_by(|a, b| a.path.cmp(&b.path));
        Ok(Some(Exchange { parent, added: new_to_all, removed }))
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

/// Pairs additions with removals; every removal goes to one path.
pub(super) fn pair(
    repository: &Repository,
    added: &[Added],
    removed: &[Removed],
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
    let mut pieces = PiecesOf { repository, lengths: HashMap::new(), read: HashMap::new() };
    let mut found = Pairs::default();
    for added_at in changed {
        let document = &added[added_at];
        for (removed_at, other) in removed.iter().enumerate() {
            if !all && !same_name(document, other) {
                continue;
            }
            match pieces.similarity(other.blob, document.blob) {
                Ok(score) if score >= HALF => scores.push((added_at, removed_at, score)),
                Ok(_) => {}
                Err(GitError::MissingObject { id }) => {
                    found.doubts.insert(added_at, id);
                }
                Err(error) => return Err(error),
            }
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

/// The pieces of files, each read once.
struct PiecesOf<'a> {
    repository: &'a Repository,
    /// In bytes.
    lengths: HashMap<BlobId, u64>,
    read: HashMap<BlobId, Pieces>,
}

/// How much of `whole` a part is, in thousandths.
fn share(part: u64, whole: u64) -> u64 {
    part * 1_000 / whole.max(1)
}

impl PiecesOf<'_> {
    /// How much of the larger of two files is in the other, in thousandths.
    fn similarity(&mut self, a: BlobId, b: BlobId) -> Result<u64, GitError> {
        let (length, other) = (self.length(a)?, self.length(b)?);
        // The lengths alone often tell, without unpacking either file.
        if length.max(other) > LARGEST_COMPARED
            || share(length.min(other), length.max(other)) < HALF
        {
            return Ok(0);
        }
        for blob in [a, b] {
            if !self.read.contains_key(&blob) {
                let pieces = Pieces::of(&self.repository.blob(blob)?);
                self.read.insert(blob, pieces);
            }
        }
        let pieces = |blob| self.read.get(&blob);
        Ok(pieces(a).zip(pieces(b)).map_or(0, |(a, b)| a.similarity(b)))
    }

    fn length(&mut self, blob: BlobId) -> Result<u64, GitError> {
        if let Some(known) = self.lengths.get(&blob) {
            return Ok(*known);
        }
        let length = self.repository.blob_size(blob)?;
        self.lengths.insert(blob, length);
        Ok(length)
    }
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
        let long = "word ".repeat(60);
        assert!(like(&long, &format!("{long}and one more")) > 800);
    }
}
