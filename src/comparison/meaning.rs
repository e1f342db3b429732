//! What the change of one unit means: its effects, and whether any word changed at all.
//!
//! Looks at two versions of a unit side by side. How much the change weighs is for the
//! class; which units are the same was decided before.

mod acts;
mod actors;
mod difference;
mod measures;
mod places;
mod reworded;
mod sentence;
mod targets;
mod unmarked;
mod words;

use std::collections::HashMap;

use crate::document::blocks::{Mark, MarkKind};
use crate::document::outline::{Section, Unit, UnitKind};
use crate::language::{Language, WordClass};
use crate::text::{nfc, plain_words, word_key};

use super::matching::Matching;
use super::{Effect, EffectKind};
use difference::{differences, in_order, without};
use measures::{Measure, Measures};
use places::{Places, Reread};

pub use reworded::is_reworded;
pub(super) use words::holding;

/// Separates the cells of a row.
const BAR: &str = " | ";

/// The strength of an obligation that forbids.
const FORBIDDEN: i8 = -4;

/// What a change means, and how far it goes.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Meaning {
    /// Empty where nothing changed.
    pub(super) effects: Vec<Effect>,
    /// What kind of characters changed.
    pub(super) extent: Extent,
}

/// How far a change goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(super) enum Extent {
    /// Nothing that counts.
    #[default]
    Nothing,
    /// Punctuation, typographic variants, case, spelling, the destination of a link.
    Typography,
    /// A word, a number, a unit, code.
    Words,
}

/// One version of a unit.
#[derive(Debug, Clone, Copy)]
pub(super) struct Version<'a> {
    /// The unit; of a split or merge, all parts as one.
    pub(super) unit: &'a Unit,
    /// Its index in its outline; of parts, that of the first.
    pub(super) index: usize,
}

/// Reads the meaning of changes between two versions of a document.
#[derive(Debug)]
pub(super) struct Meanings<'a> {
    /// `None` where there are no word lists for the language of the document.
    language: Option<&'a Language>,
    places: Places<'a>,
}

impl<'a> Meanings<'a> {
    pub(super) fn of(matching: &'a Matching<'a>, language: Option<&'a Language>) -> Self {
        Self { language, places: Places::of(matching) }
    }

    /// What a unit that came or went means besides its coming or going.
    pub(super) fn of_whole(&self, unit: &Unit) -> Vec<Effect> {
        let kind = if self.warns(unit) {
            EffectKind::Warning
        } else if unit.kind == UnitKind::ExpectedResult {
            EffectKind::ExpectedResult
        } else {
            return Vec::new();
        };
        vec![Effect::new(kind, None, None)]
    }

    /// Whether a unit warns: it stands in a warning, or begins as one.
    fn warns(&self, unit: &Unit) -> bool {
        let begins_as_one = || {
            let mut words = plain_words(&unit.text);
            let word = words.next().unwrap_or_default();
            let behind = unit.text.trim_start().get(word.len()..).unwrap_or_default();
            behind.starts_with([':', '!'])
                && self.language.is_some_and(|language| language.is(WordClass::Warning, &word))
        };
        match unit.kind {
            UnitKind::Warning => true,
            UnitKind::Paragraph | UnitKind::Note | UnitKind::Statement => begins_as_one(),
            _ => false,
        }
    }

    /// What it means that one unit became another.
    pub(super) fn of_change(&self, old: Version<'_>, new: Version<'_>) -> Meaning {
        let (was, is) = (old.unit, new.unit);
        match is.kind {
            UnitKind::Image => return picture(was, is),
            UnitKind::Code => return code(was, is),
            _ => {}
        }
        let (warned, warns) = (self.warns(was), self.warns(is));
        if was.text == is.text && was.marks == is.marks && warned == warns {
            return Meaning::default();
        }
        // What is struck out no longer holds.
        let (was, is) = (words::holding(was), words::holding(is));
        let mut found = self.of_text(&was, old.index, &is, new.index);
        if warned != warns || (warns && found.extent == Extent::Words) {
            found.extent = Extent::Words;
            found.effects.retain(|effect| effect.kind != EffectKind::Wording);
            let boxes = box_name(old.unit.kind).zip(box_name(new.unit.kind));
            let (was, is) = boxes.filter(|_| warned != warns).unzip();
            found.effects.push(Effect::new(EffectKind::Warning, was, is));
        }
        found
    }

