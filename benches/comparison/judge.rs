//! Whether a comparison gives back an edit, or one that equals it.
//!
//! What was done is known from the plan, so the same told in the same way is right. Some
//! edits have several descriptions that are true: one of two equal steps went, a swap is a
//! move of either, a unit that went and one of the same words that came are a move. They
//! are told from mistakes by construction, with nothing taken from the comparison itself:
//!
//! 1. The reported changes must lead from the old units to the new ones: what they do not
//!    name has the same words and marks, stands in the same section, in the same unit, and
//!    in the same order among its siblings.
//! 2. There are no more of them than were made, no more units that came or went, and together
//!    they cost no more. A unit that moved and changed counts as two. Where only units moved differ from those that were,
//!    shorter ones may stand for a long one: the comparison keeps in place what is heaviest.
//!
//! A unit that came, went or moved costs 1. A change costs 0.4 and twice the share of words
//! that differ, so that a unit changed in place beyond four fifths, or moved and changed
//! beyond a third, costs more than one that went and one that came. A unit that was split
//! or merged costs as much as a change of all parts together.

use std::collections::HashMap;

use sopctl::comparison::{Change, ChangeKind, Comparison, Side};
use sopctl::document::Document;
use sopctl::document::outline::Unit;

use super::draft::{Fate, Plan};
use super::page::Page;
use super::stock::{bag, likeness};

/// A change of units, by their places in the outlines.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Told {
    Added(usize),
    Removed(usize),
    Moved(usize, usize),
    Changed { old: usize, new: usize, moved: bool },
    Split { old: usize, news: Vec<usize>, moved: bool },
    Merged { olds: Vec<usize>, new: usize, moved: bool },
}

/// How right a comparison is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Verdict {
    /// The very edit.
    Exact,
    /// Other words for it.
    Equal,
    /// Of a move, other units are told, more of them but shorter ones.
    Lighter,
    /// Anything else.
    Wrong,
}

/// What a comparison said, judged.
pub(crate) struct Judgement {
    pub(crate) verdict: Verdict,
    pub(crate) done: Vec<Told>,
    pub(crate) reported: Vec<Told>,
    /// Why it is wrong, in words.
    pub(crate) why: String,
    /// Whether what each change means was named.
    pub(crate) meanings: Vec<bool>,
}

impl Judgement {
    /// How many of the reported changes were made.
    pub(crate) fn hits(&self) -> usize {
        if self.verdict != Verdict::Wrong {
            return self.reported.len();
        }
        self.reported.iter().filter(|told| self.done.contains(told)).count()
    }
}

/// Judges the comparison of a page with its edited version.
pub(crate) fn judge(page: &Page, plan: &Plan, comparison: &Comparison) -> Judgement {
    let judge = Judge { page, plan, new: &plan.document.outline().units };
    let done = judge.done();
    let as_told: Vec<Option<Told>> =
        comparison.changes.iter().map(|change| judge.told(change)).collect();
    let mut why = None;
    if let Some(at) = as_told.iter().position(Option::is_none) {
        why = Some(format!("no such unit: {:?}", comparison.changes[at]));
    }
    let mut reported: Vec<Told> = as_told.iter().flatten().cloned().collect();
    reported.sort();
    let mut sections: Vec<_> = comparison
        .sections
        .iter()
        .map(|section| (section.old.clone(), section.new.clone()))
        .collect();
    sections.retain(|titles| !plan.step_sections.contains(titles));
    sections.sort();
    if sections != plan.sections {
        why = Some(format!("said of sections {sections:?}"));
    }
    if !comparison.fields.is_empty() {
        why = Some("fields differ".to_owned());
    }
    let verdict = match why {
        Some(_) => Verdict::Wrong,
        None => judge.verdict(&done, &reported).unwrap_or_else(|error| {
            why = Some(error);
            Verdict::Wrong
        }),
    };
    let meanings = plan.meanings.iter().map(|(unit, kinds)| {
        comparison.changes.iter().zip(&as_told).any(|(change, told)| {
            matches!(told, Some(Told::Changed { old, .. }) if old == unit)
                && change.effects.iter().any(|effect| kinds.contains(&effect.kind))
        })
    });
    let meanings = meanings.collect();
    Judgement { verdict, done, reported, why: why.unwrap_or_default(), meanings }
}

