//! The places of a text that are left to be filled in.
//!
//! Finds `TODO: …`, `{{NAME}}`, `[insert …]`, `<enter …>`, `XX days` and lorem ipsum, and
//! tells them from words about them: "go through the TODO items". What counts, and as what,
//! is for the rule.

use crate::language::{Language, Topic};
use crate::library::Member;
use crate::source::Span;
use crate::text::{TokenKind, Tokens, beginning};

use super::prose::Prose;

/// A place that is left to be filled in, in the body of a document.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Slot {
    pub(super) span: Span,
    /// What stands there.
    pub(super) words: String,
}

/// How a document is read for slots.
#[derive(Debug, Clone, Copy)]
pub(super) struct Reading {
    /// Whether its reader fills in values while at work, such as `<your name>`.
    pub(super) takes_values: bool,
}

/// Longer brackets are text, and of a slot not more is shown.
const LONGEST: usize = 70;

/// The slots of a document, in order; none overlaps another.
pub(super) fn slots(member: &Member, language: &Language, reading: Reading) -> Vec<Slot> {
    let prose = Prose::of(&member.document);
    let mut finder = Finder { prose: &prose, language, reading, member, found: Vec::new() };
    finder.marks();
    finder.brackets('[', ']');
    finder.brackets('<', '>');
    if !is_rendered(member, &prose.text) {
        finder.braces();
    }
    finder.numbers();
    finder.filler();
    let mut found = finder.found;
    found.sort_by_key(|slot| (slot.span.start, slot.span.end));
    let mut end = 0;
    found.retain(|slot| {
        let is_apart = slot.span.start >= end;
        if is_apart {
            end = slot.span.end;
        }
        is_apart
    });
    found
}

/// Whether something fills in the braces before anybody reads the text: its file is named for a
/// template engine, or its braces hold more than names.
fn is_rendered(member: &Member, text: &str) -> bool {
    const ENGINES: [&str; 10] =
        ["erb", "tmpl", "hbs", "j2", "jinja", "jinja2", "liquid", "tera", "mustache", "njk"];
    let is_named = || {
        let ending = member.path.as_str().rsplit('.').next();
        ending.is_some_and(|ending| ENGINES.contains(&ending))
    };
    let holds_more = || {
        text.match_indices("{{").any(|(at, _)| {
            let inside = text[at + 2..].split("}}").next().unwrap_or_default();
            inside.len() <= LONGEST && !is_name(inside)
        })
    };
    is_named() || text.contains("{%") || holds_more()
}

/// Words, without the signs that template engines act on.
fn is_name(inside: &str) -> bool {
    let inside = inside.trim();
    inside.starts_with(char::is_alphabetic)
        && inside.chars().all(|c| c.is_alphanumeric() || matches!(c, ' ' | '_' | '-'))
}

struct Finder<'a> {
    prose: &'a Prose,
    language: &'a Language,
    reading: Reading,
    member: &'a Member,
    found: Vec<Slot>,
}

