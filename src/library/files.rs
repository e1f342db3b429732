//! The files around documents: what links and watches lead to.
//!
//! Says what stands where, and which watches name nothing. It is looked at once, before
//! documents are judged: they are judged in parallel, and a repository cannot be asked so.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::convert::Infallible;
use std::path::{Path, PathBuf};

use crate::git::{FileKind, GitError, Head, Repository};
use crate::paths::RepoPath;
use crate::walkthrough::manifest::{self, Manifest};
use crate::worktree::{self, Breadth, Stands};

use super::revision::content;
use super::watch::{Absence, Content, Watch};
use super::{Library, LibraryError, Member, decoded};

/// The files of the tree that a library was read from.
#[derive(Debug)]
pub struct Files {
    source: Source,
    /// The watches that name nothing, by what is written.
    absences: HashMap<String, Absence>,
    /// The records of walkthroughs, in the order of their paths.
    walkthroughs: Vec<(RepoPath, Manifest)>,
}

#[derive(Debug)]
enum Source {
    /// Whatever is on disk below a folder, ignored or not.
    Disk(PathBuf),
    /// The tree of a commit.
    Tree(BTreeMap<RepoPath, FileKind>),
}

impl Files {
    /// The files of a working tree, or of a folder that knows no git. What is on disk is
    /// there, whether git knows it or not.
    ///
    /// # Errors
    /// When a watch names files by a glob, and they cannot be listed.
    pub fn on_disk(
        root: &Path,
        repository: Option<&Repository>,
        library: &Library,
    ) -> Result<Self, LibraryError> {
        let files = if watches(library).any(|watch| watch.path().is_none()) {
            listed(root, repository)?
        } else {
            BTreeMap::new()
        };
        let read = |path: &RepoPath| -> Result<Content, Infallible> {
            Ok(match worktree::read(root, path) {
                Ok(bytes) => Content::Text(decoded(bytes).unwrap_or_default()),
                Err(_) => Content::Unknown,
            })
        };
        let at = |path: &RepoPath| worktree::look(root, path);
        let Ok(absences) = absences(library, at, &files, read);
        let walkthroughs =
            records(records_on_disk(root, library), |path| worktree::read(root, path).ok());
        Ok(Self { source: Source::Disk(root.to_owned()), absences, walkthroughs })
    }

    /// The files of the commit that a library was read from.
    ///
    /// # Errors
    /// When the commit or its trees cannot be read.
    pub fn of_revision(repository: &Repository, library: &Library) -> Result<Self, LibraryError> {
        let Some(commit) = library.source.commit() else {
            let source = Source::Tree(BTreeMap::new());
            return Ok(Self { source, absences: HashMap::new(), walkthroughs: Vec::new() });
        };
        let tree = repository.files(commit)?.files;
        let blobs: HashMap<RepoPath, _> =
            tree.iter().map(|file| (file.path.clone(), file.blob)).collect();
        let files: BTreeMap<RepoPath, FileKind> =
            tree.into_iter().map(|file| (file.path, file.kind)).collect();
        let read = |path: &RepoPath| -> Result<Content, GitError> {
            // What a partial clone lacks, or what is too large, tells nothing.
            let bytes = blobs.get(path).and_then(|blob| content(repository, *blob).ok());
            Ok(match bytes {
                Some(bytes) => Content::Text(decoded(bytes).unwrap_or_default()),
                None => Content::Unknown,
            })
        };
        let absences = absences(library, |path| stands_in(&files, path), &files, read)?;
        let found = files.keys().filter(|path| Manifest::is_at(path)).cloned().collect();
        let walkthroughs =
            records(found, |path| blobs.get(path).and_then(|blob| content(repository, *blob).ok()));
        Ok(Self { source: Source::Tree(files), absences, walkthroughs })
    }

    /// What stands at a path.
    #[must_use]
    pub fn at(&self, path: &RepoPath) -> Stands {
        match &self.source {
            Source::Disk(root) => worktree::look(root, path),
            Source::Tree(files) => stands_in(files, path),
        }
    }

    /// The records of walkthroughs that could be read, with where they stand.
    #[must_use]
    pub fn walkthroughs(&self) -> &[(RepoPath, Manifest)] {
        &self.walkthroughs
    }

