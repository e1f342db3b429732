//! `sopctl review`: what changed is shown, what is no honest record is refused, and the fields
//! are written as a group.

use std::fs;

use serde_json::Value;

use crate::git_repo::{ANA, BEN, CLARA, GitRepo, Person};
use crate::sandbox::{Output, Run, Sandbox};

pub(crate) const DAY: &str = "2026-11-22";

pub(crate) const REFUNDS: &str = "+++\nid = \"SOP-001\"\ntitle = \"Refunds\"\ntype = \"sop\"\nversion = \"1.4\"\n\
                       status = \"effective\"\nowner = \"@ana\" # for now\nreview_interval = \"12 months\"\n\
                       effective_date = 2025-01-01\nlast_reviewed = 2025-06-01\nreviewed_by = \"@ben\"\n+++\n\n\
                       # Refunds\n\n## Procedure\n\n1. Open the ticket.\n2. Pay at most 100 EUR.\n";

/// A document that was reviewed once, and a configuration that knows Ana.
pub(crate) fn library(sandbox: &Sandbox) -> GitRepo<'_> {
    let repo = GitRepo::new(sandbox, "library");
    repo.write("sopctl.toml", "schema = 1\n[people.\"@ana\"]\nemails = [\"ana@example.com\"]\n");
    repo.write("sops/refunds.md", &REFUNDS.replace("2025-06-01", "2025-01-05"));
    repo.write("sops/tills.md", "+++\nid = \"SOP-002\"\ntitle = \"Tills\"\n+++\n\n1. Count.\n");
    repo.commit(BEN, "2025-01-05", "Write the refunds");
    repo.write("sops/refunds.md", REFUNDS).commit(BEN, "2025-06-01", "Review the refunds");
    repo
}

pub(crate) fn run(repo: &GitRepo<'_>, by: Person, arguments: &[&str]) -> Run {
    let mut all = arguments.to_vec();
    all.extend(["--as-of", DAY]);
    let mut run = repo.sopctl(&all);
    for (name, value) in [("NAME", by.name), ("EMAIL", by.email), ("DATE", "2026-11-22T10:00:00Z")]
    {
        run = run.env(&format!("GIT_AUTHOR_{name}"), value);
        run = run.env(&format!("GIT_COMMITTER_{name}"), value);
    }
    run
}

pub(crate) fn review(repo: &GitRepo<'_>, arguments: &[&str]) -> Output {
    run(repo, ANA, &[&["review"], arguments].concat()).run()
}

pub(crate) fn json(repo: &GitRepo<'_>, arguments: &[&str]) -> Value {
    let said = review(repo, &[arguments, &["--format", "json"]].concat()).success();
    serde_json::from_str(&said.stdout).unwrap()
}

pub(crate) fn read(repo: &GitRepo<'_>, path: &str) -> String {
    fs::read_to_string(repo.folder().join(path)).unwrap()
}

/// The lines that were put in and taken out.
fn difference(repo: &GitRepo<'_>, range: &[&str]) -> Vec<String> {
    let said = repo.git(&[&["diff", "--unified=0"], range].concat());
    let is_changed = |line: &&str| {
        line.starts_with(['+', '-']) && !line.starts_with("+++ ") && !line.starts_with("--- ")
    };
    said.lines().filter(is_changed).map(str::to_owned).collect()
}

fn state(repo: &GitRepo<'_>) -> Value {
    let said = repo.sopctl(&["stale", "--as-of", DAY, "--format", "json"]).run();
    let report: Value = serde_json::from_str(&said.stdout).unwrap();
    let documents = report["documents"].as_array().unwrap();
    documents.iter().find(|document| document["id"] == "SOP-001").unwrap().clone()
}

pub(crate) const NOTED: [&str; 5] =
    ["SOP-001", "--outcome", "current", "--note", "Read it with the shift"];

#[test]
fn the_fields_are_written_as_a_group_and_every_other_byte_stays() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    let said = review(&repo, &NOTED).success().stdout;
    assert!(said.contains("Nothing that it says has changed since the review of 2025-06-01"));
    let changed = difference(&repo, &[]);
    let fingerprint = json_fingerprint(&repo);
    assert_eq!(
        changed,
        [
            "-last_reviewed = 2025-06-01".to_owned(),
            "-reviewed_by = \"@ben\"".to_owned(),
            "+last_reviewed = 2026-11-22".to_owned(),
            "+reviewed_by = \"@ana\"".to_owned(),
            "+review_outcome = \"current\"".to_owned(),
            "+review_note = \"Read it with the shift\"".to_owned(),
            format!("+reviewed_text = \"{fingerprint}\""),
        ]
    );
    let end = said.lines().skip_while(|line| !line.starts_with("next")).collect::<Vec<_>>();
    assert_eq!(
        end,
        [
            "next, to commit it and nothing else:",
            "- git commit --message 'Review SOP-001: current' -- sops/refunds.md"
        ]
    );
    assert_eq!(repo.git(&["rev-list", "--count", "HEAD"]), "2");
}

