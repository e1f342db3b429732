//! Which document is which in history: its number says so, whatever its text and its place;
//! only without one do lines and words have to tell.

use serde_json::Value;

use crate::documents::{STEPS, ask, named, sop, stale_on, state};
use crate::git_repo::{ANA, BEN, GitRepo};
use crate::sandbox::Sandbox;

const CONFIG: &str = "schema = 1\n\n[documents]\ninclude = [\"sops/**/*.md\"]\n";
const PATROL: &str = "1. Walk along the fence.\n2. Try every door.\n3. Sign the sheet.\n";

fn library<'s>(sandbox: &'s Sandbox, files: &[(&str, &str)]) -> GitRepo<'s> {
    let repo = GitRepo::new(sandbox, "library");
    repo.write("sopctl.toml", CONFIG);
    for (path, text) in files {
        repo.write(path, text);
    }
    repo.commit(ANA, "2026-01-10", "Write the library");
    repo
}

/// An SOP that Ben approved in January, reviewed on a day.
fn approved(id: &str, on: &str, body: &str) -> String {
    let approval = "approvers = [\"@ben\"]\napproved_by = [\"@ben\"]\napproved_on = 2026-01-10\n";
    sop(id, &format!("effective_date = 2026-01-10\n{approval}last_reviewed = {on}\n"), body)
}

/// The revisions of a document, newest first: the first 7 characters of the commit, and where
/// the document stood before, where the commit moved it.
fn revisions(repo: &GitRepo<'_>, name: &str) -> Vec<(String, Option<String>)> {
    let answer = ask(repo, &["log", name]);
    let entries = answer["revisions"].as_array().unwrap_or_else(|| panic!("{answer:#}"));
    let text = |value: &Value| value.as_str().map(str::to_owned);
    entries
        .iter()
        .map(|entry| (text(&entry["commit"]).unwrap_or_default(), text(&entry["renamed_from"])))
        .collect()
}

#[track_caller]
fn assert_revisions(repo: &GitRepo<'_>, name: &str, expected: &[(&str, Option<&str>)]) {
    let found = revisions(repo, name);
    let found: Vec<_> =
        found.iter().map(|(commit, from)| (commit.as_str(), from.as_deref())).collect();
    assert_eq!(found, expected, "{name}");
}

fn audited(repo: &GitRepo<'_>) -> Vec<(Option<String>, String, bool)> {
    let answer = ask(repo, &["audit"]);
    let documents = answer["documents"].as_array().unwrap().iter();
    let text = |value: &Value| value.as_str().map(str::to_owned);
    documents
        .map(|d| (text(&d["id"]), text(&d["path"]).unwrap_or_default(), !d["removed_in"].is_null()))
        .collect()
}

#[test]
fn a_document_that_was_moved_and_rewritten_at_once_keeps_its_approval_and_is_unapproved() {
    let sandbox = Sandbox::new();
    let long = |line: &str| (1..20).map(|n| format!("{n}. {line} {n}.\n")).collect::<String>();
    let clerk = long("The clerk counts till");
    let repo = library(&sandbox, &[("sops/a.md", &approved("SOP-001", "2026-01-10", &clerk))]);
    let first = repo.git(&["rev-parse", "HEAD"]);
    repo.write("sops/a.md", &approved("SOP-001", "2026-02-10", &clerk));
    let second = repo.commit(BEN, "2026-02-10", "Review SOP-001");
    let guard = long("A guard patrols gate");
    repo.remove("sops/a.md").write("sops/new/b.md", &approved("SOP-001", "2026-02-10", &guard));
    let third = repo.commit(ANA, "2026-03-01", "Rewrite SOP-001");
    assert_revisions(
        &repo,
        "SOP-001",
        &[(&third, Some("sops/a.md")), (&second, None), (&first, None)],
    );
    let stale = stale_on(&repo, "2026-04-01");
    assert_eq!(state(&stale, "SOP-001"), "changed", "{stale:#}");
    let expected = (Some("SOP-001".to_owned()), "sops/new/b.md".to_owned(), false);
    assert_eq!(audited(&repo), [expected]);
}

#[test]
fn a_document_that_takes_the_place_of_another_has_nothing_of_it() {
    let sandbox = Sandbox::new();
    let old = approved("SOP-001", "2026-01-10", STEPS);
    let repo = library(&sandbox, &[("sops/a.md", &old)]);
    let first = repo.git(&["rev-parse", "HEAD"]);
    repo.rename("sops/a.md", "sops/old/a.md");
    repo.write("sops/a.md", &sop("SOP-010", "", PATROL));
    let second = repo.commit(ANA, "2026-03-01", "Replace SOP-001");
    assert_revisions(&repo, "SOP-001", &[(&second, Some("sops/a.md")), (&first, None)]);
    assert_revisions(&repo, "SOP-010", &[(&second, None)]);
    let then = repo.sopctl(&["show", "SOP-010", "--at", "2026-02-01"]).run();
    assert!(!then.stdout.contains("SOP-001"), "{}", then.stdout);
    let then = repo.sopctl(&["show", "SOP-001", "--at", "2026-02-01"]).run().success();
    assert!(then.stdout.contains("Call the customer"), "{}", then.stdout);
}

