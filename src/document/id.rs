//! Document numbers: `SOP-001`, `QSP-4.2.3-01`.

use std::fmt;

/// The number of a document: its identity across renames.
///
/// Letters, digits, `-` and `.`; a number somewhere; a letter or digit at both
/// ends. Upper and lower case are different numbers.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct DocumentId(String);

/// Why a text is not a document number.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum IdError {
    /// There is no digit in it, so the next one cannot be counted from it.
    #[error("{text:?} has no number; document numbers look like SOP-001")]
    NoNumber {
        /// The text as read.
        text: String,
    },
    /// A character that ids do not have.
    #[error("{text:?} has a {character:?}; document numbers have letters, digits, `-` and `.`")]
    Character {
        /// The text as read.
        text: String,
        /// The first that is not allowed.
        character: char,
    },
    /// `-` or `.` at one of the ends.
    #[error("{text:?} must begin and end with a letter or digit")]
    Ends {
        /// The text as read.
        text: String,
    },
}

impl DocumentId {
    /// Reads a document number; blanks around it are dropped.
    ///
    /// # Errors
    /// See [`IdError`].
    pub fn new(text: &str) -> Result<Self, IdError> {
        let id = text.trim();
        let allowed = |c: char| c.is_alphanumeric() || c == '-' || c == '.';
        if let Some(character) = id.chars().find(|c| !allowed(*c)) {
            return Err(IdError::Character { text: id.to_owned(), character });
        }
        if !id.contains(|c: char| c.is_ascii_digit()) {
            return Err(IdError::NoNumber { text: id.to_owned() });
        }
        if !id.starts_with(char::is_alphanumeric) || !id.ends_with(char::is_alphanumeric) {
            return Err(IdError::Ends { text: id.to_owned() });
        }
        Ok(Self(id.to_owned()))
    }

    /// The number as written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What stands before the last run of digits: `QSP-4.2.3-` of `QSP-4.2.3-01`.
    #[must_use]
    pub fn prefix(&self) -> &str {
        &self.0[..self.last_digits().0]
    }

    /// The last run of digits as a number, unless it is longer than a number can be.
    #[must_use]
    pub fn number(&self) -> Option<u64> {
        let (start, end) = self.last_digits();
        self.0[start..end].parse().ok()
    }

    fn last_digits(&self) -> (usize, usize) {
        let digit = |c: char| c.is_ascii_digit();
        let end = self.0.rfind(digit).map_or(0, |at| at + 1);
        let start = self.0[..end].trim_end_matches(digit).len();
        (start, end)
    }
}

impl fmt::Display for DocumentId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl serde::Serialize for DocumentId {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_taken_apart_from_its_end() {
        for (text, prefix, number) in [
            ("SOP-001", "SOP-", Some(1)),
            ("SOP-QA-012", "SOP-QA-", Some(12)),
            ("QSP-4.2.3-01", "QSP-4.2.3-", Some(1)),
            ("7", "", Some(7)),
            ("WI-12b", "WI-", Some(12)),
            ("ÄND-99999999999999999999999", "ÄND-", None),
        ] {
            let id = DocumentId::new(text).unwrap();
            assert_eq!((id.prefix(), id.number()), (prefix, number), "{text}");
        }
    }

    #[test]
    fn what_is_no_number_is_told_why() {
        assert!(matches!(DocumentId::new("SOP"), Err(IdError::NoNumber { .. })));
        assert!(matches!(DocumentId::new(""), Err(IdError::NoNumber { .. })));
        assert!(matches!(DocumentId::new("SOP 1"), Err(IdError::Character { character: ' ', .. })));
        assert!(matches!(DocumentId::new("../1"), Err(IdError::Character { .. })));
        assert!(matches!(DocumentId::new("SOP-1-"), Err(IdError::Ends { .. })));
        assert_eq!(DocumentId::new(" SOP-1 ").unwrap().as_str(), "SOP-1");
    }
}
