//! YAML into the tree: the only place that knows `granit-parser`.
//!
//! The parser's events are put together with an explicit stack, so that hostile
//! nesting cannot overflow ours. Four kinds of span are corrected on the way:
//! empty values (the parser puts them before the colon), block scalars (it leaves
//! the indicator out and takes the line break in), lists that are not indented (it
//! begins them behind their first dash), block lists and tables (it gives them no
//! end).

use std::collections::BTreeMap;

use granit_parser::{ErrorKind, Event, Parser, ScalarStyle, ScanError, StructureStyle, options};

use super::{DEEPEST, Entry, Fault, Node, Scalar, Value, refuse_repeats};
use crate::source::{Span, Spanned};

/// Parses a text that has no error and whose root is a mapping, or nothing.
pub(super) fn parse(text: &str) -> Result<Vec<Entry>, Fault> {
    let options = options! { emit_unresolved_aliases: true, emit_comments: false };
    let mut builder = Builder { text, open: Vec::new(), reached: 0, root: None };
    for next in Parser::new_from_str_with_options(text, options) {
        let (event, span) = next.map_err(|error| fault(text, &error))?;
        let span =
            span.byte_range().map_or(Span::new(builder.reached, builder.reached), Span::from);
        builder.take(event, span)?;
    }
    match builder.root {
        None | Some(Node { value: Value::Empty, .. }) => Ok(Vec::new()),
        Some(Node { value: Value::Table(entries), .. }) => Ok(entries),
        Some(node) => Err(Fault::new(node.span, "there are no keys with values here")),
    }
}

/// A name that a value is given, to be used again.
#[derive(Default)]
pub(super) struct Anchor {
    /// The name, without `&`.
    pub(super) name: String,
    /// Where it is given, with `&`: once, unless the text does not parse.
    pub(super) set: Vec<Span>,
    /// Where it is used, with `*`.
    pub(super) used: Vec<Span>,
}

/// The anchors of a text. In a text that does not parse, every word that looks like an
/// anchor or an alias counts as one.
pub(super) fn anchors(text: &str) -> Vec<Anchor> {
    let options = options! {
        emit_unresolved_aliases: true, emit_comments: false, emit_anchor_events: true
    };
    let mut anchors: BTreeMap<usize, Anchor> = BTreeMap::new();
    for next in Parser::new_from_str_with_options(text, options) {
        let Ok((event, span)) = next else { return words_like_anchors(text) };
        let span = span.byte_range().map(Span::from).unwrap_or_default();
        match event {
            Event::Anchor(id, name) => {
                let anchor = anchors.entry(id).or_default();
                anchor.name = name.into_owned();
                anchor.set.push(span);
            }
            Event::Alias(id) => anchors.entry(id).or_default().used.push(span),
            _ => {}
        }
    }
    anchors.into_values().collect()
}

fn words_like_anchors(text: &str) -> Vec<Anchor> {
    let mut anchors: BTreeMap<&str, Anchor> = BTreeMap::new();
    for (at, sign) in text.match_indices(['&', '*']) {
        let rest = text.get(at + 1..).unwrap_or_default();
        let end = rest.find(|c: char| c.is_whitespace() || ",[]{}&*".contains(c));
        let name = rest.get(..end.unwrap_or(rest.len())).unwrap_or_default();
        let span = Span::new(at, at + 1 + name.len());
        let anchor = anchors.entry(name).or_default();
        name.clone_into(&mut anchor.name);
        if sign == "&" { anchor.set.push(span) } else { anchor.used.push(span) }
    }
    anchors.into_values().filter(|anchor| !anchor.name.is_empty()).collect()
}

/// The error in the words of somebody who only wanted to fill in a field.
fn fault(text: &str, error: &ScanError) -> Fault {
    let at = error.marker().byte_offset().unwrap_or(0).min(text.len());
    let rest = text.get(at..).unwrap_or_default();
    let width = rest.chars().next().filter(|c| !c.is_control()).map_or(0, char::len_utf8);
    let why = match error.kind() {
        ErrorKind::MappingValueNotAllowed => {
            "a second colon on the line; put the value in quotes".to_owned()
        }
        ErrorKind::UnexpectedCharacter { character } if "@`%".contains(*character) => {
            format!("a value cannot begin with {character} unless it is in quotes")
        }
        _ => error.info(),
    };
    Fault::new(Span::new(at, at + width), why)
}

struct Builder<'t> {
    text: &'t str,
    open: Vec<Open>,
    /// The end of what was read last.
    reached: usize,
    root: Option<Node>,
}

/// A list or table whose end has not come yet.
struct Open {
    start: usize,
    style: StructureStyle,
    content: Content,
}

enum Content {
    List(Vec<Node>),
    Table { entries: Vec<Entry>, key: Option<Spanned<String>> },
}

