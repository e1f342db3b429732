//! Which text was in force on a day: `show --at`, `list --in-force`.

use serde_json::Value;

use crate::documents::{STEPS, ask, document, named};
use crate::git_repo::{ANA, BEN, CLARA, GitRepo};
use crate::sandbox::Sandbox;

pub(crate) const PATH: &str = "sops/calls.md";

/// SOP-001 in some version, with these lines of front matter about its force.
pub(crate) fn text(version: &str, force: &str) -> String {
    let fields = format!("{force}\nreview_interval = \"5 years\"\nlast_reviewed = 2025-01-01\n");
    document("SOP-001", &fields, &format!("{STEPS}4. File form {version}.\n"))
        .replace("version = \"1.0\"", &format!("version = \"{version}\""))
}

pub(crate) fn effective(version: &str, from: &str) -> String {
    text(version, &format!("status = \"effective\"\neffective_date = {from}"))
}

/// A branch with these texts, each with the day on which it landed.
pub(crate) fn history<'s>(sandbox: &'s Sandbox, texts: &[(&str, String)]) -> GitRepo<'s> {
    let repo = GitRepo::new(sandbox, "library");
    repo.write("README.md", "# Library\n").commit(CLARA, "2025-01-01", "Begin");
    for (on, text) in texts {
        repo.write(PATH, text).commit(ANA, on, &format!("Land on {on}"));
    }
    repo
}

/// The rule, the version in force, since when, and whether that is uncertain.
#[track_caller]
pub(crate) fn answer(repo: &GitRepo<'_>, day: &str) -> (String, String, String, bool) {
    of(&ask(repo, &["show", "SOP-001", "--at", day])["in_force"])
}

#[track_caller]
pub(crate) fn of(found: &Value) -> (String, String, String, bool) {
    let said = |value: &Value| value.as_str().unwrap_or("-").to_owned();
    let text = &found["text"];
    let uncertain = found["uncertain"].as_bool().unwrap();
    (said(&found["rule"]), said(&text["version"]), said(&text["since"]), uncertain)
}

pub(crate) fn certain(rule: &str, version: &str, since: &str) -> (String, String, String, bool) {
    (rule.to_owned(), version.to_owned(), since.to_owned(), false)
}

#[test]
fn a_text_that_has_landed_is_in_force_from_its_effective_date() {
    let sandbox = Sandbox::new();
    let repo = history(
        &sandbox,
        &[
            ("2025-02-01", effective("1.0", "2025-02-01")),
            ("2025-05-20", text("2.0", "status = \"approved\"\neffective_date = 2025-06-01")),
        ],
    );
    let first = certain("effective-date", "1.0", "2025-02-01");
    assert_eq!(answer(&repo, "2025-05-31"), first, "landed, and not effective yet");
    // Nobody commits on the day.
    assert_eq!(answer(&repo, "2025-06-01"), certain("effective-date", "2.0", "2025-06-01"));
    let before = ask(&repo, &["show", "SOP-001", "--at", "2025-05-31"]);
    assert_eq!(before["version"], "1.0", "what is shown is the text in force");
    assert_eq!(before["in_force"]["before"], Value::Null);
    let next = &before["in_force"]["after"];
    assert_eq!((&next["change"], &next["on"]), (&"takes-effect".into(), &"2025-06-01".into()));
    assert_eq!((&next["version"], &next["landing"]), (&"2.0".into(), &repo.head().into()));
    let after = ask(&repo, &["show", "SOP-001", "--at", "2025-06-01"]);
    assert_eq!(after["in_force"]["before"]["version"], "1.0");
    assert_eq!(after["in_force"]["text"]["landing"], repo.head());
    assert_eq!(after["in_force"]["text"]["commit"], repo.head());
    assert_eq!(after["in_force"]["text"]["fingerprint"], after["fingerprint"]);
}

#[test]
fn a_text_that_landed_late_was_not_in_force_before_whatever_it_claims() {
    let sandbox = Sandbox::new();
    let texts = [
        ("2025-02-01", effective("1.0", "2025-02-01")),
        ("2025-06-10", effective("2.0", "2025-04-01")),
    ];
    let repo = history(&sandbox, &texts);
    assert_eq!(answer(&repo, "2025-06-09"), certain("effective-date", "1.0", "2025-02-01"));
    assert_eq!(answer(&repo, "2025-06-10"), certain("effective-date", "2.0", "2025-06-10"));
}

