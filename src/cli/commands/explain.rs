//! `sopctl explain`

use crate::answers::check::explain;
use crate::report::{Completeness, Context, RepositoryFacts};

use super::super::Outcome;
use super::super::args::{ExplainArguments, Global};
use super::super::console::Console;
use super::super::error::Failure;
use super::super::naming::rule_named;
use super::super::session::{Needs, Session};

pub(in crate::cli) fn run(
    arguments: &ExplainArguments,
    global: &Global,
    console: &Console,
) -> Result<Outcome, Failure> {
    let rule = arguments.rule.as_deref().map(rule_named).transpose()?;
    let session = Session::open(global, console, Needs::Folder)?;
    let report = explain(rule, session.declared.as_ref(), context(&session));
    session.emit(&report)
}

/// Rules are the same everywhere: neither documents nor history are looked at.
fn context(session: &Session<'_>) -> Context {
    Context {
        as_of: session.as_of.day,
        library: if session.folder.is_empty() { ".".to_owned() } else { session.folder.clone() },
        time_zone: session.as_of.zone.name().to_owned(),
        repository: RepositoryFacts {
            head: None,
            rev: session.global.rev.clone(),
            branch: None,
            on_branch: None,
            dirty: 0,
            history: Completeness::None,
        },
        profile: "sopctl".to_owned(),
        origin: None,
        doubts: Vec::new(),
        failed: false,
        fail_on: Vec::new(),
    }
}
