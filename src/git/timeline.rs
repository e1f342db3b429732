//! Every change of each of many documents, newest first, in one walk.
//!
//! The changes are those that `git log -- PATH` lists: a document follows the first
//! parent in which it is the same, and all parents of a commit that changed it. What
//! a merge threw away is therefore not in its timeline. As in [`super::walk`] a commit
//! carries the set of documents that have come that far; here every commit is visited
//! after all its children, so once, and only where a document has come to it.

use std::collections::{BTreeMap, HashMap, HashSet};

use crate::paths::RepoPath;
use crate::progress::Progress;

use super::ancestry::{Ancestry, Commit, Node};
use super::document_set::DocumentSet;
use super::finished::{Finished, Through};
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

/// Where a walk need not go on.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Limits<'a> {
    /// What is known already.
    pub(super) finished: Option<&'a Finished>,
    /// The commits that are asked about, if not all are. No commit that builds on one of them
    /// is missing among them, so that each is come to through others of them.
    pub(super) among: Option<&'a HashSet<CommitId>>,
}

impl<'a> Limits<'a> {
    /// All of history, but for what is known.
    pub(super) fn known(finished: Option<&'a Finished>) -> Self {
        Self { finished, among: None }
    }

    fn asks_about(&self, commit: CommitId) -> bool {
        self.among.is_none_or(|among| among.contains(&commit))
    }
}

/// What following a strand found.
#[derive(Debug)]
pub(super) struct Followed {
    pub(super) timeline: Timeline,
    /// How many of the revisions, the newest, the walk itself found; the others, if there
    /// are any, were known to be the rest.
    pub(super) walked: usize,
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
        let strands: Vec<_> = paths.iter().map(strand).collect();
        let finished = self.finished(Through::Path)?;
        let followed = self.follow(&strands, Limits::known(finished.as_deref()), progress)?;
        let timelines: Vec<_> = followed.into_iter().map(|followed| followed.timeline).collect();
        self.finish(Through::Path, start, paths.iter().zip(&timelines))?;
        Ok(timelines)
    }

    /// The changes of each strand, in the order of `strands`, going no further than where
    /// they are known or not asked about. What is known is given whole.
    pub(super) fn follow(
        &self,
        strands: &[Strand],
        limits: Limits<'_>,
        progress: &dyn Progress,
    ) -> Result<Vec<Followed>, GitError> {
        let known = |strand: &Strand| limits.finished?.timeline(strand.from, &strand.path);
        let mut known: Vec<Option<Timeline>> = strands.iter().map(known).collect();
        let unknown: Vec<&Strand> =
            strands.iter().zip(&known).filter(|(_, known)| known.is_none()).map(|s| s.0).collect();
        let mut walked = self.walk(&unknown, limits, progress)?.into_iter();
        let followed = known.iter_mut().map(Option::take).map(|known| match known {
            Some(timeline) => Some(Followed { timeline, walked: 0 }),
            None => walked.next(),
        });
        Ok(followed.flatten().collect())
    }

    fn walk(
        &self,
        strands: &[&Strand],
        limits: Limits<'_>,
        progress: &dyn Progress,
    ) -> Result<Vec<Followed>, GitError> {
        if strands.is_empty() {
            return Ok(Vec::new());
        }
        let paths: Vec<_> = strands.iter().map(|strand| strand.path.clone()).collect();
        let folders = Folders::above(&paths);
        self.with_ancestry(|ancestry| {
            let mut walk = Walk {
                repository: self,
                ancestry,
                comparer: Comparer::new(self, &folders),
                folders: &folders,
                paths: &paths,
                limits,
                waiting: BTreeMap::new(),
                timelines: vec![Timeline { revisions: Vec::new(), end: End::Created }; paths.len()],
                walked: vec![None; paths.len()],
            };
            let numbered = folders.numbered();
            for (document, place) in
                numbered.filter(|(_, place)| limits.asks_about(strands[*place].from))
            {
                let node = walk.ancestry.node(strands[place].from.to_gix());
                walk.ancestry.commit(self, node)?;
                let mut only = DocumentSet::none(folders.count());
                only.insert(document);
                walk.send(node, i64::MAX, &only)?;
            }
            progress.begin("timelines", None);
            let followed = walk.run(progress);
            progress.finish();
            followed
        })
    }
}

