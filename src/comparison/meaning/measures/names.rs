//! Numbers that are names or addresses, and therefore no amounts.

use crate::document::blocks::MarkKind;
use crate::document::outline::Unit;
use crate::language::{Language, WordClass};
use crate::text::{Token, TokenKind, plain, tokens};

/// Shorter runs of digits are no telephone number, unless a word says that they are one.
const LEAST_DIGITS: usize = 7;
/// The most digits of a telephone number (ITU-T E.164).
const MOST_DIGITS: usize = 15;

/// The ranges of a text, in bytes and in order, that are names and not amounts, whatever
/// digits they have: addresses, paths, file names, `#12`, telephone numbers.
pub(super) fn names(text: &str, language: &Language) -> Vec<(usize, usize)> {
    let start_of = |word: &str| word.as_ptr().addr() - text.as_ptr().addr();
    let words = text.split_whitespace().filter(|word| is_name(word, language));
    let mut names: Vec<(usize, usize)> =
        words.map(|word| (start_of(word), start_of(word) + word.len())).collect();
    names.extend(phones(text, language));
    names.sort_unstable();
    names
}

/// The ranges of code that is more than an amount.
pub(super) fn named_code(unit: &Unit, language: &Language) -> Vec<(usize, usize)> {
    let codes = unit.marks.iter().filter(|mark| mark.kind == MarkKind::Code);
    let named = codes.filter(|mark| {
        let code = unit.text.get(mark.start..mark.end).unwrap_or_default();
        !is_amount(code, language)
    });
    named.map(|mark| (mark.start, mark.end)).collect()
}

/// The telephone numbers of a text: where they stand, in bytes.
pub(in crate::comparison::meaning) fn phones(
    text: &str,
    language: &Language,
) -> Vec<(usize, usize)> {
    let tokens = tokens(text);
    let mut found = Vec::new();
    let (mut index, mut at) = (0, 0);
    let mut word_before = String::new();
    while let Some(first) = tokens.get(index) {
        if first.kind != TokenKind::Number && !matches!(first.text, "+" | "(") {
            if first.kind == TokenKind::Word {
                word_before = plain(first.text);
            } else if matches!(first.text, "," | ";" | "|") {
                word_before.clear();
            }
            at += first.text.len();
            index += 1;
            continue;
        }
        let run = tokens[index..].iter().take_while(|token| match token.kind {
            TokenKind::Number => !token.text.contains(['.', ',', ':']),
            TokenKind::Mark => matches!(token.text, "+" | "(" | ")" | "-" | "–" | "/"),
            TokenKind::Space => token.text == " ",
            TokenKind::Word => false,
        });
        let run: Vec<Token<'_>> = run.copied().collect();
        let end = run.iter().rposition(|token| token.kind == TokenKind::Number);
        let number = &run[..end.map_or(0, |end| end + 1)];
        let length: usize = number.iter().map(|token| token.text.len()).sum();
        let is_called = language.is(WordClass::Phone, &word_before)
            && (word_before == "dial"
                || tokens
                    .get(index + number.len())
                    .is_none_or(|next| next.kind == TokenKind::Mark));
        let mut taken = run.len().max(1);
        if is_phone(number, is_called) {
            found.push((at, at + length));
            taken = number.len();
        }
        at += tokens[index..index + taken].iter().map(|token| token.text.len()).sum::<usize>();
        index += taken;
        word_before.clear();
    }
    found
}

