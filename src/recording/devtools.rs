//! The Recorder panel of the Chrome developer tools: one JSON object of steps.
//!
//! Names come from the selectors of a step: `aria/` is what a screen reader says, in capitals
//! where a style sheet writes capitals; `text/` is the text as it stands. The format has no
//! pictures, and tells of a choice in a list its value, not its words.

use super::error::ReadError;
use super::format::Format;
use super::masking::{Demonstration, Raw, RawAction, RawTake, RawTarget};
use super::model::{ActionKind, Doubt, Expectation, ExpectationKind, NameSource, Place, Role};
use super::naming::{self, Named};
use super::tree::{Object, list, text, whole};
use super::{MAX_ACTIONS, Reader, Source};

pub(super) const READER: Reader = Reader { format: Format::ChromeRecorder, detects, read };

/// Steps that nobody takes: they set the stage, or belong to another step.
const NOISE: [&str; 4] = ["setViewport", "scroll", "emulateNetworkConditions", "keyUp"];

const MODIFIERS: [&str; 4] = ["Control", "Alt", "Meta", "Shift"];

fn detects(source: &Source<'_>) -> bool {
    let beginning = source.beginning();
    beginning.starts_with('{') && beginning.contains("\"steps\"") && beginning.contains("\"type\"")
}

fn read(source: &Source<'_>) -> Result<Demonstration, ReadError> {
    let format = Format::ChromeRecorder;
    let entries = whole(source.text.unwrap_or_default(), format)?;
    let root = Object::of(&entries);
    let mut tape = Tape::default();
    for (index, step) in root.objects("steps").enumerate() {
        if index >= MAX_ACTIONS {
            return Err(ReadError::TooMany { format, what: "steps", most: MAX_ACTIONS });
        }
        tape.step(step, Place(index + 1));
    }
    let title = root.words("title").map(Raw::new);
    Ok(Demonstration { title, takes: vec![RawTake { name: None, actions: tape.actions }] })
}

/// The steps so far.
#[derive(Default)]
struct Tape<'t> {
    actions: Vec<RawAction>,
    /// The keys that are held down.
    held: Vec<&'t str>,
    /// The window of the last step; none before the first.
    window: Option<&'t str>,
}

impl<'t> Tape<'t> {
    fn step(&mut self, step: Object<'t>, place: Place) {
        let kind = step.text("type").unwrap_or_default();
        if kind == "keyUp" {
            self.held.retain(|key| Some(*key) != step.text("key"));
        }
        if NOISE.contains(&kind) {
            return;
        }
        self.change_window(step, place);
        let target = target(step);
        let act = |kind| RawAction::new(kind, place).on(target.clone());
        let mut action = match kind {
            "navigate" => {
                RawAction::new(ActionKind::Navigate, place).at(step.text("url").unwrap_or_default())
            }
            "click" if step.text("button") == Some("secondary") => act(ActionKind::RightClick),
            "click" => act(ActionKind::Click),
            "doubleClick" => act(ActionKind::DoubleClick),
            "hover" => act(ActionKind::Hover),
            "change" => changed(step, act(ActionKind::Type)),
            "keyDown" => match self.pressed(step.text("key").unwrap_or_default()) {
                Some(chord) => act(ActionKind::Press).with(chord),
                None => return,
            },
            "waitForElement" => awaited(step, place, target.as_ref()),
            // A pause is no step; any other expression is a program that nobody can read aloud.
            "waitForExpression" if is_pause(step.text("expression")) => return,
            "close" => RawAction::new(ActionKind::CloseWindow, place),
            other => {
                let name = step.words("name").filter(|_| other == "customStep");
                act(ActionKind::Unknown).with(name.unwrap_or(other))
            }
        };
        let events = step.objects("assertedEvents");
        for event in events.filter(|event| event.text("type") == Some("navigation")) {
            if let Some(title) = event.words("title") {
                action.expected.push(opens(title));
            }
            if action.url.is_none() {
                action.url = event.words("url").map(Raw::new);
            }
        }
        self.actions.push(action);
    }

    /// A step in another window is taken there.
    fn change_window(&mut self, step: Object<'t>, place: Place) {
        let window = step.text("target").unwrap_or("main");
        if self.window.replace(window).is_some_and(|last| last != window) {
            let action = RawAction::new(ActionKind::SwitchWindow, place);
            let is_main = window == "main";
            self.actions.push(if is_main { action.with("first") } else { action.with(window) });
        }
    }

