//! The words of one block: markup dropped, white space folded, marks remembered.

use crate::source::Span;
use crate::text::{is_nfc, nfc};

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
    pub(super) marks: Vec<Mark>,
    pub(super) images: Vec<InlineImage>,
}

#[derive(Debug, Default)]
pub(super) struct Inline {
    text: String,
    marks: Vec<Mark>,
    open_marks: Vec<(MarkKind, usize)>,
    images: Vec<InlineImage>,
    /// Inside a picture's description: nesting of pictures, normally 0 or 1.
    in_image: usize,
    /// A blank is due before the next word.
    space_due: bool,
    /// Code: keep every character.
    pub(super) verbatim: bool,
    in_comment: bool,
}

impl Inline {
    /// Adds text, folding white space; invisible characters are dropped.
    pub(super) fn push(&mut self, text: &str) {
        let composed;
        let text = if is_nfc(text) {
            text
        } else {
            composed = nfc(text);
            &composed
        };
        if self.verbatim {
            self.text.push_str(text);
            return;
        }
        let into_image = self.in_image > 0;
        for c in text.chars() {
            if is_invisible(c) {
                continue;
            }
            if c.is_whitespace() || c.is_control() {
                self.space_due = true;
                continue;
            }
            let target = match self.images.last_mut() {
                Some(image) if into_image => &mut image.description,
                _ => &mut self.text,
            };
            if std::mem::take(&mut self.space_due)
                && !target.is_empty()
                && !target.ends_with(super::CELL)
            {
                target.push(' ');
            }
            target.push(c);
        }
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
        if let Some((kind, mut start)) = self.open_marks.pop() {
            // The blank that was due when the mark began belongs before it.
            if self.text[start..].starts_with(' ') {
                start += 1;
            }
            if start < self.text.len() || matches!(kind, MarkKind::Link(_)) {
                self.marks.push(Mark { kind, start, end: self.text.len() });
            }
        }
    }

    pub(super) fn begin_image(&mut self, destination: String, span: Span) {
        self.in_image += 1;
        self.images.push(InlineImage { destination, description: String::new(), span });
        self.space_due = true;
    }

    pub(super) fn end_image(&mut self) {
        self.in_image = self.in_image.saturating_sub(1);
        self.space_due = true;
    }

    /// A new cell of a table row begins.
    pub(super) fn cell(&mut self) {
        self.space_due = false;
        self.text.push(super::CELL);
    }

    /// An HTML tag inside a paragraph: its text is what stands between tags.
    pub(super) fn html_tag(&mut self, tag: &str) {
        if tag.starts_with("<!--") {
            return;
        }
        if tag.starts_with("<br") || tag.starts_with("<BR") {
            self.space_due = true;
        }
        for value in referenced(tag) {
            self.begin(MarkKind::Link(value.to_owned()));
            self.end();
        }
    }

    /// Lines of an HTML block.
    pub(super) fn html(&mut self, html: &str) {
        let mut rest = html;
        while !rest.is_empty() {
            if self.in_comment {
                let Some(end) = rest.find("-->") else { return };
                self.in_comment = false;
                rest = &rest[end + 3..];
                continue;
            }
            let Some(open) = rest.find('<') else {
                self.push(rest);
                return;
            };
            self.push(&rest[..open]);
            rest = &rest[open..];
            if let Some(after) = rest.strip_prefix("<!--") {
                self.in_comment = true;
                rest = after;
                continue;
            }
            let end = rest.find('>').map_or(rest.len(), |end| end + 1);
            self.space_due = true;
            for value in referenced(&rest[..end]) {
                self.push(value);
                self.space_due = true;
            }
            rest = &rest[end..];
        }
    }

    pub(super) fn finish(mut self) -> InlineText {
        if self.verbatim {
            let lines: Vec<&str> = self.text.lines().map(str::trim_end).collect();
            let code = lines.join("\n");
            code.trim_end_matches('\n').clone_into(&mut self.text);
        }
        let length = self.text.len();
        self.marks.sort_by_key(|mark| (mark.start, mark.end));
        self.marks.retain(|mark| mark.end <= length);
        InlineText { text: self.text, marks: self.marks, images: self.images }
    }
}

/// The values of `src` and `href` in a tag.
fn referenced(tag: &str) -> impl Iterator<Item = &str> {
    ["src=", "href="].into_iter().filter_map(move |name| {
        let at = tag.find(name)? + name.len();
        let rest = &tag[at..];
        match rest.chars().next()? {
            quote @ ('"' | '\'') => rest[1..].split(quote).next(),
            _ => rest.split([' ', '>', '\t', '\n']).next(),
        }
    })
}

/// Soft hyphen, zero-width characters, byte-order mark.
const fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}')
}
