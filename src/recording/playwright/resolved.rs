//! What a trace logs about the element that a call found:
//! `locator resolved to <button id="go" class="primary">Sign in</button>`.
//!
//! Also a trace without snapshots has it; long values and texts end with an ellipsis there.

use super::dom::{Attributes, Dom, Seen};

/// What is known of an element by the message that tells of it; none where it is no such one.
pub(super) fn seen(message: &str) -> Option<Seen> {
    let (_, found) = message.split_once("resolved to ")?;
    let found = found.strip_prefix("visible ").unwrap_or(found).strip_prefix('<')?;
    let end = found.find(|c: char| !c.is_ascii_alphanumeric() && c != '-').unwrap_or(found.len());
    let (tag, rest) = found.split_at_checked(end)?;
    let (attributes, text) = attributes(rest);
    let mut dom = Dom::default();
    let element = dom.add(tag, attributes, None, true);
    dom.add_text(element, text);
    let mut seen = dom.seen(element);
    // What breaks off is no name.
    seen.name = seen.name.filter(|name| !name.contains('\u{2026}'));
    Some(seen)
}

/// The attributes of a tag, and the text behind it.
fn attributes(written: &str) -> (Attributes<'_>, &str) {
    let mut attributes = Vec::new();
    let mut rest = written.trim_start();
    loop {
        if let Some(behind) = rest.strip_prefix('>') {
            return (attributes, behind.split("</").next().unwrap_or_default());
        }
        let end = rest.find(['=', ' ', '>']).unwrap_or(rest.len());
        let Some((name, behind)) = rest.split_at_checked(end).filter(|(name, _)| !name.is_empty())
        else {
            return (attributes, "");
        };
        let (value, behind) = match behind.strip_prefix("=\"") {
            Some(value) => value.split_once('"').unwrap_or((value, "")),
            None => ("", behind.trim_start_matches('=')),
        };
        attributes.push((name, value));
        rest = behind.trim_start();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::recording::model::Role;

    #[test]
    fn a_button_is_called_by_what_stands_on_it() {
        let found =
            "  locator resolved to <button id=\"go\" disabled class=\"a b\">Sign  in</button>";
        let seen = seen(found).unwrap();
        assert_eq!((seen.name.as_deref(), seen.role), (Some("Sign in"), Some(Role::Button)));
        assert_eq!(seen.clues, ["go"]);
    }

    #[test]
    fn a_field_says_its_type() {
        let found = "locator resolved to visible <input id=\"x\" type=\"password\"/>";
        let seen = seen(found).unwrap();
        assert_eq!((seen.name, seen.role), (None, Some(Role::Field)));
        assert!(seen.clues.contains(&"password".to_owned()));
    }

    #[test]
    fn what_breaks_off_is_no_name() {
        for odd in [
            "resolved to <a href=\"x\">Read mo\u{2026}</a>",
            "resolved to <p",
            "resolved to <a b=\"",
            "resolved to <é =",
        ] {
            assert_eq!(seen(odd).and_then(|seen| seen.name), None, "{odd}");
        }
        assert_eq!(seen("waiting for it"), None);
    }
}
