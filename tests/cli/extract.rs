//! `sopctl extract`: steps of an SOP become a work instruction, and nothing else changes.

use std::fs;

use crate::git_repo::{ANA, GitRepo};
use crate::review::run;
use crate::sandbox::{Output, Sandbox};

const SOP: &str = "+++\nid = \"SOP-001\"\ntitle = \"Refunds\"\ntype = \"sop\"\nversion = \"0.1\"\n\
    status = \"draft\"\nowner = \"@shop\"\n+++\n\n# Refunds\n\n## Procedure\n\n\
    1. The cashier records the request.\n2. Open the **Payments** menu.\n3. Click **Refund**.\n\
    4. The lead approves the refund.\n";

fn library<'s>(sandbox: &'s Sandbox, name: &str) -> GitRepo<'s> {
    let repo = GitRepo::new(sandbox, name);
    repo.write("sopctl.toml", "schema = 1\n").write("sops/refunds.md", SOP);
    repo.commit(ANA, "2026-01-05", "Write the refunds");
    repo
}

fn extract(repo: &GitRepo<'_>, arguments: &[&str]) -> Output {
    run(repo, ANA, &[&["extract"], arguments].concat()).run()
}

fn read(repo: &GitRepo<'_>, path: &str) -> String {
    fs::read_to_string(repo.folder().join(path)).unwrap()
}

#[test]
fn steps_become_a_work_instruction_that_check_has_nothing_against() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox, "library");
    let said = extract(&repo, &["SOP-001", "2-3", "--title", "Make a refund"]).success();
    assert_eq!(
        said.stdout,
        "created work-instructions/make-a-refund.md\nchanged sops/refunds.md\n\
         next: answer what is marked TODO in work-instructions/make-a-refund.md, and have the \
         changed text of SOP-001 approved\n"
    );
    let left = SOP.replace(
        "2. Open the **Payments** menu.\n3. Click **Refund**.\n4. The",
        "2. Follow [Make a refund (WI-001)](../work-instructions/make-a-refund.md).\n3. The",
    );
    assert_eq!(read(&repo, "sops/refunds.md"), left);
    let new = read(&repo, "work-instructions/make-a-refund.md");
    assert!(new.contains("implements = [\"SOP-001\"]"), "{new}");
    assert!(new.contains("1. Open the **Payments** menu.\n2. Click **Refund**.\n"), "{new}");
    run(&repo, ANA, &["check", "--fail-on", "error"]).run().success();
}

#[test]
fn a_dry_run_shows_both_files_and_writes_none() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox, "library");
    let shown = extract(&repo, &["SOP-001", "2-3", "--dry-run"]).success().stdout;
    assert!(shown.contains("would create work-instructions/refunds.md\n"), "{shown}");
    assert!(shown.contains("would replace sops/refunds.md\n"), "{shown}");
    assert_eq!(read(&repo, "sops/refunds.md"), SOP);
    assert!(!repo.folder().join("work-instructions").exists());
}

#[test]
fn what_git_does_not_hold_is_not_rewritten() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox, "library");
    let mine = SOP.replace("The cashier", "The new cashier");
    repo.write("sops/refunds.md", &mine);
    let said = extract(&repo, &["SOP-001", "2-3"]).fails_with(2);
    assert_eq!(
        said.stderr,
        "error: sops/refunds.md would be changed, and git does not have it as it is\n\
         hint: commit them first: git commit -- sops/refunds.md\n"
    );
    assert_eq!(read(&repo, "sops/refunds.md"), mine);
    assert!(!repo.folder().join("work-instructions").exists());
}

#[test]
fn a_step_that_there_is_not_is_told_with_those_there_are() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox, "library");
    let said = extract(&repo, &["SOP-001", "2-9"]).fails_with(2);
    assert_eq!(
        said.stderr,
        "error: there is no step 9 in sops/refunds.md\nhint: it has the steps 1-4\n"
    );
}
