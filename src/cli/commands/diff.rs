//! `sopctl diff`

use crate::answers::diff::{
    Depth, DiffReport, End, Naming, Request, diff, diff_of_ends, diff_since_review,
};
use crate::comparison::Extent;
use crate::git::GitError;
use crate::library::{FindError, Library, Member};
use crate::progress::Silent;
use crate::report::Format;

use super::super::Outcome;
use super::super::args::{DiffArguments, Global};
use super::super::console::Console;
use super::super::error::Failure;
use super::super::loose::{self, loose_file, loose_folder};
use super::super::naming::{below_root, document};
use super::super::range::{Range, refuse_rev};
use super::super::session::{Needs, Session};

pub(in crate::cli) fn run(
    arguments: &DiffArguments,
    global: &Global,
    console: &Console,
) -> Result<Outcome, Failure> {
    if arguments.no_index {
        return no_index(arguments, global, console);
    }
    if arguments.since_review {
        return since_review(arguments, global, console);
    }
    refuse_rev(global, "sopctl diff A..REV")?;
    let mut session = Session::open(global, console, Needs::Repository)?;
    let (range, names) = ends(arguments, &session)?;
    session.judge_at(range.to.commit)?;
    let old = session.library_of(&range.from)?;
    let new = session.library_of(&range.to)?;
    let mut only: Vec<&Member> = Vec::new();
    for name in names {
        only.push(named(name, &old, &new, &session).map_err(|failure| {
            match (arguments.arguments.as_slice(), session.require_repository()) {
                // Two revisions side by side are how other tools take a range.
                ([from, to], Ok(repository))
                    if repository.resolve(from).is_ok() && repository.resolve(to).is_ok() =>
                {
                    failure.hint(format!("sopctl diff {from}..{to} compares two revisions"))
                }
                _ => failure,
            }
        })?);
    }
    let request = request(arguments, &session, [&range.from.name, &range.to.name], only)?;
    let context = session.context(&new)?;
    let report =
        diff(&old, &new, session.repository.as_ref(), &request, context, &session.progress)?;
    session.emit(&report)
}

/// Each document against the text that was vouched for last; every argument is a document.
fn since_review(
    arguments: &DiffArguments,
    global: &Global,
    console: &Console,
) -> Result<Outcome, Failure> {
    let session = Session::open(global, console, Needs::Repository)?;
    let history = session.history()?;
    let library = session.library()?;
    let mut only: Vec<&Member> = Vec::new();
    for name in arguments.arguments.iter().chain(&arguments.documents) {
        only.push(document(name, &library, &session)?);
    }
    let to = match (&global.rev, session.revision) {
        (Some(rev), _) => rev.as_str(),
        (None, Some(_)) => "HEAD",
        (None, None) => "the working tree",
    };
    let request = request(arguments, &session, ["the last review", to], only)?;
    let context = session.context(&library)?;
    let ground = history.ground(&session.as_of);
    let report = diff_since_review(&library, ground, &request, context, &session.progress)?;
    session.emit(&report)
}

/// Any two files, or the documents of any two folders.
fn no_index(
    arguments: &DiffArguments,
    global: &Global,
    console: &Console,
) -> Result<Outcome, Failure> {
    refuse_rev(global, "--no-index takes two files")?;
    let typed: Vec<&String> = arguments.arguments.iter().chain(&arguments.documents).collect();
    let &[from, to] = typed.as_slice() else {
        return Err(Failure::new(format!("--no-index compares two files, not {}", typed.len()))
            .hint("sopctl diff --no-index OLD NEW"));
    };
    let session = Session::open(global, console, Needs::Folder)?;
    let request = request(arguments, &session, [from, to], Vec::new())?;
    let (old, new) = (session.here.join(from), session.here.join(to));
    for (path, typed) in [(&old, from), (&new, to)] {
        if !path.exists() {
            return Err(Failure::new(format!("there is no file {typed}"))
                .hint("--no-index takes the paths of two files, or of two folders"));
        }
    }
    let report: DiffReport = match (old.is_dir(), new.is_dir()) {
        (true, true) => {
            let (old, new) = (loose_folder(&old, &session)?, loose_folder(&new, &session)?);
            let context = loose::context(&session, &new)?;
            diff(&old, &new, None, &request, context, &Silent)?
        }
        (false, false) => {
            let (old, new) = (loose_file(&old, &session)?, loose_file(&new, &session)?);
            let context = loose::context(&session, &new)?;
            let (old, new) = (loose::only(&old, from), loose::only(&new, to));
            let older = old.as_ref().ok().map(|old| End { path: from, document: &old.document });
            let newer = new.as_ref().ok().map(|new| End { path: to, document: &new.document });
            let unreadable = [old.err(), new.err()].into_iter().flatten().collect();
            diff_of_ends(older, newer, Naming::Files, unreadable, &request, context)
        }
        _ => {
            return Err(Failure::new(format!("{from} and {to} are a file and a folder"))
                .hint("compare two files, or two folders"));
        }
    };
    session.emit(&report)
}

