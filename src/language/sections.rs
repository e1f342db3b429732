//! What the sections of a document answer, and what is left in them to be filled in.
//!
//! Knows headings and phrases; which sections a document should have is for the rules.

use std::borrow::Cow;

use crate::text::plain_words;

use super::{Language, named_phrases};

/// What a section answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Topic {
    /// Why it is there.
    Purpose,
    /// To whom and what it applies.
    Scope,
    /// Who does or decides what.
    Roles,
    /// What words mean.
    Definitions,
    /// What it begins with and what comes out.
    InputsAndOutputs,
    /// What is done, in stages.
    Procedure,
    /// By which rule it is governed.
    Compliance,
    /// What happens where it cannot be followed.
    Exceptions,
    /// What proves that it was followed.
    Records,
    /// How one knows that it works.
    Success,
    /// What else to read.
    References,
    /// In which situation it is right.
    WhenToUse,
    /// What has to be at hand.
    Preparation,
    /// How one sees the end.
    Done,
    /// What to do about faults.
    Troubles,
    /// How it is taken back.
    Undo,
    /// What holds.
    Statements,
    /// What follows from a breach.
    Enforcement,
    /// Who carries it out.
    Procedures,
}

impl Topic {
    const ALL: [(Self, &'static str); 19] = [
        (Self::Purpose, "purpose"),
        (Self::Scope, "scope"),
        (Self::Roles, "roles"),
        (Self::Definitions, "definitions"),
        (Self::InputsAndOutputs, "inputs-and-outputs"),
        (Self::Procedure, "procedure"),
        (Self::Compliance, "compliance"),
        (Self::Exceptions, "exceptions"),
        (Self::Records, "records"),
        (Self::Success, "success"),
        (Self::References, "references"),
        (Self::WhenToUse, "when-to-use"),
        (Self::Preparation, "preparation"),
        (Self::Done, "done"),
        (Self::Troubles, "troubles"),
        (Self::Undo, "undo"),
        (Self::Statements, "statements"),
        (Self::Enforcement, "enforcement"),
        (Self::Procedures, "procedures"),
    ];

    fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|(_, known)| *known == name).map(|(topic, _)| topic)
    }
}

/// What is known of sections and of slots in them.
#[derive(Debug, Default)]
pub(super) struct SectionWords {
    headed: Vec<(Topic, Phrase)>,
    said: Vec<(Topic, Phrase)>,
    taken_back: Vec<&'static str>,
    inapplicable: Vec<&'static str>,
    marks: Vec<&'static str>,
    slot_beginnings: Vec<&'static str>,
    value_beginnings: Vec<&'static str>,
    whole_slots: Vec<&'static str>,
    templates: Vec<&'static str>,
    samples: Vec<&'static str>,
}

/// Words that stand together; of one with a star, the beginning.
#[derive(Debug)]
struct Phrase {
    words: Vec<&'static str>,
    /// Whether nothing else may stand beside it.
    is_whole: bool,
}

impl Phrase {
    fn read(written: &'static str) -> Self {
        let words = written.strip_prefix('=').unwrap_or(written);
        Self { words: words.split(' ').collect(), is_whole: words.len() < written.len() }
    }

    fn stands_in(&self, words: &[Cow<'_, str>]) -> bool {
        (!self.is_whole || words.len() == self.words.len())
            && words.windows(self.words.len()).any(|run| {
                self.words.iter().zip(run).all(|(known, word)| match known.strip_suffix('*') {
                    Some(beginning) => word.starts_with(beginning),
                    None => known == word,
                })
            })
    }
}

impl SectionWords {
    pub(super) fn read(sections: &'static str, slots: &'static str) -> Self {
        let mut read = Self::default();
        for (name, phrase) in named_phrases(sections).chain(named_phrases(slots)) {
            let said = name.strip_prefix("says ").and_then(Topic::named);
            match (name, Topic::named(name), said) {
                (_, Some(topic), _) => read.headed.push((topic, Phrase::read(phrase))),
                (_, _, Some(topic)) => read.said.push((topic, Phrase::read(phrase))),
                ("takes-back", ..) => read.taken_back.push(phrase),
                ("not-applicable", ..) => read.inapplicable.push(phrase),
                ("mark", ..) => read.marks.push(phrase),
                ("begins", ..) => read.slot_beginnings.push(phrase),
                ("value", ..) => read.value_beginnings.push(phrase),
                ("whole", ..) => read.whole_slots.push(phrase),
                ("template", ..) => read.templates.push(phrase),
                ("sample", ..) => read.samples.push(phrase),
                _ => {}
            }
        }
        read
    }
}

impl Language {
    /// Whether a heading says that a topic is dealt with below it.
    #[must_use]
    pub fn is_heading_of(&self, topic: Topic, heading: &str) -> bool {
        let words: Vec<Cow<'_, str>> = plain_words(heading).collect();
        let mut known = self.sections.headed.iter();
        known.any(|(other, phrase)| *other == topic && phrase.stands_in(&words))
    }

    /// Whether a text says something of a topic.
    #[must_use]
    pub fn speaks_of(&self, topic: Topic, text: &str) -> bool {
        let phrases = || self.sections.said.iter().filter(|(other, _)| *other == topic);
        if phrases().next().is_none() {
            return false;
        }
        let words: Vec<Cow<'_, str>> = plain_words(text).collect();
        phrases().any(|(_, phrase)| phrase.stands_in(&words))
    }

    /// Whether somebody may want to take back what a lower-case verb does.
    #[must_use]
    pub fn is_taken_back(&self, verb: &str) -> bool {
        self.sections.taken_back.contains(&verb)
    }

