//! GitLab: a Code Quality report, which merge requests compare with that of their target.
//!
//! The format has neither a head nor a way to say that a finding is accepted: what a baseline
//! accepts is listed with the least severity, and says so.

use serde::Serialize;

use crate::report::{Finding, Location, Report, Severity};

use super::{RenderError, cleaned, json_text, told_with_acceptance};

/// One finding, as GitLab documents it.
#[derive(Serialize)]
struct Violation {
    description: String,
    check_name: &'static str,
    fingerprint: String,
    severity: &'static str,
    location: Place,
}

#[derive(Serialize)]
struct Place {
    path: String,
    lines: Lines,
}

#[derive(Serialize)]
struct Lines {
    begin: usize,
}

pub(super) fn render<R: Report>(report: &R) -> Result<String, RenderError> {
    let violations: Vec<Violation> = report.findings().iter().map(violation).collect();
    json_text(&violations)
}

fn violation(finding: &Finding) -> Violation {
    let name = finding.document.as_ref().map(|document| cleaned(document.untrusted()));
    let name = name.map(|name| format!("{name}: ")).unwrap_or_default();
    let severity = match finding.severity {
        _ if finding.is_accepted() => "info",
        Severity::Error => "critical",
        Severity::Warning => "major",
        Severity::Suggestion => "minor",
    };
    Violation {
        description: format!("{name}{}", told_with_acceptance(finding)),
        check_name: finding.rule,
        fingerprint: finding.fingerprint(),
        severity,
        location: Place {
            path: finding.path.untrusted().to_owned(),
            // A finding about the file as a whole needs a line here, too.
            lines: Lines { begin: finding.location.map_or(1, Location::line) },
        },
    }
}
