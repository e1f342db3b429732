//! The chunks of a commit-graph file that hold filters: which commit has which.
//!
//! The layout is that of git's `gitformat-commit-graph`. All numbers are big-endian. What
//! the file says of itself is checked before it is used, so that a lookup cannot fail.

use std::io::{Read, Seek, SeekFrom};
use std::ops::Range;

use gix::hash::Kind;

use super::{Filter, Hashing, Making};

const SIGNATURE: &[u8; 4] = b"CGPH";
/// Signature, version, hash version, number of chunks, number of base files.
const HEADER: usize = 8;
/// A chunk's name of 4 bytes and its offset of 8.
const CHUNK: usize = 12;
/// How many commits have a name that begins with at most each byte.
const FAN: usize = 256;
/// Hash version, number of probes, bits per path: 4 bytes each, before the filters.
const SETTINGS: usize = 12;
/// git makes 7 probes; a number far from it is damage.
const MOST_PROBES: u32 = 64;

/// The filters of one commit-graph file.
pub(super) struct GraphFile {
    /// Ascending.
    fan: Vec<u32>,
    /// The names of the commits, sorted, one behind the other.
    names: Vec<u8>,
    /// How many bytes a name has.
    width: usize,
    /// Where the filter of each commit ends in `bits`. Ascending, and the last is its length.
    ends: Vec<u32>,
    bits: Vec<u8>,
    making: Making,
}

impl GraphFile {
    /// Reads the chunks. None where there are no filters, or none that can be trusted: whoever
    /// asks compares trees then, which is slower and nothing else.
    pub(super) fn read(file: &mut (impl Read + Seek), hash: Kind) -> Option<Self> {
        let length = file.seek(SeekFrom::End(0)).ok()?;
        let header = read_range(file, 0..HEADER as u64)?;
        let hash_version = match hash {
            Kind::Sha1 => 1,
            Kind::Sha256 => 2,
            _ => return None,
        };
        let (signature, versions) = header.split_first_chunk::<4>()?;
        let [version, hashed_by, chunk_count, _bases] = versions else { return None };
        if signature != SIGNATURE || [*version, *hashed_by] != [1, hash_version] {
            return None;
        }
        let width = hash.len_in_bytes();
        let end = length.checked_sub(width as u64)?;
        let table = HEADER as u64..(HEADER + (usize::from(*chunk_count) + 1) * CHUNK) as u64;
        let chunks = Chunks::parse(&read_range(file, table)?, end)?;

        let fan = numbers(&read_range(file, chunks.find(*b"OIDF")?)?);
        let names = read_range(file, chunks.find(*b"OIDL")?)?;
        let ends = numbers(&read_range(file, chunks.find(*b"BIDX")?)?);
        let mut bits = read_range(file, chunks.find(*b"BDAT")?)?;
        let making = Making::parse(bits.get(..SETTINGS)?)?;
        bits.drain(..SETTINGS);

        let count = usize::try_from(*fan.last()?).ok()?;
        let is_sound = fan.len() == FAN
            && fan.is_sorted()
            && names.len() == count.checked_mul(width)?
            && ends.len() == count
            && ends.is_sorted()
            && ends.last().is_none_or(|last| usize::try_from(*last) == Ok(bits.len()));
        is_sound.then_some(Self { fan, names, width, ends, bits, making })
    }

    /// The filter of a commit. None where the file does not know it, or git computed none.
    pub(super) fn filter(&self, commit: gix::ObjectId) -> Option<Filter<'_>> {
        let at = self.position(commit.as_slice())?;
        let start = at.checked_sub(1).map_or(Some(0), |before| self.ends.get(before).copied())?;
        let range = usize::try_from(start).ok()?..usize::try_from(*self.ends.get(at)?).ok()?;
        let bits = self.bits.get(range).filter(|bits| !bits.is_empty())?;
        Some(Filter { bits, making: self.making })
    }

    fn position(&self, name: &[u8]) -> Option<usize> {
        if name.len() != self.width {
            return None;
        }
        let first = usize::from(*name.first()?);
        let below = first.checked_sub(1).map_or(Some(0), |before| self.fan.get(before).copied())?;
        let mut range =
            usize::try_from(below).ok()?..usize::try_from(*self.fan.get(first)?).ok()?;
        while !range.is_empty() {
            let middle = range.start.midpoint(range.end);
            let found = self.names.get(middle * self.width..(middle + 1) * self.width)?;
            match found.cmp(name) {
                std::cmp::Ordering::Less => range.start = middle + 1,
                std::cmp::Ordering::Greater => range.end = middle,
                std::cmp::Ordering::Equal => return Some(middle),
            }
        }
        None
    }
}

impl Making {
    fn parse(settings: &[u8]) -> Option<Self> {
        let settings = numbers(settings);
        let [version, probes, _bits_per_path] = settings[..] else { return None };
        let hashing = match version {
            1 => Hashing::AsTheCompilerHasThem,
            2 => Hashing::Unsigned,
            _ => return None,
        };
        (1..=MOST_PROBES).contains(&probes).then_some(Self { hashing, probes })
    }
}

/// Where each chunk of a file is.
struct Chunks(Vec<([u8; 4], Range<u64>)>);

impl Chunks {
    /// Reads the table of contents, the last row of which says where the last chunk ends.
    /// That is `end`, before the checksum of the file.
    fn parse(table: &[u8], end: u64) -> Option<Self> {
        let (rows, _) = table.as_chunks::<CHUNK>();
        let rows = rows.iter().map(|row| {
            let (name, offset) = row.split_first_chunk::<4>()?;
            Some((*name, u64::from_be_bytes(offset.try_into().ok()?)))
        });
        let rows: Vec<([u8; 4], u64)> = rows.collect::<Option<_>>()?;
        let first = (table.len() + HEADER) as u64;
        let offsets = rows.iter().map(|row| row.1);
        let is_sound = offsets.is_sorted()
            && rows.first()?.1 >= first
            && rows.last().is_some_and(|(name, last)| *name == [0; 4] && *last == end);
        let next = rows.iter().skip(1);
        let chunks = rows.iter().zip(next).map(|((name, start), (_, end))| (*name, *start..*end));
        is_sound.then(|| Self(chunks.collect()))
    }

    fn find(&self, name: [u8; 4]) -> Option<Range<u64>> {
        self.0.iter().find(|chunk| chunk.0 == name).map(|chunk| chunk.1.clone())
    }
}

fn read_range(file: &mut (impl Read + Seek), range: Range<u64>) -> Option<Vec<u8>> {
    file.seek(SeekFrom::Start(range.start)).ok()?;
    let length = range.end.checked_sub(range.start)?;
    let mut bytes = Vec::new();
    // Grows with what is there, not with what a damaged file claims.
    let read = file.take(length).read_to_end(&mut bytes).ok()?;
    (read as u64 == length).then_some(bytes)
}

fn numbers(bytes: &[u8]) -> Vec<u32> {
    bytes.as_chunks::<4>().0.iter().map(|number| u32::from_be_bytes(*number)).collect()
}
