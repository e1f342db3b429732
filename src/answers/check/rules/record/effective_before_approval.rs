//! `effective-before-approval`: a document that bound before anybody had approved it.

use crate::answers::check::rules::{Example, Fault, Rule, Standing};
use crate::answers::check::surroundings::Surroundings;
use crate::document::field::{Field, FieldName};
use crate::document::lifecycle::Status;
use crate::library::Member;
use crate::report::Severity;

pub(super) const RULE: Rule = Rule {
    id: "effective-before-approval",
    severity: Severity::Error,
    summary: "a document is effective from a day before its approval",
    help: "Between the two days people followed a text that nobody had approved, or one of the \
           dates is wrong: the record contradicts itself.",
    standing: Standing::Judges,
    together: None,
    example: Example { bad: &[("sops/till.md", BAD)], good: &[("sops/till.md", GOOD)] },
    find,
};

const BAD: &str = "\
+++
id = \"SOP-001\"
title = \"Close the till\"
type = \"sop\"
version = \"1.0\"
status = \"effective\"
owner = \"@shop\"
approved_by = [\"@lead\"]
approved_on = 2026-02-10
effective_date = 2026-01-15
+++

# Close the till
";

const GOOD: &str = "\
+++
id = \"SOP-001\"
title = \"Close the till\"
type = \"sop\"
version = \"1.0\"
status = \"effective\"
owner = \"@shop\"
approved_by = [\"@lead\"]
approved_on = 2026-02-10
effective_date = 2026-02-15
+++

# Close the till
";

fn find(surroundings: &Surroundings<'_>, member: &Member) -> Vec<Fault> {
    let fields = member.document.fields();
    let (Field::Given(effective), Field::Given(approved)) =
        (&fields.effective_date, &fields.approved_on)
    else {
        return Vec::new();
    };
    // In a draft the date of the version before may still stand.
    let is_approved = fields.status.copied().is_some_and(Status::is_approved);
    if !is_approved || approved.value <= effective.value {
        return Vec::new();
    }
    let message =
        format!("effective from {}, and approved only on {}", effective.value, approved.value);
    let help = format!(
        "`{}` is the day from which this version holds: {} or later",
        surroundings.key_of(member, FieldName::EffectiveDate),
        approved.value
    );
    vec![Fault::at(effective.span, message).about("effective_date").help(help)]
}
