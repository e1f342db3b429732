//! Clones that do not hold all of history: what they lack is unknown in the answers, and
//! what is known is what a whole clone says.

use std::fs;

use serde_json::Value;

use crate::documents::{STEPS, ask, document, json, named, reviewed, sop, state};
use crate::git_repo::{ANA, BEN, GitRepo};
use crate::histories::{COMMANDS, DAY, answers_in, library, replace};
use crate::sandbox::Sandbox;

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
    ask_all(&clone);
    fs::copy(honest.folder().join(".git/shallow"), clone.folder().join(".git/shallow")).unwrap();
    assert_eq!(
        clone.git(&["rev-list", "--count", "HEAD"]),
        honest.git(&["rev-list", "--count", "HEAD"])
    );
    clone.git(&["tag", "--delete", "v1"]);
    assert_eq!(ask_all(&clone), expected);
}

/// A clone that has all commits and folders, and of the texts only those of its tip.
fn without_texts<'s>(repo: &GitRepo<'s>, name: &str) -> GitRepo<'s> {
    repo.git(&["config", "uploadpack.allowFilter", "true"]);
    let source = format!("file://{}", repo.folder().display());
    repo.clone_with(&["--filter=blob:none", &source], name)
}

/// The library with more that only old texts can tell: a document that was moved and
/// changed at once, one that was changed and reviewed, and a watched value.
fn eventful_library(sandbox: &Sandbox) -> GitRepo<'_> {
    let repo = library(sandbox);
    let steps = format!("{STEPS}4. Tell the team.\n5. File the form.\n6. Go home.\n");
    repo.write("old/moved.md", &reviewed("SOP-004", "2026-05-10", &steps));
    let watching = "last_reviewed = 2026-05-10\nwatches = [\"config/limits.yaml#limit\"]\n";
    repo.write("sops/value.md", &sop("SOP-005", watching, STEPS));
    repo.write("sops/changed.md", &reviewed("SOP-006", "2026-05-10", STEPS));
    repo.commit(ANA, "2026-05-10", "Write three more");
    repo.rename("old/moved.md", "sops/moved.md");
    replace(&repo, "sops/moved.md", "5. File", "5. Always file");
    repo.write("config/limits.yaml", "other: 1\nlimit: 200\n");
    replace(&repo, "sops/changed.md", "3. Close", "3. Never close");
    repo.commit(BEN, "2026-06-10", "Move and change");
    replace(&repo, "sops/changed.md", "2026-05-10", "2026-07-01");
    repo.write("config/limits.yaml", "limit: 200\nother: 2\n");
    repo.commit(ANA, "2026-07-01", "Review");
    repo
}

/// What the two answers say of each thing, by its commit or number, in the same order.
fn each<'a>(there: &'a Value, here: &'a Value, list: &str) -> Vec<(&'a Value, &'a Value)> {
    let all = |answer: &'a Value| answer[list].as_array().unwrap().iter();
    assert_eq!(all(there).len(), all(here).len());
    all(there).zip(all(here)).collect()
}

#[test]
fn a_clone_without_old_texts_knows_every_commit_and_no_meaning() {
    let sandbox = Sandbox::new();
    let repo = eventful_library(&sandbox);
    let partial = without_texts(&repo, "partial");
    for command in COMMANDS {
        let output = partial.sopctl(command).run();
        assert_ne!(output.status, Some(2), "{command:?} {output:?}");
    }
    let ask_both = |arguments: &[&str]| (ask(&partial, arguments), ask(&repo, arguments));
    let (there, here) = ask_both(&["log", "SOP-002"]);
    for (there, here) in each(&there, &here, "revisions") {
        for key in ["commit", "date", "author", "subject", "path", "landed", "merge"] {
            assert_eq!(there[key], here[key], "{key}");
        }
        assert!(there["class"].is_null() || there["class"] == here["class"], "{there} {here}");
    }
    let (there, here) = ask_both(&["stale", "--as-of", DAY, "--fail-on", "never"]);
    assert_eq!(there["repository"]["history"], "partial");
    for id in ["SOP-002", "SOP-004", "SOP-006"] {
        assert_eq!(state(&there, id), "unknown", "{id}");
    }
    for here in here["documents"].as_array().unwrap() {
        let there = named(&there, here["id"].as_str().unwrap());
        for key in ["path", "last_change", "due", "last_reviewed"] {
            assert_eq!(there[key], here[key], "{key}");
        }
        for key in ["review", "last_meaningful_change"] {
            assert!(there[key].is_null() || there[key] == here[key], "{key} {there} {here}");
        }
        assert!(there["state"] == "unknown" || there["state"] == here["state"], "{there} {here}");
        assert_eq!(there["state"] == "unknown", there["uncertain"] == true, "{there}");
    }
}

