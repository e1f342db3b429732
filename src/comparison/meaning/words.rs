//! The words of a unit as they are compared: what holds, in one spelling.

use std::borrow::Cow;

use crate::document::outline::Unit;
use crate::language::Language;
use crate::text::{TokenKind, Tokens, lower, plain_words};

use super::places::Reread;

/// Stands before and behind struck text.
const STRUCK: &str = "~~";

/// A unit in which struck text and attributes in braces are blank, so that places stay true.
pub(in crate::comparison) fn holding(unit: &Unit) -> Cow<'_, Unit> {
    let attributes = attributes(&unit.text);
    if !is_struck(unit) && attributes.is_empty() {
        return Cow::Borrowed(unit);
    }
    let mut holding = unit.clone();
    let mut text = String::with_capacity(unit.text.len());
    let mut rest = unit.text.as_str();
    while let Some((before, struck)) = rest.split_once(STRUCK)
        && let Some((struck, behind)) = struck.split_once(STRUCK)
    {
        text.push_str(before);
        text.extend(std::iter::repeat_n(' ', struck.len() + 2 * STRUCK.len()));
        rest = behind;
    }
    text.push_str(rest);
    for (start, end) in attributes {
        text.replace_range(start..end, &" ".repeat(end - start));
    }
    holding.text = text;
    Cow::Owned(holding)
}

/// The attributes of pictures and headings, `{ width="40" }`: they say how something looks.
/// What stands in two braces is a place in a template.
fn attributes(text: &str) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(open) = text[from..].find('{').map(|at| from + at) {
        let Some(end) = text[open..].find('}').map(|at| open + at + 1) else { break };
        let inside = text[open + 1..end - 1].trim();
        let is_attribute = inside.contains("=\"") && inside.starts_with(char::is_alphabetic);
        if is_attribute {
            found.push((open, end));
        }
        from = end;
    }
    found
}

/// Whether a part of a unit is struck out.
pub(super) fn is_struck(unit: &Unit) -> bool {
    unit.text.contains(STRUCK)
}

/// The words in lower case and in one spelling. A hyphen and a dash between two words are
/// the same; numbers that lead to the same place as before are as they were.
pub(super) fn words(text: &str, language: Option<&Language>, reread: &Reread) -> Vec<String> {
    let mut words = Vec::new();
    let mut at = 0;
    for token in Tokens::of(text) {
        if matches!(token.kind, TokenKind::Word | TokenKind::Number) {
            let same = reread.same.binary_search_by_key(&at, |(place, _)| *place);
            if let Some((_, before)) = same.ok().and_then(|index| reread.same.get(index)) {
                words.push(before.clone());
            } else {
                let word = lower(token.text);
                let spelt = language.map_or(Cow::Borrowed(&*word), |l| l.spelling(&word));
                let parts = spelt.split('-').filter(|part| !part.is_empty());
                let one_form = |part: &str| {
                    language.map_or_else(|| part.to_owned(), |l| l.spelling(part).into_owned())
                };
                words.extend(parts.map(one_form));
            }
        }
        at += token.text.len();
    }
    words
}

/// Whether two texts differ in more than numbers that lead to the same place as before.
pub(super) fn differ_in_signs(old: &str, new: &str, same: &[(usize, String)]) -> bool {
    let mut as_before = String::with_capacity(new.len());
    let mut from = 0;
    for (at, before) in same {
        let Some(head) = new.get(from..*at) else { return true };
        as_before.push_str(head);
        as_before.push_str(before);
        from = at + Tokens::of(&new[*at..]).next().map_or(0, |token| token.text.len());
    }
    as_before.push_str(new.get(from..).unwrap_or_default());
    old != as_before
}

/// The words of a text, with one sign for every number.
pub(super) fn without_numbers(text: &str) -> Vec<Cow<'_, str>> {
    let is_number = |word: &str| word.starts_with(|c: char| c.is_ascii_digit());
    plain_words(text).map(|word| if is_number(&word) { Cow::Borrowed("#") } else { word }).collect()
}

/// A text before the expected result that ends it, and that result.
pub(super) fn without_result<'t>(text: &'t str, language: &Language) -> (&'t str, &'t str) {
    let ends = text.rmatch_indices(['.', ';', '(', '→']);
    let mut begun = ends.filter(|(at, sign)| {
        *sign == "→" || language.announces_result(text[at + sign.len()..].trim_start())
    });
    begun.next().map_or((text, ""), |(at, _)| text.split_at(at))
}
