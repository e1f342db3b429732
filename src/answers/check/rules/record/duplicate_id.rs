//! `duplicate-id`: a document number that more than one document has.

use crate::answers::check::rules::{Example, Fault, Rule, Standing};
use crate::answers::check::surroundings::Surroundings;
use crate::document::field::Field;
use crate::library::Member;
use crate::report::Severity;

pub(super) const RULE: Rule = Rule {
    id: "duplicate-id",
    severity: Severity::Error,
    summary: "several documents have one number",
    help: "A number names one document for ever: what was signed, trained or cited under it must stay \
           findable. Two documents with one number make every reference to it ambiguous.",
    standing: Standing::Judges,
    together: None,
    example: Example {
        bad: &[
            (
                "sops/till.md",
                "\
+++
id = \"SOP-001\"
title = \"Close the till\"
type = \"sop\"
status = \"draft\"
owner = \"@shop\"
+++

# Close the till
",
            ),
            (
                "sops/refund.md",
                "\
+++
id = \"SOP-001\"
title = \"Refund a payment\"
type = \"sop\"
status = \"draft\"
owner = \"@shop\"
+++

# Refund a payment
",
            ),
        ],
        good: &[
            (
                "sops/till.md",
                "\
+++
id = \"SOP-001\"
title = \"Close the till\"
type = \"sop\"
status = \"draft\"
owner = \"@shop\"
+++

# Close the till
",
            ),
            (
                "sops/refund.md",
                "\
+++
id = \"SOP-002\"
title = \"Refund a payment\"
type = \"sop\"
status = \"draft\"
owner = \"@shop\"
+++

# Refund a payment
",
            ),
        ],
    },
    find,
};

/// More paths than this are counted only.
const MOST_NAMED: usize = 3;

fn find(surroundings: &Surroundings<'_>, member: &Member) -> Vec<Fault> {
    let Field::Given(id) = &member.document.fields().id else { return Vec::new() };
    let others: Vec<&str> = surroundings
        .holders_of(id.value.as_str())
        .iter()
        .copied()
        .filter(|path| *path != member.path.as_str())
        .collect();
    if others.is_empty() {
        return Vec::new();
    }
    let named = others.iter().take(MOST_NAMED).copied().collect::<Vec<_>>().join(", ");
    let more = match others.len().saturating_sub(MOST_NAMED) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    let message = format!("the number {} is also that of {named}{more}", id.value);
    let help = "a number stays with its first document for ever; give the later one the next free";
    vec![Fault::at(id.span, message).about(id.value.as_str()).help(help)]
}
