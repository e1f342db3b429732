//! `sopctl plan`: reviews by month and owner, piles spread, calendars.

use std::fs;

use serde_json::{Value, json};

use crate::documents::{STEPS, ask};
use crate::git_repo::{ANA, BEN, GitRepo};
use crate::sandbox::Sandbox;

const DAY: &str = "2026-11-22";

fn owned(id: &str, owner: &str, last_reviewed: &str) -> String {
    format!(
        "+++\nid = \"{id}\"\ntitle = \"Procedure {id}\"\ntype = \"sop\"\nversion = \"1.0\"\n\
         status = \"effective\"\nowner = \"{owner}\"\nreview_interval = \"1 year\"\n\
         last_reviewed = {last_reviewed} # by hand\n+++\n\n# Procedure {id}\n\n{STEPS}"
    )
}

/// One overdue, one alone, a pile of three of one owner beside one of another, one far away.
fn library(sandbox: &Sandbox) -> GitRepo<'_> {
    let repo = GitRepo::new(sandbox, "library");
    repo.write("sopctl.toml", "[people.'@ana']\nemails = ['ana@example.com']\n");
    for (id, owner, last_reviewed) in [
        ("SOP-001", "@ana", "2025-10-01"),
        ("SOP-002", "@ben", "2025-12-15"),
        ("SOP-003", "@ana", "2026-03-31"),
        ("SOP-004", "ana@example.com", "2026-03-31"),
        ("SOP-005", "@ana", "2026-03-31"),
        ("SOP-006", "@ben", "2026-03-31"),
        ("SOP-007", "@ben", "2026-11-20"),
    ] {
        repo.write(&format!("sops/{id}.md"), &owned(id, owner, last_reviewed));
    }
    repo.commit(ANA, "2026-11-20", "Write everything");
    repo
}

fn plan(repo: &GitRepo<'_>, arguments: &[&str]) -> Value {
    ask(repo, &[&["plan", "--as-of", DAY], arguments].concat())
}

#[test]
fn reviews_stand_in_the_month_in_which_they_are_due() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    let answer = plan(&repo, &[]);
    assert_eq!(
        answer["months"],
        json!([
            { "month": "2026-10", "reviews": 1, "owners": [{ "owner": "@ana", "reviews": 1 }] },
            { "month": "2026-12", "reviews": 1, "owners": [{ "owner": "@ben", "reviews": 1 }] },
            { "month": "2027-03", "reviews": 4, "owners": [
                { "owner": "@ana", "reviews": 3 }, { "owner": "@ben", "reviews": 1 }
            ] },
        ])
    );
    let summary = &answer["summary"];
    assert_eq!((&summary["overdue"], &summary["later"]), (&json!(1), &json!(1)));
    assert_eq!(answer["until"], "2027-10-31");
    assert_eq!(plan(&repo, &["--months", "2"])["until"], "2026-12-31");
    assert_eq!(plan(&repo, &["--months", "13"])["summary"]["reviews"], 7);
    let text = repo.sopctl(&["plan", "--as-of", DAY]).run().success().stdout;
    let (overdue, december) = (text.find("OVERDUE 1"), text.find("DECEMBER 2026 1"));
    assert!(overdue.is_some() && overdue < december, "{text}");
    repo.sopctl(&["plan", "--months", "0"]).run().fails_with(2);
    let html = repo.sopctl(&["plan", "-f", "html"]).run().success().stdout;
    assert!(html.contains("Reviews by owner"));
}

#[test]
fn a_pile_of_one_owner_is_spread_and_that_of_another_stays() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    let proposed = |arguments: &[&str]| -> Vec<(String, String)> {
        let answer = plan(&repo, &[&["--stagger"], arguments].concat());
        let reviews = answer["reviews"].as_array().unwrap().clone().into_iter();
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        reviews
            .filter(|review| !review["proposed"].is_null())
            .map(|review| (text(&review["id"]), text(&review["proposed"])))
            .collect()
    };
    let pair = |id: &str, day: &str| (id.to_owned(), day.to_owned());
    assert_eq!(proposed(&[]), [pair("SOP-005", "2027-03-17"), pair("SOP-004", "2027-03-24")]);
    let close = [pair("SOP-005", "2027-03-29"), pair("SOP-004", "2027-03-30")];
    assert_eq!(proposed(&["--tolerance", "2 days"]), close);
    assert_eq!(proposed(&["--owner", "@ben"]), []);
    repo.sopctl(&["plan", "--tolerance", "2 days"]).run().fails_with(2);
    // The settings say what is soon, and so how much earlier is not too early.
    repo.write(
        "sopctl.toml",
        "[people.'@ana']\nemails = ['ana@example.com']\n[stale]\ndue_soon = '2 days'\n",
    );
    assert_eq!(proposed(&[]), close);
}

