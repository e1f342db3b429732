//! Which files there are.

use std::path::{Path, PathBuf};

use ignore::WalkBuilder;

use crate::paths::RepoPath;

/// How far a listing goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Breadth {
    /// Everything that git does not ignore.
    Everything,
    /// The same without `node_modules`, `vendor` and `third_party`: for a repository
    /// that says nothing about its documents.
    OwnFiles,
}

/// The files below a folder.
#[derive(Debug, Clone, Default)]
pub struct Listing {
    /// The files, sorted by path.
    pub files: Vec<WorkFile>,
    /// What could not be looked at, with the reason.
    pub unreadable: Vec<(String, String)>,
    /// Files whose names are not UTF-8, shown as well as they can be.
    pub misnamed: Vec<String>,
}

/// A file of the working tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkFile {
    /// Its path from the root of the listing.
    pub path: RepoPath,
    /// What it is.
    pub kind: FileKind,
}

/// What a path leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileKind {
    /// A file with content.
    File,
    /// A symbolic link, which is never followed.
    Symlink,
}

/// A folder that cannot be listed at all.
#[derive(Debug, thiserror::Error)]
#[error("cannot list {}", folder.display())]
pub struct ListError {
    /// The folder.
    pub folder: PathBuf,
    /// The system's reason.
    #[source]
    pub source: std::io::Error,
}

/// Lists the files below `root`. Honours `.gitignore`; leaves out what starts with a
/// dot, and the work trees of submodules.
///
/// # Errors
/// When `root` itself cannot be read. What cannot be read below it stands in
/// [`Listing::unreadable`].
pub fn list(root: &Path, breadth: Breadth) -> Result<Listing, ListError> {
    std::fs::read_dir(root).map_err(|source| ListError { folder: root.to_owned(), source })?;
    let mut listing = Listing::default();
    let walk = WalkBuilder::new(root)
        .follow_links(false)
        .require_git(false)
        .git_global(false)
        .parents(true)
        .ignore(false)
        .filter_entry(move |entry| {
            if !entry.file_type().is_some_and(|kind| kind.is_dir()) {
                return true;
            }
            let name = entry.file_name().to_string_lossy();
            let foreign = breadth == Breadth::OwnFiles
                && matches!(name.as_ref(), "node_modules" | "vendor" | "third_party");
            let submodule = entry.depth() > 0 && entry.path().join(".git").exists();
            !(foreign || submodule)
        })
        .build();
    for entry in walk {
        match entry {
            Ok(entry) => {
                let kind = match entry.file_type() {
                    Some(kind) if kind.is_file() => FileKind::File,
                    Some(kind) if kind.is_symlink() => FileKind::Symlink,
                    _ => continue,
                };
                let Ok(relative) = entry.path().strip_prefix(root) else { continue };
                match relative.to_str().map(RepoPath::new) {
                    Some(Ok(path)) => listing.files.push(WorkFile { path, kind }),
                    _ => listing.misnamed.push(relative.to_string_lossy().into_owned()),
                }
            }
            Err(error) => {
                let place = place_of(&error, root);
                let why = error.io_error().map_or_else(|| error.to_string(), ToString::to_string);
                listing.unreadable.push((place, why));
            }
        }
    }
    listing.files.sort_by(|a, b| a.path.cmp(&b.path));
    listing.unreadable.sort();
    listing.misnamed.sort();
    Ok(listing)
}

/// The path that an error of the walk speaks of, relative to the root.
fn place_of(error: &ignore::Error, root: &Path) -> String {
    match error {
        ignore::Error::WithPath { path, .. } => {
            path.strip_prefix(root).unwrap_or(path).to_string_lossy().into_owned()
        }
        ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => {
            place_of(err, root)
        }
        _ => ".".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ignored_hidden_and_foreign_files_are_left_out() {
        let root = tempfile::tempdir().unwrap();
        let write = |path: &str, text: &str| {
            let path = root.path().join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        };
        write(".gitignore", "build/\n");
        for path in [
            "a.md",
            "b/c.md",
            "build/d.md",
            ".github/e.md",
            "node_modules/f.md",
            "sub/.git",
            "sub/g.md",
        ] {
            write(path, "x");
        }
        let paths = |breadth| -> Vec<String> {
            list(root.path(), breadth).unwrap().files.iter().map(|f| f.path.to_string()).collect()
        };
        assert_eq!(paths(Breadth::OwnFiles), ["a.md", "b/c.md"]);
        assert_eq!(paths(Breadth::Everything), ["a.md", "b/c.md", "node_modules/f.md"]);
        assert!(list(&root.path().join("missing"), Breadth::Everything).is_err());
    }
}