fn is_phone(number: &[Token<'_>], is_called: bool) -> bool {
    let text: String = number.iter().map(|token| token.text).collect();
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let is_date = number.len() == 1 && text.len() <= 10 && text.matches(['-', '/']).count() == 2;
    // As North America writes them: 555-010-0199.
    let groups: Vec<usize> = text.split('-').map(str::len).collect();
    let is_grouped = groups == [3, 3, 4] && digits == 10;
    let begins_as_one = text.starts_with(['+', '0', '(']) && text.contains([' ', '-', '/', '–']);
    !is_date
        && digits <= MOST_DIGITS
        && (is_grouped || (begins_as_one && digits >= LEAST_DIGITS) || (is_called && digits >= 3))
}

fn is_name(word: &str, language: &Language) -> bool {
    let word = word.trim_matches(|c: char| "()[]{}<>,;:!?\"'“”‘’".contains(c));
    let word = word.trim_end_matches('.');
    let begins_with = |c: fn(char) -> bool| word.chars().next().is_some_and(c);
    let has_dotted_letter =
        word.split('.').skip(1).any(|part| part.starts_with(char::is_alphabetic));
    let is_path = word.contains('/')
        && word.contains(char::is_alphabetic)
        && begins_with(|c| c.is_alphabetic() || matches!(c, '.' | '/' | '~'));
    word.contains("://")
        || word.starts_with("www.")
        || word.contains(['@', '_', '#'])
        || has_dotted_letter
        || is_path
        || (begins_with(char::is_alphabetic) && word.contains('.'))
        || is_pair_of_labels(word, language)
        || is_citation(word)
}

/// `164.308(a)(1)`: a number with short marks in brackets, as laws count their parts.
fn is_citation(word: &str) -> bool {
    let parts = word.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
    let Some(marks) = parts.strip_prefix('(').filter(|_| parts.len() < word.len()) else {
        return false;
    };
    // The bracket that ends the word was taken for a sign behind it.
    let first = marks.split(')').next().unwrap_or_default();
    let is_roman = !first.is_empty() && first.chars().all(|c| matches!(c, 'i' | 'v' | 'x'));
    is_roman || (first.chars().count() == 1 && first.chars().all(char::is_alphanumeric))
}

/// `12R/30L`: digits with a letter on both sides of a slash, where a letter is no unit.
fn is_pair_of_labels(word: &str, language: &Language) -> bool {
    let Some((first, second)) = word.split_once('/') else { return false };
    let letters = |part: &str| -> Option<String> {
        let letters = part.trim_start_matches(|c: char| c.is_ascii_digit());
        let is_label = letters.len() < part.len() && letters.chars().all(char::is_alphabetic);
        (is_label && !letters.is_empty()).then(|| letters.to_owned())
    };
    let is_unit = |letters: &String| language.is_unit(letters) || language.is_unit(&plain(letters));
    matches!((letters(first), letters(second)), (Some(a), Some(b)) if !is_unit(&a) || !is_unit(&b))
}

/// Whether code is an amount and nothing else: `100`, `-5 °C`.
fn is_amount(code: &str, language: &Language) -> bool {
    let mut has_number = false;
    for token in tokens(code) {
        match token.kind {
            TokenKind::Number => has_number = true,
            TokenKind::Word if !language.is_unit(token.text) => return false,
            TokenKind::Mark
                if !super::amounts::is_lead(token.text) && !matches!(token.text, "%" | "°") =>
            {
                return false;
            }
            _ => {}
        }
    }
    has_number
}

/// Whether a number has two dots or more, as versions do and dates do not: `1.2.3`.
pub(super) fn is_dotted(number: &str) -> bool {
    let parts: Vec<&str> = number.split('.').collect();
    let is_date = matches!(parts[..], [day, month, year]
        if day.len() <= 2 && month.len() <= 2 && matches!(year.len(), 2 | 4) && day.len() + month.len() + year.len() > 5);
    parts.len() > 2 && !is_date
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn telephone_numbers_are_known() {
        for (text, number) in [
            ("Call +49 30 901820 at night.", Some("+49 30 901820")),
            ("Ana, 555-010-0199, office", Some("555-010-0199")),
            ("Dial 112.", Some("112")),
            ("Dial 112 immediately.", Some("112")),
            ("The desk has (030) 90 18 20.", Some("(030) 90 18 20")),
            ("Call 20 people.", None),
            ("Pay on 01/02/2026.", None),
            ("Store 1000000 rows.", None),
            ("Add +3 to it.", None),
        ] {
            let found = phones(text, Language::english());
            let found: Vec<&str> = found.iter().map(|(start, end)| &text[*start..*end]).collect();
            assert_eq!(found, number.into_iter().collect::<Vec<_>>(), "{text}");
        }
    }
}
