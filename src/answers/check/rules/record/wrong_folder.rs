//! `wrong-folder`: a document that stands where documents of its type do not go.

use crate::answers::check::rules::{Example, Fault, Rule, Standing};
use crate::answers::check::surroundings::Surroundings;
use crate::document::field::Field;
use crate::library::Member;
use crate::report::Severity;

pub(super) const RULE: Rule = Rule {
    id: "wrong-folder",
    severity: Severity::Warning,
    summary: "a document stands outside the folder of its type",
    help: "People look for a document where documents of its type stand, and globs of owners, \
           builds and sites rest on it.",
    standing: Standing::Judges,
    together: None,
    example: Example {
        bad: &[("policies/refund.md", REFUND), ("sopctl.toml", FOLDERS)],
        good: &[("sops/refund.md", REFUND), ("sopctl.toml", FOLDERS)],
    },
    find,
};

const FOLDERS: &str = "\
[types.sop]
folder = \"sops\"
";

const REFUND: &str = "\
+++
id = \"SOP-001\"
title = \"Refund a payment\"
type = \"sop\"
status = \"draft\"
owner = \"@shop\"
+++

# Refund a payment
";

fn find(surroundings: &Surroundings<'_>, member: &Member) -> Vec<Fault> {
    let Field::Given(given) = &member.document.fields().document_type else { return Vec::new() };
    let declared = surroundings.config.and_then(|config| config.type_of(&given.value));
    // What is over may stand in an archive.
    let Some(declared) = declared.filter(|t| t.is_folder_given && !member.is_over()) else {
        return Vec::new();
    };
    if stands_in(member.path.folder(), &declared.folder) {
        return Vec::new();
    }
    let place = match member.path.folder() {
        "" => "at the root".to_owned(),
        folder => format!("in {folder}"),
    };
    let message = format!(
        "this document of type {} stands {place}, not in {}",
        declared.name, declared.folder
    );
    let help = format!("move it below {}, or give it the type of its folder", declared.folder);
    vec![Fault::at(given.span, message).about(declared.name.as_str()).help(help)]
}

/// Whether a folder is the other one or stands below it. The folder of a type is told from
/// that of `sopctl.toml`, which may itself stand below the root.
fn stands_in(folder: &str, wanted: &str) -> bool {
    wanted.is_empty() || format!("/{folder}/").contains(&format!("/{wanted}/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_is_told_by_whole_names() {
        for (folder, wanted, stands) in [
            ("sops", "sops", true),
            ("sops/de", "sops", true),
            ("quality/sops", "sops", true),
            ("docs/sops/tills", "docs/sops", true),
            ("", "sops", false),
            ("sops-old", "sops", false),
            ("anywhere", "", true),
        ] {
            assert_eq!(stands_in(folder, wanted), stands, "{folder} {wanted}");
        }
    }
}
