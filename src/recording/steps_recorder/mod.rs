//! The Steps Recorder of Windows (`psr.exe`): a page with its pictures in one file, `.mht`, or
//! the `.zip` around it, or the bare XML.
//!
//! The page holds the steps twice, as text for people and as XML; the XML is read, because it
//! names controls and programs in every language of Windows. The recorder notes that something
//! was typed and never what, so that each such step has a slot for the value. Nothing is
//! unpacked: names in the file are only compared with one another.

mod actions;
mod archive;
mod controls;
mod deeds;
mod encoding;
mod keys;
mod mime;
mod pictures;
mod report;

#[cfg(test)]
mod tests;

use super::error::ReadError;
use super::format::Format;
use super::masking::{Demonstration, RawTake};
use super::{Reader, Source};

use mime::Message;
use pictures::Pictures;

pub(super) const READER: Reader = Reader { format: FORMAT, detects, read };

const FORMAT: Format = Format::StepsRecorder;

/// As much of a file as tells what it is, in bytes.
const ENOUGH: usize = 64 * 1024;

/// What stands near the beginning of each file that the recorder writes.
const SIGNS: [&str; 3] = ["_NextPart_SMP_", "<UserActionData", "Content-Location: main.htm"];

fn detects(source: &Source<'_>) -> bool {
    let head = source.bytes.get(..ENOUGH).unwrap_or(source.bytes);
    let head = encoding::text(head, None).unwrap_or_default();
    let is_page = head.contains("multipart/related") || head.trim_start().starts_with("<?xml");
    archive::is_one(source.bytes) || is_page && SIGNS.iter().any(|sign| head.contains(sign))
}

fn read(source: &Source<'_>) -> Result<Demonstration, ReadError> {
    let unpacked = archive::page(source.bytes)?;
    let file = unpacked.as_deref().unwrap_or(source.bytes);
    // A page that an editor saved may be UTF-16 as a whole.
    let rewritten = encoding::is_utf16(file).then(|| encoding::text(file, None)).flatten();
    let file = rewritten.as_deref().map_or(file, str::as_bytes);
    let message = Message::of(file)?;
    let page = match message.page() {
        Some(page) => page.text()?,
        None => encoding::text(file, None).ok_or(faulty(UNKNOWN_ENCODING))?,
    };
    let report = report::read(&page)?;
    let actions = actions::told(&report, &mut Pictures::of(&message))?;
    Ok(Demonstration { title: None, takes: vec![RawTake { name: None, actions }] })
}

const UNKNOWN_ENCODING: &str = "its letters are written in a way that is not known";

const fn faulty(why: &'static str) -> ReadError {
    ReadError::Faulty { format: FORMAT, line: None, why }
}
