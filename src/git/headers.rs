//! The headers of commits that earlier runs have read, with their ranks.
//!
//! The name of a commit says what is in it, so a header that was read once is known for
//! good, wherever branches have gone since. Looked up by halving, without unpacking what
//! is not asked for: history can have hundreds of thousands of commits, and a run after a
//! pull wants a handful.

use super::cache::Writer;

/// Headers are written anew when so many are missing.
pub(super) const WORTH_WRITING: usize = 128;

/// Headers of commits, sorted by name.
#[derive(Debug, Default)]
pub(super) struct Headers {
    bytes: Vec<u8>,
    /// How many bytes the name of an object has.
    width: usize,
    count: usize,
}

/// What is known of a commit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Known {
    pub(super) id: gix::ObjectId,
    pub(super) tree: gix::ObjectId,
    /// Committer time in seconds.
    pub(super) time: i64,
    pub(super) rank: i64,
    /// As this clone has them, grafts and all.
    pub(super) parents: Vec<gix::ObjectId>,
}

/// Bytes of a number in the table.
const NUMBER: usize = 8;

impl Headers {
    /// Lays out headers one behind the other: names, trees, then times, ranks and the end of
    /// each commit's parents, then all parents.
    pub(super) fn write(mut known: Vec<Known>, width: usize) -> Vec<u8> {
        known.sort_by_key(|commit| commit.id);
        known.dedup_by_key(|commit| commit.id);
        let mut writer = Writer::default();
        writer.signed(i64::try_from(width).unwrap_or_default());
        writer.signed(i64::try_from(known.len()).unwrap_or_default());
        let mut bytes = writer.into_bytes();
        for commit in &known {
            bytes.extend_from_slice(commit.id.as_slice());
        }
        for commit in &known {
            bytes.extend_from_slice(commit.tree.as_slice());
        }
        let mut end = 0_u64;
        for commit in &known {
            end += commit.parents.len() as u64;
            bytes.extend_from_slice(&commit.time.to_le_bytes());
            bytes.extend_from_slice(&commit.rank.to_le_bytes());
            bytes.extend_from_slice(&end.to_le_bytes());
        }
        let parents = known.iter().flat_map(|commit| &commit.parents);
        parents.for_each(|parent| bytes.extend_from_slice(parent.as_slice()));
        bytes
    }

    /// Takes what [`Headers::write`] wrote, if it can be that.
    pub(super) fn read(bytes: Vec<u8>) -> Option<Self> {
        let number =
            |at: usize| Some(i64::from_le_bytes(bytes.get(at..at + NUMBER)?.try_into().ok()?));
        let width = usize::try_from(number(0)?).ok().filter(|width| [20, 32].contains(width))?;
        let count = usize::try_from(number(NUMBER)?).ok()?;
        let needed = count.checked_mul(2 * width + 3 * NUMBER)?;
        (needed <= bytes.len() - 2 * NUMBER).then_some(Self { bytes, width, count })
    }

    pub(super) fn len(&self) -> usize {
        self.count
    }

    /// What is known of a commit.
    pub(super) fn get(&self, id: gix::ObjectId) -> Option<Known> {
        if id.as_slice().len() != self.width {
            return None;
        }
        let (mut low, mut high) = (0, self.count);
        while low < high {
            let middle = low.midpoint(high);
            match self.name(NAMES, middle)?.cmp(&id) {
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Greater => high = middle,
                std::cmp::Ordering::Equal => return self.at(middle),
            }
        }
        None
    }

    /// Everything, sorted by name.
    pub(super) fn all(&self) -> impl Iterator<Item = Known> {
        (0..self.count).filter_map(|index| self.at(index))
    }

    fn at(&self, index: usize) -> Option<Known> {
        let first = match index.checked_sub(1) {
            Some(before) => self.number(before, 2)?,
            None => 0,
        };
        // The first one that is not there ends it, so that no number leads far.
        let parents = (usize::try_from(first).ok()?
            ..usize::try_from(self.number(index, 2)?).ok()?)
            .map(|parent| self.parent(parent));
        Some(Known {
            id: self.name(NAMES, index)?,
            tree: self.name(TREES, index)?,
            time: self.number(index, 0)?,
            rank: self.number(index, 1)?,
            parents: parents.collect::<Option<_>>()?,
        })
    }

    /// A name in one of the first two tables.
    fn name(&self, table: usize, index: usize) -> Option<gix::ObjectId> {
        self.id_at(2 * NUMBER + (table * self.count + index) * self.width)
    }

    fn parent(&self, index: usize) -> Option<gix::ObjectId> {
        let start = 2 * NUMBER + self.count * (2 * self.width + 3 * NUMBER);
        self.id_at(start.checked_add(index.checked_mul(self.width)?)?)
    }

    fn id_at(&self, at: usize) -> Option<gix::ObjectId> {
        gix::ObjectId::try_from(self.bytes.get(at..at.checked_add(self.width)?)?).ok()
    }

    fn number(&self, index: usize, column: usize) -> Option<i64> {
        let at = 2 * NUMBER + self.count * 2 * self.width + (index * 3 + column) * NUMBER;
        Some(i64::from_le_bytes(self.bytes.get(at..at + NUMBER)?.try_into().ok()?))
    }
}

const NAMES: usize = 0;
const TREES: usize = 1;

#[cfg(test)]
mod tests {
    use super::*;

    fn id(byte: u8) -> gix::ObjectId {
        gix::ObjectId::try_from([byte; 20].as_slice()).unwrap()
    }

    fn known() -> Vec<Known> {
        let commit = |byte: u8, parents: &[u8]| Known {
            id: id(byte),
            tree: id(200 + byte),
            time: -i64::from(byte),
            rank: 1_000 + i64::from(byte),
            parents: parents.iter().map(|byte| id(*byte)).collect(),
        };
        vec![commit(1, &[]), commit(4, &[1]), commit(9, &[4, 1, 7])]
    }

    #[test]
    fn a_header_is_found_by_its_name() {
        let mut turned = known();
        turned.reverse();
        let headers = Headers::read(Headers::write(turned, 20)).unwrap();
        for commit in known() {
            assert_eq!(headers.get(commit.id), Some(commit));
        }
        assert_eq!(headers.get(id(5)), None);
        assert_eq!(headers.get(gix::ObjectId::try_from([1; 32].as_slice()).unwrap()), None);
        assert_eq!(headers.all().collect::<Vec<_>>(), known());
        assert_eq!(Headers::read(Headers::write(Vec::new(), 32)).unwrap().get(id(1)), None);
    }

    #[test]
    fn no_bytes_make_a_lookup_panic() {
        let bytes = Headers::write(known(), 20);
        for length in 0..bytes.len() {
            if let Some(headers) = Headers::read(bytes[..length].to_vec()) {
                headers.get(id(9));
            }
        }
        for bit in 0..bytes.len() * 8 {
            let mut changed = bytes.clone();
            changed[bit / 8] ^= 1 << (bit % 8);
            if let Some(headers) = Headers::read(changed) {
                headers.get(id(9));
                assert!(headers.all().count() <= 3);
            }
        }
    }
}
