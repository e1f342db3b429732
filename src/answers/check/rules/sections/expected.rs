//! The sections that documents of each kind have, with the question that each answers.

use crate::document::lifecycle::DocumentKind;
use crate::language::Topic;

/// A section that documents of a kind have.
pub(super) struct Expected {
    pub(super) topic: Topic,
    /// As the templates call it.
    pub(super) title: &'static str,
    pub(super) question: &'static str,
    pub(super) need: Need,
}

/// Who is asked for a section.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Need {
    /// Everybody: without it, a document of that kind is of no use.
    Always,
    /// Every document from review on.
    Usual,
    /// A document that was made from a template, or under the rule set `regulated`.
    Complete,
}

const fn expected(
    topic: Topic,
    title: &'static str,
    question: &'static str,
    need: Need,
) -> Expected {
    Expected { topic, title, question, need }
}

/// The sections of a kind, in the order of its template.
pub(super) const fn sections_of(kind: DocumentKind) -> &'static [Expected] {
    match kind {
        DocumentKind::Policy => POLICY,
        DocumentKind::Sop => SOP,
        DocumentKind::WorkInstruction => WORK_INSTRUCTION,
    }
}

const POLICY: &[Expected] = &[
    expected(Topic::Purpose, "Purpose", "why does it exist?", Need::Complete),
    expected(Topic::Scope, "Scope", "to whom and what does it apply?", Need::Usual),
    expected(Topic::Statements, "Policy statements", "what must hold?", Need::Always),
    expected(Topic::Roles, "Roles", "who is accountable?", Need::Usual),
    expected(Topic::Exceptions, "Exceptions", "who may allow an exception?", Need::Complete),
    expected(Topic::Enforcement, "Enforcement", "what follows from a breach?", Need::Complete),
    expected(
        Topic::Procedures,
        "Related procedures",
        "which procedures carry it out?",
        Need::Complete,
    ),
];

const SOP: &[Expected] = &[
    expected(Topic::Purpose, "Purpose", "what does it accomplish?", Need::Complete),
    expected(Topic::Scope, "Scope", "what is in and what is out?", Need::Complete),
    expected(Topic::Roles, "Roles and responsibilities", "who does what?", Need::Usual),
    expected(Topic::Definitions, "Definitions", "what do its words mean?", Need::Complete),
    expected(
        Topic::InputsAndOutputs,
        "Inputs and outputs",
        "what starts it, what comes out?",
        Need::Complete,
    ),
    expected(Topic::Procedure, "Procedure", "who does what, and when?", Need::Always),
    expected(Topic::Compliance, "Compliance", "which policy governs it?", Need::Complete),
    expected(
        Topic::Exceptions,
        "Exceptions and escalation",
        "what happens when something goes wrong?",
        Need::Usual,
    ),
    expected(Topic::Records, "Records", "what proves that it was followed?", Need::Usual),
    expected(
        Topic::Success,
        "Success criteria",
        "by which number does one see that it works?",
        Need::Complete,
    ),
    expected(Topic::References, "References", "what else is needed?", Need::Complete),
];

const WORK_INSTRUCTION: &[Expected] = &[
    expected(Topic::WhenToUse, "When to use", "when is it the right one?", Need::Complete),
    expected(Topic::Preparation, "Before you start", "what must be at hand?", Need::Complete),
    expected(Topic::Done, "Done when", "how does one see that it worked?", Need::Usual),
    expected(Topic::Troubles, "If something goes wrong", "what if it fails?", Need::Usual),
];
