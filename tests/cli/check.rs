//! `sopctl check`: findings, exit status, JSON, and libraries that are no repository.

use serde_json::{Value, json};

use crate::git_repo::{ANA, GitRepo};
use crate::sandbox::Sandbox;

const SOUND: &str = "+++\nid = \"SOP-001\"\ntitle = \"Close the till\"\ntype = \"sop\"\n\
                     status = \"draft\"\nowner = \"@shop\"\n+++\n\n# Close the till\n";

/// A library whose documents are these.
fn library(documents: &[(&str, &str)]) -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.write("sopctl.toml", "schema = 1\n");
    for (path, text) in documents {
        sandbox.write(path, text);
    }
    sandbox
}

fn json_of(sandbox: &Sandbox, status: i32) -> Value {
    let said = sandbox.sopctl(&["check", "--format", "json"]).run();
    assert_eq!(said.status, Some(status), "{}", said.stderr);
    serde_json::from_str(&said.stdout).unwrap()
}

#[test]
fn a_sound_library_is_clean_also_outside_a_repository() {
    let sandbox = library(&[("sops/a.md", SOUND)]);
    let said = sandbox.sopctl(&["check"]).run().success();
    assert_eq!(said.stdout, "1 document checked: nothing to say\n");
    assert_eq!(said.stderr, "");
}

#[test]
fn findings_stand_below_their_document_with_their_place() {
    let faulty = SOUND.replace("\"draft\"", "\"efective\"").replace("owner =", "onwer =");
    let sandbox = library(&[("sops/a.md", &faulty), ("sops/b.md", "# No front matter\n")]);
    let said = sandbox.sopctl(&["check"]).run().fails_with(1);
    let rows: Vec<&str> = said.stdout.lines().map(str::trim).collect();
    assert_eq!(rows[0], "sops/a.md  SOP-001");
    assert_eq!(rows[1], "1:1   error    missing-field  `owner` is missing");
    assert!(rows[2].starts_with("5:10  error    invalid-field  `status`: \"efective\" is none of"));
    assert_eq!(rows[3], "did you mean `effective`?");
    assert!(rows[4].starts_with("6:1   warning  unknown-field"), "{rows:?}");
    assert_eq!(rows[7], "sops/b.md");
    assert_eq!(*rows.last().unwrap(), "2 documents checked: 3 errors, 1 warning");
}

#[test]
fn the_json_is_the_contract() {
    let faulty = SOUND.replace("\"draft\"", "\"efective\"");
    let sandbox = library(&[("sops/a.md", &faulty)]);
    let answer = json_of(&sandbox, 1);
    assert_eq!(answer["schema"], "sopctl.check.v1");
    assert_eq!((&answer["failed"], &answer["fail_on"]), (&json!(true), &json!(["error"])));
    assert_eq!(
        answer["summary"],
        json!({ "documents": 1, "errors": 1, "warnings": 0, "suggestions": 0, "suppressed": 0 })
    );
    assert_eq!(answer["verdicts"], json!([]));
    let mut finding = answer["findings"][0].clone();
    let message = finding.as_object_mut().unwrap().remove("message").unwrap();
    assert!(message.as_str().unwrap().contains("efective"));
    assert_eq!(
        finding,
        json!({
            "rule": "invalid-field", "severity": "error", "path": "sops/a.md",
            "document": "SOP-001", "line": 5, "column": 10, "end_line": 5, "end_column": 20,
            "help": "did you mean `effective`?", "fix": null,
            "key": "SOP-001/invalid-field/status", "accepted": null
        })
    );
}

#[test]
fn a_number_that_two_documents_have_is_an_error_in_both() {
    let lower = SOUND.replace("SOP-001", "sop-001");
    let sandbox = library(&[("sops/a.md", SOUND), ("sops/b.md", &lower)]);
    let answer = json_of(&sandbox, 1);
    let found = answer["findings"].as_array().unwrap();
    assert_eq!(found.len(), 2);
    for (finding, (path, other)) in
        found.iter().zip([("sops/a.md", "sops/b.md"), ("sops/b.md", "sops/a.md")])
    {
        assert_eq!((&finding["rule"], &finding["path"]), (&json!("duplicate-id"), &json!(path)));
        assert!(finding["message"].as_str().unwrap().contains(other));
    }
}

