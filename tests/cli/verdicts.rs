//! What changed since somebody vouched for a text: every way in which history hides it.

use crate::documents::{ask, document, named, reasons, reviewed, stale_on, state};
use crate::git_repo::{ANA, BEN, GitRepo};
use crate::sandbox::Sandbox;

const OLD: &str = "1. Pay up to 100 EUR.\n2. Write it down.\n";
const NEW: &str = "1. Pay up to 900 EUR.\n2. Write it down.\n";

fn text(on: &str, body: &str) -> String {
    // A long tail keeps git from merging neighbouring lines into one conflict.
    reviewed("SOP-001", on, &format!("{body}\n## Records\n\nKept for ten years.\n"))
}

/// A library with one procedure, reviewed on 2026-01-10 with the old text.
fn library(sandbox: &Sandbox) -> GitRepo<'_> {
    let repo = GitRepo::new(sandbox, "library");
    repo.write("sops/a.md", &text("2025-01-10", OLD));
    repo.commit(ANA, "2025-01-10", "Write SOP-001");
    repo.write("sops/a.md", &text("2026-01-10", OLD));
    repo.commit(ANA, "2026-01-10", "Review SOP-001");
    repo
}

#[track_caller]
fn is_changed(repo: &GitRepo<'_>) {
    let answer = stale_on(repo, "2026-06-01");
    assert_eq!(state(&answer, "SOP-001"), "changed", "{answer:#}");
}

#[track_caller]
fn is_current(repo: &GitRepo<'_>) {
    let answer = stale_on(repo, "2026-06-01");
    assert_eq!(state(&answer, "SOP-001"), "current", "{answer:#}");
}

#[test]
fn a_change_on_main_while_the_review_was_on_a_branch() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    repo.branch("review");
    repo.write("sops/a.md", &text("2026-03-01", OLD));
    repo.commit(BEN, "2026-03-01", "Review SOP-001 again");
    repo.switch("main");
    repo.write("sops/a.md", &text("2026-01-10", NEW));
    repo.commit(ANA, "2026-03-05", "Raise the limit");
    repo.merge("review", ANA, "2026-03-10");
    is_changed(&repo);
}

#[test]
fn main_merged_into_the_branch_of_the_review() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    repo.branch("review");
    repo.write("sops/a.md", &text("2026-03-05", OLD));
    repo.commit(BEN, "2026-03-05", "Review SOP-001 again");
    repo.switch("main");
    repo.write("sops/a.md", &text("2026-01-10", NEW));
    repo.commit(ANA, "2026-03-03", "Raise the limit");
    repo.switch("review");
    repo.merge("main", BEN, "2026-03-06");
    repo.switch("main");
    repo.merge("review", ANA, "2026-03-10");
    is_changed(&repo);
}

#[test]
fn a_comment_answered_after_the_date_in_the_same_pull_request_was_seen() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    repo.branch("review");
    repo.write("sops/a.md", &text("2026-03-01", OLD));
    repo.commit(BEN, "2026-03-01", "Review SOP-001 again");
    repo.write("sops/a.md", &text("2026-03-01", NEW));
    repo.commit(BEN, "2026-03-02", "Raise the limit, as asked in the review");
    repo.switch("main");
    repo.merge("review", ANA, "2026-03-03");
    is_current(&repo);
}

#[test]
fn a_text_that_was_reviewed_on_another_line_was_reviewed() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    repo.branch("limit");
    repo.write("sops/a.md", &text("2026-03-01", NEW));
    repo.commit(BEN, "2026-03-01", "Raise the limit and review SOP-001");
    repo.switch("main");
    repo.write("sops/a.md", &text("2026-03-02", OLD));
    repo.commit(ANA, "2026-03-02", "Review SOP-001");
    // Both moved the date: the later one is kept by hand.
    repo.git(&["merge", "--quiet", "--no-commit", "--strategy=ours", "limit"]);
    repo.write("sops/a.md", &text("2026-03-02", NEW));
    repo.commit(ANA, "2026-03-03", "Merge the limit");
    is_current(&repo);
}

