//! Writes histories with the installed git. People, moments and settings are
//! fixed, so the same calls give the same commit ids on every machine.

use std::cell::Cell;
use std::fs;
use std::path::{Path, PathBuf};

use crate::sandbox::{Run, Sandbox};

/// Somebody who writes history.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Person {
    pub(crate) name: &'static str,
    pub(crate) email: &'static str,
}

pub(crate) const ANA: Person = Person { name: "Ana Reyes", email: "ana@example.com" };
pub(crate) const BEN: Person = Person { name: "Ben Okoro", email: "ben@example.com" };
pub(crate) const CLARA: Person = Person { name: "Clara Vogt", email: "clara@example.com" };

/// A repository, its clone or one of its worktrees.
pub(crate) struct GitRepo<'s> {
    sandbox: &'s Sandbox,
    folder: PathBuf,
    /// Commits so far, each of which gets a second of its own.
    commits: Cell<u32>,
}

impl<'s> GitRepo<'s> {
    /// An empty repository with branch `main`, in a folder of the sandbox's work folder.
    pub(crate) fn new(sandbox: &'s Sandbox, name: &str) -> Self {
        Self::with(sandbox, name, &["--object-format=sha1"])
    }

    /// As [`GitRepo::new`], of another make.
    pub(crate) fn with(sandbox: &'s Sandbox, name: &str, make: &[&str]) -> Self {
        let repo = Self::try_with(sandbox, name, make);
        repo.unwrap_or_else(|| panic!("git init {make:?} is not known here"))
    }

    /// As [`GitRepo::with`]; none where the installed git does not know that make.
    pub(crate) fn try_with(sandbox: &'s Sandbox, name: &str, make: &[&str]) -> Option<Self> {
        let repo = Self::at(sandbox, sandbox.work().join(name));
        fs::create_dir_all(&repo.folder).unwrap();
        let init = ["init", "--quiet", "--initial-branch=main"];
        let mut command = sandbox.command(Path::new("git"), &repo.folder);
        let is_made = command.args(init).args(make).output().unwrap().status.success();
        is_made.then_some(repo)
    }

    fn at(sandbox: &'s Sandbox, folder: PathBuf) -> Self {
        Self { sandbox, folder, commits: Cell::new(0) }
    }

