//! Which steps are meant: numbers as they are shown, in one procedure, without a gap.

use std::ops::RangeInclusive;

use crate::document::outline::{Outline, Procedure};
use crate::text::heading_anchor;

use super::{ExtractError, Request};

/// Steps that follow each other in one procedure.
#[derive(Debug)]
pub(super) struct Selection {
    pub(super) procedure: Procedure,
    /// Their places in the procedure.
    pub(super) places: RangeInclusive<usize>,
}

/// Finds the steps that are asked for.
pub(super) fn select(request: &Request<'_>) -> Result<Selection, ExtractError> {
    let path = &request.sop.path;
    let outline = request.sop.document.outline();
    let ranges = ranges(request.steps)
        .ok_or_else(|| ExtractError::Unreadable { text: request.steps.to_owned() })?;
    let mut procedures = outline.procedures();
    // Headings cannot be moved; where there are lists as well, those are meant.
    let is_list = |procedure: &Procedure| {
        procedure.steps.iter().any(|(unit, _)| !outline.is_heading(&outline.units[*unit]))
    };
    if procedures.iter().any(is_list) {
        procedures.retain(is_list);
    }
    if let Some(stage) = request.stage {
        procedures = of_stage(outline, procedures, stage);
    }
    if procedures.is_empty() {
        let stage = request.stage.map(str::to_owned);
        return Err(ExtractError::NoSteps { path: path.clone(), stage });
    }
    let ends: Vec<u64> = ranges.iter().flat_map(|range| [*range.start(), *range.end()]).collect();
    let holds = |procedure: &Procedure, number: u64| procedure.place_of(number).is_some();
    if let Some(number) =
        ends.iter().find(|number| !procedures.iter().any(|procedure| holds(procedure, **number)))
    {
        let known = procedures.iter().map(shown).collect();
        return Err(ExtractError::NoSuchStep { path: path.clone(), number: *number, known });
    }
    let mut whole: Vec<Procedure> = procedures
        .iter()
        .filter(|procedure| ends.iter().all(|number| holds(procedure, *number)))
        .cloned()
        .collect();
    let Some(procedure) = whole.pop() else {
        let first = ends.first().copied().unwrap_or_default();
        let in_first = procedures.iter().find(|procedure| holds(procedure, first));
        let other =
            ends.iter().find(|number| in_first.is_some_and(|known| !holds(known, **number)));
        let last = other.copied().unwrap_or(first);
        return Err(ExtractError::TwoProcedures { path: path.clone(), first, last });
    };
    if !whole.is_empty() {
        whole.push(procedure);
        let stages = whole.iter().map(|procedure| anchor(outline, procedure)).collect();
        return Err(ExtractError::SeveralProcedures { path: path.clone(), stages });
    }
    let places = places(&procedure, &ranges, request)?;
    Ok(Selection { procedure, places })
}

/// `4-19`, `4,5-8`, `4–19`: ranges with their smaller ends first.
fn ranges(text: &str) -> Option<Vec<RangeInclusive<u64>>> {
    let range = |part: &str| {
        let (first, last) = part.split_once(['-', '–']).unwrap_or((part, part));
        let (first, last) = (first.trim().parse().ok()?, last.trim().parse().ok()?);
        (first <= last).then_some(first..=last)
    };
    text.split(',').map(range).collect()
}

/// The places of all numbers; one that no step has lies in no range of steps, and between the
/// first and the last every step must be named.
fn places(
    procedure: &Procedure,
    ranges: &[RangeInclusive<u64>],
    request: &Request<'_>,
) -> Result<RangeInclusive<usize>, ExtractError> {
    let path = || request.sop.path.clone();
    let is_named = |number: u64| ranges.iter().any(|range| range.contains(&number));
    let named = |(_, (_, number)): &(usize, &(usize, u64))| is_named(*number);
    let mut named = procedure.steps.iter().enumerate().filter(named).map(|(place, _)| place);
    let unreadable = || ExtractError::Unreadable { text: request.steps.to_owned() };
    let first = named.next().ok_or_else(unreadable)?;
    let last = named.next_back().unwrap_or(first);
    let between = &procedure.steps[first..=last];
    if let Some((_, left)) = between.iter().find(|(_, number)| !is_named(*number)) {
        return Err(ExtractError::Gap { path: path(), left: *left });
    }
    // Numbers of a range that no step has: the list is misnumbered, and what is meant is not
    // sure.
    let missing = between.windows(2).find(|pair| pair[1].1 != pair[0].1 + 1);
    if let Some([(_, before), _]) = missing {
        let known = vec![shown(procedure)];
        return Err(ExtractError::NoSuchStep { path: path(), number: before + 1, known });
    }
    Ok(first..=last)
}

/// The numbers of a procedure: `1-19`.
fn shown(procedure: &Procedure) -> String {
    let number = |step: Option<&(usize, u64)>| step.map_or(0, |(_, number)| *number);
    let (first, last) = (number(procedure.steps.first()), number(procedure.steps.last()));
    if first == last { first.to_string() } else { format!("{first}-{last}") }
}

/// The anchor of the section that a procedure stands in; empty before the first heading.
fn anchor(outline: &Outline, procedure: &Procedure) -> String {
    procedure
        .section
        .map(|section| heading_anchor(&outline.sections[section].title))
        .unwrap_or_default()
}

/// The procedures of the section of that anchor; where it has none itself, those of the sections
/// inside it.
fn of_stage(outline: &Outline, procedures: Vec<Procedure>, stage: &str) -> Vec<Procedure> {
    let own: Vec<Procedure> = procedures
        .iter()
        .filter(|procedure| anchor(outline, procedure) == stage)
        .cloned()
        .collect();
    if !own.is_empty() {
        return own;
    }
    let stands_in = |procedure: &Procedure| {
        let mut outer =
            std::iter::successors(procedure.section, |section| outline.sections[*section].parent);
        outer.any(|section| heading_anchor(&outline.sections[section].title) == stage)
    };
    procedures.into_iter().filter(stands_in).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_ranges_are_read() {
        assert_eq!(ranges("4-19"), Some(vec![4..=19]));
        assert_eq!(ranges("4, 6–8"), Some(vec![4..=4, 6..=8]));
        for wrong in ["", "a", "4-", "8-4", "4,,5", "3.2"] {
            assert_eq!(ranges(wrong), None, "{wrong}");
        }
    }
}
