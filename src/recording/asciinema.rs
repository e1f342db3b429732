//! asciinema: one JSON object (version 1), or a header and one event to a line (2 and 3).
//!
//! Only the order of events counts here, not when they were: version 2 tells moments and
//! version 3 the time between them. See <https://docs.asciinema.org/manual/asciicast/v3/>.

use super::error::ReadError;
use super::format::Format;
use super::masking::Demonstration;
use super::terminal::{Event, Happening, Tape, demonstration};
use super::tree::{Object, list, of_line, text, whole};
use super::{Reader, Source};
use crate::data::{Entry, Node};

pub(super) const READER: Reader = Reader { format: Format::Asciinema, detects, read };

const FORMAT: Format = Format::Asciinema;

/// The versions that are read.
const OLDEST: u64 = 1;
const NEWEST: u64 = 3;

/// The longest line, in bytes: what a terminal is sent at once is a hundredth of it, and its
/// values take a hundred times the memory.
const LONGEST_LINE: usize = 2 * 1024 * 1024;

/// The largest recording of version 1, in bytes, whose values are held all at once.
const LARGEST_OBJECT: usize = 16 * 1024 * 1024;

/// The most events: three hours of typing and printing without a pause.
const MOST_EVENTS: usize = 1_000_000;

fn detects(source: &Source<'_>) -> bool {
    let beginning = source.beginning();
    let first = beginning.lines().next().unwrap_or_default();
    let is_one_line = of_line(first).is_some_and(|entries| {
        let header = Object::of(&entries);
        let is_sized = header.number("width").is_some() || header.object("term").is_some();
        header.number("version").is_some() && is_sized
    });
    let is_old = beginning.starts_with('{')
        && ["\"version\"", "\"stdout\"", "\"width\""].iter().all(|key| beginning.contains(key));
    is_one_line || is_old
}

fn read(source: &Source<'_>) -> Result<Demonstration, ReadError> {
    let text = source.text.unwrap_or_default().trim_start();
    let first = text.lines().next().unwrap_or_default();
    let tape = match whole(first, FORMAT) {
        Ok(header) if Object::of(&header).node("stdout").is_none() => by_lines(&header, text)?,
        _ => of_one_object(text)?,
    };
    demonstration(&tape, source.settings.prompt.as_deref())
}

/// Version 1: `stdout` is a list of pauses and texts.
fn of_one_object(recording: &str) -> Result<Tape, ReadError> {
    too_large(recording, LARGEST_OBJECT)?;
    let entries = whole(recording, FORMAT)?;
    let root = Object::of(&entries);
    checked_version(root)?;
    let mut tape = tape(root, root);
    let frames = root.list("stdout");
    too_many(frames.len())?;
    for (index, frame) in frames.iter().enumerate() {
        let shown = list(frame).get(1).and_then(text);
        let shown = shown.ok_or(faulty(None, "an entry of stdout is no pause with a text"))?;
        let what = Happening::Output(shown.to_owned());
        tape.events.push(Event { place: index + 1, what });
    }
    Ok(tape)
}

/// Versions 2 and 3: a header, then an event to a line; in version 3 comments begin with `#`.
fn by_lines(header: &[Entry], recording: &str) -> Result<Tape, ReadError> {
    let header = Object::of(header);
    let version = checked_version(header)?;
    let mut tape = tape(header, header.object("term").unwrap_or(header));
    let lines = recording.lines().enumerate().skip(1);
    let is_comment = |line: &str| version == 3 && line.starts_with('#');
    for (index, line) in lines.filter(|(_, line)| !line.trim().is_empty() && !is_comment(line)) {
        let number = Some(index + 1);
        too_large(line, LONGEST_LINE)?;
        too_many(tape.events.len())?;
        // The tree of values has a table at its root.
        let entries = whole(&format!("{{\"event\": {line}\n}}"), FORMAT)
            .map_err(|_| faulty(number, "it is no event in JSON, or it breaks off"))?;
        let event = Object::of(&entries).list("event");
        let (Some(code), Some(details)) = (part(event, 1), event.get(2)) else {
            return Err(faulty(number, "an event is no list of a time, a kind and a text"));
        };
        let place = tape.events.len() + 1;
        if let Some(what) = happening(code, details) {
            tape.events.push(Event { place, what });
        }
    }
    Ok(tape)
}

fn checked_version(header: Object<'_>) -> Result<u64, ReadError> {
    let version = header.text("version").and_then(|version| version.parse().ok());
    let version: u64 = version.ok_or(faulty(Some(1), "its version is no number"))?;
    if (OLDEST..=NEWEST).contains(&version) {
        Ok(version)
    } else {
        Err(ReadError::Version { format: FORMAT, version, oldest: OLDEST, newest: NEWEST })
    }
}

/// The header; `term` holds the size.
fn tape(header: Object<'_>, term: Object<'_>) -> Tape {
    let size = |long: &str, short: &str| {
        let size = term.text(long).or_else(|| term.text(short));
        size.and_then(|size| size.parse().ok()).unwrap_or(0)
    };
    Tape {
        format: FORMAT,
        size: (size("width", "cols"), size("height", "rows")),
        title: header.words("title").map(str::to_owned),
        command: header.words("command").map(str::to_owned),
        events: Vec::new(),
    }
}

