//! Finding sopctl.toml and reading it, with everything that is wrong with it.

use std::io::ErrorKind;
use std::path::Path;

use crate::answers::check::unknown_rules;
use crate::config::Config;
use crate::git::{CommitId, FileKind, Repository};
use crate::paths::RepoPath;
use crate::standing::FailOn;

use super::args::Global;
use super::error::Failure;
use super::faults::Faults;

/// The file that declares a library.
pub(super) const CONFIG_FILE: &str = "sopctl.toml";

/// The nearest sopctl.toml from here up to the root, or in the revision that is judged.
pub(super) fn configuration(
    global: &Global,
    repository: Option<&Repository>,
    revision: Option<CommitId>,
    root: &Path,
    here: &Path,
) -> Result<(String, Option<Config>), Failure> {
    if let Some(path) = &global.config {
        let shown = path.display().to_string();
        let bytes = std::fs::read(path).map_err(|error| unreadable(path, &shown, &error))?;
        return Ok((String::new(), Some(parsed(&decoded(bytes, &shown)?, &shown)?)));
    }
    // In a bare repository there is no "here" inside the tree.
    let bare = repository.is_some_and(Repository::is_bare);
    let below = if bare { Path::new("") } else { here.strip_prefix(root).unwrap_or(Path::new("")) };
    let mut folder = Some(below);
    while let Some(current) = folder {
        let name = current.join(CONFIG_FILE);
        let shown = name.to_string_lossy().replace('\\', "/");
        let bytes = match (revision, repository) {
            (Some(commit), Some(repository)) => in_revision(repository, commit, &shown)?,
            _ => in_folder(root, &name, &shown)?,
        };
        if let Some(bytes) = bytes {
            let folder = current.to_string_lossy().replace('\\', "/");
            return Ok((folder, Some(parsed(&decoded(bytes, &shown)?, &shown)?)));
        }
        folder = current.parent();
    }
    Ok((String::new(), None))
}

/// The file as a commit has it. A link is not followed: what it leads to is no part of the
/// commit, or stands there under its own name.
pub(super) fn in_revision(
    repository: &Repository,
    commit: CommitId,
    shown: &str,
) -> Result<Option<Vec<u8>>, Failure> {
    let path = RepoPath::new(shown).map_err(|error| Failure::of(&error))?;
    let Some(file) = repository.file(commit, &path)? else { return Ok(None) };
    match file.kind {
        FileKind::File => Ok(Some(repository.blob(file.blob)?)),
        FileKind::Symlink | FileKind::Submodule => {
            Err(Failure::new(format!("{shown} is no file in this revision but leads elsewhere"))
                .hint("commit the file itself, or name one with --config FILE"))
        }
    }
}

/// The file as the working tree or folder has it. A link that leads out of there is refused
/// unread: faults are shown with their lines, and whoever proposes a change to a repository
/// must not be able to have other files of the machine printed.
pub(super) fn in_folder(root: &Path, name: &Path, shown: &str) -> Result<Option<Vec<u8>>, Failure> {
    let read = || {
        let file = std::fs::canonicalize(root.join(name))?;
        if file.starts_with(std::fs::canonicalize(root)?) {
            std::fs::read(file).map(Some)
        } else {
            Ok(None)
        }
    };
    match read() {
        Ok(None) => Err(Failure::new(format!("{shown} is a link that leads outside"))
            .hint("put the file itself there, or name one with --config FILE")),
        Ok(bytes) => Ok(bytes),
        Err(error) if error.kind() == ErrorKind::NotFound && !root.join(name).is_symlink() => {
            Ok(None)
        }
        Err(error) => Err(unreadable(&root.join(name), shown, &error)),
    }
}

pub(super) fn unreadable(path: &Path, shown: &str, error: &std::io::Error) -> Failure {
    let hint = match error.kind() {
        // Systems call that by different names.
        _ if path.is_dir() => "a folder has that name where a file is expected",
        ErrorKind::NotFound if path.is_symlink() => "it is a link that leads nowhere: remove it",
        ErrorKind::NotFound => "give the path from where you are; `sopctl init` writes a file",
        _ => "mend its permissions",
    };
    Failure::new(format!("cannot read {shown}")).because(error).hint(hint)
}

pub(super) fn decoded(bytes: Vec<u8>, shown: &str) -> Result<String, Failure> {
    String::from_utf8(bytes).map_err(|error| {
        let valid = error.utf8_error().valid_up_to();
        let before = error.as_bytes().get(..valid).unwrap_or_default();
        let line = before.split(|byte| *byte == b'\n').count();
        let column = before.iter().rev().take_while(|byte| **byte != b'\n').count() + 1;
        Failure::new(format!("{shown}:{line} is not UTF-8: byte {column} of the line"))
            .hint("save the file as UTF-8")
    })
}

/// The configuration, or every fault in it. Names of rules and of reasons are checked by
/// those who know them, and told like the others.
pub(super) fn parsed(text: &str, path: &str) -> Result<Config, Failure> {
    let (config, mut found) = Config::examine(text);
    found.extend(unknown_rules(&config));
    found.extend(FailOn::unknown_words(&config.stale));
    if found.is_empty() {
        return Ok(config);
    }
    found.sort_by_key(|fault| fault.span);
    Err(Faults { path: path.to_owned(), text: text.to_owned(), found }.into())
}
