//! `step-not-imperative`: a step that tells what is, not what to do.

use super::instructions::{Instructions, Step, quoted};
use super::wording::{self, Gap, Telling, Word};
use crate::answers::check::rules::{Example, Fault, Rule, Standing};
use crate::answers::check::surroundings::Surroundings;
use crate::document::outline::{UnitKind, content};
use crate::language::{Language, WordClass};
use crate::library::Member;
use crate::report::Severity;

pub(super) const RULE: Rule = Rule {
    id: "step-not-imperative",
    severity: Severity::Suggestion,
    summary: "a step does not say what to do",
    help: "A step is an act of its reader. \"The form is opened\" leaves open by whom, \"you may want to \
           open the form\" whether at all; \"open the form\" does not. What the reader sees afterwards is \
           the expected result of the step before.",
    standing: Standing::Judges,
    together: Some("steps do not say what to do"),
    example: Example {
        bad: &[(
            "work-instructions/parcel.md",
            "\
# Take in a parcel

## Steps

1. Scan the label of the parcel with the hand scanner.
2. The parcel should be put on the shelf of the day.
3. You will then need to print the receipt for the driver.
4. Give the receipt to the driver.
",
        )],
        good: &[(
            "work-instructions/parcel.md",
            "\
# Take in a parcel

## Steps

1. Scan the label of the parcel with the hand scanner.
2. Put the parcel on the shelf of the day.
3. Print the receipt for the driver.
4. Give the receipt to the driver.
",
        )],
    },
    find,
};

fn find(surroundings: &Surroundings<'_>, member: &Member) -> Vec<Fault> {
    let Some(instructions) = Instructions::of(surroundings, member) else { return Vec::new() };
    let steps = instructions.steps().filter(|step| is_told(&instructions, step));
    let fault = |step: Step<'_>| {
        let message = format!("this step does not say what to do: {}", quoted(&step.unit.text));
        instructions.fault(&step, message).help(
            "begin with the verb (\"Print the receipt\"); what is seen then is the expected result \
             of the step before",
        )
    };
    steps.map(fault).collect()
}

/// Whether a step tells something and orders nothing. A title, a fragment or a question is
/// none that tells; nor is an item to tick, which may be a state.
fn is_told(instructions: &Instructions<'_>, step: &Step<'_>) -> bool {
    let (language, unit) = (instructions.language, step.unit);
    let has_sub_steps = step.inner.iter().any(|unit| unit.kind == UnitKind::Step);
    if has_sub_steps
        || instructions.is_task(step)
        || instructions.says_it_in_code(step)
        || unit.text.trim_end().ends_with(['?', ':'])
        // In an SOP, a step may say who acts, and what must be so is a duty.
        || (instructions.is_sop
            && (content::actor(unit, language).is_some() || language.binds(&unit.text)))
    {
        return false;
    }
    let words = wording::words(unit);
    let orders = |sentence: &[Word<'_>]| {
        wording::is_order(unit, sentence, language) || orders_late(sentence, language)
    };
    let bans = |sentence: &[Word<'_>]| {
        matches!(sentence[0].text.as_ref(), "do" | "don't" | "never" | "avoid")
    };
    let mut sentences = wording::sentences(&words);
    let Some(first) = sentences.next() else { return false };
    !orders(first)
        && !bans(first)
        && !sentences.any(|sentence| orders(sentence) || bans(sentence))
        && match wording::telling(wording::main_clause(first, language), language) {
            Some(Telling::Nobody) => true,
            // In an SOP that is how a step says whose it is.
            Some(Telling::Somebody) => !instructions.is_sop,
            None => false,
        }
}

/// Whether an order stands behind a comma, a colon or a dash: "Once it is warm - close the lid".
fn orders_late(sentence: &[Word<'_>], language: &Language) -> bool {
    sentence.iter().enumerate().skip(1).any(|(at, word)| {
        let behind = sentence.get(at + 1);
        let has_object = behind.is_some_and(|next| {
            next.begins_mark
                || language.is(WordClass::Determiner, &next.text)
                || language.is(WordClass::Preposition, &next.text)
                || language.is(WordClass::Particle, &next.text)
        });
        let leads = word.gap != Gap::Blank
            || matches!(sentence[at - 1].text.as_ref(), "then" | "please" | "and");
        leads && language.is_verb(&word.text) && has_object
    })
}
