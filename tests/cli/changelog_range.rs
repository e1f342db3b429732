//! `sopctl changelog`: which two revisions it stands between.

use serde_json::Value;

use crate::documents::{STEPS, ask, reviewed};
use crate::git_repo::{ANA, BEN, GitRepo};
use crate::sandbox::Sandbox;

/// One document in May, one more in June and July, each with a tag of its release.
fn library(sandbox: &Sandbox) -> GitRepo<'_> {
    let repo = GitRepo::new(sandbox, "library");
    for (number, day, tag) in
        [(1, "2026-05-01", "qms-1"), (2, "2026-06-01", "qms-2"), (3, "2026-07-01", "qms-10")]
    {
        let id = format!("SOP-00{number}");
        repo.write(&format!("sops/{number}.md"), &reviewed(&id, day, STEPS));
        repo.commit(ANA, day, &format!("Write {id}"));
        repo.tag(tag);
    }
    repo.write("sops/4.md", &reviewed("SOP-004", "2026-08-01", STEPS));
    repo.commit(BEN, "2026-08-01", "Write SOP-004");
    repo
}

fn new_and_ends(answer: &Value) -> (Vec<&str>, &str, &str) {
    let entries = answer["groups"]["new"].as_array().unwrap();
    let ids = entries.iter().map(|entry| entry["id"].as_str().unwrap()).collect();
    (ids, answer["from"]["name"].as_str().unwrap(), answer["to"]["name"].as_str().unwrap())
}

#[test]
fn without_a_range_it_is_what_came_since_the_last_release() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    for arguments in [&["changelog"][..], &["changelog", "--unreleased"]] {
        let answer = ask(&repo, arguments);
        assert_eq!(new_and_ends(&answer), (vec!["SOP-004"], "qms-10", "HEAD"));
    }
    repo.git(&["checkout", "--quiet", "qms-10"]);
    let said = repo.sopctl(&["changelog"]).run().success();
    assert!(said.stderr.contains("HEAD is the release qms-10; --latest shows"), "{said:?}");
}

#[test]
fn releases_stand_in_the_order_of_the_controlled_branch_and_not_of_their_names() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    let answer = ask(&repo, &["changelog", "--latest"]);
    assert_eq!(new_and_ends(&answer), (vec!["SOP-003"], "qms-2", "qms-10"));
    // An older release that is checked out is the last one there.
    repo.git(&["checkout", "--quiet", "qms-2"]);
    let answer = ask(&repo, &["changelog", "--latest"]);
    assert_eq!(new_and_ends(&answer), (vec!["SOP-002"], "qms-1", "qms-2"));
}

#[test]
fn other_tags_and_those_of_other_branches_are_no_releases() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    repo.write("sopctl.toml", "schema = 1\n[changelog]\ntags = \"qms-*\"\n");
    repo.commit(ANA, "2026-08-02", "Configure");
    repo.tag("nightly");
    repo.branch("work");
    repo.write("sops/5.md", &reviewed("SOP-005", "2026-08-03", STEPS));
    repo.commit(BEN, "2026-08-03", "Write SOP-005");
    repo.tag("qms-11");
    repo.switch("main");
    let answer = ask(&repo, &["changelog", "--latest"]);
    assert_eq!(new_and_ends(&answer), (vec!["SOP-003"], "qms-2", "qms-10"));
}

#[test]
fn several_tags_of_one_commit_are_one_release() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    repo.git(&["tag", "qms-10-final", "qms-10"]);
    let answer = ask(&repo, &["changelog", "--latest"]);
    assert_eq!(new_and_ends(&answer), (vec!["SOP-003"], "qms-2", "qms-10-final"));
}

#[test]
fn days_are_the_controlled_branch_at_their_end() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    repo.branch("work");
    repo.write("sops/5.md", &reviewed("SOP-005", "2026-06-10", STEPS));
    repo.commit(BEN, "2026-06-10", "Write SOP-005");
    let answer = ask(&repo, &["changelog", "2026-05-01..2026-06-30"]);
    assert_eq!(
        new_and_ends(&answer),
        (vec!["SOP-002"], "the end of 2026-05-01", "the end of 2026-06-30")
    );
    let answer = ask(&repo, &["changelog", "qms-1..2026-07-01"]);
    assert_eq!(new_and_ends(&answer).0, ["SOP-002", "SOP-003"]);
    let said = repo.sopctl(&["changelog", "2026-04-01..2026-06-30"]).run().fails_with(2);
    assert!(said.stderr.contains("no commit yet at the end of 2026-04-01"), "{said:?}");
    assert!(said.stderr.contains("is of 2026-05-01"), "{said:?}");
    let said = repo.sopctl(&["changelog", "2026-06-30..2026-05-01"]).run().fails_with(2);
    assert!(said.stderr.contains("there is no day from 2026-06-30 to 2026-05-01"), "{said:?}");
    // A tag that looks like a day is a tag.
    repo.git(&["tag", "2026-05-01", "qms-2"]);
    let answer = ask(&repo, &["changelog", "2026-05-01..qms-10"]);
    assert_eq!(new_and_ends(&answer).1, "2026-05-01");
}

