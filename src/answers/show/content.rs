//! What the words of a step name: who acts, on what, with which values.

use crate::comparison::roles;
use crate::document::blocks::MarkKind;
use crate::document::outline::Unit;
use crate::language::Language;

/// What a step or statement names, each in the order of its words.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Content {
    /// Who acts.
    pub(super) roles: Vec<String>,
    /// What the hand or the eye looks for: bold words and code.
    pub(super) targets: Vec<String>,
    /// Addresses.
    pub(super) values: Vec<String>,
}

pub(super) fn of(unit: &Unit, language: &Language) -> Content {
    let mut content = Content { roles: roles(&unit.text, language), ..Content::default() };
    for mark in &unit.marks {
        let Some(text) = unit.text.get(mark.start..mark.end) else { continue };
        match &mark.kind {
            MarkKind::Code => content.targets.push(text.to_owned()),
            MarkKind::Strong => {
                content.targets.push(text.trim_end_matches(['.', ',', ':', ';']).to_owned());
            }
            MarkKind::Link(destination) => content.values.push(destination.clone()),
            MarkKind::Footnote(_) => {}
        }
    }
    content
}
