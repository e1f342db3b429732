//! Repositories in every shape: shallow, bare, linked, seen from below, without a branch.

use std::fs;

use crate::documents::{STEPS, ask, json, named, reviewed, stale_on, state};
use crate::git_repo::{ANA, BEN, GitRepo};
use crate::sandbox::Sandbox;

const DAY: &str = "2026-11-22";

/// A procedure with a review and a change after it.
fn library(sandbox: &Sandbox) -> GitRepo<'_> {
    let repo = GitRepo::new(sandbox, "library");
    repo.write("sops/calls.md", &reviewed("SOP-001", "2026-02-01", STEPS));
    repo.commit(ANA, "2026-02-01", "Write the procedure for calls");
    repo.write("sops/calls.md", &reviewed("SOP-001", "2026-03-01", STEPS));
    repo.commit(ANA, "2026-03-01", "Review calls");
    let changed = STEPS.replace("Write", "Carefully write");
    repo.write("sops/calls.md", &reviewed("SOP-001", "2026-03-01", &changed));
    repo.commit(BEN, "2026-04-01", "Write carefully");
    repo
}

#[test]
fn a_shallow_clone_is_refused_with_the_remedy_of_where_it_runs() {
    let sandbox = Sandbox::new();
    let shallow = library(&sandbox).shallow_clone("shallow", 1);
    let plain = shallow.sopctl(&["stale", "--as-of", DAY]).run().fails_with(2);
    assert!(plain.stderr.starts_with("error: this clone is shallow"), "{plain:?}");
    assert!(plain.stderr.contains("hint: git fetch --unshallow; --allow-shallow"), "{plain:?}");
    assert_eq!(plain.stdout, "");
    for (variable, remedy) in [
        ("GITHUB_ACTIONS", "give actions/checkout `fetch-depth: 0`"),
        ("GITLAB_CI", "set the variable GIT_DEPTH: 0"),
    ] {
        let said = shallow.sopctl(&["stale"]).env(variable, "true").run().fails_with(2);
        assert!(said.stderr.contains(remedy), "{said:?}");
    }
}

#[test]
fn what_a_shallow_clone_cannot_tell_is_unknown_and_not_current() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    let shallow = repo.shallow_clone("shallow", 1);
    let asked = ["stale", "--as-of", DAY, "--allow-shallow", "-f", "json"];
    let answer = json(&shallow.sopctl(&asked).run().fails_with(1));
    assert_eq!(answer["repository"]["history"], "shallow");
    let document = named(&answer, "SOP-001");
    assert_eq!((&document["state"], &document["uncertain"]), (&"unknown".into(), &true.into()));
    assert_eq!(document["reasons"][0]["code"], "history-incomplete");
    assert_eq!(document["due"], "2027-03-01");
    assert!(document["last_meaningful_change"].is_null() && document["review"].is_null());
    shallow.sopctl(&["list", "--as-of", DAY, "--allow-shallow"]).run().success();
    // One commit more, and the change after the review is here with its proof.
    let deeper = repo.shallow_clone("deeper", 2);
    let answer = json(&deeper.sopctl(&asked).run());
    assert_eq!(named(&answer, "SOP-001")["last_change"]["commit"], repo.head());
}

#[test]
fn a_bare_repository_answers_as_its_clone_does() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    let bare = repo.bare_clone("bare.git");
    let (mut there, mut here) = (stale_on(&bare, DAY), stale_on(&repo, DAY));
    assert_eq!(state(&there, "SOP-001"), "changed");
    assert_eq!(there["documents"], here["documents"]);
    for answer in [&mut there, &mut here] {
        answer["repository"]["rev"] = serde_json::Value::Null;
    }
    assert_eq!(there["repository"], here["repository"]);
    for command in ["list", "diff"] {
        bare.sopctl(&[command, "--as-of", DAY]).run().success();
    }
    bare.sopctl(&["changelog", "HEAD~1..HEAD"]).run().success();
    bare.sopctl(&["diff", "HEAD~1"]).run().success();
}

#[test]
fn a_linked_worktree_shows_its_own_branch() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    let linked = repo.worktree("linked", "draft");
    linked.write("sops/calls.md", &reviewed("SOP-001", "2026-05-01", STEPS));
    linked.commit(BEN, "2026-05-01", "Review again");
    assert_eq!(state(&stale_on(&linked, DAY), "SOP-001"), "current");
    assert_eq!(state(&stale_on(&repo, DAY), "SOP-001"), "changed");
}

