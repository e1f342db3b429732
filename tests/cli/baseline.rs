//! `--baseline` and `--write-baseline`: old debt is accepted for a while, new debt fails.

use std::fs;

use serde_json::{Value, json};

use crate::documents::{STEPS, document, json as read_json, reviewed};
use crate::git_repo::{ANA, GitRepo};
use crate::sandbox::{Output, Sandbox};

const DAY: &str = "2026-11-22";
const FILE: &str = "sopctl-baseline.toml";

/// Two documents that are overdue, and one that is not.
fn library(sandbox: &Sandbox) -> GitRepo<'_> {
    let repo = GitRepo::new(sandbox, "library");
    repo.write("sopctl.toml", "schema = 1\n");
    repo.write("sops/a.md", &reviewed("SOP-001", "2025-01-10", STEPS));
    repo.write("sops/b.md", &reviewed("SOP-002", "2025-02-10", STEPS));
    repo.write("sops/c.md", &reviewed("SOP-003", "2026-10-01", STEPS));
    repo.commit(ANA, "2026-10-01", "Write everything");
    repo
}

fn run(repo: &GitRepo<'_>, arguments: &[&str]) -> Output {
    let day = if arguments.contains(&"--as-of") { &[][..] } else { &["--as-of", DAY][..] };
    repo.sopctl(&[arguments, day].concat()).run()
}

fn written(repo: &GitRepo<'_>) -> String {
    fs::read_to_string(repo.folder().join(FILE)).unwrap()
}

const TWO: &str = "\
# Debt that sopctl accepts for a while. Each entry counts again after its day.
# Add a reason; comments, reasons and days stay when the file is written again.

[stale.\"SOP-001/overdue/2026-01-10\"]
expires = 2027-02-20

[stale.\"SOP-002/overdue/2026-02-10\"]
expires = 2027-02-20
";

#[test]
fn a_library_with_old_debt_starts_today_and_fails_on_what_is_new() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    run(&repo, &["stale"]).fails_with(1);
    let said = run(&repo, &["stale", "--write-baseline", "--dry-run"]).success();
    assert!(said.stdout.starts_with(&format!("would create {FILE}\n\n{TWO}")), "{said:?}");
    assert!(!repo.folder().join(FILE).exists());
    let said = run(&repo, &["stale", "--write-baseline"]).success();
    assert!(said.stdout.starts_with(&format!("created {FILE}\nnext: commit {FILE}")), "{said:?}");
    assert_eq!(
        (said.stderr.as_str(), written(&repo).as_str()),
        ("sopctl-baseline.toml: 2 new\n", TWO)
    );

    run(&repo, &["stale"]).fails_with(1);
    let said = run(&repo, &["stale", "--baseline", FILE]).success();
    assert!(
        said.stdout.contains("2 accepted until 2027-02-20 by sopctl-baseline.toml"),
        "{said:?}"
    );
    assert!(!said.stdout.contains("SOP-001"), "{said:?}");
    let explained = run(&repo, &["stale", "--baseline", FILE, "--explain"]).success();
    assert!(explained.stdout.contains("accepted until 2027-02-20"), "{explained:?}");

    repo.write("sops/d.md", &reviewed("SOP-004", "2025-03-10", STEPS));
    repo.commit(ANA, "2026-10-02", "Add an old one");
    let said = run(&repo, &["stale", "--baseline", FILE]).fails_with(1);
    assert!(said.stdout.contains("SOP-004") && !said.stdout.contains("SOP-001"), "{said:?}");
    assert!(said.stdout.contains("OVERDUE 1") && said.stdout.contains("1 overdue"), "{said:?}");
}

#[test]
fn an_entry_counts_again_after_its_day_and_says_so() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    run(&repo, &["stale", "--write-baseline", "--expires", "2026-12-01"]).success();
    let on = |day: &str| run(&repo, &["stale", "--baseline", FILE, "--as-of", day]);
    on("2026-12-01").success();
    let said = on("2026-12-02").fails_with(1);
    assert!(said.stdout.contains("2 have expired and count again"), "{said:?}");
    assert!(said.stdout.contains("accepted only until 2026-12-01"), "{said:?}");
    // Their day is somebody's decision: writing the file anew does not take it back.
    let again = run(&repo, &["stale", "--write-baseline", "--as-of", "2026-12-02"]).success();
    assert!(again.stderr.contains("expired and counting again: 2"), "{again:?}");
    on("2026-12-02").fails_with(1);
    let renew = ["stale", "--write-baseline", "--as-of", "2026-12-02", "--expires", "2026-12-31"];
    let said = run(&repo, &renew).success();
    assert!(said.stderr.contains("2 renewed"), "{said:?}");
    on("2026-12-02").success();
    let over = run(&repo, &["stale", "--write-baseline", "--expires", "2026-11-21"]).fails_with(2);
    assert!(over.stderr.contains("2026-11-21 is over\nhint: --expires takes a day"), "{over:?}");
}

