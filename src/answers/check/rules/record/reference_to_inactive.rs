//! `reference-to-inactive`: a document that rests on one that is not in force.

use crate::answers::check::rules::{Example, Fault, Rule, Standing};
use crate::answers::check::surroundings::Surroundings;
use crate::document::lifecycle::Status;
use crate::library::{Member, Relation};
use crate::report::Severity;

use super::key_of;

pub(super) const RULE: Rule = Rule {
    id: "reference-to-inactive",
    severity: Severity::Warning,
    summary: "a document names one that is retired, superseded or still a draft",
    help: "Readers follow a reference and act by what they find. What is out of use, or not yet in \
           use, is nothing to act by.",
    standing: Standing::Judges,
    together: None,
    example: Example {
        bad: &[("sops/till.md", RETIRED), ("work-instructions/count.md", COUNT)],
        good: &[("sops/till.md", EFFECTIVE), ("work-instructions/count.md", COUNT)],
    },
    find,
};

const RETIRED: &str = "\
+++
id = \"SOP-001\"
title = \"Close the till\"
type = \"sop\"
version = \"1.0\"
status = \"retired\"
owner = \"@shop\"
+++

# Close the till
";

const EFFECTIVE: &str = "\
# Close the till

1. The cashier counts the cash and tells the shift lead.
";

const COUNT: &str = "\
+++
id = \"WI-002\"
title = \"Count the cash\"
type = \"work-instruction\"
status = \"draft\"
owner = \"@shop\"
implements = [\"SOP-001\"]
+++

# Count the cash
";

fn find(surroundings: &Surroundings<'_>, member: &Member) -> Vec<Fault> {
    if member.is_over() {
        return Vec::new();
    }
    let is_in_use = member.document.fields().status.copied().is_some_and(Status::is_approved);
    let references = member.references().into_iter();
    let mut faults: Vec<Fault> = references
        .filter_map(|(relation, reference)| {
            let severity = match relation {
                Relation::Implements | Relation::TranslationOf => Severity::Warning,
                Relation::Related => Severity::Suggestion,
                // What is replaced is out of use by right.
                _ => return None,
            };
            let other = surroundings.library.follow(&reference.value).member()?;
            let fields = other.document.fields();
            let status = fields.status.copied()?;
            let is_inactive = match status {
                Status::Retired | Status::Superseded => true,
                // What is written together becomes effective together.
                Status::Draft | Status::InReview => is_in_use,
                Status::Approved | Status::Effective => false,
            };
            if !is_inactive {
                return None;
            }
            let key = key_of(surroundings, member, relation);
            let message = format!("`{key}` names {}, which is {}", other.name(), in_words(status));
            let help = if status.is_over() {
                instead(other, "the entry")
            } else {
                format!("bring {} into force first, or take the entry out", other.name())
            };
            let fault = Fault::at(reference.span, message).about(other.name());
            Some(fault.help(help).counts_as(severity))
        })
        .collect();
    faults.extend(in_steps(surroundings, member));
    faults
}

/// The steps that send readers to what is out of use. What the fields name as well is told of
/// there, or is out of use by right.
fn in_steps<'a>(
    surroundings: &'a Surroundings<'_>,
    member: &'a Member,
) -> impl Iterator<Item = Fault> {
    let in_fields: Vec<&str> = member
        .references()
        .into_iter()
        .filter_map(|(_, reference)| surroundings.library.follow(&reference.value).member())
        .map(Member::name)
        .collect();
    let named = surroundings.library.named_in_steps(member).into_iter();
    named.filter_map(move |(other, mention)| {
        let status = other.document.fields().status.copied().filter(|status| status.is_over())?;
        if in_fields.contains(&other.name()) {
            return None;
        }
        let message = format!("a step names {}, which is {}", other.name(), in_words(status));
        let fault = Fault::in_body(member, mention.span, message).about(other.name());
        Some(fault.help(instead(other, "it")))
    })
}

/// What to do about a document that is out of use and named by `place`.
fn instead(other: &Member, place: &str) -> String {
    let successors: Vec<&str> = other
        .document
        .fields()
        .superseded_by
        .items()
        .iter()
        .map(|successor| successor.value.document.as_str())
        .collect();
    match successors.as_slice() {
        [] => format!("name what replaces {}, or take {place} out", other.name()),
        successors => format!("name {} instead", successors.join(" or ")),
    }
}

const fn in_words(status: Status) -> &'static str {
    match status {
        Status::Draft => "a draft",
        Status::InReview => "still in review",
        _ => status.as_str(),
    }
}
