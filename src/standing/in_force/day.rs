//! The controlled branch at the end of a day, and which texts a document had shown by then.

use std::collections::BTreeSet;

use crate::calendar::{AsOf, Date, Moment, TimeZone};
use crate::config::InForceFrom;
use crate::git::{BranchLine, CommitId, Edition, Editions, LineCommit, Window};

use super::settle::Doubt;

/// The controlled branch at the end of a day.
#[derive(Debug)]
pub struct BranchDay<'a> {
    pub(super) line: &'a BranchLine,
    pub(super) on: Date,
    zone: &'a TimeZone,
    from: InForceFrom,
    /// The place on the line of the last commit that counts; none where there was none yet.
    last: Option<usize>,
    /// Whether dates said which commit that is; where they did not, they cannot be wrong.
    is_by_date: bool,
}

/// A text of a document where it counts: on the branch, or in a release.
#[derive(Debug, Clone)]
pub(super) struct Appearance<'e> {
    pub(super) edition: &'e Edition,
    /// The edition that brought the same content, before the document was moved about.
    pub(super) origin: &'e Edition,
    /// The place of the commit with which it counts: that of the edition, or of the release.
    pub(super) place: usize,
    pub(super) release: Option<(&'e str, Moment)>,
}

/// A day that may be another one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct DoubtfulDay {
    pub(super) day: Date,
    pub(super) doubt: Option<Doubt>,
}

/// The texts of a document before and after the end of a day.
#[derive(Debug, Default)]
pub(super) struct Appearances<'e> {
    /// Those that had landed, newest first.
    pub(super) by_then: Vec<Appearance<'e>>,
    /// Those that had not, oldest first.
    pub(super) later: Vec<Appearance<'e>>,
}

impl<'a> BranchDay<'a> {
    /// The branch at the end of the day of `as_of`, in its zone: the last commit of the line
    /// before the first one that is dated after that day.
    #[must_use]
    pub fn new(line: &'a BranchLine, as_of: &'a AsOf, from: InForceFrom) -> Self {
        let days: Vec<Date> =
            line.commits.iter().map(|commit| commit.time.day_in(&as_of.zone)).collect();
        let first_after = days.iter().rposition(|day| *day > as_of.day);
        let last = match first_after {
            None => 0,
            Some(place) => place + 1,
        };
        let last = (last < days.len()).then_some(last);
        Self { line, on: as_of.day, zone: &as_of.zone, from, last, is_by_date: true }
    }

    /// The branch as one of its commits left it, on the day of that commit or, where releases
    /// count, on the day on which it was released; none where the commit is not on the line.
    #[must_use]
    pub fn at_commit(
        line: &'a BranchLine,
        commit: CommitId,
        zone: &'a TimeZone,
        from: InForceFrom,
    ) -> Option<Self> {
        let place = line.commits.iter().position(|on_line| on_line.id == commit)?;
        let commit = line.commits.get(place)?;
        let moment = match (from, released(commit)) {
            (InForceFrom::Tags, Some((_, released))) => released,
            _ => commit.time,
        };
        let on = moment.day_in(zone);
        Some(Self { line, on, zone, from, last: Some(place), is_by_date: false })
    }

    /// The place on the line of the last commit that counts.
    #[must_use]
    pub const fn place(&self) -> Option<usize> {
        self.last
    }

    /// The last commit of the branch on that day; none where the branch had none yet.
    #[must_use]
    pub fn commit(&self) -> Option<CommitId> {
        self.last.and_then(|place| self.line.commits.get(place)).map(|commit| commit.id)
    }

    /// The newest release by then; none where releases do not count.
    #[must_use]
    pub fn newest_release(&self) -> Option<CommitId> {
        let is_out = |commit: &&LineCommit| {
            released(commit).is_some_and(|(_, released)| self.day(released) <= self.on)
        };
        match self.from {
            InForceFrom::Tags => self.line.commits.iter().find(is_out).map(|commit| commit.id),
            InForceFrom::Branch => None,
        }
    }

