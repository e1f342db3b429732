//! A tape cut into what was typed and what was printed.
//!
//! Where a shell says that it edits a line or runs one, the tape is cut there, and each part is
//! drawn on a blank screen of its own; otherwise the whole tape is drawn, and cut at the lines
//! that begin with the prompt.

mod editing;

use super::super::MAX_ACTIONS;
use super::super::error::ReadError;
use super::clearing::Clearing;
use super::keys::{Key, Typed};
use super::prompt::is_shell;
use super::ran::{Answer, Output, Ran};
use super::screen::{KEPT_LINES, MOST_WORK, Screen, Spot, Work};
use super::segment::{Reading, Segment};
use super::stream::{Mark, Scanner, Token};
use super::whole::by_prompt;
use super::{Event, Happening, Tape};

/// The most lines of a tape on which nothing but the prompt says where a command begins.
const MOST_LINES: usize = 100_000;

/// The most lines that are typed for programs in one recording.
const MOST_ANSWERS: usize = 10_000;

/// The commands that were run on a tape, in order, by the first way that finds any. A way that
/// finds twice as many goes before it: the mode of editing may be that of a shell inside of
/// another, on another computer, of which the outer one knows nothing.
pub(super) fn commands(tape: &Tape, given: Option<&str>) -> Result<Vec<Ran>, ReadError> {
    let mut best: Vec<Ran> = Vec::new();
    for cut in Cut::WAYS.into_iter().filter(|cut| cut.may_fit(tape)) {
        let mut session = Session::new(tape, cut);
        let commands = session.play().and_then(|()| session.finished(given));
        let commands = match commands {
            Ok(commands) => commands,
            // What was found before is enough.
            Err(ReadError::NoPrompt { .. }) if !best.is_empty() => break,
            Err(error) => return Err(error),
        };
        let count = |all: &[Ran]| all.iter().filter(|ran| !ran.command.is_empty()).count();
        let (before, now) = (count(&best), count(&commands));
        if now > before.saturating_mul(2) {
            best = commands;
        }
        if !best.is_empty() && cut != Cut::Editing {
            break;
        }
    }
    Ok(best)
}

/// What says where a command begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Cut {
    /// The marks of the shell.
    Marks,
    /// The mode in which a line is edited.
    Editing,
    /// The keys that were pressed.
    Keys,
    /// The prompt, once all is drawn.
    Prompt,
}

impl Cut {
    /// All of them, the most trusted first.
    const WAYS: [Self; 4] = [Self::Marks, Self::Editing, Self::Keys, Self::Prompt];

