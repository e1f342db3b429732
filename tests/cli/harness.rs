//! What the other tests stand on: the sandbox, and histories with fixed commit ids.

use std::fs;

use crate::git_repo::{ANA, BEN, CLARA, GitRepo};
use crate::sandbox::{Output, Sandbox};

/// A document that changes on a branch, on main, and on the way back.
fn script(sandbox: &Sandbox) -> (GitRepo<'_>, String) {
    let repo = GitRepo::new(sandbox, "library");
    let first = repo.write("sops/onboarding.md", "# Onboarding\n").commit(
        ANA,
        "2025-01-15",
        "Write the onboarding procedure",
    );
    repo.tag("v1");
    repo.branch("shorter");
    repo.write("sops/onboarding.md", "# Onboarding\n\nCall them.\n");
    repo.commit(BEN, "2025-02-01", "Shorten it");
    repo.switch("main");
    repo.write("policies/data.md", "# Data\n");
    repo.commit(CLARA, "2025-02-02T08:00:00+02:00", "Write the data policy");
    repo.merge("shorter", ANA, "2025-02-03");
    (repo, first)
}

#[test]
fn the_same_script_gives_the_same_commits_everywhere() {
    let (sandbox, other) = (Sandbox::new(), Sandbox::new());
    let (repo, first) = script(&sandbox);
    assert_eq!(first, "bd97ab3997ba2ca65948790d5e2db84a225b141e");
    assert_eq!(repo.head(), "cad07cb5a42d1278be7f8de1bf22e80e4b6623dd");
    assert_eq!(script(&other).0.head(), repo.head());
}

#[test]
fn people_and_moments_are_as_told() {
    let sandbox = Sandbox::new();
    let (repo, _) = script(&sandbox);
    let log = repo.git(&["log", "--first-parent", "--format=%an <%ae> %aI %cI %s"]);
    assert_eq!(
        log.lines().collect::<Vec<_>>(),
        [
            "Ana Reyes <ana@example.com> 2025-02-03T09:00:03Z 2025-02-03T09:00:03Z Merge branch 'shorter'",
            "Clara Vogt <clara@example.com> 2025-02-02T08:00:00+02:00 2025-02-02T08:00:00+02:00 Write the data policy",
            "Ana Reyes <ana@example.com> 2025-01-15T09:00:00Z 2025-01-15T09:00:00Z Write the onboarding procedure",
        ]
    );
    assert_eq!(repo.git(&["rev-list", "--count", "--min-parents=2", "HEAD"]), "1");
    assert_eq!(repo.git(&["rev-parse", "v1"]), repo.git(&["rev-parse", "HEAD~2"]));
}

#[test]
fn history_can_be_moved_taken_back_and_repeated() {
    let sandbox = Sandbox::new();
    let (repo, _) = script(&sandbox);
    repo.rename("sops/onboarding.md", "procedures/onboarding/start.md");
    let moved = repo.commit(BEN, "2025-03-01", "Move it");
    let raw = repo.git(&["show", "--format=", "--name-status", "--find-renames", &moved]);
    assert_eq!(raw, "R100\tsops/onboarding.md\tprocedures/onboarding/start.md");

    let revert = repo.revert(&moved, ANA, "2025-03-02");
    assert_eq!(repo.git(&["diff", "--name-only", "HEAD~2", &revert]), "");
    let again = repo.cherry_pick(&moved, CLARA, "2025-03-03");
    assert_eq!(
        repo.git(&["log", "-1", "--format=%an %cn %aI", &again]),
        "Ben Okoro Clara Vogt 2025-03-01T09:00:04Z"
    );

    repo.branch("gone");
    repo.remove("policies/data.md").commit(BEN, "2025-03-04", "Drop the policy");
    repo.switch("main");
    let squashed = repo.squash("gone", ANA, "2025-03-05", "Drop the policy (#12)");
    assert_eq!(
        repo.git(&["rev-list", "--parents", "-1", &squashed]),
        format!("{squashed} {again}")
    );
    assert!(!repo.folder().join("policies/data.md").exists());
}

#[test]
fn clones_and_worktrees_are_what_they_are_called() {
    let sandbox = Sandbox::new();
    let (repo, _) = script(&sandbox);
    let shallow = repo.shallow_clone("shallow", 1);
    assert_eq!(shallow.git(&["rev-parse", "--is-shallow-repository"]), "true");
    assert_eq!(shallow.git(&["rev-list", "--count", "HEAD"]), "1");
    let bare = repo.bare_clone("bare.git");
    assert_eq!(bare.git(&["rev-parse", "--is-bare-repository"]), "true");
    assert_eq!(bare.head(), repo.head());
    let linked = repo.worktree("linked", "draft");
    linked.write("sops/b.md", "# B\n").commit(BEN, "2025-04-01", "Draft");
    assert_eq!(repo.git(&["rev-parse", "draft"]), linked.head());
    assert_ne!(repo.head(), linked.head());
}

#[test]
fn nothing_of_the_machine_reaches_the_sandbox() {
    let sandbox = Sandbox::new();
    let env = sandbox.command("/usr/bin/env".as_ref(), &sandbox.work()).output().unwrap();
    let env = String::from_utf8(env.stdout).unwrap();
    let mut names: Vec<_> = env.lines().filter_map(|line| Some(line.split_once('=')?.0)).collect();
    names.sort_unstable();
    assert_eq!(
        names,
        [
            "COLUMNS",
            "GIT_CEILING_DIRECTORIES",
            "GIT_CONFIG_NOSYSTEM",
            "HOME",
            "LC_ALL",
            "PATH",
            "TZ"
        ]
    );
    let repo = GitRepo::new(&sandbox, "library");
    let settings = repo.git(&["config", "--list", "--show-scope"]);
    let elsewhere = ["system", "global", "unknown"];
    assert!(!settings.lines().any(|line| elsewhere.iter().any(|scope| line.starts_with(scope))));
}

#[test]
fn the_program_runs_and_answers_for_its_version() {
    let sandbox = Sandbox::new();
    let file = sandbox.write("sops/a.md", "# A\n");
    let said = sandbox.sopctl(&["--version"]).env("NO_COLOR", "1").run().success();
    assert_eq!(said.stderr, "");
    let there = sandbox.sopctl_in(&sandbox.work().join("sops"), &["--version"]).run();
    assert_eq!((there.stdout, there.status), (said.stdout, Some(0)));
    assert_eq!(fs::read_to_string(file).unwrap(), "# A\n");
}

#[test]
#[should_panic(expected = "no such document")]
fn another_status_shows_what_was_said() {
    let said =
        Output { stdout: String::new(), stderr: "no such document".to_owned(), status: Some(2) };
    said.fails_with(2).success();
}
