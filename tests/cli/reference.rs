//! The pages of the reference that say what the program can do are written by the program,
//! and every command that a page tells a reader to type exists.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

use serde_json::Value;
use sopctl::standing::ReasonCode;

use crate::sandbox::Sandbox;

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

const PROFILES: &[(&str, &str, &str)] = &[
    ("sopctl", "of this program", include_str!("../../src/document/profile/sopctl.toml")),
    (
        "govuk",
        "of the technical documentation of the UK government",
        include_str!("../../src/document/profile/govuk.toml"),
    ),
    ("mslearn", "of Microsoft Learn", include_str!("../../src/document/profile/mslearn.toml")),
    (
        "particular",
        "of the documentation of Particular Software",
        include_str!("../../src/document/profile/particular.toml"),
    ),
    (
        "comply",
        "of compliance documents made with comply",
        include_str!("../../src/document/profile/comply.toml"),
    ),
];

fn help(sandbox: &Sandbox, command: &[&str]) -> String {
    let arguments: Vec<&str> = command.iter().copied().chain(["--help"]).collect();
    sandbox.sopctl(&arguments).run().success().stdout
}

/// The names of the commands that a help lists.
fn commands(help: &str) -> Vec<String> {
    help.lines()
        .skip_while(|line| !line.starts_with("Commands:"))
        .skip(1)
        .take_while(|line| !line.is_empty())
        .filter(|line| line.starts_with("  ") && !line.starts_with("   "))
        .filter_map(|line| line.split_whitespace().next())
        .map(str::to_owned)
        .collect()
}

const EVERY: &str = "\nOptions of every command:\n";

/// A help without the options of every command.
fn own_part(help: &str) -> String {
    let Some((before, rest)) = help.split_once(EVERY) else { return help.trim_end().to_owned() };
    // What comes after those options begins at the left margin.
    let after = rest.lines().skip_while(|line| line.is_empty() || line.starts_with(' '));
    let after: Vec<&str> = after.collect();
    format!("{}\n\n{}", before.trim_end(), after.join("\n")).trim_end().to_owned()
}

fn commands_page(sandbox: &Sandbox) -> String {
    let main = help(sandbox, &[]);
    let mut page = String::from(
        "# Commands\n\nWhat each command says of itself with `--help`. The options of every \
         command stand at the end, once. What the exit status says, and where answers go: \
         [exit status and streams](exit-status.md).\n",
    );
    for name in commands(&main) {
        let whole = help(sandbox, &[&name]);
        let _ = write!(page, "\n## {name}\n\n```text\n{}\n```\n", own_part(&whole));
        for below in commands(&whole) {
            let whole = help(sandbox, &[&name, &below]);
            let _ = write!(page, "\n### {name} {below}\n\n```text\n{}\n```\n", own_part(&whole));
        }
    }
    let every = main.split_once(EVERY).unwrap().1;
    let every: Vec<&str> =
        every.lines().take_while(|line| line.is_empty() || line.starts_with(' ')).collect();
    let _ = write!(
        page,
        "\n## Options of every command\n\n```text\n{}\n```\n",
        every.join("\n").trim_end()
    );
    page
}

fn schema(name: &str) -> Value {
    let file = Path::new(ROOT).join(format!("docs/reference/schemas/{name}.json"));
    serde_json::from_str(&fs::read_to_string(file).unwrap()).unwrap()
}

/// What a schema refers to, with what stands beside the reference.
fn resolved<'s>(whole: &'s Value, part: &'s Value) -> &'s Value {
    match part["$ref"].as_str() {
        Some(name) => &whole["$defs"][name.trim_start_matches("#/$defs/")],
        None => part,
    }
}