    fn of_text(&self, was: &Unit, was_at: usize, is: &Unit, is_at: usize) -> Meaning {
        // Signs and symbols of units are those of English everywhere.
        let symbols = self.language.unwrap_or(Language::english());
        let (limits, is_limits) = (Measures::of(was, symbols), Measures::of(is, symbols));
        let reread = self.places.reread(&limits.references, was_at, &is_limits.references, is_at);
        let old_words = words::words(&was.text, self.language, &Reread::default());
        let new_words = words::words(&is.text, self.language, &reread);
        let is_step = is.kind == UnitKind::Step;
        let mut effects = Vec::new();
        limit_effects(was, is, &limits, &is_limits, symbols, &mut effects);
        effects.extend(reread.effects);
        let other_code = targets::marked_anew(was, is, targets::codes) != (Vec::new(), Vec::new());
        let other_words = old_words != new_words;
        if other_words && let Some(language) = self.language {
            let said =
                Said { was, is, old: word_key(&was.text), new: word_key(&is.text), language };
            said.effects(&mut effects);
        }
        if is_step {
            targets::effects(was, is, other_words, symbols, &mut effects);
        }
        let leads_elsewhere = self.link_effects(was, is, is_step, &mut effects);
        let is_reworded = other_words
            || other_code
            || limits.limits != is_limits.limits
            || words::is_struck(was) != words::is_struck(is)
            || effects.iter().any(|effect| effect.kind.is_major());
        let extent = if is_reworded || effects.iter().any(is_reference) {
            Extent::Words
        } else if leads_elsewhere || words::differ_in_signs(&was.text, &is.text, &reread.same) {
            Extent::Typography
        } else {
            Extent::Nothing
        };
        if extent == Extent::Words {
            self.result_effect(was, is, &mut effects);
        }
        if effects.is_empty() && extent != Extent::Nothing {
            effects.push(Effect::new(EffectKind::Wording, None, None));
        }
        Meaning { effects, extent }
    }

    /// The destinations of links. Whether one leads elsewhere.
    fn link_effects(&self, was: &Unit, is: &Unit, is_step: bool, found: &mut Vec<Effect>) -> bool {
        let (gone, come) = targets::links_anew(was, is, is_step);
        let mut leads_elsewhere = false;
        for (old, new) in in_order(gone, come) {
            let kind = match (&old, &new) {
                (Some(old), Some(new)) => match self.places.anchor(old, new) {
                    Some(places::Anchor::Same) => continue,
                    Some(places::Anchor::Other) => EffectKind::Reference,
                    None if is_step && !targets::follows_a_rename(old, new) => EffectKind::Target,
                    None => EffectKind::Link,
                },
                _ if is_step => EffectKind::Target,
                _ => EffectKind::Link,
            };
            leads_elsewhere = true;
            found.push(Effect::new(kind, old, new));
        }
        leads_elsewhere
    }

    /// An expected result that a unit is, or that stands at the end of a step.
    fn result_effect(&self, was: &Unit, is: &Unit, found: &mut Vec<Effect>) {
        let is_result = |unit: &Unit| unit.kind == UnitKind::ExpectedResult;
        let in_step = is.kind == UnitKind::Step
            && self.language.is_some_and(|language| {
                let (before, result) = words::without_result(&was.text, language);
                let (now, other) = words::without_result(&is.text, language);
                result != other && word_key(before) == word_key(now)
            });
        if is_result(was) || is_result(is) || in_step {
            found.push(Effect::new(EffectKind::ExpectedResult, None, None));
        }
    }
}

