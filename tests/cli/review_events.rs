//! Which commit is the review that a document shows, of which kind and by whom, however it
//! came into history: one table, and what a table cannot hold.

use crate::documents::{ask, document, json, named, reviewed, sop, stale_on, state};
use crate::git_repo::{ANA, BEN, CLARA, GitRepo};
use crate::sandbox::Sandbox;

const OLD: &str = "1. Pay up to 100 EUR.\n2. Write it down.\n";
const NEW: &str = "1. Pay up to 900 EUR.\n2. Write it down.\n";
const FILE: &str = "sops/a.md";

fn text(on: &str, body: &str) -> String {
    // A long tail keeps git from merging neighbouring lines into one conflict.
    reviewed("SOP-001", on, &format!("{body}\n## Records\n\nKept for ten years.\n"))
}

fn noted(on: &str, note: &str, body: &str) -> String {
    text(on, body).replacen("+++\n\n", &format!("review_note = \"{note}\"\n+++\n\n"), 1)
}

/// A procedure of 2025-01-10 that Ana reviewed on 2026-01-10; the commit of that review.
fn begin(repo: &GitRepo<'_>) -> String {
    repo.write(FILE, &text("2025-01-10", OLD)).commit(ANA, "2025-01-10", "Write SOP-001");
    repo.write(FILE, &text("2026-01-10", OLD)).commit(ANA, "2026-01-10", "Review SOP-001")
}

/// Ben changes the text on a branch and reviews it there; the commit of the review.
fn change_and_review_on_a_branch(repo: &GitRepo<'_>) -> String {
    repo.branch("work");
    repo.write(FILE, &text("2026-01-10", NEW)).commit(BEN, "2026-02-27", "Raise the limit");
    let review = repo.write(FILE, &text("2026-03-01", NEW)).commit(BEN, "2026-03-01", "Review it");
    repo.switch("main");
    repo.write("other.txt", "x").commit(CLARA, "2026-03-02", "Do something else");
    review
}