#[test]
fn what_is_written_counts_from_then_on_and_is_not_moved_again() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    let file = repo.folder().join("sops/SOP-005.md");
    let before = fs::read_to_string(&file).unwrap();
    let write = ["plan", "--stagger", "--write", "--as-of", DAY];
    let said = repo.sopctl(&write).run().success().stdout;
    // Beside whatever else is being worked on.
    let next = "git commit --message 'Spread the reviews' -- sops/SOP-00";
    assert!(said.contains(next) && !said.contains("commit -a"), "{said}");
    let after = fs::read_to_string(&file).unwrap();
    assert_eq!(after.replace("next_review = 2027-03-17\n", ""), before, "nothing else changes");
    assert!(after.len() > before.len());
    assert_eq!(repo.git(&["status", "--porcelain"]).lines().count(), 2);
    let answer = plan(&repo, &["--stagger"]);
    assert_eq!(answer["summary"]["proposed"], 0, "{answer:#}");
    assert_eq!(answer["months"][2]["reviews"], 4);
    // What is not committed is not mixed with.
    repo.git(&["checkout", "--quiet", "."]);
    repo.write("sops/SOP-004.md", &owned("SOP-004", "@ana", "2026-03-31").replace("1.0", "1.1"));
    let said = repo.sopctl(&write).run().fails_with(2);
    assert!(said.stderr.contains("git commit -- sops/SOP-004.md"), "{said:?}");
    repo.commit(BEN, "2026-11-21", "Raise it");
    repo.sopctl(&write).run().success();
    repo.commit(BEN, "2026-11-21", "Spread the reviews");
    let review = [
        "review",
        "SOP-005",
        "--outcome",
        "current",
        "--note",
        "Read",
        "--by",
        "@ana",
        "--as-of",
        "2027-03-10",
        "--dry-run",
    ];
    let said = repo.sopctl(&review).run().success();
    assert!(said.stdout.contains("2027-03-17: that day counts until somebody"), "{said:?}");
}

#[test]
fn a_convention_without_a_key_for_the_day_says_so() {
    let sandbox = Sandbox::new();
    let repo = GitRepo::new(&sandbox, "library");
    for name in ["a", "b"] {
        repo.write(
            &format!("source/{name}.html.md.erb"),
            "---\ntitle: A\nowner_slack: \"#ops\"\nlast_reviewed_on: 2026-06-30\nreview_in: 12 months\n---\nText.\n",
        );
    }
    repo.commit(ANA, "2026-06-30", "Begin");
    let shown = repo.sopctl(&["plan", "--stagger", "--as-of", DAY]).run().success().stdout;
    assert!(shown.contains("The convention govuk has no key"), "{shown}");
    let said = repo.sopctl(&["plan", "--stagger", "--write"]).run().fails_with(2);
    assert!(said.stderr.contains("govuk has no key"), "{said:?}");
}

#[test]
fn a_calendar_is_the_same_bytes_for_the_same_question() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    let calendar = |arguments: &[&str]| {
        let asked = [&["plan", "--as-of", DAY, "-f", "ics"], arguments].concat();
        repo.sopctl(&asked).run().success().stdout
    };
    let all = calendar(&[]);
    assert_eq!(all, calendar(&[]));
    assert_eq!(all.matches('\n').count(), all.matches("\r\n").count());
    assert_eq!(all.matches("BEGIN:VEVENT\r\n").count(), 6);
    assert!(all.contains("\r\nDTSTART;VALUE=DATE:20270331\r\n"), "{all}");
    assert!(all.contains("\r\nDTSTAMP:20261122T000000Z\r\n"), "{all}");
    let uids: Vec<&str> = all.lines().filter(|line| line.starts_with("UID:")).collect();
    assert_eq!(uids[0], "UID:SOP-001/review/2026-10-01@sopctl");
    assert!(calendar(&["--stagger"]).contains("UID:SOP-005/review/2027-03-17@sopctl"));
    assert_eq!(calendar(&["--owner", "@ben"]).matches("BEGIN:VEVENT").count(), 2);
    let hostile = owned("SOP-008", "@ana", "2026-02-01").replace(
        "title = \"Procedure SOP-008\"",
        "title = \"x\\r\\nEND:VCALENDAR\\nATTACH:http://example.org; a, b\"",
    );
    repo.write("sops/SOP-008.md", &hostile);
    let all = calendar(&[]);
    assert!(!all.contains("\nATTACH") && all.ends_with("\r\nEND:VCALENDAR\r\n"), "{all}");
    assert_eq!(all.lines().filter(|line| *line == "END:VCALENDAR").count(), 1, "{all}");
    assert!(all.lines().all(|line| line.len() <= 75));
    repo.sopctl(&["stale", "-f", "ics"]).run().fails_with(2);
}