#[test]
fn a_folder_below_sees_the_whole_repository() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    repo.write("other/more.md", &reviewed("SOP-002", "2026-03-01", STEPS));
    repo.commit(ANA, "2026-05-01", "Write more");
    let whole = stale_on(&repo, DAY);
    let below = sandbox.sopctl_in(
        &repo.folder().join("sops"),
        &["stale", "--as-of", DAY, "--fail-on", "never", "-f", "json"],
    );
    assert_eq!(json(&below.run().success()), whole);
    let arguments =
        ["-C", "library/other", "stale", "--as-of", DAY, "--fail-on", "never", "-f", "json"];
    assert_eq!(json(&sandbox.sopctl(&arguments).run().success()), whole);
    let missing = sandbox.sopctl(&["-C", "nowhere", "stale"]).run().fails_with(2);
    assert!(missing.stderr.contains("cannot look into nowhere"), "{missing:?}");
    assert!(missing.stderr.contains("hint: name another folder"), "{missing:?}");
}

#[test]
fn a_detached_head_is_judged_by_the_branch_that_is_there() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    repo.git(&["switch", "--quiet", "--detach", "HEAD~1"]);
    let said = repo.sopctl(&["stale", "--as-of", DAY]).run().fails_with(2);
    assert!(said.stderr.contains("hint: name the controlled branch"), "{said:?}");
    assert!(said.stderr.contains("there are main"), "{said:?}");
    repo.sopctl(&["diff", "HEAD~1..HEAD"]).run().success();
    let clone = GitRepo::new(&sandbox, "configured");
    clone.write("sopctl.toml", "[history]\nbranch = \"main\"\n");
    clone.write("sops/calls.md", &reviewed("SOP-001", "2026-03-01", STEPS));
    clone.commit(ANA, "2026-03-01", "Write");
    clone.git(&["switch", "--quiet", "--detach"]);
    let answer = stale_on(&clone, DAY);
    assert_eq!(
        (state(&answer, "SOP-001"), &answer["repository"]["branch"]),
        ("current", &"main".into())
    );
}

#[test]
fn a_library_in_a_subfolder_is_only_that_folder() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    repo.write("quality/sopctl.toml", "[types.sop]\nreview_interval = \"6 months\"\n");
    let fields = "status = \"effective\"\nlast_reviewed = 2026-03-01\n";
    repo.write("quality/sops/a.md", &crate::documents::document("SOP-007", fields, STEPS));
    repo.commit(ANA, "2026-03-02", "Begin a library");
    let asked = ["stale", "--as-of", DAY, "--fail-on", "never", "-f", "json"];
    let inside =
        json(&sandbox.sopctl_in(&repo.folder().join("quality/sops"), &asked).run().success());
    assert_eq!(
        (&inside["library"], &inside["summary"]["documents"]),
        (&"quality".into(), &1.into())
    );
    let document = named(&inside, "SOP-007");
    assert_eq!(document["path"], "quality/sops/a.md");
    assert_eq!((&document["state"], &document["due"]), (&"overdue".into(), &"2026-09-01".into()));
    let outside = ask(&repo, &["stale", "--as-of", DAY, "--fail-on", "never"]);
    assert_eq!((&outside["library"], &outside["summary"]["documents"]), (&".".into(), &2.into()));
    let by_rev = [&asked[..], &["--rev", "HEAD"]].concat();
    let by_rev = json(&sandbox.sopctl_in(&repo.folder().join("quality"), &by_rev).run().success());
    assert_eq!(by_rev["documents"], inside["documents"]);
}

#[test]
fn a_hostile_git_configuration_changes_no_answer() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    let before = repo.sopctl(&["stale", "--as-of", DAY, "-f", "json"]).run();
    let hostile = "[diff]\n\trenames = false\n\texternal = false\n[core]\n\tquotePath = true\n\tautocrlf = true\n[log]\n\tshowSignature = true\n[color]\n\tui = always\n[i18n]\n\tlogOutputEncoding = latin1\n";
    fs::write(sandbox.work().join("../home/.gitconfig"), hostile).unwrap();
    let after = repo.sopctl(&["stale", "--as-of", DAY, "-f", "json"]).run();
    assert_eq!(before.stdout, after.stdout);
}
