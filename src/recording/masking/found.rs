//! Secrets inside a longer text: where they stand, and the text without them.

use crate::recording::model::SecretKind;
use crate::source::Span;
use crate::text::secrets;

use super::{addresses, values};

/// What stands in the place of a secret.
pub(super) const MASK: &str = "(masked)";

/// A secret inside a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Found {
    pub(super) span: Span,
    pub(super) kind: SecretKind,
}

impl Found {
    pub(super) const fn new(start: usize, end: usize, kind: SecretKind) -> Self {
        Self { span: Span::new(start, end), kind }
    }
}

/// The secrets in words that people read: names, titles, messages.
pub(super) fn in_words(text: &str) -> Vec<Found> {
    let mut found: Vec<Found> = secrets(text)
        .into_iter()
        .map(|secret| Found { span: secret.span, kind: SecretKind::Token })
        .collect();
    for (start, word) in pieces(text, char::is_whitespace) {
        if word.contains("://") {
            let inside = addresses::found(word).into_iter();
            found.extend(inside.map(|one| Found { span: one.span.shifted(start), ..one }));
        } else if let Some(kind) = values::word(word) {
            found.push(Found::new(start, start + word.len(), kind));
        }
    }
    let ends_number = |c: char| !(c.is_ascii_digit() || " -+()".contains(c));
    for (start, run) in pieces(text, ends_number) {
        let number = run.trim();
        if let Some(kind) = values::number(number) {
            let start = start + (run.len() - run.trim_start().len());
            found.push(Found::new(start, start + number.len(), kind));
        }
    }
    found
}

/// The parts of a text between characters that end one, with where they begin.
pub(super) fn pieces(
    text: &str,
    ends: impl Fn(char) -> bool,
) -> impl Iterator<Item = (usize, &str)> {
    let mut start = 0;
    text.split(ends).filter_map(move |piece| {
        let at = start;
        // Behind each piece stands one character that ended it.
        let behind = at + piece.len();
        let width =
            text.get(behind..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
        start = behind + width;
        (!piece.is_empty()).then_some((at, piece))
    })
}

/// The text with the mask in the place of what was found.
pub(super) fn without(text: &str, found: &[Found]) -> String {
    let mut spans: Vec<Span> = found.iter().map(|one| one.span).collect();
    spans.sort_unstable();
    let mut masked = String::with_capacity(text.len());
    let mut end = 0;
    for span in spans {
        if span.start >= end {
            masked.push_str(text.get(end..span.start).unwrap_or_default());
            masked.push_str(MASK);
        }
        end = end.max(span.end);
    }
    masked.push_str(text.get(end..).unwrap_or_default());
    masked
}

#[cfg(test)]
mod tests {
    use super::*;

    fn masked(text: &str) -> String {
        without(text, &in_words(text))
    }

    #[test]
    fn what_people_read_loses_what_nobody_may_read() {
        assert_eq!(masked("Signed in as jo@example.org."), "Signed in as (masked)");
        assert_eq!(masked("Card 4111 1111 1111 1111 saved"), "Card (masked) saved");
        assert_eq!(
            masked("see https://a.example/x?token=abc now"),
            "see https://a.example/x?token=(masked) now"
        );
        assert_eq!(masked("Order 4711, 3 items, 12.50 EUR"), "Order 4711, 3 items, 12.50 EUR");
        assert_eq!(masked("é ü ghp_a8Gk2LmPq9RsTuVw ß"), "é ü (masked) ß");
    }
}
