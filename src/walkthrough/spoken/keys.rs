//! Keys and shortcuts by the names that people say.

/// Keys that are held while another is pressed.
const HELD: [(&str, &str); 18] = [
    ("ctrl", "Control"),
    ("control", "Control"),
    ("strg", "Control"),
    ("⌃", "Control"),
    ("cmd", "Command"),
    ("command", "Command"),
    ("⌘", "Command"),
    ("alt", "Alt"),
    ("altgr", "Alt Graph"),
    ("opt", "Option"),
    ("option", "Option"),
    ("⌥", "Option"),
    ("shift", "Shift"),
    ("⇧", "Shift"),
    ("win", "Windows"),
    ("windows", "Windows"),
    ("super", "Super"),
    ("fn", "Function"),
];

/// Keys whose name on the keyboard is not what people say.
const NAMED: [(&str, &str); 16] = [
    ("esc", "Escape"),
    ("del", "Delete"),
    ("ins", "Insert"),
    ("pgup", "Page Up"),
    ("pgdn", "Page Down"),
    ("pgdown", "Page Down"),
    ("prtsc", "Print Screen"),
    ("prtscn", "Print Screen"),
    ("bksp", "Backspace"),
    ("↵", "Enter"),
    ("⏎", "Enter"),
    ("↑", "Up arrow"),
    ("↓", "Down arrow"),
    ("←", "Left arrow"),
    ("→", "Right arrow"),
    ("caps", "Caps Lock"),
];

/// The keys of a shortcut as they are said: `Ctrl+Shift+S` is "Control Shift S". `None` where
/// the text names no keys, or only ones that are said as they are written.
pub(super) fn pressed(text: &str) -> Option<String> {
    let known = |names: &[(&str, &'static str)], key: &str| {
        let key = key.trim().to_lowercase();
        names.iter().find(|(name, _)| *name == key).map(|(_, said)| *said)
    };
    let keys: Vec<&str> = text.split(['+', '-']).collect();
    if let ([first, .., last], true) = (keys.as_slice(), text.contains('+')) {
        let held = known(&HELD, first)?;
        let is_key = last.trim().chars().count() <= 10 && !last.trim().is_empty();
        let rest = keys[1..].iter().map(|key| {
            known(&HELD, key).or_else(|| known(&NAMED, key)).map_or(key.trim(), |said| said)
        });
        let said: Vec<&str> = std::iter::once(held).chain(rest).collect();
        return is_key.then(|| said.join(" "));
    }
    known(&NAMED, text).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::pressed;

    #[test]
    fn only_keys_are_read_as_keys() {
        assert_eq!(pressed("Ctrl+Alt+Del").as_deref(), Some("Control Alt Delete"));
        assert_eq!(pressed("Shift + F10").as_deref(), Some("Shift F10"));
        assert_eq!(pressed("PgDn").as_deref(), Some("Page Down"));
        for other in ["C++", "A+B", "Save", "control", "+", "Ctrl+", "a long text + more words"] {
            assert_eq!(pressed(other), None, "{other}");
        }
    }
}
