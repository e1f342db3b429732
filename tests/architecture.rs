//! Holds the architecture: which module may use which, which library comes in
//! where, and what may be done only in some places.
//!
//! The reasons stand in `docs/explanation/architecture.md`.

#![expect(clippy::unwrap_used, reason = "a source tree that cannot be read fails the test")]

#[path = "architecture/planted.rs"]
mod planted;
#[path = "architecture/rust_source.rs"]
mod rust_source;

use std::fmt;
use std::fs;
use std::path::Path;

use rust_source::{names, shipped_code, test_modules};

/// The modules in order. Each uses only modules on lines above its own; modules
/// on one line never use each other, and `name::*` stands for all modules in `name`.
const MODULES: &[&str] = &[
    "source",
    "paths",
    "calendar",
    "text",
    "progress",
    "data",
    "report",
    "language",
    "document",
    "config",
    "comparison",
    "genre",
    "git",
    "worktree",
    "recording",
    "walkthrough",
    "template",
    "library",
    "evolution",
    "reviews",
    "ownership",
    "standing",
    "record",
    "scaffold",
    "answers::* answers::check::rules::* render::*",
    "cli cli::commands::*",
];

/// Each library comes in through these modules and no other.
const DOORS: &[(&str, &[&str])] = &[
    ("camino", &["paths"]),
    ("globset", &["paths"]),
    ("jiff", &["calendar"]),
    ("similar", &["text"]),
    ("unicode_normalization", &["text"]),
    ("unicode_width", &["render::text"]),
    ("quick_junit", &["render::junit"]),
    ("toml", &["data"]),
    ("granit_parser", &["data"]),
    ("serde_json", &["data", "render"]),
    ("pulldown_cmark", &["document"]),
    ("sha2", &["document::fingerprint"]),
    ("gix", &["git"]),
    ("zip", &["recording"]),
    ("avt", &["recording::terminal"]),
    ("quick_xml", &["recording::steps_recorder"]),
    ("image", &["recording::retouching"]),
    ("ignore", &["worktree"]),
    ("tempfile", &["worktree", "git"]),
    ("handlebars", &["template"]),
    ("include_dir", &["template", "answers::demo"]),
    ("indicatif", &["cli::progress"]),
    ("clap", &["cli"]),
    ("clap_complete", &["cli"]),
    ("clap_mangen", &["cli::commands::man"]),
    ("terminal_size", &["cli"]),
    ("annotate_snippets", &["cli"]),
    ("anstream", &["cli"]),
    ("anstyle", &["cli", "render::text"]),
];

/// Libraries that only derive: they belong everywhere.
const WITHOUT_DOOR: &[&str] = &["schemars", "serde", "thiserror"];

/// What only the named modules may do, told by the names that code must use for it.
const RESERVED: &[(Fault, &[&str], &[&str])] = &[
    (Fault::Prints, &["print!", "println!", "eprint!", "eprintln!"], &["cli"]),
    (Fault::Prints, &["io::stdin", "io::stdout", "io::stderr"], &["cli"]),
    (Fault::ReadsEnvironment, &["std::env"], &["cli"]),
    (Fault::ReadsClock, &["SystemTime::now", "Instant::now"], &["cli"]),
    (Fault::ReadsClock, &["Zoned::now", "Timestamp::now"], &["cli"]),
    (Fault::UsesProcess, &["std::process"], &["worktree", "cli", "main"]),
    (Fault::UsesProcess, &["process::Command"], &["worktree", "cli"]),
    (Fault::UsesProcess, &["process::ExitCode"], &["cli", "main"]),
    (Fault::UsesProcess, &["process::exit", "process::abort", "process::id"], &["cli"]),
    (Fault::WritesFiles, &["File::create", "File::create_new", "File::options"], WRITERS),
    (Fault::WritesFiles, &["OpenOptions", "fs::DirBuilder", "fs::set_permissions"], WRITERS),
    (Fault::WritesFiles, &["fs::write", "fs::copy", "fs::rename", "fs::hard_link"], WRITERS),
    (Fault::WritesFiles, &["fs::create_dir", "fs::create_dir_all"], WRITERS),
    (Fault::WritesFiles, &["fs::remove_file", "fs::remove_dir", "fs::remove_dir_all"], WRITERS),
    (Fault::OpensUntrusted, &[".untrusted", "Text::untrusted"], &["render", "report"]),
];

const WRITERS: &[&str] = &["worktree", "git::found", "git::cache"];

/// Names that say nothing about what is inside.
const EMPTY_NAMES: &[&str] =
    &["util", "utils", "helper", "helpers", "common", "misc", "manager", "managers"];

