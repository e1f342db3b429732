//! Which section of the old document is which section of the new one.
//!
//! Sections are told by what stands in them, not by their titles: a new title moves
//! nothing.

use std::collections::HashMap;

use crate::document::outline::{Outline, Section, Unit, UnitKind};

use super::alignment::Link;
use super::meaning::links_of_headings;
use super::order::heaviest_increasing;
use super::{ChangeKind, Class, EffectKind, SectionChange, Spot};

/// The section in which a unit stands. For a step that is the title of its own section,
/// the one around it.
pub(super) fn home(outline: &Outline, unit: &Unit) -> Option<usize> {
    let section = unit.section?;
    if outline.is_heading(unit) { outline.sections[section].parent } else { Some(section) }
}

/// The matched sections of two documents.
#[derive(Debug, Default)]
pub(super) struct MatchedSections {
    pub(super) new_of_old: Vec<Option<usize>>,
    pub(super) old_of_new: Vec<Option<usize>>,
}

/// Where a unit stands, seen from the other version.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Standing {
    /// In the same section.
    Same,
    /// In another one.
    Other,
    /// One of the two sections is only in one version: its order must tell.
    Unknown,
}

impl MatchedSections {
    /// Matches sections of the same title that keep a unit or have none, of the same level
    /// before others; then by the weight of the linked units; sections without any by their
    /// title, and then the only one of a level that is left on each side.
    pub(super) fn of(old: &Outline, new: &Outline, links: &[Link]) -> Self {
        let mut votes: HashMap<(usize, usize), usize> = HashMap::new();
        for link in links {
            let (was, is) = (&old.units[link.old], &new.units[link.new]);
            if let (Some(a), Some(b)) = (was.section, is.section) {
                *votes.entry((a, b)).or_default() += is.text.len() + 1;
            }
        }
        let mut matched = Self {
            new_of_old: vec![None; old.sections.len()],
            old_of_new: vec![None; new.sections.len()],
        };
        for title in [title_and_level, title_alone] {
            matched.link_unique_titles(old, new, &votes, title);
        }
        let same_title = |a: usize, b: usize| old.sections[a].title == new.sections[b].title;
        let mut ranked: Vec<((usize, usize), usize)> = votes.into_iter().collect();
        ranked.sort_by_key(|((a, b), weight)| {
            (std::cmp::Reverse((*weight, same_title(*a, *b))), *a, *b)
        });
        for ((a, b), _) in ranked {
            matched.link(a, b);
        }
        for title in [title_and_level, title_alone] {
            matched.link_titles(old, new, title);
        }
        matched.link_renamed(old, new);
        matched
    }

    fn link(&mut self, old: usize, new: usize) {
        if self.new_of_old[old].is_none() && self.old_of_new[new].is_none() {
            self.new_of_old[old] = Some(new);
            self.old_of_new[new] = Some(old);
        }
    }

    /// Links sections whose title stands once in each version, if they have a unit in
    /// common or one of them is empty: a title that stayed with other text below it may
    /// have changed places with another.
    fn link_unique_titles(
        &mut self,
        old: &Outline,
        new: &Outline,
        votes: &HashMap<(usize, usize), usize>,
        title: fn(&Section) -> Title<'_>,
    ) {
        let has_units = |outline: &Outline| -> Vec<bool> {
            let mut has = vec![false; outline.sections.len()];
            outline.units.iter().filter_map(|unit| unit.section).for_each(|at| has[at] = true);
            has
        };
        let (old_has, new_has) = (has_units(old), has_units(new));
        let mut places: HashMap<Title<'_>, (Vec<usize>, Vec<usize>)> = HashMap::new();
        for (index, section) in old.sections.iter().enumerate() {
            places.entry(title(section)).or_default().0.push(index);
        }
        for (index, section) in new.sections.iter().enumerate() {
            places.entry(title(section)).or_default().1.push(index);
        }
        for (olds, news) in places.into_values() {
            if let ([was], [is]) = (olds.as_slice(), news.as_slice())
                && (votes.contains_key(&(*was, *is)) || !old_has[*was] || !new_has[*is])
            {
                self.link(*was, *is);
            }
        }
    }

    fn link_titles(&mut self, old: &Outline, new: &Outline, title: fn(&Section) -> Title<'_>) {
        let mut by_title: HashMap<Title<'_>, Vec<usize>> = HashMap::new();
        for (index, section) in new.sections.iter().enumerate().rev() {
            if self.old_of_new[index].is_none() {
                by_title.entry(title(section)).or_default().push(index);
            }
        }
        for (index, section) in old.sections.iter().enumerate() {
            if self.new_of_old[index].is_none()
                && let Some(same) = by_title.get_mut(&title(section))
                && let Some(now) = same.pop()
            {
                self.link(index, now);
            }
        }
    }

    fn link_renamed(&mut self, old: &Outline, new: &Outline) {
        for level in 1..=6 {
            let left = |outline: &Outline, links: &[Option<usize>]| -> Vec<usize> {
                let is_left =
                    |i: &usize| links[*i].is_none() && outline.sections[*i].level == level;
                (0..links.len()).filter(is_left).collect()
            };
            let (was, is) = (left(old, &self.new_of_old), left(new, &self.old_of_new));
            if let ([was], [is]) = (was.as_slice(), is.as_slice()) {
                self.link(*was, *is);
            }
        }
    }

