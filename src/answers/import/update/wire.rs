//! A proposal for programs. Fields are added here, never changed.

use schemars::JsonSchema;
use serde::Serialize;

use crate::comparison::wire::Changes;
use crate::comparison::{ChangeKind, Class};
use crate::recording::Format;

use super::super::wire::WireMask;
use super::Update;
use super::proposed::Proposed;
use super::writing::{Left, Why};

/// The body of the answer.
#[derive(Debug, Serialize, JsonSchema)]
pub struct UpdateData<'u> {
    /// What recorded it.
    format: Format,
    /// The SHA-256 of the recording, in hexadecimal.
    sha256: &'u str,
    /// Which task of the recording it is, counted from 1.
    take: usize,
    /// The number of the document; `null` where it has none.
    id: Option<&'u str>,
    /// Where it stands, from the root of the repository.
    path: &'u str,
    /// Its title.
    title: &'u str,
    /// Whether it was made from this very recording, so that nothing was compared.
    known: bool,
    /// Whether the changes are written.
    written: bool,
    /// How much the whole change weighs.
    class: Class,
    /// How many steps the recording has; 0 where nothing was compared.
    recorded_steps: usize,
    /// How many of these are steps of the document.
    shared_steps: usize,
    /// What becomes of the steps, one by one. Sub-steps stand behind their steps.
    proposal: Vec<WireStep<'u>>,
    #[serde(flatten)]
    changes: Changes<'u>,
    /// The changes as `git apply` takes them; empty where nothing changes.
    patch: String,
    /// The steps that stay as they are for a person to decide.
    left: Vec<WireLeft<'u>>,
    /// The lines of the changed text that name steps by numbers which may have become others'.
    lines_naming_steps: &'u [usize],
    /// The pictures of new steps, from the root of the repository.
    pictures: Vec<&'u str>,
    /// What was masked, in the order of the recording. What was masked stands nowhere.
    masks: Vec<WireMask<'u>>,
}

/// A step that came, went, moved or changed.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "ProposedStep")]
struct WireStep<'u> {
    /// What happens to it; `changed` also where it moves besides.
    change: ChangeKind,
    /// Its number before; `null` where it is new, a sub-step, or without a number.
    old_number: Option<u64>,
    /// Its number afterwards; `null` where it goes, is a sub-step, or has none.
    number: Option<u64>,
    /// What it said, with what is run or typed in it; `null` where it is new.
    old: Option<&'u str>,
    /// What it says; `null` where it goes.
    new: Option<&'u str>,
    /// What stood below it and goes.
    gone: &'u [String],
    /// What comes below it.
    come: &'u [String],
}

/// A step that stays as it is.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "LeftStep")]
struct WireLeft<'u> {
    /// Its number in the changed text; `null` for a sub-step, or where steps have none.
    number: Option<u64>,
    /// What it says.
    text: &'u str,
    /// Why it stays. `not-recorded` and `worded-by-hand` are marked with a TODO.
    why: Why,
}

impl<'u> UpdateData<'u> {
    pub(super) fn of(update: &'u Update) -> Self {
        Self {
            format: update.format,
            sha256: &update.sha256,
            take: update.take,
            id: update.id.as_deref(),
            path: update.path.as_str(),
            title: &update.title,
            known: update.is_known,
            written: update.is_written,
            class: update.comparison.class,
            recorded_steps: update.counts.recorded,
            shared_steps: update.counts.shared,
            proposal: update.proposed.iter().map(step).collect(),
            changes: Changes::from(&update.comparison),
            patch: update.patch(),
            left: update.left.iter().map(left).collect(),
            lines_naming_steps: &update.naming_steps,
            pictures: update.pictures.iter().map(|picture| picture.path.as_str()).collect(),
            masks: update.masks.iter().map(|mask| WireMask::of(mask, update.format)).collect(),
        }
    }
}

fn step(step: &Proposed) -> WireStep<'_> {
    WireStep {
        change: step.change,
        old_number: step.was,
        number: step.number,
        old: step.old.as_deref(),
        new: step.new.as_deref(),
        gone: &step.gone,
        come: &step.come,
    }
}

fn left(left: &Left) -> WireLeft<'_> {
    WireLeft { number: left.number, text: &left.text, why: left.why }
}
