//! `sopctl review --commit`: the commit holds the document and nothing else, and says who
//! reviewed what.

use std::fs;

use serde_json::Value;

use crate::git_repo::{BEN, GitRepo};
use crate::review::{NOTED, REFUNDS, json, library, read, review};
use crate::sandbox::Sandbox;

#[cfg(unix)]
fn hook(repo: &GitRepo<'_>, script: &str) {
    use std::os::unix::fs::PermissionsExt as _;
    repo.write(".git/hooks/pre-commit", script);
    let file = repo.folder().join(".git/hooks/pre-commit");
    fs::set_permissions(file, fs::Permissions::from_mode(0o755)).unwrap();
}

#[test]
fn the_commit_holds_the_document_and_leaves_what_else_is_staged() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    repo.write("notes.txt", "staged\n").write("sops/tills.md", "edited\n");
    repo.git(&["add", "notes.txt"]);
    review(&repo, &[&NOTED[..], &["--commit"]].concat()).success();
    let files = repo.git(&["show", "--format=", "--name-only", "HEAD"]);
    assert_eq!(files, "sops/refunds.md");
    assert_eq!(repo.git(&["status", "--porcelain"]), "A  notes.txt\n M sops/tills.md");
}

#[cfg(unix)]
#[test]
fn a_hook_that_refuses_leaves_the_file_edited_and_is_heard() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    let head = repo.head();
    hook(&repo, "#!/bin/sh\necho 'no commits on Sundays'\nexit 1\n");
    let said = review(&repo, &[&NOTED[..], &["--commit"]].concat()).fails_with(2);
    assert_eq!(
        said.stderr,
        "no commits on Sundays\n\
         error: the record stands in sops/refunds.md, but is not committed\n  \
         because: git made no commit (exit status 1)\n\
         hint: what git said stands above; mend it, then git commit -- sops/refunds.md\n"
    );
    assert_eq!((said.stdout.as_str(), repo.head()), ("", head));
    assert!(read(&repo, "sops/refunds.md").contains("last_reviewed = 2026-11-22"));
    assert_eq!(repo.git(&["status", "--porcelain"]), " M sops/refunds.md");

    // The same again commits it, once the hook agrees.
    hook(&repo, "#!/bin/sh\nexit 0\n");
    let said = review(&repo, &[&NOTED[..], &["--commit"]].concat()).success();
    assert!(said.stdout.contains("since the review of 2025-06-01"), "{}", said.stdout);
    assert_eq!(repo.git(&["status", "--porcelain"]), "");
}

#[test]
fn several_documents_get_a_commit_each_unless_together() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    let both = ["SOP-001", "sops/tills.md", "--outcome", "current", "--note", "Read", "--commit"];
    let report = json(&repo, &both);
    assert_eq!(
        repo.git(&["log", "-2", "--format=%s"]),
        "Review SOP-002: current\nReview SOP-001: current"
    );
    let commits = |report: &Value| -> Vec<String> {
        let documents = report["documents"].as_array().unwrap().iter();
        documents.map(|document| document["commit"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(commits(&report), [repo.git(&["rev-parse", "HEAD~1"]), repo.head()]);
    let again =
        ["SOP-001", "SOP-002", "--outcome", "current", "--note", "More", "--commit", "--together"];
    let report = json(&repo, &again);
    assert_eq!(commits(&report), [repo.head(), repo.head()]);
    let message = repo.git(&["log", "-1", "--format=%B"]);
    let start = "Review 2 documents: current\n\nSOP-001\nSOP-002\n\nMore\n\nReviewed-by: @ana\n";
    assert!(message.starts_with(start), "{message}");
    assert_eq!(message.matches("Sopctl-Reviewed-Text: 1:").count(), 2, "{message}");
    let files = repo.git(&["show", "--format=", "--name-only", "HEAD"]);
    assert_eq!(files.lines().count(), 2);
}

#[test]
fn the_next_command_fits_where_the_commit_stands() {
    let sandbox = Sandbox::new();
    let origin = library(&sandbox);
    let clone = origin.clone_with(&[&origin.folder().display().to_string()], "clone");
    let committing = |repo: &GitRepo<'_>, note: &str| {
        let arguments = ["SOP-001", "--outcome", "current", "--note", note, "--commit"];
        let said = review(repo, &arguments).success().stdout;
        let next = said.rsplit("\n\n").next().unwrap_or_default();
        next.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    assert_eq!(
        committing(&clone, "one"),
        "next: git push; where the branch takes no direct pushes, push it as another branch and \
         open a pull request into main."
    );
    clone.branch("review-refunds");
    assert_eq!(
        committing(&clone, "two"),
        "next: git push --set-upstream origin review-refunds; it counts once it is merged into main."
    );
    clone.git(&["switch", "--quiet", "--detach"]);
    assert!(committing(&clone, "three").starts_with("next: git switch --create BRANCH"));
}

#[test]
fn a_note_of_several_lines_is_kept_word_for_word() {
    let sandbox = Sandbox::new();
    let note =
        "# 14 of 20 \"tills\" counted: \u{e9}t\u{e9}\n\nReviewed-by: nobody\n+++\n---\n: 'end'\\";
    for (name, text) in [
        ("toml", REFUNDS.to_owned()),
        (
            "yaml",
            "---\nid: SOP-001\nversion: 1.4\nlast_reviewed: 2025-06-01\n---\n\n1. Open it.\n"
                .to_owned(),
        ),
    ] {
        let repo = GitRepo::new(&sandbox, name);
        repo.write("sops/refunds.md", &text).commit(BEN, "2025-06-01", "Write it");
        let arguments =
            ["SOP-001", "--outcome", "current", "--bump", "minor", "--commit", "--note", note];
        review(&repo, &arguments).success();
        let shown = repo.sopctl(&["show", "SOP-001", "--format", "json"]).run().success();
        let shown: Value = serde_json::from_str(&shown.stdout).unwrap();
        let fields = shown["fields"].as_array().unwrap();
        let value =
            |name: &str| &fields.iter().find(|field| field["name"] == name).unwrap()["value"];
        assert_eq!(value("review_note"), note, "{name}");
        assert_eq!(value("version"), "1.5", "{name}");
        let body = repo.git(&["log", "-1", "--format=%B"]);
        assert!(body.contains(note), "{name}: {body}");
        let trailers = repo.git(&["log", "-1", "--format=%(trailers:only)"]);
        assert!(!trailers.contains("nobody"), "{name}: {trailers}");
    }
}