#[test]
fn a_mistyped_date_that_is_corrected_is_no_new_review() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    repo.write("sops/a.md", &text("2026-01-10", NEW));
    repo.commit(BEN, "2026-02-01", "Raise the limit");
    repo.write("sops/a.md", &text("\"2026-13-01\"", NEW));
    repo.commit(BEN, "2026-03-01", "Touch the date");
    repo.write("sops/a.md", &text("2026-01-10", NEW));
    repo.commit(BEN, "2026-03-02", "Put the date right");
    is_changed(&repo);
}

#[test]
fn a_review_that_is_reverted_leaves_the_earlier_one() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    repo.write("sops/a.md", &text("2026-01-10", NEW));
    repo.commit(BEN, "2026-02-01", "Raise the limit");
    repo.write("sops/a.md", &text("2026-03-01", NEW));
    repo.commit(BEN, "2026-03-01", "Review SOP-001");
    is_current(&repo);
    repo.revert("HEAD", ANA, "2026-03-02");
    is_changed(&repo);
}

#[test]
fn a_document_that_is_removed_and_brought_back_keeps_its_baseline() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    repo.remove("sops/a.md");
    repo.commit(BEN, "2026-02-01", "Remove SOP-001");
    repo.write("sops/a.md", &text("2026-01-10", NEW));
    repo.commit(BEN, "2026-02-02", "Bring SOP-001 back");
    is_changed(&repo);
}

#[test]
fn a_version_that_cannot_be_read_hides_nothing() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    std::fs::write(repo.folder().join("sops/a.md"), b"+++\nid = \"SOP-001\"\n+++\n\xe9\n").unwrap();
    repo.commit(BEN, "2026-02-01", "Save in the wrong encoding");
    repo.write("sops/a.md", &text("2026-01-10", NEW));
    repo.commit(BEN, "2026-02-02", "Save it right");
    is_changed(&repo);
}

#[test]
fn other_keys_for_the_same_date_are_no_review() {
    let sandbox = Sandbox::new();
    let repo = GitRepo::new(&sandbox, "library");
    let yaml = |key: &str, interval: &str, body: &str| {
        format!(
            "---\ntitle: Refunds\n{key}: 2026-01-10\n{interval}: 12 months\n---\n\n# Refunds\n\n{body}"
        )
    };
    repo.write("refunds.md", &yaml("last_reviewed_on", "review_in", OLD));
    repo.commit(ANA, "2026-01-10", "Write the procedure");
    repo.write("refunds.md", &yaml("last_reviewed_on", "review_in", NEW));
    repo.commit(BEN, "2026-02-01", "Raise the limit");
    repo.write("refunds.md", &yaml("last_reviewed", "review_interval", NEW));
    repo.commit(BEN, "2026-03-01", "Use other keys");
    let answer = stale_on(&repo, "2026-06-01");
    assert_eq!(state(&answer, "refunds.md"), "changed", "{answer:#}");
}

#[test]
fn a_review_that_asks_for_a_revision_is_not_answered_by_a_full_stop() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    let asked = |body: &str| {
        text("2026-03-01", body).replace("+++\n\n", "review_outcome = \"needs-revision\"\n+++\n\n")
    };
    repo.write("sops/a.md", &asked(OLD));
    repo.commit(BEN, "2026-03-01", "Review SOP-001: to be revised");
    repo.write("sops/a.md", &asked(&OLD.replace("down.", "down")));
    repo.commit(BEN, "2026-03-02", "Remove a full stop");
    let answer = stale_on(&repo, "2026-06-01");
    assert_eq!(state(&answer, "SOP-001"), "suspect", "{answer:#}");
    repo.write("sops/a.md", &asked(NEW));
    repo.commit(BEN, "2026-03-03", "Revise it");
    assert!(!reasons(&stale_on(&repo, "2026-06-01"), "SOP-001").contains(&"needs-revision"));
}

