//! Whether keys stand among what a terminal was sent, as `script --log-io` writes both into one
//! file. Without the timing file nothing tells them apart, and what was typed unseen would be
//! taken for output.

/// Letters that stand twice in a row, one pair behind the other, before it is typing: each key
/// and its echo. Longer than in any word, and not as long as in tables of hexadecimal digits.
const PAIRS: usize = 4;

/// How many different texts of this kind there are in the shortest session.
const TEXTS: usize = 3;

pub(super) fn has_keys(body: &[u8]) -> bool {
    let mut texts: Vec<Vec<u8>> = Vec::new();
    let mut text: Vec<u8> = Vec::new();
    let mut first: Option<u8> = None;
    let plain = Plain { rest: body };
    for byte in plain {
        match (first, byte) {
            (None, b'\r' | b'\n' | 8) => {}
            (None, byte) => first = Some(byte),
            (Some(one), byte) if one == byte => {
                text.push(byte);
                first = None;
            }
            (Some(_), byte) => {
                end(&mut text, &mut texts);
                first = Some(byte).filter(|byte| !matches!(byte, b'\r' | b'\n' | 8));
            }
        }
        if texts.len() >= TEXTS {
            return true;
        }
    }
    end(&mut text, &mut texts);
    texts.len() >= TEXTS
}

/// Keeps a text that was typed, once.
fn end(text: &mut Vec<u8>, texts: &mut Vec<Vec<u8>>) {
    let mut letters: Vec<u8> = text.iter().copied().filter(u8::is_ascii_alphabetic).collect();
    letters.sort_unstable();
    letters.dedup();
    let is_hex = text.iter().all(u8::is_ascii_hexdigit);
    if letters.len() >= PAIRS && !is_hex && !texts.contains(text) {
        texts.push(std::mem::take(text));
    }
    text.clear();
}

/// The bytes without the sequences that move and colour.
struct Plain<'b> {
    rest: &'b [u8],
}

impl Iterator for Plain<'_> {
    type Item = u8;

    fn next(&mut self) -> Option<u8> {
        loop {
            let (first, behind) = self.rest.split_first()?;
            self.rest = behind;
            match (first, behind) {
                (0x1b, [b'[', sequence @ ..]) => {
                    let end = sequence.iter().position(|byte| (0x40..=0x7e).contains(byte));
                    self.rest = sequence.get(end? + 1..)?;
                }
                (0x1b, [_, behind @ ..]) => self.rest = behind,
                (byte, _) => return Some(*byte),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_and_their_echo_are_told_from_output() {
        for mixed in [
            "$ ccdd  aapppp\r\r\n$ mmaakkee  ppaacckk\r\r\n$ ggiitt  lloogg\r\r\n",
            "> cc\u{1b}[31md\u{1b}[md  aapp\r\n> mmaakkee\r\n> ggiitt ppuusshh\r\n",
        ] {
            assert!(has_keys(mixed.as_bytes()), "{mixed:?}");
        }
        for output in [
            "$ cd app\r\n$ make pack\r\nbookkeeper of Mississippi\r\n",
            "00112233445566778899aabbccddeeff ffeeddccbbaa 11aabbccddee aaeeccddbb\r\n",
            "------- ======= aabbaabb\r\n\u{1b}[",
            "",
        ] {
            assert!(!has_keys(output.as_bytes()), "{output:?}");
        }
    }
}
