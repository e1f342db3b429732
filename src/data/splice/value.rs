//! Replacing a value where it stands.

use super::lines::{content_end, indent, line_break, line_end, line_start, lines_from};
use super::writing::{Manner, Notation};
use super::{Block, NewValue, Patch, SpliceError};
use crate::data::{Entry, Node, Problem, Syntax, Value};
use crate::source::Span;

/// How much of the text a value takes up.
pub(super) enum Extent {
    /// Behind its key, or between brackets.
    Inline,
    /// YAML lines below the key, each item or key on its own.
    Below,
    /// TOML headers or dotted keys, with anything between them.
    Spread,
}

impl Extent {
    pub(super) fn of(block: &Block<'_>, node: &Node) -> Self {
        let written = block.slice(node.span);
        match (&node.value, block.syntax) {
            (Value::Empty | Value::Scalar(_), _) => Self::Inline,
            (Value::Table(_), Syntax::Toml) if !written.starts_with('{') => Self::Spread,
            (Value::List(_), Syntax::Toml) if is_header(block, node) => Self::Spread,
            (Value::List(_), Syntax::Yaml) if !written.starts_with('[') => Self::Below,
            (Value::Table(_), Syntax::Yaml) if !written.starts_with('{') => Self::Below,
            _ => Self::Inline,
        }
    }
}

/// Whether a TOML list is written with `[[headers]]`.
fn is_header(block: &Block<'_>, node: &Node) -> bool {
    let start = line_start(block.text, node.span.start);
    block.text.get(start..node.span.start).is_some_and(|before| before.trim().is_empty())
        && block.slice(node.span).starts_with("[[")
}

/// The ways to give an entry another value.
pub(super) fn replacing(
    block: &Block<'_>,
    key: &str,
    entry: &Entry,
    value: &NewValue,
) -> Result<Vec<Vec<Patch>>, SpliceError> {
    let node = &entry.node;
    let newline = line_break(block.text, node.span.start, block.newline);
    let below = format!("{}  ", indent(block.text, entry.key.span.start));
    let is_list = matches!(node.value, Value::List(_));
    let is_table = matches!(node.value, Value::Table(_));
    let same_kind = is_list == matches!(value, NewValue::List(_))
        && is_table == matches!(value, NewValue::Table(_));
    // The notation of one value is no model for a list, and its tag would be wrong.
    let model = Some(node).filter(|_| same_kind);
    let manner = Manner::new(block, model, below, newline);
    let tag = if same_kind { None } else { tag_of(block, entry) };
    let ways = manner.ways(value).into_iter();
    Ok(match Extent::of(block, node) {
        Extent::Spread => {
            return Err(SpliceError::SpreadTable { key: key.to_owned(), at: node.span });
        }
        Extent::Below => replacing_below(block, entry, value, &manner, tag),
        Extent::Inline if node.span.is_empty() => {
            ways.map(|way| behind_separator(block, entry, tag, &way)).collect()
        }
        Extent::Inline => {
            let comment = comment_of_long(block, node);
            let patch = |way: String| Patch { span: node.span, text: with_comment(&way, comment) };
            ways.map(|way| tag.map(cut).into_iter().chain([patch(way)]).collect()).collect()
        }
    })
}

/// The YAML tag of a value on the line of its key, such as `!!str`, and the blanks
/// behind it. A value that becomes something else loses its tag.
pub(super) fn tag_of(block: &Block<'_>, entry: &Entry) -> Option<Span> {
    let start = entry.key.span.end;
    let line = Span::new(start, content_end(block.text, start).max(start));
    let value = entry.node.span;
    let end = if value.is_empty() { line.end } else { line.end.min(value.start) };
    let written = block.slice(Span::new(start, end));
    let at = written.find('!').filter(|_| block.syntax == Syntax::Yaml)?;
    if written.get(..at)?.contains('#') {
        return None;
    }
    let rest = written.get(at..)?;
    let tag = rest.find([' ', '\t']).unwrap_or(rest.len());
    let blanks = rest.get(tag..)?.len() - rest.get(tag..)?.trim_start_matches([' ', '\t']).len();
    Some(Span::new(start + at, start + at + tag + blanks))
}

/// Takes a part of the text out.
pub(super) fn cut(span: Span) -> Patch {
    Patch { span, text: String::new() }
}

/// The ways to give a value to a key whose value cannot be read.
pub(super) fn replacing_broken(
    block: &Block<'_>,
    problem: &Problem,
    value: &NewValue,
) -> Vec<Vec<Patch>> {
    let Some(written) = BrokenEntry::of(block, problem) else { return Vec::new() };
    let newline = line_break(block.text, written.lines.start, block.newline);
    let below = format!("{}  ", indent(block.text, written.lines.start));
    let manner = Manner::new(block, None, below, newline);
    let text = |way: String| match block.syntax {
        Syntax::Toml => format!(" = {way}"),
        Syntax::Yaml | Syntax::Json => format!(": {way}"),
    };
    let patch = |way| vec![Patch { span: written.value, text: text(way) }];
    manner.ways(value).into_iter().map(patch).collect()
}

/// The lines of an entry that cannot be read.
pub(super) struct BrokenEntry {
    /// From its first line to the last that is neither blank nor a comment.
    pub(super) lines: Span,
    /// From behind the key, with the separator, to the end, without a comment.
    pub(super) value: Span,
}

