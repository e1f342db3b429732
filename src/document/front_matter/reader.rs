//! From entries to fields: what a value must be, and why it is not.

use std::fmt::Display;

use super::FrontMatter;
use super::fields::{NoWorkInstruction, RecordedFrom, Reference, Remark, SatisfiedStandard};
use super::lookup::{Found, found};
use crate::calendar::{Date, DateReading};
use crate::data::{Entry, Node, Value, find};
use crate::document::field::{Field, FieldName};
use crate::document::lifecycle::{DocumentType, ReviewOutcome, Status};
use crate::document::profile::{DateForm, Profile};
use crate::source::{Span, Spanned};

/// The longest text, in characters, that is looked at as a date, an interval, a
/// status or a number, so that no message repeats a megabyte.
const LONGEST_WORD: usize = 200;

/// Reads the fields of one block of front matter under one profile.
pub(super) struct Reader<'d> {
    front_matter: &'d FrontMatter,
    profile: &'d Profile,
    pub(super) remarks: Vec<Remark>,
}

impl<'d> Reader<'d> {
    pub(super) fn new(front_matter: &'d FrontMatter, profile: &'d Profile) -> Self {
        Self { front_matter, profile, remarks: Vec::new() }
    }

    /// A single value, as text without blanks around it.
    pub(super) fn text(&self, field: FieldName) -> Field<String> {
        read_node(self.first(field).as_ref(), text_of)
    }

    /// A single value that `read` turns into something.
    pub(super) fn parsed<T, E: Display>(
        &self,
        field: FieldName,
        read: impl FnOnce(&str) -> Result<T, E>,
    ) -> Field<T> {
        parse(self.text(field), read)
    }

    /// A list of values; a single one is a list of one.
    pub(super) fn texts(&self, field: FieldName) -> Field<Vec<Spanned<String>>> {
        read_node(self.first(field).as_ref(), texts_of)
    }

    pub(super) fn references(&self, field: FieldName) -> Field<Vec<Spanned<Reference>>> {
        let refer = |item: Spanned<String>| Spanned::new(Reference::new(&item.value), item.span);
        self.texts(field).and_then(|items| Ok::<_, String>(items.into_iter().map(refer).collect()))
    }

    pub(super) fn document_type(&self) -> Field<DocumentType> {
        self.parsed(FieldName::Type, |text| Ok::<_, String>(DocumentType::new(text)))
    }

    pub(super) fn status(&mut self) -> Field<Status> {
        let written = self.text(FieldName::Status);
        let status = parse(written.clone(), Status::read);
        self.remark_spelling(FieldName::Status, &written, status.copied().map(Status::as_str));
        status
    }

    pub(super) fn review_outcome(&mut self) -> Field<ReviewOutcome> {
        let written = self.text(FieldName::ReviewOutcome);
        let outcome = parse(written.clone(), ReviewOutcome::read);
        let canonical = outcome.copied().map(ReviewOutcome::as_str);
        self.remark_spelling(FieldName::ReviewOutcome, &written, canonical);
        outcome
    }

    /// A date; the newest where the key leads to several.
    pub(super) fn date(&mut self, field: FieldName) -> Field<Date> {
        let mut newest: Field<Date> = Field::Missing;
        for found in self.all(field) {
            let written = read_node(Some(&found), text_of);
            let reading = parse(written.clone(), |text| self.read_date(text));
            if let (Field::Given(given), Some(written)) = (&reading, written.value())
                && given.value.loose
            {
                let what = format!("write {} instead of {written}", given.value.date);
                self.remarks.push(Remark { field, span: given.span, what });
            }
            let date = reading.and_then(|reading| Ok::<_, String>(reading.date));
            match (&newest, &date) {
                (_, Field::Missing) => {}
                // One that cannot be read may be the newest.
                (_, Field::Invalid { .. }) => return date,
                (Field::Given(known), Field::Given(given)) if known.value >= given.value => {}
                (_, Field::Given(_)) => newest = date,
            }
        }
        newest
    }

    pub(super) fn no_work_instruction(&self) -> Field<NoWorkInstruction> {
        read_node(self.first(FieldName::NoWorkInstruction).as_ref(), |node| {
            let Value::Table(entries) = &node.value else {
                return text_of(node)
                    .and_then(|reason| Ok::<_, String>(NoWorkInstruction::Whole(reason)));
            };
            let mut stages = Vec::new();
            for Entry { key, node } in entries {
                match text_of(node) {
                    Field::Given(reason) => stages.push((key.clone(), reason.value)),
                    Field::Missing => {
                        return invalid(key.span, format!("`{}` has no reason", key.value));
                    }
                    Field::Invalid { at, why } => return Field::Invalid { at, why },
                }
            }
            given_unless_empty(NoWorkInstruction::Stages(stages), node.span, entries.is_empty())
        })
    }

