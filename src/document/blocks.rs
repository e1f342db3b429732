//! The block structure of a Markdown body: headings, paragraphs, items, rows, code.
//!
//! Says how the text is built, not what it means: which items are steps is for the
//! outline, what counts as a change for the fingerprint. Built in one pass without
//! recursion, so that depth of nesting costs nothing but memory.

pub(super) mod html;
mod inline;

use std::collections::HashMap;

use pulldown_cmark::{
    BlockQuoteKind, CodeBlockKind, Event, HeadingLevel, Options, Parser, Tag, TagEnd,
};

use crate::source::Span;

use super::canonical_text::CanonicalText;
use super::relined::Relined;
pub(super) use inline::folded;
use inline::{Inline, Mode};
pub use inline::{LineStart, Mark, MarkKind};

/// A block of a document, in reading order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// How many items, quotes, definitions and footnotes enclose it; a definition
    /// counts as enclosed by its term.
    pub depth: usize,
    /// Index of the nearest enclosing item, quote, definition or footnote.
    pub parent: Option<usize>,
    /// Its words, without markup, on one line; code is kept as it is.
    pub text: String,
    /// Where in the text the lines of the source begin, after the first; `<br>` begins
    /// a line as well. Empty for code and HTML blocks.
    pub lines: Vec<LineStart>,
    /// What is marked in the text: bold, code, links.
    pub marks: Vec<Mark>,
    /// Where it stands in the body.
    pub span: Span,
}

impl Block {
    /// Whether it is a script or a style sheet: text for a browser, which nobody reads.
    /// `body` is what it was read from.
    #[must_use]
    pub fn is_for_browsers(&self, body: &str) -> bool {
        const NAMES: [&str; 2] = ["<script", "<style"];
        let source = body.get(self.span.start..self.span.end).unwrap_or_default().as_bytes();
        self.kind == BlockKind::Html
            && NAMES.iter().any(|name| {
                source
                    .split_at_checked(name.len())
                    .is_some_and(|(start, _)| start.eq_ignore_ascii_case(name.as_bytes()))
            })
    }
}

/// The kinds of block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BlockKind {
    /// A heading of level 1 to 6, with its explicit anchor.
    Heading {
        /// 1 to 6.
        level: u8,
        /// `{#anchor}`.
        anchor: Option<String>,
    },
    /// A paragraph.
    Paragraph,
    /// A list item with its first paragraph.
    Item {
        /// Which list of the document it belongs to, counted from 0.
        list: usize,
        /// The number it is shown with, where the list is ordered.
        ordinal: Option<u64>,
        /// Whether it is a check box.
        task: bool,
    },
    /// A row of a table; cells are joined by U+001F.
    Row {
        /// Which table of the document it belongs to, counted from 0.
        table: usize,
        /// Whether it is the row of column names.
        header: bool,
    },
    /// A code block with the first word of its info string.
    Code {
        /// `sh`, `json`, … or empty.
        language: String,
    },
    /// A picture; its text is the description.
    Image {
        /// Where the picture is.
        destination: String,
    },
    /// A term of a definition list, or its meaning.
    Definition,
    /// The start of a quotation or of an alert box.
    Quote {
        /// `note`, `tip`, `important`, `warning` or `caution`.
        alert: Option<&'static str>,
    },
    /// The start of a footnote.
    Footnote,
    /// Raw HTML: the text between tags, and the values of `src` and `href`.
    Html,
}

impl BlockKind {
    /// The letter that stands for the kind in the canonical form.
    #[must_use]
    pub const fn letter(&self) -> char {
        match self {
            BlockKind::Heading { .. } => 'h',
            BlockKind::Paragraph => 'p',
            BlockKind::Item { .. } => 'i',
            BlockKind::Row { .. } => 't',
            BlockKind::Code { .. } => 'c',
            BlockKind::Image { .. } => 'm',
            BlockKind::Definition => 'd',
            BlockKind::Quote { .. } => 'q',
            BlockKind::Footnote => 'n',
            BlockKind::Html => 'x',
        }
    }
}