fn json_fingerprint(repo: &GitRepo<'_>) -> String {
    let said = repo.sopctl(&["show", "SOP-001", "--format", "json"]).run().success();
    let shown: Value = serde_json::from_str(&said.stdout).unwrap();
    shown["fingerprint"].as_str().unwrap().to_owned()
}

#[test]
fn a_review_of_an_unchanged_text_needs_a_note() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    for blank in [&[][..], &["--note", "  "]] {
        let said = review(&repo, &[&NOTED[..3], blank].concat()).fails_with(2);
        assert_eq!(
            said.stderr,
            "error: nothing changed in SOP-001 since it was last vouched for, so the review needs \
             a note\nhint: say with --note what was looked at, and found\n"
        );
    }
    assert_eq!(repo.git(&["status", "--porcelain"]), "");
}

#[test]
fn what_changed_since_the_last_review_is_shown_in_words_and_needs_no_note() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    let text = REFUNDS.replace("100 EUR", "250 EUR");
    repo.write("sops/refunds.md", &text).commit(ANA, "2026-03-01", "Raise the limit");
    let said = review(&repo, &NOTED[..3]).success().stdout;
    for part in [
        "SOP-001  Refunds",
        "major",
        "since the review of 2025-06-01 in",
        "limit 100 EUR → 250 EUR",
    ] {
        assert!(said.contains(part), "{part}: {said}");
    }
    repo.git(&["checkout", "--quiet", "."]);
    let report = json(&repo, &NOTED[..3]);
    assert_eq!(report["schema"], "sopctl.review.v1");
    let document = &report["documents"][0];
    assert_eq!(document["changed"], "changed");
    assert_eq!(document["class"], "major");
    assert_eq!(document["since"]["by"], "review");
    assert_eq!(document["changes"]["steps"].as_array().unwrap().len(), 1);
    assert_eq!(document["fields"][0]["name"], "last_reviewed");
    assert_eq!(document["commit"], Value::Null);
    assert_eq!((&report["written"], &report["committed"]), (&true.into(), &false.into()));
}

#[test]
fn after_the_commit_the_document_is_current_and_the_log_shows_a_review() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    let text = REFUNDS.replace("100 EUR", "250 EUR");
    repo.write("sops/refunds.md", &text).commit(ANA, "2026-03-01", "Raise the limit");
    assert_eq!(state(&repo)["state"], "overdue");
    let said = review(&repo, &[&NOTED[..], &["--commit"]].concat()).success();
    assert!(said.stdout.contains("Nothing else to do"), "{}", said.stdout);
    let after = state(&repo);
    assert_eq!(after["state"], "current");
    let event = &after["review"];
    assert_eq!((&event["kind"], &event["outcome"]), (&"recorded".into(), &"current".into()));
    assert_eq!(event["commit"].as_str(), Some(repo.head().as_str()));
    assert_eq!(event["note"], "Read it with the shift");
    let log = repo.sopctl(&["log", "SOP-001", "--format", "json"]).run().success();
    let log: Value = serde_json::from_str(&log.stdout).unwrap();
    let newest = &log["revisions"][0];
    assert_eq!((&newest["review"], &newest["class"]), (&true.into(), &"record".into()));
    let message = repo.git(&["log", "-1", "--format=%an%n%B"]);
    let fingerprint = json_fingerprint(&repo);
    assert_eq!(
        message,
        format!(
            "Ana Reyes\nReview SOP-001: current\n\nRead it with the shift\n\nReviewed-by: @ana\n\
             Review-Outcome: current\nSopctl-Reviewed-Text: {fingerprint}"
        )
    );
    let trailers = repo.git(&["log", "-1", "--format=%(trailers:only,unfold)"]);
    assert_eq!(trailers.lines().count(), 3, "{trailers}");
}

