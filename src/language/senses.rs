//! What a word does in a sentence, and which words are one word or the opposite of one.
//!
//! Small closed classes, number words, spelling variants and opposites; all of them are
//! data.

use std::borrow::Cow;

use super::word_hash::{WordMap, WordSet};
use super::{Language, lines};

/// A small class of words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WordClass {
    /// May stand before an order: `then`, `please`.
    Lead,
    /// Begins a condition that a comma ends: `if`, `when`.
    Condition,
    /// `the`, `your`, `each`.
    Determiner,
    /// Ends an object: prepositions, conjunctions and auxiliary verbs.
    Preposition,
    /// Belongs to the verb before it: `off`, `back`.
    Particle,
    /// A month, also shortened.
    Month,
    /// A day of the week.
    Weekday,
    /// How often or when without a number: `daily`, `twice`.
    Frequency,
    /// The number behind it names a place in a document: `step`, `table`.
    Reference,
    /// The number behind it is a name: `version`.
    Version,
    /// Begins a warning.
    Warning,
    /// The title of a section that says to what a document applies.
    Scope,
    /// Ends the name of somebody who acts, besides the roles.
    Actor,
    /// Behind digits it makes an ordinal number: `th`.
    Ordinal,
    /// A stretch of time in which something happens so often: `week`.
    Period,
    /// Stands between a number and its unit: `working`.
    Modifier,
    /// Begins a combination of keys: `ctrl`.
    Key,
    /// Behind it, digits are the number of somebody to call.
    Phone,
    /// Tells somebody something: `inform`.
    Tell,
    /// Hands something to somebody: `escalate`.
    Hand,
}

impl WordClass {
    const ALL: [(Self, &'static str); 20] = [
        (Self::Lead, "lead"),
        (Self::Condition, "condition"),
        (Self::Determiner, "determiner"),
        (Self::Preposition, "preposition"),
        (Self::Particle, "particle"),
        (Self::Month, "month"),
        (Self::Weekday, "weekday"),
        (Self::Frequency, "frequency"),
        (Self::Reference, "reference"),
        (Self::Version, "version"),
        (Self::Warning, "warning"),
        (Self::Scope, "scope"),
        (Self::Actor, "actor"),
        (Self::Ordinal, "ordinal"),
        (Self::Period, "period"),
        (Self::Modifier, "modifier"),
        (Self::Key, "key"),
        (Self::Phone, "phone"),
        (Self::Tell, "tell"),
        (Self::Hand, "hand"),
    ];
}

/// What is known of single words.
#[derive(Debug)]
pub(super) struct Senses {
    classes: [WordSet; WordClass::ALL.len()],
    numbers: WordMap<&'static str>,
    /// Whole words with the form that stands for them.
    spellings: WordMap<&'static str>,
    /// Beginnings of words with the beginning that stands for them.
    beginnings: WordMap<&'static str>,
    /// In bytes.
    longest_beginning: usize,
    /// On which lines of the opposites a word stands, and on which side of the bar.
    opposites: WordMap<Vec<(usize, bool)>>,
}

impl Senses {
    pub(super) fn read(
        classes: &'static str,
        numbers: &'static str,
        spellings: &'static str,
        opposites: &'static str,
    ) -> Self {
        let mut senses = Self {
            classes: Default::default(),
            numbers: lines(numbers).filter_map(|line| line.split_once(' ')).collect(),
            spellings: WordMap::default(),
            beginnings: WordMap::default(),
            longest_beginning: 0,
            opposites: WordMap::default(),
        };
        for (name, words) in lines(classes).filter_map(|line| line.split_once(':')) {
            let class = WordClass::ALL.iter().position(|(_, class)| *class == name);
            if let Some(class) = class.and_then(|class| senses.classes.get_mut(class)) {
                class.extend(words.split_whitespace());
            }
        }
        for line in lines(spellings) {
            let mut forms = line.split_whitespace();
            let Some(first) = forms.next() else { continue };
            for form in forms {
                match (form.strip_suffix('*'), first.strip_suffix('*')) {
                    (Some(form), Some(first)) => {
                        senses.longest_beginning = senses.longest_beginning.max(form.len());
                        senses.beginnings.insert(form, first);
                    }
                    _ => drop(senses.spellings.insert(form, first)),
                }
            }
        }
        for (number, line) in lines(opposites).enumerate() {
            for (side, words) in line.split('|').enumerate() {
                for word in words.split_whitespace() {
                    senses.opposites.entry(word).or_default().push((number, side == 0));
                }
            }
        }
        senses
    }
}

impl Language {
    /// Whether the lower-case word belongs to a class.
    #[must_use]
    pub fn is(&self, class: WordClass, word: &str) -> bool {
        let at = WordClass::ALL.iter().position(|(other, _)| *other == class);
        at.and_then(|at| self.senses.classes.get(at)).is_some_and(|words| words.contains(word))
    }

