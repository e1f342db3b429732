//! `duty-without-actor`: something must be done, by nobody in particular.

use std::collections::HashMap;

use crate::answers::check::rules::{Example, Fault, Rule, Standing};
use crate::answers::check::surroundings::Surroundings;
use crate::answers::check::wording::place_of;
use crate::document::lifecycle::DocumentKind;
use crate::document::outline::content;
use crate::language::{Language, WordClass};
use crate::library::Member;
use crate::report::Severity;
use crate::text::plain_words;

use super::{is_somebody, judged, sentences_of};

pub(super) const RULE: Rule = Rule {
    id: "duty-without-actor",
    severity: Severity::Warning,
    summary: "something must be done, and nothing says by whom",
    help: "What everybody must see to is done by nobody, and nobody can be asked why it was not. It is \
           told only where neither the sentence nor its section names a role.",
    standing: Standing::Judges,
    together: Some("duties name nobody who has to see to them"),
    example: Example {
        bad: &[(
            "policies/refunds.md",
            "\
# Refunds

## Limits

Refunds over 500 EUR must be approved before they are paid.
",
        )],
        good: &[(
            "policies/refunds.md",
            "\
# Refunds

## Limits

The finance manager must approve refunds over 500 EUR before they are paid.
",
        )],
    },
    find,
};

fn find(surroundings: &Surroundings<'_>, member: &Member) -> Vec<Fault> {
    let Some((kind, language)) = judged(surroundings, member) else { return Vec::new() };
    let outline = member.document.outline();
    // An SOP that names nobody at all speaks to one reader.
    let is_to_one_reader = kind == DocumentKind::Sop
        && !outline.units.iter().any(|unit| !content::roles(unit, language).is_empty());
    if is_to_one_reader {
        return Vec::new();
    }
    let mut named: HashMap<Option<usize>, bool> = HashMap::new();
    let mut faults = Vec::new();
    for sentence in sentences_of(member) {
        let words = &sentence.words;
        let duty = (0..words.len()).find_map(|at| Some((at, language.passive_duty(&words[at..])?)));
        let Some((at, length)) = duty else { continue };
        if says_by_whom(&words[at + length..], language) {
            continue;
        }
        let section = sentence.unit.section;
        let is_named =
            *named.entry(section).or_insert_with(|| names_somebody(member, section, language));
        if is_named {
            continue;
        }
        let duty = &words[at..at + length];
        let span = place_of(member.document.body(), sentence.unit.span, duty);
        let said = words[at.saturating_sub(SHOWN)..at + length].join(" ");
        let message = format!("\"{said}\": by whom?");
        let done = duty.iter().skip_while(|word| *word != "be").skip(1).map(String::as_str);
        let done = done.collect::<Vec<_>>().join(" ");
        let help = format!("name the role: `the … manager must see that it is {done}`");
        faults.push(Fault::in_body(member, span, message).about(said).help(help));
    }
    faults
}

/// So many words before a duty tell what it is about.
const SHOWN: usize = 4;

/// Whether "by" somebody stands behind the verb: not "by 1 May", "by the end", "by testing". What
/// must be done "with the tower" or "at 500 feet" names the other side, or is no duty.
fn says_by_whom(behind: &[String], language: &Language) -> bool {
    if behind.first().is_some_and(|next| matches!(next.as_str(), "with" | "at")) {
        return true;
    }
    behind.iter().enumerate().filter(|(_, word)| *word == "by").any(|(at, _)| {
        let mut next = behind[at + 1..].iter().filter(|word| *word != "the").map(String::as_str);
        next.next().is_some_and(|next| {
            !next.starts_with(|c: char| c.is_ascii_digit())
                && !next.ends_with("ing")
                && !matches!(
                    next,
                    "end" | "email" | "post" | "phone" | "means" | "default" | "using"
                )
                && !language.is(WordClass::Month, next)
        })
    })
}

/// Whether a section names somebody: in its title, the titles around it, or its text. The
/// title of the document says what it is about.
fn names_somebody(member: &Member, section: Option<usize>, language: &Language) -> bool {
    let outline = member.document.outline();
    let says = |text: &str| plain_words(text).any(|word| is_somebody(language, &word));
    let mut around = section;
    while let Some(heading) = around.and_then(|index| outline.sections.get(index)) {
        if heading.level > 1 && says(&heading.title) {
            return true;
        }
        around = heading.parent;
    }
    outline.units_below(section).iter().any(|unit| says(&unit.text))
}