#[test]
fn a_record_that_was_not_committed_is_replaced_as_a_whole() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    review(&repo, &[&NOTED[..], &["--evidence", "minutes 17"]].concat()).success();
    assert!(read(&repo, "sops/refunds.md").contains("review_evidence"));
    let said = review(&repo, &["SOP-001", "--outcome", "current", "--note", "Again"]).success();
    assert!(!said.stdout.contains("other changes"), "{}", said.stdout);
    let text = read(&repo, "sops/refunds.md");
    assert!(!text.contains("review_evidence") && text.contains("\"Again\""), "{text}");
    // Anything else that was edited is no record, and stays.
    repo.write("sops/refunds.md", &text.replace("# for now", "# for good"));
    let said = review(&repo, &NOTED).fails_with(2);
    assert!(said.stderr.contains("SOP-001 has uncommitted changes"), "{}", said.stderr);
}

#[test]
fn current_is_refused_over_what_git_does_not_hold() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    let edited = REFUNDS.replace("100 EUR", "250 EUR");
    let refused = |how: &str| {
        let said = review(&repo, &NOTED).fails_with(2);
        let (error, hint) = said.stderr.trim_end().split_once("\nhint: ").unwrap();
        assert_eq!(
            error,
            "error: SOP-001 has uncommitted changes, and `current` vouches for what git holds"
        );
        assert!(hint.contains(how), "{hint}");
    };
    repo.write("sops/refunds.md", &edited);
    refused("commit them first: git commit -- sops/refunds.md; or say --outcome revised");
    repo.git(&["add", "--all"]);
    refused("commit them first");
    repo.write("sops/refunds.md", REFUNDS);
    refused("git restore --staged -- sops/refunds.md");
    repo.git(&["rm", "--quiet", "--cached", "--force", "sops/refunds.md"]);
    refused("git restore --staged -- sops/refunds.md");
    repo.git(&["reset", "--quiet"]);
    review(&repo, &NOTED).success();
}

#[test]
fn revised_takes_the_edits_along_and_raises_the_version() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    repo.write("sops/refunds.md", &REFUNDS.replace("100 EUR", "250 EUR"));
    let arguments = ["SOP-001", "--outcome", "revised", "--bump", "major", "--commit"];
    let said = review(&repo, &arguments).success().stdout;
    assert!(said.contains("limit 100 EUR → 250 EUR"), "{said}");
    let text = read(&repo, "sops/refunds.md");
    assert!(text.contains("version = \"2.0\"") && text.contains("250 EUR"), "{text}");
    assert_eq!(repo.git(&["status", "--porcelain"]), "");
    assert_eq!(state(&repo)["state"], "current");
    let said = review(&repo, &["SOP-002", "--outcome", "revised", "--bump", "minor"]).fails_with(2);
    assert!(said.stderr.starts_with("error: the version of SOP-002 cannot be raised: it has none"));
}

#[test]
fn needs_revision_wants_a_reference() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    let arguments = ["SOP-001", "--outcome", "needs-revision"];
    let said = review(&repo, &arguments).fails_with(2);
    assert!(said.stderr.starts_with("error: needs-revision wants a reference"), "{}", said.stderr);
    let noted = [&arguments[..], &["--note", "See CHG-141", "--commit"]].concat();
    review(&repo, &noted).success();
    assert!(read(&repo, "sops/refunds.md").contains("review_outcome = \"needs-revision\""));
}

#[test]
fn a_meeting_of_people_without_git_is_recorded_for_them() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    let meeting = [
        "SOP-001",
        "--outcome",
        "current",
        "--note",
        "Board meeting",
        "--on",
        "2026-11-20",
        "--by",
        "@coo",
        "--by",
        "@cfo",
        "--evidence",
        "https://dms.example/17",
        "--commit",
    ];
    let said = run(&repo, BEN, &[&["review"], &meeting[..]].concat()).run().success().stdout;
    assert!(said.contains("committed as"), "{said}");
    let text = read(&repo, "sops/refunds.md");
    for line in [
        "last_reviewed = 2026-11-20",
        "reviewed_by = [\"@coo\", \"@cfo\"]",
        "review_evidence = \"https://dms.example/17\"",
    ] {
        assert!(text.contains(line), "{line}: {text}");
    }
    let trailers = repo.git(&["log", "-1", "--format=%an%n%(trailers:only)"]);
    let start = "Ben Okoro\nReviewed-by: @coo\nReviewed-by: @cfo\nReview-Outcome: current\n\
                 Review-Evidence: https://dms.example/17\nSopctl-Reviewed-Text: 1:";
    assert!(trailers.starts_with(start), "{trailers}");
}

