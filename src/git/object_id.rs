//! The name of an object, without a type of the library that reads it.

use std::fmt;
use std::hash::{Hash, Hasher};

/// The name of a commit.
pub type CommitId = ObjectId;

/// The name of a file's content.
pub type BlobId = ObjectId;

/// The hash that names an object: 20 bytes in a SHA-1 repository, 32 in a SHA-256 one.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, schemars::JsonSchema)]
#[schemars(with = "String", inline, extend("pattern" = "^([0-9a-f]{40}|[0-9a-f]{64})$"))]
pub struct ObjectId {
    /// Zero from `length` on.
    bytes: [u8; 32],
    length: u8,
}

/// The first bytes of a hash tell as much as all of them, and maps by id are in every inner
/// loop.
impl Hash for ObjectId {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let (first, _) = self.bytes.split_at(8);
        state.write(first);
    }
}

impl ObjectId {
    /// Takes the 20 or 32 bytes of a hash.
    #[must_use]
    pub fn from_bytes(hash: &[u8]) -> Option<Self> {
        let length = match hash.len() {
            20 => 20,
            32 => 32,
            _ => return None,
        };
        let mut bytes = [0; 32];
        bytes[..hash.len()].copy_from_slice(hash);
        Some(Self { bytes, length })
    }

    /// Takes the 40 or 64 hexadecimal digits of a hash.
    #[must_use]
    pub fn from_hex(digits: &str) -> Option<Self> {
        gix::ObjectId::from_hex(digits.as_bytes()).ok().map(Self::from_gix)
    }

    /// The bytes of the hash.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        self.bytes.get(..usize::from(self.length)).unwrap_or(&self.bytes)
    }

    /// The first seven hexadecimal digits, as people write them.
    #[must_use]
    pub fn short(&self) -> String {
        let mut digits = self.to_string();
        digits.truncate(7);
        digits
    }

    // Not `From`, which would show the library to everybody.
    pub(super) fn from_gix(id: gix::ObjectId) -> Self {
        let hash = id.as_slice();
        let mut bytes = [0; 32];
        bytes[..hash.len()].copy_from_slice(hash);
        Self { bytes, length: if hash.len() == 32 { 32 } else { 20 } }
    }

    pub(super) fn to_gix(self) -> gix::ObjectId {
        gix::ObjectId::from_bytes_or_panic(self.as_bytes())
    }
}

impl fmt::Display for ObjectId {
    /// All hexadecimal digits.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.as_bytes().iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for ObjectId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ObjectId({self})")
    }
}

impl serde::Serialize for ObjectId {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SHA1: &str = "0123456789abcdef0123456789abcdef01234567";

    #[test]
    fn an_id_is_shown_as_it_was_read() {
        let sha256 = "0123456789abcdef".repeat(4);
        for digits in [SHA1, &sha256] {
            let id = ObjectId::from_hex(digits).unwrap();
            assert_eq!(id.to_string(), digits);
            assert_eq!(id.short(), "0123456");
            assert_eq!(serde_json::to_value(id).unwrap(), digits);
            assert_eq!(ObjectId::from_gix(id.to_gix()), id);
            assert_eq!(ObjectId::from_bytes(id.as_bytes()), Some(id));
        }
    }

    #[test]
    fn only_whole_hashes_are_ids() {
        assert_eq!(ObjectId::from_hex("0123456"), None);
        assert_eq!(ObjectId::from_hex(&"x".repeat(40)), None);
        assert_eq!(ObjectId::from_bytes(&[0; 21]), None);
    }
}
