//! Every change of each of many documents, newest first, in one walk.
//!
//! The changes are those that `git log -- PATH` lists: a document follows the first
//! parent in which it is the same, and all parents of a commit that changed it. What
//! a merge threw away is therefore not in its timeline. As in [`super::walk`] a commit
//! carries the set of documents that have come that far; here every commit is visited
//! after all its children, so once.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap};

use crate::paths::RepoPath;
use crate::progress::Progress;

use super::ancestry::{Ancestry, Commit, Node};
use super::document_set::DocumentSet;
use super::folders::{Comparer, Difference, Entry, Folders};
use super::{BlobId, CommitId, GitError, ObjectId, Repository};

/// The changes of one document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Timeline {
    /// Newest first, no commit before one that builds on it. None where the document
    /// is in no commit.
    pub revisions: Vec<Revision>,
    /// Why there are no older ones.
    pub end: End,
}

/// A commit that changed a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Revision {
    /// The commit.
    pub commit: CommitId,
    /// Where the document stood in it.
    pub path: RepoPath,
    /// Its content; none where the commit removed it.
    pub blob: Option<BlobId>,
    /// Its content in each parent of the commit, in their order.
    pub previous: Vec<Option<BlobId>>,
    /// Where it stood before, where the commit renamed it.
    pub renamed_from: Option<RepoPath>,
}

impl Revision {
    /// Whether the commit is a merge: its content differs from every side, so somebody
    /// joined them by hand, or git did line by line.
    #[must_use]
    pub fn is_merge(&self) -> bool {
        self.previous.len() > 1
    }

    /// Whether the document was not there before.
    #[must_use]
    pub fn is_addition(&self) -> bool {
        self.blob.is_some() && self.previous.iter().all(Option::is_none)
    }
}

/// Where the knowledge of a timeline ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// At its beginning: nothing is missing.
    Created,
    /// At this commit, the last of a shallow clone; what it changed is unknown.
    Boundary(CommitId),
    /// At this object, which is not in the clone.
    MissingObject(ObjectId),
}

impl End {
    /// The more ignorant of two: a document can have come along several lines.
    fn or(self, other: Self) -> Self {
        match (self, other) {
            (Self::Created, other) | (Self::Boundary(_), other @ Self::MissingObject(_)) => other,
            (end, _) => end,
        }
    }
}

/// A path, and the commit from which on to look for its changes.
#[derive(Debug, Clone)]
pub(super) struct Strand {
    pub(super) from: CommitId,
    pub(super) path: RepoPath,
}

impl Repository {
    /// Every change of each path, seen from `start`, in the order of `paths`; a rename
    /// is where a timeline ends.
    ///
    /// # Errors
    /// When `start` is missing, or an object on the way is damaged.
    pub fn path_timelines(
        &self,
        start: CommitId,
        paths: &[RepoPath],
        progress: &dyn Progress,
    ) -> Result<Vec<Timeline>, GitError> {
        let strand = |path: &RepoPath| Strand { from: start, path: path.clone() };
        self.follow(&paths.iter().map(strand).collect::<Vec<_>>(), progress)
    }

    /// The changes of each strand, in the order of `strands`.
    pub(super) fn follow(
        &self,
        strands: &[Strand],
        progress: &dyn Progress,
    ) -> Result<Vec<Timeline>, GitError> {
        let paths: Vec<_> = strands.iter().map(|strand| strand.path.clone()).collect();
        let folders = Folders::above(&paths);
        self.with_ancestry(|ancestry| {
            let mut waiting = HashMap::new();
            for (document, place) in folders.numbered() {
                let node = ancestry.node(strands[place].from.to_gix());
                ancestry.commit(self, node)?;
                let empty = || DocumentSet::none(folders.count());
                waiting.entry(node).or_insert_with(empty).insert(document);
            }
            let order = order(self, ancestry, waiting.keys().copied())?;
            let walk = Walk {
                repository: self,
                ancestry,
                comparer: Comparer::new(self, &folders),
                folders: &folders,
                paths: &paths,
                waiting,
                timelines: vec![Timeline { revisions: Vec::new(), end: End::Created }; paths.len()],
            };
            progress.begin("timelines", Some(order.len() as u64));
            let timelines = walk.run(&order, progress);
            progress.finish();
            timelines
        })
    }
}

