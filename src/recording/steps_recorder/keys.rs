//! The keys of a step: `[Tab ... Ctrl-S Enter]`, in which dots are all that was typed.

/// What was pressed, in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Pressed {
    /// Something was typed; what, the recorder does not keep.
    Text,
    /// The next field was gone to.
    Tab,
    /// This key or chord, as the other recordings call it, so many times.
    Key(String, usize),
}

/// Keys that put right what is being typed.
const CORRECTING: [&str; 5] = ["Backspace", "Delete", "Left", "Right", "Shift"];

/// Keys that have another name there.
const NAMES: [(&str, &str); 5] = [
    ("Ctrl", "Control"),
    ("Esc", "Escape"),
    ("Del", "Delete"),
    ("PgUp", "PageUp"),
    ("PgDn", "PageDown"),
];

/// The most keys of one step that are told.
const MOST: usize = 100;

/// The keys that stand in brackets at the end of a description.
pub(super) fn pressed(description: &str) -> Vec<Pressed> {
    let inside = description.trim_end().strip_suffix(']').and_then(|text| text.rsplit_once('['));
    let Some((_, keys)) = inside else { return vec![Pressed::Text] };
    let keys = keys.replace("...", " ... ").replace('…', " ... ");
    let mut pressed: Vec<Pressed> = Vec::new();
    for key in keys.split_whitespace().take(MOST) {
        match (key, pressed.last_mut()) {
            ("...", Some(Pressed::Text)) => {}
            ("...", _) => pressed.push(Pressed::Text),
            ("Tab", Some(Pressed::Tab)) => {}
            ("Tab", _) => pressed.push(Pressed::Tab),
            (key, Some(Pressed::Text)) if CORRECTING.contains(&key) => {}
            (key, last) => match (named(key), last) {
                (None, Some(Pressed::Text)) => {}
                (None, _) => pressed.push(Pressed::Text),
                (Some(key), Some(Pressed::Key(before, times))) if *before == key => *times += 1,
                (Some(key), _) => pressed.push(Pressed::Key(key, 1)),
            },
        }
    }
    if pressed.is_empty() { vec![Pressed::Text] } else { pressed }
}

/// `Ctrl-Shift-S` as `Control+Shift+s`; none for a letter by itself, which is typed.
fn named(key: &str) -> Option<String> {
    let parts: Vec<&str> = key.split('-').filter(|part| !part.is_empty()).collect();
    let is_letter = |part: &&str| part.chars().count() == 1;
    match parts.as_slice() {
        [] => None,
        ["Shift", letter] if is_letter(letter) => None,
        [letter] if is_letter(letter) => None,
        parts => {
            let name = |part: &&str| {
                let known = NAMES.iter().find(|(name, _)| name == part);
                known.map_or_else(|| (*part).to_owned(), |(_, name)| (*name).to_owned())
            };
            Some(parts.iter().map(name).collect::<Vec<_>>().join("+"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(name: &str, times: usize) -> Pressed {
        Pressed::Key(name.to_owned(), times)
    }

    #[test]
    fn keys_are_told_from_typing() {
        for (description, keys) in [
            ("User keyboard input in \"a\" [...]", vec![Pressed::Text]),
            ("in \"a [b]\" [... Enter]", vec![Pressed::Text, key("Enter", 1)]),
            (
                "[...Tab...Backspace...Enter]",
                vec![Pressed::Text, Pressed::Tab, Pressed::Text, key("Enter", 1)],
            ),
            ("[Ctrl-S]", vec![key("Control+S", 1)]),
            ("[Down Down Down Enter]", vec![key("Down", 3), key("Enter", 1)]),
            ("[Shift-A b c]", vec![Pressed::Text]),
            ("[]", vec![Pressed::Text]),
            ("User keyboard input", vec![Pressed::Text]),
        ] {
            assert_eq!(pressed(description), keys, "{description}");
        }
    }
}
