//! `step-vague`: a step that leaves to its reader what to do.

use super::instructions::{Instructions, Step, quoted};
use super::wording::{self, Gap, Word};
use crate::answers::check::rules::{Example, Fault, Rule, Standing};
use crate::answers::check::surroundings::Surroundings;
use crate::language::{StepSense, WordClass};
use crate::library::Member;
use crate::report::Severity;
use crate::source::Span;

pub(super) const RULE: Rule = Rule {
    id: "step-vague",
    severity: Severity::Suggestion,
    summary: "a step leaves open what to do, or when",
    help: "\"As appropriate\", \"the relevant team\" and \"handle the request\" are clear to whoever wrote \
           them. Somebody new has to ask, or guesses; two people guess differently.",
    standing: Standing::Judges,
    together: Some("steps leave open what to do"),
    example: Example {
        bad: &[(
            "work-instructions/labels.md",
            "\
# Print the labels of a delivery

## Steps

1. Open the **Labels** menu and select the delivery.
2. Select the relevant printer.
3. Adjust the tray as appropriate.
4. Click **Print** and put the labels into the box.
",
        )],
        good: &[(
            "work-instructions/labels.md",
            "\
# Print the labels of a delivery

## Steps

1. Open the **Labels** menu and select the delivery.
2. Select the printer of your hall: its number stands on the door.
3. If the labels are wider than 62 mm, pull the tray out to the red mark.
4. Click **Print** and put the labels into the box.
",
        )],
    },
    find,
};

/// A step by a verb that says nothing, with at most so many words, says no more.
const SHORT: usize = 5;

fn find(surroundings: &Surroundings<'_>, member: &Member) -> Vec<Fault> {
    let Some(instructions) = Instructions::of(surroundings, member) else { return Vec::new() };
    let steps = instructions.steps().filter(|step| !instructions.is_spelled_out(step));
    steps.filter_map(|step| judged(&instructions, &step)).collect()
}

fn judged(instructions: &Instructions<'_>, step: &Step<'_>) -> Option<Fault> {
    let words = wording::words(step.unit);
    // What is told of something else leaves its reader nothing to do.
    let mut orders = wording::sentences(&words).filter(|sentence| {
        let clause = wording::main_clause(sentence, instructions.language);
        wording::telling(clause, instructions.language).is_none()
    });
    let vague = orders.find_map(|sentence| vague(instructions, sentence))?;
    let said = step.unit.text.get(vague.0.start..vague.0.end)?;
    let message = format!("{} leaves open {}", quoted(said), vague.1);
    Some(instructions.fault(step, message).help(vague.2))
}

/// The vague words of a sentence, what they leave open, and what to write instead.
fn vague(
    instructions: &Instructions<'_>,
    sentence: &[Word<'_>],
) -> Option<(Span, &'static str, &'static str)> {
    let language = instructions.language;
    let from = |at: usize, count: usize| {
        let end = sentence.get(at + count - 1).or(sentence.last());
        Span::new(sentence[at].span.start, end.map_or(0, |word| word.span.end))
    };
    for at in 0..sentence.len() {
        let behind = &sentence[at..];
        // What stands in parentheses or behind it may say it.
        let is_explained = behind.iter().skip(1).any(|word| word.is_pointer)
            || sentence.iter().any(|word| {
                matches!(
                    word.text.as_ref(),
                    "e.g" | "i.e" | "listed" | "following" | "below" | "above"
                )
            })
            || behind.iter().skip(2).any(|word| word.gap == Gap::Other);
        if sentence[at].is_named {
            continue;
        }
        let count = language.step_words(StepSense::Vague, behind);
        // "As required by the contract" says by what.
        let goes_on = behind.get(count).is_some_and(|word| {
            matches!(word.text.as_ref(), "by" | "for" | "in" | "under" | "to" | "when" | "if")
        });
        if count > 0 && !is_explained && !goes_on {
            let help = "say when, how much or by what one can tell: \"if the value is over 5 bar\"";
            return Some((from(at, count), "when or how", help));
        }
        let count = language.step_words(StepSense::VagueWhich, behind);
        if count > 0 && behind.len() > count && !is_explained {
            let help = "name it, or say where its reader finds which one it is";
            return Some((from(at, count + 1), "which one", help));
        }
    }
    let count = language.step_words(StepSense::EmptyAct, sentence);
    let has_object =
        sentence.get(count).is_some_and(|word| language.is(WordClass::Determiner, &word.text));
    let is_bare = sentence.iter().all(|word| !word.begins_mark && !word.is_pointer);
    if count > 0 && has_object && is_bare && sentence.len() <= SHORT {
        let help = "say what to do with it, act by act";
        return Some((from(0, sentence.len()), "what to do", help));
    }
    None
}