const MOST_LINES: usize = 600;
const DOCS: &str = "docs/explanation/architecture.md";
const DOCS_LIST: (&str, &str) = ("<!-- modules -->", "<!-- /modules -->");

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fault {
    /// A module uses one that does not stand above it.
    Arrow,
    /// A library is used outside its door.
    Door,
    /// A dependency has no door.
    NoDoor,
    Prints,
    ReadsEnvironment,
    ReadsClock,
    UsesProcess,
    WritesFiles,
    /// Text from strangers is opened where nothing escapes it.
    OpensUntrusted,
    TooLong,
    /// A module stands in no line of the list.
    Unlisted,
    EmptyName,
    /// `src/lib.rs` declares the modules in another order.
    OutOfOrder,
    /// The list in the documentation is another one.
    DocsDiffer,
}

#[derive(Debug, PartialEq, Eq)]
struct Finding {
    fault: Fault,
    path: String,
    line: usize,
    what: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {:?}: {}", self.path, self.line, self.fault, self.what)
    }
}

#[test]
fn the_code_keeps_to_the_architecture() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = Vec::new();
    read_rust_files(&root.join("src"), "src", &mut files);
    for path in ["Cargo.toml", DOCS] {
        files.push((path.to_owned(), fs::read_to_string(root.join(path)).unwrap()));
    }
    let files: Vec<_> = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let found: Vec<_> = judge(&files).iter().map(ToString::to_string).collect();
    assert!(found.is_empty(), "\n{}\n", found.join("\n"));
}

fn read_rust_files(folder: &Path, path: &str, files: &mut Vec<(String, String)>) {
    for entry in fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        let path = format!("{path}/{}", entry.file_name().to_string_lossy());
        if entry.file_type().unwrap().is_dir() {
            read_rust_files(&entry.path(), &path, files);
        } else if module_of(&path).is_some() {
            files.push((path, fs::read_to_string(entry.path()).unwrap()));
        }
    }
}

/// What breaks the architecture in a tree of (path from the root, text).
fn judge(files: &[(&str, &str)]) -> Vec<Finding> {
    let modules: Vec<String> = files.iter().filter_map(|(path, _)| module_of(path)).collect();
    let for_tests: Vec<String> = files
        .iter()
        .filter_map(|(path, text)| Some((module_of(path)?, text)))
        .flat_map(|(module, text)| {
            test_modules(text).into_iter().map(move |name| format!("{module}::{name}"))
        })
        .collect();
    let mut findings = Vec::new();
    for (path, text) in files {
        let mut find = |fault, line, what: String| {
            findings.push(Finding { fault, path: (*path).to_owned(), line, what });
        };
        match (*path, module_of(path)) {
            ("Cargo.toml", _) => judge_dependencies(text, &mut find),
            (DOCS, _) => judge_docs(text, &mut find),
            ("src/lib.rs", _) => judge_order(text, &mut find),
            (_, Some(module)) => {
                judge_file(&module, text, &mut find);
                if !for_tests.iter().any(|tests| stands_in(&module, &[tests])) {
                    judge_names(&module, &modules, text, &mut find);
                }
            }
            _ => {}
        }
    }
    findings
}

fn judge_file(module: &str, text: &str, find: &mut impl FnMut(Fault, usize, String)) {
    let lines = text.lines().count();
    if lines > MOST_LINES {
        find(Fault::TooLong, lines, format!("{lines} lines; split it by its ideas"));
    }
    if module != "main" && position(module).is_none() {
        find(Fault::Unlisted, 1, format!("the list of modules lacks `{module}`"));
    }
    for part in module.split("::") {
        if part.rsplit('_').next().is_some_and(|last| EMPTY_NAMES.contains(&last)) {
            find(Fault::EmptyName, 1, format!("`{part}` does not say what is inside"));
        }
    }
}

fn judge_names(
    module: &str,
    modules: &[String],
    text: &str,
    find: &mut impl FnMut(Fault, usize, String),
) {
    for name in names(text) {
        let path = name.path.as_str();
        if let Some(used) = used_module(module, path)
            && !may_use(module, &used, modules)
        {
            find(Fault::Arrow, name.line, format!("`{module}` may not use `{used}`"));
        }
        for (library, doors) in DOORS {
            let is_used = path.strip_prefix(library).is_some_and(|rest| rest.starts_with("::"));
            if is_used && !stands_in(module, doors) {
                find(Fault::Door, name.line, format!("`{library}` belongs to {doors:?}"));
            }
        }
        let misused = RESERVED.iter().find(|(_, reserved, places)| {
            reserved.iter().any(|reserved| holds(path, reserved)) && !stands_in(module, places)
        });
        if let Some((fault, _, places)) = misused {
            find(*fault, name.line, format!("`{path}` belongs to {places:?}"));
        }
    }
}

