//! `statement-without-obligation`: a statement of a policy that binds nobody.

use crate::answers::check::rules::{Example, Fault, Rule, Standing};
use crate::answers::check::surroundings::Surroundings;
use crate::answers::check::wording::first_line;
use crate::document::lifecycle::DocumentKind;
use crate::document::outline::{Unit, UnitKind, content};
use crate::language::{Language, Topic};
use crate::library::Member;
use crate::report::Severity;

use super::judged;

pub(super) const RULE: Rule = Rule {
    id: "statement-without-obligation",
    severity: Severity::Suggestion,
    summary: "among the statements of a policy, one does not say whether it binds",
    help: "A reader takes what says \"must\" for binding, and what does not for background. It is told \
           only where most statements beside it do say so.",
    standing: Standing::Judges,
    together: Some("statements do not say whether they bind"),
    example: Example {
        bad: &[(
            "policies/refunds.md",
            "\
# Refunds

## Policy statements

- The shift lead must decide on every refund within 2 days.
- The cashier must record every refund on the same day.
- A second signature on refunds over 500 EUR.
",
        )],
        good: &[(
            "policies/refunds.md",
            "\
# Refunds

## Policy statements

- The shift lead must decide on every refund within 2 days.
- The cashier must record every refund on the same day.
- The finance manager must sign refunds over 500 EUR as well.
",
        )],
    },
    find,
};

/// Fewer statements make no habit.
const FEWEST: usize = 2;

fn find(surroundings: &Surroundings<'_>, member: &Member) -> Vec<Fault> {
    let Some((DocumentKind::Policy, language)) = judged(surroundings, member) else {
        return Vec::new();
    };
    let outline = member.document.outline();
    let body = member.document.body();
    let mut faults = Vec::new();
    for (index, section) in outline.sections.iter().enumerate() {
        if !language.is_heading_of(Topic::Statements, &section.title) {
            continue;
        }
        let items = items(outline.units_below(Some(index)), body);
        let (binding, others): (Vec<&Unit>, Vec<&Unit>) =
            items.into_iter().partition(|item| binds(item, language));
        if binding.len() < FEWEST || others.len() > binding.len() {
            continue;
        }
        for item in others {
            let first: Vec<&str> = item.text.split_whitespace().take(SHOWN).collect();
            let message = format!("\"{} …\" does not say whether it binds", first.join(" "));
            let help = "say who must or must not do what";
            let span = first_line(body, item.span);
            faults.push(Fault::in_body(member, span, message).about(first.join(" ")).help(help));
        }
    }
    faults
}

/// So many words tell which statement is meant.
const SHOWN: usize = 6;

/// The outermost items of the lists among the units of a section that hold nothing else; none
/// where a line leads to a list and says for all of it whether it binds: "Every shop must:".
fn items<'u>(units: &'u [Unit], body: &str) -> Vec<&'u Unit> {
    let mut items = Vec::new();
    for (index, unit) in units.iter().enumerate().filter(|(_, unit)| unit.depth == 0) {
        let source = body.get(unit.span.start..unit.span.end).unwrap_or_default().trim_start();
        let is_item = source.starts_with(['-', '*', '+']) && source[1..].starts_with([' ', '\t'])
            || source.starts_with(|c: char| c.is_ascii_digit());
        let holds_more = units.get(index + 1).is_some_and(|next| next.depth > unit.depth);
        if unit.text.trim_end().ends_with(':') && !is_item {
            return Vec::new();
        }
        if is_item && !holds_more && matches!(unit.kind, UnitKind::Statement | UnitKind::Paragraph)
        {
            items.push(unit);
        }
    }
    items
}

fn binds(item: &Unit, language: &Language) -> bool {
    language.binds(&item.text) || content::is_order(item, language) || forbids(&item.text)
}

/// "Never …", "Do not …", "No …".
fn forbids(text: &str) -> bool {
    let text = text.trim_start().to_lowercase();
    ["do not", "don't", "never", "no ", "avoid"].into_iter().any(|start| text.starts_with(start))
}
