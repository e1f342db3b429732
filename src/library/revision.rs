//! A library as a revision has it.

use crate::git::{BlobId, CommitId, FileKind, Repository, TreeFile};
use crate::paths::RepoPath;
use crate::worktree::{MAX_FILE, ReadError};

use super::selection::{Candidate, Selection};
use super::unmatched::unmatched;
use super::{Library, LibraryError, RawFile, Settings, Source, Unreadable, assemble};

impl Library {
    /// Reads the documents of a commit.
    ///
    /// # Errors
    /// When the commit or its trees cannot be read. A document whose content is
    /// missing is unreadable, not an error.
    pub fn of_revision(
        repository: &Repository,
        commit: CommitId,
        settings: Settings<'_>,
    ) -> Result<Self, LibraryError> {
        let tree = repository.files(commit)?;
        let attributes = file_text(repository, &tree.files, ".gitattributes");
        let selection = Selection::of(settings.config, attributes.as_deref());
        let mut considered = Vec::new();
        let mut files = Vec::new();
        for file in &tree.files {
            let Some(local) = local_path(&file.path, settings.folder) else { continue };
            let candidate = selection.judge(&local);
            considered.push(local);
            if candidate == Candidate::No || file.kind != FileKind::File {
                continue;
            }
            files.push(RawFile {
                path: file.path.clone(),
                content: content(repository, file.blob),
                blob: Some(file.blob),
                uncommitted: None,
                is_verbatim: true,
                conventional: candidate == Candidate::Conventional,
            });
        }
        let unreadable = misnamed(tree.unreadable)
            .filter(|file| is_within(&file.path, settings.folder))
            .collect();
        let unmatched = unmatched(settings.config, &considered);
        let source = Source::Revision { commit };
        let library = assemble(files, unreadable, considered.len(), source, settings);
        Ok(Library { unmatched, ..library })
    }
}

/// The documents among files whose names are not UTF-8.
pub(super) fn misnamed(paths: Vec<String>) -> impl Iterator<Item = Unreadable> {
    let documents = paths.into_iter().filter(|path| path.to_lowercase().ends_with(".md"));
    documents.map(|path| Unreadable { path, why: "its name is not UTF-8".to_owned() })
}

/// The path from the folder of the library; `None` outside it.
pub(super) fn local_path(path: &RepoPath, folder: &str) -> Option<RepoPath> {
    RepoPath::new(below(path.as_str(), folder)?).ok()
}

/// Whether something that could not be read belongs to the library: it stands below the
/// folder of the library, or is that folder.
pub(super) fn is_within(path: &str, folder: &str) -> bool {
    path == folder || below(path, folder).is_some()
}

/// What follows a folder in a path, by whole names: `ops-old/a.md` is not below `ops`.
fn below<'p>(path: &'p str, folder: &str) -> Option<&'p str> {
    if folder.is_empty() { Some(path) } else { path.strip_prefix(folder)?.strip_prefix('/') }
}

pub(super) fn content(repository: &Repository, blob: BlobId) -> Result<Vec<u8>, String> {
    let bytes = repository.blob_size(blob).map_err(|error| error.to_string())?;
    if bytes > MAX_FILE {
        return Err(ReadError::TooLarge { bytes, most: MAX_FILE }.to_string());
    }
    repository.blob(blob).map_err(|error| error.to_string())
}

/// A small text file at the root of the tree, such as `.gitattributes`.
fn file_text(repository: &Repository, files: &[TreeFile], path: &str) -> Option<String> {
    let file =
        files.iter().find(|file| file.path.as_str() == path && file.kind == FileKind::File)?;
    content(repository, file.blob).ok().and_then(|bytes| String::from_utf8(bytes).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_library_ends_where_the_name_of_its_folder_ends() {
        assert!(is_within("ops/a\u{fffd}.md", "ops"));
        assert!(is_within("ops", "ops"));
        assert!(is_within("anything.md", ""));
        assert!(!is_within("ops-old/a\u{fffd}.md", "ops"));
        let path = RepoPath::new("ops-old/a.md").unwrap();
        assert_eq!(local_path(&path, "ops"), None);
        assert_eq!(local_path(&path, "ops-old").unwrap().as_str(), "a.md");
    }
}
