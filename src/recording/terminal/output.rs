//! What of an output an instruction quotes: its last lines, without what is another each time.

use super::ran::Output;

/// The lines that are quoted: as many as a reader compares with his own screen.
const QUOTED: usize = 8;

/// The longest line that is quoted, in characters.
const LONGEST: usize = 120;

/// What stands for what is left out.
const LEFT_OUT: &str = "…";

/// The last lines of an output, ready to be compared by eye; none where nothing is left.
pub(super) fn quoted(output: &Output) -> Option<String> {
    let lines: Vec<&String> = output.lines.iter().filter(|line| !is_progress(line)).collect();
    let shown = |line: &&&String| !line.trim().is_empty();
    let first = lines.iter().position(|line| shown(&line))?;
    let last = lines.iter().rposition(|line| shown(&line))?;
    let lines = lines.get(first..=last)?;
    let from = lines.len().saturating_sub(QUOTED);
    let mut quoted: Vec<String> = Vec::new();
    if from > 0 || output.has_more {
        quoted.push(LEFT_OUT.to_owned());
    }
    for line in lines.get(from..)? {
        let steady = steady(line);
        // Lines that differ in times and numbers only are one.
        if quoted.last() != Some(&steady) || !steady.contains(LEFT_OUT) {
            quoted.push(steady);
        }
    }
    Some(quoted.join("\n"))
}

/// The last lines as they are.
pub(super) fn last_lines(output: &Output, most: usize) -> Vec<String> {
    let shown = output.lines.iter().rev().filter(|line| !line.trim().is_empty());
    let mut last: Vec<String> = shown.take(most).cloned().collect();
    last.reverse();
    last
}

/// Whether a line shows how far something has come, or which job was put in the background.
fn is_progress(line: &str) -> bool {
    let bar = |c: char| matches!(c, '#' | '=' | '█' | '▓' | '━' | '─' | '.' | '>' | '-' | '░');
    let longest = line.split(|c| !bar(c)).map(|run| run.chars().count()).max().unwrap_or(0);
    let has_share = line.split_whitespace().any(|word| {
        let number = word.trim_matches(|c: char| !c.is_ascii_digit() && c != '%');
        number.strip_suffix('%').is_some_and(|n| !n.is_empty() && n.parse::<f64>().is_ok())
    });
    let is_job = line.strip_prefix('[').and_then(|rest| rest.split_once(']')).is_some_and(
        |(number, pid)| {
            let is_number = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
            !number.is_empty()
                && is_number(number)
                && !pid.trim().is_empty()
                && is_number(pid.trim())
        },
    );
    is_job || (has_share && longest >= 5)
}

/// A line with a mark in the place of times, numbers of processes, hashes and the like.
fn steady(line: &str) -> String {
    let mut steady = String::with_capacity(line.len());
    let mut before = "";
    let mut pieces = line.trim_end().split_inclusive(' ').peekable();
    while let Some(piece) = pieces.next() {
        let word = piece.trim_end_matches(' ');
        let behind = pieces.peek().map_or("", |next| next.trim());
        let room = steady.chars().count() + word.chars().count();
        if room > LONGEST {
            // Whole words only: half a secret is not found.
            steady.push_str(LEFT_OUT);
            break;
        }
        steady.push_str(&steady_word(word, before, behind));
        steady.push_str(&piece[word.len()..]);
        if !word.is_empty() {
            before = word;
        }
    }
    steady.trim_end().to_owned()
}

fn steady_word(word: &str, before: &str, behind: &str) -> String {
    let is_edge = |c: char| "()[]{}<>,;'\"".contains(c);
    let inner = word.trim_matches(is_edge).trim_end_matches(['.', ':']);
    if inner.is_empty() || !(changes(inner, before) || is_measured(inner, behind)) {
        return word.to_owned();
    }
    let at = word.find(inner).unwrap_or(0);
    let (head, tail) = (&word[..at], &word[at + inner.len()..]);
    format!("{head}{LEFT_OUT}{tail}")
}

/// Whether a word is another one whenever the command is run.
fn changes(word: &str, before: &str) -> bool {
    let digits = word.bytes().filter(u8::is_ascii_digit).count();
    let is_hex = word.bytes().all(|b| b.is_ascii_hexdigit());
    let letters = word.bytes().filter(u8::is_ascii_alphabetic).count();
    let after_pid = matches!(before.trim_matches(|c: char| !c.is_alphanumeric()), "pid" | "PID");
    let is_number = digits > 0 && digits == word.len();
    (is_hex && word.len() >= 7 && digits > 0 && letters > 0)
        || (is_hex && word.len() >= 32)
        || is_uuid(word)
        || is_time(word)
        || is_span(word)
        || (after_pid && is_number)
        || (word.starts_with("0x") && word.len() > 6)
        || word.starts_with("/tmp/tmp.")
        // 1700000000, a moment in seconds.
        || (is_number && word.len() == 10 && word.starts_with('1'))
}

