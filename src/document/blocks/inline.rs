//! The words of one block: markup dropped, white space folded, marks remembered.

use crate::source::Span;
use crate::text::{is_nfc, nfc};

use super::CELL;
use super::html::{self, Part};

/// A marked run of a block's text; offsets are bytes of that text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// What marks it.
    pub kind: MarkKind,
    /// First byte.
    pub start: usize,
    /// Behind the last byte.
    pub end: usize,
}

/// The kinds of mark.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MarkKind {
    /// Bold.
    Strong,
    /// Code.
    Code,
    /// A link with its destination.
    Link(String),
    /// A reference to a footnote, which covers no text: the number of the footnote,
    /// counting the footnotes of the document from 1 where they are written.
    Footnote(usize),
}

/// Where a line of a block's text begins, after the first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LineStart {
    /// The byte of the text.
    pub at: usize,
    /// Where the line begins in the body, with its indentation.
    pub source: usize,
}

/// A picture found inside a block.
#[derive(Debug)]
pub(super) struct InlineImage {
    pub(super) destination: String,
    pub(super) description: String,
    pub(super) span: Span,
}

/// What was read of a block.
#[derive(Debug)]
pub(super) struct InlineText {
    pub(super) text: String,
    pub(super) lines: Vec<LineStart>,
    pub(super) marks: Vec<Mark>,
    pub(super) images: Vec<InlineImage>,
}

/// How the text of a block is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Mode {
    /// White space is folded.
    #[default]
    Words,
    /// Code: every character is kept.
    Verbatim,
    /// Raw HTML, which is read when all of it is there.
    Html,
}

#[derive(Debug, Default)]
pub(super) struct Inline {
    mode: Mode,
    text: String,
    lines: Vec<LineStart>,
    marks: Vec<Mark>,
    open_marks: Vec<(MarkKind, usize)>,
    images: Vec<InlineImage>,
    /// How many pictures enclose what is read: their descriptions are plain text.
    image_depth: usize,
    /// A blank is due before the next word.
    space_due: bool,
    /// The next word begins a line, which begins in the body here.
    line_due: Option<usize>,
}

impl Inline {
    pub(super) fn new(mode: Mode) -> Self {
        Self { mode, ..Self::default() }
    }

    /// Adds text, folding white space; invisible characters are dropped.
    pub(super) fn push(&mut self, text: &str) {
        if self.mode != Mode::Words {
            self.text.push_str(text);
            return;
        }
        let composed;
        let text = if is_nfc(text) {
            text
        } else {
            composed = nfc(text);
            &composed
        };
        let in_image = self.image_depth > 0;
        if !in_image && self.push_plain(text) {
            return;
        }
        for c in text.chars() {
            if is_invisible(c) {
                continue;
            }
            if is_blank(c) {
                self.space_due = true;
                continue;
            }
            let target = match self.images.last_mut() {
                Some(image) if in_image => &mut image.description,
                _ => &mut self.text,
            };
            let begins = target.is_empty() || target.ends_with(CELL);
            if std::mem::take(&mut self.space_due) && !begins {
                target.push(' ');
            }
            if in_image {
                target.push(c);
            } else {
                self.begin_line();
                self.text.push(c);
            }
        }
    }

    /// Notes the line that is due to begin, before its first character.
    fn begin_line(&mut self) {
        if let Some(source) = self.line_due.take()
            && !self.text.is_empty()
        {
            self.lines.push(LineStart { at: self.text.len(), source });
        }
    }

    /// The source begins a new line, or says that one begins, at `source`.
    pub(super) fn line_break(&mut self, source: usize) {
        self.space_due = true;
        if self.image_depth == 0 {
            self.line_due = Some(source);
        }
    }

