//! A baseline as it should be from today on.
//!
//! Entries to which there is a finding keep every byte, whether it fails today or not: their
//! comments, reasons and days are somebody's. What fails and is new comes in by the order of
//! the keys, what is settled goes. The new
//! text is read again before anything is done with it: where it would not say what it
//! should, nothing is written.

use std::collections::{BTreeMap, BTreeSet};

use crate::calendar::Date;
use crate::data::splice::{Patch, applied};
use crate::data::{Entry, Node, Syntax, Value, find, read, toml_string};
use crate::source::Span;

use super::{Accepted, Baseline, REPORTS};

/// What stands above the entries of a new file.
const PREAMBLE: &str = "\
# Debt that sopctl accepts for a while. Each entry counts again after its day.
# Add a reason; comments, reasons and days stay when the file is written again.
";

/// The new text of a baseline, and what became of its entries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rewriting {
    /// The file from now on.
    pub text: String,
    /// How many entries are new.
    pub added: usize,
    /// How many stayed.
    pub kept: usize,
    /// How many are no longer needed and gone.
    pub removed: usize,
    /// How many that had expired got a new day.
    pub renewed: usize,
    /// How many have expired and still fail.
    pub expired: usize,
}

/// Why a baseline is not rewritten.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{file} is written in a way in which entries cannot be changed one by one")]
pub struct RewriteError {
    /// The file.
    pub file: String,
}

impl Baseline {
    /// The text in which all that is `failing` is accepted: what comes in until `expires`,
    /// what is there until its own day. An entry stays unless it is `settled`, which is to
    /// say that there is no finding of its key. With `renew`, failing ones whose day is before
    /// `today` get that of `renew`.
    ///
    /// # Errors
    /// When the file has a form in which that cannot be written.
    pub fn rewritten(
        &self,
        failing: &BTreeSet<&str>,
        settled: &BTreeSet<&str>,
        expires: Date,
        renew: Option<Date>,
        today: Date,
    ) -> Result<Rewriting, RewriteError> {
        let is_gone = |key: &str| settled.contains(key) && !failing.contains(key);
        let counts_again =
            |key: &str, accepted: &Accepted| accepted.expires < today && failing.contains(key);
        let (gone, kept): (Vec<&String>, Vec<&String>) =
            self.entries.keys().partition(|key| is_gone(key));
        let over: Vec<&String> = self
            .entries
            .iter()
            .filter_map(|(key, accepted)| counts_again(key, accepted).then_some(key))
            .collect();
        let new: Vec<&str> =
            failing.iter().copied().filter(|key| !self.entries.contains_key(*key)).collect();

        let mut sheet = Sheet::of(&self.text);
        for key in &gone {
            sheet.remove(self.report, key);
        }
        if let Some(day) = renew {
            for key in &over {
                sheet.renew(self.report, key, day);
            }
        }
        for key in &new {
            sheet.add(self.report, key, expires);
        }
        let text = sheet.written();

        let mut wanted = self.entries.clone();
        wanted.retain(|key, _| !is_gone(key));
        if let Some(day) = renew {
            for (key, accepted) in &mut wanted {
                if counts_again(key, accepted) {
                    accepted.expires = day;
                }
            }
        }
        for key in &new {
            wanted.insert((*key).to_owned(), Accepted { expires, reason: None });
        }
        self.prove(&text, &wanted)?;
        Ok(Rewriting {
            text,
            added: new.len(),
            kept: kept.len(),
            removed: gone.len(),
            renewed: if renew.is_some() { over.len() } else { 0 },
            expired: if renew.is_some() { 0 } else { over.len() },
        })
    }

    /// Reads a new text: it must say of this report what is wanted, and of every other what
    /// the old one said.
    fn prove(&self, text: &str, wanted: &BTreeMap<String, Accepted>) -> Result<(), RewriteError> {
        let is_as_wanted = REPORTS.into_iter().all(|report| {
            let Ok(read) = Self::read("", text, report) else { return false };
            if report == self.report {
                read.entries == *wanted
            } else {
                Self::read("", &self.text, report).is_ok_and(|old| old.entries == read.entries)
            }
        });
        if is_as_wanted { Ok(()) } else { Err(RewriteError { file: self.file.clone() }) }
    }
}

/// The text as parts: what belongs to an entry, and what stands between entries. Parts have
/// no line break at their ends; a blank line stands between them.
struct Sheet {
    newline: &'static str,
    parts: Vec<Part>,
}

