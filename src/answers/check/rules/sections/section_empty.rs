//! `section-empty`: a heading with nothing below it.

use crate::answers::check::rules::{Example, Fault, Rule, Standing};
use crate::answers::check::surroundings::Surroundings;
use crate::answers::check::wording::first_line;
use crate::document::front_matter::Split;
use crate::document::outline::{Outline, Section};
use crate::language::Language;
use crate::library::Member;
use crate::report::Severity;

use super::{is_template, unfinished, words_for};

pub(super) const RULE: Rule = Rule {
    id: "section-empty",
    severity: Severity::Warning,
    summary: "there is nothing below a heading",
    help: "A heading promises an answer. Where nothing follows, a reader cannot tell whether there is \
           nothing to say or somebody forgot to say it.",
    standing: Standing::Judges,
    together: Some("sections are empty"),
    example: Example {
        bad: &[(
            "sops/refunds.md",
            "\
# Refunds

## Procedure

1. The cashier records the request within 1 day.
2. The shift lead decides on it within 2 days.

## Records

<!-- Which records are kept, and for how long? -->
",
        )],
        good: &[(
            "sops/refunds.md",
            "\
# Refunds

## Procedure

1. The cashier records the request within 1 day.
2. The shift lead decides on it within 2 days.

## Records

Not applicable: the payment system keeps every request for 10 years.
",
        )],
    },
    find,
};

fn find(surroundings: &Surroundings<'_>, member: &Member) -> Vec<Fault> {
    let Some(language) = words_for(surroundings, member) else { return Vec::new() };
    if member.is_over() || is_template(member, language) {
        return Vec::new();
    }
    let outline = member.document.outline();
    // Who never said what the document is has not promised that it is complete.
    let severity = match surroundings.declared_kind(member) {
        Some(_) => unfinished(member, Severity::Warning),
        None => Severity::Suggestion,
    };
    // The title of such a document stands below what was meant as its front matter.
    if matches!(member.document.split(), Split::Misplaced { .. }) {
        return Vec::new();
    }
    let body = member.document.body();
    let empty = outline.sections.iter().enumerate().filter(|(index, section)| {
        is_empty(outline, *index, language) && is_written(section, body)
    });
    let faults = empty.map(|(_, section)| {
        Fault::in_body(member, first_line(member.document.body(), section.span), message(section))
            .about(section.title.clone())
            .help("write what belongs there, take the heading out, or say why it does not apply")
            .counts_as(severity)
    });
    faults.collect()
}

fn message(section: &Section) -> String {
    format!("there is nothing below the heading {:?}", section.title)
}

/// Whether a heading is meant as one: several lines above a rule are front matter that stands
/// in the wrong place, a line above a rule is often a paragraph, and a sentence says what it
/// has to say itself.
fn is_written(section: &Section, body: &str) -> bool {
    let written = body.get(section.span.start..section.span.end).unwrap_or_default();
    let mut lines = written.trim_end().lines().skip(1);
    let is_above_rule = lines.next().is_some_and(|line| line.trim_start().starts_with('-'));
    !is_above_rule && lines.next().is_none() && !section.title.ends_with(['.', '!'])
}

/// Whether a section has neither a text nor a section in it. The title of the document is
/// none, and a heading that is a step says what to do itself.
fn is_empty(outline: &Outline, index: usize, language: &Language) -> bool {
    let Some(section) = outline.sections.get(index) else { return false };
    let title = outline.sections.iter().position(|section| section.level == 1);
    let next = outline.sections.get(index + 1);
    let holds_section =
        next.is_some_and(|next| next.level > section.level || continues(section, next, language));
    let holds_text = !outline.units_below(Some(index)).is_empty();
    title != Some(index) && !section.title.is_empty() && !holds_section && !holds_text
}

/// Whether the next section stands below a section by its number, though not by its level:
/// "3.1.1" behind "3.1", "1." behind "Steps".
fn continues(section: &Section, next: &Section, language: &Language) -> bool {
    let Some(number) = &next.number else { return false };
    match &section.number {
        Some(outer) => {
            number.strip_prefix(outer.as_str()).is_some_and(|rest| rest.starts_with('.'))
        }
        None => language.announced_by(&section.title).steps,
    }
}
