//! The text of a new `sopctl.toml`.

use std::collections::BTreeSet;

use super::folder::{Choice, TypeFolder};
use super::survey::{Place, Standing, literally};
use crate::config::IdPattern;
use crate::data::toml_string;
use crate::document::lifecycle::DocumentKind;
use crate::paths::{Globs, RepoPath};
use crate::standing::plural;

/// What is written into it.
pub(super) struct Decisions<'d> {
    pub(super) folders: &'d [TypeFolder],
    /// The globs of documents that are here, each with how many.
    pub(super) includes: Vec<(String, usize)>,
    /// What else is here.
    pub(super) left_out: &'d [&'d Place],
    /// The globs of what is left out of that, each with how many files.
    pub(super) excludes: Vec<(String, usize)>,
    /// The convention that the documents already here follow, where it is not ours.
    pub(super) profile: Option<&'d str>,
    /// How many of the documents are of each kind, in the order of [`DocumentKind::ALL`].
    pub(super) chosen: [usize; DocumentKind::ALL.len()],
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
# How long before its day a review is due soon.
due_soon = \"30 days\"
# What makes `sopctl stale` fail, where the rule set under [check] is not to decide that:
#
# fail_on = [\"overdue\", \"unknown\"]

[check]
# The least severity that makes `sopctl check` fail: error, warning, suggestion or never.
fail_on = \"error\"

# Templates of your own, beside the built-in ones and in their place; `sopctl template export
# sop` writes one to begin with:
#
# [templates]
# folder = \".sopctl/templates\"

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
    let types: Vec<String> = decisions
        .folders
        .iter()
        .zip(decisions.chosen)
        .map(|(folder, documents)| document_type(folder, documents))
        .collect();
    text.push_str(&types.join("\n"));
    text.push_str(REST);
    text
}

fn document_type(folder: &TypeFolder, documents: usize) -> String {
    let mut text = format!("[types.{}]\n", folder.kind);
    if folder.choice == Choice::Shared && documents > 0 {
        let like = if documents == 1 { "looks like one" } else { "look like one" };
        text.push_str(&format!(
            "# {} here {like}; they stand together by topic.\n",
            plural(documents, "document")
        ));
    }
    match &folder.id {
        Some(pattern) if !is_usual(pattern, folder) => {
            text.push_str("# As the documents here are numbered.\n");
            text.push_str(&format!("id = {}\n", toml_string(&pattern.to_string())));
        }
        Some(_) | None => {
            text.push_str(&format!("prefix = {}\n", toml_string(folder.prefix())));
        }
    }
    text.push_str(&format!(
        "folder = {}\nreview_interval = {}\n",
        toml_string(&folder.name),
        toml_string(folder.review_interval())
    ));
    text
}

/// Whether it is the pattern that the usual prefix is short for.
fn is_usual(pattern: &IdPattern, folder: &TypeFolder) -> bool {
    IdPattern::of_prefix(folder.prefix()).is_ok_and(|usual| usual == *pattern)
}

fn documents(decisions: &Decisions<'_>) -> String {
    let mut text = String::from(
        "[documents]\n# Which files are documents, relative to the folder of this file.\ninclude = [\n",
    );
    for (glob, documents) in &decisions.includes {
        let are = if *documents == 1 { "is" } else { "are" };
        let count = plural(*documents, "document");
        text.push_str(&format!("    # {count} {are} here.\n    {},\n", toml_string(glob)));
    }
    let globs = decisions.folders.iter().filter_map(|folder| glob_of(folder, decisions));
    for glob in globs.collect::<BTreeSet<_>>() {
        text.push_str(&format!("    {},\n", toml_string(&glob)));
    }
    let commented = || decisions.left_out.iter().filter(|place| !decisions.is_inside(place));
    if commented().next().is_some() {
        text.push_str(
            "    # Other Markdown that is here. Take away a `#` to bring it under control.\n",
        );
    }
    for place in commented() {
        let glob = toml_string(&place.glob);
        let files = plural(place.documents, "file");
        text.push_str(&format!("    # {glob},  # {files}{}\n", why_not(place.standing)));
    }
    text.push_str("]\n");
    text.push_str(&excluded(decisions));
    if let Some(profile) = decisions.profile {
        text.push_str("# The convention that the front matter here follows.\n");
        text.push_str(&format!("profile = {}\n", toml_string(profile)));
    }
    text
}

/// The glob of a folder, where no other one brings in what `sopctl new` makes there.
fn glob_of(folder: &TypeFolder, decisions: &Decisions<'_>) -> Option<String> {
    if folder.name == "." {
        return Some("*.md".to_owned());
    }
    let is_covered = decisions.selects(&format!("{}/any.md", folder.name));
    (!is_covered).then(|| format!("{}/**/*.md", literally(&folder.name)))
}

impl Decisions<'_> {
    /// Whether a path is brought in by the globs of what is here.
    fn selects(&self, path: &str) -> bool {
        let globs: Vec<&str> = self.includes.iter().map(|(glob, _)| glob.as_str()).collect();
        let path = RepoPath::new(path).ok();
        path.zip(Globs::new(&globs).ok()).is_some_and(|(path, globs)| globs.matches(&path))
    }

    /// Whether a place that is left out stands inside what is brought in, so that it has to be
    /// excluded.
    fn is_inside(&self, place: &Place) -> bool {
        let (_, name) = place.glob.rsplit_once('/').unwrap_or(("", &place.glob));
        self.selects(&format!("{}/{}", place.folder, name.replace('*', "any")))
    }
}

const fn why_not(standing: Standing) -> &'static str {
    match standing {
        Standing::OtherPurpose => ", by the name of the folder something else",
        Standing::Unrecorded => " without review dates",
        Standing::Unlike => ", few of which look like a policy, SOP or work instruction",
        Standing::Declined => ", left out as asked",
        Standing::Recorded(_) | Standing::Named | Standing::Alike | Standing::Wanted => "",
    }
}

fn excluded(decisions: &Decisions<'_>) -> String {
    if let [(only, _)] = decisions.excludes.as_slice() {
        return format!("exclude = [{}]\n", toml_string(only));
    }
    let lines = decisions.excludes.iter().map(|(glob, files)| {
        let of_place = |place: &&&Place| format!("{}/**", literally(&place.folder)) == *glob;
        let why = decisions.left_out.iter().find(of_place).map(|place| why_not(place.standing));
        let comment = match files {
            0 => String::new(),
            files => format!("  # {}{}", plural(*files, "file"), why.unwrap_or_default()),
        };
        format!("    {},{comment}\n", toml_string(glob))
    });
    format!("exclude = [\n{}]\n", lines.collect::<String>())
}