    /// The folder of the working tree, or of the bare repository.
    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }

    /// `sopctl` in this folder, not yet run.
    pub(crate) fn sopctl(&self, arguments: &[&str]) -> Run {
        self.sandbox.sopctl_in(&self.folder, arguments)
    }

    /// Writes a file, with the folders it needs.
    pub(crate) fn write(&self, path: &str, text: &str) -> &Self {
        let file = self.folder.join(path);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, text).unwrap();
        self
    }

    /// Removes a file.
    pub(crate) fn remove(&self, path: &str) -> &Self {
        fs::remove_file(self.folder.join(path)).unwrap();
        self
    }

    /// Moves a file, creating the folders it goes to.
    pub(crate) fn rename(&self, from: &str, to: &str) -> &Self {
        let target = self.folder.join(to);
        fs::create_dir_all(target.parent().unwrap()).unwrap();
        fs::rename(self.folder.join(from), target).unwrap();
        self
    }

    /// Commits everything as it stands; `on` is a day or an RFC 3339 moment.
    pub(crate) fn commit(&self, by: Person, on: &str, message: &str) -> String {
        self.git(&["add", "--all"]);
        self.record(by, on, &["commit", "--quiet", "--allow-empty", "--message", message])
    }

    /// Creates a branch here and switches to it.
    pub(crate) fn branch(&self, name: &str) {
        self.git(&["switch", "--quiet", "--create", name]);
    }

    /// Switches to a branch.
    pub(crate) fn switch(&self, name: &str) {
        self.git(&["switch", "--quiet", name]);
    }

    /// Merges a branch into this one, always with a merge commit.
    pub(crate) fn merge(&self, branch: &str, by: Person, on: &str) -> String {
        // Versions of git word this differently.
        let message = format!("Merge branch '{branch}'");
        self.record(by, on, &["merge", "--quiet", "--no-ff", "--message", &message, branch])
    }

    /// Brings a branch as one commit that knows nothing of it.
    pub(crate) fn squash(&self, branch: &str, by: Person, on: &str, message: &str) -> String {
        self.git(&["merge", "--quiet", "--squash", branch]);
        self.record(by, on, &["commit", "--quiet", "--message", message])
    }

    /// Replays a branch on top of this one, so that nothing tells it was a branch.
    pub(crate) fn rebase_in(&self, branch: &str, by: Person, on: &str) -> String {
        let range = format!("HEAD..{branch}");
        self.record(by, on, &["cherry-pick", &range])
    }

    /// Takes a commit back.
    pub(crate) fn revert(&self, commit: &str, by: Person, on: &str) -> String {
        let subject = self.git(&["log", "-1", "--format=%s", commit]);
        let message = format!("Revert \"{subject}\"\n\nThis reverts commit {commit}.");
        self.git(&["revert", "--no-commit", commit]);
        self.record(by, on, &["commit", "--quiet", "--message", &message])
    }

    /// Repeats a commit here; its author and their moment stay.
    pub(crate) fn cherry_pick(&self, commit: &str, by: Person, on: &str) -> String {
        self.record(by, on, &["cherry-pick", commit])
    }

    /// A tag without a message.
    pub(crate) fn tag(&self, name: &str) {
        self.git(&["tag", name]);
    }

    /// A tag with a message, made by somebody on a day.
    pub(crate) fn tag_on(&self, name: &str, on: &str, by: Person) {
        let moment = format!("{on}T09:00:00Z");
        self.git_as(by, &moment, &["tag", "--annotate", "--message", name, name]);
    }

    /// A clone that knows the newest `depth` commits only.
    pub(crate) fn shallow_clone(&self, name: &str, depth: u32) -> Self {
        // git ignores the depth of a clone from a plain path.
        let source = format!("file://{}", self.folder.display());
        self.clone_with(&[&format!("--depth={depth}"), &source], name)
    }

    /// A clone without a working tree.
    pub(crate) fn bare_clone(&self, name: &str) -> Self {
        self.clone_with(&["--bare", "--no-local", &self.folder.display().to_string()], name)
    }

    /// A clone; the arguments name what is cloned.
    pub(crate) fn clone_with(&self, arguments: &[&str], name: &str) -> Self {
        let target = self.sandbox.work().join(name);
        self.git(&[&["clone", "--quiet"], arguments, &[&target.display().to_string()]].concat());
        Self::at(self.sandbox, target)
    }

    /// A linked worktree on a new branch.
    pub(crate) fn worktree(&self, name: &str, branch: &str) -> Self {
        let target = self.sandbox.work().join(name);
        self.git(&["worktree", "add", "--quiet", "-b", branch, &target.display().to_string()]);
        Self::at(self.sandbox, target)
    }

    /// The commit that is checked out.
    pub(crate) fn head(&self) -> String {
        self.git(&["rev-parse", "HEAD"])
    }

    /// Runs git, which has to succeed, and gives what it prints without the last line break.
    #[track_caller]
    pub(crate) fn git(&self, arguments: &[&str]) -> String {
        self.git_as(CLARA, "2020-01-01T00:00:00Z", arguments)
    }

    /// Runs git as somebody at a moment, and gives the commit that is checked out then.
    #[track_caller]
    fn record(&self, by: Person, on: &str, arguments: &[&str]) -> String {
        let second = self.commits.get();
        self.commits.set(second + 1);
        let moment = if on.contains('T') {
            on.to_owned()
        } else {
            format!("{on}T09:{:02}:{:02}Z", second / 60 % 60, second % 60)
        };
        self.git_as(by, &moment, arguments);
        self.head()
    }

    #[track_caller]
    fn git_as(&self, by: Person, moment: &str, arguments: &[&str]) -> String {
        let output = self
            .sandbox
            .command(Path::new("git"), &self.folder)
            .args(["-c", "core.autocrlf=false", "-c", "commit.gpgSign=false"])
            .args(arguments)
            .envs([("GIT_AUTHOR_NAME", by.name), ("GIT_AUTHOR_EMAIL", by.email)])
            .envs([("GIT_COMMITTER_NAME", by.name), ("GIT_COMMITTER_EMAIL", by.email)])
            .envs([("GIT_AUTHOR_DATE", moment), ("GIT_COMMITTER_DATE", moment)])
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&output.stdout).trim_end().to_owned();
        let error = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "git {arguments:?}\n{said}\n{error}");
        said
    }
}
