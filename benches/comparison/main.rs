//! Does a comparison give back the edit that was made, and nothing else?
//!
//! ```text
//! cargo bench --bench comparison -- --corpus DIR [--seed N] [--each N] [--failures N]
//!     [--kind WORD]
//! ```
//!
//! Takes the documents below `DIR`, makes known edits at the source places of their units,
//! reads the text again and compares. Every edit is checked first: its new text must give
//! the old units with that edit applied, otherwise the text was edited but its units were
//! not as meant, and the trial is counted as "no edit". What counts as right is said in
//! the module `judge`. `--each` is the number of trials of each kind in each document,
//! `--failures` shows so many that went wrong, `--kind` keeps to kinds of edit with that
//! word in their names.
//!
//! Columns: trials judged, share right, and of them exact, equal, and told as a move of
//! other and lighter units; wrong; share of edits whose meaning is named (a changed number
//! is a limit); share of trials that were no edit of units.

#![expect(clippy::print_stdout, reason = "a measuring program prints its figures")]
#![expect(clippy::cast_precision_loss, reason = "figures are shown with three digits")]

mod draft;
mod edits;
mod judge;
mod page;
mod random;
mod stock;
mod tally;
mod wording;

use std::fs;
use std::path::{Path, PathBuf};

use sopctl::comparison::compare;

use draft::{Draft, Plan};
use edits::EditKind;
use judge::{Judgement, Told, Verdict, judge, misjudged};
use page::Page;
use random::Random;
use stock::Stock;
use tally::Table;

fn main() {
    let options = Options::from_arguments(std::env::args().skip(1));
    match &options.corpus {
        Some(folder) => measure_edits(folder, &options),
        None => println!("no --corpus DIR: whether edits are given back is not measured"),
    }
}

struct Options {
    corpus: Option<PathBuf>,
    seed: u64,
    /// Trials of each kind in each document.
    each: usize,
    /// How many failures are shown.
    failures: usize,
    kind: Option<String>,
}

impl Options {
    fn from_arguments(mut arguments: impl Iterator<Item = String>) -> Self {
        let mut options = Self { corpus: None, seed: 1, each: 2, failures: 0, kind: None };
        while let Some(argument) = arguments.next() {
            let mut number = || arguments.next().and_then(|word| word.parse::<usize>().ok());
            match argument.as_str() {
                "--seed" => {
                    options.seed = number().and_then(|n| u64::try_from(n).ok()).unwrap_or(1)
                }
                "--each" => options.each = number().unwrap_or(2),
                "--failures" => options.failures = number().unwrap_or(0),
                "--corpus" => options.corpus = arguments.next().map(PathBuf::from),
                "--kind" => options.kind = arguments.next(),
                // Cargo adds --bench.
                _ => {}
            }
        }
        options
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

fn measure_edits(folder: &Path, options: &Options) {
    let pages = pages(folder);
    let units: usize = pages.iter().map(|page| page.units().len()).sum();
    let placed = pages.iter().flat_map(|page| &page.places).filter(|place| place.is_some()).count();
    println!("{} documents, {units} units, of which {placed} can be edited", pages.len());
    let mut run = Run { options, stock: Stock::of(&pages), shown: 0, spoilt_taken: 0 };

    let mut singles = Table::default();
    for (order, kind) in EditKind::ALL.into_iter().enumerate() {
        if !options.takes(kind) {
            continue;
        }
        for (number, page) in pages.iter().enumerate() {
            for trial in 0..options.each {
                let about = [order as u64, number as u64, trial as u64];
                let mut random = Random::of(options.seed, &about);
                let mut draft = Draft::of(page);
                let made = kind.make(&mut draft, number, &run.stock, &mut random);
                if let Some(unit) = made {
                    let judgement = run.trial(page, &draft, kind.name());
                    count(singles.row(order, kind.name()), judgement.as_ref());
                    count(singles.kind(unit), judgement.as_ref());
                }
            }
        }
    }
    println!("{}", singles.lines("one edit").join("\n"));
    println!("spoilt reports that were taken for right: {}", run.spoilt_taken);
}

fn count(tally: &mut tally::Tally, judgement: Option<&Judgement>) {
    match judgement {
        Some(judgement) => tally.count(judgement),
        None => tally.miss(),
    }
}

struct Run<'o> {
    options: &'o Options,
    stock: Stock,
    shown: usize,
    /// Reports with a mistake put in that the judge did not see.
    spoilt_taken: usize,
}

impl Run<'_> {
    /// Reads and compares what was edited; none where it is no edit of units.
    fn trial(&mut self, page: &Page, draft: &Draft<'_>, name: &str) -> Option<Judgement> {
        let plan = match draft.plan() {
            Ok(plan) => plan,
            Err(why) => {
                if self.options.failures > 0 && self.options.kind.is_some() {
                    println!("no edit: {name}: {}: {why}", page.name);
                }
                return None;
            }
        };
        let comparison = compare(&page.document, &plan.document);
        let judgement = judge(page, &plan, &comparison);
        if judgement.verdict == Verdict::Wrong {
            if self.shown < self.options.failures {
                self.shown += 1;
                println!("{}", failure(page, &plan, name, &judgement));
            }
        } else {
            self.spoilt_taken += misjudged(page, &plan, &comparison);
        }
        Some(judgement)
    }
}

/// A failure in words.
fn failure(page: &Page, plan: &Plan, name: &str, judgement: &Judgement) -> String {
    let mut lines = vec![format!("wrong: {name}: {}: {}", page.name, judgement.why)];
    let told = |told: &Told| in_words(page, plan, told);
    lines.extend(judgement.done.iter().map(|done| format!("    done: {}", told(done))));
    lines.extend(plan.sections.iter().map(|section| format!("    done: section {section:?}")));
    lines.extend(judgement.reported.iter().map(|said| format!("    said: {}", told(said))));
    lines.join("\n")
}

fn in_words(page: &Page, plan: &Plan, told: &Told) -> String {
    let new = &plan.document.outline().units;
    let short = |text: &str| text.chars().take(90).collect::<String>();
    let was =
        |unit: &usize| format!("{:?} {:?}", page.unit(*unit).kind, short(&page.unit(*unit).text));
    let is = |unit: &usize| format!("{:?} {:?}", new[*unit].kind, short(&new[*unit].text));
    match told {
        Told::Added(new) => format!("added {}", is(new)),
        Told::Removed(old) => format!("removed {}", was(old)),
        Told::Moved(old, _) => format!("moved {}", was(old)),
        Told::Changed { old, new, moved } => {
            format!("changed{} {} -> {}", if *moved { ", moved" } else { "" }, was(old), is(new))
        }
        Told::Split(old, news) => {
            let parts: Vec<String> = news.iter().map(is).collect();
            format!("split {} -> {}", was(old), parts.join(" + "))
        }
        Told::Merged(olds, new) => {
            let parts: Vec<String> = olds.iter().map(was).collect();
            format!("merged {} -> {}", parts.join(" + "), is(new))
        }
    }
}
