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
    let gone: Vec<Span> = patches.iter().map(|patch| patch.span).collect();
    let mut touched = gone.clone();
    if let Target::Given { around, entry } = target {
        // An anchor stands between a key and its value, which may be a table around.
        touched.extend(around.iter().chain([entry]).map(|entry| {
            Span::new(entry.key.span.end, entry.node.span.start.max(entry.key.span.end))
        }));
    }
    let lies_in = |spans: &[Span], at: &Span| {
        spans.iter().any(|span| span.start <= at.start && at.start < span.end)
    };
    for Anchor { name, set, used } in anchors(block.text) {
        let at = set.into_iter().find(|at| lies_in(&touched, at));
        let elsewhere = used.into_iter().find(|used| !lies_in(&gone, used));
        if let (Some(at), Some(used)) = (at, elsewhere) {
            return Err(SpliceError::Aliased { anchor: name, at, used });
        }
    }
    Ok(())
}
