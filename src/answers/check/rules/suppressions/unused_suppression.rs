//! `unused-suppression`: a suppression that does not count, or that leaves nothing out.

use crate::answers::check::fixing::Fix;
use crate::answers::check::rules::{Example, Fault, Rule, Standing, rules};
use crate::answers::check::suppression::{Flaw, flaws};
use crate::answers::check::surroundings::Surroundings;
use crate::data::splice::Patch;
use crate::library::Member;
use crate::report::Severity;
use crate::source::Span;
use crate::text::nearest;

pub(super) const RULE: Rule = Rule {
    id: "unused-suppression",
    severity: Severity::Warning,
    summary: "a suppression leaves nothing out, or does not count",
    help: "Whoever reads a suppression believes that there is something to excuse. One that is not \
           needed any more hides the next fault of its kind, and one without a reason cannot be \
           judged by anybody.",
    standing: Standing::Judges,
    together: None,
    example: Example {
        bad: &[(
            "sops/till.md",
            "\
<!-- sopctl-ignore: sop-is-work-instruction the shop has no other procedure -->
# Close the till

## Purpose

This process covers the till of each shop.
",
        )],
        good: &[(
            "sops/refund.md",
            "\
<!-- sopctl-ignore: sop-is-work-instruction one person does all of it until the shop grows -->
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

/// A suppression that leaves nothing out.
#[derive(Debug, Clone, Copy)]
pub(in crate::answers::check) enum Idle {
    /// A rule that a comment names.
    Comment {
        /// Which.
        rule: &'static Rule,
        /// Where its name stands in the document.
        at: Span,
        /// What has to go so that the comment is gone; `None` where it names other rules too.
        whole: Option<Span>,
    },
    /// A rule that an entry of `[[check.ignore]]` names.
    Entry {
        /// Which.
        rule: &'static Rule,
        /// Where its name stands in the configuration.
        at: Span,
    },
    /// An entry of `[[check.ignore]]` that is about no document.
    Paths {
        /// Where it stands in the configuration.
        at: Span,
    },
}

/// What can be told by the comment alone.
fn find(_: &Surroundings<'_>, member: &Member) -> Vec<Fault> {
    flaws(member)
        .into_iter()
        .map(|flaw| match flaw {
            Flaw::NamesNothing { at } => Fault::at(at, "this suppression names no rule")
                .about("nothing")
                .help("write `<!-- sopctl-ignore: RULE the reason -->`"),
            Flaw::Unknown { name, at } if rules().any(|rule| rule.id == name) => {
                Fault::at(at, format!("a comment cannot leave `{name}` out"))
                    .about(name)
                    .help("remove it; `[[check.ignore]]` in sopctl.toml can")
            }
            Flaw::Unknown { name, at } => {
                let meant = nearest(&name, rules().map(|rule| rule.id));
                let help = match meant {
                    Some(meant) => format!("did you mean `{meant}`?"),
                    None => "`sopctl explain` lists the rules".to_owned(),
                };
                Fault::at(at, format!("there is no rule `{name}`")).about(name).help(help)
            }
            Flaw::NoReason { rule, at } => {
                Fault::at(at, "this suppression gives no reason, so that it does not count")
                    .about(format!("{rule} without a reason"))
                    .help("say behind the rule why the document may stay as it is")
            }
            Flaw::NoBlock { rule, at } => {
                Fault::at(at, "no block follows that this suppression could be about")
                    .about(format!("{rule} without a block"))
                    .help("put it above a block, or above the title for the whole document")
            }
        })
        .collect()
}

/// What takes the findings of every rule to tell.
pub(super) fn idle(idle: &Idle) -> Fault {
    match *idle {
        Idle::Comment { rule, at, whole } => {
            let message = format!("`{}` finds nothing here that could be left out", rule.id);
            let fault = Fault::at(at, message).about(rule.id);
            match whole {
                Some(span) => {
                    let patch = Patch { span, text: String::new() };
                    let fix = Fix::text("remove the comment", vec![patch]);
                    fault.help("remove the comment").fix(fix)
                }
                None => fault.help("remove the rule from the comment"),
            }
        }
        Idle::Entry { rule, at } => {
            let message =
                format!("`{}` finds nothing in the documents that `paths` selects", rule.id);
            Fault::at(at, message).about(rule.id).help("remove the rule from this entry")
        }
        Idle::Paths { at } => Fault::at(at, "`paths` selects no document")
            .about("paths")
            .help("mend the globs, which begin at the folder of sopctl.toml, or remove the entry"),
    }
}
