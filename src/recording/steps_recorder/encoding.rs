//! Bytes as text: UTF-8, UTF-16, and the alphabet of western Windows.

/// What windows-1252 has at 0x80 to 0x9f, where ISO 8859-1 has no letters
/// (<https://encoding.spec.whatwg.org/index-windows-1252.txt>).
const WESTERN: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}',
    '\u{90}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
];

/// Names under which that alphabet goes.
const WESTERN_NAMES: [&str; 5] =
    ["windows-1252", "cp1252", "iso-8859-1", "iso-8859-15", "us-ascii"];

/// Whether bytes begin with the mark of UTF-16.
pub(super) fn is_utf16(bytes: &[u8]) -> bool {
    bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff])
}

/// The text of bytes in the encoding of this name, or in the one that they show; none where it
/// is another one. UTF-8 goes before what is said, since it cannot be read by mistake.
pub(super) fn text(bytes: &[u8], name: Option<&str>) -> Option<String> {
    let name = name.map(str::to_ascii_lowercase);
    match (bytes, name.as_deref()) {
        ([0xff, 0xfe, rest @ ..], _) => return Some(utf16(rest, u16::from_le_bytes)),
        ([0xfe, 0xff, rest @ ..], _) => return Some(utf16(rest, u16::from_be_bytes)),
        (bytes, Some("utf-16" | "utf-16le" | "unicode")) => {
            return Some(utf16(bytes, u16::from_le_bytes));
        }
        (bytes, Some("utf-16be")) => return Some(utf16(bytes, u16::from_be_bytes)),
        _ => {}
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Some(text.trim_start_matches('\u{feff}').to_owned());
    }
    match name.as_deref() {
        // What says that it is UTF-8 and is not was cut, or written by hand.
        Some("utf-8" | "utf8") => Some(String::from_utf8_lossy(bytes).into_owned()),
        None => Some(western(bytes)),
        Some(name) if WESTERN_NAMES.contains(&name) => Some(western(bytes)),
        Some(_) => None,
    }
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> String {
    let units = bytes.chunks_exact(2).map(|pair| match pair {
        [a, b] => unit([*a, *b]),
        _ => 0,
    });
    char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
}

fn western(bytes: &[u8]) -> String {
    let letter = |byte: &u8| match byte {
        0x80..=0x9f => WESTERN.get(usize::from(byte - 0x80)).copied().unwrap_or_default(),
        byte => char::from(*byte),
    };
    bytes.iter().map(letter).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_are_read_in_each_encoding() {
        let utf16: Vec<u8> =
            "\u{feff}Zurück – 戻る".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(text(&utf16, None).as_deref(), Some("Zurück – 戻る"));
        assert_eq!(text("Zurück".as_bytes(), Some("windows-1252")).as_deref(), Some("Zurück"));
        assert_eq!(text(b"Zur\xfcck \x96 5 \x80", None).as_deref(), Some("Zurück – 5 €"));
        assert_eq!(text(b"\x96", Some("shift_jis")), None);
        assert_eq!(text(b"\xef\xbb\xbfOK", Some("UTF-8")).as_deref(), Some("OK"));
    }
}