/// Separates the cells of a [`BlockKind::Row`].
pub const CELL: char = '\u{1f}';

/// What is read beyond `CommonMark`; part of canonical form 1.
pub(super) const OPTIONS: Options = Options::ENABLE_TABLES
    .union(Options::ENABLE_TASKLISTS)
    .union(Options::ENABLE_FOOTNOTES)
    .union(Options::ENABLE_DEFINITION_LIST)
    .union(Options::ENABLE_STRIKETHROUGH)
    .union(Options::ENABLE_HEADING_ATTRIBUTES)
    .union(Options::ENABLE_GFM);

/// Stands before and behind struck text: what is struck out no longer holds.
const STRUCK: &str = "~~";

/// Reads the blocks of a Markdown body, after the rewriting of canonical form 1.
#[must_use]
pub fn blocks(body: &str) -> Vec<Block> {
    read(CanonicalText::of(body).text())
}

/// Reads the blocks of a text that is prepared for CommonMark. Their spans are places
/// in the original of the text.
#[must_use]
pub fn read(text: &Relined<'_>) -> Vec<Block> {
    let mut builder = Builder::default();
    for (event, range) in Parser::new_ext(text.text(), OPTIONS).into_offset_iter() {
        builder.take(event, text.original(range.into()));
    }
    builder.finish()
}

#[derive(Default)]
struct Builder {
    blocks: Vec<Block>,
    /// Enclosing containers: block index, and whether its own first paragraph is still open.
    containers: Vec<Container>,
    /// Enclosing lists: number of the list and the next ordinal.
    lists: Vec<(usize, Option<u64>)>,
    list_count: usize,
    table_count: usize,
    /// The labels of the footnotes, in lower case, in order.
    footnotes: Vec<String>,
    /// The labels of references to footnotes, in lower case, in order. Until the
    /// footnotes are known, a [`MarkKind::Footnote`] holds an index into these.
    references: Vec<String>,
    /// The block whose text is being read.
    open: Option<usize>,
    inline: Inline,
    cells: usize,
}

struct Container {
    block: usize,
    /// How deep its blocks stand.
    depth_inside: usize,
    /// Whether the next paragraph is its own text.
    takes_text: bool,
}

impl Builder {
    fn take(&mut self, event: Event<'_>, span: Span) {
        match event {
            Event::Start(tag) => self.start(tag, span),
            Event::End(tag) => self.end(tag),
            Event::Text(text) => self.text(&text, span),
            Event::Code(text) => {
                self.ensure_open(span);
                self.inline.marked(MarkKind::Code, &text);
            }
            Event::SoftBreak | Event::HardBreak => self.inline.line_break(span.end),
            Event::InlineHtml(html) => {
                self.ensure_open(span);
                self.inline.html_tag(&html, span);
            }
            Event::Html(html) => self.inline.push(&html),
            Event::TaskListMarker(_) => {
                if let Some(BlockKind::Item { task, .. }) =
                    self.containers.last().map(|c| &mut self.blocks[c.block].kind)
                {
                    *task = true;
                }
            }
            Event::InlineMath(text) | Event::DisplayMath(text) => self.text(&text, span),
            Event::FootnoteReference(label) => {
                self.ensure_open(span);
                self.inline.marked(MarkKind::Footnote(self.references.len()), "");
                self.references.push(label.to_lowercase());
            }
            Event::Rule => {}
        }
    }

