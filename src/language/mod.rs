//! Word lists: which words order, oblige, forbid, count and name roles.
//!
//! The lists are data files, one folder a language, built into the program.
//! Nothing here reads documents; it only knows words.

mod added;
mod bounds;
mod forms;
mod headings;
mod requirements;
mod sections;
mod senses;
mod steps;
mod themes;
mod word_hash;

use std::sync::OnceLock;

pub use added::AddedWords;
pub use bounds::Bound;
use bounds::Bounds;
use headings::HeadingWords;
pub use headings::{Announced, TitleSense};
use requirements::RequirementWords;
use sections::SectionWords;
pub use sections::Topic;
use senses::Senses;
pub use senses::WordClass;
pub use steps::StepSense;
use steps::StepWords;
pub use themes::Theme;
use themes::Themes;

use crate::text::{TokenKind, Tokens, lower, plain_words};
use word_hash::{WordMap, WordSet};

/// The words of one language.
#[derive(Debug)]
pub struct Language {
    added: AddedWords,
    verbs: WordSet,
    /// By the first word of the phrase, the longest first.
    obligations: WordMap<Vec<Phrase>>,
    /// In bytes, of the words that begin an obligation.
    longest_binding_word: usize,
    negations: WordMap<usize>,
    units: WordSet,
    roles: WordSet,
    noun_verbs: WordSet,
    participles: WordSet,
    headings: HeadingWords,
    /// Labels with the fields that they fill.
    labels: Vec<(&'static str, &'static str)>,
    types: TypeWords,
    senses: Senses,
    bounds: Bounds,
    themes: Themes,
    step_words: StepWords,
    sections: SectionWords,
    requirements: RequirementWords,
}

/// Phrases that name a type of document, with the type.
type Named = Vec<(Vec<&'static str>, &'static str)>;

/// How titles and folders name types of documents.
#[derive(Debug)]
struct TypeWords {
    at_end: Named,
    at_beginning: Named,
    behind: WordSet,
    none: WordSet,
}

/// The words of an obligation and its strength.
type Phrase = (Vec<&'static str>, i8);

/// The strength of what binds as `must` does.
const BINDING: i8 = 4;

/// How strongly a sentence binds: 4 binding, 2 recommended, 1 permitted, 0 not
/// needed; negative where the act is forbidden or advised against.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Obligation {
    /// The words, as the list has them: `must`, `is required to`.
    pub phrase: String,
    /// See the type.
    pub strength: i8,
}

