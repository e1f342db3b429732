//! What the code generator writes for `jsonl`: a line of settings, then one line an action.
//! Nobody has promised that this format stays.

use crate::recording::error::ReadError;
use crate::recording::format::Format;
use crate::recording::masking::{Demonstration, Raw, RawAction, RawTake};
use crate::recording::model::{ActionKind, Doubt, ExpectationKind, Place};
use crate::recording::tree::{Object, text, whole};
use crate::recording::{MAX_ACTIONS, Reader, Source};

use super::calls::switched;
use super::selectors::target;
use super::{file_name, seeing};

pub(in crate::recording) const READER: Reader =
    Reader { format: Format::PlaywrightCodegen, detects, read };

fn detects(source: &Source<'_>) -> bool {
    let beginning = source.beginning();
    beginning.starts_with('{')
        && (beginning.contains("\"signals\":[") && beginning.contains("\"name\":\"")
            || beginning.contains("\"browserName\":") && beginning.contains("\"contextOptions\":"))
}

fn read(source: &Source<'_>) -> Result<Demonstration, ReadError> {
    let format = Format::PlaywrightCodegen;
    let mut actions = Vec::new();
    let mut window: Option<String> = None;
    let lines = source.text.unwrap_or_default().lines().enumerate();
    for (index, line) in lines.filter(|(_, line)| !line.trim().is_empty()) {
        let entries = whole(line, format).map_err(|error| match error {
            ReadError::Faulty { why, .. } => {
                ReadError::Faulty { format, line: Some(index + 1), why }
            }
            other => other,
        })?;
        let object = Object::of(&entries);
        // The settings have no name.
        let Some(name) = object.text("name") else { continue };
        if actions.len() >= MAX_ACTIONS {
            return Err(ReadError::TooMany { format, what: "actions", most: MAX_ACTIONS });
        }
        let place = Place(index + 1);
        if let Some(here) = object.text("pageAlias").filter(|here| window.as_deref() != Some(here))
        {
            if window.is_some() {
                actions.push(switched(here == "page", place));
            }
            window = Some(here.to_owned());
        }
        actions.push(action(name, object, place));
    }
    Ok(Demonstration { title: None, takes: vec![RawTake { name: None, actions }] })
}

fn action(name: &str, line: Object<'_>, place: Place) -> RawAction {
    let selector = line.text("selector").unwrap_or_default();
    let act = |kind| RawAction::new(kind, place).on(target(selector));
    let said = |key| line.text(key).unwrap_or_default();
    let several = |key| line.list(key).iter().filter_map(text);
    let looks = |kind, words| {
        seeing(RawAction::new(ActionKind::Assert, place), kind, target(selector), selector, words)
    };
    match name {
        "openPage" | "navigate" => RawAction::new(ActionKind::Navigate, place).at(said("url")),
        "closePage" => RawAction::new(ActionKind::CloseWindow, place),
        "click" if said("button") == "right" => act(ActionKind::RightClick),
        "click" if line.number("clickCount") == Some(2.0) => act(ActionKind::DoubleClick),
        "click" => act(ActionKind::Click),
        "hover" => act(ActionKind::Hover),
        "check" => act(ActionKind::Check),
        "uncheck" => act(ActionKind::Uncheck),
        "fill" => {
            let mut action = act(ActionKind::Type).with(said("text"));
            let kind = line.object("targetInfo").and_then(|info| info.text("inputType"));
            if let (Some(target), Some(kind)) = (&mut action.target, kind) {
                target.clues.push(Raw::new(kind));
            }
            action
        }
        "press" => act(ActionKind::Press).with(chord(said("key"), line.text("modifiers"))),
        "select" => {
            let chosen = several("options").collect::<Vec<_>>().join(", ");
            let mut action = act(ActionKind::Select).with(chosen);
            action.doubt = Some(Doubt::Value);
            action
        }
        "setInputFiles" => {
            let files = several("files").map(file_name).collect::<Vec<_>>().join(", ");
            act(ActionKind::Upload).with(files)
        }
        "assertText" => looks(ExpectationKind::Says, line.text("text")),
        "assertValue" => looks(ExpectationKind::Holds, line.text("value")),
        "assertVisible" => looks(ExpectationKind::Shown, None),
        "assertChecked" if said("checked") == "false" => looks(ExpectationKind::Unchecked, None),
        "assertChecked" => looks(ExpectationKind::Checked, None),
        other => act(ActionKind::Unknown).with(other),
    }
}

/// A key with those that are held, which are bits of a number.
fn chord(key: &str, modifiers: Option<&str>) -> String {
    let held: u8 = modifiers.and_then(|held| held.parse().ok()).unwrap_or(0);
    let names = [(2, "Control"), (1, "Alt"), (4, "Meta"), (8, "Shift")];
    let held = names.iter().filter(|(bit, _)| held & bit != 0).map(|(_, name)| *name);
    held.chain([key]).collect::<Vec<_>>().join("+")
}
