//! What changed in a document since somebody vouched for its text.

use crate::calendar::Date;
use crate::comparison::{Class, Comparison, compare};
use crate::evolution::Evolution;
use crate::git::CommitId;
use crate::library::{Library, Member};
use crate::progress::Progress;
use crate::record::differ_in_record_only;
use crate::report::View;
use crate::standing::{Evidence, Ground, VouchedBy, gather_for, gather_one};

use super::{FIELDS, Pending, ReviewError, view};

/// A document as it lies before the reviewers.
#[derive(Debug)]
pub struct Reading<'l> {
    /// The document; as it is committed, where all that the working tree has beside that is
    /// a record that was not committed, which is replaced.
    pub member: &'l Member,
    /// What changed in it.
    pub since: Since,
    /// The document as it stands in the working tree.
    pub(super) written: &'l Member,
    /// How the text differs from the one that git has.
    pub(super) pending: Option<Pending>,
    /// The day judged by.
    pub(super) day: Date,
}

/// What changed since somebody vouched for a text.
#[derive(Debug)]
pub enum Since {
    /// Nothing that it says.
    Unchanged(Vouched),
    /// What it says.
    Changed(Vouched, Box<Comparison>),
    /// Nobody has vouched for it yet.
    Never,
    /// That cannot be told, for this reason.
    Unknown(&'static str),
}

/// The last time somebody vouched for a text.
#[derive(Debug, Clone, Copy)]
pub struct Vouched {
    /// How.
    pub by: VouchedBy,
    /// The date that was recorded.
    pub date: Date,
    /// The commit that recorded it.
    pub commit: CommitId,
}

/// Reads what changed in each of these documents, in their order. `committed` are the documents
/// as HEAD has them, needed where any of these is modified.
///
/// # Errors
/// When history or the index cannot be read.
pub fn read<'l>(
    members: &[&'l Member],
    library: &'l Library,
    committed: Option<&'l Library>,
    ground: Ground<'_>,
    progress: &dyn Progress,
) -> Result<Vec<Reading<'l>>, ReviewError> {
    let mut readings = Vec::with_capacity(members.len());
    let evidence = gather_for(members, library, ground, progress)?;
    let evolution = Evolution::of_library(ground.repository, library);
    for (written, evidence) in members.iter().copied().zip(evidence) {
        let before = committed
            .and_then(|committed| Some((committed, committed.at(&written.path)?)))
            .filter(|(_, before)| {
                written.uncommitted.is_some() && is_record_alone(before, written, library)
            });
        let pending = match written.uncommitted {
            Some(_) if before.is_some() => None,
            Some(uncommitted) => Some(uncommitted.into()),
            None if ground.repository.staged(&written.path)? != written.blob => {
                Some(Pending::Staged)
            }
            None => None,
        };
        let (member, evidence) = match before {
            Some((committed, before)) => (before, gather_one(before, committed, ground, progress)?),
            None => (written, evidence),
        };
        let since = since(member, evidence, &evolution)?;
        readings.push(Reading { member, since, written, pending, day: ground.as_of.day });
    }
    Ok(readings)
}

/// What changed, for people who are asked about it.
#[must_use]
pub fn preview(readings: &[Reading<'_>]) -> View {
    let sections = readings.iter().map(|reading| view::before(reading.member, &reading.since));
    View { blocks: sections.collect() }
}

fn since(
    member: &Member,
    evidence: Evidence,
    evolution: &Evolution<'_>,
) -> Result<Since, ReviewError> {
    let Some(vouching) = evidence.vouching else {
        return Ok(if evidence.is_incomplete {
            Since::Unknown("the clone does not hold its last review")
        } else if member.document.fields().last_reviewed.is_given() && member.uncommitted.is_some()
        {
            Since::Unknown("its date of last review is not committed")
        } else {
            Since::Never
        });
    };
    let vouched = Vouched { by: vouching.by, date: vouching.date, commit: vouching.commit };
    let Some(blob) = vouching.text else { return Ok(Since::Unchanged(vouched)) };
    let Some(version) = evolution.version(blob)? else {
        return Ok(Since::Unknown("the text of its last review cannot be read"));
    };
    let comparison = compare(&version, &member.document);
    Ok(if comparison.class > Class::Record {
        Since::Changed(vouched, Box::new(comparison))
    } else {
        Since::Unchanged(vouched)
    })
}

/// Whether all that is not committed is a record of a review: that of a run before this one.
fn is_record_alone(before: &Member, written: &Member, library: &Library) -> bool {
    differ_in_record_only(&before.document, &written.document, &library.profile, &FIELDS)
}
