//! CODEOWNERS and the documents, for programs. Fields are added here, never changed.

use schemars::JsonSchema;
use serde::Serialize;

use crate::ownership::Place;

use super::{CodeOwners, Task};

/// The body of the answer.
#[derive(Debug, Serialize, JsonSchema)]
pub struct CodeOwnersData<'r> {
    /// How many there are of what.
    summary: Summary,
    /// Where CODEOWNERS stands, or would; `null` where there is none.
    file: Option<&'static str>,
    /// What was asked for.
    task: WireTask,
    /// Whether the file was changed.
    written: bool,
    /// Whether the file is, or would be, changed.
    changed: bool,
    /// What the file, after it is written if it is, says otherwise than the documents.
    differences: Vec<WireDifference<'r>>,
    /// Documents for which no line can be written.
    left_out: Vec<WireLeftOut<'r>>,
}

#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
enum WireTask {
    /// The part is written from the documents.
    Write,
    /// The file is compared with them.
    Verify,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Summary {
    /// Documents whose owner the file can name.
    documents: usize,
    /// Differences.
    differences: usize,
    /// Documents for which no line can be written.
    left_out: usize,
}

#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Difference")]
struct WireDifference<'r> {
    /// `owner-differs`, or `entry-left-over`.
    code: &'static str,
    /// The number of the document; `null` where it has none.
    id: Option<&'r str>,
    /// Where it stands, from the root of the repository.
    path: &'r str,
    /// The line on which the document names its owner.
    line: Option<usize>,
    /// The owner by the document, as CODEOWNERS would name them.
    owner: Option<&'r str>,
    /// Whom CODEOWNERS names.
    named: &'r [String],
    /// The line of CODEOWNERS that does.
    named_at: Option<usize>,
}

#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "LeftOut")]
struct WireLeftOut<'r> {
    /// The number of the document; `null` where it has none.
    id: Option<&'r str>,
    /// Where it stands, from the root of the repository.
    path: &'r str,
    /// The owner; `null` where it names none.
    owner: Option<&'r str>,
    /// Why the owner cannot be named, in words.
    why: Option<String>,
}

impl<'r> CodeOwnersData<'r> {
    pub(super) fn of(report: &'r CodeOwners) -> Self {
        Self {
            summary: Summary {
                documents: report.entries.len(),
                differences: report.differences.len(),
                left_out: report.left_out.len(),
            },
            file: report.place.map(Place::path),
            task: match report.task {
                Task::Write => WireTask::Write,
                Task::Verify => WireTask::Verify,
            },
            written: report.is_written,
            changed: !report.changeset.changes.is_empty(),
            differences: report
                .differences
                .iter()
                .map(|difference| WireDifference {
                    code: difference.kind.code(),
                    id: difference.id.as_deref(),
                    path: difference.path.as_str(),
                    line: difference.line,
                    owner: difference.owner.as_deref(),
                    named: &difference.named,
                    named_at: difference.named_at,
                })
                .collect(),
            left_out: report
                .left_out
                .iter()
                .map(|without| WireLeftOut {
                    id: without.id.as_deref(),
                    path: without.path.as_str(),
                    owner: without.owner.as_deref(),
                    why: without.why.map(|why| why.to_string()),
                })
                .collect(),
        }
    }
}
