//! How a line is phrased: does it tell somebody to do something, or say what is?
//!
//! Works on the beginning of a line, with word lists and a little grammar. It is no
//! parser of English: it is right about most lines, and a series has many.

use std::borrow::Cow;

use crate::document::blocks::{Mark, MarkKind};
use crate::language::Language;
use crate::text::{TokenKind, Tokens, beginning, lower};

/// How a line is phrased.
#[expect(clippy::struct_excessive_bools, reason = "a phrase can be several things at once")]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Phrasing {
    /// How much it is an order or tells who acts, from 0 to 4.
    pub(super) act: u8,
    /// It begins as headings of tasks do: "Closing the till".
    pub(super) gerund: bool,
    /// It says what somebody must, should or may do.
    pub(super) duty: bool,
    /// It asks, or begins with a question.
    pub(super) question: bool,
    /// It forbids: "Do not …", "Avoid …".
    pub(super) ban: bool,
    /// It explains a term.
    pub(super) definition: bool,
    /// It is a link and nothing else.
    pub(super) link: bool,
    /// It is a few words without a verb.
    pub(super) name: bool,
}

/// Only so many bytes of a line are looked at.
const LOOKED_AT: usize = 200;

impl Phrasing {
    /// Reads a line and what is marked in it.
    pub(super) fn of(text: &str, marks: &[Mark], language: &Language) -> Self {
        let line = Line::read(beginning(text, LOOKED_AT), marks);
        let mut found = Self {
            link: is_link(text, marks),
            question: text.trim_end().ends_with('?') || line.begins_with_question(),
            ban: line.bans(),
            ..Self::default()
        };
        found.act = line.act(0, line.words.len(), language);
        found.gerund = line.words.first().is_some_and(|word| language.is_gerund(&word.text));
        if found.act < 4
            && let Some(behind) = line.behind_label(marks)
        {
            let lead_acts = line.act(0, behind, language) == 4;
            let rest = line.act(behind, line.words.len(), language);
            found.act = if lead_acts { 4 } else { found.act.max(rest.min(3)) };
            found.definition = !lead_acts && rest < 3 && behind <= 6;
        }
        if found.act < 4 {
            found.duty = language.binds(beginning(text, LOOKED_AT));
        }
        found.name = found.act == 0 && !found.duty && line.words.len() <= 7;
        found
    }
}

/// Whether links cover nearly all of a text.
fn is_link(text: &str, marks: &[Mark]) -> bool {
    let links = marks.iter().filter(|mark| matches!(mark.kind, MarkKind::Link(_)));
    let covered: usize = links.map(|mark| mark.end - mark.start).sum();
    covered > 0 && covered * 10 >= text.trim().len() * 9
}

/// The words of a line, with the marks between them.
struct Line<'t> {
    words: Vec<Word<'t>>,
}

struct Word<'t> {
    /// In lower case.
    text: Cow<'t, str>,
    /// As it begins: with a capital letter.
    capital: bool,
    /// Where it stands in the line.
    start: usize,
    /// The punctuation behind it, before the next word.
    comma: bool,
    /// A colon, a dash, or the end of a sentence.
    stop: Option<char>,
    /// A number, or the beginning of what is marked.
    is_object: bool,
}

const DETERMINERS: [&str; 34] = [
    "the", "a", "an", "your", "all", "any", "each", "every", "this", "that", "these", "those",
    "its", "their", "our", "his", "her", "both", "no", "it", "them", "him", "us", "yourself",
    "whether", "what", "which", "who", "how", "when", "where", "if", "one", "another",
];
const PREPOSITIONS: [&str; 24] = [
    "to", "with", "for", "on", "up", "out", "in", "into", "from", "at", "by", "through", "over",
    "down", "off", "back", "as", "against", "until", "onto", "away", "again", "only", "here",
];
const LEADS: [&str; 22] = [
    "then",
    "next",
    "finally",
    "now",
    "first",
    "second",
    "third",
    "lastly",
    "last",
    "please",
    "also",
    "always",
    "optional",
    "afterwards",
    "afterward",
    "otherwise",
    "just",
    "simply",
    "again",
    "and",
    "so",
    "firstly",
];
const CONDITIONS: [&str; 29] = [
    "if",
    "when",
    "once",
    "after",
    "before",
    "in",
    "on",
    "under",
    "from",
    "to",
    "for",
    "using",
    "while",
    "until",
    "at",
    "with",
    "within",
    "as",
    "unless",
    "where",
    "during",
    "whenever",
    "depending",
    "by",
    "upon",
    "within",
    "every",
    "each",
    "since",
];
const SUBJECTS: [&str; 7] = ["you", "we", "they", "i", "he", "she", "it"];

