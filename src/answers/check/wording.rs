//! The sentences of a text, and where words stand in the source that it was read from.
//!
//! The text of a unit has lost its markup, so that a place in it is no place in the file:
//! words are looked for again where the unit stands.

use crate::source::Span;
use crate::text::{TokenKind, Tokens, lower};

/// The sentences of a text, and the cells of a row. None is empty.
pub(super) fn sentences(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut start = 0;
    let mut at = 0;
    let mut before: Option<&str> = None;
    for token in Tokens::of(text) {
        let end = at + token.text.len();
        let rest = text.get(end..).unwrap_or_default();
        let ends = match token.text {
            "|" => true,
            ";" | "!" | "?" => rest.starts_with(char::is_whitespace),
            "." => ends_sentence(before.unwrap_or_default(), rest),
            _ => false,
        };
        if ends {
            found.push(&text[start..end]);
            start = end;
        }
        if token.kind != TokenKind::Space {
            before = Some(token.text);
        }
        at = end;
    }
    found.push(&text[start..]);
    found.retain(|sentence| sentence.contains(char::is_alphanumeric));
    found
}

/// Whether a full stop behind a word ends a sentence: "e.g. Slack" goes on.
fn ends_sentence(word: &str, rest: &str) -> bool {
    let next = rest.trim_start();
    let is_apart = next.len() < rest.len() && !next.starts_with(|c: char| c.is_lowercase());
    let is_shortened = word.chars().count() == 1 && !word.chars().all(char::is_numeric);
    rest.trim().is_empty() || (is_apart && !is_shortened)
}

/// Where a run of lower-case words stands in a part of a body; the whole part where they are
/// not found.
pub(super) fn place_of(body: &str, part: Span, words: &[String]) -> Span {
    let source = body.get(part.start..part.end).unwrap_or_default();
    let mut written: Vec<(Span, String)> = Vec::new();
    let mut at = part.start;
    for token in Tokens::of(source) {
        let span = Span::new(at, at + token.text.len());
        at = span.end;
        if matches!(token.kind, TokenKind::Word | TokenKind::Number) {
            written.push((span, lower(token.text).into_owned()));
        }
    }
    let found = (!words.is_empty())
        .then(|| {
            written.windows(words.len()).find(|run| run.iter().zip(words).all(|(a, b)| a.1 == *b))
        })
        .flatten();
    match found {
        Some([(first, _), .., (last, _)]) => Span::new(first.start, last.end),
        Some([(only, _)]) => *only,
        _ => part,
    }
}

/// The first line of a part of a body.
pub(super) fn first_line(body: &str, part: Span) -> Span {
    let text = body.get(part.start..part.end).unwrap_or_default();
    let length = text.find(['\n', '\r']).unwrap_or(text.len());
    Span::new(part.start, part.start + length)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::word_key;

    #[test]
    fn a_shortened_word_ends_no_sentence() {
        assert_eq!(
            sentences("Tell e.g. Slack. Then stop; go on! 2.1 Open it | Lead | | 3 days"),
            ["Tell e.g. Slack.", " Then stop;", " go on!", " 2.1 Open it |", " Lead |", " 3 days"]
        );
        assert!(sentences(" . ").is_empty());
    }

    #[test]
    fn words_are_found_through_markup() {
        let body = "x\n\n- It **must be\n  reviewed** soon.\n";
        let part = Span::new(3, body.len());
        let place = place_of(body, part, &word_key("must be reviewed"));
        assert_eq!(&body[place.start..place.end], "must be\n  reviewed");
        assert_eq!(place_of(body, part, &word_key("never there")), part);
    }
}
