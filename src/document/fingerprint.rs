//! The fingerprint of a document's substance: the same for every way of typing it.
//!
//! Canonical form 1: SHA-256 over records of the block structure. It uses no word
//! list and no verdict about steps, so better reading of procedures never changes it.

use std::fmt;

use sha2::{Digest as _, Sha256};

use super::blocks::{Block, BlockKind, MarkKind};
use super::label::read_label;

/// The first 16 bytes of the hash of a document's canonical form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Fingerprint([u8; 16]);

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

impl Fingerprint {
    /// Hashes the blocks of a body and the front matter that counts.
    #[must_use]
    pub fn of(blocks: &[Block], fields: &SubstanceFields<'_>) -> Self {
        let mut records = Records { hasher: Sha256::new(), text: String::new() };
        let mut open_headings: Vec<u8> = Vec::new();
        for block in blocks {
            let depth = match &block.kind {
                BlockKind::Heading { level, .. } => {
                    open_headings.retain(|open| open < level);
                    open_headings.push(*level);
                    open_headings.len() - 1
                }
                _ => block.depth,
            };
            records.block(block, depth);
        }
        records.field("audience", fields.audience);
        records.field("implements", fields.implements);
        records.value("title", fields.title);
        records.value("type", fields.document_type);
        let hash = records.hasher.finalize();
        let mut first = [0; 16];
        first.copy_from_slice(&hash[..16]);
        Self(first)
    }

    /// Twelve hexadecimal digits, for people.
    #[must_use]
    pub fn short(&self) -> String {
        self.0[..6].iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// Reads the form that [`fmt::Display`] writes.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let digits = text.trim().strip_prefix("1:")?;
        if digits.len() != 32 || !digits.is_ascii() {
            return None;
        }
        let mut bytes = [0; 16];
        for (index, byte) in bytes.iter_mut().enumerate() {
            *byte = u8::from_str_radix(&digits[index * 2..index * 2 + 2], 16).ok()?;
        }
        Some(Self(bytes))
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("1:")?;
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl serde::Serialize for Fingerprint {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

struct Records {
    hasher: Sha256,
    text: String,
}

impl Records {
    fn block(&mut self, block: &Block, depth: usize) {
        self.text.clear();
        let kind = block.kind.letter();
        match &block.kind {
            BlockKind::Image { destination } => {
                self.text.push_str(destination);
                self.text.push('\u{1f}');
                self.text.push_str(&block.text);
            }
            BlockKind::Quote { alert } => self.text.push_str(alert.unwrap_or("quote")),
            _ => self.inline(block),
        }
        if let BlockKind::Heading { .. } = block.kind
            && let Some(labelled) = read_label(&self.text)
        {
            self.text = labelled.rest.to_owned();
        }
        if !self.text.is_empty() {
            self.record(kind, depth);
        }
    }

    /// The text with each link's destination behind it, unless they are equal.
    fn inline(&mut self, block: &Block) {
        let mut links: Vec<(usize, usize, &str)> = block
            .marks
            .iter()
            .filter_map(|mark| match &mark.kind {
                MarkKind::Link(destination) => Some((mark.end, mark.start, destination.as_str())),
                _ => None,
            })
            .collect();
        links.sort_unstable();
        let mut from = 0;
        for (end, start, destination) in links {
            self.text.push_str(&block.text[from..end]);
            if &block.text[start..end] != destination {
                self.text.push('\u{1e}');
                self.text.push_str(destination);
            }
            from = end;
        }
        self.text.push_str(&block.text[from..]);
    }

    fn value(&mut self, name: &str, value: Option<&str>) {
        if let Some(value) = value.map(str::trim).filter(|value| !value.is_empty()) {
            self.text = format!("{name}\u{1f}{value}");
            self.record('f', 0);
        }
    }

    fn field(&mut self, name: &str, values: &[String]) {
        if !values.is_empty() {
            let mut sorted: Vec<&str> = values.iter().map(String::as_str).collect();
            sorted.sort_unstable();
            self.text = format!("{name}\u{1f}{}", sorted.join("\u{1f}"));
            self.record('f', 0);
        }
    }

    fn record(&mut self, kind: char, depth: usize) {
        self.hasher.update(format!("{kind} {depth} {}\n", self.text.len()));
        self.hasher.update(&self.text);
        self.hasher.update("\n");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::blocks::blocks;

    fn of(body: &str) -> Fingerprint {
        Fingerprint::of(&blocks(body), &SubstanceFields::default())
    }

    const PROCEDURE: &str = "# Close the till\n\n## Step 1: Count\n\n1. Count the **notes**.\n2. Count the coins, see [the table](coins.md).\n\nStop at 18:00.\n";

    #[test]
    fn ways_of_typing_do_not_count() {
        let same = [
            PROCEDURE.replace('\n', "\r\n"),
            PROCEDURE.replace("2. ", "1. "),
            PROCEDURE.replace("1. ", "- ").replace("2. ", "- "),
            PROCEDURE.replace("1. ", "* [x] ").replace("2. ", "* [ ] "),
            PROCEDURE.replace("\n2.", "\n\n2."),
            PROCEDURE.replace("**", "__"),
            PROCEDURE.replace("# Close the till\n", "Close the till\n===\n"),
            PROCEDURE.replace("Count the coins", "Count\n   the   coins"),
            PROCEDURE.replace("Step 1: Count", "1. Count"),
            PROCEDURE.replace("Stop", "<!-- why -->\n\nStop"),
        ];
        for text in same {
            assert_eq!(of(&text), of(PROCEDURE), "{text}");
        }
    }

    #[test]
    fn words_order_and_structure_count() {
        let other = [
            PROCEDURE.replace("notes", "Notes"),
            PROCEDURE.replace("18:00", "18:30"),
            PROCEDURE.replace("coins.md", "money.md"),
            PROCEDURE.replace("2. Count", "   1. Count"),
            PROCEDURE.replace("Stop at 18:00.\n", ""),
            PROCEDURE.replace("Stop at", "> Stop at"),
            "1. Count the coins\n2. Count the notes\n".to_owned(),
        ];
        for text in other {
            assert_ne!(of(&text), of(PROCEDURE), "{text}");
        }
    }

    #[test]
    fn lists_in_front_matter_have_no_order() {
        let audience = ["b".to_owned(), "a".to_owned()];
        let turned = ["a".to_owned(), "b".to_owned()];
        let with = |audience: &[String]| {
            Fingerprint::of(&[], &SubstanceFields { audience, ..SubstanceFields::default() })
        };
        assert_eq!(with(&audience), with(&turned));
        assert_ne!(with(&audience), with(&[]));
    }

    #[test]
    fn the_written_form_is_read_back() {
        let fingerprint = of(PROCEDURE);
        assert_eq!(Fingerprint::read(&fingerprint.to_string()), Some(fingerprint));
        assert_eq!(fingerprint.short().len(), 12);
        for bad in
            ["", "1:", "2:00000000000000000000000000000000", "1:zz000000000000000000000000000000"]
        {
            assert_eq!(Fingerprint::read(bad), None, "{bad}");
        }
    }
}
