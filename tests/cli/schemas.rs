//! The published JSON Schemas: they are current, and what is written and read fits them.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::{env, fs};

use serde_json::{Map, Value};

use crate::documents::{STEPS, json};
use crate::git_repo::{ANA, GitRepo};
use crate::json_schema::faults;
use crate::sandbox::Sandbox;

const NAMES: &[&str] = &[
    "config",
    "front-matter",
    "list",
    "show",
    "stale",
    "diff",
    "log",
    "blame",
    "changelog",
    "audit",
    "owners",
    "handover",
    "codeowners",
    "plan",
    "coverage",
    "check",
    "explain",
    "pr",
    "refs",
    "adopt",
    "review",
    "promote",
    "renumber",
    "templates",
    "template",
    "overview",
    "import",
    "walkthrough",
    "import-update",
];

const DAY: &str = "2026-11-22";

fn published() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/reference/schemas")
}

fn schema(sandbox: &Sandbox, name: &str) -> Value {
    json(&sandbox.sopctl(&["schema", name]).run().success())
}

#[test]
fn the_published_schemas_are_current() {
    let sandbox = Sandbox::new();
    for name in NAMES {
        let said = sandbox.sopctl(&["schema", name]).run().success();
        let file = published().join(format!("{name}.json"));
        if env::var_os("SOPCTL_UPDATE").is_some() {
            fs::write(&file, &said.stdout).unwrap();
        }
        let held = fs::read_to_string(&file).unwrap_or_default();
        assert!(
            held == said.stdout,
            "{} is not what `sopctl schema {name}` prints; renew it with\n  \
             SOPCTL_UPDATE=1 cargo test --test cli schemas\nand look at the difference",
            file.display()
        );
    }
    let files: BTreeSet<String> = fs::read_dir(published())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter_map(|name| Some(name.strip_suffix(".json")?.to_owned()))
        .collect();
    assert_eq!(files, NAMES.iter().map(ToString::to_string).collect());
}

/// Not every validator knows classes of Unicode (`\p{L}`) or groups that look around.
#[test]
fn patterns_are_those_that_every_validator_reads() {
    let sandbox = Sandbox::new();
    let mut found = 0;
    for name in NAMES {
        let text = sandbox.sopctl(&["schema", name]).run().success().stdout;
        for line in text.lines().filter(|line| line.trim().starts_with("\"pattern\":")) {
            assert!(!line.contains("\\p") && !line.contains("(?"), "{name}: {line}");
            found += 1;
        }
    }
    assert!(found > 5, "{found}");
}

#[test]
fn a_schema_that_there_is_not_is_answered_with_those_that_there_are() {
    let sandbox = Sandbox::new();
    let said = sandbox.sopctl(&["schema", "stael"]).run().fails_with(2);
    let all = NAMES.join(", ");
    let expected =
        format!("error: there is no schema \"stael\"\nhint: did you mean stale? there are {all}\n");
    assert_eq!((said.stderr.as_str(), said.stdout.as_str()), (expected.as_str(), ""));
    let said = sandbox.sopctl(&["schema", "config", "-f", "markdown"]).run().fails_with(2);
    assert!(said.stderr.contains("hint: schemas are JSON"), "{said:?}");
    let help = sandbox.sopctl(&["schema", "--help"]).run().success().stdout;
    for name in NAMES {
        assert!(help.contains(name), "{name}: {help}");
    }
}

#[test]
fn a_schema_can_be_written_to_a_file() {
    let sandbox = Sandbox::new();
    let printed = sandbox.sopctl(&["schema", "config"]).run().success().stdout;
    sandbox.sopctl(&["schema", "config", "-f", "json", "-o", "c.json"]).run().success();
    assert_eq!(fs::read_to_string(sandbox.work().join("c.json")).unwrap(), printed);
}

