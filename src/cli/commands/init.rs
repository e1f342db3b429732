//! `sopctl init`

use std::path::{Component, Path};

use crate::answers::init::{Init, InitError, Kit, Service, Survey, Wishes, init};
use crate::document::lifecycle::DocumentKind;
use crate::document::profile::Profile;
use crate::git::{GitError, Repository};
use crate::library::{Library, Settings};
use crate::paths::shell_word;
use crate::standing::plural;
use crate::worktree::{Breadth, ChangeKind, Changeset, FileChange, Listing, list};

use super::super::Outcome;
use super::super::args::{CiService, Global, InitArguments};
use super::super::ask::{Dialogue, is_somebody_there};
use super::super::changes::{Mode, carry_out, text_only, tree_at};
use super::super::configuration::CONFIG_FILE;
use super::super::console::Console;
use super::super::error::Failure;
use super::super::placement::{equip, place, told};
use super::super::session::{Needs, Session};

/// Begins a library. With `--adopt`, the options that look into it.
pub(in crate::cli) fn run(
    arguments: &InitArguments,
    global: &Global,
    console: &Console,
) -> Result<Option<Global>, Failure> {
    text_only(global, "init")?;
    let base = global.directory.clone().unwrap_or_default();
    let folder = base.join(&arguments.folder);
    let mut kit = Kit {
        service: arguments.ci.map(|service| match service {
            CiService::Github => Service::GitHub,
            CiService::Gitlab => Service::GitLab,
        }),
        pre_commit: arguments.pre_commit,
    };
    let mode = Mode::of(arguments.dry_run);
    let there =
        Global { directory: Some(folder.clone()), config: None, rev: None, ..global.clone() };
    let adopt = arguments.adopt.then(|| there.clone());
    if folder.join(CONFIG_FILE).is_file() {
        refuse_wishes(arguments)?;
        if kit.is_empty() {
            tell_what_is_there(&there, console)?;
        } else {
            console.remark("a library has begun here already; only what runs sopctl is added");
            add_kit(kit, &folder, mode, console)?;
        }
        return Ok(adopt);
    }
    let mut profile = global.profile.as_deref().map(profile_named).transpose()?;
    let (files, mut library) = read(&folder, profile)?;
    if profile.is_none() && Survey::of(library.as_ref()).follows_nothing() {
        let detected = library.map(|library| library.profile.name).unwrap_or_default();
        console.remark(&format!(
            "a few documents follow the convention {detected}, most follow none: --profile {detected} \
             takes it for all"
        ));
        profile = Some(Profile::sopctl());
        (_, library) = read(&folder, profile)?;
    }
    let mut survey = Survey::of(library.as_ref());
    let asks = is_somebody_there(global) && mode == Mode::Write;
    if asks {
        let mut dialogue = Dialogue::at_terminal();
        let is_left = arguments.include.is_empty() && !place(&mut survey.places, &mut dialogue)?;
        let equipped = if is_left { None } else { equip(kit, &mut dialogue)? };
        kit = equipped.ok_or_else(|| {
            Failure::new("nobody answered, and nothing was written")
                .hint("--no-input takes what is proposed; --dry-run shows it")
        })?;
    }
    let wishes = Wishes {
        include: arguments.include.clone(),
        exclude: arguments.exclude.clone(),
        folders: arguments
            .folders
            .iter()
            .map(|typed| folder_of(typed))
            .collect::<Result<_, _>>()?,
        is_profile_named: profile.is_some(),
    };
    let begun = init(&files, &survey, &wishes)?;
    if !asks {
        tell(&survey, &wishes, console);
    }
    let next = next(&begun, &arguments.folder);
    carry_out(&begun.changeset, &tree_at(&folder)?, mode, &next, console)?;
    if !kit.is_empty() {
        add_kit(kit, &folder, mode, console)?;
    }
    Ok(adopt)
}

/// What to type next.
fn next(begun: &Init, folder: &Path) -> String {
    let folder = folder.to_string_lossy();
    let sopctl = match folder.as_ref() {
        "." => "sopctl".to_owned(),
        folder => format!("sopctl -C {}", shell_word(folder)),
    };
    match (begun.documents, begun.lacking) {
        (0, _) => format!("{sopctl} new sop \"What your team does most\", then `{sopctl} check`"),
        (documents, 0) => {
            format!("{sopctl} stale   (what of {} can be trusted)", plural(documents, "document"))
        }
        (documents, lacking) => format!(
            "{sopctl} adopt   (shows what it would write into the {lacking} of {} that lack a field)",
            plural(documents, "document")
        ),
    }
}

