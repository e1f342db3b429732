//! `sopctl renumber`: a document gets another number, whatever points at it follows, and what
//! two clones have given twice is mended before they meet.

use std::fs;

use serde_json::Value;

use crate::documents::json;
use crate::git_repo::{ANA, BEN, GitRepo};
use crate::review::run;
use crate::sandbox::{Output, Sandbox};

const SOP: &str = "+++\nid = \"SOP-003\"\ntitle = \"Refunds\"\ntype = \"sop\"\nstatus = \"draft\"\nowner = \"@ana\"\n+++\n\n# Refunds\n\n1. Open the ticket.\n";
const WI: &str = "+++\nid = \"WI-001\"\ntitle = \"Pay\"\ntype = \"work-instruction\"\nstatus = \"draft\"\nowner = \"@ana\"\nimplements = [\"SOP-003\"]\n+++\n\n# Pay\n\nAs [SOP-003](../sops/sop-003-refunds.md) says.\n\n1. Pay.\n";
const CONFIG: &str = "schema = 1\n\n[[check.ignore]]\npaths = [\"sops/sop-003-refunds.md\"]\nrules = [\"section-missing\"]\nreason = \"short\"\n";

fn library<'s>(sandbox: &'s Sandbox, name: &str) -> GitRepo<'s> {
    let repo = GitRepo::new(sandbox, name);
    repo.write("sopctl.toml", CONFIG).write("sops/sop-003-refunds.md", SOP);
    repo.write("work-instructions/wi-001-pay.md", WI);
    repo.write("README.md", "See [SOP-003](sops/sop-003-refunds.md).\n");
    repo.write("CODEOWNERS", "/sops/sop-003-refunds.md @ana\n");
    repo.commit(ANA, "2026-01-05", "Write the refunds");
    repo
}

fn read(repo: &GitRepo<'_>, path: &str) -> String {
    fs::read_to_string(repo.folder().join(path)).unwrap()
}

fn findings(repo: &GitRepo<'_>) -> Vec<String> {
    let answer = json(&repo.sopctl(&["check", "--format", "json", "--as-of", "2026-11-22"]).run());
    let findings = answer["findings"].as_array().unwrap().iter();
    findings.map(|finding| finding["rule"].as_str().unwrap().to_owned()).collect()
}

#[track_caller]
fn refused(said: Output, error: &str, hint: &str) {
    let said = said.fails_with(2);
    assert_eq!(said.stderr, format!("error: {error}\nhint: {hint}\n"));
}

#[test]
fn what_points_at_a_document_follows_and_check_finds_nothing_new() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox, "a library (ü)");
    let before = findings(&repo);
    let said = run(&repo, ANA, &["renumber", "SOP-003", "SOP-012", "--commit"]).run().success();
    assert!(said.stdout.contains("SOP-003 → SOP-012"), "{}", said.stdout);
    assert_eq!(repo.git(&["status", "--short"]), "");
    assert_eq!(repo.git(&["log", "-1", "--format=%s"]), "Renumber SOP-003 to SOP-012: Refunds");
    assert!(!repo.folder().join("sops/sop-003-refunds.md").exists());
    assert_eq!(read(&repo, "sops/sop-012-refunds.md"), SOP.replace("003", "012"));
    assert_eq!(read(&repo, "work-instructions/wi-001-pay.md"), WI.replace("003", "012"));
    assert_eq!(read(&repo, "README.md"), "See [SOP-012](sops/sop-012-refunds.md).\n");
    assert_eq!(read(&repo, "CODEOWNERS"), "/sops/sop-012-refunds.md @ana\n");
    assert_eq!(read(&repo, "sopctl.toml"), CONFIG.replace("003", "012"));
    assert_eq!(findings(&repo), before);
    let log = json(&repo.sopctl(&["log", "SOP-012", "--format", "json"]).run());
    assert!(log.to_string().contains("Write the refunds"), "{log}");
    let show = repo.sopctl(&["show", "SOP-012"]).run().success().stdout;
    assert!(show.contains("WI-001"), "{show}");
}

#[test]
fn the_old_number_is_not_given_again() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox, "library");
    run(&repo, ANA, &["renumber", "SOP-003", "SOP-002", "--commit"]).run().success();
    let said = repo.sopctl(&["new", "sop", "Returns", "--dry-run"]).run().success();
    assert!(said.stdout.contains("id = \"SOP-004\""), "{}", said.stdout);
    refused(
        repo.sopctl(&["renumber", "WI-001", "SOP-003"]).run(),
        "SOP-003 is no number for a document of that type, which look like WI-{n:03}",
        "take one that fits, or change the pattern of the type in sopctl.toml",
    );
    repo.write("sops/sop-004-x.md", &SOP.replace("003", "004"));
    refused(
        repo.sopctl(&["renumber", "SOP-004", "SOP-003"]).run(),
        "SOP-003 is the number of sops/sop-003-refunds.md, which was removed",
        "a number is given once; leave NEW out to get the next free one",
    );
}

#[test]
fn a_dry_run_writes_nothing_and_json_says_what_would_be() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox, "library");
    let said = repo.sopctl(&["renumber", "SOP-003", "--dry-run", "--format", "json"]).run();
    let answer: Value = json(&said.success());
    assert_eq!(repo.git(&["status", "--short"]), "");
    assert_eq!((&answer["old"], &answer["new"]), (&"SOP-003".into(), &"SOP-004".into()));
    assert_eq!(answer["written"], false);
    assert_eq!(answer["files"][0]["old_path"], "sops/sop-003-refunds.md");
    assert_eq!(answer["files"][0]["new_path"], "sops/sop-004-refunds.md");
    assert_eq!(answer["files"].as_array().unwrap().len(), 5);
}

