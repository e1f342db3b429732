//! Reading one file, bounded.

use std::fs::File;
use std::io::{self, Read as _};
use std::path::Path;

use crate::paths::RepoPath;

/// The largest file that is read as a document: 16 MiB. A document of that size is a
/// mistake, and reading larger ones would let one file stop a report.
pub const MAX_FILE: u64 = 16 * 1024 * 1024;

/// Why a file could not be read.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// Larger than what is read.
    #[error("it is larger than {} MiB ({bytes} bytes)", most / (1024 * 1024))]
    TooLarge {
        /// Its size.
        bytes: u64,
        /// The most that is read.
        most: u64,
    },
    /// The system refused.
    #[error("{0}")]
    Io(#[from] io::Error),
}

/// Reads a file of the working tree.
///
/// # Errors
/// When the file is too large or the system refuses.
pub fn read(root: &Path, path: &RepoPath) -> Result<Vec<u8>, ReadError> {
    read_file(&root.join(path.as_str()))
}

/// Reads a file that somebody has named, wherever it is.
///
/// # Errors
/// When the file is too large or the system refuses.
pub fn read_file(path: &Path) -> Result<Vec<u8>, ReadError> {
    read_file_up_to(path, MAX_FILE)
}

/// Reads a file that is no document, of at most so many bytes.
///
/// # Errors
/// When the file is too large or the system refuses.
pub fn read_file_up_to(path: &Path, most: u64) -> Result<Vec<u8>, ReadError> {
    let file = File::open(path)?;
    let bytes = file.metadata()?.len();
    if bytes > most {
        return Err(ReadError::TooLarge { bytes, most });
    }
    let mut content = Vec::with_capacity(usize::try_from(bytes).unwrap_or(0));
    // A file that grows while it is read is cut off one byte behind the limit.
    file.take(most + 1).read_to_end(&mut content)?;
    if content.len() as u64 > most {
        return Err(ReadError::TooLarge { bytes: content.len() as u64, most });
    }
    Ok(content)
}
