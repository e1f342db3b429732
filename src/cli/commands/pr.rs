//! `sopctl pr`

use crate::answers::pr::{Request, pull_request};

use super::super::Outcome;
use super::super::args::{Global, PrArguments};
use super::super::console::Console;
use super::super::error::Failure;
use super::super::narrowing::tell_unmatched;
use super::super::session::{Needs, Session};

pub(in crate::cli) fn run(
    arguments: &PrArguments,
    global: &Global,
    console: &Console,
) -> Result<Outcome, Failure> {
    let session = Session::open(global, console, Needs::Repository)?;
    let since = match &arguments.since {
        Some(rev) => session.since(rev)?,
        None => session.since_controlled_branch()?,
    };
    if arguments.since.is_none() && since.base == since.tip {
        console.remark(&format!(
            "note: what is looked at holds no commit that {} has not; --since REV compares with another",
            since.rev
        ));
    }
    let after = session.library()?;
    tell_unmatched(&after, console);
    let before = session.library_at(since.base)?;
    let touched = session.touched(&since, &after)?;
    let request = Request {
        repository: session.require_repository()?,
        config: &session.config,
        rev: &since.rev,
        base: since.base,
        touched: &touched,
    };
    let context = session.context(&after)?;
    session.emit(&pull_request(&before, &after, request, context, &session.progress)?)
}