#[test]
fn a_document_that_was_removed_is_not_the_one_that_came_from_its_template() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox, &[("sops/6.md", &approved("SOP-006", "2026-01-10", STEPS))]);
    let first = repo.git(&["rev-parse", "HEAD"]);
    repo.remove("sops/6.md").write("sops/10.md", &approved("SOP-010", "2026-03-01", STEPS));
    let second = repo.commit(BEN, "2026-03-01", "Drop SOP-006, add SOP-010");
    assert_revisions(&repo, "SOP-010", &[(&second, None)]);
    assert_revisions(&repo, "sops/6.md", &[(&second, None), (&first, None)]);
    let removed: Vec<_> =
        audited(&repo).into_iter().filter(|(_, _, is_removed)| *is_removed).collect();
    assert_eq!(removed, [(Some("SOP-006".to_owned()), "sops/6.md".to_owned(), true)]);
}

#[test]
fn two_documents_that_swap_their_files_were_moved_and_no_more() {
    let sandbox = Sandbox::new();
    let one = approved("SOP-001", "2026-01-10", STEPS);
    let two = approved("SOP-002", "2026-01-10", PATROL);
    let repo = library(&sandbox, &[("sops/a.md", &one), ("sops/b.md", &two)]);
    let first = repo.git(&["rev-parse", "HEAD"]);
    repo.write("sops/a.md", &two).write("sops/b.md", &one);
    let second = repo.commit(ANA, "2026-03-01", "Swap");
    assert_revisions(&repo, "SOP-001", &[(&second, Some("sops/a.md")), (&first, None)]);
    assert_revisions(&repo, "SOP-002", &[(&second, Some("sops/b.md")), (&first, None)]);
    let stale = stale_on(&repo, "2026-04-01");
    for id in ["SOP-001", "SOP-002"] {
        assert_eq!(state(&stale, id), "current", "{:#}", named(&stale, id));
    }
}

#[cfg(unix)]
#[test]
fn a_file_that_became_a_link_to_the_document_is_no_document() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox, &[("sops/a.md", &approved("SOP-001", "2026-01-10", STEPS))]);
    let first = repo.git(&["rev-parse", "HEAD"]);
    repo.rename("sops/a.md", "sops/real.md");
    std::os::unix::fs::symlink("real.md", repo.folder().join("sops/a.md")).unwrap();
    let second = repo.commit(ANA, "2026-03-01", "Leave a link");
    assert_revisions(&repo, "SOP-001", &[(&second, Some("sops/a.md")), (&first, None)]);
    assert_revisions(&repo, "sops/a.md", &[(&second, Some("sops/a.md")), (&first, None)]);
}

#[test]
fn a_number_that_returns_to_a_place_long_after_is_another_document_there() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox, &[("sops/a.md", &approved("SOP-001", "2026-01-10", STEPS))]);
    repo.remove("sops/a.md");
    repo.commit(ANA, "2026-02-01", "Drop SOP-001");
    repo.write("sops/a.md", &approved("SOP-002", "2026-03-01", STEPS));
    let third = repo.commit(ANA, "2026-03-01", "Add SOP-002");
    assert_revisions(&repo, "SOP-002", &[(&third, None)]);
}

#[test]
fn a_document_that_is_given_another_number_stays_the_same_also_where_its_file_moves() {
    let sandbox = Sandbox::new();
    let text = approved("SOP-003", "2026-01-10", STEPS);
    let repo = library(
        &sandbox,
        &[("sops/sop-003-calls.md", &text), ("sops/b.md", &sop("SOP-004", "", PATROL))],
    );
    let first = repo.git(&["rev-parse", "HEAD"]);
    repo.sopctl(&["renumber", "SOP-003", "SOP-012"]).run().success();
    repo.sopctl(&["renumber", "SOP-004", "SOP-013"]).run().success();
    let second = repo.commit(ANA, "2026-03-01", "Renumber both");
    assert_revisions(&repo, "SOP-012", &[(&second, Some("sops/sop-003-calls.md")), (&first, None)]);
    assert_revisions(&repo, "SOP-013", &[(&second, None), (&first, None)]);
}

#[test]
fn a_document_without_a_number_that_is_moved_and_wrapped_anew_keeps_its_history() {
    let sandbox = Sandbox::new();
    let sentence = |n: u32| {
        format!("The engineer on duty opens channel {n} and tells the owner what has happened. ")
    };
    let text: String = (0..20).map(sentence).collect();
    let page = |text: &str| {
        format!(
            "---\ntitle: Incidents\nlast_reviewed_on: 2026-01-10\nreview_in: 6 months\n---\n\n# Incidents\n\n{text}\n"
        )
    };
    let repo = GitRepo::new(&sandbox, "library");
    repo.write("a/incidents.md", &page(&text));
    let first = repo.commit(ANA, "2026-01-10", "Write it");
    let wrapped = text.replace(" opens", "\nopens").replace(" what", "\nwhat");
    repo.remove("a/incidents.md").write("b/incidents.md", &page(&wrapped));
    let second = repo.commit(ANA, "2026-03-01", "Move and wrap");
    assert_revisions(&repo, "b/incidents.md", &[(&second, Some("a/incidents.md")), (&first, None)]);
}
