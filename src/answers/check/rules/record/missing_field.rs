//! `missing-field`: a field that a document of this status must have.

use crate::answers::check::fixing::Fix;
use crate::answers::check::rules::{Example, Fault, Rule, Standing};
use crate::answers::check::surroundings::Surroundings;
use crate::document::field::FieldName;
use crate::document::front_matter::{FieldEdit, FieldState, unknown_keys};
use crate::document::lifecycle::Status;
use crate::library::Member;
use crate::report::Severity;
use crate::source::Span;

use super::{effective_without_approval, is_asked, listed};

pub(super) const RULE: Rule = Rule {
    id: "missing-field",
    severity: Severity::Error,
    summary: "a field is missing that documents of this status must have",
    help: "Readers and auditors ask of every document who owns it and what it is; of one in force also \
           who approved it, when, and from when on it binds.",
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
status = \"draft\"
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

/// What stands for an owner until there is one.
const OWNER_TO_FIND: &str = "TODO: who owns it?";

fn find(surroundings: &Surroundings<'_>, member: &Member) -> Vec<Fault> {
    if !is_asked(surroundings, member) {
        return Vec::new();
    }
    let fields = member.document.fields();
    let status = fields.status.copied();
    let missing: Vec<FieldName> = surroundings
        .library
        .profile
        .required(status)
        .filter(|field| fields.state(*field) == FieldState::Missing)
        // Of a document in force another rule tells that nobody approved it.
        .filter(|field| {
            status != Some(Status::Effective) || !effective_without_approval::FIELDS.contains(field)
        })
        .collect();
    if missing.is_empty() {
        return Vec::new();
    }
    let what = listed(missing.iter().map(|field| surroundings.key_of(member, *field)));
    // Who fills in one of several fields has not made a new fault; who takes the document a
    // step further, so that more is asked of it, has.
    let subject = status.map_or("fields", Status::as_str);
    let fault = Fault::at(place(surroundings, member), what).about(subject);
    let only_for_status = |field: &FieldName| {
        !surroundings.library.profile.required(None).any(|always| always == *field)
    };
    let fault = match status {
        Some(status) if missing.iter().all(only_for_status) => fault.help(help_for(status)),
        _ => fault,
    };
    vec![match fix(surroundings, member, &missing) {
        Some(fix) => fault.fix(fix),
        None => fault,
    }]
}

/// Fills in what the document says elsewhere, and where an owner belongs, who has to be found:
/// a slot, so that the rule `placeholder` goes on asking. Numbers, states and approvals are
/// never made up.
fn fix(surroundings: &Surroundings<'_>, member: &Member, missing: &[FieldName]) -> Option<Fix> {
    let front_matter = surroundings.front_matter(member)?;
    surroundings.language(member)?;
    let unknown = unknown_keys(front_matter, &surroundings.library.profile);
    // A slip in a key is there already, and has to be mended where it is.
    let is_meant = |field: &FieldName| {
        unknown.iter().any(|u| u.meant.as_deref() == Some(surroundings.key_of(member, *field)))
    };
    let edits: Vec<FieldEdit> = missing
        .iter()
        .filter(|field| !is_meant(field))
        .filter_map(|field| match field {
            FieldName::Title => {
                let heading = member.document.title_heading()?;
                Some(FieldEdit::set(*field, heading.text.as_str()))
            }
            FieldName::Owner => Some(FieldEdit::set(*field, OWNER_TO_FIND)),
            _ => None,
        })
        .collect();
    let keys: Vec<String> =
        edits.iter().map(|e| format!("`{}`", surroundings.key_of(member, e.field))).collect();
    (!edits.is_empty()).then(|| Fix::fields(format!("add {}", keys.join(" and ")), edits))
}

fn help_for(status: Status) -> &'static str {
    match status {
        Status::Effective => {
            "a document in force says which version it is and from when on it binds; \
             until then its status is `draft`, `in-review` or `approved`"
        }
        _ => "an approved document says which version was approved, by whom and when",
    }
}

/// The first line of the file: the opening fence, or where it should be.
fn place(surroundings: &Surroundings<'_>, member: &Member) -> Span {
    let text = member.document.text();
    let line_end = text.find(['\n', '\r']).unwrap_or(text.len());
    let start = text.len() - text.trim_start_matches('\u{feff}').len();
    match surroundings.front_matter(member) {
        Some(_) => Span::new(start, line_end.max(start)),
        None => Span::new(start, start),
    }
}
