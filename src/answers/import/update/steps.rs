//! The steps of a document as they stand in its source: lists, items, and what hangs on them.
//!
//! Says where everything is, byte by byte, and what of it a recording may have put there. It
//! changes nothing.

use std::ops::Range;

use crate::document::Document;
use crate::document::blocks::{Block, BlockKind};
use crate::document::outline::{MOST_NESTED, Unit, UnitKind};

use super::wording::{SLOT, Wording};

/// How a slot begins that asks whether a step is still needed.
pub(super) const UNSEEN: &str = "TODO: is this step still needed?";

/// How a slot begins that asks whether a step is still right.
pub(super) const DOUBTED: &str = "TODO: does this step still do what it says?";

/// How a slot begins that asks whether what is expected is still seen.
pub(super) const UNCONFIRMED: &str = "TODO: is this still what you see?";

/// How a step begins to say what is expected.
pub(super) const EXPECTED: &str = "Expected result:";

/// An ordered or bulleted list of steps.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct List {
    /// Its items, in order.
    pub(super) steps: Vec<Step>,
    /// Whether its numbers go on from those of the list before it.
    pub(super) continues: bool,
}

/// An item of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Step {
    /// From the beginning of its line to its last letter, with everything that stands in it.
    pub(super) span: Range<usize>,
    /// Where its marker begins.
    pub(super) marker: usize,
    /// The number in the marker.
    pub(super) digits: Option<(Range<usize>, u64)>,
    /// Its first paragraph, behind the marker and a box to tick.
    pub(super) sentence: Range<usize>,
    /// The same as it is read.
    pub(super) text: String,
    /// What is to be run or typed, as a block of code right below the sentence.
    pub(super) code: Option<Code>,
    /// What is expected, where it is written as recordings write it.
    pub(super) results: Vec<Below>,
    /// Whether it says in any way what is expected.
    pub(super) says_result: bool,
    /// What is still to be answered.
    pub(super) slots: Vec<Below>,
    /// The lists of sub-steps.
    pub(super) lists: Vec<List>,
    /// Whether anything else hangs on it.
    pub(super) is_annotated: bool,
}

/// A block of code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Code {
    /// Where it stands, with its fences.
    pub(super) span: Range<usize>,
    /// What is in it.
    pub(super) text: String,
}

/// A paragraph below the sentence of a step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Below {
    /// Where it stands.
    pub(super) span: Range<usize>,
    /// Whether a block of code follows that belongs to it.
    pub(super) has_code: bool,
}

/// A step that is no item of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct NoItem {
    /// Where it begins in the body.
    pub(super) at: usize,
    /// `a heading`, `a row of a table`, `a line of a paragraph`.
    pub(super) shape: &'static str,
}

/// The procedures of a document, each with its lists.
pub(super) fn procedures(document: &Document) -> Result<Vec<Vec<List>>, NoItem> {
    let body = document.body();
    let outline = document.outline();
    let is_result = |unit: &&Unit| unit.kind == UnitKind::ExpectedResult;
    let results = outline.units.iter().filter(is_result).map(|unit| unit.span.start).collect();
    let source = Source::of(body, document.blocks(), results);
    let mut procedures = Vec::new();
    for procedure in outline.procedures() {
        let mut lists: Vec<(usize, List)> = Vec::new();
        for (unit, _) in &procedure.steps {
            let at = outline.units[*unit].span.start;
            let (list, step) = source.step_at(at)?;
            match lists.last_mut().filter(|(open, _)| *open == list) {
                Some((_, open)) => open.steps.push(step),
                None => lists.push((list, List { steps: vec![step], continues: false })),
            }
        }
        let mut lists: Vec<List> = lists.into_iter().map(|(_, list)| list).collect();
        set_continuing(&mut lists);
        procedures.push(lists);
    }
    Ok(procedures)
}

/// A list goes on with the numbers of the one before it, as where a comment interrupts it.
fn set_continuing(lists: &mut [List]) {
    let mut next = None;
    for list in lists {
        let number =
            |step: Option<&Step>| step.and_then(|step| step.digits.as_ref()).map(|(_, n)| *n);
        list.continues = next.is_some() && number(list.steps.first()) == next;
        next = number(list.steps.last()).map(|last| last.saturating_add(1));
    }
}

