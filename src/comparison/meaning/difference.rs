//! What only one of two lists has.

use std::collections::HashMap;
use std::hash::Hash;

use crate::comparison::{Effect, EffectKind};

/// Pairs what only one side has, in order, as effects.
pub(super) fn differences(
    kind: EffectKind,
    old: &[String],
    new: &[String],
    found: &mut Vec<Effect>,
) {
    let pairs = in_order(without(old, new), without(new, old));
    found.extend(pairs.into_iter().map(|(old, new)| Effect::new(kind, old, new)));
}

/// What went with what came, in order.
pub(super) fn in_order<T>(gone: Vec<T>, come: Vec<T>) -> Vec<(Option<T>, Option<T>)> {
    let most = gone.len().max(come.len());
    let (mut gone, mut come) = (gone.into_iter(), come.into_iter());
    (0..most).map(|_| (gone.next(), come.next())).collect()
}

/// `all` without as many of each as `other` has, in the order of `all`.
pub(super) fn without<T: Clone + Eq + Hash>(all: &[T], other: &[T]) -> Vec<T> {
    let mut left: HashMap<&T, usize> = HashMap::new();
    for item in other {
        *left.entry(item).or_default() += 1;
    }
    let mut only = Vec::new();
    for item in all {
        match left.get_mut(item) {
            Some(count) if *count > 0 => *count -= 1,
            _ => only.push(item.clone()),
        }
    }
    only
}
