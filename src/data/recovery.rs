//! Reading entry by entry what does not parse as a whole.

use std::collections::HashMap;
use std::collections::hash_map;

use super::{Entry, Fault, Node, Problem, Reading, Syntax, Value, parse};
use crate::source::{Span, Spanned};

/// Turns every key that is given twice into a problem.
pub(super) fn without_repeats(entries: Vec<Entry>) -> Reading {
    let mut collected = Collected::default();
    for entry in entries {
        collected.add(entry, Joining::Never);
    }
    collected.reading
}

/// Reads every entry on its own; `fault` is why the whole does not parse.
pub(super) fn read_by_entry(text: &str, syntax: Syntax, fault: Fault) -> Reading {
    let mut collected = Collected::default();
    let chunks = chunks(text, syntax);
    let first = chunks.first().map_or(text.len(), |chunk| chunk.start);
    collected.stray(text, Span::new(0, first), syntax);
    for chunk in chunks {
        collected.read(text, &chunk, syntax);
    }
    if collected.reading.problems.is_empty() {
        // Every part is fine and the whole is not: two tables of one name, say.
        collected.reading.problems.push(Problem {
            key: None,
            span: fault.span,
            entry: None,
            why: fault.why,
        });
    }
    collected.reading
}

/// The key with which a line at column 0 starts an entry, or the name in a TOML header.
pub(super) fn key_of_line(line: &str, syntax: Syntax) -> Option<String> {
    let line = line.trim_end();
    match syntax {
        Syntax::Yaml => yaml_key(line),
        Syntax::Json => None,
        Syntax::Toml => toml_key(line),
    }
}

/// The lines of one entry.
struct Chunk {
    start: usize,
    end: usize,
    key: String,
    joining: Joining,
}

/// Whether an entry may add to an earlier one of the same key.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Joining {
    Never,
    /// Dotted keys and `[a.b]` add to a table.
    Tables,
    /// `[[a]]` adds to a list.
    Items,
}

#[derive(Default)]
struct Collected {
    reading: Reading,
    places: HashMap<String, usize>,
}

impl Collected {
    fn read(&mut self, text: &str, chunk: &Chunk, syntax: Syntax) {
        let whole = Span::new(chunk.start, chunk.end);
        let fault = match parse_part(text, whole, syntax) {
            Ok(entries) => return self.add_all(entries, chunk.joining),
            Err(fault) => fault,
        };
        // A stray line below an entry must not take the entry with it.
        if let Some(cut) = stray_line(text, whole, syntax)
            && let Ok(entries) = parse_part(text, Span::new(chunk.start, cut), syntax)
        {
            self.add_all(entries, chunk.joining);
            self.stray(text, Span::new(cut, chunk.end), syntax);
            return;
        }
        let problem = Problem {
            key: Some(chunk.key.clone()),
            span: fault.span,
            entry: Some(whole),
            why: fault.why,
        };
        self.reading.problems.push(problem);
    }

    /// Lines that belong to no key are a problem unless they are blank or comments.
    fn stray(&mut self, text: &str, part: Span, syntax: Syntax) {
        let lines = text.get(part.start..part.end).unwrap_or_default();
        let is_content = |line: &str| !line.is_empty() && !line.starts_with('#');
        let mut start = part.start;
        for line in lines.split_inclusive('\n') {
            let trimmed = line.trim_matches(['\u{feff}', ' ', '\t', '\r', '\n']);
            if is_content(trimmed) {
                let why = match syntax {
                    Syntax::Toml => "this line is no `key = value`",
                    Syntax::Yaml | Syntax::Json => "this line is no `key: value`",
                };
                let at = start + line.find(trimmed).unwrap_or(0);
                let span = Span::new(at, at + trimmed.len());
                self.reading.problems.push(Problem {
                    key: None,
                    span,
                    entry: None,
                    why: why.to_owned(),
                });
                return;
            }
            start += line.len();
        }
    }

    fn add_all(&mut self, entries: Vec<Entry>, joining: Joining) {
        for entry in entries {
            self.add(entry, joining);
        }
    }

    fn add(&mut self, entry: Entry, joining: Joining) {
        let slot = match self.places.entry(entry.key.value.clone()) {
            hash_map::Entry::Vacant(slot) => {
                slot.insert(self.reading.entries.len());
                self.reading.entries.push(entry);
                return;
            }
            hash_map::Entry::Occupied(slot) => *slot.get(),
        };
        let Some(earlier) = self.reading.entries.get_mut(slot) else { return };
        let written = Span::new(entry.key.span.start, entry.node.span.end.max(entry.key.span.end));
        if let Err(repeat) = join(&mut earlier.node, entry, joining) {
            let why = format!("`{}` is given twice", repeat.value);
            let key = Some(earlier.key.value.clone());
            self.reading.problems.push(Problem {
                key,
                span: repeat.span,
                entry: Some(written),
                why,
            });
        }
    }
}

/// Adds an entry to an earlier one; an error is the key that is there already.
fn join(earlier: &mut Node, later: Entry, joining: Joining) -> Result<(), Spanned<String>> {
    let end = later.node.span.end;
    match (joining, &mut earlier.value, later.node.value) {
        (Joining::Tables, Value::Table(known), Value::Table(new)) => {
            for entry in new {
                match known.iter_mut().find(|e| e.key.value == entry.key.value) {
                    Some(same) => join(&mut same.node, entry, joining)?,
                    None => known.push(entry),
                }
            }
        }
        (Joining::Items, Value::List(known), Value::List(new)) => known.extend(new),
        // `[list.part]` adds to the item that `[[list]]` began last.
        (Joining::Tables, Value::List(known), value @ Value::Table(_)) => match known.last_mut() {
            Some(item) => {
                let node = Node { span: later.node.span, value };
                join(item, Entry { key: later.key, node }, joining)?;
            }
            None => return Err(later.key),
        },
        _ => return Err(later.key),
    }
    earlier.span.end = earlier.span.end.max(end);
    Ok(())
}