struct Row {
    operation: &'static str,
    /// Writes the history; gives the commit of the event.
    write: fn(&GitRepo<'_>) -> String,
    date: &'static str,
    kind: &'static str,
    by: &'static str,
    state: &'static str,
    /// What stood below the heading of the text that was reviewed; none where the event
    /// vouches for no text.
    text: Option<&'static str>,
}

const fn row(
    operation: &'static str,
    write: fn(&GitRepo<'_>) -> String,
    [date, kind, by, state]: [&'static str; 4],
    text: Option<&'static str>,
) -> Row {
    Row { operation, write, date, kind, by, state, text }
}

const ROWS: [Row; 24] = [
    row("squash", squash, ["2026-03-01", "with-change", "Ana Reyes", "current"], Some(NEW)),
    row("rebase", rebase, ["2026-03-01", "date-only", "Ben Okoro", "current"], Some(NEW)),
    row("merge", merge, ["2026-03-01", "with-change", "Ben Okoro", "current"], Some(NEW)),
    row("revert", revert, ["2026-01-10", "date-only", "Ana Reyes", "changed"], Some(OLD)),
    row(
        "revert of a revert",
        revert_twice,
        ["2026-03-01", "date-only", "Ben Okoro", "current"],
        Some(NEW),
    ),
    row("cherry-pick", cherry_pick, ["2026-03-01", "date-only", "Ben Okoro", "current"], Some(OLD)),
    row("rename", rename, ["2026-01-10", "date-only", "Ana Reyes", "current"], Some(OLD)),
    row(
        "other syntax",
        other_syntax,
        ["2026-01-10", "date-only", "Ana Reyes", "current"],
        Some(OLD),
    ),
    row("quoting", quoting, ["2026-01-10", "date-only", "Ana Reyes", "current"], Some(OLD)),
    row("adoption", adoption, ["2026-01-05", "initial", "Ben Okoro", "changed"], Some(OLD)),
    row(
        "two on one day",
        two_on_one_day,
        ["2026-03-01", "recorded", "Ben Okoro", "current"],
        Some(NEW),
    ),
    row(
        "a note reworded",
        one_note_twice,
        ["2026-03-01", "recorded", "Ana Reyes", "changed"],
        Some(OLD),
    ),
    row("conflict", conflict, ["2026-03-02", "date-only", "Ana Reyes", "current"], Some(OLD)),
    row(
        "created with a date",
        created,
        ["2026-01-10", "initial", "Ana Reyes", "changed"],
        Some(OLD),
    ),
    row(
        "removed, back",
        removed_and_back,
        ["2026-01-10", "date-only", "Ana Reyes", "changed"],
        Some(OLD),
    ),
    row("backwards", backwards, ["2025-12-10", "reverted", "Ben Okoro", "changed"], None),
    row(
        "2062, corrected",
        corrected,
        ["2026-03-01", "date-only", "Ben Okoro", "current"],
        Some(OLD),
    ),
    row("2062, put back", put_back, ["2026-01-10", "date-only", "Ana Reyes", "changed"], Some(OLD)),
    row(
        "created in 2062",
        created_ahead,
        ["2026-01-10", "initial", "Ben Okoro", "changed"],
        Some(OLD),
    ),
    row("dated tomorrow", tomorrow, ["2026-03-01", "date-only", "Ben Okoro", "current"], Some(OLD)),
    row("two zones", two_zones, ["2026-03-01", "reverted", "Ben Okoro", "current"], None),
    row(
        "a comment answered",
        comment_answered,
        ["2026-03-01", "with-change", "Ben Okoro", "current"],
        Some(NEW),
    ),
    row(
        "main merged in",
        main_merged_in,
        ["2026-03-05", "date-only", "Ben Okoro", "changed"],
        Some(OLD),
    ),
    row("other key", other_key, ["2026-01-10", "date-only", "Ana Reyes", "current"], Some(OLD)),
];

#[test]
fn every_operation_shows_the_review_that_took_place() {
    for Row { operation, write, date, kind, by, state: expected, text: reviewed } in ROWS {
        let sandbox = Sandbox::new();
        let repo = GitRepo::new(&sandbox, "library");
        let commit = write(&repo);
        let answer = stale_on(&repo, "2026-06-01");
        let review = &answer["documents"][0]["review"];
        let shown = ["commit", "claimed_date", "kind"].map(|key| review[key].as_str());
        assert_eq!(shown, [Some(&*commit), Some(date), Some(kind)], "{operation}: {answer:#}");
        assert_eq!(review["by"]["name"], by, "{operation}: {answer:#}");
        assert_eq!(answer["documents"][0]["state"], expected, "{operation}: {answer:#}");
        let reviewed = reviewed.map(|body| fingerprint(&sandbox, body));
        assert_eq!(review["text"].as_str(), reviewed.as_deref(), "{operation}: {answer:#}");
    }
}

/// The fingerprint of the procedure with that body.
fn fingerprint(sandbox: &Sandbox, body: &str) -> String {
    sandbox.write("alone/a.md", &text("2026-01-10", body));
    let shown = json(&sandbox.sopctl(&["-C", "alone", "show", "a.md", "--format", "json"]).run());
    shown["fingerprint"].as_str().unwrap().to_owned()
}

fn squash(repo: &GitRepo<'_>) -> String {
    begin(repo);
    change_and_review_on_a_branch(repo);
    repo.squash("work", ANA, "2026-03-03", "Raise the limit (#7)")
}

fn rebase(repo: &GitRepo<'_>) -> String {
    begin(repo);
    change_and_review_on_a_branch(repo);
    repo.rebase_in("work", ANA, "2026-03-03")
}

fn merge(repo: &GitRepo<'_>) -> String {
    begin(repo);
    let review = change_and_review_on_a_branch(repo);
    repo.merge("work", ANA, "2026-03-03");
    review
}

fn change_then_review(repo: &GitRepo<'_>) -> String {
    repo.write(FILE, &text("2026-01-10", NEW)).commit(BEN, "2026-02-27", "Raise the limit");
    repo.write(FILE, &text("2026-03-01", NEW)).commit(BEN, "2026-03-01", "Review it")
}

fn revert(repo: &GitRepo<'_>) -> String {
    let first = begin(repo);
    let review = change_then_review(repo);
    repo.revert(&review, ANA, "2026-03-02");
    first
}

fn revert_twice(repo: &GitRepo<'_>) -> String {
    begin(repo);
    let review = change_then_review(repo);
    let revert = repo.revert(&review, ANA, "2026-03-02");
    repo.revert(&revert, ANA, "2026-03-03");
    review
}

fn cherry_pick(repo: &GitRepo<'_>) -> String {
    begin(repo);
    repo.branch("release");
    let review = repo.write(FILE, &text("2026-03-01", OLD)).commit(BEN, "2026-03-01", "Review it");
    repo.switch("main");
    repo.write("other.txt", "x").commit(CLARA, "2026-03-02", "Do something else");
    repo.cherry_pick(&review, ANA, "2026-03-03")
}

fn rename(repo: &GitRepo<'_>) -> String {
    let review = begin(repo);
    repo.rename(FILE, "procedures/refunds.md").commit(BEN, "2026-03-01", "Move it");
    review
}

fn other_syntax(repo: &GitRepo<'_>) -> String {
    let review = begin(repo);
    let toml = text("2026-01-10", OLD);
    let body = toml.splitn(3, "+++\n").nth(2).unwrap();
    let yaml = format!(
        "---\nid: SOP-001\ntitle: Procedure SOP-001\ntype: sop\nversion: \"1.0\"\nowner: \"@ana\"\n\
         status: effective\nreview_interval: 1 year\nlast_reviewed: 2026-01-10\n---\n{body}"
    );
    repo.write(FILE, &yaml).commit(BEN, "2026-03-01", "Write the fields as YAML");
    review
}

fn quoting(repo: &GitRepo<'_>) -> String {
    let review = begin(repo);
    repo.write(FILE, &text("\"2026-01-10\"", OLD)).commit(BEN, "2026-03-01", "Quote the date");
    review
}

fn adoption(repo: &GitRepo<'_>) -> String {
    let plain = format!("# Refunds\n\n{OLD}");
    repo.write(FILE, &plain).commit(ANA, "2025-01-10", "Write it");
    let adopted = repo.write(FILE, &text("2026-01-05", OLD)).commit(BEN, "2026-01-10", "Adopt it");
    repo.write(FILE, &text("2026-01-05", NEW)).commit(ANA, "2026-02-01", "Raise the limit");
    adopted
}

fn two_on_one_day(repo: &GitRepo<'_>) -> String {
    begin(repo);
    let first = noted("2026-03-01", "The limit is too low", OLD);
    repo.write(FILE, &first).commit(ANA, "2026-03-01T09:00:00Z", "Review it");
    let raised = noted("2026-03-01", "The limit is too low", NEW);
    repo.write(FILE, &raised).commit(ANA, "2026-03-01T11:00:00Z", "Raise the limit");
    let second = noted("2026-03-01", "The limit is right", NEW);
    repo.write(FILE, &second).commit(BEN, "2026-03-01T15:00:00Z", "Review it again")
}

/// A note that is taken back and returns is the review that it was.
fn one_note_twice(repo: &GitRepo<'_>) -> String {
    begin(repo);
    let fine = noted("2026-03-01", "All is well", OLD);
    let review = repo.write(FILE, &fine).commit(ANA, "2026-03-01", "Review it");
    repo.write(FILE, &text("2026-03-01", OLD)).commit(BEN, "2026-03-02", "Drop the note");
    let raised = noted("2026-03-01", "All is well", NEW);
    repo.write(FILE, &raised).commit(BEN, "2026-03-03", "Raise the limit, restore the note");
    review
}

fn conflict(repo: &GitRepo<'_>) -> String {
    begin(repo);
    repo.branch("work");
    repo.write(FILE, &text("2026-03-01", OLD)).commit(BEN, "2026-03-01", "Review it");
    repo.switch("main");
    let review = repo.write(FILE, &text("2026-03-02", OLD)).commit(ANA, "2026-03-02", "Review it");
    // Both moved the date; the later one is kept by hand, and a word beside it.
    repo.git(&["merge", "--quiet", "--no-commit", "--strategy=ours", "work"]);
    repo.write(FILE, &text("2026-03-02", OLD).replace("version = \"1.0\"", "version = \"1.1\""));
    repo.commit(CLARA, "2026-03-03", "Merge the other review");
    review
}

fn created(repo: &GitRepo<'_>) -> String {
    let first = repo.write(FILE, &text("2026-01-10", OLD)).commit(ANA, "2026-01-10", "Write it");
    repo.write(FILE, &text("2026-01-10", NEW)).commit(BEN, "2026-02-01", "Raise the limit");
    first
}

fn removed_and_back(repo: &GitRepo<'_>) -> String {
    let review = begin(repo);
    repo.remove(FILE).commit(BEN, "2026-02-01", "Remove it");
    repo.write(FILE, &text("2026-01-10", NEW)).commit(BEN, "2026-02-02", "Bring it back");
    review
}

/// A date that goes back vouches for nothing: what does is the review before it.
fn backwards(repo: &GitRepo<'_>) -> String {
    begin(repo);
    repo.write(FILE, &text("2026-01-10", NEW)).commit(BEN, "2026-02-01", "Raise the limit");
    repo.write(FILE, &text("2025-12-10", NEW)).commit(BEN, "2026-02-02", "Set the date")
}

fn corrected(repo: &GitRepo<'_>) -> String {
    begin(repo);
    repo.write(FILE, &text("2062-03-01", OLD)).commit(BEN, "2026-03-01", "Review it");
    repo.write(FILE, &text("2026-03-01", OLD)).commit(BEN, "2026-03-05", "Correct the year")
}

fn put_back(repo: &GitRepo<'_>) -> String {
    let review = begin(repo);
    repo.write(FILE, &text("2062-03-01", NEW)).commit(BEN, "2026-03-01", "Review it");
    repo.write(FILE, &text("2026-01-10", NEW)).commit(BEN, "2026-03-05", "Take the date back");
    review
}

fn created_ahead(repo: &GitRepo<'_>) -> String {
    repo.write(FILE, &text("2062-01-10", OLD)).commit(ANA, "2026-01-10", "Write it");
    let first = repo.write(FILE, &text("2026-01-10", OLD)).commit(BEN, "2026-01-12", "Correct it");
    repo.write(FILE, &text("2026-01-10", NEW)).commit(ANA, "2026-02-01", "Raise the limit");
    first
}

/// A first date that lies a day ahead is the first date all the same.
fn tomorrow(repo: &GitRepo<'_>) -> String {
    repo.write(FILE, &text("2026-01-11", OLD)).commit(ANA, "2026-01-10", "Write it");
    repo.write(FILE, &text("2026-03-01", OLD)).commit(BEN, "2026-03-01", "Review it")
}

/// What a colleague asked for on the branch was before the reviewer as well.
fn comment_answered(repo: &GitRepo<'_>) -> String {
    begin(repo);
    repo.branch("work");
    let review = repo.write(FILE, &text("2026-03-01", OLD)).commit(BEN, "2026-03-01", "Review it");
    repo.write(FILE, &text("2026-03-01", NEW)).commit(BEN, "2026-03-02", "As asked for");
    repo.switch("main");
    repo.merge("work", ANA, "2026-03-03");
    review
}

/// What came from main into the branch was not.
fn main_merged_in(repo: &GitRepo<'_>) -> String {
    begin(repo);
    repo.branch("work");
    let review = repo.write(FILE, &text("2026-03-05", OLD)).commit(BEN, "2026-03-05", "Review it");
    repo.switch("main");
    repo.write(FILE, &text("2026-01-10", NEW)).commit(ANA, "2026-03-03", "Raise the limit");
    repo.switch("work");
    repo.merge("main", BEN, "2026-03-06");
    repo.switch("main");
    repo.merge("work", ANA, "2026-03-10");
    review
}

fn other_key(repo: &GitRepo<'_>) -> String {
    let before = |on: &str| text(on, OLD).replace("last_reviewed =", "last_reviewed_on =");
    repo.write(FILE, &before("2025-01-10")).commit(ANA, "2025-01-10", "Write SOP-001");
    let review = repo.write(FILE, &before("2026-01-10")).commit(ANA, "2026-01-10", "Review it");
    repo.write(FILE, &text("2026-01-10", OLD)).commit(BEN, "2026-03-01", "Use another key");
    review
}

/// The day of the reviewer counts: in Auckland it was the second of March already, so that
/// the date was no slip, and the one after it goes back.
fn two_zones(repo: &GitRepo<'_>) -> String {
    begin(repo);
    let there = "2026-03-02T08:00:00+13:00";
    repo.write(FILE, &text("2026-03-02", OLD)).commit(CLARA, there, "Review it");
    let here = "2026-03-01T20:00:00+01:00";
    repo.write(FILE, &text("2026-03-01", OLD)).commit(BEN, here, "Set today's date")
}

#[test]
fn a_fingerprint_proves_the_review_where_history_is_cut_off() {
    let sandbox = Sandbox::new();
    let repo = GitRepo::new(&sandbox, "library");
    begin(&repo);
    let answer = ask(&repo, &["list"]);
    let fingerprint = named(&answer, "SOP-001")["fingerprint"].as_str().unwrap();
    let recorded = |body: &str| {
        let line = format!("reviewed_text = \"{fingerprint}\"\n+++\n\n");
        text("2026-03-01", body).replacen("+++\n\n", &line, 1)
    };
    repo.write(FILE, &recorded(OLD)).commit(BEN, "2026-03-01", "Review it");
    let kind = &named(&stale_on(&repo, "2026-06-01"), "SOP-001")["review"]["kind"].clone();
    assert_eq!(kind, "recorded");
    repo.write("other.txt", "x").commit(CLARA, "2026-03-02", "Do something else");
    let arguments = ["stale", "--as-of", "2026-06-01", "--allow-shallow", "--fail-on", "never"];
    let answer = ask(&repo.shallow_clone("cut", 1), &arguments);
    assert_eq!(state(&answer, "SOP-001"), "current", "{answer:#}");
    repo.write(FILE, &recorded(NEW)).commit(BEN, "2026-03-03", "Raise the limit");
    let answer = ask(&repo.shallow_clone("cut again", 1), &arguments);
    assert_eq!(state(&answer, "SOP-001"), "unknown", "{answer:#}");
}

/// A date that comes with the fingerprint of its text was recorded by a review; one that
/// comes alone tells of a review before the document came here.
#[test]
fn a_first_review_that_was_recorded_is_a_review() {
    let sandbox = Sandbox::new();
    let repo = GitRepo::new(&sandbox, "library");
    repo.write(FILE, &sop("SOP-001", "", NEW)).commit(ANA, "2025-01-10", "Write it");
    repo.write(FILE, &sop("SOP-001", "", OLD)).commit(ANA, "2025-01-11", "Lower the limit");
    let arguments = ["review", "SOP-001", "--outcome", "current", "--note", "Read aloud"];
    let arguments = [&arguments[..], &["--as-of", "2026-01-10", "--by", "@ana"]].concat();
    repo.sopctl(&arguments).run().success();
    repo.commit(ANA, "2026-01-10", "Review it");
    let answer = stale_on(&repo, "2026-06-01");
    assert_eq!(named(&answer, "SOP-001")["review"]["kind"], "recorded", "{answer:#}");
    assert_eq!(state(&answer, "SOP-001"), "current");
    let log = ask(&repo, &["log", "SOP-001"]);
    assert_eq!(log["revisions"][0]["review"], true);
    // A shallow clone cannot tell whether it is the first.
    let cut = repo.shallow_clone("cut", 2);
    let arguments = ["stale", "--as-of", "2026-06-01", "--allow-shallow", "--fail-on", "never"];
    let answer = ask(&cut, &arguments);
    assert_eq!(named(&answer, "SOP-001")["review"]["kind"], "unknown", "{answer:#}");
}

#[test]
fn a_reviewer_is_named_by_the_fields_else_by_the_trailers() {
    let sandbox = Sandbox::new();
    let repo = GitRepo::new(&sandbox, "library");
    begin(&repo);
    repo.write(FILE, &text("2026-03-01", OLD));
    repo.commit(BEN, "2026-03-01", "Review it\n\nRead aloud.\n\nReviewed-by: Clara Vogt <c@d.e>");
    let recorded_by = |repo: &GitRepo<'_>| {
        let answer = stale_on(repo, "2026-06-01");
        named(&answer, "SOP-001")["review"]["recorded_by"].clone()
    };
    assert_eq!(recorded_by(&repo), "Clara Vogt <c@d.e>");
    let fields = "last_reviewed = 2026-03-02\nreviewed_by = [\"@zoe\"]\n";
    repo.write(FILE, &sop("SOP-001", fields, OLD));
    repo.commit(BEN, "2026-03-02", "Review it\n\nReviewed-by: Clara Vogt <c@d.e>");
    assert_eq!(recorded_by(&repo), "@zoe");
}

#[test]
fn the_log_marks_reviews_and_nothing_else() {
    let sandbox = Sandbox::new();
    let repo = GitRepo::new(&sandbox, "library");
    begin(&repo);
    let review = change_then_review(&repo);
    let revert = repo.revert(&review, ANA, "2026-03-02");
    repo.revert(&revert, ANA, "2026-03-03");
    let log = ask(&repo, &["log", "SOP-001"]);
    let marks: Vec<bool> = log["revisions"]
        .as_array()
        .unwrap()
        .iter()
        .map(|revision| revision["review"].as_bool().unwrap())
        .collect();
    // Newest first: restored, reverted, review, change, review, created.
    assert_eq!(marks, [false, false, true, false, true, false]);
}

#[test]
fn a_draft_that_nobody_followed_is_not_under_review() {
    let sandbox = Sandbox::new();
    let repo = GitRepo::new(&sandbox, "library");
    let at = |status: &str| {
        let fields = format!(
            "status = \"{status}\"\nreview_interval = \"1 year\"\nlast_reviewed = 2024-01-10\n"
        );
        document("SOP-001", &fields, OLD)
    };
    repo.write(FILE, &at("draft")).commit(ANA, "2024-01-10", "Draft it");
    assert_eq!(state(&stale_on(&repo, "2026-06-01"), "SOP-001"), "not-under-review");
    repo.write(FILE, &at("effective")).commit(ANA, "2024-02-10", "Put it into force");
    repo.write(FILE, &at("draft")).commit(ANA, "2024-03-10", "Rewrite it");
    assert_eq!(state(&stale_on(&repo, "2026-06-01"), "SOP-001"), "overdue");
}
