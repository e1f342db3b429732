//! Debt that is accepted for a while: a file of findings that are known, each with the day
//! from which on it fails again.
//!
//! A baseline lets an old library start today: what fails already is written down once, and
//! from then on only what is new fails. It is TOML, a table for each finding, below the name
//! of the report that knows it:
//!
//! ```toml
//! [stale."SOP-004/overdue/2026-08-01"]
//! expires = 2027-02-20
//! reason = "the board meets in January"
//! ```
//!
//! This module knows keys and days; what a key is made of is known to those who find.

mod ledger;
mod rewriting;

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use crate::calendar::Date;
use crate::data::{Entry, Misfit, Syntax, TableReader, Value, find, read};

pub use ledger::{BaselineData, Ledger, Reach};
pub use rewriting::{RewriteError, Rewriting};

use super::Text;

/// The reports whose findings can be accepted, in the order in which they stand in a file.
const REPORTS: [&str; 2] = ["check", "stale"];

/// What is accepted of the findings of one report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Baseline {
    /// The file, as it is called in answers.
    pub file: String,
    /// What it says.
    text: String,
    /// Whose findings.
    report: &'static str,
    entries: BTreeMap<String, Accepted>,
}

/// What an entry says.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Accepted {
    expires: Date,
    reason: Option<String>,
}

/// What a baseline says of one finding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Acceptance {
    /// The last day on which it is accepted.
    pub expires: Date,
    /// Why it is, where that was written down.
    pub reason: Option<Text>,
    /// Whether that day is over, so that it counts again.
    #[serde(rename = "expired")]
    pub is_expired: bool,
}

impl Baseline {
    /// Reads the entries for the findings of `report`. `file` is how messages call it.
    ///
    /// # Errors
    /// Everything in it that cannot be read, in the order of the file, also what concerns
    /// other reports.
    pub fn read(
        file: impl Into<String>,
        text: &str,
        report: &'static str,
    ) -> Result<Self, Vec<Misfit>> {
        let reading = read(text, Syntax::Toml);
        let problems = reading.problems.iter();
        let mut misfits: Vec<Misfit> =
            problems.map(|problem| Misfit::new(problem.span, problem.why.as_str())).collect();
        let mut own = BTreeMap::new();
        let mut table = TableReader::new("the baseline", &reading.entries, &mut misfits);
        for name in REPORTS {
            let entries = table.table(name).unwrap_or_default();
            let entries = read_entries(name, entries, table.misfits());
            if name == report {
                own = entries;
            }
        }
        table.finish();
        misfits.sort_by_key(|misfit| misfit.span);
        if misfits.is_empty() {
            Ok(Self { file: file.into(), text: text.to_owned(), report, entries: own })
        } else {
            Err(misfits)
        }
    }

    /// A baseline that nobody has written yet.
    #[must_use]
    pub fn unwritten(file: impl Into<String>, report: &'static str) -> Self {
        Self { file: file.into(), text: String::new(), report, entries: BTreeMap::new() }
    }

    /// How many findings it names, whether there are such or not.
    #[must_use]
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether it names none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// What it says of the finding of that name on a day.
    #[must_use]
    pub fn acceptance(&self, key: &str, on: Date) -> Option<Acceptance> {
        let accepted = self.entries.get(key)?;
        Some(Acceptance {
            expires: accepted.expires,
            reason: accepted.reason.as_deref().map(Text::from),
            is_expired: accepted.expires < on,
        })
    }
}

fn read_entries(
    report: &str,
    entries: &[Entry],
    misfits: &mut Vec<Misfit>,
) -> BTreeMap<String, Accepted> {
    let mut read = BTreeMap::new();
    for Entry { key, node } in entries {
        let name = format!("[{report}.{:?}]", key.value);
        let Value::Table(inside) = &node.value else {
            let why = format!("{name} must be a table with `expires`, not {}", node.kind());
            misfits.push(Misfit::new(node.span, why));
            continue;
        };
        let mut table = TableReader::new(&name, inside, misfits);
        let expires = table.value("expires").and_then(|text| match Date::read(text.value) {
            Ok(reading) => Some(reading.date),
            Err(error) => {
                table.misfit(Misfit::new(text.span, error.to_string()));
                None
            }
        });
        let reason = table.text("reason").map(|reason| reason.value.trim().to_owned());
        table.finish();
        if find(inside, "expires").is_none() {
            let why = "`expires` is missing: the last day on which it is accepted";
            misfits.push(Misfit::new(key.span, why));
        }
        if let Some(expires) = expires {
            let reason = reason.filter(|reason| !reason.is_empty());
            read.insert(key.value.clone(), Accepted { expires, reason });
        }
    }
    read
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        Date::read(text).unwrap().date
    }

    const TEXT: &str = "[check.\"SOP-001/missing-field/owner\"]\nexpires = 2027-01-31\n\n\
        [stale]\n\"SOP-004/overdue/2026-08-01\" = { expires = \"2027-02-20\", reason = \" later \" }\n";

    #[test]
    fn each_report_has_its_own_entries_until_their_day_is_over() {
        let stale = Baseline::read("b.toml", TEXT, "stale").unwrap();
        let key = "SOP-004/overdue/2026-08-01";
        let expired = |on| stale.acceptance(key, day(on)).map(|found| found.is_expired);
        assert_eq!(stale.len(), 1);
        assert_eq!([expired("2027-02-20"), expired("2027-02-21")], [Some(false), Some(true)]);
        let reason = stale.acceptance(key, day("2027-01-01")).and_then(|found| found.reason);
        assert_eq!(reason, Some("later".into()));
        let check = Baseline::read("b.toml", TEXT, "check").unwrap();
        assert_eq!(check.acceptance(key, day("2027-01-01")), None);
        assert!(check.acceptance("SOP-001/missing-field/owner", day("2027-01-01")).is_some());
    }

    #[test]
    fn all_that_is_wrong_is_told_with_its_place() {
        let text = "[stale.\"a\"]\nexpires = 2027-13-01\n\n[stale.\"b\"]\nreasn = \"x\"\n\n\
                    [stael.\"c\"]\nexpires = 2027-01-01\n\n[check]\nd = 1\n";
        let told: Vec<(usize, String)> = Baseline::read("b.toml", text, "stale")
            .unwrap_err()
            .into_iter()
            .map(|misfit| (text[..misfit.span.start].matches('\n').count() + 1, misfit.why))
            .collect();
        let lines: Vec<usize> = told.iter().map(|(line, _)| *line).collect();
        assert_eq!(lines, [2, 4, 5, 7, 11], "{told:#?}");
        assert!(told[0].1.contains("2027-13-01"), "{told:#?}");
        assert!(told[1].1.contains("`expires` is missing"), "{told:#?}");
        assert!(told[2].1.contains("reasn") && told[3].1.contains("stael"), "{told:#?}");
    }
}
