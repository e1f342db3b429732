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
    let Some(at) = items.iter().position(|item| is_text(item, text)) else { return Ok(None) };
    let (before, behind) = items.split_at(at);
    let Some((item, behind)) = behind.split_first() else { return Ok(None) };
    if before.is_empty() && behind.is_empty() {
        return replacing(block, key, entry, &NewValue::List(Vec::new())).map(Some);
    }
    let patches = match Extent::of(block, node) {
        Extent::Below => {
            let start = line_start(block.text, item.span.start);
            vec![cut(Span::new(start, line_end(block.text, item.span.end)))]
        }
        Extent::Inline => remove_inline(block, node, before.last(), item, behind.first()),
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

/// Takes an item out from between brackets, with its comma, and with its lines where it
/// has lines of its own.
fn remove_inline(
    block: &Block<'_>,
    node: &Node,
    before: Option<&Node>,
    item: &Node,
    behind: Option<&Node>,
) -> Vec<Patch> {
    let comma_behind = |end: usize| {
        let comma = comma_in(block.slice(Span::new(end, node.span.end)));
        comma.map(|comma| Span::new(end + comma, end + comma + 1))
    };
    let own_comma = comma_behind(item.span.end);
    let end = own_comma.map_or(item.span.end, |comma| comma.end);
    let line_ends = content_end(block.text, end);
    let rest = block.slice(Span::new(end, line_ends)).trim_start();
    let has_lines = begins_its_line(block.text, item.span.start)
        && line_ends < node.span.end
        && (rest.is_empty() || rest.starts_with('#'));
    let whole = match (before, behind) {
        _ if has_lines => {
            Span::new(line_start(block.text, item.span.start), line_end(block.text, end))
        }
        (_, Some(behind)) => Span::new(item.span.start, behind.span.start),
        (Some(before), None) => Span::new(before.span.end, item.span.end),
        (None, None) => item.span,
    };
    // What is the last item now has no comma where the last item had none.
    let comma = before
        .filter(|_| has_lines && behind.is_none() && own_comma.is_none())
        .and_then(|before| comma_behind(before.span.end));
    comma.map(cut).into_iter().chain([cut(whole)]).collect()
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
