//! The changes of units, in reading order.

use crate::document::Document;
use crate::document::lifecycle::DocumentKind;
use crate::document::outline::{Outline, Unit};
use crate::language::Language;

use super::alignment::{Link, Parts};
use super::matching::Matching;
use super::{Change, ChangeKind, Class, Effect, EffectKind, Side, class, effect, moves};

/// One change for each unit that differs: in reading order of the new version; what went
/// stands where it was.
pub(super) fn changes(
    old: &Document,
    new: &Document,
    matching: &Matching<'_>,
    language: &Language,
) -> Vec<Change> {
    let differing = Differing { old, new, matching, language, kind: new.kind().or(old.kind()) };
    let moved = moves::moved(matching);
    let is_gone = |index: &usize| matching.link_of_old[*index].is_none();
    let mut gone = (0..matching.old.units.len()).filter(is_gone).peekable();
    let mut changes = Vec::new();
    for (index, unit) in matching.new.units.iter().enumerate() {
        let Some(at) = matching.link_of_new[index] else {
            changes.push(differing.added(unit));
            continue;
        };
        let link = &matching.links[at];
        if link.new != index {
            continue;
        }
        while let Some(before) = gone.next_if(|gone| *gone < link.old && !moved[at]) {
            changes.push(differing.removed(&matching.old.units[before]));
        }
        changes.extend(differing.linked(link, moved[at]));
    }
    changes.extend(gone.map(|gone| differing.removed(&matching.old.units[gone])));
    changes
}

/// Two versions of a document that differ.
struct Differing<'a> {
    old: &'a Document,
    new: &'a Document,
    matching: &'a Matching<'a>,
    language: &'a Language,
    kind: Option<DocumentKind>,
}

impl Differing<'_> {
    fn added(&self, unit: &Unit) -> Change {
        let new = Some(side(self.new, self.matching.new, unit));
        self.whole(ChangeKind::Added, unit, None, new)
    }

    fn removed(&self, unit: &Unit) -> Change {
        let old = Some(side(self.old, self.matching.old, unit));
        self.whole(ChangeKind::Removed, unit, old, None)
    }

    /// A unit that came or went.
    fn whole(&self, kind: ChangeKind, unit: &Unit, old: Option<Side>, new: Option<Side>) -> Change {
        Change {
            kind,
            unit: unit.kind,
            old,
            new,
            also: Vec::new(),
            moved: false,
            class: class::of_whole(unit.kind, self.kind),
            effects: Vec::new(),
        }
    }

    fn linked(&self, link: &Link, moved: bool) -> Option<Change> {
        let (was, is) = (&self.matching.old.units[link.old], &self.matching.new.units[link.new]);
        let (kind, effects, typography) = match &link.parts {
            Parts::One => {
                let effects = effect::effects(was, is, self.language);
                let typography = effect::only_typography(was, is, self.language);
                let kind = if effects.is_empty() { ChangeKind::Moved } else { ChangeKind::Changed };
                (kind, effects, typography)
            }
            Parts::Split(more) => {
                let parts = joined(&self.matching.new.units, link.new, more);
                (ChangeKind::Split, said(effect::effects(was, &parts, self.language)), false)
            }
            Parts::Merged(more) => {
                let parts = joined(&self.matching.old.units, link.old, more);
                (ChangeKind::Merged, said(effect::effects(&parts, is, self.language)), false)
            }
        };
        if kind == ChangeKind::Moved && !moved {
            return None;
        }
        let mut weight = Class::None;
        if !effects.is_empty() {
            weight = class::of_changed(is.kind, &effects, typography, self.kind);
        }
        let also = match &link.parts {
            Parts::One => Vec::new(),
            Parts::Split(more) => sides(self.new, self.matching.new, more),
            Parts::Merged(more) => sides(self.old, self.matching.old, more),
        };
        if moved || !also.is_empty() {
            weight = weight.max(class::of_whole(is.kind, self.kind));
            weight = weight.max(class::of_whole(was.kind, self.kind));
        }
        Some(Change {
            kind,
            unit: is.kind,
            old: Some(side(self.old, self.matching.old, was)),
            new: Some(side(self.new, self.matching.new, is)),
            also,
            moved,
            class: weight,
            effects,
        })
    }
}

/// The effects of a split or merge: that its words are others is said already.
fn said(effects: Vec<Effect>) -> Vec<Effect> {
    effects.into_iter().filter(|effect| effect.kind != EffectKind::Wording).collect()
}

/// A unit and its further parts as one unit.
fn joined(units: &[Unit], first: usize, more: &[usize]) -> Unit {
    let mut whole = units[first].clone();
    for part in more.iter().map(|part| &units[*part]) {
        whole.text.push(' ');
        let behind = whole.text.len();
        whole.text.push_str(&part.text);
        whole.marks.extend(part.marks.iter().cloned().map(|mut mark| {
            mark.start += behind;
            mark.end += behind;
            mark
        }));
    }
    whole
}

fn sides(document: &Document, outline: &Outline, units: &[usize]) -> Vec<Side> {
    units.iter().map(|unit| side(document, outline, &outline.units[*unit])).collect()
}

fn side(document: &Document, outline: &Outline, unit: &Unit) -> Side {
    Side {
        number: unit.number.clone(),
        section: outline.section_title(unit).map(str::to_owned),
        text: unit.text.clone(),
        line: document.line_in_body(unit.span.start),
    }
}
