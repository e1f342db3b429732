//! What holds for every rule.

use std::collections::HashSet;

use super::*;
use crate::answers::check::tests::{checked, checked_since, library};
use crate::document::lifecycle::DocumentKind;

/// The file of an example that is no document.
const CONFIGURATION: &str = "sopctl.toml";

/// Stands before the path of a document as it was before some work.
const BEFORE: &str = "before: ";

/// The folders of examples with their kinds.
const FOLDERS: [(&str, DocumentKind); 3] = [
    ("policies/", DocumentKind::Policy),
    ("sops/", DocumentKind::Sop),
    ("work-instructions/", DocumentKind::WorkInstruction),
];

/// The whole document of an example: its text, framed where it has no front matter of its own.
/// Its number is that of its place in the library, so that the first is `SOP-001`.
fn framed(position: usize, path: &str, text: &str) -> String {
    let kind = FOLDERS.iter().find(|(folder, _)| path.starts_with(folder));
    let has_fields = text.starts_with("+++\n") || text.starts_with("---\n");
    let Some((_, kind)) = kind.filter(|_| !has_fields) else { return text.to_owned() };
    let heading = text.lines().find_map(|line| line.strip_prefix("# "));
    let title = heading.unwrap_or("Refund a payment");
    let prefix = match kind {
        DocumentKind::Policy => "POL",
        DocumentKind::Sop => "SOP",
        DocumentKind::WorkInstruction => "WI",
    };
    format!(
        "+++\nid = \"{prefix}-{:03}\"\ntitle = \"{title}\"\ntype = \"{}\"\nversion = \"1.0\"\n\
         status = \"effective\"\nowner = \"@shop\"\napproved_by = [\"@lead\"]\n\
         approved_on = 2026-01-10\neffective_date = 2026-01-15\n+++\n\n{text}",
        position + 1,
        kind.as_str(),
    )
}

/// The rules that find something in an example.
fn finding(files: &[(&str, &str)], rule: &Rule) -> HashSet<&'static str> {
    let framed: Vec<(&str, String)> = files
        .iter()
        .filter(|(path, _)| *path != CONFIGURATION && !path.starts_with(BEFORE))
        .enumerate()
        .map(|(position, (path, text))| (*path, framed(position, path, text)))
        .collect();
    let framed: Vec<(&str, &str)> =
        framed.iter().map(|(path, text)| (*path, text.as_str())).collect();
    let config = files.iter().find(|(path, _)| *path == CONFIGURATION).map(|(_, text)| *text);
    let config = match rule.standing {
        Standing::Judges => config.unwrap_or_default().to_owned(),
        Standing::OnRequest => format!(
            "[check.rules]\n{} = \"{}\"\n{}",
            rule.id,
            rule.severity.name(),
            config.unwrap_or_default()
        ),
    };
    let before: Vec<(&str, &str)> =
        files.iter().filter_map(|(path, text)| Some((path.strip_prefix(BEFORE)?, *text))).collect();
    let report = match before.as_slice() {
        [] => checked(&library(&framed), &config),
        before => checked_since(&library(before), &library(&framed), &config),
    };
    report.findings.iter().map(|finding| finding.rule).collect()
}

#[test]
fn a_rule_finds_something_in_its_bad_example_and_nothing_in_its_good_one() {
    for rule in rules() {
        assert!(!rule.example.bad.is_empty(), "{} has no example", rule.id);
        let found = finding(rule.example.bad, rule);
        assert!(found.contains(rule.id), "{} finds nothing in its bad example", rule.id);
        let found = finding(rule.example.good, rule);
        assert!(!found.contains(rule.id), "{} finds something in its good example", rule.id);
    }
}

#[test]
fn rules_stand_in_the_order_of_their_ids_and_none_twice() {
    for theme in THEMES {
        assert!(theme.rules.is_sorted_by(|a, b| a.id < b.id), "{}", theme.title);
    }
    let ids: HashSet<&str> = rules().map(|rule| rule.id).collect();
    assert_eq!(ids.len(), rules().count());
}

#[test]
fn an_id_is_in_kebab_case_and_a_summary_is_half_a_sentence() {
    for rule in rules() {
        assert!(rule.id.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-'));
        assert!(!rule.summary.ends_with('.'), "{}", rule.id);
        assert!(rule.help.ends_with('.'), "{}", rule.id);
    }
}
