//! The report of `diff` for programs. Fields are added here, never changed.

use schemars::JsonSchema;
use serde::Serialize;

use crate::calendar::Date;
use crate::comparison::Class;
use crate::comparison::wire::Changes;
use crate::git::CommitId;
use crate::library::Unreadable;
use crate::standing::VouchedBy;

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
    /// With `--since-review`, the documents that nobody has reviewed or approved yet, by
    /// their numbers or paths.
    never_reviewed: &'a [String],
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
    /// With `--since-review`, who vouched for the older text; `null` otherwise.
    since: Option<Since>,
    /// The language of the document, where there are no word lists for it, so that no effect
    /// that needs words is told; `null` otherwise.
    unread_language: Option<&'a str>,
    #[serde(flatten)]
    changes: Changes<'a>,
}

/// The last time somebody vouched for the older text.
#[derive(Debug, Serialize, JsonSchema)]
struct Since {
    /// How.
    by: Voucher,
    /// The date that was recorded.
    date: Date,
    /// The commit that recorded it.
    commit: CommitId,
}

#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
enum Voucher {
    Review,
    Approval,
    /// A first date of review, which is no review but the only baseline there is.
    InitialDate,
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
            never_reviewed: &report.unvouched,
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
        unread_language: document.comparison.unread_language.as_deref(),
        since: document.since.map(|since| Since {
            by: match since.by {
                VouchedBy::Review => Voucher::Review,
                VouchedBy::Approval => Voucher::Approval,
                VouchedBy::InitialDate => Voucher::InitialDate,
            },
            date: since.date,
            commit: since.commit,
        }),
        changes: Changes::from(&document.comparison),
    }
}
