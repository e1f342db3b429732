//! The formats beside text, JSON, Markdown and HTML: what they hold, that nothing in them can
//! steer the program that reads them, and that the same question gives the same bytes.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use quick_junit::TestCaseStatus;
use serde_json::{Value, json};

use crate::documents::{STEPS, document, reviewed};
use crate::git_repo::{ANA, GitRepo};
use crate::sandbox::Sandbox;

const DAY: &str = "2026-11-22";

const FORMATS: [&str; 9] =
    ["text", "json", "markdown", "html", "csv", "sarif", "github", "gitlab", "junit"];

/// A library with debts of several kinds, whose authors mean harm.
fn hostile_library(sandbox: &Sandbox) -> GitRepo<'_> {
    let repo = GitRepo::new(sandbox, "library");
    repo.write("sopctl.toml", "schema = 1\n");
    let titled = |id: &str, title: &str| {
        reviewed(id, "2025-01-10", STEPS).replace(&format!("\"Procedure {id}\""), title)
    };
    repo.write("sops/overdue.md", &titled("SOP-001", "\"=cmd|' /C calc'!A0\""));
    repo.write(
        "sops/a,b %0A::error::x.md",
        &titled("SOP-002", "\"a\\r\\n::error::owned ]]> <script>x</script> \\u202e\\u001b[31m\""),
    );
    repo.write("sops/typo.md", &reviewed("SOP-003", "\"2026-13-01 ::warning::]]>\"", STEPS));
    repo.write("sops/draft.md", &document("SOP-004", "status = \"draft\"\n", STEPS));
    repo.write("sops/current.md", &reviewed("SOP-005", "2026-10-01", STEPS));
    fs::write(repo.folder().join("sops/latin.md"), b"# Caf\xe9\n").unwrap();
    repo.commit(ANA, "2026-10-01", "Write everything");
    repo
}

fn answer(repo: &GitRepo<'_>, command: &str, format: &str) -> String {
    let output = repo.sopctl(&[command, "--as-of", DAY, "--format", format]).run();
    assert!(output.status < Some(2), "{output:?}");
    output.stdout
}

#[test]
fn a_sheet_has_a_row_for_each_document_or_finding_and_its_names_above() {
    let sandbox = Sandbox::new();
    let repo = hostile_library(&sandbox);
    for (command, least) in [("list", 6), ("stale", 6), ("check", 2)] {
        let sheet = answer(&repo, command, "csv");
        assert!(sheet.ends_with("\r\n") && !sheet.contains(['\u{1b}', '\u{202e}']), "{sheet}");
        let rows: Vec<&str> = sheet.split_terminator("\r\n").collect();
        assert!(rows.len() > least && rows.iter().all(|row| !row.contains(['\r', '\n'])));
        let columns = rows[0].split(',').count();
        for row in &rows {
            assert_eq!(cells(row).len(), columns, "{row}");
            assert!(cells(row).iter().all(|cell| !cell.starts_with(['=', '+', '-', '@'])), "{row}");
        }
    }
    let sheet = answer(&repo, "stale", "csv");
    let row = sheet.split("\r\n").find(|row| row.starts_with("SOP-001")).unwrap();
    let commit = repo.head();
    assert_eq!(
        row,
        format!(
            "SOP-001,sops/overdue.md,'=cmd|' /C calc'!A0,sop,1.0,'@ana,effective,overdue,,\
             2025-01-10,12 months,2026-01-10,316,2026-10-01,{commit},overdue,\
             \"due 2026-01-10, 316 days ago\","
        )
    );
}

