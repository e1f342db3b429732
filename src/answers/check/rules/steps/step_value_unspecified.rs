//! `step-value-unspecified`: a step that asks for a value and does not say which.

use super::instructions::{Instructions, Step, quoted};
use super::wording::{self, Gap, Word};
use crate::answers::check::rules::{Example, Fault, Rule, Standing};
use crate::answers::check::surroundings::Surroundings;
use crate::language::{StepSense, WordClass};
use crate::library::Member;
use crate::report::Severity;
use crate::source::Span;

pub(super) const RULE: Rule = Rule {
    id: "step-value-unspecified",
    severity: Severity::Suggestion,
    summary: "a step asks for a value or a choice and does not say which",
    help: "\"Select the appropriate option\" can be followed only by somebody who knows the answer, and \
           that person needs no instruction. A value, a rule to find it, or the place where it is \
           written down makes the step one that two people do alike.",
    standing: Standing::Judges,
    together: Some("steps ask for a value and do not say which"),
    example: Example {
        bad: &[(
            "work-instructions/printer.md",
            "\
# Set up the label printer

Use this when a printer comes back from the workshop, before it goes to the hall.

## Steps

1. Open the **Printers** menu.
2. Select the appropriate option from the list.
3. Click **Save** and print a test label.
",
        )],
        good: &[(
            "work-instructions/printer.md",
            "\
# Set up the label printer

Use this when a printer comes back from the workshop, before it goes to the hall.

## Steps

1. Open the **Printers** menu.
2. Select **Thermal, 62 mm** from the list.
3. Click **Save** and print a test label.
",
        )],
    },
    find,
};

fn find(surroundings: &Surroundings<'_>, member: &Member) -> Vec<Fault> {
    let Some(instructions) = Instructions::of(surroundings, member) else { return Vec::new() };
    let steps = instructions.steps().filter(|step| !instructions.is_spelled_out(step));
    steps.filter_map(|step| judged(&instructions, &step)).collect()
}

fn judged(instructions: &Instructions<'_>, step: &Step<'_>) -> Option<Fault> {
    let words = wording::words(step.unit);
    let span =
        wording::sentences(&words).find_map(|sentence| open_value(instructions, sentence))?;
    let said = step.unit.text.get(span.start..span.end)?;
    let message = format!("{} does not say which", quoted(said));
    Some(instructions.fault(step, message).help(
        "give the value, or the rule or the record that it is read from: \"the number on the label\"",
    ))
}

/// Where a sentence asks for a value of which it says nothing.
fn open_value(instructions: &Instructions<'_>, sentence: &[Word<'_>]) -> Option<Span> {
    let language = instructions.language;
    (0..sentence.len()).filter(|at| !sentence[*at].is_named).find_map(|at| {
        let verb = language.step_words(StepSense::Gives, &sentence[at..]);
        if verb == 0 {
            return None;
        }
        let object = at + verb;
        let blank = language.step_words(StepSense::Blank, sentence.get(object..)?);
        let end = if blank > 0 {
            let end = object + blank;
            sentence
                .get(end)
                .is_none_or(|word| word.gap != Gap::Blank && word.gap != Gap::Other)
                .then_some(end)?
        } else {
            chosen(instructions, sentence, object)?
        };
        let is_explained = sentence[end..]
            .iter()
            .any(|word| word.is_pointer || word.begins_mark || word.gap == Gap::Other);
        (!is_explained).then(|| Span::new(sentence[at].span.start, sentence[end - 1].span.end))
    })
}

/// Behind "the appropriate option", where that stands at a place: an article, a word that
/// leaves the choice open, at most one word more, and a thing to give.
fn chosen(instructions: &Instructions<'_>, sentence: &[Word<'_>], at: usize) -> Option<usize> {
    let language = instructions.language;
    let is = |at: usize, sense| {
        sentence
            .get(at)
            .is_some_and(|word| !word.is_named && language.step_words(sense, &sentence[at..]) > 0)
    };
    let article = sentence.get(at).filter(|word| language.is(WordClass::Determiner, &word.text))?;
    let thing = [at + 2, at + 3].into_iter().find(|thing| is(*thing, StepSense::Thing))?;
    (article.gap == Gap::Blank && is(at + 1, StepSense::Open)).then_some(thing + 1)
}
