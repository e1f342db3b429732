//! A place of its own for one run of the program: nothing of the machine's
//! settings, home or terminal reaches it.

use std::env;
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{self, Command, Stdio};

use tempfile::TempDir;

/// A temporary folder with a home, a `PATH` that holds only git, and room to work.
pub(crate) struct Sandbox {
    folder: TempDir,
}

impl Sandbox {
    /// An empty place; it is removed when the value is dropped.
    pub(crate) fn new() -> Self {
        let folder = TempDir::with_prefix("sopctl-test-").unwrap();
        let sandbox = Self { folder };
        for part in ["home", "work"] {
            fs::create_dir(sandbox.folder.path().join(part)).unwrap();
        }
        sandbox.link_git();
        sandbox
    }

    /// Where the program runs, and where tests put their files.
    pub(crate) fn work(&self) -> PathBuf {
        self.folder.path().join("work")
    }

    /// Writes a file below the work folder, with the folders it needs.
    pub(crate) fn write(&self, path: &str, text: &str) -> PathBuf {
        let file = self.work().join(path);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(&file, text).unwrap();
        file
    }

    /// `sopctl` with these arguments in the work folder, not yet run.
    pub(crate) fn sopctl<A: AsRef<OsStr>>(&self, arguments: &[A]) -> Run {
        self.sopctl_in(&self.work(), arguments)
    }

    /// `sopctl` with these arguments in `folder`, not yet run.
    pub(crate) fn sopctl_in<A: AsRef<OsStr>>(&self, folder: &Path, arguments: &[A]) -> Run {
        let mut command = self.command(Path::new(env!("CARGO_BIN_EXE_sopctl")), folder);
        command.args(arguments);
        Run { command }
    }

    /// A command in the sandbox's environment and nothing else.
    pub(crate) fn command(&self, program: &Path, folder: &Path) -> Command {
        let mut command = Command::new(program);
        command
            .current_dir(folder)
            .env_clear()
            .env("PATH", self.programs())
            .env("HOME", self.folder.path().join("home"))
            .env("TZ", "UTC")
            .env("LC_ALL", "C")
            .env("COLUMNS", "100")
            .env("GIT_CONFIG_NOSYSTEM", "1")
            // A repository around the temporary folder is none of ours.
            .env("GIT_CEILING_DIRECTORIES", self.folder.path())
            .stdin(Stdio::null());
        command
    }

    fn programs(&self) -> PathBuf {
        self.folder.path().join("programs")
    }

    fn link_git(&self) {
        let git = format!("git{}", env::consts::EXE_SUFFIX);
        let folders = env::var_os("PATH").unwrap_or_default();
        let installed = env::split_paths(&folders)
            .find(|folder| folder.join(&git).is_file())
            .expect("these tests need git on the PATH");
        #[cfg(unix)]
        {
            fs::create_dir(self.programs()).unwrap();
            std::os::unix::fs::symlink(installed.join(&git), self.programs().join(&git)).unwrap();
        }
        #[cfg(windows)]
        std::os::windows::fs::symlink_dir(installed, self.programs()).unwrap();
    }
}

/// One run of the program, to be told more before it starts.
pub(crate) struct Run {
    command: Command,
}

impl Run {
    /// Sets one variable of the environment.
    pub(crate) fn env(mut self, name: &str, value: impl AsRef<OsStr>) -> Self {
        self.command.env(name, value);
        self
    }

    /// Runs the program and takes what it says. It must never end but with 0, 1 or 2.
    #[track_caller]
    pub(crate) fn run(mut self) -> Output {
        let output = self.command.output().unwrap();
        Output::of(output)
    }

    /// Runs the program with nobody there to read its answer.
    #[track_caller]
    pub(crate) fn run_unread(mut self) -> Output {
        let mut child = self.command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        drop(child.stdout.take());
        Output::of(child.wait_with_output().unwrap())
    }
}

/// What a run said and how it ended.
#[derive(Debug)]
pub(crate) struct Output {
    pub(crate) stdout: String,
    pub(crate) stderr: String,
    /// `None` where a signal ended the program.
    pub(crate) status: Option<i32>,
}

impl Output {
    #[track_caller]
    fn of(output: process::Output) -> Self {
        let said = Self {
            stdout: String::from_utf8(output.stdout).expect("stdout is UTF-8"),
            stderr: String::from_utf8(output.stderr).expect("stderr is UTF-8"),
            status: output.status.code(),
        };
        assert!(matches!(said.status, Some(0..=2)), "{said:?}");
        assert!(!said.stderr.contains("panicked"), "{said:?}");
        said
    }

    /// The run has to have ended with 0.
    #[track_caller]
    pub(crate) fn success(self) -> Self {
        self.ended_with(0)
    }

    /// The run has to have ended with `status`, which is not 0.
    #[track_caller]
    pub(crate) fn fails_with(self, status: i32) -> Self {
        assert_ne!(status, 0, "0 is success");
        self.ended_with(status)
    }

    #[track_caller]
    fn ended_with(self, status: i32) -> Self {
        let Self { stdout, stderr, .. } = &self;
        assert_eq!(self.status, Some(status), "\n--- stdout\n{stdout}\n--- stderr\n{stderr}");
        self
    }
}
