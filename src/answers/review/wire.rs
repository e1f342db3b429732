//! The JSON of `review`. Fields are added here, never changed.

use schemars::JsonSchema;
use serde::Serialize;

use crate::calendar::Date;
use crate::comparison::Class;
use crate::comparison::wire::Changes;
use crate::document::lifecycle::ReviewOutcome;
use crate::git::CommitId;
use crate::record::{FieldData, Stage, fields_data};
use crate::standing::VouchedBy;

use super::{Review, Reviewed, Since};

/// The body of the answer.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ReviewData<'a> {
    /// What the review came to.
    outcome: ReviewOutcome,
    /// What the reviewers noted.
    note: Option<&'a str>,
    /// Who they are.
    reviewed_by: &'a [String],
    /// The day of the review.
    on: Date,
    /// Where a review outside git is recorded.
    evidence: Option<&'a str>,
    /// Whether the record stands in the files.
    written: bool,
    /// Whether it is committed.
    committed: bool,
    /// The documents, as they were named.
    documents: Vec<Document<'a>>,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Document<'a> {
    /// Its number; `null` where it has none.
    id: Option<&'a str>,
    /// Where it stands, from the root of the repository.
    path: &'a str,
    /// Its title, or the name of the file.
    title: &'a str,
    /// Whether it has changed since somebody vouched for it.
    changed: SinceThen,
    /// Who vouched for it last; `null` where nobody did, or that cannot be told.
    since: Option<WireSince>,
    /// How much it has changed; `null` where that cannot be told.
    class: Option<Class>,
    /// What changed; `null` where nothing did, or that cannot be told.
    changes: Option<Changes<'a>>,
    /// The keys of the front matter that the record writes.
    fields: Vec<FieldData<'a>>,
    /// The fingerprint of the text that was reviewed.
    reviewed_text: String,
    /// The day of the next review that the document names itself, where it has come already or
    /// comes before the one that its interval gives; `null` otherwise.
    still_due: Option<Date>,
    /// The commit that carries the record; `null` while there is none.
    commit: Option<CommitId>,
}

#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
enum SinceThen {
    /// What it says is the same.
    Unchanged,
    /// What it says has changed.
    Changed,
    /// Nobody has vouched for it yet.
    NeverReviewed,
    /// That cannot be told.
    Unknown,
}

/// The last time somebody vouched for the text.
#[derive(Debug, Serialize, JsonSchema)]
struct WireSince {
    /// How.
    by: VouchedHow,
    /// The date that was recorded.
    date: Date,
    /// The commit that recorded it.
    commit: CommitId,
}

#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
enum VouchedHow {
    Review,
    Approval,
    /// A first date of review, which is no review but the only baseline there is.
    InitialDate,
}

impl<'a> ReviewData<'a> {
    pub(super) fn of(review: &'a Review) -> Self {
        let decision = &review.decision;
        Self {
            outcome: decision.outcome,
            note: decision.note.as_deref(),
            reviewed_by: &decision.by,
            on: decision.on,
            evidence: decision.evidence.as_deref(),
            written: review.stage != Stage::Proposed,
            committed: review.stage == Stage::Committed,
            documents: review.documents.iter().map(document).collect(),
        }
    }
}

fn document(document: &Reviewed) -> Document<'_> {
    let entry = &document.entry;
    let (changed, vouched, class, changes) = match &document.since {
        Since::Unchanged(vouched) => (SinceThen::Unchanged, Some(vouched), Some(Class::None), None),
        Since::Changed(vouched, comparison) => (
            SinceThen::Changed,
            Some(vouched),
            Some(comparison.class),
            Some(Changes::from(comparison.as_ref())),
        ),
        Since::Never => (SinceThen::NeverReviewed, None, None, None),
        Since::Unknown(_) => (SinceThen::Unknown, None, None, None),
    };
    Document {
        id: entry.id.as_deref(),
        path: entry.path.as_str(),
        title: &entry.title,
        changed,
        since: vouched.map(|vouched| WireSince {
            by: match vouched.by {
                VouchedBy::Review => VouchedHow::Review,
                VouchedBy::Approval => VouchedHow::Approval,
                VouchedBy::InitialDate => VouchedHow::InitialDate,
            },
            date: vouched.date,
            commit: vouched.commit,
        }),
        class,
        changes,
        fields: fields_data(entry),
        reviewed_text: entry.text.to_string(),
        still_due: document.still_due,
        commit: entry.commit,
    }
}
