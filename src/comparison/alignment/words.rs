//! The words of all units as numbers, and how alike two bags of words are.

use std::cell::OnceCell;
use std::collections::HashMap;

use crate::document::outline::{Unit, UnitKind};
use crate::text::{lower, plain_words};

/// A word of two documents, numbered in the order in which they are met.
pub(super) type Word = u32;

/// The units of two documents as words.
#[derive(Debug)]
pub(super) struct Texts {
    pub(super) old: Vec<Words>,
    pub(super) new: Vec<Words>,
    /// How much each word says: a rare one says more.
    weights: Vec<f64>,
    /// In how many units each word stands.
    counts: Vec<usize>,
}

/// By so many of its rarest words a unit is found at most.
pub(super) const MOST_RARE: usize = 24;

/// Dice's coefficients of two bags of words: 0 nothing in common, 1 equal.
#[derive(Debug, Clone, Copy)]
pub(super) struct Likeness {
    /// Rare words count for more.
    pub(super) weighted: f64,
    /// All words count the same.
    pub(super) plain: f64,
}

/// The words of one unit.
#[derive(Debug)]
pub(super) struct Words {
    /// The same for units with the same words in the same order.
    pub(super) key: usize,
    /// Sorted, each as often as it stands there.
    pub(super) sorted: Vec<Word>,
    /// Of a table row that a name begins, the key of this first cell.
    pub(super) first_cell: Option<usize>,
    /// The sum of the weights of all its words.
    weight: f64,
    rarest: OnceCell<Vec<Word>>,
}

impl Texts {
    pub(super) fn of(old: &[Unit], new: &[Unit]) -> Self {
        let mut reader = Reader::default();
        let old: Vec<Words> = old.iter().map(|unit| reader.words(unit)).collect();
        let new: Vec<Words> = new.iter().map(|unit| reader.words(unit)).collect();
        let mut counts = vec![0; reader.numbers.len()];
        for words in old.iter().chain(&new) {
            for word in words.distinct() {
                counts[word as usize] += 1;
            }
        }
        let weights: Vec<f64> = counts.iter().map(|count| 1.0 / float(*count).sqrt()).collect();
        let mut texts = Self { old, new, weights, counts };
        let weights = &texts.weights;
        for words in texts.old.iter_mut().chain(&mut texts.new) {
            words.weight = words.sorted.iter().map(|word| weights[*word as usize]).sum();
        }
        texts
    }

    pub(super) fn count(&self, word: Word) -> usize {
        self.counts.get(word as usize).copied().unwrap_or(0)
    }

    pub(super) fn weight(&self, word: Word) -> f64 {
        self.weights.get(word as usize).copied().unwrap_or(1.0)
    }

    /// The distinct words of a unit, the rarest first, at most [`MOST_RARE`].
    pub(super) fn rarest<'w>(&self, words: &'w Words) -> &'w [Word] {
        words.rarest.get_or_init(|| {
            let mut distinct: Vec<Word> = words.distinct().collect();
            distinct.sort_by_key(|word| (self.count(*word), *word));
            distinct.truncate(MOST_RARE);
            distinct
        })
    }

    /// How alike two units are.
    pub(super) fn likeness(&self, a: &Words, b: &Words) -> Likeness {
        let (mut shared, mut weight) = (0, 0.0);
        in_both(&a.sorted, &b.sorted, |word| {
            shared += 1;
            weight += self.weight(word);
        });
        Likeness {
            weighted: ratio(2.0 * weight, a.weight + b.weight),
            plain: ratio(2.0 * float(shared), float(a.sorted.len() + b.sorted.len())),
        }
    }
}

impl Words {
    pub(super) fn distinct(&self) -> impl Iterator<Item = Word> + '_ {
        let repeats = |at: usize| at > 0 && self.sorted[at - 1] == self.sorted[at];
        (0..self.sorted.len()).filter(move |at| !repeats(*at)).map(|at| self.sorted[at])
    }
}

/// Dice's coefficient of two sorted bags in which all words count the same.
pub(super) fn dice(a: &[Word], b: &[Word]) -> f64 {
    let mut shared = 0;
    in_both(a, b, |_| shared += 1);
    ratio(2.0 * float(shared), float(a.len() + b.len()))
}

/// The share of the first sorted bag that is in the second.
pub(super) fn contained(part: &[Word], whole: &[Word]) -> f64 {
    let mut shared = 0;
    in_both(part, whole, |_| shared += 1);
    ratio(float(shared), float(part.len()))
}

/// What a table row is about.
fn first_cell(unit: &Unit) -> Option<&str> {
    let (cell, _) = unit.text.split_once(" | ").filter(|_| unit.kind == UnitKind::Row)?;
    Some(cell).filter(|cell| cell.contains(char::is_alphabetic))
}

fn in_both(a: &[Word], b: &[Word], mut take: impl FnMut(Word)) {
    let (mut i, mut j) = (0, 0);
    while let (Some(x), Some(y)) = (a.get(i), b.get(j)) {
        if x == y {
            take(*x);
        }
        i += usize::from(x <= y);
        j += usize::from(y <= x);
    }
}

fn ratio(part: f64, whole: f64) -> f64 {
    if whole > 0.0 { part / whole } else { 0.0 }
}

fn float(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}

/// Numbers words and texts as they are met.
#[derive(Debug, Default)]
struct Reader {
    numbers: HashMap<String, Word>,
    keys: HashMap<Vec<Word>, usize>,
}

impl Reader {
    fn words(&mut self, unit: &Unit) -> Words {
        let in_order = self.in_order(&unit.text);
        let mut sorted = in_order.clone();
        sorted.sort_unstable();
        let first_cell = first_cell(unit).map(|cell| {
            let cell = self.in_order(cell);
            self.key(cell)
        });
        let (weight, rarest) = (0.0, OnceCell::new());
        Words { key: self.key(in_order), sorted, first_cell, weight, rarest }
    }

    fn in_order(&mut self, text: &str) -> Vec<Word> {
        let mut numbers: Vec<Word> = plain_words(text).map(|word| self.number(&word)).collect();
        if numbers.is_empty() {
            // A row of signs is its own word.
            numbers.push(self.number(&lower(text)));
        }
        numbers
    }

    fn number(&mut self, word: &str) -> Word {
        if let Some(number) = self.numbers.get(word) {
            return *number;
        }
        // Beyond four thousand million words, new ones are all the same one.
        let number = Word::try_from(self.numbers.len()).unwrap_or(Word::MAX);
        self.numbers.insert(word.to_owned(), number);
        number
    }

    fn key(&mut self, words: Vec<Word>) -> usize {
        let next = self.keys.len();
        *self.keys.entry(words).or_insert(next)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn likeness_goes_from_nothing_to_equal() {
        assert!(dice(&[1, 2], &[3, 4]) < 0.001);
        assert!((dice(&[1, 2, 2], &[1, 2, 2]) - 1.0).abs() < 0.001);
        assert!((dice(&[1, 2], &[1, 3]) - 0.5).abs() < 0.001);
        assert!((contained(&[1, 2], &[1, 3, 4, 5]) - 0.5).abs() < 0.001);
        assert!(dice(&[], &[]) < 0.001);
    }
}