    pub(super) fn recorded_from(&self) -> Field<RecordedFrom> {
        read_node(self.first(FieldName::RecordedFrom).as_ref(), |node| match &node.value {
            Value::Empty => Field::Missing,
            Value::Table(entries) => {
                let part = |key| {
                    let node = &find(entries, key)?.node;
                    text_of(node).value().cloned()
                };
                let recorded_from = RecordedFrom {
                    format: part("format"),
                    sha256: part("sha256"),
                    recorded_at: part("recorded_at"),
                    take: part("take"),
                };
                given_unless_empty(recorded_from, node.span, entries.is_empty())
            }
            _ => mismatch(node, "a table"),
        })
    }

    pub(super) fn satisfies(&self) -> Field<Vec<SatisfiedStandard>> {
        read_node(self.first(FieldName::Satisfies).as_ref(), |node| {
            let entries = match &node.value {
                Value::Empty => return Field::Missing,
                Value::Table(entries) => entries,
                _ => return mismatch(node, "a table of standards and their clauses"),
            };
            let mut standards = Vec::new();
            for Entry { key, node } in entries {
                let clauses = match texts_of(node) {
                    Field::Given(clauses) => clauses.value,
                    Field::Missing => Vec::new(),
                    Field::Invalid { at, why } => return Field::Invalid { at, why },
                };
                standards.push(SatisfiedStandard { standard: key.clone(), clauses });
            }
            given_unless_empty(standards, node.span, entries.is_empty())
        })
    }

    fn read_date(&self, text: &str) -> Result<DateReading, crate::calendar::DateError> {
        match self.profile.dates {
            DateForm::YearFirst => Date::read(text),
            DateForm::MonthFirst => Date::read_month_first(text),
            DateForm::MonthName => match Date::in_words(text) {
                Some(date) => Ok(DateReading { date, loose: false }),
                None => Date::read(text),
            },
        }
    }

    fn remark_spelling(
        &mut self,
        field: FieldName,
        written: &Field<String>,
        canonical: Option<&'static str>,
    ) {
        if let (Field::Given(written), Some(canonical)) = (written, canonical)
            && written.value != canonical
        {
            let what = format!("write {canonical} instead of {}", written.value);
            self.remarks.push(Remark { field, span: written.span, what });
        }
    }

    /// What the preferred key of a field leads to.
    fn first(&self, field: FieldName) -> Option<Found<'d>> {
        self.all(field).into_iter().next()
    }

    /// Everything the first key that is there leads to.
    fn all(&self, field: FieldName) -> Vec<Found<'d>> {
        let keys = self.profile.keys_of(field).iter();
        let FrontMatter { entries, problems, .. } = self.front_matter;
        let mut all = keys.map(|key| found(entries, problems, key));
        all.find(|found| !found.is_empty()).unwrap_or_default()
    }
}

/// Reads the value behind a key, if there is one.
fn read_node<'d, T>(
    found: Option<&Found<'d>>,
    read: impl FnOnce(&'d Node) -> Field<T>,
) -> Field<T> {
    match found {
        None => Field::Missing,
        Some(Found::Broken(problem)) => invalid(problem.span, problem.why.as_str()),
        Some(Found::Node(node)) => read(node),
    }
}

fn text_of(node: &Node) -> Field<String> {
    match &node.value {
        Value::Empty => Field::Missing,
        Value::Scalar(scalar) if scalar.is_alias() => {
            invalid(node.span, "this is a YAML alias; write the value itself")
        }
        Value::Scalar(scalar) => {
            let text = scalar.text.trim();
            given_unless_empty(text.to_owned(), node.span, text.is_empty())
        }
        Value::List(_) | Value::Table(_) => mismatch(node, "one value"),
    }
}

fn texts_of(node: &Node) -> Field<Vec<Spanned<String>>> {
    let Value::List(items) = &node.value else {
        return match text_of(node) {
            Field::Given(text) => Field::Given(Spanned::new(vec![text], node.span)),
            Field::Missing => Field::Missing,
            Field::Invalid { .. } if matches!(node.value, Value::Table(_)) => {
                mismatch(node, "a list")
            }
            Field::Invalid { at, why } => Field::Invalid { at, why },
        };
    };
    let mut texts = Vec::with_capacity(items.len());
    for item in items {
        match text_of(item) {
            Field::Given(text) => texts.push(text),
            Field::Missing => {}
            Field::Invalid { at, why } => return Field::Invalid { at, why },
        }
    }
    let empty = texts.is_empty();
    given_unless_empty(texts, node.span, empty)
}

fn parse<T, E: Display>(text: Field<String>, read: impl FnOnce(&str) -> Result<T, E>) -> Field<T> {
    text.and_then(|text| match text.chars().count() {
        length if length > LONGEST_WORD => Err(format!("{length} characters are too long here")),
        _ => read(&text).map_err(|error| error.to_string()),
    })
}

fn invalid<T>(at: Span, why: impl Into<String>) -> Field<T> {
    Field::Invalid { at, why: why.into() }
}

fn mismatch<T>(node: &Node, expected: &str) -> Field<T> {
    invalid(node.span, format!("expected {expected}, found {}", node.kind()))
}

fn given_unless_empty<T>(value: T, span: Span, empty: bool) -> Field<T> {
    if empty { Field::Missing } else { Field::Given(Spanned::new(value, span)) }
}
