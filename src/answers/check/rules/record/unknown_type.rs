//! `unknown-type`: a type that is neither built in nor declared.

use crate::answers::check::rules::{Example, Fault, Rule, Standing};
use crate::answers::check::surroundings::Surroundings;
use crate::document::field::Field;
use crate::document::lifecycle::DocumentType;
use crate::document::profile::Identity;
use crate::library::Member;
use crate::report::Severity;
use crate::text::nearest;

pub(super) const RULE: Rule = Rule {
    id: "unknown-type",
    severity: Severity::Error,
    summary: "the type of a document is not declared",
    help: "The type says which rules a document follows, how its number looks and how often it is \
           reviewed. Of a type that nobody declared, nothing of that is known.",
    standing: Standing::Judges,
    together: None,
    example: Example {
        bad: &[("sops/till.md", TILL), ("sopctl.toml", "schema = 1\n")],
        good: &[("sops/till.md", TILL), ("sopctl.toml", DECLARED)],
    },
    find,
};

const TILL: &str = "\
+++
id = \"RB-001\"
title = \"Restart the till\"
type = \"runbook\"
status = \"draft\"
owner = \"@shop\"
+++

# Restart the till
";

const DECLARED: &str = "\
schema = 1

[types.runbook]
kind = \"work-instruction\"
prefix = \"RB\"
";

fn find(surroundings: &Surroundings<'_>, member: &Member) -> Vec<Fault> {
    // Who declares no types has not said that there are no others; under foreign conventions
    // the key means something else.
    let is_own = surroundings.library.profile.identity == Identity::Field;
    let Some(config) = surroundings.config.filter(|_| is_own) else { return Vec::new() };
    let Field::Given(given) = &member.document.fields().document_type else { return Vec::new() };
    let DocumentType::Other(name) = &given.value else { return Vec::new() };
    if config.type_of(&given.value).is_some() {
        return Vec::new();
    }
    let known = || config.types.iter().map(|known| known.name.as_str());
    let help = match nearest(name, known()) {
        Some(meant) => format!("did you mean `{meant}`?"),
        None => format!(
            "write one of {}; or declare it in sopctl.toml, with its kind: \
             [types.{name}] kind = \"work-instruction\"",
            known().collect::<Vec<_>>().join(", ")
        ),
    };
    vec![Fault::at(given.span, format!("there is no type {name:?}")).about("type").help(help)]
}
