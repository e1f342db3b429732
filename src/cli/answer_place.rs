//! The file that `--output` names: what an answer may not replace.
//!
//! An answer that an earlier run wrote is replaced, wherever it stands. Documents that git knows
//! or that have front matter, and their configuration, are no answers, and a slip of the hand
//! would lose them.

use std::path::Path;

use crate::document::front_matter::Split;
use crate::git::Repository;
use crate::library::{Library, Member};
use crate::paths::RepoPath;

use super::error::Failure;
use super::session::Session;

/// Refuses a file for the answer that is a document of the library, or its configuration.
pub(super) fn refuse_controlled(output: &Path, session: &Session<'_>) -> Result<(), Failure> {
    // What is not there, or is no file, holds nothing that could be lost.
    let Ok(file) = std::fs::canonicalize(output) else { return Ok(()) };
    let below = file.strip_prefix(&session.root).ok().and_then(Path::to_str);
    let Some(path) = below.and_then(|below| RepoPath::new(below).ok()) else { return Ok(()) };
    if !file.is_file() || session.repository.as_ref().is_some_and(Repository::is_bare) {
        return Ok(());
    }
    let refused = |what: &str| {
        let said = format!("{path} is {what}, and the answer would replace it");
        Err(Failure::new(said).hint("--output takes a file of its own, such as answer.txt"))
    };
    if path.as_str() == session.config_file() && session.declared.is_some() {
        return refused("the configuration of this library");
    }
    let library = match &session.repository {
        Some(repository) => {
            Library::of_working_tree(&session.root, repository, session.settings()?)?
        }
        None if session.declared.is_some() => {
            Library::of_folder(&session.root, session.settings()?)?
        }
        // A folder that nobody declared may be anybody's home: only the file itself is read.
        None => Library::of_file(&session.root, path.clone(), session.settings()?),
    };
    // An older answer may stand where documents do: it has no front matter, and can be read.
    let is_controlled = |member: &Member| {
        member.blob.is_some() || !matches!(member.document.split(), Split::None { .. })
    };
    let is_unreadable = library.unreadable.iter().any(|file| file.path == path.as_str());
    if is_unreadable || library.at(&path).is_some_and(is_controlled) {
        return refused("a document of this library");
    }
    Ok(())
}
