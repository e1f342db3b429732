//! Finding statements: labelled lines, rows, keys, and sentences about a review.

use super::{About, Itself, Statements, day, line};
use crate::data::Node;
use crate::document::Document;
use crate::document::blocks::BlockKind;
use crate::document::field::FieldName;
use crate::document::profile::Profile;
use crate::language::Language;

/// The lines of the body, from its first, in which a document speaks of itself.
const HEAD: usize = 40;

impl Statements {
    pub(super) fn take_keys(&mut self, document: &Document, profile: &Profile) {
        let Some(front_matter) = document.split().front_matter(profile) else { return };
        for entry in &front_matter.entries {
            let key = entry.key.value.as_str();
            if profile.field_of(key).is_some() {
                continue;
            }
            let line = document.lines().line(entry.key.span.start);
            let value = Node::compact(&entry.node);
            // `ID` and `Last-Reviewed` are keys of the convention to whoever wrote them.
            let same = key.to_lowercase().replace(['-', ' '], "_");
            match profile.field_of(&same).or_else(|| FieldName::named(&same)) {
                Some(field) if !value.is_empty() => {
                    self.take(About::Field(field), value.clone(), line, &format!("{key}: {value}"));
                }
                Some(_) => {}
                None => drop(self.take_pair(&words_of_key(key), &value, line, key, true)),
            }
        }
    }

    pub(super) fn take_lines(&mut self, document: &Document, itself: &Itself<'_>) {
        let lines = plain_lines(document);
        for (index, (text, number)) in lines.iter().enumerate() {
            let is_head = index < HEAD;
            let below = |count: usize| lines.get(index + count).map_or("", |(text, _)| text);
            if !text.contains('|') {
                self.take_text(text, *number, is_head, itself);
                continue;
            }
            let cells = line::cells(text);
            if cells.len() > 2
                && line::is_rule(below(1))
                && is_head
                && !is_control_box(&cells, below(2))
            {
                // Columns of one row; the rows of a longer table are a history.
                if below(3).trim().is_empty() {
                    for (label, value) in cells.iter().zip(line::cells(below(2))) {
                        self.take_pair(label, value, number + 2, below(2), is_head);
                    }
                }
                continue;
            }
            for pair in cells.windows(2) {
                let [label, value] = pair else { continue };
                self.take_pair(label.trim_end_matches(':'), value, *number, text, is_head);
            }
            for cell in cells {
                self.take_text(cell, *number, is_head, itself);
            }
        }
    }

    /// `Label: value`, or a sentence about a review.
    fn take_text(&mut self, text: &str, line: usize, is_head: bool, itself: &Itself<'_>) {
        if let Some((label, value)) = text.split_once(':')
            && self.take_pair(label, value, line, text, is_head)
        {
            return;
        }
        if let Some((about, value)) = review_in(text, itself) {
            self.take(about, value, line, text);
        }
    }

    fn take_pair(
        &mut self,
        label: &str,
        value: &str,
        line: usize,
        words: &str,
        is_head: bool,
    ) -> bool {
        let Some(about) = Language::english().field_of_label(label).and_then(About::of) else {
            return false;
        };
        let value = value.trim();
        if value.is_empty() || !(is_head || about.is_review()) {
            return false;
        }
        let words =
            if words.contains(value) { words.to_owned() } else { format!("{words}: {value}") };
        self.take(about, value.to_owned(), line, &words);
        true
    }
}

/// Whether the first row of a table is labels with their values side by side, as word
/// processors lay out the box of a controlled document, and not the names of columns: the row
/// below goes on with a label, or there is none and one of the values has a digit.
fn is_control_box(cells: &[&str], below: &str) -> bool {
    let is_label = |cell: &str| {
        let label = cell.trim_end_matches(':');
        Language::english().field_of_label(label).and_then(About::of).is_some()
    };
    let alternates = cells.chunks(2).all(|pair| match pair {
        [label, value] => {
            let is_blank = label.is_empty() && value.is_empty();
            is_blank || (is_label(label) && !is_label(value))
        }
        _ => false,
    });
    let goes_on = if below.contains('|') {
        line::cells(below).first().is_some_and(|first| is_label(first))
    } else {
        cells.iter().any(|cell| cell.contains(|c: char| c.is_ascii_digit()))
    };
    alternates && goes_on
}

/// The lines of the body without markup, each with its number; none of code, and none of
/// what steps tell people to write.
fn plain_lines(document: &Document) -> Vec<(String, usize)> {
    let places = places(document);
    let mut is_comment = false;
    let mut lines = Vec::new();
    let mut at = 0;
    for text in document.body().split_inclusive('\n') {
        // Blocks begin behind the indentation.
        let begin = at + text.len() - text.trim_start().len();
        let plain = if is_hidden(document, &places, begin) {
            String::new()
        } else {
            line::plain(text, &mut is_comment)
        };
        lines.push((plain, document.line_in_body(at)));
        at += text.len();
    }
    lines
}

