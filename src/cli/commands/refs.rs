//! `sopctl refs`

use crate::answers::refs::{Asked, Work, refs};
use crate::git::Head;
use crate::library::{Library, Touched, Watch};
use crate::paths::RepoPath;
use crate::progress::Silent;
use crate::worktree::{Breadth, list};

use super::super::Outcome;
use super::super::args::{Global, RefsArguments};
use super::super::console::Console;
use super::super::error::Failure;
use super::super::naming::below_root;
use super::super::narrowing::tell_unmatched;
use super::super::session::{Needs, Session};

pub(in crate::cli) fn run(
    arguments: &RefsArguments,
    global: &Global,
    console: &Console,
) -> Result<Outcome, Failure> {
    match &arguments.since {
        Some(rev) => since(rev, arguments, global, console),
        None => of_paths(arguments, global, console),
    }
}

fn since(
    rev: &str,
    arguments: &RefsArguments,
    global: &Global,
    console: &Console,
) -> Result<Outcome, Failure> {
    let session = Session::open(global, console, Needs::Repository)?;
    let since = session.since(rev)?;
    let library = session.library()?;
    tell_unmatched(&library, console);
    let touched = session.touched(&since, &library)?;
    let before = session.library_at(since.base)?;
    let work =
        Work { touched: &touched, before: Some(&before), repository: session.repository.as_ref() };
    let asked = Asked::Since { rev: since.rev, base: since.base };
    let context = session.context(&library)?;
    session.emit(&refs(&library, asked, &work, arguments.exit_code, context)?)
}

fn of_paths(
    arguments: &RefsArguments,
    global: &Global,
    console: &Console,
) -> Result<Outcome, Failure> {
    let session = Session::open(global, console, Needs::Folder)?;
    let library = session.library()?;
    tell_unmatched(&library, console);
    let mut touched = Touched::default();
    for typed in &arguments.paths {
        let Watch { pattern, key } = Watch::read(typed);
        let named = below_root(pattern, &session)?;
        let mut below = files_below(named.as_ref(), &session)?;
        // A folder counts by its files, and not once more.
        if let Some(path) = named
            && below.is_empty()
        {
            let is_missing = tell_if_missing(&path, &library, &session)?;
            if is_missing || session.root.join(path.as_str()).is_dir() {
                below = files_gone_below(&path, &session)?;
            }
            if below.is_empty() {
                touched.name(path, key);
            }
        }
        for path in below {
            touched.name(path, key);
        }
    }
    let repository = session.repository.as_ref();
    let work = Work { touched: &touched, before: None, repository };
    let asked = Asked::Paths(arguments.paths.clone());
    let context = session.context(&library)?;
    session.emit(&refs(&library, asked, &work, arguments.exit_code, context)?)
}

/// The files below a folder, in the tree that is looked at; none below a file.
fn files_below(folder: Option<&RepoPath>, session: &Session<'_>) -> Result<Vec<RepoPath>, Failure> {
    let is_below = |path: &RepoPath| {
        folder.is_none_or(|folder| {
            let rest = path.as_str().strip_prefix(folder.as_str());
            rest.is_some_and(|rest| rest.starts_with('/'))
        })
    };
    if let (Some(commit), Some(repository)) = (session.revision, &session.repository) {
        let files = repository.files(commit)?.files.into_iter().map(|file| file.path);
        return Ok(files.filter(is_below).collect());
    }
    let root = folder.map_or_else(|| session.root.clone(), |f| session.root.join(f.as_str()));
    if !root.is_dir() {
        return Ok(Vec::new());
    }
    let listing = list(&root, Breadth::Everything).map_err(|error| Failure::of(&error))?;
    let full = |path: RepoPath| match folder {
        Some(folder) => RepoPath::new(&format!("{folder}/{path}")).ok(),
        None => Some(path),
    };
    Ok(listing.files.into_iter().filter_map(|file| full(file.path)).collect())
}

/// The files below a folder that is gone: those that only the working tree lacks, and those
/// that history has taken away.
fn files_gone_below(folder: &RepoPath, session: &Session<'_>) -> Result<Vec<RepoPath>, Failure> {
    let Some(repository) = &session.repository else { return Ok(Vec::new()) };
    let start = match (session.revision, repository.head()?) {
        (Some(revision), _) => revision,
        (None, Head::Commit { id, .. }) => id,
        (None, Head::Unborn { .. }) => return Ok(Vec::new()),
    };
    let mut files = repository.files_unlike(start, None, folder.as_str())?;
    files.extend(repository.removed_files(&[start], folder.as_str(), &Silent)?);
    Ok(files.into_iter().map(|file| file.path).collect())
}

/// Whether there is no such file. Hooks hand over files that were removed; a slip looks the
/// same, and is told.
fn tell_if_missing(
    path: &RepoPath,
    library: &Library,
    session: &Session<'_>,
) -> Result<bool, Failure> {
    let is_there = match (session.revision, &session.repository) {
        (Some(commit), Some(repository)) => repository.file(commit, path)?.is_some(),
        _ => session.root.join(path.as_str()).exists(),
    };
    let is_missing = !is_there && library.at(path).is_none();
    if is_missing {
        session.console.remark(&format!("note: there is no file {path} here any more, or yet"));
    }
    Ok(is_missing)
}
