//! The fingerprint of a document's substance: the same for every way of typing it.
//!
//! It is SHA-256 over the records of canonical form 1, which are made elsewhere in this
//! module; here they are hashed, and the result is written and read.

mod records;
mod sequence;

use std::fmt;

use sha2::{Digest as _, Sha256};

use super::blocks::Block;

pub use records::{CanonicalForm, Record, SubstanceFields};

/// The first 16 bytes of the hash of a document's canonical form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Fingerprint([u8; 16]);

impl Fingerprint {
    /// Hashes the blocks of a body and the front matter that counts.
    #[must_use]
    pub fn of(blocks: &[Block], fields: &SubstanceFields<'_>) -> Self {
        Self::of_form(&CanonicalForm::of(blocks, fields))
    }

    /// Hashes a canonical form.
    #[must_use]
    pub fn of_form(form: &CanonicalForm) -> Self {
        let mut hasher = Sha256::new();
        form.write(|bytes| hasher.update(bytes));
        let hash = hasher.finalize();
        let mut first = [0; 16];
        first.copy_from_slice(&hash[..16]);
        Self(first)
    }

    /// Twelve hexadecimal digits, for people.
    #[must_use]
    pub fn short(&self) -> String {
        self.0[..6].iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// Reads the form that [`fmt::Display`] writes.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let digits = text.trim().strip_prefix("1:")?;
        if digits.len() != 32 || !digits.is_ascii() {
            return None;
        }
        let mut bytes = [0; 16];
        for (index, byte) in bytes.iter_mut().enumerate() {
            *byte = u8::from_str_radix(&digits[index * 2..index * 2 + 2], 16).ok()?;
        }
        Some(Self(bytes))
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("1:")?;
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl serde::Serialize for Fingerprint {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::blocks::blocks;

    fn of(body: &str) -> Fingerprint {
        Fingerprint::of(&blocks(body), &SubstanceFields::default())
    }

    const PROCEDURE: &str = "# Close the till\n\n## Step 1: Count\n\n1. Count the **notes**.\n2. Count the coins, see [the table](coins.md).\n\nStop at 18:00.\n";

    #[test]
    fn ways_of_typing_do_not_count() {
        let same = [
            PROCEDURE.replace('\n', "\r\n"),
            PROCEDURE.replace("2. ", "1. "),
            PROCEDURE.replace("1. ", "- ").replace("2. ", "- "),
            PROCEDURE.replace("1. ", "* [x] ").replace("2. ", "* [ ] "),
            PROCEDURE.replace("\n2.", "\n\n2."),
            PROCEDURE.replace("**", "__"),
            PROCEDURE.replace("# Close the till\n", "Close the till\n===\n"),
            PROCEDURE.replace("Count the coins", "Count\n   the   coins"),
            PROCEDURE.replace("Step 1: Count", "1. Count"),
            PROCEDURE.replace("Stop", "<!-- why -->\n\nStop"),
        ];
        for text in same {
            assert_eq!(of(&text), of(PROCEDURE), "{text}");
        }
    }

    #[test]
    fn words_order_and_structure_count() {
        let other = [
            PROCEDURE.replace("notes", "Notes"),
            PROCEDURE.replace("18:00", "18:30"),
            PROCEDURE.replace("coins.md", "money.md"),
            PROCEDURE.replace("2. Count", "   1. Count"),
            PROCEDURE.replace("Stop at 18:00.\n", ""),
            PROCEDURE.replace("Stop at", "> Stop at"),
            "1. Count the coins\n2. Count the notes\n".to_owned(),
        ];
        for text in other {
            assert_ne!(of(&text), of(PROCEDURE), "{text}");
        }
    }

    #[test]
    fn lists_in_front_matter_have_no_order() {
        let audience = ["b".to_owned(), "a".to_owned()];
        let turned = ["a".to_owned(), "b".to_owned()];
        let with = |audience: &[String]| {
            Fingerprint::of(&[], &SubstanceFields { audience, ..SubstanceFields::default() })
        };
        assert_eq!(with(&audience), with(&turned));
        assert_ne!(with(&audience), with(&[]));
    }

    #[test]
    fn the_written_form_is_read_back() {
        let fingerprint = of(PROCEDURE);
        assert_eq!(Fingerprint::read(&fingerprint.to_string()), Some(fingerprint));
        assert_eq!(fingerprint.short().len(), 12);
        for bad in
            ["", "1:", "2:00000000000000000000000000000000", "1:zz000000000000000000000000000000"]
        {
            assert_eq!(Fingerprint::read(bad), None, "{bad}");
        }
    }
}
