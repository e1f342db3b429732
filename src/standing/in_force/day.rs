//! The controlled branch at the end of a day, and which texts a document had shown by then.

use crate::calendar::{AsOf, Date, Moment, TimeZone};
use crate::config::InForceFrom;
use crate::git::{BranchLine, CommitId, Edition, Editions, LineCommit};

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
    /// The newest place that may have landed by then as well, where dates are out of order.
    doubtful_from: Option<usize>,
}

/// A text of a document where it counts: on the branch, or in a release.
#[derive(Debug, Clone)]
pub(super) struct Appearance<'e> {
    pub(super) edition: &'e Edition,
    /// The place of the commit that brought it.
    pub(super) place: usize,
    pub(super) landed: Moment,
    pub(super) tag: Option<&'e str>,
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
        let doubtful_from = days.iter().take(last).position(|day| *day <= as_of.day);
        let last = (last < days.len()).then_some(last);
        Self { line, on: as_of.day, zone: &as_of.zone, from, last, doubtful_from }
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
        Some(Self { line, on, zone, from, last: Some(place), doubtful_from: None })
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

    /// Whether commits that are dated to the day or before it stand behind one that is
    /// dated after it.
    #[must_use]
    pub const fn is_out_of_order(&self) -> bool {
        self.doubtful_from.is_some()
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
        for edition in editions {
            let Some(commit) = self.line.commits.get(edition.place) else { continue };
            let place = edition.place;
            let appearance = Appearance { edition, place, landed: commit.time, tag: None };
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
            let Some(edition) = editions.iter().find(|edition| edition.place >= place) else {
                continue;
            };
            if shown.is_some_and(|shown| std::ptr::eq(shown, edition)) {
                continue;
            }
            shown = Some(edition);
            let appearance = Appearance { edition, place, landed: released, tag: Some(tag) };
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
        let last = self.last.unwrap_or(self.line.commits.len());
        let place = appearance.place;
        if self.doubtful_from.is_some_and(|from| (from..last).contains(&place)) {
            return Some(Doubt::DatesOutOfOrder);
        }
        let commit = self.line.commits.get(place)?;
        let (earliest, latest) = (self.day(commit.earliest), self.day(commit.latest));
        (earliest <= self.on && self.on < latest).then_some(Doubt::MergedIntoItself)
    }
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
            LineCommit { id, time, earliest: time, latest: time, tags: Vec::new() }
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
            assert!(!found.is_out_of_order());
        }
        let before = AsOf { day: Date::new(2026, 5, 31).unwrap(), zone: TimeZone::utc() };
        assert_eq!(BranchDay::new(&line, &before, InForceFrom::Branch).commit(), None);
    }

    #[test]
    fn dates_out_of_order_leave_open_what_stands_behind_them() {
        // The second commit has a wrong clock, and the third has not.
        let line = line(&[1, 20, 5, 21]);
        let tenth = as_of(10);
        let day = BranchDay::new(&line, &tenth, InForceFrom::Branch);
        assert_eq!(day.commit(), Some(id(1)));
        assert!(day.is_out_of_order());
        let editions: Vec<Edition> = (0..4).map(edition).collect();
        let all = day.appearances(&editions);
        let doubts: Vec<_> =
            all.by_then.iter().chain(&all.later).map(|a| (a.place, day.doubt(a))).collect();
        let doubt = Some(Doubt::DatesOutOfOrder);
        assert_eq!(doubts, [(3, None), (2, doubt), (1, doubt), (0, None)]);
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
                let named = all.iter().map(|a| (a.tag.unwrap().to_owned(), a.edition.place));
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
