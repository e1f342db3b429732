//! Which former texts are of the same document: its number says so where it has one, and
//! only else the likeness of texts by which git knows a rename.

use crate::document::id::DocumentId;
use crate::evolution::Evolution;
use crate::git::{BlobId, BranchLine, Edition, Editions, End, GitError, Repository};
use crate::progress::Silent;

/// A document is followed through this many names at most; a real one has a handful.
const MOST_NAMES: usize = 32;

/// Cuts off what is of another document, and adds what stood elsewhere under the same number
/// until the very commit that brought the oldest text.
///
/// # Errors
/// When an object is damaged.
pub fn identify(
    editions: &mut Editions,
    line: &BranchLine,
    repository: &Repository,
    evolution: &Evolution<'_>,
) -> Result<(), GitError> {
    for _ in 0..MOST_NAMES {
        if let Some(first) = first_of_another(&editions.all, evolution)? {
            editions.all.truncate(first);
            editions.end = End::Created;
        }
        if editions.end != End::Created {
            return Ok(());
        }
        let Some(oldest) = editions.all.last() else { return Ok(()) };
        let Some(number) = number_of(oldest.blob, evolution)? else { return Ok(()) };
        let Some(commit) = line.commits.get(oldest.place) else { return Ok(()) };
        let removed = match repository.taken_away_by(commit.id) {
            Ok(removed) => removed,
            Err(GitError::MissingObject { id }) => {
                editions.end = End::MissingObject(id);
                return Ok(());
            }
            Err(error) => return Err(error),
        };
        let mut former = None;
        for (path, blob) in removed {
            if path != oldest.path && number_of(Some(blob), evolution)?.as_ref() == Some(&number) {
                former = Some(path);
                break;
            }
        }
        let Some(former) = former else { return Ok(()) };
        let below = oldest.place + 1;
        for older in repository.editions(line, below, &[former], &Silent)? {
            editions.all.extend(older.all);
            editions.end = older.end;
        }
    }
    Ok(())
}

/// The newest text before a change of place at which the number changed as well. One that
/// gets another number where it stands is the same document.
fn first_of_another(
    editions: &[Edition],
    evolution: &Evolution<'_>,
) -> Result<Option<usize>, GitError> {
    for (at, pair) in editions.windows(2).enumerate() {
        let [newer, older] = pair else { continue };
        if newer.path == older.path {
            continue;
        }
        let (newer, older) = (number_of(newer.blob, evolution)?, number_of(older.blob, evolution)?);
        if newer.is_some() && older.is_some() && newer != older {
            return Ok(Some(at + 1));
        }
    }
    Ok(None)
}

fn number_of(
    blob: Option<BlobId>,
    evolution: &Evolution<'_>,
) -> Result<Option<DocumentId>, GitError> {
    let Some(blob) = blob else { return Ok(None) };
    Ok(evolution.fields(blob)?.and_then(|fields| fields.id.value().cloned()))
}
