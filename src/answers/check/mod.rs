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

use std::collections::HashMap;

use crate::config::{Config, ConfigError, FailOn, RuleLevel};
use crate::data::Misfit;
use crate::genre::{Certainty, Genre};
use crate::library::{Library, Member};
use crate::paths::RepoPath;
use crate::report::{
    Baseline, Context, Criterion, Finding, Format, Ledger, Location, Reach, Report, Severity,
    Subject, Table, Text, View,
};

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
    subjects: Vec<Subject>,
    verdicts: Vec<Verdict>,
    ledger: Option<Ledger>,
    context: Context,
}

/// What to judge, and by what.
#[derive(Debug, Clone, Copy)]
pub struct Request<'a> {
    /// What the repository decided, where it has a `sopctl.toml`.
    pub config: Option<&'a Config>,
    /// Only the documents at and below these paths; all of them where none is given.
    pub paths: &'a [RepoPath],
    /// The least severity that fails.
    pub fail_on: FailOn,
    /// The findings that are accepted for a while.
    pub baseline: Option<&'a Baseline>,
}

/// Judges the documents that are asked for by every rule that the configuration leaves on.
#[must_use]
pub fn check(library: &Library, request: &Request<'_>, mut context: Context) -> CheckReport {
    let Request { config, paths, fail_on, baseline } = *request;
    let asked = || library.members.iter().filter(|member| is_asked(member.path.as_str(), paths));
    let surroundings = Surroundings::new(library, config, asked());
    let mut findings = Vec::new();
    let mut verdicts = Vec::new();
    let mut subjects: Vec<Subject> = Vec::new();
    let mut seen: Vec<&str> = Vec::new();
    let named = library.members.iter().zip(library.unshared_names());
    for (member, name) in named.filter(|(member, _)| is_asked(member.path.as_str(), paths)) {
        subjects.push(subject(member));
        seen.push(member.path.as_str());
        verdicts.extend(Verdict::of(member, &surroundings));
        for rule in RULES {
            if let Some(level) = Level::of(rule, config, Some(&member.path)) {
                let faults = rule.judge(&surroundings, member);
                findings
                    .extend(faults.into_iter().map(|fault| level.found(rule, fault, member, name)));
            }
        }
    }
    for unreadable in
        library.unreadable.iter().filter(|unreadable| is_asked(&unreadable.path, paths))
    {
        seen.push(&unreadable.path);
        let path = Text::from(unreadable.path.as_str());
        subjects.push(Subject { path, document: None, title: None, left_out: None });
        let (rule, fault) = rules::judge_unreadable(unreadable);
        if let Some(level) = Level::of(rule, config, RepoPath::new(&unreadable.path).ok().as_ref())
        {
            findings.push(level.found_unreadable(rule, fault, &unreadable.path));
        }
    }
    findings.sort_by(|a, b| {
        (&a.path, a.location, a.rule, &a.message).cmp(&(&b.path, b.location, b.rule, &b.message))
    });
    tell_apart(&mut findings);
    for finding in &mut findings {
        finding.fails = threshold(fail_on).is_some_and(|least| finding.severity >= least);
    }
    let ledger = baseline.map(|baseline| {
        let reach = if paths.is_empty() { Reach::Whole } else { Reach::Part };
        let keys = findings.iter().map(|finding| finding.key.as_str());
        Ledger::new(baseline, keys, context.as_of, reach)
    });
    for finding in &mut findings {
        let known = ledger.as_ref().and_then(|ledger| ledger.acceptance(finding.key.as_str()));
        finding.acceptance = known.cloned();
    }
    context.failed = findings.iter().any(Finding::is_failing);
    context.fail_on = vec![threshold(fail_on).map_or("never", Severity::name).to_owned()];
    let is_empty = |asked: &&RepoPath| !seen.iter().any(|path| stands_below(path, asked));
    CheckReport {
        findings,
        checked: seen.len(),
        without_documents: paths.iter().filter(is_empty).cloned().collect(),
        since: None,
        subjects,
        verdicts,
        ledger,
        context,
    }
}

/// What a document looks like by its body, and what it says it is.
#[derive(Debug)]
struct Verdict {
    path: Text,
    declared_type: Option<Text>,
    looks_like: Genre,
    confidence: f64,
    lead: i32,
    certainty: Certainty,
}

impl Verdict {
    /// `None` where the document is not judged.
    fn of(member: &Member, surroundings: &Surroundings<'_>) -> Option<Self> {
        let body = &surroundings.looks_like(member)?.body;
        let declared = member.document.fields().document_type.value();
        Some(Self {
            path: Text::new(&member.path),
            declared_type: declared.map(|declared| Text::from(declared.as_str())),
            looks_like: body.looks_like(),
            confidence: body.confidence(),
            lead: body.lead(),
            certainty: body.certainty(),
        })
    }
}

fn subject(member: &Member) -> Subject {
    Subject {
        path: Text::new(&member.path),
        document: member.document.fields().id.value().map(Text::new),
        title: Some(member.title().into()),
        left_out: None,
    }
}

/// Gives each finding a key of its own: of several with one key, the later are numbered.
fn tell_apart(findings: &mut [Finding]) {
    let mut seen: HashMap<String, usize> = HashMap::new();
    for finding in findings {
        let count = seen.entry(finding.key.clone()).or_default();
        *count += 1;
        if *count > 1 {
            finding.key = format!("{}/{count}", finding.key);
        }
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

/// Whether a document is among those that are asked for: all of them where no path is given.
fn is_asked(path: &str, paths: &[RepoPath]) -> bool {
    paths.is_empty() || paths.iter().any(|asked| stands_below(path, asked))
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

    fn found(self, rule: &Rule, fault: Fault, member: &Member, name: &str) -> Finding {
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

    fn found_unreadable(self, rule: &Rule, fault: Fault, path: &str) -> Finding {
        Finding {
            key: key(path, rule, &fault),
            rule: rule.id,
            severity: self.configured.or(fault.severity).unwrap_or(rule.severity),
            fails: false,
            acceptance: None,
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

impl CheckReport {
    /// How many findings there are of a severity.
    #[must_use]
    pub fn count(&self, severity: Severity) -> usize {
        self.findings.iter().filter(|finding| finding.severity == severity).count()
    }
}

impl Report for CheckReport {
    const NAME: &'static str = "check";
    const FORMATS: &'static [Format] = Format::OF_FINDINGS;
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

    fn criteria(&self) -> Vec<Criterion> {
        RULES.iter().map(Rule::criterion).collect()
    }

    fn subjects(&self) -> Vec<Subject> {
        self.subjects.clone()
    }

    fn ledger(&self) -> Option<&Ledger> {
        self.ledger.as_ref()
    }

    fn data(&self) -> CheckData<'_> {
        let summary = wire::WireSummary {
            documents: self.checked,
            errors: self.count(Severity::Error),
            warnings: self.count(Severity::Warning),
            suggestions: self.count(Severity::Suggestion),
        };
        CheckData::new(self, summary)
    }

    fn context(&self) -> &Context {
        &self.context
    }
}
