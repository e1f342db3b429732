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
fn a_second_time_it_says_what_is_there_and_writes_nothing() {
    let sandbox = Sandbox::new();
    sandbox.write("sopctl.toml", "schema = 1\n[documents]\ninclude = ['sops/*.md']\n");
    sandbox.write("sops/a.md", "# A\n");
    let said = sandbox.sopctl(&["init"]).run().success();
    assert!(said.stdout.contains("begun here already: 1 document by sopctl.toml"), "{said:?}");
    let said = sandbox.sopctl(&["init", "--include", "*.md"]).run().fails_with(2);
    assert!(said.stderr.contains("--include does not change it\nhint: "), "{}", said.stderr);
    assert_eq!(fs::read_dir(sandbox.work()).unwrap().count(), 2);
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
    let said = sandbox.sopctl_in(repo.folder(), &["init"]).run().success();
    assert!(said.stderr.contains("left out: guides/**/*.md: 2 documents\n"), "{}", said.stderr);
    assert!(said.stdout.contains("next: sopctl adopt   (shows what it would"), "{}", said.stdout);
    let text = fs::read_to_string(repo.folder().join("sopctl.toml")).unwrap();
    assert!(text.contains("\n    \"procedures/**/*.md\",\n"), "{text}");
    assert!(text.contains("\n    # \"guides/**/*.md\",  # 2 files"), "{text}");
    let readme = fs::read_to_string(repo.folder().join("policies/README.md")).unwrap();
    assert_eq!(readme, "ours\n");
    let next = sandbox.sopctl_in(repo.folder(), &["new", "sop", "x", "--dry-run"]).run().success();
    assert!(next.stdout.contains("id = \"SOP-042\""), "{}", next.stdout);
}

/// A handbook that stands by topic, with what no document is in between.
fn handbook(sandbox: &Sandbox) -> GitRepo<'_> {
    let repo = GitRepo::new(sandbox, "handbook");
    repo.write("README.md", "# Handbook\n").write("docs/CONTRIBUTING.md", "# Help\n");
    repo.write("docs/money/spending-policy.md", "# Spending policy\n\nStaff must ask.\n");
    repo.write("docs/money/how-to-pay.md", "# How to pay\n\n1. Click **Pay**.\n2. Click **OK**.\n");
    repo.write("docs/adr/0001.md", "# We keep a handbook\n");
    repo.write("docs/node_modules/x/guide.md", "# How to use x\n");
    repo.commit(ANA, "2026-01-05", "Begin");
    repo
}

#[test]
fn an_existing_repository_is_ready_for_new_documents_as_well() {
    let sandbox = Sandbox::new();
    let repo = handbook(&sandbox);
    repo.sopctl(&["init"]).run().success();
    assert!(!repo.folder().join("sops").exists(), "documents stand by topic here");
    let listed = repo.sopctl(&["list", "--format", "json"]).run().success();
    let listed: serde_json::Value = serde_json::from_str(&listed.stdout).unwrap();
    let paths: Vec<&str> = listed["documents"]
        .as_array()
        .unwrap()
        .iter()
        .map(|document| document["path"].as_str().unwrap())
        .collect();
    assert_eq!(paths, ["docs/money/how-to-pay.md", "docs/money/spending-policy.md"]);
    repo.sopctl(&["adopt", "--write"]).run().success();
    for arguments in [
        &["new", "policy", "Customer money", "--owner", "@ana"][..],
        &["new", "sop", "Refund approval", "--implements", "POL-001", "--owner", "@ana"],
        &["new", "wi", "Issue a refund", "--implements", "SOP-001", "--owner", "@ana"],
    ] {
        repo.sopctl(arguments).run().success();
    }
    let checked = repo.sopctl(&["check"]).run();
    assert!(checked.stdout.contains("5 documents checked"), "{}", checked.stdout);
    assert!(!checked.stdout.contains("wrong-folder"), "{}", checked.stdout);
    checked.success();
}

#[test]
fn adopt_can_show_at_once_what_it_would_write() {
    let sandbox = Sandbox::new();
    let repo = handbook(&sandbox);
    let said = repo.sopctl(&["init", "--adopt"]).run().success();
    assert!(said.stdout.contains("created sopctl.toml"), "{}", said.stdout);
    assert!(said.stdout.contains("Spending policy"), "{}", said.stdout);
    assert_eq!(repo.git(&["diff", "--name-only"]), "");
}

#[test]
fn what_is_asked_for_is_taken_instead_of_the_proposal() {
    let sandbox = Sandbox::new();
    let repo = handbook(&sandbox);
    let wishes = ["init", "--include", "docs/adr/*.md", "--folder", "sop=docs/procedures"];
    repo.sopctl(&wishes).run().success();
    let text = fs::read_to_string(repo.folder().join("sopctl.toml")).unwrap();
    assert!(text.contains("    # 1 document is here.\n    \"docs/adr/*.md\",\n"), "{text}");
    assert!(text.contains("folder = \"docs/procedures\""), "{text}");
    let said = repo.sopctl(&["-o", "x", "init", "other"]).run().fails_with(2);
    assert!(said.stderr.contains("init has no answer to write to a file\nhint: "), "{said:?}");
    let said = repo.sopctl(&["init", "other", "--folder", "sops"]).run().fails_with(2);
    assert!(said.stderr.contains("\"sops\" names no type and its folder"), "{said:?}");
    let said = repo.sopctl(&["init", "other", "--profile", "wiki"]).run().fails_with(2);
    assert!(said.stderr.contains("no profile named \"wiki\""), "{said:?}");
}
