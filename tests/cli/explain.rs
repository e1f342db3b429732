//! `sopctl explain`, and the pages of the manual that are written by it.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::{env, fs};

use serde_json::{Value, json};

use crate::documents::json;
use crate::sandbox::Sandbox;

fn manual() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/reference")
}

fn rules(sandbox: &Sandbox) -> Vec<Value> {
    let answer = json(&sandbox.sopctl(&["explain", "-f", "json"]).run().success());
    answer["rules"].as_array().unwrap().clone()
}

/// Every page of the rules, by its place below the manual.
fn pages(sandbox: &Sandbox) -> Vec<(String, String)> {
    let mut index = sandbox.sopctl(&["explain", "-f", "markdown"]).run().success().stdout;
    index.insert_str(0, "# Rules\n\nWhat `sopctl check` looks for.\n\n");
    let mut pages = Vec::new();
    for rule in rules(sandbox) {
        let id = rule["id"].as_str().unwrap();
        index = index.replace(&format!("| `{id}` |"), &format!("| [`{id}`](rules/{id}.md) |"));
        let page = sandbox.sopctl(&["explain", id, "-f", "markdown"]).run().success().stdout;
        pages.push((format!("rules/{id}.md"), page));
    }
    pages.push(("rules.md".to_owned(), index));
    pages
}

#[test]
fn the_pages_of_the_manual_are_current() {
    let sandbox = Sandbox::new();
    let pages = pages(&sandbox);
    let folder = manual().join("rules");
    let is_updating = env::var_os("SOPCTL_UPDATE").is_some();
    if is_updating {
        // Rules that are gone leave no page behind.
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).unwrap();
    }
    for (name, page) in &pages {
        let file = manual().join(name);
        if is_updating {
            fs::write(&file, page).unwrap();
        }
        let held = fs::read_to_string(&file).unwrap_or_default();
        assert!(
            held == *page,
            "{} is not what `sopctl explain` says; renew it with\n  \
             SOPCTL_UPDATE=1 cargo test --test cli explain\nand look at the difference",
            file.display()
        );
    }
    let held: BTreeSet<String> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| format!("rules/{}", entry.unwrap().file_name().to_str().unwrap()))
        .collect();
    let expected: BTreeSet<String> =
        pages.into_iter().map(|(name, _)| name).filter(|name| name != "rules.md").collect();
    assert_eq!(held, expected);
}

#[test]
fn a_page_says_what_why_and_how_to_turn_it_off() {
    let sandbox = Sandbox::new();
    let said = sandbox.sopctl(&["explain", "unknown-field"]).run().success().stdout;
    assert_eq!(
        said.lines().take(6).collect::<Vec<_>>(),
        [
            "unknown-field",
            "",
            "Finds       a key is unknown and looks like a slip of a known one",
            "Severity    warning",
            "By default  on",
            "",
        ]
    );
    for part in [
        "\nWhy it matters\n",
        "\nWhat it finds\n",
        "    review_intervall = \"6 months\"\n",
        "\nWhat it does not find\n",
        "\nTo turn it off\n",
        "    [check.rules]\n    unknown-field = \"off\"\n",
        "    <!-- sopctl-ignore: unknown-field the reason -->\n",
    ] {
        assert!(said.contains(part), "{part:?} is missing in\n{said}");
    }
}

#[test]
fn a_page_says_what_holds_here() {
    let sandbox = Sandbox::new();
    sandbox.write("sopctl.toml", "schema = 1\n[check.rules]\nunknown-field = \"off\"\n");
    let said = sandbox.sopctl(&["explain", "unknown-field"]).run().success().stdout;
    assert!(said.contains("\nHere        off, by sopctl.toml\n"), "{said}");
    assert!(said.contains("\nTo turn it on\n") && !said.contains("To turn it off"), "{said}");
    let off = rules(&sandbox).into_iter().filter(|rule| rule["configured"] == json!("off"));
    assert_eq!(off.map(|rule| rule["id"].clone()).collect::<Vec<_>>(), [json!("unknown-field")]);
}

#[test]
fn without_a_rule_all_are_listed_by_theme() {
    let sandbox = Sandbox::new();
    let said = sandbox.sopctl(&["explain"]).run().success().stdout;
    assert!(said.starts_with("Type confusion\n"), "{said}");
    for rule in rules(&sandbox) {
        assert!(said.contains(rule["id"].as_str().unwrap()), "{rule}");
    }
    assert!(said.lines().all(|line| line.chars().count() <= 100), "{said}");
    let rows = sandbox.sopctl(&["explain", "-f", "csv"]).run().success().stdout;
    assert!(rows.starts_with("rule,theme,severity,standing,configured,summary,help\r\n"), "{rows}");
    assert_eq!(
        rules(&sandbox).len(),
        rows.matches(",judges,").count() + rows.matches(",on-request,").count()
    );
}

#[test]
fn a_rule_that_there_is_not_is_answered_with_the_nearest() {
    let sandbox = Sandbox::new();
    let said = sandbox.sopctl(&["explain", "mising-field"]).run().fails_with(2);
    assert_eq!(
        said.stderr,
        "error: there is no rule \"mising-field\"\nhint: did you mean missing-field?\n"
    );
    let said = sandbox.sopctl(&["explain", "zzz"]).run().fails_with(2);
    assert!(said.stderr.ends_with("hint: `sopctl explain` lists the rules\n"), "{said:?}");
}
