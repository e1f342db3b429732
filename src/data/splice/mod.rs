//! Changing a value, a key or an item of a text, and no other byte of it.
//!
//! A change becomes a list of byte ranges and what stands there instead. Where it can
//! be written in several ways they are tried in order, and after each the text is read
//! again: a way counts only if the changed key then holds what it should and every
//! other key what it held before. Where none does, the change is refused.
//!
//! This module knows keys and values; what a field is called is known above it.

mod anchors;
mod draft;
mod lines;
mod list;
mod place;
mod proof;
mod statements;
mod value;
mod writing;

use super::{Entry, Node, Problem, Reading, Syntax, Value, find, read};
use crate::source::Span;

pub use draft::Draft;

/// A range of bytes and what stands there instead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Patch {
    /// What is replaced; empty where text is only added.
    pub span: Span,
    /// What it is replaced by.
    pub text: String,
}

/// What is to be done with a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// The key gets this value, and is added if it is not there.
    Set(NewValue),
    /// The key goes, with its value and the comment on its last line.
    Remove,
    /// The list gets one more item, unless it has it. A single value becomes a list.
    Append(NewValue),
    /// The list loses the first item that is this text; a single value that is it goes.
    RemoveItem(String),
}

/// A value to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NewValue {
    /// Text: it never turns into a number, a date or a boolean by the way it is written.
    Text(String),
    /// A date, a number or a boolean, which stands without quotes where the syntax has
    /// such values.
    Bare(String),
    /// A list.
    List(Vec<NewValue>),
    /// Keys and their values.
    Table(Vec<(String, NewValue)>),
}

/// Why a text cannot be changed as asked. Places are offsets into the text.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SpliceError {
    /// The value has an anchor, and the same value stands elsewhere through it.
    #[error("the value is used again as `*{anchor}`, which would change with it")]
    Aliased {
        /// The name of the anchor.
        anchor: String,
        /// Where it is set.
        at: Span,
        /// Where it is used.
        used: Span,
    },
    /// The key is there more than once.
    #[error("`{key}` is given twice")]
    Repeated {
        /// The key.
        key: String,
        /// The second time.
        at: Span,
    },
    /// The value is no list of single values.
    #[error("`{key}` holds {found}, not a list of texts")]
    NotAList {
        /// The key.
        key: String,
        /// Where the value stands.
        at: Span,
        /// What it is, in words.
        found: &'static str,
    },
    /// What is there cannot be read, so that nothing can be added to it or taken out.
    #[error("`{key}` cannot be read")]
    Unreadable {
        /// The key.
        key: String,
        /// Where reading failed.
        at: Span,
    },
    /// A table of several lines is replaced by nothing but a person.
    #[error("`{key}` is a table over several lines, which is not replaced")]
    SpreadTable {
        /// The key.
        key: String,
        /// Where it stands.
        at: Span,
    },
    /// However it is written, something else would be read differently.
    #[error("{} would be read differently afterwards", told(other.as_ref()))]
    OtherChanged {
        /// The key at hand.
        key: String,
        /// Where it stands, or where it would be added.
        at: Span,
        /// The other key, if it is one.
        other: Option<String>,
    },
    /// However it is written, it would not be read as what was asked for.
    #[error("`{key}` would not be read as what is to be written")]
    NotRead {
        /// The key.
        key: String,
        /// Where it stands, or where it would be added.
        at: Span,
    },
    /// JSON is read only.
    #[error("JSON is only read")]
    ReadOnly,
}

impl From<&str> for NewValue {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

/// Whether a value says what would be written, in whatever notation.
#[must_use]
pub fn holds(node: &Node, value: &NewValue) -> bool {
    proof::is(node, value)
}

impl SpliceError {
    /// The place in the text that it is about, if it is about one.
    #[must_use]
    pub const fn place(&self) -> Option<Span> {
        match self {
            Self::Aliased { at, .. }
            | Self::Repeated { at, .. }
            | Self::NotAList { at, .. }
            | Self::Unreadable { at, .. }
            | Self::SpreadTable { at, .. }
            | Self::OtherChanged { at, .. }
            | Self::NotRead { at, .. } => Some(*at),
            Self::ReadOnly => None,
        }
    }
}

fn told(other: Option<&String>) -> String {
    other.map_or_else(|| "another line".to_owned(), |key| format!("`{key}`"))
}

/// The replacements that make the change; none if the text says so already.
///
/// `path` is a top-level key, or the keys that lead into a table. New lines end like
/// their neighbours, and with `newline` where there are none.
///
/// # Errors
/// When the change cannot be made without changing something else.
pub fn splice(
    text: &str,
    syntax: Syntax,
    path: &[&str],
    change: &Change,
    newline: &str,
) -> Result<Vec<Patch>, SpliceError> {
    if syntax == Syntax::Json {
        return Err(SpliceError::ReadOnly);
    }
    let reading = read(text, syntax);
    let block = Block { text, syntax, reading: &reading, newline };
    let target = block.target(path)?;
    let Some(plans) = plans(&block, path, &target, change)? else { return Ok(Vec::new()) };
    let wanted = proof::Wanted::new(&target, change);
    let mut refusal = None;
    for patches in plans {
        anchors::refuse_shared(&block, &target, &patches)?;
        match proof::holds(&block, path, &patches, &wanted) {
            Ok(()) => return Ok(patches),
            Err(error) => refusal = refusal.or(Some(error)),
        }
    }
    let at = target.span().unwrap_or(Span::new(text.len(), text.len()));
    Err(refusal.unwrap_or(SpliceError::NotRead { key: path.join("."), at }))
}

/// The text with the replacements made. They must be in order and apart.
#[must_use]
pub fn applied(text: &str, patches: &[Patch]) -> String {
    let mut changed = String::with_capacity(text.len() + 64);
    let mut at = 0;
    for Patch { span, text: new } in patches {
        changed.push_str(text.get(at..span.start).unwrap_or_default());
        changed.push_str(new);
        at = span.end;
    }
    changed.push_str(text.get(at..).unwrap_or_default());
    changed
}

/// A text and what it says.
struct Block<'t> {
    text: &'t str,
    syntax: Syntax,
    reading: &'t Reading,
    newline: &'t str,
}

