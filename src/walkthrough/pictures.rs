//! Pictures of steps: where they are, what of them is meant, and what kind of file they are.
//!
//! Only pictures of the repository are shown, and only as much of them as a page can carry. A
//! picture is never decoded here: its kind and size stand in its first bytes.

use crate::paths::{RepoPath, resolved, unescaped};
use crate::report::Text;

/// The largest picture that a page carries; larger ones are told by their description.
pub const LARGEST: usize = 2 * 1024 * 1024;
/// All pictures of a page together.
pub const LARGEST_ALL: usize = 24 * 1024 * 1024;

/// A picture of a document.
#[derive(Debug, Clone, PartialEq)]
pub struct Picture {
    /// What it shows, in words.
    pub description: Text,
    /// Where it stands in the repository; `None` where it is elsewhere.
    pub path: Option<RepoPath>,
    /// The part of it that is meant, numbered within the scene.
    pub highlight: Option<Highlight>,
    /// The file, where it could be read.
    pub content: Option<Content>,
}

/// A file that browsers show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Content {
    /// Its kind.
    pub media: Media,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// In pixels; `None` where its first bytes do not tell.
    pub size: Option<(u32, u32)>,
}

/// The kinds of picture that are shown. SVG is none of them: it is a program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Media {
    /// Portable Network Graphics.
    Png,
    /// JPEG.
    Jpeg,
    /// GIF.
    Gif,
    /// WebP.
    Webp,
}

impl Media {
    /// The media type.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Png => "image/png",
            Self::Jpeg => "image/jpeg",
            Self::Gif => "image/gif",
            Self::Webp => "image/webp",
        }
    }

    fn of(bytes: &[u8]) -> Option<Self> {
        match bytes {
            [0x89, b'P', b'N', b'G', ..] => Some(Self::Png),
            [0xff, 0xd8, 0xff, ..] => Some(Self::Jpeg),
            [b'G', b'I', b'F', b'8', ..] => Some(Self::Gif),
            [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some(Self::Webp),
            _ => None,
        }
    }
}

/// A part of a picture that is meant.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Highlight {
    /// From 1, within the scene.
    pub number: usize,
    /// Left, top, width and height.
    area: [f64; 4],
    unit: Unit,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Unit {
    Pixel,
    Percent,
}

impl Highlight {
    /// Left, top, width and height in percent of the picture, rounded to hundredths so that
    /// every machine writes the same; `None` where the size of the picture is not known.
    #[must_use]
    pub fn percent(&self, size: Option<(u32, u32)>) -> Option<[f64; 4]> {
        let [left, top, width, height] = match (self.unit, size) {
            (Unit::Percent, _) => self.area,
            (Unit::Pixel, Some((across, down))) if across > 0 && down > 0 => {
                let (across, down) = (f64::from(across) / 100.0, f64::from(down) / 100.0);
                let [left, top, width, height] = self.area;
                [left / across, top / down, width / across, height / down]
            }
            (Unit::Pixel, _) => return None,
        };
        let fits = left < 100.0 && top < 100.0 && width > 0.0 && height > 0.0;
        let area = [left, top, width.min(100.0 - left), height.min(100.0 - top)];
        fits.then(|| area.map(|value| (value * 100.0).round() / 100.0))
    }
}

impl Picture {
    /// A picture as a document in `folder` names it. What is meant of it stands behind its
    /// address as the W3C writes parts of media: `#xywh=120,80,200,40` in pixels, or
    /// `#xywh=percent:10,10,25,5`.
    #[must_use]
    pub fn of(folder: &str, destination: &str, description: &str, number: usize) -> Self {
        let (address, fragment) = destination.split_once('#').unwrap_or((destination, ""));
        let is_elsewhere = address.contains(':') || address.starts_with(['/', '@', '~', '{', '<']);
        let address = unescaped(address.split('?').next().unwrap_or_default()).replace('\\', "/");
        let path = (!is_elsewhere).then(|| resolved(folder, &address)).flatten();
        let area = fragment.split('&').find_map(|part| part.strip_prefix("xywh="));
        let highlight = area.and_then(|area| highlight(area, number));
        Self { description: Text::new(description), path, highlight, content: None }
    }

    /// Takes the file in, if it is a picture that a page can carry.
    pub fn show(&mut self, bytes: Vec<u8>) {
        let media = Media::of(&bytes).filter(|_| bytes.len() <= LARGEST);
        self.content = media.map(|media| Content { media, size: size(media, &bytes), bytes });
    }
}

