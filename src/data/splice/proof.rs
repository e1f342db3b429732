//! Whether a changed text says what it should, and everything else as before.

use super::{Block, Change, NewValue, Patch, SpliceError, Target, applied};
use crate::data::{Entry, Node, Reading, Value, find, read};

/// What the changed key must hold.
pub(super) enum Wanted<'t> {
    Value(&'t NewValue),
    Items { kept: Vec<&'t Node>, added: Option<&'t NewValue> },
    Nothing,
}

impl<'t> Wanted<'t> {
    pub(super) fn new(target: &Target<'t>, change: &'t Change) -> Self {
        let items = match target {
            Target::Given { entry, .. } => match &entry.node.value {
                Value::List(items) => items.as_slice(),
                Value::Empty => &[],
                Value::Scalar(_) | Value::Table(_) => std::slice::from_ref(&entry.node),
            },
            Target::Broken(_) | Target::AbsentIn(_) | Target::Absent => &[],
        };
        match change {
            Change::Set(value) => Self::Value(value),
            Change::Remove => Self::Nothing,
            Change::Append(item) => Self::Items { kept: items.iter().collect(), added: Some(item) },
            Change::RemoveItem(text) => {
                let is_list = matches!(
                    target,
                    Target::Given { entry, .. } if matches!(entry.node.value, Value::List(_))
                );
                let gone = items.iter().position(|item| is_text(item, text));
                let kept = items.iter().enumerate().filter(|(at, _)| Some(*at) != gone);
                let kept = kept.map(|(_, item)| item).collect();
                if is_list { Self::Items { kept, added: None } } else { Self::Nothing }
            }
        }
    }

    fn is_met_by(&self, node: Option<&Node>) -> bool {
        match (self, node.map(|node| (node, &node.value))) {
            (Self::Nothing, None) => true,
            (Self::Value(value), Some((node, _))) => is(node, value),
            (Self::Items { kept, added }, Some((_, Value::List(items)))) => {
                let (old, new) = items.split_at(kept.len().min(items.len()));
                old.len() == kept.len()
                    && kept.iter().zip(old).all(|(kept, old)| is_still(old, kept))
                    && new.len() == usize::from(added.is_some())
                    && added.iter().zip(new).all(|(added, new)| is(new, added))
            }
            _ => false,
        }
    }
}

/// Whether a value is what was to be written.
pub(super) fn is(node: &Node, value: &NewValue) -> bool {
    match (value, &node.value) {
        (NewValue::Text(text) | NewValue::Bare(text), _) => is_text(node, text),
        (NewValue::List(wanted), Value::List(items)) => {
            wanted.len() == items.len() && items.iter().zip(wanted).all(|(item, new)| is(item, new))
        }
        (NewValue::Table(wanted), Value::Table(entries)) => {
            let holds = |(key, value): &(String, NewValue)| {
                find(entries, key).is_some_and(|entry| is(&entry.node, value))
            };
            wanted.len() == entries.len() && wanted.iter().all(holds)
        }
        _ => false,
    }
}

/// Whether a value is one text, however it is written. An alias is none.
pub(super) fn is_text(node: &Node, text: &str) -> bool {
    node.scalar().is_some_and(|scalar| !scalar.is_alias() && scalar.text == text)
}

/// Whether an item is still what it was. A text may get quotes: without them it might
/// mean something else between brackets.
fn is_still(item: &Node, before: &Node) -> bool {
    match before.scalar() {
        Some(scalar) if !scalar.is_alias() => is_text(item, &scalar.text),
        _ => same(item, before),
    }
}

/// Reads the changed text and compares it with the text before.
pub(super) fn holds(
    block: &Block<'_>,
    path: &[&str],
    patches: &[Patch],
    wanted: &Wanted<'_>,
) -> Result<(), SpliceError> {
    let changed = applied(block.text, patches);
    let reading = read(&changed, block.syntax);
    let at = patches.first().map(|patch| patch.span).unwrap_or_default();
    let key = || path.join(".");
    same_problems(block.reading, &reading, path)
        .and_then(|()| same_but(&block.reading.entries, &reading.entries, path))
        .map_err(|other| SpliceError::OtherChanged { key: key(), at, other })?;
    let repeated = path.first().is_some_and(|top| reading.problem_of(top).is_some());
    if repeated || !wanted.is_met_by(node_at(&reading.entries, path)) {
        return Err(SpliceError::NotRead { key: key(), at });
    }
    Ok(())
}

fn node_at<'e>(entries: &'e [Entry], path: &[&str]) -> Option<&'e Node> {
    let (top, inner) = path.split_first()?;
    let node = &find(entries, top)?.node;
    match &node.value {
        _ if inner.is_empty() => Some(node),
        Value::Table(entries) => node_at(entries, inner),
        _ => None,
    }
}

/// Compares the entries beside a path; an error names the first that differs.
fn same_but(before: &[Entry], after: &[Entry], path: &[&str]) -> Result<(), Option<String>> {
    let (old, new) = (beside(before, path), beside(after, path));
    let differs = |(old, new): &(&&Entry, &&Entry)| {
        old.key.value != new.key.value || !same(&old.node, &new.node)
    };
    let first = old.iter().zip(&new).find(differs).map(|(old, _)| old);
    let lost_or_new = || old.get(new.len()).or_else(|| new.get(old.len()));
    if let Some(entry) = first.or_else(lost_or_new) {
        return Err(Some(entry.key.value.clone()));
    }
    let Some((top, inner)) = path.split_first().filter(|(_, inner)| !inner.is_empty()) else {
        return Ok(());
    };
    let table = |entries| find(entries, top).map(|entry| &entry.node.value);
    match (table(before), table(after)) {
        (Some(Value::Table(before)), Some(Value::Table(after))) => same_but(before, after, inner),
        (None, _) => Ok(()),
        _ => Err(Some((*top).to_owned())),
    }
}

/// The entries that do not lie on a path.
fn beside<'e>(entries: &'e [Entry], path: &[&str]) -> Vec<&'e Entry> {
    let top = path.first().copied();
    entries.iter().filter(|entry| Some(entry.key.value.as_str()) != top).collect()
}

/// Whether two values are the same, wherever they stand.
pub(super) fn same(a: &Node, b: &Node) -> bool {
    match (&a.value, &b.value) {
        (Value::List(a), Value::List(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b))
        }
        (Value::Table(a), Value::Table(b)) => {
            a.len() == b.len()
                && a.iter()
                    .zip(b)
                    .all(|(a, b)| a.key.value == b.key.value && same(&a.node, &b.node))
        }
        (a, b) => a == b,
    }
}

/// Whether what cannot be read is the same, the key at hand left aside.
fn same_problems(before: &Reading, after: &Reading, path: &[&str]) -> Result<(), Option<String>> {
    let told = |reading: &Reading| -> Vec<(Option<String>, String)> {
        let is_other = |key: &Option<String>| key.as_deref() != path.first().copied();
        let others = reading.problems.iter().filter(|problem| is_other(&problem.key));
        others.map(|problem| (problem.key.clone(), problem.why.clone())).collect()
    };
    let (before, after) = (told(before), told(after));
    if before == after {
        return Ok(());
    }
    let other = after.iter().find(|problem| !before.contains(problem)).or(before.first());
    Err(other.and_then(|(key, _)| key.clone()))
}
