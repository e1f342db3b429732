//! A fault in one document, where it is, and by what it was judged.

use schemars::JsonSchema;
use serde::Serialize;

use crate::source::Position;

use super::{Acceptance, Fix, Text, Tone};

/// A fault in one document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Its stable name: the document, the rule and what it is about. It holds no commit, no
    /// line and no day of asking, so that it stays while the fault does. Strangers wrote parts
    /// of it: it is compared as it is, and shown as a [`Text`].
    pub key: String,
    /// The rule that found it, by its id.
    pub rule: &'static str,
    /// How much it matters.
    pub severity: Severity,
    /// Whether it makes the report fail, unless it is accepted.
    pub fails: bool,
    /// What a baseline says of it, if anything.
    pub acceptance: Option<Acceptance>,
    /// What is wrong, with the evidence.
    pub message: Text,
    /// The file, from the root of the repository.
    pub path: Text,
    /// The number of the document, where it has one.
    pub document: Option<Text>,
    /// Where in the file; `None` where the fault has no place, as in a file that
    /// cannot be read.
    pub location: Option<Location>,
    /// What to do about it.
    pub help: Option<Text>,
    /// How it can be mended without anybody's judgment.
    pub fix: Option<Fix>,
    /// The others of its rule in the file that its message counts.
    pub repeated: Vec<Repeat>,
}

/// Another finding of the same rule in the same file, which is told with the first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Repeat {
    /// Its stable name.
    pub key: String,
    /// Where in the file.
    pub location: Option<Location>,
}

/// A place in a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Location {
    /// Somewhere on this line, counted from 1.
    Line(usize),
    /// These characters.
    Range {
        /// The first character.
        start: Position,
        /// Behind the last character.
        end: Position,
    },
}

/// How much a fault matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// Style.
    Suggestion,
    /// A reader is misled.
    Warning,
    /// The record is broken.
    Error,
}

/// By what documents are judged: a rule, or a reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Criterion {
    /// The id that findings name.
    pub id: &'static str,
    /// What it finds, in a sentence without a full stop.
    pub summary: &'static str,
    /// Why it matters or what to do about it, in sentences.
    pub help: &'static str,
    /// What a finding counts as, unless it says otherwise.
    pub severity: Severity,
}

impl Finding {
    /// Whether it makes the report fail.
    #[must_use]
    pub fn is_failing(&self) -> bool {
        self.fails && !self.is_accepted()
    }

    /// The keys of all that it tells of.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        let repeated = self.repeated.iter().map(|repeat| repeat.key.as_str());
        std::iter::once(self.key.as_str()).chain(repeated)
    }

    /// Whether a baseline accepts it today.
    #[must_use]
    pub fn is_accepted(&self) -> bool {
        self.acceptance.as_ref().is_some_and(|acceptance| !acceptance.is_expired)
    }

    /// The key in 32 hexadecimal digits, for programs that compare and do not read: FNV-1a
    /// of 128 bits. It protects nothing.
    #[must_use]
    pub fn fingerprint(&self) -> String {
        const OFFSET: u128 = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d;
        const PRIME: u128 = 0x0000_0000_0100_0000_0000_0000_0000_013b;
        let hash = self.key.bytes().fold(OFFSET, |hash, byte| {
            // The order of these two is what the `a` stands for.
            (hash ^ u128::from(byte)).wrapping_mul(PRIME)
        });
        format!("{hash:032x}")
    }
}

impl Location {
    /// The line on which it begins.
    #[must_use]
    pub const fn line(self) -> usize {
        match self {
            Self::Line(line) => line,
            Self::Range { start, .. } => start.line,
        }
    }

    /// The first character, and the one behind the last; `None` where only the line is known.
    #[must_use]
    pub const fn range(self) -> Option<(Position, Position)> {
        match self {
            Self::Line(_) => None,
            Self::Range { start, end } => Some((start, end)),
        }
    }
}

impl Severity {
    /// All of them, the worst first.
    pub const ALL: [Self; 3] = [Self::Error, Self::Warning, Self::Suggestion];

    /// The name in answers and options.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Suggestion => "suggestion",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }

    /// How news of this weight is shown.
    #[must_use]
    pub const fn tone(self) -> Tone {
        match self {
            Self::Suggestion => Tone::Notice,
            Self::Warning => Tone::Warning,
            Self::Error => Tone::Bad,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keyed(key: &str) -> Finding {
        Finding {
            key: key.into(),
            rule: "overdue",
            severity: Severity::Error,
            fails: true,
            acceptance: None,
            message: "due".into(),
            path: "a.md".into(),
            document: None,
            location: None,
            help: None,
            fix: None,
            repeated: Vec::new(),
        }
    }

    /// The values are those of the authors of the hash.
    #[test]
    fn a_fingerprint_is_the_published_hash_of_the_key() {
        assert_eq!(keyed("").fingerprint(), "6c62272e07bb014262b821756295c58d");
        assert_eq!(keyed("a").fingerprint(), "d228cb696f1a8caf78912b704e4a8964");
        let other = keyed("SOP-001/overdue/2026-08-02").fingerprint();
        assert_ne!(keyed("SOP-001/overdue/2026-08-01").fingerprint(), other);
    }
}
