//! The same history in repositories of every make: however git keeps it, and wherever one
//! stands, the answers are the same bytes.

use std::fs;

use crate::documents::{STEPS, ask, reviewed};
use crate::git_repo::{ANA, BEN, GitRepo};
use crate::histories::{DAY, answers_in, assert_same, library, replace, write_library};
use crate::sandbox::Sandbox;

#[test]
fn however_objects_are_kept_the_answers_are_the_same() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    let plain = answers_in(&sandbox, repo.folder());
    assert!(repo.git(&["count-objects", "-v"]).contains("packs: 0"));

    let packs = GitRepo::new(&sandbox, "packs");
    write_library(&packs, &|repo| {
        repo.git(&["repack", "-d", "--quiet"]);
    });
    assert!(packs.git(&["count-objects", "-v"]).contains("packs: 7"));
    assert_eq!(packs.head(), repo.head());
    assert_same(&sandbox, &packs, &plain);
    packs.git(&["multi-pack-index", "write"]);
    assert_same(&sandbox, &packs, &plain);

    repo.git(&["gc", "--quiet"]);
    repo.git(&["commit-graph", "write", "--reachable", "--changed-paths"]);
    repo.git(&["pack-refs", "--all"]);
    assert_same(&sandbox, &repo, &plain);
}

#[test]
fn a_clone_that_borrows_objects_answers_as_its_lender_does() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    let plain = answers_in(&sandbox, repo.folder());
    let source = repo.folder().display().to_string();
    let shared = repo.clone_with(&["--shared", &source], "shared");
    assert!(shared.folder().join(".git/objects/info/alternates").exists());
    assert_same(&sandbox, &shared, &plain);
    // One that borrows from a borrower.
    let source = shared.folder().display().to_string();
    let again = shared.clone_with(&["--shared", "--branch=main", &source], "again");
    again.git(&["remote", "set-head", "origin", "main"]);
    assert_same(&sandbox, &again, &plain);
    // And one whose newer commits are its own.
    repo.git(&["gc", "--quiet"]);
    replace(&shared, "sops/upper.md", "the ticket", "every ticket");
    shared.commit(BEN, "2026-06-01", "Every ticket");
    shared.git(&["push", "--quiet", "origin", "HEAD:refs/heads/fresh"]);
    repo.git(&["merge", "--quiet", "--ff-only", "fresh"]);
    shared.git(&["fetch", "--quiet", "origin"]);
    assert_same(&sandbox, &shared, &answers_in(&sandbox, repo.folder()));
}

#[test]
fn names_of_64_digits_change_nothing_but_the_names() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    let long = GitRepo::with(&sandbox, "long", &["--object-format=sha256"]);
    write_library(&long, &|_| ());
    let names = |repo: &GitRepo<'_>| {
        let log = repo.git(&["log", "--format=%H", "--date-order"]);
        log.lines().map(str::to_owned).collect::<Vec<_>>()
    };
    let (old, new) = (names(&repo), names(&long));
    assert!(new.iter().all(|name| name.len() == 64) && old.len() == new.len());
    let plain = answers_in(&sandbox, repo.folder());
    for (found, expected) in answers_in(&sandbox, long.folder()).into_iter().zip(plain) {
        let renamed = new.iter().zip(&old).fold(found.2, |text, (new, old)| {
            let text = text.replace(new.as_str(), old);
            (7..=12).rev().fold(text, |text, digits| text.replace(&new[..digits], &old[..digits]))
        });
        assert_eq!((found.0, found.1, renamed, found.3), expected);
    }
}

#[test]
fn it_does_not_matter_where_the_git_folder_is() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    let plain = answers_in(&sandbox, repo.folder());
    let source = repo.folder().display().to_string();

    let apart = sandbox.work().join("apart.git").display().to_string();
    let separate = repo.clone_with(&["--separate-git-dir", &apart, &source], "separate");
    assert!(separate.folder().join(".git").is_file());
    assert_same(&sandbox, &separate, &plain);

    let mirror = repo.clone_with(&["--mirror", &source], "mirror.git");
    for (found, expected) in answers_in(&sandbox, mirror.folder()).iter().zip(&plain) {
        assert_eq!((&found.0, found.1, &found.2), (&expected.0, expected.1, &expected.2));
    }

    repo.branch("elsewhere");
    let linked = sandbox.work().join("linked");
    repo.git(&["worktree", "add", "--quiet", &linked.display().to_string(), "main"]);
    assert_eq!(answers_in(&sandbox, &linked), plain);
}

