//! The same history in repositories of every make: however git keeps it, and wherever one
//! stands, the answers are the same bytes.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::documents::{STEPS, ask, json, reviewed, sop};
use crate::git_repo::{ANA, BEN, CLARA, GitRepo};
use crate::sandbox::Sandbox;

const DAY: &str = "2026-11-22";

/// Every command that reads history, in both kinds of format.
const COMMANDS: [&[&str]; 12] = [
    &["stale", "--as-of", DAY, "--explain"],
    &["stale", "--as-of", DAY, "--format", "json"],
    &["list", "--as-of", DAY, "--format", "json"],
    &["list", "--rev", "v1", "--as-of", DAY],
    &["show", "SOP-001", "--as-of", DAY, "--format", "json"],
    &["log", "--all", "--as-of", DAY, "--format", "json"],
    &["log", "SOP-003", "--as-of", DAY],
    &["diff", "v1..HEAD", "--as-of", DAY, "--format", "json"],
    &["diff", "HEAD~2..HEAD", "--as-of", DAY],
    &["changelog", "v1..HEAD", "--as-of", DAY, "--format", "json"],
    &["changelog", "v1..HEAD", "--as-of", DAY],
    &["check", "--as-of", DAY, "--format", "json"],
];

/// Procedures with a review, a merge of two changes of one text, a rename, a watched file
/// and a text that was put back. `settle` is called after every commit.
fn write_library(repo: &GitRepo<'_>, settle: &dyn Fn(&GitRepo<'_>)) {
    let commit = |by, on, message| {
        repo.commit(by, on, message);
        settle(repo);
    };
    repo.write("config/limits.yaml", "limit: 100\n");
    repo.write("sops/upper.md", &reviewed("SOP-001", "2026-02-01", STEPS));
    let implements = "last_reviewed = 2026-03-01\nimplements = [\"SOP-001\"]\n";
    repo.write("sops/lower.md", &sop("SOP-002", implements, STEPS));
    let watching = "last_reviewed = 2026-03-01\nwatches = [\"config/limits.yaml\"]\n";
    repo.write("old/watching.md", &sop("SOP-003", watching, STEPS));
    commit(ANA, "2026-03-01", "Begin");
    repo.tag("v1");
    repo.branch("work");
    replace(repo, "sops/upper.md", "1. Call", "1. Always call");
    commit(BEN, "2026-04-01", "Always call");
    repo.switch("main");
    replace(repo, "sops/upper.md", "3. Close", "3. Later close");
    commit(CLARA, "2026-04-02", "Close later");
    repo.merge("work", ANA, "2026-04-03");
    settle(repo);
    repo.rename("old/watching.md", "sops/watching.md");
    repo.write("config/limits.yaml", "limit: 200\n");
    commit(BEN, "2026-05-01", "Move, and raise the limit");
    replace(repo, "sops/lower.md", "Write down", "Remember");
    commit(BEN, "2026-05-02", "Remember it");
    replace(repo, "sops/lower.md", "Remember", "Write down");
    commit(ANA, "2026-05-03", "Write it down after all");
}

fn replace(repo: &GitRepo<'_>, path: &str, old: &str, new: &str) {
    let text = fs::read_to_string(repo.folder().join(path)).unwrap();
    assert!(text.contains(old), "{text}");
    repo.write(path, &text.replacen(old, new, 1));
}

fn library(sandbox: &Sandbox) -> GitRepo<'_> {
    let repo = GitRepo::new(sandbox, "plain");
    write_library(&repo, &|_| ());
    repo
}

/// What was asked, how that ended, and what was said.
type Answer = (String, Option<i32>, String, String);

/// What a folder of a repository answers to every command. A clone calls the branch by
/// what it has of it, which is the one thing that may differ.
fn answers_in(sandbox: &Sandbox, folder: &Path) -> Vec<Answer> {
    let all = COMMANDS.iter().map(|command| {
        let output = sandbox.sopctl_in(folder, command).run();
        let branch = |text: String| text.replace("origin/main", "main");
        (command.join(" "), output.status, branch(output.stdout), branch(output.stderr))
    });
    all.collect()
}

#[track_caller]
fn assert_same(sandbox: &Sandbox, odd: &GitRepo<'_>, plain: &[Answer]) {
    for (found, expected) in answers_in(sandbox, odd.folder()).iter().zip(plain) {
        assert_ne!(expected.1, Some(2), "{expected:?}");
        assert_eq!(found, expected);
    }
}

