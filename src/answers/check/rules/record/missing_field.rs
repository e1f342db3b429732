//! `missing-field`: a field that a document of this status must have.

use crate::answers::check::rules::{Example, Fault, Rule, Standing};
use crate::answers::check::surroundings::Surroundings;
use crate::document::field::FieldName;
use crate::document::front_matter::{FieldState, Split};
use crate::document::lifecycle::Status;
use crate::library::Member;
use crate::report::Severity;
use crate::source::Span;

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
        .collect();
    let keys: Vec<String> =
        missing.iter().map(|field| format!("`{}`", surroundings.key_of(member, *field))).collect();
    let what = match keys.as_slice() {
        [] => return Vec::new(),
        [only] => format!("{only} is missing"),
        [firsts @ .., last] => {
            format!("{} fields are missing: {} and {last}", keys.len(), firsts.join(", "))
        }
    };
    // Who fills in one of several fields has not made a new fault; who takes the document a
    // step further, so that more is asked of it, has.
    let subject = status.map_or("fields", Status::as_str);
    let fault = Fault::at(place(surroundings, member), what).about(subject);
    let only_for_status = |field: &FieldName| {
        !surroundings.library.profile.required(None).any(|always| always == *field)
    };
    vec![match status {
        Some(status) if missing.iter().all(only_for_status) => fault.help(help_for(status)),
        _ => fault,
    }]
}

/// Whether anything is required of the document. What cannot be read has another
/// finding, and may hold what seems to be missing. Who never configured sopctl has
/// not agreed to its fields: there, only a document that carries its own number or
/// review fields is asked for the rest.
fn is_asked(surroundings: &Surroundings<'_>, member: &Member) -> bool {
    let profile = &surroundings.library.profile;
    let readable = match member.document.split() {
        Split::Unclosed { .. } | Split::Misplaced { .. } => false,
        Split::Headless(_) => profile.headless,
        Split::Found(found) => found.problems.iter().all(|problem| problem.key.is_some()),
        Split::None { .. } => true,
    };
    if !readable || surroundings.config.is_some() {
        return readable;
    }
    let fields = member.document.fields();
    let speaks = [FieldName::Id, FieldName::LastReviewed, FieldName::ReviewInterval]
        .into_iter()
        .any(|field| matches!(fields.state(field), FieldState::Given(_)));
    surroundings.front_matter(member).is_some() && (profile.name != "sopctl" || speaks)
}

fn help_for(status: Status) -> &'static str {
    match status {
        Status::Effective => {
            "a document in force says who approved it, when, and from when on it binds; \
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
