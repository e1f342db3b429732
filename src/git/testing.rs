//! Repositories for tests, built by the installed git with a cleared environment and
//! fixed people and times, so that commit names are the same everywhere.

use std::cell::Cell;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::{CommitId, ObjectId, Repository};

/// 2026-01-01T00:00:00Z; every commit is an hour after the one before.
const FIRST_COMMIT: i64 = 1_767_225_600;

/// A repository in a folder of its own, gone with the value.
pub(super) struct Sandbox {
    folder: tempfile::TempDir,
    root: PathBuf,
    clock: Cell<i64>,
}

impl Sandbox {
    /// An empty repository whose branch is `main`.
    pub(super) fn new() -> Self {
        Self::with(&[])
    }

    /// As [`Sandbox::new`], with more arguments to `git init`.
    pub(super) fn with(arguments: &[&str]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("repository");
        std::fs::create_dir(&root).unwrap();
        let sandbox = Self { folder, root, clock: Cell::new(FIRST_COMMIT) };
        let mut all = vec!["init", "--quiet"];
        all.extend_from_slice(arguments);
        sandbox.git(&all);
        sandbox.git(&["config", "uploadpack.allowFilter", "true"]);
        sandbox
    }

    /// A clone beside this repository.
    pub(super) fn clone_with(&self, name: &str, arguments: &[&str]) -> PathBuf {
        let target = self.folder.path().join(name);
        let source = format!("file://{}", self.root.display());
        let mut all = vec!["clone", "--quiet"];
        all.extend_from_slice(arguments);
        all.extend([source.as_str(), target.to_str().unwrap()]);
        self.git(&all);
        target
    }

    /// A path beside this repository.
    pub(super) fn beside(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(super) fn root(&self) -> &Path {
        &self.root
    }

    pub(super) fn open(&self) -> Repository {
        Repository::discover_isolated(&self.root).unwrap()
    }

    /// What git prints, without the last line end; git must succeed.
    pub(super) fn git(&self, arguments: &[&str]) -> String {
        self.git_in(&self.root, arguments)
    }

    /// As [`Sandbox::git`], with a file of the repository as standard input.
    pub(super) fn git_from(&self, arguments: &[&str], file: &str) -> String {
        let input = std::fs::File::open(self.root.join(file)).unwrap();
        self.run(&self.root, arguments, input.into())
    }

    pub(super) fn git_in(&self, folder: &Path, arguments: &[&str]) -> String {
        self.run(folder, arguments, Stdio::null())
    }

    fn run(&self, folder: &Path, arguments: &[&str], input: Stdio) -> String {
        let output = self.command(folder, arguments).stdin(input).output().unwrap();
        let errors = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "git {arguments:?}: {errors}");
        String::from_utf8(output.stdout).unwrap().trim_end().to_owned()
    }

    fn command(&self, folder: &Path, arguments: &[&str]) -> Command {
        let time = format!("{} +0100", self.clock.get());
        let mut command = Command::new("git");
        command
            .args(["-c", "init.defaultBranch=main", "-c", "core.quotePath=false"])
            .args(arguments)
            .current_dir(folder)
            .env_clear()
            .envs(std::env::var_os("PATH").map(|path| ("PATH", path)))
            .env("HOME", self.folder.path())
            .env("GIT_CONFIG_GLOBAL", "/dev/null")
            .env("GIT_CONFIG_NOSYSTEM", "1")
            .env("GIT_LITERAL_PATHSPECS", "1")
            .env("GIT_AUTHOR_NAME", "Ann Lee")
            .env("GIT_AUTHOR_EMAIL", "ann@example.org")
            .env("GIT_AUTHOR_DATE", &time)
            .env("GIT_COMMITTER_NAME", "Bob Ray")
            .env("GIT_COMMITTER_EMAIL", "bob@example.org")
            .env("GIT_COMMITTER_DATE", &time);
        command
    }

    pub(super) fn write(&self, path: &str, text: &str) {
        let path = self.root.join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }

    /// Commits all that is in the working tree, an hour after the commit before.
    pub(super) fn commit(&self, message: &str) -> CommitId {
        self.clock.set(self.clock.get() + 3_600);
        self.git(&["add", "--all"]);
        self.git(&["commit", "--quiet", "--allow-empty", "--message", message]);
        self.tip()
    }

    /// Writes one file and commits.
    pub(super) fn commit_file(&self, path: &str, text: &str) -> CommitId {
        self.write(path, text);
        self.commit(&format!("write {path}"))
    }

    /// Merges without asking whether it is necessary; the strategy may be `ours`.
    pub(super) fn merge(&self, strategy: &str, branches: &[&str]) -> CommitId {
        self.clock.set(self.clock.get() + 3_600);
        let mut all = vec!["merge", "--quiet", "--no-ff", "--no-edit", "--strategy", strategy];
        all.extend_from_slice(branches);
        self.git(&all);
        self.tip()
    }

    /// Merges one branch unless that takes a person; says whether it did.
    pub(super) fn try_merge(&self, strategy: &str, branch: &str) -> bool {
        self.clock.set(self.clock.get() + 3_600);
        let all = ["merge", "--quiet", "--no-ff", "--no-edit", "--strategy", strategy, branch];
        let merged = self.command(&self.root, &all).output().unwrap().status.success();
        if !merged {
            self.git(&["reset", "--quiet", "--hard"]);
        }
        merged
    }

    /// Moves the clock, possibly back.
    pub(super) fn skip(&self, seconds: i64) {
        self.clock.set(self.clock.get() + seconds);
    }

    pub(super) fn tip(&self) -> CommitId {
        self.id("HEAD")
    }

    pub(super) fn id(&self, revision: &str) -> ObjectId {
        ObjectId::from_hex(&self.git(&["rev-parse", revision])).unwrap()
    }

    /// Whether a commit of that name is there.
    pub(super) fn has(&self, revision: &str) -> bool {
        let commit = format!("{revision}^{{commit}}");
        let all = ["rev-parse", "--verify", "--quiet", &commit];
        self.command(&self.root, &all).output().unwrap().status.success()
    }

    /// What `git log --format=%H` prints.
    pub(super) fn log(&self, arguments: &[&str]) -> Vec<CommitId> {
        let mut all = vec!["log", "--format=%H"];
        all.extend_from_slice(arguments);
        self.git(&all).lines().map(|line| ObjectId::from_hex(line).unwrap()).collect()
    }
}

/// A small generator of numbers, so that random histories are the same everywhere.
pub(super) struct Dice(u64);

impl Dice {
    pub(super) fn new(seed: u64) -> Self {
        Self(0x2545_f491_4f6c_dd1d_u64.wrapping_mul(seed * 2 + 1))
    }

    /// A number below `bound`.
    pub(super) fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % bound as u64).unwrap()
    }
}
