//! `review`: shows what changed since somebody vouched for a document last, and records that
//! it was reviewed now.
//!
//! The record is a group of fields in the front matter; the commit message repeats it. What is
//! no honest record is refused: a review of an unchanged text without a word about it, one of
//! a text that git does not hold, one that goes back in time.

mod decision;
mod since;
mod view;
mod wire;

use crate::calendar::Date;
use crate::config::Config;
use crate::document::field::FieldName;
use crate::document::front_matter::Fields;
use crate::document::lifecycle::{ReviewInterval, Status};
use crate::git::{CommitId, GitError};
use crate::library::Library;
use crate::paths::RepoPath;
use crate::record::{Entry, EntryError, Message, Onward, Pending, Stage};
use crate::report::{Context, Format, Report, View};
use crate::worktree::Changeset;

pub use decision::Decision;
pub use since::{Reading, Since, preview, read};

/// The fields that a review writes, besides the version.
const FIELDS: [FieldName; 6] = [
    FieldName::LastReviewed,
    FieldName::ReviewedBy,
    FieldName::ReviewOutcome,
    FieldName::ReviewNote,
    FieldName::ReviewEvidence,
    FieldName::ReviewedText,
];

/// The answer.
#[derive(Debug)]
pub struct Review {
    context: Context,
    decision: Decision,
    documents: Vec<Reviewed>,
    grouping: Grouping,
    stage: Stage,
    onward: Onward,
    shown: Shown,
}

/// One document of it.
#[derive(Debug)]
struct Reviewed {
    entry: Entry,
    since: Since,
    /// How far it has come.
    status: Option<Status>,
    /// The day of the next review that front matter names, where the review does not move it.
    still_due: Option<Date>,
}

/// How many commits carry the record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Grouping {
    /// One for each document.
    Apart,
    /// One for all.
    Together,
}

/// Whether the answer says what changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shown {
    /// It does.
    Here,
    /// It was shown before the questions were asked.
    Before,
}

/// What is to be recorded, and where.
#[derive(Debug)]
pub struct Request<'a> {
    /// What the reviewers decided.
    pub decision: Decision,
    /// The documents, and the convention by which they are written.
    pub library: &'a Library,
    /// How versions are counted.
    pub config: &'a Config,
    /// How many commits.
    pub grouping: Grouping,
    /// How the commits get to the controlled branch.
    pub onward: Onward,
    /// Whether the answer says what changed.
    pub shown: Shown,
}

