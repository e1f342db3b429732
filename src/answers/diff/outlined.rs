//! A document as lines to compare: one for each field, heading and unit, so that a diff by
//! lines is one by steps.

use crate::comparison::{Comparison, redline, unit_name};
use crate::document::Document;
use crate::document::outline::UnitKind;
use crate::report::{Block, Line, Passage, PassageKind, Text, View};

/// The lines of a document. Steps are not numbered: one that is inserted renumbers the others
/// and changes none of them.
#[must_use]
pub fn outlined(document: &Document) -> View {
    let fields = document.values().iter().map(|(key, value)| {
        Block::Prose(Line::new().text(key.as_str()).text(": ").text(value.as_str()))
    });
    let passages = redline(document, document, &Comparison::default());
    let named =
        passages.into_iter().map(|passage| Passage { label: name(passage.kind), ..passage });
    View { blocks: fields.chain([Block::Flow(named.collect())]).collect() }
}

/// What a passage is, where its words do not show it.
fn name(kind: PassageKind) -> Text {
    let kind = match kind {
        PassageKind::Step => UnitKind::Step,
        PassageKind::Statement => UnitKind::Statement,
        PassageKind::Row => UnitKind::Row,
        PassageKind::Code => UnitKind::Code,
        PassageKind::Picture => UnitKind::Image,
        PassageKind::Note => UnitKind::Note,
        PassageKind::Warning => UnitKind::Warning,
        PassageKind::Heading(_) | PassageKind::Paragraph | PassageKind::Result => {
            return Text::default();
        }
    };
    unit_name(kind).into()
}
