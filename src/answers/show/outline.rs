//! What a document tells people to do, as a tree of owned parts.

use std::collections::HashSet;

use crate::document::Document;
use crate::document::blocks::{BlockKind, Mark};
use crate::document::outline::{Unit, UnitKind, content};
use crate::language::Language;
use crate::source::Span;

/// A heading and what stands below it.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Section {
    /// The heading without its number; `None` for what stands above the first one.
    pub(super) title: Option<String>,
    /// 1 to 6; 0 without a heading.
    pub(super) level: u8,
    /// The line in the file.
    pub(super) line: usize,
    /// Its steps, statements and warnings, in reading order.
    pub(super) items: Vec<Item>,
    /// Table rows, column names not counted.
    pub(super) rows: usize,
    pub(super) code_blocks: usize,
    pub(super) pictures: usize,
    pub(super) sections: Vec<Section>,
}

/// Something that binds its reader.
#[derive(Debug, PartialEq)]
pub(super) enum Item {
    Step(Step),
    Statement(Statement),
    Warning(Warning),
}

/// Something to do.
#[derive(Debug, PartialEq)]
pub(super) struct Step {
    pub(super) number: Option<String>,
    pub(super) text: String,
    pub(super) line: usize,
    /// What is bold or code in its text.
    pub(super) marks: Vec<Mark>,
    /// Who acts.
    pub(super) roles: Vec<String>,
    /// What the hand or the eye looks for.
    pub(super) targets: Vec<String>,
    /// Addresses, and what is to be entered.
    pub(super) values: Vec<String>,
    pub(super) expected_result: Option<String>,
    /// What stands inside it, in reading order.
    pub(super) items: Vec<Item>,
}

/// A requirement.
#[derive(Debug, PartialEq)]
pub(super) struct Statement {
    pub(super) text: String,
    pub(super) line: usize,
    /// The words that bind: `must not`.
    pub(super) obligation: Option<String>,
    /// Whom they bind.
    pub(super) actor: Option<String>,
}

/// What a reader must not overlook.
#[derive(Debug, PartialEq)]
pub(super) struct Warning {
    pub(super) text: String,
    pub(super) line: usize,
}

/// The sections of a document, in reading order.
pub(super) fn of(document: &Document) -> Vec<Section> {
    let outline = document.outline();
    let mut sections: Vec<Section> = outline
        .sections
        .iter()
        .map(|section| Section {
            title: Some(section.title.clone()),
            level: section.level,
            line: document.line_in_body(section.span.start),
            ..Section::default()
        })
        .collect();
    let mut above = Section::default();
    let column_names: HashSet<Span> = document
        .blocks()
        .iter()
        .filter(|block| matches!(block.kind, BlockKind::Row { header: true, .. }))
        .map(|block| block.span)
        .collect();
    let steps = enclosing_steps(&outline.units);
    let mut inside: Vec<Vec<Item>> = outline.units.iter().map(|_| Vec::new()).collect();
    // From the last to the first, so that a step is whole when it is moved to its own place.
    for (index, unit) in outline.units.iter().enumerate().rev() {
        let section = match unit.section {
            Some(section) => &mut sections[section],
            None => &mut above,
        };
        let line = document.line_in_body(unit.span.start);
        let item = match unit.kind {
            UnitKind::Step => {
                let mut items = std::mem::take(&mut inside[index]);
                items.reverse();
                let expected_result = outline.expected_result(index, Language::english());
                Item::Step(step(unit, line, expected_result, items))
            }
            UnitKind::Statement => Item::Statement(statement(unit, line)),
            UnitKind::Warning => Item::Warning(Warning { text: unit.text.clone(), line }),
            UnitKind::Row => {
                section.rows += usize::from(!column_names.contains(&unit.span));
                continue;
            }
            UnitKind::Code => {
                section.code_blocks += 1;
                continue;
            }
            UnitKind::Image => {
                section.pictures += 1;
                continue;
            }
            // An expected result is told with its step.
            UnitKind::Paragraph | UnitKind::Note | UnitKind::ExpectedResult => continue,
        };
        match steps[index] {
            Some(step) => inside[step].push(item),
            None => section.items.push(item),
        }
    }
    if let Some(first) = above.items.last() {
        above.line = first.line();
        sections.insert(0, above);
        return nested(sections, |index| {
            outline.sections.get(index.checked_sub(1)?)?.parent.map(|p| p + 1)
        });
    }
    nested(sections, |index| outline.sections.get(index)?.parent)
}

/// Puts each section into its parent, which stands before it.
fn nested(mut sections: Vec<Section>, parent_of: impl Fn(usize) -> Option<usize>) -> Vec<Section> {
    for section in &mut sections {
        section.items.reverse();
    }
    let mut top = Vec::new();
    let mut index = sections.len();
    while let Some(mut section) = sections.pop() {
        index -= 1;
        section.sections.reverse();
        match parent_of(index).and_then(|parent| sections.get_mut(parent)) {
            Some(parent) => parent.sections.push(section),
            None => top.push(section),
        }
    }
    top.reverse();
    top
}

/// For each unit, the step it is shown in. Nesting is bounded by
/// [`MOST_NESTED`](crate::document::outline::MOST_NESTED), and so is the tree.
fn enclosing_steps(units: &[Unit]) -> Vec<Option<usize>> {
    let mut steps: Vec<Option<usize>> = Vec::with_capacity(units.len());
    for unit in units {
        let step = unit.parent.and_then(|parent| match units[parent].kind {
            UnitKind::Step => Some(parent),
            _ => steps[parent],
        });
        steps.push(step);
    }
    steps
}

fn step(unit: &Unit, line: usize, expected_result: Option<String>, items: Vec<Item>) -> Step {
    Step {
        number: unit.number.clone(),
        text: unit.text.clone(),
        line,
        marks: unit.marks.clone(),
        roles: content::roles(unit, Language::english()),
        targets: content::targets(unit),
        values: content::values(unit),
        expected_result,
        items,
    }
}

fn statement(unit: &Unit, line: usize) -> Statement {
    let language = Language::english();
    Statement {
        text: unit.text.clone(),
        line,
        obligation: content::obligation(unit, language).map(|obligation| obligation.phrase),
        actor: content::actor(unit, language),
    }
}

impl Item {
    const fn line(&self) -> usize {
        match self {
            Self::Step(step) => step.line,
            Self::Statement(statement) => statement.line,
            Self::Warning(warning) => warning.line,
        }
    }
}
