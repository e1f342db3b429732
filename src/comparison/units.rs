//! The changes of units, in reading order.

use crate::document::Document;
use crate::document::lifecycle::DocumentKind;
use crate::document::outline::{Outline, Unit, UnitKind};
use crate::language::{Language, WordClass};
use crate::text::plain_words;

use super::alignment::{Link, Parts};
use super::class::{self, Class, Setting};
use super::matching::Matching;
use super::meaning::{Extent, Meanings, Version};
use super::numbers::RepeatedNumbers;
use super::sections::Standing;
use super::{Change, ChangeKind, EffectKind, Side, Spot, meaning, moves};

/// One change for each unit that differs: in reading order of the new version; what went
/// stands where it was.
pub(super) fn changes(
    old: &Document,
    new: &Document,
    matching: &Matching<'_>,
    language: Option<&Language>,
) -> Vec<Change> {
    let differing = Differing {
        old,
        new,
        matching,
        meanings: Meanings::of(matching, language),
        language,
        kind: new.kind().or(old.kind()),
        repeated: [RepeatedNumbers::of(matching.old), RepeatedNumbers::of(matching.new)],
    };
    let moved = moves::moved(matching);
    let is_gone = |index: &usize| matching.link_of_old[*index].is_none();
    let mut gone = (0..matching.old.units.len()).filter(is_gone).peekable();
    let mut changes = Vec::new();
    let bounds = bounds(matching, &moved);
    for (index, unit) in matching.new.units.iter().enumerate() {
        // What went stands before what came in its place.
        while let Some(before) = gone.next_if(|gone| *gone < bounds[index]) {
            changes.push(differing.removed(&matching.old.units[before]));
        }
        let Some(at) = matching.link_of_new[index] else {
            changes.push(differing.added(unit));
            continue;
        };
        let link = &matching.links[at];
        if link.new != index {
            continue;
        }
        changes.extend(differing.linked(link, moved[at]));
    }
    changes.extend(gone.map(|gone| differing.removed(&matching.old.units[gone])));
    changes
}

/// For each new unit, the old unit that the next one that stayed in its place was; what
/// stood before that one stood before this place.
fn bounds(matching: &Matching<'_>, moved: &[bool]) -> Vec<usize> {
    let mut bound = matching.old.units.len();
    let mut bounds = vec![bound; matching.new.units.len()];
    for (index, link) in matching.link_of_new.iter().enumerate().rev() {
        if let Some(at) = link.filter(|at| !moved[*at] && matching.links[*at].new == index) {
            bound = bound.min(matching.links[at].old);
        }
        bounds[index] = bound;
    }
    bounds
}

/// Two versions of a document that differ.
struct Differing<'a> {
    old: &'a Document,
    new: &'a Document,
    matching: &'a Matching<'a>,
    meanings: Meanings<'a>,
    language: Option<&'a Language>,
    kind: Option<DocumentKind>,
    /// Of the old and of the new version.
    repeated: [RepeatedNumbers<'a>; 2],
}

