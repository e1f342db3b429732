//! A document with the places of its units in the source, so that they can be edited
//! there.
//!
//! Only units whose source is plain get a place: they begin on a line of their own, and
//! nothing else stands on their lines. Where the two readings of the text (blocks and
//! outline) see a unit differently it has none, and is left alone.

use std::collections::HashMap;

use sopctl::document::Document;
use sopctl::document::blocks::{Block, BlockKind};
use sopctl::document::front_matter;
use sopctl::document::outline::{Outline, Unit};
use sopctl::document::profile::Profile;
use sopctl::source::Span;

/// A document that is edited.
pub(crate) struct Page {
    pub(crate) name: String,
    pub(crate) profile: &'static Profile,
    pub(crate) document: Document,
    /// One for each unit that can be edited.
    pub(crate) places: Vec<Option<Place>>,
    /// Whether the numbers of all ordered lists are typed as they are shown, or alike.
    pub(crate) is_numbered_in_order: bool,
}

/// Where a unit stands in the body.
#[derive(Debug, Clone)]
pub(crate) struct Place {
    pub(crate) shape: Shape,
    /// Its lines, with those of the units inside it.
    pub(crate) lines: Span,
    /// Behind the last unit inside it.
    pub(crate) end: usize,
    /// What stands before it on its first line: indentation, marks of a quotation.
    pub(crate) prefix: String,
    /// The marker of an item with the blanks behind it.
    pub(crate) marker: String,
    /// Its own words, without marker and without what stands inside it.
    pub(crate) words: Span,
}

/// How a unit is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shape {
    Paragraph,
    /// An item of a list of the document.
    Item(usize),
    /// A row of a table of the document.
    Row(usize),
    Heading,
    Code,
    Image,
}

impl Page {
    /// Reads a text alone, as a repository without configuration would.
    pub(crate) fn read(name: String, text: String) -> Self {
        let split = front_matter::split(&text);
        let told = front_matter::detect(Profile::built_in(), std::slice::from_ref(&split));
        let profile = told.unwrap_or_else(|| Profile::sopctl());
        let document = Document::read(text, profile);
        let blocks: HashMap<Span, &Block> = document
            .blocks()
            .iter()
            .filter(|block| !matches!(block.kind, BlockKind::Quote { .. }))
            .map(|block| (block.span, block))
            .collect();
        let outline = document.outline();
        let source = Source { body: document.body(), outline, starts: starts(&document) };
        let places = (0..outline.units.len()).map(|unit| source.place(unit, &blocks)).collect();
        let is_numbered_in_order = numbers(document.body()).iter().all(List::is_in_order);
        Self { name, profile, document, places, is_numbered_in_order }
    }

    pub(crate) fn units(&self) -> &[Unit] {
        &self.document.outline().units
    }

    pub(crate) fn unit(&self, index: usize) -> &Unit {
        &self.units()[index]
    }

    pub(crate) fn place(&self, index: usize) -> Option<&Place> {
        self.places.get(index)?.as_ref()
    }

    pub(crate) fn body(&self) -> &str {
        self.document.body()
    }

    pub(crate) fn at(&self, span: Span) -> &str {
        self.body().get(span.start..span.end).unwrap_or_default()
    }

    /// A part of the source with replacements inside it.
    pub(crate) fn patched_at(&self, span: Span, changes: &[(Span, String)]) -> String {
        let inside = |(at, text): &(Span, String)| {
            (Span::new(at.start - span.start, at.end - span.start), text.clone())
        };
        patched(self.at(span), changes.iter().map(inside).collect())
    }

    /// Whether two units stand beside each other in one list, table or run of paragraphs.
    pub(crate) fn are_alike(&self, a: usize, b: usize) -> bool {
        let (Some(one), Some(other)) = (self.place(a), self.place(b)) else { return false };
        let (of_a, of_b) = (self.unit(a), self.unit(b));
        one.shape == other.shape
            && one.prefix == other.prefix
            && (of_a.section, of_a.parent) == (of_b.section, of_b.parent)
    }

    /// Reads another version of this page.
    pub(crate) fn reread(&self, body: &str) -> Document {
        let text = self.document.text();
        let head = &text[..text.len() - self.body().len()];
        Document::read(format!("{head}{body}"), self.profile)
    }
}

