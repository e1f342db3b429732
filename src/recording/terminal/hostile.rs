//! Recordings that mean harm: each is read or refused in bounded time and memory, without
//! a clock in any test. What a bound is and why stands at its constant.

use super::super::{ReadError, Settings, read};
use super::told;

const HEADER: &str = "{\"version\": 2, \"width\": 80, \"height\": 24}\n";

fn cast(output: &str) -> String {
    let escaped: String = output
        .chars()
        .map(|c| match c {
            c if c.is_control() || c == '\\' => format!("\\u{:04x}", u32::from(c)),
            c => c.to_string(),
        })
        .collect();
    format!("{HEADER}[0.1, \"o\", \"{escaped}\"]\n")
}

fn refused(recording: &str) -> ReadError {
    read(recording.as_bytes(), &Settings::default()).expect_err("refused")
}

#[test]
fn a_line_of_a_hundred_megabytes_is_refused_unread() {
    let long = format!("{HEADER}[0.1, \"o\", \"{}\"]\n", "x".repeat(100_000_000));
    assert!(matches!(refused(&long), ReadError::TooLarge { .. }));
    let script = format!("Script started on x\n{}", "x".repeat(100_000_000));
    assert!(matches!(refused(&script), ReadError::TooLarge { .. }));
    let history = format!("#1700000000\n{}", "x".repeat(100_000_000));
    assert!(matches!(refused(&history), ReadError::TooLarge { .. }));
}

#[test]
fn one_event_of_some_megabytes_is_refused() {
    let long = format!("{HEADER}[0.1, \"o\", \"{}\"]\n", "x".repeat(3_000_000));
    assert!(matches!(refused(&long), ReadError::TooLarge { .. }));
    let old = format!(
        "{{\"version\": 1, \"width\": 80, \"stdout\": [\n{}",
        "[0,\"\"],".repeat(3_000_000)
    );
    assert!(matches!(refused(&old), ReadError::TooLarge { .. }));
}

#[test]
fn short_sequences_that_do_much_are_counted() {
    for storm in [
        "x\u{1b}[65535b".repeat(10_000),
        "\u{1b}[2J".repeat(100_000),
        "\u{1b}[999999999L\u{1b}[999999999M".repeat(50_000),
        "\u{1b}[?1049h\u{1b}[?1049l".repeat(50_000),
        "\u{1b}#8\u{1b}c".repeat(50_000),
        "\u{1b}]133;A\u{7}\u{1b}]133;C\u{7}".repeat(20_000),
        "\u{1b}[?2004h\u{1b}[?2004l".repeat(20_000),
    ] {
        let error = refused(&cast(&storm));
        let is_counted =
            matches!(error, ReadError::TooMany { what: "changes of the screen" | "commands", .. });
        assert!(is_counted, "{error:?}");
    }
}

#[test]
fn a_screen_has_a_largest_size() {
    let huge = "{\"version\": 2, \"width\": 65535, \"height\": 65535}\n\
        [0.1, \"r\", \"65535x65535\"]\n[0.1, \"r\", \"99999999999999999999x1\"]\n\
        [0.1, \"r\", \"0x0\"]\n[0.1, \"o\", \"$ date\\r\\nSunday\\r\\n$ \"]\n";
    assert_eq!(told(huge), ["date => The command prints:\n\n```text\nSunday\n```"]);
}

#[test]
fn nothing_that_a_terminal_obeys_is_left() {
    let output = "\u{1b}]0;title\u{7}$ date\r\n\u{1b}]52;c;aHVudGVy\u{7}\u{1b}[6n\u{1b}[c\u{1b}[5mSun\u{202e}day\u{1b}[0m\
        \u{1b}_payload\u{1b}\\\u{9b}31m\u{2066}\r\n$ ";
    let steps = told(&cast(output));
    assert_eq!(steps, ["date => The command prints:\n\n```text\nSunday\n```"]);
}

#[test]
fn what_has_no_end_ends() {
    for output in ["\u{1b}]", "\u{1b}P", "\u{1b}[", "\u{1b}", "\u{1b}]633;E;"] {
        let endless = format!("$ date\r\nSunday\r\n$ {output}{}", "1;".repeat(100_000));
        assert!(told(&cast(&endless))[0].starts_with("date"), "{output:?}");
    }
    let nested = format!("{HEADER}[0.1, \"o\", {}\n", "[".repeat(1_000_000));
    assert!(matches!(refused(&nested), ReadError::Faulty { line: Some(2), .. }));
    let nested = format!("{{\"version\": 1, \"width\": 1, \"stdout\": {}", "[".repeat(1_000_000));
    assert!(matches!(refused(&nested), ReadError::Faulty { .. }));
}

#[test]
fn a_recording_of_nothing_but_line_ends_is_refused() {
    let error = refused(&cast(&"\n".repeat(200_000)));
    assert!(matches!(error, ReadError::TooMany { .. }), "{error:?}");
}

#[test]
fn bytes_drawn_by_lot_are_no_recording_or_an_empty_one() {
    // A generator of the kind of Lehmer's: the same bytes each time.
    let mut seed = 88_172_645_463_325_252_u64;
    for round in 0..64 {
        let mut junk: Vec<u8> = match round % 4 {
            0 => b"Script started on x\n".to_vec(),
            1 => HEADER.as_bytes().to_vec(),
            2 => b": 1700000000:0;".to_vec(),
            _ => b"- cmd: ".to_vec(),
        };
        for _ in 0..2_000 {
            seed ^= seed << 13;
            seed ^= seed >> 7;
            seed ^= seed << 17;
            junk.extend(seed.to_le_bytes().get(..1).unwrap_or_default());
        }
        let read = read(&junk, &Settings::default());
        assert!(read.is_err() || read.is_ok_and(|recording| !recording.takes.is_empty()));
    }
}
