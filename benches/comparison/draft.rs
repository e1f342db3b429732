//! A page under edit: replacements in its source, and what the units must be afterwards.

use sopctl::comparison::EffectKind;
use sopctl::document::Document;
use sopctl::document::outline::UnitKind;
use sopctl::source::Span;

use super::page::{Page, patched, renumbered, starts};
use super::stock::{bag, likeness};

/// Units that share fewer of their words are strangers: nobody calls one the other,
/// changed.
pub(crate) const STRANGERS: f64 = 0.20;

/// A page with the edits made so far.
#[derive(Clone)]
pub(crate) struct Draft<'p> {
    pub(crate) page: &'p Page,
    patches: Vec<(Span, String)>,
    /// Units that an edit has taken; no other touches them.
    taken: Vec<bool>,
    /// What the new version must hold; one entry for each old unit, `None` for those
    /// that went, then the new ones.
    planned: Vec<Option<Planned>>,
    /// The sections of the old version, then the new ones.
    sections: Vec<Option<PlannedSection>>,
    /// Words of units that came from elsewhere, and of those that went: they must not
    /// be alike, or nobody could say that one is not the other.
    came: Vec<Vec<String>>,
    went: Vec<Vec<String>>,
    /// What the change of a unit must be said to mean: any of these.
    pub(crate) meanings: Vec<(usize, &'static [EffectKind])>,
}

/// A unit of the new version.
#[derive(Debug, Clone)]
pub(crate) struct Planned {
    /// By what it is ordered: the place in the old source, before or at it, and so on.
    key: (usize, u8, usize),
    /// The old units that it is, or is part of.
    pub(crate) origins: Vec<usize>,
    /// What was done.
    pub(crate) fate: Fate,
    wanted: Wanted,
    section: Option<usize>,
    /// The entry of the unit that it stands in.
    parent: Option<usize>,
}

/// What was done to a unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fate {
    Kept,
    Moved,
    Changed,
    MovedChanged,
    Added,
    Split,
    Merged,
}

#[derive(Debug, Clone)]
enum Wanted {
    /// The text and marks of the old unit.
    Same,
    /// These words, in any order.
    Words(Vec<String>),
    /// A part of the words of the old unit; the parts together are checked.
    Part,
    /// Any text but the old one.
    Other,
}

#[derive(Debug, Clone)]
struct PlannedSection {
    key: (usize, u8),
    /// What its title must be; none where it is another than before.
    title: Option<String>,
    fate: Fate,
    /// Whether its title is a step, whose change says all.
    is_step: bool,
}

/// The title of a section before and after.
pub(crate) type Titles = (Option<String>, Option<String>);

/// An edit as the units tell it: what the comparison must give back.
pub(crate) struct Plan {
    pub(crate) document: Document,
    /// For each new unit what it is.
    pub(crate) units: Vec<Planned>,
    pub(crate) removed: Vec<usize>,
    /// For each old section the new one.
    pub(crate) section_of: Vec<Option<usize>>,
    /// Titles before and after of the sections that changed.
    pub(crate) sections: Vec<Titles>,
    /// Those that may be told as well: their titles are steps that changed.
    pub(crate) step_sections: Vec<Titles>,
    pub(crate) meanings: Vec<(usize, &'static [EffectKind])>,
}

impl<'p> Draft<'p> {
    pub(crate) fn of(page: &'p Page) -> Self {
        let outline = page.document.outline();
        let begins = starts(&page.document);
        let planned = outline.units.iter().enumerate().map(|(index, unit)| {
            Some(Planned {
                key: (begins[index], 1, index),
                origins: vec![index],
                fate: Fate::Kept,
                wanted: Wanted::Same,
                section: unit.section,
                parent: unit.parent,
            })
        });
        let sections = outline.sections.iter().map(|section| {
            Some(PlannedSection {
                key: (section.span.start, 1),
                title: Some(section.title.clone()),
                fate: Fate::Kept,
                is_step: false,
            })
        });
        Self {
            page,
            patches: Vec::new(),
            taken: vec![false; outline.units.len()],
            planned: planned.collect(),
            sections: sections.collect(),
            came: Vec::new(),
            went: Vec::new(),
            meanings: Vec::new(),
        }
    }

