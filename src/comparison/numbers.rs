//! Numbers of steps that do not say which step is meant, because every section counts its own.

use std::collections::HashMap;

use crate::document::outline::{Outline, Unit, UnitKind};

use super::sections::home;

/// The numbers that steps of several sections of a document have.
#[derive(Debug)]
pub(super) struct RepeatedNumbers<'o> {
    outline: &'o Outline,
    /// Where each number stands; `None` where in several sections.
    sections: HashMap<&'o str, Option<Section>>,
}

/// A section by its index; `None` before the first heading.
type Section = Option<usize>;

impl<'o> RepeatedNumbers<'o> {
    pub(super) fn of(outline: &'o Outline) -> Self {
        let mut sections: HashMap<&str, Option<Section>> = HashMap::new();
        for unit in outline.units.iter().filter(|unit| unit.kind == UnitKind::Step) {
            if let Some(number) = unit.number.as_deref() {
                let section = home(outline, unit);
                let known = sections.entry(number).or_insert(Some(section));
                if *known != Some(section) {
                    *known = None;
                }
            }
        }
        Self { outline, sections }
    }

    /// The title of the section to name with the number of a step, where it is one of several.
    pub(super) fn section_of(&self, unit: &Unit) -> Option<&'o str> {
        let number = unit.number.as_deref().filter(|_| unit.kind == UnitKind::Step)?;
        let is_repeated = self.sections.get(number)?.is_none();
        let section = home(self.outline, unit).filter(|_| is_repeated)?;
        Some(self.outline.sections[section].title.as_str())
    }
}
