//! The parts of a document that others can carry out: the stages of an SOP, the sections of a
//! policy.

use std::collections::BTreeSet;

use crate::document::blocks::BlockKind;
use crate::document::front_matter::NoWorkInstruction;
use crate::document::lifecycle::DocumentKind;
use crate::document::outline::{Outline, Section, UnitKind};
use crate::language::Language;
use crate::library::Member;
use crate::text::heading_anchor;

use super::documents::Part;

/// The parts that a document has, and those that others name, in the order of the text.
///
/// Of an SOP these are the sections with steps, if there are several: a single "Procedure" is
/// the SOP itself. A policy is one whole until somebody names a section of it; then they are
/// the sections with statements.
pub(super) fn of(member: &Member, level: DocumentKind, named: &BTreeSet<usize>) -> Vec<Part> {
    let outline = member.document.outline();
    let own = match level {
        DocumentKind::Sop => Some(with_steps(member, outline)).filter(|all| all.len() > 1),
        DocumentKind::Policy if !named.is_empty() => Some(with_statements(member, outline)),
        DocumentKind::Policy | DocumentKind::WorkInstruction => None,
    };
    let all: BTreeSet<usize> = own.unwrap_or_default().union(named).copied().collect();
    let reasons = reasons(member);
    let part = |section: usize| {
        let heading = outline.sections.get(section)?;
        let reason = reasons.iter().find(|(reasoned, _)| *reasoned == section);
        Some(Part {
            title: heading.title.clone(),
            anchor: heading_anchor(&heading.title),
            line: member.document.line_in_body(heading.span.start),
            reason: reason.map(|(_, reason)| reason.clone()),
            section,
        })
    };
    all.into_iter().filter_map(part).collect()
}

/// The part in which a section lies: its own, or that of the section around it.
pub(super) fn around(parts: &[Part], outline: &Outline, section: usize) -> Option<usize> {
    let mut at = Some(section);
    while let Some(section) = at {
        if let Some(part) = parts.iter().position(|part| part.section == section) {
            return Some(part);
        }
        at = outline.sections.get(section)?.parent;
    }
    None
}

/// The section of an anchor: explicit, or made of the words of the heading with or without
/// its number. Of headings with the same words, the later ones have `-1`, `-2` behind them.
pub(super) fn section_of(member: &Member, anchor: &str) -> Option<usize> {
    let sections = &member.document.outline().sections;
    let numbered = |section: &Section| {
        let number = section.number.as_deref()?;
        Some(heading_anchor(&format!("{number} {}", section.title)))
    };
    let has = |section: &Section, anchor: &str| {
        heading_anchor(&section.title) == anchor || numbered(section).as_deref() == Some(anchor)
    };
    if let Some(found) = sections.iter().position(|section| has(section, anchor)) {
        return Some(found);
    }
    let explicit = member.document.blocks().iter().find_map(|block| match &block.kind {
        BlockKind::Heading { anchor: Some(given), .. } if given == anchor => Some(&block.text),
        _ => None,
    });
    if let Some(heading) = explicit {
        let written = heading_anchor(heading);
        let is_it = |section: &Section| {
            has(section, &written) || written.ends_with(&heading_anchor(&section.title))
        };
        return sections.iter().position(is_it);
    }
    let (bare, count) = anchor.rsplit_once('-')?;
    let same = sections.iter().enumerate().filter(|(_, section)| has(section, bare));
    same.map(|(index, _)| index).nth(count.parse().ok()?)
}

/// The sections with top-level steps that are no part of every document, such as what to do
/// in exceptions. None in a language without word lists.
fn with_steps(member: &Member, outline: &Outline) -> BTreeSet<usize> {
    let steps = outline.top_level_steps().filter_map(|unit| unit.section);
    of_its_own(member, outline, steps)
}

fn with_statements(member: &Member, outline: &Outline) -> BTreeSet<usize> {
    let statements = outline.units.iter().filter(|unit| unit.kind == UnitKind::Statement);
    of_its_own(member, outline, statements.filter_map(|unit| unit.section))
}

fn of_its_own(
    member: &Member,
    outline: &Outline,
    sections: impl Iterator<Item = usize>,
) -> BTreeSet<usize> {
    let tag = member.document.fields().language.value();
    let Some(language) = tag.map_or(Some(Language::english()), |tag| Language::of_tag(tag)) else {
        return BTreeSet::new();
    };
    let is_own = |section: &usize| {
        outline.sections.get(*section).is_some_and(|section| {
            let announced = language.announced_by(&section.title);
            !(announced.frame || announced.lists || announced.outside || announced.question)
        })
    };
    sections.filter(is_own).collect()
}

/// Why parts need no work instruction, by section.
fn reasons(member: &Member) -> Vec<(usize, String)> {
    let Some(NoWorkInstruction::Stages(stages)) =
        member.document.fields().no_work_instruction.value()
    else {
        return Vec::new();
    };
    let with_section = stages
        .iter()
        .filter_map(|(stage, reason)| Some((section_of(member, &stage.value)?, reason.clone())));
    with_section.collect()
}