fn parse_part(text: &str, part: Span, syntax: Syntax) -> Result<Vec<Entry>, Fault> {
    let lines = text.get(part.start..part.end).unwrap_or_default();
    match parse(lines, syntax) {
        Ok(mut entries) => {
            shift_entries(&mut entries, part.start);
            Ok(entries)
        }
        Err(fault) => Err(Fault { span: fault.span.shifted(part.start), why: fault.why }),
    }
}

pub(super) fn shift_entries(entries: &mut [Entry], by: usize) {
    for entry in entries {
        entry.key.span = entry.key.span.shifted(by);
        shift(&mut entry.node, by);
    }
}

fn shift(node: &mut Node, by: usize) {
    node.span = node.span.shifted(by);
    match &mut node.value {
        Value::Empty | Value::Scalar(_) => {}
        Value::List(items) => items.iter_mut().for_each(|item| shift(item, by)),
        Value::Table(entries) => shift_entries(entries, by),
    }
}

fn chunks(text: &str, syntax: Syntax) -> Vec<Chunk> {
    let mut chunks: Vec<Chunk> = Vec::new();
    let mut start = text.len() - text.trim_start_matches('\u{feff}').len();
    let mut in_table = false;
    let mut string = LongString::default();
    for line in text[start..].split_inclusive('\n') {
        let end = start + line.len();
        let header = syntax == Syntax::Toml && line.starts_with('[');
        let key = if string.is_open() { None } else { key_of_line(line, syntax) };
        if syntax == Syntax::Toml {
            string.pass(line, &text[end..]);
        }
        match key {
            // The keys below a TOML header belong to its table.
            Some(key) if header || !in_table => {
                in_table = header;
                let joining = match (syntax, line.starts_with("[[")) {
                    (Syntax::Yaml | Syntax::Json, _) => Joining::Never,
                    (Syntax::Toml, false) => Joining::Tables,
                    (Syntax::Toml, true) => Joining::Items,
                };
                chunks.push(Chunk { start, end, key, joining });
            }
            _ => {
                if let Some(last) = chunks.last_mut() {
                    last.end = end;
                }
            }
        }
        start = end;
    }
    chunks
}

/// Follows TOML strings that run over lines, whose lines look like entries.
#[derive(Default)]
struct LongString {
    quote: Option<&'static str>,
}

impl LongString {
    fn is_open(&self) -> bool {
        self.quote.is_some()
    }

    fn pass(&mut self, line: &str, below: &str) {
        match self.quote {
            Some(quote) if line.contains(quote) => self.quote = None,
            Some(_) => {}
            None => {
                let opens = |quote: &&str| line.matches(*quote).count() == 1;
                // One that is never closed must not swallow everything below it.
                self.quote =
                    ["\"\"\"", "'''"].into_iter().find(opens).filter(|q| below.contains(q));
            }
        }
    }
}

/// Where lines that belong to no key begin below an entry: at column 0 with a
/// letter or digit, and with no more keys of a TOML table behind them.
fn stray_line(text: &str, part: Span, syntax: Syntax) -> Option<usize> {
    let lines = text.get(part.start..part.end)?;
    let mut start = 0;
    let mut stray = None;
    for line in lines.split_inclusive('\n') {
        let is_key = key_of_line(line, syntax).is_some();
        match stray {
            None if start > 0 && !is_key && line.starts_with(char::is_alphanumeric) => {
                stray = Some(part.start + start);
            }
            Some(_) if is_key => return None,
            _ => {}
        }
        start += line.len();
    }
    stray
}

fn yaml_key(line: &str) -> Option<String> {
    let first = line.chars().next()?;
    if first.is_whitespace() || "#?[]{},&*!|>%@`".contains(first) || line.starts_with("- ") {
        return None;
    }
    if first == '"' || first == '\'' {
        let (key, rest) = line[1..].split_once(first)?;
        let rest = rest.trim_start().strip_prefix(':')?;
        return (rest.is_empty() || rest.starts_with([' ', '\t'])).then(|| key.to_owned());
    }
    let colon = line
        .match_indices(':')
        .map(|(at, _)| at)
        .find(|at| line[at + 1..].is_empty() || line[at + 1..].starts_with([' ', '\t']))?;
    let key = line[..colon].trim_end();
    (!key.is_empty() && !key.contains(" #")).then(|| key.to_owned())
}

fn toml_key(line: &str) -> Option<String> {
    let dotted = if let Some(header) = line.strip_prefix('[') {
        let name = header.strip_prefix('[').unwrap_or(header);
        let (name, rest) = name.split_once(']')?;
        let rest = rest.trim_start_matches(']').trim_start();
        (rest.is_empty() || rest.starts_with('#')).then_some(name)?
    } else {
        // Many write a colon by mistake; the entry then fails under its own key.
        line.split_once(['=', ':'])?.0
    };
    let dotted = dotted.trim();
    if let Some(quote @ ('"' | '\'')) = dotted.chars().next() {
        return dotted[1..].split_once(quote).map(|(key, _)| key.to_owned());
    }
    let key = dotted.split('.').next()?.trim();
    let bare = |c: char| c.is_alphanumeric() || c == '-' || c == '_';
    (!key.is_empty() && !line.starts_with(char::is_whitespace) && key.chars().all(bare))
        .then(|| key.to_owned())
}
