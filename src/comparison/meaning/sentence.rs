//! A little grammar: the sentences of a text, where an act begins in one, and its verb.
//!
//! Works with word lists and is no parser of English: it is right about most sentences of
//! procedures, and says nothing where it finds no verb.

use crate::language::{Language, Obligation, WordClass};
use crate::text::{TokenKind, Tokens, plain};

use super::unmarked::{is_address, single_words};

/// A subject has fewer words.
const FARTHEST: usize = 10;

/// A label that says who acts has no more words.
const LONGEST_LABEL: usize = 5;

/// A word of a sentence.
#[expect(clippy::struct_excessive_bools, reason = "a word can be several things at once")]
#[derive(Debug)]
pub(super) struct Word {
    /// In lower case.
    pub(super) text: String,
    /// Whether a comma, a bracket or another sign stands behind it.
    pub(super) ends: bool,
    pub(super) is_number: bool,
    /// Whether a colon or a dash stands behind it.
    pub(super) is_label: bool,
    /// Whether it is written in capital letters: `IT`.
    pub(super) is_capital: bool,
    pub(super) is_address: bool,
}

impl Word {
    fn of(written: &str, is_number: bool) -> Self {
        let is_capital = written.len() > 1 && written.chars().all(char::is_uppercase);
        Self {
            text: plain(written),
            ends: false,
            is_number,
            is_label: false,
            is_capital,
            is_address: is_address(written),
        }
    }

    /// Whether it ends the name of somebody who acts.
    pub(super) fn is_actor(&self, language: &Language) -> bool {
        let text = self.text.as_str();
        language.is_role(text)
            || language.is(WordClass::Actor, text)
            || (self.is_capital && text == "it")
    }
}

/// The sentences of a text and the cells of a row; none is empty. An address, a path of
/// menus and a combination of keys are one word.
pub(super) fn sentences(text: &str, language: &Language) -> Vec<Vec<Word>> {
    let mut sentences: Vec<Vec<Word>> = Vec::new();
    let mut open: Vec<Word> = Vec::new();
    let tokens: Vec<_> = Tokens::of(text).collect();
    let mut singles = single_words(text, language).into_iter().peekable();
    let (mut at, mut behind_single) = (0, 0);
    for (index, token) in tokens.iter().enumerate() {
        let begins = at;
        at += token.text.len();
        if begins < behind_single {
            continue;
        }
        while singles.next_if(|(start, _)| *start < begins).is_some() {}
        if let Some((start, end)) = singles.next_if(|(start, _)| *start == begins) {
            let single = text.get(start..end).unwrap_or(token.text);
            open.push(Word::of(single, false));
            behind_single = end;
            continue;
        }
        match token.kind {
            TokenKind::Word | TokenKind::Number => {
                open.push(Word::of(token.text, token.kind == TokenKind::Number));
            }
            TokenKind::Mark => {
                let is_sign = matches!(
                    token.text,
                    "," | ";" | ":" | "." | "!" | "?" | "(" | ")" | "–" | "—" | "|"
                );
                if let Some(last) = open.last_mut() {
                    last.ends |= is_sign;
                    last.is_label |= matches!(token.text, ":" | "–" | "—");
                }
                let begins_another = tokens.get(index + 1).is_none_or(|blank| {
                    let next = tokens.get(index + 2);
                    let is_capital =
                        next.is_none_or(|next| next.text.starts_with(char::is_uppercase));
                    blank.kind == TokenKind::Space && is_capital
                });
                let ends = matches!(token.text, "." | ";" | "!" | "?") && begins_another;
                if (ends || token.text == "|") && !open.is_empty() {
                    sentences.push(std::mem::take(&mut open));
                }
            }
            TokenKind::Space => {}
        }
    }
    if !open.is_empty() {
        sentences.push(open);
    }
    sentences
}

/// Where the act of a sentence begins: behind words such as "then" and behind a condition.
pub(super) fn begins(words: &[Word], language: &Language) -> usize {
    let skip = |mut at: usize| {
        while words.get(at).is_some_and(|word| {
            language.is(WordClass::Lead, &word.text)
                || (word.text.ends_with("ly") && !language.is_verb(&word.text))
                || matches!(word.text.as_str(), "not" | "do" | "don't" | "never")
        }) {
            at += 1;
        }
        at
    };
    // "Night guard: lock the gate."
    let label = words.iter().take(LONGEST_LABEL).position(|word| word.is_label);
    let label = label.filter(|at| words[*at].is_actor(language) && *at + 1 < words.len());
    let from = skip(label.map_or(0, |at| at + 1));
    let is_condition =
        words.get(from).is_some_and(|word| language.is(WordClass::Condition, &word.text));
    if !is_condition {
        return from;
    }
    let before_last = words.len().saturating_sub(1);
    let comma = words[..before_last].iter().skip(from).position(|word| word.ends);
    match comma {
        Some(comma) => skip(from + comma + 1),
        // "Every owner signs": what could begin a condition is a subject.
        None if language.is(WordClass::Determiner, &words[from].text) => from,
        None => words.len(),
    }
}

/// Where somebody or something is said to do something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Predicate {
    /// Behind the subject: the verb, or what stands before it, such as "must". Of an order,
    /// which has no subject, the verb.
    pub(super) begins: usize,
    /// The verb, where it is known.
    pub(super) verb: Option<usize>,
}

/// The predicate of a sentence whose act begins at `from`: of an order, or behind who acts.
pub(super) fn predicate(words: &[Word], from: usize, language: &Language) -> Option<Predicate> {
    let first = words.get(from)?;
    let told = told(words, from, language);
    if !language.is_verb(&first.text) {
        return told;
    }
    // "Support must answer": a verb that is a noun begins the name of a role.
    let is_noun = language.is_also_noun(&first.text) || first.is_actor(language);
    let is_subject = |told: &Predicate| is_noun && words[told.begins - 1].is_actor(language);
    Some(told.filter(is_subject).unwrap_or(Predicate { begins: from, verb: Some(from) }))
}

/// The predicate behind a subject, which has at least one word.
fn told(words: &[Word], from: usize, language: &Language) -> Option<Predicate> {
    let sentence: Vec<String> =
        words.iter().take(from + FARTHEST + 5).map(|word| word.text.clone()).collect();
    for at in from + 1..sentence.len().min(from + FARTHEST) {
        let text = sentence[at].as_str();
        let behind = &sentence[at..(at + 5).min(sentence.len())];
        let begins_here = |duty: &Obligation| duty.phrase.split(' ').next() == Some(text);
        let auxiliaries = match language.obligations(behind).first().filter(|d| begins_here(d)) {
            Some(duty) => duty.phrase.split(' ').count(),
            None if matches!(text, "will" | "can" | "is" | "are") => 1,
            None => 0,
        };
        if auxiliaries > 0 {
            let mut verb = at + auxiliaries;
            while sentence.get(verb).is_some_and(|word| {
                matches!(word.as_str(), "not" | "be" | "then" | "also") || word.ends_with("ly")
            }) {
                verb += 1;
            }
            let is_verb = |word: &String| language.is_verb(&language.verb_base(word));
            let verb = sentence.get(verb).filter(|word| is_verb(word)).map(|_| verb);
            return Some(Predicate { begins: at, verb });
        }
        let before = &sentence[at - 1];
        let is_name = language.is(WordClass::Determiner, before)
            || language.is(WordClass::Preposition, before);
        if language.is_third_person(text) && !language.is_role(text) && !is_name {
            return Some(Predicate { begins: at, verb: Some(at) });
        }
    }
    None
}