#[test]
fn a_submodule_answers_as_the_repository_that_it_is() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    let plain = answers_in(&sandbox, repo.folder());
    let outer = GitRepo::new(&sandbox, "outer");
    outer.write("docs/outer.md", &reviewed("SOP-900", "2020-01-01", STEPS));
    outer.write("sopctl.toml", "[documents]\ninclude = [\"docs/*.md\"]\n");
    let source = repo.folder().display().to_string();
    // What `git submodule add` does, which is a shell script in want of many programs.
    fs::create_dir_all(outer.folder().join(".git/modules")).unwrap();
    outer.git(&["clone", "--quiet", "--separate-git-dir=.git/modules/sub", &source, "sub"]);
    let sub = outer.folder().join("sub");
    outer.write("sub/.git", "gitdir: ../.git/modules/sub\n");
    outer.git(&["config", "--file=.git/modules/sub/config", "core.worktree", "../../../sub"]);
    outer.write(".gitmodules", "[submodule \"sub\"]\n\tpath = sub\n\turl = ../plain\n");
    outer.commit(ANA, "2026-06-01", "Add the library");
    assert!(outer.git(&["ls-tree", "HEAD", "sub"]).starts_with("160000 commit"));
    assert_eq!(answers_in(&sandbox, &sub), plain);
    assert_eq!(answers_in(&sandbox, &sub.join("sops")), plain);
    let listed = ask(&outer, &["list", "--as-of", DAY]);
    assert_eq!(listed["summary"]["documents"], 1);
}

#[test]
fn replaced_commits_and_texts_are_what_git_makes_of_them() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    let subjects = || {
        let answer = ask(&repo, &["log", "SOP-002"]);
        let revisions = answer["revisions"].as_array().unwrap().clone();
        revisions.iter().map(|r| r["subject"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let by_git = || repo.git(&["log", "--format=%s", "--", "sops/lower.md"]);
    assert_eq!(subjects(), by_git().lines().collect::<Vec<_>>());
    assert_eq!(subjects().len(), 3);
    // The two commits that took each other back are left out.
    repo.git(&["replace", "--graft", "HEAD", "HEAD~3"]);
    assert_eq!(by_git(), "Begin");
    assert_eq!(subjects(), ["Begin"]);
    repo.git(&["replace", "--delete", &repo.head()]);
    assert_eq!(subjects().len(), 3);
    // Another text under the name of the one that was committed.
    let text = repo.git(&["show", "HEAD:sops/lower.md"]);
    repo.write("new.txt", &text.replace("Call the customer", "Call nobody"));
    let new = repo.git(&["hash-object", "-w", "new.txt"]);
    repo.git(&["replace", "HEAD:sops/lower.md", &new]);
    assert!(repo.git(&["show", "HEAD:sops/lower.md"]).contains("Call nobody"));
    let shown = repo.sopctl(&["show", "SOP-002", "--rev", "HEAD"]).run().success();
    assert!(shown.stdout.contains("Call nobody"), "{}", shown.stdout);
}

#[test]
fn grafted_parents_are_those_of_the_answers() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    let graft = format!("{} {}\n", repo.head(), repo.git(&["rev-parse", "HEAD~3"]));
    fs::create_dir_all(repo.folder().join(".git/info")).unwrap();
    fs::write(repo.folder().join(".git/info/grafts"), graft).unwrap();
    let answer = ask(&repo, &["log", "SOP-002"]);
    assert_eq!(answer["revisions"].as_array().unwrap().len(), 1);
    assert_eq!(answer["revisions"][0]["subject"], "Begin");
    assert_eq!(repo.git(&["log", "--format=%s", "--", "sops/lower.md"]), "Begin");
}

#[test]
fn branches_kept_as_reftable_are_refused_by_name() {
    let sandbox = Sandbox::new();
    let Some(repo) = GitRepo::try_with(&sandbox, "tables", &["--ref-format=reftable"]) else {
        eprintln!("skipped: this git does not know reftable");
        return;
    };
    repo.write("sops/a.md", &reviewed("SOP-001", "2026-02-01", STEPS));
    repo.commit(ANA, "2026-02-01", "Begin");
    for command in ["stale", "list", "check", "diff"] {
        let said = repo.sopctl(&[command]).run().fails_with(2);
        assert!(said.stderr.contains("reftable, which is not supported"), "{said:?}");
        assert!(said.stderr.contains("hint: git refs migrate --ref-format=files"), "{said:?}");
        assert_eq!(said.stdout, "");
    }
    let source = repo.folder().display().to_string();
    let clone = repo.clone_with(&["--ref-format=files", &source], "files");
    clone.sopctl(&["stale", "--as-of", "2026-03-01"]).run().success();
}

/// Only root can give a folder away.
#[cfg(unix)]
#[test]
fn the_repository_of_somebody_else_is_refused_with_gits_own_remedy() {
    use std::os::unix::fs::chown;
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    for path in [repo.folder().to_owned(), repo.folder().join(".git")] {
        if chown(path, Some(54_321), None).is_err() {
            eprintln!("skipped: only the superuser can give a folder to somebody else");
            return;
        }
    }
    let whole = repo.folder().canonicalize().unwrap();
    let remedy = format!("git config --global --add safe.directory {}", whole.display());
    for command in ["stale", "list", "check", "diff"] {
        let said = repo.sopctl(&[command]).run().fails_with(2);
        assert!(said.stderr.contains("belongs to somebody else"), "{said:?}");
        assert!(said.stderr.replace('\'', "").contains(&remedy), "{said:?}");
        assert_eq!(said.stdout, "");
    }
    let home = sandbox.work().join("../home/.gitconfig");
    fs::write(home, format!("[safe]\n\tdirectory = {}\n", whole.display())).unwrap();
    repo.sopctl(&["list"]).run().success();
}
