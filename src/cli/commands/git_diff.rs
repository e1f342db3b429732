//! `sopctl git-diff` and `sopctl git-text`: what git calls to show documents in its own diffs.
//!
//! git stops when a driver fails, in the middle of a log. So these end well whatever happens:
//! what cannot be shown is said, and git goes on.

use std::ffi::OsStr;
use std::path::Path;

use crate::answers::diff::{Depth, End, Naming, Request, diff_of_ends, outlined};
use crate::comparison::Extent;
use crate::library::Library;
use crate::render::{Colour, Page, render_view};
use crate::report::Report as _;

use super::super::Outcome;
use super::super::args::{GitDiffArguments, GitTextArguments, Global};
use super::super::console::Console;
use super::super::error::{Failure, visible};
use super::super::loose::{self, loose_file, only};
use super::super::session::{Needs, Session};

/// What git names where there is no file at an end.
const NOTHING: &str = "/dev/null";

/// Shows what one file changes, in words.
pub(in crate::cli) fn run_diff(
    arguments: &GitDiffArguments,
    global: &Global,
    console: &Console,
) -> Result<Outcome, Failure> {
    let paged = Console::of_git(global.color, global.quiet);
    let console = paged.as_ref().unwrap_or(console);
    let Some(path) = arguments.call.first() else {
        return Err(Failure::new("git-diff is for git, which calls it with seven arguments")
            .hint("git config diff.sopctl.command \"sopctl git-diff\""));
    };
    console.answer(&format!("sopctl diff {}\n", visible(&path.to_string_lossy())))?;
    let said = match Call::read(&arguments.call) {
        None => Ok("  not merged yet\n".to_owned()),
        Some(call) if !call.is_of_files() => Ok("  a link, not a file\n".to_owned()),
        Some(call) => shown(&call, global, console),
    };
    match said {
        Ok(text) => console.answer(&format!("{text}\n"))?,
        Err(failure) => console.complain(&failure),
    }
    Ok(Outcome::Clean)
}

/// Writes a document as lines that git can compare: one for each field, heading and unit.
pub(in crate::cli) fn run_text(
    arguments: &GitTextArguments,
    global: &Global,
    console: &Console,
) -> Result<Outcome, Failure> {
    let page = Page { width: usize::MAX, colour: Colour::Off };
    let text = Session::open(global, console, Needs::Folder).and_then(|session| {
        let library = loose_file(&session.here.join(&arguments.file), &session)?;
        Ok(library.members.first().map(|member| render_view(&outlined(&member.document), page)))
    });
    if let Ok(Some(text)) = text {
        console.answer(&text)?;
    } else {
        // What is no document is shown as it is.
        let bytes = std::fs::read(&arguments.file).map_err(|error| {
            Failure::new(format!("cannot read {}", arguments.file.display())).because(&error)
        })?;
        console.answer(&String::from_utf8_lossy(&bytes))?;
    }
    Ok(Outcome::Clean)
}

/// git's call of an external diff: the path, then file, name and mode of the old and of the
/// new content, and for a rename the new path. Of a path that is not merged, the path alone.
struct Call<'a> {
    old_path: String,
    new_path: String,
    old: &'a Path,
    new: &'a Path,
    modes: [&'a OsStr; 2],
}

impl<'a> Call<'a> {
    fn read<A: AsRef<OsStr>>(arguments: &'a [A]) -> Option<Self> {
        let at = |index: usize| arguments.get(index).map(AsRef::as_ref);
        let path = at(0)?.to_string_lossy().into_owned();
        Some(Self {
            new_path: at(7).map_or_else(|| path.clone(), |to| to.to_string_lossy().into_owned()),
            old_path: path,
            old: Path::new(at(1)?),
            new: Path::new(at(4)?),
            modes: [at(3)?, at(6)?],
        })
    }

    /// Whether each end is a file, or nothing: a link has no text of its own.
    fn is_of_files(&self) -> bool {
        let is_file = |mode: &&OsStr| **mode == *"." || mode.to_string_lossy().starts_with("100");
        self.modes.iter().all(is_file)
    }
}

fn shown(call: &Call<'_>, global: &Global, console: &Console) -> Result<String, Failure> {
    let session = Session::open(global, console, Needs::Folder)?;
    let read = |path: &Path| -> Result<Option<Library>, Failure> {
        let is_there = path != Path::new(NOTHING);
        is_there.then(|| loose_file(&session.here.join(path), &session)).transpose()
    };
    let (old, new) = (read(call.old)?, read(call.new)?);
    let Some(either) = new.as_ref().or(old.as_ref()) else { return Ok(String::new()) };
    let context = loose::context(&session, either)?;
    let old = old.as_ref().map(|library| only(library, &call.old_path)).transpose();
    let new = new.as_ref().map(|library| only(library, &call.new_path)).transpose();
    let request = Request {
        from: call.old_path.clone(),
        to: call.new_path.clone(),
        only: Vec::new(),
        extent: Extent::Around,
        depth: Depth::Changes,
        fail_on_difference: false,
    };
    let (older, newer) = (old.as_ref().ok().copied(), new.as_ref().ok().copied());
    let older = older.flatten().map(|m| End { path: &call.old_path, document: &m.document });
    let newer = newer.flatten().map(|m| End { path: &call.new_path, document: &m.document });
    let unreadable = [old.err(), new.err()].into_iter().flatten().collect();
    let report = diff_of_ends(older, newer, Naming::Places, unreadable, &request, context);
    if report.is_empty() {
        return Ok("  nothing but formatting\n".to_owned());
    }
    Ok(render_view(&report.view(), console.page()))
}