/// Where each unit begins, behind the blanks that its span may begin with.
pub(crate) fn starts(document: &Document) -> Vec<usize> {
    let begins = |span: Span| {
        let slice = document.body().get(span.start..span.end).unwrap_or_default();
        span.start + slice.len() - slice.trim_start().len()
    };
    document.outline().units.iter().map(|unit| begins(unit.span)).collect()
}

struct Source<'d> {
    body: &'d str,
    outline: &'d Outline,
    starts: Vec<usize>,
}

impl Source<'_> {
    fn place(&self, index: usize, blocks: &HashMap<Span, &Block>) -> Option<Place> {
        let unit = &self.outline.units[index];
        let shape = match blocks.get(&unit.span)?.kind {
            BlockKind::Paragraph => Shape::Paragraph,
            BlockKind::Item { list, .. } => Shape::Item(list),
            BlockKind::Row { table, header: false } => Shape::Row(table),
            BlockKind::Heading { .. } => Shape::Heading,
            BlockKind::Code { .. } => Shape::Code,
            BlockKind::Image { .. } => Shape::Image,
            _ => return None,
        };
        let start = self.starts[index];
        let line = self.body[..start].rfind('\n').map_or(0, |end| end + 1);
        let prefix = &self.body[line..start];
        if !prefix.chars().all(|c| matches!(c, ' ' | '\t' | '>')) {
            return None;
        }
        let ended = start + self.body.get(start..unit.span.end)?.trim_end().len();
        let line_end = self.body[ended..].find('\n').map_or(self.body.len(), |at| ended + at + 1);
        if !self.body[ended..line_end].trim().is_empty() {
            return None;
        }
        let lines = Span::new(line, line_end);
        let mut end = index + 1;
        if shape != Shape::Heading {
            while end < self.outline.units.len() && self.is_inside(end, index) {
                end += 1;
            }
        }
        let is_shared = |(other, at): (usize, &usize)| {
            !(index..end).contains(&other) && lines.start <= *at && *at < lines.end
        };
        let heading_inside = self.outline.sections.iter().any(|section| {
            let at = section.span.start;
            section.span != unit.span && lines.start <= at && at < lines.end
        });
        if heading_inside || self.starts.iter().enumerate().any(is_shared) {
            return None;
        }
        let marker = match shape {
            Shape::Item(_) => marker(&self.body[start..ended])?,
            Shape::Heading => heading_marker(&self.body[start..ended])?,
            _ => "",
        };
        let words = self.words(start + marker.len(), ended, shape, index + 1..end)?;
        let (prefix, marker) = (prefix.to_owned(), marker.to_owned());
        Some(Place { shape, lines, end, prefix, marker, words })
    }

    /// The words up to a blank line or to the first unit inside.
    fn words(
        &self,
        start: usize,
        ended: usize,
        shape: Shape,
        inside: std::ops::Range<usize>,
    ) -> Option<Span> {
        let child = inside.map(|unit| self.starts[unit]).min().unwrap_or(ended);
        let mut end =
            ended.min(self.body[..child].rfind('\n').filter(|_| child < ended).unwrap_or(ended));
        let words = self.body.get(start..end)?;
        if shape != Shape::Code {
            let mut length = 0;
            for line in words.split_inclusive('\n') {
                if line.trim_matches([' ', '\t', '>', '\n', '\r']).is_empty() {
                    break;
                }
                length += line.len();
            }
            end = start + length;
        }
        let end = start + self.body.get(start..end)?.trim_end().len();
        (end > start).then(|| Span::new(start, end))
    }

    fn is_inside(&self, unit: usize, outer: usize) -> bool {
        let mut parent = self.outline.units[unit].parent;
        while let Some(index) = parent {
            if index == outer {
                return true;
            }
            parent = self.outline.units[index].parent;
        }
        false
    }
}

/// The marker of an item: `- `, `12. `, `* [ ] `.
fn marker(item: &str) -> Option<&str> {
    let digits = item.bytes().take_while(u8::is_ascii_digit).count();
    let sign = item[digits..].chars().next()?;
    let is_marker =
        if digits > 0 { matches!(sign, '.' | ')') } else { matches!(sign, '-' | '*' | '+') };
    let mut length = digits + 1;
    let blanks = |from: usize| item[from..].bytes().take_while(|byte| *byte == b' ').count();
    length += blanks(length);
    if !is_marker || length == digits + 1 {
        return None;
    }
    let rest = &item[length..];
    if ["[ ] ", "[x] ", "[X] "].iter().any(|task| rest.starts_with(task)) {
        length += 4;
    }
    Some(&item[..length])
}

