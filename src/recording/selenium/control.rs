//! Conditions and repetitions: which command stands inside which.

use crate::recording::masking::{Raw, RawAction};
use crate::recording::model::ActionKind;

use super::{Command, Tape};

/// The conditions and repetitions that are open, each with the action that opened it.
pub(super) struct Nesting(Vec<usize>);

impl Nesting {
    pub(super) const fn new() -> Self {
        Self(Vec::new())
    }

    /// How many are open.
    pub(super) fn depth(&self) -> usize {
        self.0.len()
    }
}

impl<'t> Tape<'t> {
    /// Follows a command that opens or ends a group; says whether it is one.
    pub(super) fn control(&mut self, command: &Command<'t>) -> bool {
        let Command { name, target, value, .. } = *command;
        match name {
            "if" => self.open(command.action(ActionKind::If).with(target)),
            "elseIf" => self.other(command.action(ActionKind::Else).with(target)),
            "else" => self.other(command.action(ActionKind::Else)),
            "while" => {
                self.open(command.action(ActionKind::Repeat).with(format!("while {target}")));
            }
            "times" => {
                self.open(command.action(ActionKind::Repeat).with(format!("{target} times")));
            }
            "forEach" => {
                let each = format!("for each {value} of {target}");
                self.open(command.action(ActionKind::Repeat).with(each));
            }
            "do" => self.open(command.action(ActionKind::Repeat)),
            "repeatIf" => {
                // Only its end says how long it goes on.
                let opened = self.nesting.0.pop().and_then(|opened| self.actions.get_mut(opened));
                if let Some(opened) = opened {
                    opened.value = Some(Raw::new(format!("while {target}")));
                }
            }
            "end" => {
                self.nesting.0.pop();
            }
            _ => return false,
        }
        self.typed = None;
        true
    }

    fn open(&mut self, action: RawAction) {
        let opened = self.actions.len();
        self.push(action);
        self.nesting.0.push(opened);
    }

    fn other(&mut self, action: RawAction) {
        self.nesting.0.pop();
        self.open(action);
    }
}
