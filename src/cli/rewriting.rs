//! Writing into documents: where that can be done, and when it is refused.

use crate::paths::RepoPath;

use super::args::Global;
use super::console::Console;
use super::error::Failure;
use super::session::{Needs, Session};

/// What is written, for messages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Written {
    /// Fields, of documents in a repository or in a folder.
    Fields,
    /// The record of a review or of a step of the lifecycle, which only git can keep.
    Record,
}

/// Opens a working tree or folder whose files are to be rewritten.
pub(super) fn open_to_write<'a>(
    what: Written,
    global: &'a Global,
    console: &'a Console,
) -> Result<Session<'a>, Failure> {
    let (what, needs) = match what {
        Written::Fields => ("fields are", Needs::Folder),
        Written::Record => ("a record is", Needs::Repository),
    };
    if global.rev.is_some() {
        let said = format!("{what} written into the working tree, not into a revision");
        return Err(Failure::new(said).hint("leave --rev out"));
    }
    let session = Session::open(global, console, needs)?;
    if session.revision.is_some() {
        return Err(Failure::new("a bare repository has no working tree to write into")
            .hint("clone it first"));
    }
    Ok(session)
}

/// Refuses to rewrite documents with changes that are not committed: a mass edit is a commit of
/// its own, which nobody has to read for other changes.
pub(super) fn refuse_modified<'p>(
    modified: impl Iterator<Item = &'p RepoPath>,
) -> Result<(), Failure> {
    let modified: Vec<String> = modified.map(RepoPath::as_git_argument).collect();
    let Some(first) = modified.first() else { return Ok(()) };
    let others = match modified.len() - 1 {
        0 => String::new(),
        1 => " and 1 other".to_owned(),
        more => format!(" and {more} others"),
    };
    let said = format!("{first}{others} would be changed, with changes that are not committed");
    Err(Failure::new(said).hint(format!("commit them first: git commit -- {}", modified.join(" "))))
}
