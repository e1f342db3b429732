//! `condition-after-action`: a step that says what to do, and only then whether to do it.

use super::instructions::{Instructions, Step, quoted};
use super::wording::{self, Gap, Word};
use crate::answers::check::rules::{Example, Fault, Rule, Standing};
use crate::answers::check::surroundings::Surroundings;
use crate::language::StepSense;
use crate::library::Member;
use crate::report::Severity;

pub(super) const RULE: Rule = Rule {
    id: "condition-after-action",
    severity: Severity::Suggestion,
    summary: "a step says what to do before it says whether to do it",
    help: "Steps are read and done word by word: whoever reads \"delete the record if …\" has often \
           deleted it before the condition is read. It is a warning where the act is hard to take \
           back.",
    standing: Standing::Judges,
    together: Some("steps name the act before its condition"),
    example: Example {
        bad: &[(
            "work-instructions/close-account.md",
            "\
# Close the account of a customer

## Steps

1. Open the account in the **Customers** menu.
2. Delete the stored card if the last invoice has been paid.
3. Click **Close account** and enter the reason in the form.
4. Send the customer the letter that the system shows.
",
        )],
        good: &[(
            "work-instructions/close-account.md",
            "\
# Close the account of a customer

## Steps

1. Open the account in the **Customers** menu.
2. If the last invoice has been paid, delete the stored card.
3. Click **Close account** and enter the reason in the form.
4. Send the customer the letter that the system shows.
",
        )],
    },
    find,
};

/// A condition of fewer words is an aside: "if so".
const FEWEST_WORDS: usize = 3;

fn find(surroundings: &Surroundings<'_>, member: &Member) -> Vec<Fault> {
    let Some(instructions) = Instructions::of(surroundings, member) else { return Vec::new() };
    let steps = instructions.steps();
    steps.filter_map(|step| judged(&instructions, &step)).collect()
}

fn judged(instructions: &Instructions<'_>, step: &Step<'_>) -> Option<Fault> {
    let language = instructions.language;
    let words = wording::words(step.unit);
    wording::sentences(&words).find_map(|sentence| {
        if !wording::is_order(step.unit, sentence, language) {
            return None;
        }
        let first = wording::first_verb(sentence, language)?;
        let at = condition(instructions, &sentence[first..])? + first;
        let verbs = wording::ordered_verbs(step.unit, sentence, language);
        let verb = verbs.into_iter().rev().find(|verb| *verb < at)?;
        let is_listed = |word: &Word<'_>| word.gap != Gap::Blank;
        // In "the message, the link if it was opened" the condition is that of a part; a ban is none
        // of an act.
        let is_plain = !sentence[verb + 1..at].iter().any(is_listed);
        let is_banned = sentence[..verb].iter().any(|word| word.text == "not");
        if !is_plain || is_banned {
            return None;
        }
        let text = &step.unit.text;
        let clause = text.get(sentence[at].span.start..sentence.last()?.span.end)?;
        let act = text.get(sentence[verb].span.start..sentence[at].span.start)?.trim();
        let is_lasting = language.step_words(StepSense::Lasting, &sentence[verb..]) > 0;
        let message =
            format!("whether to {} comes behind it: {}", sentence[verb].text, quoted(clause));
        let help = format!(
            "put the condition first: {}, {}",
            quoted(clause).trim_matches('"'),
            lowered(act)
        );
        let fault = instructions.fault(step, message).help(help);
        Some(if is_lasting { fault.counts_as(Severity::Warning) } else { fault })
    })
}

/// Where the condition begins that decides about the verb before it.
fn condition(instructions: &Instructions<'_>, words: &[Word<'_>]) -> Option<usize> {
    let language = instructions.language;
    let at = (1..words.len()).find(|at| {
        let word = &words[*at];
        !word.is_named
            && (word.text == "unless" || word.text == "if")
            && !matches!(words[at - 1].text.as_ref(), "and" | "or" | "but" | "then" | "so" | "that")
    })?;
    let behind = &words[at + 1..];
    // "Ask whether", "see if": a question. So is every "if" behind a verb that looks.
    let asks = words[..at].iter().any(|word| language.step_words(StepSense::Asks, &[word]) > 0)
        || language.step_words(StepSense::Looks, words) > 0;
    let is_aside = language.step_words(StepSense::Aside, behind) > 0;
    // "…, and if it fails, call": a comma ends the condition, and an act follows.
    let goes_on = behind.iter().any(|word| word.gap == Gap::Comma && language.is_verb(&word.text));
    (!asks && !is_aside && !goes_on && behind.len() >= FEWEST_WORDS).then_some(at)
}

/// The act as it stands behind a condition.
fn lowered(act: &str) -> String {
    let act = act.trim_end_matches([',', '(', '-', '–', '—', ' ']);
    let mut chars = act.chars();
    let first = chars.next().map(|first| first.to_lowercase().to_string()).unwrap_or_default();
    quoted(&format!("{first}{}", chars.as_str())).trim_matches('"').to_owned()
}
