//! Selectors such as `internal:role=button[name="Save"i]`.

use crate::recording::masking::{Raw, RawTarget};
use crate::recording::model::{NameSource, Role};
use crate::recording::naming::{self, Named};

/// What a selector finds; none of an empty one.
pub(super) fn target(selector: &str) -> Option<RawTarget> {
    if selector.trim().is_empty() {
        return None;
    }
    let parts = parts(selector);
    // What counts or filters stands behind what names.
    let acting = parts.iter().rev().find(|part| !is_filter(part));
    let (named, role) = acting.map_or((None, None), |part| name(part));
    Some(RawTarget {
        found: named.as_ref().map_or(NameSource::Seen, |named| named.found),
        name: named.map(|named| Raw::new(named.name)),
        role,
        selector: Some(Raw::new(selector)),
        clues: vec![Raw::new(selector)],
    })
}

fn is_filter(part: &str) -> bool {
    const FILTERS: [&str; 8] = [
        "nth=",
        "visible=",
        "internal:has",
        "internal:and=",
        "internal:or=",
        "internal:chain=",
        "internal:control=",
        "internal:describe=",
    ];
    FILTERS.iter().any(|filter| part.starts_with(filter))
}

/// The parts between ` >> `, outside of quotes.
fn parts(selector: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut quote = None;
    let mut is_escaped = false;
    let mut start = 0;
    for (at, c) in selector.char_indices() {
        match (quote, c) {
            _ if is_escaped => is_escaped = false,
            (Some(_), '\\') => is_escaped = true,
            (Some(open), c) if c == open => quote = None,
            (None, '"' | '\'') => quote = Some(c),
            (None, '>') if selector.get(at..).is_some_and(|rest| rest.starts_with(">> ")) => {
                parts.push(selector.get(start..at).unwrap_or_default().trim());
                start = at + 3;
            }
            _ => {}
        }
    }
    parts.push(selector.get(start..).unwrap_or_default().trim());
    parts
}

fn name(part: &str) -> (Option<Named>, Option<Role>) {
    let seen = |text: Option<String>| text.map(|name| Named { name, found: NameSource::Seen });
    if let Some(role) = part.strip_prefix("internal:role=").or_else(|| part.strip_prefix("role=")) {
        let (role, options) = role.split_once('[').unwrap_or((role, ""));
        let name = options.split_once("name=").and_then(|(_, name)| text(name));
        return (seen(name), Some(naming::role_named(role.trim())));
    }
    if let Some(label) = part.strip_prefix("internal:label=") {
        return (seen(text(label)), None);
    }
    if let Some(words) = part.strip_prefix("internal:text=").or_else(|| part.strip_prefix("text="))
    {
        return (seen(text(words)), None);
    }
    if let Some(attribute) = part.strip_prefix("internal:attr=") {
        let value = attribute.split_once('=').and_then(|(_, value)| text(value));
        let role = attribute.starts_with("[placeholder").then_some(Role::Field);
        return (seen(value), role);
    }
    if let Some(attribute) = part.strip_prefix("internal:testid=") {
        let value = attribute.split_once('=').and_then(|(_, value)| text(value));
        let (named, role) = value.and_then(|value| naming::of_identifier(&value)).unzip();
        return (named, role.flatten());
    }
    if let Some(xpath) = part.strip_prefix("xpath=") {
        return naming::of_xpath(xpath);
    }
    if part.starts_with("//") {
        return naming::of_xpath(part);
    }
    naming::of_css(part.strip_prefix("css=").unwrap_or(part))
}

/// `"Save"i]` as `Save`, also without quotes; none of an expression and of nothing.
fn text(written: &str) -> Option<String> {
    let mut text = String::new();
    if let Some(inside) = written.strip_prefix('"') {
        let mut letters = inside.chars();
        while let Some(c) = letters.next().filter(|c| *c != '"') {
            text.push(if c == '\\' { letters.next().unwrap_or(c) } else { c });
        }
    } else if !written.starts_with('/') {
        text.push_str(written.split(']').next().unwrap_or_default());
    }
    let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    (!words.is_empty()).then_some(words)
}
