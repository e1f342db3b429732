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

/// A whole, a unit that may be a part of it, and how alike the two are.
type Pair = (usize, usize, f64);

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
    let mut by_old: Vec<Pair> = found.iter().map(|c| (c.old, c.new, c.plain)).collect();
    let mut by_new: Vec<Pair> = found.iter().map(|c| (c.new, c.old, c.plain)).collect();
    by_old.sort_unstable_by_key(|(whole, part, _)| (*whole, *part));
    by_new.sort_unstable_by_key(|(whole, part, _)| (*whole, *part));
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
    fn all(&self, pairs: &[Pair], is_split: bool) -> Vec<Found> {
        let of_one_whole = pairs.chunk_by(|a, b| a.0 == b.0);
        of_one_whole.filter_map(|pairs| self.best(pairs, is_split)).collect()
    }

    fn best(&self, pairs: &[Pair], is_split: bool) -> Option<Found> {
        let (whole, ..) = *pairs.first()?;
        let words = &self.whole[whole].sorted;
        // Bags that differ more in size cannot be as alike as they have to be.
        let longest = words.len() * 16 / 9;
        let mut least = pairs.iter().map(|(.., plain)| *plain).fold(ACCEPT_JOINED, f64::max);
        let mut best: Option<Found> = None;
        // Every part of a split is like the whole, so that its first one is a candidate, or
        // stands just before one.
        let mut firsts: Vec<usize> = Vec::new();
        for (_, part, _) in pairs.iter().filter(|(_, part, _)| self.length(*part) < longest) {
            firsts.push(*part);
            let mut at = *part;
            let mut length = self.length(at);
            for _ in 1..MOST_PARTS {
                let Some(before) = self.sibling_before(at) else { break };
                length += self.length(before);
                if length > longest {
                    break;
                }
                firsts.push(before);
                at = before;
            }
        }
        firsts.sort_unstable();
        firsts.dedup();
        for first in firsts {
            let parts = self.parts_from(whole, first, longest);
            let mut joined: Vec<Word> = Vec::new();
            for (index, part) in parts.iter().enumerate() {
                joined.extend(&self.parts[*part].sorted);
                if index == 0 {
                    continue;
                }
                joined.sort_unstable();
                let likeness = dice(words, &joined);
                if likeness > least {
                    least = likeness;
                    let parts = parts[..=index].to_vec();
                    best = Some(Found { likeness, is_split, whole, parts });
                }
            }
        }
        best
    }

    /// The units that follow each other from `first` on and may all be parts of a whole:
    /// none, or at least two.
    fn parts_from(&self, whole: usize, first: usize, longest: usize) -> Vec<usize> {
        let mut parts = Vec::new();
        let mut length = self.length(first);
        let mut at = first;
        while parts.len() < MOST_PARTS
            && let Some(next) = self.sibling_behind(at)
        {
            length += self.length(next);
            if length > longest {
                break;
            }
            if parts.is_empty() {
                if !self.is_part(whole, first) {
                    break;
                }
                parts.push(first);
            }
            if parts.len() == MOST_PARTS || !self.is_part(whole, next) {
                break;
            }
            parts.push(next);
            at = next;
        }
        if parts.len() < 2 { Vec::new() } else { parts }
    }

    fn length(&self, part: usize) -> usize {
        self.parts[part].sorted.len()
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
