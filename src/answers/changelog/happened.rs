//! What happened to the documents between both ends of a release.
//!
//! The commits of the release are looked at for all of them. The whole past is asked for only
//! where a date of last review was set, because only the dates before it tell what it is.

use std::collections::HashMap;

use crate::evolution::{Evolution, Pair};
use crate::git::{GitError, Revision, Timeline};
use crate::paths::RepoPath;
use crate::progress::Progress;
use crate::reviews::{DateField, date_set_by};

use super::Request;

/// The history of the documents that a release changes, by path.
pub(super) struct Happened {
    /// Within the release, newest first.
    within: HashMap<RepoPath, Vec<Revision>>,
    /// All of it, of those whose date of last review was set.
    pub(super) dated: HashMap<RepoPath, Timeline>,
}

impl Happened {
    pub(super) fn to(
        changed: &[&Pair<'_>],
        request: &Request<'_>,
        evolution: &Evolution<'_>,
        progress: &dyn Progress,
    ) -> Result<Self, GitError> {
        let (repository, to) = (request.repository, request.to.commit);
        let from = request.from.as_ref().map(|from| from.commit);
        let documents = changed.iter().filter_map(|pair| pair.either());
        let paths: Vec<RepoPath> = documents.map(|member| member.path.clone()).collect();
        let range = repository.commits_between(from, to)?;
        let within = repository.revisions_among(to, &range, &paths, progress)?;
        let mut dated = Vec::new();
        for (path, revisions) in paths.iter().zip(&within) {
            // What landed together is one piece of work. Where the older end does not stand on
            // the line, a part of it may lie behind that end.
            let is_whole = from.is_none_or(|from| request.landing.of(from) == Some(from));
            if !is_whole || sets_date(revisions, evolution)? {
                dated.push(path.clone());
            }
        }
        let timelines = repository.timelines(to, &dated, progress)?;
        Ok(Self {
            within: paths.into_iter().zip(within).collect(),
            dated: dated.into_iter().zip(timelines).collect(),
        })
    }

    /// What happened to a document within the release, newest first.
    pub(super) fn revisions_of(&self, pair: &Pair<'_>) -> &[Revision] {
        let known = pair.either().and_then(|member| self.within.get(&member.path));
        known.map(Vec::as_slice).unwrap_or_default()
    }
}

fn sets_date(revisions: &[Revision], evolution: &Evolution<'_>) -> Result<bool, GitError> {
    for revision in revisions {
        if date_set_by(DateField::LastReviewed, revision, evolution)?.is_some() {
            return Ok(true);
        }
    }
    Ok(false)
}
