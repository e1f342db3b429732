//! Adding an entry, and taking one out.

use super::lines::{
    begins_its_line, first_line, indent, line_break, line_end, line_start, lines_from,
};
use super::statements::statements;
use super::value::{BrokenEntry, Extent, cut};
use super::writing::Manner;
use super::{Block, NewValue, Patch};
use crate::data::{Entry, Node, Problem, Syntax, Value};
use crate::source::Span;

/// The ways to add a top-level entry.
pub(super) fn adding(block: &Block<'_>, key: &str, value: &NewValue) -> Vec<Vec<Patch>> {
    if block.is_flow() {
        return adding_in_braces(block, &block.reading.entries, key, value);
    }
    let mut places = match block.syntax {
        Syntax::Toml => vec![place_in_toml(block.text)],
        Syntax::Yaml | Syntax::Json => place_in_yaml(block).into_iter().collect(),
    };
    if places.is_empty() || block.syntax == Syntax::Yaml {
        places.push(block.text.len());
    }
    places.dedup();
    let blanks = block.reading.entries.first().map_or("", |entry| {
        if block.syntax == Syntax::Yaml { indent(block.text, entry.key.span.start) } else { "" }
    });
    let all = places.into_iter().flat_map(|at| {
        let manner = manner_at(block, at, blanks);
        let values = list_below(block, value, &manner).into_iter().chain(manner.ways(value));
        let values: Vec<String> = values.collect();
        values.into_iter().map(move |value| {
            let entry = manner.entry(key, &value);
            vec![line_at(block, at, &format!("{blanks}{entry}"), manner.newline)]
        })
    });
    all.collect()
}

/// The ways to add an entry to a table that is there.
pub(super) fn adding_inside(
    block: &Block<'_>,
    table: &Entry,
    key: &str,
    value: &NewValue,
) -> Vec<Vec<Patch>> {
    let Value::Table(entries) = &table.node.value else { return Vec::new() };
    if matches!(Extent::of(block, &table.node), Extent::Inline) {
        return adding_in_braces(block, entries, key, value);
    }
    // Behind the last value that is no table: those may have headers of their own.
    let is_spread = |entry: &&Entry| matches!(Extent::of(block, &entry.node), Extent::Spread);
    let Some(last) = entries.iter().rev().find(|entry| !is_spread(entry)) else {
        return Vec::new();
    };
    let start = line_start(block.text, last.key.span.start);
    let Some(before) = block.text.get(start..last.key.span.start) else { return Vec::new() };
    let at = line_end(block.text, last.node.span.end);
    let manner = manner_at(block, at, before);
    let ways = manner.ways(value).into_iter();
    ways.map(|value| {
        let entry = manner.entry(key, &value);
        vec![line_at(block, at, &format!("{before}{entry}"), manner.newline)]
    })
    .collect()
}

/// The ways to take an entry out, with its lines.
pub(super) fn removing(block: &Block<'_>, entry: &Entry, around: &[&Entry]) -> Vec<Vec<Patch>> {
    let lines = match (block.syntax, around) {
        (Syntax::Toml, []) => statements(block.text)
            .into_iter()
            .filter(|statement| statement.key == entry.key.value)
            .map(|statement| statement.lines)
            .collect(),
        _ if begins_its_line(block.text, entry.key.span.start) => {
            vec![lines_of(block.text, entry.key.span.start, &entry.node)]
        }
        _ => {
            let entries = match around.last().map(|table| &table.node.value) {
                Some(Value::Table(entries)) => entries,
                _ => &block.reading.entries,
            };
            in_braces(entries, entry).into_iter().collect()
        }
    };
    let patches: Vec<Patch> = lines.into_iter().map(cut).collect();
    vec![patches.clone(), with_blank_lines_below(block, patches)]
}

/// The same, with the blank lines below: those would become part of a YAML block scalar
/// above that keeps its final line breaks.
fn with_blank_lines_below(block: &Block<'_>, mut patches: Vec<Patch>) -> Vec<Patch> {
    if let Some(Patch { span, .. }) = patches.last_mut() {
        let blank =
            lines_from(block.text, span.end).take_while(|line| line.value.trim().is_empty());
        span.end = blank.last().map_or(span.end, |line| line.span.end);
    }
    patches
}

