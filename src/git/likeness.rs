//! How alike two texts are, by the pieces that both have.
//!
//! Pieces are lines, as in git, or runs of words, which no other line breaks change.

use std::cmp::{Ordering, Reverse};
use std::collections::BTreeSet;

use gix::bstr::ByteSlice;

use super::exchange::Removed;
use super::{BlobId, GitError, ObjectId, Repository};

/// Larger files, in bytes, are only ever the same or different.
const LARGEST_COMPARED: u64 = 1 << 20;

/// What of a text is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Measure {
    /// Its lines; the longer ones in pieces of 64 bytes, because a paragraph that stands on
    /// one line would otherwise be lost to a single word.
    Lines,
    /// Its words, in runs that end where the words themselves say so: wrapping a text anew
    /// leaves them as they are.
    Words,
}

/// The least likeness of two texts of one document, in thousandths, as in git.
pub(super) const HALF: u64 = 500;

/// How much of `whole` a part is, in thousandths.
fn share(part: u64, whole: u64) -> u64 {
    part * 1_000 / whole.max(1)
}

/// Removed files, to be compared with the added ones.
pub(super) struct Likeness {
    measure: Measure,
    /// Read when the first file is compared with them.
    removed: Option<Vec<(usize, Pieces)>>,
    /// Each piece beside the place in `removed` of a file that it is in; sorted.
    holders: Vec<(u64, usize)>,
    /// A removed file that is not in the clone.
    pub(super) missing: Option<ObjectId>,
}

impl Likeness {
    pub(super) const fn by(measure: Measure) -> Self {
        Self { measure, removed: None, holders: Vec::new(), missing: None }
    }

    /// Which removed files of those that are left share at least half of the text with an
    /// added one, and how much of the larger of the two is in the other, in thousandths.
    pub(super) fn scores(
        &mut self,
        repository: &Repository,
        added: BlobId,
        removed: &[Removed],
        left: &[usize],
    ) -> Result<Vec<(usize, u64)>, GitError> {
        if left.is_empty() {
            return Ok(Vec::new());
        }
        let Some(document) = pieces_of(repository, added, self.measure)? else {
            return Ok(Vec::new());
        };
        if self.removed.is_none() {
            self.read(repository, removed, left)?;
        }
        let Some(read) = &self.removed else { return Ok(Vec::new()) };
        let scores = self.candidates(&document).into_iter().filter_map(|place| {
            let (at, pieces) = read.get(place)?;
            let score = pieces.similarity(&document);
            (score >= HALF).then_some((*at, score))
        });
        Ok(scores.collect())
    }

    fn read(
        &mut self,
        repository: &Repository,
        removed: &[Removed],
        left: &[usize],
    ) -> Result<(), GitError> {
        let mut read = Vec::with_capacity(left.len());
        for at in left {
            match pieces_of(repository, removed[*at].blob, self.measure) {
                Ok(pieces) => read.extend(pieces.map(|pieces| (*at, pieces))),
                Err(GitError::MissingObject { id }) => drop(self.missing.get_or_insert(id)),
                Err(error) => return Err(error),
            }
        }
        self.hold(read);
        Ok(())
    }

    fn hold(&mut self, removed: Vec<(usize, Pieces)>) {
        for (place, (_, pieces)) in removed.iter().enumerate() {
            self.holders.extend(pieces.distinct().into_iter().map(|(hash, _)| (hash, place)));
        }
        self.holders.sort_unstable();
        self.removed = Some(removed);
    }

    /// The only files that can share half of a document: whoever does has one of any pieces
    /// that together are more than the other half. The rarest pieces leave the fewest files.
    fn candidates(&self, document: &Pieces) -> BTreeSet<usize> {
        let held = |hash: u64| {
            let from = self.holders.partition_point(|(other, _)| *other < hash);
            let behind = self.holders.get(from..).unwrap_or_default();
            behind.get(..behind.partition_point(|(other, _)| *other == hash)).unwrap_or_default()
        };
        let distinct = document.distinct().into_iter();
        let mut pieces: Vec<_> = distinct.map(|(hash, length)| (held(hash), length)).collect();
        pieces.sort_by_key(|(held, length)| (held.len(), Reverse(*length)));
        let mut left = document.length;
        let mut candidates = BTreeSet::new();
        for (held, length) in pieces {
            if share(left, document.length) < HALF {
                break;
            }
            candidates.extend(held.iter().map(|(_, place)| *place));
            left = left.saturating_sub(length);
        }
        candidates
    }
}

/// The pieces of a file; none of one that is too large to compare.
fn pieces_of(
    repository: &Repository,
    blob: BlobId,
    measure: Measure,
) -> Result<Option<Pieces>, GitError> {
    if repository.blob_size(blob)? > LARGEST_COMPARED {
        return Ok(None);
    }
    let text = repository.blob(blob)?;
    Ok(Some(match measure {
        Measure::Lines => Pieces::lines(&text),
        Measure::Words => Pieces::words(&text),
    }))
}

/// The pieces of a file as sorted fingerprints with their lengths in bytes.
struct Pieces {
    sorted: Vec<(u64, u64)>,
    length: u64,
}

