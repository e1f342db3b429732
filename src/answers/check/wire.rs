//! The JSON of `check`. Fields are added here, never changed.

use schemars::JsonSchema;
use serde::Serialize;

use crate::calendar::Date;
use crate::git::CommitId;
use crate::report::{
    Acceptance, BaselineData, Edit, Finding, Fix, Ledger, Location, Severity, Text,
};

use super::{CheckReport, Fixing, Verdict};

/// The data below the envelope.
#[derive(Debug, Serialize, JsonSchema)]
pub struct CheckData<'r> {
    /// How many there are of what.
    summary: WireSummary,
    /// The findings, by path, line and rule.
    findings: Vec<WireFinding<'r>>,
    /// What documents look like; those that are not judged are missing.
    verdicts: Vec<WireVerdict<'r>>,
    /// With `--since`, the work whose findings these are; `null` otherwise.
    since: Option<WireSince<'r>>,
    /// With `--all-branches`, what was looked at beside the tree; `null` otherwise.
    branches: Option<WireBranches<'r>>,
    /// With `--fix`, what was mended; `null` otherwise.
    fixed: Option<WireFixing<'r>>,
    /// What the baseline came to; `null` where none was given.
    baseline: Option<BaselineData<'r>>,
}

#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Since")]
struct WireSince<'r> {
    /// The revision as it was asked for.
    rev: &'r str,
    /// The commit from which on work counts, in full.
    base: CommitId,
}

/// The branches whose document numbers were looked at.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Branches")]
struct WireBranches<'r> {
    /// How many, the tree at hand left out.
    looked_at: usize,
    /// Those that could not be compared, since this clone lacks the commits.
    unknown: &'r [String],
    /// The day on which branches were last fetched from elsewhere; `null` where none were, or
    /// that is not known.
    fetched: Option<Date>,
}

/// How many there are of what.
#[derive(Debug, Clone, Copy, Serialize, JsonSchema)]
#[schemars(rename = "Summary")]
pub(super) struct WireSummary {
    /// Documents that were judged, the unreadable ones included.
    pub(super) documents: usize,
    /// Findings that break the record.
    pub(super) errors: usize,
    /// Findings that mislead a reader.
    pub(super) warnings: usize,
    /// Findings of style.
    pub(super) suggestions: usize,
    /// Findings that a comment or `[[check.ignore]]` leaves out.
    pub(super) suppressed: usize,
}

/// What a document looks like by its body alone, whatever it says it is.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Verdict")]
struct WireVerdict<'r> {
    /// The file, from the root of the repository.
    path: &'r Text,
    /// The type that it says it has.
    declared_type: Option<&'r Text>,
    /// The kind that it looks like, or `other`.
    looks_like: &'static str,
    /// From 0 to 1.
    confidence: f64,
    /// By how many points it stands before the next; 10 are one logit.
    lead: i32,
    /// `unclear` below a lead of 5 points, `likely` below 15, else `clear`.
    certainty: &'static str,
}

/// A mending: all of its edits together, or none.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Fix")]
struct WireFix<'r> {
    /// What it does, in a few words.
    label: &'r Text,
    /// The replacements, in the order of the file and apart from each other.
    edits: Vec<WireEdit<'r>>,
}

#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Edit")]
struct WireEdit<'r> {
    /// Where the replaced text begins: the line, from 1.
    line: usize,
    /// The character on that line, from 1.
    column: usize,
    /// Where it ends: the line.
    end_line: usize,
    /// The character behind it.
    end_column: usize,
    /// What stands there afterwards.
    text: &'r str,
}

/// What `check --fix` did.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Fixing")]
struct WireFixing<'r> {
    /// Whether the documents have been changed; not with `--dry-run`.
    written: bool,
    /// The fixes, by path, line and rule.
    fixes: Vec<WireMended<'r>>,
    /// Fixes that meet others and have to wait for the next run.
    postponed: usize,
}

