//! Documents that history has taken away: their reviews took place all the same.

use std::collections::{HashMap, HashSet};

use crate::document::front_matter::Fields;
use crate::git::{BlobId, CommitId, GitError, Timeline};
use crate::paths::RepoPath;
use crate::progress::Progress;
use crate::standing::Ground;

use super::reviewed::Inquiry;

/// The histories of documents that stood at these places and stand nowhere now: neither what
/// came back, nor what goes on under another name in one of the `known` or of each other.
pub(super) fn timelines(
    places: &[RepoPath],
    known: &HashMap<RepoPath, Timeline>,
    ground: Ground<'_>,
    progress: &dyn Progress,
) -> Result<Vec<(RepoPath, Timeline)>, GitError> {
    let places: Vec<RepoPath> =
        places.iter().filter(|path| !known.contains_key(path)).cloned().collect();
    let timelines = ground.repository.timelines(ground.start, &places, progress)?;
    let mut found: Vec<(RepoPath, Timeline)> = places.into_iter().zip(timelines).collect();
    let all = known.values().chain(found.iter().map(|(_, timeline)| timeline));
    let moved: HashSet<(CommitId, RepoPath)> = all
        .flat_map(|timeline| &timeline.revisions)
        .filter_map(|revision| Some((revision.commit, revision.renamed_from.clone()?)))
        .collect();
    found.retain(|(path, timeline)| {
        let newest = timeline.revisions.first();
        newest.is_some_and(|newest| {
            newest.blob.is_none() && !moved.contains(&(newest.commit, path.clone()))
        })
    });
    Ok(found)
}

/// What a document was when it was there last.
#[derive(Debug, Clone, Copy)]
pub(super) struct Last {
    /// The commit that took it away.
    pub(super) removed_in: Option<CommitId>,
    blob: Option<BlobId>,
}

impl Last {
    pub(super) fn of(timeline: &Timeline) -> Self {
        let removed_in = timeline.revisions.first().map(|revision| revision.commit);
        let blob = timeline.revisions.iter().find_map(|revision| revision.blob);
        Self { removed_in, blob }
    }

    /// Its title and its fields; none where it cannot be read.
    pub(super) fn read(
        self,
        path: &RepoPath,
        inquiry: &Inquiry<'_>,
    ) -> Result<Option<(String, Fields)>, GitError> {
        let Some(blob) = self.blob else { return Ok(None) };
        let Some(then) = inquiry.due.read(blob)? else { return Ok(None) };
        let title = inquiry.evolution.version(blob)?.and_then(|document| document.title());
        Ok(Some((title.unwrap_or_else(|| path.stem().replace(['-', '_'], " ")), then.fields)))
    }
}
