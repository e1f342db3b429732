//! What one revision sets of a date, told by it and its parents alone.
//!
//! Whether that is a review is told by all that came before, which is not looked at here.

use std::rc::Rc;

use crate::calendar::Date;
use crate::evolution::{Evolution, VouchingRecord};
use crate::git::{BlobId, GitError, Revision};

use super::DateField;

/// What a revision sets that none of its parents shows: a date, or what is noted beside it.
pub(super) struct Set {
    pub(super) blob: BlobId,
    pub(super) record: Rc<VouchingRecord>,
    pub(super) date: Date,
    /// What the parents show.
    pub(super) previous: Vec<Rc<VouchingRecord>>,
    /// Whether it is the date.
    pub(super) is_date: bool,
}

impl Set {
    pub(super) fn by(
        field: DateField,
        revision: &Revision,
        evolution: &Evolution<'_>,
    ) -> Result<Option<Self>, GitError> {
        let Some(blob) = revision.blob else { return Ok(None) };
        // A version that cannot be read shows no date.
        let Some(record) = evolution.record(blob)? else { return Ok(None) };
        let Some(date) = field.of(&record) else { return Ok(None) };
        let before: Vec<BlobId> = revision.previous.iter().flatten().copied().collect();
        let previous = records(&before, evolution)?;
        let is_date = previous.iter().all(|before| field.of(before) != Some(date));
        let is_set = is_date || has_own_note(field, &record, &previous);
        Ok(is_set.then_some(Self { blob, record, date, previous, is_date }))
    }
}

/// The date that a revision sets, which on its own says nothing of which way the date went;
/// none where it sets none.
///
/// # Errors
/// When an object is damaged.
pub fn date_set_by(
    field: DateField,
    revision: &Revision,
    evolution: &Evolution<'_>,
) -> Result<Option<Date>, GitError> {
    Ok(Set::by(field, revision, evolution)?.map(|set| set.date))
}

pub(super) fn records(
    blobs: &[BlobId],
    evolution: &Evolution<'_>,
) -> Result<Vec<Rc<VouchingRecord>>, GitError> {
    let mut records = Vec::with_capacity(blobs.len());
    for blob in blobs {
        records.extend(evolution.record(*blob)?);
    }
    Ok(records)
}

/// Whether a note or a fingerprint stands beside the date that no parent has: what stood
/// there before is of an earlier review.
pub(super) fn has_own_note(
    field: DateField,
    record: &VouchingRecord,
    previous: &[Rc<VouchingRecord>],
) -> bool {
    let noted = field.noted(record);
    noted != (None, None) && previous.iter().all(|before| field.noted(before) != noted)
}
