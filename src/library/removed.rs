//! Where documents stood that history has taken away.

use crate::document::front_matter;
use crate::git::{CommitId, FileKind, GitError, Repository, TreeFile};
use crate::paths::RepoPath;
use crate::progress::Progress;

use super::revision::{content, local_path};
use super::selection::{Candidate, Selection};
use super::{Library, Settings, decoded};

impl Library {
    /// The paths, sorted, at which a commit behind `start` took a document away, by the rule
    /// that says today which files are documents. A document that was moved is gone from
    /// where it stood, and one that came back is there: whoever asks tells these apart by
    /// their histories.
    ///
    /// # Errors
    /// When `start` is missing, or commits or folders are damaged.
    pub fn places_left(
        repository: &Repository,
        start: CommitId,
        settings: Settings<'_>,
        progress: &dyn Progress,
    ) -> Result<Vec<RepoPath>, GitError> {
        let selection = Selection::of(settings.config, None);
        let files = repository.removed_files(&[start], settings.folder, progress)?;
        let is_document = |file: &TreeFile| {
            let Some(local) = local_path(&file.path, settings.folder) else { return false };
            file.kind == FileKind::File
                && match selection.judge(&local) {
                    Candidate::Document => true,
                    Candidate::Conventional => carries_review(repository, file),
                    Candidate::No => false,
                }
        };
        let documents = files.into_iter().filter(is_document);
        let mut paths: Vec<RepoPath> = documents.map(|file| file.path).collect();
        paths.sort();
        paths.dedup();
        Ok(paths)
    }
}

fn carries_review(repository: &Repository, file: &TreeFile) -> bool {
    let text = content(repository, file.blob).and_then(decoded);
    text.is_ok_and(|text| front_matter::carries_review(&front_matter::split(&text)))
}
