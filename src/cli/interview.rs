//! The questions of `new`: what to write, for whom, and what it is called.

use std::io::{self, BufRead, Write};

use crate::document::lifecycle::DocumentKind;
use crate::scaffold::{Outcome, Reader, Recommendation, recommend};
use crate::template::{Template, Templates};

use super::ask::Dialogue;
use super::error::visible;

/// What is to be made, as far as it was said.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Wanted {
    pub(super) document_type: Option<String>,
    pub(super) template: Option<String>,
    pub(super) title: Option<String>,
    pub(super) owner: Option<String>,
    pub(super) instructions: Vec<String>,
}

const READERS: [(&str, Reader); 3] =
    [("everybody", Reader::Everybody), ("roles", Reader::Roles), ("doer", Reader::Doer)];

const OUTCOMES: [(&str, Outcome); 4] = [
    ("rule", Outcome::KnowTheRule),
    ("part", Outcome::PlayTheirPart),
    ("task", Outcome::DoTheTask),
    ("both", Outcome::Both),
];

const TEST: &str =
    "Who is going to read this, and what do they need to be able to do after reading it?\n";

const WHO: &str = "  everybody  all whom a rule binds\n  \
    roles      several roles who work on the same thing, and those who answer for it\n  \
    doer       the one person who has the task in hand";

const WHAT: &str = "  rule  decide what is allowed, and what must be\n  \
    part  play their part: know who does what, and when\n  \
    task  do one task, without asking anybody\n  \
    both  play their part, and do the tasks in it";

impl Wanted {
    /// Whether nothing has to be asked.
    pub(super) fn is_complete(&self) -> bool {
        (self.document_type.is_some() || self.template.is_some()) && self.title.is_some()
    }

    /// Asks for what is missing. `None` where whoever was asked has left.
    pub(super) fn complete<R: BufRead, W: Write>(
        mut self,
        templates: &Templates,
        dialogue: &mut Dialogue<R, W>,
    ) -> io::Result<Option<Self>> {
        let mut with_instructions = false;
        if self.document_type.is_none() && self.template.is_none() {
            let Some(found) = recommended(dialogue)? else { return Ok(None) };
            with_instructions = found.with_instructions;
            let Some(template) = template(found.kind, templates, dialogue)? else {
                return Ok(None);
            };
            self.template = Some(template);
        }
        if self.title.is_none() {
            self.title = dialogue.text("Title")?;
            if self.title.is_none() {
                return Ok(None);
            }
        }
        if self.owner.is_none() {
            self.owner = dialogue.text("Owner, a handle, team or role (empty: later)")?;
        }
        if with_instructions && self.instructions.is_empty() {
            dialogue.show("Each task in it gets a work instruction of its own.")?;
            while let Some(title) = dialogue.text("Title of a task (empty: no more)")? {
                self.instructions.push(title);
            }
        }
        Ok(Some(self))
    }
}

/// What to write, after the two questions that decide it.
fn recommended<R: BufRead, W: Write>(
    dialogue: &mut Dialogue<R, W>,
) -> io::Result<Option<Recommendation>> {
    dialogue.show(TEST)?;
    dialogue.show(WHO)?;
    let Some(reader) = dialogue.choose("Who reads it?", &READERS)? else { return Ok(None) };
    dialogue.show(WHAT)?;
    let Some(outcome) = dialogue.choose("To do what?", &OUTCOMES)? else { return Ok(None) };
    let found = recommend(reader, outcome);
    dialogue.show(&format!("\nRecommended: {}\n  because {}\n", noun(found), found.why))?;
    let other = |kind, with_instructions| Recommendation { kind, with_instructions, ..found };
    let choices = [
        ("yes", found),
        ("policy", other(DocumentKind::Policy, false)),
        ("sop", other(DocumentKind::Sop, false)),
        ("set", other(DocumentKind::Sop, true)),
        ("wi", other(DocumentKind::WorkInstruction, false)),
    ];
    dialogue.choose_or_first("Begin that, or something else?", &choices)
}

/// The template: asked for where a kind has several.
fn template<R: BufRead, W: Write>(
    kind: DocumentKind,
    templates: &Templates,
    dialogue: &mut Dialogue<R, W>,
) -> io::Result<Option<String>> {
    let fitting: Vec<&Template> =
        templates.all().iter().filter(|template| template.kind == kind).collect();
    if fitting.len() < 2 {
        return Ok(Some(kind.as_str().to_owned()));
    }
    let width = fitting.iter().map(|template| template.name.chars().count()).max().unwrap_or(0);
    for template in &fitting {
        let (name, summary) = (visible(&template.name), visible(&template.summary));
        dialogue.show(&format!("  {name:width$}  {summary}"))?;
    }
    let names: Vec<(&str, &str)> =
        fitting.iter().map(|template| (template.name.as_str(), template.name.as_str())).collect();
    Ok(dialogue.choose_or_first("Template", &names)?.map(str::to_owned))
}

const fn noun(found: Recommendation) -> &'static str {
    match (found.kind, found.with_instructions) {
        (DocumentKind::Policy, _) => "a policy",
        (DocumentKind::Sop, false) => "an SOP",
        (DocumentKind::Sop, true) => "an SOP, with a work instruction for each of its tasks",
        (DocumentKind::WorkInstruction, _) => "a work instruction",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(wanted: Wanted, typed: &str) -> (Option<Wanted>, String) {
        let mut said = Vec::new();
        let templates = Templates::with(Vec::new());
        let answer = wanted
            .complete(&templates, &mut Dialogue::between(typed.as_bytes(), &mut said))
            .unwrap();
        (answer, String::from_utf8(said).unwrap())
    }

    #[test]
    fn two_questions_lead_to_a_set_with_the_reason() {
        let typed =
            "roles\nboth\nyes\nsop\nCustomer onboarding\n@cs\nCreate the account\nSay hello\n\n";
        let (answer, said) = asked(Wanted::default(), typed);
        assert_eq!(
            answer,
            Some(Wanted {
                template: Some("sop".to_owned()),
                title: Some("Customer onboarding".to_owned()),
                owner: Some("@cs".to_owned()),
                instructions: vec!["Create the account".to_owned(), "Say hello".to_owned()],
                document_type: None,
            })
        );
        assert!(said.contains("Recommended: an SOP, with a work instruction for each"), "{said}");
        assert!(
            said.contains("because the process and its tasks have different readers"),
            "{said}"
        );
        assert!(said.contains("incident-response  "), "{said}");
    }

    #[test]
    fn a_recommendation_can_be_declined() {
        let (answer, said) = asked(Wanted::default(), "doer\ntask\npolicy\nMoney\n\n");
        assert!(said.contains("Recommended: a work instruction\n"), "{said}");
        let answer = answer.unwrap();
        assert_eq!((answer.template.as_deref(), answer.owner), (Some("policy"), None));
    }

    #[test]
    fn what_was_said_is_not_asked_again() {
        let wanted = Wanted { document_type: Some("wi".to_owned()), ..Wanted::default() };
        let (answer, said) = asked(wanted, "Issue a refund\n\n");
        assert_eq!(answer.unwrap().title.as_deref(), Some("Issue a refund"));
        assert!(!said.contains("Who"), "{said}");
    }

    #[test]
    fn whoever_leaves_begins_nothing() {
        for typed in ["", "roles\n", "roles\npart\n", "roles\npart\nyes\n", "doer\nrule\nyes\n\n"] {
            assert_eq!(asked(Wanted::default(), typed).0, None, "{typed}");
        }
    }
}
