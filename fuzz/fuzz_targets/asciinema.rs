//! What a terminal is sent must never end in a draft as something that a terminal obeys, and
//! the same recording must be read in the same way. The first byte says what the rest is: a
//! whole file, output, or output and keys in turn.
#![no_main]

use libfuzzer_sys::fuzz_target;
use sopctl::recording::{Settings, read, sentences};

fuzz_target!(|data: &[u8]| {
    let Some((first, rest)) = data.split_first() else { return };
    let text = String::from_utf8_lossy(rest);
    let cast = match first % 4 {
        0 => text.into_owned(),
        1 => format!(
            "{{\"version\": 1, \"width\": 80, \"height\": 24, \"stdout\": [[1, {}]]}}",
            json(&text)
        ),
        2 => format!(
            "{{\"version\": 2, \"width\": 80, \"height\": 24}}\n[1, \"o\", {}]\n",
            json(&text)
        ),
        _ => {
            let mut cast =
                String::from("{\"version\": 3, \"term\": {\"cols\": 80, \"rows\": 24}}\n");
            for (index, piece) in text.split('\u{0}').enumerate() {
                let code = if index % 2 == 0 { "o" } else { "i" };
                cast.push_str(&format!("[1, \"{code}\", {}]\n", json(piece)));
            }
            cast
        }
    };
    let settings = Settings::default();
    let recording = read(cast.as_bytes(), &settings);
    assert_eq!(recording, read(cast.as_bytes(), &settings));
    let Ok(recording) = recording else { return };
    for take in &recording.takes {
        for sentence in sentences(take, recording.format) {
            let block = sentence.block.iter().flat_map(|block| block.lines());
            let shown = sentence.expected.iter().flat_map(|expected| expected.lines());
            for line in block.chain(shown).chain([sentence.text.as_str()]) {
                assert!(!line.contains(|c: char| c.is_control() && c != '\t'), "{line:?}");
            }
        }
    }
});

fn json(text: &str) -> String {
    let escaped: String = text
        .chars()
        .map(|c| match c {
            c if c.is_control() || c == '"' || c == '\\' => format!("\\u{:04x}", u32::from(c)),
            c => c.to_string(),
        })
        .collect();
    format!("\"{escaped}\"")
}
