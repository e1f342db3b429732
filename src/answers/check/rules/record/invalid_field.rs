//! `invalid-field`: a field whose value is not what it should be.

use crate::answers::check::rules::{Example, Fault, Rule, Standing};
use crate::answers::check::surroundings::Surroundings;
use crate::document::field::FieldName;
use crate::document::lifecycle::{ReviewOutcome, Status};
use crate::library::Member;
use crate::report::Severity;
use crate::source::Span;
use crate::text::nearest;

pub(super) const RULE: Rule = Rule {
    id: "invalid-field",
    severity: Severity::Error,
    summary: "the value of a field cannot be what it should be",
    help: "A date, a status or an interval that cannot be read is as good as none: what rests on it \
           cannot be judged.",
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
status = \"active\"
owner = \"@shop\"
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
status = \"draft\"
owner = \"@shop\"
+++

# Close the till
",
        )],
    },
    find,
};

fn find(surroundings: &Surroundings<'_>, member: &Member) -> Vec<Fault> {
    let fields = member.document.fields();
    let invalid = fields.faults().map(|(field, at, why)| {
        let fault = Fault::at(at, format!("`{}`: {why}", surroundings.key_of(member, field)))
            .about(field.as_str());
        match help_for(field, written(member, at)) {
            Some(help) => fault.help(help),
            None => fault,
        }
    });
    let loose = fields.remarks.iter().map(|remark| {
        let key = surroundings.key_of(member, remark.field);
        Fault::at(remark.span, format!("`{key}`: {}", remark.what))
            .about(remark.field.as_str())
            .counts_as(Severity::Suggestion)
    });
    invalid.chain(loose).collect()
}

fn written(member: &Member, at: Span) -> &str {
    member.document.text().get(at.start..at.end).unwrap_or_default().trim_matches(['"', '\''])
}

/// The word that was probably meant.
fn help_for(field: FieldName, written: &str) -> Option<String> {
    let meant = match field {
        FieldName::Status => nearest(written, Status::ALL.map(Status::as_str)),
        FieldName::ReviewOutcome => nearest(written, ReviewOutcome::ALL.map(ReviewOutcome::as_str)),
        _ => None,
    };
    meant.map(|meant| format!("did you mean `{meant}`?"))
}
