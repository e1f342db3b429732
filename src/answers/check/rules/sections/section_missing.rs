//! `section-missing`: a question that documents of a kind have to answer, and this one does not.

use crate::answers::check::rules::{Example, Fault, Rule, Standing};
use crate::answers::check::surroundings::Surroundings;
use crate::answers::check::wording::first_line;
use crate::config::Ruleset;
use crate::document::Document;
use crate::document::lifecycle::{DocumentKind, Status};
use crate::document::outline::{Unit, UnitKind, content};
use crate::language::{Language, Topic, WordClass};
use crate::library::Member;
use crate::report::Severity;
use crate::source::Span;
use crate::text::plain_words;

use super::expected::{Expected, Need, sections_of};
use super::is_template;

pub(super) const RULE: Rule = Rule {
    id: "section-missing",
    severity: Severity::Suggestion,
    summary: "the document leaves open what documents of its kind have to answer",
    help: "Each section answers a question that somebody asks at work: who decides, what happens when \
           it goes wrong, what proves that it was followed. An SOP without stages, a policy \
           without statements and a deletion that nobody can take back are warnings; what else is \
           open is told in one suggestion. A section counts by what its heading says, however it \
           is called, and most questions may be answered in the text as well. A document that \
           names its template is asked for every section of it, and so is every document under \
           the rule set `regulated`.",
    standing: Standing::Judges,
    together: None,
    example: Example {
        bad: &[(
            "sops/refunds.md",
            "\
# Refunds

## Purpose

Customers who return an article get their money back, and no refund is paid twice. This document \
tells how the shops and the finance team work together.
",
        )],
        good: &[(
            "sops/refunds.md",
            "\
# Refunds

## Purpose

Customers who return an article get their money back, and no refund is paid twice.

## Procedure

1. The cashier records the request within 1 day.
2. The shift lead decides on it within 2 days; the finance manager decides on what is over 500 EUR.

## Exceptions and escalation

A request without a receipt goes to the shift lead.
",
        )],
    },
    find,
};

fn find(surroundings: &Surroundings<'_>, member: &Member) -> Vec<Fault> {
    let Some((kind, span)) = surroundings.declared_kind(member) else { return Vec::new() };
    let Some(language) = surroundings.language(member) else { return Vec::new() };
    let document = &member.document;
    // So little text is no document yet.
    let is_begun = surroundings.looks_like(member).is_some();
    let is_draft = matches!(document.fields().status.value(), Some(Status::Draft));
    if !is_begun || member.is_over() || is_draft || is_template(member, language) {
        return Vec::new();
    }
    let is_regulated = surroundings.ruleset() == Ruleset::Regulated;
    let is_complete = is_regulated || document.fields().template.value().is_some();
    let text = Said { document, language };
    let open: Vec<&Expected> = sections_of(kind)
        .iter()
        .filter(|expected| is_complete || expected.need != Need::Complete)
        .filter(|expected| !text.answers(kind, expected, is_complete))
        .collect();
    let mut faults: Vec<Fault> = Vec::new();
    let (vital, usual): (Vec<_>, Vec<_>) =
        open.into_iter().partition(|expected| expected.need == Need::Always);
    let severity = if is_regulated { Severity::Warning } else { Severity::Suggestion };
    for (asked, severity, subject) in
        [(vital, Severity::Warning, "vital"), (usual, severity, "sections")]
    {
        if !asked.is_empty() && faults.is_empty() {
            faults.push(fault(kind, span, &asked).about(subject).counts_as(severity));
        }
    }
    faults.extend(text.step_to_take_back(kind).map(|(span, message)| {
        let help = "add a section \"Undo\": how it is taken back, or that it cannot be";
        Fault::in_body(member, span, message).about("undo").help(help).counts_as(Severity::Warning)
    }));
    faults
}

