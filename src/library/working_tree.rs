//! A library as the working tree, or a folder without git, has it.

use std::collections::HashMap;
use std::path::Path;

use crate::git::{BlobId, BlobNames, FileKind as TreeKind, GitError, Head, Repository};
use crate::paths::RepoPath;
use crate::worktree::{self, Breadth, FileKind};

use super::revision::{is_within, local_path, misnamed};
use super::selection::{Candidate, Selection};
use super::unmatched::unmatched;
use super::{
    Library, LibraryError, RawFile, Settings, Source, Uncommitted, Unreadable, assemble,
    in_parallel,
};

/// How a file stands to the commit.
#[derive(Debug, Clone, Copy, Default)]
struct Committed {
    blob: Option<BlobId>,
    now: Option<Uncommitted>,
    /// Whether it is that content byte for byte.
    verbatim: bool,
}

impl Library {
    /// Reads the documents of a working tree and compares them with HEAD.
    ///
    /// # Errors
    /// When the folder cannot be listed, or HEAD cannot be read.
    pub fn of_working_tree(
        root: &Path,
        repository: &Repository,
        settings: Settings<'_>,
    ) -> Result<Self, LibraryError> {
        let head = match repository.head()? {
            Head::Commit { id, .. } => Some(id),
            Head::Unborn { .. } => None,
        };
        let mut committed: HashMap<RepoPath, BlobId> = HashMap::new();
        if let Some(head) = head {
            for file in repository.files(head)?.files {
                if file.kind == TreeKind::File {
                    committed.insert(file.path, file.blob);
                }
            }
        }
        let selection = selection(root, settings);
        let source = Source::WorkingTree { head };
        let names = Some(repository.blob_names());
        let compare = |file: &RawFile, content: &[u8], name: Option<BlobId>| {
            let Some(blob) = committed.get(&file.path).copied() else {
                return Committed {
                    blob: None,
                    now: Some(Uncommitted::Untracked),
                    verbatim: false,
                };
            };
            let verbatim = name == Some(blob);
            let same = verbatim || repository.blob(blob).is_ok_and(|old| same_text(&old, content));
            let now = (!same).then_some(Uncommitted::Modified);
            Committed { blob: Some(blob), now, verbatim }
        };
        let mut library = Self::of_files(root, settings, &selection, source, names, compare)?;
        library.match_moves(root, repository, &committed, settings, &selection);
        Ok(library)
    }

    /// Reads the documents of a folder that is in no repository.
    ///
    /// # Errors
    /// When the folder cannot be listed.
    pub fn of_folder(root: &Path, settings: Settings<'_>) -> Result<Self, LibraryError> {
        let selection = selection(root, settings);
        Self::of_files(root, settings, &selection, Source::Folder, None, |_, _, _| {
            Committed::default()
        })
    }

    /// How a file of the working tree, a document or not, differs from the commit that the
    /// working tree was compared with; `content` is what it holds now.
    ///
    /// # Errors
    /// When the commit cannot be read.
    pub fn uncommitted_at(
        &self,
        path: &RepoPath,
        content: &[u8],
        repository: &Repository,
    ) -> Result<Option<Uncommitted>, GitError> {
        let committed = match self.source.commit() {
            Some(head) => repository.file(head, path)?,
            None => None,
        };
        let Some(committed) = committed else { return Ok(Some(Uncommitted::Untracked)) };
        let is_same = same_text(&repository.blob(committed.blob)?, content);
        Ok((!is_same).then_some(Uncommitted::Modified))
    }

    /// Reads one file and nothing around it, whatever it is called.
    #[must_use]
    pub fn of_file(root: &Path, path: RepoPath, settings: Settings<'_>) -> Self {
        let content = worktree::read(root, &path).map_err(|error| error.to_string());
        let file = RawFile {
            path,
            content,
            blob: None,
            uncommitted: None,
            is_verbatim: false,
            conventional: false,
        };
        assemble(vec![file], Vec::new(), 1, Source::Folder, settings)
    }

    fn of_files(
        root: &Path,
        settings: Settings<'_>,
        selection: &Selection<'_>,
        source: Source,
        names: Option<BlobNames>,
        compare: impl Fn(&RawFile, &[u8], Option<BlobId>) -> Committed,
    ) -> Result<Self, LibraryError> {
        let base = root.join(settings.folder);
        if !base.is_dir() {
            return Err(LibraryError::NoFolder { folder: base });
        }
        let breadth =
            if settings.config.is_some() { Breadth::Everything } else { Breadth::OwnFiles };
        let listing = worktree::list(root, breadth)?;
        let mut considered = Vec::new();
        let mut files = Vec::new();
        let mut unreadable: Vec<Unreadable> =
            listing.unreadable.into_iter().map(|(path, why)| Unreadable { path, why }).collect();
        unreadable.extend(misnamed(listing.misnamed));
        for file in listing.files {
            let Some(local) = local_path(&file.path, settings.folder) else { continue };
            let candidate = selection.judge(&local);
            considered.push(local);
            if candidate != Candidate::No && file.kind != FileKind::Symlink {
                files.push((file.path, candidate == Candidate::Conventional));
            }
        }
        let files = in_parallel(files, |(path, conventional)| {
            let content = worktree::read(root, &path).map_err(|error| error.to_string());
            let name = names.zip(content.as_deref().ok()).and_then(|(names, text)| names.of(text));
            let (blob, uncommitted, is_verbatim) = (None, None, false);
            (RawFile { path, content, blob, uncommitted, is_verbatim, conventional }, name)
        });
        let files = files.into_iter().map(|(file, name)| {
            let committed = file.content.as_deref().map(|content| compare(&file, content, name));
            let committed = committed.unwrap_or_default();
            RawFile {
                blob: committed.blob,
                uncommitted: committed.now,
                is_verbatim: committed.verbatim,
                ..file
            }
        });
        let files = files.collect();
        unreadable.retain(|file| is_within(&file.path, settings.folder));
        let unmatched = unmatched(settings.config, &considered);
        let library = assemble(files, unreadable, considered.len(), source, settings);
        Ok(Library { unmatched, ..library })
    }
}

/// The rule by which the files below `root` are told apart.
fn selection<'c>(root: &Path, settings: Settings<'c>) -> Selection<'c> {
    let attributes = std::fs::read_to_string(root.join(".gitattributes")).ok();
    Selection::of(settings.config, attributes.as_deref())
}

/// Whether two files differ in nothing but their line endings, as a checkout under
/// `core.autocrlf` makes them.
fn same_text(old: &[u8], new: &[u8]) -> bool {
    let lines = |bytes: &[u8]| -> Vec<u8> {
        let mut text = Vec::with_capacity(bytes.len());
        for (index, byte) in bytes.iter().enumerate() {
            if *byte != b'\r' || bytes.get(index + 1) != Some(&b'\n') {
                text.push(*byte);
            }
        }
        text
    };
    old == new || lines(old) == lines(new)
}
