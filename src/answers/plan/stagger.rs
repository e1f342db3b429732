//! Spreading piles: reviews of one owner that are due on one day get earlier days.
//!
//! A review goes to the day within the tolerance on which its owner has least to do, on the day
//! and then around it; of these to the latest. The order in which
//! they are placed, and with it the outcome, depends on nothing but the documents.

use std::collections::HashMap;

use crate::calendar::{Date, Interval};

use super::Planned;

/// Reviews that are no more than so many days apart, less than a week, get into each other's
/// way.
const AROUND: i64 = 6;

/// Proposes earlier days for the reviews of piles; those of other days stay. Reviews that are
/// overdue, due `today` or due behind `last` stay as well.
pub(super) fn propose(reviews: &mut [Planned], tolerance: Interval, today: Date, last: Date) {
    let mut desks = Desks::default();
    let mut piles: HashMap<(Option<&str>, Date), usize> = HashMap::new();
    let can_move = |one: &Planned| one.due.filter(|due| *due > today && *due <= last);
    for one in reviews.iter() {
        if let Some(due) = can_move(one) {
            *piles.entry((one.owner.as_deref(), due)).or_default() += 1;
        }
    }
    let is_piled = |one: &Planned| {
        can_move(one).is_some_and(|due| piles.get(&(one.owner.as_deref(), due)) > Some(&1))
    };
    let piled: Vec<bool> = reviews.iter().map(is_piled).collect();
    for (one, is_piled) in reviews.iter().zip(&piled) {
        if let (Some(due), false) = (one.due, is_piled) {
            desks.put(one.owner.as_deref(), due);
        }
    }
    for (one, is_piled) in reviews.iter_mut().zip(piled) {
        let (Some(due), true) = (one.due, is_piled) else { continue };
        let first = earliest(one, due, tolerance).max(today.plus_days(1));
        let days = (0..=first.days_until(due).max(0)).map(|before| due.plus_days(-before));
        // Of equals the first counts, which is the latest day.
        let best = days.min_by_key(|day| desks.crowd(one.owner.as_deref(), *day)).unwrap_or(due);
        desks.put(one.owner.as_deref(), best);
        one.proposed = (best < due).then_some(best);
    }
}

/// The first day that the tolerance allows. More than half of the time since the last review
/// has to pass: two reviews that follow each other at once find nothing.
fn earliest(one: &Planned, due: Date, tolerance: Interval) -> Date {
    let by_tolerance = due.minus(tolerance);
    match one.last_reviewed.filter(|last| *last < due) {
        Some(last) => by_tolerance.max(last.plus_days(last.days_until(due) / 2)),
        None => by_tolerance,
    }
}

/// How many reviews each owner has on which day.
#[derive(Default)]
struct Desks {
    reviews: HashMap<(Option<String>, Date), usize>,
}

impl Desks {
    fn put(&mut self, owner: Option<&str>, day: Date) {
        *self.reviews.entry((owner.map(str::to_owned), day)).or_default() += 1;
    }

