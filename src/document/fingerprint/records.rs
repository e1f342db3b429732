//! Canonical form 1: the records of which a fingerprint is the hash.
//!
//! It uses no verdict about steps, no language and no configuration, so better reading
//! of procedures never changes it. `docs/reference/canonical-form.md` states it in full,
//! and forty documents with their hashes hold it: what is written here never changes.

use std::fmt::{self, Write as _};

use crate::document::blocks::{Block, BlockKind, CELL, MarkKind, folded};
use crate::document::label::read_label;
use crate::text::{is_nfc, nfc};

use super::sequence::Sequences;

/// Stands before and behind the destination of a link.
const LINK: char = '\u{1e}';
/// Stands before and behind the number of a footnote where it is referred to.
const FOOTNOTE: char = '\u{1d}';
/// Separates the cells of a row, a picture's destination from its description, and a
/// field's name and values.
const PART: char = CELL;

/// The front matter values that are part of a document's substance.
#[derive(Debug, Clone, Copy, Default)]
pub struct SubstanceFields<'a> {
    /// `title`.
    pub title: Option<&'a str>,
    /// `type`, canonical.
    pub document_type: Option<&'a str>,
    /// `audience`.
    pub audience: &'a [String],
    /// `implements`.
    pub implements: &'a [String],
}

/// A document as its fingerprint sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CanonicalForm {
    records: Vec<Record>,
}

/// A part of the canonical form: a block with text, or a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// One letter, as [`BlockKind::letter`] has it; `f` for a field.
    pub kind: char,
    /// How deep it is nested; of a heading, how many headings are open above it.
    pub depth: usize,
    /// What is hashed of it, never empty.
    pub text: String,
}

impl CanonicalForm {
    /// The records of the blocks of a body and of the front matter that counts.
    #[must_use]
    pub fn of(blocks: &[Block], fields: &SubstanceFields<'_>) -> Self {
        let mut records: Vec<Record> = Vec::with_capacity(blocks.len());
        let mut sequences = Sequences::default();
        let mut open_headings: Vec<u8> = Vec::new();
        for block in blocks {
            let (mut text, line_starts) = text_of(block);
            let mut depth = block.depth;
            if let BlockKind::Heading { level, .. } = block.kind {
                if let Some(labelled) = read_label(&text) {
                    text.drain(..text.len() - labelled.rest.len());
                }
                if text.is_empty() {
                    continue;
                }
                open_headings.retain(|open| *open < level);
                depth = open_headings.len();
                open_headings.push(level);
                sequences.heading();
            }
            if text.is_empty() {
                continue;
            }
            if matches!(block.kind, BlockKind::Paragraph | BlockKind::Item { .. }) {
                sequences.read(records.len(), block.parent, &text, &line_starts);
            }
            records.push(Record { kind: block.kind.letter(), depth, text });
        }
        for (record, label) in sequences.labels_from_the_end() {
            records[record].text.drain(label.start..label.end);
        }
        records.extend(field_records(fields));
        for record in &mut records {
            if !is_nfc(&record.text) {
                record.text = nfc(&record.text);
            }
        }
        Self { records }
    }

    /// The records, in order.
    #[must_use]
    pub fn records(&self) -> &[Record] {
        &self.records
    }

    /// The bytes that are hashed, piece by piece.
    pub fn write(&self, mut write: impl FnMut(&[u8])) {
        for Record { kind, depth, text } in &self.records {
            write(format!("{kind} {depth} {}\n", text.len()).as_bytes());
            write(text.as_bytes());
            write(b"\n");
        }
    }
}

/// One record a line, for people: control characters are shown by their pictures.
impl fmt::Display for CanonicalForm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.records.iter().try_for_each(|record| writeln!(f, "{record}"))
    }
}

impl fmt::Display for Record {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} ", self.kind, self.depth)?;
        for c in self.text.chars() {
            let picture = u32::from(c).checked_add(0x2400).filter(|_| c < ' ');
            f.write_char(picture.and_then(char::from_u32).unwrap_or(c))?;
        }
        Ok(())
    }
}

/// What is hashed of a block, before labels are removed, and where its lines begin.
fn text_of(block: &Block) -> (String, Vec<usize>) {
    match &block.kind {
        BlockKind::Image { destination } => {
            let destination = folded(destination);
            let is_empty = destination.is_empty() && block.text.is_empty();
            let text = format!("{destination}{PART}{}", block.text);
            (if is_empty { String::new() } else { text }, Vec::new())
        }
        BlockKind::Quote { alert } => (alert.unwrap_or("quote").to_owned(), Vec::new()),
        BlockKind::Row { .. }
            if block.text.chars().all(|c| c == CELL) && block.marks.is_empty() =>
        {
            (String::new(), Vec::new())
        }
        _ => with_references(block),
    }
}

/// The text with the destination of each link behind the link, unless it is its text,
/// and with the numbers of footnotes.
fn with_references(block: &Block) -> (String, Vec<usize>) {
    let mut inserted: Vec<(usize, String)> = Vec::new();
    // Marks are sorted by their start; those that end together stay in that order.
    for mark in &block.marks {
        match &mark.kind {
            MarkKind::Link(written) => {
                let destination = folded(written);
                let shown = block.text.get(mark.start..mark.end).unwrap_or_default();
                if !destination.is_empty() && nfc(shown) != nfc(&destination) {
                    inserted.push((mark.end, format!("{LINK}{destination}{LINK}")));
                }
            }
            MarkKind::Footnote(number) => {
                inserted.push((mark.end, format!("{FOOTNOTE}{number}{FOOTNOTE}")));
            }
            MarkKind::Strong | MarkKind::Code => {}
        }
    }
    if inserted.is_empty() {
        return (block.text.clone(), block.lines.iter().map(|line| line.at).collect());
    }
    inserted.sort_by_key(|(at, _)| *at);
    let mut text = String::with_capacity(block.text.len() * 2);
    let mut line_starts = Vec::with_capacity(block.lines.len());
    let mut lines = block.lines.iter().map(|line| line.at).peekable();
    let mut from = 0;
    for (at, reference) in inserted {
        while let Some(line) = lines.next_if(|line| *line < at) {
            line_starts.push(text.len() + (line - from));
        }
        text.push_str(&block.text[from..at]);
        text.push_str(&reference);
        from = at;
    }
    line_starts.extend(lines.map(|line| text.len() + (line - from)));
    text.push_str(&block.text[from..]);
    (text, line_starts)
}

/// The fields in the byte order of their names; lists are sets.
fn field_records(fields: &SubstanceFields<'_>) -> impl Iterator<Item = Record> {
    let list = |values: &[String]| {
        let mut values: Vec<String> = values.iter().map(|value| nfc(&folded(value))).collect();
        values.retain(|value| !value.is_empty());
        values.sort_unstable();
        values.dedup();
        values
    };
    let single =
        |value: Option<&str>| list(&value.map(str::to_owned).into_iter().collect::<Vec<_>>());
    [
        ("audience", list(fields.audience)),
        ("implements", list(fields.implements)),
        ("title", single(fields.title)),
        ("type", single(fields.document_type)),
    ]
    .into_iter()
    .filter(|(_, values)| !values.is_empty())
    .map(|(name, mut values)| {
        values.insert(0, name.to_owned());
        Record { kind: 'f', depth: 0, text: values.join(&PART.to_string()) }
    })
}
