//! A document as one flow of passages, each in its place: as it is, with what came, went and
//! moved. What a redline is made of.

use super::{Line, Sign, Text};

/// A heading, a step, a paragraph: a smallest part of a document that stands by itself.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Passage {
    /// What it is.
    pub kind: PassageKind,
    /// How many passages enclose it.
    pub depth: usize,
    /// The number of a step as shown; empty where there is none.
    pub label: Text,
    /// What happened to it; none where it is as it was.
    pub sign: Option<Sign>,
    /// Its words, with deletions and insertions: one line, and for a row of a table one for
    /// each cell.
    pub lines: Vec<Line>,
    /// What the change means: `limit 100 EUR → 250 EUR`.
    pub meaning: Line,
    /// Where it went to or came from.
    pub journey: Option<Journey>,
}

/// What a passage is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum PassageKind {
    /// A heading, of level 1 to 6.
    Heading(u8),
    /// Something to do.
    Step,
    /// A requirement.
    Statement,
    /// Running text.
    #[default]
    Paragraph,
    /// What a step should lead to.
    Result,
    /// A row of a table.
    Row,
    /// A block of code; its line breaks count.
    Code,
    /// The description of a picture, and where it lies.
    Picture,
    /// A note or tip.
    Note,
    /// A warning.
    Warning,
}

/// One end of a move.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Journey {
    /// Which move of this flow: both ends have the same number.
    pub number: usize,
    /// Which end.
    pub leg: Leg,
    /// Where the other end is: `step 5`.
    pub place: Text,
}

/// An end of a move.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Leg {
    /// Where it stood.
    Left,
    /// Where it stands.
    Arrived,
}