#[test]
fn a_day_to_come_and_one_before_the_last_review_are_refused() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    for (on, error) in [
        ("2026-11-23", "error: 2026-11-23 is after 2026-11-22"),
        ("2025-05-31", "error: SOP-001 was reviewed on 2025-06-01 already"),
        ("2026-13-01", "error: "),
    ] {
        let said = review(&repo, &[&NOTED[..], &["--on", on]].concat()).fails_with(2);
        assert!(said.stderr.starts_with(error), "{on}: {}", said.stderr);
    }
    // A year that was mistyped can be put right.
    let mistyped = REFUNDS.replace("2025-06-01", "2062-06-01");
    repo.write("sops/refunds.md", &mistyped).commit(BEN, "2026-01-01", "Mistype");
    review(&repo, &NOTED).success();
}

#[test]
fn the_same_review_is_not_recorded_twice() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    review(&repo, &[&NOTED[..], &["--commit"]].concat()).success();
    let said = review(&repo, &NOTED).fails_with(2);
    assert!(said.stderr.starts_with("error: SOP-001 shows this review of 2026-11-22 already"));
    let second = ["SOP-001", "--outcome", "current", "--note", "A second look", "--commit"];
    review(&repo, &second).success();
    let log = repo.sopctl(&["log", "SOP-001", "--format", "json"]).run().success();
    let log: Value = serde_json::from_str(&log.stdout).unwrap();
    assert_eq!(
        (&log["revisions"][0]["review"], &log["revisions"][1]["review"]),
        (&true.into(), &true.into())
    );
}

#[test]
fn one_document_that_cannot_be_recorded_leaves_the_others_alone() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    repo.write("sops/tills.md", "+++\nid = \"SOP-002\"\n+++\n\n1. Count twice.\n");
    let both = ["SOP-001", "SOP-002", "--outcome", "current", "--note", "Read"];
    review(&repo, &both).fails_with(2);
    assert_eq!(repo.git(&["status", "--porcelain"]), " M sops/tills.md");
}

#[test]
fn a_dry_run_shows_the_record_and_writes_nothing() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    let said = review(&repo, &[&NOTED[..], &["--dry-run"]].concat()).success().stdout;
    assert!(
        said.contains("would record") && said.contains("last_reviewed 2025-06-01 → 2026-11-22"),
        "{said}"
    );
    assert!(said.contains("Nothing is written"), "{said}");
    assert_eq!(repo.git(&["status", "--porcelain"]), "");
    let report = json(&repo, &[&NOTED[..], &["--dry-run"]].concat());
    assert_eq!(report["written"], false);
}

#[test]
fn without_a_terminal_nothing_is_asked() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    for options in [&[][..], &["--no-input"]] {
        let said = review(&repo, &[&["SOP-001"], options].concat()).fails_with(2);
        assert_eq!(
            said.stderr,
            "error: nothing says what the review came to\n\
             hint: --outcome takes current, revised, needs-revision, retire; \
             `sopctl diff --since-review SOP-001` shows what changed\n"
        );
    }
    let said = review(&repo, &["SOP-001", "--outcome", "fine"]).fails_with(2);
    assert!(said.stderr.contains("hint: --outcome takes current"), "{}", said.stderr);
}

#[test]
fn the_record_is_written_by_the_documents_own_convention() {
    let sandbox = Sandbox::new();
    for (name, before, after) in [
        (
            "govuk",
            "---\ntitle: Alerts\nlast_reviewed_on: 2025-01-05\nreview_in: 6 months\n---\n",
            "---\ntitle: Alerts\nlast_reviewed_on: 2026-11-22\nreview_in: 6 months\nreviewed_by: '@ana'\n",
        ),
        (
            "mslearn",
            "---\ntitle: Alerts\nms.date: 01/05/2025\nms.author: ana\n---\n",
            "---\ntitle: Alerts\nms.date: 11/22/2026\nms.author: ana\nms.reviewer: '@ana'\n",
        ),
        (
            "comply",
            "name: Alerts\nmajorRevisions:\n  - date: Jan 5 2025\n    comment: First\n---\n",
            "name: Alerts\nmajorRevisions:\n  - date: Jan 5 2025\n    comment: First\n  - date: Nov 22 2026\nreviewed_by: '@ana'\n",
        ),
    ] {
        let repo = GitRepo::new(&sandbox, name);
        let body = "\n# Alerts\n\n1. Look at the alert.\n";
        repo.write("alerts.md", &format!("{before}{body}")).commit(ANA, "2025-01-05", "Write it");
        let by = ["alerts.md", "--outcome", "current", "--note", "Read it", "--by", "@ana"];
        review(&repo, &[&by[..], &["--commit"]].concat()).success();
        let text = read(&repo, "alerts.md").replace('"', "'");
        assert!(text.starts_with(after), "{name}: {text}");
        assert!(text.ends_with(body), "{name}: {text}");
        assert_eq!(repo.git(&["log", "-1", "--format=%s"]), "Review alerts.md: current");
    }
}

