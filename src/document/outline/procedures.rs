//! The steps of a document by the procedures that they belong to.
//!
//! Says which steps follow each other, and by which numbers people name them.

use super::{Outline, Unit, UnitKind};

/// Steps that follow each other in one section and are counted together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Procedure {
    /// Index of the section that they stand in; `None` before the first heading. Of steps that
    /// are headings, it is the section around them.
    pub section: Option<usize>,
    /// The steps that stand in no other step, as indexes of units with the numbers that they
    /// are shown with; where they are shown without, they count from 1.
    pub steps: Vec<(usize, u64)>,
}

impl Procedure {
    /// The place of the step of that number.
    #[must_use]
    pub fn place_of(&self, number: u64) -> Option<usize> {
        self.steps.iter().position(|(_, known)| *known == number)
    }
}

impl Outline {
    /// The procedures, in the order of their first steps. A new one begins with each section
    /// that has steps, and where the numbers of the steps begin anew. Headings that are steps
    /// are a procedure of the section around them, and the list below such a heading is one of
    /// its own.
    #[must_use]
    pub fn procedures(&self) -> Vec<Procedure> {
        let mut procedures: Vec<Procedure> = Vec::new();
        for (index, unit) in self.units.iter().enumerate() {
            if unit.kind != UnitKind::Step || self.stands_in_item(unit) {
                continue;
            }
            let (section, is_heading) = (self.section_around(unit), self.is_heading(unit));
            let open = procedures.iter_mut().rev().find(|open| {
                let is_alike =
                    |(first, _): &(usize, u64)| self.is_heading(&self.units[*first]) == is_heading;
                open.section == section && open.steps.first().is_some_and(is_alike)
            });
            // Of `3.2`, the step below a numbered heading, the list shows the 2.
            let own = |number: &str| number.rsplit('.').next().unwrap_or(number).parse::<u64>();
            let shown = unit.number.as_deref().map(own);
            let goes_on = open.and_then(|open| {
                let (before, number) = *open.steps.last()?;
                let was_shown = self.units[before].number.is_some();
                match &shown {
                    Some(Ok(next)) => (was_shown && *next > number).then_some((open, *next)),
                    // A letter follows what it follows.
                    Some(Err(_)) => was_shown.then_some((open, number + 1)),
                    None => (!was_shown).then_some((open, number + 1)),
                }
            });
            if let Some((open, number)) = goes_on {
                open.steps.push((index, number));
            } else {
                let number = shown.and_then(Result::ok).unwrap_or(1);
                procedures.push(Procedure { section, steps: vec![(index, number)] });
            }
        }
        procedures
    }

    /// Whether a unit stands in a step that is no heading.
    fn stands_in_item(&self, unit: &Unit) -> bool {
        let mut outer = std::iter::successors(unit.parent, |outer| self.units[*outer].parent);
        outer.any(|outer| {
            let outer = &self.units[outer];
            outer.kind == UnitKind::Step && !self.is_heading(outer)
        })
    }

    /// The section that a step is a step of: that around it where it is a heading itself.
    fn section_around(&self, unit: &Unit) -> Option<usize> {
        match unit.section {
            Some(section) if self.is_heading(unit) => self.sections[section].parent,
            section => section,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::outline::Reading;
    use crate::language::Language;

    fn procedures(body: &str) -> Vec<Vec<u64>> {
        let outline = Outline::read(body, None, Reading::Procedure, Language::english());
        let numbers = |procedure: Procedure| procedure.steps.into_iter().map(|(_, n)| n).collect();
        outline.procedures().into_iter().map(numbers).collect()
    }

    #[test]
    fn steps_of_one_list_are_one_procedure_with_the_numbers_shown() {
        let steps =
            "1. Open the lid.\n   1. Press the button.\n1. Clean the glass.\n1. Close the lid.\n";
        assert_eq!(procedures(&format!("## Steps\n\n{steps}")), [[1, 2, 3]]);
        let bullets = "- Open the lid.\n- Clean the glass.\n- Close the lid.\n";
        assert_eq!(procedures(&format!("## Steps\n\n{bullets}")), [[1, 2, 3]]);
    }

    #[test]
    fn a_section_or_a_number_that_begins_anew_begins_a_procedure() {
        let steps = "1. Open the lid.\n2. Clean the glass.\n3. Close the lid.\n";
        let two = format!("## Open procedure\n\n{steps}\n## Close procedure\n\n{steps}");
        assert_eq!(procedures(&two), [[1, 2, 3], [1, 2, 3]]);
    }

    #[test]
    fn a_list_below_a_heading_that_is_a_step_is_a_procedure_of_its_own() {
        let list = "1. Open the lid.\n2. Clean the glass.\n";
        let stages = format!(
            "# Refund process\n\n## Procedure\n\n### Step 1: Prepare the till\n\n{list}\n\
             ### Step 2: Close the till\n\n{list}\n### Step 3: Store the key\n\nIn the safe.\n"
        );
        assert_eq!(procedures(&stages), [vec![1, 2, 3], vec![1, 2], vec![1, 2]]);
    }
}
