//! `may-not`: a prohibition that can be read as a mere possibility.

use crate::answers::check::rules::{Example, Fault, Rule, Standing};
use crate::answers::check::surroundings::Surroundings;
use crate::answers::check::wording::place_of;
use crate::library::Member;
use crate::report::Severity;

use super::{judged, sentences_of};

pub(super) const RULE: Rule = Rule {
    id: "may-not",
    severity: Severity::Suggestion,
    summary: "\"may not\" forbids something, and can be read as \"perhaps does not\"",
    help: "\"Staff may not lock the door\" forbids to lock it, or says that they sometimes do not. What \
           is forbidden is told with \"must not\".",
    standing: Standing::Judges,
    together: Some("prohibitions say \"may not\""),
    example: Example {
        bad: &[(
            "policies/refunds.md",
            "\
# Refunds

## Policy statements

- Cashiers may not approve their own refunds.
",
        )],
        good: &[(
            "policies/refunds.md",
            "\
# Refunds

## Policy statements

- Cashiers must not approve their own refunds.
",
        )],
    },
    find,
};

fn find(surroundings: &Surroundings<'_>, member: &Member) -> Vec<Fault> {
    let Some((_, language)) = judged(surroundings, member) else { return Vec::new() };
    let mut faults = Vec::new();
    for sentence in sentences_of(member) {
        let words = &sentence.words;
        let Some(at) = words.windows(2).position(|pair| pair == ["may", "not"]) else { continue };
        let behind = &words[at + 2..];
        let is_choice =
            at > 0 && words[at - 1] == "or" || behind.first().is_some_and(|w| w == "or");
        let forbids = behind.first().is_some_and(|verb| {
            language.is_verb(verb)
                || (verb == "be" && behind.get(1).is_some_and(|w| language.is_participle(w)))
        });
        if is_choice || !forbids || language.says_maybe(behind) {
            continue;
        }
        let end = words.len().min(at + 4);
        let said = words[at..end].join(" ");
        let span = place_of(member.document.body(), sentence.unit.span, &words[at..at + 2]);
        let message = format!("\"{said} …\" can be read as \"perhaps does not\"");
        let fault = Fault::in_body(member, span, message).about(said);
        faults.push(fault.help("write \"must not\" for what is forbidden"));
    }
    faults
}