#[test]
fn what_was_written_on_a_branch_counts_from_the_merge() {
    let sandbox = Sandbox::new();
    let repo = history(&sandbox, &[("2025-02-01", effective("1.0", "2025-02-01"))]);
    repo.branch("work");
    repo.write(PATH, &effective("2.0", "2025-03-01"));
    let written = repo.commit(BEN, "2025-03-01", "Write it on a branch");
    repo.switch("main");
    let merge = repo.merge("work", ANA, "2025-04-01");
    assert_eq!(answer(&repo, "2025-03-31").1, "1.0");
    let found = ask(&repo, &["show", "SOP-001", "--at", "2025-04-01"]);
    assert_eq!(of(&found["in_force"]), certain("effective-date", "2.0", "2025-04-01"));
    assert_eq!(found["in_force"]["text"]["commit"], written);
    assert_eq!(found["in_force"]["text"]["landing"], merge);
}

#[test]
fn a_retired_a_superseded_and_a_removed_document_is_in_force_no_more() {
    for (status, rule, change) in
        [("retired", "ended", "retired"), ("superseded", "ended", "superseded")]
    {
        let sandbox = Sandbox::new();
        let over = text("1.0", &format!("status = \"{status}\"\neffective_date = 2025-02-01"));
        let texts = [("2025-02-01", effective("1.0", "2025-02-01")), ("2025-06-01", over.clone())];
        let repo = history(&sandbox, &texts);
        repo.write(PATH, &over.replace("@ana", "@ben")).commit(BEN, "2025-07-01", "Hand over");
        assert_eq!(answer(&repo, "2025-05-31").1, "1.0");
        let found = ask(&repo, &["show", "SOP-001", "--at", "2025-08-01"]);
        assert_eq!(of(&found["in_force"]), certain(rule, "-", "-"));
        let ended = &found["in_force"]["ended"];
        assert_eq!((&ended["change"], &ended["on"]), (&change.into(), &"2025-06-01".into()));
        assert_eq!(found["in_force"]["before"]["version"], "1.0");
        assert_eq!(found["status"], status, "what is shown is the text on the branch");
    }
    let sandbox = Sandbox::new();
    let repo = history(&sandbox, &[("2025-02-01", effective("1.0", "2025-02-01"))]);
    repo.remove(PATH).commit(ANA, "2025-06-01", "Remove it");
    assert_eq!(answer(&repo, "2025-05-31").1, "1.0");
    let after = &ask(&repo, &["show", "SOP-001", "--at", "2025-05-31"])["in_force"]["after"];
    assert_eq!((&after["change"], &after["on"]), (&"removed".into(), &"2025-06-01".into()));
    for (name, day) in [(PATH, "2025-06-01"), ("SOP-001", "2025-06-01"), (PATH, "2026-03-01")] {
        let asked = ["show", name, "--at", day];
        if name == "SOP-001" {
            // Its number went with it; only the path names it still.
            repo.sopctl(&asked).run().fails_with(2);
            continue;
        }
        let gone = ask(&repo, &asked);
        assert_eq!(of(&gone["in_force"]), certain("removed", "-", "-"));
        assert_eq!(gone["state"], "not-under-review", "nobody has to review what is gone");
        let said = repo.sopctl(&asked).run().success();
        let expected = format!("Not in force on {day}: taken away on 2025-06-01.");
        assert!(said.stdout.contains(&expected), "{said:?}");
        assert!(!said.stdout.contains("Steps"), "{said:?}");
    }
}

#[test]
fn a_document_reopened_as_a_draft_stays_in_force_in_its_last_text() {
    let sandbox = Sandbox::new();
    let texts = [
        ("2025-02-01", effective("1.0", "2025-02-01")),
        ("2025-06-01", text("2.0-draft", "status = \"draft\"")),
    ];
    let repo = history(&sandbox, &texts);
    assert_eq!(answer(&repo, "2025-07-01"), certain("effective-date", "1.0", "2025-02-01"));
    let listed = ask(&repo, &["list", "--in-force", "--at", "2025-07-01"]);
    assert_eq!(named(&listed, "SOP-001")["version"], "1.0");
    assert_eq!(named(&listed, "SOP-001")["in_force"]["text"]["since"], "2025-02-01");
    assert_eq!(listed["summary"]["not_in_force"], 0);
    let on_branch = ask(&repo, &["list", "--at", "2025-07-01"]);
    assert_eq!(named(&on_branch, "SOP-001")["version"], "2.0-draft");
    assert!(named(&on_branch, "SOP-001")["in_force"].is_null());
    let never = ask(&repo, &["list", "--in-force", "--at", "2025-01-15"]);
    assert_eq!(never["summary"]["documents"], 0);
}

