//! The screen of a terminal, and its lines in the end: an emulator whose work is counted.
//!
//! One short sequence may repaint the whole screen, or repeat a letter 65,535 times; so that a
//! recording takes time and memory in proportion to its length, the cells that it changes are
//! counted, and the screen has a largest size.

use std::collections::VecDeque;

use avt::observer::Transcript;
use avt::parser::Function;
use avt::{Parser, ScreenKind, Terminal};

/// The lines of an output that are kept: what an instruction quotes, with room for what is left
/// out of it.
pub(super) const KEPT_LINES: usize = 200;

/// Larger than any screen on a desk; a recording may claim 65,535 columns.
const MOST_COLUMNS: usize = 500;
const MOST_ROWS: usize = 200;

/// How often programs take the whole screen before nobody counts any more.
const MOST_FULL: usize = 10_000;

/// Questions that one command asks before it prints more than is kept.
const MOST_ASKED: usize = 16;

/// What a terminal without a size is taken for.
const USUAL: (usize, usize) = (80, 24);

/// The most cells that a recording may change or have looked at: some seconds of work, and a
/// hundred times what an hour with an editor changes. Tests of it have no seconds to give.
pub(super) const MOST_WORK: usize = if cfg!(test) { 5_000_000 } else { 500_000_000 };

/// What all screens of a recording have done together.
#[derive(Debug, Default)]
pub(super) struct Work(usize);

impl Work {
    /// A screen of this size is made, or looked over.
    pub(super) const fn add_screen(&mut self, (columns, rows): (usize, usize)) {
        self.0 = self.0.saturating_add(columns.saturating_mul(rows));
    }

    pub(super) const fn is_over(&self) -> bool {
        self.0 > MOST_WORK
    }
}

/// A screen that was blank when it was made.
pub(super) struct Screen {
    parser: Parser,
    terminal: Terminal,
    transcript: Transcript,
    /// The lines that went over its upper edge, the oldest first.
    gone: VecDeque<String>,
    /// How many of them were forgotten.
    forgotten: usize,
    /// How many of them are kept.
    most: usize,
    /// Where the cursor was whenever a program took the whole screen.
    pub(super) full_at: Vec<Spot>,
    /// What looks like a question among the lines that were forgotten.
    pub(super) asked: Vec<String>,
}

/// Where the cursor is.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Spot {
    /// The line, counted from the first that was ever shown.
    pub(super) line: usize,
    /// What stands on that line before the cursor.
    pub(super) before: String,
}

impl Screen {
    /// A blank screen that keeps the last lines, and as many as `most` that went over its
    /// upper edge.
    pub(super) fn new(size: (usize, usize), most: usize) -> Self {
        let (columns, rows) = fitting(size);
        let terminal =
            Terminal::new(columns, rows).expect("a fitting screen has a column and a row");
        Self {
            parser: Parser::new(),
            terminal,
            transcript: Transcript::new(),
            gone: VecDeque::new(),
            forgotten: 0,
            most,
            full_at: Vec::new(),
            asked: Vec::new(),
        }
    }

    /// Sends a character to the screen; says whether it ends a line.
    pub(super) fn put(&mut self, c: char, work: &mut Work) -> bool {
        let Some(function) = self.parser.feed(c) else {
            work.0 = work.0.saturating_add(1);
            return false;
        };
        work.0 = work.0.saturating_add(self.cost(&function));
        if work.is_over() {
            return false;
        }
        let ends_line = matches!(function, Function::Lf | Function::Nel);
        let takes_screen = matches!(function, Function::Decset(_)) && !self.is_full();
        let spot = takes_screen.then(|| self.spot());
        let ready = self.terminal.execute_with(function, &mut self.transcript);
        self.keep(ready);
        if self.is_full() && self.full_at.len() < MOST_FULL {
            self.full_at.extend(spot);
        }
        ends_line
    }

    /// Whether a program has the whole screen.
    pub(super) fn is_full(&self) -> bool {
        self.terminal.active_screen_kind() == ScreenKind::Alternate
    }

    pub(super) fn resize(&mut self, size: (usize, usize), work: &mut Work) {
        let (columns, rows) = fitting(size);
        work.0 = work.0.saturating_add(columns * rows * 4);
        if !work.is_over() {
            let ready = self.terminal.resize_with(columns, rows, &mut self.transcript);
            self.keep(ready);
        }
    }

