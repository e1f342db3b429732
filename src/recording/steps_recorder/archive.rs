//! The archive around a page: looked into, never unpacked.

use std::io::{Cursor, Read};

use zip::ZipArchive;

use crate::recording::MAX_RECORDING;
use crate::recording::error::ReadError;

use super::{FORMAT, faulty};

/// The most files that an archive may hold; the recorder puts one into it, or two.
const MAX_FILES: usize = 100;

/// How the names of pages end.
const ENDINGS: [&str; 2] = ["mht", "mhtml"];

/// The largest page, in bytes. Tests of it have no seconds to give.
const MAX_PAGE: u64 = if cfg!(test) { 1024 * 1024 } else { MAX_RECORDING };

type Archive<'b> = ZipArchive<Cursor<&'b [u8]>>;

/// Whether bytes are an archive with a page in it.
pub(super) fn is_one(bytes: &[u8]) -> bool {
    opened(bytes).is_some_and(|archive| !pages(&archive).is_empty())
}

/// The page in an archive; none where the bytes are no archive.
pub(super) fn page(bytes: &[u8]) -> Result<Option<Vec<u8>>, ReadError> {
    let Some(mut archive) = opened(bytes) else { return Ok(None) };
    if archive.len() > MAX_FILES {
        return Err(ReadError::TooMany { format: FORMAT, what: "files", most: MAX_FILES });
    }
    let pages = pages(&archive);
    let [page] = pages.as_slice() else {
        return Err(faulty("the archive holds several recordings; import them one by one"));
    };
    let file = archive.by_index(*page).map_err(|_| faulty("a file in it cannot be read"))?;
    let mut content = Vec::new();
    // What the archive says about the size is not believed.
    let mut bounded = file.take(MAX_PAGE + 1);
    bounded.read_to_end(&mut content).map_err(|_| faulty("a file in it is damaged"))?;
    let bytes = content.len() as u64;
    if bytes > MAX_PAGE {
        return Err(ReadError::TooLarge { bytes, most: MAX_PAGE });
    }
    Ok(Some(content))
}

fn opened(bytes: &[u8]) -> Option<Archive<'_>> {
    let is_archive = bytes.starts_with(b"PK\x03\x04");
    is_archive.then(|| ZipArchive::new(Cursor::new(bytes)).ok()).flatten()
}

/// The places of the pages in an archive.
fn pages(archive: &Archive<'_>) -> Vec<usize> {
    let is_page = |name: &str| {
        let (_, ending) = name.rsplit_once('.').unwrap_or_default();
        ENDINGS.iter().any(|known| ending.eq_ignore_ascii_case(known))
    };
    let names = archive.file_names().enumerate();
    let pages = names.filter(|(_, name)| name.as_ref().is_ok_and(|name| is_page(name)));
    pages.map(|(index, _)| index).take(2).collect()
}
