//! `init`: the beginning of a library: its configuration, and a folder for each type.
//!
//! Computes what would be created and writes nothing. It never replaces a file, and
//! it brings no existing document under control that does not ask for it.

mod configuration;
mod existing;
mod folder;
mod kit;

#[cfg(test)]
mod tests;

use crate::document::lifecycle::DocumentKind;
use crate::library::Library;
use crate::paths::{PathError, RepoPath};
use crate::worktree::{ChangeKind, Changeset, FileChange, Listing};

pub use existing::Group;
pub use kit::{Kit, KitFile, Service};

/// The name of the configuration file.
const CONFIGURATION: &str = "sopctl.toml";

/// A library that has begun, not yet written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Init {
    /// The files to create.
    pub changeset: Changeset,
    /// Documents that were here and belong to the library: some of them have a
    /// number or review dates already.
    pub controlled: Vec<Group>,
    /// Other Markdown that was here. The configuration names it in comments only.
    pub proposed: Vec<Group>,
}

/// Why no library begins here.
#[derive(Debug, thiserror::Error)]
pub enum InitError {
    /// One has begun here already.
    #[error("{path} exists already")]
    Configured {
        /// The configuration.
        path: RepoPath,
    },
    /// A name that the program makes is no path. It never is one that people give.
    #[error(transparent)]
    Path(#[from] PathError),
}

/// Begins a library in the folder that holds `files`. `library` is what can be read
/// there without a configuration; none where the folder does not exist yet. The
/// paths of both, and of the answer, are relative to that folder.
///
/// # Errors
/// When there is a `sopctl.toml` already.
pub fn init(files: &Listing, library: Option<&Library>) -> Result<Init, InitError> {
    let path = RepoPath::new(CONFIGURATION)?;
    if files.files.iter().any(|file| file.path == path) {
        return Err(InitError::Configured { path });
    }
    let folders = DocumentKind::ALL.map(|kind| folder::TypeFolder::of(kind, files));
    let (controlled, proposed) = library.map_or_else(Default::default, |library| {
        existing::groups(library, &folders.each_ref().map(|folder| folder.name.as_str()))
    });
    let profile = library.map(|library| library.profile.name.as_str());
    let text = configuration::written(&configuration::Decisions {
        folders: &folders,
        controlled: &controlled,
        proposed: &proposed,
        profile: profile.filter(|name| *name != "sopctl" && !controlled.is_empty()),
    });
    let mut changeset = Changeset::creating(path, text);
    for folder in folders.iter().filter(|folder| !folder.has_readme) {
        let path = RepoPath::new(&format!("{}/README.md", folder.name))?;
        let kind = ChangeKind::Create { content: folder.readme().into_bytes() };
        changeset.changes.push(FileChange { path, kind });
    }
    Ok(Init { changeset, controlled, proposed })
}
