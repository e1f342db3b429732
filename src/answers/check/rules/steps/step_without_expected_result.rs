//! `step-without-expected-result`: nobody can tell whether the steps that count have worked.

use super::instructions::{Instructions, Step, quoted};
use super::wording;
use crate::answers::check::rules::{Example, Fault, Rule, Standing};
use crate::answers::check::surroundings::Surroundings;
use crate::document::outline::UnitKind;
use crate::language::StepSense;
use crate::library::Member;
use crate::report::Severity;
use crate::text::word_key;

pub(super) const RULE: Rule = Rule {
    id: "step-without-expected-result",
    severity: Severity::Suggestion,
    summary: "steps that are hard to take back do not say what is seen when they worked",
    help: "Somebody new cannot know whether the screen after a step is the right one. Where a step \
           saves, sends, deletes or deploys, going on after a failure costs most. Told once a \
           document: of steps that are hard to take back, and where some steps have an expected \
           result and most have none.",
    standing: Standing::Judges,
    together: None,
    example: Example {
        bad: &[(
            "work-instructions/payroll.md",
            "\
# Pay the wages of the month

## Steps

1. Open the **Payments** menu of the bank.
2. Upload the list of the month.
3. Submit the list with the code of the token.
4. Close the browser.
",
        )],
        good: &[(
            "work-instructions/payroll.md",
            "\
# Pay the wages of the month

## Steps

1. Open the **Payments** menu of the bank.
2. Upload the list of the month.
3. Submit the list with the code of the token.

   Expected result: the bank shows **Accepted** and the sum of the list.

4. Close the browser.
",
        )],
    },
    find,
};

/// Where at least one step in so many has a result, that is how the document is written.
const HABIT: usize = 3;
/// Fewer steps are too few to speak of coverage.
const ENOUGH_STEPS: usize = 4;

fn find(surroundings: &Surroundings<'_>, member: &Member) -> Vec<Fault> {
    let Some(instructions) = Instructions::of(surroundings, member) else { return Vec::new() };
    let steps: Vec<Step<'_>> = instructions.steps().collect();
    let answered: Vec<bool> = (0..steps.len())
        .map(|at| is_answered(&instructions, &steps[at], steps.get(at + 1)))
        .collect();
    let open = || steps.iter().zip(&answered).filter(|(_, answered)| !**answered);
    let lasting: Vec<&Step<'_>> =
        open().map(|(step, _)| step).filter(|step| is_lasting(&instructions, step)).collect();
    let labelled = steps.iter().filter(|step| has_result(&instructions, step)).count();
    let help = "add `Expected result: …` below the step: what is seen, and where, when it worked";
    if let [first, ..] = lasting.as_slice()
        && !says_when_done(&instructions)
    {
        let message = match lasting.len() {
            1 => format!(
                "nothing says what is seen when this has worked: {}",
                quoted(&first.unit.text)
            ),
            count => format!(
                "nothing says what is seen when {count} steps that are hard to take back have worked; \
                 the first: {}",
                quoted(&first.unit.text)
            ),
        };
        return vec![instructions.fault(first, message).about("lasting steps").help(help)];
    }
    let covered = answered.iter().filter(|answered| **answered).count();
    // Whoever gives results to the steps that need them alone is not asked for more.
    if labelled * HABIT >= steps.len()
        && steps.len() >= ENOUGH_STEPS
        && covered * 2 < steps.len()
        && let Some((first, _)) = open().next()
    {
        let message =
            format!("only {covered} of {} steps say what is seen when they worked", steps.len());
        return vec![instructions.fault(first, message).about("coverage").help(help)];
    }
    Vec::new()
}

/// Whether a step has a result of its own, labelled as one.
fn has_result(instructions: &Instructions<'_>, step: &Step<'_>) -> bool {
    // An arrow is a way through menus as often as a result.
    let is_said = !step.unit.text.contains('→')
        && instructions.outline.expected_result(step.index, instructions.language).is_some();
    is_said || step.inner.iter().any(|unit| unit.kind == UnitKind::ExpectedResult)
}

/// Whether a step says what is seen, in any words, or the next one looks.
fn is_answered(instructions: &Instructions<'_>, step: &Step<'_>, next: Option<&Step<'_>>) -> bool {
    let language = instructions.language;
    let says = |text: &str| {
        let words = word_key(text);
        (0..words.len()).any(|at| language.step_words(StepSense::Result, &words[at..]) > 0)
    };
    let looks =
        |step: &&Step<'_>| language.step_words(StepSense::Looks, &word_key(&step.unit.text)) > 0;
    has_result(instructions, step)
        || says(&step.unit.text)
        || step.inner.iter().any(|unit| says(&unit.text) || unit.kind == UnitKind::Image)
        || next.as_ref().is_some_and(looks)
}

/// Whether a step does what is hard to take back, and nothing else before.
fn is_lasting(instructions: &Instructions<'_>, step: &Step<'_>) -> bool {
    let language = instructions.language;
    let words = wording::words(step.unit);
    wording::sentences(&words).any(|sentence| {
        let verbs = wording::ordered_verbs(step.unit, sentence, language);
        verbs.iter().any(|at| language.step_words(StepSense::Lasting, &sentence[*at..]) > 0)
    })
}

/// Whether a section says when all is done.
fn says_when_done(instructions: &Instructions<'_>) -> bool {
    instructions.outline.sections.iter().any(|section| {
        let words = word_key(&section.title);
        (0..words.len())
            .any(|at| instructions.language.step_words(StepSense::Done, &words[at..]) > 0)
    })
}