    fn start(&mut self, tag: Tag<'_>, span: Span) {
        match tag {
            Tag::Heading { level, id, .. } => {
                self.close();
                let anchor = id.map(|id| id.to_string());
                self.open_block(BlockKind::Heading { level: level_number(level), anchor }, span);
            }
            Tag::Paragraph => {
                self.close();
                if let Some(container) = self.containers.last_mut().filter(|c| c.takes_text) {
                    container.takes_text = false;
                    self.open = Some(container.block);
                } else {
                    self.open_block(BlockKind::Paragraph, span);
                }
            }
            Tag::List(start) => {
                self.close();
                self.end_own_text();
                self.lists.push((self.list_count, start));
                self.list_count += 1;
            }
            Tag::Item => {
                self.close();
                let (list, ordinal) = match self.lists.last_mut() {
                    Some((list, next)) => {
                        let ordinal = *next;
                        *next = next.map(|n| n.saturating_add(1));
                        (*list, ordinal)
                    }
                    None => (0, None),
                };
                self.open_container(BlockKind::Item { list, ordinal, task: false }, span, true);
            }
            Tag::BlockQuote(kind) => {
                self.close();
                self.open_container(BlockKind::Quote { alert: kind.map(alert_name) }, span, false);
            }
            Tag::FootnoteDefinition(label) => {
                self.close();
                self.footnotes.push(label.to_lowercase());
                self.open_container(BlockKind::Footnote, span, true);
            }
            Tag::DefinitionListTitle => {
                self.close();
                self.open_block(BlockKind::Definition, span);
            }
            Tag::DefinitionListDefinition => {
                self.close();
                self.open_container(BlockKind::Definition, span, true);
            }
            Tag::CodeBlock(kind) => {
                self.close();
                let language = match &kind {
                    CodeBlockKind::Fenced(info) => {
                        info.split([' ', ',', '{']).next().unwrap_or_default().to_owned()
                    }
                    CodeBlockKind::Indented => String::new(),
                };
                self.open_block(BlockKind::Code { language }, span);
                self.inline = Inline::new(Mode::Verbatim);
            }
            Tag::HtmlBlock => {
                self.close();
                // A comment does not take the place of an item's first paragraph.
                self.open = Some(self.push_block(BlockKind::Html, span));
                self.inline = Inline::new(Mode::Html);
            }
            Tag::Table(_) => {
                self.close();
                self.table_count += 1;
            }
            Tag::TableHead => self.start_row(true, span),
            Tag::TableRow => self.start_row(false, span),
            Tag::TableCell => {
                if self.cells > 0 {
                    self.inline.cell();
                }
                self.cells += 1;
            }
            Tag::Strong => {
                self.ensure_open(span);
                self.inline.begin(MarkKind::Strong);
            }
            Tag::Link { dest_url, .. } => {
                self.ensure_open(span);
                self.inline.begin(MarkKind::Link(dest_url.to_string()));
            }
            Tag::Image { dest_url, .. } => {
                self.ensure_open(span);
                self.inline.begin_image(dest_url.to_string(), span);
            }
            Tag::Strikethrough => {
                self.ensure_open(span);
                self.inline.push(STRUCK);
            }
            Tag::Emphasis | Tag::Superscript | Tag::Subscript => self.ensure_open(span),
            Tag::DefinitionList | Tag::MetadataBlock(_) => self.close(),
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Strong | TagEnd::Link => self.inline.end(),
            TagEnd::Strikethrough => self.inline.push(STRUCK),
            TagEnd::Image => self.inline.end_image(),
            TagEnd::List(_) => {
                self.close();
                self.lists.pop();
            }
            TagEnd::Item
            | TagEnd::BlockQuote(_)
            | TagEnd::FootnoteDefinition
            | TagEnd::DefinitionListDefinition => {
                self.close();
                self.containers.pop();
            }
            TagEnd::Paragraph
            | TagEnd::Heading(_)
            | TagEnd::CodeBlock
            | TagEnd::HtmlBlock
            | TagEnd::TableHead
            | TagEnd::TableRow
            | TagEnd::DefinitionListTitle => self.close(),
            TagEnd::Table
            | TagEnd::TableCell
            | TagEnd::Emphasis
            | TagEnd::Superscript
            | TagEnd::Subscript
            | TagEnd::DefinitionList
            | TagEnd::MetadataBlock(_) => {}
        }
    }