#[test]
fn from_a_folder_below_the_command_says_where_it_counts_from() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    let arguments =
        ["-C", "sops", "review", "refunds.md", "--outcome", "current", "--note", "Read"];
    let said = run(&repo, CLARA, &arguments).run().success().stdout;
    assert!(said.contains("from the root of the repository"), "{said}");
    assert!(read(&repo, "sops/refunds.md").contains("reviewed_by = \"clara@example.com\""));
}

#[test]
fn there_has_to_be_a_working_tree_and_a_known_document() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    for (arguments, error) in [
        (&["SOP-009", "--outcome", "current"][..], "error: no document \"SOP-009\""),
        (&["SOP-001", "--rev", "HEAD"], "error: a record is written into the working tree"),
    ] {
        let said = review(&repo, arguments).fails_with(2);
        assert!(said.stderr.starts_with(error), "{}", said.stderr);
    }
    let bare = repo.bare_clone("bare.git");
    let said = review(&bare, &NOTED).fails_with(2);
    assert!(said.stderr.starts_with("error: a bare repository has no working tree"));
    repo.write("sops/new.md", "+++\nid = \"SOP-003\"\n+++\n\n1. Begin.\n");
    let new = ["SOP-003", "--outcome", "revised", "--commit"];
    let said = review(&repo, &new).fails_with(2);
    assert!(said.stderr.starts_with("error: git does not know sops/new.md yet"), "{}", said.stderr);
    let said = repo.sopctl(&[&["review"], &NOTED[..], &["--as-of", DAY]].concat()).run();
    let said = said.fails_with(2);
    assert!(said.stderr.starts_with("error: git does not know who you are"), "{}", said.stderr);
}

#[test]
fn an_unchanged_text_was_not_revised() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    let said = review(&repo, &["SOP-001", "--outcome", "revised", "--note", "Read"]).fails_with(2);
    assert_eq!(
        said.stderr,
        "error: nothing changed in SOP-001 since its last review, so it was not revised\n\
         hint: --outcome current, with a --note; or revise the text first\n"
    );
}

#[test]
fn what_the_review_does_not_settle_is_told() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    let noted = |outcome: &str| {
        let arguments = ["SOP-001", "--outcome", outcome, "--note", "See CHG-1", "--dry-run"];
        review(&repo, &arguments).success().stdout
    };
    assert!(noted("retire").contains("sopctl retire SOP-001"));
    assert!(noted("needs-revision").contains("It stays suspect until its text changes"));
    let dated =
        REFUNDS.replace("status = \"effective\"", "status = \"draft\"\nnext_review = 2026-01-01");
    repo.write("sops/refunds.md", &dated).commit(BEN, "2025-07-01", "Take it back");
    let said = noted("current");
    assert!(said.contains("Its status is draft: it is not under review."), "{said}");
    assert!(said.contains("names its next review itself, on 2026-01-01"), "{said}");
}

#[test]
fn a_clone_that_lacks_the_last_review_wants_a_note() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    repo.write("notes.txt", "x").commit(BEN, "2025-07-01", "Note");
    let shallow = repo.shallow_clone("shallow", 1);
    let said = review(&shallow, &NOTED).fails_with(2);
    assert!(said.stderr.contains("this clone is shallow"), "{}", said.stderr);
    let bare = [&NOTED[..3], &["--allow-shallow"]].concat();
    let said = review(&shallow, &bare).fails_with(2);
    assert_eq!(
        said.stderr,
        "error: nothing tells whether SOP-001 changed since it was last vouched for, so the review \
         needs a note\nhint: say with --note what was looked at, and found\n"
    );
    let said = review(&shallow, &[&NOTED[..], &["--allow-shallow"]].concat()).success().stdout;
    assert!(said.contains("cannot be told: the clone does not hold its last review"), "{said}");
}

#[test]
fn a_review_that_wants_more_does_not_say_that_nothing_is_left() {
    for (outcome, next) in
        [("retire", "sopctl retire SOP-001"), ("needs-revision", "sopctl review SOP-001")]
    {
        let sandbox = Sandbox::new();
        let repo = library(&sandbox);
        let arguments = ["SOP-001", "--outcome", outcome, "--note", "See CHG-1", "--commit"];
        let said = review(&repo, &arguments).success().stdout;
        assert!(said.contains(next) && !said.contains("Nothing else to do"), "{said}");
    }
}
