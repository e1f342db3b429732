//! `sop-is-work-instruction`: an SOP that tells one person how to do one task.

use super::evidence;
use crate::answers::check::rules::{Example, Fault, Rule, Standing};
use crate::answers::check::surroundings::Surroundings;
use crate::document::lifecycle::DocumentKind;
use crate::document::outline::{Outline, Procedure, content};
use crate::genre::{CLEAR, Genre, LooksLike, Signal};
use crate::language::Language;
use crate::library::Member;
use crate::report::Severity;
use crate::text::heading_anchor;

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
    let help = help(member, surroundings.language(member));
    vec![fault.help(help).counts_as(severity)]
}

fn is_long_and_clicked(found: &LooksLike) -> bool {
    let amount = |signal| found.measures.amount(signal);
    let is_used =
        |signal: Signal| signal.thresholds().first().is_some_and(|least| amount(signal) >= *least);
    amount(Signal::Steps) >= MANY_STEPS
        && (is_used(Signal::InterfaceWords) || is_used(Signal::Commands))
}

/// Names the steps that belong into a work instruction, and how to move them: the longest run
/// of orders in one procedure.
fn help(member: &Member, language: Option<&Language>) -> String {
    let document = &member.document;
    let outline = document.outline();
    let line = |unit: usize| document.line_in_body(outline.units[unit].span.start);
    let procedures = outline.procedures();
    let run = language.and_then(|language| {
        let runs = procedures.iter().flat_map(|procedure| {
            orders(outline, procedure, language).map(move |run| (procedure, run))
        });
        runs.max_by_key(|(_, run)| run.len())
    });
    let (which, how) = match run {
        None => ("what one person does".to_owned(), String::new()),
        Some((_, [(only, _)])) => (format!("the step on line {}", line(*only)), String::new()),
        Some((procedure, run)) => {
            let (first, last) = (run[0], run[run.len() - 1]);
            let which =
                format!("the {} steps on lines {} to {}", run.len(), line(first.0), line(last.0));
            let stage = procedure
                .section
                .filter(|_| procedures.len() > 1)
                .map(|section| format!("#{}", heading_anchor(&outline.sections[section].title)));
            let how = document.fields().id.value().map(|id| {
                let stage = stage.unwrap_or_default();
                format!(" (`sopctl extract {id}{stage} {}-{}`)", first.1, last.1)
            });
            (which, how.unwrap_or_default())
        }
    };
    format!(
        "move {which} into a work instruction that implements this SOP{how}, and keep here who does \
         what, when, and what it leads to; or make this document a work instruction"
    )
}

/// The runs of steps of a procedure that are orders and numbered one by one.
fn orders<'p>(
    outline: &'p Outline,
    procedure: &'p Procedure,
    language: &'p Language,
) -> impl Iterator<Item = &'p [(usize, u64)]> {
    // Headings and rows of tables are not moved.
    let is_order = |unit: usize| {
        let unit = &outline.units[unit];
        !outline.is_heading(unit) && !unit.text.contains(" | ") && content::is_order(unit, language)
    };
    let runs =
        procedure.steps.chunk_by(move |a, b| is_order(a.0) == is_order(b.0) && b.1 == a.1 + 1);
    runs.filter(move |run| run.first().is_some_and(|(unit, _)| is_order(*unit)))
}
