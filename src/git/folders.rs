//! Which of many documents differ between two trees, without looking at the rest.
//!
//! The documents' paths stand in a tree of their own, so that only folders that hold
//! a document are ever read, and of those only where the two sides differ. A folder
//! is read once for as long as walks come back to it.

mod sieve;

use std::collections::HashMap;
use std::ops::Range;
use std::rc::Rc;

use gix::objs::tree::EntryKind;
use gix::objs::{Kind, TreeRefIter};

use crate::paths::RepoPath;

use super::document_set::DocumentSet;
use super::{BlobId, CommitId, GitError, ObjectId, Repository};
use sieve::Sieve;

/// How many entries are kept at most, twice; about 50 bytes each.
const KEPT_ENTRIES: usize = 500_000;

/// The documents of a walk, numbered so that those of a folder follow each other.
pub(super) struct Folders {
    folders: Vec<Folder>,
    /// The place of each numbered document in the list it came from.
    places: Vec<usize>,
}

/// A folder above at least one document.
struct Folder {
    /// Sorted by name.
    children: Vec<Child>,
    documents: Range<usize>,
}

struct Child {
    name: Vec<u8>,
    /// The documents at this very path; several where a list names it twice.
    documents: Range<usize>,
    /// The folder of that name, by its index; a path can have been both.
    folder: Option<usize>,
}

/// What stands at a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Entry {
    kind: EntryKind,
    id: gix::ObjectId,
}

impl Entry {
    /// The content, where it is a file: a symbolic link is never a document.
    pub(super) fn blob(self) -> Option<BlobId> {
        matches!(self.kind, EntryKind::Blob | EntryKind::BlobExecutable)
            .then(|| BlobId::from_gix(self.id))
    }

    pub(super) fn is_folder(self) -> bool {
        self.kind == EntryKind::Tree
    }

    fn tree(self) -> Option<gix::ObjectId> {
        (self.kind == EntryKind::Tree).then_some(self.id)
    }
}

/// A document that is not the same in two trees.
#[derive(Debug, Clone, Copy)]
pub(super) struct Difference {
    pub(super) document: usize,
    pub(super) old: Option<Entry>,
    pub(super) new: Option<Entry>,
}

/// What a comparison found.
#[derive(Debug, Default)]
pub(super) struct Differences {
    /// Ascending by document.
    pub(super) found: Vec<Difference>,
    /// Documents below a folder that is not in this clone, with that folder.
    pub(super) unknown: Vec<(usize, ObjectId)>,
}

impl Folders {
    pub(super) fn above(documents: &[RepoPath]) -> Self {
        let paths: Vec<Vec<&str>> = documents.iter().map(|path| path.parts().collect()).collect();
        let mut places: Vec<usize> = (0..paths.len()).collect();
        places.sort_by(|a, b| paths[*a].cmp(&paths[*b]));
        let sorted: Vec<&[&str]> = places.iter().map(|place| paths[*place].as_slice()).collect();
        let mut folders = Vec::new();
        add_folder(&mut folders, &sorted, 0..sorted.len(), 0);
        Self { folders, places }
    }

    pub(super) fn count(&self) -> usize {
        self.places.len()
    }

    /// The place of a numbered document in the list the documents came from.
    pub(super) fn place(&self, document: usize) -> usize {
        self.places[document]
    }

    pub(super) fn numbered(&self) -> impl Iterator<Item = (usize, usize)> {
        self.places.iter().copied().enumerate()
    }
}

/// Adds the folder of `documents`, whose paths agree up to `depth`, and all below it.
fn add_folder(
    folders: &mut Vec<Folder>,
    paths: &[&[&str]],
    documents: Range<usize>,
    depth: usize,
) -> usize {
    let index = folders.len();
    folders.push(Folder { children: Vec::new(), documents: documents.clone() });
    let mut children = Vec::new();
    let mut at = documents.start;
    while at < documents.end {
        let name = paths[at][depth];
        let run = |from: usize, within: &dyn Fn(&[&str]) -> bool| {
            (from..documents.end).find(|i| !within(paths[*i])).unwrap_or(documents.end)
        };
        // A path sorts before those below it.
        let files = run(at, &|path| path[depth] == name && path.len() == depth + 1);
        let end = run(files, &|path| path[depth] == name);
        let folder = (files < end).then(|| add_folder(folders, paths, files..end, depth + 1));
        children.push(Child { name: name.as_bytes().to_vec(), documents: at..files, folder });
        at = end;
    }
    folders[index].children = children;
    index
}

/// Compares trees and remembers the folders it has read.
pub(super) struct Comparer<'a> {
    repository: &'a Repository,
    folders: &'a Folders,
    /// None until it is first asked for, or where there are no filters.
    sieve: Option<Sieve<'a>>,
    has_looked_for_filters: bool,
    recent: Entries,
    older: Entries,
    kept: usize,
}

type Entries = HashMap<(usize, gix::ObjectId), Rc<[Option<Entry>]>>;

