//! Objects of JSON as readers ask for them: by key, and nothing that is not what was asked for.

use crate::data::{self, Entry, Node, Syntax, Value};

use super::error::ReadError;
use super::format::Format;

/// An object.
#[derive(Debug, Clone, Copy)]
pub(super) struct Object<'e>(&'e [Entry]);

/// Reads a text that is one object, and whole.
pub(super) fn whole(text: &str, format: Format) -> Result<Vec<Entry>, ReadError> {
    let reading = data::read(text, Syntax::Json);
    match reading.problems.first() {
        None => Ok(reading.entries),
        Some(problem) => {
            let before = text.get(..problem.span.start).unwrap_or(text);
            let line = Some(before.matches('\n').count() + 1);
            // The reason that the parser gives may quote the text.
            let why = if problem.span.start >= text.trim_end().len() {
                "it breaks off"
            } else {
                "its JSON is faulty"
            };
            Err(ReadError::Faulty { format, line, why })
        }
    }
}

/// Reads what is an object in a text of one line; what fails of it is missing.
pub(super) fn of_line(line: &str) -> Option<Vec<Entry>> {
    let reading = data::read(line, Syntax::Json);
    (!reading.entries.is_empty()).then_some(reading.entries)
}

impl<'e> Object<'e> {
    pub(super) const fn of(entries: &'e [Entry]) -> Self {
        Self(entries)
    }

    pub(super) fn node(self, key: &str) -> Option<&'e Node> {
        data::find(self.0, key).map(|entry| &entry.node)
    }

    pub(super) fn text(self, key: &str) -> Option<&'e str> {
        self.node(key).and_then(text)
    }

    /// The text, unless it is empty.
    pub(super) fn words(self, key: &str) -> Option<&'e str> {
        self.text(key).filter(|text| !text.trim().is_empty())
    }

    pub(super) fn number(self, key: &str) -> Option<f64> {
        let scalar = self.node(key)?.scalar()?;
        scalar.text.parse().ok().filter(|number: &f64| !scalar.quoted && number.is_finite())
    }

    pub(super) fn object(self, key: &str) -> Option<Self> {
        self.node(key).and_then(object)
    }

    pub(super) fn list(self, key: &str) -> &'e [Node] {
        self.node(key).map(list).unwrap_or_default()
    }

    /// The keys that have a text, with it.
    pub(super) fn texts(self) -> Vec<(&'e str, &'e str)> {
        let texts =
            self.0.iter().filter_map(|entry| Some((entry.key.value.as_str(), text(&entry.node)?)));
        texts.collect()
    }

    /// The objects of a list.
    pub(super) fn objects(self, key: &str) -> impl Iterator<Item = Self> {
        self.list(key).iter().filter_map(object)
    }
}

pub(super) fn text(node: &Node) -> Option<&str> {
    node.scalar().map(|scalar| scalar.text.as_str())
}

pub(super) fn list(node: &Node) -> &[Node] {
    match &node.value {
        Value::List(items) => items,
        _ => &[],
    }
}

pub(super) fn object(node: &Node) -> Option<Object<'_>> {
    match &node.value {
        Value::Table(entries) => Some(Object(entries)),
        _ => None,
    }
}