/// The links of two headings that are the same section. Where a link leads to another place
/// of the document, the reference is another.
pub(super) fn links_of_headings(was: &Section, is: &Section) -> Vec<Effect> {
    let links = |marks: &[Mark]| -> Vec<String> {
        let destinations = marks.iter().filter_map(|mark| match &mark.kind {
            MarkKind::Link(destination) => Some(destination.clone()),
            _ => None,
        });
        destinations.collect()
    };
    let mut found = Vec::new();
    differences(EffectKind::Link, &links(&was.marks), &links(&is.marks), &mut found);
    for effect in &mut found {
        let is_anchor = |link: &Option<String>| link.as_deref().is_some_and(|l| l.starts_with('#'));
        if is_anchor(&effect.old) && is_anchor(&effect.new) {
            effect.kind = EffectKind::Reference;
        }
    }
    found
}

/// What people call the box that a unit stands in, or that it stands in none.
fn box_name(kind: UnitKind) -> Option<String> {
    let name = match kind {
        UnitKind::Warning => "warning",
        UnitKind::Note => "note",
        UnitKind::Paragraph | UnitKind::Statement | UnitKind::ExpectedResult => "plain text",
        UnitKind::Step | UnitKind::Row | UnitKind::Code | UnitKind::Image => return None,
    };
    Some(name.to_owned())
}

fn is_reference(effect: &Effect) -> bool {
    effect.kind == EffectKind::Reference
}

fn picture(was: &Unit, is: &Unit) -> Meaning {
    if was.text == is.text {
        return Meaning::default();
    }
    let effect = Effect::new(EffectKind::Picture, Some(was.text.clone()), Some(is.text.clone()));
    Meaning { effects: vec![effect], extent: Extent::Words }
}

/// Code counts as it is, but for blanks at the ends of lines and empty lines at its end.
fn code(was: &Unit, is: &Unit) -> Meaning {
    let lines = |text: &str| -> Vec<String> {
        nfc(text.trim_end()).lines().map(|line| line.trim_end().to_owned()).collect()
    };
    if was.text == is.text || lines(&was.text) == lines(&is.text) {
        return Meaning::default();
    }
    let effects = vec![Effect::new(EffectKind::Wording, None, None)];
    Meaning { effects, extent: Extent::Words }
}

/// Limits of the whole text; of a row, cell by cell, so that two cells that changed places
/// are told.
fn limit_effects(
    was: &Unit,
    is: &Unit,
    limits: &Measures,
    is_limits: &Measures,
    language: &Language,
    found: &mut Vec<Effect>,
) {
    let cells = |unit: &Unit| unit.text.split(BAR).map(str::to_owned).collect::<Vec<_>>();
    if (was.kind, is.kind) == (UnitKind::Row, UnitKind::Row) {
        let (old, new) = (cells(was), cells(is));
        if old.len() == new.len() {
            for (old, new) in old.iter().zip(&new).filter(|(old, new)| old != new) {
                let (old, new) =
                    (Measures::of_text(old, language), Measures::of_text(new, language));
                measure_differences(&old.limits, &new.limits, found);
            }
            return;
        }
    }
    let before = found.len();
    measure_differences(&limits.limits, &is_limits.limits, found);
    let changed_places = found.len() == before
        && limits.limits != is_limits.limits
        && words::without_numbers(&was.text) == words::without_numbers(&is.text);
    if changed_places {
        let pairs = limits.limits.iter().zip(&is_limits.limits).filter(|(old, new)| old != new);
        found.extend(pairs.map(|(old, new)| limit_effect(Some(old), Some(new))));
    }
}

/// The limits that only one version has.
fn measure_differences(old: &[Measure], new: &[Measure], found: &mut Vec<Effect>) {
    let pairs = in_order(without(old, new), without(new, old));
    found.extend(pairs.iter().map(|(old, new)| limit_effect(old.as_ref(), new.as_ref())));
}