fn heading_marker(heading: &str) -> Option<&str> {
    let signs = heading.bytes().take_while(|byte| *byte == b'#').count();
    let blanks = heading[signs..].bytes().take_while(|byte| *byte == b' ').count();
    (signs > 0 && blanks > 0).then(|| &heading[..signs + blanks])
}

/// An ordered list as it is typed.
struct List {
    /// Its items: what was typed, where.
    items: Vec<(usize, Span)>,
}

impl List {
    fn is_alike(&self) -> bool {
        self.items.windows(2).all(|pair| pair[0].0 == pair[1].0)
    }

    fn counts(&self) -> bool {
        self.items.windows(2).all(|pair| pair[0].0 + 1 == pair[1].0)
    }

    fn is_in_order(&self) -> bool {
        let starts = self.items.first().is_none_or(|(number, _)| *number <= 1);
        starts && (self.is_alike() || self.counts())
    }
}

/// The ordered lists of a body.
fn numbers(body: &str) -> Vec<List> {
    let mut lists: Vec<List> = Vec::new();
    let mut index: HashMap<usize, usize> = HashMap::new();
    for block in sopctl::document::blocks::blocks(body) {
        let BlockKind::Item { list, ordinal: Some(_), .. } = block.kind else { continue };
        let slice = body.get(block.span.start..block.span.end).unwrap_or_default();
        let start = block.span.start + slice.len() - slice.trim_start().len();
        let digits = body[start..].bytes().take_while(u8::is_ascii_digit).count();
        let Ok(number) = body[start..start + digits].parse() else { continue };
        let place = *index.entry(list).or_insert_with(|| {
            lists.push(List { items: Vec::new() });
            lists.len() - 1
        });
        lists[place].items.push((number, Span::new(start, block.span.end)));
    }
    lists
}

/// Types the numbers of ordered lists as an editor leaves them: from 1 on, one by one,
/// except where all of a list are alike. Lines inside an item follow its text when its
/// number gets wider.
pub(crate) fn renumbered(body: &str) -> String {
    let mut changes: Vec<(Span, String)> = Vec::new();
    let mut indents: Vec<(Span, isize)> = Vec::new();
    for list in numbers(body) {
        if list.is_in_order() {
            continue;
        }
        let first = list.items.first().map_or(1, |(number, _)| (*number).min(1));
        for (index, (number, span)) in list.items.iter().enumerate() {
            let wanted = (first + index).to_string();
            let typed = number.to_string();
            if typed != wanted {
                let grown = isize::try_from(wanted.len()).unwrap_or(0)
                    - isize::try_from(typed.len()).unwrap_or(0);
                changes.push((Span::new(span.start, span.start + typed.len()), wanted));
                if grown != 0 {
                    indents.push((*span, grown));
                }
            }
        }
    }
    for (span, grown) in indents {
        let inside = body.get(span.start..span.end).unwrap_or_default();
        for (at, _) in inside.match_indices('\n') {
            let line = span.start + at + 1;
            let blanks = body[line..].bytes().take_while(|byte| *byte == b' ').count();
            let is_blank = body[line + blanks..].starts_with(['\n', '\r']);
            if blanks < 2 || is_blank || line >= span.end {
                continue;
            }
            match grown {
                1.. => changes.push((Span::new(line, line), " ".repeat(grown.unsigned_abs()))),
                _ => changes.push((Span::new(line, line + grown.unsigned_abs()), String::new())),
            }
        }
    }
    patched(body, changes)
}

/// A text with replacements that do not overlap.
pub(crate) fn patched(text: &str, mut patches: Vec<(Span, String)>) -> String {
    patches.sort();
    let mut written = String::new();
    let mut from = 0;
    for (span, replacement) in patches {
        written.push_str(text.get(from..span.start).unwrap_or_default());
        written.push_str(&replacement);
        from = span.end.max(from);
    }
    written.push_str(text.get(from..).unwrap_or_default());
    written
}
