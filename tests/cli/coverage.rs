//! `sopctl coverage`: who carries out what, and where that breaks off.

use serde_json::{Value, json};

use crate::documents::ask;
use crate::git_repo::{ANA, GitRepo};
use crate::sandbox::Sandbox;

const DAY: &str = "2026-11-22";

fn document(id: &str, document_type: &str, fields: &str) -> String {
    format!(
        "+++\nid = \"{id}\"\ntitle = \"Text {id}\"\ntype = \"{document_type}\"\nversion = \"1.0\"\n\
         status = \"effective\"\nowner = \"@ana\"\n{fields}+++\n\n# Text {id}\n\n## Procedure\n\n\
         ### Count\n\n1. The clerk counts.\n\n### Lock\n\n1. The clerk locks, as WI-001 says.\n"
    )
}

/// A policy, its SOP, a work instruction at a stage, and one that leads nowhere.
fn library(sandbox: &Sandbox) -> GitRepo<'_> {
    let repo = GitRepo::new(sandbox, "library");
    repo.write("policies/money.md", &document("POL-001", "policy", ""));
    repo.write("sops/close.md", &document("SOP-001", "sop", "implements = [\"POL-001\"]\n"));
    repo.write("wi/lock.md", &document("WI-001", "wi", "implements = [\"SOP-001\"]\n"));
    repo.commit(ANA, "2026-01-10", "Write everything");
    repo.write("wi/lost.md", &document("WI-002", "wi", "implements = [\"SOP-009\"]\n"));
    repo.commit(ANA, "2026-06-10", "Write one more");
    repo
}

#[test]
fn the_map_names_stages_and_what_leads_nowhere() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    let answer = ask(&repo, &["coverage", "--as-of", DAY]);
    assert_eq!(answer["schema"], "sopctl.coverage.v1");
    let sop = &answer["documents"][1];
    assert_eq!(sop["implements"][0]["id"], "POL-001");
    assert_eq!(sop["stages"][1]["implemented_by"][0]["path"], "wi/lock.md");
    assert_eq!(sop["implemented_by"][0]["said_by"], "field-and-step");
    let dangling = &answer["dangling"][0];
    assert_eq!(
        (&dangling["document"], &dangling["reference"], &dangling["line"], &dangling["code"]),
        (&json!("WI-002"), &json!("SOP-009"), &json!(8), &json!("dangling-reference"))
    );
}

#[test]
fn a_day_shows_the_map_as_it_was_then() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    let answer = ask(&repo, &["coverage", "--at", "2026-03-01"]);
    assert_eq!(
        (&answer["as_of"], &answer["summary"]["dangling"]),
        (&json!("2026-03-01"), &json!(0))
    );
    assert_eq!(answer["summary"]["documents"], 3);
}

#[test]
fn a_revision_shows_its_own_map() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    let answer = ask(&repo, &["coverage", "--rev", "HEAD~1"]);
    assert_eq!(answer["summary"]["documents"], 3);
}

#[test]
fn the_exit_status_tells_of_gaps_only_where_it_is_asked_to() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    let run = |arguments: &[&str]| repo.sopctl(arguments).run();
    run(&["coverage"]).success();
    let said = run(&["coverage", "--gaps", "--exit-code"]).fails_with(1);
    assert!(said.stdout.contains("DANGLING 1") && !said.stdout.contains("MAP"), "{}", said.stdout);
    run(&["coverage", "POL-001", "--exit-code"]).success();
}

#[test]
fn one_document_is_shown_with_what_carries_it_out() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    let answer = ask(&repo, &["coverage", "SOP-001"]);
    let paths = |of: &Value| -> Vec<String> {
        let all = of.as_array().unwrap();
        all.iter().map(|one| one["path"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(paths(&answer["documents"]), ["sops/close.md", "wi/lock.md"]);
}

#[test]
fn every_format_of_a_map_can_be_written_and_no_other_report_can_be_drawn() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    for (format, begins) in [
        ("text", "1 policy"),
        ("markdown", "1 policy"),
        ("html", "<!doctype html>"),
        ("csv", "id,path"),
        ("mermaid", "flowchart LR\n"),
        ("dot", "digraph coverage {\n"),
        ("svg", "<?xml"),
    ] {
        let said = repo.sopctl(&["coverage", "--format", format]).run().success();
        assert!(said.stdout.starts_with(begins), "{format}: {}", said.stdout);
    }
    let said = repo.sopctl(&["stale", "--format", "svg"]).run().fails_with(2);
    assert!(said.stderr.contains("stale cannot be written as \"svg\""), "{}", said.stderr);
}

#[test]
fn a_map_needs_no_git() {
    let sandbox = Sandbox::new();
    sandbox.write("plain/a.md", &document("SOP-001", "sop", ""));
    let said = sandbox.sopctl_in(&sandbox.work().join("plain"), &["coverage"]).run().success();
    assert!(said.stdout.contains("1 SOP on"), "{}", said.stdout);
}

#[test]
fn a_word_that_fits_no_document_is_a_mistake() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    for arguments in [["--owner", "@zoe"], ["--type", "memo"], ["--status", "soon"]] {
        repo.sopctl(&["coverage", arguments[0], arguments[1]]).run().fails_with(2);
    }
    repo.sopctl(&["coverage", "SOP-777"]).run().fails_with(2);
}
