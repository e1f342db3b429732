//! What a report is narrowed to, and what it cannot look at: nothing that is left out
//! passes for clean, new or removed.

use std::fs;

use serde_json::Value;

use crate::documents::{STEPS, ask, document, reviewed, sop};
use crate::git_repo::{ANA, BEN, GitRepo};
use crate::sandbox::Sandbox;

/// Two procedures at `v1`; at `v2` one byte of the first is Latin-1.
fn with_unreadable_end(sandbox: &Sandbox) -> GitRepo<'_> {
    let repo = GitRepo::new(sandbox, "library");
    repo.write("sops/a.md", &reviewed("SOP-001", "2026-03-01", STEPS));
    repo.write("sops/b.md", &reviewed("SOP-002", "2026-03-01", STEPS));
    repo.commit(ANA, "2026-03-01", "Write two");
    repo.tag("v1");
    let mut bytes = reviewed("SOP-001", "2026-03-01", STEPS).into_bytes();
    bytes.extend(b"Ask Andr\xe9.\n");
    fs::write(repo.folder().join("sops/a.md"), bytes).unwrap();
    repo.commit(BEN, "2026-04-01", "Name somebody");
    repo.tag("v2");
    repo
}

#[test]
fn an_end_that_cannot_be_read_is_neither_removed_nor_new() {
    let sandbox = Sandbox::new();
    let repo = with_unreadable_end(&sandbox);
    for (range, exit) in [("v1..v2", 1), ("v2..v1", 1)] {
        let answer = ask(&repo, &["diff", range]);
        assert_eq!(answer["documents"].as_array().unwrap().len(), 0, "{answer:#}");
        assert_eq!(answer["summary"]["unreadable"], 1);
        assert_eq!(answer["unreadable"][0]["path"], "sops/a.md");
        assert!(answer["unreadable"][0]["why"].as_str().unwrap().starts_with("it is not UTF-8"));
        repo.sopctl(&["diff", range, "--exit-code"]).run().fails_with(exit);
        let answer = ask(&repo, &["changelog", range]);
        for group in answer["groups"].as_object().unwrap().values() {
            assert_eq!(group.as_array().unwrap().len(), 0, "{answer:#}");
        }
        assert_eq!(answer["unreadable"][0]["path"], "sops/a.md");
        for report in ["diff", "changelog"] {
            let said = repo.sopctl(&[report, range, "--format", "text"]).run().success().stdout;
            assert!(said.contains("could not be compared: sops/a.md (it is not UTF-8: "), "{said}");
            assert!(!said.to_lowercase().contains("removed"), "{said}");
        }
    }
}

#[test]
fn only_the_documents_asked_for_are_said_not_to_be_comparable() {
    let sandbox = Sandbox::new();
    let repo = with_unreadable_end(&sandbox);
    let other = ask(&repo, &["diff", "v1..v2", "SOP-002"]);
    assert_eq!(other["unreadable"].as_array().unwrap().len(), 0, "{other:#}");
    let same = ask(&repo, &["diff", "v1..v2", "SOP-001"]);
    assert_eq!(same["unreadable"][0]["path"], "sops/a.md");
}

#[test]
fn a_number_given_twice_names_no_document() {
    let sandbox = Sandbox::new();
    let repo = GitRepo::new(&sandbox, "library");
    repo.write("sops/a.md", &reviewed("SOP-001", "2026-03-01", STEPS));
    repo.write("sops/b.md", &reviewed("SOP-001", "2026-03-01", "1. Open it.\n"));
    repo.commit(ANA, "2026-03-01", "Write two");
    let said = repo.sopctl(&["diff", "HEAD..HEAD", "SOP-001"]).run().fails_with(2).stderr;
    assert!(said.contains("hint: one of sops/a.md, sops/b.md"), "{said}");
    repo.sopctl(&["diff", "HEAD..HEAD", "sops/b.md"]).run().success();
}