/// What may be written, in words.
fn kind(whole: &Value, part: &Value) -> String {
    let meant = resolved(whole, part);
    if let Some(choices) = meant["oneOf"].as_array() {
        let words = choices.iter().filter_map(|choice| choice["const"].as_str());
        return words.map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ");
    }
    if let Some(ways) = meant["anyOf"].as_array() {
        let mut all: Vec<String> = ways.iter().map(|way| kind(whole, way)).collect();
        all.dedup();
        return all.join(", or ");
    }
    if meant["format"] == "date" {
        return "a day, `YYYY-MM-DD`".to_owned();
    }
    match meant["type"].as_str() {
        Some("array") => format!("a list of: {}", kind(whole, &meant["items"])),
        Some("object") => "a table".to_owned(),
        Some("boolean") => "`true`, `false`".to_owned(),
        Some("integer") => "a whole number".to_owned(),
        Some("string") => "a string".to_owned(),
        _ => "a value".to_owned(),
    }
}

fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace('\n', " ")
}

fn value(value: &Value) -> String {
    format!("`{}`", cell(&value.to_string()))
}

fn table(whole: &Value, properties: &Value) -> String {
    let mut rows =
        String::from("| key | what | written as | default | example |\n|---|---|---|---|---|\n");
    for (key, part) in properties.as_object().unwrap() {
        let meaning = [part, resolved(whole, part)].map(|at| at["description"].as_str());
        let meaning = meaning.into_iter().flatten().next().unwrap_or_default();
        let default = part.get("default").map(value).unwrap_or_default();
        let example = part["examples"].get(0).map(value).unwrap_or_default();
        let kind = kind(whole, part);
        let _ = writeln!(rows, "| `{key}` | {} | {kind} | {default} | {example} |", cell(meaning));
    }
    rows
}

/// The sections of a table and of those in it, each under the name that TOML has for it.
fn sections(whole: &Value, name: &str, part: &Value, page: &mut String) {
    let meaning = part["description"].as_str().or(resolved(whole, part)["description"].as_str());
    let meant = resolved(whole, part);
    let (name, meant) = match meant.get("additionalProperties") {
        Some(below) if below.is_object() && resolved(whole, below)["type"] == "object" => {
            (format!("{name}.NAME"), resolved(whole, below))
        }
        _ => (name.to_owned(), meant),
    };
    let Some(properties) = meant.get("properties").filter(|_| meant["type"] == "object") else {
        return;
    };
    let _ = write!(page, "\n## [{name}]\n\n{}\n\n", meaning.unwrap_or_default());
    page.push_str(&table(whole, properties));
    for (key, below) in properties.as_object().unwrap() {
        let items = &resolved(whole, below)["items"];
        if items.is_object() && resolved(whole, items).get("properties").is_some() {
            let listed = resolved(whole, items);
            let _ = write!(
                page,
                "\n## [[{name}.{key}]]\n\n{}\n\n",
                listed["description"].as_str().unwrap_or_default()
            );
            page.push_str(&table(whole, &listed["properties"]));
        } else {
            sections(whole, &format!("{name}.{key}"), below, page);
        }
    }
}

fn configuration_page() -> String {
    let whole = schema("config");
    let mut page = String::from(
        "# sopctl.toml\n\nThe file that says what a library is. Every key may be left out; a key \
         that sopctl does not know is a fault, told with its line and the nearest one. \
         `sopctl schema config` prints the same as a [JSON Schema](schemas/README.md), which \
         editors complete by.\n\n## At the top\n\n",
    );
    let scalars: serde_json::Map<String, Value> = whole["properties"]
        .as_object()
        .unwrap()
        .iter()
        .filter(|(_, part)| resolved(&whole, part)["type"] != "object")
        .map(|(key, part)| (key.clone(), part.clone()))
        .collect();
    page.push_str(&table(&whole, &Value::Object(scalars)));
    for (name, part) in whole["properties"].as_object().unwrap() {
        sections(&whole, name, part, &mut page);
    }
    page
}

fn front_matter_page() -> String {
    let whole = schema("front-matter");
    let mut page = String::from(
        "# Front matter\n\nThe fields of a document, as sopctl writes and reads them under their \
         own names: TOML between `+++`, or YAML between `---`. Other conventions have other \
         names for them: [profiles](profiles.md). Fields that are not listed here are kept and \
         shown. `sopctl schema front-matter` prints the same as a [JSON \
         Schema](schemas/README.md).\n\n",
    );
    page.push_str(&table(&whole, &whole["properties"]));
    page
}

