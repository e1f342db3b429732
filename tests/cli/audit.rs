//! The review evidence: every review with its kind, what was due then, when it landed, who
//! vouched, and what the answer looks like to an auditor.

use serde_json::{Value, json};

use crate::documents::{STEPS, ask, document, reviewed, sop};
use crate::git_repo::{ANA, BEN, CLARA, GitRepo};
use crate::sandbox::Sandbox;

pub(crate) const A: &str = "sops/a.md";
const OTHER_STEPS: &str = "1. Call the customer twice.\n2. Close the ticket.\n";

pub(crate) fn audit(repo: &GitRepo<'_>, options: &[&str]) -> Value {
    ask(repo, &[&["audit", "--as-of", "2026-11-22"], options].concat())
}

/// Some fields of every event, newest first.
#[track_caller]
pub(crate) fn told(answer: &Value, keys: &[&str]) -> Value {
    let reviews = answer["reviews"].as_array().expect("the answer has reviews");
    let row = |review: &Value| keys.iter().map(|key| review[*key].clone()).collect::<Value>();
    reviews.iter().map(row).collect()
}

/// A procedure with a first date in 2024, reviewed in time, then late, then with a change.
pub(crate) fn four_years(repo: &GitRepo<'_>) {
    repo.write(A, &reviewed("SOP-001", "2023-01-10", STEPS)).commit(ANA, "2023-01-10", "Write it");
    repo.write(A, &reviewed("SOP-001", "2024-01-10", STEPS)).commit(ANA, "2024-01-10", "Read it");
    repo.write(A, &reviewed("SOP-001", "2025-02-01", STEPS)).commit(BEN, "2025-02-03", "Read it");
    repo.write(A, &reviewed("SOP-001", "2026-01-31", OTHER_STEPS));
    repo.commit(CLARA, "2026-01-31", "Review and change it (#12)");
}

#[test]
fn a_review_is_on_time_up_to_the_day_that_was_due_and_late_from_the_next() {
    let sandbox = Sandbox::new();
    let repo = GitRepo::new(&sandbox, "library");
    four_years(&repo);
    let answer = audit(&repo, &[]);
    let keys = ["claimed_date", "kind", "due_then", "on_time", "days_late", "pull_request"];
    assert_eq!(
        told(&answer, &keys),
        json!([
            ["2026-01-31", "with-change", "2026-02-01", true, null, "#12"],
            ["2025-02-01", "date-only", "2025-01-10", false, 24, null],
            ["2024-01-10", "date-only", "2024-01-10", true, null, null],
            ["2023-01-10", "initial", null, null, null, null],
        ])
    );
    let summary = &answer["summary"];
    let counts = ["reviews", "initial", "with_change", "date_only", "on_time", "late"];
    assert_eq!(counts.map(|key| summary[key].as_u64().unwrap()), [3, 1, 1, 2, 2, 1], "{summary:#}");
    let years: Vec<_> = answer["years"].as_array().unwrap().iter().map(|y| &y["year"]).collect();
    assert_eq!(years, [2026, 2025, 2024, 2023]);
}

#[test]
fn what_landed_within_the_period_is_listed() {
    let sandbox = Sandbox::new();
    let repo = GitRepo::new(&sandbox, "library");
    four_years(&repo);
    let days = |options: &[&str]| told(&audit(&repo, options), &["claimed_date"]);
    // The second of February it claims; the third it landed.
    let from = ["--from", "2025-02-02", "--to", "2025-12-31"];
    assert_eq!(days(&from), json!([["2025-02-01"]]));
    assert_eq!(days(&["--to", "2024-01-10"]), json!([["2024-01-10"], ["2023-01-10"]]));
    assert_eq!(days(&["--from", "2026-02-01"]), json!([]));
    let said = repo.sopctl(&["audit", "--from", "2026-02-01", "--to", "2026-01-01"]).run();
    let expected = "error: there is no day from 2026-02-01 to 2026-01-01\nhint: --from names the \
                    first day, --to the last\n";
    assert_eq!((said.stderr.as_str(), said.status), (expected, Some(2)));
    let said = repo.sopctl(&["audit", "--from", "soon"]).run().fails_with(2);
    assert!(said.stderr.contains("--from takes a day such as"), "{said:?}");
}

