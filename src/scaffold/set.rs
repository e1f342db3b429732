//! An SOP and the work instructions that are made with it: each names the other.

use crate::document::Document;
use crate::document::blocks::BlockKind;
use crate::document::profile::Profile;
use crate::paths::RepoPath;
use crate::template::Instruction;
use crate::text::heading_anchor;

use super::{Begun, ScaffoldError, heading, place};

/// The work instructions as a document that stands at `path` names them.
pub(super) fn named_from(path: &RepoPath, others: &[Begun<'_>]) -> Vec<Instruction> {
    let named = others.iter().map(|other| Instruction {
        id: other.id.to_string(),
        heading: heading::escaped(other.title),
        link: place::link(path, &other.path),
    });
    named.collect()
}

/// Lets each work instruction implement the SOP: its stage, where the SOP has one of its title
/// that names it, else the whole.
pub(super) fn link_back(
    body: &str,
    sop: &Begun<'_>,
    others: &mut [Begun<'_>],
    named: &[Instruction],
) -> Result<(), ScaffoldError> {
    let headings = headings(body);
    for (other, instruction) in others.iter_mut().zip(named) {
        let destination = format!("]({})", instruction.link);
        let Some(place) = body.find(&destination) else {
            return Err(ScaffoldError::NoPlaceForInstructions {
                template: sop.choice.template.name.clone(),
                title: other.title.to_owned(),
            });
        };
        let around = headings.iter().rfind(|heading| heading.start < place);
        let stage = around.filter(|stage| stage.text == other.title && !stage.anchor.is_empty());
        other.implements = vec![match stage {
            Some(stage) => format!("{}#{}", sop.id, stage.anchor),
            None => sop.id.to_string(),
        }];
    }
    Ok(())
}

struct Heading {
    start: usize,
    text: String,
    anchor: String,
}

/// The headings of a body with their anchors, as GitHub gives them: the second one of the same
/// words gets `-1`.
fn headings(body: &str) -> Vec<Heading> {
    let document = Document::read(body.to_owned(), Profile::sopctl());
    let mut headings: Vec<Heading> = Vec::new();
    let mut bare: Vec<String> = Vec::new();
    for block in document.blocks() {
        if !matches!(block.kind, BlockKind::Heading { .. }) {
            continue;
        }
        let words = heading_anchor(&block.text);
        let before = bare.iter().filter(|other| **other == words).count();
        let anchor = if before == 0 { words.clone() } else { format!("{words}-{before}") };
        bare.push(words);
        headings.push(Heading { start: block.span.start, text: block.text.clone(), anchor });
    }
    headings
}
