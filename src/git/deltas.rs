//! The objects of packs that were unpacked last, for those that build on them.
//!
//! A pack holds most objects as a difference from another, in chains of up to 50. A walk reads
//! the versions of a folder from new to old, and git builds the older on the newer, so what an
//! object builds on was as a rule unpacked a moment before. The library asks this cache for
//! each member of a chain and puts in what it has made at its end. It has a cache of its own,
//! of 64 objects in a list, which histories with many folders overflow.
//!
//! Only objects in packs come here, and only those stored as differences.

use gix::objs::Kind;
use gix::odb::pack::cache::DecodeEntry;

/// How many objects are kept at most; a power of two.
const SLOTS: usize = 1024;

/// How many bytes are kept at most.
const MOST_BYTES: usize = 8 << 20;

/// Keeps an object until another one falls into its slot. Which one that is depends on where
/// they are in their packs, so that looking up is one comparison.
pub(super) struct Deltas {
    slots: Vec<Slot>,
    /// The bytes that all slots have room for.
    held: usize,
}

#[derive(Clone)]
struct Slot {
    /// The number of a pack, and an offset in it. None where the slot is empty.
    place: Option<(u32, u64)>,
    data: Vec<u8>,
    kind: Kind,
    packed_size: usize,
}

impl Default for Deltas {
    fn default() -> Self {
        let empty = Slot { place: None, data: Vec::new(), kind: Kind::Blob, packed_size: 0 };
        Self { slots: vec![empty; SLOTS], held: 0 }
    }
}

impl DecodeEntry for Deltas {
    fn put(&mut self, pack: u32, offset: u64, data: &[u8], kind: Kind, packed_size: usize) {
        if data.len() > MOST_BYTES {
            return;
        }
        let slot = &mut self.slots[number_of(pack, offset)];
        self.held -= slot.data.capacity();
        slot.data.clear();
        slot.data.extend_from_slice(data);
        slot.place = Some((pack, offset));
        (slot.kind, slot.packed_size) = (kind, packed_size);
        self.held += slot.data.capacity();
        if self.held > MOST_BYTES {
            *self = Self::default();
        }
    }

    fn get(&mut self, pack: u32, offset: u64, out: &mut Vec<u8>) -> Option<(Kind, usize)> {
        let slot = &self.slots[number_of(pack, offset)];
        if slot.place != Some((pack, offset)) {
            return None;
        }
        out.clear();
        out.extend_from_slice(&slot.data);
        Some((slot.kind, slot.packed_size))
    }
}

