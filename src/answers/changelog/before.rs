//! Which version of each document was in force when the older end of a release was new.

use std::collections::HashMap;

use crate::evolution::{Evolution, Pair};
use crate::git::GitError;
use crate::paths::RepoPath;
use crate::progress::Progress;
use crate::standing::{BranchDay, Detail, identify, in_force};

use super::Request;

/// The versions, by where the documents stood at the older end. Left out is what is not
/// certain, or not in force, and everything where the older end is not on the line of the
/// controlled branch.
pub(super) fn versions_in_force(
    changed: &[&Pair<'_>],
    request: &Request<'_>,
    evolution: &Evolution<'_>,
    progress: &dyn Progress,
) -> Result<HashMap<RepoPath, String>, GitError> {
    let Some(older) = request.from.as_ref().map(|from| from.commit) else {
        return Ok(HashMap::new());
    };
    let repository = request.repository;
    let line = repository.branch_line(request.landing)?;
    let day =
        BranchDay::at_commit(&line, older, request.zone, request.config.history.in_force_from);
    let Some((day, place)) = day.and_then(|day| day.place().map(|place| (day, place))) else {
        return Ok(HashMap::new());
    };
    // Without a version there is nothing to name, and history need not be asked.
    let old = changed.iter().filter_map(|pair| pair.old);
    let old = old.filter(|member| member.document.fields().version.is_given());
    let paths: Vec<RepoPath> = old.map(|member| member.path.clone()).collect();
    if paths.is_empty() {
        return Ok(HashMap::new());
    }
    let all = repository.editions(&line, place, &paths, progress)?;
    let mut versions = HashMap::new();
    for (path, mut editions) in paths.into_iter().zip(all) {
        identify(&mut editions, &line, repository, evolution)?;
        let answer = in_force(&editions, &day, evolution, Detail::Text)?;
        let version = match &answer.text {
            Some(text) if !answer.is_uncertain() => text.fields.version.value(),
            _ => None,
        };
        if let Some(version) = version {
            versions.insert(path, version.clone());
        }
    }
    Ok(versions)
}
