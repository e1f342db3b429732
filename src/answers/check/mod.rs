//! `check`: judges documents by rules.
//!
//! Looks at one tree and nothing else: the same tree gives the same findings, on
//! any day and whatever its history. It mends nothing.

mod rules;
mod sheet;
mod since;
mod surroundings;
mod view;
mod wire;

#[cfg(test)]
mod tests;

use crate::config::{Config, ConfigError, FailOn, RuleLevel};
use crate::data::Misfit;
use crate::library::{Library, Member};
use crate::paths::RepoPath;
use crate::report::{Context, Finding, Format, Location, Report, Severity, Table, Text, View};

use rules::Fault;
use since::Since;
use surroundings::Surroundings;

pub use rules::{RULES, Rule};
pub use since::Before;
pub use wire::CheckData;

/// What the rules found.
#[derive(Debug)]
pub struct CheckReport {
    /// The findings, by path, line and rule.
    pub findings: Vec<Finding>,
    /// How many documents were judged, those included that cannot be read.
    pub checked: usize,
    /// The paths asked for below which there is no document.
    pub without_documents: Vec<RepoPath>,
    /// The work whose findings these are, where they are those of some work alone.
    since: Option<Since>,
    context: Context,
}

/// Judges the documents at and below `paths`, or all of them where none is given,
/// by every rule that the configuration leaves on.
#[must_use]
pub fn check(
    library: &Library,
    config: Option<&Config>,
    paths: &[RepoPath],
    fail_on: FailOn,
    mut context: Context,
) -> CheckReport {
    let is_asked = |path: &str| paths.is_empty() || paths.iter().any(|p| stands_below(path, p));
    let surroundings = Surroundings::new(library, config);
    let mut findings = Vec::new();
    let mut seen: Vec<&str> = Vec::new();
    for member in library.members.iter().filter(|member| is_asked(member.path.as_str())) {
        seen.push(member.path.as_str());
        for rule in RULES {
            if let Some(level) = Level::of(rule, config, Some(&member.path)) {
                let faults = rule.judge(&surroundings, member);
                findings.extend(faults.into_iter().map(|fault| level.found(rule, fault, member)));
            }
        }
    }
    for unreadable in library.unreadable.iter().filter(|unreadable| is_asked(&unreadable.path)) {
        seen.push(&unreadable.path);
        let (rule, fault) = rules::judge_unreadable(unreadable);
        if let Some(level) = Level::of(rule, config, RepoPath::new(&unreadable.path).ok().as_ref())
        {
            findings.push(level.found_unreadable(rule, fault, &unreadable.path));
        }
    }
    let place = |finding: &Finding| finding.location.map(|location| location.start);
    findings.sort_by(|a, b| {
        (&a.path, place(a), a.rule, &a.message).cmp(&(&b.path, place(b), b.rule, &b.message))
    });

    let worst = findings.iter().map(|finding| finding.severity).max();
    context.failed = threshold(fail_on).is_some_and(|least| worst >= Some(least));
    context.fail_on = vec![threshold(fail_on).map_or("never", Severity::name).to_owned()];
    let is_empty = |asked: &&RepoPath| !seen.iter().any(|path| stands_below(path, asked));
    CheckReport {
        findings,
        checked: seen.len(),
        without_documents: paths.iter().filter(is_empty).cloned().collect(),
        since: None,
        context,
    }
}

/// The rules that a configuration names and that there are not, with their places.
#[must_use]
pub fn unknown_rules(config: &Config) -> Vec<ConfigError> {
    let check = &config.check;
    let set = check.rules.iter().map(|setting| &setting.rule);
    let ignored = check.ignore.iter().flat_map(|ignore| &ignore.rules);
    set.chain(ignored)
        .filter(|named| RULES.iter().all(|rule| rule.id != named.value))
        .map(|named| {
            let why = format!("there is no rule {:?}", named.value);
            Misfit::unknown(named, why, RULES.iter().map(|rule| rule.id)).into()
        })
        .collect()
}

/// Whether `path` is that file, or stands in that folder.
fn stands_below(path: &str, asked: &RepoPath) -> bool {
    let rest = path.strip_prefix(asked.as_str());
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// The least severity that fails.
const fn threshold(fail_on: FailOn) -> Option<Severity> {
    match fail_on {
        FailOn::Error => Some(Severity::Error),
        FailOn::Warning => Some(Severity::Warning),
        FailOn::Suggestion => Some(Severity::Suggestion),
        FailOn::Never => None,
    }
}

/// What the findings of one rule count as in one document.
#[derive(Clone, Copy)]
struct Level {
    configured: Option<Severity>,
}

impl Level {
    /// `None` where the rule is off, or its findings are tolerated at that path.
    fn of(rule: &Rule, config: Option<&Config>, path: Option<&RepoPath>) -> Option<Self> {
        let Some(config) = config else { return Some(Self { configured: None }) };
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
            None => None,
        };
        Some(Self { configured })
    }

    fn found(self, rule: &Rule, fault: Fault, member: &Member) -> Finding {
        let (text, lines) = (member.document.text(), member.document.lines());
        let location = fault.span.map(|span| Location {
            start: lines.position(text, span.start),
            end: lines.position(text, span.end),
        });
        let id = member.document.fields().id.value();
        Finding {
            document: id.map(Text::new),
            location,
            ..self.found_unreadable(rule, fault, member.path.as_str())
        }
    }

    fn found_unreadable(self, rule: &Rule, fault: Fault, path: &str) -> Finding {
        Finding {
            rule: rule.id,
            severity: self.configured.or(fault.severity).unwrap_or(rule.severity),
            message: fault.message.into(),
            path: path.into(),
            document: None,
            location: None,
            help: fault.help.map(Text::from),
        }
    }
}

impl CheckReport {
    /// How many findings there are of a severity.
    #[must_use]
    pub fn count(&self, severity: Severity) -> usize {
        self.findings.iter().filter(|finding| finding.severity == severity).count()
    }
}

impl Report for CheckReport {
    const NAME: &'static str = "check";
    const FORMATS: &'static [Format] =
        &[Format::Text, Format::Json, Format::Markdown, Format::Html, Format::Csv];
    type Data<'a> = CheckData<'a>;

    fn view(&self) -> View {
        view::view(self)
    }

    fn findings(&self) -> Vec<Finding> {
        self.findings.clone()
    }

    fn sheet(&self) -> Table {
        sheet::of(self)
    }

    fn data(&self) -> CheckData<'_> {
        let summary = wire::WireSummary {
            documents: self.checked,
            errors: self.count(Severity::Error),
            warnings: self.count(Severity::Warning),
            suggestions: self.count(Severity::Suggestion),
        };
        CheckData::new(summary, &self.findings, self.since.as_ref())
    }

    fn context(&self) -> &Context {
        &self.context
    }
}