#[test]
fn moving_a_file_without_a_commit_loses_no_evidence() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    repo.write("sops/a.md", &text("2026-01-10", NEW));
    repo.commit(BEN, "2026-02-01", "Raise the limit");
    repo.rename("sops/a.md", "sops/refunds.md");
    is_changed(&repo);
    let answer = stale_on(&repo, "2026-06-01");
    assert_eq!(named(&answer, "SOP-001")["uncommitted"], "modified");
}

#[test]
fn an_interval_of_none_wants_a_reason() {
    let sandbox = Sandbox::new();
    let repo = GitRepo::new(&sandbox, "library");
    let exempt = |reason: &str| {
        document(
            "SOP-001",
            &format!("status = \"effective\"\nreview_interval = \"none\"\n{reason}"),
            OLD,
        )
    };
    repo.write("a.md", &exempt(""));
    repo.commit(ANA, "2026-01-10", "Write SOP-001");
    assert_eq!(state(&stale_on(&repo, "2026-06-01"), "SOP-001"), "unknown");
    repo.write("a.md", &exempt("review_exempt_reason = \"fixed by law\"\n"));
    repo.commit(ANA, "2026-01-11", "Say why");
    assert_eq!(state(&stale_on(&repo, "2026-06-01"), "SOP-001"), "exempt");
}

#[test]
fn one_watched_value_counts_and_its_commit_is_the_proof() {
    let toml = |max: u32, min: u32| format!("[refund]\nmax = {max}\nmin = {min}\n");
    one_watched_value_counts("limits.toml", toml);
    let yaml = |max: u32, min: u32| format!("refund:\n  max: {max}\n  min: {min}\n");
    one_watched_value_counts("limits.yaml", yaml);
    let json = |max: u32, min: u32| {
        format!("{{\n  // in euros\n  \"refund\": {{\"max\": {max}, \"min\": {min}}},\n}}\n")
    };
    one_watched_value_counts("limits.json", json);
}

fn one_watched_value_counts(file: &str, limits: impl Fn(u32, u32) -> String) {
    let sandbox = Sandbox::new();
    let repo = GitRepo::new(&sandbox, "library");
    let watching = format!("watches = [\"{file}#refund.max\"]\n+++\n\n");
    repo.write(file, &limits(100, 1));
    repo.write("sops/a.md", &text("2026-01-10", OLD).replace("+++\n\n", &watching));
    repo.commit(ANA, "2026-01-10", "Write SOP-001");
    repo.write(file, &limits(100, 5));
    repo.commit(BEN, "2026-02-01", "Raise the minimum");
    is_current(&repo);
    repo.write(file, &limits(900, 5));
    let proof = repo.commit(BEN, "2026-02-02", "Raise the maximum");
    repo.write(file, &limits(900, 7));
    repo.commit(BEN, "2026-02-03", "Raise the minimum again");
    let answer = ask(&repo, &["stale", "--as-of", "2026-06-01", "--fail-on", "never"]);
    assert_eq!(state(&answer, "SOP-001"), "suspect", "{answer:#}");
    let reasons = named(&answer, "SOP-001")["reasons"].as_array().unwrap();
    let watched = reasons.iter().find(|reason| reason["code"] == "watched-path-changed").unwrap();
    assert_eq!(watched["commits"], serde_json::json!([proof]));
}

#[test]
fn where_history_is_short_the_register_says_unknown() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    let shallow = repo.shallow_clone("shallow", 1);
    let listed = ask(&shallow, &["list", "--as-of", "2026-06-01"]);
    assert_eq!(named(&listed, "SOP-001")["state"], "unknown");
    assert_eq!(named(&listed, "SOP-001")["due"], "2027-01-10");
    let listed = ask(&repo, &["list", "--as-of", "2026-06-01"]);
    assert_eq!(named(&listed, "SOP-001")["state"], "current");
}
