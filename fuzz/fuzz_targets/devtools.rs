//! Steps of the Chrome DevTools Recorder, behind one that types a password.
#![no_main]

mod browser;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let Some((first, rest)) = data.split_first() else { return };
    let text = String::from_utf8_lossy(rest);
    let recording = match first % 2 {
        0 => text.into_owned(),
        _ => format!(
            "{{\"title\":\"t\",\"steps\":[{{\"type\":\"change\",\"value\":\"{}\",\
             \"selectors\":[[\"#password\"]]}},{text}]}}",
            browser::PASSWORD
        ),
    };
    browser::judge(recording.as_bytes());
});
