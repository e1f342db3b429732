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

/// The SHA-256 of a file in lower-case hexadecimal, as `sha256sum` prints it.
#[must_use]
pub fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

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

    /// The bytes, to be kept.
    #[must_use]
    pub const fn to_bytes(self) -> [u8; 16] {
        self.0
    }

    /// The fingerprint that has these bytes.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(bytes)
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
mod tests;
#[cfg(test)]
mod typing;