#[test]
fn however_objects_are_kept_the_answers_are_the_same() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    let plain = answers_in(&sandbox, repo.folder());
    assert_eq!(repo.git(&["count-objects", "-v"]).lines().nth(2), Some("packs: 0"));

    let packs = GitRepo::new(&sandbox, "packs");
    write_library(&packs, &|repo| {
        repo.git(&["repack", "-d", "--quiet"]);
    });
    assert_eq!(packs.git(&["count-objects", "-v"]).lines().nth(3), Some("packs: 7"));
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
    outer.git(&["-c", "protocol.file.allow=always", "submodule", "--quiet", "add", &source, "sub"]);
    outer.commit(ANA, "2026-06-01", "Add the library");
    let sub = outer.folder().join("sub");
    assert!(sub.join(".git").is_file());
    assert_eq!(answers_in(&sandbox, &sub), plain);
    assert_eq!(answers_in(&sandbox, &sub.join("sops")), plain);
    let listed = ask(&outer, &["list", "--as-of", DAY]);
    assert_eq!(listed["summary"]["documents"], 1);
}

#[test]
fn a_detached_head_at_the_branch_answers_as_the_branch_does() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    let plain = answers_in(&sandbox, repo.folder());
    let source = repo.folder().display().to_string();
    let clone = repo.clone_with(&[&source], "clone");
    clone.git(&["checkout", "--quiet", "--detach"]);
    assert_same(&sandbox, &clone, &plain);
}

/// A continuous integration job that checks out the merge of a pull request: no branch, no
/// `origin/HEAD`, and history as deep as it was told to.
fn pull_request<'s>(sandbox: &'s Sandbox, repo: &GitRepo<'_>, depth: &[&str]) -> GitRepo<'s> {
    repo.branch("proposal");
    replace(repo, "sops/lower.md", "Call the customer", "Write to the customer");
    repo.commit(BEN, "2026-06-01", "Write instead");
    repo.switch("main");
    repo.git(&["update-ref", "refs/pull/1/head", "proposal"]);
    repo.branch("merged");
    let merge = repo.merge("proposal", ANA, "2026-06-02");
    repo.git(&["update-ref", "refs/pull/1/merge", &merge]);
    repo.switch("main");
    repo.git(&["branch", "--quiet", "-D", "merged", "proposal", "work"]);
    let job = GitRepo::new(sandbox, "job");
    let source = format!("file://{}", repo.folder().display());
    job.git(&["remote", "add", "origin", &source]);
    let wanted =
        ["+refs/heads/*:refs/remotes/origin/*", "+refs/pull/1/merge:refs/remotes/pull/1/merge"];
    let fetch = ["fetch", "--quiet", "--no-recurse-submodules", "origin"];
    job.git(&[&fetch[..], depth, &wanted].concat());
    job.git(&["checkout", "--quiet", "--force", "refs/remotes/pull/1/merge"]);
    job
}

#[test]
fn the_checkout_of_a_pull_request_is_judged_by_the_branch_it_is_for() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    repo.write("sopctl.toml", "[history]\nbranch = \"main\"\n");
    repo.commit(ANA, "2026-05-20", "Name the branch");
    let job = pull_request(&sandbox, &repo, &[]);
    let answer = ask(&job, &["stale", "--as-of", DAY, "--fail-on", "never"]);
    assert_eq!(answer["repository"]["branch"], "origin/main");
    assert_eq!(answer["repository"]["history"], "complete");
    let revisions = &ask(&job, &["log", "SOP-002"])["revisions"];
    assert_eq!(revisions[0]["subject"], "Write instead");
    assert!(revisions[0]["landed"].is_null(), "what is proposed has not landed");
    assert_eq!(revisions[1]["landed"], revisions[1]["date"]);
}

#[test]
fn the_checkout_of_a_pull_request_without_a_named_branch_says_which_there_are() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    let job = pull_request(&sandbox, &repo, &[]);
    let said = job.sopctl(&["stale", "--as-of", DAY]).run().fails_with(2);
    assert!(said.stderr.contains("[history] branch = \"…\"; there are origin/main"), "{said:?}");
    // What rests on no branch is answered all the same.
    for command in [&["check"][..], &["list"], &["show", "SOP-001"], &["diff", "HEAD~1..HEAD"]] {
        let output = job.sopctl(&[command, &["--as-of", DAY]].concat()).run();
        assert_ne!(output.status, Some(2), "{command:?} {output:?}");
    }
}

#[test]
fn the_checkout_of_a_pull_request_is_shallow_unless_told_otherwise() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    repo.write("sopctl.toml", "[history]\nbranch = \"main\"\n");
    repo.commit(ANA, "2026-05-20", "Name the branch");
    let job = pull_request(&sandbox, &repo, &["--depth=1"]);
    let said = job.sopctl(&["stale", "--as-of", DAY]).env("GITHUB_ACTIONS", "true").run();
    assert!(said.fails_with(2).stderr.contains("fetch-depth: 0"));
    for command in [&["check"][..], &["list"], &["show", "SOP-001"], &["diff", "HEAD"]] {
        let output = job.sopctl(&[command, &["--as-of", DAY]].concat()).run();
        assert_ne!(output.status, Some(2), "{command:?} {output:?}");
    }
}

