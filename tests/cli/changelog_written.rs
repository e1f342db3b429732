//! `sopctl changelog`: for whom it is written, by which template, and into which file.

use std::fs;

use crate::documents::{STEPS, ask, document, reviewed, sop};
use crate::git_repo::{ANA, BEN, GitRepo};
use crate::sandbox::Sandbox;

const OTHER: &str =
    "1. Call the customer within 48 hours.\n2. Write down the number.\n3. File it.\n";
const BEFORE: &str =
    "1. Call the customer within 24 hours.\n2. Write down the number.\n3. Fax it.\n";

fn library(sandbox: &Sandbox) -> GitRepo<'_> {
    let repo = GitRepo::new(sandbox, "library");
    let config = "schema = 1\n[changelog]\ntags = \"v*\"\nread_within = \"14 days\"\n";
    let of = |id: &str, more: &str, body: &str| {
        sop(id, &format!("audience = [\"nurses\"]\nlast_reviewed = 2026-03-01\n{more}"), body)
    };
    repo.write("sopctl.toml", config);
    repo.write("sops/1.md", &of("SOP-001", "", BEFORE));
    repo.write("sops/2.md", &of("SOP-002", "", STEPS));
    repo.write("sops/3.md", &of("SOP-003", "", STEPS));
    repo.commit(ANA, "2026-03-01", "Write three");
    repo.tag("v1");
    repo.write("sops/1.md", &of("SOP-001", "effective_date = 2026-05-01\n", OTHER));
    repo.write("sops/2.md", &of("SOP-002", "", &STEPS.replace("ticket.", "ticket;")));
    let retired = document("SOP-003", "audience = [\"nurses\"]\nstatus = \"retired\"\n", STEPS);
    repo.write("sops/3.md", &retired);
    let draft = document("SOP-004", "audience = [\"nurses\"]\nstatus = \"draft\"\n", STEPS);
    repo.write("sops/4.md", &draft);
    repo.write("sops/5.md", &reviewed("SOP-005", "2026-04-01", STEPS));
    repo.commit(BEN, "2026-04-01", "Revise (#4)");
    repo.tag("v2");
    repo
}

#[test]
fn staff_read_what_to_do_differently_and_no_words_of_git() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    let arguments = ["changelog", "--latest", "--view", "staff", "-f", "text"];
    let text = repo.sopctl(&arguments).run().success().stdout;
    let said = text.split_whitespace().collect::<Vec<_>>().join(" ");
    for part in [
        "What changes for you with v2",
        "please read by 2026-04-15",
        "nurses SOP-001 Procedure SOP-001, changed, from 2026-05-01, to be read by 2026-04-15",
        "Change step 1: Call the customer within [-24-]{+48+} hours.",
        "SOP-003 Procedure SOP-003, no longer in use Stop working by this document",
        "For everybody SOP-005 Procedure SOP-005, new, to be read by 2026-04-15",
    ] {
        assert!(said.contains(part), "{part} in {text}");
    }
    // Nothing editorial, nothing that is not in force, nobody who wrote it.
    for part in ["SOP-002", "SOP-004", "commit", "#4", "Ben Okoro", "Revise", "version"] {
        assert!(!said.contains(part), "{part} in {text}");
    }
    assert!(text.lines().count() <= 24, "{text}");
    let answer = ask(&repo, &["changelog", "--latest"]);
    assert_eq!(answer["roles"][0]["name"], "nurses");
    assert_eq!(answer["roles"][0]["documents"][0]["must_read"], true);
}

#[test]
fn without_a_time_to_read_no_day_is_named() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    repo.write("sopctl.toml", "schema = 1\n");
    repo.commit(ANA, "2026-04-02", "No time");
    let text = repo.sopctl(&["changelog", "v1..HEAD", "--view", "staff"]).run().success().stdout;
    assert!(text.contains("to be read") && !text.contains("read by"), "{text}");
}

#[test]
fn the_built_in_templates_say_what_the_views_say() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    for (name, parts) in [
        (
            "auditor",
            &[
                "# Review changelog v1 → v2",
                "48 hours",
                "## Retired",
                "SOP-002",
                "not recorded in git; \\#4",
            ][..],
        ),
        (
            "staff",
            &[
                "# What changes for you with v2",
                "## nurses",
                "48",
                "Stop",
                "please read by 2026-04-15",
            ],
        ),
    ] {
        let exported =
            repo.sopctl(&["changelog", "--export-template", name]).run().success().stdout;
        let file = sandbox.write(&format!("{name}.md.hbs"), &exported);
        let file = file.to_str().unwrap();
        let text =
            repo.sopctl(&["changelog", "--latest", "--template", file]).run().success().stdout;
        for part in parts {
            assert!(text.contains(part), "{part} in {text}");
        }
        assert!(!text.contains("\n\n\n") && !text.contains("{{"), "{text}");
    }
    repo.sopctl(&["changelog", "--export-template", "nurse"]).run().fails_with(2);
}

