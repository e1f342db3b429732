//! TOML into the tree: the only place that knows the `toml` crate.

use ::toml::de::{DeTable, DeValue};

use super::{DEEPEST, Entry, Fault, Node, Scalar, Value};
use crate::source::{Span, Spanned};

/// Parses a text that has no error.
pub(super) fn parse(text: &str) -> Result<Vec<Entry>, Fault> {
    if let Some(at) = too_deep_at(text) {
        return Err(Fault::too_deep(Span::new(at, at + 1)));
    }
    let (table, errors) = DeTable::parse_recoverable(text);
    match errors.first() {
        None => Ok(entries(text, table.get_ref())),
        Some(error) => {
            let span = error.span().map_or(Span::new(0, text.len()), Span::from);
            let span = inside(span, text);
            let written = text.get(span.start..span.end).unwrap_or_default();
            Err(Fault::new(span, in_words(error.message(), written)))
        }
    }
}

/// The error in the words of somebody who only wanted to fill in a field.
fn in_words(message: &str, written: &str) -> String {
    let is_year_first = written.len() == 10
        && written.bytes().enumerate().all(|(at, byte)| match at {
            4 | 7 => byte == b'-',
            _ => byte.is_ascii_digit(),
        });
    if is_year_first && message.starts_with("invalid date") {
        return format!("{written} is not a day of the calendar");
    }
    let is_date = written.len() > 5
        && written.contains(['-', '/'])
        && written.bytes().all(|byte| byte.is_ascii_digit() || b"-/".contains(&byte));
    if is_date {
        return "dates are written like 2026-01-05; in other forms they must be quoted".to_owned();
    }
    if message.starts_with("string values must be quoted") {
        let why = if written.is_empty() { "a value is missing" } else { "text must be quoted" };
        return why.to_owned();
    }
    if message.starts_with("key with no value") {
        return "`=` is missing behind the key".to_owned();
    }
    if message == "duplicate key" {
        return format!("`{written}` is given twice");
    }
    message.to_owned()
}

fn entries(text: &str, table: &DeTable<'_>) -> Vec<Entry> {
    let mut entries: Vec<Entry> = table
        .iter()
        .map(|(key, value)| {
            let span = inside(Span::from(key.span()), text);
            let key = Spanned::new(key.get_ref().clone().into_owned(), span);
            Entry { node: node(text, Span::from(value.span()), value.get_ref()), key }
        })
        .collect();
    // The crate sorts by key; people expect the order of the file.
    entries.sort_by_key(|entry| entry.key.span.start);
    entries
}

fn node(text: &str, span: Span, value: &DeValue<'_>) -> Node {
    let span = inside(span, text);
    match value {
        DeValue::String(string) => {
            let scalar = Scalar { text: string.clone().into_owned(), quoted: true };
            Node { span, value: Value::Scalar(scalar) }
        }
        DeValue::Integer(_) | DeValue::Float(_) | DeValue::Boolean(_) | DeValue::Datetime(_) => {
            let as_written = text.get(span.start..span.end).unwrap_or_default().to_owned();
            Node { span, value: Value::Scalar(Scalar { text: as_written, quoted: false }) }
        }
        DeValue::Array(array) => {
            let items: Vec<Node> = array
                .iter()
                .map(|item| node(text, Span::from(item.span()), item.get_ref()))
                .collect();
            let span = items.iter().fold(span, |all, item| covering(all, item.span));
            Node { span, value: Value::List(items) }
        }
        DeValue::Table(table) => {
            let entries = entries(text, table);
            let span = entries
                .iter()
                .fold(span, |all, entry| covering(covering(all, entry.key.span), entry.node.span));
            Node { span, value: Value::Table(entries) }
        }
    }
}

/// Tables of headers and dotted keys carry the span of one key or header only.
fn covering(a: Span, b: Span) -> Span {
    Span::new(a.start.min(b.start), a.end.max(b.end))
}

/// A span that surely lies in the text, whatever the crate says.
fn inside(span: Span, text: &str) -> Span {
    let end = span.end.min(text.len());
    Span::new(span.start.min(end), end)
}

