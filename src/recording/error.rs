//! Why a recording cannot be read.

use super::format::Format;

/// Why a recording cannot be read. Nothing that was typed stands in it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReadError {
    /// It, or something in it, is larger than what is read.
    #[error("it is larger than {} MiB ({bytes} bytes)", most / (1024 * 1024))]
    TooLarge {
        /// Its size.
        bytes: u64,
        /// The most that is read.
        most: u64,
    },
    /// No reader knows it.
    #[error("it is no recording of a known format")]
    UnknownFormat,
    /// Its format is known, and it is broken.
    #[error("it is {format}, and cannot be read{}: {why}", at(*line))]
    Faulty {
        /// The format.
        format: Format,
        /// The line, from 1, where the format has lines.
        line: Option<usize>,
        /// What is wrong, in words of the program.
        why: &'static str,
    },
    /// It was made by a version that is newer, or older, than those that are known.
    #[error(
        "it is {format} of format version {version}, and versions {oldest} to {newest} are read"
    )]
    Version {
        /// The format.
        format: Format,
        /// Its version.
        version: u64,
        /// The oldest that is read.
        oldest: u64,
        /// The newest that is read.
        newest: u64,
    },
    /// There is more of something than is read.
    #[error("it is {format} with more than {most} {what}")]
    TooMany {
        /// The format.
        format: Format,
        /// Of what, as a plural.
        what: &'static str,
        /// The most that are read.
        most: usize,
    },
    /// Nothing in it says where a command begins.
    #[error("it is {format} in which no prompt of a shell is found")]
    NoPrompt {
        /// The format.
        format: Format,
    },
    /// It holds keys and output, and nothing that tells them apart.
    #[error("it is {format} with keys among the output, and only its timing tells them apart")]
    Mixed {
        /// The format.
        format: Format,
    },
    /// Nothing was done in it.
    #[error("it is {format} in which nothing is done")]
    Empty {
        /// The format.
        format: Format,
    },
}

fn at(line: Option<usize>) -> String {
    line.map(|line| format!(" at line {line}")).unwrap_or_default()
}
