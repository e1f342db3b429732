//! What a recorder notes and an instruction does not say.
//!
//! Readers leave out what is no action at all (the size of a window, scrolling); here goes what
//! is part of another action: the click into a field before typing, what was typed before it
//! was typed again, the key that leads to the next field. What was looked at becomes the
//! expected result of what was done before.

use super::model::{
    Action, ActionKind, Expectation, ExpectationKind, NameSource, Role, Take, Target, Value,
};

/// Keys that do nothing by themselves, or only move to the next field.
const IDLE_KEYS: [&str; 9] =
    ["Tab", "Shift+Tab", "Shift", "Control", "Alt", "Meta", "CapsLock", "AltGraph", "Fn"];

/// Pages that a browser shows before anything is done.
const NO_PAGES: [&str; 5] =
    ["about:blank", "chrome://newtab", "chrome://new-tab-page", "about:newtab", "edge://newtab"];

/// Takes the noise out of a take.
pub(super) fn remove(take: &mut Take) {
    let mut kept: Vec<Action> = Vec::new();
    for action in take.actions.drain(..) {
        if is_idle(&action) {
            continue;
        }
        let Some(last) = kept.last_mut().filter(|last| last.depth == action.depth) else {
            kept.push(action);
            continue;
        };
        match fate(last, &action) {
            Fate::Stays => kept.push(action),
            Fate::Replaces => {
                let before = std::mem::replace(last, action);
                if before.picture.is_some() {
                    last.picture = before.picture;
                    last.highlight = before.highlight;
                }
                last.note = before.note.or_else(|| last.note.take());
            }
            Fate::Joins => {
                last.then = key_of(&action).map(str::to_owned);
                last.expected.extend(action.expected);
                annotate(last, action.note);
            }
            Fate::Shows | Fate::Goes => {
                add(&mut last.expected, action.expected);
                annotate(last, action.note);
            }
        }
    }
    let is_in_one_window = kept.iter().all(|action| action.kind != ActionKind::SwitchWindow);
    if is_in_one_window {
        // The end of the recording is not the end of the work.
        kept.pop_if(|last| last.kind == ActionKind::CloseWindow);
    }
    name_pages(&mut kept);
    take.actions = kept;
}

/// Takes from the titles of pages what all of them end with: the name of the program.
fn name_pages(actions: &mut [Action]) {
    const MARKS: [&str; 6] = [" - ", " | ", " \u{2013} ", " \u{2014} ", " \u{b7} ", " \u{2022} "];
    let expected = actions.iter_mut().flat_map(|action| &mut action.expected);
    let opened = expected.filter(|one| one.kind == ExpectationKind::Opens);
    let mut titles: Vec<&mut String> = opened.filter_map(|one| one.words.as_mut()).collect();
    let end_of = |title: &str| {
        let ends = MARKS.iter().filter_map(|mark| title.rfind(mark));
        ends.max().filter(|at| *at > 0).map(|at| title[at..].to_owned())
    };
    let Some(end) = titles.first().and_then(|first| end_of(first)) else { return };
    let is_common = titles.iter().all(|title| title.len() > end.len() && title.ends_with(&end));
    let differ = titles.iter().any(|title| Some(title) != titles.first());
    if is_common && differ {
        for title in &mut titles {
            title.truncate(title.len() - end.len());
        }
    }
}

/// What becomes of an action, seen from the one before it.
enum Fate {
    /// It is a step of its own.
    Stays,
    /// It takes the place of the one before.
    Replaces,
    /// It is said together with the one before.
    Joins,
    /// It is the expected result of the one before.
    Shows,
    /// It does what the one before has done.
    Goes,
}

fn is_idle(action: &Action) -> bool {
    match action.kind {
        ActionKind::Press => key_of(action).is_some_and(|key| IDLE_KEYS.contains(&key)),
        ActionKind::Wait => action.expected.is_empty(),
        ActionKind::Navigate => {
            action.url.as_deref().is_some_and(|url| NO_PAGES.contains(&url.trim_end_matches('/')))
        }
        _ => false,
    }
}

fn fate(last: &Action, action: &Action) -> Fate {
    use ActionKind::{
        Assert, Check, Click, DoubleClick, Else, Hover, If, Navigate, Press, Repeat, RightClick,
        Select, Type, Uncheck, Unknown, Upload, Wait,
    };
    let is_same = is_same(last.target.as_ref(), action.target.as_ref());
    match (last.kind, action.kind) {
        (If | Else | Repeat | Unknown | Assert | Wait, Assert | Wait) => Fate::Stays,
        (_, Assert | Wait) => Fate::Shows,
        (Click, Type | Select | Upload | Check | Uncheck) if is_same => Fate::Replaces,
        (Hover, Click | RightClick | DoubleClick) if is_same => Fate::Replaces,
        (Click, DoubleClick) if is_same => Fate::Replaces,
        // What was sent stays, unless it was sent again.
        (Type, Type) if is_same && (last.then.is_none() || last.value == action.value) => {
            Fate::Replaces
        }
        (Select, Select) if is_same => Fate::Replaces,
        (Check, Check) | (Uncheck, Uncheck) if is_same => Fate::Goes,
        (Type, Click) if is_same => Fate::Goes,
        // A browser tells of the list and of the entry in it.
        (Select, Click) if is_entry(last, action) => Fate::Goes,
        (Type, Press)
            if key_of(action) == Some("Enter") && (is_same || action.target.is_none()) =>
        {
            Fate::Joins
        }
        (Navigate, Navigate) if is_same_page(last.url.as_deref(), action.url.as_deref()) => {
            Fate::Goes
        }
        _ => Fate::Stays,
    }
}

