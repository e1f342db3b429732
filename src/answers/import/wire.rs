//! An import for programs. Fields are added here, never changed.

use schemars::JsonSchema;
use serde::Serialize;

use crate::recording::{Format, Mask};

use super::{Import, Imported};

/// The body of the answer.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ImportData<'i> {
    /// What recorded it.
    format: Format,
    /// The SHA-256 of the recording, in hexadecimal.
    sha256: &'i str,
    /// What the recording is called; `null` where it does not say so.
    title: Option<&'i str>,
    /// Whether the documents are written.
    written: bool,
    /// The documents, in the order of the recording.
    documents: Vec<WireDocument<'i>>,
    /// What was masked, in the order of the recording. What was masked stands nowhere.
    masks: Vec<WireMask<'i>>,
}

/// A document that was made.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "ImportedDocument")]
struct WireDocument<'i> {
    /// Its number.
    id: &'i str,
    /// Where it stands, from the root of the repository.
    path: &'i str,
    /// Its title.
    title: &'i str,
    /// Which task of the recording it is, counted from 1.
    take: usize,
    /// How many steps it has.
    steps: usize,
    /// The names of the actions that are not known, each of which is a TODO.
    unknown_actions: &'i [String],
    /// The names that were made from identifiers of a program, each of which is a TODO.
    guessed_names: &'i [String],
    /// Its pictures, from the root of the repository.
    pictures: Vec<&'i str>,
    /// The document that has two thirds of its steps or more, by its number or path, so that it
    /// may be the instruction of the same task; `null` where there is none.
    resembles: Option<&'i str>,
}

/// Something that was masked.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Mask")]
pub(super) struct WireMask<'i> {
    /// Its number, as `--keep-value` takes it.
    number: usize,
    /// The task it belongs to, counted from 1.
    take: usize,
    /// Where in the recording, counted from 1; 0 for its title.
    place: usize,
    /// What is counted: `step`, `command`, `call`, `line`.
    unit: &'static str,
    /// What it seems to be.
    kind: &'static str,
    /// The name of the field that it was typed into; `null` where there is none.
    field: Option<&'i str>,
    /// Why it was masked.
    why: &'static str,
    /// Whether it was kept, because `--keep-value` says so.
    kept: bool,
}

impl<'i> ImportData<'i> {
    pub(super) fn of(import: &'i Import) -> Self {
        Self {
            format: import.format,
            sha256: &import.sha256,
            title: import.title.as_deref(),
            written: import.is_written,
            documents: import.documents.iter().map(WireDocument::of).collect(),
            masks: import.masks.iter().map(|mask| WireMask::of(mask, import.format)).collect(),
        }
    }
}

impl<'i> WireDocument<'i> {
    fn of(made: &'i Imported) -> Self {
        Self {
            id: made.document.id.as_str(),
            path: made.document.path.as_str(),
            title: &made.title,
            take: made.take,
            steps: made.steps,
            unknown_actions: &made.unknown,
            guessed_names: &made.guessed,
            pictures: made.pictures.iter().map(|picture| picture.path.as_str()).collect(),
            resembles: made.resembled.as_ref().map(|other| other.document.as_str()),
        }
    }
}

impl<'i> WireMask<'i> {
    pub(super) fn of(mask: &'i Mask, format: Format) -> Self {
        Self {
            number: mask.number,
            take: mask.take + 1,
            place: mask.place.0,
            unit: format.unit(),
            kind: mask.kind.described(),
            field: mask.field.as_deref(),
            why: mask.why.described(),
            kept: mask.is_kept,
        }
    }
}
