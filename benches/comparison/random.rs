//! A small generator of numbers, so that a run can be repeated from its seed.

/// `SplitMix64`: one multiplication chain per number, every seed a sequence of its own.
#[derive(Debug, Clone)]
pub(crate) struct Random {
    state: u64,
}

impl Random {
    /// The sequence of a seed and of what is being done: trials do not influence each
    /// other, whichever of them are run.
    pub(crate) fn of(seed: u64, about: &[u64]) -> Self {
        let mut random = Self { state: seed };
        for part in about {
            random.state = random.next() ^ part.wrapping_mul(0x9e37_79b9_7f4a_7c15);
        }
        random
    }

    fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below `end`; 0 where there is none.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        let Ok(end) = u64::try_from(end) else { return 0 };
        let found = self.next().checked_rem(end).unwrap_or(0);
        usize::try_from(found).unwrap_or(0)
    }

    /// One of several.
    pub(crate) fn pick<'t, T>(&mut self, from: &'t [T]) -> Option<&'t T> {
        from.get(self.below(from.len()))
    }

    /// The same things in another order.
    pub(crate) fn shuffled<T>(&mut self, mut things: Vec<T>) -> Vec<T> {
        for end in (1..things.len()).rev() {
            let other = self.below(end + 1);
            things.swap(end, other);
        }
        things
    }
}
