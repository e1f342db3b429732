//! Keys pressed one by one are what somebody typed: they are put together before the mask looks
//! at them, since no single letter of a password is one.
//!
//! What was typed without saying where went into the field that was used last.

use crate::recording::model::{ActionKind, Role};

use super::raw::{Raw, RawAction, RawTarget};

/// The actions with typing in one piece, each with the field that it went to.
pub(super) fn joined(actions: Vec<RawAction>) -> Vec<RawAction> {
    let mut joined: Vec<RawAction> = Vec::new();
    let mut focus: Option<RawTarget> = None;
    let mut is_open = false;
    for mut action in actions {
        if matches!(action.kind, ActionKind::Navigate | ActionKind::SwitchWindow) {
            focus = None;
        }
        if action.target.is_none() && matches!(action.kind, ActionKind::Press | ActionKind::Type) {
            action.target.clone_from(&focus);
        }
        if let Some(key) = letter(&action).filter(|_| takes_letters(action.target.as_ref())) {
            let open = joined.last_mut().filter(|last| is_open && last.target == action.target);
            if let Some(last) = open {
                extend(last, &key);
                last.after = action.after;
            } else {
                action.kind = ActionKind::Type;
                action.value = Some(Raw::new(key));
                joined.push(action);
            }
            is_open = true;
            continue;
        }
        if is_open && key_of(&action) == Some("Backspace") {
            if let Some(last) = joined.last_mut() {
                shorten(last);
            }
            continue;
        }
        // Capitals are pressed with a key that is an action of its own.
        if is_open && matches!(key_of(&action), Some("Shift" | "CapsLock")) {
            continue;
        }
        is_open = false;
        if action.target.is_some() {
            focus.clone_from(&action.target);
        }
        joined.push(action);
    }
    joined
}

/// The letter that a key writes, if it writes one.
fn letter(action: &RawAction) -> Option<String> {
    let key = key_of(action)?;
    let mut letters = key.chars();
    match (letters.next(), letters.next()) {
        (Some(c), None) if !c.is_control() => Some(key.to_owned()),
        _ if key == "Space" => Some(" ".to_owned()),
        _ => None,
    }
}

fn key_of(action: &RawAction) -> Option<&str> {
    action.value.as_ref().filter(|_| action.kind == ActionKind::Press).map(Raw::open)
}

/// Buttons and links take single keys as commands.
fn takes_letters(target: Option<&RawTarget>) -> bool {
    let role = target.and_then(|target| target.role);
    matches!(role, None | Some(Role::Field | Role::List | Role::Other))
}

fn extend(action: &mut RawAction, key: &str) {
    let typed = action.value.as_ref().map(Raw::open).unwrap_or_default();
    action.value = Some(Raw::new(format!("{typed}{key}")));
}

fn shorten(action: &mut RawAction) {
    let mut typed = action.value.as_ref().map(Raw::open).unwrap_or_default().to_owned();
    typed.pop();
    action.value = Some(Raw::new(typed));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::recording::model::{NameSource, Place};

    fn field(name: &str) -> RawTarget {
        RawTarget {
            name: Some(Raw::new(name)),
            role: Some(Role::Field),
            found: NameSource::Seen,
            selector: None,
            clues: Vec::new(),
        }
    }

    fn told(actions: Vec<RawAction>) -> Vec<String> {
        let told = joined(actions).into_iter().map(|action| {
            let name = action.target.and_then(|target| target.name);
            let open = |raw: Option<Raw>| raw.map(|raw| raw.open().to_owned()).unwrap_or_default();
            format!("{:?} {} in {}", action.kind, open(action.value), open(name))
        });
        told.collect()
    }

    #[test]
    fn keys_become_what_was_typed_into_the_field_used_last() {
        let press = |key: &str| RawAction::new(ActionKind::Press, Place(2)).with(key);
        let mut actions = vec![RawAction::new(ActionKind::Click, Place(1)).on(Some(field("PIN")))];
        actions.extend(["1", "2", "Shift", "x", "Backspace", "Space", "4", "Enter"].map(press));
        actions.push(RawAction::new(ActionKind::Type, Place(9)).with("more"));
        assert_eq!(
            told(actions),
            ["Click  in PIN", "Type 12 4 in PIN", "Press Enter in PIN", "Type more in PIN"]
        );
    }

    #[test]
    fn a_key_on_a_button_is_a_command() {
        let button = RawTarget { role: Some(Role::Button), ..field("Archive") };
        let actions = vec![
            RawAction::new(ActionKind::Click, Place(1)).on(Some(button)),
            RawAction::new(ActionKind::Press, Place(2)).with("e"),
        ];
        assert_eq!(told(actions), ["Click  in Archive", "Press e in Archive"]);
    }

    #[test]
    fn a_new_page_has_no_field_yet() {
        let actions = vec![
            RawAction::new(ActionKind::Click, Place(1)).on(Some(field("A"))),
            RawAction::new(ActionKind::Navigate, Place(2)).at("/"),
            RawAction::new(ActionKind::Type, Place(3)).with("x"),
        ];
        assert_eq!(told(actions)[2], "Type x in ");
    }
}
