//! `change-reason-unchanged`: a new version that gives the reason of the one before.

use std::cmp::Ordering;

use crate::answers::check::rules::{Example, Fault, Rule, Standing};
use crate::answers::check::surroundings::Surroundings;
use crate::document::field::{Field, FieldName};
use crate::library::Member;
use crate::report::Severity;

pub(super) const RULE: Rule = Rule {
    id: "change-reason-unchanged",
    severity: Severity::Warning,
    summary: "the version was raised, and the reason for the change is still the old one",
    help: "The reason is read with the version: in the changelog, by auditors, by those who must \
           be trained. That of the version before tells them something untrue. Only work is \
           judged, with `--since`: one text alone does not say what it was.",
    standing: Standing::Judges,
    together: None,
    example: Example {
        bad: &[("before: sops/till.md", FORMER), ("sops/till.md", TILL)],
        good: &[("before: sops/till.md", FORMER), ("sops/till.md", MENDED)],
    },
    find,
};

const FORMER: &str = "\
+++
id = \"SOP-001\"
title = \"Close the till\"
type = \"sop\"
version = \"1.0\"
status = \"draft\"
owner = \"@shop\"
change_reason = \"First version\"
+++

# Close the till
";

const TILL: &str = "\
+++
id = \"SOP-001\"
title = \"Close the till\"
type = \"sop\"
version = \"1.1\"
status = \"draft\"
owner = \"@shop\"
change_reason = \"First version\"
+++

# Close the till
";

const MENDED: &str = "\
+++
id = \"SOP-001\"
title = \"Close the till\"
type = \"sop\"
version = \"1.1\"
status = \"draft\"
owner = \"@shop\"
change_reason = \"The till is counted an hour earlier\"
+++

# Close the till
";

fn find(surroundings: &Surroundings<'_>, member: &Member) -> Vec<Fault> {
    let Some(former) = surroundings.former(member) else { return Vec::new() };
    let (old, new) = (former.document.fields(), member.document.fields());
    let (Some(before), Some(after)) = (old.version.value(), new.version.value()) else {
        return Vec::new();
    };
    let Field::Given(reason) = &new.change_reason else { return Vec::new() };
    let scheme = surroundings.config.map(|config| config.versions).unwrap_or_default();
    let is_raised = match scheme.order(before, after) {
        Some(order) => order == Ordering::Less,
        None => before != after,
    };
    if !is_raised || old.change_reason.value() != Some(&reason.value) {
        return Vec::new();
    }
    let message = format!(
        "version {after} has the `{}` of version {before}",
        surroundings.key_of(member, FieldName::ChangeReason)
    );
    let help = "say in one sentence why this version exists";
    vec![Fault::at(reason.span, message).about("change_reason").help(help)]
}
