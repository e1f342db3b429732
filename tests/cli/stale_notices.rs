//! `sopctl stale --mine`, `--group-by owner` and `--reason`: messages to people.

use serde_json::{Value, json};

use crate::documents::{STEPS, ask, reasons, state};
use crate::git_repo::{ANA, BEN, GitRepo};
use crate::sandbox::Sandbox;

const DAY: &str = "2026-11-22";
const PEOPLE: &str = "[people.'@ana']\nemails = ['ana@example.com']\n\
    [people.'@ben']\nemails = ['ben@example.com']\n[teams.'@quality']\nmembers = ['@ana']\n";

fn document(id: &str, status: &str, fields: &str) -> String {
    format!(
        "+++\nid = \"{id}\"\ntitle = \"Procedure {id}\"\ntype = \"sop\"\nversion = \"1.0\"\n\
         status = \"{status}\"\nreview_interval = \"1 year\"\n{fields}+++\n\n# Procedure {id}\n\n{STEPS}"
    )
}

fn library(sandbox: &Sandbox) -> GitRepo<'_> {
    let repo = GitRepo::new(sandbox, "library");
    repo.write("sopctl.toml", PEOPLE);
    for (id, status, fields) in [
        ("SOP-001", "effective", "owner = \"Ana@Example.com\"\nlast_reviewed = 2025-10-01\n"),
        ("SOP-002", "effective", "owner = \"@ana\"\nlast_reviewed = 2026-10-01\n"),
        ("SOP-003", "effective", "owner = \"@quality\"\nlast_reviewed = 2025-12-01\n"),
        (
            "SOP-004",
            "in-review",
            "owner = \"@ben\"\napprovers = [\"@ana\"]\nlast_reviewed = 2026-10-01\n",
        ),
        (
            "SOP-005",
            "effective",
            "owner = \"@ben\"\napprovers = [\"@ana\"]\nlast_reviewed = 2026-10-01\n",
        ),
        ("SOP-006", "effective", "owner = \"@ben\"\nlast_reviewed = 2024-10-01\n"),
        ("SOP-007", "effective", "owner = \"@ben\"\nlast_reviewed = 2024-10-02\n"),
        ("SOP-008", "effective", "last_reviewed = 2026-10-01\n"),
    ] {
        repo.write(&format!("sops/{id}.md"), &document(id, status, fields));
    }
    repo.commit(BEN, "2024-10-02", "Write everything");
    repo
}

fn stale(repo: &GitRepo<'_>, arguments: &[&str]) -> Value {
    ask(repo, &[&["stale", "--as-of", DAY], arguments].concat())
}

fn text(repo: &GitRepo<'_>, arguments: &[&str]) -> String {
    let asked = [&["stale", "--as-of", DAY, "--fail-on", "never"], arguments].concat();
    repo.sopctl(&asked).run().success().stdout
}

#[test]
fn a_desk_has_what_is_owned_alone_or_in_a_team_and_what_waits_for_approval() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    repo.git(&["config", "user.email", "ana@example.com"]);
    repo.git(&["config", "user.name", "Ana Reyes"]);
    let answer = stale(&repo, &["--mine"]);
    let desk: Vec<Value> = answer["documents"]
        .as_array()
        .unwrap()
        .iter()
        .map(|document| json!([document["id"], document["on_desk"]]))
        .collect();
    assert_eq!(
        desk,
        [
            json!(["SOP-001", "owner"]),
            json!(["SOP-002", "owner"]),
            json!(["SOP-003", "team"]),
            json!(["SOP-004", "approver"]),
        ]
    );
    assert_eq!(answer["desk"], json!({ "who": "@ana", "teams": ["@quality"] }));
    let shown = text(&repo, &["--mine"]);
    assert!(shown.starts_with("On the desk of @ana, of @quality on 2026-11-22"), "{shown}");
    assert!(shown.contains("sopctl promote SOP-004 --to approved"), "{shown}");
    assert!(shown.contains("Nothing to do in 1 more."), "{shown}");
    assert!(shown.ends_with("Next: sopctl review SOP-001\n"), "{shown}");
    // It fails for what is on it, as the whole would.
    repo.sopctl(&["stale", "--as-of", DAY, "--mine"]).run().fails_with(1);
    let same = text(&repo, &["--mine", "--owner", "ana@example.com"]);
    assert_eq!(same, shown);
}

