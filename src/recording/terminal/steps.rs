//! Commands as the actions of an instruction: what a careful writer keeps of a session.

use crate::text::edit_distance;

use super::super::MAX_ACTIONS;
use super::super::error::ReadError;
use super::super::format::Format;
use super::super::masking::{Raw, RawAction, RawTarget, asked_for};
use super::super::model::{
    ActionKind, Doubt, Expectation, ExpectationKind, NameSource, Place, Role, SecretKind,
};
use super::habits::{
    failed, folder, goes_from_anywhere, is_silent, leaves, looks_around, program, was_interrupted,
};
use super::output::{last_lines, quoted};
use super::ran::{Answer, Ran};

/// How many commands later a failed one may have been put right.
const REACH: usize = 6;

/// Lines at the end of an output among which a failure is said.
const LAST_LINES: usize = 3;

/// The actions of a session.
///
/// # Errors
/// When there are more than an instruction can have.
pub(in crate::recording) fn actions(
    commands: Vec<Ran>,
    format: Format,
) -> Result<Vec<RawAction>, ReadError> {
    let mut left_out = LeftOut::default();
    let commands = kept(commands, &mut left_out);
    let mut actions: Vec<RawAction> = Vec::new();
    for command in commands {
        if actions.len() >= MAX_ACTIONS {
            return Err(ReadError::TooMany { format, what: "commands", most: MAX_ACTIONS });
        }
        actions.extend(of_command(command));
    }
    if let Some(first) = actions.first_mut() {
        first.unseen = left_out.unseen;
        first.left_out = left_out.commands;
    }
    Ok(actions)
}

/// A command that is kept, with what is said about it.
struct Kept {
    ran: Ran,
    words: Option<String>,
    has_failed: bool,
}

/// What is no step: only the mask hears of it, so that its secrets stand in no other words.
#[derive(Default)]
struct LeftOut {
    commands: Vec<Raw>,
    unseen: Vec<Raw>,
}

impl LeftOut {
    fn add(&mut self, ran: Ran) {
        let hidden = ran.answers.into_iter().filter(|answer| answer.is_hidden);
        self.unseen.extend(hidden.filter_map(|answer| answer.typed).map(Raw::new));
        self.commands.push(Raw::new(ran.command));
    }
}

/// The commands that belong to the task.
fn kept(commands: Vec<Ran>, left_out: &mut LeftOut) -> Vec<Kept> {
    let mut all: Vec<Kept> = Vec::new();
    let mut words: Option<String> = None;
    // Behind the last one of these, nothing was done in any shell.
    let end =
        commands.iter().rposition(|ran| !ran.command.is_empty() && !looks_around(&ran.command));
    for (index, mut ran) in commands.into_iter().enumerate() {
        ran.command.truncate(ran.command.trim_end().len());
        words = ran.marker.take().or(words);
        // A line that was given up was not run.
        let is_given_up = ran.command.is_empty() || ran.command.ends_with("^C");
        if let Some(said) = ran.command.strip_prefix('#').filter(|_| !is_given_up) {
            let said = said.trim_start_matches('#').trim();
            words = (!said.is_empty()).then(|| said.to_owned()).or(words);
            continue;
        }
        let goes_back = leaves(&ran.command) && end.is_some_and(|end| index < end);
        if is_given_up || (looks_around(&ran.command) && !goes_back) {
            left_out.add(ran);
            continue;
        }
        let last = ran.output.as_ref().map(|output| last_lines(output, LAST_LINES));
        let has_failed = failed(&ran.command, ran.status, last.as_deref().unwrap_or_default());
        all.push(Kept { ran, words: words.take(), has_failed });
    }
    without_wrong_turns(all, left_out)
}

/// Without failed commands that were put right, and folders that were left at once.
fn without_wrong_turns(all: Vec<Kept>, left_out: &mut LeftOut) -> Vec<Kept> {
    let is_wrong: Vec<bool> = (0..all.len())
        .map(|index| match all.get(index..) {
            Some([one, later @ ..]) => is_wrong_turn(one, later),
            _ => false,
        })
        .collect();
    let mut kept: Vec<Kept> = Vec::new();
    let mut words: Option<String> = None;
    for (mut one, is_wrong) in all.into_iter().zip(is_wrong) {
        words = one.words.take().or(words);
        if is_wrong {
            left_out.add(one.ran);
        } else {
            one.words = words.take();
            kept.push(one);
        }
    }
    kept
}