    pub(crate) fn is_free(&self, unit: usize) -> bool {
        let end = self.page.place(unit).map_or(unit + 1, |place| place.end);
        !self.taken[unit..end].iter().any(|taken| *taken)
    }

    /// Whether replacements there would meet no others. An insertion does not touch
    /// another replacement: which of the two stands first would be chance.
    pub(crate) fn fits(&self, spans: &[Span]) -> bool {
        spans.iter().all(|span| {
            self.patches.iter().all(|(other, _)| {
                let apart = span.end <= other.start || other.end <= span.start;
                let touches = span.end == other.start || other.end == span.start;
                apart && !(touches && (span.is_empty() || other.is_empty()))
            })
        })
    }

    /// Whether no unit that went so far could be taken for a new one of these words.
    pub(crate) fn is_stranger(&self, words: &[String]) -> bool {
        self.went.iter().all(|went| likeness(went, words) < STRANGERS)
    }

    /// Whether no new unit could be taken for this one, if it went.
    pub(crate) fn can_go(&self, unit: usize) -> bool {
        let words = bag(&self.page.unit(unit).text);
        self.came.iter().all(|came| likeness(came, &words) < STRANGERS)
    }

    pub(crate) fn patch(&mut self, span: Span, text: impl Into<String>) {
        self.patches.push((span, text.into()));
    }

    fn take(&mut self, unit: usize) {
        let end = self.page.place(unit).map_or(unit + 1, |place| place.end);
        self.taken[unit..end].fill(true);
    }

    /// The words of a unit become these.
    pub(crate) fn reword(&mut self, unit: usize, words: Vec<String>) {
        self.taken[unit] = true;
        if let Some(planned) = &mut self.planned[unit] {
            planned.fate = match planned.fate {
                Fate::Moved => Fate::MovedChanged,
                _ => Fate::Changed,
            };
            planned.wanted = Wanted::Words(words);
        }
        // A step that is a heading is the title of its section as well.
        let outline = self.page.document.outline();
        let unit = &outline.units[unit];
        if outline.is_heading(unit)
            && let Some(section) = unit.section
        {
            self.retitle(section);
            if let Some(planned) = &mut self.sections[section] {
                planned.is_step = true;
            }
        }
    }

    /// Something that is no word of the unit changes: the destination of a link.
    pub(crate) fn remark(&mut self, unit: usize) {
        let words = bag(&self.page.unit(unit).text);
        self.reword(unit, words);
    }

    /// The text of a unit that is code changes.
    pub(crate) fn rewrite(&mut self, unit: usize) {
        self.taken[unit] = true;
        if let Some(planned) = &mut self.planned[unit] {
            planned.fate = Fate::Changed;
            planned.wanted = Wanted::Other;
        }
    }

    /// A unit goes, with what stands in it.
    pub(crate) fn remove(&mut self, unit: usize) {
        self.take(unit);
        let end = self.page.place(unit).map_or(unit + 1, |place| place.end);
        for gone in unit..end {
            self.went.push(bag(&self.page.unit(gone).text));
            self.planned[gone] = None;
        }
    }

    /// A new unit stands behind `anchor`, beside it.
    pub(crate) fn add(&mut self, anchor: usize, at: usize, text: &str) {
        let (section, parent) = (self.page.unit(anchor).section, self.page.unit(anchor).parent);
        self.add_in(section, parent, at, text);
    }

    /// As [`Draft::add`], by the words of the new unit.
    pub(crate) fn add_words(&mut self, anchor: usize, at: usize, words: Vec<String>) {
        let (section, parent) = (self.page.unit(anchor).section, self.page.unit(anchor).parent);
        self.add_planned(section, parent, at, words);
    }

    /// A unit is written over with words of its own.
    pub(crate) fn replace(&mut self, unit: usize, text: &str) {
        let key = self.planned[unit].as_ref().map_or(0, |planned| planned.key.0);
        self.remove(unit);
        self.add(unit, key, text);
    }

    fn add_in(&mut self, section: Option<usize>, parent: Option<usize>, at: usize, text: &str) {
        self.add_planned(section, parent, at, bag(text));
    }

    fn add_planned(
        &mut self,
        section: Option<usize>,
        parent: Option<usize>,
        at: usize,
        words: Vec<String>,
    ) {
        self.came.push(words.clone());
        self.planned.push(Some(Planned {
            key: (at, 0, self.planned.len()),
            origins: Vec::new(),
            fate: Fate::Added,
            wanted: Wanted::Words(words),
            section,
            parent,
        }));
    }

