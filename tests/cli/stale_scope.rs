//! `sopctl stale --since` and `--explain`: what is judged, and what was looked at for it.

use serde_json::Value;

use crate::documents::{STEPS, ask, json, named, reasons, reviewed, sop, state};
use crate::git_repo::{ANA, BEN, CLARA, GitRepo};
use crate::sandbox::Sandbox;

const DAY: &str = "2026-06-01";

fn changed() -> String {
    STEPS.replace("the customer", "the customer twice")
}

/// Documents that carry out, translate and describe others, and one that stands alone.
fn library(sandbox: &Sandbox) -> GitRepo<'_> {
    let repo = GitRepo::new(sandbox, "library");
    let on = |more: &str| format!("last_reviewed = 2026-01-10\n{more}");
    repo.write("limits.toml", "max = 100\n");
    repo.write("sops/upper.md", &reviewed("SOP-001", "2026-01-10", STEPS));
    repo.write("sops/lower.md", &sop("SOP-002", &on("implements = [\"SOP-001\"]\n"), STEPS));
    repo.write("sops/german.md", &sop("SOP-003", &on("translation_of = \"SOP-001\"\n"), STEPS));
    repo.write("sops/limits.md", &sop("SOP-004", &on("watches = [\"limits.toml#max\"]\n"), STEPS));
    repo.write("sops/alone.md", &reviewed("SOP-005", "2024-01-10", STEPS));
    repo.commit(ANA, "2026-01-10", "Write everything");
    repo
}

fn since(repo: &GitRepo<'_>, rev: &str) -> Value {
    ask(repo, &["stale", "--as-of", DAY, "--fail-on", "never", "--since", rev])
}

fn judged(answer: &Value) -> Vec<&str> {
    let all = answer["documents"].as_array().unwrap().iter();
    all.map(|document| document["id"].as_str().unwrap()).collect()
}

#[test]
fn only_what_a_branch_touches_or_can_make_stale_is_judged() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    let base = repo.head();
    repo.branch("work");
    let answer = since(&repo, "main");
    assert_eq!((judged(&answer), &answer["since"]["base"]), (vec![], &Value::from(base)));
    // Another value of a watched file is nothing that anybody described.
    repo.write("limits.toml", "max = 100\nmin = 1\n").commit(BEN, "2026-01-31", "Add a floor");
    assert_eq!(judged(&since(&repo, "main")), [""; 0]);
    repo.write("limits.toml", "max = 900\n").commit(BEN, "2026-02-01", "Raise the limit");
    assert_eq!(judged(&since(&repo, "main")), ["SOP-004"]);
    assert_eq!(state(&since(&repo, "main"), "SOP-004"), "suspect");
    repo.write("sops/upper.md", &reviewed("SOP-001", "2026-01-10", &changed()));
    repo.commit(BEN, "2026-02-02", "Call twice");
    assert_eq!(judged(&since(&repo, "main")), ["SOP-003", "SOP-004", "SOP-002", "SOP-001"]);
    // What happened on main meanwhile is not the work of the branch.
    repo.switch("main");
    repo.write("sops/alone.md", &reviewed("SOP-005", "2024-01-10", &changed()));
    repo.commit(CLARA, "2026-02-03", "Call twice elsewhere");
    repo.switch("work");
    assert_eq!(judged(&since(&repo, "main")).len(), 4);
    // The working tree counts as well.
    repo.write("sops/alone.md", &reviewed("SOP-005", "2024-01-11", STEPS));
    assert!(judged(&since(&repo, "main")).contains(&"SOP-005"));
    let text =
        repo.sopctl(&["stale", "--as-of", DAY, "--since", "main"]).run().fails_with(1).stdout;
    assert!(text.contains("Only what was touched since main") && text.contains("5 of 5"), "{text}");
    let said = repo.sopctl(&["stale", "--since", "nothing"]).run().fails_with(2);
    assert!(said.stderr.contains("nothing"), "{said:?}");
}

#[test]
fn a_shallow_clone_that_has_the_revision_is_enough() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    repo.tag("before");
    let noted = "last_reviewed = 2026-03-01\nreview_note = \"read\"\n";
    repo.write("sops/upper.md", &sop("SOP-001", noted, STEPS));
    repo.commit(BEN, "2026-03-01", "Review it");
    let shallow = repo.shallow_clone("shallow", 2);
    let answer = since(&shallow, "HEAD~1");
    assert_eq!(judged(&answer), ["SOP-003", "SOP-002", "SOP-001"]);
    // The review is here; those that rest on it were reviewed before history is cut off.
    assert_eq!((state(&answer, "SOP-001"), state(&answer, "SOP-002")), ("current", "unknown"));
    assert_eq!(reasons(&answer, "SOP-002"), ["history-incomplete"]);
    let whole = ["stale", "--as-of", DAY];
    shallow.sopctl(&whole).run().fails_with(2);
    let told = [&whole[..], &["--allow-shallow", "--fail-on", "history-incomplete"]].concat();
    shallow.sopctl(&told).run().fails_with(1);
    let other = repo.sopctl(&["stale", "--since", "before", "--as-of", DAY]).run().success();
    assert!(other.stdout.contains("3 of 5"), "{other:?}");
}

/// Every commit after the review of 2026-01-10, newest first, with what it was found to be.
fn chain(repo: &GitRepo<'_>) -> Vec<(String, bool)> {
    let run =
        repo.sopctl(&["stale", "--as-of", DAY, "--explain", "--fail-on", "never", "-f", "json"]);
    let answer = json(&run.run().success());
    let links = named(&answer, "SOP-001")["chain"].as_array().unwrap().clone();
    let told = |link: &Value| {
        (link["kind"].as_str().unwrap().to_owned(), link["skipped"].as_bool().unwrap())
    };
    links.iter().map(told).collect()
}

