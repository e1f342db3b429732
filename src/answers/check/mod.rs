//! `check`: judges documents by rules.
//!
//! Looks at one tree and nothing else: the same tree gives the same findings, on
//! any day and whatever its history. It says how faults can be mended where that takes no
//! judgment; it writes nothing.

mod explain;
mod fixing;
mod folding;
mod judging;
mod level;
mod rules;
mod sheet;
mod since;
mod suppression;
mod surroundings;
mod view;
mod wire;
mod wording;

#[cfg(test)]
mod tests;

use crate::calendar::Date;
use crate::config::{Config, ConfigError, FailOn};
use crate::data::Misfit;
use crate::library::{Branches, Files, Library};
use crate::paths::RepoPath;
use crate::report::{
    Baseline, Context, Criterion, Finding, Format, Ledger, Reach, Report, Severity, Subject, Table,
    View,
};

use judging::{Judged, Verdict, judge, stands_below};
use level::{Settings, threshold};
use since::Since;
use surroundings::Around;

pub use explain::{Explanation, explain};
pub use fixing::Fixing;
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
    /// What was looked at beside the tree, where that is asked for.
    beside: Option<Beside>,
    /// How many findings are left out by a comment or by `[[check.ignore]]`.
    suppressed: usize,
    subjects: Vec<Subject>,
    verdicts: Vec<Verdict>,
    ledger: Option<Ledger>,
    fixing: Option<Fixing>,
    context: Context,
}

/// What to judge, and by what.
#[derive(Debug, Clone, Copy)]
pub struct Request<'a> {
    /// What the repository decided, where it has a `sopctl.toml`.
    pub config: Option<&'a Config>,
    /// The folder of that file below the root of the repository; empty at the root.
    pub folder: &'a str,
    /// How that file is called in reports.
    pub config_file: &'a str,
    /// The files around the documents.
    pub files: &'a Files,
    /// The ids of rules that are left out.
    pub without: &'a [String],
    /// Only the documents at and below these paths; all of them where none is given.
    pub paths: &'a [RepoPath],
    /// The least severity that fails.
    pub fail_on: FailOn,
    /// The findings that are accepted for a while.
    pub baseline: Option<&'a Baseline>,
    /// What was there before some work, where only what that work is answerable for is asked.
    pub before: Option<Before<'a>>,
    /// What other branches say of document numbers, where these are looked at, and when they
    /// were last fetched.
    pub branches: Option<&'a Branches>,
    /// The day on which branches were last fetched from elsewhere, where that is known.
    pub fetched: Option<Date>,
}

/// Judges the documents that are asked for by every rule that the configuration leaves on.
#[must_use]
pub fn check(library: &Library, request: &Request<'_>, mut context: Context) -> CheckReport {
    let Request { config, files, folder, config_file, without, paths, fail_on, baseline, .. } =
        *request;
    let Request { before, branches, fetched, .. } = *request;
    let around = Around { config, files, before: before.map(|before| before.library), branches };
    let settings = Settings { config, folder, without };
    let mut judged = judge(library, around, settings, paths);
    let without_documents = paths
        .iter()
        .filter(|asked| !judged.paths.iter().any(|path| stands_below(path.as_str(), asked)))
        .cloned()
        .collect();
    // What part of a library does not need says nothing of the rest.
    if before.is_none() && paths.is_empty() {
        if let Some(branches) = branches {
            judged.judge_branches(branches, settings);
        }
        judged.judge_entries(library, settings, config_file);
    }
    // A finding has one key, whoever asks for how many of them.
    judged.put_in_order();
    if let Some(before) = before {
        judged = since::answerable(judged, settings, before, branches);
    }
    let Judged { mut findings, verdicts, subjects, checked, suppressed, .. } = judged;
    for finding in &mut findings {
        finding.fails = threshold(fail_on).is_some_and(|least| finding.severity >= least);
    }
    let ledger = baseline.map(|baseline| {
        let is_whole = paths.is_empty() && before.is_none();
        let reach = if is_whole { Reach::Whole } else { Reach::Part };
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
        beside: branches.map(|branches| Beside::of(branches, fetched)),
        suppressed: suppressed.len(),
        subjects,
        verdicts,
        ledger,
        fixing: None,
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
        .filter(|named| rules().all(|rule| rule.id != named.value))
        .map(|named| {
            let why = format!("there is no rule {:?}", named.value);
            Misfit::unknown(named, why, rules().map(|rule| rule.id)).into()
        })
        .collect()
}

/// What was looked at beside the tree.
#[derive(Debug, Clone)]
struct Beside {
    /// How many branches.
    branches: usize,
    /// Those that could not be compared.
    unknown: Vec<String>,
    /// When the fetched ones were fetched, where that is known and there are any.
    fetched: Option<Date>,
}

impl Beside {
    fn of(branches: &Branches, fetched: Option<Date>) -> Self {
        Self {
            branches: branches.looked_at,
            unknown: branches.unknown.clone(),
            fetched: fetched.filter(|_| branches.any_fetched),
        }
    }
}

impl CheckReport {
    /// What there is to mend, over the documents that were judged. Findings that are told as
    /// one are mended together.
    #[must_use]
    pub fn fixing(&self, library: &Library) -> Fixing {
        Fixing::of(&self.findings, library)
    }

    /// The report with what is mended, or would be.
    #[must_use]
    pub fn with(self, fixing: Fixing) -> Self {
        Self { fixing: Some(fixing), ..self }
    }

    /// The report with nothing but what keeps a document from coming into force: what breaks
    /// the record, and places that are still to be filled in. None where there is neither.
    #[must_use]
    pub fn obstacles(mut self) -> Option<Self> {
        self.findings.retain(|finding| {
            finding.severity == Severity::Error || finding.rule == rules::UNFILLED
        });
        (!self.findings.is_empty()).then_some(self)
    }

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
            suppressed: self.suppressed,
        };
        CheckData::new(self, summary)
    }

    fn context(&self) -> &Context {
        &self.context
    }
}