#[test]
fn without_status_or_effective_date_it_is_the_text_on_the_branch() {
    for force in ["status = \"effective\"", "effective_date = 2025-01-01", ""] {
        let sandbox = Sandbox::new();
        let texts = [("2025-02-01", text("1.0", force)), ("2025-06-01", text("2.0", force))];
        let repo = history(&sandbox, &texts);
        let expected = |version, since| certain("no-effective-date", version, since);
        assert_eq!(answer(&repo, "2025-05-31"), expected("1.0", "2025-02-01"), "{force}");
        assert_eq!(answer(&repo, "2025-06-01"), expected("2.0", "2025-06-01"), "{force}");
    }
    let sandbox = Sandbox::new();
    let repo = history(&sandbox, &[("2025-02-01", text("1.0", "status = \"effective\""))]);
    let shown = repo.sopctl(&["show", "SOP-001", "--at", "2025-03-01"]).run().success().stdout;
    assert!(
        shown.contains("the text on the branch that day (no effective date recorded) (UTC)"),
        "{shown}"
    );
}

#[test]
fn a_date_that_cannot_be_read_is_no_date_and_leaves_a_doubt() {
    let sandbox = Sandbox::new();
    let texts = [
        ("2025-02-01", effective("1.0", "2025-02-01")),
        ("2025-06-01", text("2.0", "status = \"effective\"\neffective_date = \"2025-13-45\"")),
    ];
    let repo = history(&sandbox, &texts);
    let found = &ask(&repo, &["show", "SOP-001", "--at", "2025-07-01"])["in_force"];
    assert_eq!(found["text"]["version"], "1.0");
    let doubts = ["invalid-field", "newer-text-without-date"].map(Value::from);
    assert_eq!(found["because"], Value::from(doubts.to_vec()));
}

#[test]
fn only_a_document_that_changed_there_is_in_doubt_where_dates_are_out_of_order() {
    let sandbox = Sandbox::new();
    let repo = history(&sandbox, &[("2025-02-01", effective("1.0", "2025-02-01"))]);
    let other = effective("1.0", "2025-02-01").replace("SOP-001", "SOP-002");
    repo.write("sops/other.md", &other).commit(ANA, "2025-02-02", "Write another");
    repo.write(PATH, &effective("2.0", "2025-03-01")).commit(BEN, "2025-09-01", "A wrong clock");
    repo.write("README.md", "# Our library\n").commit(ANA, "2025-04-01", "The right one");
    let found = &ask(&repo, &["show", "SOP-001", "--at", "2025-05-01"])["in_force"];
    assert_eq!((&found["text"]["version"], &found["uncertain"]), (&"1.0".into(), &true.into()));
    assert_eq!(found["because"], Value::from(vec![Value::from("dates-out-of-order")]));
    let other = &ask(&repo, &["show", "SOP-002", "--at", "2025-05-01"])["in_force"];
    assert_eq!(of(other), certain("effective-date", "1.0", "2025-02-02"));
    assert_eq!(answer(&repo, "2025-09-01"), certain("effective-date", "2.0", "2025-09-01"));
    // A changelog between two days says the same of its ends.
    let release = ask(&repo, &["changelog", "2025-02-03..2025-05-01"]);
    assert_eq!(release["uncertain_because"], Value::from(vec!["dates-out-of-order"]));
    let said = repo.sopctl(&["changelog", "2025-02-03..2025-05-01"]).run().success().stdout;
    assert!(said.contains("out of order around 2025-05-01"), "{said}");
    let listed = repo.sopctl(&["list", "--in-force", "--at", "2025-05-01"]).run().success();
    assert!(listed.stdout.contains("2025-02-01?"), "{listed:?}");
}