#[test]
fn the_beginning_of_several_numbers_is_answered_with_them() {
    let sandbox = Sandbox::new();
    let repo = with_unreadable_end(&sandbox);
    repo.write("sops/a.md", &reviewed("SOP-001", "2026-03-01", STEPS));
    let said = repo.sopctl(&["diff", "SOP-00"]).run().fails_with(2).stderr;
    assert!(said.contains("\"SOP-00\"") && said.contains("one of SOP-001, SOP-002"), "{said}");
    let near = repo.sopctl(&["diff", "SOP-0001"]).run().fails_with(2).stderr;
    assert!(near.contains("did you mean SOP-001?"), "{near}");
    let neither = repo.sopctl(&["diff", "v9-of-nothing"]).run().fails_with(2).stderr;
    assert!(neither.contains("revision"), "{neither}");
}

#[test]
fn a_range_takes_no_revision_beside_it() {
    let sandbox = Sandbox::new();
    let repo = with_unreadable_end(&sandbox);
    for report in ["diff", "changelog"] {
        let said = repo.sopctl(&[report, "v1..v2", "--rev", "v1"]).run().fails_with(2).stderr;
        assert!(said.contains(&format!("sopctl {report} A..REV")), "{said}");
    }
}

#[test]
fn what_only_speaks_text_refuses_other_formats() {
    let sandbox = Sandbox::new();
    let commands: [&[&str]; 3] = [&["new", "sop", "Calls"], &["init", "lib"], &["demo", "tour"]];
    for command in commands {
        let arguments = [command, &["--format", "json"]].concat();
        let output = sandbox.sopctl(&arguments).run().fails_with(2);
        assert!(output.stderr.contains("only speaks text"), "{output:?}");
        assert_eq!(output.stdout, "");
    }
    assert_eq!(fs::read_dir(sandbox.work()).unwrap().count(), 0);
    sandbox.sopctl(&["init", "lib", "--format", "text"]).run().success();
}

#[test]
fn an_owner_or_type_that_nobody_has_does_not_turn_the_gate_off() {
    let sandbox = Sandbox::new();
    let repo = with_unreadable_end(&sandbox);
    let requests: [(&[&str], &str); 4] = [
        (&["stale", "--owner", "@anna"], "hint: did you mean @ana?"),
        (&["stale", "--owner", "ana"], "hint: did you mean @ana?"),
        (&["list", "--owner", "@finance"], "hint: there are @ana"),
        (&["list", "--type", "policy"], "hint: there are sop"),
    ];
    for (request, hint) in requests {
        let output = repo.sopctl(request).run().fails_with(2);
        assert!(output.stderr.contains(hint), "{output:?}");
    }
    let arguments = ["stale", "--owner", "@ana", "--as-of", "2026-04-02"];
    let output = repo.sopctl(&arguments).run().success();
    assert!(output.stderr.contains("note: 1 document could not be read"), "{output:?}");
}

#[test]
fn the_names_that_fail_on_takes_are_listed_once() {
    let sandbox = Sandbox::new();
    let repo = with_unreadable_end(&sandbox);
    let said = repo.sopctl(&["stale", "--fail-on", "xyzzyxyzzy"]).run().fails_with(2).stderr;
    let names: Vec<&str> =
        said.split("--fail-on takes ").nth(1).unwrap().trim().split(", ").collect();
    for name in ["overdue", "never-reviewed", "due-soon"] {
        assert_eq!(names.iter().filter(|listed| **listed == name).count(), 1, "{said}");
    }
}

#[test]
fn nobody_must_read_a_draft() {
    let sandbox = Sandbox::new();
    let repo = GitRepo::new(&sandbox, "library");
    repo.write("README.md", "# Library\n");
    repo.commit(ANA, "2026-03-01", "Begin");
    repo.tag("v1");
    repo.write("sops/a.md", &document("SOP-001", "status = \"draft\"\n", STEPS));
    repo.write("sops/b.md", &sop("SOP-002", "", "1. Open it.\n"));
    repo.write("sops/c.md", &document("SOP-003", "", "1. Close it.\n"));
    repo.commit(ANA, "2026-03-02", "Write three");
    repo.tag("v2");
    let answer = ask(&repo, &["changelog", "v1..v2"]);
    let new = answer["groups"]["new"].as_array().unwrap();
    let required: Vec<bool> =
        new.iter().map(|entry| entry["reading"]["required"].as_bool().unwrap()).collect();
    assert_eq!(required, [false, true, true], "{answer:#}");
    assert_eq!(new[0]["reading"]["because"], "the document is not in force");
    assert!(new.iter().all(|entry| entry.get("in_force_before").is_some_and(Value::is_null)));
    let said = repo.sopctl(&["changelog", "v1..v2"]).run().success().stdout;
    assert_eq!(said.matches("draft, not in force").count(), 1, "{said}");
    assert_eq!(said.matches("Must be read by:").count(), 2, "{said}");
}