fn request<'l>(
    arguments: &DiffArguments,
    session: &Session<'_>,
    [from, to]: [&str; 2],
    only: Vec<&'l Member>,
) -> Result<Request<'l>, Failure> {
    let is_page = session.format::<DiffReport>()? == Format::Html;
    Ok(Request {
        from: from.to_owned(),
        to: to.to_owned(),
        only,
        extent: if arguments.words { Extent::Whole } else { Extent::Around },
        depth: if is_page { Depth::Redline } else { Depth::Changes },
        fail_on_difference: arguments.exit_code,
    })
}

/// The two ends, and the documents named behind them.
fn ends<'a>(
    arguments: &'a DiffArguments,
    session: &Session<'_>,
) -> Result<(Range, Vec<&'a str>), Failure> {
    let repository = session.require_repository()?;
    let typed: Vec<&str> = arguments.arguments.iter().map(String::as_str).collect();
    let documents = arguments.documents.iter().map(String::as_str);
    match typed.split_first() {
        Some((first, rest)) if is_range(first, session) => {
            Ok((Range::read(first, repository)?, rest.iter().copied().chain(documents).collect()))
        }
        Some((first, rest)) => {
            let revision = repository.resolve(first);
            let library = session.library()?;
            let document = match at_path(first, &library, session) {
                Some(member) => Ok(member),
                None => library.find(first),
            };
            match (revision, document) {
                (Ok(_), Ok(_)) => Err(Failure::new(format!("{first:?} is both a revision and a document")).hint(
                    format!("`sopctl diff {first}..` for the revision, `sopctl diff HEAD -- {first}` for the document"),
                )),
                (Ok(_), Err(_)) => Ok((
                    Range::to_working_tree(first, repository)?,
                    rest.iter().copied().chain(documents).collect(),
                )),
                (Err(_), Ok(_)) => Ok((
                    Range::to_working_tree("HEAD", repository)?,
                    typed.iter().copied().chain(documents).collect(),
                )),
                // A word that is nearly a document was meant to be one.
                (
                    Err(GitError::NoSuchRevision { .. }),
                    Err(
                        meant @ (FindError::Several { .. } | FindError::Unknown { near: Some(_), .. }),
                    ),
                ) => Err(meant.into()),
                (Err(error), _) => Err(error.into()),
            }
        }
        None => Ok((Range::to_working_tree("HEAD", repository)?, documents.collect())),
    }
}

/// Whether an argument with dots and slashes is a range of branches (`origin/main..HEAD`)
/// rather than a path (`../sops/a.md`).
fn is_range(text: &str, session: &Session<'_>) -> bool {
    let Some((from, _)) = text.split_once("..") else { return false };
    let names_a_revision = || session.repository.as_ref().is_some_and(|r| r.resolve(from).is_ok());
    !text.contains('/') || names_a_revision()
}

/// A document by its name at either end, the newer one first.
fn named<'l>(
    name: &str,
    old: &'l Library,
    new: &'l Library,
    session: &Session<'_>,
) -> Result<&'l Member, Failure> {
    let by_path = at_path(name, new, session).or_else(|| at_path(name, old, session));
    if let Some(member) = by_path {
        return Ok(member);
    }
    match new.find(name) {
        Err(FindError::Unknown { near, name }) => match old.find(&name) {
            Err(FindError::Unknown { near: nearer, .. }) => {
                Err(FindError::Unknown { near: near.or(nearer), name }.into())
            }
            found => found.map_err(Failure::from),
        },
        found => found.map_err(Failure::from),
    }
}

/// The document at a path as typed, from the folder where the command was given.
fn at_path<'l>(typed: &str, library: &'l Library, session: &Session<'_>) -> Option<&'l Member> {
    library.at(&below_root(typed, session).ok().flatten()?)
}
