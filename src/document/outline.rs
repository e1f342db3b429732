//! What a document says: sections, and in them steps, statements and the rest.
//!
//! Built from the block structure. The outline is flat, in reading order; sections
//! and sub-steps name their parents, so that no depth of nesting needs recursion.

mod procedure;

use crate::language::Language;
use crate::source::Span;
use crate::text::word_key;

use super::blocks::{Block, BlockKind, CELL, Mark};
use super::label::read_label;

/// How a document is read: what its type says about numbered lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reading {
    /// SOPs and work instructions: numbered lists are steps where they can be.
    Procedure,
    /// Policies: numbered lists are statements, never steps.
    Policy,
    /// No type is known: steps where the text speaks for them.
    Untyped,
}

/// The sections and units of a document, in reading order.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Outline {
    /// The sections, by their headings.
    pub sections: Vec<Section>,
    /// Everything between the headings.
    pub units: Vec<Unit>,
}

/// A heading and its place in the document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// The heading without its number.
    pub title: String,
    /// The number in front of it.
    pub number: Option<String>,
    /// 1 to 6.
    pub level: u8,
    /// The section around it.
    pub parent: Option<usize>,
    /// Where the heading stands in the body.
    pub span: Span,
}

/// A smallest part that is compared: a step, a statement, a paragraph, a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unit {
    /// What it is.
    pub kind: UnitKind,
    /// The number of a step as shown: `3`, `3.2`, `a`.
    pub number: Option<String>,
    /// Index of its section; `None` before the first heading.
    pub section: Option<usize>,
    /// Index of the unit it stands in: the step of a sub-step or note.
    pub parent: Option<usize>,
    /// How many units enclose it.
    pub depth: usize,
    /// Its words.
    pub text: String,
    /// What is marked in them.
    pub marks: Vec<Mark>,
    /// Where it stands in the body.
    pub span: Span,
}

/// The kinds of unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum UnitKind {
    /// Something to do.
    Step,
    /// A requirement.
    Statement,
    /// A paragraph, a list item or a definition.
    Paragraph,
    /// What a step should lead to: a paragraph that says so.
    ExpectedResult,
    /// A row of a table.
    Row,
    /// A code block.
    Code,
    /// A picture; its text is the destination and the description.
    Image,
    /// A paragraph inside a note or tip.
    Note,
    /// A paragraph inside a warning, caution or important box.
    Warning,
}

impl Outline {
    /// Reads the outline of a body from its blocks.
    #[must_use]
    pub fn of(blocks: &[Block], reading: Reading, language: &Language) -> Self {
        let steps = procedure::step_blocks(blocks, reading, language);
        let mut builder = Builder {
            outline: Self::default(),
            unit_of_block: vec![None; blocks.len()],
            open: Vec::new(),
        };
        for (index, block) in blocks.iter().enumerate() {
            match &block.kind {
                BlockKind::Heading { level, .. } => {
                    builder.section(block, *level);
                    if steps[index] {
                        builder.unit(index, block, UnitKind::Step, blocks);
                    }
                }
                _ => {
                    if let Some(kind) = unit_kind(block, steps[index], blocks, language) {
                        builder.unit(index, block, kind, blocks);
                    }
                }
            }
        }
        builder.outline
    }

    /// The steps that stand in no other step.
    pub fn top_level_steps(&self) -> impl Iterator<Item = &Unit> {
        self.units.iter().filter(|unit| {
            unit.kind == UnitKind::Step
                && unit.parent.is_none_or(|parent| self.units[parent].kind != UnitKind::Step)
        })
    }

    /// The title of a unit's section.
    #[must_use]
    pub fn section_title(&self, unit: &Unit) -> Option<&str> {
        unit.section.map(|section| self.sections[section].title.as_str())
    }
}

struct Builder {
    outline: Outline,
    unit_of_block: Vec<Option<usize>>,
    /// Open sections by level.
    open: Vec<(u8, usize)>,
}

impl Builder {
    fn section(&mut self, block: &Block, level: u8) {
        while self.open.last().is_some_and(|(open, _)| *open >= level) {
            self.open.pop();
        }
        let (number, title) = match read_label(&block.text) {
            Some(labelled) => (Some(labelled.number.to_owned()), labelled.rest.to_owned()),
            None => (None, block.text.clone()),
        };
        let parent = self.open.last().map(|(_, section)| *section);
        self.open.push((level, self.outline.sections.len()));
        self.outline.sections.push(Section { title, number, level, parent, span: block.span });
    }

    fn unit(&mut self, index: usize, block: &Block, kind: UnitKind, blocks: &[Block]) {
        let parent = self.enclosing_unit(block, blocks);
        let labelled = read_label(&block.text).filter(|_| kind == UnitKind::Step);
        let own = match (&block.kind, &labelled) {
            (_, Some(labelled)) => Some(labelled.number.to_owned()),
            (BlockKind::Item { ordinal, .. }, None) => ordinal.map(|ordinal| ordinal.to_string()),
            _ => None,
        };
        let number = match (own.filter(|_| kind == UnitKind::Step), parent) {
            (Some(own), Some(parent)) => match &self.outline.units[parent].number {
                Some(outer) if !own.contains('.') => Some(format!("{outer}.{own}")),
                _ => Some(own),
            },
            (own, _) => own,
        };
        let skipped = labelled.map_or(0, |labelled| block.text.len() - labelled.rest.len());
        let text = match &block.kind {
            BlockKind::Image { destination } => format!("{destination} {}", block.text),
            _ => block.text[skipped..].replace(CELL, " | "),
        };
        let marks = if text.len() + skipped == block.text.len() {
            shifted(&block.marks, skipped)
        } else {
            Vec::new()
        };
        self.unit_of_block[index] = Some(self.outline.units.len());
        self.outline.units.push(Unit {
            kind,
            number,
            section: self.outline.sections.len().checked_sub(1),
            parent,
            depth: parent.map_or(0, |parent| self.outline.units[parent].depth + 1),
            text,
            marks,
            span: block.span,
        });
    }

