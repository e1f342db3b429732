//! `sopctl list`, and what every answer has in common: its envelope, formats and exits.

use std::fs;

use crate::documents::{STEPS, ask, document, json, named, reviewed};
use crate::git_repo::{ANA, GitRepo};
use crate::sandbox::Sandbox;

const DAY: &str = "2026-11-22";

fn library(sandbox: &Sandbox) -> GitRepo<'_> {
    let repo = GitRepo::new(sandbox, "library");
    repo.write("sops/calls.md", &reviewed("SOP-001", "2026-03-01", STEPS));
    let draft = document("SOP-002", "status = \"draft\"\n", STEPS).replace("@ana", "@ben");
    repo.write("sops/letters.md", &draft);
    let policy =
        document("POL-001", "status = \"effective\"\n", STEPS).replace("sop\"", "policy\"");
    repo.write("policies/contact.md", &policy);
    repo.commit(ANA, "2026-03-01", "Write three");
    repo.tag("v1");
    repo
}

fn ids(answer: &serde_json::Value) -> Vec<&str> {
    answer["documents"].as_array().unwrap().iter().map(|d| d["id"].as_str().unwrap()).collect()
}

#[test]
fn the_register_names_every_document_with_its_state() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    let answer = ask(&repo, &["list", "--as-of", DAY]);
    assert_eq!(ids(&answer), ["POL-001", "SOP-001", "SOP-002"]);
    let calls = named(&answer, "SOP-001");
    for (field, value) in [
        ("path", "sops/calls.md"),
        ("title", "Procedure SOP-001"),
        ("type", "sop"),
        ("version", "1.0"),
        ("status", "effective"),
        ("owner", "@ana"),
        ("last_reviewed", "2026-03-01"),
        ("due", "2027-03-01"),
        ("state", "current"),
    ] {
        assert_eq!(calls[field], value, "{field}");
    }
    assert!(calls["fingerprint"].is_string() && calls["effective_date"].is_null());
    assert_eq!(named(&answer, "SOP-002")["state"], "not-under-review");
    assert_eq!(ask(&repo, &["register", "--as-of", DAY]), answer);
}

#[test]
fn the_register_can_be_narrowed() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    let of = |narrow: &[&str]| {
        let answer = ask(&repo, &[&["list", "--as-of", DAY], narrow].concat());
        ids(&answer).join(" ")
    };
    assert_eq!(of(&["--type", "policy"]), "POL-001");
    assert_eq!(of(&["--owner", "@ben"]), "SOP-002");
    assert_eq!(of(&["--status", "effective"]), "POL-001 SOP-001");
    assert_eq!(of(&["--status", "effective", "--type", "sop"]), "SOP-001");
    assert_eq!(of(&["--owner", "@ben", "--type", "policy"]), "");
    let said = repo.sopctl(&["list", "--status", "efective"]).run().fails_with(2);
    assert!(said.stderr.contains("hint: --status takes draft, "), "{said:?}");
}

#[test]
fn every_answer_comes_in_the_same_envelope() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    let head = repo.head();
    let asked = [
        (&["list"][..], "sopctl.list.v1"),
        (&["show", "SOP-001"], "sopctl.show.v1"),
        (&["stale"], "sopctl.stale.v1"),
        (&["diff", "HEAD"], "sopctl.diff.v1"),
        (&["changelog", "HEAD..HEAD"], "sopctl.changelog.v1"),
    ];
    for (command, schema) in asked {
        let answer = ask(&repo, &[command, &["--as-of", DAY]].concat());
        assert_eq!((&answer["schema"], &answer["as_of"]), (&schema.into(), &DAY.into()));
        assert_eq!(answer["tool"]["name"], "sopctl");
        assert_eq!(answer["tool"]["version"], env!("CARGO_PKG_VERSION"));
        assert_eq!((&answer["library"], &answer["time_zone"]), (&".".into(), &"UTC".into()));
        assert_eq!((&answer["profile"], &answer["failed"]), (&"sopctl".into(), &false.into()));
        assert!(answer["fail_on"].is_array(), "{schema}");
        let expected = serde_json::json!({
            "head": head, "rev": null, "branch": "main", "on_branch": true, "dirty": 0,
            "history": "complete"
        });
        assert_eq!(answer["repository"], expected, "{schema}");
    }
}

#[test]
fn the_same_question_gives_the_same_bytes() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    let changed = STEPS.replace("Close", "Then close");
    repo.write("sops/calls.md", &reviewed("SOP-001", "2026-03-01", &changed));
    repo.commit(ANA, "2026-04-01", "Change a step");
    for command in [
        &["list"][..],
        &["show", "SOP-001"],
        &["stale"],
        &["diff", "v1..HEAD"],
        &["changelog", "v1..HEAD"],
    ] {
        for format in ["text", "json", "markdown"] {
            let ask = || repo.sopctl(&[command, &["--as-of", DAY, "-f", format]].concat()).run();
            let (first, second) = (ask(), ask());
            assert_eq!(first.stdout, second.stdout, "{command:?} {format}");
            assert!(first.stdout.ends_with('\n') && !first.stdout.ends_with("\n\n"), "{first:?}");
            assert!(!first.stdout.contains('\u{1b}'), "{first:?}");
        }
    }
}