/// Who shortens the interval in the commit of the review was late by the interval of before.
#[test]
fn due_is_what_the_document_and_the_configuration_said_before_the_landing() {
    let sandbox = Sandbox::new();
    let repo = GitRepo::new(&sandbox, "library");
    let typed = |interval: &str| {
        format!(
            "schema = 1\n[types.sop]\nprefix = \"SOP\"\nfolder = \"sops\"\nreview_interval = \"{interval}\"\n"
        )
    };
    let at = |on: &str, more: &str| {
        document("SOP-001", &format!("status = \"effective\"\nlast_reviewed = {on}\n{more}"), STEPS)
    };
    repo.write("sopctl.toml", &typed("6 months")).write(A, &at("2024-01-10", ""));
    repo.commit(ANA, "2024-01-10", "Write it");
    repo.write(A, &at("2024-09-01", "")).commit(ANA, "2024-09-01", "Review it");
    repo.write("sopctl.toml", &typed("24 months")).commit(BEN, "2024-10-01", "Wait longer");
    repo.write(A, &at("2025-09-01", "review_interval = \"1 month\"\n"));
    repo.commit(ANA, "2025-09-01", "Review it, more often from now on");
    repo.write(A, &at("2025-12-01", "review_interval = \"1 month\"\n"));
    repo.commit(ANA, "2025-12-01", "Review it");
    let due = |answer: &Value| told(answer, &["claimed_date", "due_then", "on_time"]);
    let answer = audit(&repo, &["--from", "2024-02-01"]);
    assert_eq!(
        due(&answer),
        json!([
            ["2025-12-01", "2025-10-01", false],
            ["2025-09-01", "2026-09-01", true],
            ["2024-09-01", "2024-07-10", false],
        ])
    );
    // A configuration from elsewhere has no history: it holds for all times.
    let elsewhere = sandbox.write("elsewhere.toml", &typed("1 year"));
    let options = ["--config", elsewhere.to_str().unwrap(), "--to", "2025-09-01"];
    let all = due(&audit(&repo, &options));
    assert_eq!(all[1], json!(["2024-09-01", "2025-01-10", true]), "{all:#}");
}

/// Two commits of one pull request are one landing; its merge says when it came, and what the
/// document said before is what the branch had.
#[test]
fn a_merged_review_landed_with_its_merge() {
    let sandbox = Sandbox::new();
    let repo = GitRepo::new(&sandbox, "library");
    let b = "sops/b.md";
    repo.write("sopctl.toml", "schema = 1\n[history]\nbranch = \"main\"\n");
    repo.write(A, &reviewed("SOP-001", "2024-01-10", STEPS));
    repo.write(b, &reviewed("SOP-002", "2024-01-10", STEPS));
    repo.commit(ANA, "2024-01-10", "Write both");
    repo.branch("work");
    let every = |on: &str| reviewed("SOP-001", on, STEPS).replace("1 year", "1 month");
    repo.write(A, &every("2024-01-10")).commit(BEN, "2024-12-01", "Review it more often");
    let review = repo.write(A, &every("2024-12-02")).commit(BEN, "2024-12-02", "Review it");
    repo.write(b, &reviewed("SOP-002", "2024-01-10", OTHER_STEPS));
    repo.commit(BEN, "2024-12-03", "Say it twice");
    repo.switch("main");
    repo.write("c.txt", "c").commit(CLARA, "2024-12-20", "Do something else");
    repo.git(&["merge", "--quiet", "--no-ff", "--no-commit", "work"]);
    let message = "Merge pull request #7 from ben/work\n\nReviewed-by: Clara Vogt";
    let merge = repo.commit(ANA, "2025-01-15", message);
    let answer = audit(&repo, &["--from", "2024-12-01"]);
    let keys = ["commit", "landed_in", "due_then", "days_late", "kind", "documents_in_landing"];
    let expected = json!([[review, merge, "2025-01-10", 5, "date-only", 2]]);
    assert_eq!(told(&answer, &keys), expected, "{answer:#}");
    let by = &answer["reviews"][0];
    let names = [&by["by"]["name"], &by["recorded_by"], &by["pull_request"]];
    assert_eq!(names, ["Ben Okoro", "Clara Vogt", "#7"]);
    // On a branch that has not landed, the same is not late but open.
    repo.switch("work");
    repo.write(A, &every("2025-03-01")).commit(BEN, "2025-03-01", "Review it again");
    let answer = audit(&repo, &["--type", "sop"]);
    assert_eq!(
        told(&answer, &["landed", "due_then", "on_time"])[0],
        json!([null, "2025-01-02", null])
    );
    assert_eq!(answer["summary"]["not_landed"], 1);
    assert_eq!(answer["years"].as_array().unwrap().last().unwrap()["year"], Value::Null);
}

