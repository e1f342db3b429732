//! A body as it is written, for a copy on paper: every number, bullet, check box, box, line
//! break, footnote and picture in its place.
//!
//! Reads the same prepared text as the outline, so that what one of them takes for a box or a
//! line of its own is one for the other. Unlike the outline it leaves nothing out but comments,
//! and unlike the canonical form it drops no label. Pictures are named here and read by others.

mod raw;

use std::collections::{HashMap, HashSet};

use pulldown_cmark::{Alignment, BlockQuoteKind, Event, Parser, Tag, TagEnd};

use crate::report::{Align, Element, Label, Manuscript, Part, Picture};
use crate::source::Span;

use super::Document;
use super::blocks::{self, OPTIONS, level_number};
use super::outline::markup::{Container, Markup, read, title_of_box};
use super::outline::preparation::Prepared;
use super::outline::typed::labelled_lines;
use super::outline::{MOST_NESTED, UnitKind};

impl Document {
    /// The body as it is written. Takes time in proportion to its length.
    #[must_use]
    pub fn manuscript(&self) -> Manuscript {
        let prepared = Prepared::of(self.body());
        let outline = self.outline();
        let steps = outline.units.iter().filter(|unit| unit.kind == UnitKind::Step);
        let mut builder = Builder {
            body: self.body(),
            steps: steps
                .filter_map(|unit| Some((unit.span.start, unit.number.as_deref()?)))
                .collect(),
            line_starts: labels_below_others(&prepared),
            boxes: prepared.boxes.iter().copied().collect(),
            markup: prepared.markup.iter().copied().peekable(),
            parts: Vec::new(),
            open: Vec::new(),
            lists: Vec::new(),
            alignments: Vec::new(),
            cell: 0,
            notes: HashMap::new(),
            text: Reading::Words,
        };
        let events = Parser::new_ext(prepared.text.text(), OPTIONS).into_offset_iter();
        for (event, range) in events {
            builder.take(event, prepared.text.original(range.into()));
        }
        builder.markup_before(usize::MAX);
        Manuscript { parts: builder.parts }
    }
}

/// Where the lines inside paragraphs begin that have a label of their own: `b) …` below `a) …`.
/// Markdown would run them together.
fn labels_below_others(prepared: &Prepared<'_>) -> HashSet<usize> {
    let blocks = blocks::read(&prepared.text);
    let starts = labelled_lines(&blocks).into_iter().filter_map(|line| {
        let start = blocks.get(line.block)?.lines.get(line.line.checked_sub(1)?)?;
        Some(start.source)
    });
    starts.collect()
}

struct Builder<'a> {
    body: &'a str,
    /// The numbers of steps as the outline shows them, by where they begin.
    steps: HashMap<usize, &'a str>,
    /// Where lines begin that stay lines.
    line_starts: HashSet<usize>,
    /// The kinds of boxes, by where they begin.
    boxes: HashMap<usize, &'static str>,
    /// Lines of markup that were taken out of the parser's way.
    markup: std::iter::Peekable<std::iter::Copied<std::slice::Iter<'a, Span>>>,
    parts: Vec<Part>,
    open: Vec<Frame>,
    /// The number that each open list has come to; `None` for bullets.
    lists: Vec<Option<u64>>,
    /// How the columns of the open table are aligned.
    alignments: Vec<Align>,
    /// The column of the next cell.
    cell: usize,
    /// The numbers of footnotes by their labels, in lower case.
    notes: HashMap<String, usize>,
    text: Reading,
}

/// What text is being read for.
enum Reading {
    Words,
    /// The description of a picture.
    Picture {
        destination: String,
        description: String,
    },
    /// A block of code.
    Listing(String),
    /// A block of raw HTML.
    Html(String),
}

/// Something that is open.
struct Frame {
    /// `None` where it stands too deep to be shown as what it is.
    element: Option<Element>,
    /// Whether a tag of raw HTML has opened it.
    is_raw: bool,
    /// Whether its items are counted.
    is_list: bool,
}

