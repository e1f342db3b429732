//! One-to-one links between units that are alike.

use super::candidates::Candidate;
use super::gaps::Gaps;
use super::words::{Texts, dice};
use super::{State, is_comparable};

/// Likeness from which the only two units left in a gap are the same, changed. At 0, a
/// step that was replaced by another is never seen; at 0.34, rewritten ones are lost.
const ACCEPT_ALONE: f64 = 0.20;

/// Links the likely candidates, the most alike first. Whether there was one.
pub(super) fn link_best(found: &[Candidate], state: &mut State<'_>) -> bool {
    let mut likely: Vec<&Candidate> =
        found.iter().filter(|candidate| candidate.is_likely).collect();
    likely.sort_by(|a, b| b.score.total_cmp(&a.score).then((a.old, a.new).cmp(&(b.old, b.new))));
    let mut has_linked = false;
    for Candidate { old, new, .. } in likely {
        if state.is_free(*old, *new) {
            state.link(*old, *new);
            has_linked = true;
        }
    }
    has_linked
}

/// A gap in which one unit is left on each side holds the same unit, changed.
pub(super) fn link_alone(texts: &Texts, state: &mut State<'_>) {
    let gaps = Gaps::of(texts, state);
    for (olds, news) in gaps.iter() {
        if let ([old], [new]) = (olds, news)
            && is_comparable(&state.old[*old], &state.new[*new])
            && dice(&texts.old[*old].sorted, &texts.new[*new].sorted) >= ACCEPT_ALONE
        {
            state.link(*old, *new);
        }
    }
}