/// Whether two targets are one: found in the same way, or called the same.
fn is_same(a: Option<&Target>, b: Option<&Target>) -> bool {
    let (Some(a), Some(b)) = (a, b) else { return false };
    match (&a.selector, &b.selector) {
        (Some(a), Some(b)) => a == b,
        _ => a.name.is_some() && a.name == b.name && a.role == b.role,
    }
}

/// Whether a click is the one on the entry that was just chosen.
fn is_entry(choice: &Action, click: &Action) -> bool {
    let Some(target) = &click.target else { return false };
    let Some(Value::Plain(chosen)) = &choice.value else { return false };
    let is_option = target.selector.as_ref().is_some_and(|selector| selector.contains("option"));
    target.name.as_ref() == Some(chosen) && target.role.is_none_or(|role| role == Role::Other)
        || is_option
}

/// Whether one address led to the other by itself: they differ in scheme, `www.`, query or
/// fragment only.
fn is_same_page(a: Option<&str>, b: Option<&str>) -> bool {
    let page = |url: &str| {
        let url = url.split_once("://").map_or(url, |(_, rest)| rest);
        let url = url.strip_prefix("www.").unwrap_or(url);
        url.split(['?', '#']).next().unwrap_or(url).trim_end_matches('/').to_owned()
    };
    a.is_some() && a.map(page) == b.map(page)
}

fn key_of(action: &Action) -> Option<&str> {
    match (&action.value, action.kind) {
        (Some(Value::Plain(key)), ActionKind::Press) => Some(key),
        _ => None,
    }
}

/// Adds what was noted at an action that is no step of its own.
fn annotate(last: &mut Action, more: Option<String>) {
    last.note = match (last.note.take(), more) {
        (Some(note), Some(more)) => Some(format!("{note} {more}")),
        (note, more) => note.or(more),
    };
}

/// Adds what was seen, each thing once; that a thing is there says less than what it says.
fn add(expected: &mut Vec<Expectation>, more: Vec<Expectation>) {
    for one in more {
        if one.words.is_some() {
            // What was waited for by its selector is told by the words that were then read.
            let is_less = |known: &Expectation| {
                known.kind == ExpectationKind::Shown
                    && known.words.is_none()
                    && (known.name == one.name
                        || one.name.is_none() && known.found == NameSource::Identifier)
            };
            expected.retain(|known| !is_less(known));
        }
        let says = said(&one);
        if !expected.iter().any(|known| *known == one || says.is_some() && said(known) == says) {
            expected.push(one);
        }
    }
}

