//! `sopctl blame`: which commit last changed the words of each step.

use serde_json::Value;

use crate::documents::{ask, document, reviewed};
use crate::git_repo::{ANA, BEN, CLARA, GitRepo};
use crate::sandbox::Sandbox;

const STEPS: &str = "1. Open the till with your key.\n2. Count the notes twice.\n3. Enter the sum in the ledger.\n4. Lock the safe.\n";

/// The text and the subject of the commit of each unit; `-` where there is none.
fn said(answer: &Value) -> Vec<[&str; 2]> {
    let units = answer["units"].as_array().unwrap();
    units
        .iter()
        .map(|unit| ["text", "subject"].map(|key| unit[key].as_str().unwrap_or("-")))
        .collect()
}

/// Written, reviewed, one limit changed, formatted, moved with its steps in another order.
fn library(sandbox: &Sandbox) -> GitRepo<'_> {
    let repo = GitRepo::new(sandbox, "library");
    repo.write("sops/till.md", &reviewed("SOP-001", "2026-01-10", STEPS));
    repo.commit(ANA, "2026-01-10", "Write it");
    let second = STEPS.replace("twice", "three times");
    repo.write("sops/till.md", &reviewed("SOP-001", "2026-01-10", &second));
    repo.commit(BEN, "2026-02-01", "Count more often");
    repo.write("sops/till.md", &reviewed("SOP-001", "2026-03-01", &second));
    repo.commit(ANA, "2026-03-01", "Review it");
    let third = second.replace("in the ledger", "in the cash book");
    repo.write("sops/till.md", &reviewed("SOP-001", "2026-03-01", &third));
    repo.commit(CLARA, "2026-04-01", "Use the cash book");
    let formatted = third.replace(". ", ".   ").replace("the notes", "the\n     notes");
    repo.write("sops/till.md", &reviewed("SOP-001", "2026-03-01", &formatted));
    repo.commit(BEN, "2026-04-02", "Format");
    let ordered = "1. Lock the safe.\n2. Open the till with your key.\n3. Count the notes three times.\n4. Enter the sum in the cash book.\n5. Tell the shift lead.\n";
    repo.write("sops/till.md", &reviewed("SOP-001", "2026-03-01", ordered));
    repo.rename("sops/till.md", "sops/shop/till.md");
    repo.commit(BEN, "2026-05-01", "Move and order");
    repo
}

#[test]
fn words_are_followed_through_moves_renames_and_formatting() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    let answer = ask(&repo, &["blame", "SOP-001"]);
    assert_eq!(
        said(&answer),
        [
            ["Lock the safe.", "Write it"],
            ["Open the till with your key.", "Write it"],
            ["Count the notes three times.", "Count more often"],
            ["Enter the sum in the cash book.", "Use the cash book"],
            ["Tell the shift lead.", "Move and order"],
        ]
    );
    let unit = &answer["units"][3];
    assert_eq!(unit["kind"], "step");
    assert_eq!((&unit["number"], &unit["line"]), (&"4".into(), &17.into()), "{unit:#}");
    assert_eq!(unit["author"]["name"], "Clara Vogt");
    assert_eq!(unit["commit"], repo.git(&["rev-parse", "HEAD~2"]));
    assert_eq!(unit["landed"], unit["date"]);
    // What it was in an older revision is asked of that revision.
    let then = ask(&repo, &["annotate", "SOP-001", "--rev", "HEAD~4"]);
    assert_eq!(said(&then)[2], ["Enter the sum in the ledger.", "Write it"]);
}

#[test]
fn what_changed_since_the_last_review_is_marked() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    let answer = ask(&repo, &["blame", "SOP-001"]);
    let since: Vec<_> =
        answer["units"].as_array().unwrap().iter().map(|u| &u["since_review"]).collect();
    assert_eq!(since, [false, false, false, true, true]);
    assert_eq!(answer["document"]["review"]["date"], "2026-03-01");
    let text = repo.sopctl(&["blame", "SOP-001"]).run().success().stdout;
    assert!(text.contains("2 changed since the review of 2026-03-01 in "), "{text}");
    assert!(text.contains("Tell the shift lead. · since review"), "{text}");
    repo.write("sops/draft.md", &document("SOP-002", "status = \"draft\"\n", STEPS));
    repo.commit(ANA, "2026-06-01", "Draft");
    let draft = ask(&repo, &["blame", "SOP-002"]);
    assert!(draft["units"][0]["since_review"].is_null() && draft["document"]["review"].is_null());
}

