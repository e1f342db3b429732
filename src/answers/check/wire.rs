//! The JSON of `check`. Fields are added here, never changed.

use serde::Serialize;

use crate::report::{Finding, Severity, Text};

/// The data below the envelope.
#[derive(Debug, Serialize)]
pub struct CheckData<'r> {
    summary: WireSummary,
    findings: Vec<WireFinding<'r>>,
    /// What documents look like; empty until that is judged.
    verdicts: [(); 0],
}

/// How many there are of what.
#[derive(Debug, Clone, Copy, Serialize)]
pub(super) struct WireSummary {
    pub(super) documents: usize,
    pub(super) errors: usize,
    pub(super) warnings: usize,
    pub(super) suggestions: usize,
}

#[derive(Debug, Serialize)]
struct WireFinding<'r> {
    rule: &'static str,
    severity: Severity,
    message: &'r Text,
    path: &'r Text,
    document: Option<&'r Text>,
    line: Option<usize>,
    column: Option<usize>,
    end_line: Option<usize>,
    end_column: Option<usize>,
    help: Option<&'r Text>,
    /// No rule mends anything yet.
    fix: Option<()>,
}

impl<'r> CheckData<'r> {
    pub(super) fn new(summary: WireSummary, findings: &'r [Finding]) -> Self {
        Self { summary, findings: findings.iter().map(WireFinding::new).collect(), verdicts: [] }
    }
}

impl<'r> WireFinding<'r> {
    fn new(finding: &'r Finding) -> Self {
        let start = finding.location.map(|location| location.start);
        let end = finding.location.map(|location| location.end);
        Self {
            rule: finding.rule,
            severity: finding.severity,
            message: &finding.message,
            path: &finding.path,
            document: finding.document.as_ref(),
            line: start.map(|position| position.line),
            column: start.map(|position| position.column),
            end_line: end.map(|position| position.line),
            end_column: end.map(|position| position.column),
            help: finding.help.as_ref(),
            fix: None,
        }
    }
}
