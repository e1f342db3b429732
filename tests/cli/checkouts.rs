//! What continuous integration checks out: a commit without a branch.

use crate::documents::ask;
use crate::git_repo::{ANA, BEN, GitRepo};
use crate::histories::{DAY, answers_in, assert_same, library, replace};
use crate::sandbox::Sandbox;

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
/// `origin/HEAD`, and whatever else it was told to fetch.
fn pull_request<'s>(sandbox: &'s Sandbox, repo: &GitRepo<'_>, fetch: &[&str]) -> GitRepo<'s> {
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
    let merge = "+refs/pull/1/merge:refs/remotes/pull/1/merge";
    job.git(&[&["fetch", "--quiet", "--no-tags"], fetch, &["origin", merge]].concat());
    job.git(&["checkout", "--quiet", "--force", "refs/remotes/pull/1/merge"]);
    job
}

/// What reads documents and needs no branch.
fn assert_answered_without_a_branch(job: &GitRepo<'_>) {
    for command in [&["check"][..], &["list"], &["show", "SOP-001"], &["diff", "HEAD"]] {
        let output = job.sopctl(&[command, &["--as-of", DAY]].concat()).run();
        assert_ne!(output.status, Some(2), "{command:?} {output:?}");
    }
}

#[test]
fn the_checkout_of_a_pull_request_is_judged_by_the_branch_it_is_for() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    repo.write("sopctl.toml", "[history]\nbranch = \"main\"\n");
    repo.commit(ANA, "2026-05-20", "Name the branch");
    let job = pull_request(&sandbox, &repo, &[]);
    job.git(&["fetch", "--quiet", "origin"]);
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
    let job = pull_request(&sandbox, &library(&sandbox), &[]);
    job.git(&["fetch", "--quiet", "origin"]);
    let said = job.sopctl(&["stale", "--as-of", DAY]).run().fails_with(2);
    assert!(said.stderr.contains("[history] branch = \"…\"; there are origin/main"), "{said:?}");
    assert_answered_without_a_branch(&job);
    let listed = job.sopctl(&["list", "--as-of", DAY]).run().success();
    assert!(listed.stderr.contains("judged by the history of"), "{listed:?}");
    assert!(ask(&job, &["list", "--as-of", DAY])["repository"]["branch"].is_null());
}

#[test]
fn the_checkout_of_a_pull_request_is_shallow_unless_told_otherwise() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    repo.write("sopctl.toml", "[history]\nbranch = \"main\"\n");
    repo.commit(ANA, "2026-05-20", "Name the branch");
    // The one commit, and not even the branch that the configuration names.
    let job = pull_request(&sandbox, &repo, &["--depth=1"]);
    let said = job.sopctl(&["stale", "--as-of", DAY]).env("GITHUB_ACTIONS", "true").run();
    assert!(said.fails_with(2).stderr.contains("fetch-depth: 0"));
    assert_answered_without_a_branch(&job);
}

#[test]
fn a_commit_that_has_not_landed_is_not_said_to_be_on_the_branch() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    let clone = repo.clone_with(&[&format!("file://{}", repo.folder().display())], "clone");
    let head = |clone: &GitRepo<'_>| {
        let said = clone.sopctl(&["stale", "--as-of", DAY, "--fail-on", "never"]).run().success();
        said.stdout.lines().next().unwrap().to_owned()
    };
    assert!(head(&clone).contains(" on origin/main at "), "{}", head(&clone));
    clone.branch("proposal");
    clone.write("sops/upper.md", "Another text.\n");
    clone.commit(ANA, "2026-05-30", "Propose");
    assert!(head(&clone).contains(", which is not on origin/main yet, "), "{}", head(&clone));
    let answer = ask(&clone, &["stale", "--as-of", DAY, "--fail-on", "never"]);
    assert_eq!(answer["repository"]["on_branch"], false);
}

#[test]
fn a_checkout_without_any_branch_says_how_to_make_one() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    repo.git(&["checkout", "--quiet", "--detach"]);
    repo.git(&["branch", "--delete", "--force", "main", "work"]);
    let said = repo.sopctl(&["stale", "--as-of", DAY]).run().fails_with(2);
    assert!(said.stderr.contains("git switch -c main"), "{said:?}");
}
