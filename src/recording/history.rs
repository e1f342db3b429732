//! What a shell remembers: `~/.bash_history`, `~/.zsh_history`, `fish_history`.
//!
//! A history holds commands and maybe when they were run; what they printed, and whether they
//! worked, nobody knows. It is long and of many tasks: [`Settings`](super::Settings) takes the
//! last commands, or those since a moment.

use std::borrow::Cow;

use super::error::ReadError;
use super::format::Format;
use super::masking::{Demonstration, RawTake};
use super::terminal::{Ran, actions};
use super::{MAX_ACTIONS, MAX_TEXT, Reader, Source};

pub(super) const READER: Reader = Reader { format: Format::ShellHistory, detects, read };

const FORMAT: Format = Format::ShellHistory;

/// The most commands that are held: the last of a history that is longer. More than an
/// instruction can have, so that nothing is missed where they are too many.
const MOST_HELD: usize = 4 * MAX_ACTIONS;

/// Lines by which a list of commands is told from any other text.
const SAMPLE: usize = 200;

/// Programs and builtins of which one or the other stands in every history.
const KNOWN: [&str; 64] = [
    "alias",
    "apt",
    "apt-get",
    "aws",
    "bash",
    "brew",
    "cargo",
    "cat",
    "cd",
    "chmod",
    "chown",
    "clear",
    "cp",
    "curl",
    "df",
    "dig",
    "dnf",
    "docker",
    "du",
    "echo",
    "exit",
    "export",
    "find",
    "git",
    "go",
    "grep",
    "head",
    "helm",
    "history",
    "htop",
    "journalctl",
    "kill",
    "kubectl",
    "less",
    "ln",
    "ls",
    "ll",
    "make",
    "man",
    "mkdir",
    "mv",
    "mysql",
    "nano",
    "node",
    "npm",
    "pip",
    "ps",
    "psql",
    "pwd",
    "python",
    "python3",
    "rm",
    "rsync",
    "scp",
    "sed",
    "source",
    "ssh",
    "sudo",
    "systemctl",
    "tail",
    "tar",
    "terraform",
    "vim",
    "wget",
];

/// How a history is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shell {
    /// A command to a line, or behind a line `#` and a moment; zsh without times writes so too.
    Bash,
    /// `: moment:seconds;command`.
    Zsh,
    /// `- cmd: command`, and lines below it.
    Fish,
}

/// A command that a shell remembers.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Remembered {
    command: String,
    /// When it was run, in seconds since 1970 began.
    at: Option<i64>,
    /// The line on which it begins.
    line: usize,
}

fn detects(source: &Source<'_>) -> bool {
    shell(source).is_some()
}

fn read(source: &Source<'_>) -> Result<Demonstration, ReadError> {
    if source.bytes.len() > MAX_TEXT {
        let bytes = source.bytes.len() as u64;
        return Err(ReadError::TooLarge { bytes, most: MAX_TEXT as u64 });
    }
    let shell = shell(source).ok_or(ReadError::UnknownFormat)?;
    let text = text(source, shell);
    let mut remembered = match shell {
        Shell::Bash => of_bash(&text),
        Shell::Zsh => of_zsh(&text),
        Shell::Fish => of_fish(&text),
    };
    if let Some(since) = source.settings.since {
        // What has no moment is older than the setting that writes them.
        remembered.retain(|one| one.at.is_some_and(|at| at >= since));
    }
    if let Some(last) = source.settings.last {
        remembered.drain(..remembered.len().saturating_sub(last));
    }
    if remembered.len() > MAX_ACTIONS {
        return Err(ReadError::TooMany { format: FORMAT, what: "commands", most: MAX_ACTIONS });
    }
    let commands = remembered.into_iter().map(|one| Ran {
        command: one.command,
        place: one.line,
        ..Ran::default()
    });
    let take = RawTake { name: None, actions: actions(commands.collect(), FORMAT)? };
    Ok(Demonstration { title: None, takes: vec![take] })
}

fn shell(source: &Source<'_>) -> Option<Shell> {
    /// Bytes that tell a history.
    const BEGINNING: usize = 64 * 1024;
    let beginning = source.bytes.get(..BEGINNING.min(source.bytes.len())).unwrap_or_default();
    let is_text = !beginning.contains(&0);
    let beginning = String::from_utf8_lossy(beginning);
    let lines: Vec<&str> =
        beginning.lines().filter(|line| !line.trim().is_empty()).take(SAMPLE).collect();
    let first = lines.first().filter(|_| is_text)?;
    if zsh_entry(first).is_some() {
        Some(Shell::Zsh)
    } else if first.starts_with("- cmd: ") {
        Some(Shell::Fish)
    } else if moment(first).is_some() || is_list_of_commands(&lines) {
        Some(Shell::Bash)
    } else {
        None
    }
}

