//! Which commit last changed each unit of a document in substance: blame, in steps and
//! statements.
//!
//! A unit is followed from today's text into the past: through moves, renames, formatting and
//! changes of typography, which change no word of it, to the commit whose version no parent
//! has in these words.

use crate::comparison::{ChangeKind, Link, Links, compare};
use crate::document::Document;
use crate::git::{BlobId, CommitId, End, GitError, Revision, Timeline};
use crate::library::Member;

use super::Evolution;

/// Where the words of a unit come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// The working tree; no commit has them yet.
    Uncommitted,
    /// This commit.
    Commit(CommitId),
    /// This commit or one before it: the version that it changed cannot be read.
    Unreadable(CommitId),
    /// A commit before the knowledge of the timeline ends.
    Beyond(End),
}

/// What a unit was in an older version.
#[derive(Debug, Clone, Copy, Default)]
struct Former {
    /// The unit, where its substance is the same.
    same: Option<usize>,
    /// The unit, whatever changed in it.
    any: Option<usize>,
}

/// Where a unit of today is followed to: a version, and its place there.
#[derive(Debug, Clone, Copy)]
struct Trail {
    blob: BlobId,
    unit: usize,
}

impl Evolution<'_> {
    /// The origin of each unit of a document's outline, in its order. The commits of
    /// [`Evolution::ignoring`] count only for units that were not there before them.
    ///
    /// # Errors
    /// When an object is damaged.
    pub fn origins(&self, timeline: &Timeline, now: &Member) -> Result<Vec<Origin>, GitError> {
        let count = now.document.outline().units.len();
        let Some(blob) = now.blob else { return Ok(vec![Origin::Uncommitted; count]) };
        let mut origins = vec![Origin::Beyond(timeline.end); count];
        let mut trails: Vec<Option<Trail>> = vec![None; count];
        if now.is_verbatim {
            for (unit, trail) in trails.iter_mut().enumerate() {
                *trail = Some(Trail { blob, unit });
            }
        } else if let Some(committed) = self.version(blob)? {
            let formers = formers(&committed, &now.document);
            for (unit, former) in formers.into_iter().enumerate() {
                trails[unit] = former.same.map(|unit| Trail { blob, unit });
                if trails[unit].is_none() {
                    origins[unit] = Origin::Uncommitted;
                }
            }
        }
        for revision in &timeline.revisions {
            if trails.iter().all(Option::is_none) {
                break;
            }
            self.follow(revision, &mut trails, &mut origins)?;
        }
        Ok(origins)
    }

    /// Follows the units that have come to the version of a revision on to its parents; those
    /// that no parent has are its own.
    fn follow(
        &self,
        revision: &Revision,
        trails: &mut [Option<Trail>],
        origins: &mut [Origin],
    ) -> Result<(), GitError> {
        let Some(blob) = revision.blob else { return Ok(()) };
        let is_here = |trail: &Option<Trail>| trail.is_some_and(|trail| trail.blob == blob);
        let mut here: Vec<usize> =
            (0..trails.len()).filter(|unit| is_here(&trails[*unit])).collect();
        if here.is_empty() {
            return Ok(());
        }
        let is_ignored = self.ignored.is_some_and(|ignored| ignored.contains(revision.commit));
        let mut is_readable = true;
        let new = self.version(blob)?;
        for previous in revision.previous.iter().flatten() {
            let (Some(new), Some(old)) = (&new, self.version(*previous)?) else {
                is_readable = false;
                continue;
            };
            let formers = formers(&old, new);
            here.retain(|unit| {
                let former = trails[*unit].and_then(|trail| formers.get(trail.unit).copied());
                let former = former.unwrap_or_default();
                let followed = former.same.or(former.any.filter(|_| is_ignored));
                if let Some(unit_there) = followed {
                    trails[*unit] = Some(Trail { blob: *previous, unit: unit_there });
                }
                followed.is_none()
            });
        }
        for unit in here {
            trails[unit] = None;
            origins[unit] = if is_readable {
                Origin::Commit(revision.commit)
            } else {
                Origin::Unreadable(revision.commit)
            };
        }
        Ok(())
    }
}

/// What each unit of the new version was in the old one.
fn formers(old: &Document, new: &Document) -> Vec<Former> {
    let comparison = compare(old, new);
    let links = Links::of(&comparison, old.outline(), new.outline());
    let former = |link: &Link| {
        let keeps_words = link.change.is_none_or(|change| {
            let change = &comparison.changes[change];
            match change.kind {
                ChangeKind::Moved => true,
                ChangeKind::Changed => !change.class.is_meaningful(),
                ChangeKind::Added
                | ChangeKind::Removed
                | ChangeKind::Split
                | ChangeKind::Merged => false,
            }
        });
        Former { same: link.other.filter(|_| keeps_words), any: link.other }
    };
    links.of_new.iter().map(former).collect()
}
