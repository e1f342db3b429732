//! Lines of a text, their ends and their indentation.

use crate::source::{Span, Spanned};

/// Where the first line begins: behind a byte-order mark.
pub(super) fn first_line(text: &str) -> usize {
    text.len() - text.strip_prefix('\u{feff}').unwrap_or(text).len()
}

/// Where the line begins that holds the byte at `at`.
pub(super) fn line_start(text: &str, at: usize) -> usize {
    let found = text.get(..at).and_then(|before| before.rfind('\n'));
    found.map_or_else(|| first_line(text), |found| found + 1)
}

/// Where the line ends that holds the byte at `at`: behind its line break, if it has one.
pub(super) fn line_end(text: &str, at: usize) -> usize {
    let rest = text.get(at..).unwrap_or_default();
    rest.find('\n').map_or(text.len(), |found| at + found + 1)
}

/// Where the line break begins that ends the line with the byte at `at`.
pub(super) fn content_end(text: &str, at: usize) -> usize {
    let start = line_start(text, at);
    let line = text.get(start..line_end(text, at)).unwrap_or_default();
    start + line.trim_end_matches(['\n', '\r']).len()
}

/// The line break of the line with the byte at `at`, else of the first line that has
/// one, else `otherwise`.
pub(super) fn line_break<'t>(text: &'t str, at: usize, otherwise: &'t str) -> &'t str {
    let own = text.get(content_end(text, at)..line_end(text, at)).unwrap_or_default();
    if !own.is_empty() {
        return own;
    }
    let first = text.get(content_end(text, 0)..line_end(text, 0)).unwrap_or_default();
    if first.is_empty() { otherwise } else { first }
}

/// The blanks before the first character of the line with the byte at `at`.
pub(super) fn indent(text: &str, at: usize) -> &str {
    let line = text.get(line_start(text, at)..).unwrap_or_default();
    let blanks = line.len() - line.trim_start_matches([' ', '\t']).len();
    line.get(..blanks).unwrap_or_default()
}

/// Whether nothing but blanks stands before the byte at `at` on its line.
pub(super) fn begins_its_line(text: &str, at: usize) -> bool {
    let before = text.get(line_start(text, at)..at).unwrap_or_default();
    before.trim_matches([' ', '\t']).is_empty()
}

/// The lines from `start` on, with their line breaks and places.
pub(super) fn lines_from(text: &str, start: usize) -> impl Iterator<Item = Spanned<&str>> {
    let mut at = start;
    text.get(start..).unwrap_or_default().split_inclusive('\n').map(move |line| {
        let span = Span::new(at, at + line.len());
        at = span.end;
        Spanned::new(line, span)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_end_as_they_are_written() {
        let text = "a: 1\r\n  b: 2\nc: 3";
        assert_eq!([line_start(text, 8), line_end(text, 8), content_end(text, 8)], [6, 13, 12]);
        assert_eq!([line_end(text, 14), content_end(text, 0)], [17, 4]);
        assert_eq!(line_break(text, 0, "?"), "\r\n");
        assert_eq!([line_break(text, 8, "?"), line_break(text, 15, "?")], ["\n", "\r\n"]);
        assert_eq!([line_break("x", 0, "?"), indent(text, 9)], ["?", "  "]);
        assert!(begins_its_line(text, 8) && !begins_its_line(text, 9));
    }
}