#[test]
fn sarif_names_rule_place_and_key_of_each_finding() {
    let sandbox = Sandbox::new();
    let repo = hostile_library(&sandbox);
    repo.git(&["remote", "add", "origin", "https://ana:t0ken@example.org/shop/library.git"]);
    for command in ["stale", "check"] {
        let log: Value = serde_json::from_str(&answer(&repo, command, "sarif")).unwrap();
        assert_eq!(log["version"], "2.1.0");
        let run = &log["runs"][0];
        assert_eq!(
            run["versionControlProvenance"],
            json!([{
                "repositoryUri": "https://example.org/shop/library.git",
                "revisionId": repo.head(),
                "branch": "main"
            }])
        );
        let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
        let results = run["results"].as_array().unwrap();
        assert!(!results.is_empty());
        let mut fingerprints = BTreeSet::new();
        for result in results {
            let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
            assert_eq!(rules[index]["id"], result["ruleId"]);
            let place = &result["locations"][0]["physicalLocation"]["artifactLocation"];
            let uri = place["uri"].as_str().unwrap();
            assert!(uri.starts_with("sops/") && !uri.contains([' ', ':', '<']), "{uri}");
            fingerprints.insert(result["partialFingerprints"]["sopctl/v1"].as_str().unwrap());
            let said = result["message"]["text"].as_str().unwrap();
            assert!(!said.contains(|c: char| c.is_control() || c == '\u{202e}'), "{said}");
        }
        assert_eq!(fingerprints.len(), results.len());
    }
    let log: Value = serde_json::from_str(&answer(&repo, "stale", "sarif")).unwrap();
    let results = log["runs"][0]["results"].as_array().unwrap();
    let overdue = results.iter().find(|r| r["properties"]["document"] == "SOP-001").unwrap();
    assert_eq!(overdue["properties"]["key"], "SOP-001/overdue/2026-01-10");
    assert_eq!((&overdue["ruleId"], &overdue["level"]), (&json!("overdue"), &json!("error")));
    // The line of `last_reviewed`, from which the day is counted.
    let region = &overdue["locations"][0]["physicalLocation"]["region"];
    assert_eq!(region, &json!({ "startLine": 9 }));
    let unread = results.iter().find(|r| r["ruleId"] == "unparsable").unwrap();
    // What is said of a whole file stands at its beginning.
    let region = &unread["locations"][0]["physicalLocation"]["region"];
    assert_eq!(region, &json!({ "startLine": 1 }));
}

#[test]
fn a_remote_on_this_machine_is_not_told() {
    let sandbox = Sandbox::new();
    let repo = hostile_library(&sandbox);
    repo.git(&["remote", "add", "origin", "/srv/secret/library.git"]);
    for format in ["sarif", "gitlab", "junit", "github", "json", "csv"] {
        let said = answer(&repo, "stale", format);
        let folder = repo.folder().display().to_string();
        assert!(!said.contains("/srv/secret") && !said.contains(&folder), "{format}: {said}");
    }
}

#[test]
fn documents_that_share_a_number_have_keys_of_their_own() {
    let sandbox = Sandbox::new();
    let repo = GitRepo::new(&sandbox, "library");
    repo.write("sopctl.toml", "schema = 1\n");
    repo.write("sops/a.md", &reviewed("SOP-001", "2025-01-10", STEPS));
    repo.write("sops/b.md", &reviewed("sop-001", "2025-01-10", STEPS));
    repo.commit(ANA, "2025-01-10", "Give one number twice");
    for (command, rule) in [("stale", "overdue/2026-01-10"), ("check", "duplicate-id/SOP-001")] {
        let log: Value = serde_json::from_str(&answer(&repo, command, "sarif")).unwrap();
        let results = log["runs"][0]["results"].as_array().unwrap();
        let key = |result: &Value| result["properties"]["key"].as_str().unwrap().to_owned();
        let keys: BTreeSet<String> = results.iter().map(key).collect();
        assert_eq!(keys.len(), results.len());
        assert!(keys.contains(&format!("sops/a.md/{rule}")), "{keys:?}");
        // The answer about one of them calls it the same.
        let part = repo.sopctl(&["check", "sops/b.md", "-f", "json"]).run().fails_with(1);
        let part: Value = serde_json::from_str(&part.stdout).unwrap();
        let key = part["findings"][0]["key"].as_str().unwrap();
        assert_eq!(key, "sops/b.md/missing-field/effective");
    }
}

