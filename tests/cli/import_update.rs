//! `sopctl import --update`: a new recording of a task whose instruction a person has finished.

use std::fs;

use serde_json::Value;

use crate::documents::json;
use crate::git_repo::{ANA, GitRepo};
use crate::sandbox::{Output, Sandbox};

const PATH: &str = "work-instructions/refund-a-payment.md";

const PASSWORD: &str = "Blue-Heron-77";

fn click(name: &str) -> String {
    format!("{{\"type\":\"click\",\"target\":\"main\",\"selectors\":[[\"aria/{name}\"]]}}")
}

fn change(name: &str, value: &str) -> String {
    format!(
        "{{\"type\":\"change\",\"target\":\"main\",\"value\":\"{value}\",\"selectors\":[[\"aria/{name}\"]]}}"
    )
}

fn wait(text: &str) -> String {
    format!("{{\"type\":\"waitForElement\",\"selectors\":[[\"text/{text}\"]]}}")
}

fn opened() -> String {
    "{\"type\":\"navigate\",\"url\":\"https://shop.example/login\",\"assertedEvents\":[{\"type\":\
     \"navigation\",\"url\":\"https://shop.example/login\",\"title\":\"Sign in\"}]}"
        .to_owned()
}

fn recording(steps: &[String]) -> String {
    format!("{{\"title\":\"Refund a payment\",\"steps\":[{}]}}", steps.join(","))
}

fn first() -> Vec<String> {
    vec![
        opened(),
        change("Name", "agent 7"),
        change("Password", PASSWORD),
        click("Sign in"),
        change("Order number", "4711"),
        click("Refund"),
        click("Print"),
        wait("Printed"),
    ]
}

/// The same task, later: a code is asked for, a button has another name, nothing is printed.
fn second() -> Vec<String> {
    vec![
        opened(),
        change("Name", "agent 7"),
        change("Password", PASSWORD),
        change("One-time code", "482913"),
        click("Sign in"),
        change("Order number", "4802"),
        click("Issue refund"),
        wait("Refunded"),
    ]
}

const NOTE: &str = "   > [!WARNING]\n   > A refund cannot be taken back. See step 7.\n";

/// A library whose instruction was recorded, and finished by a person.
fn library(sandbox: &Sandbox) -> GitRepo<'_> {
    let repo = GitRepo::new(sandbox, "library");
    repo.write("sopctl.toml", "schema = 1\n");
    sandbox.write("first.json", &recording(&first()));
    sandbox.write("second.json", &recording(&second()));
    repo.sopctl(&["import", "../first.json", "--owner", "@cs"]).run().success();
    let text = text(&repo)
        .replace("Enter `4711` in", "Enter the number on the slip in")
        .replace("6. Click **Refund**.\n", &format!("6. Click **Refund**.\n\n{NOTE}"));
    repo.write(PATH, &text);
    repo.commit(ANA, "2026-01-05", "Record the refund");
    repo
}

fn text(repo: &GitRepo<'_>) -> String {
    fs::read_to_string(repo.folder().join(PATH)).unwrap()
}

fn update(repo: &GitRepo<'_>, arguments: &[&str]) -> Output {
    repo.sopctl(&[&["import", "--update", "WI-001", "../second.json"], arguments].concat()).run()
}