    /// The oldest commit that is known, and its day.
    #[must_use]
    pub fn beginning(&self) -> Option<(CommitId, Date)> {
        self.line.commits.last().map(|commit| (commit.id, self.day(commit.time)))
    }

    /// The text that a document shows on the branch that day, or that it was taken away.
    #[must_use]
    pub fn shown<'e>(&self, editions: &'e Editions) -> Option<&'e Edition> {
        let last = self.last?;
        editions.all.iter().find(|edition| edition.place >= last)
    }

    /// The day.
    #[must_use]
    pub const fn on(&self) -> Date {
        self.on
    }

    /// Why another commit of the branch may have been the last one on that day, each reason
    /// once; none where that is certain.
    #[must_use]
    pub fn doubts(&self) -> Vec<Doubt> {
        let places = 0..self.line.commits.len();
        let found: BTreeSet<Doubt> = places.filter_map(|place| self.doubt_at(place)).collect();
        found.into_iter().collect()
    }

    pub(super) fn day(&self, moment: Moment) -> Date {
        moment.day_in(self.zone)
    }

    /// The texts among `editions`, newest first, that count for what is in force.
    pub(super) fn appearances<'e>(&'e self, editions: &'e [Edition]) -> Appearances<'e> {
        match self.from {
            InForceFrom::Branch => self.on_branch(editions),
            InForceFrom::Tags => self.in_releases(editions),
        }
    }

    fn on_branch<'e>(&'e self, editions: &'e [Edition]) -> Appearances<'e> {
        let last = self.last.unwrap_or(self.line.commits.len());
        let mut all = Appearances::default();
        for (at, edition) in editions.iter().enumerate() {
            let place = edition.place;
            let origin = origin(editions, at);
            let appearance = Appearance { edition, origin, place, release: None };
            let list = if place >= last { &mut all.by_then } else { &mut all.later };
            list.push(appearance);
        }
        all.later.reverse();
        all
    }

    /// A text counts from the first release that has it.
    fn in_releases<'e>(&'e self, editions: &'e [Edition]) -> Appearances<'e> {
        let mut all = Appearances::default();
        let mut shown: Option<&Edition> = None;
        for (place, commit) in self.line.commits.iter().enumerate().rev() {
            let Some((tag, released)) = released(commit) else { continue };
            let Some(at) = editions.iter().position(|edition| edition.place >= place) else {
                continue;
            };
            let edition = &editions[at];
            if shown.is_some_and(|shown| std::ptr::eq(shown, edition)) {
                continue;
            }
            shown = Some(edition);
            let release = Some((tag, released));
            let appearance = Appearance { edition, origin: origin(editions, at), place, release };
            if self.day(released) <= self.on {
                all.by_then.push(appearance);
            } else {
                all.later.push(appearance);
            }
        }
        all.by_then.reverse();
        all
    }

    /// Whether a text may have landed on the other side of the end of the day than its
    /// place on the line says.
    pub(super) fn doubt(&self, appearance: &Appearance<'_>) -> Option<Doubt> {
        self.doubt_at(appearance.place)
    }

    fn doubt_at(&self, place: usize) -> Option<Doubt> {
        let commit = self.line.commits.get(place)?;
        if self.is_by_date && commit.by_order.holds_end_of(self.on, self.zone) {
            return Some(Doubt::DatesOutOfOrder);
        }
        commit.by_merges.holds_end_of(self.on, self.zone).then_some(Doubt::MergedIntoItself)
    }

    /// The day on which what a place of the line shows landed.
    pub(super) fn landing(&self, place: usize) -> Option<DoubtfulDay> {
        self.landing_from(place, None)
    }

    /// The day from which on a text counts that binds from some day: when it landed or was
    /// released, or that day if it is later.
    pub(super) fn counts_from(
        &self,
        text: &Appearance<'_>,
        binds: Option<Date>,
    ) -> Option<DoubtfulDay> {
        let commit = self.line.commits.get(text.place)?;
        match text.release {
            // The tag says itself when it was made.
            Some((_, released)) if released.seconds != commit.time.seconds => {
                let day = self.day(released);
                Some(DoubtfulDay { day: binds.map_or(day, |binds| binds.max(day)), doubt: None })
            }
            _ => self.landing_from(text.place, binds),
        }
    }

    fn landing_from(&self, place: usize, binds: Option<Date>) -> Option<DoubtfulDay> {
        let commit = self.line.commits.get(place)?;
        let from = |moment: Moment| {
            let day = self.day(moment);
            binds.map_or(day, |binds| binds.max(day))
        };
        let is_open = |window: Window| from(window.earliest) != from(window.latest);
        let doubt = if is_open(commit.by_order) {
            Some(Doubt::DatesOutOfOrder)
        } else {
            is_open(commit.by_merges).then_some(Doubt::MergedIntoItself)
        };
        Some(DoubtfulDay { day: from(commit.time), doubt })
    }
}

