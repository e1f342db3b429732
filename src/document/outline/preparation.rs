//! A body made ready for the outline: what is no Markdown is taken out of its way.
//!
//! Built on the canonical text, which dedents the bodies of notes and tabs. Here lines
//! of template tags and fences are blanked, and kept as places; boxes of all kinds
//! become quotations, so that the parser says what stands inside; HTML that only
//! stands around text is left out. Nothing here reaches the fingerprint.

use crate::document::canonical_text::{CanonicalText, Marker};
use crate::document::relined::{Line, Relined, Relining, indentation, lines_from};
use crate::source::Span;

use super::markup::{Container, Markup, box_kind, read};
use super::typed::{Style, Typed};
use super::{Remark, RemarkKind};

/// Boxes in boxes: deeper ones are read as part of the eighth.
const MOST_OPEN: usize = 8;
/// A template tag that has not ended after so many lines is text.
const LONGEST_TAG: usize = 12;
/// Boxes that begin further to the right are no boxes but typing errors.
const MOST_COLUMNS: usize = 64;

/// A prepared body. All places are places in the body.
#[derive(Debug)]
pub(in crate::document) struct Prepared<'t> {
    /// What is parsed.
    pub(in crate::document) text: Relined<'t>,
    /// Where a box begins, and its kind, in order.
    pub(in crate::document) boxes: Vec<(usize, &'static str)>,
    /// Lines that were blanked and must not be lost, in order.
    pub(in crate::document) markup: Vec<Span>,
    /// What could not be read as it was meant.
    pub(super) remarks: Vec<Remark>,
}

impl<'t> Prepared<'t> {
    /// Prepares a body. Takes time in proportion to its length.
    pub(in crate::document) fn of(body: &'t str) -> Self {
        let canonical = CanonicalText::of(body);
        let source = canonical.text();
        let (lines, unclosed) = read_lines(source.text());
        let mut remarks: Vec<Remark> = lone_carriage_return(body).into_iter().collect();
        remarks.extend(
            unclosed
                .map(|span| Remark { kind: RemarkKind::UnclosedCode, span: source.original(span) }),
        );
        let mut prepared =
            Self { text: source.clone(), boxes: Vec::new(), markup: Vec::new(), remarks };
        let is_plain = canonical.insets().is_empty()
            && lines.iter().all(|line| line.markup.is_none() && !line.is_lettered);
        if is_plain {
            return prepared;
        }
        let pairs = paired(&lines);
        let mut writer = Writer {
            source,
            canonical: &canonical,
            next_inset: 0,
            out: Relining::of(source.text()),
            open: Vec::new(),
            below_text: false,
            comment_end: None,
            prepared: &mut prepared,
        };
        writer.write(&lines, &pairs);
        let written = writer.out.finish();
        prepared.text = written.over(source);
        prepared
    }
}

fn lone_carriage_return(body: &str) -> Option<Remark> {
    let at = body.match_indices('\r').map(|(at, _)| at);
    let mut lone = at.filter(|at| body.as_bytes().get(at + 1) != Some(&b'\n'));
    let at = lone.next()?;
    Some(Remark { kind: RemarkKind::LoneCarriageReturn, span: Span::new(at, at + 1) })
}

/// A line and what it is.
struct ReadLine<'t> {
    line: Line,
    indent: usize,
    is_blank: bool,
    /// Whether it begins with a letter or Roman number as a label.
    is_lettered: bool,
    markup: Option<Markup<'t>>,
}

/// Reads all lines; those in code are text. Also tells where code begins that never ends.
fn read_lines(text: &str) -> (Vec<ReadLine<'_>>, Option<Span>) {
    let mut lines: Vec<ReadLine<'_>> = Vec::new();
    let mut code: Option<(u8, usize, usize)> = None;
    let mut tag: Option<&'static str> = None;
    for line in lines_from(text, 0) {
        let content = line.content(text);
        let trimmed = content.trim_start_matches([' ', '\t']);
        let indent = indentation(content);
        let (mut markup, mut is_lettered) = (None, false);
        let fence = code_fence(trimmed);
        if let Some(close) = tag {
            // Behind a tag that goes on.
            markup = Some(Markup::Tag);
            tag = tag.filter(|_| !trimmed.contains(close));
        } else if let Some((mark, length, _)) = code {
            if fence.is_some_and(|(other, run, bare)| other == mark && run >= length && bare) {
                code = None;
            }
        } else if let Some((mark, length, _)) = fence {
            code = Some((mark, length, lines.len()));
        } else {
            let label = Typed::read(trimmed).map(|label| label.style);
            is_lettered = matches!(label, Some(Style::Letter | Style::Roman | Style::Capital));
            if indent < 4 || lines_are_nested(&lines) {
                markup = read(trimmed);
            }
            if let Some(Markup::TagBegins(close)) = markup {
                let mut below = lines_from(text, line.end).take(LONGEST_TAG);
                if below.any(|below| below.content(text).contains(close)) {
                    tag = Some(close);
                } else {
                    markup = None;
                }
            }
        }
        lines.push(ReadLine { line, indent, is_blank: trimmed.is_empty(), is_lettered, markup });
    }
    // In a list, code ends with its item.
    let unclosed = code.map(|(.., begun)| &lines[begun]).filter(|line| line.indent == 0);
    let unclosed = unclosed.map(|line| line.line.content);
    (lines, unclosed)
}

