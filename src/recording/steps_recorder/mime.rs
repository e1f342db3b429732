//! The parts of a page: MIME `multipart/related`, as RFC 2045, 2046 and 2557 have it.
//!
//! Written here because it is this little: one boundary, a few headers, two encodings. A crate
//! for mail reads attachments inside attachments; here a part that has parts is no part of a
//! page, so that nothing is nested however a file is made.

use crate::recording::error::ReadError;

use super::{FORMAT, UNKNOWN_ENCODING, encoding, faulty};

/// The most parts: a page, its styles, and a picture for each step.
const MAX_PARTS: usize = 20_000;

/// The most lines of headers that are looked at, and the longest header, in bytes.
const MAX_HEADERS: usize = 64;
const LONGEST_HEADER: usize = 4096;

/// A file in parts; without any where it is not in parts at all.
#[derive(Debug)]
pub(super) struct Message<'b> {
    pub(super) parts: Vec<Part<'b>>,
}

/// A part, still encoded.
#[derive(Debug)]
pub(super) struct Part<'b> {
    headers: Headers,
    body: &'b [u8],
}

/// Names in lower case, and values.
type Headers = Vec<(String, String)>;

impl<'b> Message<'b> {
    pub(super) fn of(file: &'b [u8]) -> Result<Self, ReadError> {
        let (headers, body) = split(file);
        let kind = header(&headers, "content-type").unwrap_or_default();
        let mut parts = Vec::new();
        let Some(boundary) = parameter(kind, "boundary") else { return Ok(Self { parts }) };
        let limit = format!("--{boundary}");
        // What stands before the first limit is for programs that know no parts.
        let mut begin: Option<usize> = None;
        let mut at = 0;
        for line in body.split_inclusive(|byte| *byte == b'\n') {
            if let Some(behind) = line.strip_prefix(limit.as_bytes()) {
                let end = behind.trim_ascii_end();
                if end.is_empty() || end == b"--" {
                    if let Some(begin) = begin {
                        let (headers, body) = split(body.get(begin..at).unwrap_or_default());
                        parts.push(Part { headers, body });
                    }
                    begin = end.is_empty().then_some(at + line.len());
                }
                if parts.len() > MAX_PARTS {
                    let what = "parts";
                    return Err(ReadError::TooMany { format: FORMAT, what, most: MAX_PARTS });
                }
            }
            at += line.len();
        }
        // A file that was cut off has a last part without an end.
        if let Some(begin) = begin {
            let (headers, body) = split(body.get(begin..).unwrap_or_default());
            parts.push(Part { headers, body });
        }
        Ok(Self { parts })
    }

    /// The part that is shown first.
    pub(super) fn page(&self) -> Option<&Part<'b>> {
        let is_page = |part: &&Part<'_>| {
            let kind = header(&part.headers, "content-type").unwrap_or_default();
            let kind = kind.to_ascii_lowercase();
            ["text/html", "text/xml", "application/xml"].iter().any(|page| kind.starts_with(page))
        };
        let holds_steps =
            |part: &&Part<'_>| part.content().windows(STEPS.len()).any(|window| window == STEPS);
        let pages = || self.parts.iter().filter(is_page);
        pages().find(holds_steps).or_else(|| pages().next())
    }
}

/// What is in the part that has the steps.
const STEPS: &[u8] = b"<UserActionData";

impl Part<'_> {
    /// What it is called in the page.
    pub(super) fn name(&self) -> Option<&str> {
        let named = header(&self.headers, "content-location");
        named
            .or_else(|| header(&self.headers, "content-id"))
            .map(|name| name.trim_matches(['<', '>']))
    }

    /// How many bytes it takes in the file.
    pub(super) fn length(&self) -> usize {
        self.body.len()
    }

    /// Its bytes; those of a picture that is damaged are no picture.
    pub(super) fn content(&self) -> Vec<u8> {
        let how = header(&self.headers, "content-transfer-encoding").unwrap_or_default();
        match how.to_ascii_lowercase().as_str() {
            "base64" => from_base64(self.body),
            "quoted-printable" => from_quoted_printable(self.body),
            _ => self.body.to_vec(),
        }
    }

    pub(super) fn text(&self) -> Result<String, ReadError> {
        let kind = header(&self.headers, "content-type").unwrap_or_default();
        let charset = parameter(kind, "charset");
        encoding::text(&self.content(), charset.as_deref()).ok_or(faulty(UNKNOWN_ENCODING))
    }
}

