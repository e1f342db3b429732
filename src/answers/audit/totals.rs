//! How many reviews there are of each kind, in all, by year, and where it is asked for, by
//! person.

use std::collections::BTreeMap;

use crate::calendar::{Date, TimeZone};
use crate::git::Person;
use crate::ownership::People;
use crate::reviews::Kind;

use super::reviewed::{Reviewed, person_named};

/// Counts of events.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Totals {
    /// Those that are reviews: the sum of the next five.
    pub(super) reviews: usize,
    pub(super) recorded: usize,
    pub(super) with_change: usize,
    pub(super) date_only: usize,
    pub(super) bulk_date_only: usize,
    pub(super) unknown: usize,
    /// Those that are none.
    pub(super) initial: usize,
    pub(super) reverted: usize,
    pub(super) restored: usize,
    pub(super) back_dated: usize,
    pub(super) on_time: usize,
    pub(super) late: usize,
    /// Dates that another of the same landing replaced; they count nowhere else.
    pub(super) superseded: usize,
    /// Events that are not on the controlled branch.
    pub(super) not_landed: usize,
    /// Reviews that name an approval.
    pub(super) approved: usize,
}

impl Totals {
    pub(super) fn of<'e>(events: impl Iterator<Item = &'e Reviewed>, zone: &TimeZone) -> Self {
        let mut totals = Self::default();
        events.for_each(|event| totals.add(event, zone));
        totals
    }

    /// By the year in which they landed, the newest first; last what has not landed.
    pub(super) fn by_year<'e>(
        events: impl Iterator<Item = &'e Reviewed>,
        zone: &TimeZone,
    ) -> Vec<(Option<i16>, Self)> {
        let mut years: BTreeMap<Option<i16>, Self> = BTreeMap::new();
        for event in events {
            let year = event.landed_on(zone).map(Date::year);
            years.entry(year).or_default().add(event, zone);
        }
        years.into_iter().rev().collect()
    }

    fn add(&mut self, reviewed: &Reviewed, zone: &TimeZone) {
        self.superseded += usize::from(reviewed.is_superseded);
        if reviewed.is_superseded {
            return;
        }
        let count = match reviewed.event.kind {
            Kind::Recorded => &mut self.recorded,
            Kind::WithChange => &mut self.with_change,
            Kind::DateOnly => &mut self.date_only,
            Kind::BulkDateOnly => &mut self.bulk_date_only,
            Kind::Unknown => &mut self.unknown,
            Kind::Initial => &mut self.initial,
            Kind::Reverted => &mut self.reverted,
            Kind::Restored => &mut self.restored,
        };
        *count += 1;
        let is_review = reviewed.is_review();
        self.reviews += usize::from(is_review);
        self.back_dated += usize::from(reviewed.back_dated_by(zone).is_some());
        match reviewed.days_late(zone) {
            Some(days) if days > 0 => self.late += 1,
            Some(_) => self.on_time += 1,
            None => {}
        }
        self.not_landed += usize::from(reviewed.landed.is_none());
        self.approved += usize::from(is_review && !reviewed.approvals.is_empty());
    }

    /// Events that are no reviews.
    pub(super) fn others(&self) -> usize {
        self.initial + self.reverted + self.restored
    }
}

/// The totals of each person, by name.
#[derive(Debug, Default)]
pub(super) struct ByPerson {
    pub(super) people: BTreeMap<String, Totals>,
}

impl ByPerson {
    /// Whom a review names as reviewers gets it, all of them where it names several; where it
    /// names nobody, the author of its commit.
    pub(super) fn of<'e>(
        events: impl Iterator<Item = &'e Reviewed>,
        people: People<'_>,
        zone: &TimeZone,
    ) -> Self {
        let mut found = Self::default();
        for event in events.filter(|event| event.is_review()) {
            let name_of = |person: &Person| people.name_of(person).unwrap_or_default();
            let recorded = event.recorded_by.iter().map(|name| name_of(&person_named(name)));
            let mut names: Vec<String> = recorded.collect();
            if names.is_empty() {
                names.push(name_of(&event.info.author));
            }
            names.sort_unstable();
            names.dedup();
            for name in names {
                found.people.entry(name).or_default().add(event, zone);
            }
        }
        found
    }
}