    /// The nearest enclosing block that is a unit.
    fn enclosing_unit(&self, block: &Block, blocks: &[Block]) -> Option<usize> {
        let mut outer = block.parent;
        while let Some(index) = outer {
            if let Some(unit) = self.unit_of_block[index] {
                return Some(unit);
            }
            outer = blocks[index].parent;
        }
        None
    }
}

fn shifted(marks: &[Mark], by: usize) -> Vec<Mark> {
    marks
        .iter()
        .filter(|mark| mark.start >= by)
        .map(|mark| Mark { kind: mark.kind.clone(), start: mark.start - by, end: mark.end - by })
        .collect()
}

fn unit_kind(
    block: &Block,
    is_step: bool,
    blocks: &[Block],
    language: &Language,
) -> Option<UnitKind> {
    if block.text.is_empty() && !matches!(block.kind, BlockKind::Image { .. }) {
        return None;
    }
    if is_step {
        return Some(UnitKind::Step);
    }
    let alert = || {
        let mut outer = block.parent;
        while let Some(index) = outer {
            if let BlockKind::Quote { alert: Some(alert) } = blocks[index].kind {
                return Some(alert);
            }
            outer = blocks[index].parent;
        }
        None
    };
    match block.kind {
        BlockKind::Heading { .. } | BlockKind::Quote { .. } => None,
        BlockKind::Row { .. } => Some(UnitKind::Row),
        BlockKind::Code { .. } => Some(UnitKind::Code),
        BlockKind::Image { .. } => Some(UnitKind::Image),
        BlockKind::Html => Some(UnitKind::Paragraph),
        BlockKind::Paragraph
        | BlockKind::Item { .. }
        | BlockKind::Definition
        | BlockKind::Footnote => match alert() {
            Some("warning" | "caution" | "important") => Some(UnitKind::Warning),
            Some(_) => Some(UnitKind::Note),
            None if language.announces_result(&block.text) => Some(UnitKind::ExpectedResult),
            None if language.obligations(&word_key(&block.text)).is_empty() => {
                Some(UnitKind::Paragraph)
            }
            None => Some(UnitKind::Statement),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::blocks::blocks;

    fn outline(body: &str, reading: Reading) -> Outline {
        Outline::of(&blocks(body), reading, Language::english())
    }

    fn steps(body: &str, reading: Reading) -> Vec<String> {
        outline(body, reading)
            .units
            .iter()
            .filter(|unit| unit.kind == UnitKind::Step)
            .map(|unit| format!("{} {}", unit.number.as_deref().unwrap_or("-"), unit.text))
            .collect()
    }

    #[test]
    fn numbered_items_are_steps_and_nest() {
        let body = "# Till\n\n## Steps\n\n1. Open **Cash**.\n   1. Turn the key.\n2. Count the notes.\n\n   The drawer must be shut.\n";
        assert_eq!(
            steps(body, Reading::Procedure),
            ["1 Open Cash.", "1.1 Turn the key.", "2 Count the notes."]
        );
        let outline = outline(body, Reading::Procedure);
        assert_eq!(outline.top_level_steps().count(), 2);
        let last = outline.units.last().unwrap();
        assert_eq!(
            (last.kind, last.parent, outline.section_title(last)),
            (UnitKind::Statement, Some(2), Some("Steps"))
        );
    }

    #[test]
    fn lists_that_are_not_steps() {
        let definitions = "## Definitions\n\n1. Till: the drawer.\n2. Float: the start sum.\n";
        assert!(steps(definitions, Reading::Procedure).is_empty());
        let statements = "## Rules\n\n1. Staff must lock the till.\n2. Count it daily.\n";
        assert!(steps(statements, Reading::Policy).is_empty());
        let nouns = "## Types\n\n1. Big tills\n2. Small tills\n3. Broken tills\n";
        assert!(steps(nouns, Reading::Untyped).is_empty());
    }

    #[test]
    fn headings_can_be_steps() {
        let body = "## Step 1: Open the till\n\nTurn the key.\n\n## Step 2: Count\n\nTwice.\n";
        assert_eq!(steps(body, Reading::Procedure), ["1 Open the till", "2 Count"]);
    }

    #[test]
    fn an_expected_result_is_known_by_its_label() {
        let outline = outline(
            "1. Open the till.\n\n   Expected result: the drawer must be open.\n",
            Reading::Procedure,
        );
        assert_eq!(outline.units[1].kind, UnitKind::ExpectedResult);
        assert_eq!(outline.units[1].parent, Some(0));
    }

    #[test]
    fn an_untyped_list_of_orders_is_a_procedure() {
        let body = "Some words.\n\n1. Open the till\n2. You count the notes\n3. Close it\n";
        assert_eq!(steps(body, Reading::Untyped).len(), 3);
    }
}
