//! One history that other tests keep in repositories of every make, and all that is asked
//! of them.

use std::fs;
use std::path::Path;

use crate::documents::{STEPS, reviewed, sop};
use crate::git_repo::{ANA, BEN, CLARA, GitRepo};
use crate::sandbox::Sandbox;

pub(crate) const DAY: &str = "2026-11-22";

/// Every command that reads history, in both kinds of format.
pub(crate) const COMMANDS: [&[&str]; 15] = [
    &["stale", "--as-of", DAY, "--explain"],
    &["stale", "--as-of", DAY, "--format", "json"],
    &["list", "--as-of", DAY, "--format", "json"],
    &["list", "--rev", "v1", "--as-of", DAY],
    &["show", "SOP-001", "--as-of", DAY, "--format", "json"],
    &["show", "SOP-003", "--at", DAY, "--format", "json"],
    &["list", "--in-force", "--at", "2026-04-15", "--format", "json"],
    &["stale", "--at", "2026-04-15"],
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
pub(crate) fn write_library(repo: &GitRepo<'_>, settle: &dyn Fn(&GitRepo<'_>)) {
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

pub(crate) fn replace(repo: &GitRepo<'_>, path: &str, old: &str, new: &str) {
    let text = fs::read_to_string(repo.folder().join(path)).unwrap();
    assert!(text.contains(old), "{text}");
    repo.write(path, &text.replacen(old, new, 1));
}

pub(crate) fn library(sandbox: &Sandbox) -> GitRepo<'_> {
    let repo = GitRepo::new(sandbox, "plain");
    write_library(&repo, &|_| ());
    repo
}

/// What was asked, how that ended, and what was said.
pub(crate) type Answer = (String, Option<i32>, String, String);

/// What a folder of a repository answers to every command. A clone calls the branch by
/// what it has of it, which is the one thing that may differ.
pub(crate) fn answers_in(sandbox: &Sandbox, folder: &Path) -> Vec<Answer> {
    let all = COMMANDS.iter().map(|command| {
        let output = sandbox.sopctl_in(folder, command).run();
        let branch = |text: String| text.replace("origin/main", "main");
        (command.join(" "), output.status, branch(output.stdout), branch(output.stderr))
    });
    all.collect()
}

#[track_caller]
pub(crate) fn assert_same(sandbox: &Sandbox, odd: &GitRepo<'_>, plain: &[Answer]) {
    for (found, expected) in answers_in(sandbox, odd.folder()).iter().zip(plain) {
        assert_ne!(expected.1, Some(2), "{expected:?}");
        assert_eq!(found, expected);
    }
}
