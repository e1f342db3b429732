//! Takes the strings out of what a terminal is sent that draw nothing: titles, clipboards,
//! pictures, and among them the marks by which a shell says what it does.
//!
//! Marks: [OSC 133](https://gitlab.freedesktop.org/Per_Bothner/specifications/blob/master/proposals/semantic-prompts.md)
//! as kitty, fish and others have it, and 633, which is the same of Visual Studio
//! Code with the command line in words.

use crate::paths::percent_decoded;

/// A part of the stream.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Token {
    /// Something for the screen, with the sequences that move and colour.
    Text(String),
    /// Something the shell says.
    Mark(Mark),
}

/// What a shell says beside what it prints.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Mark {
    /// Its prompt begins (`A`).
    Prompt,
    /// The prompt ends, and a command may be typed (`B`).
    Typing,
    /// The command is run (`C`), and maybe which one it is.
    Running(Option<String>),
    /// The command ended (`D`), and maybe with this status.
    Ended(Option<i32>),
    /// This is the command (`E`).
    Stated(String),
    /// A line is edited from here on, or no longer (the mode of bracketed paste).
    Editing(bool),
    /// The cursor keys send something else from here on, or no longer.
    CursorKeys(bool),
}

/// Where in a sequence the stream is; it may be cut anywhere.
#[derive(Debug, Default)]
pub(super) struct Scanner {
    state: State,
    /// The string, or the parameters of a sequence, so far.
    held: String,
}

#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
enum State {
    #[default]
    Ground,
    Escape,
    /// Behind `ESC [`.
    Sequence,
    /// Inside an operating system command.
    Command,
    /// Inside a string that nobody here reads.
    Ignored,
}

/// The longest string that is read, in bytes: a command line with room. What is longer is
/// forgotten, not kept.
const LONGEST: usize = 8 * 1024;

impl Scanner {
    /// The parts of a piece of the stream.
    pub(super) fn tokens(&mut self, piece: &str) -> Vec<Token> {
        let mut tokens = Vec::new();
        let mut text = String::new();
        for c in piece.chars() {
            let mark = self.take(c, &mut text);
            if let Some(mark) = mark {
                if !text.is_empty() {
                    tokens.push(Token::Text(std::mem::take(&mut text)));
                }
                tokens.push(Token::Mark(mark));
            }
        }
        if !text.is_empty() {
            tokens.push(Token::Text(text));
        }
        tokens
    }

    fn take(&mut self, c: char, text: &mut String) -> Option<Mark> {
        let is_string = matches!(self.state, State::Command | State::Ignored);
        match (self.state, c) {
            (State::Command, '\u{7}') => return self.string_ended(State::Ground),
            (State::Command, '\u{1b}') => return self.string_ended(State::Escape),
            (State::Ignored, '\u{7}') => self.state = State::Ground,
            (_, '\u{18}' | '\u{1a}') if is_string => self.state = State::Ground,
            (State::Command, c) => {
                if self.held.len() + c.len_utf8() <= LONGEST {
                    self.held.push(c);
                } else {
                    self.held.clear();
                    self.state = State::Ignored;
                }
            }
            (_, '\u{1b}') => {
                if self.state == State::Escape {
                    text.push('\u{1b}');
                }
                self.state = State::Escape;
            }
            (State::Ignored, _) => {}
            (State::Escape, ']') => self.string_begins(State::Command),
            (State::Escape, 'P' | '^' | '_' | 'X') => self.string_begins(State::Ignored),
            (State::Escape, '[') => {
                self.string_begins(State::Sequence);
                text.push_str("\u{1b}[");
            }
            // The end of a string; it draws nothing.
            (State::Escape, '\\') => self.state = State::Ground,
            (State::Escape, c) => {
                self.state = State::Ground;
                text.push('\u{1b}');
                text.push(c);
            }
            (State::Sequence, c) => {
                text.push(c);
                return self.in_sequence(c);
            }
            (State::Ground, c) => text.push(c),
        }
        None
    }

    fn string_begins(&mut self, state: State) {
        self.held.clear();
        self.state = state;
    }

    fn string_ended(&mut self, state: State) -> Option<Mark> {
        self.state = state;
        let mark = mark(&self.held);
        self.held.clear();
        mark
    }

    fn in_sequence(&mut self, c: char) -> Option<Mark> {
        /// Modes that are set together; more is no sequence of a shell.
        const LONGEST_SEQUENCE: usize = 64;
        match c {
            '\u{40}'..='\u{7e}' => {
                self.state = State::Ground;
                let modes = self.held.strip_prefix('?')?;
                let is_on = match c {
                    'h' => true,
                    'l' => false,
                    _ => return None,
                };
                let has = |number: &str| modes.split(';').any(|mode| mode == number);
                if has("2004") {
                    Some(Mark::Editing(is_on))
                } else {
                    has("1").then_some(Mark::CursorKeys(is_on))
                }
            }
            '\u{20}'..='\u{3f}' if self.held.len() < LONGEST_SEQUENCE => {
                self.held.push(c);
                None
            }
            '\u{20}'..='\u{3f}' | '\u{0}'..='\u{1f}' => None,
            _ => {
                self.state = State::Ground;
                None
            }
        }
    }
}