impl List {
    /// Whether all items have the same number, which Markdown counts by itself.
    pub(super) fn is_constant(&self) -> bool {
        let mut numbers = self.steps.iter().map(|step| step.digits.as_ref().map(|(_, n)| *n));
        let first = numbers.next().flatten();
        self.steps.len() > 1 && first.is_some() && numbers.all(|number| number == first)
    }

    /// The number of its first item.
    pub(super) fn first_number(&self) -> Option<u64> {
        self.steps.first()?.digits.as_ref().map(|(_, number)| *number)
    }
}

impl Step {
    /// Whether somebody has written in it: its sentence, or something that hangs on it.
    pub(super) fn is_by_hand(&self, body: &str) -> bool {
        let sentence = Wording::of(body.get(self.sentence.clone()).unwrap_or_default());
        let inner = || self.lists.iter().flat_map(|list| &list.steps);
        self.is_annotated
            || !(sentence.is_recorded() || sentence.has_slot())
            || inner().any(|step| step.is_by_hand(body))
    }

    /// What it says and what is to be run, as one text.
    pub(super) fn words(&self) -> String {
        match &self.code {
            Some(code) => format!("{} {}", self.text, code.text),
            None => self.text.clone(),
        }
    }

    /// The same without the first word.
    pub(super) fn words_behind_first(&self) -> String {
        let words = self.words();
        words.split_once(char::is_whitespace).map_or_else(String::new, |(_, rest)| rest.to_owned())
    }

    /// How much is lost with it: nothing, what somebody has written and is asked about
    /// already, or what somebody has written.
    pub(super) fn weight(&self, body: &str) -> u8 {
        let is_asked = self
            .slots
            .iter()
            .any(|slot| body.get(slot.span.clone()).is_some_and(|text| text.starts_with(UNSEEN)));
        match (self.is_by_hand(body), is_asked) {
            (false, _) => 0,
            (true, true) => 1,
            (true, false) => 2,
        }
    }

    /// The blanks that begin the lines of what stands in it.
    pub(super) fn indentation(&self, body: &str) -> String {
        // A box to tick belongs to the sentence, not to the marker.
        let before = body.get(self.span.start..self.sentence.start).unwrap_or_default();
        let marker = before.split('[').next().unwrap_or_default();
        marker.chars().map(|c| if c == '\t' { '\t' } else { ' ' }).collect()
    }
}

/// The blocks of a body with those that stand in each.
struct Source<'d> {
    body: &'d str,
    blocks: &'d [Block],
    inner: Vec<Vec<usize>>,
    /// Where paragraphs begin that say what is expected, in order.
    results: Vec<usize>,
}

impl<'d> Source<'d> {
    fn of(body: &'d str, blocks: &'d [Block], results: Vec<usize>) -> Self {
        let mut inner = vec![Vec::new(); blocks.len()];
        for (index, block) in blocks.iter().enumerate() {
            if let Some(parent) = block.parent {
                inner[parent].push(index);
            }
        }
        Self { body, blocks, inner, results }
    }

    fn says_result(&self, place: Range<usize>) -> bool {
        let next = self.results.partition_point(|start| *start < place.start);
        self.results.get(next).is_some_and(|start| *start < place.end)
    }

    /// The item that begins at a place, and its list.
    fn step_at(&self, at: usize) -> Result<(usize, Step), NoItem> {
        let found = self.blocks.iter().enumerate().find_map(|(index, block)| match block.kind {
            BlockKind::Item { list, .. } if block.span.start == at => Some((index, list)),
            _ => None,
        });
        let no_item = || {
            let shape = match self.body.get(at..).and_then(|rest| rest.trim_start().chars().next())
            {
                Some('#') => "a heading",
                Some('|') => "a row of a table",
                _ => "a line of a paragraph",
            };
            NoItem { at, shape }
        };
        let (index, list) = found.ok_or_else(no_item)?;
        Ok((list, self.step(index).ok_or_else(no_item)?))
    }

