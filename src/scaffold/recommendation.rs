//! Which kind of document it takes, by one test: who is going to read this, and what do they
//! need to be able to do after reading it?

use crate::document::lifecycle::DocumentKind;

/// Who is going to read it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reader {
    /// Everybody whom a rule binds.
    Everybody,
    /// Several roles who work on the same thing, and those who answer for it.
    Roles,
    /// Whoever has the task in hand.
    Doer,
}

/// What they need to be able to do afterwards.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Decide what is allowed, and what must be.
    KnowTheRule,
    /// Play their part: know who does what, and when.
    PlayTheirPart,
    /// Do one task without asking.
    DoTheTask,
    /// Play their part, and do the tasks in it without asking.
    Both,
}

/// What to write.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Recommendation {
    /// The kind of the document.
    pub kind: DocumentKind,
    /// Whether work instructions belong below it.
    pub with_instructions: bool,
    /// Why, in a sentence.
    pub why: &'static str,
}

/// What to write for these readers.
#[must_use]
pub const fn recommend(reader: Reader, outcome: Outcome) -> Recommendation {
    let (kind, with_instructions, why) = match (reader, outcome) {
        (_, Outcome::KnowTheRule) => (
            DocumentKind::Policy,
            false,
            "what must hold, whoever does it and however, is a policy; it outlives the procedures \
             that carry it out",
        ),
        (Reader::Doer, Outcome::DoTheTask) => (
            DocumentKind::WorkInstruction,
            false,
            "one person who does one task needs each action, its value and what is seen when it \
             worked, and nothing about who is responsible for what",
        ),
        (Reader::Everybody, Outcome::DoTheTask) => (
            DocumentKind::WorkInstruction,
            false,
            "a task that anybody may have to do alone is told step by step; that everybody must do \
             it is for a policy to say",
        ),
        (Reader::Roles, Outcome::DoTheTask) => (
            DocumentKind::Sop,
            true,
            "where several roles have a task each, an SOP says who does which and when, and a work \
             instruction below it tells each of them how: the tasks then change without the process",
        ),
        (_, Outcome::Both) => (
            DocumentKind::Sop,
            true,
            "the process and its tasks have different readers and change at different times: an \
             SOP says who does what and when, and a work instruction below it tells how",
        ),
        (Reader::Doer, Outcome::PlayTheirPart) => (
            DocumentKind::Sop,
            false,
            "whoever has to know what others do before and after them reads the stages of an SOP; \
             clicks and values would hide them",
        ),
        (Reader::Roles | Reader::Everybody, Outcome::PlayTheirPart) => (
            DocumentKind::Sop,
            false,
            "several roles who work on the same thing need to know who does what, when, and what \
             comes out: the stages of an SOP",
        ),
    };
    Recommendation { kind, with_instructions, why }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reader_and_outcome_decide_and_nothing_else() {
        use DocumentKind::{Policy, Sop, WorkInstruction};
        use Outcome::{Both, DoTheTask, KnowTheRule, PlayTheirPart};
        for (reader, outcomes) in [
            (
                Reader::Everybody,
                [(Policy, false), (Sop, false), (WorkInstruction, false), (Sop, true)],
            ),
            (Reader::Roles, [(Policy, false), (Sop, false), (Sop, true), (Sop, true)]),
            (Reader::Doer, [(Policy, false), (Sop, false), (WorkInstruction, false), (Sop, true)]),
        ] {
            let asked = [KnowTheRule, PlayTheirPart, DoTheTask, Both];
            let found = asked.map(|outcome| {
                let found = recommend(reader, outcome);
                (found.kind, found.with_instructions)
            });
            assert_eq!(found, outcomes, "{reader:?}");
        }
    }
}
