//! Documents that are not of the kind that they say they are, or that do not know the
//! documents of the other kinds that belong to them.

mod how_to_without_steps;
mod policy_is_procedure;
mod policy_without_procedure;
mod sop_is_work_instruction;
mod sop_without_work_instruction;
mod work_instruction_is_sop;
mod work_instruction_without_sop;

use crate::answers::check::surroundings::Surroundings;
use crate::document::lifecycle::{DocumentKind, Status};
use crate::genre::Verdict;
use crate::library::Member;
use crate::source::Span;

use super::Rule;

pub(super) const RULES: &[Rule] = &[
    how_to_without_steps::RULE,
    policy_is_procedure::RULE,
    policy_without_procedure::RULE,
    sop_is_work_instruction::RULE,
    sop_without_work_instruction::RULE,
    work_instruction_is_sop::RULE,
    work_instruction_without_sop::RULE,
];

/// What speaks for a verdict, for a message: the three weightiest measures.
fn evidence(verdict: &Verdict) -> String {
    const MOST: usize = 3;
    let reasons = verdict.reasons().take(MOST).map(|because| because.measure.to_string());
    reasons.collect::<Vec<_>>().join(", ")
}

/// Whether a document is of that kind and in use, in a library that says what implements
/// what: a draft may wait for the documents that belong to it.
fn is_in_use(surroundings: &Surroundings<'_>, member: &Member, kind: DocumentKind) -> bool {
    let declared = surroundings.declared_kind(member).map(|(declared, _)| declared);
    surroundings.has_references()
        && declared == Some(kind)
        && member.document.fields().status.copied().is_some_and(Status::is_approved)
}

/// Where to tell of what is missing beside a document: at its type.
fn subject_place(member: &Member) -> Span {
    member.document.fields().document_type.span().unwrap_or_default()
}