/// The branch never showed the first of two dates of one pull request.
#[test]
fn of_the_dates_of_one_pull_request_the_last_counts() {
    let sandbox = Sandbox::new();
    let repo = GitRepo::new(&sandbox, "library");
    let b = "sops/b.md";
    repo.write(A, &reviewed("SOP-001", "2024-01-10", STEPS)).commit(ANA, "2024-01-10", "Write it");
    repo.branch("work");
    for (on, day) in [("2026-01-05", "2025-01-05"), ("2025-01-06", "2025-01-06")] {
        repo.write(A, &reviewed("SOP-001", on, STEPS));
        repo.write(b, &reviewed("SOP-002", on, STEPS)).commit(BEN, day, "Set the dates");
    }
    repo.switch("main");
    repo.merge("work", ANA, "2025-01-08");
    let answer = audit(&repo, &["--from", "2025-01-01"]);
    let keys = ["id", "claimed_date", "kind", "is_review", "superseded", "on_time"];
    assert_eq!(
        told(&answer, &keys),
        json!([
            ["SOP-001", "2025-01-06", "date-only", true, false, true],
            ["SOP-001", "2026-01-05", "date-only", false, true, null],
            ["SOP-002", "2025-01-06", "initial", false, false, null],
            ["SOP-002", "2026-01-05", "initial", false, true, null],
        ])
    );
    let summary = &answer["summary"];
    let counts = ["reviews", "date_only", "initial", "superseded"];
    assert_eq!(counts.map(|key| summary[key].as_u64().unwrap()), [1, 1, 1, 2], "{summary:#}");
    let text = repo.sopctl(&["audit"]).run().success().stdout;
    assert!(text.contains("set again in the same landing, not counted"), "{text}");
}

/// Who writes a review, pulls weeks later and pushes, leaves no trace of when it landed.
#[test]
fn where_nothing_tells_when_a_review_landed_it_is_neither_on_time_nor_late() {
    let sandbox = Sandbox::new();
    let repo = GitRepo::new(&sandbox, "library");
    repo.write(A, &reviewed("SOP-001", "2024-01-10", STEPS)).commit(ANA, "2024-01-10", "Write it");
    repo.branch("clara");
    repo.write(A, &reviewed("SOP-001", "2025-01-09", STEPS)).commit(CLARA, "2025-01-09", "Review");
    repo.switch("main");
    repo.write("b.txt", "b").commit(BEN, "2025-01-20", "Push");
    repo.switch("clara");
    repo.git(&["merge", "--quiet", "--no-ff", "--no-commit", "main"]);
    repo.commit(CLARA, "2025-03-01", "Merge branch 'main' of example.com:library");
    repo.git(&["branch", "--quiet", "--force", "main", "clara"]);
    repo.switch("main");
    let answer = audit(&repo, &["--from", "2025-01-01"]);
    let keys = ["uncertain", "due_then", "on_time", "back_dated_by"];
    assert_eq!(told(&answer, &keys), json!([[true, "2025-01-10", null, null]]), "{answer:#}");
    let text = repo.sopctl(&["audit"]).run().success().stdout;
    assert!(text.contains("The day of landing is uncertain for 1 event"), "{text}");
}