struct Walk<'a> {
    repository: &'a Repository,
    ancestry: &'a mut Ancestry,
    comparer: Comparer<'a>,
    folders: &'a Folders,
    paths: &'a [RepoPath],
    limits: Limits<'a>,
    /// The documents that have come as far as each commit. The last of them is the commit
    /// to visit next: nothing that waits has it among its ancestors.
    waiting: BTreeMap<(i64, CommitId, Node), DocumentSet>,
    timelines: Vec<Timeline>,
    /// How many revisions were found before the rest was known, where it was.
    walked: Vec<Option<usize>>,
}

impl Walk<'_> {
    fn run(mut self, progress: &dyn Progress) -> Result<Vec<Followed>, GitError> {
        while let Some(((rank, id, node), mut documents)) = self.waiting.pop_last() {
            progress.advance(1);
            self.take_known(id, &mut documents);
            if documents.is_empty() {
                continue;
            }
            let commit = self.ancestry.commit(self.repository, node)?;
            let parents = self.ancestry.parents(&commit).to_vec();
            if parents.is_empty() {
                self.begin(node, &commit, &documents)?;
            } else {
                self.visit(node, rank, &commit, &parents, documents)?;
            }
        }
        let followed = self.timelines.into_iter().zip(self.walked).map(|(timeline, walked)| {
            let walked = walked.unwrap_or(timeline.revisions.len());
            Followed { timeline, walked }
        });
        Ok(followed.collect())
    }

    /// Adds what is known of the documents that wait at this commit and nowhere else.
    fn take_known(&mut self, id: CommitId, documents: &mut DocumentSet) {
        let Some(finished) = self.limits.finished.filter(|finished| finished.is_tip(id)) else {
            return;
        };
        let mut elsewhere = documents.emptied();
        self.waiting.values().for_each(|waiting| elsewhere.unite(waiting));
        for document in documents.clone().iter().filter(|number| !elsewhere.contains(*number)) {
            let place = self.folders.place(document);
            if let Some(known) = finished.timeline(id, &self.paths[place]) {
                let timeline = &mut self.timelines[place];
                self.walked[place] = Some(timeline.revisions.len());
                timeline.revisions.extend(known.revisions);
                timeline.end = timeline.end.or(known.end);
                documents.remove(document);
            }
        }
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
        rank: i64,
        commit: &Commit,
        parents: &[Node],
        mut left: DocumentSet,
    ) -> Result<(), GitError> {
        let mut changed: HashMap<usize, (Difference, Vec<Option<BlobId>>)> = HashMap::new();
        let id = self.ancestry.id(node);
        for (at, parent) in parents.iter().enumerate() {
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
            let differences = if at == 0 {
                self.comparer.compare_with_first_parent(id, tree, commit.tree, &left)?
            } else {
                self.comparer.compare(Some(tree), Some(commit.tree), &left)?
            };
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
            self.send(*parent, rank, &same)?;
        }
        for document in left.iter() {
            if let Some((difference, previous)) = changed.remove(&document) {
                self.revise(node, &difference, previous);
            }
        }
        for parent in parents {
            self.send(*parent, rank, &left)?;
        }
        Ok(())
    }

    fn revise(&mut self, node: Node, difference: &Difference, previous: Vec<Option<BlobId>>) {
        let place = self.folders.place(difference.document);
        let blob = difference.new.and_then(Entry::blob);
        // A link or a submodule that came, changed or went is no revision of a document; a
        // change in a folder that stands at the path is one to git.
        let is_folder =
            [difference.old, difference.new].into_iter().flatten().any(Entry::is_folder);
        if blob.is_none() && !is_folder && previous.iter().all(Option::is_none) {
            return;
        }
        self.timelines[place].revisions.push(Revision {
            commit: self.ancestry.id(node),
            path: self.paths[place].clone(),
            blob,
            previous,
            renamed_from: None,
        });
    }

    fn end(&mut self, document: usize, end: End) {
        let timeline = &mut self.timelines[self.folders.place(document)];
        timeline.end = timeline.end.or(end);
    }

    /// Sends documents on to a commit, from one of a higher rank: grafts can make a circle,
    /// in which nothing is sent back.
    fn send(&mut self, node: Node, below: i64, documents: &DocumentSet) -> Result<(), GitError> {
        if documents.is_empty() || !self.limits.asks_about(self.ancestry.id(node)) {
            return Ok(());
        }
        let rank = self.ancestry.rank(self.repository, node)?;
        if rank < below {
            let place = (rank, self.ancestry.id(node), node);
            let waiting = self.waiting.entry(place);
            waiting.or_insert_with(|| documents.emptied()).unite(documents);
        }
        Ok(())
    }
}
