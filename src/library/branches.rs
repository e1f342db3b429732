//! The numbers that other branches give to their documents, and which of these are given
//! twice.
//!
//! Reads of a branch only what it has changed since it parted from the tree at hand. Two
//! documents with one number are the same document where that can be told cheaply: they stand
//! at one path, have one content, or go back to a commit that has the number already; or one
//! of them once stood where the other stands, as after a squash merge.

use std::collections::{BTreeMap, HashMap};

use crate::git::{
    BlobId, Branch, CommitId, FileKind, GitError, Head, History, Repository, TreeFile,
};
use crate::paths::RepoPath;
use crate::progress::Progress;

use super::revision::local_path;
use super::selection::{Candidate, Selection};
use super::{Library, Settings};

/// What the other branches say.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Branches {
    /// The numbers that stand for several documents, in the order of the numbers.
    pub collisions: Vec<Collision>,
    /// How many branches beside the tree at hand were looked at.
    pub looked_at: usize,
    /// The branches that cannot be compared, since this clone lacks the commits; sorted.
    pub unknown: Vec<String>,
    /// Whether any of them was fetched from elsewhere.
    pub any_fetched: bool,
}

/// A number that stands for several documents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Collision {
    /// The number, as the first of them writes it.
    pub id: String,
    /// The documents: that of the tree at hand first, if it has one.
    pub holders: Vec<Holder>,
}

/// One of several documents with the same number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holder {
    /// Where it stands.
    pub path: RepoPath,
    /// The branches that have it, the local ones first; empty for the tree at hand.
    pub branches: Vec<String>,
}

/// A document that a commit has under a number.
#[derive(Debug, Clone)]
struct Claim {
    id: String,
    path: RepoPath,
    blob: Option<BlobId>,
    /// None for the tree at hand where that has no commit.
    tip: Option<CommitId>,
    /// The names of the tip; empty for the tree at hand.
    branches: Vec<String>,
}

impl Library {
    /// Looks for numbers that stand for several documents, in this tree and on all branches,
    /// those fetched from elsewhere included. Tags are left out: what they hold has been on a
    /// branch.
    ///
    /// # Errors
    /// When references cannot be read, or commits or folders are damaged.
    pub fn across_branches(
        &self,
        repository: &Repository,
        settings: Settings<'_>,
        progress: &dyn Progress,
    ) -> Result<Branches, GitError> {
        let head = match (self.source.commit(), repository.head()?) {
            (Some(commit), _) => Some(commit),
            (None, Head::Commit { id, .. }) => Some(id),
            (None, Head::Unborn { .. }) => None,
        };
        let is_complete = repository.history()? != History::Shallow;
        let mut reading = Reading::of(self, repository, settings);
        let mut found = Branches::default();
        let mut claims = self.own_claims(head);
        let tips = by_tip(repository.branches()?, head);
        progress.begin("branches", Some(tips.len() as u64));
        for (tip, names) in tips {
            progress.advance(1);
            let claimed = match head.map(|head| repository.merge_base(head, tip)).transpose() {
                // What is beyond a shallow clone may be what both go back to.
                Ok(Some(None)) if !is_complete => None,
                Ok(base) => reading.claimed(tip, base.flatten())?,
                Err(GitError::MissingObject { .. }) => None,
                Err(error) => return Err(error),
            };
            let Some(claimed) = claimed else {
                found.unknown.extend(names);
                continue;
            };
            found.looked_at += names.len();
            for (id, file) in claimed {
                let claim = Claim {
                    id,
                    path: file.path,
                    blob: Some(file.blob),
                    tip: Some(tip),
                    branches: names.clone(),
                };
                claims.entry(claim.id.to_lowercase()).or_default().push(claim);
            }
        }
        progress.finish();
        for claims in claims.into_values() {
            found.collisions.extend(collision(claims, &mut reading, progress)?);
        }
        found.unknown.sort();
        found.any_fetched = repository.has_fetched_branches()?;
        Ok(found)
    }

