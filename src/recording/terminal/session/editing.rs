//! A shell that says when it edits a line, by the mode of bracketed paste.
//!
//! Where its prompt begins it does not say: zsh and fish clear the line first, bash writes it
//! behind the sign. What stands before it is what a program printed without ending the line.

use super::super::prompt::is_shell;
use super::super::screen::Spot;
use super::{Cut, Phase, Session};

/// What zsh and fish write behind an output whose last line has no end.
const NO_END: [char; 3] = ['%', '#', '⏎'];

impl Session<'_> {
    /// The mode was switched.
    pub(super) fn editing(&mut self, is_on: bool) {
        if self.screen.is_full() {
            return;
        }
        match (is_on, self.phase) {
            (true, Phase::Running) => self.line_begins(),
            (false, Phase::Typing) => {
                // zsh gives the cursor keys back when a line is sent, not when it is given up.
                self.line.is_given_up = self.has_cursor_keys;
                self.run();
            }
            _ => {}
        }
        self.has_cursor_keys &= is_on;
    }

    /// The cursor keys were taken or given back; by a shell where its prompt is being written.
    pub(super) fn cursor_keys(&mut self, is_on: bool) {
        let is_by_shell = self.phase == Phase::Typing || self.prompt.is_some();
        self.has_cursor_keys = is_on && is_by_shell;
    }

    fn line_begins(&mut self) {
        let spot = self.spot();
        let prompt = self.prompt.take().filter(|prompt| prompt.line <= spot.line);
        let is_cleared = prompt.is_some();
        let begins = prompt.unwrap_or_else(|| spot.clone());
        let has_output_before =
            !begins.before.trim().is_empty() && (is_cleared || !is_shell(&begins.before));
        let shown = if begins.line < spot.line {
            spot.before.as_str()
        } else if has_output_before || is_cleared {
            spot.before.strip_prefix(begins.before.as_str()).unwrap_or_default()
        } else {
            spot.before.as_str()
        };
        let end = begins.line + usize::from(has_output_before);
        self.close(Some(&Spot { line: end, before: String::new() }));
        if let Some(last) = self.done.last_mut().filter(|_| has_output_before && is_cleared)
            && let Some(line) = last.output.lines.last_mut()
        {
            let bare = line.trim_end();
            *line = bare.strip_suffix(NO_END).unwrap_or(bare).to_owned();
        }
        // Some shells say that they edit when the prompt stands there.
        for c in shown.chars() {
            self.screen.put(c, &mut self.work);
        }
        if !shown.trim().is_empty() {
            self.line.begins = Some(self.spot());
        }
        self.phase = Phase::Typing;
    }

    /// A shell that waits has written its prompt.
    pub(super) fn notice_pause(&mut self) {
        let is_open = self.line.begins.is_none() && self.line.hint.is_none();
        if self.cut == Cut::Editing
            && self.phase == Phase::Typing
            && is_open
            && !self.screen.is_full()
        {
            let spot = self.spot();
            if !spot.before.trim().is_empty() {
                self.line.hint = Some(spot);
            }
        }
    }
}
