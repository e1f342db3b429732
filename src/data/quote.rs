//! Values and keys as they are written: what reads back as the same text.
//!
//! Which of several notations is wanted is decided by who writes.

use super::{Syntax, read};

/// A text as a TOML string on one line, with its quotes.
#[must_use]
pub fn toml_string(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            '\n' => quoted.push_str("\\n"),
            '\t' => quoted.push_str("\\t"),
            // TOML forbids these as they are; the others are above U+007F.
            c if c.is_ascii_control() => {
                quoted.push_str(&format!("\\u{:04X}", u32::from(c)));
            }
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

/// A text as a TOML literal string, if it has nothing that would need an escape.
pub(super) fn toml_literal(text: &str) -> Option<String> {
    let fits = !text.chars().any(|c| c == '\'' || (c.is_ascii_control() && c != '\t'));
    fits.then(|| format!("'{text}'"))
}

/// A text of several lines as a TOML string between triple quotes, its lines ended
/// by `newline`.
pub(super) fn toml_long(text: &str, newline: &str) -> Option<String> {
    let is_strange = |c: char| c.is_ascii_control() && c != '\n' && c != '\t';
    if text.chars().any(is_strange) {
        return None;
    }
    let escaped = text.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', newline);
    Some(format!("\"\"\"{newline}{escaped}\"\"\""))
}

/// A key as TOML writes it, in quotes where it is no bare key.
pub(super) fn toml_key(key: &str) -> String {
    let is_bare = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    if !key.is_empty() && key.chars().all(is_bare) { key.to_owned() } else { toml_string(key) }
}

/// A key as YAML writes it.
pub(super) fn yaml_key(key: &str) -> String {
    let plain = yaml_plain_fits(key, Place::Flow)
        && !key.contains(':')
        && yaml_kind(key) == PlainKind::Text;
    if plain { key.to_owned() } else { yaml_double(key) }
}

/// Whether a TOML value that is no string is written like this: a date, a number.
pub(super) fn is_bare_toml(text: &str) -> bool {
    if text.contains(['\n', '#']) {
        return false;
    }
    let reading = read(&format!("x = {text}\n"), Syntax::Toml);
    let entry = reading.entries.first().and_then(|entry| entry.node.scalar());
    reading.problems.is_empty() && entry.is_some_and(|scalar| !scalar.quoted)
}

/// Where a YAML value stands: inside brackets more characters mean something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    Block,
    Flow,
}

/// What other readers of YAML, 1.1 and 1.2, take a plain value for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum PlainKind {
    Text,
    Nothing,
    Truth,
    Number,
    Date,
}

/// What a value means that stands without quotes.
pub(super) fn yaml_kind(text: &str) -> PlainKind {
    match text.to_ascii_lowercase().as_str() {
        "" | "~" | "null" => return PlainKind::Nothing,
        "true" | "false" | "yes" | "no" | "on" | "off" | "y" | "n" => return PlainKind::Truth,
        ".inf" | "+.inf" | "-.inf" | ".nan" => return PlainKind::Number,
        _ => {}
    }
    let starts = text.starts_with(|c: char| c.is_ascii_digit() || "+-.".contains(c));
    let numeral = |c: char| c.is_ascii_hexdigit() || "xXoOeE+-_.:TZ ".contains(c);
    if !starts || !text.chars().all(numeral) {
        return PlainKind::Text;
    }
    let is_date = text.len() >= 8
        && text.bytes().take(4).all(|b| b.is_ascii_digit())
        && text.as_bytes().get(4) == Some(&b'-');
    if is_date { PlainKind::Date } else { PlainKind::Number }
}

/// Whether a text can stand without quotes and be read as these characters.
pub(super) fn yaml_plain_fits(text: &str, place: Place) -> bool {
    const INDICATORS: &str = "-?:,[]{}#&*!|>'\"%@`=";
    let Some(first) = text.chars().next() else { return false };
    // A question mark is fine by the standard; some readers take it for a key.
    let flow = place == Place::Flow && text.contains([',', '[', ']', '{', '}', '?']);
    let bad = |c: char| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}');
    text.trim() == text
        && !INDICATORS.contains(first)
        && !text.starts_with("...")
        && !text.starts_with("<<")
        && !text.contains(": ")
        && !text.ends_with(':')
        && !text.contains(" #")
        && !flow
        && !text.chars().any(bad)
}