/// All commits that can be reached, each after all that build on it, otherwise newest first.
fn order(
    repository: &Repository,
    ancestry: &mut Ancestry,
    starts: impl Iterator<Item = Node>,
) -> Result<Vec<Node>, GitError> {
    let reached = ancestry.reach(repository, starts)?;
    // `None` for a commit that is not in the clone.
    let mut children = vec![None; ancestry.len()];
    for node in &reached {
        children[*node] = Some(0_usize);
    }
    for node in &reached {
        let commit = ancestry.commit(repository, *node)?;
        for parent in ancestry.parents(&commit) {
            if let Some(count) = &mut children[*parent] {
                *count += 1;
            }
        }
    }
    let mut ready = BinaryHeap::new();
    for node in reached.iter().filter(|node| children[**node] == Some(0)) {
        let time = ancestry.commit(repository, *node)?.time;
        ready.push((time, Reverse(ready.len()), *node));
    }
    let mut order = Vec::with_capacity(reached.len());
    let mut pushed = ready.len();
    while let Some((_, _, node)) = ready.pop() {
        order.push(node);
        let commit = ancestry.commit(repository, node)?;
        for parent in ancestry.parents(&commit).to_vec() {
            let Some(count) = &mut children[parent] else { continue };
            *count -= 1;
            if *count == 0 {
                let time = ancestry.commit(repository, parent)?.time;
                ready.push((time, Reverse(pushed), parent));
                pushed += 1;
            }
        }
    }
    Ok(order)
}

struct Walk<'a> {
    repository: &'a Repository,
    ancestry: &'a mut Ancestry,
    comparer: Comparer<'a>,
    folders: &'a Folders,
    paths: &'a [RepoPath],
    /// The documents that have come as far as each commit.
    waiting: HashMap<Node, DocumentSet>,
    timelines: Vec<Timeline>,
}

impl Walk<'_> {
    fn run(mut self, order: &[Node], progress: &dyn Progress) -> Result<Vec<Timeline>, GitError> {
        for node in order {
            if let Some(documents) = self.waiting.remove(node) {
                let commit = self.ancestry.commit(self.repository, *node)?;
                let parents = self.ancestry.parents(&commit).to_vec();
                if parents.is_empty() {
                    self.begin(*node, &commit, &documents)?;
                } else {
                    self.visit(*node, &commit, &parents, documents)?;
                }
            }
            progress.advance(1);
        }
        Ok(self.timelines)
    }

    /// A commit without parents, or one whose parents a shallow clone lacks.
    fn begin(
        &mut self,
        node: Node,
        commit: &Commit,
        documents: &DocumentSet,
    ) -> Result<(), GitError> {
        let present = self.comparer.compare(None, Some(commit.tree), documents)?;
        for (document, id) in present.unknown {
            self.end(document, End::MissingObject(id));
        }
        if !commit.is_boundary {
            for difference in present.found {
                self.revise(node, &difference, Vec::new());
            }
            return Ok(());
        }
        let end = End::Boundary(self.ancestry.id(node));
        for difference in &present.found {
            self.end(difference.document, end);
        }
        // Whether it ever was there is beyond the boundary as well.
        for document in documents.iter() {
            if self.timelines[self.folders.place(document)].revisions.is_empty() {
                self.end(document, end);
            }
        }
        Ok(())
    }

    fn visit(
        &mut self,
        node: Node,
        commit: &Commit,
        parents: &[Node],
        mut left: DocumentSet,
    ) -> Result<(), GitError> {
        let mut changed: HashMap<usize, (Difference, Vec<Option<BlobId>>)> = HashMap::new();
        for parent in parents {
            if left.is_empty() {
                return Ok(());
            }
            let tree = match self.ancestry.commit(self.repository, *parent) {
                Ok(commit) => commit.tree,
                Err(GitError::MissingObject { id }) => {
                    left.iter().for_each(|document| self.end(document, End::MissingObject(id)));
                    return Ok(());
                }
                Err(error) => return Err(error),
            };
            let differences = self.comparer.compare(Some(tree), Some(commit.tree), &left)?;
            let mut same = left;
            left = same.emptied();
            for (document, id) in differences.unknown {
                same.remove(document);
                self.end(document, End::MissingObject(id));
            }
            for difference in differences.found {
                same.remove(difference.document);
                left.insert(difference.document);
                let (_, previous) = changed
                    .entry(difference.document)
                    .or_insert_with(|| (difference, Vec::with_capacity(parents.len())));
                previous.push(difference.old.and_then(Entry::blob));
            }
            self.send(*parent, &same);
        }
        for document in left.iter() {
            if let Some((difference, previous)) = changed.remove(&document) {
                self.revise(node, &difference, previous);
            }
        }
        for parent in parents {
            self.send(*parent, &left);
        }
        Ok(())
    }

    fn revise(&mut self, node: Node, difference: &Difference, previous: Vec<Option<BlobId>>) {
        let place = self.folders.place(difference.document);
        self.timelines[place].revisions.push(Revision {
            commit: self.ancestry.id(node),
            path: self.paths[place].clone(),
            blob: difference.new.and_then(Entry::blob),
            previous,
            renamed_from: None,
        });
    }

    fn end(&mut self, document: usize, end: End) {
        let timeline = &mut self.timelines[self.folders.place(document)];
        timeline.end = timeline.end.or(end);
    }

    fn send(&mut self, node: Node, documents: &DocumentSet) {
        if !documents.is_empty() {
            self.waiting.entry(node).or_insert_with(|| documents.emptied()).unite(documents);
        }
    }
}
