//! `sopctl check --since`: what some work is answerable for.

use serde_json::{Value, json};

use crate::documents::{STEPS, ask, document, sop};
use crate::git_repo::{ANA, BEN, GitRepo};
use crate::sandbox::Sandbox;

/// A document whose status cannot be read.
fn faulty(id: &str) -> String {
    document(id, "status = \"efective\"\n", STEPS)
}

/// A library with old faults.
fn library(sandbox: &Sandbox) -> GitRepo<'_> {
    let repo = GitRepo::new(sandbox, "library");
    repo.write("sopctl.toml", "schema = 1\n").write("sops/old.md", &faulty("SOP-001"));
    repo.write("sops/second.md", &document("SOP-002", "status = \"draft\"\n", STEPS));
    repo.commit(ANA, "2026-01-05", "Begin");
    repo.branch("work");
    repo
}

/// `path rule` of every finding.
fn found(answer: &Value) -> Vec<String> {
    let all = answer["findings"].as_array().unwrap().iter();
    all.map(|f| format!("{} {}", f["path"].as_str().unwrap(), f["rule"].as_str().unwrap()))
        .collect()
}

fn since(repo: &GitRepo<'_>, rev: &str) -> Vec<String> {
    found(&ask(repo, &["check", "--since", rev]))
}

#[test]
fn only_findings_of_touched_documents_count() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    let base = repo.head();
    repo.sopctl(&["check"]).run().fails_with(1);
    let said = repo.sopctl(&["check", "--since", "main"]).run().success().stdout;
    assert!(said.starts_with("0 documents checked: nothing to say\n"), "{said}");
    repo.write("sops/new.md", &faulty("SOP-003")).commit(BEN, "2026-02-01", "Write another");
    let answer = ask(&repo, &["check", "--since", "main"]);
    assert_eq!(found(&answer), ["sops/new.md invalid-field"]);
    assert_eq!((&answer["failed"], &answer["summary"]["documents"]), (&json!(true), &json!(1)));
    assert_eq!(answer["since"], json!({ "rev": "main", "base": base }));
    repo.sopctl(&["check", "--since", "main", "--fail-on", "never"]).run().success();
    assert_eq!(ask(&repo, &["check"])["since"], Value::Null);
    // Work on main is none of the branch, and what is not committed yet is.
    repo.switch("main");
    repo.write("sops/main.md", &faulty("SOP-004")).commit(ANA, "2026-02-02", "Write on main");
    repo.switch("work");
    repo.write("sops/second.md", &faulty("SOP-002"));
    assert_eq!(since(&repo, "main"), ["sops/new.md invalid-field", "sops/second.md invalid-field"]);
    let narrowed = ask(&repo, &["check", "--since", "main", "sops/second.md"]);
    assert_eq!(found(&narrowed), ["sops/second.md invalid-field"]);
    assert_eq!(narrowed["summary"]["documents"], json!(1));
}

#[test]
fn a_baseline_holds_for_what_was_not_looked_at() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    repo.sopctl(&["check", "--write-baseline"]).run().success();
    repo.commit(ANA, "2026-01-06", "Accept what is old");
    let accepted = |more: &[&str]| {
        let asked = [&["check", "--baseline", "sopctl-baseline.toml"], more].concat();
        ask(&repo, &asked)["baseline"].clone()
    };
    let since = accepted(&["--since", "HEAD"]);
    assert_eq!((&since["accepted"], &since["unused"]), (&json!(0), &json!([])));
    // Who looks at everything knows what is no longer needed.
    repo.write("sops/old.md", &document("SOP-001", "status = \"draft\"\n", STEPS));
    assert_eq!(accepted(&[])["unused"].as_array().unwrap().len(), 1);
}

#[test]
fn what_the_work_breaks_elsewhere_counts_as_well() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    repo.write("sops/copy.md", &document("SOP-002", "status = \"draft\"\n", STEPS));
    repo.commit(BEN, "2026-02-01", "Copy it");
    assert_eq!(since(&repo, "main"), ["sops/copy.md duplicate-id", "sops/second.md duplicate-id"]);
    // A rule that gets stricter finds more in documents that nobody touched.
    repo.remove("sops/copy.md");
    repo.write("sopctl.toml", "schema = 1\n[check.rules]\nmissing-field = \"off\"\n");
    repo.write("sops/bare.md", "# Bare\n").commit(BEN, "2026-02-02", "Ask for less");
    repo.branch("stricter");
    repo.write("sopctl.toml", "schema = 1\n").commit(BEN, "2026-02-03", "Ask for more");
    assert_eq!(since(&repo, "work"), ["sops/bare.md missing-field"]);
}

#[test]
fn settings_that_were_broken_before_hide_nothing_and_blame_nobody() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    repo.write("sopctl.toml", "schema = \n").commit(BEN, "2026-02-01", "Break the settings");
    repo.branch("mend");
    repo.write("sopctl.toml", "schema = 1\n").write("sops/new.md", &faulty("SOP-003"));
    repo.commit(BEN, "2026-02-02", "Mend them");
    assert_eq!(since(&repo, "work"), ["sops/new.md invalid-field"]);
}

#[test]
fn a_document_that_only_moved_is_the_one_that_it_was() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    repo.rename("sops/old.md", "sops/archive/old.md").commit(BEN, "2026-02-01", "Move it");
    assert_eq!(since(&repo, "main"), [""; 0]);
    repo.write("sops/archive/old.md", &faulty("SOP-001").replace("ticket", "case"));
    repo.commit(BEN, "2026-02-02", "Change it there");
    assert_eq!(since(&repo, "main"), ["sops/archive/old.md invalid-field"]);
}

#[test]
fn a_shallow_clone_that_has_the_revision_is_enough() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    repo.write("sops/new.md", &faulty("SOP-003")).commit(BEN, "2026-02-01", "Write another");
    let shallow = repo.shallow_clone("shallow", 2);
    assert_eq!(since(&shallow, "HEAD~1"), ["sops/new.md invalid-field"]);
    assert_eq!(since(&repo.bare_clone("bare.git"), "HEAD~1"), ["sops/new.md invalid-field"]);
    let one = repo.shallow_clone("one", 1);
    let said = one.sopctl(&["check", "--since", "HEAD~1"]).run().fails_with(2);
    assert!(said.stderr.contains("hint: "), "{said:?}");
    sandbox.write("loose/a.md", &sop("SOP-001", "", STEPS));
    let loose = sandbox.work().join("loose");
    sandbox.sopctl_in(&loose, &["check", "--since", "HEAD"]).run().fails_with(2);
}