struct Part {
    /// The report and the key, where the part is an entry.
    entry: Option<(&'static str, String)>,
    /// Of an entry, with the comment right above it.
    text: String,
}

impl Sheet {
    fn of(text: &str) -> Self {
        let newline = if text.contains("\r\n") { "\r\n" } else { "\n" };
        let mut sheet = Self { newline, parts: Vec::new() };
        if text.trim().is_empty() {
            sheet.push(None, PREAMBLE);
            return sheet;
        }
        let entries = read(text, Syntax::Toml).entries;
        let mut found: Vec<(Span, &'static str, &Entry)> = Vec::new();
        for report in REPORTS {
            if let Some(Value::Table(inside)) = find(&entries, report).map(|e| &e.node.value) {
                found.extend(inside.iter().map(|entry| (lines_of(text, entry), report, entry)));
            }
        }
        found.sort_by_key(|(span, ..)| span.start);
        let mut at = 0;
        for (span, report, entry) in found {
            // Entries that share a line cannot be parted: the proof refuses what comes of it.
            let start = span.start.max(at);
            sheet.push(None, text.get(at..start).unwrap_or_default());
            let own = text.get(start..span.end).unwrap_or_default();
            sheet.push(Some((report, entry.key.value.clone())), own);
            at = span.end.max(at);
        }
        sheet.push(None, text.get(at..).unwrap_or_default());
        sheet
    }

    fn push(&mut self, entry: Option<(&'static str, String)>, text: &str) {
        let text = text.trim_matches(['\r', '\n']);
        if entry.is_some() || !text.trim().is_empty() {
            self.parts.push(Part { entry, text: text.to_owned() });
        }
    }

    fn remove(&mut self, report: &'static str, key: &str) {
        self.parts.retain(|part| !part.is(report, key));
    }

    fn renew(&mut self, report: &'static str, key: &str, day: Date) {
        for part in self.parts.iter_mut().filter(|part| part.is(report, key)) {
            let entries = read(&part.text, Syntax::Toml).entries;
            if let Some(node) = expiry_in(&entries) {
                let patch = Patch { span: node.span, text: day.to_string() };
                part.text = applied(&part.text, &[patch]);
            }
        }
    }

    /// Puts an entry before the first that should stand behind it, else behind the last.
    fn add(&mut self, report: &'static str, key: &str, expires: Date) {
        let quoted = toml_string(key);
        let text = format!("[{report}.{quoted}]{}expires = {expires}", self.newline);
        let entry = (report, key.to_owned());
        let is_behind = |part: &Part| part.entry.as_ref().is_some_and(|other| *other > entry);
        let at = self.parts.iter().position(is_behind).unwrap_or(self.parts.len());
        self.parts.insert(at, Part { entry: Some(entry), text });
    }

    fn written(&self) -> String {
        let parts: Vec<&str> = self.parts.iter().map(|part| part.text.as_str()).collect();
        let mut text = parts.join(&self.newline.repeat(2));
        if !text.is_empty() {
            text.push_str(self.newline);
        }
        text
    }
}

impl Part {
    fn is(&self, report: &str, key: &str) -> bool {
        self.entry.as_ref().is_some_and(|(other, own)| *other == report && own == key)
    }
}

/// The lines of an entry, from the comment right above it to its last value.
fn lines_of(text: &str, entry: &Entry) -> Span {
    let line_start = |at: usize| text.get(..at).and_then(|t| t.rfind('\n')).map_or(0, |n| n + 1);
    let mut start = line_start(entry.key.span.start);
    while start > 0 {
        let above = line_start(start - 1);
        let is_comment =
            text.get(above..start).is_some_and(|line| line.trim_start().starts_with('#'));
        if !is_comment {
            break;
        }
        start = above;
    }
    let last = end_of(entry);
    let rest = text.get(last..).unwrap_or_default();
    let end = rest.find('\n').map_or(text.len(), |at| last + at + 1);
    Span::new(start, end)
}

/// The end of the last value of an entry.
fn end_of(entry: &Entry) -> usize {
    let own = entry.key.span.end.max(entry.node.span.end);
    match &entry.node.value {
        Value::Table(inside) => inside.iter().map(end_of).fold(own, usize::max),
        _ => own,
    }
}

/// The value of `expires`, however deep it stands.
fn expiry_in(entries: &[Entry]) -> Option<&Node> {
    entries.iter().find_map(|entry| match &entry.node.value {
        Value::Table(inside) => expiry_in(inside),
        _ => (entry.key.value == "expires").then_some(&entry.node),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        Date::read(text).unwrap().date
    }

    fn rewritten(text: &str, keys: &[&str], renew: Option<&str>) -> Rewriting {
        let baseline = Baseline::read("b.toml", text, "stale").unwrap();
        let failing: BTreeSet<&str> = keys.iter().copied().collect();
        let entries = baseline.entries.keys().map(String::as_str);
        let settled = entries.filter(|key| !failing.contains(key)).collect();
        let renew = renew.map(day);
        baseline.rewritten(&failing, &settled, day("2027-02-20"), renew, day("2026-11-22")).unwrap()
    }

    #[test]
    fn a_new_file_is_sorted_and_says_what_it_is() {
        let written = rewritten("", &["b", "a \"quoted\"\u{7}"], None);
        assert_eq!(
            written.text,
            format!(
                "{PREAMBLE}\n[stale.\"a \\\"quoted\\\"\\u0007\"]\nexpires = 2027-02-20\n\n\
                 [stale.\"b\"]\nexpires = 2027-02-20\n"
            )
        );
        assert_eq!([written.added, written.kept, written.removed], [2, 0, 0]);
        let again = rewritten(&written.text, &["b", "a \"quoted\"\u{7}"], None);
        assert_eq!(again.text, written.text);
    }

    const EDITED: &str = "# Ours\n\n[check.\"x\"]\nexpires = 2026-12-01\n\n\
        # the board knows\n[stale.\"b\"]   # second\nreason = \"\"\"\n[later]\n\"\"\"\nexpires = \"2026-12-24\"\n\n\
        # until the move\n\n[stale.\"d\"]\nexpires = 2026-10-01 # over\n";

    #[test]
    fn what_people_wrote_stays_and_what_is_settled_goes() {
        let written = rewritten(EDITED, &["a", "b", "c", "e"], None);
        assert_eq!(
            written.text,
            "# Ours\n\n[check.\"x\"]\nexpires = 2026-12-01\n\n\
             [stale.\"a\"]\nexpires = 2027-02-20\n\n\
             # the board knows\n[stale.\"b\"]   # second\nreason = \"\"\"\n[later]\n\"\"\"\nexpires = \"2026-12-24\"\n\n\
             # until the move\n\n\
             [stale.\"c\"]\nexpires = 2027-02-20\n\n\
             [stale.\"e\"]\nexpires = 2027-02-20\n"
        );
        assert_eq!([written.added, written.kept, written.removed, written.expired], [3, 1, 1, 0]);
        let none = rewritten(EDITED, &[], None);
        assert_eq!(
            none.text,
            "# Ours\n\n[check.\"x\"]\nexpires = 2026-12-01\n\n# until the move\n"
        );
    }

    #[test]
    fn an_expired_day_changes_only_where_another_is_given() {
        let kept = rewritten(EDITED, &["b", "d"], None);
        assert_eq!((kept.text.as_str(), kept.expired, kept.renewed), (EDITED, 1, 0));
        let renewed = rewritten(EDITED, &["b", "d"], Some("2027-01-31"));
        assert_eq!(renewed.text, EDITED.replace("2026-10-01", "2027-01-31"));
        assert_eq!((renewed.expired, renewed.renewed), (0, 1));
    }

    #[test]
    fn an_entry_stays_as_long_as_there_is_a_finding_whether_it_fails_or_not() {
        let baseline = Baseline::read("b.toml", EDITED, "stale").unwrap();
        let (none, settled) = (BTreeSet::new(), BTreeSet::from(["d"]));
        let [expires, renew, today] = ["2027-02-20", "2027-01-31", "2026-11-22"].map(day);
        let kept = baseline.rewritten(&none, &none, expires, Some(renew), today).unwrap();
        assert_eq!((kept.text.as_str(), kept.kept, kept.renewed), (EDITED, 2, 0));
        let one = baseline.rewritten(&none, &settled, expires, None, today).unwrap();
        assert!(one.text.contains("# the board knows") && !one.text.contains("# over"));
        assert_eq!([one.kept, one.removed, one.expired], [1, 1, 0]);
    }

    #[test]
    fn lines_end_as_they_did() {
        let text = "[stale.\"b\"]\r\nexpires = 2026-12-24\r\n";
        assert_eq!(
            rewritten(text, &["a", "b"], None).text,
            format!("[stale.\"a\"]\r\nexpires = 2027-02-20\r\n\r\n{text}")
        );
    }

    #[test]
    fn another_way_of_writing_is_kept_where_it_can_be_and_else_refused() {
        let inline =
            "[stale]\n\"a\" = { expires = 2026-12-24 }\n\"c\" = { expires = 2026-12-25 }\n";
        let written = rewritten(inline, &["c", "d"], None);
        assert_eq!(
            written.text,
            "[stale]\n\n\"c\" = { expires = 2026-12-25 }\n\n[stale.\"d\"]\nexpires = 2027-02-20\n"
        );
        let baseline = Baseline::read("b.toml", inline, "stale").unwrap();
        let keys = BTreeSet::from(["a", "b", "c"]);
        let refused =
            baseline.rewritten(&keys, &BTreeSet::new(), day("2027-02-20"), None, day("2026-11-22"));
        assert_eq!(refused, Err(RewriteError { file: "b.toml".to_owned() }));
    }

    proptest::proptest! {
        #[test]
        fn whatever_the_keys_a_file_says_what_it_should_and_writing_it_again_changes_nothing(
            first in proptest::collection::btree_set(".{0,12}", 0..6),
            second in proptest::collection::btree_set(".{0,12}", 0..6),
        ) {
            let [first, second] = [&first, &second]
                .map(|keys| keys.iter().map(String::as_str).collect::<Vec<&str>>());
            let begun = rewritten("", &first, None).text;
            let both: Vec<&str> = first.iter().skip(1).chain(&second).copied().collect();
            let text = rewritten(&begun, &both, None).text;
            let read = Baseline::read("b.toml", &text, "stale").unwrap();
            let wanted: BTreeSet<&str> = both.iter().copied().collect();
            proptest::prop_assert!(read.entries.keys().map(String::as_str).eq(wanted));
            proptest::prop_assert_eq!(rewritten(&text, &both, None).text, text);
        }
    }
}