#[test]
fn who_is_unknown_is_told_how_to_become_known() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    repo.git(&["config", "user.email", "zoe@example.com"]);
    repo.git(&["config", "user.name", "Zoe"]);
    let shown = text(&repo, &["--mine"]);
    assert!(shown.contains("No document names zoe@example.com"), "{shown}");
    assert!(!shown.contains("Next:"), "{shown}");
}

#[test]
fn a_message_tells_each_owner_what_is_theirs_and_what_to_type() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    let message = text(&repo, &["--group-by", "owner", "-f", "markdown"]);
    let at = |words: &str| message.find(words).unwrap_or_else(|| panic!("{words}\n{message}"));
    assert!(at("## `@ben`: **2 overdue**") < at("## `@ana`: **1 overdue**"));
    assert!(
        at("## `@ana`")
            < at(
                "SOP-001 **Procedure SOP-001**<br>due 2026-10-01, 52 days ago<br>`sopctl review SOP-001`"
            )
    );
    assert!(at("## `@quality`: 1 due soon") < at("Team of `@ana`"));
    assert!(!message.contains("SOP-002") && !message.contains("SOP-008"), "{message}");
    let shown = text(&repo, &["--group-by", "owner"]);
    assert!(shown.contains("@ben: 2 overdue"), "{shown}");
    repo.sopctl(&["stale", "--group-by", "owner", "--mine"]).run().fails_with(2);
}

#[test]
fn one_reason_can_be_asked_for_also_where_it_is_only_a_note() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    let answer = stale(&repo, &["--reason", "owner-missing"]);
    assert_eq!(reasons(&answer, "SOP-008"), ["owner-missing"]);
    assert_eq!(answer["documents"].as_array().unwrap().len(), 1);
    assert_eq!(answer["failed"], false);
    let both = stale(&repo, &["--reason", "overdue,owner-missing"]);
    assert_eq!((state(&both, "SOP-001"), both["failed"].as_bool()), ("overdue", Some(true)));
    let shown = text(&repo, &["--reason", "owner-missing"]);
    assert!(shown.contains("owner-missing 1") && shown.contains("SOP-008"), "{shown}");
    assert!(!shown.contains("SOP-001"), "{shown}");
    let none = text(&repo, &["--reason", "upstream-changed"]);
    assert!(none.contains("No document."), "{none}");
    let slip = repo.sopctl(&["stale", "--reason", "overdu"]).run().fails_with(2);
    assert!(slip.stderr.contains("hint: did you mean overdue?"), "{slip:?}");
    let part = ["stale", "--reason", "overdue", "--write-baseline"];
    repo.sopctl(&part).run().fails_with(2);
}

#[test]
fn an_approver_of_a_text_in_force_is_told_how_to_approve_it_again() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    let approved = "owner = \"@ben\"\napprovers = [\"@ana\"]\napproved_by = [\"@ana\"]\n\
        approved_on = 2026-10-01\neffective_date = 2026-10-01\n";
    let text_of = document("SOP-005", "effective", approved);
    repo.write("sops/SOP-005.md", &text_of).commit(ANA, "2026-10-01", "Approve it");
    repo.write("sops/SOP-005.md", &text_of.replace("Call the", "Visit the"));
    repo.commit(BEN, "2026-10-05", "Visit them");
    let shown = text(&repo, &["--mine", "--owner", "@ana"]);
    let command = "sopctl promote SOP-005 --to effective --by @ana --effective 2026-11-22";
    assert!(shown.contains(command), "{shown}");
    assert_eq!(shown.matches("step 1 changed").count(), 1, "{shown}");
    let words: Vec<&str> = command.split(' ').skip(1).chain(["--as-of", DAY]).collect();
    repo.sopctl(&words).run().success();
    repo.git(&["restore", "sops"]);
    // Its owner is shown what changed since the approval, by a command that shows it.
    let owner = text(&repo, &["--mine", "--owner", "@ben"]);
    let diff = owner.lines().find_map(|line| line.split_once("sopctl diff ")).unwrap().1;
    let asked: Vec<&str> = ["diff"].into_iter().chain(diff.split(' ')).collect();
    assert!(repo.sopctl(&asked).run().success().stdout.contains("call → visit"), "{owner}");
}
