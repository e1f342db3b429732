//! `template-text-unchanged`: what a template says to authors, left for readers.

use std::collections::HashSet;
use std::sync::LazyLock;

use crate::answers::check::rules::{Example, Fault, Rule, Standing};
use crate::answers::check::surroundings::Surroundings;
use crate::answers::check::wording::sentences;
use crate::document::outline::UnitKind;
use crate::library::Member;
use crate::report::Severity;
use crate::template::{Templates, Values};
use crate::text::word_key;

use super::{is_template, unfinished, words_for};

pub(super) const RULE: Rule = Rule {
    id: "template-text-unchanged",
    severity: Severity::Warning,
    summary: "a question or a hint of the template stands where its answer belongs",
    help: "The templates ask authors what to write. A question that is left with its mark taken off \
           looks like text and says nothing.",
    standing: Standing::Judges,
    together: Some("sentences of the template are left"),
    example: Example {
        bad: &[(
            "policies/refunds.md",
            "\
# Refunds

## Purpose

Why does this policy exist?

## Policy statements

- The shift lead must decide on every refund within 2 days.
",
        )],
        good: &[(
            "policies/refunds.md",
            "\
# Refunds

## Purpose

Customers get their money back soon, and no refund is paid twice.

## Policy statements

- The shift lead must decide on every refund within 2 days.
",
        )],
    },
    find,
};

/// Fewer words are found in other texts as well.
const FEWEST_WORDS: usize = 4;

/// What the built-in templates say to authors: the questions of their slots and the sentences
/// of their comments.
static HINTS: LazyLock<HashSet<Vec<String>>> = LazyLock::new(|| {
    let values = Values::of("");
    // A template that cannot be filled in is told where it is used.
    let texts = Templates::built_in().iter().filter_map(|template| template.fill(&values).ok());
    texts.flat_map(|text| hints(&text)).collect()
});

fn hints(template: &str) -> Vec<Vec<String>> {
    let comments = template.split("<!--").skip(1).filter_map(|rest| rest.split("-->").next());
    let questions =
        template.split("TODO: ").skip(1).filter_map(|rest| rest.split(['\n', '|']).next());
    let said = comments.chain(questions).flat_map(sentences).map(word_key);
    said.filter(|words| words.len() >= FEWEST_WORDS).collect()
}

fn find(surroundings: &Surroundings<'_>, member: &Member) -> Vec<Fault> {
    let Some(language) = words_for(surroundings, member) else { return Vec::new() };
    if member.is_over() || is_template(member, language) {
        return Vec::new();
    }
    let severity = unfinished(member, Severity::Warning);
    let mut faults = Vec::new();
    for unit in &member.document.outline().units {
        if matches!(unit.kind, UnitKind::Code | UnitKind::Image) {
            continue;
        }
        let left = sentences(&unit.text).into_iter().find(|sentence| {
            let words = word_key(sentence);
            // A slot that still has its mark is told as one.
            let is_marked =
                words.first().is_some_and(|first| language.is_slot_mark(&first.to_uppercase()));
            !is_marked && HINTS.contains(&words)
        });
        if let Some(left) = left {
            let sentence = left.trim();
            let message = format!("{sentence:?} is what the template asks, not an answer");
            let fault = Fault::in_body(member, unit.span, message).about(sentence);
            faults.push(fault.help("write the answer instead").counts_as(severity));
        }
    }
    faults
}