    /// The digits of a number that is written as a lower-case word.
    #[must_use]
    pub fn number_word(&self, word: &str) -> Option<&'static str> {
        self.senses.numbers.get(word).copied()
    }

    /// The form that stands for all spellings of a lower-case word: `organize` for
    /// `organise`, `email` for `e-mail`.
    #[must_use]
    pub fn spelling<'w>(&self, word: &'w str) -> Cow<'w, str> {
        if let Some(form) = self.senses.spellings.get(word) {
            return Cow::Borrowed(form);
        }
        let longest = word.len().min(self.senses.longest_beginning);
        for end in (4..=longest).rev().filter(|end| word.is_char_boundary(*end)) {
            let (beginning, rest) = word.split_at(end);
            if let Some(form) = self.senses.beginnings.get(beginning) {
                return Cow::Owned(format!("{form}{rest}"));
            }
        }
        Cow::Borrowed(word)
    }

    /// Whether a lower-case word has an opposite.
    #[must_use]
    pub fn has_opposite(&self, word: &str) -> bool {
        self.senses.opposites.contains_key(word)
            || self.senses.opposites.contains_key(self.verb_base(word).as_ref())
    }

    /// Whether two lower-case words turn a sentence into its opposite: `open` and `closes`.
    #[must_use]
    pub fn are_opposites(&self, a: &str, b: &str) -> bool {
        let places = |word: &str| {
            let base = self.verb_base(word);
            let known = self.senses.opposites.get(word);
            known.or_else(|| self.senses.opposites.get(base.as_ref()))
        };
        let (Some(a), Some(b)) = (places(a), places(b)) else { return false };
        a.iter().any(|(line, side)| b.contains(&(*line, !side)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_class_has_words_and_every_line_a_class() {
        let english = Language::english();
        assert!(english.senses.classes.iter().all(|words| !words.is_empty()));
        for (name, _) in
            lines(include_str!("en/classes.txt")).filter_map(|line| line.split_once(':'))
        {
            assert!(WordClass::ALL.iter().any(|(_, class)| *class == name), "{name}");
        }
    }

    #[test]
    fn spellings_of_one_word_have_one_form() {
        let english = Language::english();
        for (a, b) in [
            ("organise", "organize"),
            ("organisational", "organizational"),
            ("unauthorised", "unauthorised"),
            ("colour", "color"),
            ("e-mail", "email"),
            ("cancelled", "canceled"),
        ] {
            assert_eq!(english.spelling(a), english.spelling(b), "{a} {b}");
        }
        for (a, b) in [("hypotension", "hypertension"), ("form", "from"), ("analysis", "analyze")] {
            assert_ne!(english.spelling(a), english.spelling(b), "{a} {b}");
        }
    }

    #[test]
    fn opposites_are_known_in_all_their_forms() {
        let english = Language::english();
        assert!(english.are_opposites("open", "close"));
        assert!(english.are_opposites("closes", "opened"));
        assert!(english.are_opposites("clockwise", "anticlockwise"));
        assert!(!english.are_opposites("open", "unlock"));
        assert!(!english.are_opposites("open", "open"));
    }
}
