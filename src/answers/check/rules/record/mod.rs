//! What the front matter says, and whether it can be relied on.

mod duplicate_id;
mod front_matter_misplaced;
mod invalid_field;
mod missing_field;
mod unknown_field;
mod unparsable;

use crate::library::Unreadable;

use super::{Fault, Rule};

pub(super) const RULES: &[Rule] = &[
    duplicate_id::RULE,
    front_matter_misplaced::RULE,
    invalid_field::RULE,
    missing_field::RULE,
    unknown_field::RULE,
    unparsable::RULE,
];

/// The rule and the fault of a document that cannot be read at all.
pub(in crate::answers::check) fn judge_unreadable(
    unreadable: &Unreadable,
) -> (&'static Rule, Fault) {
    (&unparsable::RULE, unparsable::unreadable(unreadable))
}