#[test]
fn a_new_recording_changes_what_it_shows_and_nothing_else() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    let before = text(&repo);
    let shown = update(&repo, &[]).success().stdout;
    let shown = shown.split_whitespace().collect::<Vec<_>>().join(" ");
    for part in [
        "steps: 1 added, 1 removed, 1 changed",
        "+ step 4 Enter the one-time code in One-time code.",
        "~ step 7 Click [-Refund-]{+Issue refund+}.",
        "- step 7 Click Print.",
        "Nothing is written: --write does it.",
    ] {
        assert!(shown.contains(part), "{part}: {shown}");
    }
    assert_eq!(text(&repo), before);

    let written = update(&repo, &["--write"]).success().stdout;
    assert!(written.contains("names a step by its number"), "{written}");
    let after = text(&repo);
    for part in [
        "\n4. Enter the one-time code in **One-time code**.\n",
        "\n6. Enter the number on the slip in **Order number**.\n",
        &format!(
            "\n7. Click **Issue refund**.\n\n{NOTE}\n   Expected result: **Refunded** is shown.\n"
        ),
    ] {
        assert!(after.contains(part), "{part}: {after}");
    }
    assert!(!after.contains("Print") && !after.contains(PASSWORD), "{after}");
    let origin = |text: &str| text.lines().find(|line| line.contains("sha256")).unwrap().to_owned();
    assert_ne!(origin(&after), origin(&before));
    let head = |text: &str| text.split("## Steps").next().unwrap().replace(&origin(text), "");
    assert_eq!(head(&after), head(&before));

    repo.commit(ANA, "2026-01-06", "Follow the task");
    let again = update(&repo, &["--write"]).success().stdout;
    assert!(again.contains("made from this very recording"), "{again}");
    assert!(again.contains("Nothing to change."), "{again}");
    assert_eq!(text(&repo), after);
}

#[test]
fn the_patch_is_what_would_be_written() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    let patch = update(&repo, &["--patch"]).success().stdout;
    sandbox.write("update.patch", &patch);
    repo.git(&["apply", "../update.patch"]);
    let applied = text(&repo);
    repo.git(&["checkout", "--", PATH]);
    update(&repo, &["--write"]).success();
    assert_eq!(text(&repo), applied);
}

#[test]
fn programs_are_told_each_change_and_what_is_left() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    repo.write(PATH, &text(&repo).replace("7. Click **Print**.\n", "7. Click **Print**, twice.\n"));
    repo.commit(ANA, "2026-01-06", "Print twice");
    let answer = json(&update(&repo, &["--format", "json"]).success());
    assert_eq!(answer["schema"], "sopctl.import-update.v1");
    assert_eq!(answer["written"], Value::from(false));
    assert_eq!(answer["class"], "major");
    let changes: Vec<&str> = answer["proposal"]
        .as_array()
        .unwrap()
        .iter()
        .map(|step| step["change"].as_str().unwrap())
        .collect();
    assert_eq!(changes, ["added", "changed", "changed"]);
    assert_eq!(answer["steps"].as_array().unwrap().len(), 2, "{answer:#}");
    assert_eq!(answer["left"][0]["number"], Value::from(8));
    assert_eq!(answer["left"][0]["why"], "not-recorded");
    assert_eq!(answer["shared_steps"], Value::from(6));
    assert!(answer["patch"].as_str().unwrap().contains("\n+   TODO: is this step still needed?"));
}

#[test]
fn what_is_no_secret_can_be_kept_later() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    let masked = "Enter your password in **Password**.";
    assert!(text(&repo).contains(masked));
    let arguments =
        ["import", "--update", "WI-001", "../first.json", "--keep-value", "1", "--write"];
    repo.sopctl(&arguments).run().success();
    let kept = text(&repo);
    assert!(kept.contains("Enter `Blue-Heron-77` in **Password**.") && !kept.contains(masked));
}

#[test]
fn an_approved_text_is_said_to_be_changed() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    let approved = "status = \"effective\"\napproved_by = [\"@lead\"]\napproved_on = 2026-01-04\neffective_date = 2026-01-04\n";
    repo.write(PATH, &text(&repo).replace("status = \"draft\"\n", approved));
    repo.commit(ANA, "2026-01-06", "Approve it");
    let said = update(&repo, &["--write"]).success().stdout;
    assert!(said.contains("The text is changed since its approval."), "{said}");
    assert!(said.contains("sopctl promote WI-001 --to approved --by WHO"), "{said}");
}

