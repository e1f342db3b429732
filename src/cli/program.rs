//! Other programs on this machine: whether they are here, and running them.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::error::Failure;

/// A program that was found on `PATH`.
#[derive(Debug, Clone)]
pub(super) struct Program {
    path: PathBuf,
    name: &'static str,
}

impl Program {
    /// Looks for it; `None` where it is not here.
    pub(super) fn find(name: &'static str) -> Option<Self> {
        let file = format!("{name}{}", std::env::consts::EXE_SUFFIX);
        let folders = std::env::var_os("PATH")?;
        // A relative entry would find what a repository brings along.
        let mut folders = std::env::split_paths(&folders).filter(|folder| folder.is_absolute());
        folders.find_map(|folder| {
            let path = folder.join(&file);
            path.is_file().then_some(Self { path, name })
        })
    }

    /// Runs it in a folder, with what a file holds on its standard input, and takes what it
    /// writes. There is no shell in between.
    pub(super) fn run(
        &self,
        arguments: &[String],
        folder: &Path,
        input: Option<&str>,
    ) -> Result<Vec<u8>, Failure> {
        let failure = || Failure::new(format!("{} could not do its part", self.name));
        let mut command = Command::new(&self.path);
        command.args(arguments).current_dir(folder);
        command.stdin(match input {
            Some(name) => {
                let file = File::open(folder.join(name));
                Stdio::from(file.map_err(|error| failure().because(&error))?)
            }
            None => Stdio::null(),
        });
        let hint = format!("leave the option out that needs {}, or mend it", self.name);
        let output = command.output().map_err(|error| failure().because(&error).hint(&hint))?;
        if output.status.success() {
            return Ok(output.stdout);
        }
        // What it said last is most often why.
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        let last = said.lines().rev().find(|line| !line.trim().is_empty()).unwrap_or_default();
        let ended = format!("{} ended with {}: {last}", self.name, output.status);
        Err(Failure::new(ended).hint(hint))
    }
}
