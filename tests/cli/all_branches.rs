//! `sopctl check --all-branches`: a number that two branches give to two documents is found
//! before they are merged, and one document on many branches is no such thing.

use serde_json::Value;

use crate::documents::{document, json};
use crate::git_repo::{ANA, BEN, GitRepo};
use crate::sandbox::{Output, Sandbox};

const DRAFT: &str = "status = \"draft\"\n";
const TEXT: &str = "# What the procedure is about\n";

fn draft(id: &str) -> String {
    document(id, DRAFT, TEXT)
}

/// A library with one document on `main`.
fn library<'s>(sandbox: &'s Sandbox, name: &str) -> GitRepo<'s> {
    let repo = GitRepo::new(sandbox, name);
    repo.write("sops/a.md", &draft("SOP-001")).commit(ANA, "2026-01-05", "Begin");
    repo
}

fn check(repo: &GitRepo<'_>) -> Output {
    repo.sopctl(&["check", "--all-branches", "--format", "json", "--as-of", "2026-11-22"]).run()
}

/// What the rule says: the path, a space, and the message.
fn collisions(output: &Output) -> Vec<String> {
    let answer: Value = json(output);
    let findings = answer["findings"].as_array().unwrap().iter();
    findings
        .filter(|finding| finding["rule"] == "duplicate-id")
        .map(|finding| {
            format!(
                "{} {}",
                finding["path"].as_str().unwrap(),
                finding["message"].as_str().unwrap()
            )
        })
        .collect()
}

#[test]
fn a_number_that_two_branches_give_to_two_documents_is_found() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox, "library");
    repo.branch("refunds");
    repo.write("sops/refund.md", &draft("SOP-002")).commit(BEN, "2026-01-06", "Write it");
    repo.git(&["branch", "refunds-copy"]);
    repo.switch("main");
    repo.write("sops/cash.md", &draft("sop-002")).commit(ANA, "2026-01-07", "Write another");
    let said = check(&repo).fails_with(1);
    assert_eq!(
        collisions(&said),
        [
            "sops/cash.md the number sop-002 is also that of sops/refund.md on refunds and 1 more branch"
        ]
    );
    assert_eq!(json(&said)["branches"]["looked_at"], 2);
    // One tree alone knows nothing of it.
    repo.sopctl(&["check"]).run().success();
}

#[test]
fn a_number_that_only_other_branches_have_twice_is_found_as_well() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox, "library");
    for (branch, path) in [("x", "sops/x.md"), ("y", "sops/y.md")] {
        repo.switch("main");
        repo.branch(branch);
        repo.write(path, &draft("SOP-009").replace("about", branch)).commit(
            BEN,
            "2026-01-06",
            "Write it",
        );
    }
    repo.switch("main");
    let expected =
        ["sops/x.md several documents have the number SOP-009: sops/x.md on x, sops/y.md on y"];
    assert_eq!(collisions(&check(&repo).fails_with(1)), expected);
    // Part of a library does not answer for branches.
    let said = repo.sopctl(&["check", "--all-branches", "sops", "--format", "json"]).run();
    assert_eq!(collisions(&said), [""; 0]);
}

#[test]
fn one_document_on_many_branches_is_one_document() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox, "library");
    let none: [&str; 0] = [];
    // Edited, renamed, and renamed on both sides.
    repo.branch("edits");
    repo.write("sops/a.md", &draft("SOP-001").replace("about", "for"));
    repo.commit(BEN, "2026-01-06", "Edit");
    repo.switch("main");
    repo.branch("renames");
    repo.rename("sops/a.md", "sops/till.md");
    repo.write("sops/till.md", &draft("SOP-001").replace("about", "of"));
    repo.commit(BEN, "2026-01-06", "Rename");
    repo.switch("main");
    assert_eq!(collisions(&check(&repo)), none);
    repo.rename("sops/a.md", "sops/cash.md").commit(ANA, "2026-01-07", "Rename otherwise");
    assert_eq!(collisions(&check(&repo)), none);

    // Squashed into main and moved there, while the branch goes on.
    repo.branch("work");
    repo.write("sops/work.md", &draft("SOP-002")).commit(BEN, "2026-01-08", "Write it");
    repo.switch("main");
    repo.squash("work", ANA, "2026-01-09", "Write it (#1)");
    let edited = draft("SOP-002").replace("about", "for");
    repo.rename("sops/work.md", "sops/done.md").write("sops/done.md", &edited);
    repo.commit(ANA, "2026-01-10", "Move it");
    assert_eq!(collisions(&check(&repo)), none);

    // A branch on a branch, with the document moved.
    repo.branch("lower");
    repo.write("sops/new.md", &draft("SOP-003")).commit(BEN, "2026-01-11", "Write it");
    repo.branch("upper");
    repo.rename("sops/new.md", "sops/newer.md");
    repo.write("sops/newer.md", &draft("SOP-003").replace("about", "for"));
    repo.commit(BEN, "2026-01-12", "Move it");
    repo.switch("main");
    assert_eq!(collisions(&check(&repo)), none);
}

