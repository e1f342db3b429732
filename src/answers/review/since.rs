//! What changed in a document since somebody vouched for its text.

use crate::calendar::Date;
use crate::comparison::{Class, Comparison, compare};
use crate::evolution::Evolution;
use crate::git::CommitId;
use crate::library::{Library, Member};
use crate::progress::Progress;
use crate::record::Subject;
use crate::report::View;
use crate::standing::{Evidence, Ground, VouchedBy, gather_for, gather_one};

use super::{FIELDS, ReviewError, view};

/// A document as it lies before the reviewers.
#[derive(Debug)]
pub struct Reading<'l> {
    /// The document.
    pub subject: Subject<'l>,
    /// What changed in it.
    pub since: Since,
    /// Whether the text is known to be the one of the last review, whatever was approved since.
    pub(super) is_same: bool,
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
        let subject =
            Subject::of(written, committed, &library.profile, &FIELDS, ground.repository)?;
        let evidence = match committed.filter(|_| subject.is_replaced()) {
            Some(committed) => gather_one(subject.member, committed, ground, progress)?,
            None => evidence,
        };
        let is_same = evidence.changed_since_review.is_some_and(|class| class <= Class::Record);
        let since = since(subject.member, evidence, &evolution)?;
        readings.push(Reading { subject, since, is_same, day: ground.as_of.day });
    }
    Ok(readings)
}

/// What changed, for people who are asked about it.
#[must_use]
pub fn preview(readings: &[Reading<'_>]) -> View {
    let sections =
        readings.iter().map(|reading| view::before(reading.subject.member, &reading.since));
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