/// Every answer that the demonstration gives, with the name of its schema.
fn answers(sandbox: &Sandbox) -> Vec<(String, Value)> {
    sandbox.sopctl(&["demo", "demo"]).run().success();
    let demo = sandbox.work().join("demo");
    sandbox.write(
        "demo/recording.json",
        r#"{"title":"T","steps":[{"type":"navigate","url":"https://a.example"}]}"#,
    );
    let steps = ["Find order", "Refund", "Send refund"];
    let steps = steps.map(|name| {
        format!("{{\"type\":\"click\",\"target\":\"main\",\"selectors\":[[\"aria/{name}\"]]}}")
    });
    let typed = r#"{"type":"change","value":"a7","selectors":[["aria/Password"]]}"#;
    sandbox.write(
        "demo/again.json",
        &format!("{{\"title\":\"T\",\"steps\":[{typed},{}]}}", steps.join(",")),
    );
    let mut answers = Vec::new();
    let mut ask = |folder: &Path, command: &str| {
        let arguments: Vec<&str> =
            command.split_whitespace().chain(["--as-of", DAY, "--format", "json"]).collect();
        let answer = json(&sandbox.sopctl_in(folder, &arguments).run());
        // One command can give several answers: `owners --replace` is a handover.
        let name = answer["schema"].as_str().unwrap();
        let name = name.strip_prefix("sopctl.").and_then(|name| name.strip_suffix(".v1"));
        answers.push((name.unwrap().to_owned(), answer));
    };
    for command in [
        "",
        "list",
        "stale",
        "stale --rev v1.1",
        "diff v1.1..v2.0",
        "diff v1.1 SOP-004",
        "changelog v1.1..v2.0",
        "changelog v2.0..main",
        "coverage",
        "renumber SOP-003 --dry-run",
        "import recording.json --title Refund --dry-run",
        "walkthrough WI-005 --dry-run",
        "import --update WI-001 again.json",
        "check",
        "explain",
        "explain unparsable",
        "pr --since v1.1",
        "refs config policies",
        "refs --since v1.1",
        "log SOP-004",
        "log --all",
        "list --in-force",
        "show SOP-003 --at 2026-11-22",
        "show SOP-004 --at 2026-11-22",
        "blame SOP-004",
        "blame SOP-003 --all",
        "audit --by-person",
        "owners",
        "owners --replace @leila @noor --dry-run",
        "owners --codeowners verify",
        "plan",
        "plan --stagger --months 24",
        "owners --codeowners write --dry-run",
        "adopt --status draft",
        "template list",
        "template show runbook",
        "promote SOP-008 --to in-review --dry-run",
        "review SOP-004 WI-001 --outcome current --note Read --by @ana --dry-run",
    ] {
        ask(&demo, command);
    }
    let register = json(&sandbox.sopctl_in(&demo, &["list", "-f", "json"]).run().success());
    for document in register["documents"].as_array().unwrap() {
        ask(&demo, &format!("show {}", document["path"].as_str().unwrap()));
    }
    // A library without reviews, with files that are hard to read, in git and without.
    let bare = GitRepo::new(sandbox, "plain");
    bare.write("a.md", &format!("+++\nx = [1, {{ y = 2 }}]\nz =\n+++\n{STEPS}"));
    bare.write("b.md", "---\nimplements: [SOP-9#x]\nlast_review:\n---\n# B\n");
    fs::write(bare.folder().join("c.md"), b"\xff").unwrap();
    bare.commit(ANA, "2026-01-01", "Begin");
    bare.write("a.md", STEPS);
    for command in [
        "list",
        "stale",
        "diff HEAD",
        "check",
        "show a.md",
        "show b.md",
        "log a.md",
        "blame a.md --all",
        "audit",
        "adopt",
        "adopt --type sop",
        "",
    ] {
        ask(bare.folder(), command);
    }
    sandbox.write("loose/d.md", "# D\n");
    for command in ["", "list", "check", "show d.md"] {
        ask(&sandbox.work().join("loose"), command);
    }
    answers
}

#[test]
fn every_answer_fits_its_schema_and_says_nothing_else() {
    let sandbox = Sandbox::new();
    let answers = answers(&sandbox);
    let asked: BTreeSet<&str> = answers.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(asked.len(), NAMES.len() - 2, "{asked:?}");
    for name in asked {
        let schema = schema(&sandbox, name);
        for (_, answer) in answers.iter().filter(|(of, _)| of == name) {
            let faults = faults(&schema, answer);
            assert!(faults.is_empty(), "{name}: {faults:#?}\n{answer:#}");
        }
    }
}

