//! Files and folders that are named by their paths, wherever they stand: what `--no-index`
//! and git's own diff hand over.

use std::path::Path;

use crate::library::{Library, Member, Settings, Unreadable};
use crate::paths::RepoPath;
use crate::report::{Completeness, Context, RepositoryFacts};

use super::error::Failure;
use super::session::Session;

/// The documents of a folder, by no configuration but the convention that was asked for.
pub(super) fn loose_folder(path: &Path, session: &Session<'_>) -> Result<Library, Failure> {
    Ok(Library::of_folder(path, settings(session)?)?)
}

/// A library of one file and nothing around it.
pub(super) fn loose_file(path: &Path, session: &Session<'_>) -> Result<Library, Failure> {
    let named = || {
        let name = RepoPath::new(path.file_name()?.to_str()?).ok()?;
        Some((path.parent()?, name))
    };
    let (folder, name) = named().ok_or_else(|| {
        Failure::new(format!("{} cannot be compared", path.display()))
            .hint("name a file whose name is UTF-8")
    })?;
    Ok(Library::of_file(folder, name, settings(session)?))
}

/// The one document of such a library, or why it cannot be read, told by the path that
/// people know.
pub(super) fn only<'l>(library: &'l Library, path: &str) -> Result<&'l Member, Unreadable> {
    library.members.first().ok_or_else(|| {
        let why = library.unreadable.first().map_or("there is nothing in it", |file| &file.why);
        Unreadable { path: path.to_owned(), why: why.to_owned() }
    })
}

/// What an answer about such files says of where it comes from: no repository.
pub(super) fn context(session: &Session<'_>, library: &Library) -> Result<Context, Failure> {
    let repository = RepositoryFacts {
        head: None,
        rev: None,
        branch: None,
        on_branch: None,
        dirty: 0,
        history: Completeness::None,
    };
    Ok(Context { library: ".".to_owned(), repository, ..session.context(library)? })
}

fn settings<'s>(session: &'s Session<'_>) -> Result<Settings<'s>, Failure> {
    Ok(Settings { config: None, folder: "", ..session.settings()? })
}