    fn own_claims(&self, head: Option<CommitId>) -> BTreeMap<String, Vec<Claim>> {
        let mut claims: BTreeMap<String, Vec<Claim>> = BTreeMap::new();
        for member in &self.members {
            let Some(id) = member.document.fields().id.value() else { continue };
            let claim = Claim {
                id: id.as_str().to_owned(),
                path: member.path.clone(),
                blob: member.blob,
                tip: head,
                branches: Vec::new(),
            };
            claims.entry(claim.id.to_lowercase()).or_default().push(claim);
        }
        claims
    }
}

/// The commits that branches stand at beside the one at hand, in the order of their first
/// names, each with all of these.
fn by_tip(branches: Vec<Branch>, head: Option<CommitId>) -> Vec<(CommitId, Vec<String>)> {
    let mut tips: Vec<(CommitId, Vec<String>)> = Vec::new();
    let mut places: HashMap<CommitId, usize> = HashMap::new();
    for branch in branches.into_iter().filter(|branch| Some(branch.tip) != head) {
        let place = *places.entry(branch.tip).or_insert(tips.len());
        match tips.get_mut(place) {
            Some((_, names)) => names.push(branch.name),
            None => tips.push((branch.tip, vec![branch.name])),
        }
    }
    tips
}

/// The documents of one number, those that are the same taken together; `None` where there is
/// only one.
fn collision(
    claims: Vec<Claim>,
    reading: &mut Reading<'_>,
    progress: &dyn Progress,
) -> Result<Option<Collision>, GitError> {
    let Some(id) = claims.first().map(|claim| claim.id.clone()) else { return Ok(None) };
    let mut documents: Vec<Vec<Claim>> = Vec::new();
    for claim in claims {
        let mut place = None;
        for (at, same) in documents.iter().enumerate() {
            let mut is_same = same.iter().any(|other| other.path == claim.path);
            for other in same.iter().filter(|_| !is_same).take(MOST_COMPARED) {
                if reading.is_same(other, &claim, progress)? {
                    is_same = true;
                    break;
                }
            }
            if is_same {
                place = Some(at);
                break;
            }
        }
        match place.and_then(|at| documents.get_mut(at)) {
            Some(same) => same.push(claim),
            None => documents.push(vec![claim]),
        }
    }
    let is_of_branches = documents.iter().flatten().any(|claim| !claim.branches.is_empty());
    if documents.len() < 2 || !is_of_branches {
        return Ok(None);
    }
    let holders = documents.into_iter().filter_map(|same| {
        let first = same.first()?;
        let path = first.path.clone();
        let is_here = first.branches.is_empty();
        let mut branches: Vec<String> = Vec::new();
        for name in same.into_iter().flat_map(|claim| claim.branches).filter(|_| !is_here) {
            if !branches.contains(&name) {
                branches.push(name);
            }
        }
        Some(Holder { path, branches })
    });
    Ok(Some(Collision { id, holders: holders.collect() }))
}

/// Of branches that hold the same document at different paths, so many are compared: each
/// comparison may read history.
const MOST_COMPARED: usize = 8;

/// What has been read of commits.
struct Reading<'r> {
    library: &'r Library,
    repository: &'r Repository,
    settings: Settings<'r>,
    selection: Selection<'r>,
    ids: HashMap<BlobId, Option<String>>,
    /// Where the numbers, in lower case, stand in a commit.
    places: HashMap<CommitId, HashMap<String, Vec<RepoPath>>>,
}

impl<'r> Reading<'r> {
    fn of(library: &'r Library, repository: &'r Repository, settings: Settings<'r>) -> Self {
        let at_hand = library.members.iter().filter(|member| member.is_verbatim);
        let ids = at_hand.filter_map(|member| {
            let id = member.document.fields().id.value().map(|id| id.as_str().to_owned());
            Some((member.blob?, id))
        });
        Self {
            library,
            repository,
            settings,
            selection: Selection::of(settings.config, None),
            ids: ids.collect(),
            places: HashMap::new(),
        }
    }

