//! Selenium IDE: a project of tests, each a list of commands, in one JSON object (`.side`).
//!
//! Each test is a task of its own. The commands of a test that another one runs stand where it
//! runs them. Values that a test stores under a name are put where the name is used; what a
//! program computes is not computed, and stays the name in `${…}`.

mod commands;
mod control;
mod keys;
mod locators;

use std::collections::BTreeMap;

use super::error::ReadError;
use super::format::Format;
use super::masking::{Demonstration, Raw, RawAction, RawTake};
use super::model::{ActionKind, Place};
use super::tree::{Object, whole};
use super::{MAX_ACTIONS, Reader, Source};

use control::Nesting;

pub(super) const READER: Reader = Reader { format: Format::SeleniumIde, detects, read };

/// How deep tests may run each other.
const DEEPEST_RUN: usize = 8;

fn detects(source: &Source<'_>) -> bool {
    let beginning = source.beginning();
    let has = |key: &str| beginning.contains(key);
    beginning.starts_with('{') && has("\"tests\"") && (has("\"commands\"") || has("\"suites\""))
}

fn read(source: &Source<'_>) -> Result<Demonstration, ReadError> {
    let entries = whole(source.text.unwrap_or_default(), Format::SeleniumIde)?;
    let root = Object::of(&entries);
    let mut project = Project { root, budget: MAX_ACTIONS };
    let mut takes = Vec::new();
    for test in root.objects("tests") {
        let mut tape = Tape::new(root.text("url").unwrap_or_default());
        project.play(test, &mut tape, None, &mut Vec::new())?;
        takes.push(RawTake { name: test.words("name").map(Raw::new), actions: tape.done() });
    }
    Ok(Demonstration { title: root.words("name").map(Raw::new), takes })
}

/// The project, and how many commands of it may still be looked at.
struct Project<'t> {
    root: Object<'t>,
    budget: usize,
}

impl<'t> Project<'t> {
    /// Tells a test, and the tests that it runs. What `running` holds is not run again inside
    /// itself.
    fn play(
        &mut self,
        test: Object<'t>,
        tape: &mut Tape<'t>,
        caller: Option<Place>,
        running: &mut Vec<&'t str>,
    ) -> Result<(), ReadError> {
        running.push(test.text("name").unwrap_or_default());
        for (index, command) in test.objects("commands").enumerate() {
            let Some(budget) = self.budget.checked_sub(1) else {
                let what = "commands";
                let format = Format::SeleniumIde;
                return Err(ReadError::TooMany { format, what, most: MAX_ACTIONS });
            };
            self.budget = budget;
            let command = Command::of(command, caller.unwrap_or(Place(index + 1)));
            match self.called(&command, running) {
                Some(other) => self.play(other, tape, Some(command.place), running)?,
                None => tape.command(&command),
            }
        }
        running.pop();
        Ok(())
    }

    /// The test that a command runs.
    fn called(&self, command: &Command<'t>, running: &[&str]) -> Option<Object<'t>> {
        let can_run = command.name == "run"
            && running.len() < DEEPEST_RUN
            && !running.contains(&command.target);
        let mut tests = self.root.objects("tests").filter(|_| can_run);
        tests.find(|test| test.text("name") == Some(command.target))
    }
}

/// A command as it stands in a test.
struct Command<'t> {
    name: &'t str,
    target: &'t str,
    value: &'t str,
    object: Object<'t>,
    place: Place,
}

impl<'t> Command<'t> {
    fn of(object: Object<'t>, place: Place) -> Self {
        let text = |key| object.text(key).unwrap_or_default();
        Self {
            name: text("command").trim(),
            target: text("target").trim(),
            value: text("value"),
            object,
            place,
        }
    }

    fn action(&self, kind: ActionKind) -> RawAction {
        RawAction::new(kind, self.place)
    }
}

/// The actions of a test so far.
struct Tape<'t> {
    /// The address that others are relative to.
    base: &'t str,
    actions: Vec<RawAction>,
    nesting: Nesting,
    /// What was stored under names.
    stored: BTreeMap<&'t str, String>,
    /// Where a mouse button was pressed that is not released yet.
    pressed: Option<&'t str>,
    /// Where a click was told from the button going down and up: a command for it may follow.
    clicked: Option<&'t str>,
    /// What was typed last, and where: keys that are sent there go on with it.
    typed: Option<(&'t str, String)>,
    /// What answers a question that the next command brings up.
    answers: Vec<RawAction>,
    /// What the one who recorded says about the next command.
    note: Option<&'t str>,
    /// What is stored under a name that only secrets have, and is to stand nowhere.
    unseen: Vec<Raw>,
}

impl<'t> Tape<'t> {
    const fn new(base: &'t str) -> Self {
        Self {
            base,
            actions: Vec::new(),
            nesting: Nesting::new(),
            stored: BTreeMap::new(),
            pressed: None,
            clicked: None,
            typed: None,
            answers: Vec::new(),
            note: None,
            unseen: Vec::new(),
        }
    }

    fn push(&mut self, mut action: RawAction) {
        action.depth = self.nesting.depth();
        action.note = self.note.take().map(Raw::new);
        action.unseen.append(&mut self.unseen);
        self.actions.push(action);
        for mut answer in self.answers.drain(..) {
            answer.depth = self.nesting.depth();
            self.actions.push(answer);
        }
    }

    fn done(mut self) -> Vec<RawAction> {
        // An answer to a question that never came is still what somebody did.
        self.actions.append(&mut self.answers);
        if let Some(last) = self.actions.last_mut() {
            last.unseen.append(&mut self.unseen);
        }
        self.actions
    }
}

#[cfg(test)]
mod tests;