impl Finder<'_> {
    fn push(&mut self, start: usize, end: usize) {
        let Some(text) = self.prose.text.get(start..end) else { return };
        let text = text.trim_end();
        let end = start + text.len();
        let shown = beginning(text, LONGEST);
        let mut words = shown.split_whitespace().collect::<Vec<_>>().join(" ");
        if shown.len() < text.len() {
            words.push('…');
        }
        self.found.push(Slot { span: Span::new(start, end), words });
    }

    /// `TODO: …`, and a bare `TBD` that stands for what is missing.
    fn marks(&mut self) {
        let mut at = 0;
        let prose = self.prose;
        let mut marks: Vec<(usize, &str)> = Vec::new();
        for token in Tokens::of(&prose.text) {
            if token.kind == TokenKind::Word && self.language.is_slot_mark(token.text) {
                marks.push((at, token.text));
            }
            at += token.text.len();
        }
        for (index, (start, mark)) in marks.iter().enumerate() {
            let next = marks.get(index + 1).map_or(prose.text.len(), |(next, _)| *next);
            if let Some(end) = self.end_of_mark(*start, mark) {
                self.push(*start, end.min(next));
            }
        }
    }

    /// Where the slot ends that a mark begins; `None` where the mark is only spoken of.
    fn end_of_mark(&self, start: usize, mark: &str) -> Option<usize> {
        let behind = start + mark.len();
        let before = self.prose.line_before(start);
        let rest = self.prose.line_from(behind);
        if before.ends_with(['#', '/', '@', '.', '=']) || rest.starts_with(['/', '(', '=']) {
            return None;
        }
        let says_more = rest.trim_start_matches(['*', '_', '`']).starts_with(':');
        if let Some(code) = self.prose.code_around(start) {
            // `TODO` alone is a name for such places.
            return says_more.then_some(code.end);
        }
        let line_end = behind + rest.find('|').unwrap_or(rest.len());
        if says_more {
            return Some(line_end);
        }
        if self.is_explained(start, rest) {
            return None;
        }
        const MARKUP: [char; 12] = [' ', '\t', '*', '_', '>', '-', '+', '#', '(', '[', '\r', '"'];
        let lead = before.trim_end_matches(MARKUP);
        let is_first = lead.is_empty() || lead.ends_with('|') || is_number_of_item(lead);
        let follows = rest.trim_start_matches(['*', '_']);
        let is_last = follows.trim_start().is_empty()
            || follows.trim_start().starts_with('|')
            || follows.starts_with(['.', ',', ';', ')', ']']);
        let is_given = before.trim_end().ends_with([':', '=', '(', '[', '|'])
            || before.trim_end().ends_with(" is")
            || before.trim_end().ends_with(" are");
        // "TODO add the picture", but "TODO items are …".
        let orders = follows
            .trim_start()
            .split(|c: char| !c.is_alphabetic())
            .next()
            .is_some_and(|word| self.language.is_verb(&word.to_lowercase()));
        if is_first && is_last || is_given && is_last {
            Some(behind)
        } else if is_first && (orders || follows.trim_start().starts_with('-')) {
            Some(line_end)
        } else {
            None
        }
    }

    /// Whether the word is one that a list of abbreviations explains.
    fn is_explained(&self, place: usize, rest: &str) -> bool {
        let outline = self.member.document.outline();
        let section = outline.sections.iter().rev().find(|section| section.span.start <= place);
        let in_glossary = section
            .is_some_and(|section| self.language.is_heading_of(Topic::Definitions, &section.title));
        in_glossary || rest.to_lowercase().contains("to be ")
    }

    /// `[insert the date]`, `<enter a name>`.
    fn brackets(&mut self, open: char, close: char) {
        let prose = self.prose;
        for (start, _) in prose.text.match_indices(open) {
            let line = prose.line_from(start + 1);
            let Some(length) = line.find(close) else { continue };
            let inside = &line[..length];
            let end = start + 1 + length + 1;
            let behind = prose.line_from(end);
            let is_link = open == '[' && behind.starts_with(['(', '[', ':']);
            let before = prose.line_before(start);
            if inside.len() > LONGEST || is_link || before.ends_with([']', '!', '\\']) {
                continue;
            }
            // What a message to be sent leaves open is filled in by who sends it.
            let is_quoted = before.trim_start().starts_with('>') || before.contains(['"', '“']);
            let is_value = self.reading.takes_values && self.language.is_value_slot(inside);
            if self.language.is_slot(inside)
                && !is_quoted
                && !is_value
                && !is_tag(open, inside)
                && prose.code_around(start).is_none()
            {
                self.push(start, end);
            }
        }
    }

    /// `{{COMPANY_NAME}}`.
    fn braces(&mut self) {
        let prose = self.prose;
        for (start, _) in prose.text.match_indices("{{") {
            let line = prose.line_from(start + 2);
            if let Some(length) = line.find("}}")
                && is_name(&line[..length])
                && prose.code_around(start).is_none()
            {
                self.push(start, start + 2 + length + 2);
            }
        }
    }

    /// `XX days`, `____ EUR`.
    fn numbers(&mut self) {
        const SHORTEST: usize = 2;
        let prose = self.prose;
        let mut at = 0;
        while let Some(found) = prose.text[at..].find(['X', '_']) {
            let start = at + found;
            let rest = prose.line_from(start);
            let sign = if rest.starts_with('X') { 'X' } else { '_' };
            let length = rest.len() - rest.trim_start_matches(sign).len();
            at = start + length.max(1);
            let before = prose.line_before(start);
            let behind = &rest[length..];
            let unit = behind.strip_prefix(' ').or(behind.strip_prefix('-')).unwrap_or(behind);
            let unit_end = unit.find(|c: char| !c.is_alphabetic()).unwrap_or(unit.len());
            let unit = unit.strip_prefix('%').map_or(&unit[..unit_end], |_| "%");
            let is_apart = !before.ends_with(|c: char| c.is_alphanumeric() || c == '-' || c == '_');
            if length >= SHORTEST
                && is_apart
                && self.language.is_unit(unit)
                && prose.code_around(start).is_none()
            {
                let unit_start = start + length + behind.find(unit).unwrap_or(0);
                self.push(start, unit_start + unit.len());
            }
        }
    }

    /// Lorem ipsum.
    fn filler(&mut self) {
        const FILLER: &str = "lorem ipsum";
        let text = &self.prose.text;
        let bytes = text.as_bytes().windows(FILLER.len());
        let found = bytes.enumerate().find(|(_, at)| at.eq_ignore_ascii_case(FILLER.as_bytes()));
        if let Some((start, _)) = found {
            self.push(start, start + FILLER.len());
        }
    }
}

/// Whether a line begins with the number of an item, and nothing else.
fn is_number_of_item(lead: &str) -> bool {
    let lead = lead.trim_start();
    lead.len() > 1
        && lead.strip_suffix(['.', ')']).is_some_and(|n| n.bytes().all(|b| b.is_ascii_digit()))
}

/// Whether the words between angle brackets have attributes, as tags do.
fn is_tag(open: char, inside: &str) -> bool {
    open == '<' && inside.contains(['=', '/', '@', ':'])
}
