//! Links between units with equal words.

use std::collections::{HashMap, VecDeque};

use super::State;
use super::gaps::Gaps;
use super::words::Texts;

/// Rows of the same first cell in different places need so much in common.
const SAME_ROW: f64 = 0.30;

/// Links the equal beginning, the equal end, texts that are unique on both sides, equal
/// neighbours of these, and then the other equal texts in order: in the same gap first.
pub(super) fn link_equal(texts: &Texts, state: &mut State<'_>) {
    let (old, new) = (&texts.old, &texts.new);
    let shorter = old.len().min(new.len());
    let prefix = (0..shorter).take_while(|&i| old[i].key == new[i].key).count();
    for index in 0..prefix {
        state.link(index, index);
    }
    let suffix = (0..shorter - prefix)
        .take_while(|&i| old[old.len() - 1 - i].key == new[new.len() - 1 - i].key)
        .count();
    for index in 0..suffix {
        state.link(old.len() - 1 - index, new.len() - 1 - index);
    }
    let unique = Places::of(state, |old| Some(texts.old[old].key), |new| Some(texts.new[new].key));
    let unique = unique.unique();
    for (a, b) in &unique {
        state.link(*a, *b);
    }
    for (a, b) in unique {
        grow(texts, state, a, b);
    }
    let gaps = Gaps::of(texts, state);
    link_in_order(texts, state, |old| gaps.of_old[old], |new| gaps.of_new[new]);
    link_in_order(texts, state, |_| 0, |_| 0);
}

/// Links rows of tables that are about the same thing: their first cells are equal, and no
/// other row that is left has it.
pub(super) fn link_rows(texts: &Texts, state: &mut State<'_>) {
    let gaps = Gaps::of(texts, state);
    let cells = Places::of(state, |old| texts.old[old].first_cell, |new| texts.new[new].first_cell);
    for (old, new) in cells.unique() {
        let likeness = texts.likeness(&texts.old[old], &texts.new[new]);
        if gaps.same(old, new) || likeness.weighted >= SAME_ROW {
            state.link(old, new);
        }
    }
}

/// Links equal neighbours of two linked units, in both directions.
fn grow(texts: &Texts, state: &mut State<'_>, old: usize, new: usize) {
    let is_equal = |state: &State<'_>, a: usize, b: usize| {
        state.is_free(a, b) && texts.old[a].key == texts.new[b].key
    };
    let (mut a, mut b) = (old + 1, new + 1);
    while a < texts.old.len() && b < texts.new.len() && is_equal(state, a, b) {
        state.link(a, b);
        (a, b) = (a + 1, b + 1);
    }
    let (mut a, mut b) = (old, new);
    while a > 0 && b > 0 && is_equal(state, a - 1, b - 1) {
        (a, b) = (a - 1, b - 1);
        state.link(a, b);
    }
}

/// Links equal texts that are left and may meet, in order.
fn link_in_order(
    texts: &Texts,
    state: &mut State<'_>,
    gap_of_old: impl Fn(usize) -> usize,
    gap_of_new: impl Fn(usize) -> usize,
) {
    let mut left: HashMap<(usize, usize), VecDeque<usize>> = HashMap::new();
    for index in state.free_old() {
        left.entry((gap_of_old(index), texts.old[index].key)).or_default().push_back(index);
    }
    let free_new: Vec<usize> = state.free_new().collect();
    for new in free_new {
        let olds = left.get_mut(&(gap_of_new(new), texts.new[new].key));
        if let Some(old) = olds.and_then(VecDeque::pop_front) {
            state.link(old, new);
        }
    }
}

/// Where each key that is not linked yet stands, on both sides.
struct Places(HashMap<usize, (Vec<usize>, Vec<usize>)>);

impl Places {
    fn of(
        state: &State<'_>,
        key_of_old: impl Fn(usize) -> Option<usize>,
        key_of_new: impl Fn(usize) -> Option<usize>,
    ) -> Self {
        let mut places: HashMap<usize, (Vec<usize>, Vec<usize>)> = HashMap::new();
        for index in state.free_old() {
            if let Some(key) = key_of_old(index) {
                places.entry(key).or_default().0.push(index);
            }
        }
        for index in state.free_new() {
            if let Some(key) = key_of_new(index) {
                places.entry(key).or_default().1.push(index);
            }
        }
        Self(places)
    }

    /// The keys that stand once on each side, in order.
    fn unique(&self) -> Vec<(usize, usize)> {
        let once = self.0.values().filter_map(|(olds, news)| match (&olds[..], &news[..]) {
            ([old], [new]) => Some((*old, *new)),
            _ => None,
        });
        let mut unique: Vec<(usize, usize)> = once.collect();
        unique.sort_unstable();
        unique
    }
}
