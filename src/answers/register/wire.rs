//! The register for programs. Fields are added here, never changed.

use schemars::JsonSchema;
use serde::Serialize;

use crate::calendar::Date;
use crate::document::lifecycle::{DocumentType, Status};
use crate::library::Unreadable;
use crate::paths::RepoPath;
use crate::standing::{InForceData, State};

use super::{Register, Registered};

/// The body of the answer.
#[derive(Debug, Serialize, JsonSchema)]
pub struct List<'a> {
    /// How many there are.
    summary: Summary,
    /// The documents, by number.
    documents: Vec<Document<'a>>,
    /// The documents that could not be read.
    unreadable: &'a [Unreadable],
    /// Where documents stand of which nothing tells whether they were in force; `null` where
    /// that was not asked.
    undecided: Option<Vec<&'a str>>,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Summary {
    /// Documents that are listed.
    documents: usize,
    /// Documents of the library that could not be read.
    unreadable: usize,
    /// Documents that were not in force; `null` where that was not asked.
    not_in_force: Option<usize>,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Document<'a> {
    /// Its number; `null` where it has none.
    id: Option<&'a str>,
    /// Where it stands, from the root of the repository.
    path: &'a str,
    /// Its title: from the front matter, else its first heading, else the name of the file.
    title: &'a str,
    /// `policy`, `sop`, `work-instruction`, or a type of sopctl.toml.
    #[serde(rename = "type")]
    document_type: Option<&'a str>,
    /// Its version, as written.
    version: Option<&'a str>,
    /// How far it has come.
    status: Option<Status>,
    /// The one accountable owner.
    owner: Option<&'a str>,
    /// The day from which it binds.
    effective_date: Option<Date>,
    /// The day of the last review.
    last_reviewed: Option<Date>,
    /// The day of the next review.
    due: Option<Date>,
    /// Whether it can be trusted.
    state: State,
    /// What it says, whatever its typing: `1:` and 32 hexadecimal digits.
    fingerprint: String,
    /// Why this text was the one in force; `null` where that was not asked.
    in_force: Option<InForceData<'a>>,
}

impl<'a> List<'a> {
    pub(super) fn of(register: &'a Register) -> Self {
        Self {
            summary: Summary {
                documents: register.rows.len(),
                unreadable: register.unreadable.len(),
                not_in_force: register.left_out.as_ref().map(|left_out| left_out.not_in_force),
            },
            documents: register.rows.iter().map(document).collect(),
            unreadable: &register.unreadable,
            undecided: register
                .left_out
                .as_ref()
                .map(|left_out| left_out.undecided.iter().map(RepoPath::as_str).collect()),
        }
    }
}

fn document(document: &Registered) -> Document<'_> {
    let fields = &document.fields;
    Document {
        id: document.id.as_deref(),
        path: &document.path,
        title: &document.title,
        document_type: fields.document_type.value().map(DocumentType::as_str),
        version: fields.version.value().map(String::as_str),
        status: fields.status.copied(),
        owner: fields.owner.value().map(String::as_str),
        effective_date: fields.effective_date.copied(),
        last_reviewed: fields.last_reviewed.copied(),
        due: document.due,
        state: document.state,
        fingerprint: document.fingerprint.to_string(),
        in_force: document.in_force.as_ref().map(InForceData::of),
    }
}