impl Language {
    /// English.
    #[must_use]
    pub fn english() -> &'static Self {
        static ENGLISH: OnceLock<Language> = OnceLock::new();
        ENGLISH.get_or_init(|| Self::read_english(AddedWords::default()))
    }

    fn read_english(added: AddedWords) -> Self {
        Self {
            added,
            verbs: words(include_str!("en/verbs.txt")).collect(),
            obligations: obligations(include_str!("en/obligations.txt")),
            // A curly apostrophe takes two bytes more than a straight one.
            longest_binding_word: lines(include_str!("en/obligations.txt"))
                .filter_map(|line| Some(line.split_whitespace().nth(1)?.len() + 2))
                .max()
                .unwrap_or(0),
            negations: lines(include_str!("en/negations.txt"))
                .enumerate()
                .flat_map(|(group, line)| line.split_whitespace().map(move |word| (word, group)))
                .collect(),
            units: words(include_str!("en/units.txt")).collect(),
            roles: words(include_str!("en/roles.txt")).collect(),
            noun_verbs: words(include_str!("en/noun_verbs.txt")).collect(),
            participles: words(include_str!("en/participles.txt")).collect(),
            headings: HeadingWords::read(include_str!("en/headings.txt")),
            labels: named_phrases(include_str!("en/labels.txt"))
                .map(|(field, label)| (label, field))
                .collect(),
            types: type_words(include_str!("en/types.txt")),
            senses: Senses::read(
                include_str!("en/classes.txt"),
                include_str!("en/numbers.txt"),
                include_str!("en/spellings.txt"),
                include_str!("en/opposites.txt"),
            ),
            bounds: Bounds::read(include_str!("en/bounds.txt"), include_str!("en/rates.txt")),
            themes: Themes::read(include_str!("en/themes.txt"), include_str!("en/names.txt")),
            step_words: StepWords::read(include_str!("en/steps.txt")),
            sections: SectionWords::read(
                include_str!("en/sections.txt"),
                include_str!("en/slots.txt"),
            ),
            requirements: RequirementWords::read(include_str!("en/requirements.txt")),
        }
    }

    /// The words of the language that a BCP 47 tag names, such as `en-GB`; `None` where
    /// there are no word lists for it.
    #[must_use]
    pub fn of_tag(tag: &str) -> Option<&'static Self> {
        let primary = tag.trim().split(['-', '_']).next().unwrap_or_default();
        primary.eq_ignore_ascii_case("en").then(Self::english)
    }

    /// Whether the lower-case word ends the name of a role.
    #[must_use]
    pub fn is_role(&self, word: &str) -> bool {
        self.lists_role(word)
    }

    /// Whether the word, as written, is a unit of measure, money or time.
    #[must_use]
    pub fn is_unit(&self, word: &str) -> bool {
        self.units.contains(word)
    }

    /// The group of negations that a lower-case word belongs to: words of one group
    /// mean the same.
    #[must_use]
    pub fn negation(&self, word: &str) -> Option<usize> {
        self.negations.get(word).copied()
    }

    /// The field that a label names, such as `last_reviewed` for `Date of last review`;
    /// `review_date` where it may be the last review or the next one, `bare_id` where the
    /// word stands before other things as well. A `.` behind `No` belongs to the label.
    #[must_use]
    pub fn field_of_label(&self, label: &str) -> Option<&'static str> {
        let label = label.trim().trim_end_matches('.').to_lowercase();
        self.labels.iter().find(|(known, _)| *known == label).map(|(_, field)| *field)
    }

    /// Every label with its field.
    pub fn labels(&self) -> impl Iterator<Item = (&'static str, &'static str)> {
        self.labels.iter().copied()
    }

    /// The type of document that a name of lower-case words ends or begins with:
    /// `travel policy`, `policy on travel` and `how to travel` say what they are,
    /// `process water` does not.
    #[must_use]
    pub fn type_named(&self, name: &[&str]) -> Option<&'static str> {
        let TypeWords { at_end, at_beginning, behind, .. } = &self.types;
        let begun = at_beginning.iter().find(|(phrase, _)| name.starts_with(phrase));
        let head = name.iter().position(|word| behind.contains(word));
        let head = &name[..head.unwrap_or(name.len())];
        let ended = || at_end.iter().find(|(phrase, _)| head.ends_with(phrase));
        begun.or_else(ended).map(|(_, name)| *name)
    }

    /// Whether a name of lower-case words is that of a page about documents rather than
    /// of one: a glossary, a list of links.
    #[must_use]
    pub fn names_no_type(&self, name: &[&str]) -> bool {
        name.last().is_some_and(|last| self.types.none.contains(last))
    }

    /// Whether a text says what somebody must, should or may do.
    #[must_use]
    pub fn binds(&self, text: &str) -> bool {
        let mut tokens = Tokens::of(text);
        while let Some(token) = tokens.next() {
            if token.kind == TokenKind::Word && !self.added.obligations.is_empty() {
                let first = lower(token.text);
                let said = std::iter::once(first).chain(plain_words(tokens.rest()));
                if self.added_obligation(&said).is_some() {
                    return true;
                }
            }
            // Few words begin an obligation, and none of them is long.
            if token.kind != TokenKind::Word || token.text.len() > self.longest_binding_word {
                continue;
            }
            let Some(begun) = self.obligations.get(lower(token.text).as_ref()) else { continue };
            let is_said = |(phrase, _): &Phrase| {
                let mut behind = plain_words(tokens.rest());
                phrase[1..].iter().all(|next| behind.next().is_some_and(|word| word == *next))
            };
            if begun.iter().any(is_said) {
                return true;
            }
        }
        false
    }

    /// The obligations in a sentence of lower-case words, in order.
    #[must_use]
    pub fn obligations(&self, words: &[String]) -> Vec<Obligation> {
        let mut found = Vec::new();
        let mut at = 0;
        while at < words.len() {
            let begun = self.obligations.get(words[at].as_str()).map_or(&[][..], Vec::as_slice);
            let here = begun.iter().find(|(phrase, _)| {
                words.len() - at >= phrase.len()
                    && phrase.iter().zip(&words[at..]).all(|(a, b)| a == b)
            });
            let here = here.map(|(phrase, strength)| (phrase.join(" "), phrase.len(), *strength));
            let added = || {
                let (phrase, length) = self.added_obligation(&words[at..].iter())?;
                Some((phrase.to_owned(), length, BINDING))
            };
            match here.or_else(added) {
                Some((phrase, length, strength)) => {
                    found.push(Obligation { phrase, strength });
                    at += length;
                }
                None => at += 1,
            }
        }
        found
    }
}