/// Of two limits on the same side, the amounts; otherwise the side as well.
fn limit_effect(old: Option<&Measure>, new: Option<&Measure>) -> Effect {
    let is_turned = matches!((old, new), (Some(old), Some(new)) if old.sense() != new.sense());
    let said = |measure: Option<&Measure>| {
        measure.map(
            |measure| {
                if is_turned { measure.said_bounded() } else { measure.said().to_owned() }
            },
        )
    };
    Effect::new(EffectKind::Limit, said(old), said(new))
}

/// What the words of two versions say.
struct Said<'a> {
    was: &'a Unit,
    is: &'a Unit,
    old: Vec<String>,
    new: Vec<String>,
    language: &'a Language,
}

impl Said<'_> {
    fn effects(&self, found: &mut Vec<Effect>) {
        let duties = |words: &[String]| -> Vec<String> {
            self.language.obligations(words).into_iter().map(|duty| duty.phrase).collect()
        };
        let before = found.len();
        differences(EffectKind::Obligation, &duties(&self.old), &duties(&self.new), found);
        // "must not" and "cannot" forbid alike.
        let bars =
            |words: &[String]| words.iter().any(|word| matches!(word.as_str(), "cannot" | "can't"));
        let (was_barred, is_barred) = (bars(&self.old), bars(&self.new));
        if was_barred != is_barred {
            let mut index = 0;
            found.retain(|effect| {
                index += 1;
                let forbids = match (&effect.old, &effect.new) {
                    (Some(old), None) => is_barred && self.forbids(old),
                    (None, Some(new)) => was_barred && self.forbids(new),
                    _ => false,
                };
                index <= before || !forbids
            });
        }
        self.negations(found);
        actors::effects(self.was, self.is, self.language, found);
        acts::effects(self.was, self.is, &self.old, &self.new, self.language, found);
    }

    fn forbids(&self, phrase: &str) -> bool {
        let duties = self.language.obligations(&word_key(phrase));
        duties.first().is_some_and(|duty| duty.strength <= FORBIDDEN)
    }

    /// The negations that only one version has: not, no and never are one.
    fn negations(&self, found: &mut Vec<Effect>) {
        let said = |words: &[String]| -> Vec<String> {
            let negations = words.iter().enumerate().filter(|(at, word)| {
                self.language.negation(word).is_some()
                    && !self.language.begins_bound(&words[*at..])
                    && !opens_list(words, *at)
            });
            negations.map(|(_, word)| word.clone()).collect()
        };
        let (old, new) = (said(&self.old), said(&self.new));
        // The same words first, so that what is left is the word that came or went.
        let (gone, come) = (without(&old, &new), without(&new, &old));
        let only_in = |these: &[String], those: &[String]| -> Vec<String> {
            let group = |word: &String| self.language.negation(word);
            let mut left: HashMap<Option<usize>, usize> = HashMap::new();
            for word in those {
                *left.entry(group(word)).or_default() += 1;
            }
            let mut only = Vec::new();
            for word in these {
                match left.get_mut(&group(word)).filter(|count| **count > 0) {
                    Some(count) => *count -= 1,
                    None => only.push(word.clone()),
                }
            }
            only
        };
        let (old, new) = (gone, come);
        differences(EffectKind::Negation, &only_in(&old, &new), &only_in(&new, &old), found);
    }
}

/// Whether the "not" at a place says that a list goes on, and forbids nothing: "including, but
/// not limited to".
fn opens_list(words: &[String], at: usize) -> bool {
    let is = |index: usize, word: &str| words.get(index).is_some_and(|found| found == word);
    let is_limited = is(at, "not") && is(at + 1, "limited") && is(at + 2, "to");
    is_limited && words[..at].iter().rev().take(2).any(|word| word == "but")
}

#[cfg(test)]
mod tests;
