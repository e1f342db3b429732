//! `--at`: finding a document of another day, when that day ends, and what a clone or the
//! options do not tell.

use serde_json::Value;

use crate::documents::{ask, document, named};
use crate::git_repo::{ANA, BEN};
use crate::in_force::{PATH, answer, certain, effective, history, of};
use crate::sandbox::Sandbox;

#[test]
fn a_document_that_was_not_there_yet_says_when_it_came() {
    let sandbox = Sandbox::new();
    let repo = history(&sandbox, &[("2025-02-01", effective("1.0", "2025-02-15"))]);
    for name in ["SOP-001", PATH] {
        // Of these days the second stands before the first commit of the branch.
        for day in ["2025-01-20", "2024-12-31"] {
            let said = repo.sopctl(&["show", name, "--at", day]).run().success();
            let expected =
                format!("Nothing was in force on {day}: it first took effect on 2025-02-15.");
            assert!(said.stdout.contains(&expected), "{said:?}");
            let found = &ask(&repo, &["show", name, "--at", day])["in_force"];
            assert_eq!((&found["rule"], &found["text"]), (&"not-there".into(), &Value::Null));
        }
    }
    let said = repo.sopctl(&["list", "--at", "2024-12-31"]).run().fails_with(2);
    assert!(said.stderr.contains("main had no commit yet on 2024-12-31"), "{said:?}");
    let said = repo.sopctl(&["show", "SOP-009", "--at", "2025-03-01"]).run().fails_with(2);
    assert!(said.stderr.contains("no document \"SOP-009\""), "{said:?}");
}

#[test]
fn a_renamed_document_is_found_by_its_number_and_by_both_paths() {
    let sandbox = Sandbox::new();
    let repo = history(&sandbox, &[("2025-02-01", effective("1.0", "2025-02-01"))]);
    repo.branch("move");
    repo.rename(PATH, "sops/phone/calls.md");
    repo.write("sops/phone/calls.md", &effective("2.0", "2025-06-01"));
    repo.commit(BEN, "2025-05-01", "Move and revise");
    repo.switch("main");
    repo.merge("move", ANA, "2025-06-01");
    for name in ["SOP-001", PATH, "sops/phone/calls.md"] {
        for (day, version, path) in
            [("2025-05-31", "1.0", PATH), ("2025-06-01", "2.0", "sops/phone/calls.md")]
        {
            let found = ask(&repo, &["show", name, "--at", day]);
            assert_eq!(found["path"], path, "{name} on {day}");
            assert_eq!(of(&found["in_force"]).1, version, "{name} on {day}");
        }
    }
    let found = &ask(&repo, &["show", "SOP-001", "--at", "2025-07-01"])["in_force"];
    assert_eq!((&found["before"]["version"], &found["after"]), (&"1.0".into(), &Value::Null));
    let found = &ask(&repo, &["show", "SOP-001", "--at", "2025-03-01"])["in_force"];
    assert_eq!(found["after"]["version"], "2.0", "a move is no removal");
}

#[test]
fn a_number_says_that_a_document_is_the_same_however_much_was_rewritten() {
    let sandbox = Sandbox::new();
    let repo = history(&sandbox, &[("2025-02-01", effective("1.0", "2025-02-01"))]);
    let anew = "1. Ring the bell.\n\nNothing that stood here before stands here now.\n".repeat(9);
    let force = "status = \"approved\"\neffective_date = 2025-09-01\n";
    repo.remove(PATH);
    repo.write("sops/bell.md", &document("SOP-001", force, &anew));
    repo.commit(BEN, "2025-06-01", "Write it anew, elsewhere");
    assert_eq!(answer(&repo, "2025-07-01").1, "1.0", "the new text has not taken effect");
    let listed = ask(&repo, &["list", "--in-force", "--at", "2025-07-01"]);
    assert_eq!(named(&listed, "SOP-001")["path"], PATH);
    let found = &ask(&repo, &["show", "SOP-001", "--at", "2025-03-01"])["in_force"];
    assert_eq!(
        (&found["after"]["change"], &found["after"]["on"]),
        (&"takes-effect".into(), &"2025-09-01".into())
    );
    assert_eq!(answer(&repo, "2025-09-01").2, "2025-09-01");
}

