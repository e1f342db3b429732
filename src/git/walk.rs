//! Which commit last changed each of many documents, in one walk.
//!
//! The answer is that of `git log -1 -- PATH` for each of them, by git's own
//! definition of a simplified history: a document goes on from a commit to the first
//! parent in which it is the same; a commit in none of whose parents it is the same
//! has changed it. So a walk carries, for each commit it has yet to visit, the set of
//! documents that have come that far unchanged. A document is in one place at a time,
//! therefore commits may be visited in any order, and a wrong clock cannot make a
//! wrong answer.
//!
//! A single pass over `git log --name-only`, which lists changes rather than follows
//! documents, names another commit wherever a merge took one side.

use std::collections::{BinaryHeap, HashMap};

use crate::paths::RepoPath;
use crate::progress::Progress;

use super::ancestry::{Ancestry, Node};
use super::document_set::DocumentSet;
use super::folders::{Comparer, Folders};
use super::{CommitId, GitError, ObjectId, Repository};

/// The commit that last changed a document, as far as a clone can tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LastChange {
    /// This commit.
    Commit(CommitId),
    /// This commit or one before it: a shallow clone ends there.
    Boundary(CommitId),
    /// Unknown, because this object is not in the clone.
    MissingObject(ObjectId),
    /// The document is in no commit.
    Never,
}

impl Repository {
    /// Which commit last changed each document, seen from `start`, in the order of
    /// `documents`. A document that is not in `start` gets the commit that removed it.
    ///
    /// # Errors
    /// When `start` is missing, or an object on the way is damaged.
    pub fn last_changes(
        &self,
        start: CommitId,
        documents: &[RepoPath],
        progress: &dyn Progress,
    ) -> Result<Vec<LastChange>, GitError> {
        let folders = Folders::above(documents);
        let mut answers = vec![LastChange::Never; documents.len()];
        self.with_ancestry(|ancestry| {
            let mut walk = Walk {
                repository: self,
                ancestry,
                comparer: Comparer::new(self, &folders),
                waiting: HashMap::new(),
                order: BinaryHeap::new(),
            };
            progress.begin("last changes", None);
            let found = walk.run(start, folders.count(), progress);
            progress.finish();
            for (document, answer) in found? {
                answers[folders.place(document)] = answer;
            }
            Ok(answers)
        })
    }
}

struct Walk<'a> {
    repository: &'a Repository,
    ancestry: &'a mut Ancestry,
    comparer: Comparer<'a>,
    /// The documents that have come as far as each commit.
    waiting: HashMap<Node, DocumentSet>,
    /// By generation, then time: the order in which a commit is visited once, as a rule.
    order: BinaryHeap<(u32, i64, Node)>,
}

impl Walk<'_> {
    fn run(
        &mut self,
        start: CommitId,
        count: usize,
        progress: &dyn Progress,
    ) -> Result<Vec<(usize, LastChange)>, GitError> {
        let start = self.ancestry.node(start.to_gix());
        self.ancestry.commit(self.repository, start)?;
        let mut answers = Vec::with_capacity(count);
        self.send(start, DocumentSet::all(count))?;
        while let Some((_, _, node)) = self.order.pop() {
            // A commit stands in the order twice when documents came late.
            if let Some(documents) = self.waiting.remove(&node) {
                self.visit(node, documents, &mut answers)?;
                progress.advance(1);
            }
        }
        Ok(answers)
    }

    fn visit(
        &mut self,
        node: Node,
        mut left: DocumentSet,
        answers: &mut Vec<(usize, LastChange)>,
    ) -> Result<(), GitError> {
        let commit = self.ancestry.commit(self.repository, node)?;
        let id = self.ancestry.id(node);
        if commit.is_boundary {
            answers.extend(left.iter().map(|document| (document, LastChange::Boundary(id))));
            return Ok(());
        }
        let parents = self.ancestry.parents(&commit).to_vec();
        if parents.is_empty() {
            let present = self.comparer.compare(None, Some(commit.tree), &left)?;
            let first = |document| (document, LastChange::Commit(id));
            answers.extend(present.found.iter().map(|present| first(present.document)));
            answers.extend(present.unknown.into_iter().map(missing));
            return Ok(());
        }
        for (at, parent) in parents.into_iter().enumerate() {
            if left.is_empty() {
                break;
            }
            let tree = match self.ancestry.commit(self.repository, parent) {
                Ok(commit) => commit.tree,
                Err(GitError::MissingObject { id }) => {
                    answers.extend(left.iter().map(|document| missing((document, id))));
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
            left = DocumentSet::none(0);
            for (document, id) in differences.unknown {
                same.remove(document);
                answers.push(missing((document, id)));
            }
            if !differences.found.is_empty() {
                left = same.emptied();
                for difference in differences.found {
                    same.remove(difference.document);
                    left.insert(difference.document);
                }
            }
            self.send(parent, same)?;
        }
        answers.extend(left.iter().map(|document| (document, LastChange::Commit(id))));
        Ok(())
    }

    fn send(&mut self, node: Node, documents: DocumentSet) -> Result<(), GitError> {
        if documents.is_empty() {
            return Ok(());
        }
        let commit = self.ancestry.commit(self.repository, node)?;
        if let Some(waiting) = self.waiting.get_mut(&node) {
            waiting.unite(&documents);
        } else {
            self.waiting.insert(node, documents);
            self.order.push((commit.generation, commit.time, node));
        }
        Ok(())
    }
}

fn missing((document, id): (usize, ObjectId)) -> (usize, LastChange) {
    (document, LastChange::MissingObject(id))
}
