//! What a key of a profile leads to in a block of front matter.
//!
//! A key is a top-level key as it stands (`ms.date`), or a path into tables and lists
//! (`majorRevisions[].date`); a table may be written with dotted keys.

use crate::data::{Entry, Node, Problem, Value, find};

/// What stands behind a key.
pub(super) enum Found<'d> {
    /// A value.
    Node(&'d Node),
    /// The lines of a top-level entry that cannot be read.
    Broken(&'d Problem),
}

/// Everything that a key leads to: more than one thing only through a list.
pub(super) fn found<'d>(
    entries: &'d [Entry],
    problems: &'d [Problem],
    key: &str,
) -> Vec<Found<'d>> {
    if let Some(problem) = problem_on(problems, key) {
        return vec![Found::Broken(problem)];
    }
    let mut nodes = Vec::new();
    resolve(entries, key, &mut nodes);
    nodes.into_iter().map(Found::Node).collect()
}

/// The problem of the top-level entry that a key leads into.
fn problem_on<'d>(problems: &'d [Problem], key: &str) -> Option<&'d Problem> {
    let list = key.split_once("[]").map_or(key, |(list, _)| list);
    let table = list.split_once('.').map(|(table, _)| table);
    let of = |top: &str| problems.iter().find(|problem| problem.key.as_deref() == Some(top));
    of(list).or_else(|| table.and_then(of))
}

/// Follows a key as a profile writes it: as it stands, or part by part.
fn resolve<'d>(entries: &'d [Entry], key: &str, to: &mut Vec<&'d Node>) {
    if let Some(entry) = find(entries, key) {
        to.push(&entry.node);
        return;
    }
    let Some((head, rest)) = key.split_once('.') else { return };
    match head.strip_suffix("[]") {
        None => {
            if let Some(Value::Table(inner)) = find(entries, head).map(|e| &e.node.value) {
                resolve(inner, rest, to);
            }
        }
        Some(head) => {
            if let Some(Value::List(items)) = find(entries, head).map(|e| &e.node.value) {
                for item in items {
                    if let Value::Table(inner) = &item.value {
                        resolve(inner, rest, to);
                    }
                }
            }
        }
    }
}