#[test]
fn what_is_listed_and_does_not_fail_is_said_so() {
    let sandbox = Sandbox::new();
    let repo = GitRepo::new(&sandbox, "library");
    repo.write("sops/a.md", &reviewed("SOP-001", "2026-03-01", STEPS));
    repo.commit(ANA, "2026-03-01", "Write it");
    repo.write("sops/a.md", &reviewed("SOP-001", "2026-03-01", "1. Do nothing at all.\n"));
    repo.commit(BEN, "2026-04-01", "Change it");
    let said = repo.sopctl(&["stale", "--as-of", "2026-05-01"]).run().success().stdout;
    assert!(
        said.contains("1 changed: none of these fails this report (--fail-on overdue,unknown)"),
        "{said}"
    );
    assert!(said.contains("first dated 2026-03-01, changed 2026-04-01"), "{said}");
    assert!(!said.contains("\n\n\n") && !said.contains("Nothing here fails"), "{said}");
}

#[test]
fn a_folder_that_begins_with_the_name_of_the_library_is_another() {
    let sandbox = Sandbox::new();
    let repo = GitRepo::new(&sandbox, "library");
    repo.write("ops/sopctl.toml", "");
    repo.write("ops/a.md", &reviewed("SOP-001", "2026-03-01", STEPS));
    repo.write("ops-old/b.md", &reviewed("SOP-002", "2026-03-01", STEPS));
    repo.commit(ANA, "2026-03-01", "Write two");
    let ops = repo.folder().join("ops");
    let output = sandbox.sopctl_in(&ops, &["list", "-f", "json"]).run().success();
    let answer: Value = serde_json::from_str(&output.stdout).unwrap();
    assert_eq!(answer["summary"]["documents"], 1, "{answer:#}");
}

#[test]
fn a_report_that_fails_by_what_it_does_not_list_says_so() {
    let sandbox = Sandbox::new();
    let repo = GitRepo::new(&sandbox, "library");
    repo.write("sops/a.md", &reviewed("SOP-001", "2026-03-01", STEPS));
    repo.commit(ANA, "2026-03-01", "Write it");
    let arguments = ["stale", "--as-of", "2027-02-25", "--fail-on", "due-soon"];
    let said = repo.sopctl(&arguments).run().fails_with(1).stdout;
    assert!(said.contains("This report fails by --fail-on due-soon."), "{said}");
    let said = repo.sopctl(&arguments[..3]).run().success().stdout;
    assert!(said.contains("Nothing here fails this report."), "{said}");
}

#[test]
fn days_are_those_of_the_library_that_is_judged() {
    let sandbox = Sandbox::new();
    let repo = GitRepo::new(&sandbox, "library");
    repo.write("sopctl.toml", "[calendar]\ntime_zone = \"Europe/Madrid\"\n");
    repo.write("sops/a.md", &reviewed("SOP-001", "2026-03-02", STEPS));
    repo.commit(ANA, "2026-03-01T23:30:00Z", "Write it late");
    repo.tag("v1");
    let explained = ["stale", "--explain", "--as-of", "2026-04-01"];
    let said = repo.sopctl(&explained).run().success().stdout;
    assert!(said.contains("last changed in substance 2026-03-02"), "{said}");
    repo.write("sopctl.toml", "[calendar]\ntime_zone = \"Pacific/Auckland\"\n");
    repo.commit(ANA, "2026-03-03", "Move to the south");
    repo.tag("v2");
    let zone = |range: &str| ask(&repo, &["diff", range])["time_zone"].clone();
    assert_eq!(
        (zone("v1..v2"), zone("v2..v1")),
        ("Pacific/Auckland".into(), "Europe/Madrid".into())
    );
}
