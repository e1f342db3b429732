//! `sopctl demo`: the first thing that anybody sees.

use std::fs;
use std::path::PathBuf;

use crate::documents::{json, named, reasons, state};
use crate::sandbox::{Output, Sandbox};

const DAY: &str = "2026-11-22";

fn demo(sandbox: &Sandbox) -> (PathBuf, Output) {
    let said = sandbox.sopctl(&["demo", "--as-of", DAY]).run().success();
    (sandbox.work().join("sopctl-demo"), said)
}

fn git(sandbox: &Sandbox, folder: &std::path::Path, arguments: &[&str]) -> String {
    let output = sandbox.command("git".as_ref(), folder).args(arguments).output().unwrap();
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stdout).unwrap().trim_end().to_owned()
}

#[test]
fn the_same_day_gives_the_same_commits_and_a_clean_tree() {
    let sandbox = Sandbox::new();
    let (folder, said) = demo(&sandbox);
    for command in ["cd sopctl-demo", "sopctl stale", "sopctl list", "sopctl changelog v1.1..v2.0"]
    {
        assert!(said.stdout.contains(command), "{}", said.stdout);
    }
    assert_eq!(git(&sandbox, &folder, &["status", "--porcelain"]), "");
    assert_eq!(git(&sandbox, &folder, &["fsck", "--strict"]), "");
    assert_eq!(git(&sandbox, &folder, &["tag"]), "v1.0\nv1.1\nv2.0");
    let other = Sandbox::new();
    let (again, _) = demo(&other);
    let head =
        |sandbox, folder| git(sandbox, folder, &["rev-parse", "HEAD", "v1.0", "v1.1", "v2.0"]);
    assert_eq!(head(&sandbox, &folder), head(&other, &again));
}

#[test]
fn a_hostile_git_configuration_leaves_the_tree_clean() {
    let sandbox = Sandbox::new();
    let hostile = "[core]\n\tautocrlf = true\n\teol = crlf\n\tfileMode = true\n\texcludesFile = ~/ignore\n\thooksPath = ~/hooks\n[init]\n\tdefaultBranch = trunk\n\tdefaultObjectFormat = sha256\n\ttemplateDir = ~/template\n[commit]\n\tgpgSign = true\n[user]\n\tuseConfigOnly = true\n";
    let home = sandbox.work().join("../home");
    fs::write(home.join(".gitconfig"), hostile).unwrap();
    fs::write(home.join("ignore"), "*.md\n*.toml\n").unwrap();
    let (folder, _) = demo(&sandbox);
    assert_eq!(git(&sandbox, &folder, &["status", "--porcelain"]), "");
    assert_eq!(git(&sandbox, &folder, &["symbolic-ref", "HEAD"]), "refs/heads/main");
}

#[test]
fn an_earlier_demo_is_kept_and_anything_else_refused() {
    let sandbox = Sandbox::new();
    let (folder, first) = demo(&sandbox);
    let head = git(&sandbox, &folder, &["rev-parse", "HEAD"]);
    let again = sandbox.sopctl(&["demo", "--as-of", DAY]).run().success();
    assert!(again.stdout.contains("there already"), "{again:?}");
    let tour = |said: &Output| said.stdout.split_once("A tour.").unwrap().1.to_owned();
    assert_eq!(tour(&again), tour(&first));
    let other_day = sandbox.sopctl(&["demo", "--as-of", "2027-01-01"]).run().success();
    assert!(other_day.stdout.contains(DAY), "{other_day:?}");
    assert_eq!(git(&sandbox, &folder, &["rev-parse", "HEAD"]), head);

    fs::write(folder.join("mine.md"), "# Mine\n").unwrap();
    let changed = sandbox.sopctl(&["demo", "--as-of", DAY]).run().fails_with(2);
    assert!(changed.stderr.contains("\nhint: "), "{changed:?}");
    assert_eq!(fs::read_to_string(folder.join("mine.md")).unwrap(), "# Mine\n");
    sandbox.write("mine/notes.txt", "mine");
    let occupied = sandbox.sopctl(&["demo", "mine"]).run().fails_with(2);
    assert!(occupied.stderr.contains("\nhint: "), "{occupied:?}");
    assert_eq!(fs::read_dir(sandbox.work().join("mine")).unwrap().count(), 1);
}

#[test]
fn the_stories_show_in_the_answers() {
    let sandbox = Sandbox::new();
    let (folder, _) = demo(&sandbox);
    let ask = |arguments: &[&str]| {
        let arguments = [arguments, &["--as-of", DAY, "-f", "json"]].concat();
        json(&sandbox.sopctl_in(&folder, &arguments).run())
    };
    let stale = ask(&["stale"]);
    assert_eq!(stale["failed"], true);
    let refunds = named(&stale, "SOP-004");
    assert_eq!((&refunds["state"], &refunds["days_overdue"]), (&"overdue".into(), &113.into()));
    assert!(reasons(&stale, "SOP-004").contains(&"changed-since-review"));
    assert_eq!(state(&stale, "WI-002"), "changed");
    assert_eq!(state(&stale, "WI-004"), "suspect");
    assert_eq!(state(&stale, "WI-006"), "unknown");
    let diff = ask(&["diff", "v1.1..v2.0", "SOP-004"]);
    assert!(
        diff.to_string().contains("250 EUR") && diff.to_string().contains("100 EUR"),
        "{diff:#}"
    );
    let weakened = ask(&["diff", "v1.1..v2.0", "POL-002"]).to_string();
    assert!(weakened.contains("obligation") && weakened.contains("should"), "{weakened}");
    let changelog = ask(&["changelog", "v1.1..v2.0"]);
    let ids = |group: &str| changelog["groups"][group].as_array().unwrap().len();
    assert_eq!((ids("new"), ids("retired"), ids("removed")), (1, 1, 0));
    assert!(ids("revised") > 5);
}

#[test]
fn a_demo_can_be_written_for_any_day() {
    let sandbox = Sandbox::new();
    for day in ["2024-02-29", "2026-01-01", "2031-03-01", "2099-12-31"] {
        let said = sandbox.sopctl(&["demo", day, "--as-of", day]).run().success();
        assert!(said.stdout.contains(&format!("cd {day}")), "{said:?}");
        let folder = sandbox.work().join(day);
        let answer = sandbox
            .sopctl_in(&folder, &["stale", "--as-of", day, "-f", "json"])
            .run()
            .fails_with(1);
        assert_eq!(json(&answer)["summary"]["by_state"]["overdue"], 2, "{day}");
    }
    sandbox.sopctl(&["demo", "never", "--as-of", "someday"]).run().fails_with(2);
    assert!(!sandbox.work().join("never").exists());
}

#[test]
fn the_tour_reads_well() {
    let sandbox = Sandbox::new();
    let (folder, _) = demo(&sandbox);
    let show = |arguments: &[&str]| {
        let output = sandbox.sopctl_in(&folder, &[arguments, &["--as-of", DAY]].concat()).run();
        assert_eq!(output.stderr, "");
        output.stdout
    };
    insta::assert_snapshot!("list", show(&["list"]));
    insta::assert_snapshot!("stale", show(&["stale"]));
    insta::assert_snapshot!("diff", show(&["diff", "v1.1..v2.0", "SOP-004"]));
    insta::assert_snapshot!("changelog", show(&["changelog", "v1.1..v2.0", "-f", "text"]));
    insta::assert_snapshot!(
        "changelog_markdown",
        show(&["changelog", "v1.1..v2.0", "-f", "markdown"])
    );
}
