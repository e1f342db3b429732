//! `no-time-limit`: a time that everybody understands otherwise.

use crate::answers::check::rules::{Example, Fault, Rule, Standing};
use crate::answers::check::surroundings::Surroundings;
use crate::answers::check::wording::place_of;
use crate::document::outline::{Unit, UnitKind, content};
use crate::language::{Language, Topic, WordClass};
use crate::library::Member;
use crate::report::Severity;
use crate::text::word_key;

use super::{is_somebody, judged, sentences_of};

pub(super) const RULE: Rule = Rule {
    id: "no-time-limit",
    severity: Severity::Warning,
    summary: "a time limit or an interval without a number",
    help: "\"Promptly\" is an hour to one reader and a week to another, and nobody can be late. A number \
           can be met, and checked.",
    standing: Standing::Judges,
    together: Some("times have no number"),
    example: Example {
        bad: &[(
            "sops/refunds.md",
            "\
# Refunds

## Procedure

1. The cashier reports a refund without a receipt to the shift lead as soon as possible.
2. The site manager reviews the list of refunds periodically.
",
        )],
        good: &[(
            "sops/refunds.md",
            "\
# Refunds

## Procedure

1. The cashier reports a refund without a receipt to the shift lead within 1 hour.
2. The site manager reviews the list of refunds every month.
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
        let vague = (0..words.len()).find_map(|at| Some((at, language.vague_time(&words[at..])?)));
        let Some((at, length)) = vague else { continue };
        let has_number = words.iter().any(|word| word.starts_with(|c: char| c.is_ascii_digit()));
        if has_number
            || tells_time(sentence.unit, language)
            || !demands(sentence.unit, language)
            || is_no_demand(&words[..at])
            || describes(member, sentence.unit, language)
        {
            continue;
        }
        let vague = &words[at..at + length];
        let said = vague.join(" ");
        let span = place_of(member.document.body(), sentence.unit.span, vague);
        let message = format!("\"{said}\" is no time that can be met or missed");
        let fault = Fault::in_body(member, span, message).about(said.clone());
        faults.push(fault.help(help(&said)));
    }
    faults
}

fn help(said: &str) -> &'static str {
    if said.contains("regular") || said.contains("period") {
        "give an interval: `every 3 months`"
    } else {
        "give a limit: `within 2 days`"
    }
}

/// Whether the words before a time are a condition or turn it round: "if they make changes
/// regularly", "we may not answer promptly".
fn is_no_demand(before: &[String]) -> bool {
    /// In a condition, the verb stands no farther behind the "if".
    const FARTHEST: usize = 6;
    let near = before.iter().rev().take(FARTHEST);
    near.into_iter()
        .any(|word| matches!(word.as_str(), "if" | "when" | "whether" | "whenever" | "not"))
}

/// Whether the section of a unit says why and about what the document is: what happens there
/// "regularly" is told with its number where it is demanded.
fn describes(member: &Member, unit: &Unit, language: &Language) -> bool {
    let title = member.document.outline().section_title(unit);
    title.is_some_and(|title| {
        [Topic::Purpose, Topic::Scope].into_iter().any(|topic| language.is_heading_of(topic, title))
    })
}

/// Whether a unit names a stretch of time or how often something happens; "shift lead" is
/// neither.
fn tells_time(unit: &Unit, language: &Language) -> bool {
    let is_period = |word: &str| {
        language.period_of(word).is_some()
            || language.is(WordClass::Period, word)
            || word.strip_suffix('s').is_some_and(|one| language.is(WordClass::Period, one))
    };
    let words = word_key(&unit.text);
    words.iter().enumerate().any(|(at, word)| {
        let is_of_role = words.get(at + 1).is_some_and(|next| is_somebody(language, next));
        is_period(word) && !is_of_role
    })
}

/// Whether a unit says what has to be done, rather than what happens or why.
fn demands(unit: &Unit, language: &Language) -> bool {
    matches!(unit.kind, UnitKind::Step | UnitKind::Statement | UnitKind::Row)
        || language.binds(&unit.text)
        || content::is_order(unit, language)
        || content::actor(unit, language).is_some()
}
