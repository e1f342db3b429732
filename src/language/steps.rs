//! Words that tell whether a step can be followed: verbs that look, verbs that cannot be taken
//! back, words that leave a choice open.
//!
//! Knows words alone; what a step is, and what is wrong with it, is for the rules of `check`.

use super::word_hash::WordMap;
use super::{Language, named_phrases};

/// What a rule about steps asks of words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StepSense {
    /// Looks, waits or decides: `check`, `make sure`.
    Looks,
    /// An `if` behind it asks rather than decides: `check if`.
    Asks,
    /// Behind `if` it makes an aside: `if needed`.
    Aside,
    /// Is hard to take back: `delete`, `send`.
    Lasting,
    /// Gives a value: `enter`, `fill in`.
    Gives,
    /// Leaves a choice open: `appropriate`.
    Open,
    /// What may be given: `value`, `settings`.
    Thing,
    /// A thing to give of which nothing is said: `the value`.
    Blank,
    /// Says that something is done, not what: `handle`.
    EmptyAct,
    /// Leaves to the reader when or how much: `as appropriate`.
    Vague,
    /// Leaves to the reader which one: `the relevant`.
    VagueWhich,
    /// The title of a section that may stand before the first step.
    Preparation,
    /// Says that a step has worked: `appears`.
    Result,
    /// The title of a section that says when all is done.
    Done,
}

impl StepSense {
    /// Every sense, with its name in the list.
    const ALL: [(Self, &'static str); 14] = [
        (Self::Looks, "looks"),
        (Self::Asks, "asks"),
        (Self::Aside, "asides"),
        (Self::Lasting, "lasting"),
        (Self::Gives, "gives"),
        (Self::Open, "open"),
        (Self::Thing, "things"),
        (Self::Blank, "blanks"),
        (Self::EmptyAct, "empty-acts"),
        (Self::Vague, "vague"),
        (Self::VagueWhich, "vague-which"),
        (Self::Preparation, "preparation"),
        (Self::Result, "results"),
        (Self::Done, "done"),
    ];

    fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|(_, known)| *known == name).map(|(sense, _)| sense)
    }
}

/// The words of all senses.
#[derive(Debug, Default)]
pub(super) struct StepWords {
    /// By their first words: the words behind it, and the sense.
    entries: WordMap<Vec<(Vec<&'static str>, StepSense)>>,
}

impl StepWords {
    /// Reads lines such as `sense: word | two words`.
    pub(super) fn read(file: &'static str) -> Self {
        let mut read = Self::default();
        for (name, phrase) in named_phrases(file) {
            let mut words = phrase.split(' ');
            if let (Some(sense), Some(first)) = (StepSense::named(name), words.next()) {
                read.entries.entry(first).or_default().push((words.collect(), sense));
            }
        }
        for begun in read.entries.values_mut() {
            begun.sort_by_key(|(rest, _)| std::cmp::Reverse(rest.len()));
        }
        read
    }
}

impl Language {
    /// How many of the lower-case words, from the first on, are an entry of a sense: the most
    /// that are one, 0 where none begins there.
    #[must_use]
    pub fn step_words(&self, sense: StepSense, words: &[impl AsRef<str>]) -> usize {
        let Some((first, behind)) = words.split_first() else { return 0 };
        let begun = self.step_words.entries.get(first.as_ref()).map_or(&[][..], Vec::as_slice);
        let said = begun.iter().find(|(rest, known)| {
            *known == sense
                && behind.len() >= rest.len()
                && rest.iter().zip(behind).all(|(a, b)| *a == b.as_ref())
        });
        let added = sense == StepSense::Vague && self.adds_vague(words);
        said.map_or(usize::from(added), |(rest, _)| rest.len() + 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_entry_counts() {
        let english = Language::english();
        let words = |text: &str| text.split(' ').map(str::to_owned).collect::<Vec<_>>();
        assert_eq!(english.step_words(StepSense::Looks, &words("make sure it beeps")), 2);
        assert_eq!(english.step_words(StepSense::Lasting, &words("delete the list")), 1);
        assert_eq!(english.step_words(StepSense::Lasting, &words("open the list")), 0);
        assert_eq!(english.step_words(StepSense::Lasting, &words("")), 0);
    }

    #[test]
    fn every_line_names_a_sense_and_every_sense_has_words() {
        let file = include_str!("en/steps.txt");
        let named: Vec<_> =
            named_phrases(file).map(|(name, _)| (name, StepSense::named(name))).collect();
        assert!(named.iter().all(|(_, sense)| sense.is_some()), "{named:?}");
        for (sense, name) in StepSense::ALL {
            assert!(named.iter().any(|(_, known)| *known == Some(sense)), "{name}");
        }
    }
}
