//! Several dates that one landing set in one document: the branch only ever showed the last.

use std::collections::HashSet;

use crate::git::CommitId;
use crate::reviews::{Event, Kind};

/// An event, and whether a later one of the same landing took its place.
pub(super) struct Ranked {
    pub(super) event: Event,
    pub(super) is_superseded: bool,
}

/// Tells the events of a document, newest first, that count from those that the branch never
/// showed. What was recorded with a note or a fingerprint of its own stays a review, whatever
/// came behind it in its pull request. Where the landing that brought the first date set it
/// again, the document came with that date: it is the first one then, and no review.
pub(super) fn ranked(events: Vec<Event>) -> Vec<Ranked> {
    let known = |event: &Event| event.landing.filter(|_| event.is_certain);
    let born: HashSet<CommitId> =
        events.iter().filter(|event| event.kind == Kind::Initial).filter_map(known).collect();
    let mut seen: HashSet<CommitId> = HashSet::new();
    let mut all = Vec::with_capacity(events.len());
    for mut event in events {
        let landing = known(&event);
        let is_last = landing.is_none_or(|landing| seen.insert(landing));
        let is_superseded = !is_last && event.kind != Kind::Recorded;
        let is_dated = matches!(event.kind, Kind::WithChange | Kind::DateOnly | Kind::BulkDateOnly);
        if is_last && is_dated && landing.is_some_and(|landing| born.contains(&landing)) {
            event = Event { kind: Kind::Initial, together: 0, ..event };
        }
        all.push(Ranked { event, is_superseded });
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::Date;
    use crate::git::BlobId;

    fn event(day: i8, landing: Option<u8>, kind: Kind) -> Event {
        let commit = |byte: u8| CommitId::from_bytes(&[byte; 20]).unwrap();
        let blob = BlobId::from_bytes(&[1; 20]).unwrap();
        Event {
            commit: commit(day.unsigned_abs()),
            landing: landing.map(commit),
            date: Date::new(2026, 3, day).unwrap(),
            written: blob,
            text: blob,
            kind,
            text_changed: kind == Kind::WithChange,
            together: 0,
            is_certain: landing.is_some(),
        }
    }

    fn told(events: Vec<Event>) -> Vec<(i8, Kind, bool)> {
        let shown =
            |ranked: Ranked| (ranked.event.date.day(), ranked.event.kind, ranked.is_superseded);
        ranked(events).into_iter().map(shown).collect()
    }

    #[test]
    fn of_the_dates_of_one_landing_the_last_counts() {
        let events = vec![
            event(5, Some(9), Kind::DateOnly),
            event(4, Some(9), Kind::WithChange),
            event(3, Some(8), Kind::DateOnly),
        ];
        let expected =
            [(5, Kind::DateOnly, false), (4, Kind::WithChange, true), (3, Kind::DateOnly, false)];
        assert_eq!(told(events), expected);
    }

    #[test]
    fn what_was_recorded_stays_a_review() {
        let events = vec![event(5, Some(9), Kind::Recorded), event(4, Some(9), Kind::Recorded)];
        assert!(
            told(events)
                .iter()
                .all(|(_, kind, is_superseded)| { *kind == Kind::Recorded && !is_superseded })
        );
    }

    #[test]
    fn a_document_that_came_with_a_date_was_not_reviewed_by_setting_it_twice() {
        let events = vec![event(5, Some(9), Kind::WithChange), event(4, Some(9), Kind::Initial)];
        assert_eq!(told(events), [(5, Kind::Initial, false), (4, Kind::Initial, true)]);
        let recorded = vec![event(5, Some(9), Kind::Recorded), event(4, Some(9), Kind::Initial)];
        assert_eq!(told(recorded), [(5, Kind::Recorded, false), (4, Kind::Initial, true)]);
    }

    #[test]
    fn what_has_not_landed_stands_for_itself() {
        let events = vec![event(5, None, Kind::DateOnly), event(4, None, Kind::Initial)];
        assert_eq!(told(events), [(5, Kind::DateOnly, false), (4, Kind::Initial, false)]);
        let mut uncertain =
            vec![event(5, Some(9), Kind::DateOnly), event(4, Some(9), Kind::DateOnly)];
        for event in &mut uncertain {
            event.is_certain = false;
        }
        assert!(told(uncertain).iter().all(|(_, _, is_superseded)| !is_superseded));
    }
}