struct Judge<'a> {
    page: &'a Page,
    plan: &'a Plan,
    new: &'a [Unit],
}

impl Judge<'_> {
    /// The edit as changes.
    fn done(&self) -> Vec<Told> {
        let mut done: Vec<Told> = self.plan.removed.iter().copied().map(Told::Removed).collect();
        let mut parts: HashMap<usize, Vec<usize>> = HashMap::new();
        for (new, planned) in self.plan.units.iter().enumerate() {
            let old = planned.origins.first().copied().unwrap_or_default();
            match planned.fate {
                Fate::Kept => {}
                Fate::Moved => done.push(Told::Moved(old, new)),
                Fate::Changed => done.push(Told::Changed { old, new, moved: false }),
                Fate::MovedChanged => done.push(Told::Changed { old, new, moved: true }),
                Fate::Added => done.push(Told::Added(new)),
                Fate::Split => parts.entry(old).or_default().push(new),
                Fate::Merged => {
                    let olds = planned.origins.clone();
                    done.push(Told::Merged { olds, new, moved: false });
                }
            }
        }
        let split = |(old, news)| Told::Split { old, news, moved: false };
        done.extend(parts.into_iter().map(split));
        done.sort();
        done
    }

    /// A reported change by its places; none where no unit stands there.
    fn told(&self, change: &Change) -> Option<Told> {
        let old = change.old.as_ref().map(|side| at(&self.page.document, side));
        let new = change.new.as_ref().map(|side| at(&self.plan.document, side));
        match (change.kind, old, new) {
            (ChangeKind::Added, None, Some(new)) => new.map(Told::Added),
            (ChangeKind::Removed, Some(old), None) => old.map(Told::Removed),
            (ChangeKind::Moved, Some(old), Some(new)) => Some(Told::Moved(old?, new?)),
            (ChangeKind::Changed, Some(old), Some(new)) => {
                Some(Told::Changed { old: old?, new: new?, moved: change.moved })
            }
            (ChangeKind::Split, Some(old), Some(new)) => {
                let mut news = vec![new?];
                for side in &change.also {
                    news.push(at(&self.plan.document, side)?);
                }
                Some(Told::Split { old: old?, news, moved: change.moved })
            }
            (ChangeKind::Merged, Some(old), Some(new)) => {
                let mut olds = vec![old?];
                for side in &change.also {
                    olds.push(at(&self.page.document, side)?);
                }
                Some(Told::Merged { olds, new: new?, moved: change.moved })
            }
            _ => None,
        }
    }

    fn verdict(&self, done: &[Told], reported: &[Told]) -> Result<Verdict, String> {
        self.leads_to_the_new(reported)?;
        if done == reported {
            return Ok(Verdict::Exact);
        }
        let (most, most_cost) = (count(done), self.cost(done));
        let (count, cost) = (count(reported), self.cost(reported));
        // Shares of words are sums of a few fractions.
        let rounding = 1e-9;
        let (made, said) = (Numbers::of(done), Numbers::of(reported));
        let invents = said.added > made.added || said.removed > made.removed;
        if count <= most && cost <= most_cost + rounding && !invents {
            return Ok(Verdict::Equal);
        }
        let is_lighter = said == made
            && self.moved_weight(reported) <= self.moved_weight(done)
            && cost - moves(reported) as f64 <= most_cost - moves(done) as f64 + rounding;
        if is_lighter {
            return Ok(Verdict::Lighter);
        }
        Err(format!("{count} changes of cost {cost:.2}, where {most} of {most_cost:.2} were made"))
    }

    /// How long the units are that have moved, in bytes.
    fn moved_weight(&self, told: &[Told]) -> usize {
        let weight = |told: &Told| match told {
            Told::Moved(_, new)
            | Told::Changed { new, moved: true, .. }
            | Told::Merged { new, moved: true, .. } => self.new[*new].text.len() + 1,
            Told::Split { old, moved: true, .. } => self.page.unit(*old).text.len() + 1,
            _ => 0,
        };
        told.iter().map(weight).sum()
    }

    fn cost(&self, told: &[Told]) -> f64 {
        let words = |unit: &Unit| bag(&unit.text);
        let change = |old: &[String], new: &[String]| 0.4 + 2.0 * (1.0 - likeness(old, new));
        let cost = |told: &Told| match told {
            Told::Added(_) | Told::Removed(_) | Told::Moved(..) => 1.0,
            Told::Changed { old, new, .. } => {
                change(&words(self.page.unit(*old)), &words(&self.new[*new]))
            }
            Told::Split { old, news, .. } => {
                let parts: Vec<String> =
                    news.iter().flat_map(|new| words(&self.new[*new])).collect();
                change(&words(self.page.unit(*old)), &parts)
            }
            Told::Merged { olds, new, .. } => {
                let parts: Vec<String> =
                    olds.iter().flat_map(|old| words(self.page.unit(*old))).collect();
                change(&parts, &words(&self.new[*new]))
            }
        };
        let moved = told.iter().filter(|told| has_moved_besides(told)).count() as f64;
        told.iter().map(cost).sum::<f64>() + moved
    }

    /// Rule 1: that the reported changes make the new units of the old ones.
    fn leads_to_the_new(&self, reported: &[Told]) -> Result<(), String> {
        let links = self.links(reported)?;
        let old_of = |new: usize| links.kept[new].or(links.named[new]);
        let mut siblings: HashMap<(Option<usize>, Option<usize>), usize> = HashMap::new();
        for (index, unit) in self.new.iter().enumerate() {
            let Some(old) = links.kept[index].or(links.in_place[index]) else { continue };
            let was = self.page.unit(old);
            // What stands in a unit goes with it; all else stays in its section.
            let stays = was.section.map(|section| self.plan.section_of[section]);
            if unit.parent.is_none() && stays != unit.section.map(Some) {
                return Err(format!("its section not told: {:?}", unit.text));
            }
            let parent_is_there = match (was.parent, unit.parent) {
                (Some(was), Some(is)) => {
                    old_of(is).is_none_or(|old| old == was) || links.is_gone[was]
                }
                (Some(was), None) => links.is_gone[was],
                (None, parent) => parent.is_none(),
            };
            if !parent_is_there {
                return Err(format!("its parent not told: {:?}", unit.text));
            }
            let last = siblings.entry((unit.section, unit.parent)).or_insert(old);
            if *last > old {
                return Err(format!("its order not told: {:?}", unit.text));
            }
            *last = old;
        }
        Ok(())
    }

    /// Which old unit each new one is: the named ones by the report, the others by the
    /// plan where it leaves both, else by the same words in order.
    fn links(&self, reported: &[Told]) -> Result<Links, String> {
        let mut links = Links {
            kept: vec![None; self.new.len()],
            named: vec![None; self.new.len()],
            in_place: vec![None; self.new.len()],
            is_gone: vec![false; self.page.units().len()],
        };
        let mut old_named = vec![0_usize; self.page.units().len()];
        let mut new_named = vec![0_usize; self.new.len()];
        for told in reported {
            match told {
                Told::Added(new) => new_named[*new] += 1,
                Told::Removed(old) => {
                    old_named[*old] += 1;
                    links.is_gone[*old] = true;
                }
                Told::Moved(old, new) => {
                    old_named[*old] += 1;
                    new_named[*new] += 1;
                    links.named[*new] = Some(*old);
                    if self.page.unit(*old).text != self.new[*new].text {
                        return Err(format!("moved in other words: {:?}", self.new[*new].text));
                    }
                }
                Told::Changed { old, new, moved } => {
                    old_named[*old] += 1;
                    new_named[*new] += 1;
                    links.named[*new] = Some(*old);
                    if !moved {
                        links.in_place[*new] = Some(*old);
                    }
                }
                Told::Split { old, news, moved } => {
                    old_named[*old] += 1;
                    for new in news {
                        new_named[*new] += 1;
                        links.named[*new] = Some(*old);
                        links.in_place[*new] = Some(*old).filter(|_| !moved);
                    }
                }
                Told::Merged { olds, new, moved } => {
                    new_named[*new] += 1;
                    for old in olds {
                        old_named[*old] += 1;
                    }
                    links.named[*new] = olds.first().copied();
                    links.in_place[*new] = olds.first().copied().filter(|_| !moved);
                }
            }
        }
        if old_named.iter().chain(&new_named).any(|times| *times > 1) {
            return Err("a unit is told twice".to_owned());
        }
        for (new, planned) in self.plan.units.iter().enumerate() {
            if let [old] = planned.origins.as_slice()
                && new_named[new] == 0
                && old_named[*old] == 0
                && self.is_same(*old, new)
            {
                links.kept[new] = Some(*old);
                old_named[*old] = 1;
                new_named[new] = 1;
            }
        }
        let left = |named: &[usize]| -> Vec<usize> {
            (0..named.len()).filter(|index| named[*index] == 0).collect()
        };
        let (mut old_left, new_left) = (left(&old_named), left(&new_named));
        for new in new_left {
            let Some(at) = old_left.iter().position(|old| self.is_same(*old, new)) else {
                return Err(format!("not told: {:?}", self.new[new].text));
            };
            links.kept[new] = Some(old_left.remove(at));
        }
        match old_left.first() {
            Some(old) => Err(format!("not told: {:?}", self.page.unit(*old).text)),
            None => Ok(links),
        }
    }

    fn is_same(&self, old: usize, new: usize) -> bool {
        let (was, is) = (self.page.unit(old), &self.new[new]);
        was.text == is.text && was.marks == is.marks
    }
}