    fn text(&mut self, text: &str, span: Span) {
        self.ensure_open(span);
        self.inline.push(text);
    }

    fn start_row(&mut self, header: bool, span: Span) {
        self.close();
        self.cells = 0;
        self.open_block(BlockKind::Row { table: self.table_count - 1, header }, span);
    }

    /// Text directly in a container (a tight item) belongs to the container itself.
    fn ensure_open(&mut self, span: Span) {
        if self.open.is_some() {
            return;
        }
        if let Some(container) = self.containers.last_mut().filter(|c| c.takes_text) {
            container.takes_text = false;
            self.open = Some(container.block);
        } else {
            self.open_block(BlockKind::Paragraph, span);
        }
    }

    fn open_container(&mut self, kind: BlockKind, span: Span, takes_text: bool) {
        self.end_own_text();
        let is_meaning = kind == BlockKind::Definition;
        let block = self.push_block(kind, span);
        // A meaning stands below its term.
        self.blocks[block].depth += usize::from(is_meaning);
        let depth_inside = self.blocks[block].depth + 1;
        self.containers.push(Container { block, depth_inside, takes_text });
    }

    fn open_block(&mut self, kind: BlockKind, span: Span) {
        self.end_own_text();
        self.open = Some(self.push_block(kind, span));
    }

    /// What follows in the innermost container stands below its own text.
    fn end_own_text(&mut self) {
        if let Some(container) = self.containers.last_mut() {
            container.takes_text = false;
        }
    }

    fn push_block(&mut self, kind: BlockKind, span: Span) -> usize {
        self.blocks.push(Block {
            kind,
            depth: self.containers.last().map_or(0, |container| container.depth_inside),
            parent: self.containers.last().map(|container| container.block),
            text: String::new(),
            lines: Vec::new(),
            marks: Vec::new(),
            span,
        });
        self.blocks.len() - 1
    }

    /// Ends the block whose text is being read, and adds its pictures behind it.
    fn close(&mut self) {
        let read = std::mem::take(&mut self.inline).finish();
        if let Some(open) = self.open.take() {
            let block = &mut self.blocks[open];
            block.text = read.text;
            block.lines = read.lines;
            block.marks = read.marks;
            if block.kind == BlockKind::Html && !block.text.is_empty() {
                self.end_own_text();
            }
        }
        for image in read.images {
            let block =
                self.push_block(BlockKind::Image { destination: image.destination }, image.span);
            self.blocks[block].text = image.description;
        }
    }

    fn finish(mut self) -> Vec<Block> {
        self.close();
        let mut numbers = HashMap::new();
        for (index, label) in self.footnotes.iter().enumerate() {
            numbers.entry(label.as_str()).or_insert(index + 1);
        }
        for mark in self.blocks.iter_mut().flat_map(|block| &mut block.marks) {
            if let MarkKind::Footnote(reference) = &mut mark.kind {
                let label = self.references.get(*reference).map(String::as_str);
                *reference = label.and_then(|label| numbers.get(label)).copied().unwrap_or(0);
            }
        }
        self.blocks
    }
}

pub(super) const fn level_number(level: HeadingLevel) -> u8 {
    match level {
        HeadingLevel::H1 => 1,
        HeadingLevel::H2 => 2,
        HeadingLevel::H3 => 3,
        HeadingLevel::H4 => 4,
        HeadingLevel::H5 => 5,
        HeadingLevel::H6 => 6,
    }
}

