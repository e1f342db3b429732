//! The log for programs. Fields are added here, never changed.

use serde::Serialize;

use crate::calendar::Moment;
use crate::comparison::Class;
use crate::git::{CommitId, End, Person};

use super::{Entry, Log, Subject};

/// The body of the answer.
#[derive(Debug, Serialize)]
pub struct Revisions<'a> {
    documents: Vec<Document<'a>>,
    revisions: Vec<Revision<'a>>,
    /// How many older revisions the limit left out.
    left_out: usize,
}

#[derive(Debug, Serialize)]
struct Document<'a> {
    id: Option<&'a str>,
    path: &'a str,
    title: Option<&'a str>,
    uncommitted: Option<Uncommitted>,
    /// Whether the first version is among the revisions that the clone knows.
    complete: bool,
}

#[derive(Debug, Serialize)]
struct Uncommitted {
    class: Class,
    summary: String,
}

#[derive(Debug, Serialize)]
struct Revision<'a> {
    commit: CommitId,
    date: Moment,
    author: &'a Person,
    subject: &'a str,
    id: Option<&'a str>,
    document: &'a str,
    path: &'a str,
    renamed_from: Option<&'a str>,
    class: Option<Class>,
    summary: String,
    review: bool,
    merge: bool,
    landed: Option<Moment>,
    uncertain: bool,
}

impl<'a> Revisions<'a> {
    pub(super) fn of(log: &'a Log) -> Self {
        Self {
            documents: log.subjects.iter().map(document).collect(),
            revisions: log
                .entries
                .iter()
                .map(|entry| revision(entry, &log.subjects[entry.subject]))
                .collect(),
            left_out: log.left_out,
        }
    }
}

fn document(subject: &Subject) -> Document<'_> {
    Document {
        id: subject.id.as_deref(),
        path: &subject.path,
        title: subject.title.as_deref(),
        uncommitted: subject.uncommitted.as_ref().map(|comparison| Uncommitted {
            class: comparison.class,
            summary: comparison.summary(),
        }),
        complete: subject.end == End::Created,
    }
}

fn revision<'a>(entry: &'a Entry, subject: &'a Subject) -> Revision<'a> {
    Revision {
        commit: entry.info.id,
        date: entry.info.author_time,
        author: &entry.info.author,
        subject: &entry.info.subject,
        id: subject.id.as_deref(),
        document: &subject.path,
        path: &entry.path,
        renamed_from: entry.renamed_from.as_deref(),
        class: entry.class(),
        summary: entry.summary(),
        review: entry.is_review,
        merge: entry.is_merge,
        landed: entry.landed,
        uncertain: entry.landed.is_some() && !entry.is_certain,
    }
}
