//! The parts of a document, from which the outline is chosen and built.
//!
//! Blocks with what typing hides: lines with labels of their own are items, lists that
//! something interrupts are one, markup lines are kept, boxes have their kind. Each
//! part knows its container, its section and where it ends; nothing here says what
//! a step is.

use std::collections::HashMap;

use crate::document::blocks::{Block, BlockKind, Mark};
use crate::source::Span;

use super::markup::title_of_box;
use super::preparation::Prepared;
use super::typed::{LabelledLine, Typed, labelled_lines, line_starts};
use super::{MOST_NESTED, Remark, RemarkKind};

/// A part of a document, in reading order; a container stands before what it holds.
#[derive(Debug, Clone)]
pub(super) struct Part {
    pub(super) kind: BlockKind,
    /// Its words without its label.
    pub(super) text: String,
    pub(super) marks: Vec<Mark>,
    pub(super) span: Span,
    /// The nearest enclosing item, quote, definition or footnote.
    pub(super) parent: Option<usize>,
    /// The nearest heading above it.
    pub(super) heading: Option<usize>,
    /// How many containers enclose it.
    pub(super) depth: usize,
    /// Behind the last part that it contains; for headings, of their section.
    pub(super) end: usize,
    /// The number that is typed before it.
    pub(super) label: Option<Typed>,
    /// Which sequence of typed labels it belongs to, and whether its label is bold.
    pub(super) run: Option<(usize, bool)>,
    /// The box it begins or stands in.
    pub(super) boxed: Option<&'static str>,
    /// Whether it is a line of markup.
    pub(super) is_markup: bool,
    /// The number of an ordered item, as its marker has it.
    pub(super) number: Option<u64>,
}

impl Part {
    /// The level of a heading.
    pub(super) const fn level(&self) -> Option<u8> {
        match self.kind {
            BlockKind::Heading { level, .. } => Some(level),
            _ => None,
        }
    }

    /// The list of an item.
    pub(super) const fn list(&self) -> Option<usize> {
        match self.kind {
            BlockKind::Item { list, .. } => Some(list),
            _ => None,
        }
    }
}

/// Reads the parts of a prepared body.
pub(super) fn parts(
    body: &str,
    blocks: Vec<Block>,
    prepared: &Prepared<'_>,
    remarks: &mut Vec<Remark>,
) -> Vec<Part> {
    let labelled = labelled_lines(&blocks);
    let mut gathering = Gathering {
        parts: Vec::with_capacity(blocks.len()),
        part_of_block: Vec::with_capacity(blocks.len()),
        markup: prepared.markup.iter().peekable(),
        prepared,
        body,
        is_too_deep: false,
    };
    let mut labelled = labelled.into_iter().peekable();
    for (index, block) in blocks.into_iter().enumerate() {
        gathering.markup_before(block.span.start);
        let mut lines = Vec::new();
        while let Some(line) = labelled.next_if(|line| line.block == index) {
            lines.push(line);
        }
        let boxed = match block.kind {
            BlockKind::Quote { .. } => box_at(block.span.start, prepared),
            _ => None,
        };
        gathering.block(block, lines, boxed, remarks);
    }
    gathering.markup_before(body.len() + 1);
    let mut parts = gathering.parts;
    set_sections(&mut parts);
    join_lists(&mut parts);
    parts
}

fn box_at(start: usize, prepared: &Prepared<'_>) -> Option<&'static str> {
    let found = prepared.boxes.binary_search_by_key(&start, |(at, _)| *at).ok()?;
    Some(prepared.boxes[found].1)
}

struct Gathering<'a> {
    parts: Vec<Part>,
    part_of_block: Vec<usize>,
    markup: std::iter::Peekable<std::slice::Iter<'a, Span>>,
    prepared: &'a Prepared<'a>,
    body: &'a str,
    is_too_deep: bool,
}

