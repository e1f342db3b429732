//! Other ways of typing the same document: what must not change its fingerprint.
//!
//! Each takes a body and gives it back typed in another way. They are careful rather than
//! complete: what could mean something else when it is typed anew is left alone.

use sopctl::document::blocks::{BlockKind, blocks};
use sopctl::source::Span;
use unicode_normalization::UnicodeNormalization;

/// How wide a reflowed line is, in characters.
const WIDTH: usize = 60;

/// A name and what it does to the body of a document.
pub(crate) type Typing = (&'static str, fn(&str) -> String);

/// All of them.
pub(crate) const TYPINGS: &[Typing] = &[
    ("CRLF line endings", |body| body.replace('\n', "\r\n")),
    ("paragraphs reflowed", |body| retyped(body, wrapped)),
    ("one line per paragraph", |body| retyped(body, |words| words.join(" "))),
    ("1. on every line", numbered_one),
    ("blanks behind lines", |body| body.replace("\n\n", " \n\n")),
    ("other list markers", other_markers),
    ("letters and accents apart (NFD)", |body| body.nfd().collect()),
    ("underlined headings", underlined_headings),
    ("headings closed with #", closed_headings),
    ("~~~ for ```", tilde_fences),
    ("wider table cells", wider_cells),
];

/// Types the words of every plain paragraph anew: lines that `write` makes of them stand
/// in the column of the first.
fn retyped(body: &str, write: impl Fn(&[&str]) -> String) -> String {
    let mut typed = String::new();
    let mut from = 0;
    for block in blocks(body) {
        if block.kind != BlockKind::Paragraph {
            continue;
        }
        let span = block.span;
        if let Some(words) = plain_words(body, span) {
            let before = &body[..span.start];
            let column = &before[before.rfind('\n').map_or(0, |end| end + 1)..];
            typed.push_str(&body[from..span.start]);
            typed.push_str(&write(&words).replace('\n', &format!("\n{column}")));
            typed.push('\n');
            from = span.end;
        }
    }
    typed.push_str(&body[from..]);
    typed
}

/// The words of a paragraph that begins its line and whose line breaks are only blanks.
fn plain_words(body: &str, span: Span) -> Option<Vec<&str>> {
    let text = body.get(span.start..span.end)?;
    let mut before = body[..span.start].chars().rev().skip_while(|c| matches!(c, ' ' | '\t'));
    let begins_line = before.next().is_none_or(|c| c == '\n');
    let hard_break =
        text.trim_end().lines().any(|line| line.ends_with("  ") || line.ends_with('\\'));
    // Markers must stay one line, and so must destinations in angle brackets.
    let one_line = ["!!!", "???", "==="].iter().any(|marker| text.starts_with(marker));
    let apart = text.contains("<!--") || text.contains("](<");
    let plain = begins_line && text.ends_with('\n') && !(hard_break || one_line || apart);
    plain.then(|| text.split_ascii_whitespace().collect())
}

/// Lines of at most [`WIDTH`] characters, none of which begins like a block.
fn wrapped(words: &[&str]) -> String {
    let mut text = String::new();
    let mut column = 0;
    for word in words {
        let length = word.chars().count();
        let is_plain = word.starts_with(|c: char| c.is_alphabetic() || matches!(c, '(' | '"'));
        if column + 1 + length > WIDTH && is_plain && !text.is_empty() {
            text.push('\n');
            column = 0;
        } else if !text.is_empty() {
            text.push(' ');
            column += 1;
        }
        text.push_str(word);
        column += length;
    }
    text
}

/// Every item of an ordered list has the number 1; blanks keep its text in its column.
fn numbered_one(body: &str) -> String {
    let mut typed = body.as_bytes().to_vec();
    for block in blocks(body) {
        if !matches!(block.kind, BlockKind::Item { ordinal: Some(_), .. }) {
            continue;
        }
        let item = &body[block.span.start..];
        let start = block.span.start + item.len() - item.trim_start().len();
        let digits = body[start..].bytes().take_while(u8::is_ascii_digit).count();
        let mut number = format!("1{}", &body[start + digits..=start + digits]).into_bytes();
        number.resize(digits + 1, b' ');
        typed[start..=start + digits].copy_from_slice(&number);
    }
    String::from_utf8_lossy(&typed).into_owned()
}

/// Every bullet gets the next marker, so that lists that differed still do.
fn other_markers(body: &str) -> String {
    let mut typed = body.as_bytes().to_vec();
    for block in blocks(body) {
        if !matches!(block.kind, BlockKind::Item { ordinal: None, .. }) {
            continue;
        }
        let start = begin(body, block.span);
        typed[start] = match typed[start] {
            b'-' => b'*',
            b'*' => b'+',
            b'+' => b'-',
            other => other,
        };
    }
    String::from_utf8_lossy(&typed).into_owned()
}

/// Where a block begins behind the blanks of its span.
fn begin(body: &str, span: Span) -> usize {
    let slice = &body[span.start..span.end];
    span.start + slice.len() - slice.trim_start().len()
}

/// The signs and the title of the headings that begin and end their line.
fn plain_headings(body: &str) -> Vec<(Span, usize, &str)> {
    let mut found = Vec::new();
    for block in blocks(body) {
        let BlockKind::Heading { .. } = block.kind else { continue };
        let start = begin(body, block.span);
        let line = body[start..block.span.end].trim_end();
        let signs = line.bytes().take_while(|byte| *byte == b'#').count();
        let title = line[signs..].trim_start();
        let begins_line = body[..start].is_empty() || body[..start].ends_with('\n');
        // A brace could be an anchor, and a title that begins like a block is left alone.
        let is_plain = title.starts_with(char::is_alphabetic)
            && !title.ends_with('#')
            && !title.contains(['\n', '\r', '{']);
        if signs > 0 && begins_line && is_plain {
            found.push((Span::new(start, start + line.len()), signs, title));
        }
    }
    found
}

fn replaced(body: &str, changes: impl IntoIterator<Item = (Span, String)>) -> String {
    let mut typed = String::new();
    let mut from = 0;
    for (span, text) in changes {
        typed.push_str(&body[from..span.start]);
        typed.push_str(&text);
        from = span.end;
    }
    typed.push_str(&body[from..]);
    typed
}

fn underlined_headings(body: &str) -> String {
    // A line above would become part of the heading.
    let stands_free = |span: &Span| span.start == 0 || body[..span.start].ends_with("\n\n");
    let headings = plain_headings(body).into_iter();
    let levels = headings.filter(|(span, signs, _)| *signs <= 2 && stands_free(span));
    replaced(
        body,
        levels.map(|(span, signs, title)| {
            let line = if signs == 1 { "===" } else { "---" };
            (span, format!("{title}\n{line}"))
        }),
    )
}

fn closed_headings(body: &str) -> String {
    let headings = plain_headings(body).into_iter();
    replaced(
        body,
        headings.map(|(span, signs, title)| {
            let signs = "#".repeat(signs);
            (span, format!("{signs}  {title} {signs}"))
        }),
    )
}

fn tilde_fences(body: &str) -> String {
    let mut changes = Vec::new();
    for block in blocks(body) {
        let BlockKind::Code { .. } = block.kind else { continue };
        let start = begin(body, block.span);
        let text = body[start..block.span.end].trim_end();
        let ticks = text.bytes().take_while(|byte| *byte == b'`').count();
        let close = text.len() - text.bytes().rev().take_while(|byte| *byte == b'`').count();
        let is_closed = text[close..].len() == ticks
            && text[..close].trim_end_matches([' ', '>', '\t']).ends_with('\n');
        if ticks >= 3 && is_closed && !text.contains("~~~") {
            let tildes = "~".repeat(ticks);
            changes.push((Span::new(start, start + ticks), tildes.clone()));
            changes.push((Span::new(start + close, start + close + ticks), tildes));
        }
    }
    replaced(body, changes)
}

/// Rows with more blanks around their bars.
fn wider_cells(body: &str) -> String {
    let mut changes = Vec::new();
    for block in blocks(body) {
        let BlockKind::Row { .. } = block.kind else { continue };
        let start = begin(body, block.span);
        let line = body[start..block.span.end].trim_end();
        if !line.contains(['`', '\\', '\n']) {
            let wide = line.replace('|', "  |  ");
            let wide = wide.trim_start().to_owned();
            changes.push((Span::new(start, start + line.len()), wide));
        }
    }
    replaced(body, changes)
}