/// A review that is not recorded.
#[derive(Debug, thiserror::Error)]
pub enum ReviewError {
    /// Nothing changed, or nothing tells whether, and nobody says what was looked at.
    #[error("{} since it was last vouched for, so the review needs a note", not_changed(document, *is_known))]
    NoNote {
        /// The document.
        document: String,
        /// Whether it is known that nothing changed.
        is_known: bool,
    },
    /// Nothing changed, and the review is said to have changed something.
    #[error("nothing changed in {document} since its last review, so it was not revised")]
    NotRevised {
        /// The document.
        document: String,
    },
    /// A revision is asked for, and nothing says which.
    #[error("needs-revision wants a reference: what is to be revised, and where that is tracked")]
    NoReference,
    /// The text is not the one that git has.
    #[error("{document} has uncommitted changes, and `current` vouches for what git holds")]
    Uncommitted {
        /// The document.
        document: String,
        /// Where it stands.
        path: RepoPath,
        /// How it differs.
        how: Pending,
    },
    /// The day is yet to come.
    #[error("{on} is after {day}: a review cannot be recorded before it took place")]
    InFuture {
        /// The day of the review.
        on: Date,
        /// The day that is judged by.
        day: Date,
    },
    /// The document shows a later review.
    #[error("{document} was reviewed on {shown} already: a date that goes back is no review")]
    GoesBack {
        /// The document.
        document: String,
        /// The date that it shows.
        shown: Date,
    },
    /// The document says the same already.
    #[error("{document} shows this review of {on} already, in the same words")]
    Recorded {
        /// The document.
        document: String,
        /// The date.
        on: Date,
    },
    /// The version cannot be counted on.
    #[error("the version of {document} cannot be raised: {}", version.as_deref().map_or_else(|| "it has none".to_owned(), |version| format!("{version:?} is none of this library's scheme")))]
    NoVersion {
        /// The document.
        document: String,
        /// Its version, as written.
        version: Option<String>,
    },
    /// The fields cannot be written.
    #[error(transparent)]
    Entry(#[from] EntryError),
    /// The repository could not answer.
    #[error(transparent)]
    Git(#[from] GitError),
}

fn not_changed(document: &str, is_known: bool) -> String {
    if is_known {
        format!("nothing changed in {document}")
    } else {
        format!("nothing tells whether {document} changed")
    }
}

/// Records the decision about each document, in their order; nothing is written.
///
/// # Errors
/// When it cannot be recorded honestly, or not at all: then for no document.
pub fn record(
    readings: Vec<Reading<'_>>,
    request: Request<'_>,
    context: Context,
) -> Result<Review, ReviewError> {
    let Request { decision, library, config, grouping, onward, shown } = request;
    decision.check(context.as_of)?;
    let mut documents = Vec::with_capacity(readings.len());
    for reading in readings {
        let edits = decision.edits(&reading, config)?;
        let fields = reading.subject.member.document.fields();
        documents.push(Reviewed {
            entry: Entry::of(&reading.subject, &library.profile, &edits)?,
            status: fields.status.copied(),
            still_due: still_due(fields, config, context.as_of),
            since: reading.since,
        });
    }
    Ok(Review { context, decision, documents, grouping, stage: Stage::Proposed, onward, shown })
}

/// The day of the next review that front matter names, where it comes before the one that the
/// interval gives after this review: it was the day of this one, if nobody wants it earlier.
fn still_due(fields: &Fields, config: &Config, today: Date) -> Option<Date> {
    let by_type = || config.type_of(fields.document_type.value()?)?.interval();
    let interval = match fields.review_interval.copied() {
        Some(ReviewInterval::Every(interval)) => Some(interval),
        Some(ReviewInterval::None) => None,
        None => by_type(),
    };
    let by_interval = interval.map(|interval| today.plus(interval));
    let comes_first = |due: &Date| *due <= today || by_interval.is_some_and(|next| *due < next);
    fields.next_review.copied().filter(comes_first)
}

impl Review {
    /// The edits of all documents.
    #[must_use]
    pub fn changeset(&self) -> Changeset {
        let changes = self.documents.iter().filter_map(|document| document.entry.change.clone());
        Changeset { changes: changes.collect() }
    }

    /// The commits that carry the record: their files and their messages.
    #[must_use]
    pub fn commits(&self) -> Vec<(Vec<RepoPath>, Message)> {
        let entries: Vec<&Entry> = self.documents.iter().map(|document| &document.entry).collect();
        match self.grouping {
            Grouping::Together => vec![self.commit_of(&entries)],
            Grouping::Apart => entries.iter().map(|entry| self.commit_of(&[entry])).collect(),
        }
    }

    fn commit_of(&self, entries: &[&Entry]) -> (Vec<RepoPath>, Message) {
        let paths = entries.iter().map(|entry| entry.path.clone()).collect();
        (paths, self.decision.message(entries))
    }

    /// The same answer once its changeset is written.
    #[must_use]
    pub fn written(mut self) -> Self {
        self.stage = Stage::Written;
        self
    }

    /// The same answer once these commits, as [`Review::commits`] lists them, carry it.
    #[must_use]
    pub fn committed(mut self, commits: &[CommitId]) -> Self {
        self.stage = Stage::Committed;
        for (index, document) in self.documents.iter_mut().enumerate() {
            let at = if self.grouping == Grouping::Together { 0 } else { index };
            document.entry.commit = commits.get(at).copied();
        }
        self
    }
}

impl Report for Review {
    const NAME: &'static str = "review";
    const FORMATS: &'static [Format] = &[Format::Text, Format::Json, Format::Markdown];
    type Data<'a> = wire::ReviewData<'a>;

    fn view(&self) -> View {
        view::of(self)
    }

    fn data(&self) -> wire::ReviewData<'_> {
        wire::ReviewData::of(self)
    }

    fn context(&self) -> &Context {
        &self.context
    }
}
