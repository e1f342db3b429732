//! New values as they are written: in the notation of the value they replace, or of
//! the values around them.

use super::{Block, NewValue};
use crate::data::quote::{
    Place, PlainKind, is_bare_toml, toml_key, toml_literal, toml_long, toml_string, yaml_block,
    yaml_double, yaml_key, yaml_kind, yaml_plain_fits, yaml_single,
};
use crate::data::{Node, Syntax, Value};

/// How a single value is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Notation {
    /// Without quotes.
    Plain,
    /// `'…'`.
    Single,
    /// `"…"`.
    Double,
    /// A YAML block scalar, or a TOML string between triple quotes.
    Long,
}

/// How a new value is to be written.
#[derive(Debug, Clone)]
pub(super) struct Manner<'t> {
    pub(super) syntax: Syntax,
    pub(super) place: Place,
    /// The notation of the value that is replaced.
    pub(super) notation: Option<Notation>,
    /// What the value that is replaced was, to other readers of YAML.
    pub(super) old_kind: PlainKind,
    /// The quotes that the other values have.
    pub(super) quotes: Notation,
    /// What a line below the key begins with.
    pub(super) indent: String,
    pub(super) newline: &'t str,
}

impl Notation {
    /// The notation of a single value, or of the first in a list.
    pub(super) fn of(block: &Block<'_>, node: &Node) -> Option<Self> {
        match &node.value {
            Value::Empty | Value::Table(_) => None,
            Value::List(items) => Self::of(block, items.first()?),
            Value::Scalar(scalar) => {
                let written = block.slice(node.span);
                Some(match written.as_bytes().first()? {
                    _ if written.starts_with("\"\"\"") || written.starts_with("'''") => {
                        if block.syntax == Syntax::Toml { Self::Long } else { Self::Single }
                    }
                    b'"' => Self::Double,
                    b'\'' => Self::Single,
                    b'|' | b'>' if scalar.quoted => Self::Long,
                    _ => Self::Plain,
                })
            }
        }
    }
}

impl<'t> Manner<'t> {
    /// How a value is written that replaces `old`, or none.
    pub(super) fn new(
        block: &Block<'t>,
        old: Option<&Node>,
        indent: String,
        newline: &'t str,
    ) -> Self {
        let first = |node: &Node| match &node.value {
            Value::List(items) => items.first().and_then(Node::scalar).map(|s| s.text.clone()),
            _ => node.scalar().map(|scalar| scalar.text.clone()),
        };
        Self {
            syntax: block.syntax,
            place: if block.is_flow() { Place::Flow } else { Place::Block },
            notation: old.and_then(|node| Notation::of(block, node)),
            old_kind: old.and_then(first).map_or(PlainKind::Text, |text| yaml_kind(&text)),
            quotes: quotes_around(block),
            indent,
            newline,
        }
    }

    /// The same, inside brackets.
    pub(super) fn inside(&self) -> Self {
        let notation = self.notation.filter(|notation| *notation != Notation::Long);
        Self { place: Place::Flow, notation, ..self.clone() }
    }

    /// A key, as the syntax writes it.
    pub(super) fn key(&self, key: &str) -> String {
        if self.syntax == Syntax::Toml { toml_key(key) } else { yaml_key(key) }
    }

    /// A key and its value, as the syntax writes it.
    pub(super) fn entry(&self, key: &str, value: &str) -> String {
        match self.syntax {
            Syntax::Toml => format!("{} = {value}", self.key(key)),
            // A list on lines of its own brings its line break.
            _ if value.starts_with(['\r', '\n']) => format!("{}:{value}", self.key(key)),
            Syntax::Yaml | Syntax::Json => format!("{}: {value}", self.key(key)),
        }
    }

    /// The ways to write a value, the best first and the safest last; never none.
    pub(super) fn ways(&self, value: &NewValue) -> Vec<String> {
        let mut ways = match (value, self.syntax) {
            (NewValue::Text(text), Syntax::Toml) => self.toml_text(text),
            (NewValue::Bare(text), Syntax::Toml) if is_bare_toml(text) => vec![text.clone()],
            (NewValue::Bare(text), Syntax::Toml) => self.toml_text(text),
            (NewValue::Text(text), _) => self.yaml_text(text),
            (NewValue::Bare(text), _) => self.yaml_bare(text),
            (NewValue::List(items), _) => {
                let inside = self.inside();
                let items: Vec<String> = items.iter().map(|item| inside.best(item)).collect();
                vec![format!("[{}]", items.join(", "))]
            }
            (NewValue::Table(entries), _) => {
                let inside = Self { notation: None, ..self.inside() };
                let entries: Vec<String> = entries
                    .iter()
                    .map(|(key, value)| inside.entry(key, &inside.best(value)))
                    .collect();
                let blank = if self.syntax == Syntax::Toml { " " } else { "" };
                vec![format!("{{{blank}{}{blank}}}", entries.join(", "))]
            }
        };
        ways.dedup();
        ways
    }

    /// The best way to write a value.
    pub(super) fn best(&self, value: &NewValue) -> String {
        self.ways(value).into_iter().next().unwrap_or_default()
    }

    fn toml_text(&self, text: &str) -> Vec<String> {
        let preferred = match self.notation {
            Some(Notation::Single) => toml_literal(text),
            Some(Notation::Long) if text.contains('\n') => toml_long(text, self.newline),
            _ => None,
        };
        preferred.into_iter().chain([toml_string(text)]).collect()
    }

    fn yaml_text(&self, text: &str) -> Vec<String> {
        let kind = yaml_kind(text);
        // A number stays a number where one was before: `version: 1.0` to `1.1`.
        let as_before = self.notation == Some(Notation::Plain) && kind == self.old_kind;
        let may_be_plain = kind == PlainKind::Text || (as_before && kind != PlainKind::Nothing);
        let plain = (may_be_plain && yaml_plain_fits(text, self.place)).then(|| text.to_owned());
        let quoted = match self.quotes {
            Notation::Single => yaml_single(text),
            Notation::Plain | Notation::Double | Notation::Long => None,
        };
        let quoted = quoted.unwrap_or_else(|| yaml_double(text));
        let block = (self.place == Place::Block && text.contains('\n'))
            .then(|| yaml_block(text, &self.indent, self.newline))
            .flatten();
        let ways = match self.notation {
            Some(Notation::Single) => [yaml_single(text), None, None],
            Some(Notation::Double) => [None, None, None],
            Some(Notation::Plain | Notation::Long) | None => [block, plain, Some(quoted)],
        };
        ways.into_iter().flatten().chain([yaml_double(text)]).collect()
    }

    fn yaml_bare(&self, text: &str) -> Vec<String> {
        let first = match self.notation {
            Some(Notation::Single) => yaml_single(text),
            Some(Notation::Double) => None,
            Some(Notation::Plain | Notation::Long) | None => {
                yaml_plain_fits(text, self.place).then(|| text.to_owned())
            }
        };
        first.into_iter().chain([yaml_double(text)]).collect()
    }
}

/// The quotes that most values have.
fn quotes_around(block: &Block<'_>) -> Notation {
    let (mut single, mut double) = (0, 0);
    for entry in &block.reading.entries {
        match Notation::of(block, &entry.node) {
            Some(Notation::Single) => single += 1,
            Some(Notation::Double) => double += 1,
            Some(Notation::Plain | Notation::Long) | None => {}
        }
    }
    if single > double { Notation::Single } else { Notation::Double }
}
