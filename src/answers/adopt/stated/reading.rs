//! Finding statements: labelled lines, rows, keys, and sentences about a review.

use super::{About, Statements, day, line};
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

    pub(super) fn take_lines(&mut self, document: &Document) {
        let lines = plain_lines(document);
        for (index, (text, number)) in lines.iter().enumerate() {
            let is_head = index < HEAD;
            let below = |count: usize| lines.get(index + count).map_or("", |(text, _)| text);
            if !text.contains('|') {
                self.take_text(text, *number, is_head);
                continue;
            }
            let cells = line::cells(text);
            if cells.len() > 2 && line::is_rule(below(1)) && is_head {
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
                self.take_text(cell, *number, is_head);
            }
        }
    }

    /// `Label: value`, or a sentence about a review.
    fn take_text(&mut self, text: &str, line: usize, is_head: bool) {
        if let Some((label, value)) = text.split_once(':')
            && self.take_pair(label, value, line, text, is_head)
        {
            return;
        }
        if let Some((about, value)) = review_in(text) {
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

/// The lines of the body without markup, each with its number; none of code.
fn plain_lines(document: &Document) -> Vec<(String, usize)> {
    let code: Vec<_> = document
        .blocks()
        .iter()
        .filter(|block| matches!(block.kind, BlockKind::Code { .. }))
        .map(|block| block.span)
        .collect();
    let is_code = |at: usize| {
        let before = code.partition_point(|span| span.start <= at);
        before.checked_sub(1).and_then(|last| code.get(last)).is_some_and(|span| at < span.end)
    };
    let mut is_comment = false;
    let mut lines = Vec::new();
    let mut at = 0;
    for text in document.body().split_inclusive('\n') {
        let plain = if is_code(at) { String::new() } else { line::plain(text, &mut is_comment) };
        lines.push((plain, document.line_in_body(at)));
        at += text.len();
    }
    lines
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

/// What follows the words about a review at the beginning of a sentence, where it is a day.
fn review_in(text: &str) -> Option<(About, String)> {
    for sentence in text.split(". ") {
        let words: Vec<&str> = sentence.split_whitespace().collect();
        let keys: Vec<String> = words
            .iter()
            .map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase())
            .collect();
        let subject = keys.iter().take_while(|key| SUBJECT.contains(&key.as_str())).count();
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
        if day::stated_in(&value).is_some() {
            return Some((about, value));
        }
    }
    None
}
