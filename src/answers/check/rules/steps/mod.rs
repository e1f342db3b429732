//! Whether one person can follow the steps.
//!
//! The rules judge work instructions, and SOPs under the rule set in which those go step by
//! step. [`instructions`] says which steps there are, [`wording`] what their words order.

mod condition_after_action;
mod instructions;
mod nested_too_deep;
mod numbering_broken;
mod step_not_imperative;
mod step_reference_broken;
mod step_several_actions;
mod step_too_long;
mod step_vague;
mod step_value_unspecified;
mod step_without_expected_result;
mod steps_come_late;
mod too_many_steps;
mod warning_after_step;
mod wording;

use super::Rule;

pub(super) const RULES: &[Rule] = &[
    condition_after_action::RULE,
    nested_too_deep::RULE,
    numbering_broken::RULE,
    step_not_imperative::RULE,
    step_reference_broken::RULE,
    step_several_actions::RULE,
    step_too_long::RULE,
    step_vague::RULE,
    step_value_unspecified::RULE,
    step_without_expected_result::RULE,
    steps_come_late::RULE,
    too_many_steps::RULE,
    warning_after_step::RULE,
];