#[test]
fn the_chain_names_what_was_looked_at_and_why_it_was_skipped() {
    let sandbox = Sandbox::new();
    let repo = GitRepo::new(&sandbox, "library");
    let at = |body: &str| reviewed("SOP-001", "2026-01-10", body);
    repo.write("a.md", &reviewed("SOP-001", "2025-01-10", STEPS));
    repo.commit(ANA, "2025-01-10", "Write it");
    repo.write("a.md", &at(STEPS)).commit(ANA, "2026-01-10", "Review it");
    repo.write("a.md", &at(&STEPS.replace('\n', "\n\n"))).commit(BEN, "2026-02-01", "Format it");
    let owned = at(&STEPS.replace('\n', "\n\n")).replace("@ana", "@ben");
    repo.write("a.md", &owned).commit(BEN, "2026-02-02", "Hand it over");
    repo.rename("a.md", "b.md").commit(BEN, "2026-02-03", "Move it");
    repo.write("b.md", &owned.replace("the customer", "the customer twice"));
    let change = repo.commit(BEN, "2026-02-04", "Call twice");
    let skipped = |kind: &str| (kind.to_owned(), true);
    let counted = |kind: &str| (kind.to_owned(), false);
    let older =
        [skipped("rename"), skipped("administrative"), skipped("formatting"), counted("review")];
    assert_eq!(chain(&repo), [&[counted("change")], older.as_slice()].concat());
    for format in ["text", "markdown"] {
        let explained = ["stale", "--as-of", DAY, "--explain", "--fail-on", "never", "-f", format];
        let told = repo.sopctl(&explained).run().success().stdout;
        for words in ["change: step 1 changed", "skipped, moved only", "skipped, formatting only"] {
            assert!(told.contains(words), "{words}: {told}");
        }
    }
    let ignored = format!("{change}\n");
    repo.write(".git-blame-ignore-revs", &ignored).commit(BEN, "2026-02-05", "Ignore it");
    assert_eq!(chain(&repo), [&[skipped("ignored")], older.as_slice()].concat());
    let plain = ask(&repo, &["stale", "--as-of", DAY, "--fail-on", "never"]);
    assert_eq!(named(&plain, "SOP-001")["chain"], Value::Null);
}

#[test]
fn an_ignored_commit_makes_no_watched_file_suspect() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    repo.write(
        "sops/limits.md",
        &sop("SOP-004", "last_reviewed = 2026-01-10\nwatches = [\"*.toml\"]\n", STEPS),
    );
    repo.commit(ANA, "2026-01-11", "Watch all settings");
    repo.write("limits.toml", "# Settings\nmax = 100\n");
    let formatted = repo.commit(BEN, "2026-02-01", "Format the settings");
    let found = |repo: &GitRepo<'_>| {
        let answer = ask(repo, &["stale", "--as-of", DAY, "--fail-on", "never"]);
        reasons(&answer, "SOP-004").contains(&"watched-path-changed")
    };
    assert!(found(&repo));
    repo.write(".git-blame-ignore-revs", &format!("{formatted}\n"));
    repo.commit(BEN, "2026-02-02", "Ignore the formatting");
    assert!(!found(&repo));
    repo.write("limits.toml", "# Settings\nmax = 900\n").commit(BEN, "2026-02-03", "Raise it");
    assert!(found(&repo));
}

#[test]
fn of_many_watched_files_the_three_that_changed_most_are_named() {
    let sandbox = Sandbox::new();
    let repo = GitRepo::new(&sandbox, "library");
    let lines = |number: usize| "A line of settings.\n".repeat(number);
    let sizes = [("a", 1), ("b", 9), ("c", 3), ("d", 7), ("e", 5)];
    for (name, _) in sizes {
        repo.write(&format!("config/{name}.toml"), "# Settings\n");
    }
    let fields = "last_reviewed = 2026-01-10\nwatches = [\"config\"]\n";
    repo.write("a.md", &sop("SOP-001", fields, STEPS)).commit(ANA, "2026-01-10", "Write it");
    for (name, size) in sizes {
        repo.write(&format!("config/{name}.toml"), &lines(size));
    }
    let proof = repo.commit(BEN, "2026-02-01", "Change all settings");
    let answer = ask(&repo, &["stale", "--as-of", DAY, "--fail-on", "never"]);
    let reason = &named(&answer, "SOP-001")["reasons"][0];
    let said = "what it describes changed after 2026-01-10: \
                5 files (config/b.toml, config/d.toml, config/e.toml, …)";
    assert_eq!((&reason["message"], &reason["commits"][0]), (&said.into(), &proof.into()));
    assert_eq!(reason["commits"].as_array().unwrap().len(), 1);
    assert_eq!(reason["paths"].as_array().unwrap().len(), 5);
}

#[test]
fn nothing_can_fail_on_a_state_that_has_no_reason() {
    let sandbox = Sandbox::new();
    let repo = GitRepo::new(&sandbox, "library");
    repo.write("sops/a.md", &reviewed("SOP-001", "2026-01-10", STEPS));
    repo.commit(ANA, "2026-01-10", "Write it");
    for state in ["current", "exempt", "not-under-review"] {
        let said = repo.sopctl(&["stale", "--fail-on", state]).run().fails_with(2).stderr;
        assert!(said.contains("is a state without a reason, on which nothing can fail"), "{said}");
        let (_, hint) = said.split_once("hint: --fail-on takes overdue, ").unwrap();
        let words: Vec<&str> = hint.trim().split(", ").collect();
        assert!(words.contains(&"suspect") && !words.contains(&state), "{said}");
    }
}