#[test]
fn a_document_with_another_number_is_another_one_however_alike_they_are() {
    let sandbox = Sandbox::new();
    let repo = history(&sandbox, &[("2025-02-01", effective("1.0", "2025-02-01"))]);
    repo.remove(PATH);
    let successor = effective("1.0", "2025-09-01").replace("SOP-001", "SOP-002");
    repo.write("sops/next.md", &successor).commit(BEN, "2025-06-01", "Replace it by another");
    let found = &ask(&repo, &["show", "SOP-002", "--at", "2025-07-01"])["in_force"];
    assert_eq!(of(found), certain("not-yet", "-", "-"));
    let after = &ask(&repo, &["show", "SOP-001", "--at", "2025-03-01"])["in_force"]["after"];
    assert_eq!((&after["change"], &after["on"]), (&"removed".into(), &"2025-06-01".into()));
    assert_eq!(
        ask(&repo, &["list", "--in-force", "--at", "2025-07-01"])["summary"]["documents"],
        0
    );
}

#[test]
fn a_shallow_clone_is_refused_and_says_what_it_cannot_tell() {
    let sandbox = Sandbox::new();
    let texts = [
        ("2025-02-01", effective("1.0", "2025-02-01")),
        ("2025-06-01", effective("2.0", "2025-06-01")),
        ("2025-07-01", effective("3.0", "2025-07-01")),
    ];
    let shallow = history(&sandbox, &texts).shallow_clone("shallow", 2);
    for command in [&["show", "SOP-001"][..], &["list", "--in-force"], &["stale"]] {
        let asked = [command, &["--at", "2025-06-15"]].concat();
        let said = shallow.sopctl(&asked).run().fails_with(2);
        assert!(said.stderr.contains("hint: git fetch --unshallow"), "{said:?}");
    }
    let on = |day| {
        let asked = ["show", "SOP-001", "--allow-shallow", "--at", day];
        ask(&shallow, &asked)["in_force"].clone()
    };
    assert_eq!(of(&on("2025-07-01")), certain("effective-date", "3.0", "2025-07-01"));
    let found = on("2025-06-15");
    assert_eq!((&found["text"]["version"], &found["uncertain"]), (&"2.0".into(), &true.into()));
    assert_eq!(found["because"], Value::from(vec![Value::from("history-incomplete")]));
    assert!(found["text"]["landing"].is_null() && found["text"]["since"].is_null(), "{found:#}");
    let asked = ["show", "SOP-001", "--allow-shallow", "--at", "2025-05-01"];
    let said = shallow.sopctl(&asked).run().fails_with(2);
    assert!(said.stderr.contains("does not reach back to 2025-05-01"), "{said:?}");
}

#[test]
fn a_text_that_a_partial_clone_lacks_is_unknown() {
    let sandbox = Sandbox::new();
    let texts = [
        ("2025-02-01", effective("1.0", "2025-02-01")),
        ("2025-06-01", effective("2.0", "2025-06-01")),
    ];
    let repo = history(&sandbox, &texts);
    repo.git(&["config", "uploadpack.allowFilter", "true"]);
    let source = format!("file://{}", repo.folder().display());
    let partial = repo.clone_with(&["--filter=blob:none", &source], "partial");
    assert_eq!(answer(&partial, "2025-06-01").1, "2.0");
    let said = partial.sopctl(&["show", "SOP-001", "--at", "2025-05-01"]).run().fails_with(2);
    assert!(said.stderr.contains("nothing here tells which text of SOP-001"), "{said:?}");
    assert!(said.stderr.contains("git fetch --refetch --no-filter"), "{said:?}");
    let listed = ask(&partial, &["list", "--in-force", "--at", "2025-05-01"]);
    assert_eq!(listed["undecided"], Value::from(vec![Value::from(PATH)]));
    assert_eq!(listed["summary"]["not_in_force"], 0, "unknown is not no");
}

