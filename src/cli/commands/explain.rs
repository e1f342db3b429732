//! `sopctl explain`

use crate::answers::check::explain;

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
    // Rules are the same everywhere: neither documents nor history are looked at.
    let report = explain(rule, session.declared.as_ref(), session.bare_context());
    session.emit(&report)
}