/// The oldest of the editions, newest first, down from the one at `at` that have its content:
/// those above it only moved the document.
fn origin(editions: &[Edition], at: usize) -> &Edition {
    let newest = &editions[at];
    let same = editions[at..].iter().take_while(|older| older.blob == newest.blob);
    same.last().unwrap_or(newest)
}

/// The first tag of a commit, and when it was released: a tag that says when it was made
/// counts from then, one that does not from its commit.
fn released(commit: &LineCommit) -> Option<(&str, Moment)> {
    let moment = |tagged: &Option<Moment>| match tagged {
        Some(tagged) if tagged.seconds > commit.time.seconds => *tagged,
        _ => commit.time,
    };
    let releases = commit.tags.iter().map(|(name, tagged)| (name.as_str(), moment(tagged)));
    releases.min_by_key(|(_, moment)| moment.seconds)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::git::ObjectId;
    use crate::paths::RepoPath;

    fn id(digit: usize) -> CommitId {
        ObjectId::from_hex(&digit.to_string().repeat(40)).unwrap()
    }

    fn june(day: i8) -> Date {
        Date::new(2026, 6, day).unwrap()
    }

    /// A line of commits on these days of June, the oldest first.
    fn line(days: &[i8]) -> BranchLine {
        let commits = days.iter().enumerate().rev().map(|(number, day)| {
            let time = Moment::at(june(*day), 12, 0);
            let id = id(number + 1);
            let window = Window::at(time);
            LineCommit { id, time, by_merges: window, by_order: window, tags: Vec::new() }
        });
        BranchLine { commits: commits.collect(), is_cut: false }
    }

    fn as_of(day: i8) -> AsOf {
        AsOf { day: june(day), zone: TimeZone::utc() }
    }

    fn edition(place: usize) -> Edition {
        let path = RepoPath::new("a.md").unwrap();
        Edition { place, path, blob: Some(id(9)), is_boundary: false }
    }

    #[test]
    fn the_last_commit_before_the_first_later_one_counts() {
        let line = line(&[1, 5, 5, 20]);
        for (day, commit) in [(4, Some(1)), (5, Some(3)), (19, Some(3)), (20, Some(4))] {
            let as_of = as_of(day);
            let found = BranchDay::new(&line, &as_of, InForceFrom::Branch);
            assert_eq!(found.commit(), commit.map(id), "on {day}");
            assert!(found.doubts().is_empty());
        }
        let before = AsOf { day: Date::new(2026, 5, 31).unwrap(), zone: TimeZone::utc() };
        assert_eq!(BranchDay::new(&line, &before, InForceFrom::Branch).commit(), None);
    }

    #[test]
    fn dates_out_of_order_leave_open_what_stands_behind_them() {
        // The second commit has a wrong clock, and the third has not.
        let mut line = line(&[1, 20, 5, 21]);
        let (fifth, twentieth) = (line.commits[1].time, line.commits[2].time);
        for place in [1, 2] {
            line.commits[place].by_order = Window { earliest: fifth, latest: twentieth };
        }
        let tenth = as_of(10);
        let day = BranchDay::new(&line, &tenth, InForceFrom::Branch);
        assert_eq!(day.commit(), Some(id(1)));
        assert_eq!(day.doubts(), [Doubt::DatesOutOfOrder]);
        let editions: Vec<Edition> = (0..4).map(edition).collect();
        let all = day.appearances(&editions);
        let doubts: Vec<_> =
            all.by_then.iter().chain(&all.later).map(|a| (a.place, day.doubt(a))).collect();
        let doubt = Some(Doubt::DatesOutOfOrder);
        assert_eq!(doubts, [(3, None), (2, doubt), (1, doubt), (0, None)]);
        // What lands there is in doubt on every day, what binds only later is not.
        let after = as_of(30);
        let after = BranchDay::new(&line, &after, InForceFrom::Branch);
        assert!(after.doubts().is_empty());
        let text = &after.appearances(&editions).by_then[1];
        let from = |binds| after.counts_from(text, binds).unwrap();
        assert_eq!(from(None), DoubtfulDay { day: june(5), doubt });
        assert_eq!(from(Some(june(20))), DoubtfulDay { day: june(20), doubt: None });
        assert_eq!(after.landing(0), Some(DoubtfulDay { day: june(21), doubt: None }));
    }

    #[test]
    fn a_text_that_was_only_moved_came_with_the_commit_that_wrote_it() {
        let line = line(&[1, 2, 3, 4]);
        let moved = Edition { path: RepoPath::new("b.md").unwrap(), ..edition(1) };
        let other = Edition { blob: Some(id(8)), ..edition(3) };
        let editions = [moved, edition(2), other];
        let as_of = as_of(30);
        let day = BranchDay::new(&line, &as_of, InForceFrom::Branch);
        let all = day.appearances(&editions).by_then;
        let origins: Vec<_> = all.iter().map(|text| text.origin.place).collect();
        assert_eq!(origins, [2, 2, 3]);
    }

    #[test]
    fn the_zone_decides_when_a_day_ends() {
        let mut line = line(&[1, 5]);
        line.commits[0].time = Moment::at(june(5), 23, 30);
        let madrid = AsOf { day: june(5), zone: TimeZone::named("Europe/Madrid").unwrap() };
        assert_eq!(BranchDay::new(&line, &madrid, InForceFrom::Branch).commit(), Some(id(1)));
        assert_eq!(BranchDay::new(&line, &as_of(5), InForceFrom::Branch).commit(), Some(id(2)));
    }

    #[test]
    fn a_release_counts_from_its_tag_and_shows_the_text_of_its_commit() {
        let mut line = line(&[1, 2, 3, 4]);
        line.commits[2].tags = vec![("v1".to_owned(), None)];
        line.commits[1].tags = vec![("v2".to_owned(), Some(Moment::at(june(15), 9, 0)))];
        let editions = [edition(0), edition(1), edition(3)];
        let texts = |day: i8| {
            let as_of = as_of(day);
            let day = BranchDay::new(&line, &as_of, InForceFrom::Tags);
            let all = day.appearances(&editions);
            let list = |all: &[Appearance<'_>]| {
                let named = all.iter().map(|a| (a.release.unwrap().0.to_owned(), a.edition.place));
                named.collect::<Vec<_>>()
            };
            (list(&all.by_then), list(&all.later))
        };
        let (one, two) = (("v1".to_owned(), 3), ("v2".to_owned(), 1));
        assert_eq!(texts(1), (vec![], vec![one.clone(), two.clone()]));
        assert_eq!(texts(14), (vec![one.clone()], vec![two.clone()]));
        assert_eq!(texts(15), (vec![two, one], vec![]));
    }
}
