//! Gaps: the units that are left between the same linked neighbours.

use super::State;
use super::words::Texts;
use crate::comparison::order::heaviest_increasing;

/// The gaps of two documents. Only links that keep their order bound a gap: what was
/// moved into the middle of one does not cut it in two.
#[derive(Debug)]
pub(super) struct Gaps {
    /// For each old unit, the number of its gap.
    pub(super) of_old: Vec<usize>,
    /// For each new unit, the number of its gap.
    pub(super) of_new: Vec<usize>,
    /// The old units that are left in each gap.
    free_old: Vec<Vec<usize>>,
    /// The new units that are left in each gap.
    free_new: Vec<Vec<usize>>,
    /// For each new unit that is left, how many stand before it in its gap.
    rank: Vec<usize>,
}

impl Gaps {
    pub(super) fn of(texts: &Texts, state: &State<'_>) -> Self {
        let both_ways: Vec<(usize, usize)> = state
            .to_old
            .iter()
            .enumerate()
            .filter_map(|(new, old)| Some(((*old)?, new)))
            .filter(|(old, new)| state.to_new[*old] == Some(*new))
            .collect();
        let olds: Vec<usize> = both_ways.iter().map(|(old, _)| *old).collect();
        let weights: Vec<usize> =
            both_ways.iter().map(|(_, new)| texts.new[*new].sorted.len() + 1).collect();
        let kept = heaviest_increasing(&olds, &weights);
        let mut bounds_old = vec![false; state.to_new.len()];
        let mut bounds_new = vec![false; state.to_old.len()];
        for ((old, new), kept) in both_ways.into_iter().zip(kept) {
            bounds_old[old] = kept;
            bounds_new[new] = kept;
        }
        let (of_old, free_old, _) = cut(&bounds_old, &state.to_new);
        let (of_new, free_new, rank) = cut(&bounds_new, &state.to_old);
        Self { of_old, of_new, free_old, free_new, rank }
    }

    /// The old and the new units that are left in each gap.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&[usize], &[usize])> {
        self.free_old.iter().zip(&self.free_new).map(|(old, new)| (&old[..], &new[..]))
    }

    pub(super) fn same(&self, old: usize, new: usize) -> bool {
        self.of_old[old] == self.of_new[new]
    }

    /// The old units left in the gap of a new one that stand about where it stands, at
    /// most so many.
    pub(super) fn beside(&self, new: usize, most: usize) -> &[usize] {
        let gap = self.of_new[new];
        let (olds, news) = (&self.free_old[gap], &self.free_new[gap]);
        let at = self.rank[new] * olds.len() / news.len().max(1);
        let first = at.saturating_sub(most / 2).min(olds.len().saturating_sub(most));
        &olds[first..olds.len().min(first + most)]
    }
}

/// For each unit its gap, the free units of each gap, and their ranks.
fn cut(bounds: &[bool], links: &[Option<usize>]) -> (Vec<usize>, Vec<Vec<usize>>, Vec<usize>) {
    let mut of = Vec::with_capacity(links.len());
    let mut free: Vec<Vec<usize>> = vec![Vec::new()];
    let mut rank = vec![0; links.len()];
    for (index, (is_bound, link)) in bounds.iter().zip(links).enumerate() {
        if *is_bound {
            free.push(Vec::new());
        }
        let gap = free.len() - 1;
        of.push(gap);
        if link.is_none() {
            rank[index] = free[gap].len();
            free[gap].push(index);
        }
    }
    (of, free, rank)
}