    /// Where the cursor is, on the screen that has lines.
    pub(super) fn spot(&self) -> Spot {
        let cursor = self.terminal.cursor();
        let mut spot = Spot { line: self.forgotten + self.gone.len(), before: String::new() };
        for (row, line) in self.terminal.screen().visible_lines().enumerate() {
            if row == cursor.row {
                let cells = line.cells().iter().take(cursor.col).filter(|cell| cell.width() > 0);
                spot.before.extend(cells.map(avt::Cell::char));
                break;
            }
            if line.is_wrapped() {
                spot.before.extend(line.chars());
            } else {
                spot.before.clear();
                spot.line += 1;
            }
        }
        spot
    }

    /// The whole line that the cursor is on.
    pub(super) fn line(&self) -> String {
        let row = self.terminal.cursor().row;
        let mut whole = String::new();
        for (index, line) in self.terminal.screen().visible_lines().enumerate() {
            whole.extend(line.chars());
            if !line.is_wrapped() {
                if index >= row {
                    break;
                }
                whole.clear();
            }
        }
        whole.trim_end().to_owned()
    }

    pub(super) fn is_blank(&self) -> bool {
        self.gone.is_empty()
            && self
                .terminal
                .primary_screen()
                .visible_lines()
                .all(|line| line.chars().all(|c| c == ' '))
    }

    /// Its columns and rows.
    pub(super) fn size(&self) -> (usize, usize) {
        self.terminal.size()
    }

    /// All lines that are kept, and how many stood before them.
    pub(super) fn into_lines(self) -> (Vec<String>, usize) {
        let mut lines: Vec<String> = self.gone.into();
        lines.extend(self.transcript.finish(&self.terminal));
        (lines, self.forgotten)
    }

    fn keep(&mut self, ready: Vec<String>) {
        for line in ready {
            self.gone.push_back(line);
            if self.gone.len() > self.most
                && let Some(forgotten) = self.gone.pop_front()
            {
                self.forgotten += 1;
                if forgotten.ends_with(':') && self.asked.len() < MOST_ASKED {
                    self.asked.push(forgotten);
                }
            }
        }
    }

    /// How many cells a function changes at the most.
    fn cost(&self, function: &Function) -> usize {
        let (columns, rows) = self.terminal.size();
        match function {
            Function::Print(_) => 1,
            // What it prints is kept, and the sequence itself is short.
            Function::Rep(times) => usize::from(*times).max(1) * 8,
            Function::Lf
            | Function::Nel
            | Function::Ri
            | Function::El(_)
            | Function::Ech(_)
            | Function::Ich(_)
            | Function::Dch(_) => columns,
            Function::Ed(_)
            | Function::Il(_)
            | Function::Dl(_)
            | Function::Su(_)
            | Function::Sd(_)
            | Function::Decaln
            | Function::Decset(_)
            | Function::Decrst(_)
            | Function::Ris => columns * rows,
            _ => 4,
        }
    }
}

fn fitting((columns, rows): (usize, usize)) -> (usize, usize) {
    let or = |size: usize, usual: usize, most: usize| {
        if size == 0 { usual } else { size.min(most) }
    };
    (or(columns, USUAL.0, MOST_COLUMNS), or(rows, USUAL.1, MOST_ROWS))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(stream: &str) -> Vec<String> {
        let mut screen = Screen::new((20, 4), 100);
        let mut work = Work::default();
        for c in stream.chars() {
            screen.put(c, &mut work);
        }
        screen.into_lines().0
    }

    #[test]
    fn what_was_drawn_over_is_gone() {
        assert_eq!(shown("10 %\r50 %\r100 %\r\ndone"), ["100 %", "done"]);
        assert_eq!(shown("lx\u{8}s\u{1b}[K -l"), ["ls -l"]);
    }

    #[test]
    fn a_wrapped_line_is_one() {
        assert_eq!(shown(&"ab".repeat(20)), ["ab".repeat(20)]);
    }

    #[test]
    fn lines_above_the_screen_are_kept_up_to_a_number() {
        let many: String = (0..300).map(|n| format!("{n}\r\n")).collect();
        let mut screen = Screen::new((20, 4), 10);
        let mut work = Work::default();
        for c in many.chars() {
            screen.put(c, &mut work);
        }
        assert_eq!(screen.spot().line, 300);
        let (lines, before) = screen.into_lines();
        assert_eq!((lines.len() + before, lines.last().map(String::as_str)), (300, Some("299")));
    }

    #[test]
    fn the_cursor_knows_its_line() {
        let mut screen = Screen::new((10, 4), 100);
        let mut work = Work::default();
        for c in "one\r\nabcdefghijklm".chars() {
            screen.put(c, &mut work);
        }
        assert_eq!(screen.spot(), Spot { line: 1, before: "abcdefghijklm".to_owned() });
        assert_eq!(screen.line(), "abcdefghijklm");
    }
}
