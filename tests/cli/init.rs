//! `sopctl init`: the beginning of a library.

use std::fs;

use crate::git_repo::{ANA, GitRepo};
use crate::sandbox::Sandbox;

#[test]
fn a_new_library_is_ready_for_its_first_documents() {
    let sandbox = Sandbox::new();
    sandbox.sopctl(&["init"]).run().success();
    for file in
        ["sopctl.toml", "policies/README.md", "sops/README.md", "work-instructions/README.md"]
    {
        assert!(sandbox.work().join(file).is_file(), "{file}");
    }
    let empty = sandbox.sopctl(&["check"]).run().success();
    assert_eq!(empty.stdout, "0 documents checked: nothing to say\n");

    for arguments in [
        &["new", "policy", "Customer money"][..],
        &["new", "sop", "Refund approval", "--implements", "POL-001"],
        &["new", "wi", "Issue a refund", "--implements", "SOP-001"],
    ] {
        sandbox.sopctl(arguments).run().success();
    }
    let checked = sandbox.sopctl(&["check", "--fail-on", "warning"]).run().success();
    assert!(checked.stdout.contains("3 documents checked"), "{}", checked.stdout);
    let policy = fs::read_to_string(sandbox.work().join("policies/customer-money.md")).unwrap();
    assert!(policy.contains("review_interval = \"24 months\""), "{policy}");
}

#[test]
fn a_second_time_nothing_is_written() {
    let sandbox = Sandbox::new();
    sandbox.write("sopctl.toml", "schema = 1\n");
    let said = sandbox.sopctl(&["init"]).run().fails_with(2);
    assert!(said.stderr.contains("sopctl.toml exists already"), "{}", said.stderr);
    assert!(said.stderr.contains("\nhint: "), "{}", said.stderr);
    assert_eq!(fs::read_dir(sandbox.work()).unwrap().count(), 1);
}

#[test]
fn a_dry_run_shows_the_files_and_writes_nothing() {
    let sandbox = Sandbox::new();
    let said = sandbox.sopctl(&["init", "--dry-run"]).run().success();
    assert!(said.stdout.contains("sopctl.toml") && said.stdout.contains("[types.sop]"));
    assert_eq!(fs::read_dir(sandbox.work()).unwrap().count(), 0);
}

#[test]
fn a_library_can_begin_in_a_folder_that_is_not_there_yet() {
    let sandbox = Sandbox::new();
    sandbox.sopctl(&["init", "quality/library"]).run().success();
    assert!(sandbox.work().join("quality/library/sopctl.toml").is_file());
    assert!(sandbox.work().join("quality/library/sops/README.md").is_file());
}

#[test]
fn what_is_there_is_named_and_left_alone() {
    let sandbox = Sandbox::new();
    let repo = GitRepo::new(&sandbox, "repository");
    repo.write("README.md", "# Ours\n");
    repo.write("guides/a.md", "# A\n").write("guides/b/c.md", "# C\n");
    repo.write("procedures/d.md", "+++\nid = \"SOP-041\"\n+++\n");
    repo.write("policies/README.md", "ours\n");
    repo.commit(ANA, "2026-01-05", "Begin");
    sandbox.sopctl_in(repo.folder(), &["init"]).run().success();
    let text = fs::read_to_string(repo.folder().join("sopctl.toml")).unwrap();
    assert!(text.contains("\n    \"procedures/**/*.md\",\n"), "{text}");
    assert!(text.contains("\n    # \"guides/**/*.md\",  # 2 files\n"), "{text}");
    let readme = fs::read_to_string(repo.folder().join("policies/README.md")).unwrap();
    assert_eq!(readme, "ours\n");
    let next = sandbox.sopctl_in(repo.folder(), &["new", "sop", "x", "--dry-run"]).run().success();
    assert!(next.stdout.contains("id = \"SOP-042\""), "{}", next.stdout);
}
