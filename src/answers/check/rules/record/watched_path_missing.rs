//! `watched-path-missing`: a document that describes a file, or a value, that is not there.

use crate::answers::check::rules::{Example, Fault, Rule, Standing};
use crate::answers::check::surroundings::Surroundings;
use crate::library::{Absence, Member};
use crate::report::Severity;

pub(super) const RULE: Rule = Rule {
    id: "watched-path-missing",
    severity: Severity::Warning,
    summary: "what a document says it describes is not there",
    help: "`watches` names the files that a document describes, so that a change there makes it \
           suspect. What names nothing watches nothing: the file was moved or removed, or the name \
           was never right.",
    standing: Standing::Judges,
    together: None,
    example: Example {
        bad: &[("sops/refund.md", BAD), ("config/limits.toml", LIMITS)],
        good: &[("sops/refund.md", GOOD), ("config/limits.toml", LIMITS)],
    },
    find,
};

const LIMITS: &str = "\
[refund]
max = 500
";

const BAD: &str = "\
+++
id = \"SOP-001\"
title = \"Refund a payment\"
type = \"sop\"
status = \"draft\"
owner = \"@shop\"
watches = [\"config/limits.toml#refund.most\"]
+++

# Refund a payment
";

const GOOD: &str = "\
+++
id = \"SOP-001\"
title = \"Refund a payment\"
type = \"sop\"
status = \"draft\"
owner = \"@shop\"
watches = [\"config/limits.toml#refund.max\"]
+++

# Refund a payment
";

fn find(surroundings: &Surroundings<'_>, member: &Member) -> Vec<Fault> {
    if member.is_over() {
        return Vec::new();
    }
    let entries = member.document.fields().watches.items().iter();
    entries
        .filter_map(|entry| {
            let absence = surroundings.files.absence(&entry.value)?;
            let help = match absence {
                Absence::Path { .. } => {
                    "name the file, folder or glob that it describes now, from the root of the \
                     repository; or take the entry out"
                }
                Absence::Key { .. } => {
                    "name the value by the keys that lead to it, as in refund.max"
                }
                Absence::Unreadable { .. } => "mend the file: until then nobody sees it change",
                Absence::Pattern { .. } => "write a path, or a glob such as infra/**/*.tf",
            };
            let fault = Fault::at(entry.span, absence.to_string()).about(entry.value.as_str());
            Some(fault.help(help))
        })
        .collect()
}
