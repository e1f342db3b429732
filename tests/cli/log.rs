//! `sopctl log`: what each revision of a document changed.

use std::fs;

use serde_json::Value;

use crate::documents::{STEPS, ask, document, named, reviewed, stale_on};
use crate::git_repo::{ANA, BEN, GitRepo};
use crate::sandbox::Sandbox;

const STEP_2: &str = "step 2 changed, action write down number → write down name";

/// A procedure that is written, moved, changed, reviewed, formatted, and a short one beside it.
fn library(sandbox: &Sandbox) -> GitRepo<'_> {
    let repo = GitRepo::new(sandbox, "library");
    let written = reviewed("SOP-001", "2026-01-10", STEPS);
    repo.write("sops/calls.md", &written);
    repo.commit(ANA, "2026-01-10", "Write it");
    repo.write("sops/letters.md", &document("SOP-002", "status = \"draft\"\n", STEPS));
    repo.commit(BEN, "2026-01-12", "Write another");
    repo.rename("sops/calls.md", "sops/phone/calls.md");
    repo.commit(BEN, "2026-02-01", "Move it");
    let changed = written.replace("Write down the number", "Write down the name");
    repo.write("sops/phone/calls.md", &changed);
    repo.commit(BEN, "2026-03-01", "Names, not numbers");
    let reviewed = changed.replace("2026-01-10", "2026-04-01");
    repo.write("sops/phone/calls.md", &reviewed);
    repo.commit(ANA, "2026-04-01", "Review it");
    repo.write("sops/phone/calls.md", &reviewed.replace("1. Call", "1.   Call"));
    repo.commit(BEN, "2026-05-01", "Format");
    repo
}

fn revisions(answer: &Value) -> Vec<[&str; 3]> {
    let all = answer["revisions"].as_array().unwrap();
    all.iter()
        .map(|revision| {
            ["subject", "class", "summary"].map(|key| revision[key].as_str().unwrap_or("-"))
        })
        .collect()
}

#[test]
fn every_revision_says_in_words_what_it_changed() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    let answer = ask(&repo, &["log", "SOP-001"]);
    assert_eq!(
        revisions(&answer),
        [
            ["Format", "none", "nothing but formatting"],
            ["Review it", "record", "last_reviewed 2026-01-10 → 2026-04-01"],
            ["Names, not numbers", "major", STEP_2],
            ["Move it", "none", "moved from sops/calls.md"],
            ["Write it", "-", "first version"],
        ]
    );
    let reviews: Vec<bool> = answer["revisions"]
        .as_array()
        .unwrap()
        .iter()
        .map(|revision| revision["review"].as_bool().unwrap())
        .collect();
    // The first date of all is no review.
    assert_eq!(reviews, [false, true, false, false, false]);
    assert_eq!(answer["revisions"][4]["path"], "sops/calls.md");
    assert_eq!(answer["revisions"][0]["landed"], answer["revisions"][0]["date"]);
    assert_eq!(answer["documents"][0]["complete"], true);
}

#[test]
fn what_changed_no_word_can_be_left_out() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    let answer = ask(&repo, &["log", "SOP-001", "--substance"]);
    let subjects: Vec<_> = revisions(&answer).iter().map(|revision| revision[0]).collect();
    assert_eq!(subjects, ["Names, not numbers", "Write it"]);
}

#[test]
fn the_log_of_all_documents_is_one_line_of_time() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    let answer = ask(&repo, &["log", "--all"]);
    let dates: Vec<&str> = answer["revisions"]
        .as_array()
        .unwrap()
        .iter()
        .map(|revision| revision["date"].as_str().unwrap())
        .collect();
    assert_eq!(dates.len(), 6);
    assert!(dates.is_sorted_by(|newer, older| newer >= older), "{dates:?}");
    assert_eq!(answer["revisions"][4]["id"], "SOP-002");
    let answer = ask(&repo, &["log", "--all", "-n", "2"]);
    assert_eq!((revisions(&answer).len(), answer["left_out"].as_u64()), (2, Some(4)));
}

#[test]
fn uncommitted_changes_are_told_and_files_that_git_does_not_have_are_refused() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    repo.write("sops/letters.md", &document("SOP-002", "status = \"draft\"\n", "1. Wait.\n"));
    repo.write("sops/new.md", &document("SOP-003", "status = \"draft\"\n", STEPS));
    let answer = ask(&repo, &["log", "sops/letters.md"]);
    assert_eq!(answer["documents"][0]["uncommitted"]["class"], "major");
    let shown = repo.sopctl(&["log", "SOP-002"]).run().success().stdout;
    assert!(shown.contains("SOP-002 has uncommitted changes: "), "{shown}");
    let refused = repo.sopctl(&["log", "SOP-003"]).run().fails_with(2);
    assert!(refused.stderr.contains("SOP-003 is in no commit yet"), "{refused:?}");
    assert!(refused.stderr.contains("hint: commit it first"), "{refused:?}");
}

