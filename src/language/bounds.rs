//! Words that say on which side of a number to stay, and how often something happens.

use super::word_hash::WordMap;
use super::{Language, lines, named_phrases};

/// The side of a number on which one has to stay, with the words that say so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bound {
    /// Bounds of one sense mean the same: `most` for `up to` and `no more than`.
    pub sense: &'static str,
    /// As the list has them: `up to`.
    pub phrase: &'static str,
}

/// What is known of limits besides numbers and units.
#[derive(Debug)]
pub(super) struct Bounds {
    /// The longest phrases first.
    before: Vec<(Vec<&'static str>, Bound)>,
    behind: Vec<(Vec<&'static str>, Bound)>,
    rates: WordMap<&'static str>,
}

impl Bounds {
    pub(super) fn read(bounds: &'static str, rates: &'static str) -> Self {
        let (mut before, mut behind) = (Vec::new(), Vec::new());
        for (name, phrase) in named_phrases(bounds) {
            let words: Vec<&str> = phrase.split(' ').collect();
            match name.strip_prefix("behind ") {
                Some(sense) => behind.push((words, Bound { sense, phrase })),
                None => before.push((words, Bound { sense: name, phrase })),
            }
        }
        for phrases in [&mut before, &mut behind] {
            phrases.sort_by_key(|(words, _)| std::cmp::Reverse(words.len()));
        }
        let rates = lines(rates).filter_map(|line| line.split_once(' ')).collect();
        Self { before, behind, rates }
    }
}

impl Language {
    /// The bound that ends a run of lower-case words: what stands before a number.
    #[must_use]
    pub fn bound_before(&self, words: &[impl AsRef<str>]) -> Option<&Bound> {
        let ends = |phrase: &[&str]| {
            let from = words.len().checked_sub(phrase.len());
            from.is_some_and(|from| words[from..].iter().zip(phrase).all(|(a, b)| a.as_ref() == *b))
        };
        self.bounds.before.iter().find(|(phrase, _)| ends(phrase)).map(|(_, bound)| bound)
    }

    /// The bound that begins a run of lower-case words: what stands behind a number.
    #[must_use]
    pub fn bound_behind(&self, words: &[impl AsRef<str>]) -> Option<&Bound> {
        let begins = |phrase: &[&str]| {
            words.len() >= phrase.len() && words.iter().zip(phrase).all(|(a, b)| a.as_ref() == *b)
        };
        self.bounds.behind.iter().find(|(phrase, _)| begins(phrase)).map(|(_, bound)| bound)
    }

    /// Whether a run of lower-case words begins with a bound of several words, such as
    /// `no more than`.
    #[must_use]
    pub fn begins_bound(&self, words: &[String]) -> bool {
        self.bounds.before.iter().any(|(phrase, _)| {
            phrase.len() > 1
                && words.len() >= phrase.len()
                && words.iter().zip(phrase).all(|(a, b)| a == b)
        })
    }

    /// The time in which something happens once: `month` for `monthly`.
    #[must_use]
    pub fn period_of(&self, word: &str) -> Option<&'static str> {
        self.bounds.rates.get(word).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_bound_wins() {
        let english = Language::english();
        let before = |text: &str| {
            let words: Vec<&str> = text.split(' ').collect();
            english.bound_before(&words).map(|bound| (bound.sense, bound.phrase))
        };
        assert_eq!(before("refunds of no more than"), Some(("most", "no more than")));
        assert_eq!(before("refunds of more than"), Some(("more", "more than")));
        assert_eq!(before("pay"), None);
        let behind = english.bound_behind(&["or", "more", "people"]);
        assert_eq!(behind.map(|bound| bound.sense), Some("least"));
        assert_eq!(english.period_of("quarterly"), Some("quarter"));
    }
}