/// What an operating system command says, if it is one of a shell.
fn mark(command: &str) -> Option<Mark> {
    let (number, rest) = command.split_once(';')?;
    if number != "133" && number != "633" {
        return None;
    }
    let (letter, details) = rest.split_once(';').unwrap_or((rest, ""));
    match letter {
        "A" => Some(Mark::Prompt),
        "B" => Some(Mark::Typing),
        "C" => {
            let stated = details.split(';').find_map(|one| one.strip_prefix("cmdline_url="));
            Some(Mark::Running(stated.map(unescaped_url)))
        }
        "D" => Some(Mark::Ended(details.split(';').next().and_then(|one| one.parse().ok()))),
        "E" if number == "633" => {
            let line = details.split(';').next().unwrap_or_default();
            Some(Mark::Stated(unescaped(line)))
        }
        _ => None,
    }
}

/// `\x3b` and `\\` as Visual Studio Code writes them.
fn unescaped(line: &str) -> String {
    let mut plain = String::with_capacity(line.len());
    let mut rest = line;
    while let Some((before, behind)) = rest.split_once('\\') {
        plain.push_str(before);
        let code = behind.strip_prefix('x').and_then(|hex| hex.get(..2));
        match code.and_then(|code| u8::from_str_radix(code, 16).ok()) {
            Some(code) if code.is_ascii() => {
                plain.push(char::from(code));
                rest = behind.get(3..).unwrap_or_default();
            }
            _ => {
                plain.push('\\');
                rest = behind.strip_prefix('\\').unwrap_or(behind);
            }
        }
    }
    plain.push_str(rest);
    plain
}

/// `%20` as kitty and fish write it.
fn unescaped_url(text: &str) -> String {
    String::from_utf8_lossy(&percent_decoded(text)).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marks(stream: &str) -> Vec<Token> {
        Scanner::default().tokens(stream)
    }

    fn text(text: &str) -> Token {
        Token::Text(text.to_owned())
    }

    #[test]
    fn what_a_shell_says_is_told_from_what_it_prints() {
        assert_eq!(
            marks(
                "\u{1b}]133;A\u{7}$ \u{1b}]133;B\u{1b}\\ls\u{1b}]633;E;ls\\x3b a\\\\b;12\u{7}\u{1b}]133;C\u{7}x\u{1b}]133;D;1\u{7}"
            ),
            [
                Token::Mark(Mark::Prompt),
                text("$ "),
                Token::Mark(Mark::Typing),
                text("ls"),
                Token::Mark(Mark::Stated("ls; a\\b".to_owned())),
                Token::Mark(Mark::Running(None)),
                text("x"),
                Token::Mark(Mark::Ended(Some(1))),
            ]
        );
        assert_eq!(
            marks("\u{1b}]133;C;cmdline_url=echo%20%C3%A9\u{7}"),
            [Token::Mark(Mark::Running(Some("echo é".to_owned())))]
        );
    }

    #[test]
    fn strings_that_draw_nothing_are_gone() {
        let stream =
            "a\u{1b}]0;title\u{7}b\u{1b}]52;c;aGk=\u{1b}\\c\u{1b}Pq#0\u{1b}\\d\u{1b}_x\u{1b}\\e";
        assert_eq!(marks(stream), [text("abcde")]);
    }

    #[test]
    fn a_sequence_may_be_cut_anywhere() {
        let stream = "a\u{1b}[31mb\u{1b}[?2004;1h\u{1b}]133;D;0\u{7}c";
        let whole = marks(stream);
        for at in (0..stream.len()).filter(|at| stream.is_char_boundary(*at)) {
            let mut scanner = Scanner::default();
            let mut tokens = scanner.tokens(&stream[..at]);
            tokens.extend(scanner.tokens(&stream[at..]));
            let mut joined: Vec<Token> = Vec::new();
            for token in tokens {
                match (joined.last_mut(), token) {
                    (Some(Token::Text(before)), Token::Text(more)) => before.push_str(&more),
                    (_, token) => joined.push(token),
                }
            }
            assert_eq!(joined, whole, "cut at {at}");
        }
    }

    #[test]
    fn a_string_without_end_is_not_kept() {
        let mut scanner = Scanner::default();
        assert_eq!(scanner.tokens(&format!("\u{1b}]{}", "x".repeat(1_000_000))), []);
        assert!(scanner.held.len() <= LONGEST);
        assert_eq!(scanner.tokens("\u{7}back"), [text("back")]);
    }
}