    /// Whether two sections, or the text before all headings, are the same.
    pub(super) fn standing(&self, was: Option<usize>, is: Option<usize>) -> Standing {
        match (was, is) {
            (None, None) => Standing::Same,
            (Some(was), Some(is)) => match (self.new_of_old[was], self.old_of_new[is]) {
                (Some(now), Some(_)) if now == is => Standing::Same,
                (Some(_), Some(_)) => Standing::Other,
                _ => Standing::Unknown,
            },
            (Some(was), None) if self.new_of_old[was].is_some() => Standing::Other,
            (None, Some(is)) if self.old_of_new[is].is_some() => Standing::Other,
            _ => Standing::Unknown,
        }
    }

    /// Sections that came, went, have a new title or stand elsewhere, or in whose heading a
    /// link leads elsewhere. A step that is a
    /// heading moves as a unit, which is not told here.
    pub(super) fn changes(&self, old: &Outline, new: &Outline) -> Vec<SectionChange> {
        let (was_step, is_step) = (step_headings(old), step_headings(new));
        let binds = binding(new);
        let moved = self.moved(old, new, &is_step);
        let mut changes = Vec::new();
        for (index, section) in new.sections.iter().enumerate() {
            let was = self.old_of_new[index];
            let old_title = was.map(|was| old.sections[was].title.clone());
            let effects = match was {
                Some(was) if !is_step[index] => links_of_headings(&old.sections[was], section),
                _ => Vec::new(),
            };
            let (kind, class) = match &old_title {
                None => (ChangeKind::Added, Class::Minor),
                Some(_) if moved[index] && binds[index] => (ChangeKind::Moved, Class::Major),
                Some(_) if moved[index] => (ChangeKind::Moved, Class::Minor),
                Some(title) if *title != section.title => (ChangeKind::Changed, Class::Minor),
                Some(_) if effects.is_empty() => continue,
                Some(_) if effects.iter().any(|effect| effect.kind == EffectKind::Reference) => {
                    (ChangeKind::Changed, Class::Minor)
                }
                Some(_) => (ChangeKind::Changed, Class::Editorial),
            };
            let has_moved = kind == ChangeKind::Moved;
            let levels = was.map(|was| [old.sections[was].level, section.level]);
            let levels = levels.filter(|[was, is]| has_moved && was != is);
            let spot = has_moved.then(|| Spot::of_section(new, index));
            let is_step = is_step[index] || was.is_some_and(|was| was_step[was]);
            changes.push(SectionChange {
                kind,
                old: old_title,
                new: Some(section.title.clone()),
                class,
                effects,
                levels,
                spot,
                is_step,
            });
        }
        let is_gone = |index: &usize| self.new_of_old[*index].is_none();
        changes.extend((0..old.sections.len()).filter(is_gone).map(|index| SectionChange {
            kind: ChangeKind::Removed,
            old: Some(old.sections[index].title.clone()),
            new: None,
            class: Class::Minor,
            effects: Vec::new(),
            levels: None,
            spot: None,
            is_step: was_step[index],
        }));
        changes
    }

    /// For each new section, whether it stands elsewhere: in another section, or outside
    /// the heaviest run of its siblings that kept their order.
    fn moved(&self, old: &Outline, new: &Outline, is_step: &[bool]) -> Vec<bool> {
        let weights = weights(new);
        let mut moved = vec![false; new.sections.len()];
        let mut siblings: HashMap<Option<usize>, Vec<(usize, usize)>> = HashMap::new();
        for (index, section) in new.sections.iter().enumerate() {
            let Some(was) = self.old_of_new[index].filter(|_| !is_step[index]) else { continue };
            match self.standing(old.sections[was].parent, section.parent) {
                Standing::Other => moved[index] = true,
                Standing::Same | Standing::Unknown => {
                    siblings.entry(section.parent).or_default().push((was, index));
                }
            }
        }
        for members in siblings.into_values() {
            let olds: Vec<usize> = members.iter().map(|(was, _)| *was).collect();
            let weights: Vec<usize> = members.iter().map(|(_, index)| weights[*index]).collect();
            for ((_, index), kept) in members.iter().zip(heaviest_increasing(&olds, &weights)) {
                moved[*index] = !kept;
            }
        }
        moved
    }
}

/// What headings are compared by.
type Title<'s> = (&'s str, Option<u8>);

fn title_and_level(section: &Section) -> Title<'_> {
    (&section.title, Some(section.level))
}

/// A heading whose level changed is the same heading.
fn title_alone(section: &Section) -> Title<'_> {
    (&section.title, None)
}

/// Which sections are steps: their heading is a unit.
fn step_headings(outline: &Outline) -> Vec<bool> {
    let mut is_step = vec![false; outline.sections.len()];
    for unit in outline.units.iter().filter(|unit| outline.is_heading(unit)) {
        if let Some(section) = unit.section {
            is_step[section] = true;
        }
    }
    is_step
}

/// Which sections hold a step or a statement, also in a section inside.
fn binding(outline: &Outline) -> Vec<bool> {
    let mut binds = vec![false; outline.sections.len()];
    for unit in &outline.units {
        if matches!(unit.kind, UnitKind::Step | UnitKind::Statement) {
            let mut around = unit.section;
            while let Some(section) = around.filter(|section| !binds[*section]) {
                binds[section] = true;
                around = outline.sections[section].parent;
            }
        }
    }
    binds
}

/// How much text stands in each section and in those inside it, in bytes.
fn weights(outline: &Outline) -> Vec<usize> {
    let mut weights = vec![1; outline.sections.len()];
    for unit in &outline.units {
        if let Some(section) = unit.section {
            weights[section] += unit.text.len() + 1;
        }
    }
    // A section stands behind the one around it.
    for index in (0..weights.len()).rev() {
        if let Some(parent) = outline.sections[index].parent {
            weights[parent] += weights[index];
        }
    }
    weights
}
