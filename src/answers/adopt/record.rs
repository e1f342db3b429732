//! How far a document has come, as far as it records that: status, version, approval.
//!
//! An approval cannot be told from the outside, so nothing here is guessed upwards. A
//! document is proposed as approved or effective only where it states all that this
//! takes; otherwise it is a draft until somebody says more.

use super::Request;
use super::candidate::stated;
use super::proposal::{Certainty, Proposal, Source, Undecided};
use super::stated::{Stated, Statements};
use crate::calendar::Date;
use crate::config::VersionScheme;
use crate::document::field::FieldName;
use crate::document::front_matter::{Fields, NewValue};
use crate::document::lifecycle::Status;

/// What a document records of its life.
#[derive(Debug)]
pub(super) struct Record {
    status: Settled,
    version: Stated<String>,
    approved_by: Stated<Vec<String>>,
    approved_on: Stated<Date>,
    effective_date: Stated<Date>,
}

/// The status that a document has, or should have.
#[derive(Debug)]
enum Settled {
    /// Its front matter has it.
    Given(Status),
    /// It was typed.
    Asked(Status),
    /// The document records all that the status takes.
    Recorded { status: Status, because: String, line: usize },
    /// A draft, for want of something.
    Draft { because: String },
}

impl Record {
    pub(super) fn of(fields: &Fields, statements: &Statements, request: &Request<'_>) -> Self {
        let mut record = Self {
            status: Settled::Draft { because: String::new() },
            version: statements.parsed(FieldName::Version, version),
            approved_by: statements.parsed(FieldName::ApprovedBy, people),
            approved_on: statements.date(FieldName::ApprovedOn),
            effective_date: statements.date(FieldName::EffectiveDate),
        };
        record.status = match (fields.status.copied(), request.status) {
            (Some(status), _) => Settled::Given(status),
            (None, Some(status)) => Settled::Asked(status),
            (None, None) => record.settled(fields, statements, request.as_of.day),
        };
        record
    }

    /// The status that counts for what else is required.
    pub(super) const fn status(&self) -> Status {
        match self.status {
            Settled::Given(status) | Settled::Asked(status) => status,
            Settled::Recorded { status, .. } => status,
            Settled::Draft { .. } => Status::Draft,
        }
    }

    /// A field of the record; `is_asked` where it must have a value.
    pub(super) fn proposal(
        &self,
        field: FieldName,
        is_asked: bool,
        request: &Request<'_>,
    ) -> Result<Option<Proposal>, Undecided> {
        let found = match field {
            FieldName::Status => return Ok(self.of_status()),
            FieldName::Version => of(field, &self.version, |text| NewValue::Text(text.clone())),
            FieldName::ApprovedBy => {
                of(field, &self.approved_by, |people| NewValue::List(people.clone()))
            }
            FieldName::ApprovedOn => of(field, &self.approved_on, |date| NewValue::Date(*date)),
            FieldName::EffectiveDate => {
                of(field, &self.effective_date, |date| NewValue::Date(*date))
            }
            _ => return Ok(None),
        }?;
        match found {
            None if is_asked && field == FieldName::Version => {
                let first = NewValue::Text(first_version(request.config.versions).to_owned());
                let because =
                    format!("no version is stated, and {} documents have one", self.status());
                let sure = (Source::NothingElse, Certainty::Guess);
                Ok(Some(Proposal::new(field, first, sure, because)))
            }
            None if is_asked => Err(Undecided::new(field, "the document does not record it")),
            found => Ok(found),
        }
    }

    fn of_status(&self) -> Option<Proposal> {
        let value = NewValue::Text(self.status().as_str().to_owned());
        let propose = |source, certainty, because: &str| {
            Some(Proposal::new(FieldName::Status, value.clone(), (source, certainty), because))
        };
        match &self.status {
            Settled::Given(_) => None,
            Settled::Asked(_) => propose(Source::CommandLine, Certainty::Configured, "as asked"),
            Settled::Recorded { because, line, .. } => {
                propose(Source::OwnWords, Certainty::Stated, because)
                    .map(|proposal| proposal.at_line(*line))
            }
            Settled::Draft { because } => propose(Source::NothingElse, Certainty::Guess, because),
        }
    }

