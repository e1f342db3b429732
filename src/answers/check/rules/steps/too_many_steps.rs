//! `too-many-steps`: a procedure that nobody can keep in view.

use super::instructions::Instructions;
use crate::answers::check::rules::{Example, Fault, Rule, Standing};
use crate::answers::check::surroundings::Surroundings;
use crate::library::Member;
use crate::report::Severity;

pub(super) const RULE: Rule = Rule {
    id: "too-many-steps",
    severity: Severity::Warning,
    summary: "one procedure has more than 20 steps",
    help: "Somewhere between step 20 and step 40 people lose their place, skip a step or do one twice. \
           Parts with headings of their own can be begun, finished and ticked one by one. More than \
           40 steps in one procedure are an error.",
    standing: Standing::Judges,
    together: None,
    example: Example {
        bad: &[(
            "work-instructions/opening.md",
            "\
# Open the shop in the morning

## Steps

1. Unlock the door.
2. Switch off the alarm.
3. Switch on the lights of the hall.
4. Switch on the lights of the office.
5. Open the blinds.
6. Bring in the post.
7. Switch on the till.
8. Count the notes of the float.
9. Count the coins of the float.
10. Write the sum into the book.
11. Switch on the card reader.
12. Print a test receipt.
13. Fill the paper of the till.
14. Clean the counter.
15. Fill the shelf of the day.
16. Check the prices of the shelf.
17. Put the sign on the pavement.
18. Switch on the music.
19. Check the mail of the shop.
20. Print the orders of the night.
21. Open the door to the customers.
",
        )],
        good: &[(
            "work-instructions/opening.md",
            "\
# Open the shop in the morning

## Open the rooms

1. Unlock the door.
2. Switch off the alarm.
3. Switch on the lights of the hall.
4. Open the blinds.

## Prepare the till

1. Switch on the till.
2. Count the float of the till.
3. Write the sum into the book.
4. Print a test receipt.
",
        )],
    },
    find,
};

/// More steps in one procedure are too many.
const MANY: usize = 20;
/// More are an error.
const FAR_TOO_MANY: usize = 40;

fn find(surroundings: &Surroundings<'_>, member: &Member) -> Vec<Fault> {
    let Some(instructions) = Instructions::of(surroundings, member) else { return Vec::new() };
    let outline = instructions.outline;
    let mut faults = Vec::new();
    for procedure in outline.procedures() {
        let count = procedure.steps.len();
        let Some((past, number)) = procedure.steps.get(MANY) else { continue };
        let severity = if count > FAR_TOO_MANY { Severity::Error } else { Severity::Warning };
        let title = procedure.section.map(|section| outline.sections[section].title.as_str());
        let message = format!("this procedure has {count} steps; here is step {number}");
        let help = "give its parts headings, or make several work instructions that the SOP names";
        let span = outline.units[*past].span;
        let fault = instructions.fault_at(span, message).help(help).counts_as(severity);
        faults.push(fault.about(title.unwrap_or("steps")));
    }
    faults
}
