//! What differs between two bodies although every unit of them is the same: a template tag, an
//! item that became a paragraph, the kind of a box, a script for browsers.

use crate::document::Document;
use crate::document::blocks::Block;
use crate::document::fingerprint::{CanonicalForm, Record, SubstanceFields};
use crate::document::outline::UnitKind;

use super::{Change, ChangeKind, Class, Effect, EffectKind, Side};

/// The first part that differs, as one change of wording; `None` where the bodies are the
/// same for the fingerprint.
pub(super) fn change(old: &Document, new: &Document) -> Option<Change> {
    let form =
        |document: &Document| CanonicalForm::of(document.blocks(), &SubstanceFields::default());
    let (was, is) = (form(old), form(new));
    let (was, is) = differing(was.records(), is.records());
    let kind = match (was, is) {
        ([], []) => return None,
        ([], _) => ChangeKind::Added,
        (_, []) => ChangeKind::Removed,
        _ => ChangeKind::Changed,
    };
    let mut all = was.iter().map(|record| (old, record)).chain(is.iter().map(|r| (new, r)));
    let is_for_browsers = all.all(|(document, record)| {
        block_of(document, record).is_some_and(|block| block.is_for_browsers(document.body()))
    });
    Some(Change {
        kind,
        unit: UnitKind::Paragraph,
        old: was.first().map(|record| side(old, record)),
        new: is.first().map(|record| side(new, record)),
        also: Vec::new(),
        moved: false,
        spot: None,
        class: if is_for_browsers { Class::Editorial } else { Class::Minor },
        effects: vec![Effect::new(EffectKind::Wording, None, None)],
    })
}

/// Two lists without what they have in common at their beginning and at their end.
fn differing<'r>(old: &'r [Record], new: &'r [Record]) -> (&'r [Record], &'r [Record]) {
    let same = |(a, b): &(&Record, &Record)| a == b;
    let before = old.iter().zip(new).take_while(same).count();
    let (old, new) = (&old[before..], &new[before..]);
    let behind = old.iter().rev().zip(new.iter().rev()).take_while(same).count();
    (&old[..old.len() - behind], &new[..new.len() - behind])
}

fn block_of<'d>(document: &'d Document, record: &Record) -> Option<&'d Block> {
    let is_it = |text: &str| !text.is_empty() && record.text.contains(text);
    let mut blocks = document.blocks().iter();
    blocks.find(|block| block.kind.letter() == record.kind && is_it(block.text.trim()))
}

/// A record as a place. Records do not know where they stand, so the place is that of the
/// first block with its words.
fn side(document: &Document, record: &Record) -> Side {
    let start = block_of(document, record).map_or(0, |block| block.span.start);
    Side {
        number: None,
        number_within: None,
        section: None,
        text: record.text.split(char::is_control).collect::<Vec<_>>().join(" ").trim().to_owned(),
        is_header: false,
        line: document.line_in_body(start),
        start,
    }
}
