//! The report of `diff` for programs. Fields are added here, never changed.

use serde::Serialize;

use crate::comparison::Class;
use crate::comparison::wire::Changes;

use crate::library::Unreadable;

use super::{DiffReport, DocumentDiff};

/// The body of the answer.
#[derive(Debug, Serialize)]
pub struct Diff<'a> {
    from: &'a str,
    to: &'a str,
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
    title: &'a str,
    old_path: Option<&'a str>,
    new_path: Option<&'a str>,
    change: &'static str,
    class: Class,
    #[serde(flatten)]
    changes: Changes<'a>,
}

impl<'a> Diff<'a> {
    pub(super) fn of(report: &'a DiffReport) -> Self {
        Self {
            from: &report.from,
            to: &report.to,
            summary: Summary {
                documents: report.documents.len(),
                unreadable: report.unreadable.len(),
            },
            documents: report.documents.iter().map(document).collect(),
            unreadable: &report.unreadable,
        }
    }
}

fn document(document: &DocumentDiff) -> Document<'_> {
    Document {
        id: document.id.as_deref(),
        title: &document.title,
        old_path: document.old_path.as_deref(),
        new_path: document.new_path.as_deref(),
        change: match (&document.old_path, &document.new_path) {
            (None, _) => "added",
            (_, None) => "removed",
            _ if document.class == Class::None => "unchanged",
            _ => "modified",
        },
        class: document.class,
        changes: Changes::from(&document.comparison),
    }
}