#[test]
fn a_document_that_cannot_be_read_is_a_finding_and_hides_no_other() {
    let sandbox = library(&[("sops/a.md", SOUND), ("sops/open.md", "+++\nid = \"SOP-002\"\n")]);
    let binary = sandbox.work().join("sops/latin.md");
    std::fs::write(binary, b"# Caf\xe9\n").unwrap();
    let answer = json_of(&sandbox, 1);
    let found: Vec<(&str, &str)> = answer["findings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|f| (f["path"].as_str().unwrap(), f["rule"].as_str().unwrap()))
        .collect();
    assert_eq!(found, [("sops/latin.md", "unparsable"), ("sops/open.md", "unparsable")]);
    assert_eq!(answer["summary"]["documents"], 3);
    assert_eq!(answer["findings"][0]["line"], Value::Null);
}

#[test]
fn the_status_follows_the_severity_that_is_asked_for() {
    let slip = SOUND.replace("owner =", "approver = \"@ana\"\nowner =");
    let sandbox = library(&[("sops/a.md", &slip)]);
    sandbox.sopctl(&["check"]).run().success();
    sandbox.sopctl(&["check", "--fail-on", "warning"]).run().fails_with(1);
    sandbox.sopctl(&["check", "--fail-on", "suggestion"]).run().fails_with(1);
    sandbox.write("sopctl.toml", "schema = 1\n[check]\nfail_on = \"warning\"\n");
    sandbox.sopctl(&["check"]).run().fails_with(1);
    sandbox.sopctl(&["check", "--fail-on", "never"]).run().success();
    let unknown = sandbox.sopctl(&["check", "--fail-on", "eror"]).run().fails_with(2);
    assert!(unknown.stderr.contains("hint: "), "{}", unknown.stderr);
}

#[test]
fn paths_select_documents_from_where_they_are_typed() {
    let sandbox = Sandbox::new();
    let repo = GitRepo::new(&sandbox, "library");
    repo.write("sopctl.toml", "schema = 1\n").write("sops/a.md", "x\n");
    repo.write("policies/b.md", SOUND).commit(ANA, "2026-01-05", "Begin");
    let run = |folder: &str, path: &str| {
        sandbox.sopctl_in(&repo.folder().join(folder), &["check", path]).run()
    };
    run("", "policies").success();
    run("", "./sops/a.md").fails_with(1);
    let here = run("sops", "../policies/b.md").success();
    assert!(here.stdout.starts_with("1 document checked"), "{}", here.stdout);
    let numbered = run("sops", "sop-001").success();
    assert!(numbered.stdout.starts_with("1 document checked"), "{}", numbered.stdout);
    let nothing = run("", "sops/none.md").fails_with(2);
    assert!(nothing.stderr.contains("sops/none.md"), "{}", nothing.stderr);
}

#[test]
fn a_repository_that_never_heard_of_sopctl_is_not_asked_for_its_fields() {
    let sandbox = Sandbox::new();
    let repo = GitRepo::new(&sandbox, "site");
    repo.write("docs/guide.md", "---\ntitle: Guide\nlayout: page\n---\n\n# Guide\n");
    repo.write("notes.md", "# Notes\n");
    repo.commit(ANA, "2026-01-05", "Write a guide");
    let said = sandbox.sopctl_in(repo.folder(), &["check"]).run().success();
    assert_eq!(said.stdout, "2 documents checked: nothing to say\n");
}

#[test]
fn check_looks_at_the_revision_that_is_asked_for() {
    let sandbox = Sandbox::new();
    let repo = GitRepo::new(&sandbox, "library");
    repo.write("sopctl.toml", "schema = 1\n");
    repo.write("sops/a.md", "# Nothing yet\n").commit(ANA, "2026-01-05", "Begin");
    repo.tag("v1");
    repo.write("sops/a.md", SOUND).commit(ANA, "2026-01-06", "Write it");
    sandbox.sopctl_in(repo.folder(), &["check"]).run().success();
    sandbox.sopctl_in(repo.folder(), &["check", "--rev", "v1"]).run().fails_with(1);
    let bare = repo.bare_clone("library.git");
    sandbox.sopctl_in(bare.folder(), &["check"]).run().success();
}

#[test]
fn a_title_cannot_steer_the_terminal() {
    let hostile = SOUND.replace("\"draft\"", "\"\\u001b[31mred\\u0007\"");
    let sandbox = library(&[("sops/a.md", &hostile)]);
    let said = sandbox.sopctl(&["check"]).run().fails_with(1);
    assert!(!said.stdout.contains('\u{1b}') && !said.stdout.contains('\u{7}'));
}

#[test]
fn a_file_that_is_no_document_is_told_once() {
    let sandbox = Sandbox::new();
    let repo = GitRepo::new(&sandbox, "library");
    repo.write("sopctl.toml", "schema = 1\n[documents]\ninclude = [\"sops/**/*.md\"]\n");
    repo.write("README.md", "# Ours\n").write("sops/a.md", "+++\nid = \"SOP-001\"\n");
    let said = repo.sopctl(&["check", "README.md", "sops/a.md"]).run();
    assert_eq!(said.stderr.matches("README.md").count(), 1, "{said:?}");
    assert!(!said.stdout.contains("README.md"), "{said:?}");
}
