//! The commands of Selenium IDE, by name.

use crate::recording::masking::{Raw, RawAction, RawTarget, asked_for};
use crate::recording::model::{ActionKind, Expectation, ExpectationKind, NameSource, Role};

use super::keys::{self, Sent};
use super::locators::Located;
use super::{Command, Tape};

/// Commands that set the stage, or that are part of another one.
const NOISE: [&str; 17] = [
    "setWindowSize",
    "setSpeed",
    "pause",
    "echo",
    "debugger",
    "selectFrame",
    "mouseMove",
    "mouseMoveAt",
    "mouseOut",
    "storeWindowHandle",
    "storeJson",
    "waitForPageToLoad",
    "waitForPopUp",
    "windowMaximize",
    "windowFocus",
    "deleteAllVisibleCookies",
    "openWindow",
];

impl<'t> Tape<'t> {
    pub(super) fn command(&mut self, command: &Command<'t>) {
        // Somebody has switched it off.
        if command.name.starts_with("//") {
            return;
        }
        if let Some(comment) = command.object.words("comment") {
            self.note = Some(comment);
        }
        let clicked = self.clicked.take();
        if command.name.is_empty() || self.control(command) {
            return;
        }
        let is_told = command.name.starts_with("click") && clicked == Some(command.target);
        if is_told || self.remembers(command) || NOISE.contains(&command.name) {
            self.clicked = clicked.filter(|_| !is_told);
            return;
        }
        if matches!(command.name, "sendKeys") {
            self.send_keys(command);
            return;
        }
        self.typed = None;
        if let Some(action) = self.looked_at(command).or_else(|| self.done_with(command)) {
            self.push(action);
        }
    }

    /// Commands that only say something about later ones.
    fn remembers(&mut self, command: &Command<'t>) -> bool {
        let Command { name, target, value, .. } = *command;
        let answer = |name: &str| {
            command.action(ActionKind::Click).on(Some(RawTarget {
                name: Some(Raw::new(name)),
                role: Some(Role::Button),
                found: NameSource::Seen,
                selector: None,
                clues: Vec::new(),
            }))
        };
        match name {
            "store" => {
                let stored = self.filled(target);
                if asked_for(value).is_some() {
                    self.unseen.push(Raw::new(stored.clone()));
                }
                self.stored.insert(value.trim(), stored);
            }
            // Says nothing of its own: the window is named where it is gone to.
            "storeWindowHandle" => {}
            "mouseDown" | "mouseDownAt" => self.pressed = Some(target),
            "chooseOkOnNextConfirmation" => self.answers.push(answer("OK")),
            "chooseCancelOnNextConfirmation" | "chooseCancelOnNextPrompt" => {
                self.answers.push(answer("Cancel"));
            }
            "answerOnNextPrompt" => {
                let answer = command.action(ActionKind::Type).with(self.filled(target));
                self.answers.push(answer);
            }
            "webdriverChooseOkOnVisibleConfirmation" => self.push(answer("OK")),
            "webdriverChooseCancelOnVisibleConfirmation"
            | "webdriverChooseCancelOnVisiblePrompt" => self.push(answer("Cancel")),
            _ => return false,
        }
        true
    }

    /// What somebody does; none of what leaves nothing to tell.
    fn done_with(&mut self, command: &Command<'t>) -> Option<RawAction> {
        let Command { name, target, value, .. } = *command;
        let act = |kind| command.action(kind).on(Located::of(command).target());
        Some(match name {
            "open" => command.action(ActionKind::Navigate).at(self.address(target)),
            "click" | "clickAt" => act(ActionKind::Click),
            "doubleClick" | "doubleClickAt" => act(ActionKind::DoubleClick),
            "mouseOver" => act(ActionKind::Hover),
            "check" => act(ActionKind::Check),
            "uncheck" => act(ActionKind::Uncheck),
            "type" | "editContent" => {
                self.typed = Some((target, value.to_owned()));
                self.entered(command, value)
            }
            "select" | "addSelection" => {
                let option = option_named(value);
                secret_of(value, act(ActionKind::Select).with(self.filled(option)))
            }
            "submit" => command.action(ActionKind::Press).with("Enter"),
            "dragAndDropToObject" => dragged(command, target, value),
            "mouseUp" | "mouseUpAt" => match self.pressed.take() {
                Some(start) if start != target => dragged(command, start, target),
                Some(_) => {
                    self.clicked = Some(target);
                    act(ActionKind::Click)
                }
                None => return None,
            },
            "webdriverAnswerOnVisiblePrompt" => {
                command.action(ActionKind::Type).with(self.filled(target))
            }
            "selectWindow" => window(command),
            "close" => command.action(ActionKind::CloseWindow),
            "executeScript" | "runScript" if target.contains("window.scrollTo") => return None,
            other => act(ActionKind::Unknown).with(other),
        })
    }