/// What an event tells; none of the kinds that later versions of the program may add, which
/// readers of the format are asked to skip.
fn happening(code: &str, details: &Node) -> Option<Happening> {
    let details = text(details)?;
    match code {
        "o" => Some(Happening::Output(details.to_owned())),
        "i" => Some(Happening::Input(details.to_owned())),
        "m" => Some(Happening::Marker(details.to_owned())),
        "r" => {
            let (columns, rows) = details.split_once('x')?;
            Some(Happening::Resize(columns.parse().ok()?, rows.parse().ok()?))
        }
        "x" => Some(Happening::Exit(details.parse().ok()?)),
        _ => None,
    }
}

fn part(event: &[Node], index: usize) -> Option<&str> {
    event.get(index).and_then(text)
}

const fn too_large(text: &str, most: usize) -> Result<(), ReadError> {
    if text.len() <= most {
        return Ok(());
    }
    Err(ReadError::TooLarge { bytes: text.len() as u64, most: most as u64 })
}

fn too_many(events: usize) -> Result<(), ReadError> {
    if events < MOST_EVENTS {
        return Ok(());
    }
    Err(ReadError::TooMany { format: FORMAT, what: "events", most: MOST_EVENTS })
}

const fn faulty(line: Option<usize>, why: &'static str) -> ReadError {
    ReadError::Faulty { format: FORMAT, line, why }
}

#[cfg(test)]
mod tests {
    use super::super::{ReadError, Settings, read};
    use crate::recording::terminal::told;

    #[test]
    fn a_session_of_each_version_is_one_instruction() {
        let v1 = r#"{"version": 1, "width": 80, "height": 24, "title": "Pack", "stdout": [
            [0.1, "jo@web:~$ "], [1.0, "make pack\r\npacked\r\njo@web:~$ "]]}"#;
        let v2 = "{\"version\": 2, \"width\": 80, \"height\": 24, \"title\": \"Pack\"}\n\
            [0.1, \"o\", \"jo@web:~$ \"]\n[1.0, \"o\", \"make pack\\r\\npacked\\r\\njo@web:~$ \"]\n";
        let v3 = "{\"version\": 3, \"term\": {\"cols\": 80, \"rows\": 24}, \"title\": \"Pack\"}\n\
            # recorded for a test\n\
            [0.1, \"o\", \"jo@web:~$ \"]\n[0.9, \"o\", \"make pack\\r\\npacked\\r\\njo@web:~$ \"]\n\
            [0.1, \"z\", \"a kind of tomorrow\"]\n[0.1, \"x\", \"0\"]\n";
        for recording in [v1, v2, v3] {
            assert_eq!(
                told(recording),
                ["make pack => The command prints:\n\n```text\npacked\n```"]
            );
        }
    }

    #[test]
    fn a_command_that_was_recorded_alone_ends_with_the_status_of_the_session() {
        let recording = "{\"version\": 3, \"term\": {\"cols\": 80, \"rows\": 24}, \"command\": \"make pack\"}\n\
            [0.9, \"o\", \"packed\\r\\n\"]\n[0.1, \"x\", \"0\"]\n";
        assert_eq!(
            told(recording),
            ["make pack => The command ends without an error, and prints:\n\n```text\npacked\n```"]
        );
    }

    #[test]
    fn a_marker_says_what_is_done_next() {
        let recording = "{\"version\": 2, \"width\": 80, \"height\": 24}\n\
            [0.1, \"o\", \"$ \"]\n[0.2, \"m\", \"pack the release\"]\n[1.0, \"o\", \"make pack\\r\\n$ \"]\n";
        assert_eq!(told(recording), ["Pack the release: make pack => The command prints nothing."]);
    }

    #[test]
    fn what_cannot_be_read_is_refused_with_its_line() {
        let header = "{\"version\": 2, \"width\": 80, \"height\": 24}\n";
        for (events, line) in [
            ("[0.1, \"o\", \"$ \"]\n[0.2, \"o\", \"hunter2", 3),
            ("[0.1, \"o\"]\n", 2),
            ("hunter2\n", 2),
        ] {
            let error = read(format!("{header}{events}").as_bytes(), &Settings::default());
            let error = error.unwrap_err();
            assert!(
                matches!(error, ReadError::Faulty { line: Some(at), .. } if at == line),
                "{error:?}"
            );
            assert!(!error.to_string().contains("hunter2"));
        }
        let newer = "{\"version\": 9, \"term\": {\"cols\": 80, \"rows\": 24}}\n";
        let error = read(newer.as_bytes(), &Settings::default());
        assert!(matches!(error, Err(ReadError::Version { version: 9, newest: 3, .. })));
        let silent =
            read(format!("{header}[0.1, \"o\", \"text\"]").as_bytes(), &Settings::default());
        assert!(matches!(silent, Err(ReadError::NoPrompt { .. })), "{silent:?}");
    }
}