#[test]
fn a_branch_merged_into_itself_leaves_open_when_a_text_landed() {
    let sandbox = Sandbox::new();
    let repo = history(&sandbox, &[("2025-02-01", effective("1.0", "2025-02-01"))]);
    // Ben pushes in March; Clara, who has not pulled, merges that in June and pushes.
    repo.branch("clara");
    repo.write("README.md", "# Ours\n").commit(CLARA, "2025-03-15", "Work without pulling");
    repo.switch("main");
    repo.write(PATH, &effective("2.0", "2025-03-01")).commit(BEN, "2025-03-20", "Push");
    repo.switch("clara");
    let message = "Merge branch 'main' of example.com:library";
    repo.git(&["merge", "--quiet", "--no-ff", "--no-commit", "main"]);
    repo.commit(CLARA, "2025-06-01", message);
    repo.git(&["branch", "--quiet", "--force", "main", "clara"]);
    repo.switch("main");
    for (day, version, is_uncertain) in [
        ("2025-02-01", "1.0", true),
        ("2025-01-31", "-", false),
        ("2025-04-01", "1.0", true),
        ("2025-05-31", "1.0", true),
        ("2025-06-01", "2.0", false),
    ] {
        if version == "-" {
            let found = ask(&repo, &["show", "SOP-001", "--at", day]);
            assert_eq!(found["in_force"]["rule"], "not-there");
            continue;
        }
        let found = answer(&repo, day);
        assert_eq!((found.1.as_str(), found.3), (version, is_uncertain), "{day}");
    }
    let found = &ask(&repo, &["show", "SOP-001", "--at", "2025-04-01"])["in_force"];
    assert_eq!(found["because"], Value::from(vec![Value::from("merged-into-itself")]));
}

#[test]
fn where_releases_count_a_text_is_in_force_from_its_tag() {
    let sandbox = Sandbox::new();
    let texts = [
        ("2025-02-01", effective("1.0", "2025-02-01")),
        ("2025-04-01", effective("2.0", "2025-04-01")),
    ];
    let repo = history(&sandbox, &texts);
    repo.git(&["tag", "v1", "HEAD~1"]);
    repo.tag_on("v2", "2025-05-10", CLARA);
    repo.write("sopctl.toml", "[history]\nin_force_from = \"tags\"\n");
    repo.commit(CLARA, "2025-06-01", "Let releases count");
    assert_eq!(answer(&repo, "2025-05-09"), certain("effective-date", "1.0", "2025-02-01"));
    let found = &ask(&repo, &["show", "SOP-001", "--at", "2025-05-10"])["in_force"];
    assert_eq!(of(found), certain("effective-date", "2.0", "2025-05-10"));
    assert_eq!(found["text"]["tag"], "v2");
    // What is gone from the branch and still in the release is still in force.
    repo.remove(PATH).commit(ANA, "2025-07-01", "Remove it, unreleased");
    let listed = ask(&repo, &["list", "--in-force", "--at", "2025-08-01"]);
    assert_eq!(named(&listed, "SOP-001")["version"], "2.0");
    assert_eq!(answer(&repo, "2025-08-01").1, "2.0");
}

#[test]
fn the_answer_names_commits_dates_approval_and_what_came_before_and_after() {
    let sandbox = Sandbox::new();
    let approved = "status = \"effective\"\neffective_date = 2025-03-01\n\
                    approved_by = [\"@coo\"]\napproved_on = 2025-02-20";
    let texts = [
        ("2025-01-10", effective("1.0", "2025-01-15")),
        ("2025-02-20", text("2.0", approved)),
        ("2025-06-01", text("2.0", "status = \"retired\"")),
    ];
    let repo = history(&sandbox, &texts);
    let commits = repo.git(&["log", "--format=%h", "--abbrev=7"]);
    let [retired, second, first, _] = commits.lines().collect::<Vec<_>>()[..] else {
        panic!("{commits}")
    };
    let shown = repo.sopctl(&["show", "SOP-001", "--at", "2025-05-01"]).run().success().stdout;
    let section = shown.split("\n\n").find(|part| part.starts_with("In force")).unwrap();
    let lines: Vec<String> =
        section.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ")).collect();
    assert_eq!(
        lines,
        [
            "In force on 2025-05-01 yes".to_owned(),
            "Rule the newest text that had landed and taken effect, on 2025-03-01 (UTC)".to_owned(),
            "Since 2025-03-01".to_owned(),
            format!("Written {second}"),
            format!("Landed 2025-02-20 with {second}"),
            "Approved 2025-02-20 by @coo".to_owned(),
            format!("Before version 1.0, since 2025-01-15 ({first})"),
            format!("After retired, from 2025-06-01 ({retired})"),
            format!("Text git show {second}:sops/calls.md"),
        ]
    );
    let git = section.lines().last().unwrap().split("git show ").nth(1).unwrap();
    assert_eq!(repo.git(&["show", git]) + "\n", text("2.0", approved));
}

