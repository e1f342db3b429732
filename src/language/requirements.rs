//! Words that make a requirement doubtful: duties of nobody, times without numbers.
//!
//! Knows phrases; which sentence of which document is at fault is for the rules.

use super::word_hash::{WordMap, WordSet};
use super::{Language, lines, named_phrases};

/// What is known of requirements besides what binds.
#[derive(Debug, Default)]
pub(super) struct RequirementWords {
    duties: Phrases,
    binding: Phrases,
    actors: WordSet,
    no_roles: WordSet,
    vague_times: Phrases,
    timeless: WordSet,
    maybe: Phrases,
    no_duties: Phrases,
    ambiguous: Phrases,
    known: WordSet,
}

/// Phrases by their first words, the longest first.
#[derive(Debug, Default)]
struct Phrases(WordMap<Vec<Vec<&'static str>>>);

impl Phrases {
    fn read(phrases: impl Iterator<Item = &'static str>) -> Self {
        let mut read: WordMap<Vec<Vec<&'static str>>> = WordMap::default();
        for phrase in phrases {
            let words: Vec<&str> = phrase.split(' ').collect();
            if let Some(first) = words.first() {
                read.entry(first).or_default().push(words);
            }
        }
        for begun in read.values_mut() {
            begun.sort_by_key(|phrase| std::cmp::Reverse(phrase.len()));
        }
        Self(read)
    }

    /// How many words at the beginning of a run are one of the phrases.
    fn begin(&self, words: &[String]) -> Option<usize> {
        let begun = self.0.get(words.first()?.as_str())?;
        let begins = |phrase: &&Vec<&str>| {
            words.len() >= phrase.len() && phrase.iter().zip(words).all(|(a, b)| a == b)
        };
        begun.iter().find(begins).map(Vec::len)
    }
}

impl RequirementWords {
    pub(super) fn read(file: &'static str) -> Self {
        let phrases = |name: &str| {
            let of_name = named_phrases(file).filter(|(known, _)| *known == name);
            Phrases::read(of_name.map(|(_, phrase)| phrase))
        };
        let words = |name: &str| -> WordSet {
            let named = lines(file).filter_map(|line| line.split_once(':'));
            let of_name = named.filter(|(known, _)| *known == name);
            of_name
                .flat_map(|(_, words)| words.split([' ', '|']))
                .filter(|w| !w.is_empty())
                .collect()
        };
        Self {
            duties: phrases("duty"),
            binding: phrases("binds"),
            actors: words("actor"),
            no_roles: words("no-role"),
            vague_times: phrases("vague-time"),
            timeless: words("no-time-behind"),
            maybe: phrases("maybe"),
            no_duties: phrases("no-duty"),
            ambiguous: phrases("ambiguous"),
            known: words("known"),
        }
    }
}

impl Language {
    /// How many of the lower-case words, from the first on, say that something must be done
    /// without saying by whom: `must be reviewed`.
    #[must_use]
    pub fn passive_duty(&self, words: &[String]) -> Option<usize> {
        let binding = self.requirements.binding.begin(words)?;
        // "Must be formally approved".
        let behind = &words[binding..];
        let adverbs = behind.iter().take_while(|word| word.ends_with("ly")).count().min(2);
        let duty = self.requirements.duties.begin(&behind[adverbs..])?;
        Some(binding + adverbs + duty)
    }

    /// Whether a lower-case word names somebody who can act, without being the end of the
    /// name of a role.
    #[must_use]
    pub fn is_somebody(&self, word: &str) -> bool {
        self.requirements.actors.contains(word)
    }

    /// Whether the last word of a role is too general to tell who is meant: `user`.
    #[must_use]
    pub fn is_no_role(&self, word: &str) -> bool {
        self.requirements.no_roles.contains(word)
    }

    /// How many of the lower-case words, from the first on, tell a time without a number:
    /// `as soon as possible`.
    #[must_use]
    pub fn vague_time(&self, words: &[String]) -> Option<usize> {
        let added = self.adds_vague(words).then_some(1);
        let length = self.requirements.vague_times.begin(words).or(added)?;
        let next = words.get(length).map_or("", String::as_str);
        (!self.requirements.timeless.contains(next)).then_some(length)
    }

    /// Whether the lower-case words behind "may not" tell what is perhaps not so.
    #[must_use]
    pub fn says_maybe(&self, behind: &[String]) -> bool {
        self.requirements.maybe.begin(behind).is_some()
    }

    /// Whether the lower-case words behind "shall" tell what is so, rather than what has to be
    /// done: `shall have the meaning`.
    #[must_use]
    pub fn is_no_duty(&self, behind: &[String]) -> bool {
        self.requirements.no_duties.begin(behind).is_some()
    }

    /// How many of the lower-case words, from the first on, say what nobody can check.
    #[must_use]
    pub fn ambiguous(&self, words: &[String]) -> Option<usize> {
        self.requirements.ambiguous.begin(words).or_else(|| self.adds_vague(words).then_some(1))
    }

    /// Whether a lower-case abbreviation is one that everybody knows.
    #[must_use]
    pub fn is_known_abbreviation(&self, word: &str) -> bool {
        self.requirements.known.contains(word)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::word_key;

    #[test]
    fn every_line_of_the_list_is_read() {
        let known = [
            "duty",
            "binds",
            "actor",
            "no-role",
            "vague-time",
            "no-time-behind",
            "maybe",
            "no-duty",
            "ambiguous",
            "known",
        ];
        for (name, _) in
            lines(include_str!("en/requirements.txt")).filter_map(|line| line.split_once(':'))
        {
            assert!(known.contains(&name), "{name}");
        }
    }

    #[test]
    fn a_duty_in_the_passive_is_told_from_a_property() {
        let duty = |text: &str| Language::english().passive_duty(&word_key(text));
        assert_eq!(duty("must be reviewed by the lead"), Some(3));
        assert_eq!(duty("shall be formally approved"), Some(4));
        assert_eq!(duty("must be unique"), None);
        assert_eq!(duty("must not be reviewed"), None);
    }

    #[test]
    fn a_time_without_a_number_is_vague() {
        let vague = |text: &str| Language::english().vague_time(&word_key(text));
        assert_eq!(vague("as soon as possible after the call"), Some(4));
        assert_eq!(vague("regularly scheduled"), None);
        assert_eq!(vague("as soon as they arrive"), None);
    }

    #[test]
    fn what_may_not_be_so_is_not_forbidden() {
        let maybe = |text: &str| Language::english().says_maybe(&word_key(text));
        assert!(maybe("be able to log in") && maybe("work"));
        assert!(!maybe("be used for trade") && !maybe("share it"));
    }
}