#[test]
fn a_merge_is_blamed_for_nothing_that_it_only_joined() {
    let sandbox = Sandbox::new();
    let repo = GitRepo::new(&sandbox, "library");
    let write = |text: &str| {
        repo.write("till.md", &document("SOP-001", "", text));
    };
    write(STEPS);
    repo.commit(ANA, "2026-01-10", "Write it");
    repo.branch("work");
    write(&STEPS.replace("with your key", "with your own key"));
    repo.commit(BEN, "2026-02-01", "Own keys");
    repo.switch("main");
    write(&STEPS.replace("the safe", "the safe twice"));
    repo.commit(CLARA, "2026-02-02", "Lock twice");
    repo.merge("work", ANA, "2026-02-03");
    assert_eq!(
        said(&ask(&repo, &["blame", "SOP-001"])),
        [
            ["Open the till with your own key.", "Own keys"],
            ["Count the notes twice.", "Write it"],
            ["Enter the sum in the ledger.", "Write it"],
            ["Lock the safe twice.", "Lock twice"],
        ]
    );
}

#[test]
fn commits_that_the_repository_ignores_are_looked_through() {
    let sandbox = Sandbox::new();
    let repo = GitRepo::new(&sandbox, "library");
    repo.write("till.md", &document("SOP-001", "", STEPS)).commit(ANA, "2026-01-10", "Write it");
    let renamed = format!("{}5. Sign the slip.\n", STEPS.replace("ledger", "cash book"));
    repo.write("till.md", &document("SOP-001", "", &renamed));
    let mass = repo.commit(BEN, "2026-02-01", "Replace ledger everywhere");
    let subjects = |answer: Value| -> Vec<String> {
        said(&answer).into_iter().map(|[_, subject]| subject.to_owned()).collect()
    };
    assert_eq!(subjects(ask(&repo, &["blame", "SOP-001"]))[2], "Replace ledger everywhere");
    repo.write(".git-blame-ignore-revs", &format!("{mass}\n"));
    repo.commit(ANA, "2026-02-02", "Ignore it");
    let subjects = subjects(ask(&repo, &["blame", "SOP-001"]));
    // What was not there before has no older commit.
    assert_eq!(subjects[2..], ["Write it", "Write it", "Replace ledger everywhere"]);
}

#[test]
fn the_working_tree_is_an_origin_of_its_own() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    let text = std::fs::read_to_string(repo.folder().join("sops/shop/till.md")).unwrap();
    repo.write("sops/shop/till.md", &text.replace("Tell the", "Write to the"));
    let answer = ask(&repo, &["blame", "sops/shop/till.md"]);
    assert_eq!(answer["units"][4]["origin"], "uncommitted");
    assert!(answer["units"][4]["commit"].is_null());
    assert_eq!(said(&answer)[3][1], "Use the cash book");
    repo.write("sops/new.md", &document("SOP-002", "", STEPS));
    let said = repo.sopctl(&["blame", "SOP-002"]).run().fails_with(2);
    assert!(said.stderr.contains("SOP-002 is in no commit yet"), "{said:?}");
}

#[test]
fn everything_that_a_document_says_can_be_asked_about() {
    let sandbox = Sandbox::new();
    let repo = GitRepo::new(&sandbox, "library");
    repo.write("plain.md", "# Plain\n\nThere are no steps here.\n");
    repo.commit(ANA, "2026-01-10", "Write it");
    let text = repo.sopctl(&["blame", "plain.md"]).run().success().stdout;
    assert!(text.contains("no steps and no statements; --all asks"), "{text}");
    let answer = ask(&repo, &["blame", "plain.md", "--all"]);
    assert_eq!(said(&answer), [["There are no steps here.", "Write it"]]);
    assert_eq!(answer["units"][0]["kind"], "paragraph");
}

#[test]
fn what_a_shallow_clone_does_not_hold_is_told() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    let shallow = repo.shallow_clone("shallow", 3);
    shallow.sopctl(&["blame", "SOP-001"]).run().fails_with(2);
    let answer = ask(&shallow, &["blame", "SOP-001", "--allow-shallow"]);
    let origins: Vec<_> =
        answer["units"].as_array().unwrap().iter().map(|u| u["origin"].as_str().unwrap()).collect();
    let beyond = "beyond-history";
    assert_eq!(origins, [beyond, beyond, beyond, beyond, "commit"]);
    assert_eq!(answer["document"]["complete"], false);
    let text = shallow.sopctl(&["blame", "SOP-001", "--allow-shallow"]).run().success().stdout;
    assert!(text.contains("Some origins are not known: the clone is shallow"), "{text}");
}

#[test]
fn without_git_nobody_knows() {
    let sandbox = Sandbox::new();
    sandbox.write("a.md", STEPS);
    let said = sandbox.sopctl(&["blame", "a.md"]).run().fails_with(2);
    assert!(said.stderr.contains("hint: change into a repository"), "{said:?}");
}
