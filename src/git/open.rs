//! Finding a repository and opening it, or saying why not.

use std::cell::{Cell, OnceCell};
use std::path::{Path, PathBuf};

use gix::open::Permissions;
use gix::sec::trust::Mapping;

use super::GitError;
use super::ancestry::Ancestry;
use super::cache::Cache;
use super::changed_paths::ChangedPaths;
use super::deltas::Deltas;
use super::finished::Shelf;
use super::identity::Names;
use super::refs::Head;

/// A repository that is open for reading.
pub struct Repository {
    pub(super) inner: gix::Repository,
    /// Read when the first person is named.
    pub(super) mailmap: OnceCell<gix::mailmap::Snapshot>,
    /// The commits that walks have read; taken out while one is under way.
    pub(super) ancestry: Cell<Option<Ancestry>>,
    /// Read when a walk first asks for them; none where there are none.
    pub(super) changed_paths: OnceCell<Option<ChangedPaths>>,
    /// None until [`Repository::use_cache`] is called.
    pub(super) cache: Option<Cache>,
    pub(super) shelf: Shelf,
    /// No document has a name until [`Repository::identify_by`] is called.
    pub(super) names: Names,
}

/// How much of its history a clone holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum History {
    /// All of it.
    Complete,
    /// Only the newest commits, as continuous integration clones by default.
    Shallow,
    /// Every commit, but not every file: a clone with a filter, such as `blob:none`.
    Partial,
    /// There is no commit yet.
    None,
}

impl Repository {
    /// Opens the repository that holds `start`: a working tree or a folder in it, a
    /// linked worktree, or a bare repository. As in git, `GIT_DIR` wins over `start`.
    ///
    /// The user's configuration is read for `safe.directory` and the like; where it
    /// is broken the repository is opened without it.
    ///
    /// # Errors
    /// When there is no repository, it belongs to another user, it uses reftable, or
    /// its own configuration cannot be understood.
    pub fn discover(start: &Path) -> Result<Self, GitError> {
        let found = discover_in_environment(start, Permissions::all());
        match found {
            Err(GitError::Unopenable { .. }) => {
                discover_in_environment(start, Permissions::isolated())
            }
            found => found,
        }
    }

    /// As [`Repository::discover`], but deaf to the environment and the user's configuration.
    #[cfg(test)]
    pub(super) fn discover_isolated(start: &Path) -> Result<Self, GitError> {
        let found = gix::ThreadSafeRepository::discover_opts(
            start,
            gix::discover::upwards::Options::default(),
            options(&Permissions::isolated()),
        );
        Self::from_found(start, found)
    }

    fn from_found(
        start: &Path,
        found: gix::Result<gix::ThreadSafeRepository>,
    ) -> Result<Self, GitError> {
        let mut inner = found.map_err(|cause| explain(start, cause))?.to_thread_local();
        let storage = inner.config_snapshot().string("extensions.refStorage");
        if storage.is_some_and(|format| format.as_slice() != b"files") {
            return Err(GitError::Reftable { path: folder_of(&inner) });
        }
        inner.objects.refresh_never();
        inner.objects.set_pack_cache(|| Box::new(Deltas::default()));
        Ok(Self {
            inner,
            mailmap: OnceCell::new(),
            ancestry: Cell::new(None),
            changed_paths: OnceCell::new(),
            cache: None,
            shelf: Shelf::default(),
            names: Names::default(),
        })
    }

    /// The root of the working tree; none in a bare repository.
    #[must_use]
    pub fn workdir(&self) -> Option<&Path> {
        self.inner.workdir()
    }

    /// The folder in which git keeps what is of this working tree alone; for a linked one it
    /// is not that of the main one.
    #[must_use]
    pub fn own_folder(&self) -> &Path {
        self.inner.git_dir()
    }

    /// Whether there is no working tree.
    #[must_use]
    pub fn is_bare(&self) -> bool {
        self.inner.workdir().is_none()
    }

