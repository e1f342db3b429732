//! What writing does to a disk, one operation at a time.
//!
//! Everything that changes the tree or the journal goes through [`Disk`], so that the tests
//! can have any operation fail, or be the last one before the program dies.

#[cfg(test)]
mod faulty;

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::path::Path;

#[cfg(test)]
pub(super) use faulty::{Fault, FaultyDisk};

/// The operations. Each has happened when it returns `Ok`; one that fails has left the tree
/// as it was, but for a new file that may hold a part of its content.
pub(super) trait Disk {
    /// Makes one folder.
    fn create_folder(&self, path: &Path) -> io::Result<()>;
    /// Makes a file that is not there yet, and returns when its content is on the disk.
    fn write_new(&self, path: &Path, content: &[u8], access: Access<'_>) -> io::Result<()>;
    /// Puts a file in the place of another, in one step.
    fn replace(&self, from: &Path, to: &Path) -> io::Result<()>;
    /// Puts a file where none is; fails with [`io::ErrorKind::AlreadyExists`] where one is.
    fn place(&self, from: &Path, to: &Path) -> io::Result<()>;
    /// Takes a file away.
    fn remove_file(&self, path: &Path) -> io::Result<()>;
    /// Takes an empty folder away.
    fn remove_folder(&self, path: &Path) -> io::Result<()>;
    /// Returns when the names in a folder are on the disk.
    fn sync_folder(&self, path: &Path) -> io::Result<()>;
}

/// Who may read a new file.
#[derive(Debug, Clone, Copy)]
pub(super) enum Access<'a> {
    /// Whoever the user lets read new files.
    Ordinary,
    /// Whoever may read this file.
    As(&'a Path),
    /// The user alone.
    Private,
}

/// The disk of the machine.
#[derive(Debug, Clone, Copy)]
pub(super) struct RealDisk;

impl Disk for RealDisk {
    fn create_folder(&self, path: &Path) -> io::Result<()> {
        fs::create_dir(path)
    }

    fn write_new(&self, path: &Path, content: &[u8], access: Access<'_>) -> io::Result<()> {
        write_unsynced(path, content, access)?.sync_all()
    }

    fn replace(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::rename(from, to)
    }

    fn place(&self, from: &Path, to: &Path) -> io::Result<()> {
        // The system calls that rename without replacing differ; the library knows them.
        let mut from = tempfile::TempPath::try_from_path(from)?;
        from.disable_cleanup(true);
        from.persist_noclobber(to).map_err(|failed| failed.error)
    }

    fn remove_file(&self, path: &Path) -> io::Result<()> {
        fs::remove_file(path)
    }

    fn remove_folder(&self, path: &Path) -> io::Result<()> {
        fs::remove_dir(path)
    }

    #[cfg(unix)]
    fn sync_folder(&self, path: &Path) -> io::Result<()> {
        match File::open(path)?.sync_all() {
            // Some network file systems know no such thing for folders.
            Err(error)
                if matches!(
                    error.kind(),
                    io::ErrorKind::InvalidInput | io::ErrorKind::Unsupported
                ) =>
            {
                Ok(())
            }
            synced => synced,
        }
    }

    #[cfg(not(unix))]
    fn sync_folder(&self, _path: &Path) -> io::Result<()> {
        Ok(())
    }
}

fn write_unsynced(path: &Path, content: &[u8], access: Access<'_>) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    if !matches!(access, Access::Ordinary) {
        // What is to be private must not be public for a moment.
        make_private(&mut options);
    }
    let mut file = options.open(path)?;
    file.write_all(content)?;
    if let Access::As(other) = access {
        file.set_permissions(fs::metadata(other)?.permissions())?;
    }
    Ok(file)
}

#[cfg(unix)]
fn make_private(options: &mut OpenOptions) {
    use std::os::unix::fs::OpenOptionsExt as _;
    options.mode(0o600);
}

#[cfg(not(unix))]
fn make_private(_options: &mut OpenOptions) {}