#[test]
fn an_answer_of_another_form_does_not_fit() {
    let sandbox = Sandbox::new();
    sandbox.write("a.md", "# A\n");
    let mut answer = json(&sandbox.sopctl(&["list", "-f", "json"]).run().success());
    let schema = schema(&sandbox, "list");
    assert_eq!(faults(&schema, &answer), [""; 0]);
    answer["documents"][0]["state"] = "fine".into();
    answer["schema"] = "sopctl.list.v2".into();
    answer["documents"][0].as_object_mut().unwrap().remove("due");
    assert_eq!(faults(&schema, &answer).len(), 3);
}

#[test]
fn the_settings_and_fields_that_sopctl_writes_fit_their_schemas() {
    let sandbox = Sandbox::new();
    sandbox.sopctl(&["init", "begun"]).run().success();
    sandbox.sopctl(&["demo", "demo"]).run().success();
    let begun = sandbox.work().join("begun");
    sandbox.sopctl_in(&begun, &["new", "sop", "Open the shop", "--owner", "@ana"]).run().success();
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/procedures");

    let config = schema(&sandbox, "config");
    for folder in [&begun, &sandbox.work().join("demo"), &own] {
        let text = fs::read_to_string(folder.join("sopctl.toml")).unwrap();
        let settings = from_toml(toml::Value::Table(text.parse().unwrap()));
        assert_eq!(faults(&config, &settings), [""; 0], "{text}");
    }

    let front_matter = schema(&sandbox, "front-matter");
    let mut read = 0;
    let mut found = Vec::new();
    for folder in [&begun, &sandbox.work().join("demo"), &own] {
        for file in documents(folder) {
            let text = fs::read_to_string(&file).unwrap();
            let Some((block, _)) = text.strip_prefix("+++\n").and_then(|t| t.split_once("\n+++\n"))
            else {
                continue;
            };
            let fields = from_toml(toml::Value::Table(block.parse().unwrap()));
            // What is missing on purpose is for `check` to say.
            let faults = faults(&front_matter, &fields).into_iter();
            found.extend(faults.filter(|fault| !fault.ends_with("is missing")));
            read += 1;
        }
    }
    assert!(read > 20, "{read}");
    // The demonstration has one date that no calendar has.
    assert_eq!(found, ["/last_reviewed: \"2026-13-01\" is no \"date\""]);
}

#[test]
fn settings_that_are_refused_do_not_fit_either() {
    let sandbox = Sandbox::new();
    let schema = schema(&sandbox, "config");
    let folder = sandbox.work();
    for (is_right, text) in [
        (true, "[types.sop]\nprefix = \"SP\"\n"),
        (true, "[types.sop]\nkind = \"sop\"\n"),
        (true, "[types.wi]\n"),
        (true, "[types.runbook]\nkind = \"work-instruction\"\n"),
        (false, "[types.runbook]\nprefix = \"RB\"\n"),
        (false, "[types.sop]\nprefix = \"SP\"\nid = \"SP-{n}\"\n"),
        (false, "[types.sop]\nkind = \"policy\"\n"),
    ] {
        let faults = faults(&schema, &from_toml(toml::Value::Table(text.parse().unwrap())));
        assert_eq!(faults.is_empty(), is_right, "{text}: {faults:?}");
        sandbox.write("sopctl.toml", text);
        let listed = sandbox.sopctl_in(&folder, &["list"]).run();
        assert_eq!(listed.status == Some(0), is_right, "{text}: {listed:?}");
    }
}

fn documents(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(documents(&path));
        } else if path.extension().is_some_and(|ending| ending == "md") {
            found.push(path);
        }
    }
    found
}

/// As editors check TOML: dates are texts.
fn from_toml(value: toml::Value) -> Value {
    match value {
        toml::Value::String(text) => text.into(),
        toml::Value::Integer(number) => number.into(),
        toml::Value::Float(number) => number.into(),
        toml::Value::Boolean(truth) => truth.into(),
        toml::Value::Datetime(moment) => moment.to_string().into(),
        toml::Value::Array(items) => items.into_iter().map(from_toml).collect(),
        toml::Value::Table(entries) => {
            let entries = entries.into_iter().map(|(key, value)| (key, from_toml(value)));
            Value::Object(entries.collect::<Map<_, _>>())
        }
    }
}
