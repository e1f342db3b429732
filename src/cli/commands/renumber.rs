//! `sopctl renumber`

use crate::answers::renumber::{
    Around, AroundKind, RenumberError, Renumbering, Request, number, renumber,
};
use crate::library::{Library, Uncommitted};
use crate::paths::RepoPath;
use crate::walkthrough::manifest::is_of_walkthrough;
use crate::worktree::{Breadth, ChangeKind, Changeset, FileKind, announce, list, read};

use super::super::Outcome;
use super::super::args::{Global, RenumberArguments};
use super::super::configuration::CONFIG_FILE;
use super::super::console::Console;
use super::super::error::Failure;
use super::super::naming::document;
use super::super::records;
use super::super::rewriting::{Written, open_to_write, refuse_modified};
use super::super::session::Session;

pub(in crate::cli) fn run(
    arguments: &RenumberArguments,
    global: &Global,
    console: &Console,
) -> Result<Outcome, Failure> {
    let carrying = arguments.carrying;
    let written = if carrying.commit { Written::Record } else { Written::Fields };
    let session = open_to_write(written, global, console)?;
    // What cannot be shown afterwards is not done.
    session.format::<Renumbering>()?;
    let library = session.library_to_number()?;
    let member = document(&arguments.document, &library, &session)?;
    if carrying.commit {
        records::require_tracked(&[member])?;
    }
    let new = number(member, arguments.new.as_deref(), &library, &session.config)?;
    let held = match &session.repository {
        Some(repository) => library.held_elsewhere(
            new.as_str(),
            repository,
            session.settings()?,
            &session.progress,
        )?,
        None => Vec::new(),
    };
    let around = around(&library, &session)?;
    let request = Request { member, new, held: &held, library: &library, around: &around };
    let mut report = renumber(&request, session.context(&library)?)?;
    refuse_to_leave(&report.new_paths(), &session)?;
    if carrying.commit {
        refuse_uncommitted(&report.changeset(), &library, &session)?;
    }
    if !carrying.dry_run {
        session.tree.write(&report.changeset())?;
        report = report.written();
    }
    if carrying.commit {
        announce(&session.root, &report.new_paths()).map_err(|error| {
            Failure::new("the number is changed, but not committed")
                .because(&error)
                .hint("what git said stands above; `git status` shows what is to be committed")
        })?;
        let made = records::commit_all(&session, &[report.commit()])?;
        report = report.committed(made.first().copied());
    }
    session.emit(&report)
}

/// Refuses to commit along what somebody is still writing in one of the files.
fn refuse_uncommitted(
    changes: &Changeset,
    library: &Library,
    session: &Session<'_>,
) -> Result<(), Failure> {
    let repository = session.require_repository()?;
    let mut modified = Vec::new();
    for change in &changes.changes {
        let (path, before) = match &change.kind {
            ChangeKind::Create { .. } => continue,
            ChangeKind::Replace { expected, .. } => (&change.path, expected),
            ChangeKind::Move { from, expected, .. } => (from, expected),
        };
        match library.uncommitted_at(path, before, repository)? {
            Some(Uncommitted::Untracked) => return Err(records::unknown_to_git(path)),
            Some(Uncommitted::Modified) => modified.push(path),
            None => {}
        }
    }
    refuse_modified(modified.into_iter())
}

/// Refuses a name under which a file would be no document any more.
fn refuse_to_leave(paths: &[RepoPath], session: &Session<'_>) -> Result<(), Failure> {
    let Some(config) = &session.declared else { return Ok(()) };
    let local = |path: &RepoPath| {
        let below = path.as_str().strip_prefix(session.folder.as_str())?;
        RepoPath::new(below.trim_start_matches('/')).ok()
    };
    let is_left_out =
        |path: &&RepoPath| local(path).is_some_and(|local| !config.documents.select(&local));
    match paths.iter().find(is_left_out) {
        None => Ok(()),
        Some(path) => Err(Failure::new(format!(
            "{path} would be no document: sopctl.toml does not include it"
        ))
        .hint("nothing was written; widen `include` of [documents] first, or rename the file")),
    }
}

/// The files beside the documents that may name one: Markdown, and settings that name files.
fn around(library: &Library, session: &Session<'_>) -> Result<Vec<Around>, Failure> {
    let listing = list(&session.root, Breadth::OwnFiles).map_err(|error| {
        Failure::of(&error).hint("`sopctl renumber` has to look for what names the document")
    })?;
    let is_markdown = |path: &RepoPath| {
        let ending = path.file_name().rsplit_once('.').map(|(_, ending)| ending.to_lowercase());
        let is_made = is_of_walkthrough(path);
        !is_made
            && library.at(path).is_none()
            && matches!(ending.as_deref(), Some("md" | "markdown"))
    };
    let mut wanted: Vec<(RepoPath, AroundKind)> = listing
        .files
        .into_iter()
        .filter(|file| file.kind == FileKind::File && is_markdown(&file.path))
        .map(|file| (file.path, AroundKind::Markdown))
        .collect();
    let local = |name: &str| match session.folder.as_str() {
        "" => RepoPath::new(name),
        folder => RepoPath::new(&format!("{folder}/{name}")),
    };
    let folder = AroundKind::Settings { folder: session.folder.clone() };
    let root = AroundKind::Settings { folder: String::new() };
    let declared = session.declared.as_ref().map(|_| CONFIG_FILE);
    let baseline = session.config.check.baseline.as_ref().map(RepoPath::as_str);
    for name in declared.into_iter().chain(baseline) {
        wanted.extend(local(name).ok().map(|path| (path, folder.clone())));
    }
    for name in ["CODEOWNERS", ".github/CODEOWNERS", ".gitlab/CODEOWNERS", "docs/CODEOWNERS"] {
        wanted.extend(RepoPath::new(name).ok().map(|path| (path, root.clone())));
    }
    let mut around = Vec::new();
    for (path, kind) in wanted {
        let full = session.root.join(path.as_str());
        // A symbolic link is never written through.
        let is_file = full.symlink_metadata().is_ok_and(|about| about.is_file());
        if !is_file {
            continue;
        }
        match read(&session.root, &path).map(String::from_utf8) {
            Ok(Ok(text)) => around.push(Around { path, text, kind }),
            Ok(Err(_)) => {
                session.console.remark(&format!("note: {path} is no UTF-8 and was not searched"));
            }
            Err(error) => {
                session.console.remark(&format!("note: {path} was not searched: {error}"));
            }
        }
    }
    Ok(around)
}

impl From<RenumberError> for Failure {
    fn from(error: RenumberError) -> Self {
        let hint = match error {
            RenumberError::WithoutNumber { .. } => {
                "`sopctl adopt --write` gives numbers to documents that have none"
            }
            RenumberError::NoNumber(_) => "NEW takes a number such as SOP-012",
            RenumberError::Same { .. } => "leave NEW out to get the next free number",
            RenumberError::Unfit { .. } => {
                "take one that fits, or change the pattern of the type in sopctl.toml"
            }
            RenumberError::UsedUp { .. } => {
                "declare a longer pattern for the type in sopctl.toml: id = \"SOP-{n:04}\""
            }
            RenumberError::Taken { .. } | RenumberError::Held { .. } => {
                "a number is given once; leave NEW out to get the next free one"
            }
            RenumberError::Unwritable { .. } => {
                "nothing was written; `sopctl check` says what is wrong with its front matter"
            }
        };
        Self::of(&error).hint(hint)
    }
}
