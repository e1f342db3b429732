//! A baseline held against the findings of one report.

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::Serialize;

use crate::calendar::Date;

use super::{Acceptance, Baseline};
use crate::report::{Block, Line, Text, Tone};

/// How many unused entries people are told by name.
const NAMED: usize = 5;

/// What a baseline comes to in one report: what it accepts, what it no longer does, and what
/// it names in vain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ledger {
    file: String,
    as_of: Date,
    acceptances: BTreeMap<String, Acceptance>,
    unused: Vec<String>,
}

/// How much of a library a report judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// All of it: an entry without a finding is unused.
    Whole,
    /// A part: an entry without a finding may belong to the rest.
    Part,
}

/// What a baseline came to, for programs.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Baseline")]
pub struct BaselineData<'a> {
    /// The file.
    file: &'a str,
    /// How many findings it accepts.
    accepted: usize,
    /// The first day after which one of them is no longer accepted.
    accepted_until: Option<Date>,
    /// The keys of findings that it accepted until a day that is over: they count again.
    expired: Vec<&'a str>,
    /// The keys of entries to which there is no finding any more.
    unused: &'a [String],
}

impl Ledger {
    /// Holds a baseline against the keys of all findings, on a day.
    pub fn new<'k>(
        baseline: &Baseline,
        keys: impl IntoIterator<Item = &'k str>,
        as_of: Date,
        reach: Reach,
    ) -> Self {
        let found: BTreeSet<&str> = keys.into_iter().collect();
        let acceptances = found.iter().filter_map(|key| {
            baseline.acceptance(key, as_of).map(|acceptance| ((*key).to_owned(), acceptance))
        });
        let unused = baseline.entries.keys().filter(|key| !found.contains(key.as_str()));
        Self {
            file: baseline.file.clone(),
            as_of,
            acceptances: acceptances.collect(),
            unused: match reach {
                Reach::Whole => unused.cloned().collect(),
                Reach::Part => Vec::new(),
            },
        }
    }

    /// What the baseline says of a finding, if anything.
    #[must_use]
    pub fn acceptance(&self, key: &str) -> Option<&Acceptance> {
        self.acceptances.get(key)
    }

    /// Whether a finding is accepted today.
    #[must_use]
    pub fn accepts(&self, key: &str) -> bool {
        self.acceptance(key).is_some_and(|acceptance| !acceptance.is_expired)
    }

    /// How many findings are accepted today.
    #[must_use]
    pub fn accepted(&self) -> usize {
        self.acceptances.values().filter(|acceptance| !acceptance.is_expired).count()
    }

    /// The keys of entries to which there is no finding, failing or not; none where only a part
    /// of the library was judged.
    #[must_use]
    pub fn unused(&self) -> &[String] {
        &self.unused
    }

    /// What it came to in one line: `12 accepted until 2027-02-20 by sopctl-baseline.toml`.
    #[must_use]
    pub fn told(&self) -> Line {
        let line = Line::new().text(format!("{} accepted", self.accepted()));
        let line = match self.accepted_until() {
            Some((first, true)) => line.text(" until ").date(first),
            Some((first, false)) => line.text(" until ").date(first).text(" or later"),
            None => line,
        };
        line.text(" by ").code(Text::new(&self.file))
    }

    /// All that people should know of it: what is accepted, what no longer is, what is
    /// unused.
    #[must_use]
    pub fn remarks(&self) -> Vec<Block> {
        let mut remarks = vec![Block::Note(Tone::Notice, self.told().text("."))];
        let expired: Vec<(&String, &Acceptance)> =
            self.acceptances.iter().filter(|(_, acceptance)| acceptance.is_expired).collect();
        if !expired.is_empty() {
            let count = expired.len();
            let named = expired.into_iter().map(|(key, acceptance)| {
                Line::new().code(Text::new(key)).text(" on ").date(acceptance.expires)
            });
            let verbs = if count == 1 {
                "has expired and counts again"
            } else {
                "have expired and count again"
            };
            let line = Line::new().text(format!("{count} {verbs}: "));
            remarks.push(Block::Note(Tone::Bad, line.line(first_of(named, count))));
        }
        if !self.unused.is_empty() {
            let count = self.unused.len();
            let named = self.unused.iter().map(|key| Line::new().code(Text::new(key)));
            let entries = if count == 1 { "entry is" } else { "entries are" };
            let line = Line::new().text(format!("{count} {entries} no longer needed: "));
            remarks.push(Block::Note(Tone::Notice, line.line(first_of(named, count))));
        }
        remarks
    }

    /// For programs.
    #[must_use]
    pub fn data(&self) -> BaselineData<'_> {
        let expired = self.acceptances.iter().filter(|(_, acceptance)| acceptance.is_expired);
        BaselineData {
            file: &self.file,
            accepted: self.accepted(),
            accepted_until: self.accepted_until().map(|(first, _)| first),
            expired: expired.map(|(key, _)| key.as_str()).collect(),
            unused: &self.unused,
        }
    }

    /// The first day on which something accepted expires, and whether all of it does.
    fn accepted_until(&self) -> Option<(Date, bool)> {
        let days: BTreeSet<Date> = self
            .acceptances
            .values()
            .filter(|acceptance| acceptance.expires >= self.as_of)
            .map(|acceptance| acceptance.expires)
            .collect();
        days.first().map(|first| (*first, days.len() == 1))
    }
}

fn first_of(named: impl Iterator<Item = Line>, count: usize) -> Line {
    let line = Line::joined(named.take(NAMED).collect(), ", ");
    match count.saturating_sub(NAMED) {
        0 => line.text("."),
        more => line.text(format!(" and {more} more.")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "[stale.\"a\"]\nexpires = 2027-01-01\n[stale.\"b\"]\nexpires = 2027-03-01\n\
                        [stale.\"c\"]\nexpires = 2026-01-01\n[stale.\"d\"]\nexpires = 2027-01-01\n";

    fn ledger(keys: &[&str], reach: Reach) -> Ledger {
        let baseline = Baseline::read("b.toml", TEXT, "stale").unwrap();
        Ledger::new(&baseline, keys.iter().copied(), Date::new(2026, 11, 22).unwrap(), reach)
    }

    #[test]
    fn what_is_accepted_expired_and_unused_is_told_apart() {
        let ledger = ledger(&["a", "b", "c", "new"], Reach::Whole);
        assert_eq!(
            [ledger.accepts("a"), ledger.accepts("c"), ledger.accepts("new")],
            [true, false, false]
        );
        let data = ledger.data();
        assert_eq!(
            (data.accepted, data.expired, data.unused),
            (2, vec!["c"], &["d".to_owned()][..])
        );
        assert_eq!(data.accepted_until, Date::new(2027, 1, 1));
        assert_eq!(ledger.remarks().len(), 3);
        let told = Line::new()
            .text("2 accepted")
            .text(" until ")
            .date(Date::new(2027, 1, 1).unwrap())
            .text(" or later")
            .text(" by ")
            .code("b.toml");
        assert_eq!(ledger.told(), told);
    }

    #[test]
    fn an_entry_of_what_was_not_judged_is_not_called_unused() {
        assert_eq!(ledger(&["a"], Reach::Part).data().unused, [""; 0]);
        assert_eq!(ledger(&["a"], Reach::Whole).data().unused, ["b", "c", "d"]);
    }
}
