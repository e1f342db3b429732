//! `sopctl diff` since the last review and between any two files, and how changes are shown.

use crate::documents::{STEPS, ask, document, json, named, reviewed};
use crate::git_repo::{ANA, BEN, GitRepo};
use crate::sandbox::Sandbox;

const LIMIT: &str =
    "1. The team lead approves refunds above 100 EUR.\n2. Finance must pay within 5 days.\n";

/// One procedure reviewed and changed since, one changed by its review, one never reviewed.
fn library(sandbox: &Sandbox) -> GitRepo<'_> {
    let repo = GitRepo::new(sandbox, "library");
    repo.write("sops/refunds.md", &reviewed("SOP-001", "2026-01-10", LIMIT));
    repo.write("sops/calls.md", &reviewed("SOP-002", "2026-01-10", STEPS));
    repo.write("sops/letters.md", &document("SOP-003", "status = \"draft\"\n", STEPS));
    repo.commit(ANA, "2026-01-10", "Write three");
    repo.write("sops/refunds.md", &reviewed("SOP-001", "2026-03-01", LIMIT));
    let changed = STEPS.replace("the number", "the name");
    repo.write("sops/calls.md", &reviewed("SOP-002", "2026-03-01", &changed));
    repo.commit(ANA, "2026-03-01", "Review two");
    let raised = LIMIT.replace("100 EUR", "250 EUR");
    repo.write("sops/refunds.md", &reviewed("SOP-001", "2026-03-01", &raised));
    repo.commit(BEN, "2026-04-01", "Raise the limit");
    repo
}

#[test]
fn each_document_is_compared_with_the_text_that_was_reviewed_last() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    let answer = ask(&repo, &["diff", "--since-review"]);
    assert_eq!(answer["summary"]["documents"], 1, "{answer:#}");
    let refunds = named(&answer, "SOP-001");
    assert_eq!(refunds["class"], "major");
    assert_eq!(refunds["since"]["by"], "review");
    assert_eq!(refunds["since"]["date"], "2026-03-01");
    assert_eq!(refunds["since"]["commit"], repo.git(&["rev-parse", "HEAD~1"]));
    assert_eq!(answer["never_reviewed"], serde_json::json!(["SOP-003"]));
    // The working tree counts, and a document that was named is the only one.
    repo.write("sops/calls.md", &reviewed("SOP-002", "2026-03-01", "1. Wait.\n"));
    let answer = ask(&repo, &["diff", "--since-review", "sops/calls.md"]);
    assert_eq!(answer["summary"]["documents"], 1);
    assert_eq!(named(&answer, "SOP-002")["class"], "major");
    assert_eq!(answer["never_reviewed"], serde_json::json!([]));
    // The revision of the review itself is the text that was reviewed.
    let at = ask(&repo, &["diff", "--since-review", "--rev", "HEAD~1"]);
    assert_eq!((&at["summary"]["documents"], &at["to"]), (&0.into(), &"HEAD~1".into()));
    repo.sopctl(&["diff", "--since-review", "--exit-code"]).run().fails_with(1);
    let text = repo.sopctl(&["diff", "--since-review"]).run().success().stdout;
    assert!(text.contains("since the review of 2026-03-01 in "), "{text}");
    assert!(text.contains("never reviewed or approved, so nothing to compare with: SOP-003"));
}

#[test]
fn a_clone_without_the_review_does_not_call_a_text_unchanged() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    let shallow = repo.shallow_clone("shallow", 1);
    shallow.sopctl(&["diff", "--since-review"]).run().fails_with(2);
    let answer = ask(&shallow, &["diff", "--since-review", "--allow-shallow"]);
    let unreadable = answer["unreadable"].as_array().unwrap();
    assert!(unreadable.iter().any(|file| file["path"] == "sops/refunds.md"), "{answer:#}");
}

#[test]
fn any_two_files_are_compared_without_git() {
    let sandbox = Sandbox::new();
    sandbox.write("a/old.md", &reviewed("SOP-001", "2026-01-10", LIMIT));
    let new = reviewed("SOP-001", "2026-01-10", &LIMIT.replace("must", "should"));
    sandbox.write("b/new.md", &new);
    let ask = |arguments: &[&str]| {
        json(&sandbox.sopctl(&[&["diff", "--no-index", "-f", "json"], arguments].concat()).run())
    };
    let answer = ask(&["a/old.md", "b/new.md"]);
    let document = named(&answer, "SOP-001");
    assert_eq!(
        (&document["old_path"], &document["new_path"], &document["change"]),
        (&"a/old.md".into(), &"b/new.md".into(), &"modified".into())
    );
    assert_eq!(document["steps"][0]["effects"][0]["kind"], "obligation");
    assert_eq!(answer["repository"]["history"], "none");
    let text = sandbox.sopctl(&["diff", "--no-index", "a/old.md", "b/new.md"]).run().success();
    assert!(text.stdout.contains("obligation weakened: must → should"), "{text:?}");
    assert!(!text.stdout.contains("moved"), "two files are no move: {text:?}");
    assert_eq!(ask(&["a/old.md", "a/old.md"])["summary"]["documents"], 0);
    // Two folders are compared document by document.
    assert_eq!(ask(&["a", "b"])["summary"]["documents"], 1);
    let said = sandbox.sopctl(&["diff", "--no-index", "a", "b/new.md"]).run().fails_with(2);
    assert!(said.stderr.contains("hint: compare two files, or two folders"), "{said:?}");
    let said = sandbox.sopctl(&["diff", "--no-index", "a/old.md", "x.md"]).run().fails_with(2);
    assert!(said.stderr.contains("no file x.md"), "{said:?}");
    let said = sandbox.sopctl(&["diff", "--no-index", "a/old.md"]).run().fails_with(2);
    assert!(said.stderr.contains("hint: sopctl diff --no-index OLD NEW"), "{said:?}");
}