#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Fixed")]
struct WireMended<'r> {
    /// The file, from the root of the repository.
    path: &'r Text,
    /// The line of the finding before the fix; `null` where it had none.
    line: Option<usize>,
    /// The rule that had found it.
    rule: &'static str,
    /// What was done, in a few words.
    label: &'r Text,
}

#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Finding")]
struct WireFinding<'r> {
    /// The rule that found it.
    rule: &'static str,
    /// How much it matters.
    severity: Severity,
    /// What is wrong, with the evidence.
    message: &'r Text,
    /// The file, from the root of the repository.
    path: &'r Text,
    /// The number of the document; `null` where it has none.
    document: Option<&'r Text>,
    /// Where it begins: the line, from 1; `null` where it has no place.
    line: Option<usize>,
    /// The character on that line, from 1.
    column: Option<usize>,
    /// Where it ends: the line.
    end_line: Option<usize>,
    /// The character behind it.
    end_column: Option<usize>,
    /// What to do about it.
    help: Option<&'r Text>,
    /// How it can be mended without anybody's judgment, which `check --fix` does; `null` where
    /// it takes some.
    fix: Option<WireFix<'r>>,
    /// Its stable name: document, rule and subject. Never a line.
    key: &'r str,
    /// What the baseline says of it; `null` where it says nothing.
    accepted: Option<&'r Acceptance>,
}

impl<'r> CheckData<'r> {
    pub(super) fn new(report: &'r CheckReport, summary: WireSummary) -> Self {
        let since = report.since.as_ref();
        Self {
            summary,
            findings: report.findings.iter().map(WireFinding::new).collect(),
            verdicts: report.verdicts.iter().map(WireVerdict::new).collect(),
            since: since.map(|since| WireSince { rev: &since.rev, base: since.base }),
            branches: report.beside.as_ref().map(|beside| WireBranches {
                looked_at: beside.branches,
                unknown: &beside.unknown,
                fetched: beside.fetched,
            }),
            fixed: report.fixing.as_ref().map(WireFixing::new),
            baseline: report.ledger.as_ref().map(Ledger::data),
        }
    }
}

impl<'r> WireFix<'r> {
    fn new(fix: &'r Fix) -> Self {
        let edit = |edit: &'r Edit| WireEdit {
            line: edit.start.line,
            column: edit.start.column,
            end_line: edit.end.line,
            end_column: edit.end.column,
            text: &edit.text,
        };
        Self { label: &fix.label, edits: fix.edits.iter().map(edit).collect() }
    }
}

impl<'r> WireFixing<'r> {
    fn new(fixing: &'r Fixing) -> Self {
        let fixes = fixing.mended.iter().map(|mended| WireMended {
            path: &mended.path,
            line: mended.line,
            rule: mended.rule,
            label: &mended.label,
        });
        Self { written: fixing.is_written, fixes: fixes.collect(), postponed: fixing.postponed }
    }
}

impl<'r> WireVerdict<'r> {
    fn new(verdict: &'r Verdict) -> Self {
        Self {
            path: &verdict.path,
            declared_type: verdict.declared_type.as_ref(),
            looks_like: verdict.looks_like.as_str(),
            confidence: verdict.confidence,
            lead: verdict.lead,
            certainty: verdict.certainty.as_str(),
        }
    }
}

impl<'r> WireFinding<'r> {
    fn new(finding: &'r Finding) -> Self {
        let (start, end) = finding.location.and_then(Location::range).unzip();
        Self {
            rule: finding.rule,
            severity: finding.severity,
            message: &finding.message,
            path: &finding.path,
            document: finding.document.as_ref(),
            line: finding.location.map(Location::line),
            column: start.map(|position| position.column),
            end_line: end.map(|position| position.line),
            end_column: end.map(|position| position.column),
            help: finding.help.as_ref(),
            fix: finding.fix.as_ref().map(WireFix::new),
            key: &finding.key,
            accepted: finding.acceptance.as_ref(),
        }
    }
}