#[test]
fn what_is_not_committed_is_no_evidence() {
    let sandbox = Sandbox::new();
    let repo = GitRepo::new(&sandbox, "library");
    four_years(&repo);
    repo.write(A, &reviewed("SOP-001", "2026-10-01", STEPS));
    let answer = audit(&repo, &[]);
    assert_eq!(answer["summary"]["reviews"], 3);
    let text = repo.sopctl(&["audit"]).run().success().stdout;
    assert!(text.contains("What 1 document has as an uncommitted change is no evidence"), "{text}");
}

/// Writes `count` procedures with a date.
fn write_all(repo: &GitRepo<'_>, count: usize, on: &str) {
    for number in 1..=count {
        let text = reviewed(&format!("SOP-00{number}"), on, STEPS);
        repo.write(&format!("sops/{number}.md"), &text);
    }
}

#[test]
fn a_mass_edit_of_dates_is_told_with_how_many_others() {
    let sandbox = Sandbox::new();
    let repo = GitRepo::new(&sandbox, "library");
    write_all(&repo, 6, "2024-01-10");
    repo.commit(ANA, "2024-01-10", "Write six");
    write_all(&repo, 6, "2025-01-09");
    repo.write("sops/6.md", &reviewed("SOP-006", "2025-01-09", OTHER_STEPS));
    repo.commit(BEN, "2025-01-09", "Set the dates");
    let answer = audit(&repo, &["--from", "2025-01-01"]);
    let rows = told(&answer, &["id", "kind", "date_only_in_landing", "documents_in_landing"]);
    assert_eq!(rows[0], json!(["SOP-001", "bulk-date-only", 5, 6]));
    assert_eq!(rows[5], json!(["SOP-006", "with-change", 0, 6]));
    let text = repo.sopctl(&["audit", "--as-of", "2026-11-22"]).run().success().stdout;
    assert!(text.contains("date changed, no text change, no note, with 4 others"), "{text}");
    for judging in ["suspicious", "fake", "rubber", "negligent", "violation"] {
        assert!(!text.contains(judging), "{text}");
    }
}

#[test]
fn the_reviews_of_a_removed_document_took_place_and_those_of_a_moved_one_count_once() {
    let sandbox = Sandbox::new();
    let repo = GitRepo::new(&sandbox, "library");
    write_all(&repo, 5, "2024-01-10");
    repo.commit(ANA, "2024-01-10", "Write five");
    write_all(&repo, 5, "2025-01-09");
    repo.commit(ANA, "2025-01-09", "Set the dates");
    repo.rename("sops/2.md", "procedures/2.md").commit(BEN, "2025-02-01", "Move it");
    let text = "+++\nid = \"SOP-009\"\n+++\nNo date.\n";
    repo.write("sops/9.md", text).commit(BEN, "2025-02-02", "Write another");
    repo.remove("sops/9.md").remove("sops/1.md").rename("procedures/2.md", "old/2.md");
    let gone = repo.commit(BEN, "2025-03-01", "Remove two, move one");
    repo.remove("old/2.md").commit(BEN, "2025-03-02", "Remove it too");
    let answer = audit(&repo, &[]);
    let documents = answer["documents"].as_array().unwrap();
    let paths: Vec<_> = documents.iter().map(|d| d["path"].as_str().unwrap()).collect();
    let expected = ["sops/3.md", "sops/4.md", "sops/5.md", "old/2.md", "sops/1.md"];
    assert_eq!(paths, expected, "{answer:#}");
    assert_eq!(documents[4]["removed_in"], gone);
    assert_eq!(documents[0]["removed_in"], Value::Null);
    assert_eq!(documents[3]["id"], "SOP-002");
    let bulk = told(&answer, &["kind"]);
    assert_eq!(
        bulk.as_array().unwrap().iter().filter(|kind| kind[0] == "bulk-date-only").count(),
        5
    );
    // Who had no document removed is asked about as before.
    let narrowed = audit(&repo, &["--owner", "@ana", "--from", "2025-01-01"]);
    assert_eq!(narrowed["summary"]["reviews"], 5);
    assert_eq!(narrowed["only"], json!({"type": null, "owner": "@ana"}));
    // Whoever is handed it must see that it is not all.
    let text = repo.sopctl(&["audit", "--type", "sop", "--owner", "@ana"]).run().success().stdout;
    assert!(text.contains("of type sop only, of @ana only"), "{text}");
    let said = repo.sopctl(&["audit", "--owner", "@anna"]).run().fails_with(2);
    assert!(said.stderr.contains("did you mean @ana?"), "{said:?}");
}

