//! Labels that people type where Markdown has no list: `a.`, `(ii)`, `1.1`, `Step 3:`.
//!
//! Reads one label, and tells which lines of paragraphs stand in a sequence: one label
//! alone says nothing. Which sequences are procedures is not decided here.

use std::collections::HashMap;

use crate::document::blocks::{Block, BlockKind, MarkKind};

/// A label at the start of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Typed {
    pub(super) style: Style,
    /// The number as shown: `3`, `3.2`, `a`.
    pub(super) number: String,
    /// The place in a sequence: of `3.2` the 2, of `c` 3.
    pub(super) ordinal: u32,
    /// How many bytes of the text it takes.
    pub(super) length: usize,
}

/// The ways to write a label; labels of one sequence are of one style.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Style {
    /// `Step 3`, `Phase two`.
    Word,
    /// `3.`, `3)`, `(3)`.
    Number,
    /// `3.2`, with the count of its dots.
    Dotted(u8),
    /// `a.`, `(a)`.
    Letter,
    /// `A.`.
    Capital,
    /// `iv.`.
    Roman,
}

const STEP_WORDS: [&str; 4] = ["step", "stage", "phase", "task"];
const NUMBER_WORDS: [&str; 12] = [
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
    "twelve",
];
const SIGNS: [char; 9] = [' ', ':', '.', ')', '-', '–', '—', '|', '\u{a0}'];

impl Typed {
    /// Reads the label at the start of a text. What may stand alone on its line: a
    /// step word with its number (`Step 3`).
    pub(super) fn read(text: &str) -> Option<Self> {
        let first = text.bytes().next()?;
        if !(first.is_ascii_alphanumeric() || first == b'(') {
            return None;
        }
        if first.is_ascii_alphabetic()
            && let Some(typed) = Self::with_word(text)
        {
            return Some(typed);
        }
        let inner = text.strip_prefix('(');
        let (body, opened) = (inner.unwrap_or(text), usize::from(inner.is_some()));
        let (style, number, ordinal, length) = numbered(body)?;
        let behind = &body[length..];
        let length = opened + length;
        let sign = if opened == 1 {
            behind.starts_with(')').then_some(1)
        } else if behind.starts_with(['.', ')', ':']) {
            Some(1)
        } else if let Some(dash) = dash_behind(behind) {
            // `3 - Open`, `II – Open`; a dash behind a word is part of a sentence.
            (style != Style::Letter).then_some(dash)
        } else if behind.starts_with("\u{fe0f}\u{20e3}") {
            Some("\u{fe0f}\u{20e3}".len())
        } else {
            matches!(style, Style::Dotted(_)).then_some(0)
        }?;
        let rest = &text[length + sign..];
        let words = rest.trim_start_matches([' ', '\u{a0}']);
        let apart = words.len() < rest.len() && !words.is_empty();
        let length = text.len() - words.len();
        apart.then(|| Self { style, number: number.to_owned(), ordinal, length })
    }

    /// `Step 3: …`, `Phase Two`.
    fn with_word(text: &str) -> Option<Self> {
        let word = STEP_WORDS.into_iter().find(|word| {
            text.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word))
        })?;
        let after = &text[word.len()..];
        let body = after.trim_start_matches([' ', '\u{a0}', '#']);
        if body.len() == after.len() {
            return None;
        }
        let end = body.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(body.len());
        let spelled =
            NUMBER_WORDS.iter().zip(1..).find(|(n, _)| body[..end].eq_ignore_ascii_case(n));
        let (number, ordinal, rest) = if let Some((_, ordinal)) = spelled {
            (ordinal.to_string(), ordinal, &body[end..])
        } else {
            let (_, number, ordinal, length) = numbered(body)?;
            (number.to_owned(), ordinal, &body[length..])
        };
        let words = rest.trim_start_matches(SIGNS);
        if words.len() == rest.len() && !rest.is_empty() {
            return None;
        }
        let length = text.len() - words.len();
        Some(Self { style: Style::Word, number, ordinal, length })
    }

    /// As the label of a text: one that is the whole text stays part of it.
    pub(super) fn in_text(self, text: &str) -> Self {
        let is_all = text.trim_end().len() <= self.length;
        Self { length: if is_all { 0 } else { self.length }, ..self }
    }

    /// All readings of the same label, the likeliest to begin a sequence first: `i.` is a
    /// Roman number and a letter, `v.` a letter and a Roman number.
    fn readings(&self) -> Vec<Self> {
        let roman = |ordinal| Self { style: Style::Roman, ordinal, ..self.clone() };
        match (self.style, self.number.as_str()) {
            (Style::Letter, "i") => vec![roman(1), self.clone()],
            (Style::Letter, "v") => vec![self.clone(), roman(5)],
            (Style::Letter, "x") => vec![self.clone(), roman(10)],
            _ => vec![self.clone()],
        }
    }
}