/// What a path leads to.
enum Target<'t> {
    /// A value, behind the tables around it.
    Given { around: Vec<&'t Entry>, entry: &'t Entry },
    /// A top-level entry that cannot be read.
    Broken(&'t Problem),
    /// Nothing, in a table that is there.
    AbsentIn(&'t Entry),
    /// Nothing.
    Absent,
}

impl<'t> Block<'t> {
    fn target(&self, path: &[&str]) -> Result<Target<'t>, SpliceError> {
        let Some((top, inner)) = path.split_first() else { return Ok(Target::Absent) };
        let entry = find(&self.reading.entries, top);
        if let Some(problem) = self.reading.problem_of(top) {
            return match entry {
                Some(_) => Err(SpliceError::Repeated { key: (*top).to_owned(), at: problem.span }),
                None => Ok(Target::Broken(problem)),
            };
        }
        let Some(mut entry) = entry else { return Ok(Target::Absent) };
        let mut around = Vec::new();
        for part in inner {
            let Value::Table(entries) = &entry.node.value else { return Ok(Target::Absent) };
            match find(entries, part) {
                Some(found) => {
                    around.push(entry);
                    entry = found;
                }
                None => return Ok(Target::AbsentIn(entry)),
            }
        }
        Ok(Target::Given { around, entry })
    }

    fn slice(&self, span: Span) -> &'t str {
        self.text.get(span.start..span.end).unwrap_or_default()
    }

    /// Whether all of it stands in one pair of braces.
    fn is_flow(&self) -> bool {
        self.syntax == Syntax::Yaml
            && lines::lines_from(self.text, lines::first_line(self.text))
                .map(|line| line.value.trim())
                .find(|line| !line.is_empty() && !line.starts_with('#'))
                .is_some_and(|line| line.starts_with('{'))
    }
}

impl NewValue {
    /// A list of texts.
    #[must_use]
    pub fn texts<T: Into<String>>(items: impl IntoIterator<Item = T>) -> Self {
        Self::List(items.into_iter().map(|item| Self::Text(item.into())).collect())
    }
}

impl Target<'_> {
    fn span(&self) -> Option<Span> {
        match self {
            Self::Given { entry, .. } => Some(entry.node.span),
            Self::Broken(problem) => Some(problem.span),
            Self::AbsentIn(_) | Self::Absent => None,
        }
    }
}

/// The ways to make a change, the best first; `None` if there is nothing to do.
fn plans(
    block: &Block<'_>,
    path: &[&str],
    target: &Target<'_>,
    change: &Change,
) -> Result<Option<Vec<Vec<Patch>>>, SpliceError> {
    let key = path.join(".");
    let plans = match (change, target) {
        (Change::Set(value), Target::Given { entry, .. }) => {
            if proof::is(&entry.node, value) {
                return Ok(None);
            }
            value::replacing(block, &key, entry, value)?
        }
        (Change::Set(value), Target::Broken(problem)) => {
            value::replacing_broken(block, problem, value)
        }
        (Change::Set(value), Target::AbsentIn(table)) => {
            place::adding_inside(block, table, path.last().copied().unwrap_or_default(), value)
        }
        (Change::Set(value), Target::Absent) => place::adding(block, &key, value),
        (Change::Remove, Target::Given { entry, around }) => place::removing(block, entry, around),
        (Change::Remove, Target::Broken(problem)) => vec![place::removing_broken(block, problem)],
        (Change::Append(item), Target::Given { entry, .. }) => {
            return list::appending(block, &key, entry, item);
        }
        (Change::RemoveItem(item), Target::Given { entry, around }) => {
            return list::removing(block, &key, entry, around, item);
        }
        (Change::Append(item), Target::AbsentIn(_) | Target::Absent) => {
            let list = Change::Set(NewValue::List(vec![item.clone()]));
            return plans(block, path, target, &list);
        }
        (Change::Append(_) | Change::RemoveItem(_), Target::Broken(problem)) => {
            return Err(SpliceError::Unreadable { key, at: problem.span });
        }
        (Change::Remove | Change::RemoveItem(_), Target::AbsentIn(_) | Target::Absent) => {
            return Ok(None);
        }
    };
    Ok(Some(plans))
}

#[cfg(test)]
mod tests;
