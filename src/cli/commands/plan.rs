//! `sopctl plan`

use crate::answers::plan::{Plan, Request, plan};
use crate::document::field::FieldName;

use super::super::Outcome;
use super::super::args::{Global, PlanArguments};
use super::super::console::Console;
use super::super::error::Failure;
use super::super::narrowing::{due_soon, require_owner, tell_unmatched};
use super::super::rewriting::{Written, open_to_write, refuse_modified};
use super::super::session::{Needs, Session};

pub(in crate::cli) fn run(
    arguments: &PlanArguments,
    global: &Global,
    console: &Console,
) -> Result<Outcome, Failure> {
    let session = if arguments.write {
        open_to_write(Written::Fields, global, console)?
    } else {
        Session::open(global, console, Needs::Folder)?
    };
    let tolerance = arguments
        .stagger
        .then(|| due_soon("--tolerance", arguments.tolerance.as_deref(), &session))
        .transpose()?;
    let library = session.library()?;
    tell_unmatched(&library, console);
    if let Some(owner) = &arguments.owner {
        require_owner(&library, owner)?;
    }
    if arguments.write && library.profile.keys_of(FieldName::NextReview).is_empty() {
        return Err(Failure::new(format!(
            "the convention {} has no key for the day of the next review",
            library.profile.name
        ))
        .hint("move the dates of last review by hand, or declare a profile that has one"));
    }
    let request = Request {
        config: &session.config,
        as_of: &session.as_of,
        months: arguments.months,
        tolerance,
        owner: arguments.owner.as_deref(),
    };
    let history = session.history_of(&library)?;
    let ground = history.as_ref().map(|history| history.ground(&session.as_of));
    let context = session.context(&library)?;
    let report = plan(&library, ground, &request, context, &session.progress)?;
    // What cannot be shown afterwards is not done.
    session.format::<Plan>()?;
    if !arguments.write || report.changeset.changes.is_empty() {
        return session.emit(&report);
    }
    refuse_modified(report.modified())?;
    session.tree.write(&report.changeset)?;
    session.emit(&report.written())
}
