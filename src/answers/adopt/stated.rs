//! What a document says about itself in its text: `Last reviewed: 3 March 2025`.
//!
//! Reads labelled lines, rows of tables and keys that no field is known by. Words
//! about a review are looked for in the whole text; everything else, such as an owner,
//! only near its beginning, where it is about the document and not about its subject.

use crate::calendar::{Date, DateError};
use crate::data::Node;
use crate::document::Document;
use crate::document::blocks::BlockKind;
use crate::document::field::FieldName;
use crate::document::profile::Profile;
use crate::language::Language;

/// The lines of the body, from its first, in which a document speaks of itself.
const HEAD: usize = 40;

/// The longest value in characters: more is a sentence about something.
const LONGEST: usize = 80;

/// What a document says about itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Statements {
    found: Vec<Statement>,
}

/// One thing that it says.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Statement {
    about: About,
    value: String,
    line: usize,
    /// The whole line, for people.
    words: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum About {
    Field(FieldName),
    /// A review, the last or the next.
    ReviewDate,
}

/// What the text says about one field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Stated<T> {
    /// Nothing that could be its value.
    Nothing,
    /// This.
    Clearly { value: T, line: usize, words: String },
    /// Something that can be read in more than one way.
    Unclearly { why: String, line: usize },
}

impl Statements {
    pub(super) fn of(document: &Document, profile: &Profile) -> Self {
        let mut statements = Self { found: Vec::new() };
        statements.take_keys(document, profile);
        statements.take_lines(document);
        statements
    }

    /// A short text, such as an owner or a version.
    pub(super) fn text(&self, field: FieldName) -> Stated<String> {
        self.the_one(field, |value| is_meant(value).then(|| Ok(value.to_owned())))
    }

    /// A text that `read` understands; others are no statement.
    pub(super) fn parsed<T: PartialEq>(
        &self,
        field: FieldName,
        read: impl Fn(&str) -> Option<T>,
    ) -> Stated<T> {
        self.the_one(field, |value| read(value).map(Ok))
    }

    /// A day.
    pub(super) fn date(&self, field: FieldName) -> Stated<Date> {
        self.the_one(field, date_in)
    }

    /// The day of the last review. It lies behind, or it is none; a bare `review date` is
    /// one where it lies behind, and `is_sure` of the answer is false.
    pub(super) fn last_review(&self, today: Date) -> (Stated<Date>, bool) {
        let stated = match self.date(FieldName::LastReviewed) {
            Stated::Clearly { value, line, words } if value > today => {
                let why = format!("{words:?} speaks of a review in the future");
                Stated::Unclearly { why, line }
            }
            stated => stated,
        };
        if stated != Stated::Nothing {
            return (stated, true);
        }
        match self.the(About::ReviewDate, date_in) {
            Stated::Clearly { value, .. } if value > today => (Stated::Nothing, false),
            stated => (stated, false),
        }
    }

    /// The day of the next review; a bare `review date` is one where it lies ahead.
    pub(super) fn next_review(&self, today: Date) -> (Stated<Date>, bool) {
        match self.date(FieldName::NextReview) {
            Stated::Nothing => match self.the(About::ReviewDate, date_in) {
                stated @ Stated::Clearly { value, .. } if value > today => (stated, false),
                _ => (Stated::Nothing, false),
            },
            stated => (stated, true),
        }
    }

    fn the_one<T: PartialEq>(
        &self,
        field: FieldName,
        read: impl Fn(&str) -> Option<Result<T, String>>,
    ) -> Stated<T> {
        self.the(About::Field(field), read)
    }

    /// What all statements about something agree on.
    fn the<T: PartialEq>(
        &self,
        about: About,
        read: impl Fn(&str) -> Option<Result<T, String>>,
    ) -> Stated<T> {
        let mut agreed: Option<(T, &Statement)> = None;
        for statement in self.found.iter().filter(|statement| statement.about == about) {
            match (read(&statement.value), &agreed) {
                (None, _) => {}
                (Some(Err(why)), _) => return Stated::Unclearly { why, line: statement.line },
                (Some(Ok(value)), Some((known, first))) if value != *known => {
                    let why = format!("{:?} and {:?} differ", first.words, statement.words);
                    return Stated::Unclearly { why, line: statement.line };
                }
                (Some(Ok(_)), Some(_)) => {}
                (Some(Ok(value)), None) => agreed = Some((value, statement)),
            }
        }
        match agreed {
            None => Stated::Nothing,
            Some((value, statement)) => {
                let Statement { line, words, .. } = statement.clone();
                Stated::Clearly { value, line, words }
            }
        }
    }