#[test]
fn three_dots_leave_out_what_the_other_side_did() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    repo.git(&["checkout", "--quiet", "-b", "work", "qms-2"]);
    repo.write("sops/5.md", &reviewed("SOP-005", "2026-06-10", STEPS));
    repo.commit(BEN, "2026-06-10", "Write SOP-005");
    assert_eq!(new_and_ends(&ask(&repo, &["changelog", "main...work"])).0, ["SOP-005"]);
    let both = ask(&repo, &["changelog", "main..work"]);
    assert_eq!((new_and_ends(&both).0, &both["diverged"]), (vec!["SOP-005"], &true.into()));
    assert_eq!(both["groups"]["removed"].as_array().unwrap().len(), 2);
}

/// History before the newer end tells here what the range alone does not.
#[test]
fn a_document_that_was_moved_there_and_back_is_the_same_one_backwards() {
    let sandbox = Sandbox::new();
    let repo = GitRepo::new(&sandbox, "library");
    let text = format!("# Close the till\n\n## Steps\n\n{STEPS}\n1. Count the notes.\n");
    repo.write("sops/till.md", &text);
    repo.commit(ANA, "2026-05-01", "Write it");
    repo.rename("sops/till.md", "shop/till.md");
    repo.commit(ANA, "2026-06-01", "Move it");
    repo.rename("shop/till.md", "sops/till.md");
    repo.write("sops/till.md", &text.replace("notes", "coins"));
    repo.commit(BEN, "2026-07-01", "Move it back and change it");
    for (range, path, old_path) in [
        ("HEAD..HEAD~1", "shop/till.md", "sops/till.md"),
        ("HEAD~1..HEAD", "sops/till.md", "shop/till.md"),
    ] {
        let answer = ask(&repo, &["changelog", range]);
        assert_eq!(answer["groups"]["new"], serde_json::json!([]), "{range}");
        let revised = &answer["groups"]["revised"][0];
        assert_eq!((&revised["path"], &revised["old_path"]), (&path.into(), &old_path.into()));
    }
}

#[test]
fn without_a_release_the_other_ways_are_told() {
    let sandbox = Sandbox::new();
    let repo = GitRepo::new(&sandbox, "library");
    repo.write("sops/1.md", &reviewed("SOP-001", "2026-05-01", STEPS));
    repo.commit(ANA, "2026-05-01", "Write SOP-001");
    for option in ["--unreleased", "--latest"] {
        let said = repo.sopctl(&["changelog", option]).run().fails_with(2);
        assert!(said.stderr.contains("there is no release tag on the way to HEAD"), "{said:?}");
        assert!(said.stderr.contains("hint: name a range: two revisions"), "{said:?}");
    }
    repo.tag("v1");
    repo.write("sopctl.toml", "schema = 1\n[changelog]\ntags = \"qms-*\"\n");
    let said = repo.sopctl(&["changelog"]).run().fails_with(2);
    assert!(said.stderr.contains("no release tag that matches \"qms-*\""), "{said:?}");
}

#[test]
fn in_a_first_release_everything_is_new_and_many_documents_share_a_table() {
    let sandbox = Sandbox::new();
    let repo = GitRepo::new(&sandbox, "library");
    for number in 1..=15 {
        let id = format!("SOP-{number:03}");
        repo.write(&format!("sops/{number}.md"), &reviewed(&id, "2026-05-01", STEPS));
    }
    repo.commit(ANA, "2026-05-01", "Write fifteen");
    repo.write("sops/1.md", &reviewed("SOP-001", "2026-05-02", &STEPS.replace("Call", "Ask")));
    repo.commit(BEN, "2026-05-02", "Ask");
    repo.tag("v1");
    let answer = ask(&repo, &["changelog", "--latest"]);
    assert_eq!(answer["from"], Value::Null);
    assert_eq!(answer["groups"]["new"].as_array().unwrap().len(), 15);
    assert_eq!(answer["groups"]["new"][0]["commits"].as_array().unwrap().len(), 2);
    let text = repo.sopctl(&["changelog", "--latest", "-f", "markdown"]).run().success().stdout;
    assert!(text.starts_with("# Review changelog v1\n"), "{text}");
    assert!(text.contains("- Baseline: none: this is the first release"), "{text}");
    assert!(text.contains("\n| SOP-015 Procedure SOP-015 | 1.0 |"), "{text}");
    // A row and, as nobody reviewed it, a line for each.
    assert!(text.lines().count() < 50, "{text}");
    let staff = repo.sopctl(&["changelog", "--latest", "--view", "staff"]).run().success().stdout;
    assert!(staff.contains("SOP-001 Procedure SOP-001, new, **to be read**\n"), "{staff}");
    let rest = "To be read as well: SOP-013 Procedure SOP-013; SOP-014 Procedure SOP-014; SOP-015";
    assert!(staff.contains(rest) && staff.lines().count() < 20, "{staff}");
    repo.sopctl(&["changelog", "--latest", "--check"]).run().success();
    for name in ["auditor", "staff"] {
        let template =
            repo.sopctl(&["changelog", "--export-template", name]).run().success().stdout;
        let file = sandbox.write("mine.hbs", &template);
        let file = file.to_str().unwrap();
        let text =
            repo.sopctl(&["changelog", "--latest", "--template", file]).run().success().stdout;
        assert!(text.contains("SOP-015") && !text.contains("\n\n\n"), "{text}");
    }
}
