//! A typescript and the timing file beside it, which are any bytes before and behind the first
//! zero byte, must be read in the same way each time.
#![no_main]

use libfuzzer_sys::fuzz_target;
use sopctl::recording::{Settings, read};

fuzz_target!(|data: &[u8]| {
    let at = data.iter().position(|byte| *byte == 0).unwrap_or(data.len());
    let (body, timing) = data.split_at(at);
    let script = [b"Script started on x [COLUMNS=\"80\" LINES=\"24\"]\n", body].concat();
    let timing = String::from_utf8_lossy(timing.get(1..).unwrap_or_default()).into_owned();
    for timing in [None, Some(timing)] {
        let settings = Settings { timing, ..Settings::default() };
        assert_eq!(read(&script, &settings), read(&script, &settings));
    }
});