impl Pieces {
    fn lines(text: &[u8]) -> Self {
        let lines = text.lines_with_terminator().flat_map(|line| line.chunks(64));
        let mut sorted: Vec<_> = lines
            .map(|piece| {
                // Other line ends are no change.
                let words = piece.strip_suffix(b"\r\n").or(piece.strip_suffix(b"\n"));
                (hash(words.unwrap_or(piece)), piece.len() as u64)
            })
            .collect();
        sorted.sort_unstable();
        Self { sorted, length: text.len() as u64 }
    }

    /// A run ends behind one word in eight, chosen by its letters, so that after an
    /// insertion the runs are soon the same again; about as long as a line of prose.
    fn words(text: &[u8]) -> Self {
        let mut sorted = Vec::new();
        let (mut run, mut length, mut whole) = (0, 0, 0);
        for word in text.split(u8::is_ascii_whitespace).filter(|word| !word.is_empty()) {
            let hash = hash(word);
            run = mixed(run, hash);
            length += word.len() as u64 + 1;
            if hash >> 61 == 0 {
                sorted.push((run, length));
                whole += length;
                (run, length) = (0, 0);
            }
        }
        if length > 0 {
            sorted.push((run, length));
            whole += length;
        }
        sorted.sort_unstable();
        Self { sorted, length: whole }
    }

    /// Each piece once, with the length of all that are the same.
    fn distinct(&self) -> Vec<(u64, u64)> {
        let same = self.sorted.chunk_by(|a, b| a.0 == b.0);
        same.filter_map(|same| Some((same.first()?.0, same.iter().map(|(_, length)| length).sum())))
            .collect()
    }

    fn similarity(&self, other: &Self) -> u64 {
        let longer = self.length.max(other.length);
        if share(self.length.min(other.length), longer) < HALF {
            return 0;
        }
        let (mut a, mut b) = (self.sorted.iter().peekable(), other.sorted.iter().peekable());
        let mut common = 0;
        while let (Some(left), Some(right)) = (a.peek(), b.peek()) {
            match left.0.cmp(&right.0) {
                Ordering::Less => drop(a.next()),
                Ordering::Greater => drop(b.next()),
                Ordering::Equal => {
                    common += left.1.min(right.1);
                    a.next();
                    b.next();
                }
            }
        }
        share(common, longer)
    }
}

/// A fast hash of a piece of text. Two pieces that share one only make two files look
/// more alike than they are.
fn hash(piece: &[u8]) -> u64 {
    piece.chunks(8).fold(piece.len() as u64, |hash, chunk| {
        let mut word = [0; 8];
        word[..chunk.len()].copy_from_slice(chunk);
        mixed(hash, u64::from_le_bytes(word))
    })
}

fn mixed(hash: u64, next: u64) -> u64 {
    /// The golden ratio in 64 bits, odd.
    const FACTOR: u64 = 0x9e37_79b9_7f4a_7c15;
    (hash.rotate_left(23) ^ next).wrapping_mul(FACTOR)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn likeness_is_the_share_of_common_text() {
        let like =
            |a: &str, b: &str| Pieces::lines(a.as_bytes()).similarity(&Pieces::lines(b.as_bytes()));
        assert_eq!(like("a\nb\n", "a\nb\n"), 1_000);
        assert_eq!(like("a\nb\n", "a\nc\n"), 500);
        assert_eq!(like("b\na\n", "a\r\nb\r\n"), 666);
        assert_eq!(like("a\nb\nc\nd\n", "a\n"), 0);
        assert_eq!(like("", ""), 0);
        assert_eq!(like("a\n", ""), 0);
        let long = "word ".repeat(60);
        assert!(like(&long, &format!("{long}and one more")) > 800);
    }

    #[test]
    fn a_text_that_was_only_wrapped_anew_has_the_same_words() {
        let sentence =
            |number: u32| format!("The clerk on shift {number} counts the till twice and signs. ");
        let text: String = (0..20).map(sentence).collect();
        let wrapped = text.replace(" counts", "\ncounts").replace(" and", "\n  and");
        let like = |measure: fn(&[u8]) -> Pieces, other: &str| {
            measure(text.as_bytes()).similarity(&measure(other.as_bytes()))
        };
        assert_eq!(like(Pieces::words, &wrapped), 1_000);
        assert!(like(Pieces::lines, &wrapped) < HALF);
        let edited = wrapped.replace("shift 7", "the late shift");
        assert!((900..1_000).contains(&like(Pieces::words, &edited)));
        let other = "Guards walk along the fence at night, and nobody else is to open the gate.";
        assert_eq!(like(Pieces::words, &other.repeat(15)), 0);
    }

    proptest! {
        /// Each number is a line; most are rare, some stand in almost every file.
        #[test]
        fn no_file_that_is_alike_is_passed_over(
            document in proptest::collection::vec(0_u8..20, 0..30),
            files in proptest::collection::vec(proptest::collection::vec(0_u8..20, 0..30), 0..8),
        ) {
            let line = |number: &u8| "x".repeat(usize::from(*number)) + "\n";
            let pieces = |lines: &[u8]| {
                Pieces::lines(lines.iter().map(line).collect::<String>().as_bytes())
            };
            let document = pieces(&document);
            let mut likeness = Likeness::by(Measure::Lines);
            let files = files.iter().map(|lines| pieces(lines));
            likeness.hold(files.enumerate().collect());
            let candidates = likeness.candidates(&document);
            for (at, file) in likeness.removed.unwrap() {
                prop_assert!(file.similarity(&document) < HALF || candidates.contains(&at));
            }
        }
    }
}