/// Whether what was done later makes a command needless.
fn is_wrong_turn(one: &Kept, later: &[Kept]) -> bool {
    let command = one.ran.command.as_str();
    let goes_somewhere = folder(command).is_some();
    let is_put_right = |later: &Kept| !later.has_failed && is_retry(command, &later.ran.command);
    let next = later.first();
    (one.has_failed && later.iter().take(REACH).any(is_put_right))
        || next.is_some_and(|next| goes_somewhere && goes_from_anywhere(&next.ran.command))
        || next
            .is_some_and(|next| !goes_somewhere && !next.has_failed && next.ran.command == command)
}

/// Whether a command is another try of one that failed.
fn is_retry(failed: &str, later: &str) -> bool {
    /// Characters; longer commands are compared whole only.
    const LONGEST: usize = 300;
    let bare = |command: &'_ str| command.strip_prefix("sudo ").unwrap_or(command).to_owned();
    let (failed, later) = (bare(failed), bare(later));
    if failed == later {
        return true;
    }
    let longer = failed.chars().count().max(later.chars().count());
    if longer > LONGEST {
        return false;
    }
    // A quarter of the letters, or a slip of the fingers.
    let distance = edit_distance(&failed, &later);
    distance * 4 <= longer || (distance <= 2 && longer > 3)
}

fn of_command(kept: Kept) -> Vec<RawAction> {
    let Kept { ran, words, has_failed } = kept;
    let place = Place(ran.place);
    let program = program(&ran.command).to_owned();
    let is_silent = is_silent(&ran.command);
    let mut run = RawAction::new(ActionKind::Run, place).with(ran.command);
    run.words = words.map(Raw::new);
    run.doubt = if has_failed {
        Some(Doubt::Failed { status: ran.status })
    } else {
        ran.is_full_screen.then_some(Doubt::FullScreen)
    };
    let mut actions = vec![run];
    let mut asked_before = String::new();
    for answer in ran.answers {
        let question = question(&answer);
        // What is asked next is the expected result of what was done before.
        if let Some(last) = actions.last_mut().filter(|_| question != asked_before) {
            last.expected.extend(asked(&question));
        }
        actions.extend(answered(answer, &question, &program, place));
        asked_before = question;
    }
    let Some(output) = ran.output.filter(|_| !has_failed) else { return actions };
    let last = last_lines(&output, LAST_LINES);
    if was_interrupted(ran.status, &last) {
        let stopped = Expectation {
            kind: ExpectationKind::Stopped,
            name: None,
            found: NameSource::Seen,
            words: None,
        };
        let press = RawAction::new(ActionKind::Press, place).with("Control+c");
        actions.push(press.expecting(stopped));
    } else if !ran.is_full_screen
        && let Some(last) = actions.last_mut()
    {
        let kind = match ran.status {
            Some(_) => ExpectationKind::Printed,
            None => ExpectationKind::Prints,
        };
        let words = quoted(&output).map(Raw::new);
        if words.is_some() || !is_silent {
            last.expected.push(Expectation { kind, name: None, found: NameSource::Seen, words });
        }
    }
    actions
}

/// What stood before an answer, without the marks behind it.
fn question(answer: &Answer) -> String {
    /// Characters of a question; the end says what is asked.
    const LONGEST: usize = 100;
    let question = answer.question.trim().trim_end_matches(':').trim_end();
    let skipped = question.chars().count().saturating_sub(LONGEST);
    question.chars().skip(skipped).collect()
}

fn asked(question: &str) -> Option<Expectation<Raw>> {
    (!question.is_empty()).then(|| Expectation {
        kind: ExpectationKind::Shown,
        name: None,
        found: NameSource::Seen,
        words: Some(Raw::new(question)),
    })
}

/// What was typed for a running program; one that asks nothing is told by its name.
fn answered(answer: Answer, question: &str, program: &str, place: Place) -> Vec<RawAction> {
    let name = if question.is_empty() { program } else { question };
    let target = (!name.is_empty()).then(|| RawTarget {
        name: Some(Raw::new(name)),
        role: Some(Role::Field),
        found: NameSource::Seen,
        selector: None,
        clues: Vec::new(),
    });
    let press = RawAction::new(ActionKind::Press, place).with("Enter").on(target.clone());
    let typed = answer.typed.unwrap_or_default();
    if typed.is_empty() && !answer.is_hidden {
        return vec![RawAction { target: None, ..press }];
    }
    let mut action = RawAction::new(ActionKind::Type, place).with(typed).on(target);
    if answer.is_hidden {
        action.secret = Some(asked_for(question).unwrap_or(SecretKind::Password));
    }
    vec![action, press]
}
