//! Which unit of the old document is which unit of the new one.
//!
//! Equal words link first: the common beginning and end, words that are unique on both
//! sides anywhere, their neighbours, then the rest in order. What is left is linked by
//! likeness: units that were split or merged before one-to-one pairs, and those best
//! first. Knows words and order only; what a link means is for the rest of the comparison.

mod candidates;
mod gaps;
mod keys;
mod pairing;
mod splits;
mod words;

use crate::document::outline::{Unit, UnitKind};

use words::Texts;

/// A pairing narrows the gaps, and in a narrower gap less likeness is enough: so often
/// it is tried again.
const MOST_ROUNDS: usize = 4;

/// A unit of the old document and the unit of the new one that it became.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Link {
    /// Index of the old unit; of a merge, of its first part.
    pub(super) old: usize,
    /// Index of the new unit; of a split, of its first part.
    pub(super) new: usize,
    /// What else belongs to it.
    pub(super) parts: Parts,
}

/// Whether a link joins more than two units.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) enum Parts {
    /// One unit became one.
    #[default]
    One,
    /// One unit became several: the new ones behind the first.
    Split(Vec<usize>),
    /// Several units became one: the old ones behind the first.
    Merged(Vec<usize>),
}

/// The links between two documents, ordered by their new units.
#[must_use]
pub(super) fn align(old: &[Unit], new: &[Unit]) -> Vec<Link> {
    let texts = Texts::of(old, new);
    let mut state = State {
        old,
        new,
        to_new: vec![None; old.len()],
        to_old: vec![None; new.len()],
        parts: Vec::new(),
    };
    keys::link_equal(&texts, &mut state);
    keys::link_rows(&texts, &mut state);
    for _ in 0..MOST_ROUNDS {
        let found = candidates::candidates(&texts, &state);
        let split = splits::link_splits(&texts, &found, &mut state);
        let paired = pairing::link_best(&found, &mut state);
        if !split && !paired {
            break;
        }
    }
    pairing::link_alone(&texts, &mut state);
    state.into_links()
}

/// The links found so far.
struct State<'u> {
    old: &'u [Unit],
    new: &'u [Unit],
    /// For each old unit, the new one; every part of a merge has the same.
    to_new: Vec<Option<usize>>,
    /// For each new unit, the old one; every part of a split has the same.
    to_old: Vec<Option<usize>>,
    /// The first units of splits and merges with their further parts.
    parts: Vec<(usize, usize, Parts)>,
}

impl State<'_> {
    fn link(&mut self, old: usize, new: usize) {
        self.to_new[old] = Some(new);
        self.to_old[new] = Some(old);
    }

    fn split(&mut self, old: usize, first: usize, more: Vec<usize>) {
        self.link(old, first);
        for part in &more {
            self.to_old[*part] = Some(old);
        }
        self.parts.push((old, first, Parts::Split(more)));
    }

    fn merge(&mut self, first: usize, more: Vec<usize>, new: usize) {
        self.link(first, new);
        for part in &more {
            self.to_new[*part] = Some(new);
        }
        self.parts.push((first, new, Parts::Merged(more)));
    }

    fn is_free(&self, old: usize, new: usize) -> bool {
        self.to_new[old].is_none() && self.to_old[new].is_none()
    }

    fn free_old(&self) -> impl Iterator<Item = usize> + '_ {
        free(&self.to_new)
    }

    fn free_new(&self) -> impl Iterator<Item = usize> + '_ {
        free(&self.to_old)
    }

    fn into_links(self) -> Vec<Link> {
        let Self { to_new, to_old, parts, .. } = self;
        // Of a split or merge, only the first parts link to each other both ways.
        let both_ways = to_old.iter().enumerate().filter_map(|(new, old)| {
            let old = (*old)?;
            (to_new[old] == Some(new)).then_some(Link { old, new, parts: Parts::One })
        });
        let mut links: Vec<Link> = both_ways.collect();
        for (old, new, parts) in parts {
            if let Ok(at) = links.binary_search_by_key(&new, |link| link.new) {
                links[at].old = old;
                links[at].parts = parts;
            }
        }
        links
    }
}

fn free(links: &[Option<usize>]) -> impl Iterator<Item = usize> + '_ {
    links.iter().enumerate().filter(|(_, link)| link.is_none()).map(|(index, _)| index)
}

/// Whether two units can be one at all: a picture and code stay what they are.
fn is_comparable(old: &Unit, new: &Unit) -> bool {
    let family = |unit: &Unit| match unit.kind {
        UnitKind::Image => 1,
        UnitKind::Code => 2,
        _ => 0,
    };
    family(old) == family(new)
}

#[cfg(test)]
mod tests;
