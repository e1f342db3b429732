//! `sopctl diff`

use crate::answers::diff::{Request, diff};
use crate::git::GitError;
use crate::library::{FindError, Library, Member};

use super::super::Outcome;
use super::super::args::{DiffArguments, Global};
use super::super::console::Console;
use super::super::error::Failure;
use super::super::range::{Range, refuse_rev};
use super::super::session::{Needs, Session};

pub(in crate::cli) fn run(
    arguments: &DiffArguments,
    global: &Global,
    console: &Console,
) -> Result<Outcome, Failure> {
    refuse_rev(global, "sopctl diff A..REV")?;
    let mut session = Session::open(global, console, Needs::Repository)?;
    let (range, names) = ends(arguments, &session)?;
    session.judge_at(range.to.commit)?;
    let old = session.library_of(&range.from)?;
    let new = session.library_of(&range.to)?;
    let mut only: Vec<&Member> = Vec::new();
    for name in names {
        only.push(named(name, &old, &new)?);
    }
    let request = Request {
        from: range.from.name.clone(),
        to: range.to.name.clone(),
        only,
        fail_on_difference: arguments.exit_code,
    };
    let context = session.context(&new)?;
    let report =
        diff(&old, &new, session.repository.as_ref(), &request, context, &session.progress)?;
    session.emit(&report)
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
            let document = library.find(first);
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
fn named<'l>(name: &str, old: &'l Library, new: &'l Library) -> Result<&'l Member, Failure> {
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