    fn take_keys(&mut self, document: &Document, profile: &Profile) {
        let Some(front_matter) = document.split().front_matter(profile) else { return };
        for entry in &front_matter.entries {
            let key = entry.key.value.as_str();
            if profile.field_of(key).is_none() {
                let line = document.lines().line(entry.key.span.start);
                self.take_pair(&words_of_key(key), &Node::compact(&entry.node), line, key, true);
            }
        }
    }

    fn take_lines(&mut self, document: &Document) {
        let code: Vec<_> = document
            .blocks()
            .iter()
            .filter(|block| matches!(block.kind, BlockKind::Code { .. }))
            .map(|block| block.span)
            .collect();
        let is_code = |at: usize| code.iter().any(|span| (span.start..span.end).contains(&at));
        let mut is_comment = false;
        let mut lines = Vec::new();
        let mut at = 0;
        for line in document.body().split_inclusive('\n') {
            let plain = if is_code(at) { String::new() } else { plain(line, &mut is_comment) };
            lines.push((plain, document.line_in_body(at)));
            at += line.len();
        }
        for (index, (text, number)) in lines.iter().enumerate() {
            let is_head = index < HEAD;
            let below = |count: usize| lines.get(index + count).map_or("", |(text, _)| text);
            if !text.contains('|') {
                self.take_text(text, *number, is_head);
                continue;
            }
            let cells = cells(text);
            if cells.len() > 2 && is_rule(below(1)) && is_head {
                // Columns of one row; the rows of a longer table are a history.
                if below(3).trim().is_empty() {
                    for (label, value) in cells.iter().zip(self::cells(below(2))) {
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
        let Some(about) = Language::english().field_of_label(label).and_then(about) else {
            return false;
        };
        let value = value.trim();
        if value.is_empty() || !(is_head || is_review(about)) {
            return false;
        }
        let words =
            if words.contains(value) { words.to_owned() } else { format!("{words}: {value}") };
        self.take(about, value.to_owned(), line, &words);
        true
    }

    fn take(&mut self, about: About, value: String, line: usize, words: &str) {
        let words: String = words.trim().trim_matches('|').trim().chars().take(LONGEST).collect();
        let statement = Statement { about, value, line, words };
        if !self.found.contains(&statement) {
            self.found.push(statement);
        }
    }
}

fn about(label: &'static str) -> Option<About> {
    match label {
        "review_date" => Some(About::ReviewDate),
        field => FieldName::named(field).map(About::Field),
    }
}

const fn is_review(about: About) -> bool {
    matches!(
        about,
        About::ReviewDate | About::Field(FieldName::LastReviewed | FieldName::NextReview)
    )
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

/// A line without what Markdown and HTML add to its words; comments span lines.
fn plain(line: &str, is_comment: &mut bool) -> String {
    let mut text = String::new();
    let mut rest = line.trim();
    loop {
        if *is_comment {
            let Some((_, after)) = rest.split_once("-->") else { break };
            rest = after;
            *is_comment = false;
        }
        let Some((before, after)) = rest.split_once("<!--") else {
            text.push_str(rest);
            break;
        };
        text.push_str(before);
        rest = after;
        *is_comment = true;
    }
    let text = without_tags(&text).replace(['*', '`'], "");
    let text = text.trim().trim_start_matches(['#', '>', '-', '+', ' ']);
    let words: Vec<&str> = text.split(' ').map(|word| word.trim_matches('_')).collect();
    words.join(" ").trim().to_owned()
}

fn without_tags(text: &str) -> String {
    let mut plain = String::new();
    let mut rest = text;
    while let Some((before, tag)) = rest.split_once('<') {
        plain.push_str(before);
        let is_tag = tag.starts_with(|c: char| c.is_ascii_alphabetic() || c == '/');
        match tag.split_once('>') {
            Some((_, after)) if is_tag => rest = after,
            _ => {
                plain.push('<');
                rest = tag;
            }
        }
    }
    plain + rest
}

fn cells(row: &str) -> Vec<&str> {
    row.trim().trim_matches('|').split('|').map(str::trim).collect()
}

/// The line between the names of the columns and the rows.
fn is_rule(line: &str) -> bool {
    line.contains('-') && line.chars().all(|c| matches!(c, '|' | '-' | ':' | ' '))
}

/// Whether a value is one and not the place for it.
fn is_meant(value: &str) -> bool {
    let word = value.to_lowercase();
    value.chars().count() <= LONGEST
        && value.contains(char::is_alphanumeric)
        && !value.contains(['{', '<', '[', '%'])
        && Language::english().field_of_label(value).is_none()
        && !matches!(word.as_str(), "tbd" | "tba" | "todo" | "n/a" | "none" | "unknown" | "xxx")
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
            let Some(about) = about(field).filter(|about| is_review(*about)) else { continue };
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
        if date_in(&value).is_some() {
            return Some((about, value));
        }
    }
    None
}

/// The day that a value begins with, or why it is not clear which; `None` where it
/// begins with none.
fn date_in(value: &str) -> Option<Result<Date, String>> {
    let words: Vec<&str> = value
        .split_whitespace()
        .skip_while(|word| word.trim_end_matches(',').to_lowercase().ends_with("day"))
        .take(3)
        .collect();
    let first = words.first()?.trim_matches(|c: char| !c.is_alphanumeric());
    if let Some(date) = Date::in_words(first) {
        return Some(Ok(date));
    }
    match Date::read(first) {
        Ok(reading) => return Some(Ok(reading.date)),
        Err(error @ (DateError::TwoReadings { .. } | DateError::NoSuchDay { .. })) => {
            return Some(Err(error.to_string()));
        }
        Err(DateError::Form { .. }) => {}
    }
    let joined = words.join(" ");
    let joined = joined.trim_end_matches(|c: char| !c.is_alphanumeric());
    if let Some(date) = Date::in_words(joined) {
        return Some(Ok(date));
    }
    let has_year = first_number(value).is_some_and(|number| number.len() == 4);
    let begins_so = first.starts_with(|c: char| c.is_ascii_digit()) || has_year;
    let unclear =
        || format!("{:?} is not clear as a day", value.chars().take(LONGEST).collect::<String>());
    (begins_so && value.len() <= LONGEST).then(|| Err(unclear()))
}

fn first_number(text: &str) -> Option<&str> {
    text.split(|c: char| !c.is_ascii_digit()).find(|number| !number.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        Date::read(text).unwrap().date
    }

    fn statements(text: &str) -> Statements {
        let profile = Profile::sopctl();
        Statements::of(&Document::read(text.to_owned(), profile), profile)
    }

    fn last(text: &str) -> String {
        match statements(text).last_review(day("2026-01-01")) {
            (Stated::Clearly { value, line, .. }, true) => format!("{value}:{line}"),
            (Stated::Clearly { value, line, .. }, false) => format!("{value}:{line}?"),
            (Stated::Unclearly { line, .. }, _) => format!("unclear:{line}"),
            (Stated::Nothing, _) => String::new(),
        }
    }

    #[test]
    fn a_review_is_stated_in_many_ways() {
        for (text, expected) in [
            ("# A\n\nLast reviewed: 3 March 2025\n", "2025-03-03:3"),
            ("# A\n\n**Last reviewed:** 2025-03-03\n", "2025-03-03:3"),
            ("# A\n\n_Last reviewed on March 3rd, 2025_\n", "2025-03-03:3"),
            ("# A\n\n- Date of last review: 03-Mar-2025.\n", "2025-03-03:3"),
            ("# A\n\n| Owner | Ann |\n|---|---|\n| Last review | 3 March 2025 |\n", "2025-03-03:5"),
            (
                "# A\n\n| Version | Owner | Last reviewed |\n|---|---|---|\n| 2 | Ann | 2025-03-03 |\n",
                "2025-03-03:5",
            ),
            ("<p><b>Last reviewed:</b> 3 March 2025</p>\n", "2025-03-03:1"),
            ("# A\n\nThis policy was last reviewed on Monday, 3 March 2025.\n", "2025-03-03:3"),
            ("# A\n\nText. It was last reviewed by Ann Lee on 3 March 2025.\n", "2025-03-03:3"),
            ("---\nlast_reviewed_on: 2025-03-03\n---\n\n# A\n", "2025-03-03:2"),
            ("---\nlastReview: 2025-03-03\n---\n\n# A\n", "2025-03-03:2"),
            ("# A\n\nReview date: 3 March 2025\n", "2025-03-03:3?"),
            ("# A\r\n\r\nReviewed: 3 March 2025\r\n", "2025-03-03:3"),
        ] {
            assert_eq!(last(text), expected, "{text}");
        }
    }

    #[test]
    fn what_is_not_a_review_of_the_document_is_none() {
        for text in [
            "# A\n\nLast updated: 3 March 2025\n",
            "---\nlast_updated: 2025-03-03\ndate: 2025-03-03\n---\n\n# A\n",
            "# A\n\nThe access logs were last reviewed on 3 March 2025.\n",
            "# A\n\nAll access is reviewed on a quarterly basis.\n",
            "# A\n\nLast reviewed: TBD\n",
            "# A\n\nLast reviewed: {{ date }}\n",
            "# A\n\n### **Last review date:**\n",
            "# A\n\n<!-- Last reviewed: 3 March 2025 -->\n",
            "# A\n\n<!--\nLast reviewed: 3 March 2025\n-->\n",
            "# A\n\n```\nLast reviewed: 3 March 2025\n```\n",
            "# A\n\nNext review: 3 March 2025\n",
            "# A\n\nReview date: 3 March 2027\n",
        ] {
            assert_eq!(last(text), "", "{text}");
        }
    }

    #[test]
    fn what_can_be_read_in_two_ways_is_left_to_people() {
        for (text, line) in [
            ("# A\n\nLast reviewed: 03/04/2025\n", 3),
            ("# A\n\nLast reviewed: March 2025\n", 3),
            ("# A\n\nLast reviewed: 31 June 2025\n", 3),
            ("# A\n\nLast reviewed: 3 March 2027\n", 3),
            ("# A\n\nLast reviewed: 3 March 2025\n\nReviewed on: 4 March 2025\n", 5),
        ] {
            assert_eq!(last(text), format!("unclear:{line}"), "{text}");
        }
    }

    #[test]
    fn the_next_review_is_another_thing() {
        let next = |text: &str| match statements(text).next_review(day("2026-01-01")) {
            (Stated::Clearly { value, .. }, is_sure) => format!("{value} {is_sure}"),
            (stated, _) => format!("{stated:?}"),
        };
        assert_eq!(next("# A\n\nNext review due: 1 May 2027\n"), "2027-05-01 true");
        assert_eq!(next("# A\n\nNext review 1 May 2025\n"), "2025-05-01 true");
        assert_eq!(next("# A\n\nReview date: 1 May 2027\n"), "2027-05-01 false");
        assert_eq!(next("# A\n\nReview date: 1 May 2025\n"), "Nothing");
    }

    #[test]
    fn other_facts_stand_at_the_beginning() {
        let head =
            "# A\n\n**Owner:** Head of Finance  \n**Version:** 2.1  \n**Status:** Effective\n";
        let found = statements(head);
        let text = |field| match found.text(field) {
            Stated::Clearly { value, .. } => value,
            stated => format!("{stated:?}"),
        };
        assert_eq!(text(FieldName::Owner), "Head of Finance");
        assert_eq!(text(FieldName::Version), "2.1");
        let status = found.parsed(FieldName::Status, |text| Some(text.to_owned()));
        assert!(matches!(status, Stated::Clearly { value, line: 5, .. } if value == "Effective"));
        let far = format!("# A\n{}\nOwner: somebody\n", "\nText.\n".repeat(30));
        assert_eq!(statements(&far).text(FieldName::Owner), Stated::Nothing);
        let place = statements("# A\n\nOwner: <name>\nVersion: {{version}}\n");
        assert_eq!(place.text(FieldName::Owner), Stated::Nothing);
        assert_eq!(place.text(FieldName::Version), Stated::Nothing);
    }
}