    /// What is typed, or the file that is chosen.
    fn entered(&self, command: &Command<'t>, value: &str) -> RawAction {
        let located = Located::of(command).without_content();
        let target = located.target();
        // Browsers hide the folder of a chosen file behind this one.
        if located.takes_files() || value.contains(":\\fakepath\\") {
            let file = value.rsplit(['/', '\\']).next().unwrap_or(value);
            return command.action(ActionKind::Upload).on(target).with(file);
        }
        let action = command.action(ActionKind::Type).on(target).with(self.filled(value));
        secret_of(value, action)
    }

    fn send_keys(&mut self, command: &Command<'t>) {
        let target = Located::of(command).without_content().target();
        for sent in keys::sent(command.value) {
            match sent {
                Sent::Key(key) => {
                    self.typed = None;
                    self.push(command.action(ActionKind::Press).on(target.clone()).with(key));
                }
                Sent::Text(text) => match self.typed.take() {
                    Some((place, before)) if place == command.target => {
                        let whole = before + &text;
                        let mut action = self.entered(command, &whole);
                        if let Some(last) = self.actions.pop() {
                            action.place = last.place;
                            action.unseen = last.unseen;
                            action.note = last.note;
                            action.depth = last.depth;
                        }
                        self.actions.push(action);
                        self.typed = Some((place, whole));
                    }
                    _ => {
                        let action = self.entered(command, &text);
                        self.push(action);
                        self.typed = Some((command.target, text));
                    }
                },
            }
        }
    }

    /// What is looked at or waited for.
    fn looked_at(&self, command: &Command<'t>) -> Option<RawAction> {
        use ExpectationKind::{
            Checked, Disabled, Enabled, Gone, Holds, Opens, Says, Shown, Unchecked,
        };
        let (kind, what) = if let Some(what) = command.name.strip_prefix("waitFor") {
            (ActionKind::Wait, what)
        } else {
            let what =
                ["assert", "verify"].iter().find_map(|one| command.name.strip_prefix(one))?;
            (ActionKind::Assert, what)
        };
        let (seen, words) = match what {
            "Title" => (Opens, Some(command.target)),
            "Alert" | "Confirmation" | "Prompt" => (Says, Some(command.target)),
            "Text" => (Says, Some(command.value)),
            "Value" | "SelectedLabel" | "SelectedValue" => (Holds, Some(command.value)),
            "Checked" => (Checked, None),
            "NotChecked" => (Unchecked, None),
            "ElementPresent" | "ElementVisible" => (Shown, None),
            "ElementNotPresent" | "ElementNotVisible" => (Gone, None),
            "Editable" | "ElementEditable" => (Enabled, None),
            "NotEditable" | "ElementNotEditable" => (Disabled, None),
            _ => return None,
        };
        let is_page = matches!(what, "Title" | "Alert" | "Confirmation" | "Prompt");
        let located = Located::of(command);
        let target = located.target().filter(|_| !is_page);
        let words = words.map(|words| self.words_seen(words));
        let mut action = command.action(kind);
        let mut expected = Expectation {
            kind: seen,
            found: target.as_ref().map_or(NameSource::Seen, |target| target.found),
            name: target.as_ref().and_then(|target| target.name.clone()),
            words: None,
        };
        match words {
            // What a field for passwords holds is no less a password than what is typed there.
            Some(words) if !is_page && located.secret().is_some() => {
                action.unseen.push(Raw::new(words));
                expected.kind = Shown;
            }
            Some(words) if !words.is_empty() => expected.words = Some(Raw::new(words)),
            Some(_) => expected.kind = Shown,
            None => {}
        }
        // What has no name is called by how it is found, and asked about.
        if expected.name.is_none() && (expected.words.is_none() || seen == Holds) {
            expected.name = target.and_then(|target| target.selector);
            expected.found = NameSource::Identifier;
        }
        Some(action.expecting(expected))
    }