    /// What an entry of `watches` names that is not there; `None` where it is.
    #[must_use]
    pub fn absence(&self, entry: &str) -> Option<&Absence> {
        self.absences.get(entry)
    }
}

#[cfg(test)]
impl Files {
    /// The documents of a library and nothing around them.
    pub(crate) fn of_documents(library: &Library) -> Self {
        let files: BTreeMap<RepoPath, FileKind> =
            library.members.iter().map(|member| (member.path.clone(), FileKind::File)).collect();
        let read = |path: &RepoPath| -> Result<Content, Infallible> {
            let member = library.at(path);
            Ok(member.map_or(Content::Unknown, |m| Content::Text(m.document.text().to_owned())))
        };
        let Ok(absences) = absences(library, |path| stands_in(&files, path), &files, read);
        let found = files.keys().filter(|path| Manifest::is_at(path)).cloned().collect();
        let walkthroughs = records(found, |path| {
            library.at(path).map(|member| member.document.text().as_bytes().to_vec())
        });
        Self { source: Source::Tree(files), absences, walkthroughs }
    }
}

/// The records among files that may be some.
fn records(
    paths: Vec<RepoPath>,
    read: impl Fn(&RepoPath) -> Option<Vec<u8>>,
) -> Vec<(RepoPath, Manifest)> {
    let found = paths.into_iter().filter_map(|path| {
        let manifest = Manifest::read(&decoded(read(&path)?).ok()?)?;
        Some((path, manifest))
    });
    found.collect()
}

/// Where records may stand: in the folders of walkthroughs beside documents, and beside the
/// folders around these.
fn records_on_disk(root: &Path, library: &Library) -> Vec<RepoPath> {
    let mut around = BTreeSet::from([""]);
    for member in &library.members {
        let mut folder = member.path.folder();
        while around.insert(folder) {
            folder = folder.rsplit_once('/').map_or("", |(outer, _)| outer);
        }
    }
    let mut found = Vec::new();
    for folder in around {
        let parts = [folder, manifest::FOLDER];
        let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        let Ok(folder) = RepoPath::new(&parts.join("/")) else { continue };
        let names = worktree::folders_in(root, &folder).into_iter();
        let file = |name: String| RepoPath::new(&format!("{folder}/{name}/{}", manifest::FILE));
        found.extend(names.filter_map(|name| file(name).ok()));
    }
    found.retain(|path| worktree::look(root, path) == Stands::File);
    found.sort();
    found
}

fn stands_in(files: &BTreeMap<RepoPath, FileKind>, path: &RepoPath) -> Stands {
    match files.get(path) {
        Some(FileKind::File | FileKind::Symlink) => Stands::File,
        Some(FileKind::Submodule) => Stands::Folder,
        None if is_folder(files, path) => Stands::Folder,
        None if leads_elsewhere(files, path) => Stands::Unknown,
        None => Stands::Nothing,
    }
}

/// Whether files stand below a path: they come right behind it.
fn is_folder(files: &BTreeMap<RepoPath, FileKind>, path: &RepoPath) -> bool {
    let next = files.range(path..).next();
    next.is_some_and(|(file, _)| {
        let below = file.as_str().strip_prefix(path.as_str());
        below.is_some_and(|below| below.starts_with('/'))
    })
}

/// Whether a path leads through a submodule or a symbolic link, behind which anything may be.
fn leads_elsewhere(files: &BTreeMap<RepoPath, FileKind>, path: &RepoPath) -> bool {
    let mut above = path.folder();
    while let Ok(folder) = RepoPath::new(above) {
        if matches!(files.get(&folder), Some(FileKind::Submodule | FileKind::Symlink)) {
            return true;
        }
        above = above.rsplit_once('/').map_or("", |(folder, _)| folder);
    }
    false
}

fn watches(library: &Library) -> impl Iterator<Item = Watch<'_>> {
    let entries = library.members.iter().flat_map(Member::watches);
    entries.map(Watch::read)
}

impl Member {
    /// The entries of `watches`, as written.
    fn watches(&self) -> impl Iterator<Item = &str> {
        self.document.fields().watches.items().iter().map(|entry| entry.value.as_str())
    }
}