#[test]
fn a_copy_that_kept_the_number_is_a_second_document() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox, "library");
    repo.branch("copy");
    repo.write("sops/b.md", &draft("SOP-001").replace("about", "for"));
    repo.commit(BEN, "2026-01-06", "Copy it");
    repo.switch("main");
    let expected = ["sops/a.md the number SOP-001 is also that of sops/b.md on copy"];
    assert_eq!(collisions(&check(&repo).fails_with(1)), expected);
}

#[test]
fn what_was_fetched_counts_and_says_how_old_it_is() {
    let sandbox = Sandbox::new();
    let upstream = library(&sandbox, "upstream");
    let clone = upstream.clone_with(&[upstream.folder().to_str().unwrap()], "clone");
    upstream.branch("refunds");
    upstream.write("sops/refund.md", &draft("SOP-002")).commit(BEN, "2026-01-06", "Write it");
    clone.write("sops/cash.md", &draft("SOP-002").replace("about", "for"));
    clone.commit(ANA, "2026-01-07", "Write another");
    assert_eq!(collisions(&check(&clone)), [""; 0]);
    clone.git(&["fetch", "--quiet"]);
    let fetched = std::fs::File::open(clone.folder().join(".git/FETCH_HEAD")).unwrap();
    let day = std::time::Duration::from_secs(86_400);
    // 2026-11-19
    fetched.set_modified(std::time::UNIX_EPOCH + day * 20_776).unwrap();
    let said = check(&clone).fails_with(1);
    let expected =
        ["sops/cash.md the number SOP-002 is also that of sops/refund.md on origin/refunds"];
    assert_eq!(collisions(&said), expected);
    let branches = &json(&said)["branches"];
    assert_eq!((&branches["looked_at"], &branches["fetched"]), (&2.into(), &"2026-11-19".into()));
    let said = clone.sopctl(&["check", "--all-branches", "--as-of", "2026-11-22"]).run();
    let note =
        "Document numbers of 2 other branches were looked at; fetched 3 days ago, on 2026-11-19.";
    assert!(said.stdout.contains(note), "{}", said.stdout);
}

#[test]
fn tags_and_removed_documents_collide_with_nothing() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox, "library");
    repo.branch("old");
    repo.write("sops/old.md", &draft("SOP-002")).commit(BEN, "2026-01-06", "Write it");
    repo.tag("v1");
    repo.remove("sops/old.md").commit(BEN, "2026-01-07", "Remove it");
    repo.switch("main");
    repo.write("sops/new.md", &draft("SOP-002")).commit(ANA, "2026-01-08", "Write it");
    assert_eq!(collisions(&check(&repo)), [""; 0]);
}

#[test]
fn unrelated_histories_are_compared_by_their_paths() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox, "library");
    repo.git(&["switch", "--quiet", "--orphan", "pages"]);
    repo.write("sops/a.md", &draft("SOP-001").replace("about", "for"));
    repo.write("sops/z.md", &draft("SOP-002"));
    repo.commit(BEN, "2026-01-06", "Begin again");
    repo.switch("main");
    repo.write("sops/b.md", &draft("SOP-002").replace("about", "of"));
    repo.commit(ANA, "2026-01-07", "Write it");
    let expected = ["sops/b.md the number SOP-002 is also that of sops/z.md on pages"];
    assert_eq!(collisions(&check(&repo).fails_with(1)), expected);
}

#[test]
fn what_a_shallow_clone_cannot_compare_is_said() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox, "library");
    repo.branch("work");
    repo.rename("sops/a.md", "sops/b.md").commit(BEN, "2026-01-06", "Move it");
    repo.switch("main");
    repo.write("x.txt", "x").commit(ANA, "2026-01-07", "Go on");
    let source = format!("file://{}", repo.folder().display());
    let shallow = repo.clone_with(&["--depth=1", "--no-single-branch", &source], "shallow");
    let said = check(&shallow).success();
    assert_eq!(json(&said)["branches"]["unknown"][0], "origin/work");
    let said = shallow.sopctl(&["check", "--all-branches"]).run();
    assert!(said.stdout.contains("Not compared, since this clone lacks"), "{}", said.stdout);
}

#[test]
fn branches_are_of_a_repository() {
    let sandbox = Sandbox::new();
    sandbox.write("a.md", &draft("SOP-001"));
    let said = sandbox.sopctl(&["check", "--all-branches"]).run().fails_with(2);
    assert!(said.stderr.contains("--all-branches needs a git repository\nhint: "), "{said:?}");
}

#[test]
fn work_answers_for_the_numbers_that_it_gives_itself() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox, "library");
    for (branch, id) in [("x", "SOP-002"), ("y", "SOP-003")] {
        repo.switch("main");
        repo.branch(branch);
        repo.write(&format!("sops/{branch}.md"), &draft(id)).commit(BEN, "2026-01-06", "Write it");
    }
    repo.switch("main");
    repo.write("sops/b.md", &draft("SOP-002").replace("about", "of"));
    repo.commit(ANA, "2026-01-07", "Write it");
    repo.branch("work");
    repo.write("sops/c.md", &draft("SOP-003").replace("about", "of"));
    repo.commit(ANA, "2026-01-08", "Write it");
    let since = ["check", "--all-branches", "--since", "main", "--format", "json"];
    let expected = ["sops/c.md the number SOP-003 is also that of sops/y.md on y"];
    assert_eq!(collisions(&repo.sopctl(&since).run().fails_with(1)), expected);
}
