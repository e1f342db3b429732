//! Repositories that have never heard of sopctl.

use serde_json::Value;

use crate::documents::{STEPS, ask, json, named, reviewed, stale_on, state};
use crate::git_repo::{ANA, BEN, GitRepo};
use crate::sandbox::Sandbox;

const DAY: &str = "2026-11-22";

/// Pages without any front matter, the oldest first.
fn pages(sandbox: &Sandbox) -> GitRepo<'_> {
    let repo = GitRepo::new(sandbox, "pages");
    for (number, day) in [
        (1, "2020-01-01"),
        (2, "2021-01-01"),
        (3, "2022-01-01"),
        (4, "2023-01-01"),
        (5, "2024-01-01"),
    ] {
        repo.write(&format!("docs/{number}.md"), &format!("# Page {number}\n\n{STEPS}"));
        repo.commit(ANA, day, "Write a page");
    }
    repo
}

fn paths(answer: &Value) -> Vec<&str> {
    answer["documents"].as_array().unwrap().iter().map(|d| d["path"].as_str().unwrap()).collect()
}

#[test]
fn without_a_review_key_documents_are_only_old_or_young() {
    let sandbox = Sandbox::new();
    let repo = pages(&sandbox);
    let oldest = repo.git(&["rev-parse", "HEAD~4"]);
    let said = repo.sopctl(&["stale", "--as-of", DAY, "--fail-on", "any"]).run().success();
    assert!(
        said.stdout.contains("5 documents") && said.stdout.contains("No sopctl.toml"),
        "{said:?}"
    );
    assert!(said.stdout.contains("review_interval"), "says how to set intervals: {said:?}");
    let answer = stale_on(&repo, DAY);
    assert_eq!(answer["failed"], false);
    let ageing = answer["ageing"].as_array().unwrap();
    let order: Vec<&str> = ageing.iter().map(|age| age["path"].as_str().unwrap()).collect();
    assert_eq!(order, ["docs/1.md", "docs/2.md", "docs/3.md", "docs/4.md", "docs/5.md"]);
    assert_eq!(ageing[0]["last_meaningful_change"]["commit"], oldest);
    assert_eq!(ageing[0]["bulk_only"], false);
    let quartiles = serde_json::json!(["2021-01-01", "2022-01-01", "2023-01-01"]);
    assert_eq!(answer["summary"]["quartiles"], quartiles);
    assert_eq!(answer["summary"]["by_state"]["not-under-review"], 5);
}

#[test]
fn a_mass_edit_makes_no_document_younger() {
    let sandbox = Sandbox::new();
    let repo = pages(&sandbox);
    for number in 1..=5 {
        repo.write(&format!("docs/{number}.md"), &format!("Page {number}\n======\n\n{STEPS}\n\n"));
    }
    let formatted = repo.commit(BEN, "2026-01-01", "Format everything");
    let answer = stale_on(&repo, DAY);
    assert_eq!(answer["ageing"][0]["path"], "docs/1.md");
    assert_eq!(answer["ageing"][0]["last_meaningful_change"]["author"]["name"], "Ana Reyes");
    assert_eq!(named(&answer, "docs/1.md")["last_change"]["commit"], formatted);
}

#[test]
fn pages_that_only_mass_edits_touched_are_marked() {
    let sandbox = Sandbox::new();
    let repo = GitRepo::new(&sandbox, "imported");
    for number in 1..=6 {
        repo.write(&format!("{number}.md"), &format!("# Page {number}\n\n{STEPS}"));
    }
    repo.commit(ANA, "2024-01-01", "Import");
    repo.write("1.md", "# Page 1\n\nMine.\n").commit(BEN, "2025-01-01", "Work on one");
    let answer = stale_on(&repo, DAY);
    let marked: Vec<&Value> = answer["ageing"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|age| age["bulk_only"] == true)
        .collect();
    assert_eq!(marked.len(), 5);
}

#[test]
fn an_owner_without_documents_is_a_mistake() {
    let sandbox = Sandbox::new();
    let repo = pages(&sandbox);
    for format in ["text", "json", "markdown"] {
        let asked = ["stale", "--as-of", DAY, "--owner", "@nobody", "-f", format];
        let said = repo.sopctl(&asked).run().fails_with(2).stderr;
        assert!(said.contains("no document has the owner \"@nobody\""), "{said}");
    }
}

#[test]
fn files_that_every_repository_has_are_no_documents() {
    let sandbox = Sandbox::new();
    let repo = GitRepo::new(&sandbox, "library");
    for path in [
        "README.md",
        "docs/README.md",
        "CHANGELOG.md",
        "CONTRIBUTING.md",
        "CODE_OF_CONDUCT.md",
        "LICENSE.md",
        "SECURITY.md",
        "SUPPORT.md",
        ".github/PULL_REQUEST_TEMPLATE.md",
        "vendor/other/guide.md",
        "node_modules/x/guide.md",
        "notes.txt",
    ] {
        repo.write(path, "# Not a document\n");
    }
    repo.write(".gitignore", "build/\n").write("build/made.md", "# Made\n");
    repo.write("docs/guide.md", "# Guide\n").write("docs/readability.md", "# Readability\n");
    repo.commit(ANA, "2026-01-01", "Write");
    let answer = ask(&repo, &["list", "--as-of", DAY]);
    assert_eq!(paths(&answer), ["docs/guide.md", "docs/readability.md"]);
    // The same from the revision, which knows no .gitignore but the tree.
    assert_eq!(paths(&ask(&repo, &["list", "--as-of", DAY, "--rev", "HEAD"])), paths(&answer));
    repo.write("SECURITY.md", &reviewed("POL-009", "2026-01-01", STEPS));
    repo.commit(ANA, "2026-01-02", "Put the security policy under review");
    assert_eq!(state(&stale_on(&repo, DAY), "POL-009"), "current");
}

#[test]
fn one_review_key_puts_the_library_under_review() {
    let sandbox = Sandbox::new();
    let repo = pages(&sandbox);
    repo.write("docs/calls.md", &reviewed("SOP-001", "2025-03-01", STEPS));
    repo.commit(BEN, "2025-03-01", "Write one with a date");
    let said = repo.sopctl(&["stale", "--as-of", DAY, "-f", "json"]).run().fails_with(1);
    let answer = json(&said);
    assert!(answer["ageing"].is_null());
    assert_eq!(state(&answer, "SOP-001"), "overdue");
    assert_eq!(answer["summary"]["not_under_review"], 5);
}

#[test]
fn a_repository_without_markdown_has_no_documents() {
    let sandbox = Sandbox::new();
    let repo = GitRepo::new(&sandbox, "code");
    repo.write("main.rs", "fn main() {}\n").commit(ANA, "2026-01-01", "Begin");
    repo.tag("v1");
    for command in [&["stale"][..], &["list"], &["diff", "v1..HEAD"], &["changelog", "v1..HEAD"]] {
        for format in ["text", "json", "markdown"] {
            repo.sopctl(&[command, &["-f", format]].concat()).run().success();
        }
    }
    let said = repo.sopctl(&["stale"]).run().success();
    assert!(said.stdout.contains("No documents here."), "{said:?}");
}
