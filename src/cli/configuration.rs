//! Finding sopctl.toml and reading it, with everything that is wrong with it.

use std::path::Path;

use crate::answers::check::unknown_rules;
use crate::config::Config;
use crate::git::{CommitId, Repository};
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
        let text = std::fs::read_to_string(path).map_err(|error| {
            Failure::new(format!("cannot read {}", path.display())).because(&error)
        })?;
        return Ok((String::new(), Some(parsed(&text, &path.display().to_string())?)));
    }
    // In a bare repository there is no "here" inside the tree.
    let bare = repository.is_some_and(Repository::is_bare);
    let below = if bare { Path::new("") } else { here.strip_prefix(root).unwrap_or(Path::new("")) };
    let mut folder = Some(below);
    while let Some(current) = folder {
        let name = current.join(CONFIG_FILE);
        let shown = name.to_string_lossy().replace('\\', "/");
        let text = match (revision, repository) {
            (Some(commit), Some(repository)) => {
                let path =
                    crate::paths::RepoPath::new(&shown).map_err(|error| Failure::of(&error))?;
                match repository.file(commit, &path)? {
                    Some(file) => {
                        Some(String::from_utf8_lossy(&repository.blob(file.blob)?).into_owned())
                    }
                    None => None,
                }
            }
            _ => match std::fs::read_to_string(root.join(&name)) {
                Ok(text) => Some(text),
                Err(error) if error.kind() == std::io::ErrorKind::NotFound => None,
                Err(error) => {
                    return Err(Failure::new(format!("cannot read {shown}")).because(&error));
                }
            },
        };
        if let Some(text) = text {
            let folder = current.to_string_lossy().replace('\\', "/");
            return Ok((folder, Some(parsed(&text, &shown)?)));
        }
        folder = current.parent();
    }
    Ok((String::new(), None))
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
