//! Words within a line, with every character that means something to a browser escaped.

use std::fmt::Write as _;

use crate::report::{Line, Piece};

use super::{cleaned, short_commit, tone};

/// A line as HTML.
pub(super) fn line(line: &Line) -> String {
    let mut html = String::new();
    for piece in &line.pieces {
        let written = match piece {
            Piece::Plain(words) => write!(html, "{}", escaped(words.untrusted())),
            Piece::Strong(words) => {
                write!(html, "<strong>{}</strong>", escaped(words.untrusted()))
            }
            Piece::Faint(words) => {
                write!(html, "<span class=\"faint\">{}</span>", escaped(words.untrusted()))
            }
            Piece::Code(words) | Piece::Quoted(words) => {
                write!(html, "<code>{}</code>", escaped(words.untrusted()))
            }
            Piece::Document(words) => {
                write!(html, "<span class=\"document\">{}</span>", escaped(words.untrusted()))
            }
            Piece::Person(words) => {
                write!(html, "<span class=\"person\">{}</span>", escaped(words.untrusted()))
            }
            Piece::Date(date) => write!(html, "<time>{date}</time>"),
            Piece::Commit(id) => write!(
                html,
                "<code title=\"{}\">{}</code>",
                escaped(id.untrusted()),
                escaped(short_commit(id.untrusted()))
            ),
            Piece::Deleted(words) => write!(html, "{}", marked("del", words.untrusted())),
            Piece::Inserted(words) => write!(html, "{}", marked("ins", words.untrusted())),
            Piece::Toned(weight, words) => write!(
                html,
                "<span class=\"toned {}\">{}</span>",
                tone(*weight),
                escaped(words.untrusted())
            ),
        };
        // Writing to a string does not fail.
        let _ = written;
    }
    html
}

/// Words within their mark; blanks at the ends stay outside, so that no line runs under them,
/// unless they are all that came or went.
fn marked(element: &str, words: &str) -> String {
    let inner = words.trim();
    if inner.is_empty() {
        return format!("<{element}>{}</{element}>", escaped(words));
    }
    let (before, rest) = words.split_at(words.len() - words.trim_start().len());
    let after = &rest[inner.len()..];
    format!("{}<{element}>{}</{element}>{}", escaped(before), escaped(inner), escaped(after))
}

/// The words of a line and nothing else, not yet escaped.
pub(super) fn bare(line: &Line) -> String {
    let words = line.pieces.iter().map(|piece| match piece {
        Piece::Plain(words)
        | Piece::Strong(words)
        | Piece::Faint(words)
        | Piece::Code(words)
        | Piece::Quoted(words)
        | Piece::Document(words)
        | Piece::Person(words)
        | Piece::Deleted(words)
        | Piece::Inserted(words)
        | Piece::Toned(_, words) => words.untrusted().to_owned(),
        Piece::Commit(id) => short_commit(id.untrusted()).to_owned(),
        Piece::Date(date) => date.to_string(),
    });
    words.collect()
}

/// Words for the inside of an element or of an attribute in double quotes; line breaks
/// become blanks.
pub(super) fn escaped(text: &str) -> String {
    let mut html = String::with_capacity(text.len());
    for c in cleaned(text).chars() {
        match c {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            '\'' => html.push_str("&#39;"),
            c => html.push(c),
        }
    }
    html
}

/// A line whose line breaks count, as in code.
pub(super) fn preformatted(text: &Line) -> String {
    let mut html = String::new();
    for piece in &text.pieces {
        let (words, tags) = match piece {
            Piece::Deleted(words) => (words, ("<del>", "</del>")),
            Piece::Inserted(words) => (words, ("<ins>", "</ins>")),
            Piece::Plain(words) | Piece::Code(words) => (words, ("", "")),
            other => {
                html.push_str(&line(&Line::new().with(other.clone())));
                continue;
            }
        };
        let lines: Vec<String> = words.untrusted().split('\n').map(escaped).collect();
        html.push_str(tags.0);
        html.push_str(&lines.join("\n"));
        html.push_str(tags.1);
    }
    html
}
