//! Dates of review that change alone, in one document or in many at once.

use serde_json::Value;

use crate::documents::{named, reviewed, stale_on};
use crate::git_repo::{ANA, BEN, GitRepo};
use crate::sandbox::Sandbox;

const OLD: &str = "1. Pay up to 100 EUR.\n2. Write it down.\n";
const NEW: &str = "1. Pay up to 900 EUR.\n2. Write it down.\n";

/// Dates that change alone in six documents on a branch.
fn six_dates(repo: &GitRepo<'_>, one_commit: bool) {
    let file = |number: usize| format!("sops/{number}.md");
    let written = |number: usize, on: &str| reviewed(&format!("SOP-00{number}"), on, OLD);
    for number in 1..=6 {
        repo.write(&file(number), &written(number, "2025-06-01"));
    }
    repo.commit(ANA, "2025-06-01", "Write six procedures");
    repo.branch("dates");
    for number in 1..=6 {
        repo.write(&file(number), &written(number, "2026-03-01"));
        if !one_commit {
            repo.commit(BEN, "2026-03-01", "Review one");
        }
    }
    repo.commit(BEN, "2026-03-01", "Review the rest");
    repo.switch("main");
}

fn kinds_and_notes(repo: &GitRepo<'_>) -> Vec<(String, String)> {
    let answer = stale_on(repo, "2026-06-01");
    let all = answer["documents"].as_array().unwrap().iter();
    let note = |document: &Value| {
        let reasons = document["reasons"].as_array().unwrap();
        let mut dates =
            reasons.iter().filter(|r| r["code"].as_str().unwrap().contains("date-only"));
        dates.next().unwrap()["message"].as_str().unwrap().to_owned()
    };
    all.map(|document| (document["review"]["kind"].as_str().unwrap().to_owned(), note(document)))
        .collect()
}

#[test]
fn dates_that_change_alone_in_one_landing_are_a_mass_edit() {
    type Land = fn(&GitRepo<'_>);
    let ways: [(&str, bool, Land, &str); 4] = [
        ("squash", false, |repo| drop(repo.squash("dates", ANA, "2026-03-02", "Review")), "bulk-"),
        ("merge", false, |repo| drop(repo.merge("dates", ANA, "2026-03-02")), "bulk-"),
        // A pull request that was rebased has no landing of its own: each commit is one.
        ("rebase", false, |repo| drop(repo.git(&["merge", "--ff-only", "--quiet", "dates"])), ""),
        (
            "rebase",
            true,
            |repo| drop(repo.git(&["merge", "--ff-only", "--quiet", "dates"])),
            "bulk-",
        ),
    ];
    for (way, one_commit, land, bulk) in ways {
        let sandbox = Sandbox::new();
        let repo = GitRepo::new(&sandbox, "library");
        six_dates(&repo, one_commit);
        land(&repo);
        let others = if bulk.is_empty() { "" } else { ", with 5 others" };
        let expected =
            (format!("{bulk}date-only"), format!("date changed, no text change, no note{others}"));
        assert_eq!(kinds_and_notes(&repo), vec![expected; 6], "{way}");
    }
}

#[test]
fn four_dates_beside_a_change_are_no_mass_edit() {
    let sandbox = Sandbox::new();
    let repo = GitRepo::new(&sandbox, "library");
    let write = |on: &str, last: &str| {
        for number in 1..=5 {
            let body = if number == 5 { last } else { OLD };
            repo.write(&format!("{number}.md"), &reviewed(&format!("SOP-00{number}"), on, body));
        }
    };
    write("2025-06-01", OLD);
    repo.commit(ANA, "2025-06-01", "Write five procedures");
    write("2026-03-01", NEW);
    repo.commit(BEN, "2026-03-01", "Review five procedures");
    let answer = stale_on(&repo, "2026-06-01");
    let kind = |id: &str| named(&answer, id)["review"]["kind"].clone();
    assert_eq!((kind("SOP-001"), kind("SOP-005")), ("date-only".into(), "with-change".into()));
}
