//! `sopctl init`

use std::path::{Component, Path};

use crate::answers::init::{Init, InitError, Kit, Service, init};
use crate::git::Repository;
use crate::library::{Library, Settings};
use crate::standing::plural;
use crate::worktree::{Breadth, ChangeKind, Changeset, FileChange, Listing, list};

use super::super::Outcome;
use super::super::args::{CiService, Global, InitArguments};
use super::super::changes::{Mode, carry_out, text_only};
use super::super::configuration::CONFIG_FILE;
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
    let kit = Kit {
        service: arguments.ci.map(|service| match service {
            CiService::Github => Service::GitHub,
            CiService::Gitlab => Service::GitLab,
        }),
        pre_commit: arguments.pre_commit,
    };
    let mode = Mode::of(arguments.dry_run);
    if !kit.is_empty() && folder.join(CONFIG_FILE).is_file() {
        console.remark("a library has begun here already; only what runs sopctl is added");
        return add_kit(kit, &folder, mode, console);
    }
    let begun = begin(&folder)?;
    for group in begun.controlled.iter().chain(&begun.proposed) {
        let count = plural(group.documents, "document");
        console.remark(&format!("found {count} at {}", group.glob));
    }
    if !begun.proposed.is_empty() {
        console.remark(
            "note: documents without a number or a review date are named in sopctl.toml as comments; \
             take the # away to bring them in",
        );
    }
    let next = "sopctl new sop \"What your team does most\", then `sopctl check`";
    let outcome = carry_out(&begun.changeset, &folder, mode, next, console)?;
    if kit.is_empty() { Ok(outcome) } else { add_kit(kit, &folder, mode, console) }
}

/// Writes what runs sopctl to the root of the repository, and leaves alone what is there.
fn add_kit(kit: Kit, folder: &Path, mode: Mode, console: &Console) -> Result<Outcome, Failure> {
    let existing = folder.ancestors().find(|folder| folder.is_dir());
    let start = existing.filter(|start| !start.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let Ok(repository) = Repository::discover(start) else {
        return Err(Failure::new(format!("{} is in no git repository", folder.display()))
            .hint("CI and pre-commit run in a git repository: git init"));
    };
    let Some(root) = repository.workdir() else {
        return Err(
            Failure::new("a bare repository has no working tree").hint("run init in a clone of it")
        );
    };
    let files = kit.files(&below(folder, start, root)?).map_err(|error| Failure::of(&error))?;
    let mut changes = Changeset::default();
    for file in files {
        if root.join(file.path.as_str()).exists() {
            console.remark(&match file.otherwise {
                Some(otherwise) => format!("{} is left as it is: {otherwise}", file.path),
                None => format!("{} is left as it is", file.path),
            });
        } else {
            let kind = ChangeKind::Create { content: file.content.into_bytes() };
            changes.changes.push(FileChange { path: file.path, kind });
        }
    }
    if changes.changes.is_empty() {
        return Ok(Outcome::Clean);
    }
    let next = "look at these files, commit and push them";
    carry_out(&changes, root, mode, next, console)
}

/// The folder of the library, from the root of the repository; empty for the root itself.
/// `start` is the innermost part of it that is there.
fn below(folder: &Path, start: &Path, root: &Path) -> Result<String, Failure> {
    let failure = |source: std::io::Error| {
        Failure::new(format!("{} cannot be read: {source}", start.display()))
    };
    let rest = folder.strip_prefix(start).unwrap_or(Path::new(""));
    let whole = start.canonicalize().map_err(failure)?.join(rest);
    let root = root.canonicalize().map_err(failure)?;
    let inside = whole.strip_prefix(&root).unwrap_or(Path::new(""));
    let parts = inside.components().filter_map(|part| match part {
        Component::Normal(name) => Some(name.to_string_lossy().into_owned()),
        _ => None,
    });
    Ok(parts.collect::<Vec<_>>().join("/"))
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