    /// The status by the document's own words: the one that it names, or that its
    /// approval makes.
    fn settled(&self, fields: &Fields, statements: &Statements, today: Date) -> Settled {
        let is_recorded = |field: FieldName| match field {
            FieldName::ApprovedBy => is_clear(&self.approved_by) || fields.approved_by.is_given(),
            FieldName::ApprovedOn => is_clear(&self.approved_on) || fields.approved_on.is_given(),
            FieldName::EffectiveDate => {
                is_clear(&self.effective_date) || fields.effective_date.is_given()
            }
            _ => true,
        };
        let lacking = |status: Status| -> Vec<&'static str> {
            let approved = [FieldName::ApprovedBy, FieldName::ApprovedOn];
            let needed = match status {
                Status::Approved => &approved[..],
                Status::Effective => {
                    &[FieldName::ApprovedBy, FieldName::ApprovedOn, FieldName::EffectiveDate]
                }
                _ => &[],
            };
            let lacking = needed.iter().filter(|field| !is_recorded(**field));
            lacking.map(|field| field.as_str()).collect()
        };
        let named = statements.parsed(FieldName::Status, |text| Status::read(text).ok());
        if let Stated::Clearly { value: status, line, words } = named {
            let lacking = lacking(status);
            return if lacking.is_empty() {
                Settled::Recorded { status, because: format!("{words:?}"), line }
            } else {
                let lacking = lacking.join(", ");
                let because = format!("line {line} says {status}, but not {lacking}");
                Settled::Draft { because }
            };
        }
        let Stated::Clearly { line, words, .. } = &self.approved_on else {
            return Settled::Draft { because: "the document records no approval".to_owned() };
        };
        let is_in_force = matches!(
            &self.effective_date,
            Stated::Clearly { value, .. } if *value <= today
        );
        let status = if is_in_force { Status::Effective } else { Status::Approved };
        match lacking(status).as_slice() {
            [] => Settled::Recorded { status, because: format!("{words:?}"), line: *line },
            lacking => {
                let because = format!("approved by line {line}, but not {}", lacking.join(", "));
                Settled::Draft { because }
            }
        }
    }
}

fn is_clear<T>(stated: &Stated<T>) -> bool {
    matches!(stated, Stated::Clearly { .. })
}

fn of<T>(
    field: FieldName,
    found: &Stated<T>,
    value: impl Fn(&T) -> NewValue,
) -> Result<Option<Proposal>, Undecided> {
    match found {
        Stated::Nothing => Ok(None),
        Stated::Clearly { value: text, line, words } => {
            Ok(Some(stated(field, value(text), *line, words)))
        }
        Stated::Unclearly { why, line } => Err(Undecided::new(field, why.as_str()).at_line(*line)),
    }
}

/// A version as documents write it: `v2.1` is 2.1.
fn version(text: &str) -> Option<String> {
    let first = text.split_whitespace().next()?.trim_end_matches([',', ';']);
    let version = first.strip_prefix(['v', 'V']).unwrap_or(first);
    let is_one = version.len() <= 12
        && version.chars().all(|c| c.is_ascii_alphanumeric() || c == '.')
        && (version.starts_with(|c: char| c.is_ascii_digit()) || version.len() == 1);
    is_one.then(|| version.to_owned())
}

/// The people in `Ann Lee, Ben Okoro and Cy Poe`.
fn people(text: &str) -> Option<Vec<String>> {
    let names: Vec<String> = text
        .split([',', ';', '&'])
        .flat_map(|part| part.split(" and "))
        .map(|name| name.trim().to_owned())
        .filter(|name| !name.is_empty())
        .collect();
    let is_name = |name: &String| {
        name.chars().count() <= 60
            && name.contains(char::is_alphabetic)
            && !name.contains(|c: char| c.is_ascii_digit() || matches!(c, '{' | '<' | '[' | '%'))
    };
    let is_place = matches!(text.to_lowercase().trim(), "tbd" | "tba" | "todo" | "n/a" | "none");
    (!names.is_empty() && !is_place && names.iter().all(is_name)).then_some(names)
}

/// The version of a text that is approved and states none.
const fn first_version(scheme: VersionScheme) -> &'static str {
    match scheme {
        VersionScheme::MajorMinor => "1.0",
        VersionScheme::Integer => "1",
        VersionScheme::Letter => "A",
    }
}
