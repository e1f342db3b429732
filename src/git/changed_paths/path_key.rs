//! The hashes of a path, by which a filter is asked about it.
//!
//! They are those of `bloom.c` in git: murmur3 (32 bits, Austin Appleby, public domain) with
//! two seeds, and every further hash the one before plus the second.

use super::Hashing;

/// The seeds of git's two hashes.
const SEEDS: [u32; 2] = [0x293a_e76f, 0x7e64_6e2c];

/// The hashes of one path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::git) struct PathKey {
    unsigned: Hash,
    /// The same where all bytes are below 0x80.
    signed: Hash,
}

/// Two hashes, from which all further ones follow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Hash {
    first: u32,
    step: u32,
}

impl PathKey {
    /// Of a path as a tree has it, a folder without a slash at its end.
    pub(in crate::git) fn new(path: &[u8]) -> Self {
        let unsigned = Hash::of(path, u32::from);
        let signed = if path.is_ascii() {
            unsigned
        } else {
            // The bits above repeat the highest one.
            Hash::of(path, |byte| i32::from(byte.cast_signed()).cast_unsigned())
        };
        Self { unsigned, signed }
    }

    /// The hashes of which one is in every filter of this kind that holds the path.
    pub(super) fn hashes(&self, hashing: Hashing) -> impl Iterator<Item = Hash> + use<> {
        let other = hashing == Hashing::AsTheCompilerHasThem && self.signed != self.unsigned;
        std::iter::once(self.unsigned).chain(other.then_some(self.signed))
    }
}

impl Hash {
    fn of(path: &[u8], widened: impl Fn(u8) -> u32 + Copy) -> Self {
        let [first, step] = SEEDS.map(|seed| murmur3(seed, path, widened));
        Self { first, step }
    }

    /// The first `count` hashes.
    pub(super) fn probes(self, count: u32) -> impl Iterator<Item = u32> {
        (0..count).map(move |number| self.first.wrapping_add(number.wrapping_mul(self.step)))
    }
}

/// Widened bytes are joined with `or` within a word and with `xor` in the rest, as git does:
/// that differs where a widened byte reaches into those above.
fn murmur3(seed: u32, data: &[u8], widened: impl Fn(u8) -> u32) -> u32 {
    let mix = |word: u32| word.wrapping_mul(0xcc9e_2d51).rotate_left(15).wrapping_mul(0x1b87_3593);
    let (words, rest) = data.as_chunks::<4>();
    let mut hash = seed;
    for word in words {
        let [a, b, c, d] = word.map(&widened);
        hash ^= mix(a | b << 8 | c << 16 | d << 24);
        hash = hash.rotate_left(13).wrapping_mul(5).wrapping_add(0xe654_6b64);
    }
    let last =
        rest.iter().enumerate().fold(0, |word, (at, byte)| word ^ widened(*byte) << (8 * at));
    hash ^= mix(last);
    // Lengths are modulo 2^32, as in git.
    #[expect(clippy::cast_possible_truncation, reason = "the length is meant to wrap")]
    let length = data.len() as u32;
    hash ^= length;
    hash = (hash ^ hash >> 16).wrapping_mul(0x85eb_ca6b);
    hash = (hash ^ hash >> 13).wrapping_mul(0xc2b2_ae35);
    hash ^ hash >> 16
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_is_murmur3() {
        // Published with the algorithm.
        assert_eq!(murmur3(0, b"", u32::from), 0);
        assert_eq!(murmur3(1, b"", u32::from), 0x514e_28b7);
        assert_eq!(murmur3(0xffff_ffff, b"", u32::from), 0x81f1_6f39);
        let fox = b"The quick brown fox jumps over the lazy dog";
        assert_eq!(murmur3(0, fox, u32::from), 0x2e4f_f723);
        assert_eq!(murmur3(0x9747_b28c, fox, u32::from), 0x2fa8_26cd);
    }

    #[test]
    fn only_bytes_beyond_ascii_have_two_hashes() {
        let count = |path: &str, hashing| PathKey::new(path.as_bytes()).hashes(hashing).count();
        assert_eq!(count("sops/a.md", Hashing::AsTheCompilerHasThem), 1);
        assert_eq!(count("sops/ä.md", Hashing::AsTheCompilerHasThem), 2);
        assert_eq!(count("sops/ä.md", Hashing::Unsigned), 1);
    }
}
