//! `nested-too-deep`: steps in steps in steps in steps.

use super::instructions::{Instructions, Step};
use crate::answers::check::rules::{Example, Fault, Rule, Standing};
use crate::answers::check::surroundings::Surroundings;
use crate::document::outline::{Outline, UnitKind};
use crate::library::Member;
use crate::report::Severity;

pub(super) const RULE: Rule = Rule {
    id: "nested-too-deep",
    severity: Severity::Suggestion,
    summary: "a step stands in more than two others",
    help: "Whoever comes back from a step of the fourth level does not find the place to go on. Two \
           levels of sub-steps are enough; what needs more is a procedure of its own.",
    standing: Standing::OnRequest,
    together: Some("steps stand in more than two others"),
    example: Example {
        bad: &[(
            "work-instructions/label.md",
            "\
# Print the labels of a delivery

## Steps

1. Open the **Labels** menu.
   1. Select the printer of the hall.
      1. If the printer is off, switch it on.
         1. Press the button at the back of the printer.
         2. Wait for the green light.
2. Click **Print** and take the labels.
",
        )],
        good: &[(
            "work-instructions/label.md",
            "\
# Print the labels of a delivery

## Steps

1. Switch on the printer of the hall.
   1. Press the button at the back of the printer.
   2. Wait for the green light.
2. Open the **Labels** menu and select the printer.
3. Click **Print** and take the labels.
",
        )],
    },
    find,
};

/// A step may stand in so many others.
const MOST: usize = 2;

fn find(surroundings: &Surroundings<'_>, member: &Member) -> Vec<Fault> {
    let Some(instructions) = Instructions::of(surroundings, member) else { return Vec::new() };
    let outline = instructions.outline;
    // The first of its level tells; those beside it would only repeat it.
    let mut told = Vec::new();
    let mut is_first = |step: &Step<'_>| {
        let is_new = !told.contains(&step.unit.parent);
        told.push(step.unit.parent);
        is_new
    };
    let steps = instructions.steps().filter(|step| outer_steps(outline, step) == MOST + 1);
    let steps: Vec<Step<'_>> = steps.filter(|step| is_first(step)).collect();
    let fault = |step: Step<'_>| {
        let message = format!("this step stands in {} others", MOST + 1);
        instructions.fault(&step, message).help(
            "make steps of the sub-steps, or move them into a work instruction of their own and \
             name it here",
        )
    };
    steps.into_iter().map(fault).collect()
}

/// How many steps a step stands in.
fn outer_steps(outline: &Outline, step: &Step<'_>) -> usize {
    let parents = std::iter::successors(step.unit.parent, |outer| outline.units[*outer].parent);
    parents.filter(|outer| outline.units[*outer].kind == UnitKind::Step).count()
}
