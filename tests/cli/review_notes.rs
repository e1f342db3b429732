//! Notes of `stale`: facts about reviews, owners and approvals that leave the state alone.

use serde_json::Value;

use crate::documents::{STEPS, document, named, reasons, sop, stale_on, state};
use crate::git_repo::{ANA, BEN, GitRepo};
use crate::sandbox::Sandbox;

const PEOPLE: &str = "schema = 1\n\n[people.\"@ana\"]\nemails = [\"ana@example.com\"]\n\n\
    [people.\"@ben\"]\nemails = [\"ben@example.com\"]\nleft = 2026-05-01\n\n\
    [teams.\"@care\"]\nmembers = [\"@ana\"]\n";

/// Reviewed on a day, with a note that makes it no mere date, and further fields.
fn noted(id: &str, on: &str, more: &str, body: &str) -> String {
    let fields = format!("last_reviewed = {on}\nreview_note = \"read at the desk\"\n{more}");
    sop(id, &fields, body)
}

fn dated(id: &str, on: &str) -> String {
    sop(id, &format!("last_reviewed = {on}\n"), STEPS)
}

fn owned(id: &str, owner: &str) -> String {
    noted(id, "2026-03-01", "", STEPS).replace("\"@ana\"", &format!("\"{owner}\""))
}

/// One document for each note.
fn library_with_every_note(sandbox: &Sandbox) -> GitRepo<'_> {
    let repo = GitRepo::new(sandbox, "notes");
    repo.write("sopctl.toml", PEOPLE);
    repo.write("01.md", &owned("SOP-001", "@zoe")).write("02.md", &owned("SOP-002", "@ben"));
    repo.write("03.md", &dated("SOP-003", "2025-06-01"));
    for number in 4..=8 {
        repo.write(&format!("0{number}.md"), &dated(&format!("SOP-00{number}"), "2025-06-01"));
    }
    let body = STEPS.replace("Call", "Ring");
    repo.write("09.md", &dated("SOP-009", "2025-06-01"));
    repo.write("10.md", &noted("SOP-010", "2026-03-01", "", STEPS));
    repo.write("11.md", &noted("SOP-011", "2026-03-01", "translation_of = \"SOP-012\"\n", STEPS));
    repo.write("12.md", &noted("SOP-012", "2026-03-01", "", STEPS));
    repo.write("14.md", &dated("SOP-014", "2025-06-01"));
    repo.commit(ANA, "2025-06-01", "Write everything");
    for number in 4..=8 {
        repo.write(&format!("0{number}.md"), &dated(&format!("SOP-00{number}"), "2026-03-01"));
    }
    repo.commit(ANA, "2026-03-01", "Review five");
    repo.write("03.md", &dated("SOP-003", "2026-03-02"));
    repo.commit(ANA, "2026-03-02", "Review one");
    repo.write("09.md", &sop("SOP-009", "last_reviewed = 2026-03-01\n", &body));
    repo.write("14.md", &sop("SOP-014", "last_reviewed = 2025-06-02\n", &body));
    let draft = noted("SOP-010", "2026-03-01", "", STEPS);
    repo.write("10.md", &draft.replace("\"effective\"", "\"draft\""));
    repo.write("12.md", &noted("SOP-012", "2026-03-01", "", &body));
    let approval = "status = \"approved\"\napproved_by = [\"@ana\"]\napproved_on = 2026-05-12\n";
    repo.write("13.md", &document("SOP-013", approval, STEPS));
    repo.commit(ANA, "2026-05-12", "Change much");
    repo
}

fn message<'a>(answer: &'a Value, name: &str, code: &str) -> &'a str {
    let reasons = named(answer, name)["reasons"].as_array().unwrap();
    let reason = reasons.iter().find(|reason| reason["code"] == code).expect(code);
    assert_eq!(reason["severity"], "note", "{code}");
    reason["message"].as_str().unwrap()
}

#[test]
fn every_note_is_told_and_leaves_the_state_alone() {
    let sandbox = Sandbox::new();
    let repo = library_with_every_note(&sandbox);
    let answer = stale_on(&repo, "2026-06-01");
    for (name, expected_state, code, said) in [
        (
            "SOP-001",
            "current",
            "owner-unknown",
            "@zoe, its owner, is neither in [people] nor in [teams]",
        ),
        ("SOP-002", "current", "owner-left", "@ben, its owner, left on 2026-05-01"),
        ("SOP-003", "current", "date-only-review", "date changed, no text change, no note"),
        (
            "SOP-006",
            "current",
            "bulk-date-only-review",
            "date changed, no text change, no note, with 4 others",
        ),
        (
            "SOP-009",
            "current",
            "review-back-dated",
            "the review of 2026-03-01 landed on 2026-05-12, 72 days later",
        ),
        (
            "SOP-010",
            "current",
            "effective-reopened",
            "a draft now, and effective before: it stays under review",
        ),
        (
            "SOP-011",
            "current",
            "translation-behind",
            "SOP-012, which it translates, has changed since: ",
        ),
        (
            "SOP-013",
            "not-under-review",
            "self-approved",
            "@ana approved nothing but their own change",
        ),
        (
            "SOP-014",
            "due-soon",
            "review-back-dated",
            "the review of 2025-06-02 landed on 2026-05-12, 344 days later: year mistyped?",
        ),
    ] {
        let told = message(&answer, name, code);
        assert!(
            told.starts_with(said) && (told.len() == said.len() || said.ends_with(' ')),
            "{told}"
        );
        assert_eq!(state(&answer, name), expected_state, "{name}");
        let asked = ["stale", "--as-of", "2026-06-01", "--fail-on", code];
        repo.sopctl(&asked).run().fails_with(1);
        let others =
            answer["documents"].as_array().unwrap().iter().filter(|d| d["id"] == "SOP-012");
        assert!(others.flat_map(|d| d["reasons"].as_array().unwrap()).all(|r| r["code"] != code));
    }
    let default = repo.sopctl(&["stale", "--as-of", "2026-06-01"]).run().success().stdout;
    assert!(!default.contains("left on") && !default.contains("no text change"), "{default}");
    let told = repo.sopctl(&["stale", "--as-of", "2026-06-01", "--explain"]).run().success().stdout;
    assert!(told.contains("left on") && told.contains("no text change"), "{told}");
}

