//! `step-several-actions`: a step that is several.

use super::instructions::{Instructions, Step};
use super::wording::{self, Word};
use crate::answers::check::rules::{Example, Fault, Rule, Standing};
use crate::answers::check::surroundings::Surroundings;
use crate::language::StepSense;
use crate::library::Member;
use crate::report::Severity;

pub(super) const RULE: Rule = Rule {
    id: "step-several-actions",
    severity: Severity::Suggestion,
    summary: "a step asks for more than two actions",
    help: "Whoever looks up from the third action of a step does not find the place again, and a step \
           of which half was done is hard to tell from one that was done. Two short actions at one \
           place of a screen are one step.",
    standing: Standing::Judges,
    together: Some("steps ask for more than two actions"),
    example: Example {
        bad: &[(
            "work-instructions/pump.md",
            "\
# Change the filter of the pump

## Steps

1. Close the valve, open the lid, take out the filter and put the filter into the grey bin.
2. Put in the new filter.
3. Close the lid and open the valve.
",
        )],
        good: &[(
            "work-instructions/pump.md",
            "\
# Change the filter of the pump

## Steps

1. Close the valve and open the lid.
2. Take out the filter and put the filter into the grey bin.
3. Put in the new filter.
4. Close the lid and open the valve.
",
        )],
    },
    find,
};

/// So many actions make a step too many.
const TOO_MANY: usize = 3;
/// A step of fewer words is read in one glance, whatever it asks for.
const LONG: usize = 16;

fn find(surroundings: &Surroundings<'_>, member: &Member) -> Vec<Fault> {
    let Some(instructions) = Instructions::of(surroundings, member) else { return Vec::new() };
    let steps = instructions.steps();
    steps.filter_map(|step| judged(&instructions, &step)).collect()
}

fn judged(instructions: &Instructions<'_>, step: &Step<'_>) -> Option<Fault> {
    let language = instructions.language;
    let words = wording::words(step.unit);
    let mut actions: Vec<String> = Vec::new();
    for sentence in wording::sentences(&words) {
        for at in wording::ordered_verbs(step.unit, sentence, language) {
            // To look at what one did is part of doing it.
            if !looks(&sentence[at..], instructions) {
                actions.push(sentence[at].text.to_string());
            }
        }
    }
    if actions.len() < TOO_MANY || words.len() < LONG {
        return None;
    }
    let count = actions.len();
    let last = actions.pop()?;
    let message = format!("this step asks for {count} actions: {} and {last}", actions.join(", "));
    Some(
        instructions
            .fault(step, message)
            .help("make a step of each action, or sub-steps of one step"),
    )
}

fn looks(words: &[Word<'_>], instructions: &Instructions<'_>) -> bool {
    instructions.language.step_words(StepSense::Looks, words) > 0
}
