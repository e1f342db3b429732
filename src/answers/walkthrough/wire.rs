//! A walkthrough for programs. Fields are added here, never changed.

use schemars::JsonSchema;
use serde::Serialize;

use crate::document::fingerprint::{Fingerprint, sha256};
use crate::report::Text;
use crate::walkthrough::Scene;

use super::{Fate, Made, Walkthrough};

/// The body of the answer.
#[derive(Debug, Serialize, JsonSchema)]
pub struct WalkthroughData<'w> {
    /// The document it was made of.
    document: WireDocument<'w>,
    /// Where its files are, from the folder that they were written in.
    folder: &'w str,
    /// That folder, where it is not the root of the working tree; else `null`.
    outside: Option<&'w str>,
    /// Whether the files are written.
    written: bool,
    /// How long it takes, in milliseconds.
    length: u64,
    /// How many steps it has.
    steps: usize,
    /// Its scenes, in order.
    scenes: Vec<WireScene<'w>>,
    /// Headings of sections that are not told.
    left_out: &'w [Text],
    /// Descriptions of pictures that are not shown.
    pictures_left_out: Vec<&'w Text>,
    /// Its files.
    files: Vec<WireFile<'w>>,
    /// Names of files that an earlier run made and this one did not.
    kept: &'w [String],
    /// The program that read it aloud; `null` where it was not.
    audio: Option<&'static str>,
    /// Programs that were asked for and are not here.
    missing_tools: &'w [&'static str],
    /// The commands to be run where those programs are.
    commands: &'w [String],
}

/// The document of a walkthrough.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "WalkthroughDocument")]
struct WireDocument<'w> {
    /// Its number.
    id: Option<&'w str>,
    /// Where it stands, from the root of the repository.
    path: &'w str,
    /// Its title.
    title: &'w Text,
    /// Its version.
    version: Option<&'w Text>,
    /// Of its substance.
    #[schemars(with = "String")]
    fingerprint: Fingerprint,
}

/// What is shown at once.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Scene")]
struct WireScene<'w> {
    /// What it is about: `card`, `when-to-use`, `preparation`, `step`, `done`, `troubles`,
    /// `undo`, `source`.
    kind: &'static str,
    /// Its heading.
    title: String,
    /// When it begins, in milliseconds.
    start: u64,
    /// When it ends, in milliseconds.
    end: u64,
    /// What is said in it, sentence by sentence.
    spoken: Vec<&'w Text>,
}

/// A file of a walkthrough.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "WalkthroughFile")]
struct WireFile<'w> {
    /// Where it stands, from the folder that it was written in.
    path: &'w str,
    /// How large it is, in bytes.
    bytes: usize,
    /// Its SHA-256, in hexadecimal.
    sha256: String,
    /// What happened, or would: `created`, `replaced`, `unchanged`.
    change: &'static str,
}

impl<'w> WalkthroughData<'w> {
    pub(super) fn of(walkthrough: &'w Walkthrough) -> Self {
        let script = &walkthrough.script;
        Self {
            document: WireDocument {
                id: walkthrough.id.as_deref(),
                path: walkthrough.path.as_str(),
                title: &script.card.title,
                version: script.card.version.as_ref(),
                fingerprint: script.card.fingerprint,
            },
            folder: walkthrough.folder.as_str(),
            outside: walkthrough.outside.as_deref(),
            written: walkthrough.is_written,
            length: script.length(),
            steps: script.steps(),
            scenes: script.scenes.iter().map(WireScene::of).collect(),
            left_out: &script.left_out,
            pictures_left_out: walkthrough.unseen().collect(),
            files: walkthrough.files.iter().map(WireFile::of).collect(),
            kept: &walkthrough.kept,
            audio: walkthrough.sound.tool,
            missing_tools: &walkthrough.sound.missing,
            commands: &walkthrough.sound.commands,
        }
    }
}

impl<'w> WireScene<'w> {
    fn of(scene: &'w Scene) -> Self {
        Self {
            kind: scene.kind.name(),
            title: scene.title.words(),
            start: scene.start,
            end: scene.end,
            spoken: scene.sentences.iter().map(|sentence| &sentence.spoken).collect(),
        }
    }
}

impl<'w> WireFile<'w> {
    fn of(made: &'w Made) -> Self {
        let change = match made.fate {
            Fate::Created => "created",
            Fate::Replaced { .. } => "replaced",
            Fate::Unchanged => "unchanged",
        };
        Self {
            path: made.path.as_str(),
            bytes: made.file.content.len(),
            sha256: sha256(&made.file.content),
            change,
        }
    }
}
