//! The outline, built from parts and the choice of steps.

use crate::document::blocks::{BlockKind, CELL, Mark};
use crate::language::Language;

use super::choice::Choice;
use super::parts::Part;
use super::{MOST_NESTED, Outline, Section, Unit, UnitKind};

/// What stands in the first cell of a row of steps is its number, if it is so short.
const LONGEST_NUMBER: usize = 8;

/// Makes sections and units of the parts.
pub(super) fn build(parts: Vec<Part>, choice: Choice, language: &Language) -> Outline {
    let outline = Outline { candidates: choice.candidates, ..Outline::default() };
    let mut builder = Builder { outline, sections: Vec::new(), open: Vec::new() };
    let mut steps = choice.steps.iter().peekable();
    for (index, part) in parts.into_iter().enumerate() {
        while builder.open.last().is_some_and(|open| open.end <= index) {
            builder.open.pop();
        }
        let step = steps.next_if(|step| step.part == index);
        if let Some(level) = part.level() {
            builder.section(&part, level);
        }
        let end = step.map_or(part.end, |step| step.end);
        let holds = end > index + 1 && (step.is_some() || part.level().is_none());
        let kind = unit_kind(&part, step.is_some(), language);
        let unit = kind.map(|kind| builder.unit(part, kind));
        if let Some(unit) = unit.filter(|_| holds)
            && builder.open.len() < MOST_NESTED
        {
            let outer = builder.open.last().map_or(end, |outer| outer.end);
            builder.open.push(Open { unit, end: end.min(outer) });
        }
    }
    builder.outline
}

struct Builder {
    outline: Outline,
    /// Open sections by level.
    sections: Vec<(u8, usize)>,
    /// Open units, the outermost first.
    open: Vec<Open>,
}

struct Open {
    unit: usize,
    /// The part behind the last one that it holds.
    end: usize,
}

impl Builder {
    fn section(&mut self, part: &Part, level: u8) {
        while self.sections.last().is_some_and(|(open, _)| *open >= level) {
            self.sections.pop();
        }
        let parent = self.sections.last().map(|(_, section)| *section);
        self.sections.push((level, self.outline.sections.len()));
        self.outline.sections.push(Section {
            title: part.text.clone(),
            marks: part.marks.clone(),
            number: part.label.as_ref().map(|label| label.number.clone()),
            level,
            parent,
            span: part.span,
        });
    }

    fn unit(&mut self, part: Part, kind: UnitKind) -> usize {
        let parent = self.open.last().map(|open| open.unit);
        let (mut text, mut marks) = (part.text, part.marks);
        let is_header = matches!(part.kind, BlockKind::Row { header: true, .. });
        let typed = part.label.map(|label| label.number);
        let mut own = typed.or_else(|| part.number.map(|number| number.to_string()));
        match part.kind {
            BlockKind::Row { .. } => {
                if kind == UnitKind::Step
                    && let Some((number, rest)) = text.split_once(CELL)
                    && number.trim().len() <= LONGEST_NUMBER
                {
                    let number = number.trim().trim_end_matches('.');
                    own = (!number.is_empty()).then(|| number.to_owned());
                    let skipped = text.len() - rest.len();
                    marks = behind(&marks, skipped);
                    text.drain(..skipped);
                }
                (text, marks) = with_bars(&text, &marks);
            }
            BlockKind::Image { destination } => {
                text = format!("{destination} {text}");
                marks.clear();
            }
            _ => {}
        }
        let number = match (own.filter(|_| kind == UnitKind::Step), parent) {
            (Some(own), Some(parent)) => match &self.outline.units[parent].number {
                Some(outer) if !own.contains('.') => Some(format!("{outer}.{own}")),
                _ => Some(own),
            },
            (own, _) => own,
        };
        self.outline.units.push(Unit {
            kind,
            number,
            section: self.outline.sections.len().checked_sub(1),
            parent,
            depth: parent.map_or(0, |parent| self.outline.units[parent].depth + 1),
            text,
            marks,
            is_header,
            span: part.span,
        });
        self.outline.units.len() - 1
    }
}

/// The marks behind a place, counted from it.
fn behind(marks: &[Mark], from: usize) -> Vec<Mark> {
    let kept = marks.iter().filter(|mark| mark.start >= from);
    let shifted = kept.map(|mark| Mark {
        kind: mark.kind.clone(),
        start: mark.start - from,
        end: mark.end - from,
    });
    shifted.collect()
}

/// A row with bars between its cells, and its marks where they belong.
fn with_bars(text: &str, marks: &[Mark]) -> (String, Vec<Mark>) {
    const BAR: &str = " | ";
    let cells: Vec<usize> = text.match_indices(CELL).map(|(at, _)| at).collect();
    let moved =
        |at: usize| at + cells.partition_point(|cell| *cell < at) * (BAR.len() - CELL.len_utf8());
    let marks = marks.iter().map(|mark| Mark {
        kind: mark.kind.clone(),
        start: moved(mark.start),
        end: moved(mark.end),
    });
    (text.replace(CELL, BAR), marks.collect())
}

fn unit_kind(part: &Part, is_step: bool, language: &Language) -> Option<UnitKind> {
    if part.text.is_empty() && !matches!(part.kind, BlockKind::Image { .. }) {
        return None;
    }
    if is_step {
        return Some(UnitKind::Step);
    }
    match part.kind {
        BlockKind::Heading { .. } | BlockKind::Quote { .. } => None,
        BlockKind::Row { .. } => Some(UnitKind::Row),
        BlockKind::Code { .. } => Some(UnitKind::Code),
        BlockKind::Image { .. } => Some(UnitKind::Image),
        BlockKind::Html => Some(UnitKind::Paragraph),
        BlockKind::Paragraph if part.is_markup => Some(UnitKind::Paragraph),
        BlockKind::Paragraph
        | BlockKind::Item { .. }
        | BlockKind::Definition
        | BlockKind::Footnote => Some(match part.boxed {
            Some("warning" | "caution" | "important") => UnitKind::Warning,
            Some("note" | "tip") => UnitKind::Note,
            _ if language.announces_result(&part.text) => UnitKind::ExpectedResult,
            _ if language.binds(&part.text) => UnitKind::Statement,
            _ => UnitKind::Paragraph,
        }),
    }
}
