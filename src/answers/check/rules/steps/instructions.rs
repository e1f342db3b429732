//! The steps of one document, as the rules about steps look at them.

use crate::answers::check::rules::Fault;
use crate::answers::check::surroundings::Surroundings;
use crate::config::Ruleset;
use crate::document::blocks::MarkKind;
use crate::document::lifecycle::DocumentKind;
use crate::document::outline::{Outline, Unit, UnitKind};
use crate::genre::Genre;
use crate::language::Language;
use crate::library::Member;
use crate::source::Span;

/// A document that somebody follows step by step.
pub(super) struct Instructions<'m> {
    member: &'m Member,
    /// What it says.
    pub(super) outline: &'m Outline,
    /// The words of its language.
    pub(super) language: &'m Language,
    /// Whether it is an SOP, whose steps may say who acts.
    pub(super) is_sop: bool,
    /// Whether code says what to do: the rule set for runbooks.
    is_software: bool,
}

/// A step that is typed as an item of a list or a line with a number: no heading and no row.
pub(super) struct Step<'m> {
    /// Its place among the units.
    pub(super) index: usize,
    /// What it says.
    pub(super) unit: &'m Unit,
    /// What stands in it: sub-steps, code, notes.
    pub(super) inner: &'m [Unit],
}

impl<'m> Instructions<'m> {
    /// A work instruction; where SOPs go step by step, an SOP as well. `None` for what is in a
    /// language without word lists, what is over, and what reads like something else: it has
    /// another finding, and whoever heeds that one moves the steps.
    pub(super) fn of(surroundings: &'m Surroundings<'_>, member: &'m Member) -> Option<Self> {
        let ruleset = surroundings.ruleset();
        let (kind, _) = surroundings.declared_kind(member)?;
        let is_sop = kind == DocumentKind::Sop;
        let is_judged =
            kind == DocumentKind::WorkInstruction || (is_sop && ruleset == Ruleset::Regulated);
        // What nobody can read as English has no verdict.
        let looks = surroundings.looks_like(member)?;
        let is_another =
            !is_sop && looks.body.confusion_with(&[Genre::Sop, Genre::Policy]).is_some();
        if !is_judged || member.is_over() || is_another {
            return None;
        }
        Some(Self {
            member,
            outline: member.document.outline(),
            language: surroundings.language(member)?,
            is_sop,
            is_software: ruleset == Ruleset::Software,
        })
    }

    /// The steps at any depth, in order.
    pub(super) fn steps(&self) -> impl Iterator<Item = Step<'m>> {
        let (outline, body) = (self.outline, self.member.document.body());
        let steps = outline.units.iter().enumerate();
        steps.filter_map(move |(index, unit)| {
            let source = body.get(unit.span.start..unit.span.end).unwrap_or_default();
            let is_row = source.trim_start().starts_with('|') || unit.text.contains(" | ");
            let is_typed = unit.kind == UnitKind::Step && !outline.is_heading(unit) && !is_row;
            is_typed.then(|| Step { index, unit, inner: inner(outline, index) })
        })
    }

    /// Whether a step shows what it means: by sub-steps, a list or a table below it, by code
    /// where code counts, or because a colon leads to what follows.
    pub(super) fn is_spelled_out(&self, step: &Step<'_>) -> bool {
        let shows = |unit: &Unit| match unit.kind {
            UnitKind::Code => self.is_software,
            UnitKind::Step | UnitKind::Row | UnitKind::Image => true,
            _ => self.is_item(unit),
        };
        step.unit.text.trim_end().ends_with(':')
            || step.inner.iter().any(shows)
            || (self.is_software && holds_code(step))
    }

    /// Whether under this rule set the code of a step says what to do.
    pub(super) fn says_it_in_code(&self, step: &Step<'_>) -> bool {
        self.is_software && holds_code(step)
    }

    /// The beginning of a unit's source.
    pub(super) fn source(&self, unit: &Unit) -> &'m str {
        let body = self.member.document.body();
        body.get(unit.span.start..unit.span.end).unwrap_or_default().trim_start()
    }

    /// Whether a unit is typed as an item of a list.
    pub(super) fn is_item(&self, unit: &Unit) -> bool {
        let source = self.source(unit);
        let digits = source.trim_start_matches(|c: char| c.is_ascii_digit());
        source.starts_with(['-', '*', '+']) && source[1..].starts_with([' ', '\t'])
            || (digits.len() < source.len() && digits.starts_with(['.', ')']))
    }

    /// Whether a step is a box to tick.
    pub(super) fn is_task(&self, step: &Step<'_>) -> bool {
        let item = self.source(step.unit).trim_start_matches(|c: char| {
            c.is_ascii_digit() || matches!(c, '-' | '*' | '+' | '.' | ')' | ' ' | '\t')
        });
        ["[ ]", "[x]", "[X]"].into_iter().any(|mark| item.starts_with(mark))
    }

    /// A fault of a step: at its own words, without what stands in it.
    pub(super) fn fault(&self, step: &Step<'_>, message: impl Into<String>) -> Fault {
        let first = step.inner.first().map_or(step.unit.span.end, |unit| unit.span.start);
        let end = first.clamp(step.unit.span.start, step.unit.span.end);
        self.fault_at(Span::new(step.unit.span.start, end), message)
    }

    /// A fault at a place of the body, without the white space around it.
    pub(super) fn fault_at(&self, span: Span, message: impl Into<String>) -> Fault {
        let source = self.member.document.body().get(span.start..span.end).unwrap_or_default();
        let start = span.start + (source.len() - source.trim_start().len());
        let end = span.start + source.trim_end().len();
        Fault::in_body(self.member, Span::new(start, end.max(start)), message)
    }
}

/// Whether a step holds code, in its text or below it.
fn holds_code(step: &Step<'_>) -> bool {
    step.unit.marks.iter().any(|mark| mark.kind == MarkKind::Code)
        || step.inner.iter().any(|unit| unit.kind == UnitKind::Code)
}

/// The units that stand in another.
fn inner(outline: &Outline, index: usize) -> &[Unit] {
    let depth = outline.units[index].depth;
    let behind = &outline.units[index + 1..];
    let end = behind.iter().position(|unit| unit.depth <= depth).unwrap_or(behind.len());
    &behind[..end]
}

/// The beginning of a text, to be quoted in a message.
pub(super) fn quoted(text: &str) -> String {
    /// In characters.
    const MOST: usize = 60;
    let first: String = text.chars().take(MOST).collect();
    if first.len() == text.len() {
        return format!("\"{}\"", text.trim_end_matches(['.', ':']));
    }
    let end = first.rfind(' ').unwrap_or(first.len());
    format!("\"{} …\"", &first[..end])
}
