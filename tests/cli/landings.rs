//! When a text landed, where the branch does not tell it by itself: merges of the branch into
//! itself, dates out of order, releases, and documents that were only moved.

use serde_json::Value;

use crate::documents::{ask, named};
use crate::git_repo::{ANA, BEN, CLARA, GitRepo};
use crate::in_force::{PATH, certain, effective, history, of};
use crate::sandbox::Sandbox;

/// Clara writes 2.0 in March without pulling, merges what Ben pushed meanwhile in June, and
/// pushes: nothing says that her text was on the branch before.
fn pulled_and_pushed(sandbox: &Sandbox) -> GitRepo<'_> {
    let repo = history(sandbox, &[("2025-02-01", effective("1.0", "2025-02-01"))]);
    repo.branch("clara");
    repo.write(PATH, &effective("2.0", "2025-03-01").replace("2025-01-01", "2025-03-15"));
    repo.commit(CLARA, "2025-03-15", "Write without pulling");
    repo.switch("main");
    repo.write("README.md", "# Ours\n").commit(BEN, "2025-03-20", "Push");
    repo.switch("clara");
    repo.git(&["merge", "--quiet", "--no-ff", "--no-commit", "main"]);
    repo.commit(CLARA, "2025-06-01", "Merge branch 'main' of example.com:library");
    repo.git(&["branch", "--quiet", "--force", "main", "clara"]);
    repo.switch("main");
    repo
}

/// The first text, one of a clock that runs ahead, one of a clock that does not, and a last.
fn out_of_order(sandbox: &Sandbox) -> GitRepo<'_> {
    let texts = [
        ("2025-02-01", effective("1.0", "2025-02-01")),
        ("2025-06-01", effective("2.0", "2025-02-01")),
        ("2025-03-01", effective("3.0", "2025-02-01")),
        ("2025-07-01", effective("4.0", "2025-02-01")),
    ];
    history(sandbox, &texts)
}

fn lines(shown: &str, heading: &str) -> Vec<String> {
    let section = shown.split("\n\n").find(|part| part.starts_with(heading)).unwrap();
    section.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ")).collect()
}

#[test]
fn what_was_written_before_a_pull_did_not_land_on_its_own_date_for_any_command() {
    let sandbox = Sandbox::new();
    let repo = pulled_and_pushed(&sandbox);
    let log = ask(&repo, &["log", "SOP-001"]);
    let uncertain: Vec<&Value> =
        log["revisions"].as_array().unwrap().iter().map(|one| &one["uncertain"]).collect();
    assert_eq!(uncertain, [true, false]);
    let stale = ask(&repo, &["stale", "--as-of", "2025-08-01"]);
    assert_eq!(named(&stale, "SOP-001")["uncertain"], true);
    let blame = ask(&repo, &["blame", "SOP-001"]);
    let units = blame["units"].as_array().unwrap();
    assert!(units.iter().any(|unit| unit["uncertain"] == true), "{blame}");
    let found = &ask(&repo, &["show", "SOP-001", "--at", "2025-08-01"])["in_force"];
    assert!(!of(found).3, "which text it is, is certain by then: {found}");
    let text = &found["text"];
    assert_eq!((&text["landed_uncertain"], &text["since_uncertain"]), (&true.into(), &true.into()));
    let before = &found["before"];
    assert_eq!(
        (&before["landed_uncertain"], &before["since"]),
        (&false.into(), &"2025-02-01".into())
    );
}

#[test]
fn a_day_between_pull_and_push_leaves_open_what_stood_on_the_branch() {
    let sandbox = Sandbox::new();
    let repo = pulled_and_pushed(&sandbox);
    for (day, because) in [
        ("2025-01-31", vec![]),
        ("2025-04-01", vec![Value::from("merged-into-itself")]),
        ("2025-06-01", vec![]),
    ] {
        let listed = ask(&repo, &["list", "--at", day]);
        assert_eq!(listed["uncertain"], !because.is_empty(), "{day}");
        assert_eq!(listed["uncertain_because"], Value::from(because), "{day}");
    }
}

#[test]
fn answers_at_a_day_around_which_dates_are_out_of_order_say_so_in_every_format() {
    let sandbox = Sandbox::new();
    let repo = out_of_order(&sandbox);
    let day = "2025-04-01";
    for command in
        [&["list", "--at", day][..], &["stale", "--at", day], &["show", "SOP-001", "--at", day]]
    {
        let answer = ask(&repo, command);
        assert_eq!(answer["uncertain"], true, "{command:?}");
        assert_eq!(answer["uncertain_because"], Value::from(vec!["dates-out-of-order"]));
        for format in ["text", "markdown", "html"] {
            let said = repo.sopctl(&[command, &["-f", format]].concat()).run();
            let said = said.stdout.split_whitespace().collect::<Vec<_>>().join(" ");
            assert!(said.contains("are out of order around"), "{command:?} {format}: {said}");
        }
    }
    for day in ["2025-02-15", "2025-06-15"] {
        let answer = ask(&repo, &["list", "--at", day]);
        assert_eq!(
            (&answer["uncertain"], &answer["uncertain_because"]),
            (&false.into(), &Value::from(Vec::<Value>::new()))
        );
        let said = repo.sopctl(&["list", "--at", day]).run().success().stdout;
        assert!(!said.contains("out of order"), "{said}");
    }
    assert_eq!(ask(&repo, &["list"])["uncertain"], false, "no day was named");
}

