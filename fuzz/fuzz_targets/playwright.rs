//! A trace of Playwright with a picture, or the lines of its code generator. The first byte
//! says which, the two behind it how long the picture is; the rest are the events.
#![no_main]

mod browser;

use std::io::{Cursor, Write};

use libfuzzer_sys::fuzz_target;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// The beginning of a trace: a password is typed, and a picture is taken.
const BEGINNING: &str = r#"{"type":"before","callId":"c1","startTime":1,"class":"Frame","method":"goto","pageId":"p","params":{"url":"https://a.example/"}}
{"type":"screencast-frame","pageId":"p","sha1":"a.jpeg","width":400,"height":300,"timestamp":2}
{"type":"before","callId":"c2","startTime":3,"class":"Frame","method":"fill","pageId":"p","params":{"selector":"internal:label=\"Password\"i","value":"PASSWORD"}}
{"type":"input","callId":"c2","box":{"x":120,"y":120,"width":120,"height":30}}
{"type":"after","callId":"c2","endTime":4}
{"type":"screencast-frame","pageId":"p","sha1":"a.jpeg","width":400,"height":300,"timestamp":5}
"#;

fuzz_target!(|data: &[u8]| {
    let [first, low, high, rest @ ..] = data else { return };
    let length = usize::from(u16::from_le_bytes([*low, *high])).min(rest.len());
    let (picture, events) = rest.split_at(length);
    let events = String::from_utf8_lossy(events);
    let beginning = BEGINNING.replace("PASSWORD", browser::PASSWORD);
    match first % 4 {
        0 => browser::judge(rest),
        1 => {
            let line = "{\"name\":\"fill\",\"selector\":\"#pw\",\"text\":\"PASSWORD\",\"signals\":[]}";
            let line = line.replace("PASSWORD", browser::PASSWORD);
            browser::judge(format!("{line}\n{events}").as_bytes());
        }
        version => {
            let version = if version == 2 { 8 } else { 10 };
            let text = format!(
                "{{\"version\":{version},\"type\":\"context-options\"}}\n{beginning}{events}"
            );
            browser::judge(&archive(&text, picture));
        }
    }
});

fn archive(text: &str, picture: &[u8]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in [("t.trace", text.as_bytes()), ("resources/a.jpeg", picture)] {
        writer.start_file(name, SimpleFileOptions::default()).unwrap();
        writer.write_all(content).unwrap();
    }
    writer.finish().unwrap().into_inner()
}
