//! The settings of one date along one lineage, and which of them is the one that counts.

use std::rc::Rc;

use crate::calendar::{Date, TimeZone};
use crate::evolution::{Evolution, Known, VouchingRecord};
use crate::git::{BlobId, CommitId, End, GitError, Landing, Revision, Timeline};

use super::set::{Set, has_own_note, records};
use super::{DateField, Event, Kind};

/// Every commit that set the date of a document. Which of them changed the text as well is
/// only worked out for those that are asked about.
pub struct Chronicle<'a> {
    field: DateField,
    timeline: &'a Timeline,
    evolution: &'a Evolution<'a>,
    landing: &'a Landing,
    /// Oldest first, none before one of its ancestors.
    settings: Vec<Setting>,
    is_incomplete: bool,
}

/// The event of the date that a document shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    /// The earliest commit, by ancestry, that set the date.
    pub event: Event,
    /// What vouches for the text: the same, unless it is a date that went back or returned,
    /// which vouches for nothing; then the newest review up to that date, else the first
    /// date of all.
    pub baseline: Option<Event>,
}

/// A commit that set the date.
#[derive(Debug)]
struct Setting {
    /// Which revision of the timeline.
    index: usize,
    commit: CommitId,
    blob: BlobId,
    date: Date,
    record: Rc<VouchingRecord>,
    turn: Turn,
    /// Whether the date lay in the future when it was committed: it is a slip then, and
    /// does not stand in the way of an earlier one.
    is_ahead: bool,
}

/// Which way the date went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Turn {
    First,
    /// The first date of all, with a fingerprint beside it that names the text it is of: the
    /// first review that `sopctl review` recorded.
    FirstRecorded,
    Back,
    Again,
    Forth,
    /// The same date, with something new recorded beside it.
    Noted,
}

impl Turn {
    const fn is_review(self) -> bool {
        matches!(self, Self::FirstRecorded | Self::Forth | Self::Noted)
    }

    /// Whether nothing before it dates a review: an older one may be what a clone lacks.
    const fn is_first(self) -> bool {
        matches!(self, Self::First | Self::FirstRecorded)
    }
}

impl<'a> Chronicle<'a> {
    /// Reads the dates of a lineage. Takes what [`Evolution::take_missing`] tells.
    ///
    /// # Errors
    /// When an object is damaged.
    pub fn read(
        field: DateField,
        timeline: &'a Timeline,
        evolution: &'a Evolution<'a>,
        landing: &'a Landing,
        zone: &TimeZone,
    ) -> Result<Self, GitError> {
        let mut reader = Reader {
            field,
            evolution,
            zone,
            is_linear: !timeline.revisions.iter().any(Revision::is_merge),
            settings: Vec::new(),
        };
        for (index, revision) in timeline.revisions.iter().enumerate().rev() {
            reader.take(index, revision)?;
        }
        let settings = reader.settings;
        let is_incomplete = evolution.take_missing().is_some();
        Ok(Self { field, timeline, evolution, landing, settings, is_incomplete })
    }

    /// Whether a version that the clone lacks could have made the answer another one.
    #[must_use]
    pub const fn is_incomplete(&self) -> bool {
        self.is_incomplete
    }

    /// Every event, newest first.
    ///
    /// # Errors
    /// When an object is damaged.
    pub fn events(&self) -> Result<Vec<Event>, GitError> {
        self.settings.iter().rev().map(|setting| self.event(setting)).collect()
    }

    /// The newest review that set a date in one of some commits.
    pub(super) fn review(
        &self,
        date: Date,
        is_among: impl Fn(CommitId) -> bool,
    ) -> Result<Option<Event>, GitError> {
        let is_asked = |setting: &&Setting| setting.date == date && is_among(setting.commit);
        for setting in self.settings.iter().rev().filter(is_asked) {
            let event = self.event(setting)?;
            if event.kind.is_review() {
                return Ok(Some(event));
            }
        }
        Ok(None)
    }

    /// Whether a commit is a review of the document.
    #[must_use]
    pub fn is_review(&self, commit: CommitId) -> bool {
        self.settings.iter().any(|setting| setting.commit == commit && setting.turn.is_review())
    }

    /// The reviews that came in another landing or on another line than `event`.
    pub(crate) fn other_reviews(
        &self,
        event: &Event,
    ) -> impl Iterator<Item = (CommitId, BlobId)> + use<'_, 'a> {
        let itself = event.commit;
        self.settings
            .iter()
            .filter(move |setting| setting.turn.is_review() && setting.commit != itself)
            .map(|setting| (setting.commit, setting.blob))
    }

