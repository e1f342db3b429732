//! What a document says about itself in its text: `Last reviewed: 3 March 2025`.
//!
//! Reads labelled lines, rows of tables and keys that no field is known by. Words
//! about a review are looked for in the whole text; everything else, such as an owner,
//! only near its beginning, where it is about the document and not about its subject.

mod day;
mod line;
mod reading;

use crate::calendar::Date;
use crate::document::Document;
use crate::document::field::FieldName;
use crate::document::profile::Profile;
use crate::language::Language;

/// The longest value in characters: more is a sentence about something.
const LONGEST: usize = 80;

/// What a document says about itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Statements {
    found: Vec<Statement>,
}

/// What tells a document from others that its sentences may be about.
pub(super) struct Itself<'d> {
    /// The types that it may have; none where nothing tells.
    pub(super) types: Vec<String>,
    /// Whether a text begins with the number of another document.
    pub(super) is_another: &'d dyn Fn(&str) -> bool,
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
    /// A number, of the document or of something in it.
    BareId,
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
    pub(super) fn of(document: &Document, profile: &Profile, itself: &Itself<'_>) -> Self {
        let mut statements = Self::none();
        statements.take_keys(document, profile);
        statements.take_lines(document, itself);
        statements
    }

    /// Of a document that says nothing of itself.
    pub(super) const fn none() -> Self {
        Self { found: Vec::new() }
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

    /// Who answers for the document, without what is noted beside the name.
    pub(super) fn owner(&self) -> Stated<String> {
        self.parsed(FieldName::Owner, |value| {
            let words = line::without_links(value);
            let name = without_note(&words);
            (is_meant(name) && !is_reference(name)).then(|| name.to_owned())
        })
    }

    /// The number of the document, which `read` understands; behind a mere `ID` only what
    /// `is_number` also takes for one.
    pub(super) fn number<T: PartialEq>(
        &self,
        read: impl Fn(&str) -> Option<T>,
        is_number: impl Fn(&str) -> bool,
    ) -> Stated<T> {
        match self.parsed(FieldName::Id, &read) {
            Stated::Nothing => {
                let read = |value: &str| read(value).filter(|_| is_number(value));
                self.the(About::BareId, |value| read(value).map(Ok))
            }
            stated => stated,
        }
    }

    /// Every number that is stated, also where they differ.
    pub(super) fn numbers<T>(&self, read: impl Fn(&str) -> Option<T>) -> Vec<T> {
        let stated = |statement: &&Statement| statement.about == About::Field(FieldName::Id);
        self.found.iter().filter(stated).filter_map(|one| read(&one.value)).collect()
    }

    /// A day.
    pub(super) fn date(&self, field: FieldName) -> Stated<Date> {
        self.the_one(field, day::stated_in)
    }

    /// The day of the last review. It lies behind, or it is none; `never` is an answer as
    /// well, and differs from every day. A bare `review date` is one where it lies behind,
    /// and `is_sure` of the answer is false.
    pub(super) fn last_review(&self, today: Date) -> (Stated<Date>, bool) {
        let read = |value: &str| {
            if is_never(value) {
                Some(Ok(None))
            } else {
                day::stated_in(value).map(|day| day.map(Some))
            }
        };
        match self.the_one(FieldName::LastReviewed, read) {
            Stated::Clearly { value: None, .. } => return (Stated::Nothing, true),
            Stated::Clearly { value: Some(value), line, words } if value > today => {
                let why = format!("{words:?} speaks of a review in the future");
                return (Stated::Unclearly { why, line }, true);
            }
            Stated::Clearly { value: Some(value), line, words } => {
                return (Stated::Clearly { value, line, words }, true);
            }
            Stated::Unclearly { why, line } => return (Stated::Unclearly { why, line }, true),
            Stated::Nothing => {}
        }
        match self.the(About::ReviewDate, day::stated_in) {
            Stated::Clearly { value, .. } if value > today => (Stated::Nothing, false),
            stated => (stated, false),
        }
    }

    /// The day of the next review; a bare `review date` is one where it lies ahead.
    pub(super) fn next_review(&self, today: Date) -> (Stated<Date>, bool) {
        match self.date(FieldName::NextReview) {
            Stated::Nothing => match self.the(About::ReviewDate, day::stated_in) {
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

    fn take(&mut self, about: About, value: String, line: usize, words: &str) {
        let words: String = words.trim().trim_matches('|').trim().chars().take(LONGEST).collect();
        self.found.push(Statement { about, value, line, words });
    }
}

impl About {
    /// What the field of a label is about.
    fn of(field: &str) -> Option<Self> {
        match field {
            "review_date" => Some(Self::ReviewDate),
            "bare_id" => Some(Self::BareId),
            field => FieldName::named(field).map(Self::Field),
        }
    }

    const fn is_review(self) -> bool {
        matches!(
            self,
            Self::ReviewDate | Self::Field(FieldName::LastReviewed | FieldName::NextReview)
        )
    }
}

/// `@ops (Slack: #ops)` and `Jane Doe (since 2020)` without the brackets; those of
/// `Shop manager (north)` are part of the name.
fn without_note(value: &str) -> &str {
    let Some((name, note)) = value.split_once(" (") else { return value };
    let is_note = name.starts_with('@')
        || note.contains(|c: char| c.is_ascii_digit() || matches!(c, ':' | '#' | '@'));
    if is_note { name.trim_end() } else { value }
}

/// Whether a value says where to look for the owner instead of naming one.
fn is_reference(value: &str) -> bool {
    let value = value.to_lowercase();
    let begins = ["see ", "refer to ", "as in ", "cf. "];
    value.contains("codeowners") || begins.iter().any(|words| value.starts_with(words))
}

/// Whether a value says that there was no review.
fn is_never(value: &str) -> bool {
    let value = value.trim_end_matches(['.', '!']).to_lowercase();
    ["never", "not yet", "not reviewed"].iter().any(|no| value.starts_with(no))
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

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        Date::read(text).unwrap().date
    }

    fn statements(text: &str) -> Statements {
        let profile = Profile::sopctl();
        let is_another = |text: &str| text.starts_with("POL-");
        let itself = Itself { types: vec!["sop".to_owned()], is_another: &is_another };
        Statements::of(&Document::read(text.to_owned(), profile), profile, &itself)
    }

    fn last(text: &str) -> String {
        match statements(text).last_review(day("2026-01-01")) {
            (Stated::Clearly { value, line, .. }, true) => format!("{value}:{line}"),
            (Stated::Clearly { value, line, .. }, false) => format!("{value}:{line}?"),
            (Stated::Unclearly { line, .. }, _) => format!("unclear:{line}"),
            (Stated::Nothing, _) => String::new(),
        }
    }

    proptest::proptest! {
        #[test]
        fn any_text_can_be_looked_at(
            text in "(Reviewed|Status|Review date|[|:<>*_.`# -]|<!--|-->|[0-9]{1,4}|Mar|[a-zé—]|\\n){0,40}",
        ) {
            let found = statements(&text);
            found.last_review(day("2026-01-01"));
            found.next_review(day("2026-01-01"));
            found.text(FieldName::Owner);
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
            ("# A\n\nThe procedure was last reviewed on 2025-03-03.\n", "2025-03-03:3"),
            ("# A\n\n- Control:\n  - Last reviewed: 2025-03-03\n", "2025-03-03:4"),
            ("# A\n\n1. Do.\n\nLast reviewed: 2025-03-03\n", "2025-03-03:5"),
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
            "# A\n\nPolicy was last reviewed: 2021-01-01.\n",
            "# A\n\nThe policy was last reviewed on 2021-01-01.\n",
            "# A\n\nIt was last reviewed on 2021-01-01 in the audit of POL-003.\n",
            "# A\n\nIt was last reviewed on 2021-01-01 with [that](money.md).\n",
            "# A\n\nLast reviewed: never\n",
            "# A\n\nLast reviewed: never\n\nReview date: 2021-01-01\n",
            "# A\n\n1. Fill in the form:\n   Last reviewed: 2020-02-02\n2. Send it.\n",
            "# A\n\n1. Fill in the form:\n\n   Last reviewed: 2020-02-02\n",
            "# A\n\n1. Fill in the form:\n   - Last reviewed: 2020-02-02\n",
            "# A\n\n1. Fill in:\n\n   | Last reviewed | 2020-02-02 |\n   |---|---|\n   | a | b |\n",
            "# A\n\n- Fill in the form:\n  Last reviewed: 2020-02-02\n- Send it.\n",
            "# A\n\n    Last reviewed: 2020-02-02\n",
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
            ("# A\n\nLast reviewed: 3 March 2025\n\nLast reviewed: never\n", 5),
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
    fn an_owner_is_a_name_without_notes_and_no_reference() {
        for (text, expected) in [
            ("Owner: see CODEOWNERS", None),
            ("Owner: See the wiki", None),
            ("Owner: @ops (Slack: #ops)", Some("@ops")),
            ("Owner: **[Jane Doe](mailto:jane@example.com)** (since 2020)", Some("Jane Doe")),
            ("Owner: Shop manager (north)", Some("Shop manager (north)")),
            ("Owner: [name]", None),
            ("    Owner: @indent", None),
        ] {
            let owner = match statements(&format!("# A\n\n{text}\n")).owner() {
                Stated::Clearly { value, .. } => Some(value),
                Stated::Unclearly { .. } | Stated::Nothing => None,
            };
            assert_eq!(owner.as_deref(), expected, "{text}");
        }
    }

    fn stated_in(text: &str, field: FieldName) -> Option<String> {
        match statements(text).text(field) {
            Stated::Clearly { value, .. } => Some(value),
            Stated::Unclearly { .. } | Stated::Nothing => None,
        }
    }

    #[test]
    fn a_hard_break_is_no_part_of_what_is_stated() {
        let text = "# A\n\nVersion: 2.1\\\nOwner: Head of Quality\\\n**Status:** Draft\n";
        assert_eq!(stated_in(text, FieldName::Version).as_deref(), Some("2.1"));
        assert_eq!(stated_in(text, FieldName::Owner).as_deref(), Some("Head of Quality"));
        let escaped = stated_in("# A\n\nOwner: C:\\\\\n", FieldName::Owner);
        assert_eq!(escaped.as_deref(), Some("C:\\\\"));
    }

    #[test]
    fn labels_and_values_side_by_side_are_no_names_of_columns() {
        let id = FieldName::Id;
        let row = "| Document No. | QA-SOP-007 | Revision | 3.0 |\n|---|---|---|---|\n";
        let rest = "| Owner | Ann Lee | Approved by | Ben Okoro |\n| Status | Draft | | |\n";
        let whole = format!("# A\n\n{row}{rest}");
        assert_eq!(stated_in(&whole, id).as_deref(), Some("QA-SOP-007"));
        assert_eq!(stated_in(&whole, FieldName::Version).as_deref(), Some("3.0"));
        assert_eq!(stated_in(&whole, FieldName::Owner).as_deref(), Some("Ann Lee"));
        assert_eq!(stated_in(&whole, FieldName::ApprovedBy).as_deref(), Some("Ben Okoro"));
        assert_eq!(stated_in(&format!("# A\n\n{row}"), id).as_deref(), Some("QA-SOP-007"));
        let history = "# A\n\n| Version | Date | Approved by | Change |\n|---|---|---|---|\n\
                       | 1.0 | 2025-01-01 | Ann Lee | New |\n| 2.0 | 2026-01-01 | Ann Lee | Till |\n";
        assert_eq!(stated_in(history, FieldName::Version), None);
        assert_eq!(stated_in(history, FieldName::ApprovedBy), None);
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