#[test]
fn gitlab_gets_the_fields_that_it_documents() {
    let sandbox = Sandbox::new();
    let repo = hostile_library(&sandbox);
    for command in ["stale", "check"] {
        let list: Value = serde_json::from_str(&answer(&repo, command, "gitlab")).unwrap();
        let list = list.as_array().unwrap();
        assert!(!list.is_empty());
        let mut fingerprints = BTreeSet::new();
        for violation in list {
            let mut keys: Vec<&String> = violation.as_object().unwrap().keys().collect();
            keys.sort();
            let documented = ["check_name", "description", "fingerprint", "location", "severity"];
            assert_eq!(keys, documented);
            assert!(violation["location"]["lines"]["begin"].as_u64().unwrap() >= 1);
            let path = violation["location"]["path"].as_str().unwrap();
            assert!(repo.folder().join(path).is_file(), "{path}");
            let severity = violation["severity"].as_str().unwrap();
            assert!(["info", "minor", "major", "critical", "blocker"].contains(&severity));
            fingerprints.insert(violation["fingerprint"].as_str().unwrap());
        }
        // GitLab shows only the first of those that share one.
        assert_eq!(fingerprints.len(), list.len());
    }
}

#[test]
fn each_document_is_a_test_that_passes_fails_or_is_skipped() {
    let sandbox = Sandbox::new();
    let repo = hostile_library(&sandbox);
    let text = answer(&repo, "stale", "junit");
    assert!(!text.contains("<script>") && !text.contains(['\u{1b}', '\u{202e}']), "{text}");
    let report = quick_junit::Report::deserialize_from_str(&text).unwrap();
    assert_eq!((report.tests, report.failures, report.skipped, report.errors), (6, 4, 1, 0));
    let cases = &report.test_suites[0].test_cases;
    let case = |name: &str| cases.iter().find(|case| case.name.starts_with(name)).unwrap();
    assert!(matches!(&case("SOP-005").status, TestCaseStatus::Success { .. }));
    let TestCaseStatus::Skipped { message, .. } = &case("SOP-004").status else { panic!("{text}") };
    assert_eq!(message.as_deref(), Some("not under review: draft"));
    let TestCaseStatus::NonSuccess { message, ty, description, .. } = &case("SOP-001").status
    else {
        panic!("{text}")
    };
    assert_eq!(
        (ty.as_deref(), message.as_deref()),
        (Some("overdue"), Some("due 2026-01-10, 316 days ago"))
    );
    let description = description.as_deref().unwrap();
    assert!(description.starts_with("sops/overdue.md:9: overdue: due 2026-01-10"), "{description}");
    assert!(matches!(&case("sops/latin.md").status, TestCaseStatus::NonSuccess { .. }));

    let never = ["stale", "--as-of", DAY, "--fail-on", "never", "-f", "junit"];
    let text = repo.sopctl(&never).run().success().stdout;
    let report = quick_junit::Report::deserialize_from_str(&text).unwrap();
    assert_eq!((report.tests, report.failures), (6, 0));
    let text = answer(&repo, "check", "junit");
    let report = quick_junit::Report::deserialize_from_str(&text).unwrap();
    assert_eq!((report.tests, report.skipped), (6, 0));
}

#[test]
fn annotations_are_one_command_a_line_and_then_a_count() {
    let sandbox = Sandbox::new();
    let repo = hostile_library(&sandbox);
    for command in ["stale", "check"] {
        let text = answer(&repo, command, "github");
        let lines: Vec<&str> = text.lines().collect();
        let (last, commands) = lines.split_last().unwrap();
        assert!(last.starts_with(&format!("sopctl {command}: ")), "{last}");
        for line in commands {
            let rest = line.strip_prefix("::error ").or_else(|| line.strip_prefix("::warning "));
            let (properties, _) = rest.expect(line).split_once("::").unwrap();
            let known = ["file", "line", "endLine", "col", "endColumn", "title"];
            for pair in properties.split(',') {
                assert!(known.contains(&pair.split_once('=').unwrap().0), "{line}");
            }
        }
    }
    let text = answer(&repo, "stale", "github");
    assert!(text.contains("file=sops/a%2Cb %250A%3A%3Aerror%3A%3Ax.md,line=9,"), "{text}");
    assert!(text.ends_with("sopctl stale: 4 errors\n"), "{text}");
}