    /// Whether a text says that something does not apply, and nothing else.
    #[must_use]
    pub fn is_inapplicable(&self, text: &str) -> bool {
        let text = text.trim_matches(|c: char| c.is_whitespace() || ".!:()_*-–—".contains(c));
        self.sections.inapplicable.iter().any(|phrase| text.eq_ignore_ascii_case(phrase))
    }

    /// Whether a word is written as one that marks what is still to be written: `TODO`.
    #[must_use]
    pub fn is_slot_mark(&self, word: &str) -> bool {
        let is_capital = word.bytes().all(|byte| byte.is_ascii_uppercase());
        is_capital && self.sections.marks.iter().any(|mark| word.eq_ignore_ascii_case(mark))
    }

    /// Whether a value only keeps the place of one that somebody has to find:
    /// `TODO: who answers for this document?`, `TBD`.
    #[must_use]
    pub fn is_place_for_value(&self, value: &str) -> bool {
        let value = value.trim_start_matches(['[', '"', ' ']);
        let end = value.find(|c: char| !c.is_alphanumeric()).unwrap_or(value.len());
        let rest = value[end..].trim_matches([']', '"', ' ', '.', '?']);
        self.is_slot_mark(&value[..end]) && (rest.is_empty() || rest.starts_with([':', '-']))
    }

    /// Whether the words between brackets are to be replaced by whoever completes the text:
    /// `insert the date`.
    #[must_use]
    pub fn is_slot(&self, bracketed: &str) -> bool {
        let sections = &self.sections;
        let written = words_apart(bracketed);
        let first = written.split(' ').next().unwrap_or_default();
        sections.whole_slots.contains(&written.as_str())
            || (first.len() < written.len() && sections.slot_beginnings.contains(&first))
    }

    /// Whether the words between brackets may also be a value that a reader at work fills in:
    /// `your name`.
    #[must_use]
    pub fn is_value_slot(&self, bracketed: &str) -> bool {
        let sections = &self.sections;
        let written = words_apart(bracketed);
        let first = written.split(' ').next().unwrap_or_default();
        sections.value_beginnings.contains(&first)
            || sections.whole_slots.contains(&written.as_str())
    }

    /// Whether a lower-case word is what a text is called that is made to be filled in.
    #[must_use]
    pub fn is_template_word(&self, word: &str) -> bool {
        self.sections.templates.contains(&word)
    }

    /// Whether a heading says that below it stands a text to be filled in for each use:
    /// `Sample letter to a customer`.
    #[must_use]
    pub fn is_heading_of_sample(&self, heading: &str) -> bool {
        plain_words(heading).any(|word| self.sections.samples.contains(&word.as_ref()))
    }
}

/// The words of a text with blanks between them, also those that a hyphen or an underscore
/// joins.
fn words_apart(text: &str) -> String {
    let words: Vec<Cow<'_, str>> = plain_words(text).collect();
    words.join(" ").replace(['-', '_'], " ")
}

#[cfg(test)]
mod tests {
    use super::super::lines;
    use super::*;

    #[test]
    fn every_line_of_the_lists_is_read() {
        let known = ["takes-back", "not-applicable"];
        for (name, _) in lines(include_str!("en/sections.txt")).filter_map(|l| l.split_once(':')) {
            let topic = name.strip_prefix("says ").unwrap_or(name);
            assert!(Topic::named(topic).is_some() || known.contains(&name), "{name}");
        }
        let known = ["mark", "begins", "value", "whole", "template", "sample"];
        for (name, _) in lines(include_str!("en/slots.txt")).filter_map(|l| l.split_once(':')) {
            assert!(known.contains(&name), "{name}");
        }
    }

    #[test]
    fn a_heading_says_what_it_answers() {
        let english = Language::english();
        for (topic, heading) in [
            (Topic::Roles, "4. Roles and responsibilities"),
            (Topic::Exceptions, "If something goes wrong"),
            (Topic::Statements, "Policy"),
            (Topic::Undo, "Rolling back"),
            (Topic::Scope, "Purpose and scope"),
        ] {
            assert!(english.is_heading_of(topic, heading), "{heading}");
        }
        assert!(!english.is_heading_of(Topic::Statements, "Policy on tills"));
        assert!(english.speaks_of(Topic::Undo, "This cannot be undone."));
        assert!(!english.speaks_of(Topic::Undo, "Open the till."));
    }

    #[test]
    fn a_slot_is_told_from_other_brackets() {
        let english = Language::english();
        for slot in ["insert the date", "Company name", "your-name", "enter a value"] {
            assert!(english.is_slot(slot), "{slot}");
        }
        for other in ["x", "insert", "Close the till", "b"] {
            assert!(!english.is_slot(other), "{other}");
        }
        assert!(english.is_slot_mark("TODO") && !english.is_slot_mark("todo"));
        for (value, expected) in [
            ("TODO: who owns it?", true),
            ("[TBD]", true),
            ("@todo", false),
            ("", false),
            ("Head of TODO lists", false),
        ] {
            assert_eq!(english.is_place_for_value(value), expected, "{value}");
        }
    }

    #[test]
    fn only_the_bare_words_are_without_a_reason() {
        let english = Language::english();
        for bare in ["N/A", "n/a.", "Not applicable.", "*Not applicable*", "(N/A)"] {
            assert!(english.is_inapplicable(bare), "{bare}");
        }
        for said in ["Not applicable: nothing is stored.", "None", ""] {
            assert!(!english.is_inapplicable(said), "{said}");
        }
    }
}
