//! `version-format`: a version that is not written by the scheme of the repository.

use crate::answers::check::rules::{Example, Fault, Rule, Standing};
use crate::answers::check::surroundings::Surroundings;
use crate::document::field::{Field, FieldName};
use crate::library::Member;
use crate::report::Severity;

pub(super) const RULE: Rule = Rule {
    id: "version-format",
    severity: Severity::Error,
    summary: "a version is not written by the scheme of the repository",
    help: "Versions are compared and counted on. One that is written otherwise cannot be raised, \
           and nobody can tell whether it came before or after another one.",
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
version = \"v1.2 final\"
status = \"draft\"
owner = \"@shop\"
+++

# Close the till
";

const GOOD: &str = "\
+++
id = \"SOP-001\"
title = \"Close the till\"
type = \"sop\"
version = \"1.2\"
status = \"draft\"
owner = \"@shop\"
+++

# Close the till
";

fn find(surroundings: &Surroundings<'_>, member: &Member) -> Vec<Fault> {
    // Who has no configuration has chosen no scheme.
    let Some(config) = surroundings.config else { return Vec::new() };
    let Field::Given(version) = &member.document.fields().version else { return Vec::new() };
    let scheme = config.versions;
    if scheme.reads(&version.value) {
        return Vec::new();
    }
    let key = surroundings.key_of(member, FieldName::Version);
    let message = format!("`{key}`: {:?} is not {}", version.value, scheme.in_words());
    let digits = version.value.trim_start_matches(|c: char| !c.is_ascii_alphanumeric());
    let bare = digits.strip_prefix(['v', 'V']).unwrap_or(digits);
    let bare = bare.split_whitespace().next().unwrap_or_default();
    let fault = Fault::at(version.span, message).about("version");
    vec![if scheme.reads(bare) {
        fault.help(format!("write {bare}"))
    } else {
        fault.help("write it so, or name another scheme in sopctl.toml: [versions] scheme")
    }]
}
