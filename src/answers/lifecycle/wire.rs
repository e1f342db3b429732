//! The JSON of `promote` and `retire`. Fields are added here, never changed.

use schemars::JsonSchema;
use serde::Serialize;

use crate::document::lifecycle::Status;
use crate::git::CommitId;
use crate::record::{FieldData, Stage, fields_data};

use super::Promotion;

/// The body of the answer.
#[derive(Debug, Serialize, JsonSchema)]
pub struct PromotionData<'a> {
    /// Whether the record stands in the files.
    written: bool,
    /// Whether it is committed.
    committed: bool,
    /// The documents; at present there is always one.
    documents: [Document<'a>; 1],
}

#[derive(Debug, Serialize, JsonSchema)]
struct Document<'a> {
    /// Its number; `null` where it has none.
    id: Option<&'a str>,
    /// Where it stands, from the root of the repository.
    path: &'a str,
    /// Its title, or the name of the file.
    title: &'a str,
    /// The status that it had; `null` where it had none.
    from: Option<Status>,
    /// The status that it gets.
    to: Status,
    /// The fingerprint of the text that is approved; `null` where the step records no approval.
    approved_text: Option<String>,
    /// The keys of the front matter that the record writes.
    fields: Vec<FieldData<'a>>,
    /// The documents that carry it out or translate it and are not over, where it is over: by
    /// number or path.
    resting_on_it: Vec<&'a str>,
    /// What the documents that replace it say of that from now on.
    successors: Vec<Successor<'a>>,
    /// The documents that it replaces and that are not over yet, once it is in force: by number
    /// or path.
    replaces_still_in_use: Vec<&'a str>,
    /// The commit that carries the record; `null` while there is none.
    commit: Option<CommitId>,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Successor<'a> {
    /// Its number; `null` where it has none.
    id: Option<&'a str>,
    /// Where it stands, from the root of the repository.
    path: &'a str,
    /// The keys of the front matter that the record writes.
    fields: Vec<FieldData<'a>>,
}

impl<'a> PromotionData<'a> {
    pub(super) fn of(promotion: &'a Promotion) -> Self {
        let entry = &promotion.entry;
        Self {
            written: promotion.stage != Stage::Proposed,
            committed: promotion.stage == Stage::Committed,
            documents: [Document {
                id: entry.id.as_deref(),
                path: entry.path.as_str(),
                title: &entry.title,
                from: promotion.from,
                to: promotion.step.to,
                approved_text: promotion
                    .approval
                    .as_ref()
                    .map(|approval| approval.text.to_string()),
                fields: fields_data(entry),
                resting_on_it: promotion
                    .orphans
                    .iter()
                    .map(|orphan| orphan.name.as_str())
                    .collect(),
                successors: promotion
                    .successors
                    .iter()
                    .map(|entry| Successor {
                        id: entry.id.as_deref(),
                        path: entry.path.as_str(),
                        fields: fields_data(entry),
                    })
                    .collect(),
                replaces_still_in_use: promotion
                    .replaced
                    .iter()
                    .map(|replaced| replaced.name.as_str())
                    .collect(),
                commit: entry.commit,
            }],
        }
    }
}
