//! `walkthrough-outdated`: a walkthrough that shows another text than the document has now.

use crate::answers::check::rules::{Example, Fault, Rule, Standing};
use crate::answers::check::surroundings::Surroundings;
use crate::library::Member;
use crate::paths::RepoPath;
use crate::report::Severity;
use crate::walkthrough::manifest::Manifest;

pub(super) const RULE: Rule = Rule {
    id: "walkthrough-outdated",
    severity: Severity::Warning,
    summary: "a walkthrough shows another text than its document",
    help: "Whoever follows a walkthrough does what it says, not what the document says. Its record \
           holds the fingerprint of the text it was made from; where the document differs in \
           substance, or is gone, people are shown what no longer holds.",
    standing: Standing::Judges,
    together: None,
    example: Example {
        bad: &[("work-instructions/refund.md", CHANGED), (RECORD, MANIFEST)],
        good: &[("work-instructions/refund.md", SHOWN), (RECORD, MANIFEST)],
    },
    find,
};

const RECORD: &str = "walkthroughs/WI-001/manifest.json";

const MANIFEST: &str = r#"{
  "schema": "sopctl.walkthrough-manifest.v1",
  "document": {
    "id": "WI-001",
    "path": "work-instructions/refund.md",
    "version": null,
    "fingerprint": "1:953e24e1ecf738a50a2a249558aa9563"
  },
  "files": []
}
"#;

const SHOWN: &str = "\
+++
id = \"WI-001\"
title = \"Issue a refund\"
type = \"work-instruction\"
status = \"draft\"
owner = \"@shop\"
+++

# Issue a refund

## Steps

1. Open **Payments**.
2. Press **Refund**.
";

const CHANGED: &str = "\
+++
id = \"WI-001\"
title = \"Issue a refund\"
type = \"work-instruction\"
status = \"draft\"
owner = \"@shop\"
+++

# Issue a refund

## Steps

1. Open **Payments**.
2. Press **Pay back**.
";

fn find(surroundings: &Surroundings<'_>, member: &Member) -> Vec<Fault> {
    let fields = member.document.fields();
    let id = fields.id.value().map(ToString::to_string);
    let records = surroundings.files.walkthroughs().iter();
    let outdated = records.filter(|(_, record)| {
        record.is_of(id.as_deref(), &member.path)
            && record.fingerprint != member.document.fingerprint()
    });
    outdated
        .map(|(path, record)| {
            let folder = path.folder();
            let of = record.version.as_ref().map(|version| format!(" of version {version}"));
            let message = format!(
                "{folder} shows the text{}, and the document has changed in substance since",
                of.unwrap_or_default()
            );
            let fault = match fields.version.span().or_else(|| fields.title.span()) {
                Some(span) => Fault::at(span, message),
                None => Fault::nowhere(message),
            };
            let help = format!("make it anew: sopctl walkthrough {}", member.name());
            fault.about(folder).help(help)
        })
        .collect()
}

/// A walkthrough whose document is gone.
pub(super) fn orphaned(path: &RepoPath, record: &Manifest) -> Fault {
    let of = record.id.as_deref().unwrap_or(&record.path);
    let folder = path.folder();
    Fault::nowhere(format!("{folder} shows {of}, and there is no such document any more"))
        .about(folder)
        .help("take the folder away, or give the document its number back")
}
