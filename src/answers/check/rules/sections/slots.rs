//! The places of a text that are left to be filled in.
//!
//! Finds `TODO: …`, `{{NAME}}`, `[insert …]`, `<enter …>`, `XX days` and lorem ipsum, and
//! tells them from words about them: "go through the TODO items". What counts, and as what,
//! is for the rule.

use std::collections::HashSet;

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
            let inside = beginning(&text[at + 2..], LONGEST).split_once("}}");
            inside.is_some_and(|(inside, _)| !is_name(inside))
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

/// What a mark is there for.
enum Mark {
    /// It says what is missing: `TODO: which role?`.
    Asks { end: usize },
    /// It stands for what is missing: `The deadline is TBD.`
    Stands { end: usize },
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
        let slots: Vec<Option<Mark>> =
            marks.iter().map(|(start, mark)| self.mark_at(*start, mark)).collect();
        // A word that the text uses elsewhere is the name of something: `TBD` of a town.
        let used: HashSet<&str> = marks
            .iter()
            .zip(&slots)
            .filter(|(_, slot)| slot.is_none())
            .map(|((_, mark), _)| *mark)
            .collect();
        for (index, ((start, mark), slot)) in marks.iter().zip(&slots).enumerate() {
            let next = marks.get(index + 1).map_or(prose.text.len(), |(next, _)| *next);
            match slot {
                Some(Mark::Asks { end }) => self.push(*start, (*end).min(next)),
                Some(Mark::Stands { end }) if !used.contains(mark) => self.push(*start, *end),
                _ => {}
            }
        }
    }

    /// What a mark is there for; `None` where it is only spoken of.
    fn mark_at(&self, start: usize, mark: &str) -> Option<Mark> {
        const MARKUP: [char; 12] = [' ', '\t', '*', '_', '>', '-', '+', '#', '(', '[', '\r', '"'];
        let behind = start + mark.len();
        let before = self.prose.line_before(start);
        let rest = self.prose.line_from(behind);
        let is_name = rest.starts_with(['/', '(', '=']) || rest.starts_with("]:");
        if is_name || before.ends_with(['#', '/', '@', '.', '=']) {
            return None;
        }
        let asks = rest.trim_start_matches(['*', '_', '`']).starts_with(':');
        if let Some(code) = self.prose.code_around(start) {
            // `TODO` alone is a name for such places.
            return asks.then_some(Mark::Asks { end: code.end });
        }
        let line_end = behind + rest.find('|').unwrap_or(rest.len());
        let lead = before.trim_end_matches(MARKUP);
        let is_first = lead.is_empty() || lead.ends_with('|') || is_number_of_item(lead);
        let said = before.trim_end();
        let is_given = said.ends_with([':', '=', '(', '[', '|'])
            || [" is", " are", " at"].into_iter().any(|verb| said.ends_with(verb));
        // "TODO:" is never anything else; the others may end a sentence before a colon.
        if asks && (is_first || is_given || matches!(mark, "TODO" | "FIXME")) {
            return Some(Mark::Asks { end: line_end });
        }
        if asks || self.is_explained(start, rest) {
            return None;
        }
        let follows = rest.trim_start_matches(['*', '_']);
        let next = follows.trim_start();
        let is_last = next.is_empty()
            || next.starts_with('|')
            || follows.starts_with(['.', ',', ';', ')', ']']);
        // "TODO add the picture", but "TODO items are …".
        let verb = next.split(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
        let orders = self.language.is_verb(&verb.to_lowercase());
        if is_last && (is_first || is_given) {
            Some(Mark::Stands { end: behind })
        } else {
            (is_first && (orders || next.starts_with('-'))).then_some(Mark::Asks { end: line_end })
        }
    }

    /// Whether the word is one that a list of abbreviations explains.
    fn is_explained(&self, place: usize, rest: &str) -> bool {
        let in_glossary = self.stands_below(place, |heading| {
            self.language.is_heading_of(Topic::Definitions, heading)
        });
        in_glossary || rest.to_lowercase().contains("to be ")
    }

    /// Whether a heading that a place stands below is of some kind.
    fn stands_below(&self, place: usize, is_meant: impl Fn(&str) -> bool) -> bool {
        let sections = &self.member.document.outline().sections;
        let above = sections.partition_point(|section| section.span.start <= place);
        let mut around = above.checked_sub(1);
        while let Some(section) = around.and_then(|at| sections.get(at)) {
            if section.level > 1 && is_meant(&section.title) {
                return true;
            }
            around = section.parent;
        }
        false
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
            let is_value = self.reading.takes_values && self.language.is_value_slot(inside);
            let is_slot = self.language.is_slot(inside) && !is_value && !is_tag(open, inside);
            // What a message to be sent leaves open is filled in by who sends it.
            let is_of_message = || {
                is_quoted(before)
                    || self.stands_below(start, |title| self.language.is_heading_of_sample(title))
            };
            if is_slot && prose.code_around(start).is_none() && !is_of_message() {
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
                && !is_quoted(before)
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

/// Whether a place is in a quotation, by the part of the line before it.
fn is_quoted(before: &str) -> bool {
    before.trim_start().starts_with('>') || before.contains(['"', '“'])
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
