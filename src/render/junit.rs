//! Test reports: each document that was judged is a test, in the XML of `JUnit`.
//!
//! A document fails by what makes the report fail; what else there is to say of it stands in
//! its output. Documents that are not judged are skipped. Nothing here says how long anything
//! took or when it ran: the same question gives the same bytes.

use std::collections::HashMap;

use quick_junit::{NonSuccessKind, Report as Document, TestCase, TestCaseStatus, TestSuite};

use crate::report::{Finding, Location, Report, Subject, Text};

use super::{RenderError, cleaned, told_with_acceptance, words};

pub(super) fn render<R: Report>(report: &R) -> Result<String, RenderError> {
    let findings = report.findings();
    let mut about: HashMap<&Text, Vec<&Finding>> = HashMap::new();
    for finding in &findings {
        about.entry(&finding.path).or_default().push(finding);
    }
    let name = format!("sopctl {}", R::NAME);
    let mut suite = TestSuite::new(name.as_str());
    let context = report.context();
    suite.add_property(("as_of", context.as_of.to_string().as_str()));
    if let Some(head) = &context.repository.head {
        suite.add_property(("commit", head.as_str()));
    }
    if let Some(ledger) = report.ledger() {
        suite.add_property(("baseline", words(&ledger.told()).as_str()));
    }
    for subject in report.subjects() {
        let found = about.get(&subject.path).map(Vec::as_slice).unwrap_or_default();
        suite.add_test_case(case(R::NAME, &subject, found));
    }
    let mut document = Document::new(name.as_str());
    document.add_test_suite(suite);
    document.to_string().map_err(|error| RenderError(error.into()))
}

fn case(report: &str, subject: &Subject, found: &[&Finding]) -> TestCase {
    let failing: Vec<&Finding> =
        found.iter().copied().filter(|finding| finding.is_failing()).collect();
    let mut status = match (failing.as_slice(), &subject.left_out) {
        ([], None) => TestCaseStatus::success(),
        ([], Some(_)) => TestCaseStatus::skipped(),
        _ => TestCaseStatus::non_success(NonSuccessKind::Failure),
    };
    match failing.first() {
        Some(first) => {
            let rules: Vec<&str> = failing.iter().map(|finding| finding.rule).collect();
            status.set_type(rules.join(" "));
            status.set_message(xml(first.message.untrusted()));
            status.set_description(listed(&failing));
        }
        None => {
            if let Some(why) = &subject.left_out {
                status.set_message(xml(why.untrusted()));
            }
        }
    }
    let mut case = TestCase::new(name(subject), status);
    case.set_classname(format!("sopctl.{report}"));
    case.extra.insert("file".into(), xml(subject.path.untrusted()).into());
    let others: Vec<&Finding> =
        found.iter().copied().filter(|finding| !finding.is_failing()).collect();
    if !others.is_empty() {
        case.set_system_out(listed(&others));
    }
    case
}

/// The number and the title, or the path: what tells a document from all others.
fn name(subject: &Subject) -> String {
    let text = match (&subject.document, &subject.title) {
        (Some(id), Some(title)) => format!("{} {}", id.untrusted(), title.untrusted()),
        (Some(id), None) => id.untrusted().to_owned(),
        (None, _) => subject.path.untrusted().to_owned(),
    };
    xml(&text)
}

/// A line for each finding: where, what, and what to do.
fn listed(findings: &[&Finding]) -> String {
    let line = |finding: &&Finding| {
        let line = finding.location.map(Location::line);
        let line = line.map(|line| format!(":{line}")).unwrap_or_default();
        let path = cleaned(finding.path.untrusted());
        format!("{path}{line}: {}: {}", finding.rule, told_with_acceptance(finding))
    };
    xml_lines(&findings.iter().map(line).collect::<Vec<_>>().join("\n"))
}

/// Text on one line, without what XML cannot hold.
fn xml(text: &str) -> String {
    xml_lines(&cleaned(text))
}

/// The two characters that neither XML allows nor [`cleaned`] takes away.
fn xml_lines(text: &str) -> String {
    text.replace(['\u{fffe}', '\u{ffff}'], "\u{fffd}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::Severity;

    #[test]
    fn what_xml_cannot_hold_is_replaced_and_what_it_reads_is_escaped() {
        let hostile = "]]><script>\u{0}\u{ffff}&\u{202e}\"";
        let finding = Finding {
            key: "k".to_owned(),
            rule: "overdue",
            severity: Severity::Error,
            fails: true,
            acceptance: None,
            message: hostile.into(),
            path: hostile.into(),
            document: None,
            location: None,
            help: None,
            fix: None,
            repeated: Vec::new(),
        };
        let path = Text::from(hostile);
        let subject = Subject { path, document: None, title: Some(hostile.into()), left_out: None };
        let mut suite = TestSuite::new("s");
        suite.add_test_case(case("stale", &subject, &[&finding]));
        let mut document = Document::new("s");
        document.add_test_suite(suite);
        let shown = document.to_string().unwrap();
        assert!(!shown.contains(['\u{0}', '\u{ffff}', '\u{202e}']), "{shown}");
        assert!(!shown.contains("<script>") && !shown.contains("]]>"), "{shown}");
        assert!(shown.contains("]]&gt;&lt;script&gt;\u{fffd}&amp;&quot;"), "{shown}");
    }
}