fn profiles_page() -> String {
    let mut page = String::from(
        "# Profiles\n\nA profile says under which names front matter has its fields. The one \
         whose review keys occur most often is taken, unless `[documents] profile` or \
         `--profile` says another. Your own stands under `[profiles.NAME]` in \
         [sopctl.toml](configuration.md), in the form in which these are declared:\n",
    );
    for (name, whose, declared) in PROFILES {
        let _ = write!(page, "\n## {name}\n\nThe convention {whose}.\n\n```toml\n{declared}```\n");
    }
    page
}

fn reasons_page() -> String {
    let mut page = String::from(
        "# Reasons\n\nWhy `sopctl stale` says that a document needs attention. A reason leads to \
         a state; of several, the worst counts, in the order of this list. A reason without a \
         state is a note. `--fail-on` and `[stale] fail_on` take codes and states, `--reason` \
         takes codes.\n\n| code | state | severity | says |\n|---|---|---|---|\n",
    );
    for code in ReasonCode::ALL {
        let state = code.state().map(|state| format!("`{}`", state.name())).unwrap_or_default();
        let severity = format!("{:?}", code.severity()).to_lowercase();
        let _ = writeln!(
            page,
            "| `{}` | {state} | {severity} | {} |",
            code.name(),
            cell(code.summary())
        );
    }
    page
}

fn json_page(sandbox: &Sandbox) -> String {
    let known = sandbox.sopctl(&["schema", "?"]).run().fails_with(2).stderr;
    let known = known.rsplit("there are ").next().unwrap().trim();
    let mut page = String::from(
        "# JSON\n\n`--format json` gives every report to programs, in one envelope. Within a \
         version, fields are added, never changed or taken away; what is not there is `null`, \
         never missing. Days are `YYYY-MM-DD`, moments RFC 3339 with their offset, commits full \
         ids. [What the schemas promise](schemas/README.md), and how an editor uses them.\n\n\
         ## Reports\n\nThe fields of each report beside those of the envelope.\n\n\
         | report | fields |\n|---|---|\n",
    );
    let mut envelope: Option<BTreeMap<String, String>> = None;
    for name in known.split(", ").filter(|name| !["config", "front-matter"].contains(name)) {
        let whole = schema(name);
        let fields: BTreeMap<String, String> = whole["properties"]
            .as_object()
            .unwrap()
            .iter()
            .map(|(key, part)| {
                (key.clone(), part["description"].as_str().unwrap_or_default().to_owned())
            })
            .collect();
        let common = envelope.get_or_insert_with(|| fields.clone());
        common.retain(|key, meaning| fields.get(key) == Some(meaning));
    }
    let envelope = envelope.unwrap();
    for name in known.split(", ").filter(|name| !["config", "front-matter"].contains(name)) {
        let whole = schema(name);
        let own = whole["properties"].as_object().unwrap().keys();
        let own = own.filter(|key| !envelope.contains_key(*key)).map(|key| format!("`{key}`"));
        let own = own.collect::<Vec<_>>().join(", ");
        let _ = writeln!(page, "| [{name}](schemas/{name}.json) | {own} |");
    }
    page.push_str("\n## The envelope\n\n| field | what |\n|---|---|\n");
    for (key, meaning) in &envelope {
        let _ = writeln!(page, "| `{key}` | {} |", cell(meaning));
    }
    page
}

#[test]
fn the_pages_of_the_reference_are_current() {
    let sandbox = Sandbox::new();
    let pages = [
        ("commands.md", commands_page(&sandbox)),
        ("configuration.md", configuration_page()),
        ("front-matter.md", front_matter_page()),
        ("profiles.md", profiles_page()),
        ("reasons.md", reasons_page()),
        ("json.md", json_page(&sandbox)),
    ];
    for (name, page) in pages {
        let file = Path::new(ROOT).join("docs/reference").join(name);
        if env::var_os("SOPCTL_UPDATE").is_some() {
            fs::write(&file, &page).unwrap();
        }
        assert!(
            fs::read_to_string(&file).unwrap_or_default() == page,
            "{name} is not what the program says; renew it with\n  \
             SOPCTL_UPDATE=1 cargo test --test cli reference\nand look at the difference"
        );
    }
}