/// The length of a dash with a blank before it.
fn dash_behind(text: &str) -> Option<usize> {
    let rest = text.strip_prefix([' ', '\u{a0}'])?;
    let behind = rest.strip_prefix(['-', '–', '—'])?;
    behind.starts_with([' ', '\u{a0}']).then_some(text.len() - behind.len())
}

/// A number, dotted number, single letter or small Roman number: its style, its text,
/// its place and its length.
fn numbered(text: &str) -> Option<(Style, &str, u32, usize)> {
    let bytes = text.as_bytes();
    let (mut end, mut dots) = (0, 0_u8);
    while let Some(byte) = bytes.get(end) {
        let inner_dot =
            *byte == b'.' && end > 0 && bytes.get(end + 1).is_some_and(u8::is_ascii_digit);
        if !(byte.is_ascii_digit() || inner_dot) {
            break;
        }
        dots = dots.saturating_add(u8::from(inner_dot));
        end += 1;
    }
    if end > 0 {
        // Four digits and more are years and article numbers.
        let last = text[..end].rsplit('.').next()?;
        let short = text[..end].split('.').all(|part| part.len() <= 3);
        let style = if dots > 0 { Style::Dotted(dots) } else { Style::Number };
        return short.then_some((style, &text[..end], last.parse().ok()?, end));
    }
    let letters = bytes.iter().take(6).take_while(|byte| byte.is_ascii_alphabetic()).count();
    match &bytes[..letters] {
        [letter] if letter.is_ascii_lowercase() => {
            Some((Style::Letter, &text[..1], u32::from(letter - b'a') + 1, 1))
        }
        [letter] => Some((Style::Capital, &text[..1], u32::from(letter - b'A') + 1, 1)),
        letters if letters.iter().all(|byte| matches!(byte, b'I' | b'V' | b'X')) => {
            let found =
                ROMAN.iter().position(|known| known.as_bytes().eq_ignore_ascii_case(letters))?;
            Some((Style::Roman, &text[..letters.len()], VALUES[found], letters.len()))
        }
        roman => {
            let found = ROMAN.iter().position(|known| known.as_bytes() == roman)?;
            Some((Style::Roman, &text[..letters], VALUES[found], letters))
        }
    }
}

const ROMAN: [&str; 14] =
    ["ii", "iii", "iv", "vi", "vii", "viii", "ix", "xi", "xii", "xiii", "xiv", "xv", "xvi", "xvii"];
/// What [`ROMAN`] count.
const VALUES: [u32; 14] = [2, 3, 4, 6, 7, 8, 9, 11, 12, 13, 14, 15, 16, 17];

/// A line of a block that begins with a label of a sequence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::document) struct LabelledLine {
    /// The block.
    pub(in crate::document) block: usize,
    /// Which of its lines, from 0.
    pub(in crate::document) line: usize,
    pub(super) typed: Typed,
    /// Whether the label is bold.
    pub(super) bold: bool,
    /// Which sequence it belongs to.
    pub(super) run: usize,
}

