//! Units that became several, and several that became one.

use super::candidates::Candidate;
use super::words::{Texts, Word, Words, contained, dice};
use super::{State, is_comparable};
use crate::document::outline::Unit;

/// Likeness from which the parts, joined, are the whole.
const ACCEPT_JOINED: f64 = 0.72;
/// The share of each part's words that the whole has.
const ACCEPT_PART: f64 = 0.60;
/// Into more parts nothing is split.
const MOST_PARTS: usize = 4;

/// A unit and its parts.
struct Found {
    likeness: f64,
    /// Whether the whole is the old unit.
    is_split: bool,
    whole: usize,
    parts: Vec<usize>,
}

/// Links what was split or merged, the most alike first: one unit against two to four
/// that follow each other and are left, where they are more alike than any single one of
/// the candidates. Whether there was one.
pub(super) fn link_splits(texts: &Texts, found: &[Candidate], state: &mut State<'_>) -> bool {
    let mut by_old: Vec<(usize, usize)> =
        found.iter().map(|candidate| (candidate.old, candidate.new)).collect();
    let mut by_new: Vec<(usize, usize)> =
        found.iter().map(|candidate| (candidate.new, candidate.old)).collect();
    by_old.sort_unstable();
    by_new.sort_unstable();
    let split = Sides {
        whole: &texts.old,
        parts: &texts.new,
        whole_units: state.old,
        part_units: state.new,
        links: &state.to_old,
    };
    let merged = Sides {
        whole: &texts.new,
        parts: &texts.old,
        whole_units: state.new,
        part_units: state.old,
        links: &state.to_new,
    };
    let mut all = split.all(&by_old, true);
    all.extend(merged.all(&by_new, false));
    all.sort_by(|a, b| {
        b.likeness
            .total_cmp(&a.likeness)
            .then_with(|| (a.whole, &a.parts).cmp(&(b.whole, &b.parts)))
    });
    let mut has_linked = false;
    for Found { is_split, whole, mut parts, .. } in all {
        let (of_whole, of_parts) =
            if is_split { (&state.to_new, &state.to_old) } else { (&state.to_old, &state.to_new) };
        if of_whole[whole].is_some() || parts.iter().any(|part| of_parts[*part].is_some()) {
            continue;
        }
        let first = parts.remove(0);
        if is_split {
            state.split(whole, first, parts);
        } else {
            state.merge(first, parts, whole);
        }
        has_linked = true;
    }
    has_linked
}

/// The two documents, seen from the one that holds the wholes.
struct Sides<'a> {
    whole: &'a [Words],
    parts: &'a [Words],
    whole_units: &'a [Unit],
    part_units: &'a [Unit],
    links: &'a [Option<usize>],
}

impl Sides<'_> {
    /// The best parts of each whole that has some; `pairs` are wholes with candidates,
    /// sorted.
    fn all(&self, pairs: &[(usize, usize)], is_split: bool) -> Vec<Found> {
        let of_one_whole = pairs.chunk_by(|a, b| a.0 == b.0);
        of_one_whole.filter_map(|pairs| self.best(pairs, is_split)).collect()
    }

    fn best(&self, pairs: &[(usize, usize)], is_split: bool) -> Option<Found> {
        let (whole, _) = *pairs.first()?;
        let words = &self.whole[whole].sorted;
        let single = pairs.iter().map(|(_, part)| dice(words, &self.parts[*part].sorted));
        let single = single.fold(0.0, f64::max);
        let mut best: Option<Found> = None;
        // Every part of a split is like the whole, so that its first one is a candidate, or
        // stands just before one.
        let mut firsts: Vec<usize> = Vec::new();
        for (_, part) in pairs {
            firsts.push(*part);
            let mut at = *part;
            for _ in 1..MOST_PARTS {
                let Some(before) = self.sibling_before(at) else { break };
                firsts.push(before);
                at = before;
            }
        }
        firsts.sort_unstable();
        firsts.dedup();
        for first in firsts {
            let mut parts = vec![first];
            let mut joined: Vec<Word> = self.parts[first].sorted.clone();
            if !self.is_part(whole, first) {
                continue;
            }
            let mut last = first;
            while parts.len() < MOST_PARTS
                && let Some(next) = self.sibling_behind(last)
                && self.is_part(whole, next)
            {
                parts.push(next);
                joined.extend(&self.parts[next].sorted);
                // Dice of bags that differ so much in size cannot be reached any more.
                if joined.len() > 2 * words.len() {
                    break;
                }
                joined.sort_unstable();
                last = next;
                let likeness = dice(words, &joined);
                let least = best.as_ref().map_or(single, |best| best.likeness.max(single));
                if likeness >= ACCEPT_JOINED && likeness > least {
                    best = Some(Found { likeness, is_split, whole, parts: parts.clone() });
                }
            }
        }
        best
    }

    fn is_part(&self, whole: usize, part: usize) -> bool {
        self.links[part].is_none()
            && is_comparable(&self.whole_units[whole], &self.part_units[part])
            && contained(&self.parts[part].sorted, &self.whole[whole].sorted) >= ACCEPT_PART
    }

    /// The next unit in the same section and parent; what stands in a unit is passed over.
    fn sibling_behind(&self, unit: usize) -> Option<usize> {
        let this = &self.part_units[unit];
        let behind = self.part_units.iter().enumerate().skip(unit + 1);
        let mut behind = behind.take_while(|(_, next)| next.depth >= this.depth);
        // What stands inside is seldom more than a few units: so far and no further.
        let next = behind.by_ref().take(16).find(|(_, next)| next.depth == this.depth);
        next.filter(|(_, next)| next.section == this.section).map(|(index, _)| index)
    }

    fn sibling_before(&self, unit: usize) -> Option<usize> {
        let this = &self.part_units[unit];
        let before = self.part_units[..unit].iter().enumerate().rev().take(16);
        let mut before = before.take_while(|(_, next)| next.depth >= this.depth);
        let next = before.find(|(_, next)| next.depth == this.depth);
        next.filter(|(_, next)| next.section == this.section).map(|(index, _)| index)
    }
}