impl Builder<'_> {
    fn take(&mut self, event: Event<'_>, span: Span) {
        match event {
            Event::Start(tag) => self.start(tag, span),
            Event::End(tag) => self.end(tag),
            Event::Text(text) | Event::InlineMath(text) | Event::DisplayMath(text) => {
                self.text(&text);
            }
            Event::Code(code) => match &mut self.text {
                Reading::Words => self.parts.push(Part::Code(code.as_ref().into())),
                _ => self.text(&code),
            },
            Event::SoftBreak if self.line_starts.contains(&span.end) => self.line_break(),
            Event::SoftBreak => self.text(" "),
            Event::HardBreak => self.line_break(),
            Event::Html(html) => self.text(&html),
            Event::InlineHtml(html) => {
                if let Reading::Words = self.text {
                    raw::read(&html, self);
                }
            }
            Event::TaskListMarker(is_ticked) => self.tick(is_ticked),
            Event::FootnoteReference(label) => {
                let number = self.note(&label);
                self.parts.push(Part::Note(number));
            }
            Event::Rule => {
                self.markup_before(span.start);
                self.parts.push(Part::Rule);
            }
        }
    }

    fn text(&mut self, text: &str) {
        match &mut self.text {
            Reading::Words => self.parts.push(Part::Words(text.into())),
            Reading::Picture { description: buffer, .. }
            | Reading::Listing(buffer)
            | Reading::Html(buffer) => buffer.push_str(text),
        }
    }

    fn line_break(&mut self) {
        match &mut self.text {
            Reading::Words => self.parts.push(Part::Break),
            _ => self.text(" "),
        }
    }

    fn start(&mut self, tag: Tag<'_>, span: Span) {
        let is_inline = matches!(
            tag,
            Tag::Strong | Tag::Emphasis | Tag::Strikethrough | Tag::Link { .. } | Tag::Image { .. }
        );
        if !is_inline {
            self.markup_before(span.start);
        }
        let element = match tag {
            Tag::Heading { level, .. } => Element::Heading(level_number(level)),
            Tag::Paragraph => Element::Paragraph,
            Tag::List(start) => {
                self.lists.push(start.map(|start| start.saturating_sub(1)));
                Element::List
            }
            Tag::Item => Element::Item { label: self.label(span), ticked: None },
            Tag::BlockQuote(alert) => self.quote(alert, span),
            Tag::FootnoteDefinition(label) => Element::Footnote(self.note(&label)),
            Tag::DefinitionList => Element::Terms,
            Tag::DefinitionListTitle => Element::Term,
            Tag::DefinitionListDefinition => Element::Meaning,
            Tag::CodeBlock(_) => {
                self.text = Reading::Listing(String::new());
                return;
            }
            Tag::HtmlBlock => {
                self.text = Reading::Html(String::new());
                return;
            }
            Tag::Table(alignments) => {
                self.alignments = alignments.into_iter().map(align).collect();
                Element::Table
            }
            Tag::TableHead => {
                self.cell = 0;
                Element::Head
            }
            Tag::TableRow => {
                self.cell = 0;
                Element::Row
            }
            Tag::TableCell => {
                let align = self.alignments.get(self.cell).copied().unwrap_or_default();
                self.cell += 1;
                let names = self.open.last().is_some_and(|row| row.element == Some(Element::Head));
                Element::Cell { names, align }
            }
            Tag::Strong => Element::Strong,
            Tag::Emphasis => Element::Emphasis,
            Tag::Strikethrough => Element::Struck,
            Tag::Superscript => Element::Raised,
            Tag::Subscript => Element::Lowered,
            Tag::Link { dest_url, .. } => Element::Link(dest_url.as_ref().into()),
            Tag::Image { dest_url, .. } => {
                // A picture within the description of another is part of that.
                if let Reading::Words = self.text {
                    let destination = dest_url.to_string();
                    self.text = Reading::Picture { destination, description: String::new() };
                }
                return;
            }
            Tag::MetadataBlock(_) => Element::Division,
        };
        // The description of a picture has words and nothing else.
        if let Reading::Words = self.text {
            self.open(element, false);
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::CodeBlock | TagEnd::HtmlBlock | TagEnd::Image => self.end_reading(),
            _ if !matches!(self.text, Reading::Words) => {}
            _ => {
                self.close_raw();
                self.close();
            }
        }
    }

    fn end_reading(&mut self) {
        match std::mem::replace(&mut self.text, Reading::Words) {
            Reading::Words => {}
            Reading::Picture { destination, description } => {
                self.picture(destination, &description);
            }
            Reading::Listing(code) => {
                let code = code.strip_suffix('\n').unwrap_or(&code);
                self.parts.push(Part::Listing(code.into()));
            }
            Reading::Html(html) => {
                let before = self.parts.len();
                self.open(Element::Division, false);
                raw::read(&html, self);
                self.close_raw();
                let is_empty = self.parts.len() == before + 1;
                self.close();
                if is_empty {
                    self.parts.truncate(before);
                }
            }
        }
    }

    fn picture(&mut self, destination: String, description: &str) {
        let description = description.trim().into();
        self.parts.push(Part::Picture(Picture { description, destination, image: None }));
    }

    fn open(&mut self, element: Element, is_raw: bool) {
        let is_list = element == Element::List;
        let element = (self.open.len() < MOST_NESTED).then_some(element);
        self.parts.extend(element.clone().map(Part::Opens));
        self.open.push(Frame { element, is_raw, is_list });
    }

    fn close(&mut self) {
        let Some(frame) = self.open.pop() else { return };
        if frame.is_list {
            self.lists.pop();
        }
        if frame.element.is_some() {
            self.parts.push(Part::Closes);
        }
    }

    /// Closes what raw HTML has left open.
    fn close_raw(&mut self) {
        while self.open.last().is_some_and(|frame| frame.is_raw) {
            self.close();
        }
    }

    /// The label of an item. Its number is the one that is typed as long as these rise, as
    /// people read it; a step in another has the number by which the program speaks of it.
    fn label(&mut self, span: Span) -> Label {
        let Some(last) = self.lists.last_mut().and_then(Option::as_mut) else {
            return Label::Point;
        };
        let source = self.body.get(span.start..span.end).unwrap_or_default();
        let source = source.trim_start_matches([' ', '\t']);
        let digits = source.bytes().take(9).take_while(u8::is_ascii_digit).count();
        let typed = source[..digits].parse().unwrap_or(0);
        *last = if typed > *last { typed } else { last.saturating_add(1) };
        let number = last.to_string();
        let step = self.steps.get(&span.start).and_then(|step| step.strip_suffix(&number));
        if let Some(outer) = step.filter(|outer| outer.ends_with('.')) {
            return Label::Words(format!("{outer}{number}").into());
        }
        let sign = if source[digits..].starts_with(')') { ')' } else { '.' };
        Label::Words(format!("{number}{sign}").into())
    }

    fn tick(&mut self, is_ticked: bool) {
        let item = self.parts.iter_mut().rev().find_map(|part| match part {
            Part::Opens(Element::Item { ticked, .. }) => Some(ticked),
            _ => None,
        });
        if let Some(ticked) = item {
            *ticked = Some(is_ticked);
        }
    }

    fn quote(&mut self, alert: Option<BlockQuoteKind>, span: Span) -> Element {
        let (name, warns) = match alert {
            None => return self.boxed(span).unwrap_or(Element::Quote),
            Some(BlockQuoteKind::Note) => ("Note", false),
            Some(BlockQuoteKind::Tip) => ("Tip", false),
            Some(BlockQuoteKind::Important) => ("Important", true),
            Some(BlockQuoteKind::Warning) => ("Warning", true),
            Some(BlockQuoteKind::Caution) => ("Caution", true),
        };
        Element::Box { name: name.into(), title: "".into(), warns }
    }

    /// A box that a line of another convention begins: `!!! danger "Hot"`, `:::note`.
    fn boxed(&mut self, span: Span) -> Option<Element> {
        let kind = self.boxes.get(&span.start)?;
        let line = self.markup.next_if(|line| line.start == span.start)?;
        let line = self.body.get(line.start..line.end).unwrap_or_default();
        let title = title_of_box(line).unwrap_or_default();
        let (_, behind) = line.split_at(line.len() - line.trim_start_matches(is_sign).len());
        let end = behind.find(|c: char| !(c.is_alphanumeric() || matches!(c, '-' | '_')));
        // `!!! "Hot"` has a title and no name.
        let name =
            if behind.starts_with('"') { "" } else { &behind[..end.unwrap_or(behind.len())] };
        let title = title.trim().into();
        Some(Element::Box { name: raised(name).into(), title, warns: *kind == "warning" })
    }

    /// Adds the lines of markup that stand before a place: nobody knows what a program would
    /// put there, so they stand as they are written.
    fn markup_before(&mut self, place: usize) {
        let in_table = self.open.iter().any(|frame| frame.element == Some(Element::Table));
        while !in_table && let Some(line) = self.markup.next_if(|line| line.start < place) {
            let text = self.body.get(line.start..line.end).unwrap_or_default();
            if let Some(Markup::Closes(Container::Fence(_) | Container::Tag(_))) = read(text) {
                continue;
            }
            let in_list =
                self.open.last().is_some_and(|frame| frame.element == Some(Element::List));
            if in_list {
                self.open(Element::Item { label: Label::None, ticked: None }, false);
            }
            self.open(Element::Paragraph, false);
            match title_of_box(text).filter(|title| !title.is_empty()) {
                // The title of what folds on a screen, and lies open on paper.
                Some(title) => {
                    self.open(Element::Strong, false);
                    self.parts.push(Part::Words(title.into()));
                    self.close();
                }
                None => self.parts.push(Part::Code(text.into())),
            }
            self.close();
            if in_list {
                self.close();
            }
        }
    }

    /// The number of a footnote: they are counted as they first stand in the text.
    fn note(&mut self, label: &str) -> usize {
        let next = self.notes.len() + 1;
        *self.notes.entry(label.to_lowercase()).or_insert(next)
    }
}

const fn is_sign(c: char) -> bool {
    matches!(c, '!' | '?' | ':' | '+' | ' ' | '{' | '%' | '<' | '-' | '.' | '#' | '=' | '~')
}

/// A word with a capital.
fn raised(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

const fn align(alignment: Alignment) -> Align {
    match alignment {
        Alignment::None => Align::Unset,
        Alignment::Left => Align::Left,
        Alignment::Center => Align::Centre,
        Alignment::Right => Align::Right,
    }
}

#[cfg(test)]
mod tests;
