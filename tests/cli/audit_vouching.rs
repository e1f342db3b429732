//! Who vouches in the review evidence: reviewers, and approvals from every source.

use serde_json::{Value, json};

use crate::audit::{A, audit, four_years, told};
use crate::documents::{STEPS, document, reviewed, sop};
use crate::git_repo::{ANA, BEN, GitRepo};
use crate::sandbox::Sandbox;

#[test]
fn notes_outcomes_and_reviewers_of_an_earlier_review_are_not_those_of_this_one() {
    let sandbox = Sandbox::new();
    let repo = GitRepo::new(&sandbox, "library");
    let at = |on: &str| {
        let fields = format!(
            "last_reviewed = {on}\nreviewed_by = [\"@zoe\"]\nreview_outcome = \"current\"\n\
             review_note = \"Read aloud\"\nreview_evidence = \"minutes 17\"\n"
        );
        sop("SOP-001", &fields, STEPS)
    };
    repo.write(A, &reviewed("SOP-001", "2023-01-10", STEPS)).commit(ANA, "2023-01-10", "Write it");
    repo.write(A, &at("2024-01-10")).commit(ANA, "2024-01-10", "Review it");
    repo.write(A, &at("2025-01-10")).commit(BEN, "2025-01-10", "Set the date");
    let answer = audit(&repo, &["--by-person", "--from", "2024-01-01"]);
    let keys = ["kind", "recorded_by", "named_before", "outcome", "note", "evidence"];
    assert_eq!(
        told(&answer, &keys),
        json!([
            ["date-only", null, "@zoe", null, null, null],
            ["recorded", "@zoe", null, "current", "Read aloud", "minutes 17"],
        ])
    );
    let people = answer["people"].as_array().unwrap();
    let names: Vec<_> = people.iter().map(|person| person["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["@zoe", "ben@example.com"]);
    assert_eq!(people[1]["date_only"], 1);
    assert_eq!(audit(&repo, &[])["people"], Value::Null);
    // However a trailer names them, they are one person.
    repo.write(A, &at("2025-06-10"));
    repo.commit(ANA, "2025-06-10", "Set the date\n\nReviewed-by: Ben Okoro <ben@example.com>");
    let answer = audit(&repo, &["--by-person", "--from", "2024-01-01"]);
    assert_eq!(answer["people"][1]["date_only"], 2, "{answer:#}");
}

/// A review of each year, approved in another way each: in the fields, by a trailer, on a
/// hosting service, and nowhere.
fn approved_in_many_ways(repo: &GitRepo<'_>) {
    let at = |on: &str, approval: &str| {
        sop("SOP-001", &format!("last_reviewed = {on}\n{approval}"), STEPS)
    };
    repo.write(A, &at("2021-01-10", "")).commit(ANA, "2021-01-10", "Write it");
    let fields = "approved_by = [\"@coo\", \"@cfo\"]\napproved_on = 2022-01-09\n";
    repo.write(A, &at("2022-01-10", fields));
    repo.commit(ANA, "2022-01-10", "Review it\n\nApproved-by: Somebody Else");
    repo.write(A, &at("2023-01-10", fields));
    repo.commit(ANA, "2023-01-10", "Review it (#3)\n\nApproved-by: Ben Okoro <ben@example.com>");
    repo.write(A, &at("2024-01-10", fields)).commit(ANA, "2024-01-10", "Review it (#4)");
    repo.write(A, &at("2025-01-10", fields)).commit(ANA, "2025-01-10", "Review it (#5)");
}

#[test]
fn approvals_come_from_the_first_source_that_has_any() {
    let sandbox = Sandbox::new();
    let repo = GitRepo::new(&sandbox, "library");
    approved_in_many_ways(&repo);
    let file = sandbox.write(
        "approvals.json",
        r#"[{"number": 3, "reviews": [{"author": {"login": "no"}, "state": "APPROVED"}]},
            {"number": 4, "reviews": [
              {"author": {"login": "ben"}, "state": "CHANGES_REQUESTED", "submittedAt": "2024-01-08T10:00:00Z"},
              {"author": {"login": "ben"}, "state": "APPROVED", "submittedAt": "2024-01-09T23:30:00Z"},
              {"author": {"login": "ben"}, "state": "COMMENTED", "submittedAt": "2024-01-10T10:00:00Z"},
              {"author": {"login": "eve"}, "state": "APPROVED", "submittedAt": "2024-01-08T10:00:00Z"},
              {"author": {"login": "eve"}, "state": "DISMISSED", "submittedAt": "2024-01-09T10:00:00Z"}]},
            {"number": 5, "reviews": []}]"#,
    );
    let options = ["--approvals", file.to_str().unwrap(), "--from", "2022-01-01"];
    let answer = audit(&repo, &options);
    let coo = json!({"by": "@coo", "on": "2022-01-09", "source": "front-matter"});
    let cfo = json!({"by": "@cfo", "on": "2022-01-09", "source": "front-matter"});
    let ben = json!({"by": "Ben Okoro <ben@example.com>", "on": null, "source": "trailer"});
    let hosted = json!({"by": "ben", "on": "2024-01-09", "source": "hosting-service"});
    let expected = json!([["#5", []], ["#4", [hosted]], ["#3", [ben]], [null, [coo, cfo]],]);
    assert_eq!(told(&answer, &["pull_request", "approvals"]), expected);
    assert_eq!(answer["summary"]["approved"], 3);
    let text = repo.sopctl(&[&["audit"], &options[..]].concat()).run().success().stdout;
    assert!(text.contains("#5, approval not recorded"), "{text}");
    let answer = audit(&repo, &["--from", "2024-01-01"]);
    assert_eq!(told(&answer, &["approvals"]), json!([[[]], [[]]]));
}

#[test]
fn approvals_that_documents_record_are_listed_with_their_versions() {
    let sandbox = Sandbox::new();
    let repo = GitRepo::new(&sandbox, "library");
    let at = |version: &str, on: &str, by: &str| {
        let fields = format!("status = \"effective\"\napproved_by = {by}\napproved_on = {on}\n");
        document("SOP-001", &fields, STEPS).replace("\"1.0\"", &format!("\"{version}\""))
    };
    repo.write(A, &at("1.0", "2024-01-09", "[\"@coo\"]")).commit(ANA, "2024-01-10", "Approve it");
    let both = "[\"@coo\", \"@cfo\"]";
    let second = repo.write(A, &at("2.0", "2025-01-09", both)).commit(BEN, "2025-01-10", "Approve");
    repo.write(A, &at("2.0", "2024-01-09", both)).commit(BEN, "2025-01-11", "Mistype it");
    repo.write(A, &at("2.0", "2025-01-09", both)).commit(BEN, "2025-01-12", "Correct it");
    let answer = audit(&repo, &[]);
    let approvals = answer["approvals"].as_array().unwrap();
    let versions: Vec<_> = approvals.iter().map(|approval| &approval["version"]).collect();
    assert_eq!(versions, ["2.0", "1.0"], "{answer:#}");
    assert_eq!(approvals[0]["by"], json!(["@coo", "@cfo"]));
    assert_eq!([&approvals[0]["commit"], &approvals[0]["on"]], [&second, "2025-01-09"]);
    assert_eq!(approvals[0]["recorded_by"]["name"], "Ben Okoro");
    let answer = audit(&repo, &["--to", "2024-12-31"]);
    assert_eq!(answer["approvals"].as_array().unwrap().len(), 1);
    let text = repo.sopctl(&["audit"]).run().success().stdout;
    assert!(text.contains("Approvals in documents\n"), "{text}");
}

#[test]
fn an_approval_of_another_text_on_the_same_day_is_one_more() {
    let sandbox = Sandbox::new();
    let repo = GitRepo::new(&sandbox, "library");
    let at = |text: &str, body: &str| {
        let fields = format!(
            "status = \"approved\"\napproved_by = [\"@coo\"]\napproved_on = 2025-01-09\n\
             approved_text = \"1:{text}\"\n"
        );
        document("SOP-001", &fields, body)
    };
    let (one, two) = ("0".repeat(32), "1".repeat(32));
    let first = repo.write(A, &at(&one, STEPS)).commit(ANA, "2025-01-09", "Approve it");
    let changed = STEPS.replace("Call", "Ring");
    repo.write(A, &at(&one, &changed)).commit(BEN, "2025-01-09", "Ring");
    let second = repo.write(A, &at(&two, &changed)).commit(ANA, "2025-01-09", "Approve that too");
    let answer = audit(&repo, &[]);
    let approvals = answer["approvals"].as_array().unwrap();
    let commits: Vec<_> = approvals.iter().map(|approval| &approval["commit"]).collect();
    assert_eq!(commits, [&second, &first], "{answer:#}");
}

#[test]
fn a_file_that_holds_no_approvals_is_refused_with_the_place() {
    let sandbox = Sandbox::new();
    let repo = GitRepo::new(&sandbox, "library");
    four_years(&repo);
    for (text, expected) in [
        (
            "[{\"number\": 3, \"reviews\": []},\n {\"reviews\": []}]",
            ":2:2: a pull request without its number",
        ),
        ("{\"name\": \"x\"}", ":1:1: no pull requests with their reviews"),
        ("[7]", ":1:2: no pull requests with their reviews"),
        ("[{\"number\": 3,\n  \"reviews\": [}]", ":2:15: "),
    ] {
        let file = sandbox.write("approvals.json", text);
        let said =
            repo.sopctl(&["audit", "--approvals", file.to_str().unwrap()]).run().fails_with(2);
        assert!(said.stderr.contains(expected), "{text}: {said:?}");
        assert!(said.stderr.contains("hint: --approvals takes"), "{said:?}");
    }
    let said = repo.sopctl(&["audit", "--approvals", "nowhere.json"]).run().fails_with(2);
    assert!(said.stderr.starts_with("error: cannot read nowhere.json"), "{said:?}");
}
