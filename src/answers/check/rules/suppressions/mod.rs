//! What documents and `sopctl.toml` say that findings should not be told.

mod unused_suppression;

use super::{Fault, Rule};

pub(in crate::answers::check) use unused_suppression::Idle;

pub(super) const RULES: &[Rule] = &[unused_suppression::RULE];

/// The rule and the fault of a suppression that leaves nothing out.
pub(in crate::answers::check) fn judge_idle(idle: &Idle) -> (&'static Rule, Fault) {
    (&unused_suppression::RULE, unused_suppression::idle(idle))
}