#[test]
fn what_people_wrote_survives_and_what_is_settled_goes() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    run(&repo, &["stale", "--write-baseline"]).success();
    let edited = TWO.replace(
        "[stale.\"SOP-002/overdue/2026-02-10\"]\nexpires = 2027-02-20",
        "# see the minutes of May\n[stale.\"SOP-002/overdue/2026-02-10\"]\nexpires = 2026-12-24 # no later\nreason = \"a new form comes\"",
    );
    repo.write(FILE, &edited);
    repo.write("sops/a.md", &reviewed("SOP-001", "2026-11-01", STEPS));
    repo.commit(ANA, "2026-11-01", "Review one");
    let said = run(&repo, &["stale", "--baseline", FILE]).success();
    assert!(said.stdout.contains("1 entry is no longer needed: SOP-001/overdue"), "{said:?}");
    let said = run(&repo, &["stale", "--write-baseline"]).success();
    assert!(said.stderr.contains("1 kept, 1 no longer needed"), "{said:?}");
    let (above, kept) = edited.split_once("[stale.\"SOP-001").unwrap();
    let kept = kept.split_once("\n\n").unwrap().1;
    assert_eq!(written(&repo), format!("{above}{kept}"));
    let said = run(&repo, &["stale", "--write-baseline"]).success();
    assert_eq!(said.stdout, format!("{FILE} is as it should be: 1 kept\n"));
}

#[test]
fn an_entry_whose_finding_is_there_stays_although_it_does_not_fail() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    run(&repo, &["stale", "--write-baseline"]).success();
    let reasoned = TWO.replace("2027-02-20\n", "2027-02-20\nreason = \"a new form comes\"\n");
    repo.write(FILE, &reasoned);
    let never = ["stale", "--baseline", FILE, "--write-baseline", "--fail-on", "never"];
    let said = run(&repo, &never).success();
    assert_eq!(said.stdout, format!("{FILE} is as it should be: 2 kept\n"));
    assert_eq!(written(&repo), reasoned);
    repo.write("sops/a.md", &reviewed("SOP-001", "2026-11-01", STEPS));
    repo.commit(ANA, "2026-11-01", "Review one");
    let said = run(&repo, &never).success();
    assert!(said.stderr.contains("1 kept, 1 no longer needed"), "{said:?}");
}

