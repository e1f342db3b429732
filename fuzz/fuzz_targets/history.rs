//! The history of any shell must be read, and its last commands must be the last of all.
#![no_main]

use libfuzzer_sys::fuzz_target;
use sopctl::recording::{Settings, read};

fuzz_target!(|data: &[u8]| {
    let Some((first, rest)) = data.split_first() else { return };
    let beginning: &[u8] = match first % 4 {
        0 => b"",
        1 => b"#1700000000\n",
        2 => b": 1700000000:0;",
        _ => b"- cmd: ",
    };
    let history = [beginning, rest].concat();
    let all = read(&history, &Settings::default());
    let last = read(&history, &Settings { last: Some(1), ..Settings::default() });
    if let (Ok(all), Ok(last)) = (all, last) {
        let end = |recording: &sopctl::recording::Recording| {
            recording.takes.last().and_then(|take| take.actions.last()).map(|action| action.place)
        };
        assert_eq!(end(&all), end(&last));
    }
});
