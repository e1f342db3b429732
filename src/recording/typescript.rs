//! `script`: what a terminal was sent, between a first and a last line of its own.
//!
//! Beside it may stand a timing file: a pause and a number of bytes to a line, or with a letter
//! before them for what they tell (`O`utput, `I`nput, `S`ignal, `H`eader; `script
//! --logging-format=advanced`). Input has a log of its own, or stands in the same file when
//! both were logged into one (`--log-io`). Without timing it is read line by line.

mod mixed;

use super::error::ReadError;
use super::format::Format;
use super::masking::Demonstration;
use super::terminal::{Event, Happening, Tape, demonstration};
use super::{MAX_TEXT, Reader, Source};
use crate::text::beginning;

pub(super) const READER: Reader = Reader { format: Format::Typescript, detects, read };

const FORMAT: Format = Format::Typescript;

const FIRST: &[u8] = b"Script started on ";
const LAST: &str = "\nScript done on ";

/// The most lines of a timing file.
const MOST_TIMES: usize = 1_000_000;

/// Bytes of the longest piece where there is no timing; keeps what is held twice small.
const PIECE: usize = 64 * 1024;

fn detects(source: &Source<'_>) -> bool {
    source.bytes.starts_with(FIRST)
}

fn read(source: &Source<'_>) -> Result<Demonstration, ReadError> {
    if source.bytes.len() > MAX_TEXT {
        let bytes = source.bytes.len() as u64;
        return Err(ReadError::TooLarge { bytes, most: MAX_TEXT as u64 });
    }
    let first = source.bytes.iter().position(|byte| *byte == b'\n');
    let first = first.ok_or(faulty("it has its first line only"))?;
    let (header, body) = source.bytes.split_at(first + 1);
    let header = String::from_utf8_lossy(header);
    let status = last_line(body).and_then(|line| named(&line, "COMMAND_EXIT_CODE"));
    let mut tape = Tape {
        format: FORMAT,
        size: (number(&header, "COLUMNS"), number(&header, "LINES")),
        title: None,
        command: named(&header, "COMMAND"),
        events: Vec::new(),
    };
    let times = source.settings.timing.as_deref().map(times).transpose()?;
    match times {
        Some(times) => timed(&mut tape, body, &times, source.settings.keys.as_deref()),
        None if mixed::has_keys(body) => return Err(ReadError::Mixed { format: FORMAT }),
        None => untimed(&mut tape, without_last_line(body)),
    }
    if let Some(status) = status.and_then(|status| status.parse().ok()) {
        let place = tape.events.last().map_or(1, |event| event.place);
        tape.events.push(Event { place, what: Happening::Exit(status) });
    }
    demonstration(&tape, source.settings.prompt.as_deref())
}

/// What a line of a timing file counts.
#[derive(Debug, Clone, PartialEq)]
enum Time {
    Output(usize),
    Input(usize),
    Resize(usize, usize),
}

/// The lines of a timing file.
fn times(text: &str) -> Result<Vec<Time>, ReadError> {
    let mut times = Vec::new();
    for line in text.lines().filter(|line| !line.trim().is_empty()) {
        if times.len() >= MOST_TIMES {
            return Err(ReadError::TooMany { format: FORMAT, what: "times", most: MOST_TIMES });
        }
        let words: Vec<&str> = line.split_whitespace().collect();
        let is_pause = |word: &str| word.parse::<f64>().is_ok_and(f64::is_finite);
        let size = |word: &str| word.parse::<usize>().ok();
        let time = match words.as_slice() {
            [pause, bytes] if is_pause(pause) => size(bytes).map(|bytes| Some(Time::Output(bytes))),
            ["O", pause, bytes] if is_pause(pause) => {
                size(bytes).map(|bytes| Some(Time::Output(bytes)))
            }
            ["I", pause, bytes] if is_pause(pause) => {
                size(bytes).map(|bytes| Some(Time::Input(bytes)))
            }
            ["S", pause, "SIGWINCH", details @ ..] if is_pause(pause) => {
                let details = details.join(" ");
                let (rows, columns) = (number(&details, "ROWS"), number(&details, "COLS"));
                Some(Some(Time::Resize(columns, rows)))
            }
            ["S" | "H", ..] => Some(None),
            _ => None,
        };
        let time = time.ok_or(faulty("its timing file has a line that is no time"))?;
        times.extend(time);
    }
    Ok(times)
}