/// `0.26 s`, `12.5 MB/s`: a number with parts, and what it counts.
fn is_measured(word: &str, behind: &str) -> bool {
    const UNITS: [&str; 12] = [
        "s", "ms", "sec", "secs", "second", "seconds", "min", "minutes", "KB/s", "MB/s", "kB/s",
        "MiB/s",
    ];
    let unit = behind.trim_matches(|c: char| !c.is_alphanumeric());
    word.contains('.') && word.parse::<f64>().is_ok() && UNITS.contains(&unit)
}

/// `8f14e45f-ceea-467f-a8d4-1b2c3d4e5f60`
fn is_uuid(word: &str) -> bool {
    let lengths: Vec<usize> = word.split('-').map(str::len).collect();
    lengths == [8, 4, 4, 4, 12] && word.bytes().all(|b| b.is_ascii_hexdigit() || b == b'-')
}

/// `12:30`, `12:30:05.123`, `2024-05-08T12:30:05Z`, `2024-05-08`.
fn is_time(word: &str) -> bool {
    let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let date = |text: &str| {
        let parts: Vec<&str> = text.split(['-', '/']).collect();
        matches!(parts.as_slice(), [y, m, d] if is_digits(y) && is_digits(m) && is_digits(d)
            && y.len() == 4 && m.len() == 2 && d.len() == 2)
    };
    let clock = |text: &str| {
        let text = text.split(['.', ',', '+', 'Z']).next().unwrap_or_default();
        let parts: Vec<&str> = text.split(':').collect();
        (2..=3).contains(&parts.len()) && parts.iter().all(|p| is_digits(p) && p.len() == 2)
    };
    let stamp = word.split_once(['T', '_']).is_some_and(|(day, time)| date(day) && clock(time));
    date(word) || clock(word) || stamp
}

/// `1.23s`, `450ms`, `0m3.210s`.
fn is_span(word: &str) -> bool {
    let Some(number) = word.strip_suffix("ms").or_else(|| word.strip_suffix('s')) else {
        return false;
    };
    let is_part =
        |text: &str| text.parse::<f64>().is_ok() && text.starts_with(|c: char| c.is_ascii_digit());
    number.split('m').all(is_part)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn output(text: &str) -> Output {
        Output { lines: text.lines().map(str::to_owned).collect(), has_more: false }
    }

    #[test]
    fn what_changes_from_run_to_run_is_marked() {
        for (line, shown) in [
            ("[main 3f2a91c] Add the notes", "[main …] Add the notes"),
            ("Finished in 0.42s", "Finished in …"),
            ("built in 0.26068 s, 3 files", "built in … s, 3 files"),
            ("started at 2024-05-08T12:30:05Z", "started at …"),
            ("Nov 23 10:01:02 web app[1]: up", "Nov 23 … web app[1]: up"),
            ("listening, pid 4711.", "listening, pid …."),
            ("id 8f14e45f-ceea-467f-a8d4-1b2c3d4e5f60", "id …"),
            ("port 8080 is open, 12 files", "port 8080 is open, 12 files"),
            ("added decade facade", "added decade facade"),
        ] {
            assert_eq!(steady(line), shown);
        }
    }

    #[test]
    fn the_last_lines_are_quoted() {
        let many: String = (1..=20).map(|n| format!("line {n}\n")).collect();
        let quoted = quoted(&output(&format!("{many}\n\n"))).unwrap();
        assert_eq!(quoted.lines().count(), QUOTED + 1);
        assert!(quoted.starts_with("…\nline 13\n") && quoted.ends_with("line 20"), "{quoted}");
    }

    #[test]
    fn progress_is_no_result() {
        assert_eq!(quoted(&output("[#####-----] 50%\n[1] 4711\n")), None);
        assert_eq!(quoted(&output("  \n\nok\n")).as_deref(), Some("ok"));
        assert_eq!(quoted(&output("")), None);
    }

    #[test]
    fn a_long_line_ends_between_words() {
        let line = format!("{} {}", "word".repeat(20), "x".repeat(100));
        assert_eq!(steady(&line), format!("{} …", "word".repeat(20)));
    }
}
