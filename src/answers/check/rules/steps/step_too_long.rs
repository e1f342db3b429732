//! `step-too-long`: a step of many words.

use super::instructions::{Instructions, Step};
use crate::answers::check::rules::{Example, Fault, Rule, Standing};
use crate::answers::check::surroundings::Surroundings;
use crate::document::blocks::MarkKind;
use crate::document::outline::Unit;
use crate::library::Member;
use crate::report::Severity;

pub(super) const RULE: Rule = Rule {
    id: "step-too-long",
    severity: Severity::Suggestion,
    summary: "a step has more than 30 words",
    help: "A step is read with the hands at work, in one glance. What it needs to say beyond the act \
           (why, what if, what then) can stand below it, where it does not hide the act. Code counts \
           as one word.",
    standing: Standing::Judges,
    together: Some("steps have more than 30 words"),
    example: Example {
        bad: &[(
            "work-instructions/badge.md",
            "\
# Give a visitor a badge

## Steps

1. Write the name of the visitor on the badge with the black pen that lies in the drawer below the \
desk because the blue pens of the office fade in the sun and a badge that nobody can read is worth \
nothing at the gate.
2. Give the badge to the visitor.
3. Write the number of the badge into the book.
",
        )],
        good: &[(
            "work-instructions/badge.md",
            "\
# Give a visitor a badge

## Steps

1. Write the name of the visitor on the badge with the black pen.

   The blue pens fade in the sun. The black one lies in the drawer below the desk.

2. Give the badge to the visitor.
3. Write the number of the badge into the book.
",
        )],
    },
    find,
};

/// A step may have so many words.
const MOST: usize = 30;

fn find(surroundings: &Surroundings<'_>, member: &Member) -> Vec<Fault> {
    let Some(instructions) = Instructions::of(surroundings, member) else { return Vec::new() };
    let fault = |step: Step<'_>| {
        let count = words_to_read(step.unit);
        (count > MOST).then(|| {
            let message = format!("this step has {count} words");
            instructions.fault(&step, message).help(
                "keep the act, and put reasons, exceptions and results into a paragraph below it",
            )
        })
    };
    instructions.steps().filter_map(fault).collect()
}

/// How many words a text has; code and an address are one each.
fn words_to_read(unit: &Unit) -> usize {
    let code: Vec<_> = unit.marks.iter().filter(|mark| mark.kind == MarkKind::Code).collect();
    let mut at = 0;
    let pieces = unit.text.split(' ').filter(|piece| {
        let start = at;
        at += piece.len() + 1;
        let goes_on = code.iter().any(|mark| mark.start < start && start < mark.end);
        piece.contains(char::is_alphanumeric) && !goes_on
    });
    pieces.count()
}