/// All pages that people read.
fn pages(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            pages(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "md") {
            found.push(path);
        }
    }
}

fn book() -> Vec<PathBuf> {
    let mut found = vec![Path::new(ROOT).join("README.md")];
    pages(&Path::new(ROOT).join("docs"), &mut found);
    found.sort();
    found
}

#[test]
fn the_commands_and_options_that_pages_name_exist() {
    let sandbox = Sandbox::new();
    let known: BTreeSet<String> = commands(&help(&sandbox, &[])).into_iter().collect();
    let mut helps: BTreeMap<String, String> = BTreeMap::new();
    let mut seen = 0;
    for page in book() {
        let text = fs::read_to_string(&page).unwrap();
        // In blocks a command begins its line; in sentences it stands between backticks.
        let mut is_block = false;
        let in_blocks = text.lines().filter_map(|line| {
            let line = line.trim_start();
            is_block ^= line.starts_with("```");
            let line = line.trim_start_matches("$ ").trim_start_matches("- run: ");
            (is_block && line.starts_with("sopctl ")).then_some(line)
        });
        let in_sentences = text.split('`').filter(|part| part.starts_with("sopctl "));
        let named: Vec<&str> = in_blocks.chain(in_sentences).collect();
        for command in named {
            let command = command.split(" #").next().unwrap().split(" | ").next().unwrap();
            let words: Vec<&str> = command
                .split(|c: char| c.is_whitespace() || c == '[' || c == ']')
                .filter(|word| !word.is_empty())
                .collect();
            let Some(name) = words.iter().skip(1).find(|word| known.contains(**word)) else {
                let first = words.get(1).copied().unwrap_or_default();
                let is_word = first.chars().all(|c| c.is_ascii_lowercase() || c == '-');
                let is_hidden = ["git-diff", "git-text"].contains(&first);
                assert!(
                    !is_word || first.starts_with('-') || is_hidden,
                    "{}: {command}",
                    page.display()
                );
                continue;
            };
            seen += 1;
            let help = helps.entry((*name).to_owned()).or_insert_with(|| {
                let whole = help(&sandbox, &[name]);
                let below = commands(&whole);
                let below = below.iter().map(|one| help_of(&sandbox, name, one));
                below.fold(whole.clone(), |all, one| all + &one)
            });
            let options = words.iter().filter_map(|word| word.strip_prefix("--"));
            for option in options.filter(|word| word.starts_with(|c: char| c.is_ascii_lowercase()))
            {
                let option = option.split(['=', '`', ',', ')', '"', '\'', '|']).next().unwrap();
                let is_listed = option.is_empty()
                    || help.contains(&format!("--{option} "))
                    || help.contains(&format!("--{option}\n"));
                assert!(is_listed, "{}: no --{option} in {command}", page.display());
            }
        }
    }
    assert!(seen > 100, "{seen} commands in the book");
}

fn help_of(sandbox: &Sandbox, name: &str, below: &str) -> String {
    help(sandbox, &[name, below])
}

#[test]
fn links_between_pages_lead_to_files() {
    for page in book() {
        let text = fs::read_to_string(&page).unwrap();
        let mut is_code = false;
        for line in text.lines() {
            if line.trim_start().starts_with("```") {
                is_code = !is_code;
            }
            if is_code {
                continue;
            }
            for target in line.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
                let file = target.split('#').next().unwrap();
                if file.is_empty() || target.contains("://") || target.contains('<') {
                    continue;
                }
                let there = page.parent().unwrap().join(file);
                assert!(there.exists(), "{}: {target} leads nowhere", page.display());
            }
        }
    }
}