impl<'t> Line<'t> {
    fn read(text: &'t str, marks: &[Mark]) -> Self {
        let begins_mark = |at: usize| marks.iter().any(|mark| mark.start == at);
        let mut words: Vec<Word<'_>> = Vec::with_capacity(text.len() / 5);
        let mut at = 0;
        for token in Tokens::of(text) {
            match token.kind {
                TokenKind::Word | TokenKind::Number => words.push(Word {
                    text: lower(token.text),
                    capital: token.text.starts_with(char::is_uppercase),
                    start: at,
                    comma: false,
                    stop: None,
                    is_object: token.kind == TokenKind::Number
                        || begins_mark(at)
                        || token.text.starts_with("http"),
                }),
                TokenKind::Mark => {
                    if let (Some(last), Some(mark)) = (words.last_mut(), token.text.chars().next())
                    {
                        last.comma |= mark == ',';
                        if last.stop.is_none()
                            && matches!(mark, ':' | '.' | ';' | '-' | '–' | '—' | '!' | '?')
                        {
                            last.stop = Some(mark);
                        }
                    }
                }
                TokenKind::Space => {}
            }
            at += token.text.len();
        }
        Self { words }
    }

    /// How much the words from `from` to `to` are an act, from 0 to 4.
    fn act(&self, from: usize, to: usize, language: &Language) -> u8 {
        let order = self.order(from, to, language);
        if order == 4 || from >= to {
            return order;
        }
        let words = &self.words[from..to];
        let mut best = order;
        if CONDITIONS.contains(&words[0].text.as_ref()) {
            let ends = words.iter().enumerate().filter(|(index, word)| {
                word.comma
                    || matches!(word.stop, Some(':' | '-' | '–' | '—'))
                    || words.get(index + 1).is_some_and(|next| next.text == "then")
            });
            for (index, _) in ends.take(4) {
                best = best.max(self.order(from + index + 1, to, language));
                best = best.max(self.told(from + index + 1, to, language));
            }
        }
        best.max(self.told(from, to, language))
    }

    /// An order: a verb first, or behind a word such as "then".
    fn order(&self, mut from: usize, to: usize, language: &Language) -> u8 {
        while from < to {
            let word = self.words[from].text.as_ref();
            let is_lead = LEADS.contains(&word)
                || (word.ends_with("ly") && !language.is_verb(word))
                || word.starts_with(|c: char| c.is_ascii_digit());
            if !is_lead {
                break;
            }
            from += 1;
        }
        let Some(word) = self.words[from.min(to)..to].first() else { return 0 };
        if matches!(word.text.as_ref(), "do" | "don't" | "never" | "avoid" | "let" | "let's") {
            return 4;
        }
        if !language.is_verb(&word.text) {
            return 0;
        }
        if !language.is_also_noun(&word.text) {
            return 4;
        }
        // "Review the plan" and "Review period": what follows tells.
        let Some(next) = self.words[from..to].get(1) else { return 1 };
        let said = next.text.as_ref();
        let is_object = DETERMINERS.contains(&said)
            || PREPOSITIONS.contains(&said)
            || next.is_object
            || (matches!(said, "and" | "or") || word.comma)
                && self.words[from..to].iter().skip(1).take(2).any(|w| language.is_verb(&w.text));
        if word.stop.is_some() {
            2
        } else if is_object {
            4
        } else if next.capital {
            3
        } else {
            2
        }
    }

