//! What both front matter targets check.

use sopctl::data::{Entry, Node, Syntax, Value, find, read};
use sopctl::source::Span;

pub fn check(text: &str, syntax: Syntax) {
    let reading = read(text, syntax);
    check_entries(&reading.entries, text);
    for problem in &reading.problems {
        check_span(problem.span, text);
        problem.entry.into_iter().for_each(|span| check_span(span, text));
    }
    for entry in &reading.entries {
        let found = find(&reading.entries, &entry.key.value).expect("an entry is found by its key");
        assert_eq!(found.key.span, entry.key.span, "a key is given twice");
    }
    assert_eq!(reading, read(text, syntax), "the same text was read in two ways");
}

fn check_entries(entries: &[Entry], text: &str) {
    for entry in entries {
        check_span(entry.key.span, text);
        check_node(&entry.node, text);
    }
}

/// Recursion is safe: the reader nests no deeper than `sopctl::data::DEEPEST`.
fn check_node(node: &Node, text: &str) {
    check_span(node.span, text);
    match &node.value {
        Value::Empty | Value::Scalar(_) => {}
        Value::List(nodes) => nodes.iter().for_each(|node| check_node(node, text)),
        Value::Table(entries) => check_entries(entries, text),
    }
}

fn check_span(span: Span, text: &str) {
    assert!(text.get(span.start..span.end).is_some(), "{span:?} does not lie in the text");
}