const fn alert_name(kind: BlockQuoteKind) -> &'static str {
    match kind {
        BlockQuoteKind::Note => "note",
        BlockQuoteKind::Tip => "tip",
        BlockQuoteKind::Important => "important",
        BlockQuoteKind::Warning => "warning",
        BlockQuoteKind::Caution => "caution",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shape(body: &str) -> Vec<(char, usize, String)> {
        blocks(body)
            .into_iter()
            .map(|b| {
                let kind = b.kind.letter();
                (kind, b.depth, b.text.replace(CELL, "|"))
            })
            .collect()
    }

    #[test]
    fn tight_and_loose_lists_have_the_same_blocks() {
        let expected = vec![
            ('i', 0, "Open.".to_owned()),
            ('i', 1, "Twice.".to_owned()),
            ('i', 0, "Close.".to_owned()),
        ];
        assert_eq!(shape("1. Open.\n   - Twice.\n2. Close.\n"), expected);
        assert_eq!(shape("1. Open.\n\n   - Twice.\n\n2. Close.\n"), expected);
    }

    #[test]
    fn an_item_keeps_its_first_paragraph_and_the_rest_stands_below() {
        assert_eq!(
            shape("1. Open\n   the **till**.\n\n   It beeps.\n\n   ```sh\n   x  y\n   ```\n"),
            vec![
                ('i', 0, "Open the till.".into()),
                ('p', 1, "It beeps.".into()),
                ('c', 1, "x  y".into())
            ]
        );
    }

    #[test]
    fn rows_quotes_pictures_and_html() {
        assert_eq!(
            shape(
                "| a | b |\n|---|---|\n| 1 | 2 **x** |\n\n> [!WARNING]\n> Hot.\n\nSee ![a till](till.png) now.\n\n<div><a href=\"u\">Go</a></div>\n"
            ),
            vec![
                ('t', 0, "a|b".into()),
                ('t', 0, "1|2 x".into()),
                ('q', 0, String::new()),
                ('p', 1, "Hot.".into()),
                ('p', 0, "See now.".into()),
                ('m', 0, "a till".into()),
                ('x', 0, "u Go".into()),
            ]
        );
    }

    #[test]
    fn ordinals_are_those_shown() {
        let ordinals: Vec<_> = blocks("1. a\n1. b\n\ntext\n\n7. c\n- d\n")
            .into_iter()
            .filter_map(|b| match b.kind {
                BlockKind::Item { ordinal, list, .. } => Some((list, ordinal)),
                _ => None,
            })
            .collect();
        assert_eq!(ordinals, [(0, Some(1)), (0, Some(2)), (1, Some(7)), (2, None)]);
    }

    #[test]
    fn marks_cover_their_words() {
        let block =
            blocks("Press **Save now** or `Ctrl+S`, see [the  page](http://x).\n").remove(0);
        let marked: Vec<_> = block.marks.iter().map(|m| &block.text[m.start..m.end]).collect();
        assert_eq!(block.text, "Press Save now or Ctrl+S, see the page.");
        assert_eq!(marked, ["Save now", "Ctrl+S", "the page"]);
    }

    #[test]
    fn the_body_of_a_note_is_text_and_its_places_are_true() {
        let body = "1. Open.\r\n\r\n    !!! danger\r\n        Hot *lamp*.\r\n\r\n        - One\r\n2. Close.\r\n";
        let found: Vec<_> = blocks(body)
            .into_iter()
            .map(|b| (b.kind.letter(), b.depth, body[b.span.start..b.span.end].trim().to_owned()))
            .collect();
        assert_eq!(
            found[1..],
            [
                ('p', 1, "!!! danger".to_owned()),
                ('p', 1, "Hot *lamp*.".to_owned()),
                ('i', 1, "- One".to_owned()),
                ('i', 0, "2. Close.".to_owned()),
            ]
        );
    }

    #[test]
    fn deep_nesting_neither_overflows_nor_takes_long() {
        let deep = format!("{}x", "- ".repeat(20_000));
        assert!(!blocks(&deep).is_empty());
        assert!(!blocks(&"> ".repeat(20_000)).is_empty());
    }
}
