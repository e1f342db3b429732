//! Each document against the text that was last reviewed or approved.

use crate::evolution::Evolution;
use crate::git::GitError;
use crate::library::{Library, Member, Unreadable};
use crate::progress::Progress;
use crate::report::Context;
use crate::standing::{Ground, gather_for};

use super::{DiffReport, DocumentDiff, End, Request, Since};

/// Compares documents with the texts that somebody vouched for last. Those that nobody has
/// vouched for are named.
///
/// # Errors
/// When history cannot be read.
pub fn diff_since_review(
    library: &Library,
    ground: Ground<'_>,
    request: &Request<'_>,
    context: Context,
    progress: &dyn Progress,
) -> Result<DiffReport, GitError> {
    let mut members: Vec<&Member> = match request.only.as_slice() {
        [] => library.members.iter().collect(),
        only => only.to_vec(),
    };
    members.sort_by_cached_key(|member| member.rank());
    let evidence = gather_for(&members, library, ground, progress)?;
    let evolution = Evolution::of_library(ground.repository, library);
    let mut documents = Vec::new();
    let mut unvouched = Vec::new();
    let mut unreadable =
        if request.only.is_empty() { library.unreadable.clone() } else { Vec::new() };
    for (member, evidence) in members.into_iter().zip(evidence) {
        let cannot = |why: &str| Unreadable { path: member.path.to_string(), why: why.to_owned() };
        let vouching = match evidence.vouching {
            Some(vouching) => vouching,
            None if evidence.is_incomplete => {
                unreadable.push(cannot("the clone does not hold its last review"));
                continue;
            }
            None => {
                unvouched.push(member.name().to_owned());
                continue;
            }
        };
        let Some(blob) = vouching.text else { continue };
        let Some(version) = evolution.version(blob)? else {
            unreadable.push(cannot("the text of its last review cannot be read"));
            continue;
        };
        let now = End::of(member);
        let then = End { document: &version, ..now };
        if let Some(mut found) = DocumentDiff::of(Some(then), Some(now), request.depth) {
            let (by, date, commit) = (vouching.by, vouching.date, vouching.commit);
            found.since = Some(Since { by, date, commit });
            documents.push(found);
        }
    }
    Ok(DiffReport::new(request, documents, unreadable, unvouched, context))
}
