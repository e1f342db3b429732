//! All of a document's front matter as it is written, with what is wrong with it.

use crate::data::Node;
use crate::document::Document;
use crate::document::front_matter::{FrontMatter, unknown_keys};
use crate::document::profile::Profile;
use crate::source::{Position, Span};

/// A top-level field, whether sopctl knows it or not.
#[derive(Debug)]
pub(super) struct WrittenField {
    pub(super) key: String,
    /// The value on one line.
    pub(super) text: String,
    /// The value; `None` where it cannot be read.
    pub(super) node: Option<Node>,
    /// Where the key stands.
    pub(super) at: Position,
    pub(super) fault: Option<Fault>,
    /// The known key that an unknown one was probably meant to be.
    pub(super) meant: Option<String>,
}

/// Why a field does not count.
#[derive(Debug)]
pub(super) struct Fault {
    pub(super) at: Position,
    pub(super) why: String,
}

/// The fields in the order in which they are written; none without front matter.
pub(super) fn written(document: &Document, profile: &Profile) -> Vec<WrittenField> {
    let Some(found) = document.split().front_matter(profile) else { return Vec::new() };
    let place = |offset: usize| document.lines().position(document.text(), offset);
    let fault = |at: Span, why: &str| Fault { at: place(at.start), why: why.to_owned() };
    let unknown = unknown_keys(found, profile);
    let mut fields: Vec<WrittenField> = places(found)
        .into_iter()
        .zip(document.values())
        .map(|((start, node, problem), (key, text))| WrittenField {
            key: key.clone(),
            text: text.clone(),
            node: node.cloned(),
            at: place(start),
            fault: problem.map(|(at, why)| fault(at, why)),
            meant: unknown
                .iter()
                .find(|unknown| unknown.key.span.start == start)
                .and_then(|unknown| unknown.meant.clone()),
        })
        .collect();
    for (_, at, why) in document.fields().faults() {
        // A fault lies in the field that starts last before it.
        let told = fault(at, why);
        let field = fields.iter_mut().rev().find(|field| field.at <= told.at);
        if let Some(field) = field
            && field.fault.is_none()
        {
            field.fault = Some(told);
        }
    }
    fields
}

type Place<'f> = (usize, Option<&'f Node>, Option<(Span, &'f str)>);

/// Start, value and problem of each field, in the order of [`FrontMatter::values`].
fn places(found: &FrontMatter) -> Vec<Place<'_>> {
    let read = found.entries.iter().map(|entry| (entry.key.span.start, Some(&entry.node), None));
    let unread = found.problems.iter().filter_map(|problem| {
        problem.key.as_ref()?;
        Some((problem.entry?.start, None, Some((problem.span, problem.why.as_str()))))
    });
    let mut all: Vec<Place<'_>> = read.chain(unread).collect();
    all.sort_by_key(|(start, ..)| *start);
    all
}
