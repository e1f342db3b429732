//! What the document numbers of a type look like: `SOP-{n:03}`.

use std::fmt;

use crate::document::id::DocumentId;

/// A pattern with one number in it, from which the next free one is made.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct IdPattern {
    before: String,
    width: usize,
    after: String,
}

/// Why a text is not a pattern.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum IdPatternError {
    /// There is no `{n}` in it, or more than one.
    #[error("{text:?} must have the number once, as in \"SOP-{{n:03}}\"")]
    Number {
        /// The text as read.
        text: String,
    },
    /// What stands around the number cannot be part of an id.
    #[error("{text:?} makes no document numbers: {why}")]
    NoId {
        /// The text as read.
        text: String,
        /// What is wrong with the ids it makes.
        why: String,
    },
}

/// The widest number: no `u64` has more digits.
const WIDEST: usize = 20;

impl IdPattern {
    /// Reads `SOP-{n:03}`: at least three digits, with leading zeros. `{n}` has as
    /// many as it needs.
    ///
    /// # Errors
    /// See [`IdPatternError`].
    pub fn new(text: &str) -> Result<Self, IdPatternError> {
        let wrong = || IdPatternError::Number { text: text.to_owned() };
        let (before, rest) = text.split_once("{n").ok_or_else(wrong)?;
        let (form, after) = rest.split_once('}').ok_or_else(wrong)?;
        let width = match form.strip_prefix(":0") {
            Some(width) => width.parse().ok().filter(|width| (1..=WIDEST).contains(width)),
            None => form.is_empty().then_some(1),
        };
        let pattern = Self {
            before: before.to_owned(),
            width: width.ok_or_else(wrong)?,
            after: after.to_owned(),
        };
        if before.ends_with(|c: char| c.is_ascii_digit())
            || after.starts_with(|c: char| c.is_ascii_digit())
        {
            let why = "the number would run into another".to_owned();
            return Err(IdPatternError::NoId { text: text.to_owned(), why });
        }
        match DocumentId::new(&pattern.format(1)) {
            Ok(_) => Ok(pattern),
            Err(error) => {
                Err(IdPatternError::NoId { text: text.to_owned(), why: error.to_string() })
            }
        }
    }

    /// The pattern that a prefix is short for: `SOP` for `SOP-{n:03}`.
    ///
    /// # Errors
    /// See [`IdPatternError`].
    pub fn of_prefix(prefix: &str) -> Result<Self, IdPatternError> {
        Self::new(&format!("{prefix}-{{n:03}}"))
    }

    /// The id with that number.
    #[must_use]
    pub fn format(&self, number: u64) -> String {
        format!("{}{number:0width$}{}", self.before, self.after, width = self.width)
    }

    /// The number that an id of this pattern has. Leading zeros do not count:
    /// `SOP-1` and `SOP-001` are told apart as ids but take the same number.
    #[must_use]
    pub fn number_of(&self, id: &DocumentId) -> Option<u64> {
        let digits = id.as_str().strip_prefix(&self.before)?.strip_suffix(&self.after)?;
        let is_number = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
        if is_number { digits.parse().ok() } else { None }
    }

    /// Whether both patterns make ids that cannot be told apart.
    #[must_use]
    pub fn collides_with(&self, other: &Self) -> bool {
        self.before == other.before && self.after == other.after
    }
}

impl fmt::Display for IdPattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.width {
            1 => write!(f, "{}{{n}}{}", self.before, self.after),
            width => write!(f, "{}{{n:0{width}}}{}", self.before, self.after),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(text: &str) -> DocumentId {
        DocumentId::new(text).unwrap()
    }

    #[test]
    fn a_pattern_makes_ids_and_reads_them_back() {
        let pattern = IdPattern::of_prefix("SOP").unwrap();
        assert_eq!(pattern.to_string(), "SOP-{n:03}");
        assert_eq!(
            (pattern.format(7), pattern.format(12_345)),
            ("SOP-007".into(), "SOP-12345".into())
        );
        assert_eq!(pattern.number_of(&id("SOP-007")), Some(7));
        assert_eq!(pattern.number_of(&id("SOP-7")), Some(7));
        for other in ["SOP-QA-007", "WI-007", "SOP-7b", "SOP-99999999999999999999999"] {
            assert_eq!(pattern.number_of(&id(other)), None, "{other}");
        }
        let chapter = IdPattern::new("QSP-4.2.3-{n:02}").unwrap();
        assert_eq!(chapter.number_of(&id("QSP-4.2.3-01")), Some(1));
        assert_eq!(chapter.format(11), "QSP-4.2.3-11");
        let suffix = IdPattern::new("{n}-SOP").unwrap();
        assert_eq!((suffix.format(3), suffix.number_of(&id("003-SOP"))), ("3-SOP".into(), Some(3)));
        assert!(!suffix.collides_with(&pattern));
    }

    #[test]
    fn what_makes_no_ids_is_refused() {
        for text in ["SOP", "", "SOP-{n", "SOP-{n:3}", "SOP-{n:0}", "SOP-{n:099}", "SOP-{x}"] {
            assert!(matches!(IdPattern::new(text), Err(IdPatternError::Number { .. })), "{text}");
        }
        for text in ["SOP {n}", "SOP-{n}-", "SOP1{n}", "{n}-{n}"] {
            assert!(matches!(IdPattern::new(text), Err(IdPatternError::NoId { .. })), "{text}");
        }
    }
}
