//! Sums of judgements, and the tables of them.

use std::collections::BTreeMap;

use sopctl::document::outline::UnitKind;

use super::edits::Edited;
use super::judge::{Judgement, Verdict};

/// What became of the trials of one kind.
#[derive(Debug, Default, Clone)]
pub(crate) struct Tally {
    pub(crate) trials: usize,
    /// Trials whose text the parser reads as other units than were meant.
    pub(crate) not_of_units: usize,
    pub(crate) exact: usize,
    pub(crate) equal: usize,
    pub(crate) lighter: usize,
    pub(crate) wrong: usize,
    pub(crate) meanings: usize,
    pub(crate) meanings_named: usize,
    pub(crate) done: usize,
    pub(crate) reported: usize,
    pub(crate) hits: usize,
    kept: usize,
    missed: usize,
}

impl Tally {
    pub(crate) fn count(&mut self, judgement: &Judgement) {
        self.trials += 1;
        match judgement.verdict {
            Verdict::Exact => self.exact += 1,
            Verdict::Equal => self.equal += 1,
            Verdict::Lighter => self.lighter += 1,
            Verdict::Wrong => self.wrong += 1,
        }
        self.meanings += judgement.meanings.len();
        self.meanings_named += judgement.meanings.iter().filter(|named| **named).count();
        self.reported += judgement.reported.len();
        self.hits += judgement.hits();
        self.done += match judgement.verdict {
            Verdict::Wrong => judgement.done.len(),
            _ => judgement.reported.len(),
        };
    }

    pub(crate) fn miss(&mut self) {
        self.trials += 1;
        self.not_of_units += 1;
    }

    /// Counts edits made one upon another, of which `missed` were no edits of units and
    /// were taken back.
    pub(crate) fn build(&mut self, kept: usize, missed: usize) {
        self.kept += kept;
        self.missed += missed;
    }

    pub(crate) fn add(&mut self, other: &Self) {
        self.trials += other.trials;
        self.not_of_units += other.not_of_units;
        self.exact += other.exact;
        self.equal += other.equal;
        self.lighter += other.lighter;
        self.wrong += other.wrong;
        self.meanings += other.meanings;
        self.meanings_named += other.meanings_named;
        self.done += other.done;
        self.reported += other.reported;
        self.hits += other.hits;
        self.kept += other.kept;
        self.missed += other.missed;
    }

    pub(crate) fn line(&self, name: &str) -> String {
        let judged = self.trials - self.not_of_units;
        let right = self.exact + self.equal + self.lighter;
        let named = if self.meanings == 0 {
            "     -".to_owned()
        } else {
            share(self.meanings_named, self.meanings)
        };
        format!(
            "{name:<34} {judged:>6} {} {:>6} {:>5} {:>5} {:>5} {named} {}",
            share(right, judged),
            self.exact,
            self.equal,
            self.lighter,
            self.wrong,
            share(self.not_of_units + self.missed, self.trials + self.kept + self.missed),
        )
    }
}

/// A share in percent.
pub(crate) fn share(part: usize, whole: usize) -> String {
    if whole == 0 {
        return "     -".to_owned();
    }
    let percent = part as f64 * 100.0 / whole as f64;
    format!("{percent:>5.1}%")
}

/// Tallies by the name of the edit and by the kind of unit.
#[derive(Debug, Default)]
pub(crate) struct Table {
    rows: BTreeMap<(usize, &'static str), Tally>,
    kinds: BTreeMap<&'static str, Tally>,
}

impl Table {
    pub(crate) fn row(&mut self, order: usize, name: &'static str) -> &mut Tally {
        self.rows.entry((order, name)).or_default()
    }

    pub(crate) fn kind(&mut self, edited: Edited) -> &mut Tally {
        let name = match edited {
            Edited::Unit(kind) => kind_name(kind),
            Edited::Section => "section",
        };
        self.kinds.entry(name).or_default()
    }

    pub(crate) fn sum(&self) -> Tally {
        let mut sum = Tally::default();
        for tally in self.rows.values() {
            sum.add(tally);
        }
        sum
    }

    pub(crate) fn lines(&self, title: &str) -> Vec<String> {
        let mut lines = vec![format!(
            "{title:<34} {:>6} {:>6} {:>6} {:>5} {:>5} {:>5} {:>6} {:>6}",
            "n", "right", "exact", "equal", "light", "wrong", "means", "no edit"
        )];
        lines.extend(self.rows.iter().map(|((_, name), tally)| tally.line(name)));
        lines.push(self.sum().line("all"));
        if !self.kinds.is_empty() {
            lines.push("by kind of unit".to_owned());
            lines.extend(self.kinds.iter().map(|(name, tally)| tally.line(name)));
        }
        lines
    }
}

const fn kind_name(kind: UnitKind) -> &'static str {
    match kind {
        UnitKind::Step => "step",
        UnitKind::Statement => "statement",
        UnitKind::Paragraph => "paragraph",
        UnitKind::ExpectedResult => "expected result",
        UnitKind::Row => "row",
        UnitKind::Code => "code",
        UnitKind::Image => "image",
        UnitKind::Note => "note",
        UnitKind::Warning => "warning",
    }
}
