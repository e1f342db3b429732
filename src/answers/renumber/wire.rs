//! The JSON of `renumber`. Fields are added here, never changed.

use schemars::JsonSchema;
use serde::Serialize;

use super::{LeftWhy, Renumbering};

/// The body of the answer.
#[derive(Debug, Serialize, JsonSchema)]
pub struct RenumberingData<'r> {
    /// Whether it stands in the files.
    written: bool,
    /// The number that the document had.
    old: &'r str,
    /// The number that it has from now on.
    new: &'r str,
    /// Where it stood, from the root of the repository.
    old_path: &'r str,
    /// Where it stands.
    new_path: &'r str,
    /// The files that change, the document among them.
    changed: Vec<Changed<'r>>,
    /// The places that keep the old number.
    left: Vec<Left<'r>>,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Changed<'r> {
    /// The file, by the path that it has afterwards.
    path: &'r str,
    /// In how many places it changes.
    places: usize,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Left<'r> {
    /// The file.
    path: &'r str,
    /// The line, from 1.
    line: usize,
    /// Why it keeps the old number.
    why: Why,
}

#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
enum Why {
    /// It says what was.
    Record,
    /// Another document has the number as well.
    Shared,
}

impl<'r> RenumberingData<'r> {
    pub(super) fn of(report: &'r Renumbering) -> Self {
        Self {
            written: report.is_written,
            old: &report.old,
            new: report.new.as_str(),
            old_path: report.from.as_str(),
            new_path: report.to.as_str(),
            changed: report
                .changed
                .iter()
                .map(|changed| Changed { path: changed.path.as_str(), places: changed.places })
                .collect(),
            left: report
                .left
                .iter()
                .map(|left| Left {
                    path: left.path.as_str(),
                    line: left.line,
                    why: match left.why {
                        LeftWhy::Record => Why::Record,
                        LeftWhy::Shared => Why::Shared,
                    },
                })
                .collect(),
        }
    }
}
