//! `work-instruction-is-sop`: a work instruction that is a process over several people, or a
//! set of rules.

use super::evidence;
use crate::answers::check::rules::{Example, Fault, Rule, Standing};
use crate::answers::check::surroundings::Surroundings;
use crate::document::lifecycle::DocumentKind;
use crate::genre::Genre;
use crate::library::Member;
use crate::report::Severity;

pub(super) const RULE: Rule = Rule {
    id: "work-instruction-is-sop",
    severity: Severity::Suggestion,
    summary: "a document that calls itself a work instruction reads like an SOP or a policy",
    help: "Who opens a work instruction has a task at hand and looks for the next step. A process \
           over several people, or rules, do not tell that person what to do now; and who looks \
           for the process does not look among work instructions.",
    standing: Standing::Judges,
    together: None,
    example: Example {
        bad: &[(
            "work-instructions/refund.md",
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
            "work-instructions/refund.md",
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
    },
    find,
};

fn find(surroundings: &Surroundings<'_>, member: &Member) -> Vec<Fault> {
    let Some((DocumentKind::WorkInstruction, span)) = surroundings.declared_kind(member) else {
        return Vec::new();
    };
    let Some(found) = surroundings.confusable(member) else { return Vec::new() };
    let Some(confusion) = found.body.confusion_with(&[Genre::Sop, Genre::Policy]) else {
        return Vec::new();
    };
    let message = format!(
        "this work instruction reads like {}, by {} points: {}",
        confusion.genre.in_words(),
        confusion.lead,
        evidence(&found.body)
    );
    let help = match confusion.genre {
        Genre::Policy => {
            "say what somebody does, step by step, and leave the rules to a policy; or make this \
             document a policy"
        }
        _ => {
            "keep the steps of one person and one task, and leave who does what when to the SOP that \
             this implements; or make this document an SOP"
        }
    };
    vec![Fault::at(span, message).about(confusion.genre.as_str()).help(help)]
}
