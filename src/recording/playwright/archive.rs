//! The files of a trace: looked up by name in the archive, read up to a bound, never unpacked.

use std::io::{Cursor, Read};

use zip::ZipArchive;

use crate::recording::error::ReadError;
use crate::recording::format::Format;
use crate::recording::model::{Picture, Point, picture_kind};
use crate::recording::{MAX_RECORDING, MAX_TEXT};

/// The most files that an archive may hold: a picture a second is 3600 an hour.
const MAX_FILES: usize = 50_000;

/// The largest picture that is taken, in bytes.
const MAX_PICTURE: u64 = 16 * 1024 * 1024;

pub(super) struct Archive<'b> {
    files: ZipArchive<Cursor<&'b [u8]>>,
    /// How many bytes of pictures may still be read.
    budget: u64,
}

impl<'b> Archive<'b> {
    pub(super) fn open(bytes: &'b [u8]) -> Result<Self, ReadError> {
        let files =
            ZipArchive::new(Cursor::new(bytes)).map_err(|_| faulty("the archive is broken"))?;
        if files.len() > MAX_FILES {
            let format = Format::PlaywrightTrace;
            return Err(ReadError::TooMany { format, what: "files", most: MAX_FILES });
        }
        Ok(Self { files, budget: MAX_RECORDING })
    }

    /// The texts that tell what was done, in the order of their names. Others lie in folders.
    pub(super) fn texts(&mut self) -> Result<Vec<String>, ReadError> {
        let names = self.files.file_names().filter_map(Result::ok);
        let mut names: Vec<String> = names
            .filter(|name| name.ends_with(".trace") && !name.contains(['/', '\\']))
            .map(std::borrow::Cow::into_owned)
            .collect();
        names.sort();
        let mut left = MAX_TEXT as u64;
        let mut texts = Vec::new();
        for name in names {
            let content = self.content(&name, left)?;
            left = left.saturating_sub(content.len() as u64);
            texts.push(String::from_utf8(content).map_err(|_| faulty("it is not UTF-8"))?);
        }
        Ok(texts)
    }

    /// The bytes of a file, as far as there are no more than that.
    fn content(&mut self, name: &str, most: u64) -> Result<Vec<u8>, ReadError> {
        let file = self.files.by_name(name).map_err(|_| faulty("a file in it cannot be read"))?;
        let mut content = Vec::new();
        // What the archive says about the size is not believed.
        let mut bounded = file.take(most + 1);
        bounded.read_to_end(&mut content).map_err(|_| faulty("a file in it is damaged"))?;
        let bytes = content.len() as u64;
        if bytes > most {
            return Err(ReadError::TooLarge { bytes, most });
        }
        Ok(content)
    }

    /// A picture of the screen; none where the archive has none of this name that can be shown.
    pub(super) fn picture(&mut self, file: &str, point: Option<Point>) -> Option<Picture> {
        let (_, name) = file.split_once('/')?;
        if name.contains(['/', '\\']) || file.contains("..") {
            return None;
        }
        let most = self.budget.min(MAX_PICTURE);
        let content = self.content(file, most).ok()?;
        self.budget = self.budget.saturating_sub(content.len() as u64);
        Some(Picture { kind: picture_kind(&content)?, content, point })
    }
}

/// Whether bytes are an archive with a trace in it.
pub(super) fn is_trace(bytes: &[u8]) -> bool {
    let archive = bytes.starts_with(b"PK\x03\x04").then(|| ZipArchive::new(Cursor::new(bytes)));
    archive.and_then(Result::ok).is_some_and(|archive| {
        archive.file_names().filter_map(Result::ok).any(|name| name.ends_with(".trace"))
    })
}

const fn faulty(why: &'static str) -> ReadError {
    ReadError::Faulty { format: Format::PlaywrightTrace, line: None, why }
}
