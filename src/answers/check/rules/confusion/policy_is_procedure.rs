//! `policy-is-procedure`: a policy that says how things are done.

use super::evidence;
use crate::answers::check::rules::{Example, Fault, Rule, Standing};
use crate::answers::check::surroundings::Surroundings;
use crate::document::lifecycle::DocumentKind;
use crate::genre::{Genre, Signal};
use crate::library::Member;
use crate::report::Severity;

pub(super) const RULE: Rule = Rule {
    id: "policy-is-procedure",
    severity: Severity::Warning,
    summary: "a document that calls itself a policy tells steps",
    help: "A policy says what holds and why, and changes rarely; how it is carried out changes often. \
           Steps in a policy are approved by those who do not do them, and are out of date before \
           the policy is.",
    standing: Standing::Judges,
    together: None,
    example: Example {
        bad: &[(
            "policies/refund.md",
            "\
# Refund a payment

## Purpose

This process covers refunds to customers.

## Procedure

1. The cashier records the request and notifies the shift lead.
2. The shift lead reviews the request and escalates refunds over 500 EUR to the finance manager.
3. The finance manager approves or declines the refund within 2 days.
4. The site manager is responsible for the review of each stage of this process.

| Stage | Responsible |
|---|---|
| Request | Cashier |
| Decision | Finance manager |
",
        )],
        good: &[(
            "policies/refund.md",
            "\
# Refunds

## Scope

This policy applies to every shop.

## Policy statements

- A refund over 500 EUR must be approved by the finance manager.
- Refunds in cash are prohibited without a receipt.
- Exceptions to this policy are permitted to the site manager alone.
- Every cashier must comply with this standard.
",
        )],
    },
    find,
};

/// So many steps make a procedure, whatever their mood: real policies say "HR informs IT", not
/// "Inform IT".
const STEPS: f64 = 5.0;

fn find(surroundings: &Surroundings<'_>, member: &Member) -> Vec<Fault> {
    let Some((DocumentKind::Policy, span)) = surroundings.declared_kind(member) else {
        return Vec::new();
    };
    let Some(found) = surroundings.confusable(member) else { return Vec::new() };
    let steps = found.measures.amount(Signal::Steps);
    let confusion = found.body.confusion_with(&[Genre::Sop, Genre::WorkInstruction]);
    let (message, subject) = match confusion {
        Some(confusion) => {
            let message = format!(
                "this policy reads like {}, by {} points: {}",
                confusion.genre.in_words(),
                confusion.lead,
                evidence(&found.body)
            );
            (message, confusion.genre.as_str())
        }
        None if steps >= STEPS => {
            (format!("this policy has {}", Signal::Steps.said(steps)), "steps")
        }
        None => return Vec::new(),
    };
    let help = "keep what holds and for whom, and move the steps into a procedure that implements \
                this policy";
    vec![Fault::at(span, message).about(subject).help(help)]
}
