//! `sopctl owners`

use crate::answers::owners::{Request, owners};
use crate::calendar::Interval;
use crate::ownership::{Owners, Remark};

use super::super::Outcome;
use super::super::args::{Global, OwnersArguments};
use super::super::console::Console;
use super::super::error::Failure;
use super::super::narrowing::tell_unmatched;
use super::super::session::{Needs, Session};

pub(in crate::cli) fn run(
    arguments: &OwnersArguments,
    global: &Global,
    console: &Console,
) -> Result<Outcome, Failure> {
    load(arguments, global, console)
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
        due_soon: interval("--within", arguments.within.as_deref(), &session)?,
        code_owners: code_owners.as_ref(),
        fail_on_gaps: arguments.exit_code,
    };
    let history = session.history_of(&library)?;
    let ground = history.as_ref().map(|history| history.ground(&session.as_of));
    let context = session.context(&library)?;
    session.emit(&owners(&library, ground, &request, context, &session.progress)?)
}

/// CODEOWNERS of the tree that is looked at.
fn code_owners(session: &Session<'_>) -> Result<Option<Owners>, Failure> {
    let found = match (session.revision, &session.repository) {
        (Some(commit), Some(repository)) => Owners::of_revision(repository, commit)?,
        _ => Owners::of_working_tree(&session.root)?,
    };
    let Some((owners, remarks)) = found else { return Ok(None) };
    tell(&owners, &remarks, session);
    Ok(Some(owners))
}

/// Names the lines of CODEOWNERS that are passed over.
fn tell(owners: &Owners, remarks: &[Remark], session: &Session<'_>) {
    let path = owners.place().path();
    for remark in remarks {
        session.console.remark(&format!("note: {path}:{}: {}", remark.line, remark.fault));
    }
}

/// The interval of an option; without it, how long before its date a review is due soon here.
fn interval(option: &str, given: Option<&str>, session: &Session<'_>) -> Result<Interval, Failure> {
    let Some(text) = given else { return Ok(session.config.stale.due_soon) };
    Interval::read(text).map_err(|error| {
        Failure::of(&error).hint(format!("{option} takes an interval such as \"30 days\""))
    })
}
