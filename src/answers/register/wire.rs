//! The register for programs. Fields are added here, never changed.

use serde::Serialize;

use crate::calendar::Date;

use crate::library::Unreadable;

use super::{Register, Registered};

/// The body of the answer.
#[derive(Debug, Serialize)]
pub struct List<'a> {
    summary: Summary,
    documents: Vec<Document<'a>>,
    unreadable: &'a [Unreadable],
}

#[derive(Debug, Serialize)]
struct Summary {
    documents: usize,
    unreadable: usize,
}

#[derive(Debug, Serialize)]
struct Document<'a> {
    id: Option<&'a str>,
    path: &'a str,
    title: &'a str,
    #[serde(rename = "type")]
    document_type: Option<&'a str>,
    version: Option<&'a str>,
    status: Option<&'static str>,
    owner: Option<&'a str>,
    effective_date: Option<Date>,
    last_reviewed: Option<Date>,
    due: Option<Date>,
    state: &'static str,
    fingerprint: String,
}

impl<'a> List<'a> {
    pub(super) fn of(register: &'a Register) -> Self {
        Self {
            summary: Summary {
                documents: register.rows.len(),
                unreadable: register.unreadable.len(),
            },
            documents: register.rows.iter().map(document).collect(),
            unreadable: &register.unreadable,
        }
    }
}

fn document(document: &Registered) -> Document<'_> {
    let fields = &document.fields;
    Document {
        id: document.id.as_deref(),
        path: &document.path,
        title: &document.title,
        document_type: fields
            .document_type
            .value()
            .map(crate::document::lifecycle::DocumentType::as_str),
        version: fields.version.value().map(String::as_str),
        status: fields.status.value().map(|status| status.as_str()),
        owner: fields.owner.value().map(String::as_str),
        effective_date: fields.effective_date.copied(),
        last_reviewed: fields.last_reviewed.copied(),
        due: document.due,
        state: document.state.name(),
        fingerprint: document.fingerprint.to_string(),
    }
}