#[test]
fn paths_are_those_from_where_one_stands() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    let there = repo.folder().join("sops");
    let log = |path: &str| sandbox.sopctl_in(&there, &["log", path]).run().success().stdout;
    let from_root = repo.sopctl(&["log", "sops/phone/calls.md"]).run().success().stdout;
    assert_eq!(log("phone/calls.md"), from_root);
    assert_eq!(log("../sops/phone/calls.md"), from_root);
    // Also that of a document that stood there once.
    assert_eq!(log("calls.md"), repo.sopctl(&["log", "sops/calls.md"]).run().success().stdout);
}

#[test]
fn a_removed_document_still_has_its_log() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    repo.remove("sops/phone/calls.md");
    repo.commit(BEN, "2026-06-01", "Remove it");
    let answer = ask(&repo, &["log", "sops/phone/calls.md"]);
    assert_eq!(revisions(&answer)[0], ["Remove it", "-", "removed"]);
    assert_eq!(revisions(&answer).len(), 6);
    let unknown = repo.sopctl(&["log", "sops/never.md"]).run().fails_with(2);
    assert!(unknown.stderr.contains("hint:"), "{unknown:?}");
}

#[test]
fn a_shallow_clone_says_where_its_knowledge_ends() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    let shallow = repo.shallow_clone("shallow", 2);
    shallow.sopctl(&["log", "SOP-001"]).run().fails_with(2);
    let shown = shallow.sopctl(&["log", "SOP-001", "--allow-shallow"]).run().success().stdout;
    assert!(shown.contains("Older revisions of SOP-001 are not known"), "{shown}");
    assert!(shown.contains("nothing but formatting") && !shown.contains("first version"));
    assert_eq!(
        ask(&shallow, &["log", "SOP-001", "--allow-shallow"])["documents"][0]["complete"],
        false
    );
}

#[test]
fn typography_is_no_change_of_what_a_document_says() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    let path = "sops/phone/calls.md";
    let text = fs::read_to_string(repo.folder().join(path)).unwrap();
    repo.write(path, &text.replace("Write down the name", "Write Down the name"));
    repo.commit(BEN, "2026-06-01", "Capitals");
    let answer = ask(&repo, &["log", "SOP-001"]);
    assert_eq!(revisions(&answer)[0], ["Capitals", "editorial", "step 2 changed"]);
    let answer = ask(&repo, &["log", "SOP-001", "--substance"]);
    let subjects: Vec<&str> = revisions(&answer).into_iter().map(|[subject, ..]| subject).collect();
    assert_eq!(subjects, ["Names, not numbers", "Write it"]);
    let names = answer["revisions"][0]["commit"].clone();
    let answer = stale_on(&repo, "2026-06-02");
    let document = named(&answer, "SOP-001");
    assert_eq!(document["last_meaningful_change"]["commit"], names);
}

#[test]
fn a_limit_counts_what_is_listed() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    let all = ask(&repo, &["log", "SOP-001", "--substance"]);
    assert_eq!(revisions(&all).len(), 2);
    let newest = ask(&repo, &["log", "SOP-001", "--substance", "-n", "1"]);
    assert_eq!((revisions(&newest).len(), &newest["left_out"]), (1, &Value::from(1)));
}

#[test]
fn a_path_that_a_document_had_leads_to_the_document() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    let by_path = ask(&repo, &["log", "sops/calls.md"]);
    assert_eq!(by_path["revisions"], ask(&repo, &["log", "SOP-001"])["revisions"]);
}

#[test]
fn a_commit_that_is_named_as_no_work_on_texts_does_not_count() {
    let sandbox = Sandbox::new();
    let repo = GitRepo::new(&sandbox, "library");
    let text = reviewed("SOP-001", "2026-01-10", STEPS);
    repo.write("sops/calls.md", &text);
    repo.commit(ANA, "2026-01-10", "Write it");
    repo.write("sops/calls.md", &text.replace("Write down", "Note"));
    let mass = repo.commit(BEN, "2026-03-01", "Other words everywhere");
    let changed = stale_on(&repo, "2026-03-05");
    assert_eq!(named(&changed, "SOP-001")["state"], "changed");
    repo.write(".git-blame-ignore-revs", &format!("{mass}\n"));
    repo.commit(ANA, "2026-03-02", "No work on texts");
    let said = ask(&repo, &["log", "SOP-001"]);
    let summary = said["revisions"][0]["summary"].as_str().unwrap();
    assert!(summary.ends_with("not counted (.git-blame-ignore-revs)"), "{summary}");
    let substance = ask(&repo, &["log", "SOP-001", "--substance"]);
    assert_eq!(revisions(&substance).len(), 1);
    // The report of stale says the same, and so does its last change in substance.
    let answer = stale_on(&repo, "2026-03-05");
    let document = named(&answer, "SOP-001");
    assert_eq!(document["state"], "current");
    assert_ne!(document["last_meaningful_change"]["commit"], mass.as_str());
}

#[test]
fn a_folder_is_no_document_that_was_removed() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    for folder in ["sops", "sops/", "./sops/phone"] {
        let said = repo.sopctl(&["log", folder]).run().fails_with(2);
        assert!(said.stderr.contains("is a folder, and a log is of documents"), "{said:?}");
    }
    repo.remove("sops/letters.md").commit(BEN, "2026-06-01", "Drop the letters");
    let said = repo.sopctl(&["log", "sops/letters.md"]).run().success();
    assert!(said.stdout.contains("sops/letters.md, 2 revisions"), "{said:?}");
}