#[test]
fn evidence_outside_git_answers_for_a_late_landing() {
    let sandbox = Sandbox::new();
    let repo = GitRepo::new(&sandbox, "library");
    repo.write("a.md", &noted("SOP-001", "2025-06-01", "", STEPS));
    repo.commit(ANA, "2025-06-01", "Write it");
    let minutes = "review_evidence = \"minutes of 2026-03-01\"\n";
    repo.write("a.md", &noted("SOP-001", "2026-03-01", minutes, STEPS));
    repo.commit(ANA, "2026-05-12", "Record the review");
    assert!(!reasons(&stale_on(&repo, "2026-06-01"), "SOP-001").contains(&"review-back-dated"));
}

#[test]
fn an_owner_may_be_a_team_an_address_or_a_name_of_codeowners() {
    let sandbox = Sandbox::new();
    let repo = GitRepo::new(&sandbox, "library");
    repo.write("a.md", &owned("SOP-001", "@zoe"));
    repo.commit(ANA, "2026-03-01", "Write it");
    let told = |repo: &GitRepo<'_>| {
        let answer = stale_on(repo, "2026-06-01");
        reasons(&answer, "SOP-001").contains(&"owner-unknown")
    };
    // Nothing names anybody, so that nobody is unknown.
    assert!(!told(&repo));
    repo.write("CODEOWNERS", "* @ana\n").commit(ANA, "2026-03-02", "Say who owns what");
    assert!(told(&repo));
    repo.write("CODEOWNERS", "* @acme/zoe\n").commit(ANA, "2026-03-03", "Name Zoe's team");
    assert!(!told(&repo));
    repo.write("sopctl.toml", PEOPLE);
    for (owner, is_unknown) in
        [("@care", false), ("ana@example.com", false), ("@acme/zoe", false), ("the lab", true)]
    {
        repo.write("a.md", &owned("SOP-001", owner));
        repo.commit(ANA, "2026-03-04", "Name another owner");
        assert_eq!(told(&repo), is_unknown, "{owner}");
    }
}

#[test]
fn an_approval_of_what_another_wrote_is_none_of_ones_own() {
    let sandbox = Sandbox::new();
    let repo = GitRepo::new(&sandbox, "library");
    repo.write("sopctl.toml", PEOPLE);
    let approved = |by: &str, on: &str, body: &str| {
        let fields = format!("status = \"approved\"\napproved_by = [{by}]\napproved_on = {on}\n");
        document("SOP-001", &fields, body)
    };
    let told = |repo: &GitRepo<'_>| {
        let answer = stale_on(repo, "2026-06-01");
        reasons(&answer, "SOP-001").contains(&"self-approved")
    };
    repo.write("a.md", &document("SOP-001", "status = \"draft\"\n", STEPS));
    repo.commit(BEN, "2026-03-01", "Write it");
    repo.write("a.md", &approved("\"@ana\"", "2026-03-02", STEPS));
    repo.commit(ANA, "2026-03-02", "Approve it");
    assert!(!told(&repo));
    let changed = STEPS.replace("Call", "Ring");
    repo.write("a.md", &approved("\"@ana\"", "2026-03-03", &changed));
    repo.commit(ANA, "2026-03-03", "Ring, and approve that");
    assert!(told(&repo));
    // Where two pairs of eyes are the rule, it fails, and says which document.
    let rules = "[types.sop]\nreview_interval = \"1 year\"\n[check]\nruleset = \"regulated\"\n";
    repo.write("sopctl.toml", &format!("{PEOPLE}\n{rules}"));
    let said = repo.sopctl(&["stale", "--as-of", "2026-06-01"]).run().fails_with(1).stdout;
    assert!(said.contains("Failing besides 1\n"), "{said}");
    assert!(said.contains("SOP-001") && said.contains("nothing but their own change"), "{said}");
    repo.write("sopctl.toml", PEOPLE);
    repo.write("a.md", &approved("\"@ana\", \"@ben\"", "2026-03-04", STEPS));
    repo.commit(ANA, "2026-03-04", "Call, and approve that together");
    assert!(!told(&repo));
    repo.write("a.md", &approved("\"@ana\"", "2026-03-05", &changed));
    let message = "Ring\n\nCo-authored-by: Ben Okoro <ben@example.com>";
    repo.commit(ANA, "2026-03-05", message);
    assert!(!told(&repo));
}
