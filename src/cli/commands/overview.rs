//! `sopctl` alone

use crate::answers::overview::{Past, Place, census, overview};
use crate::git::Head;
use crate::standing::Rules;

use super::super::Outcome;
use super::super::args::Global;
use super::super::console::Console;
use super::super::error::Failure;
use super::super::session::{Needs, Session};

pub(in crate::cli) fn run(global: &Global, console: &Console) -> Result<Outcome, Failure> {
    let session = Session::open(global, console, Needs::Folder)?;
    if session.repository.is_none() && session.declared.is_none() {
        // Without either, nothing says that the Markdown below is anybody's library.
        let report = overview(Place::Folder, session.bare_context());
        return session.emit(&report);
    }
    let library = session.library()?;
    let is_declared = session.declared.is_some();
    let place = if library.count() == 0 && !is_declared {
        Place::Repository
    } else {
        let is_unborn = match &session.repository {
            Some(repository) => matches!(repository.head()?, Head::Unborn { .. }),
            None => true,
        };
        // A shallow clone can prove nothing; `sopctl stale` says what to do about it.
        let is_judged = !is_unborn && session.refuse_shallow().is_ok();
        let history = if is_judged { session.history_of(&library)? } else { None };
        let rules = Rules {
            config: &session.config,
            as_of: &session.as_of,
            due_soon: session.config.stale.due_soon,
        };
        let judging = history.as_ref().map(|history| (history.ground(&session.as_of), rules));
        let has_tags = match &session.repository {
            Some(repository) if is_judged => !repository.tags()?.is_empty(),
            _ => false,
        };
        let past = Past { has_commits: !is_unborn, has_tags };
        let progress = &session.progress;
        let config = &session.config;
        Place::Library(census(&library, config, is_declared, past, judging, progress)?)
    };
    session.emit(&overview(place, session.context(&library)?))
}