    /// A unit, with what stands in it, now stands behind `anchor`, beside it.
    pub(crate) fn shift(&mut self, unit: usize, anchor: usize, at: usize) {
        self.take(unit);
        let end = self.page.place(unit).map_or(unit + 1, |place| place.end);
        let beside = self.page.unit(anchor);
        for (order, moved) in (unit..end).enumerate() {
            if let Some(planned) = &mut self.planned[moved] {
                planned.key = (at, 0, order);
                planned.section = beside.section;
                if moved == unit {
                    planned.parent = beside.parent;
                    planned.fate = Fate::Moved;
                }
            }
        }
    }

    /// Two units, with what stands in them, change places.
    pub(crate) fn swap(&mut self, first: usize, second: usize) {
        self.take(first);
        self.take(second);
        let (Some(one), Some(other)) = (self.page.place(first), self.page.place(second)) else {
            return;
        };
        for (range, to) in
            [(first..one.end, other.lines.start), (second..other.end, one.lines.start)]
        {
            for (order, unit) in range.enumerate() {
                if let Some(planned) = &mut self.planned[unit] {
                    planned.key = (to, 1, order);
                }
            }
        }
        // Either of the two has moved; the judge takes the other as well.
        if let Some(planned) = &mut self.planned[second] {
            planned.fate = Fate::Moved;
        }
    }

    /// A unit becomes two.
    pub(crate) fn split(&mut self, unit: usize) {
        self.take(unit);
        let Some(planned) = &mut self.planned[unit] else { return };
        planned.fate = Fate::Split;
        planned.wanted = Wanted::Part;
        let mut rest = planned.clone();
        rest.key.2 = rest.key.2.saturating_add(1);
        self.planned.push(Some(rest));
    }

    /// Two units become one.
    pub(crate) fn merge(&mut self, first: usize, second: usize) {
        self.take(first);
        self.take(second);
        let mut words = bag(&self.page.unit(first).text);
        words.extend(bag(&self.page.unit(second).text));
        words.sort_unstable();
        self.planned[second] = None;
        if let Some(planned) = &mut self.planned[first] {
            planned.fate = Fate::Merged;
            planned.origins = vec![first, second];
            planned.wanted = Wanted::Words(words);
        }
    }

    /// A section gets another title.
    pub(crate) fn retitle(&mut self, section: usize) {
        if let Some(planned) = &mut self.sections[section] {
            planned.fate = Fate::Changed;
            planned.title = None;
        }
    }

    pub(crate) fn is_titled(&self, section: usize) -> bool {
        self.sections[section].as_ref().is_some_and(|planned| planned.fate == Fate::Kept)
    }

    /// A section goes with the units of its own.
    pub(crate) fn remove_section(&mut self, section: usize) {
        self.sections[section] = None;
        for unit in 0..self.page.units().len() {
            if self.page.unit(unit).section == Some(section) && self.planned[unit].is_some() {
                self.taken[unit] = true;
                self.went.push(bag(&self.page.unit(unit).text));
                self.planned[unit] = None;
            }
        }
    }

    /// A new section with these paragraphs stands at a place.
    pub(crate) fn add_section(&mut self, at: usize, title: &str, paragraphs: &[String]) {
        let section = self.sections.len();
        self.sections.push(Some(PlannedSection {
            key: (at, 0),
            title: Some(title.to_owned()),
            fate: Fate::Added,
            is_step: false,
        }));
        for paragraph in paragraphs {
            self.add_in(Some(section), None, at, paragraph);
        }
    }

    /// The body with all replacements.
    pub(crate) fn body(&self) -> String {
        let written = patched(self.page.body(), self.patches.clone());
        if self.page.is_numbered_in_order { renumbered(&written) } else { written }
    }