/// How many changes of each kind there are, moves apart.
#[derive(Debug, Default, PartialEq, Eq)]
struct Numbers {
    added: usize,
    removed: usize,
    changed: usize,
    split: usize,
    merged: usize,
}

impl Numbers {
    fn of(told: &[Told]) -> Self {
        let mut numbers = Self::default();
        for told in told {
            match told {
                Told::Added(_) => numbers.added += 1,
                Told::Removed(_) => numbers.removed += 1,
                Told::Changed { .. } => numbers.changed += 1,
                Told::Split { .. } => numbers.split += 1,
                Told::Merged { .. } => numbers.merged += 1,
                Told::Moved(..) => {}
            }
        }
        numbers
    }
}

/// How many changes these are; a unit that moved and changed is two.
fn count(told: &[Told]) -> usize {
    told.len() + told.iter().filter(|told| has_moved_besides(told)).count()
}

/// How many units moved.
fn moves(told: &[Told]) -> usize {
    let moved = |told: &&Told| matches!(told, Told::Moved(..)) || has_moved_besides(told);
    told.iter().filter(moved).count()
}

/// Whether a unit moved, besides what else is told of it.
const fn has_moved_besides(told: &Told) -> bool {
    matches!(
        told,
        Told::Changed { moved: true, .. }
            | Told::Split { moved: true, .. }
            | Told::Merged { moved: true, .. }
    )
}

/// Which old unit a new one is.
struct Links {
    /// Not named by any change.
    kept: Vec<Option<usize>>,
    /// Named by a change.
    named: Vec<Option<usize>>,
    /// Of these, the ones that are said not to have moved.
    in_place: Vec<Option<usize>>,
    /// Which old units are said to be gone.
    is_gone: Vec<bool>,
}

/// The unit that a side of a change shows.
fn at(document: &Document, side: &Side) -> Option<usize> {
    document.outline().units.iter().position(|unit| {
        unit.text == side.text
            && unit.number == side.number
            && document.line_in_body(unit.span.start) == side.line
    })
}
