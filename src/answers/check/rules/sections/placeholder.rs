//! `placeholder`: a place that is still to be filled in.

use crate::answers::check::rules::{Example, Fault, Rule, Standing};
use crate::answers::check::surroundings::Surroundings;
use crate::document::field::FieldName;
use crate::document::lifecycle::DocumentKind;
use crate::language::Language;
use crate::library::Member;
use crate::report::Severity;
use crate::source::Span;

use super::slots::{Reading, slots};
use super::{is_template, unfinished, words_for};

pub(super) const RULE: Rule = Rule {
    id: "placeholder",
    severity: Severity::Warning,
    summary: "a place is still to be filled in",
    help: "Who reads `TODO` in a document in force does not know what holds: nobody has decided it, or \
           somebody has and did not write it down.",
    standing: Standing::Judges,
    together: Some("places are still to be filled in"),
    example: Example {
        bad: &[(
            "policies/refunds.md",
            "\
# Refunds

## Policy statements

- TODO: which role must decide, by when?
- The finance manager must approve every refund over [insert amount].
",
        )],
        good: &[(
            "policies/refunds.md",
            "\
# Refunds

## Policy statements

- The shift lead must decide on every refund within 2 days.
- The finance manager must approve every refund over 500 EUR.
",
        )],
    },
    find,
};

/// Fields without which a document is not known: a slot in one is as good as nothing.
const RECORD: [FieldName; 5] =
    [FieldName::Id, FieldName::Title, FieldName::Type, FieldName::Status, FieldName::Owner];

fn find(surroundings: &Surroundings<'_>, member: &Member) -> Vec<Fault> {
    let Some(language) = words_for(surroundings, member) else { return Vec::new() };
    if member.is_over() || is_template(member, language) {
        return Vec::new();
    }
    let kind = surroundings.declared_kind(member).map(|(kind, _)| kind);
    let takes_values = !matches!(kind, Some(DocumentKind::Policy | DocumentKind::Sop));
    let mut faults = in_fields(surroundings, member, language);
    let severity = unfinished(member, Severity::Warning);
    faults.extend(slots(member, language, Reading { takes_values }).into_iter().map(|slot| {
        let message = format!("{:?} is still to be filled in", slot.words);
        let help = "write what belongs there; where nothing does, take the sentence out";
        Fault::in_body(member, slot.span, message).about(slot.words).help(help).counts_as(severity)
    }));
    faults
}

/// Slots in the front matter.
fn in_fields(surroundings: &Surroundings<'_>, member: &Member, language: &Language) -> Vec<Fault> {
    if surroundings.front_matter(member).is_none() {
        return Vec::new();
    }
    let document = &member.document;
    let head = document.text().get(..document.body_start()).unwrap_or_default();
    let slots = document.values().iter().filter(|(_, value)| language.is_place_for_value(value));
    let faults = slots.map(|(key, value)| {
        let field = surroundings.library.profile.field_of(key);
        let is_of_record = field.is_some_and(|field| RECORD.contains(&field));
        let severity = if is_of_record { Severity::Error } else { Severity::Warning };
        let start = head.find(value.as_str());
        let span = start.map_or(Span::new(0, 0), |start| Span::new(start, start + value.len()));
        Fault::at(span, format!("`{key}` is still to be filled in"))
            .about(key.clone())
            .help(format!("write what belongs there instead of {value:?}"))
            .counts_as(unfinished(member, severity))
    });
    faults.collect()
}