/// Whether the lines begin as commands do, and enough of them with well-known programs.
fn is_list_of_commands(lines: &[&str]) -> bool {
    let program = |line: &&&str| {
        let word = line.split_whitespace().next().unwrap_or_default();
        let name = word.rsplit('/').next().unwrap_or_default();
        KNOWN.contains(&name)
    };
    let is_sentence =
        |line: &&&str| line.starts_with(|c: char| c.is_uppercase()) && line.ends_with('.');
    let known = lines.iter().filter(program).count();
    let sentences = lines.iter().filter(is_sentence).count();
    // A text about commands has one here and there, and sentences between.
    known * 3 >= lines.len() && sentences * 10 <= lines.len()
}

/// The text; zsh writes some bytes in two.
fn text<'s>(source: &Source<'s>, shell: Shell) -> Cow<'s, str> {
    const META: u8 = 0x83;
    if shell != Shell::Zsh || !source.bytes.contains(&META) {
        return String::from_utf8_lossy(source.bytes);
    }
    let mut plain = Vec::with_capacity(source.bytes.len());
    let mut bytes = source.bytes.iter();
    while let Some(byte) = bytes.next() {
        match (*byte, bytes.as_slice().first()) {
            (META, Some(next)) => {
                plain.push(next ^ 32);
                bytes.next();
            }
            (byte, _) => plain.push(byte),
        }
    }
    Cow::Owned(String::from_utf8_lossy(&plain).into_owned())
}

/// `#1700000000`, as bash writes it where HISTTIMEFORMAT is set.
fn moment(line: &str) -> Option<i64> {
    let digits = line.strip_prefix('#')?.trim_end();
    let is_moment = digits.len() >= 9 && digits.bytes().all(|byte| byte.is_ascii_digit());
    is_moment.then(|| digits.parse().ok()).flatten()
}

fn hold(remembered: &mut Vec<Remembered>, one: Remembered) {
    if remembered.len() >= 2 * MOST_HELD {
        remembered.drain(..MOST_HELD);
    }
    remembered.push(one);
}

fn of_bash(text: &str) -> Vec<Remembered> {
    let mut remembered: Vec<Remembered> = Vec::new();
    let mut at = None;
    let mut is_open = false;
    for (index, line) in text.lines().enumerate() {
        if let Some(moment) = moment(line) {
            at = Some(moment);
            is_open = false;
            continue;
        }
        // Between two moments stands one command; without them, a backslash goes on.
        let last = remembered
            .last_mut()
            .filter(|last| is_open && (at.is_some() || last.command.ends_with('\\')));
        if let Some(last) = last {
            last.command.push('\n');
            last.command.push_str(line);
        } else {
            let command = line.to_owned();
            hold(&mut remembered, Remembered { command, at, line: index + 1 });
        }
        is_open = true;
    }
    remembered
}

/// `: 1700000000:0;make` as the moment and the command.
fn zsh_entry(line: &str) -> Option<(i64, &str)> {
    let rest = line.strip_prefix(": ")?;
    let (times, command) = rest.split_once(';')?;
    let (at, seconds) = times.split_once(':')?;
    seconds.trim().parse::<u64>().ok()?;
    Some((at.trim().parse().ok()?, command))
}

fn of_zsh(text: &str) -> Vec<Remembered> {
    let mut remembered: Vec<Remembered> = Vec::new();
    let mut goes_on = false;
    for (index, line) in text.lines().enumerate() {
        let continues = line.ends_with('\\');
        let part = line.strip_suffix('\\').unwrap_or(line);
        if let Some(last) = remembered.last_mut().filter(|_| goes_on) {
            last.command.push('\n');
            last.command.push_str(part);
        } else {
            let (at, command) =
                zsh_entry(part).map_or((None, part), |(at, command)| (Some(at), command));
            let command = command.to_owned();
            hold(&mut remembered, Remembered { command, at, line: index + 1 });
        }
        goes_on = continues;
    }
    remembered
}

