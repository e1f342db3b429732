use std::io::{Cursor, Write};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::recording::retouching::tests::page;
use crate::recording::{Area, ReadError, Recording, Settings, read, sentences};

/// A trace as each version of the format writes it: who signs in sees a message, then opens
/// the orders.
mod versions;

use versions::Trace;

fn archive(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in files {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(content).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn told(recording: &Recording) -> Vec<String> {
    let sentences = sentences(&recording.takes[0], recording.format);
    let told = sentences.into_iter().map(|one| format!("{} {}", one.text, one.expected.join(" ")));
    told.map(|one| one.trim_end().to_owned()).collect()
}

fn read_trace(trace: &Trace) -> Recording {
    read(&trace.packed(), &Settings::default()).unwrap()
}

#[test]
fn every_version_reads_as_somebody_would_tell_it() {
    for version in 3..=10 {
        let recording = read_trace(&Trace::of(version));
        assert_eq!(recording.title.as_deref(), Some("Sign in to the shop"));
        assert_eq!(
            told(&recording),
            [
                "Go to <https://shop.example/>. The **Sign in** page opens.",
                "Enter `ann` in **User name**.",
                "Enter your password in **Password**.",
                "In **Branch**, select **Oslo harbour**.",
                "Click **Sign in**. “You are signed in” is shown.",
                "Attach `list.csv` in **Orders file**.",
                r"Click **Orders \>\> all**. The **Orders** page opens. **Total** says “12”.",
                "Click the **Open** tab.",
            ],
            "version {version}"
        );
        assert!(!format!("{recording:?}").contains("hunter2"), "version {version}");
    }
}

#[test]
fn without_snapshots_the_log_still_says_what_was_acted_on() {
    for version in 3..=10 {
        let told = told(&read_trace(&Trace { has_snapshots: false, ..Trace::of(version) }));
        assert_eq!(told[1], "Enter `ann` in **User**.", "version {version}");
        assert_eq!(
            told[2],
            "Enter your password in TODO: which field? (the recording only has `#x`)."
        );
        assert_eq!(told[4], "Click **Sign in**.");
    }
}

#[test]
fn a_password_is_covered_where_its_field_is_known_and_else_there_is_no_picture() {
    for version in 3..=10 {
        let recording = read_trace(&Trace::of(version));
        let pictures: Vec<bool> =
            recording.takes[0].actions.iter().map(|action| action.picture.is_some()).collect();
        let signs_in = version == 10;
        assert_eq!(
            pictures,
            [false, signs_in, signs_in, signs_in, signs_in, signs_in, signs_in, true],
            "version {version}"
        );
        // The password stands in no picture as the recorder took it.
        let taken = page(120, 7).content;
        let actions = &recording.takes[0].actions;
        let pictures = actions.iter().filter_map(|action| action.picture.as_ref());
        assert!(pictures.into_iter().all(|picture| picture.content != taken));
        let last = actions.last().and_then(|action| action.highlight);
        let framed = if version == 10 {
            Area { left: 16, top: 16, width: 168, height: 32 }
        } else {
            Area { left: 89, top: 21, width: 20, height: 20 }
        };
        assert_eq!(last, Some(framed), "version {version}");
    }
}

#[test]
fn what_was_scrolled_since_the_picture_was_taken_has_no_frame_and_no_cover() {
    let recording = read_trace(&Trace { scrolls: true, ..Trace::of(10) });
    let actions = &recording.takes[0].actions;
    assert!(actions[..7].iter().all(|action| action.picture.is_none()));
    assert!(actions[7].picture.is_some() && actions[7].highlight.is_none());
}

#[test]
fn a_version_that_is_not_known_is_refused() {
    for version in [2, 11] {
        let result = read(&Trace::of(version).packed(), &Settings::default());
        assert!(matches!(result, Err(ReadError::Version { .. })), "{result:?}");
    }
}

#[test]
fn a_name_that_leads_out_of_its_folder_is_looked_up_nowhere() {
    let click = "{\"type\":\"before\",\"callId\":\"c1\",\"startTime\":20,\"class\":\"Frame\",\
                 \"method\":\"click\",\"params\":{\"selector\":\"text=A\"},\"pageId\":\"p\"}";
    for (name, is_found) in [("a.jpeg", true), ("../b.jpeg", false), ("x/c.jpeg", false)] {
        let text = format!(
            "{{\"version\":7,\"type\":\"context-options\"}}\n{{\"type\":\"screencast-frame\",\
             \"pageId\":\"p\",\"sha1\":\"{name}\",\"width\":400,\"height\":300,\"timestamp\":5}}\n{click}"
        );
        let picture = page(120, 0).content;
        let files = ["resources/a.jpeg", "resources/../b.jpeg", "b.jpeg", "resources/x/c.jpeg"];
        let mut files: Vec<(&str, &[u8])> =
            files.iter().map(|file| (*file, picture.as_slice())).collect();
        files.push(("t.trace", text.as_bytes()));
        let recording = read(&archive(&files), &Settings::default()).unwrap();
        assert_eq!(recording.takes[0].actions[0].picture.is_some(), is_found, "{name}");
    }
}

#[test]
fn a_text_that_swells_is_refused() {
    let bomb = vec![b'\n'; crate::recording::MAX_TEXT + 1];
    let result = read(&archive(&[("t.trace", &bomb)]), &Settings::default());
    assert!(matches!(result, Err(ReadError::TooLarge { .. })), "{result:?}");
    let whole = Trace::of(8).packed();
    for end in [10, whole.len() / 2, whole.len() - 1] {
        assert!(read(&whole[..end], &Settings::default()).is_err());
    }
}

#[test]
fn snapshots_that_refer_to_each_other_without_end_come_to_one() {
    let mut text = "{\"version\":8,\"type\":\"context-options\"}\n".to_owned();
    let snapshot = |html: &str| {
        format!(
            "{{\"type\":\"frame-snapshot\",\"snapshot\":{{\"snapshotName\":\"before@c1\",\"frameId\":\"f\",\
             \"isMainFrame\":true,\"html\":{html}}}}}\n"
        )
    };
    text.push_str(&snapshot("[\"P\",{},\"x\"]"));
    // Each is twice as large as the one before it.
    for _ in 0..60 {
        text.push_str(&snapshot("[\"P\",{},[[1,1]],[[1,1]],[[0,0]],[[9999,1]],[[1,-1]],[[]]]"));
    }
    text.push_str(
        "{\"type\":\"before\",\"callId\":\"c1\",\"startTime\":1,\"class\":\"Frame\",\"method\":\"click\",\
         \"params\":{\"selector\":\"text=Pay\"}}\n",
    );
    let bytes = archive(&[("t.trace", text.as_bytes())]);
    let recording = read(&bytes, &Settings::default()).unwrap();
    assert_eq!(told(&recording), ["Click **Pay**."]);
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

#[test]
fn the_end_of_a_recording_and_the_value_of_an_entry_are_no_words_of_a_step() {
    let lines = "{\"name\":\"navigate\",\"url\":\"https://shop.example/\",\"signals\":[],\"pageAlias\":\"page\"}
{\"name\":\"select\",\"selector\":\"internal:label=\\\"Branch\\\"i\",\"options\":[\"osl\"],\"signals\":[],\"pageAlias\":\"page\"}
{\"name\":\"closePage\",\"signals\":[],\"pageAlias\":\"page\"}";
    let recording = read(lines.as_bytes(), &Settings::default()).unwrap();
    let sentences = sentences(&recording.takes[0], recording.format);
    assert_eq!(sentences.len(), 2);
    assert_eq!(sentences[1].text, "In **Branch**, select **osl**.");
    assert!(sentences[1].questions[0].starts_with("what does this entry say"));
}
