//! Plants one fault of each kind, and finds exactly that.

use super::{DOCS, DOCS_LIST, Fault, MODULES, MOST_LINES, judge};

/// The kinds found in a tree, each once.
fn faults(files: &[(&str, &str)]) -> Vec<Fault> {
    let mut faults: Vec<Fault> = judge(files).iter().map(|finding| finding.fault).collect();
    faults.dedup();
    faults
}

/// A module with one statement in it, beside two answers that know nothing of each other.
fn with(path: &str, statement: &str) -> Vec<Fault> {
    let code = format!("pub fn planted() {{\n    {statement};\n}}\n");
    faults(&[
        ("src/answers/stale.rs", "pub struct Stale;\n"),
        ("src/answers/show/mod.rs", "pub struct Show;\n"),
        ("src/cli/commands/mod.rs", "pub mod stale;\n"),
        ("src/cli/commands/stale.rs", "pub fn run() {}\n"),
        (path, &code),
    ])
}

#[test]
fn a_tree_that_keeps_every_rule_has_no_finding() {
    let list = format!("{}\n{}\n{}", DOCS_LIST.0, MODULES.join("  why it exists\n"), DOCS_LIST.1);
    let found = judge(&[
        (
            "Cargo.toml",
            "[dependencies]\nserde = \"1\"\npulldown-cmark = \"0.13\"\n\n[profile.dev]\n",
        ),
        (DOCS, &list),
        ("src/lib.rs", "pub mod source;\npub mod git;\npub mod answers;\npub mod cli;\n"),
        ("src/main.rs", "fn main() -> std::process::ExitCode { sopctl::cli::run() }\n"),
        ("src/git/walk.rs", "use crate::{paths::RepoPath, source::Span};\nuse super::open;\n"),
        (
            "src/git/cache.rs",
            "use std::{fs, io};\nfn keep() { fs::write(a, b); tempfile::new(); }\n",
        ),
        ("src/answers/mod.rs", "pub mod check;\nfn all() -> check::Check { self::stale::run() }\n"),
        ("src/answers/check/mod.rs", "use super::Answer;\nuse crate::standing::State;\n"),
        ("src/answers/check/rules/mod.rs", "use self::step_too_long::StepTooLong;\n"),
        (
            "src/answers/check/rules/step_too_long.rs",
            "use super::Rule;\nuse super::super::Check;\n",
        ),
        ("src/render/json.rs", "use serde_json::Value;\nfn open() { a\n    .untrusted(); }\n"),
        ("src/cli/commands/stale.rs", "fn run() { println!(); let _ = std::env::args(); }\n"),
    ]);
    assert_eq!(found, []);
}

#[test]
fn what_is_not_code_of_the_program_is_not_judged() {
    let source = r##"
//! `println!` and [`crate::cli`]
/* /* std::env */ gix::open */
fn quiet<'a>(text: &'a str, quote: char) -> bool {
    let raw = r#"" println!(); crate::cli::run() "#;
    let plain = "\" std::process::exit(1)"; // Instant::now()
    quote == '"' || quote == '\'' || text == raw || gix == ignore
}
#[cfg(test)]
use crate::cli;
#[cfg(test)]
mod tests {
    fn loud() { if true { println!("{}", std::env::var("HOME")); } }
}
"##;
    assert_eq!(faults(&[("src/text/words.rs", source)]), []);
    let behind = format!("{source}fn loud() {{ println!() }}\n");
    let found = judge(&[("src/text/words.rs", &behind)]);
    assert_eq!((found.len(), found[0].line), (1, behind.lines().count()), "{found:?}");
}

#[test]
fn a_file_is_not_judged_where_it_is_declared_for_tests_only() {
    let loud = ("src/git/samples/mod.rs", "use std::process::Command;\n");
    let below = ("src/git/samples/person.rs", "fn home() { std::env::var(a); }\n");
    let declared = "#[cfg(test)]\npub(crate) mod samples;\nmod walk;\n";
    assert_eq!(faults(&[("src/git/mod.rs", declared), loud, below]), []);
    assert_eq!(
        faults(&[("src/git/mod.rs", "#[cfg(test)]\nmod tests {}\nmod samples;\n"), loud, below]),
        [Fault::UsesProcess, Fault::ReadsEnvironment]
    );
}

