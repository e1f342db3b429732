//! A text as it is written, from its beginning to its end: for a copy on paper, which must say
//! all that the text says, with its numbers, its lists and its pictures.
//!
//! It is a flat run of parts that open and close, so that no depth of nesting needs recursion.
//! What changed in a text is for the [`Passage`](super::Passage)s of a redline.

use super::{Label, Text};

/// A whole text. Everything that is opened is closed again.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Manuscript {
    /// The parts, in reading order.
    pub parts: Vec<Part>,
}

/// A part of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// An element begins.
    Opens(Element),
    /// The element that was opened last ends.
    Closes,
    /// Words.
    Words(Text),
    /// Something to type, within a line.
    Code(Text),
    /// A line ends here, because it was written so.
    Break,
    /// A block of code; its line breaks count.
    Listing(Text),
    /// A picture.
    Picture(Picture),
    /// The number of a footnote, where it is referred to.
    Note(usize),
    /// A line across the page.
    Rule,
}

/// What holds other parts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Element {
    /// A heading, of level 1 to 6.
    Heading(u8),
    /// A paragraph.
    Paragraph,
    /// Whatever is set apart and is nothing else.
    Division,
    /// A list.
    List,
    /// An item of a list, as it is marked.
    Item {
        /// Its number with the sign behind it, or a bullet.
        label: Label,
        /// Its check box, where it has one, and whether that is ticked.
        ticked: Option<bool>,
    },
    /// A quotation.
    Quote,
    /// A box: a note, a tip, a warning.
    Box {
        /// `Warning`, as it is written; empty where only a title is.
        name: Text,
        /// Its title; often empty.
        title: Text,
        /// Whether it warns.
        warns: bool,
    },
    /// A table.
    Table,
    /// The row that names the columns.
    Head,
    /// Another row.
    Row,
    /// A cell.
    Cell {
        /// Whether it names a row or a column.
        names: bool,
        /// Where its words stand.
        align: Align,
    },
    /// A list of terms.
    Terms,
    /// A term.
    Term,
    /// What a term means.
    Meaning,
    /// A footnote, by its number.
    Footnote(usize),
    /// Words that weigh more.
    Strong,
    /// Words that are stressed.
    Emphasis,
    /// Words that no longer hold.
    Struck,
    /// Words above the line.
    Raised,
    /// Words below the line.
    Lowered,
    /// Something to type that holds other parts.
    Typed,
    /// Words that lead somewhere.
    Link(Text),
}

/// Where the words of a cell stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Align {
    /// Where they stand by default.
    #[default]
    Unset,
    /// At the left.
    Left,
    /// In the middle.
    Centre,
    /// At the right.
    Right,
}

/// A picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// What it shows, in words; may be empty.
    pub description: Text,
    /// Where it lies, as it is written.
    pub destination: String,
    /// The file, where a copy can carry it.
    pub image: Option<Image>,
}

/// A file that browsers show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Image {
    /// Its media type.
    pub media: &'static str,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// In pixels; `None` where its first bytes do not tell.
    pub size: Option<(u32, u32)>,
}

impl Manuscript {
    /// The pictures, in reading order.
    pub fn pictures_mut(&mut self) -> impl Iterator<Item = &mut Picture> {
        self.parts.iter_mut().filter_map(|part| match part {
            Part::Picture(picture) => Some(picture),
            _ => None,
        })
    }

    /// Whether a picture is shown.
    #[must_use]
    pub fn has_images(&self) -> bool {
        self.parts.iter().any(|part| matches!(part, Part::Picture(Picture { image: Some(_), .. })))
    }

    /// The text without a first heading that says no more than the title, which stands above
    /// the text already.
    #[must_use]
    pub fn without_title(mut self, title: &str) -> Self {
        if self.parts.first() != Some(&Part::Opens(Element::Heading(1))) {
            return self;
        }
        let mut words = String::new();
        let mut open = 0_usize;
        for (index, part) in self.parts.iter().enumerate() {
            match part {
                Part::Opens(_) => open += 1,
                Part::Closes => open -= 1,
                Part::Words(text) | Part::Code(text) => words.push_str(text.untrusted()),
                Part::Break => words.push(' '),
                _ => return self,
            }
            if open == 0 {
                if words.trim() == title.trim() {
                    self.parts.drain(..=index);
                }
                return self;
            }
        }
        self
    }
}
