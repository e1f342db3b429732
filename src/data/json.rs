//! JSON into the tree: the only place that reads it with `serde_json`.
//!
//! The crate keeps no places, so brackets, commas and colons are read here and only
//! single values are its business. Comments and final commas, as settings files have
//! them, are passed over.

use serde::de::IgnoredAny;

use super::{
    DEEPEST, Entry, Fault, Node, Problem, Reading, Scalar, Value, recovery, refuse_repeats,
};
use crate::source::{Span, Spanned};

/// Parses a text that has no error and whose root is an object, or nothing.
pub(super) fn parse(text: &str) -> Result<Vec<Entry>, Fault> {
    let mut entries = Vec::new();
    Cursor::new(text).root(&mut entries, |failed| Err(failed.fault))?;
    Ok(entries)
}

/// Reads member by member what does not parse as a whole.
pub(super) fn read_by_member(text: &str) -> Reading {
    let mut entries = Vec::new();
    let mut problems = Vec::new();
    let ended = Cursor::new(text).root(&mut entries, |Failed { key, member, fault }| {
        problems.push(Problem { key, span: fault.span, entry: member, why: fault.why });
        Ok(())
    });
    if let Err(fault) = ended {
        problems.push(Problem { key: None, span: fault.span, entry: None, why: fault.why });
    }
    let mut reading = recovery::without_repeats(entries);
    reading.problems.append(&mut problems);
    reading.problems.sort_by_key(|problem| problem.span);
    reading
}

/// A part of the root that cannot be read.
struct Failed {
    key: Option<String>,
    /// All of the member, if it is one.
    member: Option<Span>,
    fault: Fault,
}