impl Gathering<'_> {
    /// Adds the markup lines that stand before a place.
    fn markup_before(&mut self, place: usize) {
        while let Some(span) = self.markup.next_if(|span| span.start < place) {
            // It stands in the innermost container that is still open.
            let mut parent = self.parts.len().checked_sub(1);
            while let Some(outer) = parent {
                let part = &self.parts[outer];
                let holds = matches!(part.kind, BlockKind::Item { .. } | BlockKind::Quote { .. });
                if holds && part.span.end > span.start {
                    break;
                }
                parent = part.parent;
            }
            let text = self.body.get(span.start..span.end).unwrap_or_default();
            let mut part = self.part(BlockKind::Paragraph, *span, parent);
            part.is_markup = true;
            let words = match (box_at(span.start, self.prepared), title_of_box(text)) {
                (Some(kind), Some(title)) => {
                    part.boxed = Some(kind);
                    part.is_markup = title.is_empty();
                    title
                }
                _ => text,
            };
            words.clone_into(&mut part.text);
            self.parts.push(part);
        }
    }

    fn part(&self, kind: BlockKind, span: Span, parent: Option<usize>) -> Part {
        let outer = parent.map(|parent| &self.parts[parent]);
        Part {
            kind,
            text: String::new(),
            marks: Vec::new(),
            span,
            parent,
            heading: None,
            depth: outer.map_or(0, |outer| outer.depth + 1),
            end: self.parts.len() + 1,
            label: None,
            run: None,
            boxed: outer.and_then(|outer| outer.boxed),
            is_markup: false,
            number: None,
        }
    }

    fn block(
        &mut self,
        block: Block,
        lines: Vec<LabelledLine>,
        boxed: Option<&'static str>,
        remarks: &mut Vec<Remark>,
    ) {
        let mut parent = block.parent.map(|parent| self.part_of_block[parent]);
        if parent.is_some_and(|parent| self.parts[parent].depth + 1 >= MOST_NESTED) {
            // Deeper text is kept flat.
            parent = parent.and_then(|parent| self.parts[parent].parent);
            if !self.is_too_deep {
                self.is_too_deep = true;
                remarks.push(Remark { kind: RemarkKind::NestedTooDeep, span: block.span });
            }
        }
        self.part_of_block.push(self.parts.len());
        let mut part = self.part(block.kind.clone(), block.span, parent);
        part.boxed = match part.kind {
            BlockKind::Quote { alert: Some(alert) } => Some(alert),
            BlockKind::Quote { .. } => boxed.or(part.boxed).or(Some("")),
            _ => part.boxed,
        };
        if let BlockKind::Item { ordinal: Some(_), .. } = part.kind {
            part.number = typed_number(self.body, block.span);
        }
        if let BlockKind::Heading { .. } = part.kind {
            part.label = Typed::read(&block.text).map(|label| label.in_text(&block.text));
        }
        if block.is_for_browsers(self.body) {
            self.parts.push(part);
            return;
        }
        if lines.is_empty() {
            let skip = part.label.as_ref().map_or(0, |label| label.length);
            part.marks = cut(&block.marks, skip, block.text.len());
            part.text = block.text;
            part.text.drain(..skip);
            self.parts.push(part);
            return;
        }
        self.split(&block, lines, &part);
    }

    /// A block of which lines have labels: what stands before the first label stays the
    /// block, and each label begins a part of its own.
    fn split(&mut self, block: &Block, lines: Vec<LabelledLine>, whole: &Part) {
        let starts: Vec<usize> = line_starts(block).collect();
        let source = |line: usize| match line.checked_sub(1) {
            Some(before) => block.lines[before].source.clamp(block.span.start, block.span.end),
            None => block.span.start,
        };
        let is_item = matches!(block.kind, BlockKind::Item { .. });
        let parent = if is_item { Some(self.parts.len()) } else { whole.parent };
        let begins_labelled = lines.first().is_some_and(|line| line.line == 0);
        if !begins_labelled {
            let end = lines.first().map_or(block.text.len(), |line| starts[line.line]);
            let mut head = whole.clone();
            if !is_item {
                head.span.end =
                    source(lines.first().map_or(0, |line| line.line)).max(head.span.start);
            }
            block.text[..end].trim_end().clone_into(&mut head.text);
            head.marks = cut(&block.marks, 0, head.text.len());
            self.parts.push(head);
        }
        let mut lines = lines.into_iter().peekable();
        while let Some(line) = lines.next() {
            let next = lines.peek().map(|next| next.line);
            let end = next.map_or(block.text.len(), |next| starts[next]);
            let label = line.typed.in_text(&block.text[starts[line.line]..end]);
            let start = starts[line.line] + label.length;
            let span_end = next.map_or(block.span.end, source);
            let mut part = if line.line == 0 {
                whole.clone()
            } else {
                self.part(BlockKind::Paragraph, block.span, parent)
            };
            let from = source(line.line);
            let keeps_all = is_item && line.line == 0;
            part.span = if keeps_all { block.span } else { Span::new(from, span_end.max(from)) };
            let text = block.text.get(start..end).unwrap_or_default().trim_end();
            text.clone_into(&mut part.text);
            part.marks = cut(&block.marks, start, start + text.len());
            part.run = Some((line.run, line.bold));
            part.label = Some(label);
            part.end = self.parts.len() + 1;
            self.parts.push(part);
        }
    }
}

/// The marks between two places of a text, counted from the first.
fn cut(marks: &[Mark], from: usize, to: usize) -> Vec<Mark> {
    let inside = marks.iter().filter(|mark| mark.end > from && mark.start < to);
    let clipped = inside.map(|mark| Mark {
        kind: mark.kind.clone(),
        start: mark.start.max(from) - from,
        end: mark.end.min(to) - from,
    });
    clipped.collect()
}