#[test]
fn a_template_is_filled_in_from_the_context_strictly() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    let context = repo.sopctl(&["changelog", "--latest", "--context"]).run().success().stdout;
    let context: serde_json::Value = serde_json::from_str(&context).unwrap();
    assert_eq!(context, ask(&repo, &["changelog", "--latest"]));
    let hostile = reviewed("SOP-006", "2026-04-01", STEPS)
        .replace("Procedure SOP-006", "**A** <b>{{schema}}");
    repo.write("sops/6.md", &hostile).commit(BEN, "2026-05-01", "Write SOP-006");
    let fill = |template: &str| {
        let file = sandbox.write("mine.hbs", template);
        repo.sopctl(&["changelog", "--template", file.to_str().unwrap()]).run()
    };
    let said = fill("{{#each groups.new}}{{title}} {{md title}}{{/each}}").success();
    assert_eq!(said.stdout, "**A** <b>{{schema}} \\*\\*A\\*\\* &lt;b&gt;{{schema}}");
    let said = fill("one\n{{nobody}}\n").fails_with(2);
    assert!(said.stderr.contains("mine.hbs cannot be filled in, line 2"), "{said:?}");
    assert!(said.stderr.contains("hint: `sopctl changelog --context`"), "{said:?}");
}

#[test]
fn a_file_of_all_releases_gets_each_release_once() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    repo.write("CHANGELOG.md", "# Ours\n\n## v1\n\nThe first.\n");
    let read = || fs::read_to_string(repo.folder().join("CHANGELOG.md")).unwrap();
    let prepend = ["changelog", "--latest", "--prepend", "CHANGELOG.md"];
    let shown = repo.sopctl(&[&prepend[..], &["--dry-run"]].concat()).run().success().stdout;
    assert!(shown.starts_with("would replace CHANGELOG.md\n"), "{shown}");
    assert_eq!(read(), "# Ours\n\n## v1\n\nThe first.\n");
    repo.sopctl(&prepend).run().success();
    let once = read();
    let marker = format!("<!-- sopctl:changelog {} -->", repo.git(&["rev-parse", "v2"]).trim());
    assert!(
        once.starts_with(&format!("# Ours\n\n{marker}\n\n## Review changelog v1 → v2\n")),
        "{once}"
    );
    assert!(once.ends_with("\n\n## v1\n\nThe first.\n"), "{once}");
    let again = repo.sopctl(&prepend).run().success().stdout;
    assert!(again.contains("CHANGELOG.md has the changelog of v2 already"), "{again}");
    assert_eq!(read(), once);
    let outside = repo.sopctl(&["changelog", "--latest", "--prepend", "../x.md"]).run();
    outside.fails_with(2);
}

#[test]
fn what_is_said_to_come_next_commits_the_file_whether_git_knows_it_or_not() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    let prepend = ["changelog", "--latest", "--prepend", "CHANGELOG.md"];
    let new = repo.sopctl(&prepend).run().success().stdout;
    assert!(
        new.ends_with("next: git add -- CHANGELOG.md && git commit -- CHANGELOG.md\n"),
        "{new}"
    );
    repo.write("CHANGELOG.md", "# Ours\n").commit(ANA, "2026-04-02", "Begin a changelog");
    let known = repo.sopctl(&prepend).run().success().stdout;
    assert!(known.ends_with("next: git commit -- CHANGELOG.md\n"), "{known}");
}

/// A library of which so many documents change, with many changes each.
fn much(sandbox: &Sandbox, documents: u32) -> GitRepo<'_> {
    let repo = GitRepo::new(sandbox, "library");
    let body = |hours: u32| -> String {
        let shelf = |n| format!("Shelf {n} must be counted every {hours} hours.\n\n");
        (1..=7).map(shelf).collect()
    };
    let write = |hours: u32| {
        for number in 1..=documents {
            let id = format!("SOP-{number:03}");
            let text = reviewed(&id, "2026-03-01", &format!("## Shelves\n\n{}", body(hours)));
            repo.write(&format!("sops/{number}.md"), &text);
        }
    };
    write(24);
    repo.commit(ANA, "2026-03-01", "Write");
    repo.tag("v1");
    write(48);
    repo.commit(BEN, "2026-04-01", "Count every other day");
    repo
}