impl<'a> Comparer<'a> {
    pub(super) fn new(repository: &'a Repository, folders: &'a Folders) -> Self {
        let (recent, older) = (Entries::new(), Entries::new());
        Self {
            repository,
            folders,
            sieve: None,
            has_looked_for_filters: false,
            recent,
            older,
            kept: 0,
        }
    }

    /// Which documents of `among` differ between two trees; no tree holds nothing.
    pub(super) fn compare(
        &mut self,
        old: Option<gix::ObjectId>,
        new: Option<gix::ObjectId>,
        among: &DocumentSet,
    ) -> Result<Differences, GitError> {
        let mut differences = Differences::default();
        self.compare_folder(0, old, new, among, &mut differences)?;
        Ok(differences)
    }

    /// As [`Comparer::compare`] of a commit's tree with that of its first parent, where git's
    /// filters can say of many documents that they are the same.
    pub(super) fn compare_with_first_parent(
        &mut self,
        commit: CommitId,
        old: gix::ObjectId,
        new: gix::ObjectId,
        among: &DocumentSet,
    ) -> Result<Differences, GitError> {
        if old == new {
            return Ok(Differences::default());
        }
        let left = self.sieve()?.and_then(|sieve| sieve.sift(commit.to_gix(), among));
        self.compare(Some(old), Some(new), left.as_ref().unwrap_or(among))
    }

    fn sieve(&mut self) -> Result<Option<&Sieve<'a>>, GitError> {
        if !std::mem::replace(&mut self.has_looked_for_filters, true) {
            let filters = self.repository.changed_paths()?;
            self.sieve = filters.map(|filters| Sieve::new(filters, self.folders));
        }
        Ok(self.sieve.as_ref())
    }

    fn compare_folder(
        &mut self,
        index: usize,
        old: Option<gix::ObjectId>,
        new: Option<gix::ObjectId>,
        among: &DocumentSet,
        differences: &mut Differences,
    ) -> Result<(), GitError> {
        let folder = &self.folders.folders[index];
        if old == new || !among.any_in(&folder.documents) {
            return Ok(());
        }
        let mut sides = [None, None];
        for (side, tree) in sides.iter_mut().zip([old, new]) {
            let Some(tree) = tree else { continue };
            match self.entries(index, tree) {
                Ok(entries) => *side = Some(entries),
                Err(GitError::MissingObject { id }) => {
                    let lost = folder.documents.clone().filter(|number| among.contains(*number));
                    differences.unknown.extend(lost.map(|number| (number, id)));
                    return Ok(());
                }
                Err(error) => return Err(error),
            }
        }
        for (at, child) in folder.children.iter().enumerate() {
            let [old, new] = sides
                .each_ref()
                .map(|side| side.as_ref().and_then(|side| side.get(at).copied().flatten()));
            if old == new {
                continue;
            }
            for document in child.documents.clone().filter(|number| among.contains(*number)) {
                differences.found.push(Difference { document, old, new });
            }
            if let Some(below) = child.folder {
                let [old, new] = [old, new].map(|entry| entry.and_then(Entry::tree));
                self.compare_folder(below, old, new, among, differences)?;
            }
        }
        Ok(())
    }

    /// What stands at each child of a folder, in the order of the children.
    fn entries(
        &mut self,
        index: usize,
        tree: gix::ObjectId,
    ) -> Result<Rc<[Option<Entry>]>, GitError> {
        let key = (index, tree);
        if let Some(entries) = self.recent.get(&key) {
            return Ok(Rc::clone(entries));
        }
        let entries = match self.older.get(&key) {
            Some(entries) => Rc::clone(entries),
            None => read_entries(self.repository, &self.folders.folders[index].children, tree)?,
        };
        self.kept += entries.len();
        if self.kept > KEPT_ENTRIES {
            self.kept = entries.len();
            self.older = std::mem::take(&mut self.recent);
        }
        self.recent.insert(key, Rc::clone(&entries));
        Ok(entries)
    }
}

fn read_entries(
    repository: &Repository,
    children: &[Child],
    tree: gix::ObjectId,
) -> Result<Rc<[Option<Entry>]>, GitError> {
    let object = repository.object(tree, Kind::Tree)?;
    let mut found = vec![None; children.len()];
    // Both lists are sorted, but not alike: to git a folder's name ends in a slash.
    let mut next = 0;
    for entry in TreeRefIter::from_bytes(&object.data, tree.kind()) {
        let entry = entry.map_err(|cause| GitError::damaged(ObjectId::from_gix(tree), cause))?;
        let is_next = |child: &Child| child.name.as_slice() == entry.filename;
        if !children.get(next).is_some_and(is_next) {
            match children.binary_search_by(|child| child.name.as_slice().cmp(entry.filename)) {
                Ok(at) => next = at,
                Err(at) => {
                    next = at;
                    continue;
                }
            }
        }
        found[next] = Some(Entry { kind: entry.mode.kind(), id: entry.oid.to_owned() });
        next += 1;
    }
    Ok(found.into())
}