    /// The key with those that are held; none of a key that only goes with others.
    fn pressed(&mut self, key: &'t str) -> Option<String> {
        if MODIFIERS.contains(&key) {
            self.held.push(key);
            return None;
        }
        // A capital says by itself that it is one.
        let is_letter = key.chars().count() == 1;
        let held = self.held.iter().filter(|held| !(is_letter && **held == "Shift"));
        Some(held.copied().chain([key]).collect::<Vec<_>>().join("+"))
    }
}

fn opens(title: &str) -> Expectation<Raw> {
    Expectation {
        kind: ExpectationKind::Opens,
        name: None,
        found: NameSource::Seen,
        words: Some(Raw::new(title)),
    }
}

fn is_pause(expression: Option<&str>) -> bool {
    expression.is_some_and(|expression| expression.contains("setTimeout"))
}

/// What was typed, or chosen in a list, or switched.
fn changed(step: Object<'_>, mut action: RawAction) -> RawAction {
    let value = step.text("value").unwrap_or_default();
    let role = action.target.as_ref().and_then(|target| target.role);
    // Browsers hide the folder of a chosen file behind this one.
    if let Some(file) = value.strip_prefix("C:\\fakepath\\") {
        action.kind = ActionKind::Upload;
        return action.with(file);
    }
    action.kind = match (role, value) {
        (Some(Role::List), _) => ActionKind::Select,
        (Some(Role::CheckBox), "true" | "on") => ActionKind::Check,
        (Some(Role::CheckBox), "false" | "off") => ActionKind::Uncheck,
        _ => ActionKind::Type,
    };
    if matches!(action.kind, ActionKind::Check | ActionKind::Uncheck) {
        return action;
    }
    action.doubt = (action.kind == ActionKind::Select).then_some(Doubt::Value);
    action.with(value)
}

fn awaited(step: Object<'_>, place: Place, target: Option<&RawTarget>) -> RawAction {
    let is_gone = step.text("visible") == Some("false") || step.number("count") == Some(0.0);
    let kind = if is_gone { ExpectationKind::Gone } else { ExpectationKind::Shown };
    let name = target.and_then(|target| target.name.clone());
    let found = target.map_or(NameSource::Seen, |target| target.found);
    let expected = Expectation { kind, name, found, words: None };
    let action = RawAction::new(ActionKind::Wait, place);
    if expected.name.is_some() { action.expecting(expected) } else { action }
}

fn target(step: Object<'_>) -> Option<RawTarget> {
    let selectors: Vec<&str> = step
        .list("selectors")
        .iter()
        // A path through frames and shadow roots ends at the element; old files have no paths.
        .filter_map(|selector| text(selector).or_else(|| text(list(selector).last()?)))
        .collect();
    let chosen = selectors.first()?;
    let (named, role) = name(&selectors);
    let css = selectors.iter().find(|selector| !selector.contains('/'));
    Some(RawTarget {
        found: named.as_ref().map_or(NameSource::Seen, |named| named.found),
        name: named.map(|named| Raw::new(named.name)),
        role,
        selector: Some(Raw::new(*css.unwrap_or(chosen))),
        clues: selectors.iter().map(|selector| Raw::new(*selector)).collect(),
    })
}

/// The best name that the selectors give.
fn name(selectors: &[&str]) -> (Option<Named>, Option<Role>) {
    let mut role = None;
    let mut spoken = None;
    let mut written = None;
    let mut guessed = None;
    for selector in selectors {
        let (named, said) = if let Some(aria) = selector.strip_prefix("aria/") {
            let (name, said) = aria.split_once("[role=").unwrap_or((aria, ""));
            let said = said.trim_matches(['"', '\'', ']']);
            spoken = spoken.or(Some(name.trim()).filter(|name| !name.is_empty()));
            (None, (!said.is_empty()).then(|| naming::role_named(said)))
        } else if let Some(text) = selector.strip_prefix("text/") {
            written = written.or(Some(text.trim()).filter(|text| !text.is_empty()));
            (None, None)
        } else if let Some(xpath) = selector.strip_prefix("xpath/") {
            naming::of_xpath(xpath)
        } else {
            naming::of_css(selector.strip_prefix("pierce/").unwrap_or(selector))
        };
        role = role.or(said);
        guessed = guessed.or(named);
    }
    let same = |a: &str, b: &str| a.to_lowercase() == b.to_lowercase();
    let seen = match (spoken, written) {
        (Some(spoken), Some(written)) if same(spoken, written) => Some(written),
        (spoken, written) => spoken.or(written),
    };
    let seen = seen.map(|name| Named { name: name.to_owned(), found: NameSource::Seen });
    (seen.or(guessed), role)
}