    /// Adds text that is as it should be already: ASCII with single blanks, which most
    /// text is. Says whether it did.
    fn push_plain(&mut self, text: &str) -> bool {
        let inner = text.trim_matches(' ');
        let bytes = inner.as_bytes();
        let is_plain = !bytes.is_empty()
            && bytes.iter().all(|byte| matches!(byte, b' '..=b'~'))
            && !bytes.windows(2).any(|pair| pair == b"  ");
        if is_plain {
            let begins = self.text.is_empty() || self.text.ends_with(CELL);
            if (self.space_due || text.starts_with(' ')) && !begins {
                self.text.push(' ');
            }
            self.begin_line();
            self.text.push_str(inner);
            self.space_due = text.ends_with(' ');
        }
        is_plain
    }

    /// Adds text that is marked as a whole.
    pub(super) fn marked(&mut self, kind: MarkKind, text: &str) {
        self.begin(kind);
        self.push(text);
        self.end();
    }

    pub(super) fn begin(&mut self, kind: MarkKind) {
        self.open_marks.push((kind, self.text.len()));
    }

    pub(super) fn end(&mut self) {
        let Some((kind, mut start)) = self.open_marks.pop() else { return };
        if self.image_depth > 0 {
            return;
        }
        // The blank that was due when the mark began belongs before it.
        if self.text[start..].starts_with(' ') {
            start += 1;
        }
        let may_be_empty = matches!(kind, MarkKind::Link(_) | MarkKind::Footnote(_));
        if start < self.text.len() || may_be_empty {
            self.marks.push(Mark { kind, start, end: self.text.len() });
        }
    }

    /// A picture inside the description of another is only its own description.
    pub(super) fn begin_image(&mut self, destination: String, span: Span) {
        if self.image_depth == 0 {
            self.images.push(InlineImage { destination, description: String::new(), span });
            self.space_due = true;
        }
        self.image_depth += 1;
    }

    pub(super) fn end_image(&mut self) {
        self.image_depth = self.image_depth.saturating_sub(1);
        self.space_due |= self.image_depth == 0;
    }

    /// A new cell of a table row begins.
    pub(super) fn cell(&mut self) {
        self.space_due = false;
        self.text.push(CELL);
    }

    /// An HTML tag inside a paragraph: its text is what stands between tags.
    pub(super) fn html_tag(&mut self, tag: &str, span: Span) {
        if html::is_comment(tag) {
            return;
        }
        let Some(tag) = html::read_tag(tag) else { return };
        if tag.name.eq_ignore_ascii_case("br") {
            self.line_break(span.end);
        }
        for value in tag.references() {
            self.begin(MarkKind::Link(value.to_owned()));
            self.end();
        }
    }

    pub(super) fn finish(mut self) -> InlineText {
        match self.mode {
            Mode::Words => {}
            Mode::Verbatim => {
                let code = if is_nfc(&self.text) { self.text } else { nfc(&self.text) };
                let lines: Vec<&str> = code.split('\n').map(str::trim_end).collect();
                self.text = lines.join("\n");
                self.text.truncate(self.text.trim_end_matches('\n').len());
            }
            Mode::Html => {
                let html = std::mem::take(&mut self.text);
                self.mode = Mode::Words;
                html::read_block(&html, |part| match part {
                    Part::Text(text) => self.push(text),
                    Part::Tag => self.space_due = true,
                    Part::Reference(value) => {
                        self.space_due = true;
                        self.push(value);
                        self.space_due = true;
                    }
                });
            }
        }
        self.marks.sort_by_key(|mark| (mark.start, mark.end));
        InlineText { text: self.text, lines: self.lines, marks: self.marks, images: self.images }
    }
}

/// The text without invisible characters, with white space folded to single blanks,
/// and without blanks around it: as the text of a block is read.
pub(in crate::document) fn folded(text: &str) -> String {
    let mut inline = Inline::default();
    inline.push(text);
    inline.text
}

/// White space and control characters.
fn is_blank(c: char) -> bool {
    c.is_whitespace() || c.is_control()
}

/// Soft hyphen, zero-width characters, byte-order mark.
const fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}')
}