/// Says what is here and whether it is brought in.
fn tell(survey: &Survey<'_>, wishes: &Wishes, console: &Console) {
    if !wishes.include.is_empty() {
        return;
    }
    for place in &survey.places {
        let verb = if place.standing.belongs() { "in" } else { "left out" };
        console.remark(&format!("{verb}: {}: {}", place.glob, told(place)));
    }
    if survey.places.iter().any(|place| !place.standing.belongs()) {
        console.remark(
            "note: what is left out stands in sopctl.toml as a comment; take its # away to bring it in",
        );
    }
}

/// Says what a library that has begun already is.
fn tell_what_is_there(there: &Global, console: &Console) -> Result<(), Failure> {
    let session = Session::open(there, console, Needs::Folder)?;
    let library = session.library()?;
    console.answer(&format!(
        "a library has begun here already: {} by {}, front matter read as {}\n\
         nothing was written; --ci and --pre-commit add what runs sopctl, and --adopt shows what the \
         documents lack\n",
        plural(library.count(), "document"),
        session.config_file(),
        library.profile.name,
    ))?;
    Ok(())
}

/// Refuses options that only a new configuration heeds.
fn refuse_wishes(arguments: &InitArguments) -> Result<(), Failure> {
    let given = [
        ("--include", arguments.include.is_empty()),
        ("--exclude", arguments.exclude.is_empty()),
        ("--folder", arguments.folders.is_empty()),
    ];
    match given.into_iter().find(|(_, is_empty)| !is_empty) {
        Some((option, _)) => Err(Failure::new(format!(
            "{CONFIG_FILE} exists already, and {option} does not change it"
        ))
        .hint(format!("write it into {CONFIG_FILE}"))),
        None => Ok(()),
    }
}

fn profile_named(name: &str) -> Result<&'static Profile, Failure> {
    Profile::named(name).ok_or_else(|| {
        let known: Vec<&str> =
            Profile::built_in().iter().map(|profile| profile.name.as_str()).collect();
        Failure::new(format!("no profile named {name:?}"))
            .hint(format!("there are {}", known.join(", ")))
    })
}

/// `sop=docs/sops`
fn folder_of(typed: &str) -> Result<(DocumentKind, String), Failure> {
    let found = typed.split_once('=').and_then(|(kind, folder)| {
        Some((DocumentKind::named(kind.trim())?, folder.trim().to_owned()))
    });
    found.ok_or_else(|| {
        Failure::new(format!("{typed:?} names no type and its folder"))
            .hint("--folder takes policy=DIR, sop=DIR or work-instruction=DIR")
    })
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
    let branch = record_of(&repository);
    let files = kit
        .files(&below(folder, start, root)?, branch.as_deref())
        .map_err(|error| Failure::of(&error))?;
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
    carry_out(&changes, &tree_at(root)?, mode, next, console)
}

/// The branch whose pushes CI looks at: the controlled one, by the name that it has where it is
/// pushed to. None where that cannot be told.
fn record_of(repository: &Repository) -> Option<String> {
    match repository.controlled_branch(None) {
        Ok(branch) => {
            let name = branch.name.strip_prefix("origin/").unwrap_or(&branch.name);
            Some(name.to_owned())
        }
        Err(GitError::Unborn { branch, .. }) => Some(branch),
        Err(_) => None,
    }
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

/// The files of a folder and the documents among them; nothing where it is not there yet.
fn read(folder: &Path, profile: Option<&Profile>) -> Result<(Listing, Option<Library>), Failure> {
    if folder.is_dir() {
        let settings = Settings { config: None, folder: "", profile };
        let library = Library::of_folder(folder, settings)?;
        let files = list(folder, Breadth::Everything).map_err(|error| Failure::of(&error))?;
        Ok((files, Some(library)))
    } else if folder.exists() {
        Err(Failure::new(format!("{} is not a folder", folder.display()))
            .hint("name a folder, new or not"))
    } else {
        Ok((Listing::default(), None))
    }
}

impl From<InitError> for Failure {
    fn from(error: InitError) -> Self {
        let failure = Self::of(&error);
        match error {
            InitError::Configured { .. } => {
                failure.hint("a library has begun here already; nothing was written")
            }
            InitError::Glob(_) => failure.hint("a glob looks like docs/**/*.md"),
            InitError::Configuration { .. } => failure
                .hint("--include, --exclude and --folder take globs and folders of this folder"),
            InitError::Path(_) => failure,
        }
    }
}
