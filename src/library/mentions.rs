//! The documents that a text names where it says what to do, by number or by a link to the file.
//!
//! No references: a field says what a document rests on, a step only what is needed there.

use std::collections::BTreeSet;

use crate::document::front_matter::Reference;
use crate::document::id::DocumentId;
use crate::document::outline::Section;
use crate::paths::{RepoPath, resolved, unescaped};
use crate::source::Span;

use super::{Library, Member};

/// A place of a text that names a document, or what looks like one.
#[derive(Debug, Clone)]
pub struct Mention {
    /// What is named.
    pub named: Named,
    /// The section that it stands in, by its place in the outline.
    pub section: Option<usize>,
    /// Where, in the body: the unit of text, or the link.
    pub span: Span,
}

/// How a text names a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Named {
    /// By a word that looks like a number.
    Number(DocumentId),
    /// By a link to a file, which is the path from the root; the file need not be there.
    File(RepoPath),
}

impl Member {
    /// What is named in sections for which `is_meant` says so; it is given their places in the
    /// outline.
    #[must_use]
    pub fn mentions(&self, is_meant: impl Fn(Option<usize>) -> bool) -> Vec<Mention> {
        let outline = self.document.outline();
        let mut found = Vec::new();
        for unit in outline.units.iter().filter(|unit| is_meant(unit.section)) {
            let words = unit.text.split(|c: char| !(c.is_alphanumeric() || matches!(c, '-' | '.')));
            let numbers = words
                .map(|word| word.trim_matches(['-', '.']))
                .filter(|word| word.contains('-') && word.contains(|c: char| c.is_ascii_digit()))
                .filter_map(|word| DocumentId::new(word).ok());
            found.extend(numbers.map(|number| Mention {
                named: Named::Number(number),
                section: unit.section,
                span: unit.span,
            }));
        }
        for link in &self.document.links().links {
            let Some(path) = beside(self.path.folder(), &link.destination) else { continue };
            let starts_before = |section: &Section| section.span.start <= link.span.start;
            let section = outline.sections.iter().rposition(starts_before);
            if is_meant(section) {
                found.push(Mention { named: Named::File(path), section, span: link.span });
            }
        }
        found
    }

    /// The sections that have steps, by their places in the outline; none stands for the text
    /// before the first heading. What stands in no such section, as a list of references does,
    /// says nothing of what to do.
    #[must_use]
    pub fn sections_with_steps(&self) -> BTreeSet<Option<usize>> {
        self.document.outline().top_level_steps().map(|step| step.section).collect()
    }
}

impl Library {
    /// The other documents that the steps of one name, each with the first place.
    #[must_use]
    pub fn named_in_steps(&self, member: &Member) -> Vec<(&Member, Mention)> {
        let sections = member.sections_with_steps();
        let mut found: Vec<(&Member, Mention)> = Vec::new();
        for mention in member.mentions(|section| sections.contains(&section)) {
            let Some(other) = self.mentioned(&mention.named) else { continue };
            let is_known = found.iter().any(|(known, _)| known.path == other.path);
            if other.path != member.path && !is_known {
                found.push((other, mention));
            }
        }
        found
    }

    fn mentioned(&self, named: &Named) -> Option<&Member> {
        match named {
            Named::Number(number) => {
                let document = number.as_str().to_owned();
                self.follow(&Reference { document, stage: None }).member()
            }
            Named::File(path) => self.at(path),
        }
    }
}

/// The path that a relative address leads to from a folder.
fn beside(folder: &str, address: &str) -> Option<RepoPath> {
    let path = address.split(['#', '?']).next().unwrap_or_default();
    if path.is_empty() || path.starts_with('/') || path.contains("://") {
        return None;
    }
    resolved(folder, &unescaped(path))
}
