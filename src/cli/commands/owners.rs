//! `sopctl owners`

use std::path::Path;

use crate::answers::code_owners::{self, CodeOwners, CodeOwnersError, Task};
use crate::answers::handover::{self, Handover};
use crate::answers::owners::{Request, owners};
use crate::ownership::{BlockError, People, Place};

use super::super::Outcome;
use super::super::args::{CodeOwnersTask, Global, OwnersArguments};
use super::super::code_owners::{code_owners, code_owners_file, tell};
use super::super::console::Console;
use super::super::error::Failure;
use super::super::narrowing::{due_soon, require_named, tell_unmatched};
use super::super::rewriting::{Written, open_to_write, refuse_modified};
use super::super::session::{Needs, Session};

pub(in crate::cli) fn run(
    arguments: &OwnersArguments,
    global: &Global,
    console: &Console,
) -> Result<Outcome, Failure> {
    match (arguments.replace.as_slice(), arguments.codeowners) {
        ([old, new], _) => replace(old, new, arguments, global, console),
        (_, Some(task)) => with_code_owners(task, arguments, global, console),
        _ if arguments.dry_run => Err(Failure::new("there is nothing to write")
            .hint("--dry-run goes with --replace OLD NEW or --codeowners write")),
        _ => load(arguments, global, console),
    }
}

fn load(
    arguments: &OwnersArguments,
    global: &Global,
    console: &Console,
) -> Result<Outcome, Failure> {
    let session = Session::open(global, console, Needs::Folder)?;
    let library = session.library()?;
    tell_unmatched(&library, console);
    let code_owners = code_owners(&session)?;
    let request = Request {
        config: &session.config,
        as_of: &session.as_of,
        due_soon: due_soon("--within", arguments.within.as_deref(), &session)?,
        code_owners: code_owners.as_ref(),
        fail_on_gaps: arguments.exit_code,
    };
    let history = session.history_of(&library)?;
    let ground = history.as_ref().map(|history| history.ground(&session.as_of));
    let context = session.context(&library)?;
    session.emit(&owners(&library, ground, &request, context, &session.progress)?)
}

fn replace(
    old: &str,
    new: &str,
    arguments: &OwnersArguments,
    global: &Global,
    console: &Console,
) -> Result<Outcome, Failure> {
    let session = open_to_write(Written::Fields, global, console)?;
    let library = session.library()?;
    let people = People::of(&session.config);
    if new.trim() != new || new.is_empty() {
        return Err(Failure::new(format!("{new:?} is no name of an owner"))
            .hint("--replace OLD NEW takes a handle, a team, an e-mail address or a role"));
    }
    if old == new {
        return Err(Failure::new(format!("{old} already has the documents of {new}"))
            .hint("--replace OLD NEW takes two names"));
    }
    if people.has_left(people.handle_of(new), session.as_of.day) {
        return Err(Failure::new(format!("{new} has left, by [people] in sopctl.toml"))
            .hint("name somebody who is here, or correct `left`"));
    }
    let code_owners = code_owners(&session)?;
    let request =
        handover::Request { config: &session.config, old, new, code_owners: code_owners.as_ref() };
    let context = session.context(&library)?;
    let report = handover::hand_over(&library, &request, context);
    if report.is_empty() {
        require_named(&library, old)?;
    }
    // What cannot be shown afterwards is not done.
    session.format::<Handover>()?;
    if arguments.dry_run || report.changeset.changes.is_empty() {
        return session.emit(&report);
    }
    refuse_modified(report.modified())?;
    session.tree.write(&report.changeset)?;
    session.emit(&report.written())
}

fn with_code_owners(
    task: CodeOwnersTask,
    arguments: &OwnersArguments,
    global: &Global,
    console: &Console,
) -> Result<Outcome, Failure> {
    let session = match task {
        CodeOwnersTask::Write => open_to_write(Written::Fields, global, console)?,
        CodeOwnersTask::Verify => Session::open(global, console, Needs::Folder)?,
    };
    let library = session.library()?;
    tell_unmatched(&library, console);
    let file = code_owners_file(&session)?;
    if let Some(file) = &file {
        let (owners, remarks) = file.owners();
        tell(&owners, &remarks, &session);
    }
    let request = code_owners::Request {
        config: &session.config,
        folder: &session.folder,
        task: match task {
            CodeOwnersTask::Write => Task::Write,
            CodeOwnersTask::Verify => Task::Verify,
        },
        file: file.as_ref(),
        new_place: new_place(&session.root),
    };
    let context = session.context(&library)?;
    let report = code_owners::code_owners(&library, &request, context)?;
    session.format::<CodeOwners>()?;
    if task == CodeOwnersTask::Verify || arguments.dry_run || report.changeset.changes.is_empty() {
        return session.emit(&report);
    }
    session.tree.write(&report.changeset)?;
    session.emit(&report.written())
}

/// Where a new CODEOWNERS goes: to the folder of the hosting service that is used here, else
/// to where both look for it.
fn new_place(root: &Path) -> Place {
    if root.join(".github").is_dir() {
        Place::GitHub
    } else if root.join(".gitlab").is_dir() {
        Place::GitLab
    } else {
        Place::Root
    }
}

impl From<CodeOwnersError> for Failure {
    fn from(error: CodeOwnersError) -> Self {
        let hint = match &error {
            CodeOwnersError::Block { source: BlockError::Followed { .. }, .. } => {
                "move the lines from `# sopctl: begin` to `# sopctl: end` to the end of the file"
            }
            CodeOwnersError::Block { .. } => {
                "one `# sopctl: begin` and one `# sopctl: end` of each library belong into it, in \
                 this order; or take both out, and it is written anew"
            }
            CodeOwnersError::NotUtf8 { .. } => "save it as UTF-8",
            CodeOwnersError::Path(_) => "this is a mistake of sopctl",
        };
        Self::of(&error).hint(hint)
    }
}