#[test]
fn a_commit_graph_in_a_shallow_clone_is_not_believed() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    let ask_all = |repo: &GitRepo<'_>| {
        let all = COMMANDS.iter().map(|command| {
            let output = repo.sopctl(&[command, &["--allow-shallow"][..]].concat()).run();
            (command.join(" "), output.status, output.stdout, output.stderr)
        });
        all.collect::<Vec<_>>()
    };
    let source = format!("file://{}", repo.folder().display());
    let honest = repo.clone_with(&["--depth=3", &source], "honest");
    let expected = ask_all(&honest);
    // The same clone that was whole once, and knows all parents from then.
    let clone = repo.clone_with(&[&source], "clone");
    clone.git(&["commit-graph", "write", "--reachable", "--changed-paths"]);
    fs::copy(honest.folder().join(".git/shallow"), clone.folder().join(".git/shallow")).unwrap();
    assert_eq!(clone.git(&["rev-list", "--count", "HEAD"]), honest.git(&["rev-list", "--count", "HEAD"]));
    clone.git(&["tag", "--delete", "v1"]);
    assert_eq!(ask_all(&clone), expected);
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
    repo.git(&["refs", "migrate", "--ref-format=files"]);
    repo.sopctl(&["stale", "--as-of", "2026-03-01"]).run().success();
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

/// A clone that has all commits and folders, and of the texts only those of its tip.
fn without_texts<'s>(repo: &GitRepo<'s>, name: &str) -> GitRepo<'s> {
    repo.git(&["config", "uploadpack.allowFilter", "true"]);
    let source = format!("file://{}", repo.folder().display());
    repo.clone_with(&["--filter=blob:none", &source], name)
}

#[test]
fn a_clone_without_old_texts_knows_every_commit_and_no_meaning() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    let partial = without_texts(&repo, "partial");
    let facts = |repo: &GitRepo<'_>| {
        let answer = ask(repo, &["log", "SOP-002"]);
        let keys = ["commit", "date", "author", "subject", "path", "landed", "merge"];
        let revisions = answer["revisions"].as_array().unwrap().clone();
        revisions
            .iter()
            .map(|revision| keys.map(|key| revision[key].clone()))
            .collect::<Vec<[Value; 7]>>()
    };
    assert_eq!(facts(&partial), facts(&repo));
    let (there, here) = (
        ask(&partial, &["stale", "--as-of", DAY, "--fail-on", "never"]),
        ask(&repo, &["stale", "--as-of", DAY, "--fail-on", "never"]),
    );
    assert_eq!(there["repository"]["history"], "partial");
    let documents = |answer: &Value| answer["documents"].as_array().unwrap().clone();
    for (there, here) in documents(&there).iter().zip(&documents(&here)) {
        for key in ["id", "path", "last_change", "due", "last_reviewed"] {
            assert_eq!(there[key], here[key], "{key}");
        }
    }
    for command in COMMANDS {
        let output = partial.sopctl(command).run();
        assert!(!output.stderr.contains("damaged"), "{command:?} {output:?}");
        assert_ne!(output.status, Some(2), "{command:?} {output:?}");
    }
}

#[test]
fn the_remedy_for_a_partial_clone_makes_it_answer_as_a_whole_one() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    let plain = answers_in(&sandbox, repo.folder());
    let partial = without_texts(&repo, "partial");
    let said = ask(&partial, &["stale", "--as-of", DAY, "--fail-on", "never"]).to_string();
    let remedy = ["fetch", "--refetch", "--no-filter"];
    assert!(said.contains(&format!("git {}", remedy.join(" "))), "{said}");
    partial.git(&remedy);
    let whole = |text: &str| text.replace("\"history\": \"partial\"", "\"history\": \"complete\"");
    for (found, expected) in answers_in(&sandbox, partial.folder()).iter().zip(&plain) {
        assert_eq!((&found.0, found.1, whole(&found.2)), (&expected.0, expected.1, expected.2.clone()));
    }
}

#[test]
fn a_clone_without_folders_says_what_to_fetch() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    repo.git(&["config", "uploadpack.allowFilter", "true"]);
    let source = format!("file://{}", repo.folder().display());
    let bare = repo.clone_with(&["--bare", "--filter=tree:0", &source], "bare.git");
    for command in ["stale", "list", "check"] {
        let said = bare.sopctl(&[command]).run().fails_with(2);
        assert!(said.stderr.contains("is missing"), "{said:?}");
        assert!(said.stderr.contains("git fetch --refetch --no-filter"), "{said:?}");
        assert_eq!(said.stdout, "");
    }
    // With a working tree there are documents to judge, and no history to judge them by.
    let clone = repo.clone_with(&["--filter=tree:0", &source], "clone");
    let output = clone.sopctl(&["stale", "--as-of", DAY, "--format", "json"]).run();
    let answer = json(&output.fails_with(1));
    assert_eq!(answer["summary"]["documents"], 3);
    let documents = answer["documents"].as_array().unwrap();
    assert!(documents.iter().all(|document| document["uncertain"] == true), "{answer:#}");
    clone.sopctl(&["list"]).run().success();
    clone.sopctl(&["log", "SOP-001"]).run();
}
