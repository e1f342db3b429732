//! Review and approval are told apart: which of them vouches for a text, and for how long.

use crate::documents::{named, reasons, reviewed, sop, stale_on, state};
use crate::git_repo::{ANA, BEN, GitRepo};
use crate::sandbox::Sandbox;

const OLD: &str = "1. Open the case within 2 days.\n2. Close the case.\n";
const NEW: &str = "1. Open the case within 20 days.\n2. Close the case.\n";

fn text(reviewed: Option<&str>, approved: &str, body: &str) -> String {
    let reviewed = reviewed.map(|day| format!("last_reviewed = {day}\n")).unwrap_or_default();
    sop("SOP-001", &format!("{reviewed}approved_by = [\"@cfo\"]\napproved_on = {approved}\n"), body)
}

#[test]
fn a_review_does_not_approve_what_changed_after_the_approval() {
    let sandbox = Sandbox::new();
    let repo = GitRepo::new(&sandbox, "library");
    repo.write("sops/a.md", &text(None, "2026-01-10", OLD));
    repo.commit(ANA, "2026-01-10", "Approve SOP-001");
    repo.write("sops/a.md", &text(None, "2026-01-10", NEW));
    let change = repo.commit(BEN, "2026-02-01", "Wait longer");
    for day in ["2026-03-01", "2026-03-20"] {
        repo.write("sops/a.md", &text(Some(day), "2026-01-10", NEW));
        repo.commit(BEN, day, "Review SOP-001");
    }
    let answer = stale_on(&repo, "2026-04-01");
    assert_eq!(state(&answer, "SOP-001"), "changed", "{answer:#}");
    assert!(reasons(&answer, "SOP-001").contains(&"changed-after-approval"));
    assert!(!reasons(&answer, "SOP-001").contains(&"changed-since-review"));
    let reason = &named(&answer, "SOP-001")["reasons"][0];
    assert!(reason["message"].as_str().unwrap().starts_with("approved 2026-01-10, changed"));
    assert!(reason.to_string().contains(&*change), "{reason:#}");

    repo.write("sops/a.md", &text(Some("2026-03-20"), "2026-04-02", NEW));
    repo.commit(ANA, "2026-04-02", "Approve SOP-001");
    let answer = stale_on(&repo, "2026-04-03");
    assert_eq!(state(&answer, "SOP-001"), "current", "{answer:#}");
}

#[test]
fn a_newer_approval_is_the_only_baseline() {
    let sandbox = Sandbox::new();
    let repo = GitRepo::new(&sandbox, "library");
    repo.write("sops/a.md", &text(Some("2026-01-10"), "2026-01-10", OLD));
    repo.commit(ANA, "2026-01-10", "Write SOP-001");
    repo.write("sops/a.md", &text(Some("2026-02-10"), "2026-01-10", OLD));
    repo.commit(ANA, "2026-02-10", "Review SOP-001");
    repo.write("sops/a.md", &text(Some("2026-02-10"), "2026-02-20", OLD));
    repo.commit(ANA, "2026-02-20", "Approve SOP-001");
    repo.write("sops/a.md", &text(Some("2026-02-10"), "2026-02-20", NEW));
    repo.commit(BEN, "2026-03-01", "Wait longer");
    let answer = stale_on(&repo, "2026-04-01");
    let codes = reasons(&answer, "SOP-001");
    assert!(codes.contains(&"changed-after-approval"), "{answer:#}");
    assert!(!codes.contains(&"changed-since-review"), "{answer:#}");
}

#[test]
fn a_first_date_does_not_stand_before_the_approval_it_came_with() {
    let sandbox = Sandbox::new();
    let repo = GitRepo::new(&sandbox, "library");
    repo.write("sops/a.md", &text(Some("2026-01-10"), "2026-01-10", OLD));
    repo.commit(ANA, "2026-01-10", "Write SOP-001");
    repo.write("sops/a.md", &text(Some("2026-01-10"), "2026-01-10", NEW));
    repo.commit(BEN, "2026-02-01", "Wait longer");
    let answer = stale_on(&repo, "2026-04-01");
    let codes = reasons(&answer, "SOP-001");
    assert!(codes.contains(&"changed-after-approval"), "{answer:#}");
    assert!(!codes.contains(&"changed-since-review"), "{answer:#}");
}

#[test]
fn a_review_that_was_taken_back_or_whose_landing_is_uncertain_is_not_called_back_dated() {
    let sandbox = Sandbox::new();
    let repo = GitRepo::new(&sandbox, "library");
    repo.write("sops/a.md", &reviewed("SOP-001", "2025-01-10", OLD));
    repo.commit(ANA, "2025-01-10", "Write SOP-001");
    repo.write("sops/a.md", &reviewed("SOP-001", "2025-02-10", OLD));
    repo.commit(ANA, "2025-02-10", "Review SOP-001");
    repo.write("sops/a.md", &reviewed("SOP-001", "2026-01-08", OLD));
    let review = repo.commit(ANA, "2026-01-08", "Review SOP-001");
    repo.revert(&review, ANA, "2026-01-09");
    let answer = stale_on(&repo, "2026-01-10");
    let codes = reasons(&answer, "SOP-001");
    assert!(!codes.contains(&"review-back-dated"), "{answer:#}");

    repo.write("sops/a.md", &reviewed("SOP-001", "2026-01-15", OLD));
    repo.commit(ANA, "2026-04-01", "Review SOP-001");
    let answer = stale_on(&repo, "2026-05-01");
    assert!(reasons(&answer, "SOP-001").contains(&"review-back-dated"), "{answer:#}");
    repo.write("notes.txt", "The clock was behind.\n");
    repo.commit(BEN, "2026-03-31", "Note");
    let answer = stale_on(&repo, "2026-05-01");
    assert!(!reasons(&answer, "SOP-001").contains(&"review-back-dated"), "{answer:#}");
}
