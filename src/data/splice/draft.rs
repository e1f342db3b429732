//! A text under several changes, one after another.

use super::{Patch, applied};
use crate::source::Span;

/// A text as it is after some changes, and what of it is still the original.
#[derive(Debug, Clone)]
pub struct Draft {
    original_end: usize,
    text: String,
    pieces: Vec<Piece>,
}

/// A part of the text of a draft.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Piece {
    /// These bytes of the original.
    Kept(Span),
    /// So many new bytes.
    New(usize),
}

impl Piece {
    fn len(&self) -> usize {
        match self {
            Self::Kept(span) => span.len(),
            Self::New(len) => *len,
        }
    }

    /// Its part between two offsets from its own beginning.
    fn part(&self, from: usize, to: usize) -> Self {
        match self {
            Self::Kept(span) => Self::Kept(Span::new(span.start + from, span.start + to)),
            Self::New(_) => Self::New(to - from),
        }
    }
}

impl Draft {
    /// Begins with a text as it is.
    #[must_use]
    pub fn new(original: &str) -> Self {
        let whole = Piece::Kept(Span::new(0, original.len()));
        Self {
            original_end: original.len(),
            text: original.to_owned(),
            pieces: if original.is_empty() { Vec::new() } else { vec![whole] },
        }
    }

    /// The text as it is now.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Makes replacements, whose places are those of [`Self::text`]. They must be in
    /// order and apart.
    pub fn apply(&mut self, patches: &[Patch]) {
        let mut pieces = Vec::with_capacity(self.pieces.len() + 2 * patches.len());
        let mut at = 0;
        for Patch { span, text } in patches {
            self.copy(at, span.start, &mut pieces);
            if !text.is_empty() {
                pieces.push(Piece::New(text.len()));
            }
            at = span.end;
        }
        self.copy(at, self.text.len(), &mut pieces);
        self.text = applied(&self.text, patches);
        self.pieces = pieces;
    }

    /// Where a place of [`Self::text`] lies in the original; new text lies where the
    /// original continues behind it.
    #[must_use]
    pub fn original_place(&self, offset: usize) -> usize {
        let mut start = 0;
        for piece in &self.pieces {
            let end = start + piece.len();
            if let Piece::Kept(span) = piece
                && offset < end
            {
                return span.start + offset.saturating_sub(start);
            }
            start = end;
        }
        self.original_end
    }

    /// All that was changed, as replacements in the original.
    #[must_use]
    pub fn patches(&self) -> Vec<Patch> {
        let mut patches = Vec::new();
        let mut new = String::new();
        let (mut kept_to, mut at) = (0, 0);
        let end = Piece::Kept(Span::new(self.original_end, self.original_end));
        for piece in self.pieces.iter().chain([&end]) {
            match piece {
                Piece::New(len) => {
                    new.push_str(self.text.get(at..at + len).unwrap_or_default());
                }
                Piece::Kept(span) => {
                    if span.start > kept_to || !new.is_empty() {
                        let span = Span::new(kept_to, span.start);
                        patches.push(Patch { span, text: std::mem::take(&mut new) });
                    }
                    kept_to = span.end;
                }
            }
            at += piece.len();
        }
        patches
    }

    /// Copies the pieces between two offsets of the text.
    fn copy(&self, from: usize, to: usize, pieces: &mut Vec<Piece>) {
        let mut start = 0;
        for piece in &self.pieces {
            let end = start + piece.len();
            let (first, last) = (from.max(start), to.min(end));
            if first < last {
                pieces.push(piece.part(first - start, last - start));
            }
            start = end;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn patch(start: usize, end: usize, text: &str) -> Patch {
        Patch { span: Span::new(start, end), text: text.to_owned() }
    }

    #[test]
    fn changes_on_changes_are_told_as_changes_of_the_original() {
        let original = "one two three four";
        let mut draft = Draft::new(original);
        draft.apply(&[patch(4, 7, "2"), patch(18, 18, "!")]);
        assert_eq!(draft.text(), "one 2 three four!");
        draft.apply(&[patch(0, 3, ""), patch(4, 5, "zwei"), patch(16, 16, " five")]);
        assert_eq!(draft.text(), " zwei three four five!");
        let patches = draft.patches();
        assert_eq!(patches, [patch(0, 3, ""), patch(4, 7, "zwei"), patch(18, 18, " five!")]);
        assert_eq!(applied(original, &patches), draft.text());
        assert_eq!([draft.original_place(0), draft.original_place(1)], [3, 7]);
        assert_eq!([draft.original_place(6), draft.original_place(99)], [8, 18]);
    }

    #[test]
    fn an_empty_text_can_be_written_into() {
        let mut draft = Draft::new("");
        assert_eq!(draft.patches(), []);
        draft.apply(&[patch(0, 0, "a\n")]);
        draft.apply(&[patch(2, 2, "b\n")]);
        assert_eq!(draft.patches(), [patch(0, 0, "a\nb\n")]);
    }
}