impl Builder<'_> {
    fn take(&mut self, event: Event<'_>, span: Span) -> Result<(), Fault> {
        match event {
            Event::DocumentStart(..) if self.root.is_some() => {
                return Err(Fault::new(span, "a second YAML document begins here"));
            }
            Event::Scalar(text, style, ..) => self.scalar(text.into_owned(), style, span)?,
            Event::Alias(_) | Event::UnresolvedAlias(_) => {
                let text = self.slice(span).to_owned();
                let value = Value::Scalar(Scalar { text, quoted: false });
                self.reached = span.end;
                self.add(Node { span, value })?;
            }
            Event::SequenceStart(style, ..) => {
                let span = self.with_first_dash(span);
                self.open(span, style, Content::List(Vec::new()))?;
            }
            Event::MappingStart(style, ..) => {
                self.open(span, style, Content::Table { entries: Vec::new(), key: None })?;
            }
            Event::SequenceEnd | Event::MappingEnd => self.close(span)?,
            _ => {}
        }
        Ok(())
    }

    fn scalar(&mut self, text: String, style: ScalarStyle, span: Span) -> Result<(), Fault> {
        let (span, quoted) = match style {
            ScalarStyle::Plain => (self.behind_colon(span), false),
            ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted => (span, true),
            ScalarStyle::Literal => (self.with_indicator(span, '|'), true),
            ScalarStyle::Folded => (self.with_indicator(span, '>'), true),
        };
        self.reached = self.reached.max(span.end);
        let empty = !quoted && (span.is_empty() || ["~", "null", "Null", "NULL"].contains(&&*text));
        let value = if empty { Value::Empty } else { Value::Scalar(Scalar { text, quoted }) };
        self.add(Node { span, value })
    }

    fn open(&mut self, span: Span, style: StructureStyle, content: Content) -> Result<(), Fault> {
        if self.open.len() >= DEEPEST {
            return Err(Fault::too_deep(span));
        }
        self.reached = self.reached.max(span.end);
        self.open.push(Open { start: span.start, style, content });
        Ok(())
    }

    fn close(&mut self, span: Span) -> Result<(), Fault> {
        let Some(Open { start, style, content }) = self.open.pop() else {
            return Ok(());
        };
        let last = match &content {
            Content::List(items) => items.last().map(|item| item.span.end),
            Content::Table { entries, .. } => entries.last().map(|entry| entry.node.span.end),
        };
        let end = match style {
            StructureStyle::Flow => span.end,
            StructureStyle::Block => last.unwrap_or(start).max(start),
        };
        self.reached = self.reached.max(end);
        let value = match content {
            Content::List(items) => Value::List(items),
            Content::Table { entries, .. } => {
                // At the top level a repeated key costs only its own entry.
                if !self.open.is_empty() {
                    refuse_repeats(&entries)?;
                }
                Value::Table(entries)
            }
        };
        self.add(Node { span: Span::new(start, end), value })
    }

    fn add(&mut self, node: Node) -> Result<(), Fault> {
        let text = self.text;
        match self.open.last_mut().map(|open| &mut open.content) {
            None if self.root.is_some() => {
                return Err(Fault::new(node.span, "a second YAML document begins here"));
            }
            None => self.root = Some(node),
            Some(Content::List(items)) => items.push(node),
            Some(Content::Table { entries, key }) => {
                if let Some(key) = key.take() {
                    entries.push(Entry { key, node });
                } else {
                    let as_written =
                        || text.get(node.span.start..node.span.end).unwrap_or_default().to_owned();
                    let name = node.scalar().map_or_else(as_written, |s| s.text.clone());
                    *key = Some(Spanned::new(name, node.span));
                }
            }
        }
        Ok(())
    }

    /// An empty value stands behind the colon, not behind the key.
    fn behind_colon(&self, span: Span) -> Span {
        let Some(Content::Table { key: Some(key), .. }) = self.open.last().map(|o| &o.content)
        else {
            return span;
        };
        if !span.is_empty() || span.end != key.span.end {
            return span;
        }
        let rest = self.text.get(span.end..).unwrap_or_default();
        let blanks = rest.len() - rest.trim_start_matches([' ', '\t']).len();
        match rest.as_bytes().get(blanks) {
            Some(b':') => Span::new(span.end + blanks + 1, span.end + blanks + 1),
            _ => span,
        }
    }

    /// A list below a key and not indented begins, for the parser, behind its first dash.
    fn with_first_dash(&self, span: Span) -> Span {
        let Some(Content::Table { key: Some(key), .. }) = self.open.last().map(|o| &o.content)
        else {
            return span;
        };
        let before = self.text.get(key.span.end..span.start).unwrap_or_default();
        indicator_in(before, '-').map_or(span, |at| {
            let start = key.span.end + at;
            Span::new(start, start)
        })
    }

    /// A block scalar from its `|` or `>` to the last byte that is not a line break.
    fn with_indicator(&self, content: Span, indicator: char) -> Span {
        let from = self.reached.min(content.start);
        let before = self.text.get(from..content.start).unwrap_or_default();
        let Some(start) = indicator_in(before, indicator).map(|at| from + at) else {
            return content;
        };
        let written = self.text.get(start..content.end).unwrap_or_default();
        let end = if content.is_empty() {
            start + written.find([' ', '\t', '\r', '\n']).unwrap_or(written.len())
        } else {
            start + written.trim_end_matches(['\r', '\n', ' ', '\t']).len()
        };
        Span::new(start, end)
    }

    fn slice(&self, span: Span) -> &str {
        self.text.get(span.start..span.end).unwrap_or_default()
    }
}

/// Looks for the indicator behind separators, comments, anchors and tags.
fn indicator_in(before: &str, indicator: char) -> Option<usize> {
    let mut at = 0;
    while let Some(c) = before[at..].chars().next() {
        if c == indicator {
            return Some(at);
        }
        let rest = &before[at..];
        at += match c {
            '#' => rest.find('\n').unwrap_or(rest.len()),
            '&' | '!' => rest.find([' ', '\t', '\r', '\n']).unwrap_or(rest.len()),
            _ => c.len_utf8(),
        };
    }
    None
}
