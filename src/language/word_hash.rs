//! Look-ups of words in lists that are part of the program.
//!
//! The keys are ours, so that nobody can choose them to collide; every word of every
//! document is looked up, so that the hash is a fast one (FNV-1a).

use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasherDefault, Hasher};

/// Words.
pub(super) type WordSet = HashSet<&'static str, BuildHasherDefault<WordHasher>>;
/// Words with what is known of them.
pub(super) type WordMap<V> = HashMap<&'static str, V, BuildHasherDefault<WordHasher>>;

/// FNV-1a, 64 bits.
#[derive(Debug, Clone, Copy)]
pub(super) struct WordHasher(u64);

impl Default for WordHasher {
    fn default() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }
}

impl Hasher for WordHasher {
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }

    fn finish(&self) -> u64 {
        self.0
    }
}
