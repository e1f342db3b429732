//! SARIF 2.1.0, the standard of OASIS for findings of static analysis.
//!
//! Paths are relative to the root of the repository. A finding is known again by its stable
//! key, in words and as a hash; the hash that GitHub makes of the line beside it is left to
//! GitHub, which warns of any other. What a baseline accepts is there with a suppression.

use serde::Serialize;
use serde_json::{Value, json};

use crate::report::{Context, Criterion, Finding, Fix, Location, Report, Severity};

use super::{RenderError, accepted, cleaned, json_text, told_with_acceptance};

const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// What stands for the root of the repository.
const ROOT: &str = "%SRCROOT%";

#[derive(Serialize)]
struct Log {
    #[serde(rename = "$schema")]
    schema: &'static str,
    version: &'static str,
    runs: [Value; 1],
}

pub(super) fn render<R: Report>(report: &R) -> Result<String, RenderError> {
    let criteria = report.criteria();
    let has_baseline = report.ledger().is_some();
    let results: Vec<Value> =
        report.findings().iter().map(|finding| result(finding, &criteria, has_baseline)).collect();
    let context = report.context();
    let mut run = json!({
        "tool": { "driver": {
            "name": "sopctl",
            "version": env!("CARGO_PKG_VERSION"),
            "semanticVersion": env!("CARGO_PKG_VERSION"),
            "rules": criteria.iter().map(rule).collect::<Vec<_>>(),
        }},
        "automationDetails": { "id": format!("sopctl/{}/", R::NAME) },
        "originalUriBaseIds": {
            ROOT: { "description": { "text": "The root of the repository." } },
        },
        "columnKind": "unicodeCodePoints",
        "properties": properties(report),
        "results": results,
    });
    if let Some(provenance) = provenance(context) {
        run["versionControlProvenance"] = json!([provenance]);
    }
    json_text(&Log { schema: SCHEMA, version: "2.1.0", runs: [run] })
}

/// On which day was judged, and what a baseline came to.
fn properties<R: Report>(report: &R) -> Value {
    let context = report.context();
    json!({
        "asOf": context.as_of,
        "commit": context.repository.head,
        "failed": context.failed,
        "baseline": report.ledger().map(crate::report::Ledger::data),
    })
}

/// Which commit was looked at, where it is known from where it can be fetched.
fn provenance(context: &Context) -> Option<Value> {
    let mut provenance = json!({ "repositoryUri": context.origin.as_ref()? });
    if let Some(head) = &context.repository.head {
        provenance["revisionId"] = json!(head);
    }
    if let (Some(branch), Some(true)) = (&context.repository.branch, context.repository.on_branch) {
        provenance["branch"] = json!(branch);
    }
    Some(provenance)
}

fn rule(criterion: &Criterion) -> Value {
    json!({
        "id": criterion.id,
        "shortDescription": { "text": criterion.summary },
        "fullDescription": { "text": format!("{}.", criterion.summary) },
        "help": { "text": criterion.help },
        "defaultConfiguration": { "level": level(criterion.severity) },
    })
}

const fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Suggestion => "note",
    }
}

fn result(finding: &Finding, criteria: &[Criterion], has_baseline: bool) -> Value {
    let mut place = json!({
        "artifactLocation": { "uri": uri(finding.path.untrusted()), "uriBaseId": ROOT },
    });
    place["region"] = match finding.location.and_then(Location::range) {
        Some((start, end)) => json!({
            "startLine": start.line,
            "startColumn": start.column,
            "endLine": end.line,
            "endColumn": end.column,
        }),
        // What is said of a whole file stands at its beginning: GitHub shows no result
        // without a line.
        None => json!({ "startLine": finding.location.map_or(1, Location::line) }),
    };
    let document = finding.document.as_ref().map(|document| cleaned(document.untrusted()));
    let said = match &document {
        Some(document) => format!("{document}: {}", told_with_acceptance(finding)),
        None => told_with_acceptance(finding),
    };
    let mut result = json!({
        "ruleId": finding.rule,
        "level": level(finding.severity),
        "message": { "text": unlinked(&said) },
        "locations": [{ "physicalLocation": place }],
        "partialFingerprints": { "sopctl/v1": finding.fingerprint() },
        "properties": { "key": finding.key, "document": document, "fails": finding.fails },
    });
    if let Some(index) = criteria.iter().position(|criterion| criterion.id == finding.rule) {
        result["ruleIndex"] = json!(index);
    }
    if let Some(fix) = &finding.fix {
        result["fixes"] = json!([described(fix, finding)]);
    }
    // Either every result says whether it is suppressed, or none does.
    if has_baseline {
        let justification = accepted(finding).filter(|_| finding.is_accepted());
        let suppressions = justification
            .map(|why| json!({ "kind": "external", "status": "accepted", "justification": why }));
        result["suppressions"] = json!(suppressions.into_iter().collect::<Vec<_>>());
    }
    result
}

/// A fix, with the places that it replaces.
fn described(fix: &Fix, finding: &Finding) -> Value {
    let replacements: Vec<Value> = fix
        .edits
        .iter()
        .map(|edit| {
            json!({
                "deletedRegion": {
                    "startLine": edit.start.line,
                    "startColumn": edit.start.column,
                    "endLine": edit.end.line,
                    "endColumn": edit.end.column,
                },
                "insertedContent": { "text": edit.text },
            })
        })
        .collect();
    let file = json!({ "uri": uri(finding.path.untrusted()), "uriBaseId": ROOT });
    json!({
        "description": { "text": unlinked(&cleaned(fix.label.untrusted())) },
        "artifactChanges": [{ "artifactLocation": file, "replacements": replacements }],
    })
}

/// A message of strangers is no place for links, which are written `[words](address)` there.
fn unlinked(message: &str) -> String {
    message.replace("](", "] (")
}

/// A path as a relative reference: everything but what never needs an escape has one.
fn uri(path: &str) -> String {
    let mut uri = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'/' | b'-' | b'.' | b'_' | b'~' => uri.push(char::from(byte)),
            byte if byte.is_ascii_alphanumeric() => uri.push(char::from(byte)),
            byte => uri.push_str(&format!("%{byte:02X}")),
        }
    }
    uri
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_one_relative_reference() {
        assert_eq!(uri("sops/a b%0A:c.md"), "sops/a%20b%250A%3Ac.md");
        assert_eq!(uri("http://evil/é"), "http%3A//evil/%C3%A9");
    }

    #[test]
    fn a_message_holds_no_link() {
        assert_eq!(
            unlinked("see [this](https://evil.example)"),
            "see [this] (https://evil.example)"
        );
    }
}
