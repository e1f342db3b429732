//! `sopctl log`

use crate::answers::log::{Of, Request, log};
use crate::git::{Revision, Timeline};
use crate::library::{FindError, Library, Member};
use crate::paths::RepoPath;

use super::super::Outcome;
use super::super::args::{Global, LogArguments};
use super::super::console::Console;
use super::super::error::Failure;
use super::super::naming::{below_root, committed};
use super::super::session::{Controlled, Needs, Session};

pub(in crate::cli) fn run(
    arguments: &LogArguments,
    global: &Global,
    console: &Console,
) -> Result<Outcome, Failure> {
    let session = Session::open(global, console, Needs::Repository)?;
    let history = session.history()?;
    let library = session.library()?;
    let of = match &arguments.document {
        None => Of::All,
        Some(name) => named(name, &library, &session, &history)?,
    };
    let request = Request { of, substance_only: arguments.substance, limit: arguments.limit };
    let context = session.context(&library)?;
    let ground = history.ground(&session.as_of);
    session.emit(&log(&library, ground, &request, context, &session.progress)?)
}

/// A document of today, else a path that history knows.
fn named<'l>(
    name: &str,
    library: &'l Library,
    session: &Session<'_>,
    history: &Controlled<'_>,
) -> Result<Of<'l>, Failure> {
    let from_here = below_root(name, session).ok().flatten();
    if let Some(member) = from_here.as_ref().and_then(|path| library.at(path)) {
        return committed(member).map(Of::Member);
    }
    let error = match library.find(name) {
        Ok(member) => return committed(member).map(Of::Member),
        Err(error @ FindError::Several { .. }) => return Err(error.into()),
        Err(error) => error,
    };
    let from_root = RepoPath::new(name.trim_start_matches("./")).ok();
    let from_root = from_root.filter(|path| from_here.as_ref() != Some(path));
    for path in from_here.into_iter().chain(from_root) {
        let paths = [path];
        let found = history.repository.path_timelines(history.start, &paths, &session.progress)?;
        let [path] = paths;
        // A folder has no text in any revision.
        let has_text = |revision: &Revision| {
            revision.blob.is_some() || revision.previous.iter().any(Option::is_some)
        };
        let revisions = found.first().map_or(&[][..], |timeline| &timeline.revisions);
        if !revisions.is_empty() && !revisions.iter().any(has_text) {
            return Err(Failure::new(format!("{path} is a folder, and a log is of documents"))
                .hint("name a document; `sopctl log` alone is about all of them"));
        }
        if !revisions.is_empty() {
            let moved = moved_from(&path, library, session, history)?;
            return Ok(moved.map_or(Of::Path(path), Of::Member));
        }
    }
    Err(error.into())
}

/// The document of today that stood at a path once, if one did: the path is no other document
/// then, which was removed.
fn moved_from<'l>(
    path: &RepoPath,
    library: &'l Library,
    session: &Session<'_>,
    history: &Controlled<'_>,
) -> Result<Option<&'l Member>, Failure> {
    let members: Vec<&Member> =
        library.members.iter().filter(|member| member.blob.is_some()).collect();
    let paths: Vec<RepoPath> =
        members.iter().map(|member| member.committed_path().clone()).collect();
    let timelines = history.repository.timelines(history.start, &paths, &session.progress)?;
    let stood_there = |(_, timeline): &(&Member, Timeline)| {
        timeline.revisions.iter().any(|revision| revision.renamed_from.as_ref() == Some(path))
    };
    Ok(members.into_iter().zip(timelines).find(stood_there).map(|(member, _)| member))
}
