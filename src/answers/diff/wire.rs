//! The report of `diff` for programs. Fields are added here, never changed.

use schemars::JsonSchema;
use serde::Serialize;

use crate::comparison::Class;
use crate::comparison::wire::Changes;
use crate::library::Unreadable;

use super::{DiffReport, DocumentDiff};

/// The body of the answer.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Diff<'a> {
    /// The older end, as it was asked for.
    from: &'a str,
    /// The newer end, as it was asked for.
    to: &'a str,
    /// How many there are.
    summary: Summary,
    /// The documents that differ.
    documents: Vec<Document<'a>>,
    /// The documents that could not be compared.
    unreadable: &'a [Unreadable],
}

#[derive(Debug, Serialize, JsonSchema)]
struct Summary {
    /// Documents that differ.
    documents: usize,
    /// Documents that could not be compared.
    unreadable: usize,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Document<'a> {
    /// Its number; `null` where it has none.
    id: Option<&'a str>,
    /// Its title at the newer end, or at the older one where it was removed.
    title: &'a str,
    /// Where it stood; `null` where it is new.
    old_path: Option<&'a str>,
    /// Where it stands; `null` where it was removed.
    new_path: Option<&'a str>,
    /// What happened to it. One that was only moved is unchanged and has two paths.
    change: DocumentChange,
    /// How much the whole change weighs.
    class: Class,
    #[serde(flatten)]
    changes: Changes<'a>,
}

#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
enum DocumentChange {
    Added,
    Removed,
    Modified,
    Unchanged,
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
            (None, _) => DocumentChange::Added,
            (_, None) => DocumentChange::Removed,
            _ if document.class == Class::None => DocumentChange::Unchanged,
            _ => DocumentChange::Modified,
        },
        class: document.class,
        changes: Changes::from(&document.comparison),
    }
}
