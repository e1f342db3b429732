//! `check`: judges documents by rules.
//!
//! Looks at one tree and nothing else: the same tree gives the same findings, on
//! any day and whatever its history. It mends nothing.

mod folding;
mod level;
mod rules;
mod sheet;
mod since;
mod surroundings;
mod view;
mod wire;

#[cfg(test)]
mod tests;

use std::collections::HashMap;

use crate::config::{Config, ConfigError, FailOn};
use crate::data::Misfit;
use crate::genre::{Certainty, Genre};
use crate::library::{Files, Library, Member, in_parallel};
use crate::paths::RepoPath;
use crate::report::{
    Baseline, Context, Criterion, Finding, Format, Ledger, Reach, Report, Severity, Subject, Table,
    Text, View,
};

use level::{Level, threshold};
use since::Since;
use surroundings::{Around, Surroundings};

pub use rules::{Example, Rule, Standing, THEMES, Theme, rules};
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
    /// The files around the documents.
    pub files: &'a Files,
    /// Only the documents at and below these paths; all of them where none is given.
    pub paths: &'a [RepoPath],
    /// The least severity that fails.
    pub fail_on: FailOn,
    /// The findings that are accepted for a while.
    pub baseline: Option<&'a Baseline>,
    /// What was there before some work, where only what that work is answerable for is asked.
    pub before: Option<Before<'a>>,
}

/// Judges the documents that are asked for by every rule that the configuration leaves on.
#[must_use]
pub fn check(library: &Library, request: &Request<'_>, mut context: Context) -> CheckReport {
    let Request { config, files, paths, fail_on, baseline, before } = *request;
    let around = Around { config, files, before: before.map(|before| before.library) };
    let mut judged = judge(library, around, paths);
    let without_documents = paths
        .iter()
        .filter(|asked| {
            !judged.subjects.iter().any(|subject| stands_below(subject.path.untrusted(), asked))
        })
        .cloned()
        .collect();
    if let Some(before) = before {
        judged = since::answerable(judged, before);
    }
    let Judged { mut findings, verdicts, subjects, checked } = judged;
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
    CheckReport {
        findings: folding::folded(findings),
        checked,
        without_documents,
        since: before.map(Since::of),
        subjects,
        verdicts,
        ledger,
        context,
    }
}

/// What the rules find, before anybody asks what counts.
#[derive(Debug)]
struct Judged {
    /// By path, line and rule; each with a key of its own.
    findings: Vec<Finding>,
    verdicts: Vec<Verdict>,
    /// The documents that findings can be about, those included that cannot be read.
    subjects: Vec<Subject>,
    /// How many documents were judged, the unreadable included.
    checked: usize,
}

fn judge(library: &Library, around: Around<'_>, paths: &[RepoPath]) -> Judged {
    let config = around.config;
    let asked = || {
        let named = library.members.iter().zip(library.unshared_names());
        named.filter(|(member, _)| is_asked(member.path.as_str(), paths))
    };
    let surroundings = Surroundings::new(library, around, asked().map(|(member, _)| member));
    let found = in_parallel(asked().collect(), |(member, name): (&Member, &str)| {
        let mut findings = Vec::new();
        for rule in rules() {
            if let Some(level) = Level::of(rule, config, Some(&member.path)) {
                let faults = rule.judge(&surroundings, member).into_iter();
                findings.extend(faults.map(|fault| level.found(rule, fault, member, name)));
            }
        }
        findings
    });
    let mut findings: Vec<Finding> = found.into_iter().flatten().collect();
    let mut subjects: Vec<Subject> = asked().map(|(member, _)| subject(member)).collect();
    let verdicts = asked().filter_map(|(member, _)| Verdict::of(member, &surroundings)).collect();
    for unreadable in
        library.unreadable.iter().filter(|unreadable| is_asked(&unreadable.path, paths))
    {
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
    let checked = subjects.len();
    Judged { findings, verdicts, subjects, checked }
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
        .filter(|named| rules().all(|rule| rule.id != named.value))
        .map(|named| {
            let why = format!("there is no rule {:?}", named.value);
            Misfit::unknown(named, why, rules().map(|rule| rule.id)).into()
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
        let mut criteria: Vec<Criterion> = rules().map(Rule::criterion).collect();
        criteria.sort_by_key(|criterion| criterion.id);
        criteria
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
