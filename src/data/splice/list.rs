//! Lists, item by item.

use super::lines::{begins_its_line, content_end, indent, line_break, line_end, line_start};
use super::place::{line_at, removing as removing_entry};
use super::proof::{is, is_text};
use super::value::{Extent, cut, replacing, tag_of};
use super::writing::{Manner, Notation};
use super::{Block, NewValue, Patch, SpliceError};
use crate::data::{Entry, Node, Value};
use crate::source::Span;

type Plans = Option<Vec<Vec<Patch>>>;

/// The ways to add an item at the end.
pub(super) fn appending(
    block: &Block<'_>,
    key: &str,
    entry: &Entry,
    item: &NewValue,
) -> Result<Plans, SpliceError> {
    let node = &entry.node;
    let items = match &node.value {
        Value::List(items) => items,
        Value::Empty => {
            let list = NewValue::List(vec![item.clone()]);
            return replacing(block, key, entry, &list).map(Some);
        }
        Value::Scalar(scalar) if !scalar.is_alias() => {
            return Ok((!is(node, item)).then(|| into_list(block, entry, item)));
        }
        Value::Scalar(_) | Value::Table(_) => return Err(not_a_list(key, node)),
    };
    if items.iter().any(|known| is(known, item)) {
        return Ok(None);
    }
    let plans = match (Extent::of(block, node), items.last()) {
        (Extent::Spread, _) => return Err(not_a_list(key, node)),
        (Extent::Below, Some(last)) => append_below(block, entry, node, last, item),
        (Extent::Inline, Some(last)) => append_inline(block, entry, node, last, item),
        (_, None) => {
            let manner = manner(block, entry, node).inside();
            let at = Span::new(node.span.start + 1, node.span.start + 1);
            manner.ways(item).into_iter().map(|text| vec![Patch { span: at, text }]).collect()
        }
    };
    Ok(Some(plans))
}

/// The ways to take a text out of a list.
pub(super) fn removing(
    block: &Block<'_>,
    key: &str,
    entry: &Entry,
    around: &[&Entry],
    text: &str,
) -> Result<Plans, SpliceError> {
    let node = &entry.node;
    let items = match &node.value {
        Value::List(items) => items,
        Value::Empty => return Ok(None),
        Value::Scalar(_) if is_text(node, text) => {
            return Ok(Some(removing_entry(block, entry, around)));
        }
        Value::Scalar(_) => return Ok(None),
        Value::Table(_) => return Err(not_a_list(key, node)),
    };
    let gone: Vec<usize> =
        (0..items.len()).filter(|at| items.get(*at).is_some_and(|i| is_text(i, text))).collect();
    if gone.is_empty() {
        return Ok(None);
    }
    if gone.len() == items.len() {
        return replacing(block, key, entry, &NewValue::List(Vec::new())).map(Some);
    }
    let patches = match Extent::of(block, node) {
        Extent::Below => gone
            .iter()
            .filter_map(|at| items.get(*at))
            .map(|item| {
                let start = line_start(block.text, item.span.start);
                cut(Span::new(start, line_end(block.text, item.span.end)))
            })
            .collect(),
        Extent::Inline => remove_inline(block, node, items, &gone),
        Extent::Spread => return Err(not_a_list(key, node)),
    };
    Ok(Some(vec![patches]))
}

fn not_a_list(key: &str, node: &Node) -> SpliceError {
    SpliceError::NotAList { key: key.to_owned(), at: node.span, found: node.kind() }
}

fn manner<'t>(block: &Block<'t>, entry: &Entry, node: &Node) -> Manner<'t> {
    let newline = line_break(block.text, node.span.start, block.newline);
    let below = format!("{}  ", indent(block.text, entry.key.span.start));
    Manner::new(block, Some(node), below, newline)
}

/// Turns a single value into a list of it and a new item.
fn into_list(block: &Block<'_>, entry: &Entry, item: &NewValue) -> Vec<Vec<Patch>> {
    let node = &entry.node;
    let manner = manner(block, entry, node).inside();
    let as_written = manner.ways(item).into_iter().map(|new| {
        vec![
            Patch { span: Span::new(node.span.start, node.span.start), text: "[".to_owned() },
            Patch { span: Span::new(node.span.end, node.span.end), text: format!(", {new}]") },
        ]
    });
    // A plain value may hold what means something else between brackets.
    let text = node.scalar().map(|scalar| scalar.text.clone()).unwrap_or_default();
    let both = NewValue::List(vec![NewValue::Text(text), item.clone()]);
    let anew = manner.ways(&both).into_iter().map(|text| vec![Patch { span: node.span, text }]);
    let is_long = Notation::of(block, node) == Some(Notation::Long);
    let all: Vec<Vec<Patch>> =
        if is_long { anew.collect() } else { as_written.chain(anew).collect() };
    let tag = tag_of(block, entry).map(cut);
    all.into_iter().map(|patches| tag.clone().into_iter().chain(patches).collect()).collect()
}

