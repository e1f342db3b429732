//! A text rewritten line by line, with a way back to places in the original.
//!
//! Some conventions of Markdown are told by lines: an indented body behind a marker,
//! a template tag, a byte-order mark. They are rewritten before the text is parsed,
//! and what the parser says of the rewritten text is carried back to the original.
//! This module knows no convention; it only rewrites and remembers.

use std::borrow::Cow;

use crate::source::Span;

/// A rewritten text, each place of which has a place in the original.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Relined<'t> {
    text: Cow<'t, str>,
    /// By their start in `text`; none where the text is the original.
    pieces: Vec<Piece>,
}

/// A run of the rewritten text, up to the start of the next piece.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Piece {
    start: usize,
    /// The offset in the original of a copied run's first byte, or the offset at
    /// which an inserted run was put.
    original: usize,
    copied: bool,
}

impl<'t> Relined<'t> {
    /// A text that needs no rewriting.
    #[must_use]
    pub const fn unchanged(text: &'t str) -> Self {
        Self { text: Cow::Borrowed(text), pieces: Vec::new() }
    }

    /// The rewritten text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Where a span of the rewritten text stands in the original; order is kept.
    ///
    /// What lies between two copied runs and was dropped belongs to a span that
    /// covers both. A span of inserted text alone is empty in the original.
    #[must_use]
    pub fn original(&self, span: Span) -> Span {
        if self.pieces.is_empty() {
            return span;
        }
        let start = self.original_offset(span.start);
        let end = match span.end.checked_sub(1).filter(|last| *last >= span.start) {
            Some(last) => {
                let piece = self.piece_at(last);
                if piece.copied {
                    piece.original + (span.end - piece.start)
                } else {
                    piece.original
                }
            }
            None => start,
        };
        Span::new(start, end.max(start))
    }

    fn original_offset(&self, offset: usize) -> usize {
        let piece = self.piece_at(offset);
        if piece.copied { piece.original + (offset - piece.start) } else { piece.original }
    }

    fn piece_at(&self, offset: usize) -> Piece {
        let behind = self.pieces.partition_point(|piece| piece.start <= offset);
        self.pieces[behind.saturating_sub(1)]
    }

    /// The same text, with places in the text that `below` was made of: `below.text()`
    /// must be the original of this one.
    #[must_use]
    pub fn over(self, below: &Relined<'_>) -> Self {
        if self.pieces.is_empty() {
            return Relined { text: self.text, pieces: below.pieces.clone() };
        }
        if below.pieces.is_empty() {
            return self;
        }
        let mut pieces = Pieces::default();
        let ends = self.pieces.iter().skip(1).map(|next| next.start).chain([self.text.len()]);
        for (piece, end) in self.pieces.iter().zip(ends) {
            if !piece.copied {
                pieces.inserted(piece.start, below.original_offset(piece.original));
                continue;
            }
            // A copied run may have been made of several runs below.
            let last = piece.original + (end - piece.start);
            let mut at = piece.original;
            let mut under = below.pieces.partition_point(|under| under.start <= at) - 1;
            while at < last {
                let run = below.pieces[under];
                let start = piece.start + (at - piece.original);
                if run.copied {
                    pieces.copied(start, run.original + (at - run.start));
                } else {
                    pieces.inserted(start, run.original);
                }
                under += 1;
                at = below.pieces.get(under).map_or(last, |next| next.start);
            }
        }
        Relined { text: self.text, pieces: pieces.0 }
    }
}

/// Writes a [`Relined`] text, from the first line of the original to the last.
///
/// Lines end as LF in what is written. Whatever is not copied is dropped.
#[derive(Debug)]
pub struct Relining<'t> {
    original: &'t str,
    text: String,
    pieces: Pieces,
}

impl<'t> Relining<'t> {
    /// Begins with nothing written.
    #[must_use]
    pub fn of(original: &'t str) -> Self {
        let text = String::with_capacity(original.len() + original.len() / 16);
        Self { original, text, pieces: Pieces::default() }
    }

    /// Copies a line.
    pub fn keep(&mut self, line: Line) {
        self.copy(line.content);
        self.end(line);
    }