#[test]
fn check_and_stale_share_a_file_that_sopctl_toml_names() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    let named = format!(
        "schema = 1\n[stale]\nbaseline = \"{FILE}\"\n[check]\nbaseline = \"{FILE}\"\n\
         [check.rules]\neffective-without-approval = \"off\"\n"
    );
    repo.write("sopctl.toml", &named);
    let missing = run(&repo, &["check"]).fails_with(2);
    assert!(
        missing
            .stderr
            .contains("which sopctl.toml names, is not there\nhint: `sopctl check --write"),
        "{missing:?}"
    );
    run(&repo, &["check"]).fails_with(2);
    run(&repo, &["check", "--write-baseline"]).success();
    run(&repo, &["stale", "--write-baseline"]).success();
    let said = run(&repo, &["check"]).success();
    assert!(said.stdout.contains("3 accepted until 2027-02-20"), "{said:?}");
    assert!(said.stdout.contains("3 documents checked: nothing new"), "{said:?}");
    run(&repo, &["stale"]).success();
    let both = written(&repo);
    assert!(both.find("[check.").unwrap() < both.find("[stale.").unwrap(), "{both}");
    assert!(both.contains("[check.\"SOP-001/missing-field/effective\"]"), "{both}");

    repo.write("sops/d.md", "+++\nid = \"SOP-009\"\n+++\n# D\n");
    run(&repo, &["check"]).fails_with(1);
    // A part of the library neither calls the rest unused nor writes without it.
    let part = run(&repo, &["check", "sops/a.md"]).success();
    assert!(!part.stdout.contains("no longer needed"), "{part:?}");
    let refused = run(&repo, &["check", "sops/a.md", "--write-baseline"]).fails_with(2);
    assert!(refused.stderr.contains("hint: leave the paths out"), "{refused:?}");
    let refused = run(&repo, &["check", "--since", "HEAD", "--write-baseline"]).fails_with(2);
    assert!(refused.stderr.contains("hint: leave --since out"), "{refused:?}");
    let refused = run(&repo, &["stale", "--owner", "@ana", "--write-baseline"]).fails_with(2);
    assert!(refused.stderr.contains("hint: leave --owner out"), "{refused:?}");
    repo.commit(ANA, "2026-11-01", "Accept what is there");
    let refused = run(&repo, &["stale", "--rev", "main", "--write-baseline"]).fails_with(2);
    assert!(refused.stderr.contains("for the working tree"), "{refused:?}");
    // In a bare repository, and of a revision, the committed file counts.
    let bare = repo.bare_clone("library.git");
    run(&bare, &["stale"]).success();
    repo.remove(FILE);
    run(&repo, &["stale", "--rev", "main"]).success();
    run(&repo, &["stale"]).fails_with(2);
}

#[test]
fn every_format_counts_what_is_accepted() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    repo.write("sops/d.md", &document("SOP-004", "status = \"draft\"\n", STEPS));
    run(&repo, &["stale", "--write-baseline"]).success();
    let said =
        written(&repo).replacen("2027-02-20\n", "2027-02-20\nreason = \"]]> ::error::\"\n", 1);
    repo.write(FILE, &said);
    let ask =
        |format: &str| run(&repo, &["stale", "--baseline", FILE, "-f", format]).success().stdout;
    for format in ["text", "markdown", "github", "junit"] {
        assert!(ask(format).contains("2 accepted until 2027-02-20"), "{format}: {}", ask(format));
    }
    assert!(ask("html").contains("2 accepted until <time>2027-02-20</time>"), "{}", ask("html"));
    let answer: Value = serde_json::from_str(&ask("json")).unwrap();
    assert_eq!(
        answer["baseline"],
        json!({
            "file": FILE, "accepted": 2, "accepted_until": "2027-02-20",
            "expired": [], "unused": []
        })
    );
    let accepted = &answer["documents"][0]["reasons"][0]["accepted"];
    assert_eq!(
        accepted,
        &json!({ "expires": "2027-02-20", "reason": "]]> ::error::", "expired": false })
    );
    assert!(ask("csv").lines().next().unwrap().ends_with(",accepted"));
    assert!(ask("csv").contains(",overdue\r\n"));
    let log: Value = serde_json::from_str(&ask("sarif")).unwrap();
    let suppressions = &log["runs"][0]["results"][0]["suppressions"];
    assert_eq!(
        suppressions,
        &json!([{
            "kind": "external", "status": "accepted",
            "justification": "accepted until 2027-02-20: ]]> ::error::"
        }])
    );
    let list: Value = serde_json::from_str(&ask("gitlab")).unwrap();
    assert_eq!((list.as_array().unwrap().len(), &list[1]["severity"]), (2, &json!("info")));
    assert!(list[1]["description"].as_str().unwrap().ends_with("(accepted until 2027-02-20)"));
    assert_eq!(ask("github").lines().filter(|line| line.starts_with("::")).count(), 0);
    let report = quick_junit::Report::deserialize_from_str(&ask("junit")).unwrap();
    assert_eq!((report.tests, report.failures, report.skipped), (4, 0, 1));
}

