//! One tree of values, with places, for TOML, YAML and JSON.
//!
//! Front matter and configuration are read through this tree, so that nothing
//! above it knows in which of them a file was written, and every finding can
//! say where. Values stay text as written: what a date or an interval is, is
//! decided by who asks for it. YAML aliases are kept as `*name` and never
//! expanded, and tags are ignored.
//!
//! What is read stays as it is: a change is a list of byte ranges over the same spans
//! and what stands there instead (see [`splice`]).

mod json;
mod quote;
mod recovery;
pub mod splice;
mod strict;
mod toml;
mod yaml;

use std::collections::HashSet;

use crate::source::{Span, Spanned};

pub use quote::toml_string;
pub use strict::{Help, Misfit, TableReader};

/// The deepest nesting that is read; deeper values are a [`Problem`].
///
/// Without a limit, 100 KB of brackets overflow the stack, if only when dropped.
pub const DEEPEST: usize = 64;

/// How a text is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Syntax {
    /// TOML 1.1.
    Toml,
    /// YAML 1.2, one document whose root is a mapping.
    Yaml,
    /// JSON, with the comments and final commas that settings files have.
    Json,
}

impl Syntax {
    /// The syntax of a file, by the end of its name.
    #[must_use]
    pub fn of_file(name: &str) -> Option<Self> {
        let (_, extension) = name.rsplit_once('.')?;
        match extension.to_ascii_lowercase().as_str() {
            "toml" => Some(Self::Toml),
            "yaml" | "yml" => Some(Self::Yaml),
            "json" | "jsonc" => Some(Self::Json),
            _ => None,
        }
    }
}

/// One key and its value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The key without quotes; its span has them. Of a dotted TOML key, one part.
    pub key: Spanned<String>,
    /// The value.
    pub node: Node,
}

/// A value and its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    /// From the first byte of the value, after an anchor and a tag, to its last:
    /// with the quotes, with the indicator of a block scalar, without comments
    /// and the final line break. An empty value is an empty span behind its
    /// separator. A TOML table that is written in several places spans them all.
    pub span: Span,
    /// What was written.
    pub value: Value,
}

/// What stands behind a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// Nothing, `~` or `null` in YAML.
    Empty,
    /// Text, a number, a date or a boolean.
    Scalar(Scalar),
    /// A list.
    List(Vec<Node>),
    /// Keys and values, in the order in which they are written.
    Table(Vec<Entry>),
}

/// A single value, as text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scalar {
    /// Strings without quotes and escapes; everything else as written.
    pub text: String,
    /// Whether the notation says that it is text: quotes, or a YAML block scalar.
    pub quoted: bool,
}

/// Something that could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The top-level key it belongs to, where one can be told.
    pub key: Option<String>,
    /// Where reading failed.
    pub span: Span,
    /// The lines of that key, or the second time it is given.
    pub entry: Option<Span>,
    /// What is wrong, in words.
    pub why: String,
}

/// What a text says, as far as it can be read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Reading {
    /// The top-level entries, in the order in which they are written.
    pub entries: Vec<Entry>,
    /// What is missing among them, and why. A key that is given twice has its
    /// first value among the entries and a problem here.
    pub problems: Vec<Problem>,
}

/// Reads `text`; a part that does not parse hides nothing but itself.
///
/// What does not parse as a whole is read entry by entry: a line at column 0 with
/// a key starts one, in JSON a member of the root. All spans are offsets into `text`.
#[must_use]
pub fn read(text: &str, syntax: Syntax) -> Reading {
    match parse(text, syntax) {
        Ok(entries) => recovery::without_repeats(entries),
        Err(_) if syntax == Syntax::Json => json::read_by_member(text),
        Err(fault) => recovery::read_by_entry(text, syntax, fault),
    }
}

/// Reads a part of a text; all spans are offsets into the whole of it.
#[must_use]
pub fn read_part(text: &str, part: Span, syntax: Syntax) -> Reading {
    let mut reading = read(text.get(part.start..part.end).unwrap_or_default(), syntax);
    recovery::shift_entries(&mut reading.entries, part.start);
    for problem in &mut reading.problems {
        problem.span = problem.span.shifted(part.start);
        problem.entry = problem.entry.map(|entry| entry.shifted(part.start));
    }
    reading
}

