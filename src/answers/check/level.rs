//! What the findings of a rule count as, and a fault as a finding.

use crate::config::{Config, FailOn, RuleLevel};
use crate::document::profile::Profile;
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

/// What decides which rules judge.
#[derive(Debug, Clone, Copy)]
pub(super) struct Settings<'a> {
    /// What the repository decided, where it has a `sopctl.toml`.
    pub(super) config: Option<&'a Config>,
    /// The folder of that file below the root of the repository, in which its globs begin;
    /// empty at the root.
    pub(super) folder: &'a str,
    /// The ids of rules that are left out of one run.
    pub(super) without: &'a [String],
}

/// What becomes of the findings of one rule in one document.
pub(super) enum Ruling {
    /// It does not judge.
    Off,
    /// They are tolerated by these entries of `[[check.ignore]]`, by their places in it.
    Tolerated(Vec<usize>),
    /// They count.
    Counts(Level),
}

impl Settings<'_> {
    pub(super) fn ruling(self, rule: &Rule, path: Option<&RepoPath>) -> Ruling {
        if self.without.iter().any(|id| id == rule.id) {
            return Ruling::Off;
        }
        let check = self.config.map(|config| &config.check);
        let mut settings = check.iter().flat_map(|check| &check.rules);
        let setting = settings.find(|setting| setting.rule.value == rule.id);
        let configured = match setting.map(|setting| setting.level) {
            Some(RuleLevel::Off) => return Ruling::Off,
            Some(RuleLevel::Suggestion) => Some(Severity::Suggestion),
            Some(RuleLevel::Warning) => Some(Severity::Warning),
            Some(RuleLevel::Error) => Some(Severity::Error),
            None if rule.standing == Standing::OnRequest => return Ruling::Off,
            None => None,
        };
        let entries = check.iter().flat_map(|check| check.ignore.iter().enumerate());
        let path = path.and_then(|path| self.below_folder(path));
        let tolerating: Vec<usize> = entries
            .filter(|(_, ignore)| ignore.rules.iter().any(|id| id.value == rule.id))
            .filter(|(_, ignore)| path.as_ref().is_some_and(|path| ignore.matches(path)))
            .map(|(place, _)| place)
            .collect();
        if tolerating.is_empty() {
            Ruling::Counts(Level { configured })
        } else {
            Ruling::Tolerated(tolerating)
        }
    }

    /// A path as the configuration sees it; `None` outside its folder.
    pub(super) fn below_folder(self, path: &RepoPath) -> Option<RepoPath> {
        if self.folder.is_empty() {
            return Some(path.clone());
        }
        let below = path.as_str().strip_prefix(self.folder)?.strip_prefix('/')?;
        RepoPath::new(below).ok()
    }
}

/// What the findings of one rule count as in one document.
#[derive(Clone, Copy)]
pub(super) struct Level {
    configured: Option<Severity>,
}

impl Level {
    pub(super) fn found(
        self,
        rule: &Rule,
        fault: Fault,
        member: &Member,
        name: &str,
        profile: &Profile,
    ) -> Finding {
        let (text, lines) = (member.document.text(), member.document.lines());
        let location = fault.span.map(|span| Location::Range {
            start: lines.position(text, span.start),
            end: lines.position(text, span.end),
        });
        let id = member.document.fields().id.value();
        let words = fault.span.and_then(|span| text.get(span.start..span.end)).unwrap_or_default();
        let mut fault = Fault { subject: fault.subject.or_else(|| subject_of(words)), ..fault };
        let key = key(name, rule, &fault);
        let fix = fault.fix.take().and_then(|fix| fix.prepared(member, profile));
        let unplaced = self.found_unplaced(rule, fault, member.path.as_str());
        Finding { key, document: id.map(Text::new), location, fix, ..unplaced }
    }

    /// A finding without a place, as in a file that is no readable document.
    pub(super) fn found_unplaced(self, rule: &Rule, fault: Fault, path: &str) -> Finding {
        Finding {
            key: key(path, rule, &fault),
            rule: rule.id,
            severity: self.configured.or(fault.severity).unwrap_or(rule.severity),
            fails: false,
            acceptance: None,
            fix: None,
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
