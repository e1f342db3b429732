//! `duplicate-id`: a document number that more than one document has.

use crate::answers::check::rules::{Example, Fault, Rule, Standing};
use crate::answers::check::surroundings::Surroundings;
use crate::document::field::Field;
use crate::library::{Collision, Holder, Member};
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

/// More places than this are counted only.
const MOST_NAMED: usize = 3;

const HELP: &str =
    "a number stays with its first document for ever; give the later one the next free";

fn find(surroundings: &Surroundings<'_>, member: &Member) -> Vec<Fault> {
    let Field::Given(id) = &member.document.fields().id else { return Vec::new() };
    let holders = surroundings.holders_of(id.value.as_str());
    let here = holders.iter().filter(|path| **path != member.path.as_str());
    let mut others: Vec<String> = here.map(|path| (*path).to_owned()).collect();
    if let Some(collision) = surroundings.collision_of(id.value.as_str()) {
        let elsewhere = collision.holders.iter().filter(|holder| !holder.branches.is_empty());
        others.extend(elsewhere.map(place));
    }
    if others.is_empty() {
        return Vec::new();
    }
    let message = format!("the number {} is also that of {}", id.value, named(&others));
    vec![Fault::at(id.span, message).about(id.value.as_str()).help(HELP)]
}

/// What is said of a number that several documents have on other branches.
pub(super) fn elsewhere(collision: &Collision) -> Fault {
    let places: Vec<String> = collision.holders.iter().map(place).collect();
    let id = collision.id.as_str();
    let message = format!("several documents have the number {id}: {}", named(&places));
    Fault::nowhere(message).about(id).help(HELP)
}

/// `sops/refund.md on refunds and 2 more branches`
fn place(holder: &Holder) -> String {
    match holder.branches.as_slice() {
        [] => holder.path.to_string(),
        [only] => format!("{} on {only}", holder.path),
        [first, _] => format!("{} on {first} and 1 more branch", holder.path),
        [first, more @ ..] => {
            format!("{} on {first} and {} more branches", holder.path, more.len())
        }
    }
}

fn named(places: &[String]) -> String {
    let named = places.iter().take(MOST_NAMED).map(String::as_str).collect::<Vec<_>>().join(", ");
    match places.len().saturating_sub(MOST_NAMED) {
        0 => named,
        more => format!("{named} and {more} more"),
    }
}
