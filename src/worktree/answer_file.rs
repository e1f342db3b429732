//! A file that the user names for an answer, written whole or not at all.

use std::fs::{self, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use super::WriteError;

/// Writes `content` to `path`, which may exist: it is replaced in one step.
///
/// # Errors
/// When the folder is not there or the system refuses; then the old file is as it was.
pub fn write_answer(path: &Path, content: &str) -> Result<(), WriteError> {
    let failed = |source| WriteError::Io { path: path.to_owned(), source };
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder.to_owned(),
        _ => PathBuf::from("."),
    };
    // A pipe or a device cannot be replaced, only written to.
    if fs::metadata(path).is_ok_and(|found| !found.is_file()) {
        return fs::write(path, content).map_err(failed);
    }
    let mut file = tempfile::Builder::new()
        .prefix(".sopctl-")
        .suffix(".tmp")
        .tempfile_in(&folder)
        .map_err(failed)?;
    file.write_all(content.as_bytes()).map_err(failed)?;
    share(&file, path).map_err(failed)?;
    file.as_file().sync_all().map_err(failed)?;
    file.persist(path).map_err(|error| failed(error.error))?;
    Ok(())
}

/// Adds `content` to the end of `path`, which is made where there is none.
///
/// # Errors
/// When the folder is not there or the system refuses.
pub fn append_answer(path: &Path, content: &str) -> Result<(), WriteError> {
    let failed = |source| WriteError::Io { path: path.to_owned(), source };
    let mut file = OpenOptions::new().append(true).create(true).open(path).map_err(failed)?;
    file.write_all(content.as_bytes()).map_err(failed)
}

/// Temporary files are private. The file gets the permissions of the one that it replaces; a
/// new one those of an ordinary file.
fn share(file: &NamedTempFile, target: &Path) -> io::Result<()> {
    match fs::metadata(target) {
        Ok(found) => file.as_file().set_permissions(found.permissions()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => make_ordinary(file),
        Err(error) => Err(error),
    }
}

#[cfg(unix)]
fn make_ordinary(file: &NamedTempFile) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    file.as_file().set_permissions(fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn make_ordinary(_file: &NamedTempFile) -> io::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_replaces_the_old_one_whole() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("stale.json");
        write_answer(&path, "one").unwrap();
        write_answer(&path, "two").unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "two");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
        assert!(write_answer(&folder.path().join("none/x"), "x").is_err());
    }
}
