//! `sopctl init`

use std::path::Path;

use crate::answers::init::{Init, InitError, init};
use crate::library::{Library, Settings};
use crate::standing::plural;
use crate::worktree::{Breadth, Listing, list};

use super::super::Outcome;
use super::super::args::{Global, InitArguments};
use super::super::changes::{Mode, carry_out, text_only};
use super::super::console::Console;
use super::super::error::Failure;

pub(in crate::cli) fn run(
    arguments: &InitArguments,
    global: &Global,
    console: &Console,
) -> Result<Outcome, Failure> {
    text_only(global, "init")?;
    let base = global.directory.clone().unwrap_or_default();
    let folder = base.join(&arguments.folder);
    let begun = begin(&folder)?;
    for group in begun.controlled.iter().chain(&begun.proposed) {
        let count = plural(i64::try_from(group.documents).unwrap_or(i64::MAX), "document");
        console.remark(&format!("found {count} at {}", group.glob));
    }
    if !begun.proposed.is_empty() {
        console.remark(
            "note: documents without a number or a review date are named in sopctl.toml as comments; \
             take the # away to bring them in",
        );
    }
    let next = "sopctl new sop \"What your team does most\", then `sopctl check`";
    carry_out(&begun.changeset, &folder, Mode::of(arguments.dry_run), next, console)
}

fn begin(folder: &Path) -> Result<Init, Failure> {
    let begun = if folder.is_dir() {
        let settings = Settings { config: None, folder: "", profile: None };
        let library = Library::of_folder(folder, settings)?;
        let files = list(folder, Breadth::OwnFiles).map_err(|error| Failure::of(&error))?;
        init(&files, Some(&library))
    } else if folder.exists() {
        return Err(Failure::new(format!("{} is not a folder", folder.display()))
            .hint("name a folder, new or not"));
    } else {
        init(&Listing::default(), None)
    };
    begun.map_err(|error| {
        let failure = Failure::of(&error);
        match error {
            InitError::Configured { .. } => {
                failure.hint("a library has begun here already; nothing was written")
            }
            InitError::Path(_) => failure,
        }
    })
}