/// The words that are seen, whether they are a name or what something says.
fn said(expected: &Expectation) -> Option<&str> {
    match (expected.kind, &expected.name, &expected.words) {
        (ExpectationKind::Shown, Some(name), None) if expected.found == NameSource::Seen => {
            Some(name)
        }
        (ExpectationKind::Shown | ExpectationKind::Says, None, Some(words)) => Some(words),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::recording::model::{NameSource, Place, Role};

    fn action(kind: ActionKind, name: &str, value: &str) -> Action {
        let target = Target {
            name: Some(name.to_owned()),
            role: Some(Role::Field),
            found: NameSource::Seen,
            selector: None,
        };
        Action {
            kind,
            target: (!name.is_empty()).then_some(target),
            value: (!value.is_empty()).then(|| Value::Plain(value.to_owned())),
            then: None,
            url: None,
            expected: Vec::new(),
            picture: None,
            highlight: None,
            depth: 0,
            words: None,
            note: None,
            doubt: None,
            place: Place(1),
        }
    }

    fn seen(name: &str, words: Option<&str>) -> Action {
        let kind = if words.is_some() { ExpectationKind::Says } else { ExpectationKind::Shown };
        Action {
            expected: vec![Expectation {
                kind,
                name: Some(name.to_owned()),
                found: NameSource::Seen,
                words: words.map(str::to_owned),
            }],
            ..action(ActionKind::Assert, "", "")
        }
    }

    fn left(actions: Vec<Action>) -> Vec<String> {
        let mut take = Take { name: None, actions };
        remove(&mut take);
        let told = take.actions.iter().map(|action| {
            let value = match &action.value {
                Some(Value::Plain(value)) => value.as_str(),
                _ => "",
            };
            let then = action.then.as_deref().unwrap_or_default();
            let name = action.target.as_ref().and_then(|target| target.name.as_deref());
            let name = name.unwrap_or_default();
            format!("{:?} {name} {value} {then} {}", action.kind, action.expected.len())
        });
        told.collect()
    }

    #[test]
    fn typing_is_one_action() {
        use ActionKind::{Click, Press, Type};
        assert_eq!(
            left(vec![
                action(Click, "Name", ""),
                action(Type, "Name", "An"),
                action(Type, "Name", "Ann"),
                action(Press, "", "Tab"),
                action(Click, "City", ""),
                action(Type, "City", "Oslo"),
                action(Press, "City", "Enter"),
            ]),
            ["Type Name Ann  0", "Type City Oslo Enter 0"]
        );
    }

    #[test]
    fn what_is_looked_at_is_the_expected_result() {
        use ActionKind::{Click, Wait};
        assert_eq!(
            left(vec![
                action(Wait, "", ""),
                seen("Start", None),
                action(Click, "Save", ""),
                seen("Status", None),
                seen("Status", Some("Saved")),
                seen("Status", Some("Saved")),
            ]),
            ["Assert    1", "Click Save   1"]
        );
    }

    #[test]
    fn what_was_noted_at_an_action_that_goes_stays() {
        let noted = |action: Action, note: &str| Action { note: Some(note.to_owned()), ..action };
        let mut take = Take {
            name: None,
            actions: vec![
                noted(action(ActionKind::Type, "City", "Oslo"), "As it is written there."),
                noted(action(ActionKind::Press, "City", "Enter"), "It takes a minute."),
            ],
        };
        remove(&mut take);
        let [one] = take.actions.as_slice() else { panic!("{take:?}") };
        assert_eq!(one.note.as_deref(), Some("As it is written there. It takes a minute."));
    }

    #[test]
    fn what_is_seen_is_said_once() {
        use ActionKind::Click;
        let shown = |name: Option<&str>, found, words: Option<&str>| Action {
            expected: vec![Expectation {
                kind: ExpectationKind::Shown,
                name: name.map(str::to_owned),
                found,
                words: words.map(str::to_owned),
            }],
            ..action(ActionKind::Wait, "", "")
        };
        assert_eq!(
            left(vec![
                action(Click, "Save", ""),
                shown(Some(".toast"), NameSource::Identifier, None),
                shown(None, NameSource::Seen, Some("Saved")),
                shown(Some("Saved"), NameSource::Seen, None),
            ]),
            ["Click Save   1"]
        );
    }

    #[test]
    fn the_entry_of_a_list_is_chosen_once() {
        use ActionKind::{Click, Select};
        assert_eq!(
            left(vec![
                action(Click, "Branch", ""),
                action(Select, "Branch", "Oslo"),
                Action {
                    target: Some(Target {
                        name: None,
                        role: None,
                        found: NameSource::Seen,
                        selector: Some("css=option:nth-child(2)".to_owned()),
                    }),
                    ..action(Click, "", "")
                },
                action(Click, "Save", ""),
            ]),
            ["Select Branch Oslo  0", "Click Save   0"]
        );
    }

    #[test]
    fn pages_are_called_without_the_name_of_the_program() {
        let titles = |titles: &[&str]| {
            let opened = |title: &&str| Action {
                expected: vec![Expectation {
                    kind: ExpectationKind::Opens,
                    name: None,
                    found: NameSource::Seen,
                    words: Some((*title).to_owned()),
                }],
                ..action(ActionKind::Click, title, "")
            };
            let mut take = Take { name: None, actions: titles.iter().map(opened).collect() };
            remove(&mut take);
            let expected = take.actions.into_iter().flat_map(|action| action.expected);
            expected.filter_map(|one| one.words).collect::<Vec<_>>()
        };
        assert_eq!(titles(&["Orders - Shop", "Order 1 - Shop"]), ["Orders", "Order 1"]);
        assert_eq!(titles(&["Orders - Shop", "Shop"]), ["Orders - Shop", "Shop"]);
        assert_eq!(titles(&["Orders - Shop", "Orders - Shop"]).first().unwrap(), "Orders - Shop");
        assert_eq!(titles(&["A \u{2014} Shop", "B | Shop"]), ["A \u{2014} Shop", "B | Shop"]);
    }

    #[test]
    fn an_address_that_leads_to_itself_is_opened_once() {
        let go = |url: &str| Action {
            url: Some(url.to_owned()),
            ..action(ActionKind::Navigate, "", "")
        };
        let mut take = Take {
            name: None,
            actions: vec![
                go("about:blank"),
                go("http://shop.example"),
                go("https://www.shop.example/?lang=en"),
                go("https://shop.example/orders"),
            ],
        };
        remove(&mut take);
        let urls: Vec<_> = take.actions.iter().filter_map(|a| a.url.as_deref()).collect();
        assert_eq!(urls, ["http://shop.example", "https://shop.example/orders"]);
    }

    #[test]
    fn clicks_on_different_things_stay() {
        use ActionKind::{Click, Type};
        let actions = vec![
            action(Click, "A", ""),
            action(Click, "A", ""),
            action(Type, "B", "x"),
            action(Click, "C", ""),
        ];
        assert_eq!(left(actions).len(), 4);
    }
}
