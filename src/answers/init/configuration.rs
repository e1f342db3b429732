//! The text of a new `sopctl.toml`.

use super::existing::Group;
use super::folder::TypeFolder;
use crate::data::toml_string;

/// What is written into it.
pub(super) struct Decisions<'d> {
    pub(super) folders: &'d [TypeFolder],
    pub(super) controlled: &'d [Group],
    pub(super) proposed: &'d [Group],
    /// The convention that the documents already here follow, where it is not ours.
    pub(super) profile: Option<&'d str>,
}

const TOP: &str = "\
# What this library of controlled documents decides. Whatever is left out has a default.
schema = 1
";

const TYPES: &str = "
# A type says how its documents are numbered, where `sopctl new` puts them, and how often
# they are reviewed when they do not say so themselves.
";

const REST: &str = "
[calendar]
# Where days begin and end, such as \"Europe/Madrid\".
time_zone = \"UTC\"

[stale]
# How long before its day a review is due soon, and what makes `sopctl stale` fail.
due_soon = \"30 days\"
fail_on = [\"overdue\", \"unknown\"]

[check]
# The least severity that makes `sopctl check` fail: error, warning, suggestion or never.
fail_on = \"error\"

# The branch whose history is the record, where it cannot be told:
#
# [history]
# branch = \"main\"

# Who is who, so that commits and documents name the same people:
#
# [people.\"@ana\"]
# emails = [\"ana@example.com\"]
#
# [teams.\"@quality\"]
# members = [\"@ana\"]
";

/// The text, with a comment on every decision.
pub(super) fn written(decisions: &Decisions<'_>) -> String {
    let mut text = format!("{TOP}\n{}", documents(decisions));
    text.push_str(TYPES);
    let types = decisions.folders.iter().map(|folder| {
        format!(
            "[types.{}]\nprefix = {}\nfolder = {}\nreview_interval = {}\n",
            folder.kind,
            toml_string(folder.prefix()),
            toml_string(&folder.name),
            toml_string(folder.review_interval())
        )
    });
    text.push_str(&types.collect::<Vec<_>>().join("\n"));
    text.push_str(REST);
    text
}

fn documents(decisions: &Decisions<'_>) -> String {
    let mut text = String::from(
        "[documents]\n# Which files are documents, relative to the folder of this file.\ninclude = [\n",
    );
    for folder in decisions.folders {
        text.push_str(&format!("    {},\n", toml_string(&format!("{}/**/*.md", folder.name))));
    }
    for group in decisions.controlled {
        text.push_str(&format!("    {},\n", toml_string(&group.glob)));
    }
    if !decisions.proposed.is_empty() {
        text.push_str(
            "    # Other Markdown that is here. Take away a `#` to bring it under control.\n",
        );
    }
    for group in decisions.proposed {
        let files = if group.documents == 1 { "file" } else { "files" };
        let glob = toml_string(&group.glob);
        text.push_str(&format!("    # {glob},  # {} {files}\n", group.documents));
    }
    text.push_str("]\nexclude = [\"**/README.md\"]\n");
    if let Some(profile) = decisions.profile {
        text.push_str("# The convention that the front matter here follows.\n");
        text.push_str(&format!("profile = {}\n", toml_string(profile)));
    }
    text
}
