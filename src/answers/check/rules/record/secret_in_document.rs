//! `secret-in-document`: a key, token or password in the text.

use crate::answers::check::rules::{Example, Fault, Rule, Standing};
use crate::answers::check::surroundings::Surroundings;
use crate::library::Member;
use crate::report::Severity;
use crate::text::secrets;

pub(super) const RULE: Rule = Rule {
    id: "secret-in-document",
    severity: Severity::Error,
    summary: "a key, token or password stands in the text",
    help: "Whoever can read the document can use it, and git keeps it for ever: taking it out of \
           the text does not take it back. The finding never repeats the secret.",
    standing: Standing::Judges,
    together: None,
    example: Example {
        bad: &[(
            "work-instructions/restart.md",
            "\
# Restart the till

1. Log in to the till as `service`, password: `Kx7-plum9`.
2. Click **Restart**.
",
        )],
        good: &[(
            "work-instructions/restart.md",
            "\
# Restart the till

1. Log in to the till as `service`; the password is in the safe of the shift lead.
2. Click **Restart**.
",
        )],
    },
    find,
};

fn find(_: &Surroundings<'_>, member: &Member) -> Vec<Fault> {
    let found = secrets(member.document.text()).into_iter();
    found
        .map(|secret| {
            // The words at its place would put the secret into the key of the finding.
            Fault::at(secret.span, format!("{} stands here", secret.kind)).about(secret.kind).help(
                "change it wherever it is used, as it is known now; and write where those who \
                 need it find it",
            )
        })
        .collect()
}
