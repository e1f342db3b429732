//! `sopctl check`

use crate::answers::check::{Before, CheckReport, Request, check};
use crate::config::FailOn;
use crate::git::Repository;
use crate::library::{Branches, Library, Member};
use crate::paths::RepoPath;

use super::super::Outcome;
use super::super::args::{CheckArguments, Global};
use super::super::baseline::{accepting, refuse_part};
use super::super::console::Console;
use super::super::error::Failure;
use super::super::naming::rule_named;
use super::super::narrowing::{paths_below_root, tell_unmatched, tell_without_documents};
use super::super::rewriting::{Written, open_to_write};
use super::super::session::{Needs, Session};

pub(in crate::cli) fn run(
    arguments: &CheckArguments,
    global: &Global,
    console: &Console,
) -> Result<Outcome, Failure> {
    let session = if arguments.fix {
        open_to_write(Written::Fields, global, console)?
    } else {
        Session::open(global, console, Needs::Folder)?
    };
    let fail_on = match &arguments.fail_on {
        Some(name) => severity(name)?,
        None => session.config.check.fail_on,
    };
    known_rules(&arguments.ignore)?;
    let typed = paths_below_root(&arguments.paths, &session)?;
    let narrowing = [
        (!typed.is_empty()).then_some("the paths"),
        arguments.since.is_some().then_some("--since"),
        (!arguments.ignore.is_empty()).then_some("--ignore"),
    ];
    let narrowing: Vec<&str> = narrowing.into_iter().flatten().collect();
    if !arguments.fix {
        refuse_part(&arguments.accepting, &narrowing, &session)?;
    }
    let configured = session.config.check.baseline.as_ref();
    let accepting = accepting::<CheckReport>(&arguments.accepting, configured, &session)?;
    let library = session.library()?;
    let paths = named_by_number(typed, &library, &session);
    tell_unmatched(&library, console);
    let context = session.context(&library)?;
    let config = session.declared.as_ref();
    let baseline = accepting.as_ref().map(|accepting| &accepting.baseline);
    let since = arguments.since.as_ref().map(|rev| session.since(rev)).transpose()?;
    let files = session.files(&library)?;
    let earlier = since.as_ref().map(|since| session.before(since)).transpose()?;
    let touched = since.as_ref().map(|since| session.touched(since, &library)).transpose()?;
    let before = since.as_ref().zip(earlier.as_ref()).zip(touched.as_ref());
    let before = before.map(|((since, (library, files, config)), touched)| Before {
        rev: &since.rev,
        base: since.base,
        library,
        files,
        config: config.as_ref(),
        touched,
    });
    let config_file = session.config_file();
    let branches = if arguments.all_branches { Some(branches(&library, &session)?) } else { None };
    let fetched = session.repository.as_ref().and_then(Repository::last_fetched);
    let request = Request {
        config,
        files: &files,
        folder: &session.folder,
        config_file: &config_file,
        without: &arguments.ignore,
        paths: &paths,
        fail_on,
        baseline,
        before,
        branches: branches.as_ref(),
        fetched: fetched.map(|moment| moment.day_in(&session.as_of.zone)),
    };
    let report = check(&library, &request, context);
    tell_without_documents(&report.without_documents, &session)?;
    if arguments.fix {
        // What cannot be shown afterwards is not done.
        session.format::<CheckReport>()?;
        let fixing = report.fixing(&library);
        if arguments.accepting.dry_run || fixing.changeset.changes.is_empty() {
            return session.emit(&report.with(fixing));
        }
        session.tree.write(&fixing.changeset)?;
        let library = session.library()?;
        let left = check(&library, &request, session.context(&library)?);
        return session.emit(&left.with(fixing.written()));
    }
    match accepting {
        Some(accepting) if arguments.accepting.write_baseline => {
            accepting.write(&report, &arguments.accepting, &session)
        }
        _ => session.emit(&report),
    }
}

/// The paths, and where nothing is there whose name is the number of one document, its path: a
/// number that several have is no path, and is told as one that is not there.
fn named_by_number(
    typed: Vec<RepoPath>,
    library: &Library,
    session: &Session<'_>,
) -> Vec<RepoPath> {
    let numbered = |path: RepoPath| {
        let name = path.as_str().rsplit('/').next().unwrap_or_default();
        let has_number = |member: &&Member| {
            let id = member.document.fields().id.value();
            id.is_some_and(|id| id.as_str().eq_ignore_ascii_case(name))
        };
        let mut found = library.members.iter().filter(has_number);
        match (found.next(), found.next()) {
            (Some(only), None) if !session.root.join(path.as_str()).exists() => only.path.clone(),
            _ => path,
        }
    };
    typed.into_iter().map(numbered).collect()
}

/// What other branches say of document numbers.
fn branches(library: &Library, session: &Session<'_>) -> Result<Branches, Failure> {
    let Some(repository) = &session.repository else {
        return Err(Failure::new("--all-branches needs a git repository")
            .hint("change into one, or leave --all-branches out"));
    };
    Ok(library.across_branches(repository, session.settings()?, &session.progress)?)
}

/// Refuses names of rules that there are not.
fn known_rules(names: &[String]) -> Result<(), Failure> {
    names.iter().try_for_each(|name| rule_named(name).map(drop))
}

fn severity(name: &str) -> Result<FailOn, Failure> {
    match name {
        "error" => Ok(FailOn::Error),
        "warning" => Ok(FailOn::Warning),
        "suggestion" => Ok(FailOn::Suggestion),
        "never" => Ok(FailOn::Never),
        _ => Err(Failure::new(format!("{name:?} is no severity"))
            .hint("--fail-on takes error, warning, suggestion or never")),
    }
}