/// The files of a working tree that globs select among: what git does not ignore, and what
/// the commit has and the disk still has, hidden files included.
fn listed(
    root: &Path,
    repository: Option<&Repository>,
) -> Result<BTreeMap<RepoPath, FileKind>, LibraryError> {
    let listing = worktree::list(root, Breadth::Everything)?;
    let mut files: BTreeMap<RepoPath, FileKind> =
        listing.files.into_iter().map(|file| (file.path, FileKind::File)).collect();
    if let Some(repository) = repository
        && let Head::Commit { id, .. } = repository.head()?
    {
        for file in repository.files(id)?.files {
            if !files.contains_key(&file.path) && worktree::look(root, &file.path) == Stands::File {
                files.insert(file.path, file.kind);
            }
        }
    }
    Ok(files)
}

/// The watches of all documents that name nothing.
fn absences<E>(
    library: &Library,
    at: impl Fn(&RepoPath) -> Stands,
    files: &BTreeMap<RepoPath, FileKind>,
    mut read: impl FnMut(&RepoPath) -> Result<Content, E>,
) -> Result<HashMap<String, Absence>, E> {
    let entries: BTreeSet<&str> = library.members.iter().flat_map(Member::watches).collect();
    let mut absences = HashMap::new();
    for entry in entries {
        let watch = Watch::read(entry);
        let selector = match watch.selector() {
            Ok(selector) => selector,
            Err(error) => {
                absences.insert(entry.to_owned(), Absence::Pattern { why: error.to_string() });
                continue;
            }
        };
        let selected: Vec<RepoPath> = match watch.path() {
            Some(path) => match at(&path) {
                Stands::File => vec![path],
                // A key counts in files that somebody names.
                Stands::Folder | Stands::Unknown => continue,
                Stands::Nothing => Vec::new(),
            },
            None => selector.among(files).map(|(path, _)| path.clone()).collect(),
        };
        let absence = if selected.is_empty() {
            Some(Absence::Path { pattern: watch.pattern.to_owned() })
        } else {
            watch.lacks_value(&selected, &mut read)?
        };
        absences.extend(absence.map(|absence| (entry.to_owned(), absence)));
    }
    Ok(absences)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::profile::Profile;

    fn told(files: &[(&str, &str)], entry: &str) -> Option<String> {
        let text = format!("+++\nid = 'SOP-1'\nwatches = ['{entry}']\n+++\n");
        let mut all = vec![("a.md", text.as_str())];
        all.extend(files);
        let library = Library::of_texts(Profile::sopctl(), &all);
        Files::of_documents(&library).absence(entry).map(ToString::to_string)
    }

    #[test]
    fn a_watch_that_names_nothing_is_told_with_what_is_missing() {
        let files = [("infra/crm/main.tf", "x"), ("limits.toml", "[refund]\nmax = 100\n")];
        for there in ["infra", "infra/crm/main.tf", "infra/**", "limits.toml#refund.max"] {
            assert_eq!(told(&files, there), None, "{there}");
        }
        for (missing, expected) in [
            ("infra/erp", "describes infra/erp, which is not there"),
            ("infra/*.tf", "describes infra/*.tf, which is not there"),
            (
                "limits.toml#refund.min",
                "describes refund.min in limits.toml, where there is no such key",
            ),
        ] {
            assert_eq!(told(&files, missing).as_deref(), Some(expected));
        }
        assert!(told(&files, "infra/[").unwrap().starts_with("what it describes is unknown: "));
        let broken = [("limits.toml", "max = = 1\n")];
        let expected = "describes min in limits.toml, which cannot be read";
        assert_eq!(told(&broken, "limits.toml#min").as_deref(), Some(expected));
    }

    #[test]
    fn a_folder_of_a_tree_is_what_stands_below_it() {
        let library =
            Library::of_texts(Profile::sopctl(), &[("a-b/c.md", ""), ("a/b/c.md", ""), ("d", "")]);
        let files = Files::of_documents(&library);
        let stands = |path: &str| files.at(&RepoPath::new(path).unwrap());
        assert_eq!(stands("a/b/c.md"), Stands::File);
        for folder in ["a", "a/b", "a-b"] {
            assert_eq!(stands(folder), Stands::Folder, "{folder}");
        }
        for nothing in ["a/c", "a/b/c", "b"] {
            assert_eq!(stands(nothing), Stands::Nothing, "{nothing}");
        }
    }
}
