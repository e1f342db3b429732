//! A library as a revision has it.

use crate::git::{CommitId, FileKind, Repository, TreeFile};
use crate::paths::RepoPath;
use crate::worktree::MAX_FILE;

use super::selection::{Candidate, Selection};
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
        let mut considered = 0;
        let mut files = Vec::new();
        for file in &tree.files {
            let Some(local) = local_path(&file.path, settings.folder) else { continue };
            considered += 1;
            let candidate = selection.judge(&local);
            if candidate == Candidate::No || file.kind != FileKind::File {
                continue;
            }
            files.push(RawFile {
                path: file.path.clone(),
                content: content(repository, file),
                blob: Some(file.blob),
                uncommitted: None,
                conventional: candidate == Candidate::Conventional,
            });
        }
        let unreadable = misnamed(tree.unreadable).collect();
        Ok(assemble(files, unreadable, considered, Source::Revision { commit }, settings))
    }
}

/// The documents among files whose names are not UTF-8.
pub(super) fn misnamed(paths: Vec<String>) -> impl Iterator<Item = Unreadable> {
    let documents = paths.into_iter().filter(|path| path.to_lowercase().ends_with(".md"));
    documents.map(|path| Unreadable { path, why: "its name is not UTF-8".to_owned() })
}

/// The path from the folder of the library; `None` outside it.
pub(super) fn local_path(path: &RepoPath, folder: &str) -> Option<RepoPath> {
    if folder.is_empty() {
        return Some(path.clone());
    }
    let rest = path.as_str().strip_prefix(folder)?.strip_prefix('/')?;
    RepoPath::new(rest).ok()
}

fn content(repository: &Repository, file: &TreeFile) -> Result<Vec<u8>, String> {
    let bytes = repository.blob_size(file.blob).map_err(|error| error.to_string())?;
    if bytes > MAX_FILE {
        return Err(format!("it is larger than 16 MiB ({bytes} bytes)"));
    }
    repository.blob(file.blob).map_err(|error| error.to_string())
}

/// A small text file at the root of the tree, such as `.gitattributes`.
fn file_text(repository: &Repository, files: &[TreeFile], path: &str) -> Option<String> {
    let file =
        files.iter().find(|file| file.path.as_str() == path && file.kind == FileKind::File)?;
    content(repository, file).ok().and_then(|bytes| String::from_utf8(bytes).ok())
}
