//! What was done in a terminal, from what went over its wires.
//!
//! `events → segments (what was typed, what was printed) → commands → actions`. The readers of
//! formats give a [`Tape`]; which command was run is asked, in this order, of the marks that a
//! shell writes for its terminal (OSC 133 and 633), of the keys that were recorded, of the mode
//! in which shells edit a line (bracketed paste), and of a prompt that comes again and again.
//! Everything shown passes through a terminal emulator, so that what was corrected while it was
//! typed, or drawn over, is gone. Nothing here runs anything.

mod clearing;
mod elsewhere;
mod habits;
mod keys;
mod output;
mod prompt;
mod ran;
mod screen;
mod segment;
mod session;
mod steps;
mod stream;
mod unfinished;
mod whole;

#[cfg(test)]
mod hostile;
#[cfg(test)]
mod secrecy;
#[cfg(test)]
mod tests;

use super::error::ReadError;
use super::format::Format;
use super::masking::{Demonstration, Raw, RawTake};

pub(super) use habits::is_silent;
pub(super) use ran::Ran;
pub(super) use steps::actions;

/// A recording of a terminal, in the words of no format.
#[derive(Debug, Clone)]
pub(super) struct Tape {
    pub(super) format: Format,
    /// Columns and rows at the beginning.
    pub(super) size: (usize, usize),
    pub(super) title: Option<String>,
    /// What was recorded instead of a shell.
    pub(super) command: Option<String>,
    pub(super) events: Vec<Event>,
}

/// Something that went over the wires, and its number or line in the recording.
#[derive(Debug, Clone)]
pub(super) struct Event {
    pub(super) place: usize,
    pub(super) what: Happening,
}

/// What went over the wires.
#[derive(Debug, Clone)]
pub(super) enum Happening {
    /// The terminal was sent this.
    Output(String),
    /// These keys were pressed.
    Input(String),
    /// The one who recorded set a mark here, and may have named it.
    Marker(String),
    /// The terminal has another size, in columns and rows.
    Resize(usize, usize),
    /// What was recorded ended with this status.
    Exit(i32),
}

/// What was done on a tape.
///
/// # Errors
/// When no command can be told from what was printed, and when there is more on it than is
/// looked at.
pub(super) fn demonstration(tape: &Tape, prompt: Option<&str>) -> Result<Demonstration, ReadError> {
    let commands = session::commands(tape, prompt)?;
    let take = RawTake { name: None, actions: actions(commands, tape.format)? };
    let title = tape.title.as_deref().filter(|title| !title.trim().is_empty());
    Ok(Demonstration { title: title.map(Raw::new), takes: vec![take] })
}

/// The steps of a recording, as tests look at them: words, command, expected results.
#[cfg(test)]
pub(super) fn told_with(bytes: &[u8], settings: &super::Settings) -> Vec<String> {
    let recording = match super::read(bytes, settings) {
        Ok(recording) => recording,
        Err(error) => return vec![error.to_string()],
    };
    let take = recording.takes.first().cloned().unwrap_or_default();
    let sentences = super::sentences(&take, recording.format);
    let told = sentences.iter().map(|sentence| {
        let block = sentence.block.as_deref().unwrap_or_default();
        let lines: Vec<&str> = block.lines().collect();
        let command = lines.get(1..lines.len().saturating_sub(1)).unwrap_or_default().join("\n");
        let text = match sentence.text.as_str() {
            "Run:" => command,
            text if command.is_empty() => text.to_owned(),
            text => format!("{text} {command}"),
        };
        let asked: String =
            sentence.questions.iter().map(|question| format!(" ? {question}")).collect();
        let expected: String =
            sentence.expected.iter().map(|expected| format!(" => {expected}")).collect();
        format!("{text}{asked}{expected}")
    });
    told.collect()
}

/// As [`told_with`], with nothing set.
#[cfg(test)]
pub(super) fn told(recording: &str) -> Vec<String> {
    told_with(recording.as_bytes(), &super::Settings::default())
}
