//! `how-to-without-steps`: a document that promises steps and has none.

use crate::answers::check::rules::{Example, Fault, Rule, Standing};
use crate::answers::check::surroundings::Surroundings;
use crate::document::lifecycle::DocumentKind;
use crate::language::Language;
use crate::library::Member;
use crate::report::Severity;
use crate::source::Span;
use crate::text::plain_words;

pub(super) const RULE: Rule = Rule {
    id: "how-to-without-steps",
    severity: Severity::Warning,
    summary: "title or type promise steps, and there are none",
    help: "Who opens a how-to wants to act. Of 70 public how-tos and runbooks, 19 had no step that \
           could be followed.",
    standing: Standing::Judges,
    together: None,
    example: Example {
        bad: &[(
            "work-instructions/refund.md",
            "\
# Refund a payment

Refunds are made in the payment system. It is important that the amount is right and that the customer is told when the money will arrive.
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
    // Where nobody can tell steps from other lists, none may be said to be missing.
    if surroundings.confusable(member).is_none() || member.is_over() {
        return Vec::new();
    }
    let Some((span, promised)) = promise(surroundings, member) else { return Vec::new() };
    if member.document.outline().top_level_steps().next().is_some() {
        return Vec::new();
    }
    let help = "write the steps as a numbered list, one action each; or give it a title and a type that \
                promise none";
    vec![Fault::at(span, format!("{promised}, and there are none")).about("steps").help(help)]
}

/// What promises steps, and where: the type, and otherwise the title.
fn promise(surroundings: &Surroundings<'_>, member: &Member) -> Option<(Span, &'static str)> {
    match surroundings.declared_kind(member) {
        Some((DocumentKind::WorkInstruction, span)) => {
            Some((span, "a work instruction promises steps"))
        }
        Some((DocumentKind::Policy | DocumentKind::Sop, _)) => None,
        None => {
            let document = &member.document;
            let title = document.title()?;
            let words: Vec<String> = plain_words(&title).map(String::from).collect();
            let words: Vec<&str> = words.iter().map(String::as_str).collect();
            let kind = Language::english().type_named(&words).and_then(DocumentKind::named);
            let start = document.body_start();
            (kind == Some(DocumentKind::WorkInstruction))
                .then_some((Span::new(start, start), "the title promises steps"))
        }
    }
}
