//! The statements of a TOML text: which lines belong to which top-level key.
//!
//! The tree has the places of keys and values, but a TOML table may be written in many
//! lines with others between them. What does not parse is one line, so that the
//! statements below it are still found.

use super::lines::{content_end, first_line, line_end, line_start};
use crate::data::toml::end_of_string;
use crate::data::{Syntax, key_of_line};
use crate::source::Span;

/// One `key = value` or one header.
pub(super) struct Statement {
    /// The top-level key that it is part of.
    pub(super) key: String,
    /// Whether it is a header, or stands below one.
    pub(super) in_table: bool,
    /// Whole lines, with their line breaks.
    pub(super) lines: Span,
}

/// How often, on average, each byte is looked at: brackets that are never closed are
/// followed to the end of the text, and a text may have nothing else.
const MOST_LOOKS: usize = 16;

pub(super) fn statements(text: &str) -> Vec<Statement> {
    let mut statements = Vec::new();
    let mut looks = text.len().saturating_mul(MOST_LOOKS);
    let mut header: Option<String> = None;
    let mut at = first_line(text);
    while at < text.len() {
        let line = text.get(at..line_end(text, at)).unwrap_or_default();
        let content = line.trim();
        if content.is_empty() || content.starts_with('#') {
            at += line.len();
            continue;
        }
        let is_header = content.starts_with('[');
        let key = key_of_line(content, Syntax::Toml);
        if is_header {
            header.clone_from(&key);
        }
        let end = if is_header { at + line.len() } else { end_of_statement(text, at, &mut looks) };
        let owner = if header.is_some() { header.clone() } else { key };
        if let Some(key) = owner {
            let lines = Span::new(line_start(text, at), end);
            statements.push(Statement { key, in_table: header.is_some(), lines });
        }
        at = end;
    }
    statements
}

/// Behind the line break that ends the statement at `start`.
fn end_of_statement(text: &str, start: usize, looks: &mut usize) -> usize {
    let bytes = text.as_bytes();
    let mut depth = 0_usize;
    let mut at = start;
    while let Some(byte) = bytes.get(at).filter(|_| *looks > 0) {
        *looks -= 1;
        match byte {
            b'"' | b'\'' => {
                at = end_of_string(bytes, at);
                continue;
            }
            b'#' => {
                at = content_end(text, at);
                continue;
            }
            b'[' | b'{' => depth += 1,
            b']' | b'}' => depth = depth.saturating_sub(1),
            b'\n' if depth == 0 => return at + 1,
            _ => {}
        }
        at += 1;
    }
    // Brackets that are never closed must not swallow what stands below them.
    if depth == 0 && *looks > 0 { text.len() } else { line_end(text, start) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_is_told_to_its_top_level_key() {
        let text = "\
# top
id = \"[\" # ]
a.\"b\" = [
  [1],
  # ]
]
note = \"\"\"
x = 1
\"\"\"

[t.u] # [z]
k = 1
[[l]]
";
        let told: Vec<_> = statements(text)
            .into_iter()
            .map(|s| (s.key, s.in_table, text[s.lines.start..s.lines.end].lines().count()))
            .collect();
        let told: Vec<_> = told.iter().map(|(k, t, n)| (k.as_str(), *t, *n)).collect();
        let expected = [
            ("id", false, 1),
            ("a", false, 4),
            ("note", false, 3),
            ("t", true, 1),
            ("t", true, 1),
            ("l", true, 1),
        ];
        assert_eq!(told, expected);
        let unclosed = statements("a = [1,\nb = 2\nc = 'x\nd = 1");
        let keys: Vec<_> = unclosed.iter().map(|s| s.key.as_str()).collect();
        assert_eq!(keys, ["a", "b", "c", "d"]);
    }
}
