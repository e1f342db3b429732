//! `policy-without-procedure`: a policy that nobody carries out.

use super::{is_in_use, subject_place};
use crate::answers::check::rules::{Example, Fault, Rule, Standing};
use crate::answers::check::surroundings::Surroundings;
use crate::document::lifecycle::DocumentKind;
use crate::library::Member;
use crate::report::Severity;

pub(super) const RULE: Rule = Rule {
    id: "policy-without-procedure",
    severity: Severity::Suggestion,
    summary: "nothing implements a policy",
    help: "A policy says what must be. Where no procedure says who sees to it, it stays on paper. \
           Judged only in a library in which documents implement others.",
    standing: Standing::Judges,
    together: None,
    example: Example {
        bad: &[
            ("policies/cash.md", CASH),
            ("policies/refunds.md", REFUNDS),
            ("sops/till.md", TILL),
        ],
        good: &[("policies/cash.md", CASH), ("sops/till.md", TILL)],
    },
    find,
};

const CASH: &str = "\
# Cash

Cash must be counted by two people.
";

const REFUNDS: &str = "\
# Refunds

A refund over 500 EUR must be approved by the finance manager.
";

const TILL: &str = "\
+++
id = \"SOP-003\"
title = \"Close the till\"
type = \"sop\"
status = \"draft\"
owner = \"@shop\"
implements = [\"POL-001\"]
+++

# Close the till
";

fn find(surroundings: &Surroundings<'_>, member: &Member) -> Vec<Fault> {
    if !is_in_use(surroundings, member, DocumentKind::Policy)
        || !member.document.fields().standalone.is_missing()
        || !surroundings.implementers_of(member).is_empty()
    {
        return Vec::new();
    }
    let message = "no document implements this policy";
    let help = format!(
        "name it in the procedure that carries it out: implements = [{:?}]; or say in `standalone` \
         why it needs none",
        member.name()
    );
    vec![Fault::at(subject_place(member), message).about("implements").help(help)]
}