/// The pieces of a log that holds output, and input where the timing says so, or of the two
/// logs that hold one each.
fn timed(tape: &mut Tape, body: &[u8], times: &[Time], keys: Option<&[u8]>) {
    let output: usize = total(times, |time| matches!(time, Time::Output(_)));
    let input: usize = total(times, |time| matches!(time, Time::Input(_)));
    // Input has a log of its own unless all of it stands here.
    let is_one_log = keys.is_none() && input > 0 && body.len() >= output.saturating_add(input);
    let mut keys = keys.map(without_first_line).unwrap_or_default();
    let mut rest = body;
    let mut line = 1;
    for time in times {
        let what = match time {
            Time::Output(bytes) => Happening::Output(text(taken(&mut rest, *bytes))),
            Time::Input(bytes) if is_one_log => Happening::Input(text(taken(&mut rest, *bytes))),
            Time::Input(bytes) => Happening::Input(text(taken(&mut keys, *bytes))),
            Time::Resize(columns, rows) => Happening::Resize(*columns, *rows),
        };
        let lines = match &what {
            Happening::Output(text) => text.matches('\n').count(),
            Happening::Input(text) if is_one_log => text.matches('\n').count(),
            Happening::Input(text) if text.is_empty() => continue,
            _ => 0,
        };
        tape.events.push(Event { place: line, what });
        line += lines;
    }
}

/// As many bytes from the beginning, as far as there are any.
fn taken<'b>(rest: &mut &'b [u8], bytes: usize) -> &'b [u8] {
    let (piece, behind) = rest.split_at(bytes.min(rest.len()));
    *rest = behind;
    piece
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn without_first_line(log: &[u8]) -> &[u8] {
    let first = log.iter().position(|byte| *byte == b'\n').map_or(0, |end| end + 1);
    log.get(first..).filter(|_| log.starts_with(FIRST)).unwrap_or(log)
}

fn total(times: &[Time], counts: impl Fn(&Time) -> bool) -> usize {
    let bytes = times.iter().filter(|time| counts(time)).map(|time| match time {
        Time::Output(bytes) | Time::Input(bytes) => *bytes,
        Time::Resize(..) => 0,
    });
    bytes.fold(0, usize::saturating_add)
}

/// Each line is an event of its own, so that what is found has a place; more than many are
/// held in pieces, which take less room.
fn untimed(tape: &mut Tape, body: &[u8]) {
    let text = String::from_utf8_lossy(body);
    let has_few = text.matches('\n').count() <= MOST_TIMES;
    let mut rest = text.as_ref();
    // The first line is that of `script`.
    let mut line = 2;
    while !rest.is_empty() {
        let end = rest.find('\n').filter(|_| has_few).map_or(rest.len(), |end| end + 1);
        let piece = beginning(rest.get(..end).unwrap_or(rest), PIECE);
        tape.events.push(Event { place: line, what: Happening::Output(piece.to_owned()) });
        line += piece.matches('\n').count();
        rest = rest.get(piece.len()..).unwrap_or_default();
    }
}

/// The line that `script` wrote at the end.
fn last_line(body: &[u8]) -> Option<String> {
    /// Bytes; the last line is shorter.
    const REACH: usize = 1024;
    let end = body.get(body.len().saturating_sub(REACH)..)?;
    let end = String::from_utf8_lossy(end);
    let (_, line) = end.rsplit_once(LAST)?;
    Some(line.to_owned())
}

fn without_last_line(body: &[u8]) -> &[u8] {
    let Some(line) = last_line(body) else { return body };
    let end = body.len().saturating_sub(line.len() + LAST.len());
    body.get(..end).unwrap_or(body)
}

/// The value behind `NAME="`.
fn named(text: &str, name: &str) -> Option<String> {
    let (_, behind) = text.split_once(&format!("{name}=\""))?;
    let (value, _) = behind.split_once('"')?;
    Some(value.to_owned())
}

fn number(text: &str, name: &str) -> usize {
    let quoted = named(text, name);
    let bare = || {
        let (_, behind) = text.split_once(&format!("{name}="))?;
        behind.split_whitespace().next().map(str::to_owned)
    };
    quoted.or_else(bare).and_then(|value| value.parse().ok()).unwrap_or(0)
}

const fn faulty(why: &'static str) -> ReadError {
    ReadError::Faulty { format: FORMAT, line: None, why }
}

#[cfg(test)]
mod tests {
    use super::super::{ReadError, Settings, read};
    use super::*;
    use crate::recording::terminal::{told, told_with};