#[test]
fn the_page_of_the_job_gets_the_report_and_keeps_what_is_there() {
    let sandbox = Sandbox::new();
    let repo = hostile_library(&sandbox);
    let page = sandbox.write("summary.md", "# Before\n");
    let run = |format: &str, page: &Path| {
        repo.sopctl(&["stale", "--as-of", DAY, "-f", format])
            .env("GITHUB_STEP_SUMMARY", page)
            .run()
            .fails_with(1)
    };
    run("text", &page);
    assert_eq!(fs::read_to_string(&page).unwrap(), "# Before\n");
    run("github", &page);
    let shown = fs::read_to_string(&page).unwrap();
    let report = answer(&repo, "stale", "markdown");
    assert_eq!(shown, format!("# Before\n\n\n## sopctl stale\n\n{report}"));
    assert!(!shown.contains("<script>"), "{shown}");
    let nowhere = run("github", &sandbox.work().join("none/summary.md"));
    assert!(nowhere.stderr.contains("none/summary.md"), "{nowhere:?}");
    let full = sandbox.write("full.md", &"x".repeat(1024 * 1024));
    let said = run("github", &full);
    assert!(said.stderr.contains("GITHUB_STEP_SUMMARY is full"), "{said:?}");
    assert_eq!(fs::metadata(&full).unwrap().len(), 1024 * 1024);
}

#[test]
fn the_same_question_gives_the_same_bytes_in_every_format() {
    let (here, there) = (Sandbox::new(), Sandbox::new());
    let (repo, other) = (hostile_library(&here), hostile_library(&there));
    for format in FORMATS {
        for command in ["stale", "check"] {
            let first = answer(&repo, command, format);
            assert_eq!(first, answer(&other, command, format), "{command} {format}");
            assert!(!first.contains('\u{1b}'), "{command} {format}");
        }
    }
}

#[test]
fn a_report_without_findings_says_which_formats_it_has() {
    let sandbox = Sandbox::new();
    let repo = hostile_library(&sandbox);
    let said = repo.sopctl(&["list", "-f", "sarif"]).run().fails_with(2);
    assert!(said.stderr.contains("list cannot be written as \"sarif\""), "{said:?}");
    assert!(said.stderr.contains("hint: --format takes text, json, markdown, html, csv"));
}

/// The cells of a row, read by the rules of RFC 4180.
fn cells(row: &str) -> Vec<String> {
    let mut cells = vec![String::new()];
    let mut is_quoted = false;
    for c in row.chars() {
        match c {
            '"' => is_quoted = !is_quoted,
            ',' if !is_quoted => cells.push(String::new()),
            c => cells.last_mut().unwrap().push(c),
        }
    }
    cells
}

#[test]
fn an_answer_replaces_an_older_one_and_never_a_document() {
    let sandbox = Sandbox::new();
    let repo = GitRepo::new(&sandbox, "library");
    repo.write("sopctl.toml", "schema = 1\n[documents]\ninclude = [\"sops/*.md\", \"new.md\"]\n");
    repo.write("sops/a.md", &document("SOP-001", "status = \"draft\"\n", STEPS));
    repo.write("other.md", "# An answer of last year\n");
    repo.commit(ANA, "2026-01-01", "Begin");
    fs::write(repo.folder().join("sops/latin.md"), b"# Caf\xe9\n").unwrap();
    repo.write("sops/b.md", &document("SOP-002", "status = \"draft\"\n", STEPS));
    let at = |path: &str| repo.folder().join(path).display().to_string();
    let read = |path: &str| fs::read(repo.folder().join(path)).unwrap();
    let refused = ["sops/a.md", "sops/../sops/a.md", "sops/b.md", "sops/latin.md", "sopctl.toml"];
    for path in refused {
        let before = read(path);
        for asked in [&["list"][..], &["show", "SOP-001"], &["check"], &["schema", "stale"]] {
            let said = repo.sopctl(&[asked, &["--output", &at(path)]].concat()).run().fails_with(2);
            assert!(said.stderr.contains("and the answer would replace it"), "{said:?}");
        }
        assert_eq!(read(path), before, "{path}");
    }
    for _ in 0..2 {
        repo.sopctl(&["schema", "list", "--output", &at("other.md")]).run().success();
        // What it holds is an answer, although it would be taken for a document.
        repo.sopctl(&["schema", "list", "--output", &at("new.md")]).run().success();
    }
    assert!(String::from_utf8(read("other.md")).unwrap().contains("sopctl.list.v1"));
    assert_eq!(read("other.md"), read("new.md"));
}