#[test]
fn a_changelog_names_the_version_that_was_in_force_before() {
    let sandbox = Sandbox::new();
    let texts = [
        ("2025-02-01", effective("1.0", "2025-02-01")),
        ("2025-04-01", text("2.0", "status = \"draft\"")),
        ("2025-06-01", effective("3.0", "2025-06-01")),
    ];
    let repo = history(&sandbox, &texts);
    let before = |range: &str| {
        let answer = ask(&repo, &["changelog", range]);
        let entry = answer["groups"]["revised"][0].clone();
        ["old_version", "in_force_before"].map(|key| entry[key].as_str().map(str::to_owned))
    };
    let versions = |old: &str, in_force: &str| [Some(old.to_owned()), Some(in_force.to_owned())];
    assert_eq!(before("HEAD~1..HEAD"), versions("2.0", "1.0"));
    assert_eq!(before("HEAD~2..HEAD"), versions("1.0", "1.0"));
    let new = ask(&repo, &["changelog", "HEAD~3..HEAD"]);
    assert_eq!(new["groups"]["new"][0]["in_force_before"], Value::Null);
    // In releases, the draft was never one that counts, and only what is tagged is.
    repo.git(&["tag", "v1", "HEAD~1"]);
    repo.write("sopctl.toml", "[history]\nin_force_from = \"tags\"\n");
    repo.commit(CLARA, "2025-07-01", "Let releases count");
    repo.tag("v2");
    assert_eq!(before("v1..v2"), [Some("2.0".to_owned()), None]);
}

/// A version and where it stands in the life of the document.
type Drawn = (usize, &'static str, Option<u8>);

/// What somebody finds who reads every commit of the line, newest first: the version.
fn read_by_hand(line: &[(u8, Drawn)], day: u8) -> Option<usize> {
    let landed: Vec<_> = line.iter().rev().filter(|(on, _)| *on <= day).map(|(_, d)| *d).collect();
    let mut undated = None;
    for (version, status, from) in landed {
        match (status, from) {
            ("retired", _) => break,
            ("draft", _) => {}
            ("approved" | "effective", Some(from)) if from <= day => return Some(version),
            ("approved" | "effective", Some(_)) => {}
            _ => undated = undated.or(Some(version)),
        }
    }
    undated
}

#[test]
fn the_answer_is_what_reading_every_commit_of_the_line_gives() {
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    let mut below = move |bound: u64| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state % bound
    };
    for round in 0..4 {
        let sandbox = Sandbox::new();
        let repo = history(&sandbox, &[]);
        let mut line = Vec::new();
        for version in 1..=8_usize {
            let on = u8::try_from(version * 3).unwrap();
            let status = ["effective", "approved", "draft", "retired", "effective"]
                [usize::try_from(below(5)).unwrap()];
            let from = (below(5) > 0).then(|| u8::try_from(below(28) + 1).unwrap());
            let date = from.map(|day| format!("effective_date = 2025-06-{day:02}"));
            let force = format!("status = \"{status}\"\n{}", date.unwrap_or_default());
            repo.write(PATH, &text(&version.to_string(), &force));
            let day = format!("2025-06-{on:02}");
            // Half of them come by a merge, written long before.
            if below(2) == 0 {
                repo.git(&["stash", "--quiet", "--include-untracked"]);
                repo.branch(&format!("b{version}"));
                repo.git(&["stash", "pop", "--quiet"]);
                repo.commit(BEN, "2025-05-01", "Write");
                repo.switch("main");
                repo.merge(&format!("b{version}"), ANA, &day);
            } else {
                repo.commit(ANA, &day, "Write");
            }
            line.push((on, (version, status, from)));
        }
        for day in [3, 8, 13, 18, 23, 28] {
            let expected = read_by_hand(&line, day).map(|version| version.to_string());
            let found = &ask(&repo, &["show", "SOP-001", "--at", &format!("2025-06-{day:02}")]);
            let found = found["in_force"]["text"]["version"].as_str().map(str::to_owned);
            assert_eq!(found, expected, "round {round}, day {day}: {line:?}");
        }
    }
}
