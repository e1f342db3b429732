//! `effective-without-approval`: a document in force that nobody, or not everybody, approved.

use crate::answers::check::rules::{Example, Fault, Rule, Standing};
use crate::answers::check::surroundings::Surroundings;
use crate::config::Config;
use crate::document::field::FieldName;
use crate::document::front_matter::FieldState;
use crate::document::lifecycle::Status;
use crate::library::Member;
use crate::ownership::People;
use crate::report::Severity;

use super::{is_asked, listed, severity_of_approvals};

pub(super) const RULE: Rule = Rule {
    id: "effective-without-approval",
    severity: Severity::Warning,
    summary: "a document in force does not say who approved it and when",
    help: "Who is told to follow a document may ask who decided that. Without a name and a day \
           there is no answer. Under the rule set `regulated` it is an error.",
    standing: Standing::Judges,
    together: None,
    example: Example {
        bad: &[(
            "sops/till.md",
            "\
+++
id = \"SOP-001\"
title = \"Close the till\"
type = \"sop\"
version = \"1.0\"
status = \"effective\"
owner = \"@shop\"
effective_date = 2026-01-15
+++

# Close the till
",
        )],
        good: &[(
            "sops/till.md",
            "\
+++
id = \"SOP-001\"
title = \"Close the till\"
type = \"sop\"
version = \"1.0\"
status = \"effective\"
owner = \"@shop\"
approved_by = [\"@lead\"]
approved_on = 2026-01-10
effective_date = 2026-01-15
+++

# Close the till
",
        )],
    },
    find,
};

/// What an approval is recorded in.
pub(super) const FIELDS: [FieldName; 2] = [FieldName::ApprovedBy, FieldName::ApprovedOn];

fn find(surroundings: &Surroundings<'_>, member: &Member) -> Vec<Fault> {
    let fields = member.document.fields();
    let status = fields.status.copied();
    if status != Some(Status::Effective) || !is_asked(surroundings, member) {
        return Vec::new();
    }
    let required: Vec<FieldName> = surroundings.library.profile.required(status).collect();
    let missing: Vec<FieldName> = FIELDS
        .into_iter()
        .filter(|field| required.contains(field) && fields.state(*field) == FieldState::Missing)
        .collect();
    let (message, help) = if missing.is_empty() {
        let default = Config::default();
        let people = People::of(surroundings.config.unwrap_or(&default));
        let approved_by = fields.approved_by.texts();
        let mut lacking = fields.approvers.texts();
        lacking.retain(|approver| !people.are_among(approver, &approved_by));
        if lacking.is_empty() || approved_by.is_empty() {
            return Vec::new();
        }
        let message = format!("in force without the approval of {}, who must", lacking.join(", "));
        (message, "let them approve it and add them to `approved_by`, or mend `approvers`")
    } else {
        let keys = missing.iter().map(|field| surroundings.key_of(member, *field));
        let message = format!("in force without a recorded approval: {}", listed(keys));
        (message, "say who approved it and on which day; until then its status is `in-review`")
    };
    let Some(span) = fields.status.span() else { return Vec::new() };
    let fault = Fault::at(span, message).about("approval").help(help);
    vec![fault.counts_as(severity_of_approvals(surroundings))]
}