    /// Whether there is a sign of it on a tape.
    fn may_fit(self, tape: &Tape) -> bool {
        let shows = |sign: &str| {
            tape.events.iter().any(|event| match &event.what {
                Happening::Output(text) => text.contains(sign),
                _ => false,
            })
        };
        let enters = |event: &Event| match &event.what {
            Happening::Input(keys) => keys.contains(['\r', '\n']),
            _ => false,
        };
        match self {
            Self::Marks => shows("\u{1b}]133;C") || shows("\u{1b}]633;C"),
            Self::Editing => shows("\u{1b}[?2004h"),
            Self::Keys => tape.events.iter().any(enters),
            Self::Prompt => true,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Phase {
    /// A prompt is shown, and a line is edited.
    Typing,
    /// A program runs, or nothing is known.
    Running,
}

struct Session<'t> {
    tape: &'t Tape,
    cut: Cut,
    size: (usize, usize),
    work: Work,
    scanner: Scanner,
    screen: Screen,
    phase: Phase,
    place: usize,
    /// The command that runs.
    open: Option<Segment>,
    /// What is known of the line that is being edited.
    line: Segment,
    typed: Typed,
    /// Where an answer to a running program begins.
    question: Option<Spot>,
    /// Where the shell began to write its prompt, if it says so by clearing the line.
    prompt: Option<Spot>,
    clearing: Clearing,
    /// Whether the shell has taken the cursor keys for the line that it edits.
    has_cursor_keys: bool,
    is_entered: bool,
    answers: usize,
    marker: Option<String>,
    exit: Option<i32>,
    /// Where in the recording each line ends, where the whole is drawn before it is cut.
    ends: Vec<usize>,
    /// What was typed and not shown, where nobody knows for which command.
    unseen: Vec<String>,
    done: Vec<Segment>,
}

impl<'t> Session<'t> {
    fn new(tape: &'t Tape, cut: Cut) -> Self {
        Self {
            tape,
            cut,
            size: tape.size,
            work: Work::default(),
            scanner: Scanner::default(),
            screen: Screen::new(tape.size, kept(cut)),
            phase: Phase::Running,
            place: 0,
            open: None,
            line: Segment::default(),
            typed: Typed::default(),
            question: None,
            prompt: None,
            clearing: Clearing::default(),
            has_cursor_keys: false,
            is_entered: false,
            answers: 0,
            marker: None,
            exit: None,
            ends: Vec::new(),
            unseen: Vec::new(),
            done: Vec::new(),
        }
    }

    fn play(&mut self) -> Result<(), ReadError> {
        for event in &self.tape.events {
            self.place = event.place;
            match &event.what {
                Happening::Output(text) => self.output(text)?,
                Happening::Input(keys) => {
                    for c in keys.chars() {
                        self.key(c);
                        self.check()?;
                    }
                }
                Happening::Marker(label) if label.trim().is_empty() => {}
                Happening::Marker(label) => self.marker = Some(label.clone()),
                Happening::Resize(columns, rows) => {
                    self.size = (*columns, *rows);
                    self.screen.resize(self.size, &mut self.work);
                }
                Happening::Exit(status) => self.exit = Some(*status),
            }
            self.check()?;
        }
        Ok(())
    }

    /// Whether there is more on the tape than is looked at.
    fn check(&self) -> Result<(), ReadError> {
        let format = self.tape.format;
        if self.work.is_over() {
            let what = "changes of the screen";
            return Err(ReadError::TooMany { format, what, most: MOST_WORK });
        }
        // Failed and empty ones are left out later.
        if self.done.len() > MAX_ACTIONS * 2 {
            return Err(ReadError::TooMany { format, what: "commands", most: MAX_ACTIONS * 2 });
        }
        if self.answers > MOST_ANSWERS {
            return Err(ReadError::TooMany { format, what: "typed lines", most: MOST_ANSWERS });
        }
        Ok(())
    }

    fn output(&mut self, text: &str) -> Result<(), ReadError> {
        for token in self.scanner.tokens(text) {
            match token {
                Token::Text(text) => {
                    for c in text.chars() {
                        self.put(c);
                        if self.work.is_over() {
                            return self.check();
                        }
                    }
                }
                Token::Mark(mark) if self.cut == Cut::Marks => self.mark(mark),
                Token::Mark(Mark::Editing(is_on)) if self.cut == Cut::Editing => {
                    self.editing(is_on);
                }
                Token::Mark(Mark::CursorKeys(is_on)) => self.cursor_keys(is_on),
                Token::Mark(_) => {}
            }
            // One event may hold any number of marks.
            self.check()?;
        }
        // Who waits for an answer leaves the cursor behind the question.
        if !text.ends_with('\n') {
            self.notice_pause();
        }
        Ok(())
    }

    fn put(&mut self, c: char) {
        let was_full = self.screen.is_full();
        if c == '\n' && !was_full && self.is_entered {
            match (self.cut, self.phase) {
                (Cut::Keys, _) => self.entered(),
                (Cut::Marks | Cut::Editing, Phase::Running) => self.answered(),
                (Cut::Prompt, _) => self.typed_unseen(),
                _ => {}
            }
        }
        if c == '\n' && !was_full && self.cut == Cut::Prompt && self.ends.len() < MOST_LINES {
            self.ends.push(self.place);
        }
        self.screen.put(c, &mut self.work);
        if self.clearing.ends_with(c) && self.phase == Phase::Running && self.cut == Cut::Editing {
            self.prompt = Some(self.spot());
        }
        let takes_screen = !was_full && self.screen.is_full();
        // An editor may switch on the mode of bracketed paste before it takes the screen.
        if takes_screen && self.cut == Cut::Editing && self.phase == Phase::Typing {
            let is_fresh = self.line.begins.is_none() && self.screen.is_blank();
            if let Some(last) = self.done.pop_if(|_| is_fresh) {
                self.open = Some(last);
                self.phase = Phase::Running;
            }
        }
    }

    fn mark(&mut self, mark: Mark) {
        match mark {
            // While a line is searched for in the history, its prompt is drawn again.
            Mark::Prompt if self.is_redrawn() => {}
            Mark::Prompt => {
                self.close(None);
                self.phase = Phase::Typing;
            }
            Mark::Typing => self.line.begins = Some(self.spot()),
            Mark::Stated(command) => self.line.stated = Some(command),
            Mark::Running(command) => {
                self.line.stated = command.or(self.line.stated.take());
                self.run();
            }
            Mark::Ended(status) => {
                if let Some(open) = &mut self.open {
                    open.status = status;
                }
                self.close(None);
            }
            Mark::Editing(_) | Mark::CursorKeys(_) => {}
        }
    }

    /// Whether the line that is being edited is still the one that the cursor is on.
    fn is_redrawn(&mut self) -> bool {
        let begins = self.line.begins.as_ref().map(|begins| begins.line);
        let is_typing = self.phase == Phase::Typing && self.open.is_none();
        begins.is_some_and(|line| is_typing && line == self.spot().line)
    }

    /// The line that was edited is run.
    fn run(&mut self) {
        self.close_answer();
        let (lines, before) = self.fresh_screen().into_lines();
        let line = std::mem::take(&mut self.line);
        self.open = Some(Segment {
            lines,
            before,
            columns: self.screen.size().0,
            marker: self.marker.take(),
            place: self.place,
            ..line
        });
        self.prompt = None;
        self.phase = Phase::Running;
    }

    /// A line was sent, to whatever reads it: what was printed before it belongs to the last.
    fn entered(&mut self) {
        let line = self.screen.line();
        let spot = self.spot();
        let begins = self.line.begins.take();
        let before = begins.as_ref().map_or(spot.line, |begins| begins.line.min(spot.line));
        self.close(Some(&Spot { line: before, before: String::new() }));
        let begins = begins.unwrap_or(Spot { line: spot.line, before: line.clone() });
        self.open = Some(Segment {
            lines: vec![line],
            before: begins.line,
            begins: Some(begins),
            keyed: Some(self.typed.taken()),
            is_given_up: std::mem::take(&mut self.line.is_given_up),
            columns: self.screen.size().0,
            marker: self.marker.take(),
            place: self.place,
            ..Segment::default()
        });
        self.is_entered = false;
    }

    fn key(&mut self, c: char) {
        let key = self.typed.press(c);
        if self.screen.is_full() {
            self.typed.taken();
            return;
        }
        let is_typing = self.cut == Cut::Keys || self.phase == Phase::Typing;
        if is_typing && self.cut == Cut::Marks {
            return;
        }
        let begun = if is_typing { self.line.begins.take() } else { self.question.take() };
        let begun = match key {
            Key::Edits | Key::Enter => {
                self.is_entered |= key == Key::Enter;
                begun.or_else(|| Some(self.spot()))
            }
            Key::Cancel if self.cut == Cut::Keys && self.is_line(begun.as_ref()) => {
                // The line is shown once more, and stays on the screen.
                self.line.is_given_up = true;
                self.is_entered = true;
                begun.or_else(|| Some(self.spot()))
            }
            Key::Cancel => {
                self.is_entered = false;
                None
            }
            Key::Nothing => begun,
        };
        if is_typing {
            self.line.begins = begun;
        } else {
            self.question = begun;
        }
    }

    /// Whether keys go to a line that somebody edits, not to a program that works.
    fn is_line(&mut self, begun: Option<&Spot>) -> bool {
        begun.is_some() || is_shell(&self.spot().before)
    }

    /// A line was sent to the running program.
    fn answered(&mut self) {
        let line = self.screen.line();
        let typed = self.typed.taken();
        let question = self.question.take().unwrap_or_default().before;
        self.is_entered = false;
        self.answers += 1;
        if let Some(open) = &mut self.open {
            let shown = line.get(question.trim_end().len()..).unwrap_or_default();
            let is_hidden = !typed.trim().is_empty() && !shown.contains(typed.trim());
            open.answers.push(Answer { question, typed: Some(typed), is_hidden });
        }
    }

    /// A line was sent; whether it was shown is all that is known.
    fn typed_unseen(&mut self) {
        /// Characters; fewer are keys of a program that shows pages, and no secret.
        const FEWEST: usize = 4;
        self.is_entered = false;
        self.answers += 1;
        let typed = self.typed.taken();
        let is_long = typed.trim().chars().count() >= FEWEST;
        self.work.add_screen(self.screen.size());
        if is_long && !self.screen.line().contains(typed.trim()) {
            self.unseen.push(typed);
        }
    }

    /// Keys that were pressed are forgotten when somebody else reads on; an answer is not.
    fn close_answer(&mut self) {
        if self.is_entered && self.phase == Phase::Running && self.cut != Cut::Keys {
            self.answered();
        }
        self.typed.taken();
        self.question = None;
        self.is_entered = false;
    }

    /// Ends the output of the command that runs, before the line of `end` if there is one.
    fn close(&mut self, end: Option<&Spot>) {
        if self.cut != Cut::Keys {
            self.close_answer();
        }
        if self.cut == Cut::Marks && self.phase == Phase::Typing {
            self.keep_comment();
        }
        let mut screen = self.fresh_screen();
        self.line = Segment::default();
        let Some(mut open) = self.open.take() else { return };
        open.is_full_screen |= !screen.full_at.is_empty();
        open.asked.append(&mut screen.asked);
        let (mut lines, before) = screen.into_lines();
        if let Some(end) = end {
            lines.truncate(end.line.saturating_sub(before));
        }
        open.output = Output { lines, has_more: before > 0 };
        self.done.push(open);
    }

    /// A shell runs nothing for a comment, and so says nothing.
    fn keep_comment(&mut self) {
        self.phase = Phase::Running;
        let Some(begins) = self.line.begins.take() else { return };
        let (lines, before) = self.fresh_screen().into_lines();
        let line = Segment { lines, before, place: self.place, ..Segment::default() };
        let comment = Segment { begins: Some(begins), ..line };
        if comment.typed_here().is_some_and(|typed| typed.starts_with('#')) {
            self.done.push(comment);
        }
    }

    /// Where the cursor is.
    fn spot(&mut self) -> Spot {
        self.work.add_screen(self.screen.size());
        self.screen.spot()
    }

    fn fresh_screen(&mut self) -> Screen {
        let fresh = Screen::new(self.size, kept(self.cut));
        // It has two sides to be made, and the old one is read and thrown away: as much work as
        // writing on ten.
        (0..10).for_each(|_| self.work.add_screen(fresh.size()));
        std::mem::replace(&mut self.screen, fresh)
    }

    fn finished(mut self, given: Option<&str>) -> Result<Vec<Ran>, ReadError> {
        let (tape, format) = (self.tape, self.tape.format);
        let has_keys = tape.events.iter().any(|event| matches!(event.what, Happening::Input(_)));
        if self.cut == Cut::Prompt {
            let marker = self.marker.take();
            let full_at = std::mem::take(&mut self.screen.full_at);
            let (lines, before) = self.fresh_screen().into_lines();
            if before > 0 {
                return Err(ReadError::TooMany { format, what: "lines", most: MOST_LINES });
            }
            let mut segments = by_prompt(&lines, &full_at, given, KEPT_LINES);
            for segment in &mut segments {
                let line = segment.place.saturating_sub(1);
                segment.place = self.ends.get(line).copied().unwrap_or(self.place);
            }
            // Where in its output a program was answered, the keys do not say.
            let mut commands = Reading { given, has_keys: false }.commands(segments);
            if commands.is_empty() {
                commands.extend(self.recorded_command(&lines));
            }
            if let Some(first) = commands.first_mut() {
                first.marker = marker;
                let unseen = self.unseen.into_iter().map(|typed| Answer {
                    question: String::new(),
                    typed: Some(typed),
                    is_hidden: true,
                });
                let answers = unseen.collect();
                commands.insert(0, Ran { answers, ..Ran::default() });
            } else if !lines.is_empty() {
                return Err(ReadError::NoPrompt { format });
            }
            return Ok(commands);
        }
        let spot = self.spot();
        // Keys do not tell that the last command has ended; the prompt behind it does.
        self.close(Some(&spot).filter(|spot| self.cut == Cut::Keys && is_shell(&spot.before)));
        self.check()?;
        Ok(Reading { given, has_keys }.commands(std::mem::take(&mut self.done)))
    }

    /// The one command that was recorded instead of a shell.
    fn recorded_command(&self, lines: &[String]) -> Option<Ran> {
        let command = self.tape.command.as_deref().filter(|command| !is_a_shell(command))?;
        let from = lines.len().saturating_sub(KEPT_LINES);
        let output = Output { lines: lines[from..].to_vec(), has_more: from > 0 };
        Some(Ran {
            command: command.to_owned(),
            output: Some(output),
            status: self.exit,
            place: 1,
            ..Ran::default()
        })
    }
}

const fn kept(cut: Cut) -> usize {
    match cut {
        Cut::Prompt => MOST_LINES,
        _ => KEPT_LINES,
    }
}

fn is_a_shell(command: &str) -> bool {
    const SHELLS: [&str; 12] = [
        "bash", "zsh", "fish", "sh", "dash", "ksh", "tcsh", "csh", "pwsh", "nu", "elvish", "xonsh",
    ];
    let program = command.split_whitespace().next().unwrap_or_default();
    let program = program.rsplit('/').next().unwrap_or_default();
    SHELLS.contains(&program)
}
