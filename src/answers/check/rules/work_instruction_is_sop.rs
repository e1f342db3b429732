//! `work-instruction-is-sop`: a work instruction that is a process over several people, or a
//! set of rules.

use super::{Fault, Rule, evidence};
use crate::answers::check::surroundings::Surroundings;
use crate::document::lifecycle::DocumentKind;
use crate::genre::Genre;
use crate::library::Member;
use crate::report::Severity;

pub(super) const RULE: Rule = Rule {
    id: "work-instruction-is-sop",
    severity: Severity::Warning,
    summary: "a document that calls itself a work instruction reads like an SOP or a policy",
    help: "Who opens a work instruction has a task at hand and looks for the next step. A process \
           over several people, or rules, do not tell that person what to do now; and who looks \
           for the process does not look among work instructions.",
    find,
};

fn find(surroundings: &Surroundings<'_>, member: &Member) -> Vec<Fault> {
    let Some((DocumentKind::WorkInstruction, span)) = surroundings.declared_kind(member) else {
        return Vec::new();
    };
    let Some(found) = surroundings.confusable(member) else { return Vec::new() };
    let Some(confusion) = found.body.confusion_with(&[Genre::Sop, Genre::Policy]) else {
        return Vec::new();
    };
    let message = format!(
        "this work instruction reads like {}, by {} points: {}",
        confusion.genre.in_words(),
        confusion.lead,
        evidence(&found.body)
    );
    let help = match confusion.genre {
        Genre::Policy => {
            "say what somebody does, step by step, and leave the rules to a policy; or make this \
             document a policy"
        }
        _ => {
            "keep the steps of one person and one task, and leave who does what when to the SOP that \
             this implements; or make this document an SOP"
        }
    };
    vec![Fault::at(span, message).about(confusion.genre.as_str()).help(help)]
}
