//! The rules of `check`: a file for each, and a line in [`RULES`].

mod duplicate_id;
mod front_matter_misplaced;
mod how_to_without_steps;
mod invalid_field;
mod missing_field;
mod policy_is_procedure;
mod sop_is_work_instruction;
mod unknown_field;
mod unparsable;
mod work_instruction_is_sop;

use crate::genre::Verdict;
use crate::library::{Member, Unreadable};
use crate::report::{Criterion, Severity};
use crate::source::Span;

use super::surroundings::Surroundings;

/// A rule: what it is called and how it finds what it is about.
#[derive(Debug, Clone, Copy)]
pub struct Rule {
    /// The fault itself, in kebab-case; never renumbered or reused.
    pub id: &'static str,
    /// What a finding counts as where neither the fault nor the configuration says.
    pub severity: Severity,
    /// What it finds, in a few words.
    pub summary: &'static str,
    /// Why that matters, in sentences.
    pub help: &'static str,
    find: fn(&Surroundings<'_>, &Member) -> Vec<Fault>,
}

/// Every rule there is, in the order of their ids.
pub const RULES: &[Rule] = &[
    duplicate_id::RULE,
    front_matter_misplaced::RULE,
    how_to_without_steps::RULE,
    invalid_field::RULE,
    missing_field::RULE,
    policy_is_procedure::RULE,
    sop_is_work_instruction::RULE,
    unknown_field::RULE,
    unparsable::RULE,
    work_instruction_is_sop::RULE,
];

/// What speaks for a verdict, for a message: the three weightiest measures.
fn evidence(verdict: &Verdict) -> String {
    const MOST: usize = 3;
    let reasons = verdict.reasons().take(MOST).map(|because| because.measure.to_string());
    reasons.collect::<Vec<_>>().join(", ")
}

/// What a rule finds in a document.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Fault {
    /// Where, in the text of the document; `None` where it has no place.
    pub(super) span: Option<Span>,
    /// What it is about, in words that stay while the fault does: part of the key under which
    /// a baseline knows it. Where nothing is said, it is the words at its place.
    pub(super) subject: Option<String>,
    /// What is wrong, with the evidence.
    pub(super) message: String,
    /// What to do about it.
    pub(super) help: Option<String>,
    /// What it counts as, if not as its rule does.
    pub(super) severity: Option<Severity>,
}

impl Fault {
    fn at(span: Span, message: impl Into<String>) -> Self {
        let message = message.into();
        Self { span: Some(span), subject: None, message, help: None, severity: None }
    }

    fn about(mut self, subject: impl Into<String>) -> Self {
        self.subject = Some(subject.into());
        self
    }

    fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    fn counts_as(mut self, severity: Severity) -> Self {
        self.severity = Some(severity);
        self
    }
}

impl Rule {
    /// The rule as formats describe it.
    pub(super) const fn criterion(&self) -> Criterion {
        Criterion { id: self.id, summary: self.summary, help: self.help, severity: self.severity }
    }

    /// What the rule finds in a document that can be read.
    pub(super) fn judge(&self, surroundings: &Surroundings<'_>, member: &Member) -> Vec<Fault> {
        (self.find)(surroundings, member)
    }
}

/// The rule and the fault of a document that cannot be read at all.
pub(super) fn judge_unreadable(unreadable: &Unreadable) -> (&'static Rule, Fault) {
    (&unparsable::RULE, unparsable::unreadable(unreadable))
}