fn highlight(area: &str, number: usize) -> Option<Highlight> {
    let (unit, values) = match area.split_once(':') {
        Some(("percent", values)) => (Unit::Percent, values),
        Some(("pixel", values)) => (Unit::Pixel, values),
        Some(_) => return None,
        None => (Unit::Pixel, area),
    };
    let values: Vec<f64> = values
        .split(',')
        .map(|value| value.parse::<f64>().ok().filter(|value| (0.0..1e6).contains(value)))
        .collect::<Option<_>>()?;
    let area: [f64; 4] = values.try_into().ok()?;
    Some(Highlight { number, area, unit })
}

/// Width and height in pixels, from the head of a file.
fn size(media: Media, bytes: &[u8]) -> Option<(u32, u32)> {
    let big = |at: usize, length: usize| {
        let bytes = bytes.get(at..at + length)?;
        Some(bytes.iter().fold(0_u32, |value, byte| value << 8 | u32::from(*byte)))
    };
    let little = |at: usize| {
        let bytes = bytes.get(at..at + 2)?;
        Some(u32::from(bytes[0]) | u32::from(bytes[1]) << 8)
    };
    match media {
        Media::Png => Some((big(16, 4)?, big(20, 4)?)),
        Media::Gif => Some((little(6)?, little(8)?)),
        Media::Webp => None,
        Media::Jpeg => {
            let mut at = 2;
            loop {
                let marker = big(at, 2)?;
                // The frame headers; C4, C8 and CC are others of that range.
                if matches!(marker, 0xffc0..=0xffcf) && !matches!(marker, 0xffc4 | 0xffc8 | 0xffcc)
                {
                    return Some((big(at + 7, 2)?, big(at + 5, 2)?));
                }
                if marker < 0xff00 {
                    return None;
                }
                at += 2 + usize::try_from(big(at + 2, 2)?).ok()?;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn picture(destination: &str) -> Picture {
        Picture::of("wi/till", destination, "The till", 1)
    }

    #[test]
    fn only_pictures_of_the_repository_have_a_path() {
        let path = |destination| picture(destination).path.map(|path| path.to_string());
        assert_eq!(path("img/a%20b.png").as_deref(), Some("wi/till/img/a b.png"));
        assert_eq!(path("../a.png#xywh=1,2,3,4").as_deref(), Some("wi/a.png"));
        for elsewhere in ["https://a.example/b.png", "../../../a.png", "/a.png", "data:image/png;x"]
        {
            assert_eq!(path(elsewhere), None, "{elsewhere}");
        }
    }

    #[test]
    fn a_highlight_is_told_in_percent() {
        let area = |destination, size| picture(destination).highlight.and_then(|h| h.percent(size));
        let size = Some((400, 200));
        assert_eq!(area("a.png#xywh=100,50,40,20", size), Some([25.0, 25.0, 10.0, 10.0]));
        assert_eq!(area("a.png#xywh=percent:10,10,95,5", None), Some([10.0, 10.0, 90.0, 5.0]));
        assert_eq!(area("a.png#xywh=1,1,1,1", None), None);
        for wrong in ["a.png#xywh=1,2,3", "a.png#xywh=-1,2,3,4", "a.png#xywh=a,b,c,d", "a.png#x"] {
            assert_eq!(area(wrong, size), None, "{wrong}");
        }
    }

    #[test]
    fn a_file_is_shown_by_what_it_is_and_not_by_its_name() {
        let mut shown = picture("a.png");
        shown.show(b"<svg onload=\"x\"/>".to_vec());
        assert_eq!(shown.content, None);
        let mut png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec();
        png.extend([0, 0, 1, 0x90, 0, 0, 0, 0xc8]);
        shown.show(png.clone());
        assert_eq!(shown.content.as_ref().and_then(|content| content.size), Some((400, 200)));
        png.resize(LARGEST + 1, 0);
        shown.show(png);
        assert_eq!(shown.content, None);
        let jpeg = b"\xff\xd8\xff\xe0\0\x04ab\xff\xc0\0\x11\x08\0\xc8\x01\x90".to_vec();
        assert_eq!(size(Media::Jpeg, &jpeg), Some((400, 200)));
        assert_eq!(size(Media::Jpeg, &jpeg[..12]), None);
    }
}
