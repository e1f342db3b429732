//! Where a document stood before the commit that added it.
//!
//! A rename is not recorded in git; it is an addition beside a removal. A document's
//! former place is looked for among the Markdown files that the same commit removed,
//! anywhere in the repository, seen from its first parent: first the very same
//! content, then the most similar one, from half of the text on, as in git.
//! A copy is no rename: it has another document's history.
//!
//! An id in the front matter is better evidence than any likeness, but this module
//! knows no front matter.

use std::cmp::{Ordering, Reverse};
use std::collections::{BTreeMap, HashMap};
use std::hash::{DefaultHasher, Hash, Hasher};

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

impl Repository {
    /// The Markdown files that a commit removed, seen from its first parent.
    pub(super) fn removed_by(
        &self,
        commit: CommitId,
    ) -> Result<Option<(CommitId, Vec<Removed>)>, GitError> {
        let (new, parent) = self.with_ancestry(|ancestry| {
            let node = ancestry.node(commit.to_gix());
            let read = ancestry.commit(self, node)?;
            let parent = ancestry.parents(&read).first().copied();
            let Some(parent) = parent else { return Ok((read.tree, None)) };
            let old = ancestry.commit(self, parent)?.tree;
            Ok((read.tree, Some((ancestry.id(parent), old))))
        })?;
        let Some((parent, old)) = parent else { return Ok(None) };
        let mut removed = Vec::new();
        let mut folders = vec![(Vec::new(), old, Some(new))];
        while let Some((folder, old, new)) = folders.pop() {
            let new = new.map(|new| self.entries(new)).transpose()?.unwrap_or_default();
            let new: HashMap<_, _> =
                new.into_iter().map(|entry| (entry.name, (entry.kind, entry.id))).collect();
            for Entry { name, kind, id } in self.entries(old)? {
                let now = new.get(&name).copied();
                let now_tree = now.and_then(|(kind, id)| (kind == EntryKind::Tree).then_some(id));
                let path = joined(&folder, &name);
                if kind == EntryKind::Tree {
                    if now_tree != Some(id) {
                        folders.push((path, id, now_tree));
                    }
                } else if (now.is_none() || now_tree.is_some())
                    && matches!(kind, EntryKind::Blob | EntryKind::BlobExecutable)
                    && let Some(path) = as_path(&path).filter(is_markdown)
                {
                    removed.push(Removed { path, blob: BlobId::from_gix(id) });
                }
            }
        }
        removed.sort_by(|a, b| a.path.cmp(&b.path));
        Ok(Some((parent, removed)))
    }

    fn entries(&self, tree: gix::ObjectId) -> Result<Vec<Entry>, GitError> {
        let object = self.object(tree, Kind::Tree)?;
        TreeRefIter::from_bytes(&object.data, tree.kind())
            .map(|entry| {
                let entry =
                    entry.map_err(|cause| GitError::damaged(ObjectId::from_gix(tree), cause))?;
                let (name, id) = (entry.filename.to_vec(), entry.oid.to_owned());
                Ok(Entry { name, kind: entry.mode.kind(), id })
            })
            .collect()
    }
}

struct Entry {
    name: Vec<u8>,
    kind: EntryKind,
    id: gix::ObjectId,
}

/// Whether a file is Markdown by its name, with or without another ending behind:
/// `add-a-user.html.md.erb`.
fn is_markdown(path: &RepoPath) -> bool {
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
    let mut pieces = PiecesOf { repository, read: HashMap::new() };
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
    let mut taken: HashMap<usize, &RepoPath> = HashMap::new();
    for (added_at, removed_at, _) in scores {
        let path = &added[added_at].path;
        if !found.pairs.contains_key(&added_at) && *taken.entry(removed_at).or_insert(path) == path
        {
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
    read: HashMap<BlobId, Option<Pieces>>,
}

impl PiecesOf<'_> {
    /// How much of the larger of two files is in the other, in thousandths.
    fn similarity(&mut self, a: BlobId, b: BlobId) -> Result<u64, GitError> {
        for blob in [a, b] {
            if !self.read.contains_key(&blob) {
                let size = self.repository.blob_size(blob)?;
                let pieces = if size <= LARGEST_COMPARED {
                    Some(Pieces::of(&self.repository.blob(blob)?))
                } else {
                    None
                };
                self.read.insert(blob, pieces);
            }
        }
        let pieces = |blob| self.read.get(&blob).and_then(Option::as_ref);
        Ok(pieces(a).zip(pieces(b)).map_or(0, |(a, b)| a.similarity(b)))
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
                let mut hasher = DefaultHasher::new();
                words.unwrap_or(piece).hash(&mut hasher);
                (hasher.finish(), piece.len() as u64)
            })
            .collect();
        sorted.sort_unstable();
        Self { sorted, length: text.len() as u64 }
    }

    fn similarity(&self, other: &Self) -> u64 {
        let (shorter, longer) =
            (self.length.min(other.length), self.length.max(other.length).max(1));
        if shorter * 1_000 / longer < HALF {
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
        common * 1_000 / longer
    }
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