    /// How much of its history the clone holds.
    ///
    /// # Errors
    /// When HEAD or the list of shallow commits cannot be read.
    pub fn history(&self) -> Result<History, GitError> {
        if matches!(self.head()?, Head::Unborn { .. }) {
            return Ok(History::None);
        }
        Ok(if !self.boundary()?.is_empty() {
            History::Shallow
        } else if self.is_partial() {
            History::Partial
        } else {
            History::Complete
        })
    }

    /// Whether some remote promises the objects that the clone lacks. git says so in
    /// `remote.<name>.promisor`, and in `extensions.partialClone` before that.
    fn is_partial(&self) -> bool {
        let config = self.inner.config_snapshot();
        config.string("extensions.partialClone").is_some()
            || config.plumbing().sections_by_name("remote").into_iter().flatten().any(|remote| {
                remote.value("promisor").is_some_and(|value| value.as_slice() != b"false")
            })
    }

    /// The commits whose parents a shallow clone leaves out.
    pub(super) fn boundary(&self) -> Result<Vec<gix::ObjectId>, GitError> {
        let commits = self.inner.shallow_commits().map_err(GitError::references)?;
        Ok(commits.map(|commits| commits.iter().copied().collect()).unwrap_or_default())
    }
}

impl std::fmt::Debug for Repository {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Repository").field(&self.inner.git_dir()).finish()
    }
}

impl GitError {
    pub(super) fn references(cause: gix::Error) -> Self {
        Self::References { cause: cause.into() }
    }
}

fn discover_in_environment(start: &Path, permissions: Permissions) -> Result<Repository, GitError> {
    let search = gix::discover::upwards::Options {
        // A ceiling that lies elsewhere is no error in git either.
        match_ceiling_dir_or_error: false,
        ..Default::default()
    };
    let found = gix::ThreadSafeRepository::discover_with_environment_overrides_opts(
        start,
        search,
        options(&permissions),
    );
    Repository::from_found(start, found)
}

fn options(permissions: &Permissions) -> Mapping<gix::open::Options> {
    // Reading somebody else's repository is what git refuses since CVE-2022-24765.
    let options = || {
        gix::open::Options::default()
            .permissions(*permissions)
            .bail_if_untrusted(true)
            .lossy_config(true)
    };
    Mapping { full: options(), reduced: options() }
}

fn explain(start: &Path, cause: gix::Error) -> GitError {
    use gix::discover::upwards::Error as Search;
    let path = start.to_owned();
    match cause.downcast_any_ref::<Search>() {
        Some(Search::NoTrustedGitRepository { candidate, .. }) => untrusted(candidate),
        Some(_) => GitError::NotARepository { path },
        None if cause.is_permission_denied() => match gix::discover::upwards(start) {
            Ok((found, _trust)) => untrusted(found.as_ref()),
            Err(_) => untrusted(start),
        },
        None => GitError::Unopenable { path, cause: cause.into() },
    }
}

/// With the path as `safe.directory` wants it: whole, and through no link.
fn untrusted(found: &Path) -> GitError {
    let found = found.canonicalize().unwrap_or_else(|_| found.to_owned());
    let path = match found.parent() {
        Some(parent) if found.ends_with(".git") => parent.to_owned(),
        _ => found,
    };
    GitError::Untrusted { path }
}

