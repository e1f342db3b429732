//! `unknown-field`: a key that looks like a slip of one that sopctl reads.

use crate::answers::check::rules::{Example, Fault, Rule, Standing};
use crate::answers::check::surroundings::Surroundings;
use crate::document::front_matter::unknown_keys;
use crate::library::Member;
use crate::report::Severity;

pub(super) const RULE: Rule = Rule {
    id: "unknown-field",
    severity: Severity::Warning,
    summary: "a key is unknown and looks like a slip of a known one",
    help: "A mistyped key is silently no field at all, so that what it was to say is missing.",
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
owner = \"@shop\"
review_intervall = \"6 months\"
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
review_interval = \"6 months\"
+++

# Close the till
",
        )],
    },
    find,
};

fn find(surroundings: &Surroundings<'_>, member: &Member) -> Vec<Fault> {
    let Some(front_matter) = surroundings.front_matter(member) else { return Vec::new() };
    unknown_keys(front_matter, &surroundings.library.profile)
        .into_iter()
        .filter_map(|unknown| {
            let meant = unknown.meant?;
            let message = format!("`{}` is not a field that is read here", unknown.key.value);
            let fault = Fault::at(unknown.key.span, message).about(unknown.key.value.as_str());
            Some(fault.help(format!("did you mean `{meant}`?")))
        })
        .collect()
}