struct Cursor<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Cursor<'t> {
    fn new(text: &'t str) -> Self {
        Self { text, at: text.len() - text.trim_start_matches('\u{feff}').len() }
    }

    /// The members of the root; `failed` says whether to go on behind what fails.
    fn root(
        &mut self,
        entries: &mut Vec<Entry>,
        mut failed: impl FnMut(Failed) -> Result<(), Fault>,
    ) -> Result<(), Fault> {
        match self.next() {
            None => return Ok(()),
            Some('{') => self.at += 1,
            Some(_) => return Err(self.fault("there are no keys with values here")),
        }
        while !self.ends_with('}') {
            if self.next().is_none() {
                return Err(self.fault("`}` is missing"));
            }
            let start = self.at;
            let mut key = None;
            if let Err(fault) = self.member(0, &mut key, entries) {
                self.at = start;
                self.skip_member();
                let member = Some(Span::new(start, self.at));
                failed(Failed { key, member, fault })?;
            }
            if let Err(fault) = self.comma_before('}') {
                failed(Failed { key: None, member: None, fault })?;
            }
        }
        match self.next() {
            None => Ok(()),
            Some(_) => Err(self.fault("this stands behind the closing brace")),
        }
    }

    /// One key with its value; `known` keeps the key where the value fails.
    fn member(
        &mut self,
        depth: usize,
        known: &mut Option<String>,
        to: &mut Vec<Entry>,
    ) -> Result<(), Fault> {
        self.next();
        let start = self.at;
        let Some('"') = self.next() else { return Err(self.fault("a key in quotes is missing")) };
        let name = self.string()?;
        let key = Spanned::new(name.clone(), Span::new(start, self.at));
        *known = Some(name);
        match self.next() {
            Some(':') => self.at += 1,
            _ => return Err(self.fault("a colon is missing")),
        }
        let node = self.value(depth + 1)?;
        to.push(Entry { key, node });
        Ok(())
    }

    /// One value; `depth` is how many brackets are open around it.
    fn value(&mut self, depth: usize) -> Result<Node, Fault> {
        let first = self.next();
        let start = self.at;
        if depth > DEEPEST {
            return Err(Fault::too_deep(Span::new(start, start + 1)));
        }
        let value = match first {
            Some('{') => {
                self.at += 1;
                let mut entries: Vec<Entry> = Vec::new();
                while !self.ends_with('}') {
                    self.member(depth, &mut None, &mut entries)?;
                    self.comma_before('}')?;
                }
                refuse_repeats(&entries)?;
                Value::Table(entries)
            }
            Some('[') => {
                self.at += 1;
                let mut items = Vec::new();
                while !self.ends_with(']') {
                    items.push(self.value(depth + 1)?);
                    self.comma_before(']')?;
                }
                Value::List(items)
            }
            Some('"') => Value::Scalar(Scalar { text: self.string()?, quoted: true }),
            _ => self.word()?,
        };
        Ok(Node { span: Span::new(start, self.at), value })
    }

    /// A number, `true`, `false` or `null`, as written.
    fn word(&mut self) -> Result<Value, Fault> {
        let rest = self.rest();
        let ends = |c: char| c.is_whitespace() || ",:{}[]\"/".contains(c);
        let word = rest.get(..rest.find(ends).unwrap_or(rest.len())).unwrap_or_default();
        if word.is_empty() || serde_json::from_str::<IgnoredAny>(word).is_err() {
            let width = word.len().max(rest.chars().next().map_or(0, char::len_utf8));
            let span = Span::new(self.at, self.at + width);
            return Err(Fault::new(span, "this is no value; text stands in double quotes"));
        }
        self.at += word.len();
        if word == "null" {
            return Ok(Value::Empty);
        }
        Ok(Value::Scalar(Scalar { text: word.to_owned(), quoted: false }))
    }

    /// The string that begins here; then the cursor stands behind it.
    fn string(&mut self) -> Result<String, Fault> {
        let rest = self.rest();
        let Some(len) = string_len(rest) else {
            let line = rest.lines().next().unwrap_or_default();
            let span = Span::new(self.at, self.at + line.len());
            return Err(Fault::new(span, "the quotes are not closed"));
        };
        let written = rest.get(..len).unwrap_or_default();
        let text = serde_json::from_str(written).map_err(|_| {
            Fault::new(Span::new(self.at, self.at + len), "this text has a faulty escape")
        })?;
        self.at += len;
        Ok(text)
    }

    /// Whether a bracket closes here; then the cursor stands behind it.
    fn ends_with(&mut self, bracket: char) -> bool {
        let ends = self.next() == Some(bracket);
        self.at += usize::from(ends);
        ends
    }

    /// Passes the comma behind a value; before the closing bracket it may be missing.
    fn comma_before(&mut self, bracket: char) -> Result<(), Fault> {
        match self.next() {
            Some(',') => {
                self.at += 1;
                Ok(())
            }
            Some(c) if c == bracket => Ok(()),
            Some(_) => Err(self.fault("a comma is missing")),
            None => Err(self.fault(format!("`{bracket}` is missing"))),
        }
    }

    /// Goes on to the comma or brace that ends the member which begins here.
    fn skip_member(&mut self) {
        let mut depth = 0_usize;
        while let Some(c) = self.next() {
            match c {
                // Quotes that are not closed end with their line.
                '"' => {
                    let line = || self.rest().find('\n').unwrap_or(self.rest().len());
                    self.at += string_len(self.rest()).unwrap_or_else(line);
                    continue;
                }
                '}' | ',' if depth == 0 => return,
                '{' | '[' => depth += 1,
                '}' | ']' => depth = depth.saturating_sub(1),
                _ => {}
            }
            self.at += c.len_utf8();
        }
    }

    /// Passes blanks and comments, and looks at what follows.
    fn next(&mut self) -> Option<char> {
        loop {
            let rest = self.rest();
            let blanks = rest.len() - rest.trim_start().len();
            let rest = rest.get(blanks..).unwrap_or_default();
            let comment = match rest.get(..2) {
                Some("//") => rest.find('\n').unwrap_or(rest.len()),
                Some("/*") => rest.find("*/").map_or(rest.len(), |end| end + 2),
                _ => 0,
            };
            self.at += blanks + comment;
            if comment == 0 {
                return rest.chars().next();
            }
        }
    }

    fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn fault(&self, why: impl Into<String>) -> Fault {
        let width = self.rest().chars().next().map_or(0, char::len_utf8);
        Fault::new(Span::new(self.at, self.at + width), why)
    }
}

