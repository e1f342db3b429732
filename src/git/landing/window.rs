//! When a commit of a branch's first-parent line can have come to the branch, where the line
//! itself does not tell.
//!
//! Two things leave that open. Where the branch was merged into itself (a pull, then a push),
//! the line follows the side that was pushed last: what stands on it was not on the branch at
//! its own date. And where dates are out of order, at least one of them is wrong, and nothing
//! tells which.

use crate::calendar::{Date, Moment, TimeZone};

/// The first and the last moment at which something can have happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    /// The first.
    pub earliest: Moment,
    /// The last.
    pub latest: Moment,
}

impl Window {
    /// One moment and no other.
    #[must_use]
    pub const fn at(moment: Moment) -> Self {
        Self { earliest: moment, latest: moment }
    }

    /// Whether it is longer than a day of the calendar in a zone.
    #[must_use]
    pub fn spans_days(&self, zone: &TimeZone) -> bool {
        self.earliest.seconds != self.latest.seconds
            && self.earliest.day_in(zone) != self.latest.day_in(zone)
    }

    /// Whether the end of a day lies in it: what happened then may have happened by the end
    /// of that day or after it.
    #[must_use]
    pub fn holds_end_of(&self, day: Date, zone: &TimeZone) -> bool {
        self.earliest.day_in(zone) <= day && day < self.latest.day_in(zone)
    }

    fn widen_to(&mut self, earliest: Moment, latest: Moment) {
        if earliest.seconds < self.earliest.seconds {
            self.earliest = earliest;
        }
        if latest.seconds > self.latest.seconds {
            self.latest = latest;
        }
    }
}

/// A merge of the branch into itself, by the places of the line from the oldest, 0, on: they
/// stay what they are when the branch goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct MergeOfItself {
    /// The merge.
    pub(super) merge: usize,
    /// What landed where the two sides parted; none where they share nothing that is known.
    pub(super) parted: Option<usize>,
}

/// For each commit of a line, newest first, when it can have landed for all that merges of
/// the branch into itself tell: between the commit at which the sides parted and the merge.
pub(super) fn by_merges(times: &[Moment], merges: &[MergeOfItself]) -> Vec<Window> {
    let mut windows: Vec<Window> = times.iter().copied().map(Window::at).collect();
    for MergeOfItself { merge, parted } in merges {
        let Some(parted) = parted else { continue };
        let from_newest = |place: &usize| times.len().checked_sub(place + 1);
        let (Some(at), Some(end)) = (from_newest(merge), from_newest(parted)) else { continue };
        let (Some(latest), Some(earliest)) = (times.get(at), times.get(end)) else { continue };
        for window in windows.iter_mut().take(end).skip(at) {
            window.widen_to(*earliest, *latest);
        }
    }
    windows
}

/// For each commit of a line, newest first, when it can have landed for all that the dates
/// of the others tell: no later than what stands above it, no earlier than what stands below.
pub(super) fn by_order(times: &[Moment]) -> Vec<Window> {
    let mut windows: Vec<Window> = times.iter().copied().map(Window::at).collect();
    let mut earliest: Option<Moment> = None;
    for (window, time) in windows.iter_mut().zip(times) {
        let so_far = earliest.filter(|so_far| so_far.seconds < time.seconds).unwrap_or(*time);
        earliest = Some(so_far);
        window.widen_to(so_far, *time);
    }
    let mut latest: Option<Moment> = None;
    for (window, time) in windows.iter_mut().zip(times).rev() {
        let so_far = latest.filter(|so_far| so_far.seconds > time.seconds).unwrap_or(*time);
        latest = Some(so_far);
        window.widen_to(*time, so_far);
    }
    windows
}

/// Whether git's own subject of a merge says that a branch was merged into itself.
pub(super) fn merges_into_itself(subject: &str, branch: &str) -> bool {
    let name = branch.strip_prefix("origin/").unwrap_or(branch);
    let merged = subject.strip_prefix("Merge branch '").and_then(|rest| rest.split_once('\''));
    let remote = subject.strip_prefix("Merge remote-tracking branch 'origin/");
    let remote = remote.and_then(|rest| rest.split_once('\''));
    let into_other = |rest: &str| {
        rest.split_once(" into ").is_some_and(|(_, into)| into.trim_matches('\'') != name)
    };
    [merged, remote].into_iter().flatten().any(|(what, rest)| what == name && !into_other(rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn june(day: i8) -> Moment {
        Moment::at(Date::new(2026, 6, day).unwrap(), 12, 0)
    }

    fn days(windows: &[Window]) -> Vec<(i64, i64)> {
        let day = |moment: Moment| (moment.seconds - june(1).seconds) / 86_400 + 1;
        windows.iter().map(|window| (day(window.earliest), day(window.latest))).collect()
    }

    #[test]
    fn a_date_behind_a_later_one_leaves_both_open_and_no_others() {
        let times = [30, 5, 20, 1].map(june);
        assert_eq!(days(&by_order(&times)), [(30, 30), (5, 20), (5, 20), (1, 1)]);
        let ordered = [9, 9, 4, 1].map(june);
        assert_eq!(days(&by_order(&ordered)), [(9, 9), (9, 9), (4, 4), (1, 1)]);
        assert!(by_order(&[]).is_empty());
    }

    #[test]
    fn a_merge_of_the_branch_into_itself_leaves_open_what_stands_down_to_where_it_parted() {
        let times = [9, 8, 5, 4, 1].map(june);
        let merges = [MergeOfItself { merge: 3, parted: Some(1) }];
        assert_eq!(days(&by_merges(&times, &merges)), [(9, 9), (4, 8), (4, 8), (4, 4), (1, 1)]);
        let unrelated = [MergeOfItself { merge: 3, parted: None }];
        assert_eq!(by_merges(&times, &unrelated), times.map(Window::at));
    }

    #[test]
    fn moments_of_one_day_leave_no_day_open() {
        let noon = june(5);
        let late = Moment { seconds: noon.seconds + 11 * 3_600, ..noon };
        let window = Window { earliest: noon, latest: late };
        assert!(!window.spans_days(&TimeZone::utc()));
        let madrid = TimeZone::named("Europe/Madrid").unwrap();
        assert!(window.spans_days(&madrid), "it is past midnight there");
        let day = noon.day_in(&madrid);
        assert!(window.holds_end_of(day, &madrid) && !window.holds_end_of(day, &TimeZone::utc()));
    }

    #[test]
    fn subjects_of_merges_into_itself() {
        let itself = |subject| merges_into_itself(subject, "origin/main");
        assert!(itself("Merge branch 'main' of github.com:x/y"));
        assert!(itself("Merge branch 'main' of github.com:x/y into main"));
        assert!(itself("Merge remote-tracking branch 'origin/main'"));
        assert!(!itself("Merge branch 'main' into feature"));
        assert!(!itself("Merge branch 'feature'"));
        assert!(!itself("Merge pull request #1 from x/main"));
    }
}