#[test]
fn the_staff_view_keeps_to_a_page_and_names_every_document() {
    let sandbox = Sandbox::new();
    let repo = much(&sandbox, 20);
    let text = repo.sopctl(&["changelog", "v1..HEAD", "--view", "staff"]).run().success().stdout;
    assert!(text.lines().count() <= 50, "{text}");
    assert!(text.contains("Not a release: the documents as of 2026-04-01."), "{text}");
    assert!(text.contains("SOP-012 Procedure SOP-012, changed, **to be read**; 2 of 7"), "{text}");
    let named = text.lines().find(|line| line.starts_with("- To be read as well: ")).unwrap();
    for number in 13..=20 {
        assert!(named.contains(&format!("SOP-0{number}")), "{named}");
    }
    let answer = ask(&repo, &["changelog", "v1..HEAD"]);
    let documents = answer["roles"][0]["documents"].as_array().unwrap();
    let of = |at: usize, key: &str| documents[at][key].clone();
    assert_eq!(
        (documents.len(), of(11, "more"), of(11, "named_only")),
        (20, 5.into(), false.into())
    );
    assert_eq!((of(12, "told"), of(12, "named_only")), (serde_json::json!([]), true.into()));
}

#[test]
fn what_is_told_to_staff_says_where_it_stands_and_nothing_that_is_no_work() {
    let sandbox = Sandbox::new();
    let repo = GitRepo::new(&sandbox, "library");
    let body = |rows: &str, about: &str| {
        format!(
            "1. Open the till.\n2. Count it.\n\n## Shelves\n\n{about}\n\n## Limits\n\n{rows}\n\n## Records\n\nSOP-002, SOP-004.\n"
        )
    };
    let before = body("These hold.", "Staff must keep the aisle clear.");
    let rows = "These hold.\n\n| Shelf | Hours |\n|---|---|\n| Cold | 4 |\n|  |  |";
    let after = body(rows, "Staff must keep both aisles clear.")
        .replace("Count it.", "Count it twice.")
        .replace("SOP-002", "SOP-003");
    repo.write("sops/1.md", &reviewed("SOP-001", "2026-03-01", &before));
    repo.commit(ANA, "2026-03-01", "Write");
    repo.tag("v1");
    repo.write("sops/1.md", &reviewed("SOP-001", "2026-03-01", &after));
    repo.commit(BEN, "2026-04-01", "Count twice");
    let answer = ask(&repo, &["changelog", "v1..HEAD"]);
    let told = answer["roles"][0]["documents"][0]["told"].as_array().unwrap();
    let said: Vec<String> = told
        .iter()
        .map(|told| {
            format!("{}: {}", told["label"].as_str().unwrap(), told["text"].as_str().unwrap())
        })
        .collect();
    assert_eq!(
        said,
        [
            "Change: step 2: Count it{+ twice+}.",
            "Change: Staff must keep [-the aisle-]{+both aisles+} clear.",
            "New: under “Limits”: Cold | 4",
            "Change: under “Records”: [-SOP-002-]{+SOP-003+}, SOP-004.",
        ]
    );
    let text = repo.sopctl(&["changelog", "v1..HEAD", "-f", "text"]).run().success().stdout;
    assert!(text.contains("+ table header  Shelf | Hours"), "{text}");
    assert!(text.contains("Beside that, 1 change of form alone"), "{text}");
}

#[test]
fn documents_of_one_title_are_told_apart_by_their_paths() {
    let sandbox = Sandbox::new();
    let repo = GitRepo::new(&sandbox, "library");
    let write = |much: &str| {
        for place in ["north", "south"] {
            let text = format!("# Night shift\n\nLock the gate {much}.\n");
            repo.write(&format!("sops/{place}.md"), &text);
        }
    };
    write("once");
    repo.commit(ANA, "2026-03-01", "Write");
    repo.tag("v1");
    write("twice");
    repo.commit(BEN, "2026-04-01", "Lock twice");
    for view in ["auditor", "staff"] {
        let text = repo.sopctl(&["changelog", "v1..HEAD", "--view", view]).run().success().stdout;
        for place in ["north", "south"] {
            assert!(text.contains(&format!("Night shift (sops/{place}.md)")), "{text}");
        }
        assert!(!text.contains("()"), "{text}");
    }
}