/// The length of the string that a text begins with, with its quotes; none if it is not
/// closed on its line.
fn string_len(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut at = 1;
    loop {
        match bytes.get(at)? {
            b'"' => return Some(at + 1),
            b'\\' => at += 2,
            b'\n' => return None,
            _ => at += 1,
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::data::{Reading, Syntax, find, read};

    fn told(reading: &Reading, text: &str) -> Vec<(Option<String>, String, String)> {
        let at =
            |problem: &crate::data::Problem| text[problem.span.start..problem.span.end].to_owned();
        let problems = reading.problems.iter();
        problems.map(|p| (p.key.clone(), at(p), p.why.clone())).collect()
    }

    #[test]
    fn json_values_have_exact_places_and_numbers_stay_as_written() {
        let text = "\u{feff}{\n  // limits\n  \"refund\": { \"max\": 1.50e2, \"on\": true, },\r\n  \"é\\u0301 \\\"x\\\"\": [1, \"a\\nb\", null], /* end */\n  \"none\": null\n}\n";
        let reading = read(text, Syntax::Json);
        assert_eq!(reading.problems, []);
        let shown: Vec<_> = reading
            .entries
            .iter()
            .map(|e| {
                let place = &text[e.node.span.start..e.node.span.end];
                (e.key.value.as_str(), place, e.node.compact())
            })
            .collect();
        assert_eq!(
            shown,
            [
                (
                    "refund",
                    "{ \"max\": 1.50e2, \"on\": true, }",
                    "{max: 1.50e2, on: true}".to_owned()
                ),
                ("é\u{301} \"x\"", "[1, \"a\\nb\", null]", "[1, \"a\\nb\", ~]".to_owned()),
                ("none", "null", String::new()),
            ]
        );
        assert_eq!(read(" \n", Syntax::Json), Reading::default());
    }

    #[test]
    fn one_bad_member_hides_only_itself() {
        let text = "{\"a\": 1, \"b\": {\"x\": tru, \"y\": [1, 2]}, \"c\": 3,\n \"d\": \"open, \n \"e\": 5, f: 6, \"g\": 7, \"a\": 8}";
        let reading = read(text, Syntax::Json);
        let keys: Vec<_> = reading.entries.iter().map(|e| e.key.value.as_str()).collect();
        assert_eq!(keys, ["a", "c", "g"]);
        let problems = told(&reading, text);
        let told: Vec<_> =
            problems.iter().map(|(k, at, why)| (k.as_deref(), at.as_str(), why.as_str())).collect();
        assert_eq!(
            told,
            [
                (Some("b"), "tru", "this is no value; text stands in double quotes"),
                (Some("d"), "\"open, ", "the quotes are not closed"),
                (None, "f", "a key in quotes is missing"),
                (Some("a"), "\"a\"", "`a` is given twice"),
            ]
        );
    }

    #[test]
    fn what_is_no_object_is_a_problem() {
        for (text, at) in
            [("[1]", "["), ("{\"a\": 1} x", "x"), ("{\"a\": 1", ""), ("{\"a\" 1}", "1")]
        {
            let reading = read(text, Syntax::Json);
            assert_eq!(told(&reading, text)[0].1, at, "{text}");
        }
        let nested = read("{\"a\": {\"x\": 1, \"x\": 2}, \"b\": 1}", Syntax::Json);
        assert_eq!(nested.problem_of("a").unwrap().why, "`x` is given twice");
        assert!(find(&nested.entries, "b").is_some());
    }

    #[test]
    fn hostile_nesting_costs_neither_the_stack_nor_time() {
        for piece in ["[", "{\"a\":", "[{\"a\":", "\"\\", "/*", "{"] {
            let text = format!("{{\"id\": 1, \"bad\": {}", piece.repeat(100_000));
            let reading = read(&text, Syntax::Json);
            assert_eq!(reading.entries.len(), 1, "{piece}");
            assert!(!reading.problems.is_empty());
        }
    }
}