/// A line behind the line on which the last item ends.
fn append_below(
    block: &Block<'_>,
    entry: &Entry,
    node: &Node,
    last: &Node,
    item: &NewValue,
) -> Vec<Vec<Patch>> {
    let newline = line_break(block.text, last.span.end.saturating_sub(1), block.newline);
    let manner = Manner { newline, ..manner(block, entry, node) };
    let dashes = indent(block.text, node.span.start);
    let at = line_end(block.text, last.span.end);
    let lines: Vec<String> = match item {
        NewValue::Table(entries) => {
            let inside = Manner { notation: None, ..manner.inside() };
            let lines: Vec<String> =
                entries.iter().map(|(key, value)| inside.entry(key, &inside.best(value))).collect();
            vec![lines.join(&format!("{newline}{dashes}  "))]
        }
        _ => manner.inside().ways(item),
    };
    let line = |text: String| vec![line_at(block, at, &format!("{dashes}- {text}"), newline)];
    lines.into_iter().map(line).collect()
}

/// An item behind the last one between brackets.
fn append_inline(
    block: &Block<'_>,
    entry: &Entry,
    node: &Node,
    last: &Node,
    item: &NewValue,
) -> Vec<Vec<Patch>> {
    let end = Span::new(last.span.end, last.span.end);
    let manner = manner(block, entry, node).inside();
    let behind = block.slice(Span::new(end.end, node.span.end));
    let has_comma = comma_in(behind).is_some();
    let on_own_line = begins_its_line(block.text, last.span.start);
    let bracket_below = content_end(block.text, end.end) < node.span.end;
    manner
        .ways(item)
        .into_iter()
        .map(|new| {
            if !on_own_line {
                return vec![Patch { span: end, text: format!(", {new}") }];
            }
            let newline = line_break(block.text, end.end, block.newline);
            let blanks = indent(block.text, last.span.start);
            if !bracket_below {
                return vec![Patch { span: end, text: format!(",{newline}{blanks}{new}") }];
            }
            let comma = if has_comma { "," } else { "" };
            let at = line_end(block.text, end.end);
            let line = line_at(block, at, &format!("{blanks}{new}{comma}"), newline);
            let before = Patch { span: end, text: ",".to_owned() };
            if has_comma { vec![line] } else { vec![before, line] }
        })
        .collect()
}

/// Takes items out from between brackets, with their commas, and with their lines
/// where they have lines of their own.
fn remove_inline(block: &Block<'_>, node: &Node, items: &[Node], gone: &[usize]) -> Vec<Patch> {
    let mut patches: Vec<Patch> = Vec::new();
    let is_gone = |at: usize| gone.contains(&at);
    let last_kept = (0..items.len()).rev().find(|at| !is_gone(*at));
    let Some(last) = items.last() else { return patches };
    let ends_with_comma = comma_in(block.slice(Span::new(last.span.end, node.span.end))).is_some();
    // What is the last item now has no comma where the last item had none.
    if let Some(at) = last_kept
        && at + 1 < items.len()
        && let (Some(kept), false) = (items.get(at), ends_with_comma)
    {
        let behind = block.slice(Span::new(kept.span.end, node.span.end));
        if let Some(comma) = comma_in(behind) {
            let comma = kept.span.end + comma;
            patches.push(cut(Span::new(comma, comma + 1)));
        }
    }
    for at in gone {
        let Some(item) = items.get(*at) else { continue };
        let behind = block.slice(Span::new(item.span.end, node.span.end));
        let end = comma_in(behind).map_or(item.span.end, |comma| item.span.end + comma + 1);
        let line_ends = content_end(block.text, end);
        let rest = block.slice(Span::new(end, line_ends)).trim_start();
        let has_lines = begins_its_line(block.text, item.span.start)
            && line_ends < node.span.end
            && (rest.is_empty() || rest.starts_with('#'));
        let span = if has_lines {
            Span::new(line_start(block.text, item.span.start), line_end(block.text, end))
        } else if let Some(next) = items.get(*at + 1).filter(|_| *at == 0 || !is_gone(at - 1)) {
            Span::new(item.span.start, if is_gone(at + 1) { end } else { next.span.start })
        } else {
            Span::new(item.span.start, end)
        };
        patches.push(cut(span));
    }
    patches.sort_by_key(|patch| patch.span);
    merged(patches)
}

/// Replacements that touch or overlap, put together: all of them only take out.
fn merged(patches: Vec<Patch>) -> Vec<Patch> {
    let mut merged: Vec<Patch> = Vec::with_capacity(patches.len());
    for patch in patches {
        match merged.last_mut() {
            Some(last) if patch.span.start <= last.span.end => {
                last.span.end = last.span.end.max(patch.span.end);
            }
            _ => merged.push(patch),
        }
    }
    merged
}

/// The comma behind an item, past blanks, line breaks and comments.
fn comma_in(behind: &str) -> Option<usize> {
    let mut at = 0;
    while let Some(c) = behind.get(at..)?.chars().next() {
        match c {
            ',' => return Some(at),
            '#' => at += behind.get(at..)?.find('\n')?,
            c if c.is_whitespace() => at += c.len_utf8(),
            _ => return None,
        }
    }
    None
}