impl Differing<'_> {
    fn added(&self, unit: &Unit) -> Change {
        let new = Some(self.new_side(unit));
        self.whole(ChangeKind::Added, self.setting(self.matching.new, unit), unit, None, new)
    }

    fn removed(&self, unit: &Unit) -> Change {
        let old = Some(self.old_side(unit));
        self.whole(ChangeKind::Removed, self.setting(self.matching.old, unit), unit, old, None)
    }

    /// A unit that came or went.
    fn whole(
        &self,
        kind: ChangeKind,
        setting: Setting,
        unit: &Unit,
        old: Option<Side>,
        new: Option<Side>,
    ) -> Change {
        let effects = self.meanings.of_whole(unit);
        let class =
            if says_nothing(unit) { Class::Editorial } else { class::of_whole(setting, &effects) };
        Change {
            kind,
            unit: unit.kind,
            old,
            new,
            also: Vec::new(),
            moved: false,
            spot: None,
            class,
            effects,
        }
    }

    fn linked(&self, link: &Link, moved: bool) -> Option<Change> {
        let (old_units, new_units) = (&self.matching.old.units, &self.matching.new.units);
        let (was, is) = (&old_units[link.old], &new_units[link.new]);
        let meaning = |was: &Unit, is: &Unit| {
            let old = Version { unit: was, index: link.old };
            self.meanings.of_change(old, Version { unit: is, index: link.new })
        };
        let (meaning, also) = match &link.parts {
            Parts::One => (meaning(was, is), Vec::new()),
            Parts::Split(more) => {
                let also = more.iter().map(|part| self.new_side(&new_units[*part])).collect();
                (meaning(was, &joined(new_units, link.new, more)), also)
            }
            Parts::Merged(more) => {
                let also = more.iter().map(|part| self.old_side(&old_units[*part])).collect();
                (meaning(&joined(old_units, link.old, more), is), also)
            }
        };
        let kind = match &link.parts {
            Parts::Split(_) => ChangeKind::Split,
            Parts::Merged(_) => ChangeKind::Merged,
            Parts::One if meaning.extent != Extent::Nothing => ChangeKind::Changed,
            Parts::One if moved => ChangeKind::Moved,
            Parts::One => return None,
        };
        let settings = [self.setting(self.matching.old, was), self.setting(self.matching.new, is)];
        let mut weight = class::of_changed(settings[1], &meaning);
        let mut effects = meaning.effects;
        if kind != ChangeKind::Changed {
            // That its words are others is said already.
            effects.retain(|effect| effect.kind != EffectKind::Wording);
        }
        if moved || kind != ChangeKind::Changed {
            let of_whole = settings.map(|setting| class::of_whole(setting, &effects));
            weight = of_whole.into_iter().fold(weight, Class::max);
        }
        Some(Change {
            kind,
            unit: is.kind,
            old: Some(self.old_side(was)),
            new: Some(self.new_side(is)),
            also,
            moved,
            spot: moved.then(|| self.spot(link)),
            class: weight,
            effects,
        })
    }

    /// Where a unit stands that moved. One that stands behind the same unit as before, under
    /// the same heading, has only another level.
    fn spot(&self, link: &Link) -> Spot {
        let (old, new) = (self.matching.old, self.matching.new);
        let (was, is) = (&old.units[link.old], &new.units[link.new]);
        let has_same_before = match (link.old.checked_sub(1), link.new.checked_sub(1)) {
            (Some(before), Some(now)) => self.matching.is_same_unit(before, now),
            _ => false,
        };
        let has_same_heading =
            self.matching.sections.standing(was.section, is.section) == Standing::Same;
        if has_same_before && has_same_heading {
            Spot::of_level(new, is)
        } else {
            Spot::of_unit(new, link.new)
        }
    }

    fn old_side(&self, unit: &Unit) -> Side {
        side(self.old, &self.repeated[0], unit)
    }

    fn new_side(&self, unit: &Unit) -> Side {
        side(self.new, &self.repeated[1], unit)
    }

    fn setting(&self, outline: &Outline, unit: &Unit) -> Setting {
        let title = outline.section_title(unit).filter(|_| !outline.is_heading(unit));
        let in_scope = self.language.zip(title).is_some_and(|(language, title)| {
            plain_words(title).any(|word| language.is(WordClass::Scope, &word))
        });
        Setting {
            unit: unit.kind,
            document: self.kind,
            in_scope,
            knows_words: self.language.is_some(),
        }
    }
}

/// Whether a unit holds no word that anybody reads: an empty row of a table, the frame of a
/// picture in a cell.
fn says_nothing(unit: &Unit) -> bool {
    let is_text = !matches!(unit.kind, UnitKind::Step | UnitKind::Code | UnitKind::Image);
    is_text && !meaning::holding(unit).text.contains(char::is_alphanumeric)
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

fn side(document: &Document, repeated: &RepeatedNumbers<'_>, unit: &Unit) -> Side {
    Side {
        number: unit.number.clone(),
        number_within: repeated.section_of(unit).map(str::to_owned),
        section: document.outline().section_title(unit).map(str::to_owned),
        text: unit.text.clone(),
        is_header: unit.is_header,
        line: document.line_in_body(unit.span.start),
        start: unit.span.start,
    }
}