#[test]
fn uncommitted_words_are_kept() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox, "library");
    repo.write("sops/sop-003-refunds.md", &format!("{SOP}2. Tell the customer.\n"));
    repo.sopctl(&["renumber", "sops/sop-003-refunds.md"]).run().success();
    let text = read(&repo, "sops/sop-004-refunds.md");
    assert!(text.ends_with("2. Tell the customer.\n"), "{text}");
    assert!(text.contains("SOP-004"));
}

#[test]
fn a_number_of_another_branch_is_refused_and_an_unknown_one_has_a_neighbour() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox, "library");
    repo.branch("cash");
    repo.write("sops/cash.md", &SOP.replace("SOP-003", "SOP-009"));
    repo.commit(BEN, "2026-01-06", "Write cash");
    repo.switch("main");
    refused(
        repo.sopctl(&["renumber", "SOP-003", "SOP-009"]).run(),
        "SOP-009 is the number of sops/cash.md, on cash",
        "a number is given once; leave NEW out to get the next free one",
    );
    let said = repo.sopctl(&["renumber", "SOP-03"]).run().fails_with(2);
    assert!(said.stderr.contains("SOP-003"), "{}", said.stderr);
}

#[test]
fn nobody_by_name_makes_no_commit_and_loses_nothing() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox, "library");
    let said = repo.sopctl(&["renumber", "SOP-003", "--commit"]).run().fails_with(2);
    assert!(said.stderr.contains("but is not committed"), "{}", said.stderr);
    assert!(read(&repo, "sops/sop-004-refunds.md").contains("SOP-004"));
}

#[test]
fn two_clones_that_give_the_same_numbers_are_mended_before_they_meet() {
    let sandbox = Sandbox::new();
    let repo = GitRepo::new(&sandbox, "first");
    repo.write("sopctl.toml", "schema = 1\n").commit(ANA, "2026-01-05", "Begin");
    let bare = repo.bare_clone("shared");
    let source = bare.folder().display().to_string();
    let clone = |name: &str, titles: [&str; 3]| {
        let clone = repo.clone_with(&[&source], name);
        clone.branch(name);
        for title in titles {
            clone.sopctl(&["new", "sop", title, "--owner", "@ana"]).run().success();
        }
        clone.commit(ANA, "2026-01-06", "Write three");
        clone
    };
    let ana = clone("ana", ["Refunds", "Returns", "Cash"]);
    let ben = clone("ben", ["Hiring", "Leaving", "Holidays"]);
    ana.git(&["push", "--quiet", "origin", "ana"]);
    ben.git(&["fetch", "--quiet"]);
    let check = ["check", "--all-branches", "--format", "json", "--as-of", "2026-11-22"];
    let twice = |repo: &GitRepo<'_>| {
        let answer = json(&repo.sopctl(&check).run());
        let findings = answer["findings"].as_array().unwrap().clone();
        findings.iter().filter(|finding| finding["rule"] == "duplicate-id").count()
    };
    assert_eq!(twice(&ben), 3);
    for id in ["SOP-001", "SOP-002", "SOP-003"] {
        run(&ben, BEN, &["renumber", id, "--commit"]).run().success();
    }
    assert_eq!(twice(&ben), 0);
    ben.merge("origin/ana", BEN, "2026-01-08");
    assert_eq!(twice(&ben), 0);
    let ids: Vec<String> = json(&ben.sopctl(&["list", "--format", "json"]).run())["documents"]
        .as_array()
        .unwrap()
        .iter()
        .map(|document| document["id"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(ids, ["SOP-001", "SOP-002", "SOP-003", "SOP-004", "SOP-005", "SOP-006"]);
}

#[test]
fn a_document_does_not_leave_the_library_by_its_new_name() {
    let sandbox = Sandbox::new();
    let repo = GitRepo::new(&sandbox, "narrow");
    repo.write("sopctl.toml", "schema = 1\n[documents]\ninclude = [\"sops/SOP-003*.md\"]\n");
    repo.write(
        "sops/SOP-003-pay.md",
        "+++\nid = \"SOP-003\"\ntitle = \"Pay\"\ntype = \"sop\"\n+++\n\n1. Pay.\n",
    );
    repo.commit(ANA, "2026-01-05", "Write it");
    let said = repo.sopctl(&["renumber", "SOP-003", "SOP-004"]).run().fails_with(2).stderr;
    assert!(said.starts_with("error: sops/SOP-004-pay.md would be no document"), "{said}");
    assert_eq!(repo.git(&["status", "--short"]), "");
}

#[test]
fn what_somebody_is_still_writing_is_not_committed_along() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox, "library");
    let head = repo.head();
    let asked = ["renumber", "SOP-003", "SOP-012", "--commit"];
    for path in ["work-instructions/wi-001-pay.md", "README.md", "sops/sop-003-refunds.md"] {
        let before = read(&repo, path);
        repo.write(path, &format!("{before}A half sentence\n"));
        refused(
            run(&repo, ANA, &asked).run(),
            &format!("{path} would be changed, with changes that are not committed"),
            &format!("commit them first: git commit -- {path}"),
        );
        repo.write(path, &before);
    }
    repo.write("notes.md", "See [SOP-003](sops/sop-003-refunds.md).\n");
    refused(
        run(&repo, ANA, &asked).run(),
        "git does not know notes.md yet",
        "commit it first: git add -- notes.md && git commit -- notes.md",
    );
    assert_eq!((repo.head(), repo.git(&["status", "--short"])), (head, "?? notes.md".to_owned()));
    // Without a commit, it is up to whoever makes one.
    run(&repo, ANA, &asked[..3]).run().success();
    assert_eq!(read(&repo, "notes.md"), "See [SOP-012](sops/sop-012-refunds.md).\n");
}