    /// The documents with a number that a commit has and `base` has not, or has otherwise;
    /// `None` where this clone lacks one of its folders.
    fn claimed(
        &mut self,
        tip: CommitId,
        base: Option<CommitId>,
    ) -> Result<Option<Vec<(String, TreeFile)>>, GitError> {
        match self.repository.files_unlike(tip, base, self.settings.folder) {
            Ok(files) => Ok(Some(self.numbered(files))),
            Err(GitError::MissingObject { .. }) => Ok(None),
            Err(error) => Err(error),
        }
    }

    fn numbered(&mut self, files: Vec<TreeFile>) -> Vec<(String, TreeFile)> {
        let mut found = Vec::new();
        for file in files {
            let local = local_path(&file.path, self.settings.folder);
            let candidate = local.map_or(Candidate::No, |local| self.selection.judge(&local));
            if file.kind != FileKind::File || candidate == Candidate::No {
                continue;
            }
            let (library, repository) = (self.library, self.repository);
            let id = self.ids.entry(file.blob).or_insert_with(|| {
                library.id_in(repository, &file, candidate == Candidate::Conventional)
            });
            if let Some(id) = id {
                found.push((id.clone(), file));
            }
        }
        found
    }

    fn places(&mut self, commit: CommitId, id: &str) -> Result<Vec<RepoPath>, GitError> {
        if !self.places.contains_key(&commit) {
            let mut places: HashMap<String, Vec<RepoPath>> = HashMap::new();
            let files = self.repository.files(commit)?.files;
            for (id, file) in self.numbered(files) {
                places.entry(id.to_lowercase()).or_default().push(file.path);
            }
            self.places.insert(commit, places);
        }
        let places = self.places.get(&commit).and_then(|places| places.get(&id.to_lowercase()));
        Ok(places.cloned().unwrap_or_default())
    }

    /// Whether two documents of one number are one document.
    fn is_same(&mut self, a: &Claim, b: &Claim, progress: &dyn Progress) -> Result<bool, GitError> {
        if a.path == b.path || (a.blob.is_some() && a.blob == b.blob) {
            return Ok(true);
        }
        // Two of one tree are two.
        let (Some(from), Some(to)) = (a.tip, b.tip) else { return Ok(false) };
        if from == to {
            return Ok(false);
        }
        match self.goes_back(a, b, from, to) {
            Ok(Some(is_same)) => return Ok(is_same),
            Ok(None) => {}
            Err(GitError::MissingObject { .. }) => return Ok(false),
            Err(error) => return Err(error),
        }
        Ok(self.has_stood(from, &b.path, progress)? || self.has_stood(to, &a.path, progress)?)
    }

    /// Whether both go back to the document that had the number where the two histories part;
    /// `None` where none had it there.
    fn goes_back(
        &mut self,
        a: &Claim,
        b: &Claim,
        from: CommitId,
        to: CommitId,
    ) -> Result<Option<bool>, GitError> {
        let Some(base) = self.repository.merge_base(from, to)? else { return Ok(None) };
        let before = self.places(base, &a.id)?;
        if before.is_empty() {
            return Ok(None);
        }
        for (claim, tip) in [(a, from), (b, to)] {
            // One that stands beside the document that was there is a second one.
            let now = if claim.branches.is_empty() {
                self.library.places_of(&claim.id)
            } else {
                self.places(tip, &claim.id)?
            };
            let is_second = now.iter().any(|path| before.contains(path) && *path != claim.path);
            if is_second && !before.contains(&claim.path) {
                return Ok(Some(false));
            }
        }
        Ok(Some(true))
    }

    /// Whether a document stood at a path in any commit behind `tip`.
    fn has_stood(
        &self,
        tip: CommitId,
        path: &RepoPath,
        progress: &dyn Progress,
    ) -> Result<bool, GitError> {
        let timelines =
            self.repository.path_timelines(tip, std::slice::from_ref(path), progress)?;
        Ok(timelines.iter().any(|timeline| !timeline.revisions.is_empty()))
    }
}

impl Library {
    fn places_of(&self, id: &str) -> Vec<RepoPath> {
        let has_it = |other: &str| other.eq_ignore_ascii_case(id);
        let members = self.members.iter();
        members
            .filter(|member| {
                member.document.fields().id.value().is_some_and(|id| has_it(id.as_str()))
            })
            .map(|member| member.path.clone())
            .collect()
    }
}