#[test]
fn a_file_that_cannot_be_read_is_told_with_its_place() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    repo.write(
        FILE,
        "[stale.\"SOP-001/overdue/2026-01-10\"]\nexpires = \"2026-13-01\"\nreasn = \"x\"\n",
    );
    for option in [&["--baseline", FILE][..], &["--write-baseline"]] {
        let said = run(&repo, &[&["stale"], option].concat()).fails_with(2);
        assert!(said.stderr.contains("is not a day of the calendar"), "{said:?}");
        assert!(said.stderr.contains("sopctl-baseline.toml:2:11"), "{said:?}");
        assert!(said.stderr.contains("hint: did you mean reason?"), "{said:?}");
    }
    fs::write(repo.folder().join(FILE), b"# \xff\n").unwrap();
    let said = run(&repo, &["stale", "--baseline", FILE]).fails_with(2);
    assert!(said.stderr.contains("sopctl-baseline.toml:1 is not UTF-8"), "{said:?}");
    let said = run(&repo, &["stale", "--baseline", "none.toml"]).fails_with(2);
    assert!(said.stderr.contains("the baseline none.toml is not there\nhint: "), "{said:?}");
}

#[test]
fn a_file_elsewhere_is_read_and_not_written() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    run(&repo, &["stale", "--write-baseline"]).success();
    fs::rename(repo.folder().join(FILE), sandbox.work().join("accepted.toml")).unwrap();
    run(&repo, &["stale", "--baseline", "../accepted.toml"]).success();
    repo.write("sops/a.md", &reviewed("SOP-001", "2026-11-01", STEPS));
    let arguments = ["stale", "--baseline", "../accepted.toml", "--write-baseline"];
    let said = run(&repo, &arguments).fails_with(2);
    assert!(said.stderr.contains("is outside the library"), "{said:?}");
}

#[test]
fn without_debt_there_is_nothing_to_write() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    let said = run(&repo, &["stale", "--write-baseline", "--fail-on", "never"]).success();
    assert_eq!(said.stdout, "nothing fails: there is nothing to accept\n");
    assert!(!repo.folder().join(FILE).exists());
    let said = run(&repo, &["stale", "--write-baseline", "-f", "json"]).fails_with(2);
    assert!(said.stderr.contains("only speaks text"), "{said:?}");
    let said = run(&repo, &["stale", "--expires", "2027-01-01"]).fails_with(2);
    assert!(said.stderr.contains("--write-baseline"), "{said:?}");
    let answer = read_json(&run(&repo, &["stale", "-f", "json"]));
    assert_eq!(answer["baseline"], Value::Null);
}

#[test]
fn a_library_below_the_root_or_outside_git_has_its_file_beside_its_settings() {
    let sandbox = Sandbox::new();
    let repo = GitRepo::new(&sandbox, "shop");
    repo.write("library/sopctl.toml", "schema = 1\n");
    repo.write("library/sops/a.md", &reviewed("SOP-001", "2025-01-10", STEPS));
    repo.commit(ANA, "2026-10-01", "Write one");
    let there = repo.folder().join("library/sops");
    let run = |arguments: &[&str]| {
        sandbox.sopctl_in(&there, &[arguments, &["--as-of", DAY]].concat()).run()
    };
    let said = run(&["stale", "--write-baseline"]).success();
    assert!(said.stdout.contains("[stale] baseline = \"sopctl-baseline.toml\""), "{said:?}");
    assert!(repo.folder().join("library").join(FILE).is_file());
    run(&["stale", "--baseline", "../sopctl-baseline.toml"]).success();
    repo.write("library/sopctl.toml", &format!("schema = 1\n[stale]\nbaseline = \"{FILE}\"\n"));
    run(&["stale"]).success();

    sandbox.write("loose/sopctl.toml", "schema = 1\n");
    sandbox.write("loose/a.md", "+++\nid = \"SOP-001\"\n");
    let loose = sandbox.work().join("loose");
    let run = |arguments: &[&str]| sandbox.sopctl_in(&loose, arguments).run();
    run(&["check"]).fails_with(1);
    run(&["check", "--write-baseline"]).success();
    run(&["check", "--baseline", FILE]).success();
}