/// A text in single quotes, if it has nothing that would need an escape.
pub(super) fn yaml_single(text: &str) -> Option<String> {
    let bad = |c: char| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}');
    (!text.chars().any(bad)).then(|| format!("'{}'", text.replace('\'', "''")))
}

/// Any text in double quotes, on one line.
pub(super) fn yaml_double(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            '\n' => quoted.push_str("\\n"),
            '\t' => quoted.push_str("\\t"),
            '\r' => quoted.push_str("\\r"),
            c if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}') => {
                quoted.push_str(&format!("\\u{:04X}", u32::from(c)));
            }
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

/// A text of several lines as a literal block: `|` and its lines, each behind `indent`.
pub(super) fn yaml_block(text: &str, indent: &str, newline: &str) -> Option<String> {
    let strange = |c: char| c.is_control() && c != '\n' && c != '\t';
    let body = text.strip_suffix('\n').unwrap_or(text);
    let ends_twice = body.is_empty() || body.ends_with('\n');
    if ends_twice || body.starts_with([' ', '\t', '\n']) || body.chars().any(strange) {
        return None;
    }
    let indicator = if body.len() < text.len() { "|" } else { "|-" };
    let mut block = indicator.to_owned();
    for line in body.split('\n') {
        block.push_str(newline);
        if !line.is_empty() {
            block.push_str(indent);
            block.push_str(line);
        }
    }
    Some(block)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::{Reading, Value};

    const TEXTS: [&str; 16] = [
        "",
        "plain",
        "a \"b\" \\ 'c' '''",
        "# no comment",
        "\r\n\t",
        "é 返品 🚀",
        "yes",
        "1.0",
        "a: b",
        "ends:",
        "x #y",
        " padded ",
        "two\nlines",
        "two\nlines\n",
        "*star",
        "[a, b]",
    ];

    fn text_of(reading: &Reading) -> &str {
        assert_eq!(reading.problems, []);
        let Value::Scalar(scalar) = &reading.entries[0].node.value else { panic!("{reading:?}") };
        &scalar.text
    }

    #[test]
    fn what_is_quoted_reads_back() {
        let all: String = ('\0'..='\u{2ff}').collect();
        for text in TEXTS.into_iter().chain([&*all]) {
            let toml = [Some(toml_string(text)), toml_literal(text), toml_long(text, "\n")];
            for written in toml.into_iter().flatten() {
                assert_eq!(text_of(&read(&format!("x = {written}\n"), Syntax::Toml)), text);
            }
            let block = yaml_block(text, "  ", "\n");
            for written in [Some(yaml_double(text)), yaml_single(text), block].into_iter().flatten()
            {
                assert_eq!(text_of(&read(&format!("x: {written}\n"), Syntax::Yaml)), text);
            }
            if yaml_plain_fits(text, Place::Flow) {
                assert_eq!(text_of(&read(&format!("x: {text}\n"), Syntax::Yaml)), text);
            }
        }
    }

    #[test]
    fn a_plain_value_that_others_read_as_something_else_is_told() {
        use PlainKind::{Date, Nothing, Number, Text, Truth};
        for (text, kind) in [
            ("Yes", Truth),
            ("off", Truth),
            ("~", Nothing),
            ("1.0", Number),
            ("0x1F", Number),
            ("12:30", Number),
            ("-.inf", Number),
            ("2026-01-05", Date),
            ("2026-01-05T10:00:00Z", Date),
            ("12 months", Text),
            ("SOP-001", Text),
            ("yesterday", Text),
        ] {
            assert_eq!(yaml_kind(text), kind, "{text}");
        }
        assert!(is_bare_toml("2026-01-05") && is_bare_toml("true") && !is_bare_toml("\"x\""));
        assert!(!is_bare_toml("01/05/2026") && !is_bare_toml("1\ny = 2"));
    }

    #[test]
    fn keys_are_quoted_where_they_must_be() {
        assert_eq!([toml_key("ms.date"), toml_key("ms-date")], ["\"ms.date\"", "ms-date"]);
        assert_eq!(
            [yaml_key("ms.date"), yaml_key("on"), yaml_key("a: b")],
            ["ms.date", "\"on\"", "\"a: b\""]
        );
    }
}
