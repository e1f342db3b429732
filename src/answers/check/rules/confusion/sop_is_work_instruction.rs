//! `sop-is-work-instruction`: an SOP that tells one person how to do one task.

use super::evidence;
use crate::answers::check::rules::{Example, Fault, Rule, Standing};
use crate::answers::check::surroundings::Surroundings;
use crate::document::lifecycle::DocumentKind;
use crate::document::outline::{Unit, content};
use crate::genre::{CLEAR, Genre, LooksLike, Signal};
use crate::language::Language;
use crate::library::Member;
use crate::report::Severity;

pub(super) const RULE: Rule = Rule {
    id: "sop-is-work-instruction",
    severity: Severity::Warning,
    summary: "a document that calls itself an SOP reads like a work instruction",
    help: "An SOP says who does what and when, over several people; a work instruction says how one \
           person does one task. Where the clicks stand in the SOP, nobody sees the process, and \
           every change of a screen needs the approval of the process.",
    standing: Standing::Judges,
    together: None,
    example: Example {
        bad: &[(
            "sops/refund.md",
            "\
# Refund a payment

## Steps

1. Open the **Payments** menu and click **Refund**.
2. Enter the amount and select the reason.
3. Click **Submit**.
4. Open the **Refunds** tab and check that the refund is listed.
5. Select **Notify customer** and click **Send**.
6. Click **Close** to go back to the menu.
",
        )],
        good: &[(
            "sops/refund.md",
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
    },
    find,
};

/// From so many steps on, an SOP with words for a screen or with commands is an error.
const MANY_STEPS: f64 = 15.0;

fn find(surroundings: &Surroundings<'_>, member: &Member) -> Vec<Fault> {
    let Some((DocumentKind::Sop, span)) = surroundings.declared_kind(member) else {
        return Vec::new();
    };
    let Some(found) = surroundings.confusable(member) else { return Vec::new() };
    let Some(confusion) = found.body.confusion_with(&[Genre::WorkInstruction]) else {
        return Vec::new();
    };
    let message = format!(
        "this SOP reads like a work instruction, by {} points: {}",
        confusion.lead,
        evidence(&found.body)
    );
    let fault = Fault::at(span, message).about(Genre::WorkInstruction.as_str());
    let is_sure = confusion.lead >= CLEAR || is_long_and_clicked(found);
    let severity = if is_sure { Severity::Error } else { Severity::Warning };
    let orders = surroundings.language(member).map(|language| orders(member, language));
    vec![fault.help(help(member, &orders.unwrap_or_default())).counts_as(severity)]
}

fn is_long_and_clicked(found: &LooksLike) -> bool {
    let amount = |signal| found.measures.amount(signal);
    let is_used =
        |signal: Signal| signal.thresholds().first().is_some_and(|least| amount(signal) >= *least);
    amount(Signal::Steps) >= MANY_STEPS
        && (is_used(Signal::InterfaceWords) || is_used(Signal::Commands))
}

/// The steps that belong into a work instruction.
fn orders<'m>(member: &'m Member, language: &Language) -> Vec<&'m Unit> {
    let steps = member.document.outline().top_level_steps();
    steps.filter(|step| content::is_order(step, language)).collect()
}

/// Names the steps that belong into a work instruction.
fn help(member: &Member, orders: &[&Unit]) -> String {
    let line = |step: &Unit| member.document.line_in_body(step.span.start);
    let which = match orders {
        [] => "what one person does".to_owned(),
        [only] => format!("the step on line {}", line(only)),
        [first, .., last] => {
            format!("the {} steps on lines {} to {}", orders.len(), line(first), line(last))
        }
    };
    format!(
        "move {which} into a work instruction that implements this SOP, and keep here who does \
         what, when, and what it leads to; or make this document a work instruction"
    )
}