/// Where a block stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Open,
    InItem,
    InStep,
}

/// Where each block stands; an item stands in itself.
fn places(document: &Document) -> Vec<Place> {
    let mut places: Vec<Place> = Vec::with_capacity(document.blocks().len());
    for block in document.blocks() {
        let parent = block.parent.and_then(|parent| places.get(parent)).copied();
        places.push(match (parent.unwrap_or(Place::Open), &block.kind) {
            (Place::InStep, _) | (_, BlockKind::Item { ordinal: Some(_), .. }) => Place::InStep,
            (_, BlockKind::Item { .. }) => Place::InItem,
            (parent, _) => parent,
        });
    }
    places
}

/// Whether the line whose words begin there is code, part of a step, or stands below the
/// first line of another item.
fn is_hidden(document: &Document, places: &[Place], begin: usize) -> bool {
    let blocks = document.blocks();
    let mut at = blocks.partition_point(|block| block.span.start <= begin).checked_sub(1);
    while let Some((index, block)) = at.and_then(|at| Some((at, blocks.get(at)?))) {
        if begin < block.span.end {
            let is_item = matches!(block.kind, BlockKind::Item { .. });
            let before = document.body().get(block.span.start..begin).unwrap_or_default();
            return match places.get(index) {
                _ if matches!(block.kind, BlockKind::Code { .. }) => true,
                Some(Place::InStep) => true,
                Some(Place::InItem) => !is_item || before.contains('\n'),
                Some(Place::Open) | None => false,
            };
        }
        at = block.parent;
    }
    false
}

/// `next-reviewDate` as `next review date`.
fn words_of_key(key: &str) -> String {
    let mut words = String::new();
    for c in key.chars() {
        if c.is_uppercase() && words.ends_with(char::is_lowercase) {
            words.push(' ');
        }
        words.push(if c.is_alphanumeric() { c } else { ' ' });
    }
    words
}

/// Words that may stand before `last reviewed` in a sentence about the document itself:
/// access logs are reviewed as well.
const SUBJECT: [&str; 19] = [
    "this",
    "the",
    "it",
    "document",
    "page",
    "policy",
    "procedure",
    "process",
    "sop",
    "standard",
    "operating",
    "work",
    "instruction",
    "runbook",
    "guide",
    "was",
    "is",
    "has",
    "been",
];

/// Those of them that are no nouns.
const VERBS: [&str; 4] = ["was", "is", "has", "been"];

/// What follows the words about a review at the beginning of a sentence, where it is a day.
fn review_in(text: &str, itself: &Itself<'_>) -> Option<(About, String)> {
    for sentence in text.split(". ") {
        let words: Vec<&str> = sentence.split_whitespace().collect();
        let keys: Vec<String> = words
            .iter()
            .map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase())
            .collect();
        let subject = keys.iter().take_while(|key| SUBJECT.contains(&key.as_str())).count();
        if is_of_another_type(&keys[..subject], itself) {
            continue;
        }
        let behind_subject = &keys[subject..];
        let mut found: Option<(About, usize)> = None;
        for (label, field) in Language::english().labels() {
            let Some(about) = About::of(field).filter(|about| about.is_review()) else { continue };
            let label: Vec<&str> = label.split(' ').collect();
            let begins = behind_subject.len() > label.len()
                && label.iter().zip(behind_subject).all(|(a, b)| a == b);
            if begins && found.is_none_or(|(_, longest)| label.len() > longest) {
                found = Some((about, label.len()));
            }
        }
        let Some((about, length)) = found else { continue };
        let mut at = subject + length;
        if keys.get(at).is_some_and(|key| key == "by") {
            at += keys[at..].iter().take(8).position(|key| key == "on")?;
        }
        at += keys[at..]
            .iter()
            .take_while(|key| key.is_empty() || matches!(key.as_str(), "on" | "was" | "is"))
            .count();
        let value = words[at..].join(" ");
        let names_another = (at..words.len())
            .any(|at| words[at].contains(".md") || (itself.is_another)(&words[at..].join(" ")));
        if day::stated_in(&value).is_some() && !names_another {
            return Some((about, value));
        }
    }
    None
}

/// Whether a subject names documents of a type that this one has not: in a procedure,
/// `the policy` is another document, and `this policy` is not.
fn is_of_another_type(subject: &[String], itself: &Itself<'_>) -> bool {
    if itself.types.is_empty() || subject.iter().any(|word| word == "this") {
        return false;
    }
    let nouns = subject.iter().map(String::as_str).filter(|word| !VERBS.contains(word));
    let nouns: Vec<&str> = nouns.collect();
    let named = Language::english().type_named(&nouns);
    named.is_some_and(|named| !itself.types.iter().any(|own| own == named))
}
