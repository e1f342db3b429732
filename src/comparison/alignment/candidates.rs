//! Pairs of units that may be the same, with how alike they are.

use std::collections::HashMap;

use super::gaps::Gaps;
use super::words::{Texts, Word};
use super::{State, is_comparable};

/// Likeness from which two units are the same anywhere in the document.
const ACCEPT_ANYWHERE: f64 = 0.50;
/// Likeness from which two units in the same gap are the same.
const ACCEPT_IN_GAP: f64 = 0.30;
/// The same where all words count the same: a unit of which the rare words are others.
const ACCEPT_PLAIN_IN_GAP: f64 = 0.42;
/// Of several that are as alike, the one in the same gap goes first.
const NEAR: f64 = 0.10;
/// Of several that are as alike, the one at the same depth and of the same kind goes first.
const LIKE_PLACED: f64 = 0.02;
/// How many candidates by shared words, and how many in the same gap, a unit has.
const MOST: usize = 8;
const MOST_OF_MANY: usize = 3;
/// So many units that are left are very many.
const MANY: usize = 20_000;
/// By so many of its rarest words a unit is found.
const RARE_WORDS: usize = 12;
/// Words that stand in more units that are left say nothing.
const COMMON_WORD: usize = 60;
/// When so many units were met by the rarest words, the others are not asked.
const MOST_SHARED: usize = 240;

/// Two units that may be the same.
#[derive(Debug, Clone, Copy)]
pub(super) struct Candidate {
    pub(super) old: usize,
    pub(super) new: usize,
    /// From 0, with what speaks for the pair besides its words.
    pub(super) score: f64,
    /// How alike they are where all words count the same.
    pub(super) plain: f64,
    /// Whether they are alike enough to be one unit.
    pub(super) is_likely: bool,
}

/// For every new unit that is left, the old ones that may be it: at most sixteen.
pub(super) fn candidates(texts: &Texts, state: &State<'_>) -> Vec<Candidate> {
    let gaps = Gaps::of(texts, state);
    let mut index: HashMap<Word, Vec<usize>> = HashMap::new();
    // Of very many, fewer are asked: a hostile text shall not take more than its time.
    let most = if state.free_new().count() > MANY { MOST_OF_MANY } else { MOST };
    for old in state.free_old() {
        for word in texts.rarest(&texts.old[old]).iter().take(RARE_WORDS) {
            index.entry(*word).or_default().push(old);
        }
    }
    let mut found = Vec::new();
    let mut shared: Vec<(usize, f64)> = Vec::new();
    for new in state.free_new() {
        shared.clear();
        for word in texts.rarest(&texts.new[new]) {
            if let Some(olds) = index.get(word).filter(|olds| olds.len() <= COMMON_WORD) {
                shared.extend(olds.iter().map(|old| (*old, texts.weight(*word))));
            }
            if shared.len() > MOST_SHARED {
                break;
            }
        }
        let mut olds = most_shared(&mut shared);
        olds.truncate(most);
        olds.extend(gaps.beside(new, most));
        olds.sort_unstable();
        olds.dedup();
        let comparable =
            olds.into_iter().filter(|old| is_comparable(&state.old[*old], &state.new[new]));
        found.extend(comparable.map(|old| score(texts, state, &gaps, old, new)));
    }
    found
}

/// The units with the greatest sums, at most [`MOST`].
fn most_shared(shared: &mut [(usize, f64)]) -> Vec<usize> {
    shared.sort_unstable_by_key(|(old, _)| *old);
    let sums = shared.chunk_by(|a, b| a.0 == b.0);
    let mut sums: Vec<(usize, f64)> =
        sums.map(|same| (same[0].0, same.iter().map(|(_, weight)| weight).sum())).collect();
    sums.sort_unstable_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    sums.into_iter().take(MOST).map(|(old, _)| old).collect()
}

fn score(texts: &Texts, state: &State<'_>, gaps: &Gaps, old: usize, new: usize) -> Candidate {
    let likeness = texts.likeness(&texts.old[old], &texts.new[new]);
    let is_near = gaps.same(old, new);
    let (was, is) = (&state.old[old], &state.new[new]);
    let mut score = likeness.weighted;
    for (speaks, much) in
        [(is_near, NEAR), (was.depth == is.depth, LIKE_PLACED), (was.kind == is.kind, LIKE_PLACED)]
    {
        score += if speaks { much } else { 0.0 };
    }
    let is_likely = if is_near {
        likeness.weighted >= ACCEPT_IN_GAP || likeness.plain >= ACCEPT_PLAIN_IN_GAP
    } else {
        likeness.weighted >= ACCEPT_ANYWHERE
    };
    Candidate { old, new, score, plain: likeness.plain, is_likely }
}