    /// Somebody acts, or something is done: "The lead checks", "Finance pays", "The
    /// ticket is closed".
    fn told(&self, from: usize, to: usize, language: &Language) -> u8 {
        let words = &self.words[from.min(to)..to];
        let Some(first) = words.first() else { return 0 };
        if SUBJECTS.contains(&first.text.as_ref()) {
            return match words.get(1) {
                Some(word) if matches!(word.text.as_ref(), "is" | "are" | "was" | "has") => 0,
                Some(_) => {
                    let acts = |word: &Word<'_>| {
                        language.is_verb(&word.text) || language.is_third_person(&word.text)
                    };
                    if words.iter().skip(1).take(3).any(acts) { 3 } else { 1 }
                }
                None => 0,
            };
        }
        if language.is_third_person(&first.text)
            && let Some(next) = words.get(1)
        {
            // The actor stands in the heading: "Stores the file".
            let said = next.text.as_ref();
            let goes_on = matches!(said, "and" | "or")
                && words.get(2).is_some_and(|word| language.is_third_person(&word.text));
            let has_object = DETERMINERS.contains(&said) || next.is_object;
            let has_particle = PREPOSITIONS.contains(&said) && said != "for";
            return match (has_object || goes_on, has_particle) {
                (true, _) => 3,
                (_, true) => 2,
                _ => 1,
            };
        }
        let role = words.iter().take(6).position(|word| language.is_role(&word.text));
        let mut best = 0;
        for (index, word) in words.iter().enumerate().take(10).skip(1) {
            let text = word.text.as_ref();
            let before = words[index - 1].text.as_ref();
            let next = words.get(index + 1);
            let acts = language.is_third_person(text) && !DETERMINERS.contains(&before);
            let will = before == "will" && (language.is_verb(text) || text == "be");
            if (acts || will) && role.is_some_and(|role| role < index && index <= role + 3) {
                return 3;
            }
            let has_object = next.is_some_and(|next| {
                DETERMINERS.contains(&next.text.as_ref())
                    || PREPOSITIONS.contains(&next.text.as_ref())
            });
            if acts && has_object && index <= 4 && (first.capital || first.text == "the") {
                best = best.max(2);
            }
            let passive =
                matches!(before, "is" | "are" | "be" | "gets") && language.is_participle(text);
            if will || (passive && role.is_some()) {
                best = best.max(2);
            } else if passive {
                best = best.max(1);
            }
        }
        best
    }

    /// Whether a question stands first: "What happened? Write it down."
    fn begins_with_question(&self) -> bool {
        let end = self.words.iter().take(14).find_map(|word| word.stop.filter(|stop| *stop != '-'));
        end == Some('?')
    }

    fn bans(&self) -> bool {
        let said = |at: usize| self.words.get(at).map_or("", |word| word.text.as_ref());
        matches!(said(0), "don't" | "never" | "avoid") || (said(0), said(1)) == ("do", "not")
    }

    /// The first word behind a label: "Till: …", "**Till** …".
    fn behind_label(&self, marks: &[Mark]) -> Option<usize> {
        let first = self.words.first()?;
        let bold = marks.iter().find(|mark| {
            mark.kind == MarkKind::Strong && mark.start <= first.start && mark.end > first.start
        });
        if let Some(bold) = bold {
            let behind = self.words.iter().position(|word| word.start >= bold.end)?;
            return Some(behind);
        }
        let end = self
            .words
            .iter()
            .take(8)
            .position(|word| matches!(word.stop, Some(':' | '-' | '–' | '—')))?;
        (end + 1 < self.words.len()).then_some(end + 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn phrasing(text: &str) -> Phrasing {
        Phrasing::of(text, &[], Language::english())
    }

    #[test]
    fn orders_and_acts_are_told_from_names() {
        for (text, act) in [
            ("Open the till.", 4),
            ("Then close it", 4),
            ("If the lamp is red, stop the belt", 4),
            ("In the menu, click Save", 4),
            ("Do not lift the lid", 4),
            ("Review the plan with the lead", 4),
            ("Review and approve the plan", 4),
            ("Carefully lift the lid", 4),
            ("The shift lead checks the receipt", 3),
            ("You count the notes", 3),
            ("HR informs the team", 3),
            ("The ticket is assigned to an agent", 1),
            ("Blank lines are ignored", 1),
            ("Review period", 2),
            ("Review", 1),
            ("Big tills", 0),
            ("Integrity", 0),
        ] {
            assert_eq!(phrasing(text).act, act, "{text}");
        }
    }

    #[test]
    fn other_ways_to_phrase() {
        assert!(phrasing("Float: the start sum").definition);
        assert!(phrasing("Is the drawer shut?").question);
        assert!(phrasing("What happened? Write it down.").question);
        assert!(phrasing("Do not lift the lid").ban);
        assert!(phrasing("Staff must lock the till").duty);
        assert!(phrasing("Big tills").name);
        assert!(phrasing("Closing the till").gerund);
        assert!(!phrasing("Preparation: open the till").definition);
    }
}