#[test]
fn an_arrow_up_or_sideways_is_found_in_every_spelling() {
    for (path, statement) in [
        ("src/paths/mod.rs", "use crate::git::Repository"),
        ("src/paths/mod.rs", "use crate::{source::Span, git::{self, walk}}"),
        ("src/paths/mod.rs", "let walk = crate::git::walk::Walk::new()"),
        ("src/paths/mod.rs", "use super::git"),
        ("src/git/walk/filters.rs", "use super::super::super::library::Library"),
        ("src/library/mod.rs", "crate::standing::judge()"),
        ("src/answers/diff.rs", "use crate::answers::stale::Stale"),
        ("src/answers/diff/wire.rs", "use super::super::show::Show"),
        ("src/answers/diff.rs", "use super::{show::Show}"),
        ("src/answers/diff.rs", "use crate::render::text"),
        ("src/render/csv.rs", "crate::answers::stale::Stale"),
        ("src/cli/commands/show.rs", "super::stale::run()"),
        ("src/standing/mod.rs", "use crate::cli"),
    ] {
        assert_eq!(with(path, statement), [Fault::Arrow], "{path}: {statement}");
    }
}

#[test]
fn a_library_outside_its_door_is_found() {
    for (path, statement) in [
        ("src/library/mod.rs", "use gix::ObjectId"),
        ("src/git/walk.rs", "let zoned: jiff::Zoned = now"),
        ("src/document/outline.rs", "use sha2::{Digest, Sha256}"),
        ("src/report/mod.rs", "use serde_json::Value"),
        ("src/answers/stale/wire.rs", "use serde_json as json"),
        ("src/worktree/list.rs", "use globset"),
        ("src/main.rs", "use clap::Parser"),
    ] {
        assert_eq!(with(path, statement), [Fault::Door], "{path}: {statement}");
    }
    let dependency = [("Cargo.toml", "[dependencies]\n# Text\nleft-pad = \"1\"\n")];
    assert_eq!(faults(&dependency), [Fault::NoDoor]);
}

#[test]
fn what_is_reserved_is_found_elsewhere() {
    for (fault, path, statement) in [
        (Fault::Prints, "src/answers/stale.rs", "println!(\"{x}\")"),
        (Fault::Prints, "src/render/text.rs", "eprint!(\"{x}\")"),
        (Fault::Prints, "src/progress.rs", "let out = std::io::stdout()"),
        (Fault::ReadsEnvironment, "src/config/mod.rs", "use std::{collections, env}"),
        (Fault::ReadsEnvironment, "src/main.rs", "std::env::args()"),
        (Fault::ReadsClock, "src/calendar/date.rs", "jiff::Zoned::now()"),
        (Fault::ReadsClock, "src/git/walk.rs", "use std::time; time::Instant::now()"),
        (Fault::UsesProcess, "src/git/open.rs", "std::process::Command::new(a)"),
        (Fault::UsesProcess, "src/worktree/commit.rs", "std::process::exit(1)"),
        (Fault::UsesProcess, "src/main.rs", "std::process::exit(1)"),
        (Fault::WritesFiles, "src/library/mod.rs", "std::fs::write(path, text)"),
        (Fault::WritesFiles, "src/git/walk.rs", "use std::fs; fs::remove_dir_all(path)"),
        (Fault::WritesFiles, "src/cli/session.rs", "std::fs::File::create(path)"),
        (Fault::OpensUntrusted, "src/answers/stale.rs", "title.untrusted()"),
        (Fault::OpensUntrusted, "src/cli/error.rs", "title.map(Text::untrusted)"),
    ] {
        assert_eq!(with(path, statement), [fault], "{path}: {statement}");
    }
}

#[test]
fn a_file_in_the_wrong_shape_is_found() {
    let long = "\n".repeat(MOST_LINES + 1);
    assert_eq!(faults(&[("src/text/words.rs", &long)]), [Fault::TooLong]);
    assert_eq!(faults(&[("src/text/words.rs", &long[1..])]), []);
    assert_eq!(faults(&[("src/plugins/mod.rs", "")]), [Fault::Unlisted]);
    assert_eq!(faults(&[("src/git/utils.rs", "")]), [Fault::EmptyName]);
    assert_eq!(faults(&[("src/git/path_helpers/mod.rs", "")]), [Fault::EmptyName]);
}

#[test]
fn another_order_is_found() {
    let swapped = "pub mod source;\npub mod calendar;\npub mod paths;\n";
    assert_eq!(faults(&[("src/lib.rs", swapped)]), [Fault::OutOfOrder]);
    assert_eq!(faults(&[(DOCS, "# Architecture\n")]), [Fault::DocsDiffer]);
    let reversed: Vec<&str> = MODULES.iter().rev().copied().collect();
    let docs = format!("{}\n{}\n{}", DOCS_LIST.0, reversed.join("\n"), DOCS_LIST.1);
    assert_eq!(faults(&[(DOCS, &docs)]), [Fault::DocsDiffer]);
}