/// Whether an indented line can stand inside a list: the last line that is not blank is
/// indented too, or begins an item.
fn lines_are_nested(lines: &[ReadLine<'_>]) -> bool {
    // Code that is only indented follows a blank line and text at the margin.
    lines.iter().rev().take(3).find(|line| !line.is_blank).is_some_and(|line| line.indent > 0)
}

/// The mark, its length, and whether nothing stands behind it.
fn code_fence(line: &str) -> Option<(u8, usize, bool)> {
    let mark = *line.as_bytes().first().filter(|mark| matches!(mark, b'`' | b'~'))?;
    let length = line.bytes().take_while(|byte| *byte == mark).count();
    let info = line[length..].trim();
    (length >= 3 && !(mark == b'`' && info.contains('`'))).then_some((
        mark,
        length,
        info.is_empty(),
    ))
}

/// For each line that opens a container, the line that closes it.
fn paired(lines: &[ReadLine<'_>]) -> Vec<Option<usize>> {
    let mut closes = vec![None; lines.len()];
    let mut fences: Vec<usize> = Vec::new();
    let mut tags: Vec<(usize, &str)> = Vec::new();
    let mut details: Vec<usize> = Vec::new();
    for (index, line) in lines.iter().enumerate() {
        match line.markup {
            Some(Markup::Opens(Container::Fence(_))) => fences.push(index),
            Some(Markup::Closes(Container::Fence(_))) => {
                if let Some(opened) = fences.pop() {
                    closes[opened] = Some(index);
                }
            }
            Some(Markup::Opens(Container::Tag(name))) => tags.push((index, name)),
            Some(Markup::Closes(Container::Tag(name)))
                if tags.last().is_some_and(|(_, opened)| *opened == name) =>
            {
                if let Some((opened, _)) = tags.pop() {
                    closes[opened] = Some(index);
                }
            }
            Some(Markup::Details(_)) => details.push(index),
            Some(Markup::DetailsEnd) => {
                if let Some(opened) = details.pop() {
                    closes[opened] = Some(index);
                }
            }
            _ => {}
        }
    }
    closes
}

struct Writer<'a, 't> {
    source: &'a Relined<'t>,
    canonical: &'a CanonicalText<'t>,
    next_inset: usize,
    out: Relining<'a>,
    open: Vec<Open>,
    /// Whether the last line written is neither blank nor in a deeper box.
    below_text: bool,
    /// The last line known to end a comment; `lines.len()` where none is left.
    comment_end: Option<usize>,
    prepared: &'a mut Prepared<'t>,
}

/// A container whose lines are being written.
struct Open {
    /// The column at which its quotation mark stands; `None` where it is no box.
    quoted_at: Option<usize>,
    /// Columns that are dropped from its lines.
    dedent: usize,
    end: End,
}

/// Where a container ends.
enum End {
    /// Before this line.
    Line(usize),
    /// Behind this offset of the body.
    Offset(usize),
}

impl<'a> Writer<'a, '_> {
    fn write(&mut self, lines: &[ReadLine<'a>], pairs: &[Option<usize>]) {
        let mut comment_until = None;
        for (index, read) in lines.iter().enumerate() {
            let at = self.original(read.line.content.start + blanks(self.content(read)));
            if !read.is_blank {
                self.close(index, at, read.line.content.start);
            }
            if let Some(end) = comment_until {
                // Inside a comment.
                if index < end {
                    self.blank(read);
                    continue;
                }
                comment_until = None;
            }
            if read.is_blank {
                self.blank(read);
            } else if let Some(inset) = self.inset_at(at) {
                self.open_inset(read, inset);
            } else {
                match read.markup {
                    None => {
                        self.keep(read);
                        self.open_lettered(index, lines);
                    }
                    Some(markup) => {
                        comment_until = self.markup(markup, index, lines, pairs[index]);
                    }
                }
            }
        }
    }

    fn content(&self, read: &ReadLine<'_>) -> &'a str {
        let text: &'a str = self.source.text();
        read.line.content(text)
    }

    fn original(&self, offset: usize) -> usize {
        self.source.original(Span::new(offset, offset)).start
    }

    /// Writes a line that is no text. Says up to which line a comment goes on.
    fn markup(
        &mut self,
        markup: Markup<'_>,
        index: usize,
        lines: &[ReadLine<'a>],
        closed_by: Option<usize>,
    ) -> Option<usize> {
        let read = &lines[index];
        match markup {
            Markup::Opens(container) => {
                let (Container::Fence(name) | Container::Tag(name)) = container;
                self.remember(read);
                match (box_kind(name), closed_by) {
                    (Some(kind), Some(end)) => self.open_box(read, kind, End::Line(end)),
                    _ => self.blank(read),
                }
            }
            Markup::Closes(Container::Fence(_)) | Markup::BareTags | Markup::DetailsEnd => {
                self.blank(read);
            }
            Markup::Tag | Markup::TagBegins(_) | Markup::Closes(Container::Tag(_)) => {
                self.remember(read);
                self.blank(read);
            }
            Markup::Summary(from, to) => self.part(read, from, to),
            Markup::Details(summary) => {
                match summary {
                    Some((from, to)) => self.part(read, from, to),
                    None => self.blank(read),
                }
                if let Some(end) = closed_by.filter(|_| self.open.len() < MOST_OPEN) {
                    let body = body_indent(&lines[index + 1..end]);
                    if body >= read.indent + 4 {
                        let dedent = body - read.indent;
                        self.open.push(Open { quoted_at: None, dedent, end: End::Line(end) });
                    }
                }
            }
            Markup::Comment(Some(end)) => {
                let content = self.content(read);
                if content[blanks(content) + end..].trim().is_empty() {
                    self.blank(read);
                } else {
                    self.keep(read);
                }
            }
            Markup::Comment(None) => {
                let end = self.end_of_comment(index, lines);
                // A last line with text behind the comment is left to the parser.
                if end < lines.len() && self.content(&lines[end]).trim_end().ends_with("-->") {
                    self.blank(read);
                    return Some(end + 1);
                }
                self.keep(read);
            }
        }
        None
    }

    /// The line below on which a comment ends; behind the last one where none does.
    fn end_of_comment(&mut self, index: usize, lines: &[ReadLine<'a>]) -> usize {
        if let Some(end) = self.comment_end.filter(|end| *end > index) {
            return end;
        }
        let mut below = (index + 1)..lines.len();
        let end = below.find(|line| self.content(&lines[*line]).contains("-->"));
        let end = end.unwrap_or(lines.len());
        self.comment_end = Some(end);
        end
    }

    /// The inset whose marker stands at this place of the body.
    fn inset_at(&mut self, at: usize) -> Option<usize> {
        let insets = self.canonical.insets();
        while insets.get(self.next_inset).is_some_and(|inset| inset.marker_span.end <= at) {
            self.next_inset += 1;
        }
        let inset = insets.get(self.next_inset)?;
        (inset.marker_span.start <= at).then_some(self.next_inset)
    }

    fn open_inset(&mut self, read: &ReadLine<'_>, inset: usize) {
        let inset = &self.canonical.insets()[inset];
        let end = End::Offset(inset.span.end);
        let kind = match inset.marker {
            // Its line stays, so that the lists of two tabs are two.
            Marker::Tab => {
                self.keep(read);
                return;
            }
            Marker::Note => Some(box_kind(&inset.word).unwrap_or("note")),
            Marker::Foldable => box_kind(&inset.word),
        };
        self.remember(read);
        match kind {
            Some(kind) => self.open_box(read, kind, end),
            None => self.blank(read),
        }
    }

    /// What stands indented below a lettered line is its body, where for Markdown it is
    /// code: as some write lists that Markdown lacks.
    fn open_lettered(&mut self, index: usize, lines: &[ReadLine<'a>]) {
        let read = &lines[index];
        if !read.is_lettered || self.open.len() >= MOST_OPEN {
            return;
        }
        let below = &lines[index + 1..];
        let Some(first) = below.iter().position(|line| !line.is_blank) else { return };
        let columns = read.indent + 4;
        if first == 0 || below[first].indent < columns {
            return;
        }
        let end = below.iter().position(|line| !line.is_blank && line.indent < columns);
        let end = End::Line(end.map_or(lines.len(), |end| index + 1 + end));
        self.open.push(Open { quoted_at: None, dedent: 4, end });
    }

    fn open_box(&mut self, read: &ReadLine<'_>, kind: &'static str, end: End) {
        let at = read.line.content.start + blanks(self.content(read));
        if self.open.len() >= MOST_OPEN || read.indent > MOST_COLUMNS {
            self.blank(read);
            return;
        }
        self.prepared.boxes.push((self.original(at), kind));
        self.open.push(Open { quoted_at: Some(read.indent), dedent: 0, end });
        self.indent(read, read.indent, at);
        self.out.end(read.line);
        self.below_text = false;
    }

    /// Ends the containers that end before this line.
    fn close(&mut self, line: usize, at: usize, start: usize) {
        while let Some(last) = self.open.last() {
            let is_over = match last.end {
                End::Line(end) => line >= end,
                End::Offset(end) => at >= end,
            };
            if !is_over {
                return;
            }
            let was_box = last.quoted_at.is_some();
            self.open.pop();
            if was_box {
                let blank = self.quotation("", 0);
                self.out.insert(&format!("{blank}\n"), start);
            }
        }
    }

    fn remember(&mut self, read: &ReadLine<'_>) {
        let content = self.content(read);
        let from = read.line.content.start + blanks(content);
        let to = read.line.content.start + content.trim_end().len();
        self.prepared.markup.push(self.source.original(Span::new(from, to)));
    }

    fn blank(&mut self, read: &ReadLine<'_>) {
        let marks = self.quotation("", 0);
        self.out.insert(&marks, read.line.content.start);
        self.out.end(read.line);
        self.below_text = false;
    }

    fn keep(&mut self, read: &ReadLine<'_>) {
        let content = self.content(read);
        let at = read.line.content.start + blanks(content);
        if self.open.is_empty() {
            self.out.keep(read.line);
        } else {
            let dedent: usize = self.open.iter().map(|open| open.dedent).sum();
            self.indent(read, read.indent.saturating_sub(dedent), at);
            self.out.copy(Span::new(at, read.line.content.end));
            self.out.end(read.line);
        }
        self.below_text = true;
    }

    /// A part of a line as a paragraph of its own.
    fn part(&mut self, read: &ReadLine<'_>, from: usize, to: usize) {
        let start = read.line.content.start + blanks(self.content(read));
        if from == to {
            self.blank(read);
            return;
        }
        if self.below_text {
            let blank = self.quotation("", 0);
            self.out.insert(&format!("{blank}\n"), read.line.content.start);
        }
        self.indent(read, read.indent, start);
        self.out.copy(Span::new(start + from, start + to));
        self.out.end(read.line);
        let blank = self.quotation("", 0);
        self.out.insert(&format!("{blank}\n"), read.line.end);
        self.below_text = false;
    }

    /// Blanks up to `columns`, with the marks of all open boxes in their places.
    fn indent(&mut self, read: &ReadLine<'_>, columns: usize, at: usize) {
        let marks = self.quotation(" ", columns);
        self.out.insert(&marks, at.max(read.line.content.start));
    }

    /// `>` for every open box at its column, then blanks up to `columns`.
    fn quotation(&self, behind: &str, columns: usize) -> String {
        let mut text = String::new();
        let mut column = 0;
        for at in self.open.iter().filter_map(|open| open.quoted_at) {
            for _ in column..at {
                text.push(' ');
            }
            text.push('>');
            text.push_str(behind);
            column = column.max(at);
        }
        for _ in column..columns {
            text.push(' ');
        }
        text
    }
}

/// How many bytes of blanks a line begins with.
fn blanks(line: &str) -> usize {
    line.len() - line.trim_start_matches([' ', '\t']).len()
}

/// The least indentation of the first lines that are not blank.
fn body_indent(lines: &[ReadLine<'_>]) -> usize {
    let text = lines.iter().take(20).filter(|line| !line.is_blank);
    let text = text.filter(|line| !matches!(line.markup, Some(Markup::Summary(..))));
    text.map(|line| line.indent).min().unwrap_or(0)
}
