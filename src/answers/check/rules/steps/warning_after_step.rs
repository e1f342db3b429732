//! `warning-after-step`: a warning that is read when the harm is done.

use super::instructions::{Instructions, Step, quoted};
use super::wording::{self, Gap};
use crate::answers::check::rules::{Example, Fault, Rule, Standing};
use crate::answers::check::surroundings::Surroundings;
use crate::document::outline::{Unit, UnitKind, content};
use crate::language::{Language, WordClass};
use crate::library::Member;
use crate::report::Severity;
use crate::text::word_key;

pub(super) const RULE: Rule = Rule {
    id: "warning-after-step",
    severity: Severity::Warning,
    summary: "a warning stands behind the act that it warns of",
    help: "Steps are done while they are read. A warning behind the act is read by somebody who has \
           just done what it warns of.",
    standing: Standing::Judges,
    together: Some("warnings stand behind the acts that they warn of"),
    example: Example {
        bad: &[(
            "work-instructions/cutter.md",
            "\
# Change the blade of the cutter

## Steps

1. Switch off the cutter at the wall.
2. Pull the blade out of its holder.

   > [!WARNING]
   > The blade is sharp on both sides. Wear the grey gloves.

3. Put the new blade into the holder.
4. Close the cover and switch on the cutter.
",
        )],
        good: &[(
            "work-instructions/cutter.md",
            "\
# Change the blade of the cutter

## Steps

1. Switch off the cutter at the wall.

   > [!WARNING]
   > The blade is sharp on both sides. Wear the grey gloves for the next step.

2. Pull the blade out of its holder.
3. Put the new blade into the holder.
4. Close the cover and switch on the cutter.
",
        )],
    },
    find,
};

/// How strongly a warning binds: `must` and `must not`.
const BINDING: i8 = 4;

fn find(surroundings: &Surroundings<'_>, member: &Member) -> Vec<Fault> {
    let Some(instructions) = Instructions::of(surroundings, member) else { return Vec::new() };
    let steps = instructions.steps();
    steps.filter_map(|step| judged(&instructions, &step)).collect()
}

fn judged(instructions: &Instructions<'_>, step: &Step<'_>) -> Option<Fault> {
    let help = "put the warning before the step, in a box of its own or as the first sentence";
    if let Some(warning) = warning_sentence(instructions, step) {
        let message = format!("this warning stands behind the act: {}", quoted(warning));
        return Some(instructions.fault(step, message).help(help));
    }
    let warning = warning_box(instructions, step)?;
    let message =
        format!("this warning stands behind the act of its step: {}", quoted(&warning.text));
    Some(instructions.fault_at(warning.span, message).help(help))
}

/// A sentence that begins as warnings do, behind one that orders.
fn warning_sentence<'u>(instructions: &Instructions<'_>, step: &Step<'u>) -> Option<&'u str> {
    let language = instructions.language;
    let words = wording::words(step.unit);
    let mut has_ordered = false;
    for sentence in wording::sentences(&words) {
        let is_warning = language.is(WordClass::Warning, &sentence[0].text)
            && sentence.get(1).is_none_or(|next| next.gap != Gap::Blank);
        if is_warning && has_ordered {
            return step.unit.text.get(sentence[0].span.start..);
        }
        has_ordered |= wording::is_order(step.unit, sentence, language);
    }
    None
}

/// A warning box below a step that binds or forbids, with nothing to do behind it. Other boxes
/// explain, and belong where they are.
fn warning_box<'u>(instructions: &Instructions<'_>, step: &Step<'u>) -> Option<&'u Unit> {
    let at = step.inner.iter().position(|unit| unit.kind == UnitKind::Warning)?;
    let warning = &step.inner[at];
    let acts_behind =
        step.inner[at..].iter().any(|unit| matches!(unit.kind, UnitKind::Step | UnitKind::Code));
    // A box with a list is a procedure of its own.
    let is_list = step.inner[at..].iter().any(|unit| instructions.is_item(unit));
    let words = word_key(&warning.text);
    let names_next = words.iter().any(|word| matches!(word.as_str(), "next" | "following"));
    let is_own = warning.parent == Some(step.index);
    (is_own
        && !is_list
        && !acts_behind
        && !names_next
        && is_strict(warning, &words, instructions.language))
    .then_some(warning)
}

/// Whether a warning says what must or must not be done.
fn is_strict(warning: &Unit, words: &[String], language: &Language) -> bool {
    let binds =
        content::obligation(warning, language).is_some_and(|duty| duty.strength.abs() == BINDING);
    let first_verb = words.first().is_some_and(|word| word == "make");
    binds
        || first_verb
        || words.iter().any(|word| matches!(word.as_str(), "never" | "wear"))
        || words.windows(2).any(|pair| pair[0] == "do" && pair[1] == "not")
}