/// Where nesting, counting the parts of dotted keys, passes [`DEEPEST`].
///
/// The crate limits brackets and the parts of one key to 80 each, but not their
/// product, and a tree some thousand tables deep overflows the stack when it is
/// dropped. So this looks at the text before the crate does.
fn too_deep_at(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut header = 0;
    let mut open: Vec<usize> = Vec::new();
    let mut parts = 1;
    let mut in_header = false;
    let mut line_is_blank = true;
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'"' | b'\'' => {
                line_is_blank = false;
                at = end_of_string(bytes, at);
                continue;
            }
            b'#' => {
                at += bytes[at..].iter().take_while(|b| **b != b'\n').count();
                continue;
            }
            b'\n' => {
                line_is_blank = true;
                in_header = false;
                if open.is_empty() {
                    parts = 1;
                }
            }
            b'[' if line_is_blank && open.is_empty() => {
                (in_header, header, line_is_blank) = (true, 1, false);
            }
            b'[' if in_header => {}
            b'.' if in_header => header += 1,
            b'[' | b'{' => {
                open.push(parts);
                parts = 1;
            }
            b']' | b'}' => {
                // What is open around this counts again as it did before.
                parts = open.pop().unwrap_or(1);
            }
            b'.' => parts += 1,
            b',' => parts = 1,
            b' ' | b'\t' | b'\r' => {}
            _ => line_is_blank = false,
        }
        if header + open.iter().sum::<usize>() + parts > DEEPEST {
            return Some(at);
        }
        at += 1;
    }
    None
}

/// The offset behind the string that starts at `at`; an unclosed one ends with its line.
pub(super) fn end_of_string(bytes: &[u8], at: usize) -> usize {
    let quote = bytes[at];
    let long = bytes[at..].starts_with(&[quote; 3]);
    let closing: &[u8] = if long { &[quote; 3] } else { &[quote] };
    let mut at = at + closing.len();
    while let Some(&byte) = bytes.get(at) {
        if bytes[at..].starts_with(closing) {
            let behind = at + closing.len();
            // A long string may end with two quotes of its own.
            let own = bytes[behind..].iter().take(2).take_while(|b| long && **b == quote).count();
            return behind + own;
        }
        match byte {
            b'\\' if quote == b'"' => at += 2,
            b'\n' if !long => return at,
            _ => at += 1,
        }
    }
    bytes.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_are_told_in_plain_words() {
        let told = |text: &str| parse(text).unwrap_err().why;
        let date = "dates are written like 2026-01-05; in other forms they must be quoted";
        assert_eq!([told("d = 2026-1-5\n"), told("d = 01/05/2026\n")], [date, date]);
        assert_eq!(told("d = 2026-02-30\n"), "2026-02-30 is not a day of the calendar");
        assert_eq!(told("d = 2026-13-20\n"), "2026-13-20 is not a day of the calendar");
        assert_eq!([told("d = @ops\n"), told("d = 12 months\n")], ["text must be quoted"; 2]);
        assert_eq!(told("d =\n"), "a value is missing");
        assert_eq!(told("d: 'x'\n"), "`=` is missing behind the key");
    }

    #[test]
    fn the_product_of_brackets_and_dots_counts() {
        assert_eq!(too_deep_at("a.b = [[1.5, 2.5], [3.5]]\n[x.y]\nz = { a.b = 1 }\n"), None);
        let values = format!("watches = [{}]\n", "\"a.b.c\", 1.5, ".repeat(100));
        assert_eq!(too_deep_at(&values), None);
        let prose = format!("note = \"\"\"\n{}\n\"\"\"\n", "See [a. b. {c. ".repeat(50));
        assert_eq!(too_deep_at(&prose), None);
        let deep = format!("k = {}", "{ a.a.a.a.a.a.a.a = ".repeat(9));
        assert!(too_deep_at(&deep).is_some());
        assert!(too_deep_at(&format!("[{}a]", "a.".repeat(70))).is_some());
        let behind_quotes = format!("k = [\"\"\"x\"\"\"\"\", {}", "{ a.a.a.a.a = ".repeat(13));
        assert!(too_deep_at(&behind_quotes).is_some());
    }
}