#[test]
fn what_cannot_be_compared_without_old_texts_is_named() {
    let sandbox = Sandbox::new();
    let repo = eventful_library(&sandbox);
    let partial = without_texts(&repo, "partial");
    for command in [["diff", "v1..HEAD"], ["changelog", "v1..HEAD"]] {
        let said = partial.sopctl(&command).run();
        assert!(said.stdout.contains("could not be compared: "), "{said:?}");
        assert!(said.stdout.contains("sops/upper.md"), "{said:?}");
        assert!(!said.stdout.contains("first version"), "{said:?}");
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
    // git would go on to pack all objects anew in the background, while they are read here.
    partial.git(&[&["-c", "maintenance.auto=false"][..], &remedy].concat());
    let whole = |text: &str| text.replace("\"history\": \"partial\"", "\"history\": \"complete\"");
    for (found, expected) in answers_in(&sandbox, partial.folder()).iter().zip(&plain) {
        assert_eq!(
            (&found.0, found.1, whole(&found.2)),
            (&expected.0, expected.1, expected.2.clone())
        );
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

#[test]
fn a_clone_without_any_text_fails_rather_than_to_call_everything_undated() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    repo.git(&["config", "uploadpack.allowFilter", "true"]);
    let source = format!("file://{}", repo.folder().display());
    let bare = repo.clone_with(&["--bare", "--filter=blob:none", &source], "bare.git");
    let said = bare.sopctl(&["stale", "--as-of", DAY]).run().fails_with(1);
    assert!(!said.stdout.contains("No document carries a review date"), "{said:?}");
    assert!(said.stdout.contains("COULD NOT BE JUDGED"), "{said:?}");
    let said = bare.sopctl(&["log", "--all"]).run().success();
    assert!(said.stdout.contains("documents could not be read"), "{said:?}");
}

#[test]
fn nobody_is_said_to_have_reviewed_nothing_where_history_ends() {
    let sandbox = Sandbox::new();
    let repo = GitRepo::new(&sandbox, "library");
    repo.write("sops/calls.md", &reviewed("SOP-001", "2026-01-10", STEPS));
    repo.commit(ANA, "2026-01-10", "Write it");
    repo.write("sops/calls.md", &reviewed("SOP-001", "2026-02-10", STEPS));
    repo.commit(ANA, "2026-02-10", "Review it");
    repo.write("other.txt", "1\n");
    repo.commit(BEN, "2026-03-10", "Something else");
    let shallow = repo.shallow_clone("shallow", 1);
    let said = shallow.sopctl(&["--allow-shallow", "blame", "SOP-001"]).run().success();
    assert!(said.stdout.contains("does not hold the history that would tell"), "{said:?}");
    let answer = ask(&shallow, &["--allow-shallow", "blame", "SOP-001"]);
    let units = answer["units"].as_array().unwrap();
    assert!(units.iter().all(|unit| unit["uncertain"] == true), "{answer:#}");
}

/// An SOP that was approved, and perhaps changed since; then a review found it right.
fn approved_and_reviewed<'s>(sandbox: &'s Sandbox, name: &str, is_changed: bool) -> GitRepo<'s> {
    let repo = GitRepo::new(sandbox, name);
    let fields = "status = \"draft\"\nreview_interval = \"1 year\"\n";
    repo.write("sops/a.md", &document("SOP-001", fields, STEPS)).commit(
        ANA,
        "2026-01-05",
        "Write it",
    );
    let approve = ["promote", "SOP-001", "--to", "effective", "--effective", "2026-02-01"];
    repo.sopctl(&[&approve[..], &["--by", "@ben", "--as-of", "2026-02-01"]].concat())
        .run()
        .success();
    repo.commit(BEN, "2026-02-01", "Approve it");
    if is_changed {
        replace(&repo, "sops/a.md", "Close the ticket", "Delete the ticket");
    }
    repo.commit(ANA, "2026-03-01", "Go on");
    let review = ["review", "SOP-001", "--outcome", "current", "--note", "Read", "--by", "@ana"];
    repo.sopctl(&[&review[..], &["--as-of", "2026-04-01"]].concat()).run().success();
    repo.commit(ANA, "2026-04-01", "Review it");
    repo
}

#[test]
fn a_review_does_not_prove_that_the_text_is_the_one_that_was_approved() {
    let sandbox = Sandbox::new();
    let stale = |repo: &GitRepo<'_>| {
        let asked = ["stale", "--allow-shallow", "--as-of", DAY, "--fail-on", "never"];
        state(&ask(repo, &asked), "SOP-001").to_owned()
    };
    let same = approved_and_reviewed(&sandbox, "same", false);
    let changed = approved_and_reviewed(&sandbox, "changed", true);
    assert_eq!((stale(&same), stale(&changed)), ("current".to_owned(), "changed".to_owned()));
    // Both fingerprints prove it, or only one does.
    assert_eq!(stale(&same.shallow_clone("same-1", 1)), "current");
    let shallow = changed.shallow_clone("changed-1", 1);
    assert_eq!(stale(&shallow), "unknown");
    let list = shallow.sopctl(&["list", "--as-of", DAY]).run().success().stdout;
    assert!(list.contains("1 unknown: this clone is shallow"), "{list}");
    assert!(list.contains("git fetch --unshallow"), "{list}");
}