/// The lines of paragraphs and items whose labels stand in a sequence of at least two,
/// in reading order.
pub(in crate::document) fn labelled_lines(blocks: &[Block]) -> Vec<LabelledLine> {
    let mut found: Vec<LabelledLine> = Vec::new();
    let mut runs: Vec<usize> = Vec::new();
    // The last label of each container, section and style: its ordinal and its run.
    let mut last: HashMap<(Option<usize>, Style), (u32, usize, usize)> = HashMap::new();
    let mut section = 0;
    for (index, block) in blocks.iter().enumerate() {
        let container = match block.kind {
            BlockKind::Heading { .. } => {
                section += 1;
                continue;
            }
            BlockKind::Paragraph => block.parent,
            BlockKind::Item { ordinal: None, .. } => block.parent,
            BlockKind::Item { .. } => Some(index),
            _ => continue,
        };
        let is_numbered = matches!(block.kind, BlockKind::Item { ordinal: Some(_), .. });
        for (line, start) in line_starts(block).enumerate() {
            if line == 0 && is_numbered {
                continue;
            }
            let container = if line > 0 && matches!(block.kind, BlockKind::Item { .. }) {
                Some(index)
            } else {
                container
            };
            let Some(typed) = Typed::read(&block.text[start..]) else { continue };
            let bold = block.marks.iter().any(|mark| {
                mark.kind == MarkKind::Strong && mark.start <= start && mark.end > start
            });
            let readings = typed.readings();
            let continued = readings.iter().find_map(|reading| {
                let (ordinal, at, run) = *last.get(&(container, reading.style))?;
                // Bold labels and step words stand like headings, also below headings.
                let in_section = at == section || reading.style == Style::Word || bold;
                // Some write the first label on every line.
                let follows =
                    ordinal + 1 == reading.ordinal || (ordinal, reading.ordinal) == (1, 1);
                (in_section && follows).then(|| (reading.clone(), run))
            });
            let Some((typed, run)) = continued.or_else(|| {
                runs.push(0);
                Some((readings.into_iter().next()?, runs.len() - 1))
            }) else {
                continue;
            };
            last.insert((container, typed.style), (typed.ordinal, section, run));
            runs[run] += 1;
            found.push(LabelledLine { block: index, line, typed, bold, run });
        }
    }
    found.retain(|line| runs[line.run] >= 2);
    found
}

/// Where the lines of a block begin in its text.
pub(super) fn line_starts(block: &Block) -> impl Iterator<Item = usize> {
    std::iter::once(0).chain(block.lines.iter().map(|line| line.at))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::blocks::blocks;

    fn label(text: &str) -> Option<(Style, String, u32, &str)> {
        let typed = Typed::read(text)?;
        Some((typed.style, typed.number, typed.ordinal, &text[typed.length..]))
    }

    #[test]
    fn labels_of_all_styles() {
        for (text, style, number, ordinal, rest) in [
            ("Step 3: Open", Style::Word, "3", 3, "Open"),
            ("Phase two - Open", Style::Word, "2", 2, "Open"),
            ("STEP 1", Style::Word, "1", 1, ""),
            ("3) Open", Style::Number, "3", 3, "Open"),
            ("(3) Open", Style::Number, "3", 3, "Open"),
            ("3.2 Open", Style::Dotted(1), "3.2", 2, "Open"),
            ("3.2.1. Open", Style::Dotted(2), "3.2.1", 1, "Open"),
            ("(c) Open", Style::Letter, "c", 3, "Open"),
            ("C. Open", Style::Capital, "C", 3, "Open"),
            ("iv. Open", Style::Roman, "iv", 4, "Open"),
            ("II - Open", Style::Roman, "II", 2, "Open"),
            ("2 – Open", Style::Number, "2", 2, "Open"),
            ("2\u{fe0f}\u{20e3} Open", Style::Number, "2", 2, "Open"),
        ] {
            assert_eq!(label(text), Some((style, number.to_owned(), ordinal, rest)), "{text}");
        }
    }

    #[test]
    fn what_only_looks_like_a_label() {
        for text in
            ["2026 plan", "24 hours", "A team", "Stepping 1", "3.", "e.g. this", "I am", "Steps 3"]
        {
            assert_eq!(label(text), None, "{text}");
        }
    }

    fn labelled(body: &str) -> Vec<(usize, usize, String)> {
        let found = labelled_lines(&blocks(body));
        found.into_iter().map(|line| (line.block, line.line, line.typed.number)).collect()
    }

    #[test]
    fn only_sequences_count() {
        let of = |block, line, number: &str| (block, line, number.to_owned());
        assert_eq!(labelled("a. Open\nb. Shut\n"), [of(0, 0, "a"), of(0, 1, "b")]);
        assert_eq!(
            labelled("**1. Open**\n\nKey.\n\n**2. Shut**\n"),
            [of(0, 0, "1"), of(2, 0, "2")]
        );
        assert_eq!(labelled("1. Open\n   a) Key\n   b) Lamp\n"), [of(0, 1, "a"), of(0, 2, "b")]);
        let romans = [of(0, 0, "i"), of(0, 1, "ii")];
        assert_eq!(labelled("i. Open\nii. Shut\n"), romans);
        assert!(labelled("a. Open\n\nC. Shut\n").is_empty());
        assert!(labelled("Born in 1970. Open\n").is_empty());
    }
}