/// The number in an item's own marker.
fn typed_number(body: &str, span: Span) -> Option<u64> {
    let text = body.get(span.start..span.end)?.trim_start_matches([' ', '\t']);
    let digits = text.bytes().take(9).take_while(u8::is_ascii_digit).count();
    text[..digits].parse().ok()
}

/// Tells each part its heading, and where containers and sections end.
fn set_sections(parts: &mut [Part]) {
    let mut heading = None;
    let mut open: Vec<usize> = Vec::new();
    for index in 0..parts.len() {
        parts[index].heading = heading;
        let level = parts[index].level();
        while let Some(&last) = open.last() {
            let stays = if parts[last].level().is_some() {
                // A section ends at a heading of its level, and with its container.
                let same_container = parts[index].depth >= parts[last].depth;
                same_container && level.is_none_or(|level| parts[last].level() < Some(level))
            } else {
                parts[index].depth > parts[last].depth
            };
            if stays {
                break;
            }
            parts[last].end = index;
            open.pop();
        }
        if level.is_some() {
            parts[index].heading = open.iter().rev().copied().find(|o| parts[*o].level().is_some());
            heading = Some(index);
        }
        open.push(index);
    }
    let end = parts.len();
    for last in open {
        parts[last].end = end;
    }
}

/// Makes one list of lists that follow each other in a container and a section: whose
/// numbers go on, whatever stands between; and, where only code, pictures or boxes stand
/// between, of single items that all say `1.`, and of bullets.
fn join_lists(parts: &mut [Part]) {
    let mut last_of: HashMap<(Option<usize>, bool), LastItem> = HashMap::new();
    let mut joined: HashMap<usize, usize> = HashMap::new();
    let mut next_list = parts.iter().filter_map(Part::list).max().map_or(0, |most| most + 1);
    for index in 0..parts.len() {
        let Some(list) = parts[index].list() else { continue };
        let part = &parts[index];
        let mut item = LastItem {
            list: joined.get(&list).copied().unwrap_or(list),
            number: part.number,
            typed: part.number,
            heading: part.heading,
            item: index,
            end: part.end,
            stands_alone: part.number == Some(1),
        };
        let key = (part.parent, part.number.is_some());
        let before = last_of.get(&key).filter(|last| last.heading == item.heading);
        if let Some(last) = before {
            let between = &parts[last.end..index];
            // Markdown sees one list where only the marker of a tab stands between two.
            let begins_anew = item.typed == Some(1)
                && last.typed.is_some_and(|last| last > 1)
                && parts[last.item + 1..index].iter().any(|part| part.is_markup);
            if begins_anew && last.list == item.list {
                joined.insert(list, next_list);
                item.list = next_list;
                next_list += 1;
            }
            let is_same = last.list == item.list;
            let is_broken = !between.is_empty() && between.iter().all(interrupts_a_list);
            let goes_on = match (last.number, item.number) {
                (Some(last_number), Some(number)) => {
                    number > 1 && number == last_number + 1
                        || (last.stands_alone && number == 1 && is_broken)
                }
                (None, None) => is_broken,
                _ => false,
            };
            if !is_same && goes_on {
                joined.insert(list, last.list);
                item.list = last.list;
                parts[last.item].end = index;
            }
            // A 1 behind other numbers begins anew.
            let restarts = is_same && item.typed == Some(1) && last.typed > Some(1);
            if (is_same && !restarts) || goes_on {
                item.number = item.number.map(|number| {
                    last.number.map_or(number, |before| number.max(before.saturating_add(1)))
                });
                item.stands_alone = last.stands_alone && goes_on;
            }
        }
        if let BlockKind::Item { list, .. } = &mut parts[index].kind {
            *list = item.list;
        }
        parts[index].number = item.number;
        last_of.insert(key, item);
    }
}

/// The last item of a list in a container.
#[derive(Debug, Clone, Copy)]
struct LastItem {
    list: usize,
    number: Option<u64>,
    /// The number as its marker has it.
    typed: Option<u64>,
    heading: Option<usize>,
    item: usize,
    /// Behind the last part that it holds.
    end: usize,
    /// Whether it, and all before it, says 1 and is alone in its own list.
    stands_alone: bool,
}

/// Code, pictures and boxes belong to the item above them, where a list goes on below.
fn interrupts_a_list(part: &Part) -> bool {
    part.is_markup
        || part.boxed.is_some()
        || part.text.is_empty()
        || (part.text.starts_with('{') && part.text.ends_with('}'))
        || matches!(part.kind, BlockKind::Code { .. } | BlockKind::Image { .. })
}
