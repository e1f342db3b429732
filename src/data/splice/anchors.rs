//! YAML anchors: a value that is used again must not change behind its users' backs.

use super::{Block, Patch, SpliceError, Target};
use crate::data::Syntax;
use crate::data::yaml::{Anchor, anchors};
use crate::source::Span;

/// Refuses replacements that change an anchored value which is used elsewhere.
pub(super) fn refuse_shared(
    block: &Block<'_>,
    target: &Target<'_>,
    patches: &[Patch],
) -> Result<(), SpliceError> {
    if block.syntax != Syntax::Yaml || !block.text.contains('&') {
        return Ok(());
    }
    let mut touched: Vec<Span> = patches.iter().map(|patch| patch.span).collect();
    if let Target::Given { around, entry } = target {
        // An anchor stands between a key and its value, which may be a table around.
        let between = |entry: &crate::data::Entry| {
            Span::new(entry.key.span.end, entry.node.span.start.max(entry.key.span.end))
        };
        touched.extend(around.iter().map(|entry| between(entry)));
        touched.push(between(entry));
    }
    let lies_in = |spans: &[Span], at: Span| {
        spans.iter().any(|span| span.start <= at.start && at.start < span.end)
    };
    let gone: Vec<Span> = patches.iter().map(|patch| patch.span).collect();
    for Anchor { name, span, uses } in anchors(block.text) {
        let elsewhere = uses.into_iter().find(|used| !lies_in(&gone, *used));
        if let Some(used) = elsewhere.filter(|_| lies_in(&touched, span)) {
            return Err(SpliceError::Aliased { anchor: name, at: span, used });
        }
    }
    Ok(())
}