#[test]
fn a_text_whose_date_is_out_of_order_is_in_force_since_a_day_that_is_uncertain() {
    let sandbox = Sandbox::new();
    let repo = out_of_order(&sandbox);
    let answer = ask(&repo, &["show", "SOP-001", "--at", "2025-06-15"]);
    let found = &answer["in_force"];
    assert_eq!(of(found), certain("effective-date", "3.0", "2025-03-01"));
    let text = &found["text"];
    assert_eq!((&text["landed_uncertain"], &text["since_uncertain"]), (&true.into(), &true.into()));
    let after = &found["after"];
    assert_eq!((&after["on"], &after["uncertain"]), (&"2025-07-01".into(), &false.into()));
    let shown = repo.sopctl(&["show", "SOP-001", "--at", "2025-06-15"]).run().success().stdout;
    let section = lines(&shown, "In force");
    let since = "Since 2025-03-01, uncertain: dates there are out of order";
    assert!(section.iter().any(|line| line == since), "{section:?}");
    // A text that binds only after all those dates does so whenever it landed.
    repo.write(PATH, &effective("5.0", "2025-09-01")).commit(ANA, "2025-10-20", "A clock ahead");
    repo.write("README.md", "# Ours\n").commit(ANA, "2025-08-01", "The right one");
    let found = &ask(&repo, &["show", "SOP-001", "--at", "2025-12-01"])["in_force"]["text"];
    assert_eq!((&found["version"], &found["since_uncertain"]), (&"5.0".into(), &true.into()));
    repo.write(PATH, &effective("6.0", "2025-11-01")).commit(ANA, "2025-08-02", "Write the next");
    let found = &ask(&repo, &["show", "SOP-001", "--at", "2025-12-01"])["in_force"]["text"];
    assert_eq!((&found["version"], &found["since"]), (&"6.0".into(), &"2025-11-01".into()));
    assert_eq!(
        (&found["landed_uncertain"], &found["since_uncertain"]),
        (&true.into(), &false.into())
    );
}

#[test]
fn a_text_lands_on_the_branch_and_is_released_by_a_tag() {
    let sandbox = Sandbox::new();
    let repo = history(&sandbox, &[("2025-02-01", effective("1.0", "2025-02-01"))]);
    let landing = repo.head();
    repo.write("README.md", "# Ours\n").commit(BEN, "2025-03-01", "Something else");
    repo.tag_on("v1", "2025-04-10", CLARA);
    repo.write("sopctl.toml", "[history]\nin_force_from = \"tags\"\n");
    repo.commit(CLARA, "2025-05-01", "Let releases count");
    let found = &ask(&repo, &["show", "SOP-001", "--at", "2025-06-01"])["in_force"];
    assert_eq!(of(found), certain("effective-date", "1.0", "2025-04-10"));
    let text = &found["text"];
    assert_eq!(
        (&text["landing"], &text["landed"]),
        (&landing.as_str().into(), &"2025-02-01T09:00:01+00:00".into())
    );
    assert_eq!(text["released"], serde_json::json!({"tag": "v1", "day": "2025-04-10"}));
    let shown = repo.sopctl(&["show", "SOP-001", "--at", "2025-06-01"]).run().success().stdout;
    let section = lines(&shown, "In force");
    let landed = format!("Landed 2025-02-01 with {}", &landing[..7]);
    for line in [landed.as_str(), "Released 2025-04-10 as v1"] {
        assert!(section.iter().any(|found| found == line), "{section:?}");
    }
    let early = &ask(&repo, &["show", "SOP-001", "--at", "2025-04-09"])["in_force"];
    assert_eq!((&early["text"], &early["after"]["landing"]), (&Value::Null, &landing.into()));
}

#[test]
fn a_document_that_was_only_moved_landed_with_the_commit_that_wrote_it() {
    let sandbox = Sandbox::new();
    let repo = history(&sandbox, &[("2025-02-01", effective("1.0", "2025-02-01"))]);
    let written = repo.head();
    repo.rename(PATH, "sops/phone/calls.md").commit(BEN, "2025-04-01", "Move");
    let moved = repo.head();
    let answer = ask(&repo, &["show", "SOP-001", "--at", "2025-05-01"]);
    let text = &answer["in_force"]["text"];
    assert_eq!((&text["landing"], &text["commit"]), (&written.as_str().into(), &written.into()));
    assert_eq!(
        (&text["since"], &text["path"]),
        (&"2025-02-01".into(), &"sops/phone/calls.md".into())
    );
    let shown = repo.sopctl(&["show", "SOP-001", "--at", "2025-05-01"]).run().success().stdout;
    let place = format!("Text git show {}:sops/phone/calls.md", &moved[..7]);
    assert!(lines(&shown, "In force").contains(&place), "where it stands: {shown}");
}