#[test]
fn the_zone_of_the_calendar_decides_when_the_day_ends_and_is_named() {
    let sandbox = Sandbox::new();
    let texts = [
        ("2025-02-01", effective("1.0", "2025-02-01")),
        ("2025-06-01T23:30:00Z", effective("2.0", "2025-06-01")),
    ];
    let repo = history(&sandbox, &texts);
    assert_eq!(answer(&repo, "2025-06-01").1, "2.0");
    repo.write("sopctl.toml", "[calendar]\ntime_zone = \"Europe/Madrid\"\n");
    let found = ask(&repo, &["show", "SOP-001", "--at", "2025-06-01"]);
    assert_eq!(
        (of(&found["in_force"]).1.as_str(), &found["time_zone"]),
        ("1.0", &"Europe/Madrid".into())
    );
    assert_eq!(answer(&repo, "2025-06-02").1, "2.0");
}

#[test]
fn stale_at_a_day_is_stale_of_that_commit_on_that_day() {
    let sandbox = Sandbox::new();
    let texts = [
        ("2025-02-01", effective("1.0", "2025-02-01")),
        ("2025-06-01", effective("2.0", "2025-06-01")),
    ];
    let repo = history(&sandbox, &texts);
    let then = repo.git(&["rev-parse", "HEAD~1"]);
    let fixed = ["stale", "--fail-on", "never", "--explain"];
    let at = ask(&repo, &[&fixed[..], &["--at", "2025-05-01"]].concat());
    let mut by_rev = ask(&repo, &[&fixed[..], &["--rev", &then, "--as-of", "2025-05-01"]].concat());
    assert_eq!(at["as_of"], "2025-05-01");
    assert_eq!(at["documents"][0]["version"], "1.0");
    by_rev["repository"]["rev"] = Value::Null;
    assert_eq!(at, by_rev);
    let hinted = repo.sopctl(&["stale", "--as-of", "2024-12-01", "--fail-on", "never"]).run();
    assert!(hinted.stderr.contains("--at 2024-12-01 judges"), "{hinted:?}");
}

#[test]
fn a_clone_without_a_checkout_looks_at_the_branch_of_its_origin() {
    let sandbox = Sandbox::new();
    let repo = history(&sandbox, &[("2025-02-01", effective("1.0", "2025-02-01"))]);
    let source = repo.folder().display().to_string();
    let clone = repo.clone_with(&["--no-checkout", &source], "clone");
    clone.git(&["symbolic-ref", "HEAD", "refs/heads/nothing-yet"]);
    let expected = certain("effective-date", "1.0", "2025-02-01");
    assert_eq!(answer(&clone, "2025-03-01"), expected);
    let bare = repo.bare_clone("bare.git");
    assert_eq!(answer(&bare, "2025-03-01"), expected);
    let listed = ask(&clone, &["list", "--in-force", "--at", "2025-03-01"]);
    assert_eq!(listed["repository"]["head"], repo.head());
}

#[test]
fn a_day_that_makes_no_sense_is_refused() {
    let sandbox = Sandbox::new();
    let repo = history(&sandbox, &[("2025-02-01", effective("1.0", "2025-02-01"))]);
    for (arguments, message) in [
        (&["--at", "soon"][..], "hint: --at takes a day such as 2026-11-22"),
        (&["--at", "2025-03-01", "--rev", "HEAD"], "--at and --rev both name a text"),
        (&["--at", "2025-03-01", "--as-of", "2025-04-01"], "--at and --as-of name different days"),
    ] {
        for command in [&["show", "SOP-001"][..], &["list"], &["stale"]] {
            let said = repo.sopctl(&[command, arguments].concat()).run().fails_with(2);
            assert!(said.stderr.contains(message), "{said:?}");
        }
    }
    sandbox.write("loose/a.md", "# A\n");
    let said = sandbox.sopctl_in(&sandbox.work().join("loose"), &["list", "--in-force"]).run();
    let said = said.fails_with(2);
    assert!(said.stderr.contains("--in-force needs a git repository"), "{said:?}");
}