fn lines(file: &'static str) -> impl Iterator<Item = &'static str> {
    file.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'))
}

fn words(file: &'static str) -> impl Iterator<Item = &'static str> {
    lines(file).flat_map(str::split_whitespace)
}

/// The phrases of lines such as `name: phrase|phrase`, each with its name.
fn named_phrases(file: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    lines(file)
        .filter_map(|line| line.split_once(':'))
        .flat_map(|(name, phrases)| phrases.split('|').map(move |phrase| (name, phrase.trim())))
}

fn type_words(file: &'static str) -> TypeWords {
    let mut words = TypeWords {
        at_end: Vec::new(),
        at_beginning: Vec::new(),
        behind: WordSet::default(),
        none: WordSet::default(),
    };
    for (name, phrase) in named_phrases(file) {
        let split = || phrase.split(' ').collect();
        match (name, name.strip_prefix("begins ")) {
            ("behind", _) => drop(words.behind.insert(phrase)),
            ("none", _) => drop(words.none.insert(phrase)),
            (_, Some(name)) => words.at_beginning.push((split(), name)),
            (_, None) => words.at_end.push((split(), name)),
        }
    }
    words
}

/// Longest phrases first, so that "must not" is found before "must".
fn obligations(file: &'static str) -> WordMap<Vec<Phrase>> {
    let mut phrases: WordMap<Vec<Phrase>> = WordMap::default();
    for line in lines(file) {
        let mut words = line.split_whitespace();
        let Some(strength) = words.next().and_then(|number| number.parse().ok()) else { continue };
        let phrase: Vec<&str> = words.collect();
        if let Some(first) = phrase.first() {
            phrases.entry(first).or_default().push((phrase, strength));
        }
    }
    for begun in phrases.values_mut() {
        begun.sort_by_key(|(phrase, _)| std::cmp::Reverse(phrase.len()));
    }
    phrases
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::word_key;

    #[test]
    fn every_line_of_the_obligations_is_read() {
        let file = include_str!("en/obligations.txt");
        let read: usize = obligations(file).values().map(Vec::len).sum();
        assert_eq!(read, lines(file).count());
    }

    #[test]
    fn the_longest_obligation_wins() {
        let found = |text: &str| -> Vec<(String, i8)> {
            Language::english()
                .obligations(&word_key(text))
                .into_iter()
                .map(|o| (o.phrase, o.strength))
                .collect()
        };
        assert_eq!(found("Staff must not share keys."), [("must not".to_owned(), -4)]);
        assert_eq!(
            found("It is required to lock; you may ask."),
            [("is required to".to_owned(), 4), ("may".to_owned(), 1)]
        );
        assert!(found("Mustard is shared.").is_empty());
    }

    #[test]
    fn a_name_says_its_type_at_its_end_or_beginning() {
        let english = Language::english();
        for (name, expected) in [
            ("travel policy", Some("policy")),
            ("policy on broken tills", Some("policy")),
            ("policy management procedure", Some("sop")),
            ("sop customer onboarding", Some("sop")),
            ("how to write a policy", Some("work-instruction")),
            ("tools", None),
            ("process water", None),
            ("notes on the travel policy", None),
            ("", None),
        ] {
            let words: Vec<&str> = name.split_whitespace().collect();
            assert_eq!(english.type_named(&words), expected, "{name}");
        }
    }

    #[test]
    fn a_page_about_documents_is_none() {
        let english = Language::english();
        assert!(english.names_no_type(&["travel", "guide", "faq"]));
        assert!(!english.names_no_type(&["faq", "policy"]));
        assert!(!english.names_no_type(&[]));
    }

    #[test]
    fn a_label_names_one_field() {
        let english = Language::english();
        assert_eq!(english.field_of_label("Date of last review"), Some("last_reviewed"));
        assert_eq!(english.field_of_label("review date"), Some("review_date"));
        assert_eq!(english.field_of_label("Document No."), Some("id"));
        assert_eq!(english.field_of_label("ID"), Some("bare_id"));
        assert_eq!(english.field_of_label("last updated"), None);
        let mut labels: Vec<_> = english.labels().map(|(label, _)| label).collect();
        labels.sort_unstable();
        labels.dedup();
        assert_eq!(labels.len(), english.labels().count());
    }

    #[test]
    fn words_of_one_group_mean_the_same() {
        let english = Language::english();
        assert_eq!(english.negation("not"), english.negation("never"));
        assert_ne!(english.negation("not"), english.negation("unless"));
        assert_eq!(english.negation("nothing"), None);
    }
}
