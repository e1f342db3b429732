//! From a change of a field to changes of the key under which a document has it.

use super::{Change, EditError, NewValue};
use crate::data::splice;
use crate::data::{Entry, Node, Reading, Value, find};
use crate::document::field::FieldName;
use crate::document::front_matter::lookup::{Found, found};
use crate::document::profile::Profile;

/// The keys that lead to the value of a field, and what is to be done there, one change
/// after another.
pub(super) fn changes(
    field: FieldName,
    change: &Change,
    profile: &Profile,
    reading: &Reading,
) -> Result<(Vec<String>, Vec<splice::Change>), EditError> {
    let keys = profile.keys_of(field);
    let values = |key: &str| found(&reading.entries, &reading.problems, key);
    let there = keys.iter().find(|key| !values(key).is_empty());
    let Some(key) = there.or(keys.first()) else {
        return Err(EditError::NoKey { profile: profile.name.clone(), field });
    };
    if let Some((list, inner)) = key.split_once("[].") {
        let not_written =
            || EditError::NotWritten { profile: profile.name.clone(), key: key.clone() };
        let Change::Set(new) = change else { return Err(not_written()) };
        if !profile.is_appended(field) {
            return Err(not_written());
        }
        let new = written(new, profile)?;
        // An item that says so already may say more than this.
        let known = values(key).iter().any(|value| match value {
            Found::Node(node) => splice::holds(node, &new),
            Found::Broken(_) => false,
        });
        let item = splice::NewValue::Table(vec![(inner.to_owned(), new)]);
        let changes = if known { Vec::new() } else { vec![splice::Change::Append(item)] };
        return Ok((path_of(reading, &reading.entries, list), changes));
    }
    let changes = match change {
        Change::Set(new) => {
            let value = values(key).into_iter().next();
            match (new, value) {
                (NewValue::List(items), Some(Found::Node(node))) => {
                    item_by_item(node, items).unwrap_or_else(|| set_list(items))
                }
                _ => vec![splice::Change::Set(written(new, profile)?)],
            }
        }
        Change::Remove => vec![splice::Change::Remove],
        Change::Append(item) => {
            vec![splice::Change::Append(splice::NewValue::Text(item.clone()))]
        }
        Change::RemoveItem(item) => {
            // It may stand in the list more than once.
            let times = values(key).iter().map(|value| occurrences(value, item)).sum();
            vec![splice::Change::RemoveItem(item.clone()); times]
        }
    };
    Ok((path_of(reading, &reading.entries, key), changes))
}

/// A value in the words of the convention.
fn written(value: &NewValue, profile: &Profile) -> Result<splice::NewValue, EditError> {
    Ok(match value {
        NewValue::Text(text) => splice::NewValue::Text(text.clone()),
        NewValue::Date(date) => {
            let written = profile.written_date(*date);
            let no_form = || EditError::NoDateForm { profile: profile.name.clone() };
            splice::NewValue::Bare(written.ok_or_else(no_form)?)
        }
        NewValue::List(items) => splice::NewValue::texts(items),
        NewValue::Table(entries) => splice::NewValue::Table(
            entries
                .iter()
                .map(|(key, text)| (key.clone(), splice::NewValue::Text(text.clone())))
                .collect(),
        ),
    })
}

fn set_list(items: &[String]) -> Vec<splice::Change> {
    vec![splice::Change::Set(splice::NewValue::texts(items))]
}

/// The items that go and those that come, where the others keep their order: so the
/// comments on them stay.
fn item_by_item(node: &Node, wanted: &[String]) -> Option<Vec<splice::Change>> {
    let Value::List(items) = &node.value else { return None };
    let old: Option<Vec<&str>> =
        items.iter().map(|item| item.scalar().map(|scalar| scalar.text.as_str())).collect();
    let old = old.filter(|old| are_distinct(old))?;
    let wanted: Vec<&str> = wanted.iter().map(String::as_str).collect();
    let (kept, gone): (Vec<&str>, Vec<&str>) =
        old.into_iter().partition(|item| wanted.contains(item));
    let new = wanted.strip_prefix(kept.as_slice())?;
    if kept.is_empty() || !are_distinct(&wanted) {
        return None;
    }
    let gone = gone.into_iter().map(|item| splice::Change::RemoveItem(item.to_owned()));
    let new = new.iter().map(|item| splice::Change::Append((*item).into()));
    Some(gone.chain(new).collect())
}

fn are_distinct(items: &[&str]) -> bool {
    let mut sorted = items.to_vec();
    sorted.sort_unstable();
    sorted.windows(2).all(|pair| pair.first() != pair.last())
}

/// How often a text stands behind a key; a value that cannot be read is asked once, and
/// refuses.
fn occurrences(value: &Found<'_>, text: &str) -> usize {
    match value {
        Found::Broken(_) => 1,
        Found::Node(node) => match &node.value {
            Value::List(items) => {
                items.iter().filter(|item| splice::holds(item, &text.into())).count()
            }
            _ => 1,
        },
    }
}

/// The keys that lead to a value: the key as it stands, or its parts where there is a
/// table of the first.
fn path_of(reading: &Reading, entries: &[Entry], key: &str) -> Vec<String> {
    let whole = || vec![key.to_owned()];
    if find(entries, key).is_some() || reading.problem_of(key).is_some() {
        return whole();
    }
    let Some((head, rest)) = key.split_once('.') else { return whole() };
    match find(entries, head).map(|entry| &entry.node.value) {
        Some(Value::Table(inner)) => {
            let mut path = vec![head.to_owned()];
            path.extend(path_of(&Reading::default(), inner, rest));
            path
        }
        None if reading.problem_of(head).is_some() => key.split('.').map(str::to_owned).collect(),
        _ => whole(),
    }
}