/// Whether `path` holds all parts of `reserved`, one behind the other.
fn holds(path: &str, reserved: &str) -> bool {
    format!("::{path}::").contains(&format!("::{reserved}::"))
}

fn stands_in(module: &str, places: &[&str]) -> bool {
    places.iter().any(|place| format!("{module}::").starts_with(&format!("{place}::")))
}

/// `src/git/walk.rs` is `git::walk`.
fn module_of(path: &str) -> Option<String> {
    let module = path.strip_prefix("src/")?.strip_suffix(".rs")?;
    Some(module.strip_suffix("/mod").unwrap_or(module).replace('/', "::"))
}

/// What `path`, written in `module`, names inside this crate, from the crate's root.
fn used_module(module: &str, path: &str) -> Option<String> {
    let mut base: Vec<&str> = module.split("::").collect();
    let mut parts = path.split("::").peekable();
    match parts.next()? {
        "crate" | "sopctl" => base.clear(),
        "super" => drop(base.pop()),
        "self" => {}
        _ => return None,
    }
    while parts.next_if_eq(&"super").is_some() {
        base.pop();
    }
    Some(base.into_iter().chain(parts).collect::<Vec<_>>().join("::"))
}

/// The line of the list on which the module stands.
fn position(module: &str) -> Option<usize> {
    MODULES.iter().position(|line| line.split(' ').any(|listed| top(listed) == top(module)))
}

fn top(module: &str) -> &str {
    module.split("::").next().unwrap_or(module)
}

fn may_use(from: &str, to: &str, modules: &[String]) -> bool {
    if top(from) != top(to) {
        // The root and `main` stand below everything, and nothing uses them.
        return match (position(from), position(to)) {
            (Some(from), Some(to)) => to < from,
            _ => true,
        };
    }
    let families = MODULES.iter().flat_map(|line| line.split(' '));
    families.filter_map(|listed| listed.strip_suffix("::*")).all(|family| {
        match (member(family, from, modules), member(family, to, modules)) {
            (Some(from), Some(to)) => from == to,
            _ => true,
        }
    })
}

/// The module directly in `family` that `path` names, or names something of.
fn member<'p>(family: &str, path: &'p str, modules: &[String]) -> Option<&'p str> {
    let inside = path.strip_prefix(family)?.strip_prefix("::")?;
    let name = top(inside);
    let whole = format!("{family}::{name}");
    modules.iter().any(|module| stands_in(module, &[&whole])).then_some(name)
}

fn judge_order(text: &str, find: &mut impl FnMut(Fault, usize, String)) {
    let code = shipped_code(text);
    let mut last = 0;
    for (line, declared) in code.lines().enumerate() {
        let Some(name) = declared.strip_prefix("pub mod ").and_then(|m| m.strip_suffix(';')) else {
            continue;
        };
        let place = order(name).unwrap_or(last);
        if place < last {
            find(Fault::OutOfOrder, line + 1, format!("`{name}` stands higher in the list"));
        }
        last = place;
    }
}

/// The place of a module among all, counting modules on one line from the left.
fn order(module: &str) -> Option<usize> {
    MODULES.iter().flat_map(|line| line.split(' ')).position(|listed| top(listed) == module)
}

fn judge_dependencies(text: &str, find: &mut impl FnMut(Fault, usize, String)) {
    let lines = text.lines().enumerate().skip_while(|(_, line)| *line != "[dependencies]").skip(1);
    for (line, entry) in lines.take_while(|(_, line)| !line.starts_with('[')) {
        let Some((name, _)) = entry.split_once('=').filter(|_| !entry.starts_with('#')) else {
            continue;
        };
        let name = name.trim().replace('-', "_");
        if !WITHOUT_DOOR.contains(&name.as_str()) && !DOORS.iter().any(|door| door.0 == name) {
            find(Fault::NoDoor, line + 1, format!("say in DOORS where `{name}` comes in"));
        }
    }
}

/// The documentation may add a description behind two spaces.
fn judge_docs(text: &str, find: &mut impl FnMut(Fault, usize, String)) {
    let listed = text.split_once(DOCS_LIST.0).and_then(|(_, rest)| rest.split_once(DOCS_LIST.1));
    let shown: Vec<&str> = listed
        .map_or("", |(block, _)| block)
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with("```"))
        .map(|line| line.split("  ").next().unwrap_or(line).trim_end())
        .collect();
    if shown != MODULES {
        find(Fault::DocsDiffer, 1, format!("the list should be {MODULES:#?}"));
    }
}