    /// How many reviews the owner has on a day, then around it.
    fn crowd(&self, owner: Option<&str>, day: Date) -> [usize; 2] {
        let owner = owner.map(str::to_owned);
        let on = |day: Date| self.reviews.get(&(owner.clone(), day)).copied().unwrap_or_default();
        [on(day), (-AROUND..=AROUND).map(|days| on(day.plus_days(days))).sum()]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Document;
    use crate::document::profile::Profile;
    use crate::library::Member;
    use crate::paths::RepoPath;
    use crate::standing::State;

    fn day(text: &str) -> Date {
        Date::read(text).unwrap().date
    }

    fn review(number: usize, owner: &str, due: &str) -> Planned {
        let path = RepoPath::new(&format!("sops/{number:03}.md")).unwrap();
        let document = Document::read(String::new(), Profile::sopctl());
        let member = Member {
            path: path.clone(),
            document,
            moved_from: None,
            blob: None,
            uncommitted: None,
            is_verbatim: true,
        };
        Planned {
            rank: member.rank(),
            id: None,
            called: path.to_string(),
            path,
            title: String::new(),
            owner: Some(owner.to_owned()),
            state: State::Current,
            last_reviewed: None,
            due: Some(day(due)),
            days_overdue: None,
            proposed: None,
            uncommitted: None,
        }
    }

    fn spread(reviews: &mut [Planned], tolerance: &str) -> Vec<String> {
        let tolerance = Interval::read(tolerance).unwrap();
        propose(reviews, tolerance, day("2026-11-22"), day("2027-10-31"));
        reviews.iter().map(|one| one.day().unwrap().to_string()).collect()
    }

    #[test]
    fn a_pile_of_one_owner_is_spread_over_the_time_before_its_day() {
        let mut pile: Vec<Planned> =
            (0..4).map(|number| review(number, "@ana", "2027-03-31")).collect();
        assert_eq!(
            spread(&mut pile, "30 days"),
            ["2027-03-31", "2027-03-24", "2027-03-17", "2027-03-10"]
        );
        // What stands apart stays.
        let mut apart = vec![review(1, "@ana", "2027-03-31"), review(2, "@ben", "2027-03-31")];
        assert_eq!(spread(&mut apart, "30 days"), ["2027-03-31", "2027-03-31"]);
    }

    #[test]
    fn nothing_comes_later_than_due_or_earlier_than_the_tolerance_or_today() {
        let mut pile: Vec<Planned> =
            (0..100).map(|number| review(number, "@ana", "2027-03-31")).collect();
        let days = spread(&mut pile, "20 days");
        assert!(days.iter().all(|day| ("2027-03-11"..="2027-03-31").contains(&day.as_str())));
        // 100 reviews on 21 days are five on most of them.
        let most = days.iter().map(|day| days.iter().filter(|other| *other == day).count()).max();
        assert_eq!(most, Some(5));
        let mut soon: Vec<Planned> =
            (0..9).map(|number| review(number, "@ana", "2026-11-25")).collect();
        assert!(spread(&mut soon, "30 days").iter().all(|day| day.as_str() > "2026-11-22"));
        for (due, why) in
            [("2026-11-01", "overdue"), ("2026-11-22", "today"), ("2028-01-01", "far")]
        {
            let mut fixed = vec![review(1, "@ana", due), review(2, "@ana", due)];
            assert_eq!(spread(&mut fixed, "30 days"), [due, due], "{why}");
        }
    }

    #[test]
    fn a_review_does_not_follow_at_once_on_the_one_before() {
        let mut pile: Vec<Planned> =
            (0..9).map(|number| review(number, "@ana", "2026-12-20")).collect();
        for one in &mut pile {
            one.last_reviewed = Some(day("2026-11-20"));
        }
        assert!(spread(&mut pile, "30 days").iter().all(|day| day.as_str() >= "2026-12-05"));
    }

    #[test]
    fn what_is_there_already_is_made_room_for() {
        let mut reviews = vec![review(0, "@ana", "2027-03-24")];
        reviews.extend((1..4).map(|number| review(number, "@ana", "2027-03-31")));
        let days = spread(&mut reviews, "30 days");
        assert_eq!(days, ["2027-03-24", "2027-03-31", "2027-03-17", "2027-03-10"]);
    }

    proptest::proptest! {
        #[test]
        fn the_same_documents_get_the_same_days(
            all in proptest::collection::vec((0..4usize, 0..40i64), 0..40),
        ) {
            let reviews = || -> Vec<Planned> {
                all.iter().enumerate().map(|(number, (owner, days))| {
                    let due = day("2026-12-01").plus_days(*days).to_string();
                    review(number, &format!("@{owner}"), &due)
                }).collect()
            };
            let (mut one, mut other) = (reviews(), reviews());
            proptest::prop_assert_eq!(spread(&mut one, "30 days"), spread(&mut other, "30 days"));
            for planned in &one {
                let (due, planned) = (planned.due.unwrap(), planned.day().unwrap());
                proptest::prop_assert!(planned <= due && planned.days_until(due) <= 30);
            }
        }
    }
}
