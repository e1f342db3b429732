//! The log for programs. Fields are added here, never changed.

use schemars::JsonSchema;
use serde::Serialize;

use crate::calendar::Moment;
use crate::comparison::Class;
use crate::git::{CommitId, End, Person};

use super::{Entry, Log, Subject};

/// The body of the answer.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Revisions<'a> {
    /// The documents that were asked for.
    documents: Vec<Document<'a>>,
    /// Their revisions, newest first.
    revisions: Vec<Revision<'a>>,
    /// How many older revisions the limit left out.
    left_out: usize,
    /// How many documents of the library could not be read, where all were asked for.
    unreadable: usize,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Document<'a> {
    /// Its number; `null` where it has none.
    id: Option<&'a str>,
    /// Where it stands, or stood last, from the root of the repository.
    path: &'a str,
    /// Its title; `null` for one that was removed.
    title: Option<&'a str>,
    /// What the working tree changes beyond the newest revision.
    uncommitted: Option<Uncommitted>,
    /// Whether the first version is among the revisions that the clone knows.
    complete: bool,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Uncommitted {
    /// How much it weighs.
    class: Class,
    /// What changed, in one line.
    summary: String,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Revision<'a> {
    /// The commit.
    commit: CommitId,
    /// When its author says that it was written.
    date: Moment,
    /// Who wrote it, after `.mailmap`.
    author: &'a Person,
    /// The first paragraph of its message.
    subject: &'a str,
    /// The number of the document; `null` where it has none.
    id: Option<&'a str>,
    /// Where the document stands today.
    document: &'a str,
    /// Where it stood in this commit.
    path: &'a str,
    /// Where it stood before, where this commit moved it.
    renamed_from: Option<&'a str>,
    /// How much the change weighs; `null` for a first version, a removal, and a version that
    /// cannot be read.
    class: Option<Class>,
    /// What changed, in one line.
    summary: String,
    /// Whether the date of last review was moved on, or a note added to it.
    review: bool,
    /// Whether it is a merge whose text differs from both sides.
    merge: bool,
    /// When it reached the controlled branch; `null` where that cannot be told.
    landed: Option<Moment>,
    /// Whether `landed` may be wrong, because the branch was merged into itself or its dates
    /// are out of order there.
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
            unreadable: log.unreadable,
        }
    }
}

fn document(subject: &Subject) -> Document<'_> {
    Document {
        id: subject.id.as_deref(),
        path: &subject.path,
        title: subject.title.as_deref(),
        uncommitted: subject
            .uncommitted
            .as_ref()
            .map(|gist| Uncommitted { class: gist.class, summary: gist.summary.clone() }),
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
        landed: entry.landed.map(|landed| landed.on),
        uncertain: entry.landed.is_some_and(|landed| !landed.is_certain),
    }
}
