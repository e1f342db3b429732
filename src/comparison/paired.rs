//! Which texts of one list are which of another, where there is no document around them.
//!
//! The alignment and the moves are those of documents. What a pair means is for whoever asks.

use crate::document::outline::{Unit, UnitKind};
use crate::source::Span;

use super::alignment::align;
use super::order::heaviest_increasing;

/// Two texts that are one, before and after.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pair {
    /// Index of the old text; of several that became one, of the first.
    pub old: usize,
    /// Index of the new text; of one that was split, of the first.
    pub new: usize,
}

/// The pairs of two lists of texts, in the order of the new one.
#[must_use]
pub fn paired(old: &[String], new: &[String]) -> Vec<Pair> {
    let links = align(&units(old), &units(new));
    links.into_iter().map(|link| Pair { old: link.old, new: link.new }).collect()
}

/// For each pair, in the order of the new texts, whether it stands elsewhere than before: it
/// is outside the longest run of pairs that kept their order.
#[must_use]
pub fn moved(pairs: &[Pair]) -> Vec<bool> {
    let olds: Vec<usize> = pairs.iter().map(|pair| pair.old).collect();
    let kept = heaviest_increasing(&olds, &vec![1; olds.len()]);
    kept.into_iter().map(|kept| !kept).collect()
}

fn units(texts: &[String]) -> Vec<Unit> {
    let unit = |text: &String| Unit {
        kind: UnitKind::Step,
        number: None,
        section: None,
        parent: None,
        depth: 0,
        text: text.clone(),
        marks: Vec::new(),
        is_header: false,
        span: Span::default(),
    };
    texts.iter().map(unit).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pairs(old: &[&str], new: &[&str]) -> Vec<(usize, usize)> {
        let texts = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect();
        let (old, new): (Vec<String>, Vec<String>) = (texts(old), texts(new));
        paired(&old, &new).into_iter().map(|pair| (pair.old, pair.new)).collect()
    }

    #[test]
    fn a_text_in_other_words_in_the_same_gap_is_the_same_text() {
        let old = ["Sign in", "Click Refund", "Click Save"];
        let new = ["Sign in", "Click Issue refund", "Enter a reason", "Click Save"];
        assert_eq!(pairs(&old, &new), [(0, 0), (1, 1), (2, 3)]);
    }

    #[test]
    fn of_two_that_changed_places_one_moved() {
        let pairs = [Pair { old: 1, new: 0 }, Pair { old: 0, new: 1 }, Pair { old: 2, new: 2 }];
        assert_eq!(moved(&pairs).into_iter().filter(|moved| *moved).count(), 1);
        assert_eq!(moved(&pairs[2..]), [false]);
    }
}