/// The key with which a line at column 0 starts an entry, if it does. JSON has no lines.
#[must_use]
pub fn key_of_line(line: &str, syntax: Syntax) -> Option<String> {
    recovery::key_of_line(line, syntax)
}

/// Finds a top-level entry by its key.
#[must_use]
pub fn find<'e>(entries: &'e [Entry], key: &str) -> Option<&'e Entry> {
    entries.iter().find(|entry| entry.key.value == key)
}

impl Reading {
    /// The problem that a top-level key has.
    #[must_use]
    pub fn problem_of(&self, key: &str) -> Option<&Problem> {
        self.problems.iter().find(|problem| problem.key.as_deref() == Some(key))
    }
}

impl Node {
    /// The single value, if it is one.
    #[must_use]
    pub fn scalar(&self) -> Option<&Scalar> {
        match &self.value {
            Value::Scalar(scalar) => Some(scalar),
            _ => None,
        }
    }

    /// What it is, in words: `text`, `a list` and so on.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match &self.value {
            Value::Empty => "nothing",
            Value::Scalar(scalar) if scalar.quoted => "text",
            Value::Scalar(scalar) if scalar.is_alias() => "an alias",
            Value::Scalar(_) => "a plain value",
            Value::List(_) => "a list",
            Value::Table(_) => "a table",
        }
    }

    /// The value on one line, the same for both syntaxes and all ways of quoting.
    #[must_use]
    pub fn compact(&self) -> String {
        match &self.value {
            Value::Empty => String::new(),
            Value::Scalar(scalar) => {
                scalar.text.trim().lines().map(str::trim).collect::<Vec<_>>().join(" ")
            }
            Value::List(_) | Value::Table(_) => {
                let mut shown = String::new();
                self.write_inside(&mut shown);
                shown
            }
        }
    }

    fn write_inside(&self, to: &mut String) {
        match &self.value {
            Value::Empty => to.push('~'),
            Value::Scalar(scalar) => write_part(&scalar.text, to),
            Value::List(items) => {
                to.push('[');
                for (i, item) in items.iter().enumerate() {
                    to.push_str(if i == 0 { "" } else { ", " });
                    item.write_inside(to);
                }
                to.push(']');
            }
            Value::Table(entries) => {
                to.push('{');
                for (i, entry) in entries.iter().enumerate() {
                    to.push_str(if i == 0 { "" } else { ", " });
                    write_part(&entry.key.value, to);
                    to.push_str(": ");
                    entry.node.write_inside(to);
                }
                to.push('}');
            }
        }
    }
}

impl Scalar {
    /// Whether this is a YAML alias such as `*owner`, which is never followed.
    #[must_use]
    pub fn is_alias(&self) -> bool {
        // An unquoted value of either syntax cannot begin with an asterisk.
        !self.quoted && self.text.starts_with('*')
    }
}

/// A part of a list or table: quoted only where it would be taken apart otherwise.
fn write_part(text: &str, to: &mut String) {
    let plain = !text.is_empty()
        && text.trim() == text
        && !text.contains(['[', ']', '{', '}', ',', '"', '\n'])
        && !text.contains(": ");
    if plain {
        to.push_str(text);
    } else {
        let quoted = format!("{text:?}");
        to.push_str(&quoted);
    }
}

/// Why a text, or a part of it, does not parse.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Fault {
    span: Span,
    why: String,
}

impl Fault {
    fn new(span: Span, why: impl Into<String>) -> Self {
        Self { span, why: why.into() }
    }

    fn too_deep(span: Span) -> Self {
        Self::new(span, format!("nested deeper than {DEEPEST} levels"))
    }
}

fn parse(text: &str, syntax: Syntax) -> Result<Vec<Entry>, Fault> {
    match syntax {
        Syntax::Toml => toml::parse(text),
        Syntax::Yaml => yaml::parse(text),
        Syntax::Json => json::parse(text),
    }
}

/// Below the top level a key that is given twice costs the whole entry.
fn refuse_repeats(entries: &[Entry]) -> Result<(), Fault> {
    let mut seen = HashSet::new();
    for Entry { key, .. } in entries {
        if !seen.insert(key.value.as_str()) {
            return Err(Fault::new(key.span, format!("`{}` is given twice", key.value)));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests;