    /// Copies a line without its first `columns` columns of blanks, or without as many
    /// as it has. A tab that is cut leaves the rest of its columns as blanks.
    pub fn dedent(&mut self, line: Line, columns: usize) {
        let content = &self.original[line.content.start..line.content.end];
        let (mut column, mut dropped) = (0, 0);
        for byte in content.bytes() {
            if column >= columns {
                break;
            }
            match byte {
                b' ' => column += 1,
                b'\t' => column = next_tab_stop(column),
                _ => break,
            }
            dropped += 1;
        }
        let rest = Span::new(line.content.start + dropped, line.content.end);
        for _ in columns..column {
            self.insert(" ", rest.start);
        }
        self.copy(rest);
        self.end(line);
    }

    /// Leaves a blank line in place of a line.
    pub fn blank(&mut self, line: Line) {
        self.end(line);
    }

    /// Adds a blank line, which stands at the offset `at` of the original.
    pub fn insert_blank(&mut self, at: usize) {
        self.insert("\n", at);
    }

    /// Copies a part of a line, which must lie behind what was copied before.
    pub fn copy(&mut self, part: Span) {
        if !part.is_empty() {
            self.pieces.copied(self.text.len(), part.start);
            self.text.push_str(&self.original[part.start..part.end]);
        }
    }

    /// Adds text that the original lacks, at the offset `at` of the original.
    pub fn insert(&mut self, text: &str, at: usize) {
        if !text.is_empty() {
            self.pieces.inserted(self.text.len(), at);
            self.text.push_str(text);
        }
    }

    /// Ends a line of which parts were copied, as LF.
    pub fn end(&mut self, line: Line) {
        let last = line.end.checked_sub(1).and_then(|last| self.original.as_bytes().get(last));
        if matches!(last, Some(b'\n' | b'\r')) && line.end > line.content.start {
            // Of CRLF the LF is kept; a lone CR becomes one in its place.
            self.pieces.copied(self.text.len(), line.end - 1);
            self.text.push('\n');
        }
    }

    /// The text as written so far.
    #[must_use]
    pub fn finish(self) -> Relined<'static> {
        let mut pieces = self.pieces.0;
        if pieces.is_empty() {
            // Nothing was written: every place is the beginning.
            pieces.push(Piece { start: 0, original: 0, copied: false });
        }
        Relined { text: Cow::Owned(self.text), pieces }
    }
}

#[derive(Debug, Default)]
struct Pieces(Vec<Piece>);

impl Pieces {
    fn copied(&mut self, start: usize, original: usize) {
        let continues = self
            .0
            .last()
            .is_some_and(|last| last.copied && last.original + (start - last.start) == original);
        if !continues {
            self.0.push(Piece { start, original, copied: true });
        }
    }

    fn inserted(&mut self, start: usize, original: usize) {
        let continues = self.0.last().is_some_and(|last| !last.copied && last.original == original);
        if !continues {
            self.0.push(Piece { start, original, copied: false });
        }
    }
}

/// A line of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Line {
    /// Where it stands, without its line ending.
    pub content: Span,
    /// Behind its line ending, which is LF, CRLF, CR, or none at the end of the text.
    pub end: usize,
}

impl Line {
    /// The line without its ending; `text` is the text it was read from.
    #[must_use]
    pub fn content<'t>(&self, text: &'t str) -> &'t str {
        text.get(self.content.start..self.content.end).unwrap_or_default()
    }
}

/// The lines of a text from an offset on.
pub fn lines_from(text: &str, start: usize) -> impl Iterator<Item = Line> {
    let mut at = start;
    std::iter::from_fn(move || {
        let rest = text.get(at..).filter(|rest| !rest.is_empty())?;
        let length = rest.find(['\n', '\r']).unwrap_or(rest.len());
        let ending = match rest.as_bytes().get(length..) {
            Some([b'\r', b'\n', ..]) => 2,
            Some([_, ..]) => 1,
            _ => 0,
        };
        let line = Line { content: Span::new(at, at + length), end: at + length + ending };
        at = line.end;
        Some(line)
    })
}

/// How many columns of blanks a line begins with; tab stops are four columns apart.
#[must_use]
pub fn indentation(line: &str) -> usize {
    let mut column = 0;
    for byte in line.bytes() {
        match byte {
            b' ' => column += 1,
            b'\t' => column = next_tab_stop(column),
            _ => break,
        }
    }
    column
}

