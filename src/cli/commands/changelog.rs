//! `sopctl changelog`

use crate::answers::changelog::{End, Request, changelog};
use crate::git::CommitId;

use super::super::Outcome;
use super::super::args::{ChangelogArguments, Global};
use super::super::console::Console;
use super::super::error::Failure;
use super::super::range::{Range, refuse_rev};
use super::super::session::{Needs, Session};

pub(in crate::cli) fn run(
    arguments: &ChangelogArguments,
    global: &Global,
    console: &Console,
) -> Result<Outcome, Failure> {
    refuse_rev(global, "sopctl changelog A..REV")?;
    let mut session = Session::open(global, console, Needs::Repository)?;
    let range = Range::read(&arguments.range, session.require_repository()?)?;
    session.judge_at(range.to.commit)?;
    let old = session.library_of(&range.from)?;
    let new = session.library_of(&range.to)?;
    let controlled = session.history()?;
    let end = |name: String, commit: Option<CommitId>| -> Result<End, Failure> {
        let commit = commit.ok_or_else(|| Failure::new(format!("{name} is no commit")))?;
        let info = controlled.repository.commit_info(commit)?;
        Ok(End { name, commit, day: info.committer_time.day_in(&session.as_of.zone) })
    };
    let request = Request {
        repository: controlled.repository,
        from: end(range.from.name, range.from.commit)?,
        to: end(range.to.name, range.to.commit)?,
        landing: &controlled.landing,
        in_force_from: session.config.history.in_force_from,
        zone: &session.as_of.zone,
    };
    let context = session.context(&new)?;
    let report = changelog(&old, &new, request, context, &session.progress)?;
    session.emit(&report)
}
