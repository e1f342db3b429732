//! What the findings of a rule count as, and a fault as a finding.

use crate::config::{Config, FailOn, RuleLevel};
use crate::library::Member;
use crate::paths::RepoPath;
use crate::report::{Finding, Location, Severity, Text};

use super::rules::{Fault, Rule, Standing};

/// The least severity that fails.
pub(super) const fn threshold(fail_on: FailOn) -> Option<Severity> {
    match fail_on {
        FailOn::Error => Some(Severity::Error),
        FailOn::Warning => Some(Severity::Warning),
        FailOn::Suggestion => Some(Severity::Suggestion),
        FailOn::Never => None,
    }
}

/// What the findings of one rule count as in one document.
#[derive(Clone, Copy)]
pub(super) struct Level {
    configured: Option<Severity>,
}

impl Level {
    /// `None` where the rule is off, or its findings are tolerated at that path.
    pub(super) fn of(
        rule: &Rule,
        config: Option<&Config>,
        path: Option<&RepoPath>,
    ) -> Option<Self> {
        let Some(config) = config else {
            return (rule.standing == Standing::Judges).then_some(Self { configured: None });
        };
        let tolerated = config.check.ignore.iter().any(|ignore| {
            ignore.rules.iter().any(|id| id.value == rule.id)
                && path.is_some_and(|path| ignore.matches(path))
        });
        let setting = config.check.rules.iter().find(|setting| setting.rule.value == rule.id);
        let configured = match setting.map(|setting| setting.level) {
            _ if tolerated => return None,
            Some(RuleLevel::Off) => return None,
            Some(RuleLevel::Suggestion) => Some(Severity::Suggestion),
            Some(RuleLevel::Warning) => Some(Severity::Warning),
            Some(RuleLevel::Error) => Some(Severity::Error),
            None if rule.standing == Standing::OnRequest => return None,
            None => None,
        };
        Some(Self { configured })
    }

    pub(super) fn found(self, rule: &Rule, fault: Fault, member: &Member, name: &str) -> Finding {
        let (text, lines) = (member.document.text(), member.document.lines());
        let location = fault.span.map(|span| Location::Range {
            start: lines.position(text, span.start),
            end: lines.position(text, span.end),
        });
        let id = member.document.fields().id.value();
        let words = fault.span.and_then(|span| text.get(span.start..span.end)).unwrap_or_default();
        let fault = Fault { subject: fault.subject.or_else(|| subject_of(words)), ..fault };
        let key = key(name, rule, &fault);
        let unplaced = self.found_unreadable(rule, fault, member.path.as_str());
        Finding { key, document: id.map(Text::new), location, ..unplaced }
    }

    pub(super) fn found_unreadable(self, rule: &Rule, fault: Fault, path: &str) -> Finding {
        Finding {
            key: key(path, rule, &fault),
            rule: rule.id,
            severity: self.configured.or(fault.severity).unwrap_or(rule.severity),
            fails: false,
            acceptance: None,
            repeated: Vec::new(),
            message: fault.message.into(),
            path: path.into(),
            document: None,
            location: None,
            help: fault.help.map(Text::from),
        }
    }
}

/// The stable name of a finding: document, rule and subject, as reasons of `stale` have it.
fn key(document: &str, rule: &Rule, fault: &Fault) -> String {
    format!("{document}/{}/{}", rule.id, fault.subject.as_deref().unwrap_or("file"))
}

/// What a fault is about that does not say so: the words at its place, on one line.
fn subject_of(words: &str) -> Option<String> {
    /// More tells nothing apart that the number behind a key does not.
    const MOST: usize = 80;
    let words: Vec<&str> = words.split_whitespace().collect();
    let subject: String = words.join(" ").chars().take(MOST).collect();
    (!subject.is_empty()).then_some(subject)
}
