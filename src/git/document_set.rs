//! Sets of documents as bits: a walk of 20,000 commits holds and splits one per commit.

use std::ops::Range;

/// A set of the numbers below a fixed bound.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct DocumentSet {
    words: Vec<u64>,
}

impl DocumentSet {
    /// No number below `bound`.
    pub(super) fn none(bound: usize) -> Self {
        Self { words: vec![0; bound.div_ceil(64)] }
    }

    /// Every number below `bound`.
    pub(super) fn all(bound: usize) -> Self {
        let mut set = Self { words: vec![u64::MAX; bound.div_ceil(64)] };
        if let Some(last) = set.words.last_mut()
            && !bound.is_multiple_of(64)
        {
            *last = (1 << (bound % 64)) - 1;
        }
        set
    }

    /// An empty set with the same bound.
    pub(super) fn emptied(&self) -> Self {
        Self { words: vec![0; self.words.len()] }
    }

    pub(super) fn insert(&mut self, number: usize) {
        if let Some(word) = self.words.get_mut(number / 64) {
            *word |= 1 << (number % 64);
        }
    }

    pub(super) fn remove(&mut self, number: usize) {
        if let Some(word) = self.words.get_mut(number / 64) {
            *word &= !(1 << (number % 64));
        }
    }

    pub(super) fn contains(&self, number: usize) -> bool {
        self.words.get(number / 64).is_some_and(|word| word & (1 << (number % 64)) != 0)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.words.iter().all(|word| *word == 0)
    }

    /// Adds what `other` holds.
    pub(super) fn unite(&mut self, other: &Self) {
        for (word, more) in self.words.iter_mut().zip(&other.words) {
            *word |= more;
        }
    }

    /// Whether any number of `range` is in the set.
    pub(super) fn any_in(&self, range: &Range<usize>) -> bool {
        let (first, last) = (range.start / 64, range.end.div_ceil(64));
        let words = self.words.get(first..last.min(self.words.len())).unwrap_or_default();
        words.iter().enumerate().any(|(at, word)| {
            let base = (first + at) * 64;
            let mut mask = u64::MAX;
            if range.start > base {
                mask &= u64::MAX << (range.start - base);
            }
            if range.end < base + 64 {
                mask &= (1 << (range.end - base)) - 1;
            }
            word & mask != 0
        })
    }

    /// The numbers of the set, ascending.
    pub(super) fn iter(&self) -> impl Iterator<Item = usize> + '_ {
        self.words.iter().enumerate().flat_map(|(at, word)| {
            let mut rest = *word;
            std::iter::from_fn(move || {
                let bit = rest.trailing_zeros() as usize;
                rest &= rest.checked_sub(1)?;
                Some(at * 64 + bit)
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    #[test]
    fn all_holds_every_number_and_no_other() {
        for bound in [0, 1, 63, 64, 65, 130] {
            let all = DocumentSet::all(bound);
            assert_eq!(all.iter().collect::<Vec<_>>(), (0..bound).collect::<Vec<_>>());
            assert_eq!(all.is_empty(), bound == 0);
            assert!(!all.contains(bound));
        }
    }

    proptest! {
        #[test]
        fn a_set_behaves_like_a_set(
            numbers in proptest::collection::btree_set(0_usize..200, 0..40),
            others in proptest::collection::btree_set(0_usize..200, 0..40),
            start in 0_usize..200,
            length in 0_usize..100,
        ) {
            let mut set = DocumentSet::none(200);
            for number in &numbers {
                set.insert(*number);
            }
            let range = start..(start + length).min(200);
            prop_assert_eq!(set.any_in(&range), numbers.range(range.clone()).next().is_some());
            let mut other = DocumentSet::none(200);
            for number in &others {
                other.insert(*number);
            }
            set.unite(&other);
            let both: BTreeSet<_> = numbers.union(&others).copied().collect();
            prop_assert_eq!(set.iter().collect::<BTreeSet<_>>(), both);
            for number in &numbers {
                set.remove(*number);
            }
            let rest: BTreeSet<_> = others.difference(&numbers).copied().collect();
            prop_assert_eq!(set.iter().collect::<BTreeSet<_>>(), rest);
        }
    }
}