/// The slot for a place, below [`SLOTS`].
fn number_of(pack: u32, offset: u64) -> usize {
    // Offsets of neighbours differ little: the multiplication (by 2^64 over the golden ratio)
    // carries that into the high bits.
    let mixed = (offset ^ u64::from(pack) << 40).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    usize::try_from(mixed >> (u64::BITS - SLOTS.ilog2())).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::git::Repository;
    use crate::git::testing::Sandbox;
    use gix::objs::Find;
    use std::path::Path;
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};

    #[derive(Default)]
    struct Counted {
        inner: Deltas,
        hits: Arc<AtomicUsize>,
    }

    impl DecodeEntry for Counted {
        fn put(&mut self, pack: u32, offset: u64, data: &[u8], kind: Kind, packed_size: usize) {
            self.inner.put(pack, offset, data, kind, packed_size);
        }

        fn get(&mut self, pack: u32, offset: u64, out: &mut Vec<u8>) -> Option<(Kind, usize)> {
            let found = self.inner.get(pack, offset, out);
            self.hits.fetch_add(usize::from(found.is_some()), Ordering::Relaxed);
            found
        }
    }

    /// Long files that change a little, so that git packs them in long chains.
    fn edit(sandbox: &Sandbox, from: usize, to: usize) {
        for number in from..to {
            let lines =
                (0..80).map(|line| format!("line {line} of {}\n", number * (line % 40 / 39)));
            sandbox.write("sops/a.md", &lines.collect::<String>());
            sandbox.write(&format!("sops/{}.md", number % 7), &format!("{number}\n"));
            sandbox.commit("edit");
        }
    }

    fn pack(sandbox: &Sandbox) {
        sandbox.git(&["repack", "-d", "-q", "--depth=50", "--window=50"]);
    }

    /// Reads every object in two orders, and holds it against what is read without a cache.
    /// How often the cache had something.
    fn assert_same_objects(folder: &Path, names: &[gix::ObjectId]) -> usize {
        let mut repository = Repository::discover_isolated(folder).unwrap();
        let mut plain = repository.inner.objects.clone();
        plain.unset_pack_cache();
        let hits = Arc::new(AtomicUsize::new(0));
        let shared = Arc::clone(&hits);
        let cache = move || Counted { inner: Deltas::default(), hits: Arc::clone(&shared) };
        repository.inner.objects.set_pack_cache(move || Box::new(cache()));
        let mut buffer = Vec::new();
        for id in names.iter().chain(names.iter().rev()) {
            let expected = plain.try_find(id, &mut buffer).unwrap().unwrap();
            let found = repository.inner.find_object(*id).unwrap();
            assert_eq!((found.kind, &found.data[..]), (expected.kind, expected.data), "{id}");
        }
        hits.load(Ordering::Relaxed)
    }

    fn objects(sandbox: &Sandbox) -> Vec<gix::ObjectId> {
        let listed = sandbox.git(&["cat-file", "--batch-all-objects", "--batch-check"]);
        let names = listed.lines().filter_map(|line| line.split(' ').next());
        names.map(|name| gix::ObjectId::from_hex(name.as_bytes()).unwrap()).collect()
    }

    #[test]
    fn objects_are_those_of_the_object_database_in_packs_chains_alternates_and_loose() {
        let sandbox = Sandbox::new();
        edit(&sandbox, 0, 30);
        pack(&sandbox);
        edit(&sandbox, 30, 60);
        pack(&sandbox);
        edit(&sandbox, 60, 65);
        let packs = sandbox.git(&["count-objects", "-v"]);
        assert!(packs.contains("packs: 2") && !packs.contains("count: 0\n"), "{packs}");
        let names = objects(&sandbox);
        assert!(assert_same_objects(sandbox.root(), &names) > 50);

        let borrower = sandbox.beside("borrower");
        let root = sandbox.root().to_str().unwrap();
        sandbox.git(&["clone", "--quiet", "--shared", root, borrower.to_str().unwrap()]);
        assert!(borrower.join(".git/objects/info/alternates").exists());
        assert!(assert_same_objects(&borrower, &names) > 50);
    }

    #[test]
    fn what_was_put_in_is_found_at_its_place_and_nowhere_else() {
        let mut deltas = Deltas::default();
        let mut out = b"something else".to_vec();
        deltas.put(1, 40, b"a folder", Kind::Tree, 7);
        assert_eq!(deltas.get(1, 40, &mut out), Some((Kind::Tree, 7)));
        assert_eq!(out, b"a folder");
        for (pack, offset) in [(2, 40), (1, 41), (0, 0)] {
            assert_eq!(deltas.get(pack, offset, &mut out), None);
        }
    }

    #[test]
    fn no_more_is_kept_than_allowed() {
        let mut deltas = Deltas::default();
        let mut out = Vec::new();
        deltas.put(1, 1, &vec![0; MOST_BYTES + 1], Kind::Blob, 1);
        assert_eq!(deltas.get(1, 1, &mut out), None);
        let object = vec![0; 20_000];
        for offset in 0..2_000 {
            deltas.put(1, offset * 37, &object, Kind::Blob, 1);
            let held: usize = deltas.slots.iter().map(|slot| slot.data.capacity()).sum();
            assert!(held <= MOST_BYTES && held == deltas.held, "{held} {}", deltas.held);
        }
    }
}
