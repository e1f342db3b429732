//! The calls of a trace, by the name of their method.

use crate::recording::masking::{Raw, RawAction};
use crate::recording::model::{ActionKind, Doubt, ExpectationKind, Place};
use crate::recording::tree::{Object, object, text};

use super::selectors::target;
use super::{file_name, seeing};

/// Calls that ask, wait or set the stage: nobody does them.
const NOISE: &[&str] = &[
    "addInitScript",
    "addScriptTag",
    "addStyleTag",
    "allInnerTexts",
    "ariaSnapshot",
    "blur",
    "bringToFront",
    "consoleMessages",
    "content",
    "count",
    "dispatchEvent",
    "elementHandle",
    "emulateMedia",
    "evalOnSelector",
    "evalOnSelectorAll",
    "evaluateExpression",
    "evaluateExpressionHandle",
    "expectScreenshot",
    "exposeBinding",
    "focus",
    "frameElement",
    "getAttribute",
    "highlight",
    "innerHTML",
    "innerText",
    "inputValue",
    "isChecked",
    "isDisabled",
    "isEditable",
    "isEnabled",
    "isHidden",
    "isVisible",
    "keyboardUp",
    "mouseDown",
    "mouseMove",
    "mouseUp",
    "mouseWheel",
    "pageErrors",
    "pdf",
    "queryCount",
    "querySelector",
    "querySelectorAll",
    "registerLocatorHandler",
    "requests",
    "requestGC",
    "resolveSelector",
    "screenshot",
    "scrollIntoViewIfNeeded",
    "selectText",
    "setContent",
    "setExtraHTTPHeaders",
    "setNetworkInterceptionPatterns",
    "setViewportSize",
    "setWebSocketInterceptionPatterns",
    "textContent",
    "title",
    "unregisterLocatorHandler",
    "updateSubscription",
    "waitForEventInfo",
    "waitForFunction",
    "waitForLoadState",
    "waitForTimeout",
];

/// What a call did; none of one that did nothing that a person does.
pub(super) fn action(method: &str, params: Object<'_>, place: Place) -> Option<RawAction> {
    let selector = params.text("selector").unwrap_or_default();
    let act = |kind| RawAction::new(kind, place).on(target(selector));
    let typed = |key| params.text(key).unwrap_or_default();
    Some(match method {
        "goto" => RawAction::new(ActionKind::Navigate, place).at(typed("url")),
        "click" | "tap" => match (params.text("button"), params.number("clickCount")) {
            (Some("right"), _) => act(ActionKind::RightClick),
            (_, Some(2.0)) => act(ActionKind::DoubleClick),
            _ => act(ActionKind::Click),
        },
        "dblclick" => act(ActionKind::DoubleClick),
        "hover" => act(ActionKind::Hover),
        "check" => act(ActionKind::Check),
        "uncheck" => act(ActionKind::Uncheck),
        "fill" => act(ActionKind::Type).with(typed("value")),
        "type" | "keyboardType" | "keyboardInsertText" => act(ActionKind::Type).with(typed("text")),
        "press" | "keyboardPress" | "keyboardDown" => act(ActionKind::Press).with(typed("key")),
        "selectOption" => {
            let said = params.objects("options").filter_map(|option| {
                ["label", "valueOrLabel", "value"].iter().find_map(|key| option.text(key))
            });
            let said = said.collect::<Vec<_>>().join(", ");
            let mut action = act(ActionKind::Select);
            let is_shown = params.objects("options").all(|option| option.text("label").is_some());
            action.doubt = (!is_shown).then_some(Doubt::Value);
            if said.is_empty() { action } else { action.with(said) }
        }
        "setInputFiles" | "setInputFilePaths" => {
            let payloads = params.objects("payloads").chain(params.objects("files"));
            let payloads = payloads.filter_map(|file| file.text("name"));
            let paths = params.list("localPaths").iter().filter_map(text);
            let files = payloads.chain(paths).map(file_name).collect::<Vec<_>>().join(", ");
            let action = act(ActionKind::Upload);
            if files.is_empty() { action } else { action.with(files) }
        }
        "dragAndDrop" => {
            let mut action = RawAction::new(ActionKind::Drag, place).on(target(typed("source")));
            action.value = target(typed("target")).and_then(|end| end.name.or(end.selector));
            action
        }
        "goBack" => RawAction::new(ActionKind::Press, place).with("Alt+ArrowLeft"),
        "goForward" => RawAction::new(ActionKind::Press, place).with("Alt+ArrowRight"),
        "reload" => RawAction::new(ActionKind::Press, place).with("F5"),
        "close" => RawAction::new(ActionKind::CloseWindow, place),
        "expect" => return expected(params, place),
        "waitForSelector" => {
            let kind = match params.text("state") {
                Some("hidden" | "detached") => ExpectationKind::Gone,
                _ => ExpectationKind::Shown,
            };
            let action = RawAction::new(ActionKind::Wait, place);
            seeing(action, kind, target(selector), selector, None)
        }
        // Names of the protocol itself, and of calls that nobody waits for.
        _ if method.starts_with("__") || method.ends_with("NoReply") => return None,
        _ if NOISE.contains(&method) => return None,
        other => act(ActionKind::Unknown).with(other),
    })
}

fn expected(params: Object<'_>, place: Place) -> Option<RawAction> {
    use ExpectationKind::{Checked, Disabled, Enabled, Gone, Holds, Opens, Says, Shown, Unchecked};
    let expression = params.text("expression").unwrap_or_default();
    let is_not = params.text("isNot") == Some("true");
    let kind = match (expression, is_not) {
        ("to.be.visible" | "to.be.attached", false) | ("to.be.hidden", true) => Shown,
        ("to.be.hidden" | "to.be.detached", false) | ("to.be.visible", true) => Gone,
        ("to.have.text" | "to.contain.text", false) => Says,
        ("to.have.value", false) => Holds,
        ("to.have.title", false) => Opens,
        ("to.be.checked", is_not) => {
            if is_not {
                Unchecked
            } else {
                Checked
            }
        }
        ("to.be.unchecked", false) => Unchecked,
        ("to.be.enabled" | "to.be.editable", false) | ("to.be.disabled", true) => Enabled,
        ("to.be.disabled" | "to.be.readonly", false) | ("to.be.enabled", true) => Disabled,
        ("to.have.url", false) => return None,
        (other, _) => {
            let selector = params.text("selector").unwrap_or_default();
            let what = format!("expect {other}");
            let action = RawAction::new(ActionKind::Unknown, place).on(target(selector));
            return Some(action.with(what));
        }
    };
    let selector = params.text("selector").unwrap_or_default();
    let mut words = params.list("expectedText").iter().filter_map(object);
    let words = words.find_map(|one| one.text("string"));
    let action = RawAction::new(ActionKind::Assert, place);
    Some(seeing(action, kind, target(selector).filter(|_| kind != Opens), selector, words))
}

/// A window is gone to: the first one, or another of which no more is known.
pub(super) fn switched(is_first: bool, place: Place) -> RawAction {
    let mut action = RawAction::new(ActionKind::SwitchWindow, place);
    action.value = is_first.then(|| Raw::new("first"));
    action
}
