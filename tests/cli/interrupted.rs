//! A run that was killed while it wrote: the next one makes it all or nothing.

use std::fs;
use std::path::{Path, PathBuf};

use crate::git_repo::{ANA, GitRepo};
use crate::sandbox::Sandbox;

const BEFORE: &str = "+++\nid = \"SOP-001\"\n+++\n# Refunds\n";
const AFTER: &str = "+++\nid = \"SOP-001\"\n+++\n# Refunds by card\n";

fn field(text: &str) -> String {
    format!("{}:{text}\n", text.len())
}

/// The note of a change that was decided: one document gets another text, and one is new.
fn note() -> String {
    let fields = [
        "folder",
        "sops/cards",
        "temporary",
        "sops/.sopctl-0.tmp",
        "temporary",
        "sops/cards/.sopctl-1.tmp",
        "step",
        "sops/refunds.md",
        "file",
        BEFORE,
        "file",
        AFTER,
        "step",
        "sops/cards/new.md",
        "nothing",
        "file",
        "# New\n",
        "end",
    ];
    format!("sopctl journal 1\n{}", fields.map(field).concat())
}

fn library(sandbox: &Sandbox) -> GitRepo<'_> {
    let repo = GitRepo::new(sandbox, "library");
    repo.write("sops/refunds.md", BEFORE).commit(ANA, "2026-01-05", "Write the refunds");
    repo
}

fn plant(folder: &Path) -> PathBuf {
    fs::create_dir_all(folder).unwrap();
    let file = folder.join("journal");
    fs::write(&file, note()).unwrap();
    file
}

const FINISHED: &str = "note: an earlier sopctl was stopped while it wrote; now it is finished: \
                        sops/refunds.md, sops/cards/new.md\n";

#[test]
fn any_command_finishes_a_change_that_was_decided_and_says_so_once() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    let journal = plant(&repo.folder().join(".git/sopctl-writing"));
    repo.write("sops/.sopctl-0.tmp", AFTER);
    let below = sandbox.sopctl_in(&repo.folder().join("sops"), &["list"]).run().success();
    assert_eq!(below.stderr, FINISHED);
    assert!(below.stdout.contains("Refunds by card"), "{}", below.stdout);
    let read = |path: &str| fs::read_to_string(repo.folder().join(path)).unwrap();
    assert_eq!(
        (read("sops/refunds.md").as_str(), read("sops/cards/new.md").as_str()),
        (AFTER, "# New\n")
    );
    assert!(!journal.exists());
    assert_eq!(repo.git(&["status", "--short"]), " M sops/refunds.md\n?? sops/cards/");
    assert_eq!(repo.sopctl(&["list"]).run().success().stderr, "");
}

#[test]
fn a_linked_worktree_has_changes_of_its_own() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    let linked = repo.worktree("linked", "draft");
    plant(&repo.folder().join(".git/worktrees/linked/sopctl-writing"));
    assert_eq!(repo.sopctl(&["list"]).run().success().stderr, "");
    assert_eq!(linked.sopctl(&["list"]).run().success().stderr, FINISHED);
    assert!(linked.folder().join("sops/cards/new.md").exists());
    assert!(!repo.folder().join("sops/cards").exists());
}

#[test]
fn outside_a_repository_the_note_stands_at_the_root() {
    let sandbox = Sandbox::new();
    sandbox.write("sopctl.toml", "schema = 1\n");
    sandbox.write("sops/refunds.md", BEFORE);
    let journal = sandbox.write(".sopctl-journal", &note());
    assert_eq!(sandbox.sopctl(&["list"]).run().success().stderr, FINISHED);
    assert!(!journal.exists() && sandbox.work().join("sops/cards/new.md").exists());
    sandbox.sopctl(&["new", "sop", "Ship it", "--owner", "@ops"]).run().success();
    let mut names: Vec<_> =
        fs::read_dir(sandbox.work()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    names.sort();
    assert_eq!(names, ["sopctl.toml", "sops"], "nothing is left lying about");
}

#[test]
fn where_somebody_has_changed_a_file_since_nothing_is_done_and_nothing_lost() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    let journal = plant(&repo.folder().join(".git/sopctl-writing"));
    repo.write("sops/refunds.md", "# Mine\n");
    let said = repo.sopctl(&["list"]).run().fails_with(2);
    let shown = repo.folder().canonicalize().unwrap();
    let shown = shown.display();
    assert_eq!(
        said.stderr,
        format!(
            "error: a change was interrupted, and {shown}/sops/refunds.md has been changed since\n\
             hint: put it back as it was, and run this again; or keep all files as they are and \
             delete {shown}/.git/sopctl-writing/journal, which holds the texts before and after\n"
        )
    );
    let mine = fs::read_to_string(repo.folder().join("sops/refunds.md")).unwrap();
    assert_eq!(mine, "# Mine\n");
    assert!(!repo.folder().join("sops/cards").exists());
    fs::remove_file(journal).unwrap();
    assert_eq!(repo.sopctl(&["list"]).run().success().stderr, "");
}

#[test]
fn what_had_only_been_begun_is_removed() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    let folder = repo.folder().join(".git/sopctl-writing");
    fs::create_dir_all(&folder).unwrap();
    let fields = ["folder", "wis", "temporary", "wis/.sopctl-0.tmp", "end"];
    fs::write(folder.join("journal"), format!("sopctl journal 1\n{}", fields.map(field).concat()))
        .unwrap();
    repo.write("wis/.sopctl-0.tmp", "# Ha");
    let said = repo.sopctl(&["check"]).run();
    assert!(said.stderr.starts_with("note: an earlier sopctl was stopped before"), "{said:?}");
    assert_eq!(repo.git(&["status", "--short"]), "");
    assert!(!repo.folder().join("wis").exists());
}
