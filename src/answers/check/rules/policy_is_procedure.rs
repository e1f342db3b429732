//! `policy-is-procedure`: a policy that says how things are done.

use super::{Fault, Rule, evidence};
use crate::answers::check::surroundings::Surroundings;
use crate::document::lifecycle::DocumentKind;
use crate::genre::{Genre, Signal};
use crate::library::Member;
use crate::report::Severity;

pub(super) const RULE: Rule = Rule {
    id: "policy-is-procedure",
    severity: Severity::Warning,
    summary: "a document that calls itself a policy tells steps",
    help: "A policy says what holds and why, and changes rarely; how it is carried out changes often. \
           Steps in a policy are approved by those who do not do them, and are out of date before \
           the policy is.",
    find,
};

/// So many steps make a procedure, whatever their mood: real policies say "HR informs IT", not
/// "Inform IT".
const STEPS: f64 = 5.0;

fn find(surroundings: &Surroundings<'_>, member: &Member) -> Vec<Fault> {
    let Some((DocumentKind::Policy, span)) = surroundings.declared_kind(member) else {
        return Vec::new();
    };
    let Some(found) = surroundings.confusable(member) else { return Vec::new() };
    let steps = found.measures.amount(Signal::Steps);
    let confusion = found.body.confusion_with(&[Genre::Sop, Genre::WorkInstruction]);
    let (message, subject) = match confusion {
        Some(confusion) => {
            let message = format!(
                "this policy reads like {}, by {} points: {}",
                confusion.genre.in_words(),
                confusion.lead,
                evidence(&found.body)
            );
            (message, confusion.genre.as_str())
        }
        None if steps >= STEPS => {
            (format!("this policy has {}", Signal::Steps.said(steps)), "steps")
        }
        None => return Vec::new(),
    };
    let help = "keep what holds and for whom, and move the steps into a procedure that implements \
                this policy";
    vec![Fault::at(span, message).about(subject).help(help)]
}
