//! What `sendKeys` sends: text, and keys such as `${KEY_ENTER}` in it.

/// A piece of what is sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Sent {
    /// Text that is typed.
    Text(String),
    /// A key, or a chord of keys.
    Key(String),
}

/// Keys whose names are others here.
const NAMES: [(&str, &str); 15] = [
    ("CTRL", "Control"),
    ("CONTROL", "Control"),
    ("CMD", "Meta"),
    ("COMMAND", "Meta"),
    ("META", "Meta"),
    ("DEL", "Delete"),
    ("BKSP", "Backspace"),
    ("ESC", "Escape"),
    ("UP", "ArrowUp"),
    ("DOWN", "ArrowDown"),
    ("LEFT", "ArrowLeft"),
    ("RIGHT", "ArrowRight"),
    ("PAGE_UP", "PageUp"),
    ("PAGE_DOWN", "PageDown"),
    ("PGUP", "PageUp"),
];

const MODIFIERS: [&str; 4] = ["Control", "Alt", "Meta", "Shift"];

/// The pieces in order. A key that only goes with others is held for the one behind it.
pub(super) fn sent(value: &str) -> Vec<Sent> {
    let mut pieces = Vec::new();
    let mut held: Vec<String> = Vec::new();
    let mut rest = value;
    while let Some((before, behind)) = rest.split_once("${KEY_") {
        let Some((key, after)) = behind.split_once('}') else { break };
        text(before, &mut held, &mut pieces);
        let key = named(key);
        if MODIFIERS.contains(&key.as_str()) {
            held.push(key);
        } else {
            pieces.push(Sent::Key(chord(&mut held, &key)));
        }
        rest = after;
    }
    text(rest, &mut held, &mut pieces);
    pieces
}

fn text(text: &str, held: &mut Vec<String>, pieces: &mut Vec<Sent>) {
    let mut letters = text.chars();
    if !held.is_empty()
        && let Some(first) = letters.next()
    {
        pieces.push(Sent::Key(chord(held, first.encode_utf8(&mut [0; 4]))));
    }
    if !letters.as_str().is_empty() {
        pieces.push(Sent::Text(letters.as_str().to_owned()));
    }
}

fn chord(held: &mut Vec<String>, key: &str) -> String {
    held.push(key.to_owned());
    std::mem::take(held).join("+")
}

/// `ENTER` as `Enter`.
fn named(key: &str) -> String {
    if let Some((_, name)) = NAMES.iter().find(|(recorded, _)| *recorded == key) {
        return (*name).to_owned();
    }
    let mut letters = key.chars();
    let first = letters.next().map(char::to_uppercase).into_iter().flatten();
    first.chain(letters.as_str().to_lowercase().chars()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(name: &str) -> Sent {
        Sent::Key(name.to_owned())
    }

    fn typed(text: &str) -> Sent {
        Sent::Text(text.to_owned())
    }

    #[test]
    fn keys_stand_apart_from_text() {
        assert_eq!(sent("ann${KEY_TAB}b"), [typed("ann"), key("Tab"), typed("b")]);
        assert_eq!(sent("${KEY_PAGE_DOWN}${KEY_F5}"), [key("PageDown"), key("F5")]);
    }

    #[test]
    fn a_modifier_is_held_for_the_key_behind_it() {
        assert_eq!(sent("${KEY_CTRL}ab"), [key("Control+a"), typed("b")]);
        let chord = sent("${KEY_CTRL}${KEY_SHIFT}${KEY_ENTER}");
        assert_eq!(chord, [key("Control+Shift+Enter")]);
        assert_eq!(sent("${KEY_SHIFT}"), []);
    }

    #[test]
    fn what_is_no_key_is_text() {
        for odd in ["${KEY_", "${name}", "$", "${KEY_ENTER"] {
            assert_eq!(sent(odd), [typed(odd)]);
        }
        assert_eq!(sent(""), []);
    }
}