    /// The event of the date that the newest commit shows: the earliest, by ancestry, that
    /// set it with what is recorded beside it; not the newest that shows it. `None` where no
    /// date is shown.
    ///
    /// # Errors
    /// When an object is damaged.
    pub fn shown(&self) -> Result<Option<Known<Shown>>, GitError> {
        let Some(newest) = self.timeline.revisions.first().and_then(|revision| revision.blob)
        else {
            return Ok(None);
        };
        let Some(shown) = self.evolution.record(newest)? else {
            return Ok(Some(Known::Unreadable));
        };
        let Some(date) = self.field.of(&shown) else { return Ok(None) };
        let noted = self.field.noted(&shown);
        let dated = || self.settings.iter().filter(|setting| setting.date == date);
        let vouches = |setting: &&Setting| setting.turn.is_review() || setting.turn == Turn::First;
        let setting = dated()
            .find(|setting| vouches(setting) && self.field.noted(&setting.record) == noted)
            .or_else(|| dated().find(vouches))
            .or_else(|| dated().next());
        let Some(setting) = setting else {
            return Ok(Some(match self.timeline.end {
                End::Boundary(commit) => Known::BeyondBoundary(commit),
                End::Created | End::MissingObject(_) => Known::Unreadable,
            }));
        };
        if setting.turn.is_first() && matches!(self.timeline.end, End::MissingObject(_)) {
            // What the clone lacks would tell whether it came from elsewhere, date and all.
            return Ok(Some(Known::Unreadable));
        }
        let event = self.event(setting)?;
        let baseline = if vouches(&setting) {
            Some(event.clone())
        } else {
            let up_to = || self.settings.iter().rev().filter(|other| other.date <= date);
            let instead = up_to()
                .find(|other| other.turn.is_review())
                .or_else(|| up_to().find(|other| other.turn == Turn::First));
            instead.map(|other| self.event(other)).transpose()?
        };
        Ok(Some(Known::Yes(Shown { event, baseline })))
    }

    /// The events of a landing, or of a commit that has none of its own.
    pub(super) fn events_in(&self, unit: CommitId) -> Result<Vec<Event>, GitError> {
        let in_unit = |setting: &&Setting| self.unit(setting.commit) == unit;
        self.settings.iter().filter(in_unit).map(|setting| self.event(setting)).collect()
    }

    /// What counts as one piece of work: the landing, else the commit itself.
    fn unit(&self, commit: CommitId) -> CommitId {
        self.landing.of(commit).unwrap_or(commit)
    }

    fn event(&self, setting: &Setting) -> Result<Event, GitError> {
        let (commit, revisions) = (setting.commit, &self.timeline.revisions);
        let unit = self.unit(commit);
        let mut text_changed = false;
        for (at, revision) in revisions.iter().enumerate() {
            let is_of_unit = at == setting.index || self.unit(revision.commit) == unit;
            if is_of_unit && !text_changed {
                text_changed = self.evolution.changes_substance(revision)?;
            }
        }
        Ok(Event {
            commit,
            landing: self.landing.of(commit),
            date: setting.date,
            written: setting.blob,
            text: if unit == commit { setting.blob } else { self.seen_by_reviewer(setting, unit) },
            kind: self.kind(setting, text_changed)?,
            text_changed,
            together: 0,
            is_certain: self.landing.is_certain(commit),
        })
    }

    fn kind(&self, setting: &Setting, text_changed: bool) -> Result<Kind, GitError> {
        let revision = self.timeline.revisions.get(setting.index);
        let before: Vec<BlobId> = revision
            .into_iter()
            .flat_map(|revision| &revision.previous)
            .flatten()
            .copied()
            .collect();
        Ok(match setting.turn {
            // An older one may lie beyond the end of a shallow clone.
            turn if turn.is_first() && matches!(self.timeline.end, End::Boundary(_)) => {
                Kind::Unknown
            }
            Turn::First => Kind::Initial,
            Turn::Back => Kind::Reverted,
            Turn::Again => Kind::Restored,
            Turn::FirstRecorded | Turn::Noted => Kind::Recorded,
            Turn::Forth => {
                let mut is_readable = before.is_empty();
                for blob in &before {
                    is_readable |= self.evolution.record(*blob)?.is_some();
                }
                let previous = records(&before, self.evolution)?;
                if has_own_note(self.field, &setting.record, &previous) {
                    Kind::Recorded
                } else if !is_readable {
                    Kind::Unknown
                } else if text_changed {
                    Kind::WithChange
                } else {
                    Kind::DateOnly
                }
            }
        })
    }