#[test]
fn a_date_that_went_back_is_no_review_and_may_be_a_slip() {
    let sandbox = Sandbox::new();
    let repo = GitRepo::new(&sandbox, "library");
    for (on, committed) in [
        ("2023-01-10", "2023-01-10"),
        ("2024-06-01", "2024-06-01"),
        ("2024-01-09", "2025-01-09"),
        ("2025-01-09", "2025-01-12"),
        ("2025-01-09", "2025-01-13"),
        ("2024-06-01", "2025-02-01"),
        ("2025-01-09", "2025-02-02"),
    ] {
        repo.write(A, &reviewed("SOP-001", on, STEPS)).commit(ANA, committed, "Set the date");
    }
    let answer = audit(&repo, &[]);
    let expected = json!([
        ["2025-01-09", "restored", null],
        ["2024-06-01", "reverted", null],
        ["2025-01-09", "date-only", false],
        ["2024-01-09", "reverted", null],
        ["2024-06-01", "date-only", false],
        ["2023-01-10", "initial", null],
    ]);
    assert_eq!(told(&answer, &["claimed_date", "kind", "on_time"]), expected);
    assert_eq!(answer["summary"]["reviews"], 2);
    let page = repo.sopctl(&["audit", "-f", "markdown"]).run().success().stdout;
    let slip = "date went back, no review; dated 366 days before its landing, year mistyped? |";
    assert!(page.contains(slip), "{page}");
    assert_eq!(page.matches("year mistyped").count(), 1, "{page}");
}

#[test]
fn a_claim_long_before_its_landing_is_told_unless_evidence_is_named() {
    let sandbox = Sandbox::new();
    let repo = GitRepo::new(&sandbox, "library");
    let at = |on: &str, more: &str| sop("SOP-001", &format!("last_reviewed = {on}\n{more}"), STEPS);
    repo.write(A, &at("2022-01-10", "")).commit(ANA, "2022-01-10", "Write it");
    repo.write(A, &at("2022-06-01", "")).commit(ANA, "2022-07-01", "Review it");
    repo.write(A, &at("2022-12-01", "")).commit(ANA, "2023-01-01", "Review it");
    repo.write(A, &at("2023-01-05", "")).commit(ANA, "2024-01-05", "Review it");
    let evidence = "review_evidence = \"minutes 17\"\n";
    repo.write(A, &at("2024-03-01", evidence)).commit(ANA, "2024-05-01", "Review it");
    let answer = audit(&repo, &["--from", "2022-02-01"]);
    let days = told(&answer, &["claimed_date", "back_dated_by"]);
    let expected = json!([
        ["2024-03-01", null],
        ["2023-01-05", 365],
        ["2022-12-01", 31],
        ["2022-06-01", null],
    ]);
    assert_eq!(days, expected);
    assert_eq!(answer["summary"]["back_dated"], 2);
    let page = repo.sopctl(&["audit", "-f", "markdown"]).run().success().stdout;
    assert!(page.contains("landed 365 days after the claimed date, year mistyped? |"), "{page}");
    assert!(page.contains("landed 31 days after the claimed date |"), "{page}");
}

