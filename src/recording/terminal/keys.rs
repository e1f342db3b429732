//! Keys as they were pressed, and the line that they leave behind: what a program reads whose
//! user sees nothing of what he types.

/// A line that is being typed.
#[derive(Debug, Default)]
pub(super) struct Typed {
    text: String,
    state: State,
}

#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
enum State {
    #[default]
    Ground,
    Escape,
    /// Behind `ESC [` or `ESC O`: an arrow, or what the terminal answers when it is asked.
    Sequence,
    /// Inside a string that the terminal answers.
    Answer,
}

/// What a key does to the line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Key {
    /// It changes it.
    Edits,
    /// It is sent.
    Enter,
    /// It is thrown away.
    Cancel,
    /// Nothing: part of a sequence.
    Nothing,
}

/// The longest line that is kept, in bytes.
const LONGEST: usize = 16 * 1024;

impl Typed {
    pub(super) fn press(&mut self, c: char) -> Key {
        match (self.state, c) {
            (State::Escape, '[' | 'O') => self.state = State::Sequence,
            (State::Escape, ']' | 'P' | '_' | '^') => self.state = State::Answer,
            (State::Escape | State::Ground, '\u{1b}') => self.state = State::Escape,
            (State::Escape, _) => self.state = State::Ground,
            (State::Sequence, '\u{40}'..='\u{7e}') => self.state = State::Ground,
            (State::Sequence, _) => {}
            (State::Answer, '\u{7}') => self.state = State::Ground,
            (State::Answer, '\u{1b}') => self.state = State::Escape,
            (State::Answer, _) => {}
            (State::Ground, '\r' | '\n') => return Key::Enter,
            (State::Ground, '\u{3}' | '\u{4}') => {
                self.text.clear();
                return Key::Cancel;
            }
            (State::Ground, '\u{8}' | '\u{7f}') => {
                self.text.pop();
                return Key::Edits;
            }
            (State::Ground, '\u{15}') => self.text.clear(),
            (State::Ground, '\u{17}') => {
                let kept = self.text.trim_end().rfind(' ').map_or(0, |at| at + 1);
                self.text.truncate(kept);
            }
            (State::Ground, c) if c.is_control() => return Key::Edits,
            (State::Ground, c) => {
                if self.text.len() < LONGEST {
                    self.text.push(c);
                }
                return Key::Edits;
            }
        }
        Key::Nothing
    }

    /// The line so far; the next one is empty.
    pub(super) fn taken(&mut self) -> String {
        std::mem::take(&mut self.text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_leave_the_line_that_a_program_reads() {
        for (keys, line) in [
            ("hunter2", "hunter2"),
            ("hunx\u{7f}ter2", "hunter2"),
            ("wrong\u{15}right", "right"),
            ("\u{1b}[A\u{1b}[2;2Rls\u{1b}OB", "ls"),
            ("\u{1b}]11;rgb:00/00/00\u{7}y", "y"),
            ("\u{1b}[200~pasted text\u{1b}[201~", "pasted text"),
            ("one two\u{17}", "one "),
        ] {
            let mut typed = Typed::default();
            for c in keys.chars() {
                typed.press(c);
            }
            assert_eq!(typed.taken(), line, "{keys:?}");
        }
    }
}
