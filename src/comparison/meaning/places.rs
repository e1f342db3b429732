//! What a text refers to: `step 4`, `§ 2`, `#returns`.

use std::cell::OnceCell;
use std::collections::HashMap;

use crate::comparison::matching::Matching;
use crate::comparison::{Effect, EffectKind};
use crate::document::outline::{Outline, UnitKind};
use crate::text::heading_anchor;

use super::difference::differences;
use super::measures::Reference;

/// Tells which references lead to the same place in both versions.
#[derive(Debug)]
pub(super) struct Places<'a> {
    matching: &'a Matching<'a>,
    old: OnceCell<Numbers<'a>>,
    new: OnceCell<Numbers<'a>>,
}

/// The references of a new text, read beside those of the old one.
#[derive(Debug, Default)]
pub(super) struct Reread {
    /// References that lead elsewhere.
    pub(super) effects: Vec<Effect>,
    /// The numbers that are others and lead to the same place: where they stand in the new
    /// text, in bytes, and how they were.
    pub(super) same: Vec<(usize, String)>,
}

/// Where the anchor of a link leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Anchor {
    /// To the same section as before.
    Same,
    /// To another place of the same document, or nobody knows.
    Other,
}

impl<'a> Places<'a> {
    pub(super) fn of(matching: &'a Matching<'a>) -> Self {
        Self { matching, old: OnceCell::new(), new: OnceCell::new() }
    }

    /// Reads the references of both versions of a unit, whose indexes are given.
    pub(super) fn reread(
        &self,
        old: &[Reference],
        old_unit: usize,
        new: &[Reference],
        new_unit: usize,
    ) -> Reread {
        let mut reread = Reread::default();
        let said = |references: &[Reference]| -> Vec<String> {
            references.iter().map(Reference::said).collect()
        };
        if old.len() != new.len() {
            differences(EffectKind::Reference, &said(old), &said(new), &mut reread.effects);
            return reread;
        }
        for (was, is) in old.iter().zip(new) {
            if was.word == is.word && was.number == is.number {
                continue;
            }
            if was.word == is.word && self.is_same_place(was, old_unit, is, new_unit) {
                reread.same.push((is.at, was.number.clone()));
            } else {
                let effect = Effect::new(EffectKind::Reference, Some(was.said()), Some(is.said()));
                reread.effects.push(effect);
            }
        }
        reread
    }

    fn is_same_place(
        &self,
        was: &Reference,
        old_unit: usize,
        is: &Reference,
        new_unit: usize,
    ) -> bool {
        let ends = |reference: &Reference| -> Vec<String> {
            reference.number.split(['-', '–']).map(str::to_owned).collect()
        };
        let (was_ends, is_ends) = (ends(was), ends(is));
        let (old, new) = (self.old_numbers(), self.new_numbers());
        was_ends.len() == is_ends.len()
            && was_ends.iter().zip(&is_ends).all(|(a, b)| match was.word.as_str() {
                "step" => {
                    let from = self.matching.old.units.get(old_unit).and_then(|unit| unit.section);
                    let to = self.matching.new.units.get(new_unit).and_then(|unit| unit.section);
                    matches!((old.step(a, from), new.step(b, to)), (Some(a), Some(b))
                        if self.matching.is_same_unit(a, b))
                }
                "section" | "chapter" | "clause" | "§" | "appendix" | "annex" | "article" => {
                    matches!((old.section(a), new.section(b)), (Some(a), Some(b))
                        if self.matching.sections.new_of_old[a] == Some(b))
                }
                _ => false,
            })
    }

    /// Where two destinations lead that differ in their anchors alone; `None` where they
    /// differ in more.
    pub(super) fn anchor(&self, old: &str, new: &str) -> Option<Anchor> {
        let ((old_file, was), (new_file, is)) = (old.split_once('#')?, new.split_once('#')?);
        if old_file != new_file {
            return None;
        }
        let (old, new) = (self.old_numbers(), self.new_numbers());
        let is_same = old_file.is_empty()
            && matches!((old.anchor(was), new.anchor(is)), (Some(a), Some(b))
                if self.matching.sections.new_of_old[a] == Some(b));
        Some(if is_same { Anchor::Same } else { Anchor::Other })
    }

    fn old_numbers(&self) -> &Numbers<'a> {
        self.old.get_or_init(|| Numbers::of(self.matching.old))
    }

    fn new_numbers(&self) -> &Numbers<'a> {
        self.new.get_or_init(|| Numbers::of(self.matching.new))
    }
}

/// The numbers and anchors of one version. A number that several have names none of them,
/// except for steps within their own section.
#[derive(Debug, Default)]
struct Numbers<'a> {
    steps: HashMap<&'a str, Option<usize>>,
    steps_in_section: HashMap<(Option<usize>, &'a str), Option<usize>>,
    sections: HashMap<&'a str, Option<usize>>,
    anchors: HashMap<String, Option<usize>>,
}

impl<'a> Numbers<'a> {
    fn of(outline: &'a Outline) -> Self {
        let mut numbers = Self::default();
        let steps = outline.units.iter().enumerate();
        for (index, unit) in steps.filter(|(_, unit)| unit.kind == UnitKind::Step) {
            if let Some(number) = unit.number.as_deref() {
                note(&mut numbers.steps, number, index);
                note(&mut numbers.steps_in_section, (unit.section, number), index);
            }
        }
        for (index, section) in outline.sections.iter().enumerate() {
            if let Some(number) = section.number.as_deref() {
                note(&mut numbers.sections, number, index);
            }
            note(&mut numbers.anchors, heading_anchor(&section.title), index);
        }
        numbers
    }

    fn step(&self, number: &str, section: Option<usize>) -> Option<usize> {
        let here = self.steps_in_section.get(&(section, number)).copied().flatten();
        here.or_else(|| self.steps.get(number).copied().flatten())
    }

    fn section(&self, number: &str) -> Option<usize> {
        self.sections.get(number).copied().flatten()
    }

    fn anchor(&self, anchor: &str) -> Option<usize> {
        self.anchors.get(anchor).copied().flatten()
    }
}

fn note<K: Eq + std::hash::Hash>(places: &mut HashMap<K, Option<usize>>, key: K, index: usize) {
    places.entry(key).and_modify(|known| *known = None).or_insert(Some(index));
}