#[cfg(test)]
mod tests {
    use crate::recording::{ReadError, Settings, read, sentences};

    fn told(steps: &str) -> Vec<String> {
        let text = format!("{{\"title\": \"t\", \"steps\": [{steps}]}}");
        let recording = read(text.as_bytes(), &Settings::default()).unwrap();
        let take = &recording.takes[0];
        let sentences = sentences(take, recording.format);
        sentences
            .into_iter()
            .map(|one| format!("{} {}", one.text, one.expected.join(" ")))
            .collect()
    }

    #[test]
    fn a_task_reads_as_somebody_would_tell_it() {
        assert_eq!(
            told(
                r##"{"type": "setViewport", "width": 800, "height": 600},
                {"type": "navigate", "url": "https://shop.example/", "assertedEvents":
                    [{"type": "navigation", "url": "https://shop.example/", "title": "Shop"}]},
                {"type": "click", "target": "main", "selectors": [["aria/USER NAME"], ["#user"]]},
                {"type": "change", "value": "ann", "target": "main", "selectors": [["aria/USER NAME"], ["#user"]]},
                {"type": "keyDown", "target": "main", "key": "Tab"},
                {"type": "keyUp", "target": "main", "key": "Tab"},
                {"type": "change", "value": "hunter2", "selectors": [["#pw"], ["xpath///*[@id=\"pw\"]"]]},
                {"type": "click", "selectors": [["aria/SIGN IN[role=\"button\"]"], ["#go"], ["text/Sign in"]],
                    "assertedEvents": [{"type": "navigation", "url": "https://shop.example/home", "title": "Home"}]},
                {"type": "change", "value": "nb", "selectors": [["select[aria-label=\"Language\"]"]]},
                {"type": "keyDown", "key": "Control"}, {"type": "keyDown", "key": "s"},
                {"type": "keyUp", "key": "s"}, {"type": "keyUp", "key": "Control"},
                {"type": "waitForElement", "selectors": ["aria/Saved"]},
                {"type": "click", "button": "secondary", "selectors": ["text/Row 1"]},
                {"type": "customStep", "name": "takeCoffee", "parameters": {}},
                {"type": "click", "target": "https://pay.example/", "selectors": [["div > div"]]}"##
            ),
            [
                "Go to <https://shop.example/>. The **Shop** page opens.",
                "Enter `ann` in **USER NAME**. ",
                "Enter your password in **Pw**. ",
                "Click **Sign in**. The **Home** page opens.",
                "In **Language**, select **nb**. ",
                "Press **Ctrl+S**. **Saved** is shown.",
                "Right-click **Row 1**. ",
                "TODO: write what is done here. The recording has `takeCoffee` (step 16), which is not known to sopctl. ",
                "Go to the **https://pay.example/** tab. ",
                "Click TODO: which element? (the recording only has `div > div`). ",
            ]
        );
    }

    #[test]
    fn what_breaks_off_is_refused_at_its_line() {
        let broken = "{\"title\": \"t\",\n\"steps\": [{\"type\": \"navigate\", \"url\": \"https://a.example/?password=hunter2\"";
        let error = read(broken.as_bytes(), &Settings::default()).unwrap_err();
        assert!(matches!(error, ReadError::Faulty { .. }), "{error:?}");
        assert!(!error.to_string().contains("hunter2"), "{error}");
        let empty = read(b"{\"steps\": [{\"type\": \"scroll\"}]}", &Settings::default());
        assert!(matches!(empty, Err(ReadError::Empty { .. })));
    }

    #[test]
    fn hostile_nesting_is_refused() {
        let text = format!("{{\"type\": 1, \"steps\": {}", "[".repeat(100_000));
        assert!(matches!(
            read(text.as_bytes(), &Settings::default()),
            Err(ReadError::Faulty { .. })
        ));
    }
}
