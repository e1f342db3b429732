//! `invalid-field`: a field whose value is not what it should be.

use crate::answers::check::fixing::Fix;
use crate::answers::check::rules::{Example, Fault, Rule, Standing};
use crate::answers::check::surroundings::Surroundings;
use crate::calendar::Date;
use crate::document::field::{Field, FieldName};
use crate::document::fingerprint::Fingerprint;
use crate::document::front_matter::{FieldEdit, Fields, NewValue, Remark};
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
        let fault = Fault::at(remark.span, format!("`{key}`: {}", remark.what))
            .about(remark.field.as_str())
            .counts_as(Severity::Suggestion);
        match rewritten(fields, remark) {
            Some(edit) => fault.fix(Fix::fields(remark.what.as_str(), vec![edit])),
            None => fault,
        }
    });
    let fingerprints = [
        (FieldName::ApprovedText, &fields.approved_text),
        (FieldName::ReviewedText, &fields.reviewed_text),
    ];
    let unlike = fingerprints.into_iter().filter_map(|(field, value)| match value {
        Field::Given(given) if !is_fingerprint(&given.value) => {
            let key = surroundings.key_of(member, field);
            let fault = Fault::at(given.span, format!("`{key}`: this is no fingerprint of a text"));
            let help = "a fingerprint is 1: and 32 hexadecimal digits, as `sopctl show` tells it; \
                        `promote` and `review` write it";
            Some(fault.about(field.as_str()).help(help))
        }
        _ => None,
    });
    invalid.chain(loose).chain(unlike).collect()
}

/// Whether a text is a fingerprint, or one of a form that came later than the first.
fn is_fingerprint(text: &str) -> bool {
    let form = text.split_once(':').map_or("", |(form, _)| form.trim());
    let is_later = form != "1" && !form.is_empty() && form.bytes().all(|b| b.is_ascii_digit());
    is_later || Fingerprint::read(text).is_some()
}

/// The field with the value that it is understood to have. Where it leads to several values,
/// only the one that counts is known.
fn rewritten(fields: &Fields, remark: &Remark) -> Option<FieldEdit> {
    let date = |date: &Field<Date>| date.copied().map(NewValue::Date);
    let (span, value) = match remark.field {
        FieldName::ApprovedOn => (fields.approved_on.span(), date(&fields.approved_on)),
        FieldName::EffectiveDate => (fields.effective_date.span(), date(&fields.effective_date)),
        FieldName::LastReviewed => (fields.last_reviewed.span(), date(&fields.last_reviewed)),
        FieldName::NextReview => (fields.next_review.span(), date(&fields.next_review)),
        FieldName::Status => {
            let status = fields.status.copied().map(Status::as_str);
            (fields.status.span(), status.map(NewValue::from))
        }
        FieldName::ReviewOutcome => {
            let outcome = fields.review_outcome.copied().map(ReviewOutcome::as_str);
            (fields.review_outcome.span(), outcome.map(NewValue::from))
        }
        _ => return None,
    };
    let value = value.filter(|_| span == Some(remark.span))?;
    Some(FieldEdit::set(remark.field, value))
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