    /// The words of a pattern; none of one that is an expression.
    fn words_seen(&self, pattern: &str) -> String {
        if pattern.starts_with("regexp:") || pattern.starts_with("regexpi:") {
            return String::new();
        }
        let exact = pattern.strip_prefix("exact:").or_else(|| pattern.strip_prefix("glob:"));
        self.filled(exact.unwrap_or(pattern)).replace("\\n", "\n").trim().to_owned()
    }

    /// A text with what is stored under the names in it.
    fn filled(&self, text: &str) -> String {
        let mut filled = String::new();
        let mut rest = text;
        while let Some((before, behind)) = rest.split_once("${") {
            filled.push_str(before);
            let stored = behind.split_once('}').map(|(name, after)| (self.stored.get(name), after));
            match stored {
                // Values are not filled again, so that a text grows no faster than it is written.
                Some((Some(stored), after)) if filled.len() + stored.len() <= MAX_FILLED => {
                    filled.push_str(stored);
                    rest = after;
                }
                _ => {
                    filled.push_str("${");
                    rest = behind;
                }
            }
        }
        filled + rest
    }

    /// The address that is opened, with what it is relative to.
    fn address(&self, target: &str) -> String {
        let target = self.filled(target);
        if target.contains("://") || target.starts_with("about:") || self.base.is_empty() {
            return target;
        }
        let host = self.base.find("://").map_or(0, |scheme| scheme + 3);
        let path = self.base.get(host..).and_then(|rest| rest.find('/'));
        let origin = path.and_then(|path| self.base.get(..host + path)).unwrap_or(self.base);
        if target.starts_with('/') {
            return format!("{origin}{target}");
        }
        let folder = match (path, self.base.rsplit_once('/')) {
            (Some(_), Some((folder, _))) => folder,
            _ => origin,
        };
        format!("{folder}/{target}")
    }
}

/// A value that is stored as a password is one wherever it is entered.
fn secret_of(value: &str, mut action: RawAction) -> RawAction {
    let names = value.split("${").skip(1).filter_map(|behind| behind.split('}').next());
    action.secret = names.filter(|name| !name.starts_with("KEY_")).find_map(asked_for);
    action
}

fn dragged<'t>(command: &Command<'t>, from: &'t str, to: &'t str) -> RawAction {
    let mut action = command.action(ActionKind::Drag).on(Located::single(from).target());
    // The words of the other end are a name like any other; without one, how it is found.
    let place = Located::single(to).target();
    action.value = place.and_then(|place| place.name.or(place.selector));
    action
}

fn window(command: &Command<'_>) -> RawAction {
    let action = command.action(ActionKind::SwitchWindow);
    let handle = command.target.strip_prefix("handle=${").and_then(|rest| rest.strip_suffix('}'));
    match (handle, command.target.strip_prefix("title=")) {
        (_, Some(title)) => action.with(title),
        // The recorder calls the window that it started in `root`.
        (Some("root"), None) => action.with("first"),
        _ => action,
    }
}

/// The longest text that is filled with stored ones, in bytes.
const MAX_FILLED: usize = 64 * 1024;

/// The option that `label=Two` names.
fn option_named(value: &str) -> &str {
    let named = value.strip_prefix("label=").or_else(|| value.strip_prefix("value="));
    let named = named.unwrap_or(value);
    named.strip_prefix("exact:").unwrap_or(named)
}
