//! A document with steps as a narrated walkthrough: scenes, what is said in them, and when.
//!
//! Made from the document and from nothing else: the same document gives the same script. What
//! belongs to the document is [`Text`] from strangers and is opened by renderers only. Reading
//! aloud, drawing and writing files is for others.

mod captions;
pub mod manifest;
mod parts;
pub mod pictures;
mod scenes;
mod sentences;
mod shell;
pub mod sound;
mod spoken;
mod timing;
mod transcript;

use crate::calendar::Date;
use crate::document::fingerprint::Fingerprint;
use crate::document::lifecycle::Status;
use crate::paths::RepoPath;
use crate::report::{Line, Text};

pub use captions::{MOST_CHARACTERS, MOST_LINES};
use pictures::Picture;
pub use timing::Speech;

/// So many steps make a walkthrough that somebody may sit through; more are several
/// instructions.
pub const MOST_STEPS: usize = 500;

/// Everything that a walkthrough shows and says, in order. Times are milliseconds from its
/// beginning.
#[derive(Debug, Clone, PartialEq)]
pub struct Script {
    /// The document, as its front matter has it.
    pub card: Card,
    /// The scenes, in the order in which they are played.
    pub scenes: Vec<Scene>,
    /// The headings of sections that answer nothing a walkthrough asks.
    pub left_out: Vec<Text>,
}

/// What a title card says of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Card {
    /// Its number.
    pub id: Option<Text>,
    /// Its title.
    pub title: Text,
    /// What kind of document it is, in words.
    pub kind: &'static str,
    /// Its version.
    pub version: Option<Text>,
    /// How far it has come.
    pub status: Option<Status>,
    /// From when on it binds.
    pub effective: Option<Date>,
    /// Who must know it.
    pub audience: Vec<Text>,
    /// Where it stands, from the root of the repository.
    pub path: Text,
    /// Of its substance.
    pub fingerprint: Fingerprint,
    /// Its language as BCP 47 writes it, where it says one.
    pub language: Option<Text>,
    /// How long the walkthrough takes, in words: `about 3 minutes`.
    pub length: String,
}

/// What is shown at once.
#[derive(Debug, Clone, PartialEq)]
pub struct Scene {
    /// What it is about.
    pub kind: SceneKind,
    /// Its heading.
    pub title: Line,
    /// What is said in it.
    pub sentences: Vec<Sentence>,
    /// What there is to see.
    pub pictures: Vec<Picture>,
    /// The name of what the reader looks for, where the step marks one.
    pub target: Option<Text>,
    /// When it begins.
    pub start: u64,
    /// When the next one begins.
    pub end: u64,
}

impl Scene {
    /// Whether a sentence says no more than the heading above the scene does.
    #[must_use]
    pub fn is_headed_by(&self, sentence: &Sentence) -> bool {
        let shown = sentence.shown.words();
        let is_number = self.kind == SceneKind::Step && shown.starts_with("Step ");
        sentence.role == Role::Heading && (is_number || shown == self.title.words())
    }
}

/// What a scene is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SceneKind {
    /// The title card.
    Card,
    /// When the instruction is the right one.
    WhenToUse,
    /// What has to be at hand.
    Preparation,
    /// A step of the procedure.
    Step,
    /// How one sees the end.
    Done,
    /// What to do about faults.
    Troubles,
    /// How it is taken back.
    Undo,
    /// Where the written instruction is.
    Source,
}

impl SceneKind {
    /// Its name in answers and in the classes of a page.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Card => "card",
            Self::WhenToUse => "when-to-use",
            Self::Preparation => "preparation",
            Self::Step => "step",
            Self::Done => "done",
            Self::Troubles => "troubles",
            Self::Undo => "undo",
            Self::Source => "source",
        }
    }
}

/// A sentence: what is shown, what is said, and when.
#[derive(Debug, Clone, PartialEq)]
pub struct Sentence {
    /// What it is for.
    pub role: Role,
    /// How many steps it stands in.
    pub depth: usize,
    /// As it is written, with what is marked.
    pub shown: Line,
    /// Lines to copy, which are shown and not said.
    pub code: Option<Text>,
    /// As it is said.
    pub spoken: Text,
    /// How many words that is.
    pub words: u64,
    /// When it begins.
    pub start: u64,
    /// When it is said.
    pub end: u64,
    /// The captions that show it.
    pub cues: Vec<Cue>,
}

impl Sentence {
    /// As it is written, behind the word by which a warning is told from the rest where only
    /// words tell. Captions and voice say it as well.
    #[must_use]
    pub fn announced(&self) -> Line {
        let first = self.cues.first().and_then(|cue| cue.lines.first());
        let is_told = first.is_some_and(|line| line.words().starts_with(WARNING));
        if self.role == Role::Warning && is_told && !self.shown.words().starts_with(WARNING) {
            return Line::new().strong(WARNING).text(" ").line(self.shown.clone());
        }
        self.shown.clone()
    }
}

/// Stands before a warning that does not say so itself.
const WARNING: &str = "Warning:";

/// What a sentence is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// It names the scene.
    Heading,
    /// It warns of something before it is done.
    Warning,
    /// Something to do.
    Do,
    /// What is seen when it worked.
    Expect,
    /// Lines to copy.
    Code,
    /// Anything else.
    Say,
}

impl Role {
    /// Its name in the classes of a page.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Heading => "heading",
            Self::Warning => "warning",
            Self::Do => "do",
            Self::Expect => "expect",
            Self::Code => "code",
            Self::Say => "say",
        }
    }
}

/// A caption: at most [`MOST_LINES`] lines of at most [`MOST_CHARACTERS`] characters, for one
/// to seven seconds.
#[derive(Debug, Clone, PartialEq)]
pub struct Cue {
    /// When it is shown.
    pub start: u64,
    /// When it goes.
    pub end: u64,
    /// Its lines.
    pub lines: Vec<Line>,
}

/// A document of which there is no walkthrough.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ScriptError {
    /// It tells nobody to do anything.
    #[error("{path} has no steps to walk through")]
    NoSteps {
        /// The document.
        path: RepoPath,
    },
    /// Nobody sits through all of them.
    #[error("{path} has {steps} steps, and a walkthrough takes at most {MOST_STEPS}")]
    TooManySteps {
        /// The document.
        path: RepoPath,
        /// How many there are.
        steps: usize,
    },
}

impl Script {
    /// How long all of it takes.
    #[must_use]
    pub fn length(&self) -> u64 {
        self.scenes.last().map_or(0, |scene| scene.end)
    }

    /// The sentences of all scenes, in order.
    pub fn sentences(&self) -> impl Iterator<Item = &Sentence> {
        self.scenes.iter().flat_map(|scene| &scene.sentences)
    }

    /// How many scenes are steps.
    #[must_use]
    pub fn steps(&self) -> usize {
        self.scenes.iter().filter(|scene| scene.kind == SceneKind::Step).count()
    }
}

#[cfg(test)]
mod tests;
