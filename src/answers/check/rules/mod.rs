//! The rules of `check`: a folder for each theme, in it a file for each rule and a list of them.

mod confusion;
mod example;
mod links;
mod record;
mod requirements;
mod sections;
mod steps;
mod suppressions;

#[cfg(test)]
mod tests;

use crate::library::Member;
use crate::report::{Criterion, Severity};
use crate::source::Span;

use super::fixing::Fix;
use super::surroundings::Surroundings;

pub use example::Example;
pub(super) use record::{judge_collision, judge_orphan, judge_unreadable};
pub(super) use sections::UNFILLED;
pub(super) use suppressions::{Idle, judge_idle};

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
    /// Whether it judges where the configuration does not name it.
    pub standing: Standing,
    /// How several findings in one document are told as one, behind their number: `steps
    /// are longer than 30 words`. `None` where each is told by itself.
    pub together: Option<&'static str>,
    /// What it finds something in, and the same mended.
    pub example: Example,
    find: fn(&Surroundings<'_>, &Member) -> Vec<Fault>,
}

/// Whether a rule judges where the configuration does not name it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// It does.
    Judges,
    /// It waits to be asked for: on many sound documents it would only nag.
    OnRequest,
}

impl Standing {
    /// The name in answers.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Judges => "judges",
            Self::OnRequest => "on-request",
        }
    }
}

/// Rules about one thing.
#[derive(Debug, Clone, Copy)]
pub struct Theme {
    /// What they are about, as a heading.
    pub title: &'static str,
    /// The rules, in the order of their ids.
    pub rules: &'static [Rule],
}

/// Every rule there is.
pub const THEMES: [Theme; 7] = [
    Theme { title: "Type confusion", rules: confusion::RULES },
    Theme { title: "The record", rules: record::RULES },
    Theme { title: "Links and pictures", rules: links::RULES },
    Theme { title: "Sections", rules: sections::RULES },
    Theme { title: "Steps", rules: steps::RULES },
    Theme { title: "Requirements", rules: requirements::RULES },
    Theme { title: "Suppressions", rules: suppressions::RULES },
];

/// Every rule there is, theme by theme.
pub fn rules() -> impl Iterator<Item = &'static Rule> {
    THEMES.into_iter().flat_map(|theme| theme.rules)
}

/// Whether comments in documents can leave findings of a rule out: not what is said of the
/// comments themselves.
pub(super) fn heeds_comments(rule: &Rule) -> bool {
    suppressions::RULES.iter().all(|own| own.id != rule.id)
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
    /// How it can be mended, where that takes no judgment.
    pub(super) fix: Option<Fix>,
}

impl Fault {
    fn at(span: Span, message: impl Into<String>) -> Self {
        let message = message.into();
        Self { span: Some(span), subject: None, message, help: None, severity: None, fix: None }
    }

    /// Of something that has no place in the tree.
    fn nowhere(message: impl Into<String>) -> Self {
        let message = message.into();
        Self { span: None, subject: None, message, help: None, severity: None, fix: None }
    }

    /// At a place in the body of a document, as its outline and its blocks give places.
    fn in_body(member: &Member, span: Span, message: impl Into<String>) -> Self {
        let start = member.document.body_start();
        Self::at(span.shifted(start), message)
    }

    fn about(mut self, subject: impl Into<String>) -> Self {
        self.subject = Some(subject.into());
        self
    }

    fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    fn fix(mut self, fix: Fix) -> Self {
        self.fix = Some(fix);
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