fn fault(kind: DocumentKind, span: Span, open: &[&Expected]) -> Fault {
    let questions: Vec<&str> = open.iter().map(|expected| expected.question).collect();
    let titles: Vec<String> = open.iter().map(|expected| format!("{:?}", expected.title)).collect();
    let (count, sections) = match titles.as_slice() {
        [only] => ("a question".to_owned(), format!("a section {only}")),
        _ => (format!("{} questions", questions.len()), sections(&titles)),
    };
    let document = match kind {
        DocumentKind::Policy => "policy",
        DocumentKind::Sop => "SOP",
        DocumentKind::WorkInstruction => "work instruction",
    };
    let message = format!("this {document} leaves {count} open: {}", questions.join(" "));
    let help = format!("add {sections}; where one does not apply, say why");
    Fault::at(span, message).help(help)
}

fn sections(titles: &[String]) -> String {
    match titles {
        [firsts @ .., last] => format!("the sections {} and {last}", firsts.join(", ")),
        [] => String::new(),
    }
}

/// What a document says, asked by topic.
struct Said<'d> {
    document: &'d Document,
    language: &'d Language,
}

impl Said<'_> {
    /// Whether a question is answered: by a section, and where not every section has to be
    /// there, by the text as well.
    fn answers(&self, kind: DocumentKind, expected: &Expected, is_complete: bool) -> bool {
        self.is_headed(expected.topic)
            || (!is_complete && self.is_said(kind, expected.topic))
            || (expected.need == Need::Always && self.is_said(kind, expected.topic))
    }

    fn is_headed(&self, topic: Topic) -> bool {
        let sections = &self.document.outline().sections;
        sections.iter().any(|section| self.language.is_heading_of(topic, &section.title))
    }

    fn is_said(&self, kind: DocumentKind, topic: Topic) -> bool {
        match (kind, topic) {
            (DocumentKind::Sop, Topic::Procedure) => {
                let outline = self.document.outline();
                let acts = |unit: &Unit| {
                    content::actor(unit, self.language).is_some()
                        || content::is_order(unit, self.language)
                        || self.language.binds(&unit.text)
                };
                outline.top_level_steps().next().is_some() || self.texts().any(acts)
            }
            (DocumentKind::Policy, Topic::Statements) => self.texts().any(|unit| {
                self.language.binds(&unit.text)
                    || content::is_order(unit, self.language)
                    || self.language.speaks_of(topic, &unit.text)
            }),
            (_, Topic::Roles) => self.texts().any(|unit| {
                !content::roles(unit, self.language).is_empty()
                    || plain_words(&unit.text).any(|word| {
                        self.language.is_somebody(&word)
                            || self.language.is(WordClass::Actor, &word)
                    })
            }),
            _ => self.texts().any(|unit| self.language.speaks_of(topic, &unit.text)),
        }
    }

    fn texts(&self) -> impl Iterator<Item = &Unit> {
        let units = self.document.outline().units.iter();
        units.filter(|unit| !matches!(unit.kind, UnitKind::Code | UnitKind::Image))
    }

    /// The first step of a work instruction that somebody may want to take back, where nothing
    /// says how.
    fn step_to_take_back(&self, kind: DocumentKind) -> Option<(Span, String)> {
        let is_asked = kind == DocumentKind::WorkInstruction
            && !self.is_headed(Topic::Undo)
            && !self.is_said(kind, Topic::Undo);
        let outline = self.document.outline();
        let steps = outline.units.iter().filter(|unit| is_asked && unit.kind == UnitKind::Step);
        let mut found = steps.filter_map(|step| {
            let verb = self.final_verb(step)?;
            let message =
                format!("this step says to {verb}, and nothing says how it is taken back");
            Some((first_line(self.document.body(), step.span), message))
        });
        found.next()
    }

    /// The verb of an act that may have to be taken back: the step begins with it, or acts on
    /// something that is called so.
    fn final_verb(&self, step: &Unit) -> Option<String> {
        let first = plain_words(&step.text).next()?;
        let is_order = content::is_order(step, self.language);
        let ordered = (is_order && self.language.is_taken_back(&first)).then(|| first.into_owned());
        ordered.or_else(|| {
            let targets = content::targets(step).into_iter().map(|target| target.to_lowercase());
            targets
                .filter_map(|target| Some(plain_words(&target).next()?.into_owned()))
                .find(|verb| is_order && self.language.is_taken_back(verb))
        })
    }
}
