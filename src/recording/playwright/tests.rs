use std::io::{Cursor, Write};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::recording::{ReadError, Recording, Settings, read, sentences};

const JPEG: &[u8] = &[0xff, 0xd8, 0xff, 0xe0, 1];

fn archive(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in files {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(content).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn call(number: usize, method: &str, params: &str, after: &str) -> String {
    format!(
        "{{\"type\":\"before\",\"callId\":\"c{number}\",\"startTime\":{number}0,\"class\":\"Frame\",\
         \"method\":\"{method}\",\"params\":{{{params}}},\"pageId\":\"p\"}}\n\
         {{\"type\":\"input\",\"callId\":\"c{number}\",\"point\":{{\"x\":200,\"y\":150}}}}\n\
         {{\"type\":\"after\",\"callId\":\"c{number}\"{after}}}\n"
    )
}

fn context(version: u32) -> String {
    format!(
        "{{\"version\":{version},\"type\":\"context-options\",\"title\":\"Pay\",\"options\":{{}}}}\n"
    )
}

fn trace(version: u32) -> Vec<u8> {
    let frame = "{\"type\":\"screencast-frame\",\"pageId\":\"p\",\"sha1\":\"a.jpeg\",\"width\":800,\"height\":600,\"timestamp\":15}\n";
    let text = [
        context(version),
        call(1, "goto", "\"url\":\"https://shop.example/\"", ""),
        frame.to_owned(),
        call(2, "click", "\"selector\":\"internal:role=button[name=\\\"Pay >> now\\\"i] >> nth=0\"", ""),
        call(3, "click", "\"selector\":\"text=Wrong\"", ",\"error\":{\"message\":\"no\"}"),
        call(4, "isVisible", "\"selector\":\"div\"", ""),
        call(5, "fill", "\"selector\":\"internal:label=\\\"Password\\\"i\",\"value\":\"hunter2\"", ""),
        call(6, "expect", "\"selector\":\"internal:testid=[data-testid=\\\"total\\\"s]\",\"expression\":\"to.have.text\",\"isNot\":false,\"expectedText\":[{\"string\":\"12\"}]", ""),
        call(7, "click", "\"selector\":\"internal:text=\\\"Done\\\"i\"", ""),
    ]
    .concat();
    archive(&[("trace.trace", text.as_bytes()), ("resources/a.jpeg", JPEG)])
}

fn told(recording: &Recording) -> Vec<String> {
    let sentences = sentences(&recording.takes[0], recording.format);
    let told = sentences.into_iter().map(|one| format!("{} {}", one.text, one.expected.join(" ")));
    told.map(|one| one.trim_end().to_owned()).collect()
}

#[test]
fn a_trace_reads_as_somebody_would_tell_it_without_pictures_of_a_page_with_a_secret() {
    let recording = read(&trace(8), &Settings::default()).unwrap();
    assert_eq!(
        told(&recording),
        [
            "Go to <https://shop.example/>.",
            r"Click **Pay \>\> now**.",
            "Enter your password in **Password**. **Total** says “12” (TODO: is it called so on the screen?).",
            "Click **Done**.",
        ]
    );
    assert!(recording.takes[0].actions.iter().all(|one| one.picture.is_none()));
    assert!(!format!("{recording:?}").contains("hunter2"));
}

#[test]
fn a_version_that_is_not_known_is_refused() {
    for version in [2, 11] {
        let result = read(&trace(version), &Settings::default());
        assert!(matches!(result, Err(ReadError::Version { .. })), "{result:?}");
    }
}

#[test]
fn the_picture_is_the_newest_before_the_action() {
    let text = [
        context(7),
        "{\"type\":\"screencast-frame\",\"pageId\":\"p\",\"sha1\":\"a.jpeg\",\"width\":800,\"height\":600,\"timestamp\":5}\n".to_owned(),
        "{\"type\":\"screencast-frame\",\"pageId\":\"p\",\"sha1\":\"../b.jpeg\",\"width\":800,\"height\":600,\"timestamp\":25}\n".to_owned(),
        call(1, "click", "\"selector\":\"internal:text=\\\"One\\\"i\"", ""),
        call(3, "click", "\"selector\":\"internal:text=\\\"Two\\\"i\"", ""),
    ]
    .concat();
    let bytes = archive(&[
        ("t.trace", text.as_bytes()),
        ("resources/a.jpeg", JPEG),
        ("resources/../b.jpeg", JPEG),
    ]);
    let recording = read(&bytes, &Settings::default()).unwrap();
    let actions = &recording.takes[0].actions;
    let point = actions[0].picture.as_ref().unwrap().point.unwrap();
    assert!((point.across - 0.25).abs() < 1e-9 && (point.down - 0.25).abs() < 1e-9);
    // A name that leads out of its folder is looked up nowhere.
    assert!(actions[1].picture.is_none());
}

#[test]
fn a_text_that_swells_is_refused() {
    let bomb = vec![b'\n'; crate::recording::MAX_TEXT + 1];
    let result = read(&archive(&[("t.trace", &bomb)]), &Settings::default());
    assert!(matches!(result, Err(ReadError::TooLarge { .. })), "{result:?}");
    let whole = trace(8);
    for end in [10, whole.len() / 2, whole.len() - 1] {
        assert!(read(&whole[..end], &Settings::default()).is_err());
    }
}

#[test]
fn codegen_lines_become_steps() {
    let lines = "{\"browserName\":\"chromium\",\"launchOptions\":{},\"contextOptions\":{}}
{\"name\":\"openPage\",\"url\":\"about:blank\",\"signals\":[],\"pageAlias\":\"page\"}
{\"name\":\"navigate\",\"url\":\"https://shop.example/\",\"signals\":[],\"pageAlias\":\"page\"}
{\"name\":\"fill\",\"selector\":\"#x\",\"text\":\"hunter2\",\"signals\":[],\"targetInfo\":{\"inputType\":\"password\"},\"pageAlias\":\"page\"}
{\"name\":\"press\",\"selector\":\"internal:label=\\\"Search\\\"i\",\"key\":\"a\",\"modifiers\":2,\"signals\":[],\"pageAlias\":\"page\"}
{\"name\":\"click\",\"selector\":\"internal:role=link[name=\\\"Help\\\"i]\",\"button\":\"left\",\"clickCount\":1,\"signals\":[],\"pageAlias\":\"page1\"}
{\"name\":\"assertVisible\",\"selector\":\"internal:text=\\\"Ready\\\"i\",\"signals\":[],\"pageAlias\":\"page1\"}";
    let recording = read(lines.as_bytes(), &Settings::default()).unwrap();
    let told = told(&recording);
    assert_eq!(told[0], "Go to <https://shop.example/>.");
    assert!(told[1].starts_with("Enter your password in TODO"), "{told:?}");
    assert_eq!(told[2], "Press **Ctrl+A**.");
    assert_eq!(told[4], "Click **Help**. **Ready** is shown.");
}
