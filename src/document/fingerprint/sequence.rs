//! Which labels at the start of lines stand in a sequence: `a)` and `b)`, `3.1` and `3.2`.
//!
//! A line of a paragraph that begins with a label may be a sentence ("B. Miller signs");
//! two whose labels follow each other are typed numbering. Part of canonical form 1.

use std::collections::HashMap;

use crate::document::label::{read_label, roman_value};
use crate::source::Span;

/// The labelled lines of a document, in order.
#[derive(Debug, Default)]
pub(super) struct Sequences {
    lines: Vec<LabelledLine>,
    /// The last labelled line of each chain under the current heading.
    last: HashMap<Chain, (u32, usize)>,
}

#[derive(Debug)]
struct LabelledLine {
    record: usize,
    /// The label with the blank behind it, in the text of the record.
    label: Span,
    in_sequence: bool,
}

/// Labels that can follow each other: they count in one way, below one block.
#[derive(Debug, PartialEq, Eq, Hash)]
struct Chain {
    parent: Option<usize>,
    /// Of a dotted number, everything up to the last dot.
    prefix: String,
    numerals: Numerals,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Numerals {
    Digits,
    LowerLetter,
    UpperLetter,
    LowerRoman,
    UpperRoman,
}

impl Sequences {
    /// No sequence goes on behind a heading.
    pub(super) fn heading(&mut self) {
        self.last.clear();
    }

    /// Reads the lines of a record's text; `parent` is the block that encloses it.
    pub(super) fn read(
        &mut self,
        record: usize,
        parent: Option<usize>,
        text: &str,
        line_starts: &[usize],
    ) {
        let starts = std::iter::once(0).chain(line_starts.iter().copied());
        let ends = line_starts.iter().copied().chain([text.len()]);
        for (start, end) in starts.zip(ends) {
            let line = text[start..end].trim_end_matches(' ');
            if let Some(labelled) = read_label(line) {
                let label = Span::new(start, start + line.len() - labelled.rest.len());
                self.line(
                    LabelledLine { record, label, in_sequence: false },
                    parent,
                    labelled.number,
                );
            }
        }
    }

    fn line(&mut self, line: LabelledLine, parent: Option<usize>, number: &str) {
        let index = self.lines.len();
        self.lines.push(line);
        for (numerals, prefix, value) in readings(number) {
            let chain = Chain { parent, prefix: prefix.to_owned(), numerals };
            let before = self.last.insert(chain, (value, index));
            if let Some((_, before)) = before.filter(|(last, _)| last + 1 == value) {
                self.lines[before].in_sequence = true;
                self.lines[index].in_sequence = true;
            }
        }
    }

    /// The labels that stand in a sequence, as records and places in their texts, the
    /// last first.
    pub(super) fn labels_from_the_end(self) -> impl Iterator<Item = (usize, Span)> {
        let found = self.lines.into_iter().rev().filter(|line| line.in_sequence);
        found.map(|line| (line.record, line.label))
    }
}

/// The ways to read a label's number: `v` is a letter and a roman number.
fn readings(number: &str) -> impl Iterator<Item = (Numerals, &str, u32)> {
    let (prefix, last) = number.rfind('.').map_or(("", number), |dot| number.split_at(dot + 1));
    let digits = last.parse().ok().map(|value| (Numerals::Digits, prefix, value));
    let bytes = number.as_bytes();
    let letter = match bytes {
        [b'a'..=b'z'] => Some((Numerals::LowerLetter, "", u32::from(bytes[0] - b'a'))),
        [b'A'..=b'Z'] => Some((Numerals::UpperLetter, "", u32::from(bytes[0] - b'A'))),
        _ => None,
    };
    let roman = roman_value(number).map(|value| {
        let is_lower = bytes[0].is_ascii_lowercase();
        let numerals = if is_lower { Numerals::LowerRoman } else { Numerals::UpperRoman };
        (numerals, "", value)
    });
    [digits, letter, roman].into_iter().flatten()
}
