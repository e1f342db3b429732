//! Does a comparison give back the edit that was made, and nothing else?
//!
//! ```text
//! cargo bench --bench comparison -- --corpus DIR [--seed N] [--each N] [--failures N]
//!     [--only singles|several|quarter|typing] [--kind WORD]
//! cargo bench --bench comparison -- --cost
//! cargo bench --bench comparison -- --histories DIR [--show N] [--seed N]
//! ```
//!
//! Takes the documents below `DIR`, makes known edits at the source places of their units,
//! reads the text again and compares. Every edit is checked first: its new text must give
//! the old units with that edit applied, otherwise the text was edited but its units were
//! not as meant, and the trial is counted as "no edit". What counts as right is said in
//! the module `judge`. `--each` is the number of trials of each kind in each document,
//! `--failures` shows so many that went wrong, `--kind` keeps to kinds of edit with that
//! word in their names, `--only` to one of the tables. Without a folder it says so and
//! measures nothing.
//!
//! `--cost` times the comparison of large and of hostile texts. `--histories` compares the
//! versions of each document in the last changes of each repository in `DIR`; nothing is
//! known there of what was meant, so it counts classes, sees that nothing panics, and shows
//! `N` of the results for a person to judge.
//!
//! Columns: trials judged, share right, and of them exact, equal, and told as a move of
//! other and lighter units; wrong; share of edits whose meaning is named (a changed number
//! is a limit); share of trials that were no edit of units.

#![expect(clippy::print_stdout, reason = "a measuring program prints its figures")]
#![expect(clippy::cast_precision_loss, reason = "figures are shown with three digits")]

mod cost;
mod draft;
mod edits;
mod headings;
mod histories;
mod judge;
mod page;
#[path = "../processor_time/mod.rs"]
mod processor_time;
mod random;
mod restructuring;
mod spoil;
mod stock;
mod tally;
mod trials;
#[path = "../typing/mod.rs"]
mod typing;
mod wording;

use std::fs;
use std::path::{Path, PathBuf};

use edits::EditKind;
use page::Page;

fn main() {
    let options = Options::from_arguments(std::env::args().skip(1));
    if options.cost {
        cost::measure();
    }
    match &options.histories {
        Some(folder) => histories::measure(folder, &options),
        None => println!("no --histories DIR: the changes of real documents are not compared"),
    }
    match &options.corpus {
        Some(folder) => trials::measure(&pages(folder), &options),
        None => println!("no --corpus DIR: whether edits are given back is not measured"),
    }
}

#[derive(Debug, Default)]
struct Options {
    corpus: Option<PathBuf>,
    histories: Option<PathBuf>,
    cost: bool,
    seed: u64,
    /// Trials of each kind in each document.
    each: usize,
    /// How many failures are shown.
    failures: usize,
    /// How many changes of real documents are shown.
    show: usize,
    kind: Option<String>,
    only: Option<String>,
}

impl Options {
    fn from_arguments(mut arguments: impl Iterator<Item = String>) -> Self {
        let mut options = Self { seed: 1, each: 2, ..Self::default() };
        while let Some(argument) = arguments.next() {
            if argument == "--cost" {
                options.cost = true;
                continue;
            }
            // Cargo adds --bench, which has no value.
            if argument == "--bench" {
                continue;
            }
            let Some(value) = arguments.next() else { break };
            let number = || value.parse::<usize>().ok();
            match argument.as_str() {
                "--seed" => options.seed = value.parse().unwrap_or(1),
                "--each" => options.each = number().unwrap_or(2),
                "--failures" => options.failures = number().unwrap_or(0),
                "--show" => options.show = number().unwrap_or(0),
                "--corpus" => options.corpus = Some(value.into()),
                "--histories" => options.histories = Some(value.into()),
                "--kind" => options.kind = Some(value),
                "--only" => options.only = Some(value),
                other => println!("{other} is not known here and does nothing"),
            }
        }
        options
    }

    fn measures(&self, table: &str) -> bool {
        self.only.as_deref().is_none_or(|only| only == table)
    }

    fn takes(&self, kind: EditKind) -> bool {
        self.kind.as_ref().is_none_or(|word| kind.name().contains(word.as_str()))
    }
}

/// All Markdown files below a folder, in the order of their names.
fn markdown_files(folder: &Path) -> Vec<PathBuf> {
    let mut open = vec![folder.to_owned()];
    let mut found = Vec::new();
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(&folder).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|extension| extension == "md") {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

fn pages(folder: &Path) -> Vec<Page> {
    let read = |path: PathBuf| {
        let text = fs::read_to_string(&path).ok()?;
        let name = path.strip_prefix(folder).unwrap_or(&path).display().to_string();
        Some(Page::read(name, text))
    };
    markdown_files(folder).into_iter().filter_map(read).collect()
}