    /// An item with what stands in it; none where its line begins with anything but blanks,
    /// such as the mark of a quotation.
    fn step(&self, index: usize) -> Option<Step> {
        let (body, block) = (self.body, &self.blocks[index]);
        let whole = body.get(block.span.start..block.span.end)?;
        let marker = block.span.start + (whole.len() - whole.trim_start().len());
        let start = body[..marker].rfind('\n').map_or(0, |end| end + 1);
        if !body[start..marker].trim().is_empty() {
            return None;
        }
        let end = block.span.start + whole.trim_end().len();
        let source = &body[marker..end.max(marker)];
        let count = source.bytes().take_while(u8::is_ascii_digit).count();
        let digits = source[..count].parse().ok().map(|number| (marker..marker + count, number));
        let behind = source.get(count + 1..)?;
        let words = behind.trim_start_matches([' ', '\t']);
        let words = ["[ ]", "[x]", "[X]"]
            .into_iter()
            .find_map(|tick| words.strip_prefix(tick))
            .map_or(words, |words| words.trim_start_matches(' '));
        let sentence = self.sentence(index, marker + source.len() - words.len(), end);
        let mut step = Step {
            span: start..end,
            marker,
            digits,
            sentence,
            text: block.text.clone(),
            code: None,
            results: Vec::new(),
            says_result: self.says_result(start..end),
            slots: Vec::new(),
            lists: Vec::new(),
            is_annotated: false,
        };
        self.read_below(&mut step, index);
        Some(step)
    }

    /// The first paragraph of an item: up to a blank line, or what interrupts it.
    fn sentence(&self, index: usize, start: usize, end: usize) -> Range<usize> {
        let interrupts = |inner: &&usize| {
            let block = &self.blocks[**inner];
            !matches!(block.kind, BlockKind::Image { .. }) && block.span.start >= start
        };
        let next = self.inner[index].iter().find(interrupts);
        let end = next.map_or(end, |inner| self.blocks[*inner].span.start.min(end));
        let text = self.body.get(start..end).unwrap_or_default();
        let mut at = 0;
        for line in text.split_inclusive('\n') {
            if at > 0 && line.trim().is_empty() {
                break;
            }
            at += line.len();
        }
        start..start + text[..at].trim_end().len()
    }

    fn read_below(&self, step: &mut Step, index: usize) {
        let mut result_takes_code = false;
        let mut is_first = true;
        let mut lists: Vec<(usize, List)> = Vec::new();
        for inner in &self.inner[index] {
            let block = &self.blocks[*inner];
            let text = self.body.get(block.span.start..block.span.end).unwrap_or_default();
            let lead = text.len() - text.trim_start().len();
            let span = block.span.start + lead..block.span.start + text.trim_end().len();
            let takes_code = std::mem::take(&mut result_takes_code);
            match &block.kind {
                BlockKind::Code { .. } if is_first && step.text.trim_end().ends_with(':') => {
                    step.code = Some(Code { span, text: block.text.trim_end().to_owned() });
                }
                BlockKind::Code { .. } if takes_code => {
                    if let Some(result) = step.results.last_mut() {
                        result.has_code = true;
                    }
                }
                BlockKind::Paragraph if text.trim_start().starts_with(EXPECTED) => {
                    let wording = Wording::of(text);
                    result_takes_code = text.trim_end().ends_with(':');
                    step.is_annotated |= !(wording.has_slot() || wording.is_recorded_result());
                    step.results.push(Below { span, has_code: false });
                }
                BlockKind::Paragraph if text.trim_start().starts_with(SLOT) => {
                    step.slots.push(Below { span, has_code: false });
                }
                BlockKind::Paragraph if block.text.is_empty() => {}
                BlockKind::Image { destination } if destination.contains("images/") => {}
                BlockKind::Item { list, ordinal: Some(_), .. } if block.depth < MOST_NESTED => {
                    match self.step(*inner) {
                        None => step.is_annotated = true,
                        Some(below) => match lists.last_mut().filter(|(open, _)| open == list) {
                            Some((_, open)) => open.steps.push(below),
                            None => {
                                lists.push((*list, List { steps: vec![below], continues: false }));
                            }
                        },
                    }
                }
                _ => step.is_annotated = true,
            }
            is_first = false;
        }
        let whole = self.body.get(step.span.clone()).unwrap_or_default();
        step.is_annotated |= whole.contains("<!--");
        step.lists = lists.into_iter().map(|(_, list)| list).collect();
    }
}
