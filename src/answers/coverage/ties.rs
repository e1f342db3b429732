//! References that do not hold, and parts that several documents claim.

use std::collections::BTreeSet;

use crate::document::front_matter::Reference;
use crate::document::lifecycle::Status;

use super::documents::Covered;
use super::links::{Link, Mention, Saying};

/// A reference that leads to nothing that could be rested on.
#[derive(Debug, Clone)]
pub(super) struct Tie {
    pub(super) code: TieCode,
    /// The number of the document that names another one.
    pub(super) document: usize,
    pub(super) line: Option<usize>,
    /// What it names.
    pub(super) named: Reference,
    /// The number of the document that is named, where there is one.
    pub(super) target: Option<usize>,
    /// What of the document names it.
    pub(super) by: NamedBy,
}

/// What names another document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NamedBy {
    /// The field `implements`.
    Field,
    /// A step: of the stage with that number, or of none.
    Step(Option<usize>),
}

/// Why a reference does not hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TieCode {
    /// There is no such document.
    Missing,
    /// The document has no such heading.
    NoStage,
    /// So many documents have that number.
    Several(usize),
    /// The document cannot be read.
    Unreadable,
    /// The document is not in force: out of use, or not yet in use.
    Inactive(Status),
}

impl TieCode {
    /// The name in JSON: that of the rule of `check`, where one finds it as well.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Missing | Self::NoStage => "dangling-reference",
            Self::Several(_) => "duplicate-id",
            Self::Unreadable => "unparsable",
            Self::Inactive(_) => "reference-to-inactive",
        }
    }
}

impl Tie {
    pub(super) fn in_text(
        code: TieCode,
        document: usize,
        mention: &Mention,
        name: &str,
        target: Option<usize>,
    ) -> Self {
        let named = Reference { document: name.to_owned(), stage: None };
        Self {
            code,
            document,
            line: Some(mention.line),
            named,
            target,
            by: NamedBy::Step(mention.part),
        }
    }

    /// What is wrong, as a sentence without its beginning: `` `implements` names SOP-9, …``.
    pub(super) fn message(&self, documents: &[Covered]) -> String {
        let by = match self.by {
            NamedBy::Field => "`implements`".to_owned(),
            NamedBy::Step(part) => {
                let part = part.and_then(|part| documents.get(self.document)?.parts.get(part));
                let title = part.map(|part| format!("the stage \"{}\"", part.title));
                title.unwrap_or_else(|| "a step".to_owned())
            }
        };
        let name = &self.named.document;
        match self.code {
            TieCode::Missing => format!("{by} names {name}, which is not there"),
            TieCode::NoStage => {
                let stage = self.named.stage.as_deref().unwrap_or_default();
                format!("{by} names #{stage}, and {name} has no such heading")
            }
            TieCode::Several(count) => format!("{by} names {name}, which {count} documents are"),
            TieCode::Unreadable => format!("{by} names {name}, which could not be read"),
            TieCode::Inactive(Status::Draft) => format!("{by} names {name}, which is a draft"),
            TieCode::Inactive(Status::InReview) => {
                format!("{by} names {name}, which is still in review")
            }
            TieCode::Inactive(Status::Approved) => {
                format!("{by} names {name}, which is approved and not in force")
            }
            TieCode::Inactive(status) => format!("{by} names {name}, which is {status}"),
        }
    }
}

/// A part that several documents in force claim.
#[derive(Debug, Clone)]
pub(super) struct Also {
    /// The number of the document with the part.
    pub(super) document: usize,
    pub(super) part: usize,
    /// The numbers of those that claim it.
    pub(super) by: Vec<usize>,
}

/// The parts that several documents in force claim, each by name, though the part itself does
/// not name them all: then it is meant so.
pub(super) fn also(documents: &[Covered], links: &[Link]) -> Vec<Also> {
    let mut found: Vec<Also> = Vec::new();
    let mut unexpected: BTreeSet<(usize, usize)> = BTreeSet::new();
    let claims = links.iter().filter(|link| {
        let lower = documents.get(link.lower);
        link.saying != Saying::Named && lower.is_some_and(|d| d.force.binds() && !d.is_translation)
    });
    for link in claims {
        let Some(part) = link.part else { continue };
        if link.saying == Saying::Declared {
            unexpected.insert((link.upper, part));
        }
        match found.iter_mut().find(|also| (also.document, also.part) == (link.upper, part)) {
            Some(also) => also.by.push(link.lower),
            None => found.push(Also { document: link.upper, part, by: vec![link.lower] }),
        }
    }
    found.retain(|also| also.by.len() > 1 && unexpected.contains(&(also.document, also.part)));
    found
}