#[test]
fn an_answer_can_be_written_to_a_file() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    let shown = repo.sopctl(&["list", "--as-of", DAY, "-f", "json"]).run().success();
    let file = sandbox.work().join("list.json");
    let name = file.display().to_string();
    for _ in 0..2 {
        let quiet =
            repo.sopctl(&["list", "--as-of", DAY, "-f", "json", "-o", &name]).run().success();
        assert_eq!((quiet.stdout.as_str(), quiet.stderr.as_str()), ("", ""));
        assert_eq!(fs::read_to_string(&file).unwrap(), shown.stdout);
    }
    let beside = fs::read_dir(sandbox.work()).unwrap().count();
    assert_eq!(beside, 2, "the library and the answer, nothing else");
    let nowhere = repo.sopctl(&["list", "-o", "missing/list.json"]).run().fails_with(2);
    assert!(nowhere.stderr.contains("cannot write missing/list.json"), "{nowhere:?}");
    assert!(nowhere.stderr.contains("hint: "), "{nowhere:?}");
    // The exit status is that of the answer, wherever it went.
    let failing = ["stale", "--as-of", "2031-01-01", "-o", &name];
    repo.sopctl(&failing).run().fails_with(1);
}

#[test]
fn an_unknown_format_is_an_error_that_lists_the_formats() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    for command in [
        &["list"][..],
        &["show", "SOP-001"],
        &["stale"],
        &["diff", "HEAD"],
        &["changelog", "HEAD..HEAD"],
    ] {
        let said = repo.sopctl(&[command, &["--format", "jsn"]].concat()).run().fails_with(2);
        assert!(said.stderr.contains("cannot be written as \"jsn\""), "{said:?}");
        assert!(
            said.stderr.contains("hint: --format takes ") && said.stderr.contains("json"),
            "{said:?}"
        );
        assert_eq!(said.stdout, "");
        // What a pipeline hands on without a value is not given.
        let unset = repo.sopctl(command).env("SOPCTL_FORMAT", "").env("SOPCTL_AS_OF", "").run();
        assert_eq!(unset.success().stdout, repo.sopctl(command).run().success().stdout);
        let by_variable = repo.sopctl(command).env("SOPCTL_FORMAT", "json").run().success();
        json(&by_variable);
    }
}

#[test]
fn a_reader_that_has_seen_enough_ends_it_quietly() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    // More than a pipe holds, so that something is written after it was closed.
    for number in 100..900 {
        repo.write(&format!("more/{number}.md"), &document(&format!("SOP-{number}"), "", STEPS));
    }
    for command in [&["list"][..], &["stale", "-f", "json", "--fail-on", "never"]] {
        let said = repo.sopctl(&[command, &["--as-of", DAY]].concat()).run_unread().success();
        assert_eq!(said.stderr, "");
    }
}

#[test]
fn options_stand_before_or_after_the_command() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    let before = repo.sopctl(&["--as-of", DAY, "-f", "json", "list"]).run().success();
    let after = repo.sopctl(&["list", "--as-of", DAY, "-f", "json"]).run().success();
    let by_variable = repo.sopctl(&["list", "-f", "json"]).env("SOPCTL_AS_OF", DAY).run().success();
    assert_eq!(before.stdout, after.stdout);
    assert_eq!(before.stdout, by_variable.stdout);
    for unknown in [&["list", "--foramt", "json"][..], &["lsit"]] {
        let said = repo.sopctl(unknown).run().fails_with(2);
        assert!(!said.stderr.is_empty(), "{unknown:?}");
    }
    let help = repo.sopctl(&["--help"]).run().success();
    for command in ["demo", "list", "show", "stale", "diff", "changelog"] {
        assert!(help.stdout.contains(&format!("\n  {command} ")), "{}", help.stdout);
    }
}

#[test]
fn a_folder_outside_any_repository_has_a_register() {
    let sandbox = Sandbox::new();
    sandbox.write("plain/sops/calls.md", &reviewed("SOP-001", "2026-03-01", STEPS));
    let folder = sandbox.work().join("plain");
    let answer =
        sandbox.sopctl_in(&folder, &["list", "--as-of", DAY, "-f", "json"]).run().success();
    let answer = json(&answer);
    assert_eq!(named(&answer, "SOP-001")["due"], "2027-03-01");
    let nothing = serde_json::json!({
        "head": null, "rev": null, "branch": null, "on_branch": null, "dirty": 0, "history": "none"
    });
    assert_eq!(answer["repository"], nothing);
    let text = sandbox.sopctl_in(&folder, &["list", "--as-of", DAY]).run().success();
    assert!(text.stdout.contains("SOP-001"), "{text:?}");
}