    const HEADER: &str = "Script started on 2024-05-08 12:30:05+00:00 [TERM=\"xterm\" COLUMNS=\"80\" LINES=\"24\"]\n";

    #[test]
    fn a_typescript_without_times_is_cut_at_its_prompt() {
        let script = format!(
            "{HEADER}jo@web:~$ cd app\r\njo@web:~/app$ make x\u{8} \u{8}all\r\nbuilt\r\njo@web:~/app$ exit\r\n\
             \nScript done on 2024-05-08 12:31:05+00:00 [COMMAND_EXIT_CODE=\"0\"]\n"
        );
        assert_eq!(
            told(&script),
            ["cd app", "make all => The command prints:\n\n```text\nbuilt\n```"]
        );
    }

    #[test]
    fn a_command_that_was_recorded_alone_is_the_step() {
        let script = "Script started on 2024-05-08 12:30:05+00:00 [COMMAND=\"make all\" <not executed on terminal>]\n\
             built\r\n\nScript done on 2024-05-08 12:31:05+00:00 [COMMAND_EXIT_CODE=\"0\"]\n";
        assert_eq!(
            told(script),
            ["make all => The command ends without an error, and prints:\n\n```text\nbuilt\n```"]
        );
    }

    #[test]
    fn times_tell_input_from_output() {
        let body = "jo@web:~$ sudo make\rsudo make\r\nPassword: hunter2\r\r\nok\r\njo@web:~$ ";
        let script = format!("{HEADER}{body}");
        let advanced = "H 0.0 START_TIME 2024\nO 0.1 10\nI 0.2 10\nO 0.1 21\nI 1.0 8\nO 0.1 16\n\
             S 0.1 SIGWINCH ROWS=30 COLS=100\n";
        let settings = Settings { timing: Some(advanced.to_owned()), ..Settings::default() };
        let steps = told_with(script.as_bytes(), &settings);
        assert_eq!(
            steps,
            [
                "sudo make => “Password” is shown.",
                "Enter your password in **Password** and press **Enter**. => The command prints:\n\n```text\nok\n```"
            ]
        );
    }

    #[test]
    fn keys_that_were_logged_apart_are_told_by_the_times() {
        let script = format!("{HEADER}$ sudo make\r\nPassword: \r\nmade by hunter2\r\n$ ");
        let advanced = "O 0.1 2\nI 0.2 10\nO 0.1 21\nI 1.0 8\nO 0.1 21\n".to_owned();
        let keys = format!("{HEADER}sudo make\rhunter2\r").into_bytes();
        let settings = Settings { timing: Some(advanced), keys: Some(keys), ..Settings::default() };
        assert_eq!(
            told_with(script.as_bytes(), &settings),
            [
                "sudo make => “Password” is shown.",
                "Enter your password in **Password** and press **Enter**. => The command prints:\n\n```text\nmade by (masked)\n```"
            ]
        );
    }

    #[test]
    fn what_is_masked_without_times_has_a_line() {
        let script = format!("{HEADER}$ cd app\r\n$ export API_TOKEN=hunter2\r\n$ exit\r\n");
        let recording = read(script.as_bytes(), &Settings::default()).unwrap();
        assert_eq!(recording.masks[0].place.0, 3);
    }

    #[test]
    fn old_and_advanced_times_are_read_and_nothing_else() {
        assert_eq!(times("0.25 10\n0.1 3\n").unwrap(), [Time::Output(10), Time::Output(3)]);
        assert_eq!(
            times("H 0.0 TERM xterm\nO 0.1 5\nI 0.1 2\nS 0.2 SIGWINCH ROWS=30 COLS=100\n").unwrap(),
            [Time::Output(5), Time::Input(2), Time::Resize(100, 30)]
        );
        for text in ["hunter2", "x 5", "0.1 -5", "NaN 5", "O 1.0"] {
            let error = times(text).unwrap_err();
            assert!(
                matches!(error, ReadError::Faulty { .. }) && !error.to_string().contains("hunter2")
            );
        }
    }

    #[test]
    fn bytes_that_are_no_text_do_no_harm() {
        let mut script = HEADER.as_bytes().to_vec();
        script.extend(b"$ cat x\r\n\xff\xfe\x00\x80\r\n$ exit\r\n");
        let recording = read(&script, &Settings::default()).unwrap();
        assert_eq!(recording.takes[0].actions.len(), 1);
        assert!(matches!(
            read(b"Script started on ", &Settings::default()),
            Err(ReadError::Faulty { .. })
        ));
    }
}