#[test]
fn a_file_that_is_no_text_is_told_and_not_called_the_same() {
    let sandbox = Sandbox::new();
    sandbox.write("old.md", "# A\n");
    std::fs::write(sandbox.work().join("new.md"), b"# \xff\n").unwrap();
    let said = sandbox.sopctl(&["diff", "--no-index", "--exit-code", "old.md", "new.md"]).run();
    assert!(said.stdout.contains("could not be compared: new.md (it is not UTF-8"), "{said:?}");
    said.fails_with(1);
}

/// What the text format shows between two bodies, below the heading.
fn shown(sandbox: &Sandbox, old: &str, new: &str, options: &[&str]) -> String {
    sandbox.write("old.md", &reviewed("SOP-001", "2026-01-10", old));
    sandbox.write("new.md", &reviewed("SOP-001", "2026-01-10", new));
    let arguments = [&["diff", "--no-index", "old.md", "new.md"], options].concat();
    let text = sandbox.sopctl(&arguments).run().success().stdout;
    text.split_once('\n').unwrap().1.to_owned()
}

#[test]
fn a_change_that_leaves_the_words_alone_says_what_it_is() {
    let sandbox = Sandbox::new();
    let rows = shown(
        &sandbox,
        "See [the page](a.md).\n\n1. Press [here](http://a.example).\n",
        "See [the page](b.md).\n\n1. Press [here](http://b.example).\n",
        &[],
    );
    assert!(rows.contains("link a.md → b.md"), "{rows}");
    assert!(rows.contains("target http://a.example → http://b.example"), "{rows}");
}

#[test]
fn a_step_that_moved_says_where_it_went() {
    let sandbox = Sandbox::new();
    let old = "1. Count the notes.\n2. Open the safe.\n3. Call the guard.\n4. Lock the door.\n";
    let new = "1. Open the safe.\n2. Call the guard.\n3. Lock the door.\n4. Count the notes.\n";
    let rows = shown(&sandbox, old, new, &[]);
    assert_eq!(rows, "  ↕ step 1  moved to 4: Count the notes.\n");
}

#[test]
fn steps_of_several_headings_are_told_apart() {
    let sandbox = Sandbox::new();
    let body = "## Open\n\n1. Count the notes.\n2. Sign the slip.\n\n## Close\n\n1. Lock the safe.\n2. Call the guard.\n";
    let one = shown(&sandbox, body, &body.replace("the slip", "both slips"), &[]);
    assert_eq!(one, "  ~ step 2 of Open  Sign [-the slip-]{+both slips+}.\n");
    let new = body.replace("the slip", "both slips").replace("the guard", "your guard");
    let two = shown(&sandbox, body, &new, &[]);
    let expected = "  Open\n  ~ step 2  Sign [-the slip-]{+both slips+}.\n  Close\n  ~ step 2  Call [-the-]{+your+} guard.\n";
    assert_eq!(two, expected);
}

#[test]
fn long_texts_are_shown_whole_where_every_word_is_asked_for() {
    let sandbox = Sandbox::new();
    let body = |degrees: u8| {
        format!("1. {}stop at {degrees} degrees.\n", "Stir the pot slowly and watch it. ".repeat(9))
    };
    let brief = shown(&sandbox, &body(90), &body(95), &[]);
    assert!(brief.contains("… ") && brief.contains("[-90-]{+95+}"), "{brief}");
    let whole = shown(&sandbox, &body(90), &body(95), &["--words"]);
    assert_eq!(whole.matches("Stir").count(), 9, "{whole}");
}

#[test]
fn a_narrow_terminal_gets_narrow_lines() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    let run = repo.sopctl(&["diff", "HEAD~1..HEAD"]).env("COLUMNS", "60");
    let text = run.run().success().stdout;
    assert!(text.lines().all(|line| line.chars().count() <= 60), "{text}");
    assert!(text.contains("[-100-]{+250+}"), "{text}");
}

#[test]
fn the_redline_is_one_page_with_the_whole_document_old_and_new() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    let html = repo.sopctl(&["diff", "HEAD~1..HEAD", "-f", "html"]).run().success().stdout;
    assert!(html.starts_with("<!doctype html>"), "{html}");
    assert!(html.contains("above <del>100</del><ins>250</ins> EUR."), "{html}");
    assert!(html.contains("Finance must pay within 5 days."), "unchanged text is there: {html}");
    assert!(html.contains("limit 100 EUR → 250 EUR"), "{html}");
    for loading in ["<script", "<link", "src=", "url("] {
        assert!(!html.contains(loading), "{loading}");
    }
    let same = repo.sopctl(&["diff", "HEAD..HEAD", "-f", "html"]).run().success().stdout;
    assert!(same.contains("No document differs between "), "{same}");
}

#[test]
fn a_language_without_word_lists_is_told() {
    let sandbox = Sandbox::new();
    let written = |limit: &str| {
        document("SOP-001", "language = \"de\"\n", &format!("1. Zahle bis {limit} Euro aus.\n"))
    };
    sandbox.write("alt.md", &written("hundert"));
    sandbox.write("neu.md", &written("tausend"));
    let ask = |format: &str| {
        let arguments = ["diff", "--no-index", "alt.md", "neu.md", "-f", format];
        sandbox.sopctl(&arguments).run().success().stdout
    };
    for format in ["text", "html"] {
        assert!(ask(format).contains("no word lists for its language"), "{}", ask(format));
    }
    let answer: serde_json::Value = serde_json::from_str(&ask("json")).unwrap();
    assert_eq!(answer["documents"][0]["unread_language"], "de");
}