#[test]
fn a_shallow_clone_says_whose_history_it_lacks() {
    let sandbox = Sandbox::new();
    let repo = GitRepo::new(&sandbox, "library");
    four_years(&repo);
    let cut = repo.shallow_clone("cut", 2);
    let said = cut.sopctl(&["audit"]).run().fails_with(2);
    assert!(said.stderr.contains("shallow"), "{said:?}");
    let answer = audit(&cut, &["--allow-shallow"]);
    assert_eq!(told(&answer, &["kind"]), json!([["with-change"]]), "{answer:#}");
    assert_eq!(answer["documents"][0]["complete"], false);
    let text = cut.sopctl(&["audit", "--allow-shallow"]).run().success().stdout;
    assert!(text.contains("does not hold the whole history of SOP-001"), "{text}");
}

#[test]
fn an_auditor_is_handed_what_is_needed_to_ask_again() {
    let sandbox = Sandbox::new();
    let repo = GitRepo::new(&sandbox, "library");
    four_years(&repo);
    repo.write("sops/b.md", &document("SOP-002", "status = \"draft\"\n", STEPS));
    repo.commit(ANA, "2026-02-01", "Draft another");
    let head = repo.head();
    for format in ["text", "markdown", "html"] {
        let arguments =
            ["audit", "--from", "2024-01-01", "--as-of", "2026-11-22", "--format", format];
        let page = repo.sopctl(&arguments).run().success().stdout;
        for part in [
            "Review evidence",
            "library",
            "main",
            head.as_str(),
            "2024-01-01",
            "2026-11-22",
            "UTC",
            "A review is a commit that set",
            "By year",
            "2025-01-10",
            "24 days late",
            "date changed, no text change, no note",
            "SOP-002",
        ] {
            assert!(page.contains(part), "{format}: {part}\n{page}");
        }
        assert!(!page.contains("2023-01-10"), "{page}");
    }
    let sheet = repo.sopctl(&["audit", "--format", "csv"]).run().success().stdout;
    let rows: Vec<&str> = sheet.split_terminator("\r\n").collect();
    assert_eq!(rows.len(), 5, "{sheet}");
    assert!(rows[1].starts_with("SOP-001,sops/a.md,Procedure SOP-001,sop,'@ana,2026-01-31,"));
}

#[test]
fn a_library_without_dates_has_no_reviews_and_says_whose() {
    let sandbox = Sandbox::new();
    let repo = GitRepo::new(&sandbox, "library");
    repo.write("a.md", "# A\n\nText.\n").commit(ANA, "2026-01-10", "Write it");
    let answer = audit(&repo, &[]);
    assert_eq!((&answer["reviews"], &answer["summary"]["reviews"]), (&json!([]), &json!(0)));
    let text = repo.sopctl(&["audit"]).run().success().stdout;
    assert!(text.ends_with("Without a review 1\n  a.md\n"), "{text}");
    let said =
        sandbox.sopctl_in(sandbox.write("loose/a.md", "# A\n").parent().unwrap(), &["audit"]);
    assert!(said.run().fails_with(2).stderr.contains("git repository"));
}

#[test]
fn a_mistyped_date_to_come_is_not_on_time_and_makes_no_later_review_on_time() {
    let sandbox = Sandbox::new();
    let repo = GitRepo::new(&sandbox, "library");
    for (claimed, on) in
        [("2020-01-10", "2020-01-10"), ("2042-01-05", "2020-12-01"), ("2024-06-01", "2024-06-01")]
    {
        repo.write(A, &reviewed("SOP-001", claimed, STEPS)).commit(ANA, on, "Read it");
    }
    let answer = audit(&repo, &[]);
    assert_eq!(
        told(&answer, &["claimed_date", "due_then", "on_time", "days_late"]),
        json!([
            ["2024-06-01", "2021-01-10", false, 1238],
            ["2042-01-05", "2021-01-10", null, null],
            ["2020-01-10", null, null, null],
        ])
    );
}
