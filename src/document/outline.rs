//! What a document says: sections, and in them steps, statements and the rest.
//!
//! Built from the block structure. The outline is flat, in reading order; sections
//! and sub-steps name their parents, so that no depth of nesting needs recursion.

mod build;
mod choice;
pub mod content;
pub(super) mod markup;
mod parts;
mod phrasing;
pub(super) mod preparation;
mod procedures;
mod score;
mod series;
pub(super) mod typed;

use crate::language::Language;
use crate::source::Span;

use super::blocks::{self, Mark};

use choice::Choice;
use parts::Part;
use preparation::Prepared;
pub use procedures::Procedure;
pub use score::Point;

/// Units stand in at most so many others; deeper text is kept flat.
pub const MOST_NESTED: usize = 64;

/// How a document is read: what its type says about numbered lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reading {
    /// SOPs and work instructions: numbered lists are steps where they can be.
    Procedure,
    /// The same in a language that there are no word lists for, so that neither headings nor
    /// verbs tell: the longest ordered list that stands in nothing else is the steps.
    ProcedureUnread,
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
    /// The structures that could be steps, with what speaks for and against each.
    pub candidates: Vec<Candidate>,
    /// What could not be read as it was meant.
    pub remarks: Vec<Remark>,
}

/// A structure that could be the steps of a procedure, and the verdict on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// `ordered list`, `numbered headings` and so on.
    pub shape: &'static str,
    /// How many members it has.
    pub items: usize,
    /// Where its first member stands in the body.
    pub span: Span,
    /// The reasons, each with its weight.
    pub points: Vec<Point>,
    /// The sum of the points.
    pub total: i32,
    /// Whether its members are top-level steps.
    pub chosen: bool,
}

/// Something that could not be read as it was meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Remark {
    /// What is wrong.
    pub kind: RemarkKind,
    /// Where, in the body.
    pub span: Span,
}

/// What can be wrong with a text for the outline.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RemarkKind {
    /// A carriage return without a line feed; it is read as the end of a line.
    LoneCarriageReturn,
    /// A code fence that is never closed: all text behind it is code.
    UnclosedCode,
    /// Text in more than [`MOST_NESTED`] items and quotes; it is kept flat.
    NestedTooDeep,
}

/// A heading and its place in the document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// The heading without its number.
    pub title: String,
    /// What is marked in it.
    pub marks: Vec<Mark>,
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
    /// Whether it is the row of a table that names the columns.
    pub is_header: bool,
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
    /// Reads the outline of a body. `title` is the document's, where its front matter
    /// gives one; otherwise the first heading of the first level counts.
    ///
    /// Takes time in proportion to the length of the body, and never fails: what could
    /// not be read as it was meant is told in [`Outline::remarks`].
    #[must_use]
    pub fn read(body: &str, title: Option<&str>, reading: Reading, language: &Language) -> Self {
        let (parts, remarks) = take_apart(body);
        let choice = match reading {
            Reading::Policy => Choice::default(),
            _ => choice::choose(&parts, &choice::weigh(&parts, title, language), reading),
        };
        Self { remarks, ..build::build(parts, choice, language) }
    }

    /// Reads the outline of a body in two ways, for less than twice the work. The second is
    /// `None` where it has the same steps, and so differs in nothing but what its candidates
    /// weigh.
    #[must_use]
    pub fn read_both(
        body: &str,
        title: Option<&str>,
        [reading, other]: [Reading; 2],
        language: &Language,
    ) -> (Self, Option<Self>) {
        let (parts, remarks) = take_apart(body);
        let weighed = choice::weigh(&parts, title, language);
        let [choice, other] =
            [reading, other].map(|reading| choice::choose(&parts, &weighed, reading));
        let other = (other.steps != choice.steps).then(|| Self {
            remarks: remarks.clone(),
            ..build::build(parts.clone(), other, language)
        });
        (Self { remarks, ..build::build(parts, choice, language) }, other)
    }

    /// The steps that stand in no other step.
    pub fn top_level_steps(&self) -> impl Iterator<Item = &Unit> {
        self.units.iter().filter(|unit| unit.kind == UnitKind::Step && !self.stands_in_step(unit))
    }

    fn stands_in_step(&self, unit: &Unit) -> bool {
        let mut outer = unit.parent;
        while let Some(index) = outer {
            if self.units[index].kind == UnitKind::Step {
                return true;
            }
            outer = self.units[index].parent;
        }
        false
    }

    /// The title of a unit's section.
    #[must_use]
    pub fn section_title(&self, unit: &Unit) -> Option<&str> {
        unit.section.map(|section| self.sections[section].title.as_str())
    }

    /// The units directly below a heading, before the next one; with `None`, those before the
    /// first.
    #[must_use]
    pub fn units_below(&self, section: Option<usize>) -> &[Unit] {
        // In reading order, no unit belongs to an earlier section than the one before it.
        let start = self.units.partition_point(|unit| unit.section < section);
        let end = self.units.partition_point(|unit| unit.section <= section);
        self.units.get(start..end).unwrap_or_default()
    }

    /// Whether a unit is a heading: a step that is the title of its own section.
    #[must_use]
    pub fn is_heading(&self, unit: &Unit) -> bool {
        unit.section.is_some_and(|section| self.sections[section].span == unit.span)
    }
}

/// The parts of a body, and what could not be read as it was meant.
fn take_apart(body: &str) -> (Vec<Part>, Vec<Remark>) {
    let prepared = Prepared::of(body);
    let blocks = blocks::read(&prepared.text);
    let mut remarks = Vec::new();
    let parts = parts::parts(body, blocks, &prepared, &mut remarks);
    let mut all = prepared.remarks;
    all.append(&mut remarks);
    (parts, all)
}

#[cfg(test)]
mod tests;