    /// The newest text of the same pull request: later commits of its own count as seen,
    /// what a merge brought in from the controlled branch does not.
    fn seen_by_reviewer(&self, setting: &Setting, by: CommitId) -> BlobId {
        let newer = self.timeline.revisions.get(..setting.index).unwrap_or_default();
        newer
            .iter()
            .find(|revision| !revision.is_merge() && self.landing.of(revision.commit) == Some(by))
            .and_then(|revision| revision.blob)
            .unwrap_or(setting.blob)
    }
}

/// Reads a lineage from its beginning.
struct Reader<'a, 'z> {
    field: DateField,
    evolution: &'a Evolution<'a>,
    zone: &'z TimeZone,
    /// Whether each revision builds on all that are older.
    is_linear: bool,
    settings: Vec<Setting>,
}

impl Reader<'_, '_> {
    fn take(&mut self, index: usize, revision: &Revision) -> Result<(), GitError> {
        let Some(set) = Set::by(self.field, revision, self.evolution)? else { return Ok(()) };
        let Set { blob, record, date, previous, is_date } = set;
        let dates: Vec<Date> = previous.iter().filter_map(|record| self.field.of(record)).collect();
        let commit = revision.commit;
        let committed = self.evolution.commit(commit)?.committer_time;
        let turn = if is_date {
            let turn = self.turn(commit, date, &dates, committed.day_in(self.zone))?;
            let is_recorded = self.field.has_own_text(&record, &previous);
            turn.map(|turn| match turn {
                Turn::First if is_recorded => Turn::FirstRecorded,
                turn => turn,
            })
        } else {
            self.turn_beside(commit, date, &record)?
        };
        let Some(turn) = turn else { return Ok(()) };
        // The zone of the library or that of the one who committed: either will do.
        let is_ahead = date > committed.day_in(self.zone) && date > committed.day_where_recorded();
        self.settings.push(Setting { index, commit, blob, date, record, turn, is_ahead });
        Ok(())
    }

    /// Which way a date went that none of the parents shows.
    fn turn(
        &self,
        commit: CommitId,
        date: Date,
        dates: &[Date],
        committed_on: Date,
    ) -> Result<Option<Turn>, GitError> {
        // What a shallow clone shows of the commits beyond its end.
        let is_unset = |other: &Date| self.settings.iter().all(|setting| setting.date != *other);
        let beyond = || dates.iter().copied().filter(is_unset);
        let counts_beyond = beyond().any(|other| other >= date && other <= committed_on);
        if counts_beyond
            || self.any_ancestor(commit, |other| !other.is_ahead && other.date >= date)?
        {
            let went_back = dates.iter().any(|before| *before > date);
            let is_known = |other: &Setting| other.date == date;
            let returned = !went_back && self.any_ancestor(commit, is_known)?;
            return Ok(Some(if returned { Turn::Again } else { Turn::Back }));
        }
        // Only a slip came before it: a date that lay in the future and is taken back now.
        let is_first = beyond().all(|other| other > date)
            && !self.any_ancestor(commit, |other| !other.is_ahead || other.date < date)?;
        Ok(Some(if is_first { Turn::First } else { Turn::Forth }))
    }

    /// Which way it went where only what stands beside the date is new; none where the date
    /// is not the latest.
    fn turn_beside(
        &self,
        commit: CommitId,
        date: Date,
        record: &VouchingRecord,
    ) -> Result<Option<Turn>, GitError> {
        if self.any_ancestor(commit, |other| !other.is_ahead && other.date > date)? {
            return Ok(None);
        }
        let noted = self.field.noted(record);
        let is_same =
            |other: &Setting| other.date == date && self.field.noted(&other.record) == noted;
        Ok(Some(if self.any_ancestor(commit, is_same)? { Turn::Again } else { Turn::Noted }))
    }

    fn any_ancestor(
        &self,
        commit: CommitId,
        is_wanted: impl Fn(&Setting) -> bool,
    ) -> Result<bool, GitError> {
        for setting in self.settings.iter().rev().filter(|setting| is_wanted(setting)) {
            if self.is_linear || self.evolution.builds_on(commit, setting.commit)? {
                return Ok(true);
            }
        }
        Ok(false)
    }
}