fn of_fish(text: &str) -> Vec<Remembered> {
    let mut remembered: Vec<Remembered> = Vec::new();
    for (index, line) in text.lines().enumerate() {
        if let Some(command) = line.strip_prefix("- cmd: ") {
            let command = unescaped(command);
            hold(&mut remembered, Remembered { command, at: None, line: index + 1 });
        } else if let Some(when) = line.trim_start().strip_prefix("when: ")
            && let Some(last) = remembered.last_mut()
        {
            last.at = when.trim().parse().ok();
        }
    }
    remembered
}

/// fish writes a line break as `\n` and a backslash as `\\`.
fn unescaped(command: &str) -> String {
    let mut plain = String::with_capacity(command.len());
    let mut letters = command.chars();
    while let Some(c) = letters.next() {
        match (c, letters.as_str().chars().next()) {
            ('\\', Some('n')) => plain.push('\n'),
            ('\\', Some('\\')) => plain.push('\\'),
            _ => {
                plain.push(c);
                continue;
            }
        }
        letters.next();
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::super::{ReadError, Settings, read};
    use crate::recording::terminal::{told, told_with};

    #[test]
    fn each_shell_remembers_in_its_own_way() {
        let bash = "cd app\nmake \\\n  all\nls -l\n# pack it\ntar czf app.tgz build\nexit\n";
        let timed = "#1700000000\ncd app\n#1700000001\nmake \\\n  all\n#1700000002\nls -l\n\
             #1700000003\n# pack it\n#1700000004\ntar czf app.tgz build\n";
        let zsh = ": 1700000000:0;cd app\n: 1700000001:3;make \\\\\n  all\n: 1700000002:0;ls -l\n\
             : 1700000003:0;# pack it\n: 1700000004:0;tar czf app.tgz build\n";
        let fish = "- cmd: cd app\n  when: 1700000000\n- cmd: make \\\\\\n  all\n  when: 1700000001\n\
             - cmd: ls -l\n- cmd: # pack it\n- cmd: tar czf app.tgz build\n  when: 1700000004\n  paths:\n    - build\n";
        for history in [bash, timed, zsh, fish] {
            assert_eq!(
                told(history),
                ["cd app", "make \\\n  all", "Pack it: tar czf app.tgz build"],
                "{history}"
            );
        }
    }

    #[test]
    fn bytes_that_zsh_writes_in_two_are_one() {
        // `ü` is 0xc3 0xbc; zsh writes bytes from 0x83 to 0xa2 behind 0x83, turned.
        let history = [b": 1700000000:0;echo \xc3".as_slice(), &[0x83, 0x9f ^ 32], b"\n"].concat();
        let steps = told_with(&history, &Settings::default());
        assert_eq!(steps, ["echo ß"]);
    }

    #[test]
    fn only_the_last_commands_are_taken_or_those_since_a_moment() {
        let history = ": 1700000000:0;make a\n: 1700000010:0;make b\n: 1700000020:0;make c\n";
        let last = Settings { last: Some(1), ..Settings::default() };
        assert_eq!(told_with(history.as_bytes(), &last), ["make c"]);
        let since = Settings { since: Some(1_700_000_010), ..Settings::default() };
        assert_eq!(told_with(history.as_bytes(), &since), ["make b", "make c"]);
        let later = Settings { since: Some(1_800_000_000), ..Settings::default() };
        assert!(matches!(read(history.as_bytes(), &later), Err(ReadError::Empty { .. })));
    }

    #[test]
    fn other_texts_are_no_history() {
        for text in [
            "Dear all,\n\nplease make sure that the list is complete.\n",
            "# Title\n\nRun the command below.\n\n    git status\n",
            "{\"a\": 1}\n",
            "name,owner\nls,jo\nx,y\nz,w\n",
            "",
        ] {
            let error = read(text.as_bytes(), &Settings::default());
            assert_eq!(error, Err(ReadError::UnknownFormat), "{text}");
        }
    }

    #[test]
    fn a_history_of_years_is_asked_for_its_end() {
        let history: String = (0..100_000).map(|n| format!("git show {n}\n")).collect();
        let error = read(history.as_bytes(), &Settings::default());
        assert!(matches!(error, Err(ReadError::TooMany { .. })), "{error:?}");
        let last = Settings { last: Some(2), ..Settings::default() };
        let steps = told_with(history.as_bytes(), &last);
        assert_eq!(steps, ["git show 99998", "git show 99999"]);
    }
}
