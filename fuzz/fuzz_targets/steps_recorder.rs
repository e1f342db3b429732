//! A recording of the Steps Recorder must be read in the same way each time, whatever its
//! parts, its encoding and its XML, and nothing that a terminal obeys may reach a sentence. The
//! first byte says what the rest is: a whole file, the steps in a page of their own, the value
//! of each field of one step, or a page that is encoded once more.
#![no_main]

use libfuzzer_sys::fuzz_target;
use sopctl::recording::{Settings, read, sentences};

const LIMIT: &str = "=_NextPart_SMP_1";

fuzz_target!(|data: &[u8]| {
    let Some((first, rest)) = data.split_first() else { return };
    let text = String::from_utf8_lossy(rest);
    let file = match first % 4 {
        0 => rest.to_vec(),
        1 => page(
            &format!("<UserActionData><RecordSession>{text}</RecordSession></UserActionData>"),
            "7bit",
        ),
        2 => page(&step(&text), "7bit"),
        _ => page(&text, "quoted-printable"),
    };
    let settings = Settings::default();
    let recording = read(&file, &settings);
    assert_eq!(recording, read(&file, &settings));
    let Ok(recording) = recording else { return };
    for take in &recording.takes {
        for sentence in sentences(take, recording.format) {
            let shown = sentence.expected.iter().flat_map(|expected| expected.lines());
            let noted = sentence.note.iter().map(String::as_str);
            for line in shown.chain(noted).chain([sentence.text.as_str()]) {
                assert!(!line.contains(|c: char| c.is_control() && c != '\t'), "{line:?}");
            }
        }
    }
});

fn page(body: &str, encoding: &str) -> Vec<u8> {
    format!(
        "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=\"{LIMIT}\"\r\n\r\n\
         --{LIMIT}\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n\
         {body}\r\n--{LIMIT}\r\nContent-Location: a.JPEG\r\nContent-Transfer-Encoding: base64\r\n\
         \r\n/9j/2wBD\r\n--{LIMIT}--\r\n"
    )
    .into_bytes()
}

/// A step whose fields are the lines of a text.
fn step(text: &str) -> String {
    let escaped = text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;");
    let mut lines = escaped.lines();
    let mut line = || lines.next().unwrap_or_default();
    format!(
        "<UserActionData><RecordSession MissedActionCount=\"{}\"><EachAction FileName=\"{}\">\
         <Description>{}</Description><Action>{}</Action><CursorCoordsXY>{}</CursorCoordsXY>\
         <ScreenCoordsXYWH>{}</ScreenCoordsXYWH><UIAStack><Level Name=\"{}\" AutomationId=\"{}\" \
         ControlType=\"{}\" ClassName=\"{}\" BoundingRectangle=\"{}\"/></UIAStack>\
         <ScreenshotFileName>a.JPEG</ScreenshotFileName></EachAction><EachAction>\
         <UserComment>{}</UserComment></EachAction></RecordSession></UserActionData>",
        line(),
        line(),
        line(),
        line(),
        line(),
        line(),
        line(),
        line(),
        line(),
        line(),
        line(),
        line()
    )
}
