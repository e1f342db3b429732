//! `ambiguous-word`: a text full of words that nobody can check.

use crate::answers::check::rules::{Example, Fault, Rule, Standing};
use crate::answers::check::surroundings::Surroundings;
use crate::answers::check::wording::place_of;
use crate::library::Member;
use crate::report::Severity;
use crate::source::Span;

use super::{judged, sentences_of};

pub(super) const RULE: Rule = Rule {
    id: "ambiguous-word",
    severity: Severity::Suggestion,
    summary: "more than 12 words in 1,000 say what nobody can check",
    help: "Every text has an \"appropriate\" or two. Where they are many, each reader does something else, \
           and all of them comply.",
    standing: Standing::OnRequest,
    together: None,
    example: Example {
        bad: &[(
            "policies/refunds.md",
            "\
# Refunds

## Policy statements

- Staff must handle refunds in an appropriate manner and keep adequate records.
- Large refunds must be approved by a suitable manager within a reasonable time, if necessary.
",
        )],
        good: &[(
            "policies/refunds.md",
            "\
# Refunds

## Policy statements

- The cashier must record every refund with its date, amount and reason.
- The finance manager must decide on refunds over 500 EUR within 2 days.
",
        )],
    },
    find,
};

/// Of 1,000 words; the threshold comes from 213 public documents.
const MOST: usize = 12;
/// Fewer are no habit, however short the text.
const FEWEST: usize = 4;

fn find(surroundings: &Surroundings<'_>, member: &Member) -> Vec<Fault> {
    let Some((_, language)) = judged(surroundings, member) else { return Vec::new() };
    let mut words = 0;
    let mut found: Vec<(String, usize)> = Vec::new();
    let mut first: Option<Span> = None;
    for sentence in sentences_of(member) {
        words += sentence.words.len();
        let mut at = 0;
        while at < sentence.words.len() {
            let Some(length) = language.ambiguous(&sentence.words[at..]) else {
                at += 1;
                continue;
            };
            let phrase = &sentence.words[at..at + length];
            let said = phrase.join(" ");
            first.get_or_insert_with(|| {
                place_of(member.document.body(), sentence.unit.span, phrase)
            });
            match found.iter_mut().find(|(known, _)| *known == said) {
                Some((_, count)) => *count += 1,
                None => found.push((said, 1)),
            }
            at += length;
        }
    }
    let count: usize = found.iter().map(|(_, count)| count).sum();
    let Some(span) = first.filter(|_| count >= FEWEST && count * 1000 > MOST * words) else {
        return Vec::new();
    };
    found.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    let most: Vec<String> =
        found.iter().take(3).map(|(said, count)| format!("\"{said}\" ({count})")).collect();
    let message = format!(
        "{count} of {words} words say what nobody can check, most of all {}",
        most.join(", ")
    );
    let help = "say by which number, sign or person it is decided";
    vec![Fault::in_body(member, span, message).about("ambiguous words").help(help)]
}