/// The headers, and what stands behind the empty line after them.
fn split(message: &[u8]) -> (Headers, &[u8]) {
    let mut headers: Headers = Vec::new();
    let mut at = 0;
    for (index, line) in message.split_inclusive(|byte| *byte == b'\n').enumerate() {
        at += line.len();
        let bare = line.trim_ascii_end();
        if bare.is_empty() {
            break;
        }
        if index >= MAX_HEADERS || bare.len() > LONGEST_HEADER {
            continue;
        }
        let text = String::from_utf8_lossy(bare);
        if text.starts_with([' ', '\t']) {
            // A long header goes on in the next line.
            if let Some((_, value)) = headers.last_mut().filter(|(_, v)| v.len() < LONGEST_HEADER) {
                value.push(' ');
                value.push_str(text.trim());
            }
        } else if let Some((name, value)) = text.split_once(':') {
            headers.push((name.trim().to_ascii_lowercase(), value.trim().to_owned()));
        }
    }
    (headers, message.get(at..).unwrap_or_default())
}

fn header<'h>(headers: &'h Headers, name: &str) -> Option<&'h str> {
    headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
}

/// The value of `name=` or `name="` behind a header's first value.
fn parameter(value: &str, name: &str) -> Option<String> {
    let parameters = value.split(';').skip(1);
    parameters.filter_map(|parameter| parameter.split_once('=')).find_map(|(known, value)| {
        let is_it = known.trim().eq_ignore_ascii_case(name);
        let value = value.trim().trim_matches('"');
        (is_it && !value.is_empty()).then(|| value.to_owned())
    })
}

/// RFC 2045, 6.8: what is none of its letters is skipped, and `=` ends it.
fn from_base64(text: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3);
    let (mut held, mut bits) = (0_u32, 0_u32);
    for letter in text {
        let six = match letter {
            b'A'..=b'Z' => letter - b'A',
            b'a'..=b'z' => letter - b'a' + 26,
            b'0'..=b'9' => letter - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            b'=' => break,
            _ => continue,
        };
        held = (held << 6) | u32::from(six);
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            bytes.extend((held >> bits).to_le_bytes().first());
            held &= (1 << bits) - 1;
        }
    }
    bytes
}

/// RFC 2045, 6.7: `=` and two digits is a byte, and `=` at the end of a line is nothing.
fn from_quoted_printable(text: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(text.len());
    let digit = |byte: u8| char::from(byte).to_digit(16);
    let mut rest = text;
    loop {
        rest = match rest {
            [b'=', b'\r', b'\n', behind @ ..] | [b'=', b'\n', behind @ ..] => behind,
            [b'=', high, low, behind @ ..] => {
                match (digit(*high), digit(*low)) {
                    (Some(high), Some(low)) => {
                        bytes.extend((high * 16 + low).to_le_bytes().first());
                    }
                    _ => bytes.extend([b'=', *high, *low]),
                }
                behind
            }
            [byte, behind @ ..] => {
                bytes.push(*byte);
                behind
            }
            [] => return bytes,
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_cut_at_its_boundary() {
        let file = b"MIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\ttype=\"text/html\"; boundary=\"=_x\"\r\n\r\n\
            for old programs\r\n--=_x\r\nContent-Type: text/html; charset=\"windows-1252\"\r\n\
            Content-Transfer-Encoding: quoted-printable\r\nContent-Location: main.htm\r\n\r\n\
            a=3Db=\r\nc =FC --=_x\r\n--=_xy\r\n--=_x\r\nContent-Location: a.jpeg\r\n\
            Content-Transfer-Encoding: BASE64\r\n\r\naGVs\r\nbG8=\r\n--=_x--\r\nrest";
        let message = Message::of(file).unwrap();
        let page = message.page().unwrap();
        assert_eq!(page.name(), Some("main.htm"));
        assert_eq!(page.text().unwrap(), "a=bc ü --=_x\r\n--=_xy\r\n");
        let picture = message.parts.get(1).unwrap();
        assert_eq!((picture.name(), picture.content()), (Some("a.jpeg"), b"hello".to_vec()));
        assert_eq!(message.parts.len(), 2);
    }

    #[test]
    fn base64_and_its_damage() {
        for (text, bytes) in [
            ("", ""),
            ("TWFu", "Man"),
            ("TWE=", "Ma"),
            ("TQ==", "M"),
            ("T\r\n!W\tF u", "Man"),
            ("T", ""),
        ] {
            assert_eq!(from_base64(text.as_bytes()), bytes.as_bytes(), "{text}");
        }
    }

    #[test]
    fn quoted_printable_and_its_damage() {
        for (text, bytes) in
            [("=41=", "A="), ("=4", "=4"), ("=ZZ1", "=ZZ1"), ("a=\nb=\r\nc", "abc")]
        {
            assert_eq!(from_quoted_printable(text.as_bytes()), bytes.as_bytes(), "{text}");
        }
    }

    #[test]
    fn parts_in_parts_are_not_opened() {
        let mut file = String::new();
        for depth in 0..10_000 {
            file.push_str(&format!(
                "Content-Type: multipart/related; boundary=\"{depth}\"\n\n--{depth}\n"
            ));
        }
        assert_eq!(Message::of(file.as_bytes()).unwrap().parts.len(), 1);
    }
}
