//! Documents that are not of the kind that they say they are.

mod how_to_without_steps;
mod policy_is_procedure;
mod sop_is_work_instruction;
mod work_instruction_is_sop;

use crate::genre::Verdict;

use super::Rule;

pub(super) const RULES: &[Rule] = &[
    how_to_without_steps::RULE,
    policy_is_procedure::RULE,
    sop_is_work_instruction::RULE,
    work_instruction_is_sop::RULE,
];

/// What speaks for a verdict, for a message: the three weightiest measures.
fn evidence(verdict: &Verdict) -> String {
    const MOST: usize = 3;
    let reasons = verdict.reasons().take(MOST).map(|because| because.measure.to_string());
    reasons.collect::<Vec<_>>().join(", ")
}