#[test]
fn a_document_that_git_does_not_hold_as_it_is_is_not_written() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    let edited = text(&repo).replace("the slip", "the receipt");
    repo.write(PATH, &edited);
    update(&repo, &[]).success();
    let said = update(&repo, &["--write"]).fails_with(2).stderr;
    assert!(said.contains("git does not have it as it is"), "{said}");
    assert!(said.contains("hint: commit them first"), "{said}");
    assert_eq!(text(&repo), edited);
}

#[test]
fn a_recording_that_is_in_a_document_or_resembles_one_points_to_update() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    let said = repo.sopctl(&["import", "../first.json"]).run().fails_with(2).stderr;
    assert!(said.contains("sopctl import --update WI-001 FILE"), "{said}");
    let said = repo.sopctl(&["import", "../second.json"]).run().fails_with(2).stderr;
    assert!(said.contains("import --update work-instructions/refund-a-payment.md FILE"), "{said}");
    let arguments = ["import", "../second.json", "--title", "Pay back", "--dry-run"];
    let shown = repo.sopctl(&arguments).run().success().stdout;
    assert!(shown.contains("WI-001 has 6 of these 7 steps"), "{shown}");
}

#[test]
fn what_cannot_be_compared_is_refused() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    repo.write("headings.md", "+++\nid = \"WI-007\"\ntitle = \"H\"\ntype = \"wi\"\n+++\n\n# H\n\n## Step 1: Click **Refund**\n\n## Step 2: Click **Print**\n");
    repo.write(
        "none.md",
        "+++\nid = \"WI-008\"\ntitle = \"N\"\ntype = \"wi\"\n+++\n\n# N\n\nNothing.\n",
    );
    repo.write("gone.md", "+++\nid = \"WI-009\"\ntitle = \"G\"\ntype = \"wi\"\nstatus = \"retired\"\n+++\n\n# G\n\n1. Click **Refund**.\n");
    repo.write("other.md", "+++\nid = \"WI-010\"\ntitle = \"O\"\ntype = \"wi\"\n+++\n\n# O\n\n## Steps\n\n1. Fold the flag.\n2. Salute the moon.\n");
    for (name, part) in [
        ("WI-007", "headings.md:9: a step is a heading, and only items of lists are changed"),
        ("WI-008", "WI-008 has no steps that a recording could be compared with"),
        ("WI-009", "WI-009 is retired"),
        ("WI-010", "the recording has no step in common with WI-010"),
        ("WI-011", "no document \"WI-011\""),
        ("WI", "\"WI\" could be any of 5 documents"),
    ] {
        let arguments = ["import", "--update", name, "../second.json", "--write"];
        let said = repo.sopctl(&arguments).run().fails_with(2).stderr;
        assert!(said.contains(part) && said.contains("\nhint: "), "{part}: {said}");
    }
    let said = repo.sopctl(&["import", "../second.json", "--write"]).run().fails_with(2).stderr;
    assert!(said.contains("--update"), "{said}");
    let two = "{\"id\":\"1\",\"name\":\"p\",\"url\":\"https://shop.example\",\"tests\":[\
        {\"id\":\"a\",\"name\":\"Refund\",\"commands\":[{\"id\":\"1\",\"command\":\"click\",\"target\":\"linkText=Refund\",\"value\":\"\"}]},\
        {\"id\":\"b\",\"name\":\"Print\",\"commands\":[{\"id\":\"2\",\"command\":\"click\",\"target\":\"linkText=Print\",\"value\":\"\"}]}]}";
    sandbox.write("two.side", two);
    let arguments = ["import", "--update", "WI-001", "../two.side"];
    let said = repo.sopctl(&arguments).run().fails_with(2).stderr;
    assert!(said.contains("choose one with --take N: 1 Refund, 2 Print"), "{said}");
    repo.sopctl(&[&arguments[..], &["--take", "1"]].concat()).run().success();
}
