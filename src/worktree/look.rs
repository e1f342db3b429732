//! Whether something is there, without reading it.

use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use crate::paths::RepoPath;

/// What stands at a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stands {
    /// A file, or a symbolic link, wherever that leads.
    File,
    /// A folder.
    Folder,
    /// Nothing.
    Nothing,
    /// It cannot be told: the system refuses, or the path leads into a submodule that is not
    /// checked out.
    Unknown,
}

/// Looks at a path of the working tree, ignored files included.
#[must_use]
pub fn look(root: &Path, path: &RepoPath) -> Stands {
    match fs::symlink_metadata(root.join(path.as_str())) {
        Ok(found) if found.is_dir() => Stands::Folder,
        Ok(_) => Stands::File,
        Err(error) if is_absence(error.kind()) => {
            if leads_into_empty_folder(root, path) {
                Stands::Unknown
            } else {
                Stands::Nothing
            }
        }
        Err(_) => Stands::Unknown,
    }
}

/// The names of the folders in a folder of the working tree, sorted; none where there is no such
/// folder, or where it cannot be read. Links are not followed.
#[must_use]
pub fn folders_in(root: &Path, path: &RepoPath) -> Vec<String> {
    let Ok(entries) = fs::read_dir(root.join(path.as_str())) else { return Vec::new() };
    let names = entries.flatten().filter_map(|entry| {
        let is_folder = entry.file_type().is_ok_and(|kind| kind.is_dir());
        entry.file_name().into_string().ok().filter(|_| is_folder)
    });
    let mut names: Vec<String> = names.collect();
    names.sort_unstable();
    names
}

fn is_absence(kind: ErrorKind) -> bool {
    // A name that is too long is none of a file.
    matches!(kind, ErrorKind::NotFound | ErrorKind::NotADirectory | ErrorKind::InvalidFilename)
}

/// Whether the nearest folder above that is there has nothing in it. Git keeps no empty
/// folders: it is the place of a submodule, or of something that is generated.
fn leads_into_empty_folder(root: &Path, path: &RepoPath) -> bool {
    let mut above = path.folder();
    while !above.is_empty() {
        if let Ok(mut entries) = fs::read_dir(root.join(above)) {
            return entries.next().is_none();
        }
        above = above.rsplit_once('/').map_or("", |(folder, _)| folder);
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_at_a_path_is_told_without_reading_it() {
        let root = tempfile::tempdir().unwrap();
        fs::create_dir_all(root.path().join("module")).unwrap();
        fs::create_dir_all(root.path().join("sops/img")).unwrap();
        fs::write(root.path().join("sops/img/a.png"), "x").unwrap();
        let stands = |path: &str| look(root.path(), &RepoPath::new(path).unwrap());
        assert_eq!(stands("sops/img/a.png"), Stands::File);
        assert_eq!(stands("sops/img"), Stands::Folder);
        assert_eq!(stands("sops/img/b.png"), Stands::Nothing);
        assert_eq!(stands("sops/img/a.png/c"), Stands::Nothing);
        assert_eq!(stands("module/deep/a.md"), Stands::Unknown);
        assert_eq!(stands(&"x".repeat(5_000)), Stands::Nothing);
    }
}
