//! What the globs of a new library would bring in beside its documents: README files,
//! packages of others, what is marked as vendored.

use std::collections::BTreeSet;

use crate::document::profile::Profile;
use crate::library::{Library, is_conventional};
use crate::paths::{Globs, RepoPath};
use crate::worktree::{FileKind, Listing};

use super::configuration::{Decisions, written};
use super::survey::{Seen, literally};
use super::{InitError, Wishes, read_back};

/// Every folder of a library says with one of these what belongs into it.
const README: &str = "**/README.md";

/// The globs that leave out whatever is no document of `chosen`, each with how many files it
/// leaves out.
pub(super) fn excludes(
    decisions: &Decisions<'_>,
    chosen: &[&Seen<'_>],
    wishes: &Wishes,
    files: &Listing,
    library: Option<&Library>,
) -> Result<Vec<(String, usize)>, InitError> {
    let config = read_back(&written(decisions))?;
    let documents: BTreeSet<&RepoPath> = chosen.iter().map(|seen| &seen.member.path).collect();
    let unreadable = |path: &RepoPath| {
        library.is_some_and(|library| {
            library.unreadable.iter().any(|unreadable| unreadable.path == path.as_str())
        })
    };
    let mut left: Vec<&RepoPath> = files
        .files
        .iter()
        .filter(|file| file.kind == FileKind::File)
        .map(|file| &file.path)
        .filter(|path| Profile::built_in().iter().any(|profile| profile.matches(path)))
        .filter(|path| config.documents.select(path) && !documents.contains(path))
        .filter(|path| !unreadable(path))
        .collect();
    let is_document = |glob: &str| {
        let globs = Globs::new(&[glob]).unwrap_or_default();
        documents.iter().any(|path| globs.matches(path))
    };
    let mut excludes = Vec::new();
    let mut add = |glob: String, left: &mut Vec<&RepoPath>| -> Result<(), InitError> {
        let globs = Globs::new(&[&glob])?;
        let before = left.len();
        left.retain(|path| !globs.matches(path));
        excludes.push((glob, before - left.len()));
        Ok(())
    };
    for glob in &wishes.exclude {
        add(glob.clone(), &mut left)?;
    }
    if !is_document(README) {
        add(README.to_owned(), &mut left)?;
    }
    while let Some(path) = left.first().copied() {
        let named = format!("**/{}", literally(path.file_name()));
        let glob = if is_conventional(path) && !is_document(&named) {
            named
        } else {
            match foreign_folder(path, &documents) {
                Some(folder) => format!("{folder}/**"),
                None => literally(path.as_str()),
            }
        };
        add(glob, &mut left)?;
        // A glob always takes the file that it was made for; if not, the file is named.
        if left.first() == Some(&path) {
            left.remove(0);
        }
    }
    Ok(excludes)
}

/// The outermost folder above a file in which no document stands.
fn foreign_folder(path: &RepoPath, documents: &BTreeSet<&RepoPath>) -> Option<String> {
    let folder = path.folder();
    let ends = folder.match_indices('/').map(|(at, _)| at).chain([folder.len()]);
    ends.filter_map(|end| folder.get(..end))
        .filter(|folder| !folder.is_empty())
        .find(|folder| {
            let holds = |path: &&RepoPath| {
                path.as_str().strip_prefix(*folder).is_some_and(|rest| rest.starts_with('/'))
            };
            !documents.iter().any(holds)
        })
        .map(literally)
}