    /// Reads the edited text and checks that its units are the planned ones; `Err` says
    /// what differs, for then the text was edited but its units were not as meant.
    pub(crate) fn plan(&self) -> Result<Plan, String> {
        let document = self.page.reread(&self.body());
        let mut order: Vec<usize> =
            (0..self.planned.len()).filter(|entry| self.planned[*entry].is_some()).collect();
        order.sort_by_key(|entry| self.planned[*entry].as_ref().map(|planned| planned.key));
        let mut place_of = vec![None; self.planned.len()];
        for (place, entry) in order.iter().enumerate() {
            place_of[*entry] = Some(place);
        }
        let units: Vec<Planned> =
            order.iter().filter_map(|entry| self.planned[*entry].clone()).collect();
        let mut sections: Vec<usize> =
            (0..self.sections.len()).filter(|entry| self.sections[*entry].is_some()).collect();
        sections.sort_by_key(|entry| self.sections[*entry].as_ref().map(|section| section.key));
        let mut section_place = vec![None; self.sections.len()];
        for (place, entry) in sections.iter().enumerate() {
            section_place[*entry] = Some(place);
        }
        self.check_sections(&document, &sections)?;
        self.check_units(&document, &units, &place_of, &section_place)?;

        let old = self.page.document.outline();
        let new = document.outline();
        let mut told = Vec::new();
        let mut step_sections = Vec::new();
        for (index, planned) in self.sections.iter().enumerate() {
            let was = old.sections.get(index).map(|section| section.title.clone());
            let is = section_place[index].map(|place| new.sections[place].title.clone());
            match planned {
                Some(planned) if planned.fate == Fate::Kept => {}
                Some(planned) if planned.is_step => step_sections.push((was, is)),
                _ => told.push((was, is)),
            }
        }
        told.sort();
        let used: Vec<usize> =
            units.iter().flat_map(|planned| planned.origins.iter().copied()).collect();
        let removed = (0..old.units.len()).filter(|unit| !used.contains(unit)).collect();
        section_place.truncate(old.sections.len());
        Ok(Plan {
            units,
            removed,
            section_of: section_place,
            sections: told,
            step_sections,
            meanings: self.meanings.clone(),
            document,
        })
    }

    fn check_sections(&self, document: &Document, order: &[usize]) -> Result<(), String> {
        let new = &document.outline().sections;
        if new.len() != order.len() {
            return Err(format!("{} sections, not {}", new.len(), order.len()));
        }
        for (entry, is) in order.iter().zip(new) {
            let wanted = self.sections[*entry].as_ref().and_then(|planned| planned.title.as_ref());
            if wanted.is_some_and(|wanted| *wanted != is.title) {
                return Err(format!("section {:?}, not {wanted:?}", is.title));
            }
        }
        Ok(())
    }

    fn check_units(
        &self,
        document: &Document,
        units: &[Planned],
        place_of: &[Option<usize>],
        section_place: &[Option<usize>],
    ) -> Result<(), String> {
        let new = &document.outline().units;
        if new.len() != units.len() {
            return Err(format!("{} units, not {}", new.len(), units.len()));
        }
        for (place, (planned, is)) in units.iter().zip(new).enumerate() {
            let was = planned.origins.first().map(|origin| self.page.unit(*origin));
            let is_as_wanted = match &planned.wanted {
                Wanted::Same => was.is_some_and(|was| was.text == is.text && was.marks == is.marks),
                Wanted::Words(words) => *words == bag(&is.text),
                Wanted::Other => was.is_some_and(|was| was.text != is.text),
                Wanted::Part => {
                    let parts = units.iter().zip(new).filter(|(p, _)| p.origins == planned.origins);
                    let mut words: Vec<String> = parts.flat_map(|(_, is)| bag(&is.text)).collect();
                    words.sort_unstable();
                    was.is_some_and(|was| words == bag(&was.text))
                }
            };
            if !is_as_wanted {
                return Err(format!("the words of unit {place} are {:?}", is.text));
            }
            let kind_may_differ = matches!(
                planned.fate,
                Fate::Added | Fate::Split | Fate::Merged | Fate::Changed | Fate::MovedChanged
            );
            if !kind_may_differ && was.is_some_and(|was| was.kind != is.kind) {
                return Err(format!("unit {place} became {:?}: {:?}", is.kind, is.text));
            }
            let parent = planned.parent.and_then(|parent| place_of[parent]);
            let section = planned.section.and_then(|section| section_place[section]);
            if parent != is.parent || section != is.section {
                return Err(format!("unit {place} stands elsewhere: {:?}", is.text));
            }
        }
        Ok(())
    }

    /// The kind of an old unit.
    pub(crate) fn kind(&self, unit: usize) -> UnitKind {
        self.page.unit(unit).kind
    }
}