/// The lines of an entry that cannot be read, to be taken out.
pub(super) fn removing_broken(block: &Block<'_>, problem: &Problem) -> Vec<Patch> {
    let written = BrokenEntry::of(block, problem).into_iter();
    written.map(|entry| cut(entry.lines)).collect()
}

/// A new line at `at`, which is where a line begins or the text ends.
pub(super) fn line_at(block: &Block<'_>, at: usize, line: &str, newline: &str) -> Patch {
    let before = block.text.get(..at).unwrap_or_default();
    let text = if before.is_empty() || before.ends_with('\n') || before == "\u{feff}" {
        format!("{line}{newline}")
    } else {
        // The text has no final line break, and keeps none.
        format!("{newline}{line}")
    };
    Patch { span: Span::new(at, at), text }
}

/// From the line of a key to the line on which its value ends.
fn lines_of(text: &str, key: usize, node: &Node) -> Span {
    let start = line_start(text, key);
    Span::new(start, line_end(text, node.span.end.max(key)))
}

fn manner_at<'t>(block: &Block<'t>, at: usize, indent: &str) -> Manner<'t> {
    let newline = line_break(block.text, at.saturating_sub(1), block.newline);
    Manner::new(block, None, format!("{indent}  "), newline)
}

/// Behind the line on which the last entry ends, of those that can be read and those
/// that cannot.
fn place_in_yaml(block: &Block<'_>) -> Option<usize> {
    let read = block.reading.entries.iter();
    let ends = read.map(|entry| line_end(block.text, entry.node.span.end.max(entry.key.span.end)));
    let broken = block
        .reading
        .problems
        .iter()
        .filter_map(|problem| BrokenEntry::of(block, problem).map(|entry| entry.lines.end));
    ends.chain(broken).max()
}

/// Behind the last statement before the first header; else before the first header and
/// its own comments; else at the end.
fn place_in_toml(text: &str) -> usize {
    let statements = statements(text);
    if let Some(last) = statements.iter().take_while(|statement| !statement.in_table).last() {
        return last.lines.end;
    }
    let Some(header) = statements.first() else { return text.len() };
    let above: Vec<_> = lines_from(text, first_line(text))
        .take_while(|line| line.span.start < header.lines.start)
        .collect();
    let own = above.iter().rev().take_while(|line| line.value.trim().starts_with('#'));
    own.last().map_or(header.lines.start, |first| first.span.start)
}

/// A YAML list on lines of its own, where the lists around it are written like that.
fn list_below(block: &Block<'_>, value: &NewValue, manner: &Manner<'_>) -> Option<String> {
    let NewValue::List(items) = value else { return None };
    let mut lists = block
        .reading
        .entries
        .iter()
        .filter(|entry| matches!(&entry.node.value, Value::List(items) if !items.is_empty()));
    let model = lists.next()?;
    let below = |entry: &Entry| matches!(Extent::of(block, &entry.node), Extent::Below);
    if block.syntax != Syntax::Yaml || items.is_empty() || !below(model) || !lists.all(below) {
        return None;
    }
    let dashes = indent(block.text, model.node.span.start);
    let inside = manner.inside();
    Some(
        items
            .iter()
            .map(|item| format!("{}{dashes}- {}", manner.newline, inside.best(item)))
            .collect(),
    )
}

fn adding_in_braces(
    block: &Block<'_>,
    entries: &[Entry],
    key: &str,
    value: &NewValue,
) -> Vec<Vec<Patch>> {
    let Some(last) = entries.last() else { return Vec::new() };
    let end = last.node.span.end;
    let manner = manner_at(block, end, "").inside();
    let ways = manner.ways(value).into_iter();
    ways.map(|value| {
        let text = format!(", {}", manner.entry(key, &value));
        vec![Patch { span: Span::new(end, end), text }]
    })
    .collect()
}

/// An entry between braces, with the comma that goes with it.
fn in_braces(entries: &[Entry], entry: &Entry) -> Option<Span> {
    let at = entries.iter().position(|other| std::ptr::eq(other, entry))?;
    let (start, end) = (entry.key.span.start, entry.node.span.end);
    let before = at.checked_sub(1).and_then(|at| entries.get(at));
    match (entries.get(at + 1), before) {
        (Some(next), _) => Some(Span::new(start, next.key.span.start)),
        (None, Some(before)) => Some(Span::new(before.node.span.end, end)),
        (None, None) => Some(Span::new(start, end)),
    }
}