impl BrokenEntry {
    pub(super) fn of(block: &Block<'_>, problem: &Problem) -> Option<Self> {
        let whole = problem.entry?;
        let own =
            lines_from(block.text, whole.start).take_while(|line| line.span.start < whole.end);
        let is_content = |line: &str| !line.trim().is_empty() && !line.trim().starts_with('#');
        let last = own.filter(|line| is_content(line.value)).last()?.span;
        let first = block.slice(Span::new(whole.start, content_end(block.text, whole.start)));
        let separator = separator_in(first, block.syntax)?;
        let key = first.get(..separator)?.trim_end().len();
        let written = first.get(separator + 1..)?.trim();
        let mut end = content_end(block.text, last.start);
        let is_one_line = last.start <= whole.start;
        if is_one_line && !written.starts_with(['"', '\'']) {
            // The comment of a line is not part of what is wrong with it.
            let comment = first.get(separator..).and_then(|rest| rest.find(" #"));
            end = comment.map_or(end, |at| whole.start + separator + at);
        }
        let lines = Span::new(whole.start, line_end(block.text, last.start));
        Some(Self { lines, value: Span::new(whole.start + key, end) })
    }
}

/// Where a line has the sign between its key and its value. Many write a colon in TOML.
fn separator_in(line: &str, syntax: Syntax) -> Option<usize> {
    let quote = line.chars().next().filter(|first| ['"', '\''].contains(first));
    let key = quote.and_then(|quote| line.get(1..)?.find(quote)).map_or(0, |end| end + 2);
    let rest = line.get(key..)?;
    let is_separator = |(at, sign): &(usize, char)| match syntax {
        Syntax::Toml => ['=', ':'].contains(sign),
        Syntax::Yaml | Syntax::Json => {
            let behind = rest.get(at + 1..).unwrap_or_default();
            *sign == ':' && (behind.is_empty() || behind.starts_with([' ', '\t']))
        }
    };
    rest.char_indices().find(is_separator).map(|(at, _)| key + at)
}

/// Replaces YAML lines below a key.
fn replacing_below(
    block: &Block<'_>,
    entry: &Entry,
    value: &NewValue,
    manner: &Manner<'_>,
    tag: Option<Span>,
) -> Vec<Vec<Patch>> {
    let node = &entry.node;
    if let (NewValue::List(items), Value::List(_)) = (value, &node.value)
        && !items.is_empty()
    {
        let dashes = indent(block.text, node.span.start);
        let inside = manner.inside();
        let items: Vec<String> =
            items.iter().map(|item| format!("- {}", inside.best(item))).collect();
        let text = items.join(&format!("{}{dashes}", manner.newline));
        return vec![vec![Patch { span: node.span, text }]];
    }
    let first = line_start(block.text, node.span.start);
    let lines = Span::new(first, line_end(block.text, node.span.end));
    // A list has notations of its own; one value in its place has none to follow.
    let manner = Manner { notation: None, ..manner.clone() };
    manner
        .ways(value)
        .into_iter()
        .map(|way| {
            let mut patches = behind_separator(block, entry, tag, &way);
            patches.push(cut(lines));
            patches
        })
        .collect()
}

/// Puts a value behind the colon of a key, and behind an anchor and a tag on its line;
/// `tag` is taken away.
fn behind_separator(
    block: &Block<'_>,
    entry: &Entry,
    tag: Option<Span>,
    value: &str,
) -> Vec<Patch> {
    let key_end = entry.key.span.end;
    let line = block.slice(Span::new(key_end, content_end(block.text, key_end)));
    let colon = line.find(':').map_or(0, |at| at + 1);
    let mut end = colon;
    for word in line.get(colon..).unwrap_or_default().split([' ', '\t']) {
        if !word.is_empty() && !word.starts_with(['&', '!']) {
            break;
        }
        // The byte that `split` took away lies between two words.
        end += word.len() + 1;
    }
    let properties = line.get(..end.saturating_sub(1).max(colon)).unwrap_or(line).trim_end();
    let at = key_end + properties.len();
    let Some(tag) = tag else {
        return vec![Patch { span: Span::new(at, at), text: format!(" {value}") }];
    };
    if tag.end >= at {
        return vec![Patch { span: Span::new(tag.start, at), text: value.to_owned() }];
    }
    vec![cut(tag), Patch { span: Span::new(at, at), text: format!(" {value}") }]
}

/// The comment in the first line of a YAML block scalar.
fn comment_of_long<'t>(block: &Block<'t>, node: &Node) -> Option<&'t str> {
    let is_block =
        block.syntax == Syntax::Yaml && Notation::of(block, node) == Some(Notation::Long);
    let header = block.slice(node.span).lines().next().filter(|_| is_block)?;
    header.find(" #").and_then(|at| header.get(at..)).map(str::trim_end)
}

fn with_comment(way: &str, comment: Option<&str>) -> String {
    let Some(comment) = comment else { return way.to_owned() };
    let first = way.find(['\r', '\n']).unwrap_or(way.len());
    let (first, rest) = way.split_at(first);
    format!("{first}{comment}{rest}")
}
