//! Recordings of a demonstration, as other tools write them, become one list of actions.
//!
//! `readers → masking → noise → actions → sentences`: a reader for each format tells what was
//! done in `masking::Raw` words that nothing but the mask can open; the mask takes secrets
//! out; what is left of the recording has no place for them. Nothing here runs anything, knows
//! documents, or reads files: a recording comes in as its bytes.
//!
//! A new format is one file and one line in `READERS`.

mod asciinema;
mod devtools;
mod error;
mod format;
mod history;
mod markdown;
mod masking;
mod model;
mod naming;
mod noise;
mod playwright;
mod retouching;
mod selenium;
mod sentences;
mod steps_recorder;
mod terminal;
mod tree;
mod typescript;

pub use error::ReadError;
pub use format::Format;
pub use masking::{Mask, Why};
pub use model::{
    Action, ActionKind, Area, Doubt, Expectation, ExpectationKind, NameSource, Picture,
    PictureKind, Place, Point, Recording, Role, SecretKind, Take, Target, Value, picture_kind,
};
pub use sentences::{Sentence, sentences};

use std::collections::BTreeSet;

use crate::text::beginning;

use masking::Demonstration;

/// What the one who imports says about a recording.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    /// The numbers of the masks that are to be taken off: what they hide is no secret.
    pub keep: BTreeSet<usize>,
    /// How the prompt of a shell ends, where it is not found by itself.
    pub prompt: Option<String>,
    /// Only the last commands of a shell's history, as many as this.
    pub last: Option<usize>,
    /// Only the commands of a shell's history that were run at this moment or later, in seconds
    /// since 1970 began (UTC).
    pub since: Option<i64>,
    /// The file that `script` wrote beside a typescript, which says when what was shown, and
    /// what was typed.
    pub timing: Option<String>,
    /// The file in which `script` logged the keys that were pressed, apart from the typescript.
    pub keys: Option<Vec<u8>>,
}

/// A recording as it came: its bytes, and its text where it is one.
#[derive(Debug, Clone, Copy)]
struct Source<'s> {
    bytes: &'s [u8],
    /// Without a byte order mark; none where it is not UTF-8.
    text: Option<&'s str>,
    settings: &'s Settings,
}

/// A format: how it is told from all others, and how it is read.
struct Reader {
    format: Format,
    /// Looks at the beginning only; may be wrong about a file that is broken further on.
    detects: fn(&Source<'_>) -> bool,
    read: fn(&Source<'_>) -> Result<Demonstration, ReadError>,
}

/// The formats, in the order in which they are tried.
const READERS: &[Reader] = &[
    playwright::TRACE,
    playwright::CODEGEN,
    steps_recorder::READER,
    selenium::READER,
    devtools::READER,
    asciinema::READER,
    typescript::READER,
    history::READER,
];

/// The largest recording that is read, in bytes. Traces with pictures of half an hour's work
/// stay below it.
pub const MAX_RECORDING: u64 = 256 * 1024 * 1024;

/// The largest recording that is one text, in bytes: what is typed in a day is a hundredth
/// of it.
const MAX_TEXT: usize = 64 * 1024 * 1024;

/// The most actions that one recording may have. Nobody follows an instruction of a tenth.
const MAX_ACTIONS: usize = 5_000;

impl<'s> Source<'s> {
    /// As much of the text as tells its format, without blanks before it.
    fn beginning(&self) -> &'s str {
        const ENOUGH: usize = 64 * 1024;
        beginning(self.text.unwrap_or_default().trim_start(), ENOUGH)
    }
}

/// Reads a recording; its format is told by its content.
///
/// # Errors
/// See [`ReadError`]. No error repeats what was typed.
pub fn read(bytes: &[u8], settings: &Settings) -> Result<Recording, ReadError> {
    if bytes.len() as u64 > MAX_RECORDING {
        return Err(ReadError::TooLarge { bytes: bytes.len() as u64, most: MAX_RECORDING });
    }
    let text = std::str::from_utf8(bytes).ok();
    let text = text.map(|text| text.trim_start_matches('\u{feff}'));
    let source = Source { bytes, text, settings };
    let Some(reader) = READERS.iter().find(|reader| (reader.detects)(&source)) else {
        return Err(ReadError::UnknownFormat);
    };
    // A page of the Steps Recorder is a text, most of which is pictures.
    let is_typed = text.is_some() && reader.format != Format::StepsRecorder;
    if is_typed && bytes.len() > MAX_TEXT {
        return Err(ReadError::TooLarge { bytes: bytes.len() as u64, most: MAX_TEXT as u64 });
    }
    let demonstration = (reader.read)(&source)?;
    let mut recording = masking::masked(demonstration, reader.format, &settings.keep)?;
    for take in &mut recording.takes {
        noise::remove(take);
    }
    if recording.takes.iter().all(|take| take.actions.is_empty()) {
        return Err(ReadError::Empty { format: reader.format });
    }
    Ok(recording)
}
