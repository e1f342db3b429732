//! What a step or a statement holds: targets, values, limits, roles, duty, actor.
//!
//! Computed when asked for, from the words and marks of one unit. What changed between
//! two of them is for the comparison.

use crate::document::blocks::{Mark, MarkKind};
use crate::language::{Language, Obligation};
use crate::source::Span;
use crate::text::{Token, TokenKind, plain, tokens, word_key};

use super::phrasing::Phrasing;
use super::{Outline, Unit, UnitKind};

/// What the hand or the eye looks for: bold words, code and words in quotation marks,
/// in the order of the text. Code is as written; punctuation at the end of bold words
/// is not what they name.
#[must_use]
pub fn targets(unit: &Unit) -> Vec<String> {
    let marked = unit.marks.iter().filter_map(|mark| {
        let text = unit.text.get(mark.start..mark.end)?;
        match mark.kind {
            MarkKind::Code => Some((mark.start, text.to_owned())),
            MarkKind::Strong => {
                let name = text.trim_end_matches(['.', ',', ':', ';']);
                Some((mark.start, name.to_owned()))
            }
            MarkKind::Link(_) | MarkKind::Footnote(_) => None,
        }
    });
    let mut found: Vec<(usize, String)> = marked.chain(quoted(&unit.text)).collect();
    found.sort();
    let mut names: Vec<String> = Vec::with_capacity(found.len());
    for (_, name) in found {
        if !name.trim().is_empty() && !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

/// Words between quotation marks, with their places.
fn quoted(text: &str) -> impl Iterator<Item = (usize, String)> + '_ {
    const PAIRS: [(char, char); 4] = [('"', '"'), ('“', '”'), ('«', '»'), ('„', '“')];
    let mut from = 0;
    std::iter::from_fn(move || {
        loop {
            let rest = text.get(from..)?;
            let (at, open) = rest.char_indices().find(|(_, c)| PAIRS.iter().any(|p| p.0 == *c))?;
            let start = from + at + open.len_utf8();
            let close = PAIRS.iter().find(|pair| pair.0 == open).map(|pair| pair.1)?;
            let Some(length) = text[start..].find(close) else {
                from = start;
                continue;
            };
            from = start + length + close.len_utf8();
            // `5" pipe, 6" pipe`: a mark behind a digit is one of inches.
            let is_inch = open == '"' && text[..start - 1].ends_with(|c: char| c.is_ascii_digit());
            let name = text[start..start + length].trim();
            if !is_inch && !name.is_empty() && name.chars().count() <= 80 {
                return Some((start, name.to_owned()));
            }
        }
    })
}

/// What is to be entered or opened: addresses that the text spells out or links to, and
/// what stands behind a verb of entering (`enter 500`, `set … to 20`).
#[must_use]
pub fn values(unit: &Unit) -> Vec<String> {
    let mut found = addresses(&unit.text);
    for mark in &unit.marks {
        if let MarkKind::Link(destination) = &mark.kind
            && destination.contains("://")
            && !found.contains(destination)
        {
            found.push(destination.clone());
        }
    }
    for value in entered(unit) {
        if !found.contains(&value) {
            found.push(value);
        }
    }
    found
}

/// The addresses that a text spells out.
fn addresses(text: &str) -> Vec<String> {
    let words = text.split_whitespace().filter_map(|word| {
        let at = word.find("https://").or_else(|| word.find("http://"))?;
        Some(word[at..].trim_end_matches(['.', ',', ';', ':', ')', '>', ']', '"', '\'', '”']))
    });
    words.map(str::to_owned).collect()
}

/// Marked or numeric values behind a verb of entering.
fn entered(unit: &Unit) -> Vec<String> {
    const ENTER: [&str; 9] =
        ["enter", "type", "input", "set", "paste", "choose", "select", "fill", "key"];
    let words = tokens(&unit.text);
    let mut at = 0;
    let mut is_entered = false;
    let mut found = Vec::new();
    for token in &words {
        match token.kind {
            TokenKind::Word => {
                let word = plain(token.text);
                is_entered |= ENTER.contains(&word.as_str());
                let marked = unit
                    .marks
                    .iter()
                    .find(|mark| mark.start == at && mark.kind == MarkKind::Code && is_entered);
                if let Some(value) = marked.and_then(|mark| unit.text.get(mark.start..mark.end)) {
                    found.push(value.to_owned());
                }
            }
            TokenKind::Number if is_entered => found.push(token.text.to_owned()),
            TokenKind::Mark if matches!(token.text, "." | ";" | "!" | "?") => is_entered = false,
            _ => {}
        }
        at += token.text.len();
    }
    found
}

/// Numbers with their units, durations, dates and percentages, as written.
#[must_use]
pub fn limits(unit: &Unit, language: &Language) -> Vec<String> {
    const COMPARING: [&str; 6] = ["<", ">", "≤", "≥", "±", "~"];
    let tokens = tokens(&unit.text);
    let mut found = Vec::new();
    for (index, token) in tokens.iter().enumerate() {
        if token.kind != TokenKind::Number {
            continue;
        }
        let before = tokens[..index].iter().rev().find(|token| token.kind != TokenKind::Space);
        let lead = before.filter(|before| {
            COMPARING.contains(&before.text)
                || matches!(before.text, "€" | "$" | "£" | "¥")
                || (language.is_unit(before.text) && before.text.len() == 3)
        });
        let behind = unit_behind(&tokens[index + 1..], language);
        let is_date = token.text.matches(['-', '/']).count() == 2;
        let is_time = token.text.contains(':');
        if lead.is_none() && behind.is_none() && !is_date && !is_time {
            continue;
        }
        let lead = lead.map_or(String::new(), |lead| match lead.kind {
            TokenKind::Word => format!("{} ", lead.text),
            _ => lead.text.to_owned(),
        });
        found.push(format!("{lead}{}{}", token.text, behind.unwrap_or_default()));
    }
    found
}

fn unit_behind(behind: &[Token<'_>], language: &Language) -> Option<String> {
    let blank = usize::from(behind.first().is_some_and(|token| token.kind == TokenKind::Space));
    let first = behind.get(blank)?;
    let gap = if blank == 1 { " " } else { "" };
    if first.text == "°" {
        let scale = behind.get(blank + 1).filter(|token| token.kind == TokenKind::Word);
        return Some(format!("{gap}°{}", scale.map_or("", |scale| scale.text)));
    }
    let is_unit = matches!(first.text, "%" | "‰" | "€" | "$" | "£" | "′" | "″" | "℃" | "℉")
        || (first.kind == TokenKind::Word
            && (language.is_unit(first.text) || language.is_unit(&plain(first.text))));
    is_unit.then(|| format!("{gap}{}", first.text))
}

/// The roles that a unit names, in lower case, each once.
#[must_use]
pub fn roles(unit: &Unit, language: &Language) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for role in roles_in(&unit.text, language) {
        if !found.contains(&role.name) {
            found.push(role.name);
        }
    }
    found
}

/// A role in a text.
struct Role {
    name: String,
    /// How many words, marks and numbers stand before it.
    place: usize,
}

/// Up to two words before a word that ends a role, and that word.
fn roles_in(text: &str, language: &Language) -> Vec<Role> {
    let tokens: Vec<_> = tokens(text).into_iter().filter(|t| t.kind != TokenKind::Space).collect();
    let mut found = Vec::new();
    for (index, token) in tokens.iter().enumerate() {
        let last = plain(token.text);
        let ends_role = token.kind == TokenKind::Word && language.is_role(&last);
        let goes_on = tokens.get(index + 1).is_some_and(|next| language.is_role(&plain(next.text)));
        if !ends_role || goes_on {
            continue;
        }
        let mut from = index;
        while from > 0 && index - from < 2 && is_role_part(tokens[from - 1].text, language) {
            from -= 1;
        }
        let words: Vec<String> = tokens[from..=index].iter().map(|t| plain(t.text)).collect();
        found.push(Role { name: words.join(" "), place: from });
    }
    found
}

/// Whether a word can stand inside a role's name: not an article, verb or preposition.
fn is_role_part(word: &str, language: &Language) -> bool {
    const NEVER: [&str; 34] = [
        "the", "a", "an", "of", "to", "by", "with", "and", "or", "for", "in", "on", "from", "is",
        "are", "each", "every", "any", "all", "your", "our", "their", "this", "that", "another",
        "second", "must", "should", "may", "shall", "as", "at", "if", "when",
    ];
    let lower = plain(word);
    word.chars().all(|c| c.is_alphabetic() || c == '-')
        && !NEVER.contains(&lower.as_str())
        && (!language.is_verb(&lower) || language.is_role(&lower))
}

/// The first duty that a unit states: `must`, `should not`, with its strength.
#[must_use]
pub fn obligation(unit: &Unit, language: &Language) -> Option<Obligation> {
    language.obligations(&word_key(&unit.text)).into_iter().next()
}

/// Whether a unit tells its reader to do something: its first sentence is an order.
#[must_use]
pub fn is_order(unit: &Unit, language: &Language) -> bool {
    orders(&unit.text, &unit.marks, language)
}

/// As [`is_order`], of a part of the unit's text: one of its sentences. A part that is none of
/// the text orders nothing.
#[must_use]
pub fn is_order_within(unit: &Unit, part: Span, language: &Language) -> bool {
    let text = unit.text.get(part.start..part.end).unwrap_or_default();
    let inside = unit.marks.iter().filter(|mark| mark.start >= part.start && mark.end <= part.end);
    let marks: Vec<Mark> = inside
        .map(|mark| Mark {
            kind: mark.kind.clone(),
            start: mark.start - part.start,
            end: mark.end - part.start,
        })
        .collect();
    orders(text, &marks, language)
}

fn orders(text: &str, marks: &[Mark], language: &Language) -> bool {
    /// What [`Phrasing`] gives to an order, and to nothing else.
    const ORDER: u8 = 4;
    let phrasing = Phrasing::of(text, marks, language);
    phrasing.act == ORDER && !phrasing.ban
}

/// Who acts: the role that stands before the verb of the first sentence. For a
/// statement, before its obligation; "you" and orders have no actor of their own.
#[must_use]
pub fn actor(unit: &Unit, language: &Language) -> Option<String> {
    let words: Vec<String> = tokens(&unit.text)
        .into_iter()
        .filter(|token| token.kind != TokenKind::Space)
        .map(|token| plain(token.text))
        .collect();
    let sentence = words.iter().position(|word| matches!(word.as_str(), "." | ";" | "!" | "?"));
    let sentence = &words[..sentence.unwrap_or(words.len())];
    let verb = (0..sentence.len()).find(|at| {
        let behind = &sentence[*at..(at + 5).min(sentence.len())];
        let binds = language.obligations(behind).first().is_some_and(|duty| {
            duty.phrase.split(' ').next() == behind.first().map(String::as_str)
        });
        binds
            || (*at > 0 && sentence[*at] == "will")
            || (*at > 0
                && language.is_third_person(&sentence[*at])
                && !language.is_role(&sentence[*at]))
    })?;
    let roles = roles_in(&unit.text, language).into_iter();
    let mut before = roles.filter(|role| role.place < verb);
    before.next_back().filter(|role| verb - role.place <= 6).map(|role| role.name)
}

impl Outline {
    /// What a step should lead to: the unit inside it that says so, or what stands
    /// behind a label in its own text (`…; result: the lamp is green`).
    #[must_use]
    pub fn expected_result(&self, step: usize, language: &Language) -> Option<String> {
        let unit = self.units.get(step)?;
        let inside = self.units[step + 1..].iter();
        let mut inside = inside.take_while(|inner| inner.depth > unit.depth);
        let below = inside
            .find(|inner| inner.parent == Some(step) && inner.kind == UnitKind::ExpectedResult);
        if let Some(below) = below {
            return below.text.split_once(':').map(|(_, result)| result.trim().to_owned());
        }
        let (at, _) = unit.text.rmatch_indices(['.', ';', '(', '→']).find(|(at, sign)| {
            let rest = unit.text[at + sign.len()..].trim_start();
            *sign == "→" || language.announces_result(rest)
        })?;
        let rest = unit.text[at..].trim_start_matches(['.', ';', '(', '→', ' ']);
        let result = match rest.split_once(':') {
            Some((_, result)) if language.announces_result(rest) => result,
            _ => rest,
        };
        let result = result.trim().trim_end_matches(')');
        (!result.is_empty()).then(|| result.to_owned())
    }

    /// The notes and warnings that belong to a step.
    pub fn notes(&self, step: usize) -> impl Iterator<Item = &Unit> {
        let depth = self.units.get(step).map_or(usize::MAX, |unit| unit.depth);
        let inside = self.units.iter().skip(step + 1);
        let inside = inside.take_while(move |inner| inner.depth > depth);
        inside.filter(move |inner| {
            inner.parent == Some(step) && matches!(inner.kind, UnitKind::Note | UnitKind::Warning)
        })
    }
}
