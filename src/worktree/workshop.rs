//! A folder of its own in which other programs work, away from the files of the user.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

/// A temporary folder. It is removed when the value is dropped.
#[derive(Debug)]
pub struct Workshop {
    folder: TempDir,
}

/// A file of a workshop that could not be written or read.
#[derive(Debug, thiserror::Error)]
pub enum WorkshopError {
    /// There is no place for temporary files.
    #[error("cannot make a temporary folder")]
    NoFolder {
        /// The reason.
        #[source]
        source: io::Error,
    },
    /// A file of it.
    #[error("cannot use the temporary file {}", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// The reason.
        #[source]
        source: io::Error,
    },
}

impl Workshop {
    /// Makes the folder where the system keeps temporary files.
    ///
    /// # Errors
    /// When the system refuses.
    pub fn open() -> Result<Self, WorkshopError> {
        let folder = TempDir::with_prefix("sopctl-");
        Ok(Self { folder: folder.map_err(|source| WorkshopError::NoFolder { source })? })
    }

    /// Where it is.
    #[must_use]
    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Puts a file into it, under a name of the program's own.
    ///
    /// # Errors
    /// When the system refuses.
    pub fn put(&self, name: &str, content: impl AsRef<[u8]>) -> Result<(), WorkshopError> {
        let path = self.path().join(name);
        fs::write(&path, content).map_err(|source| WorkshopError::File { path, source })
    }

    /// Takes a file out of it that another program has made.
    ///
    /// # Errors
    /// When it is not there, or the system refuses.
    pub fn take(&self, name: &str) -> Result<Vec<u8>, WorkshopError> {
        let path = self.path().join(name);
        fs::read(&path).map_err(|source| WorkshopError::File { path, source })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_workshop_is_gone_when_the_work_is_done() {
        let workshop = Workshop::open().unwrap();
        workshop.put("a.txt", "text").unwrap();
        assert_eq!(workshop.take("a.txt").unwrap(), b"text");
        let missing = workshop.take("b.txt").unwrap_err().to_string();
        assert!(missing.ends_with("b.txt"), "{missing}");
        let path = workshop.path().to_owned();
        drop(workshop);
        assert!(!path.exists());
    }
}
