//! `not-applicable-without-reason`: a section that is waved off.

use crate::answers::check::rules::{Example, Fault, Rule, Standing};
use crate::answers::check::surroundings::Surroundings;
use crate::document::outline::{Outline, Unit, UnitKind};
use crate::library::Member;
use crate::report::Severity;

use super::{is_template, words_for};

pub(super) const RULE: Rule = Rule {
    id: "not-applicable-without-reason",
    severity: Severity::Suggestion,
    summary: "a section says that it does not apply, and not why",
    help: "The reason is what an auditor asks for, and what tells the next author whether it still \
           holds. `N/A` alone may as well be a section that nobody wanted to write.",
    standing: Standing::Judges,
    together: Some("sections do not apply, and do not say why"),
    example: Example {
        bad: &[(
            "sops/refunds.md",
            "\
# Refunds

## Procedure

1. The cashier records the request within 1 day.

## Records

N/A
",
        )],
        good: &[(
            "sops/refunds.md",
            "\
# Refunds

## Procedure

1. The cashier records the request within 1 day.

## Records

Not applicable: the payment system keeps every request for 10 years.
",
        )],
    },
    find,
};

fn find(surroundings: &Surroundings<'_>, member: &Member) -> Vec<Fault> {
    let Some(language) = words_for(surroundings, member) else { return Vec::new() };
    let is_judged = surroundings.declared_kind(member).is_some() && !member.is_over();
    if !is_judged || is_template(member, language) {
        return Vec::new();
    }
    let outline = member.document.outline();
    let mut faults = Vec::new();
    for (index, section) in outline.sections.iter().enumerate() {
        let Some(unit) = only_unit(outline, index) else { continue };
        if unit.kind == UnitKind::Row || !language.is_inapplicable(&unit.text) {
            continue;
        }
        let message = format!("{:?} does not apply here, and nothing says why", section.title);
        let help =
            "write the reason behind it: `Not applicable: the payment system keeps every request`";
        let fault = Fault::in_body(member, unit.span, message);
        faults.push(fault.about(section.title.clone()).help(help));
    }
    faults
}

/// The only unit of a section, where there is one and no section below.
fn only_unit(outline: &Outline, section: usize) -> Option<&Unit> {
    let level = outline.sections.get(section)?.level;
    if outline.sections.get(section + 1).is_some_and(|next| next.level > level) {
        return None;
    }
    match outline.units_below(Some(section)) {
        [only] => Some(only),
        _ => None,
    }
}
