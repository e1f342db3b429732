//! Right reports with a mistake put in: the judge must see it.

use sopctl::comparison::{Change, ChangeKind, Comparison, Side};

use super::draft::{Fate, Plan, STRANGERS};
use super::judge::{Verdict, judge};
use super::page::Page;
use super::stock::{bag, likeness};

/// Whether the judge sees it when a right report is spoilt: a change left out, one told as
/// two, two told as one, or one invented. Tells how many such reports it took for right, and of how many.
pub(crate) fn misjudged(page: &Page, plan: &Plan, comparison: &Comparison) -> (usize, usize) {
    let mut spoilt = Vec::new();
    let mut left_out =
        [0, comparison.changes.len() / 2, comparison.changes.len().saturating_sub(1)];
    left_out.sort_unstable();
    for (nth, at) in left_out.into_iter().enumerate() {
        if at < comparison.changes.len() && (nth == 0 || left_out[nth - 1] != at) {
            let mut changes = comparison.changes.clone();
            changes.remove(at);
            spoilt.push(Comparison { changes, ..comparison.clone() });
        }
    }
    for (at, change) in comparison.changes.iter().enumerate().take(3) {
        if matches!(change.kind, ChangeKind::Changed | ChangeKind::Moved) {
            // The same unit as one that went and another that came.
            let part = |kind, old, new| Change { kind, old, new, moved: false, ..change.clone() };
            let mut changes = comparison.changes.clone();
            changes[at] = part(ChangeKind::Removed, change.old.clone(), None);
            changes.push(part(ChangeKind::Added, None, change.new.clone()));
            spoilt.push(Comparison { changes, ..comparison.clone() });
        }
    }
    spoilt.extend(mistaken(comparison));
    if let Some(invented) = invented(plan, comparison) {
        let mut changes = comparison.changes.clone();
        changes.push(invented);
        spoilt.push(Comparison { changes, ..comparison.clone() });
    }
    let is_taken = |spoilt: &&Comparison| judge(page, plan, spoilt).verdict != Verdict::Wrong;
    (spoilt.iter().filter(is_taken).count(), spoilt.len())
}

/// A unit that went and a stranger that came, told as one that moved and changed.
fn mistaken(comparison: &Comparison) -> Option<Comparison> {
    let of = |kind| comparison.changes.iter().find(|change| change.kind == kind);
    let (gone, come) = (of(ChangeKind::Removed)?, of(ChangeKind::Added)?);
    let (old, new) = (gone.old.as_ref()?, come.new.as_ref()?);
    if likeness(&bag(&old.text), &bag(&new.text)) > STRANGERS {
        return None;
    }
    let rest = comparison.changes.iter().filter(|change| *change != gone && *change != come);
    let mut changes: Vec<Change> = rest.cloned().collect();
    changes.push(Change {
        kind: ChangeKind::Changed,
        old: gone.old.clone(),
        moved: true,
        ..come.clone()
    });
    Some(Comparison { changes, ..comparison.clone() })
}

/// A unit that was kept, told as one that came.
fn invented(plan: &Plan, comparison: &Comparison) -> Option<Change> {
    let outline = plan.document.outline();
    let kept = plan.units.iter().position(|planned| planned.fate == Fate::Kept)?;
    let unit = &outline.units[kept];
    let side = Side {
        number: unit.number.clone(),
        number_within: None,
        section: outline.section_title(unit).map(str::to_owned),
        text: unit.text.clone(),
        is_header: unit.is_header,
        line: plan.document.line_in_body(unit.span.start),
        start: unit.span.start,
    };
    let first = comparison.changes.first()?;
    let kind = ChangeKind::Added;
    Some(Change {
        kind,
        unit: unit.kind,
        old: None,
        new: Some(side),
        also: Vec::new(),
        moved: false,
        ..first.clone()
    })
}