const fn next_tab_stop(column: usize) -> usize {
    column / 4 * 4 + 4
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn lines(text: &str) -> Vec<Line> {
        lines_from(text, 0).collect()
    }

    /// Where the words of the rewritten text stand in the original.
    fn carried<'o>(relined: &Relined<'_>, original: &'o str, part: &str) -> &'o str {
        let start = relined.text().find(part).unwrap();
        let span = relined.original(Span::new(start, start + part.len()));
        &original[span.start..span.end]
    }

    #[test]
    fn every_way_to_end_a_line_becomes_lf_and_places_stay_true() {
        let text = "a\r\nbé\rc\n\nd";
        let mut relining = Relining::of(text);
        for line in lines(text) {
            relining.keep(line);
        }
        let relined = relining.finish();
        assert_eq!(relined.text(), "a\nbé\nc\n\nd");
        assert_eq!(carried(&relined, text, "bé"), "bé");
        assert_eq!(carried(&relined, text, "bé\nc"), "bé\rc");
        assert_eq!(carried(&relined, text, "a\n"), "a\r\n");
        assert_eq!(carried(&relined, text, "d"), "d");
        assert_eq!(relined.original(Span::new(relined.text().len(), 10)), Span::new(11, 11));
    }

    #[test]
    fn dropped_columns_and_added_lines_have_their_place() {
        let text = "x\n  \ty\n    z\nw\n";
        let mut relining = Relining::of(text);
        let all = lines(text);
        relining.keep(all[0]);
        relining.insert_blank(all[1].content.start);
        relining.dedent(all[1], 3);
        relining.dedent(all[2], 9);
        relining.blank(all[3]);
        let relined = relining.finish();
        assert_eq!(relined.text(), "x\n\n y\nz\n\n");
        assert_eq!(carried(&relined, text, "y\nz"), "y\n    z");
        assert_eq!(carried(&relined, text, "x\n\n y"), "x\n  \ty");
        assert_eq!(relined.original(Span::new(2, 3)), Span::new(2, 2));
    }

    #[test]
    fn a_text_without_changes_is_itself() {
        let relined = Relined::unchanged("a\r\n");
        assert_eq!(relined.text(), "a\r\n");
        assert_eq!(relined.original(Span::new(1, 3)), Span::new(1, 3));
        let nothing = Relining::of("gone").finish();
        assert_eq!(nothing.text(), "");
        assert_eq!(nothing.original(Span::new(0, 0)), Span::new(0, 0));
    }

    #[test]
    fn columns_of_tabs_reach_to_the_next_stop() {
        for (line, columns) in [("", 0), ("a", 0), ("  a", 2), ("\ta", 4), ("   \t a", 5)] {
            assert_eq!(indentation(line), columns, "{line:?}");
        }
    }

    /// Rewrites by one number per line: what to do with it.
    fn rewritten(text: &str, deeds: &[u8]) -> Relined<'static> {
        let mut relining = Relining::of(text);
        for (line, deed) in lines_from(text, 0).zip(deeds.iter().cycle()) {
            match deed % 5 {
                0 => relining.keep(line),
                1 => relining.dedent(line, usize::from(*deed)),
                2 => relining.blank(line),
                3 => {
                    relining.insert_blank(line.content.start);
                    relining.keep(line);
                }
                _ => {}
            }
        }
        relining.finish()
    }

    proptest! {
        #[test]
        fn places_lie_inside_and_keep_their_order(
            text in "([ \t]{0,5}[aé]{0,3}(\n|\r|\r\n)){0,9}",
            deeds in prop::collection::vec(any::<u8>(), 1..9),
        ) {
            let relined = rewritten(&text, &deeds);
            let mut last = Span::default();
            for (start, c) in relined.text().char_indices() {
                let span = relined.original(Span::new(start, start + c.len_utf8()));
                prop_assert!(last.start <= span.start && last.end <= span.end);
                let original = text.get(span.start..span.end);
                prop_assert!(original.is_some());
                prop_assert!(span.is_empty() || original == Some(&c.to_string()) || c == '\n');
                last = span;
            }
        }

        #[test]
        fn two_rewritings_are_one(
            text in "([ \t]{0,5}[aé]{0,3}(\n|\r\n)){0,9}",
            first in prop::collection::vec(any::<u8>(), 1..9),
            second in prop::collection::vec(any::<u8>(), 1..9),
        ) {
            let below = rewritten(&text, &first);
            let above = rewritten(below.text(), &second);
            let both = above.clone().over(&below);
            prop_assert_eq!(both.text(), above.text());
            for (start, c) in above.text().char_indices() {
                let span = Span::new(start, start + c.len_utf8());
                prop_assert_eq!(both.original(span), below.original(above.original(span)));
            }
        }
    }
}