fn folder_of(repository: &gix::Repository) -> PathBuf {
    repository.workdir().unwrap_or(repository.git_dir()).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::git::ObjectId;
    use crate::git::testing::Sandbox;

    #[test]
    fn a_repository_is_found_from_a_folder_inside_it() {
        let sandbox = Sandbox::new();
        sandbox.commit_file("sops/a.md", "A\n");
        let repository = Repository::discover_isolated(&sandbox.root().join("sops")).unwrap();
        assert_eq!(repository.workdir(), Some(sandbox.root()));
        assert_eq!(repository.history().unwrap(), History::Complete);
        assert!(!repository.is_bare());
    }

    #[test]
    fn a_linked_worktree_has_its_own_head_and_the_same_objects() {
        let sandbox = Sandbox::new();
        let first = sandbox.commit_file("a.md", "A\n");
        let linked = sandbox.beside("linked");
        sandbox.git(&["worktree", "add", "--quiet", "-b", "draft", linked.to_str().unwrap()]);
        sandbox.commit_file("a.md", "B\n");
        let repository = Repository::discover_isolated(&linked).unwrap();
        assert_eq!(repository.workdir(), Some(linked.as_path()));
        let head = Head::Commit { id: first, branch: Some("draft".to_owned()) };
        assert_eq!(repository.head().unwrap(), head);
        assert!(repository.own_folder().ends_with(".git/worktrees/linked"));
    }

    #[test]
    fn a_bare_repository_has_no_working_tree() {
        let sandbox = Sandbox::new();
        let first = sandbox.commit_file("a.md", "A\n");
        let bare = sandbox.clone_with("bare.git", &["--bare"]);
        let repository = Repository::discover_isolated(&bare).unwrap();
        assert!(repository.is_bare());
        assert_eq!(repository.resolve("main").unwrap(), first);
    }

    #[test]
    fn a_sha_256_repository_is_read_like_any_other() {
        let sandbox = Sandbox::with(&["--object-format=sha256"]);
        let first = sandbox.commit_file("a.md", "A\n");
        assert_eq!(first.to_string().len(), 64);
        let repository = sandbox.open();
        assert_eq!(repository.resolve("HEAD").unwrap(), first);
        let file = &repository.files(first).unwrap().files[0];
        assert_eq!(repository.blob(file.blob).unwrap(), b"A\n");
        let other = ObjectId::from_hex(&"1".repeat(40)).unwrap();
        assert!(repository.blob(other).is_err());
        assert!(repository.files(other).is_err());
        assert!(repository.resolve(&"1".repeat(40)).is_err());
    }

    #[test]
    fn a_shallow_clone_says_so() {
        let sandbox = Sandbox::new();
        sandbox.commit_file("a.md", "A\n");
        sandbox.commit_file("a.md", "B\n");
        let shallow = sandbox.clone_with("shallow", &["--depth=1"]);
        let repository = Repository::discover_isolated(&shallow).unwrap();
        assert_eq!(repository.history().unwrap(), History::Shallow);
    }

    #[test]
    fn a_partial_clone_says_so() {
        let sandbox = Sandbox::new();
        sandbox.commit_file("a.md", "A\n");
        let partial = sandbox.clone_with("partial", &["--bare", "--filter=blob:none"]);
        let repository = Repository::discover_isolated(&partial).unwrap();
        assert_eq!(repository.history().unwrap(), History::Partial);
    }

    #[test]
    fn a_repository_without_commits_has_no_history() {
        assert_eq!(Sandbox::new().open().history().unwrap(), History::None);
    }

    #[test]
    fn no_repository_is_an_error_that_names_the_folder() {
        let folder = tempfile::tempdir().unwrap();
        let error = Repository::discover_isolated(folder.path()).unwrap_err();
        assert!(matches!(error, GitError::NotARepository { path } if path == folder.path()));
    }

    #[test]
    fn reftable_is_refused_by_name() {
        let sandbox = Sandbox::with(&["--ref-format=reftable"]);
        let error = Repository::discover_isolated(sandbox.root()).unwrap_err();
        assert!(matches!(error, GitError::Reftable { path } if path == sandbox.root()));
    }

    #[test]
    fn a_damaged_configuration_of_its_own_is_an_error() {
        let sandbox = Sandbox::new();
        std::fs::write(sandbox.root().join(".git/config"), "[core\n").unwrap();
        let error = Repository::discover_isolated(sandbox.root()).unwrap_err();
        assert!(matches!(error, GitError::Unopenable { .. }), "{error:?}");
    }

    #[cfg(unix)]
    #[test]
    fn the_repository_of_somebody_else_is_refused() {
        let sandbox = Sandbox::new();
        sandbox.commit_file("sops/a.md", "A\n");
        for path in [sandbox.root().to_owned(), sandbox.root().join(".git")] {
            if std::os::unix::fs::chown(path, Some(54_321), None).is_err() {
                eprintln!("skipped: only the superuser can give a folder to somebody else");
                return;
            }
        }
        let error = Repository::discover_isolated(&sandbox.root().join("sops")).unwrap_err();
        let root = sandbox.root().canonicalize().unwrap();
        assert!(matches!(error, GitError::Untrusted { path } if path == root));
    }
}
