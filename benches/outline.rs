//! Measures how well and how fast the outline reads procedures.
//!
//! ```text
//! cargo bench --bench outline -- --corpus DIR [--misses] [--part N/M] [--explain FILE]
//! ```
//!
//! `DIR` holds `labels.tsv`, a table with a header (file, `confidence`,
//! `top_level_steps`, `step_form`, `repo`), and the labelled files in `documents/`.
//! Each document is read alone, as a repository without configuration would be: its
//! profile is detected from its own front matter, and its type is the one it states,
//! usually none. The label of its type is not used. `--part 1/2` measures every second
//! repository only, so that the others stay unseen. Nothing is fitted by this program.
//!
//! Speed and hostile input need no corpus.

#![expect(clippy::print_stdout, reason = "a measuring program prints its figures")]
#![expect(clippy::unwrap_used, reason = "a corpus that cannot be read ends the measurement")]
#![expect(clippy::cast_precision_loss, reason = "figures are shown with three digits")]

mod processor_time;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use sopctl::document::Document;
use sopctl::document::front_matter;
use sopctl::document::outline::{Outline, Reading};
use sopctl::document::profile::Profile;
use sopctl::language::Language;

use processor_time::worked;

fn main() {
    let options = Options::from_arguments(std::env::args().skip(1));
    match &options.corpus {
        Some(folder) => measure_corpus(folder, &options),
        None => println!("no --corpus DIR: how well procedures are read is not measured\n"),
    }
    if options.part.is_none() && options.explain.is_none() && !options.misses {
        measure_speed();
        measure_hostile_input();
    }
}

#[derive(Debug, Default)]
struct Options {
    corpus: Option<PathBuf>,
    misses: bool,
    /// Of how many parts of the repositories which one, from 1.
    part: Option<(usize, usize)>,
    explain: Option<String>,
}

impl Options {
    fn from_arguments(arguments: impl Iterator<Item = String>) -> Self {
        let mut options = Self::default();
        let mut arguments = arguments;
        while let Some(argument) = arguments.next() {
            match argument.as_str() {
                "--corpus" => options.corpus = arguments.next().map(PathBuf::from),
                "--misses" => options.misses = true,
                "--explain" => options.explain = arguments.next(),
                "--part" => {
                    options.part = arguments.next().and_then(|part| {
                        let (which, of) = part.split_once('/')?;
                        Some((which.parse().ok()?, of.parse().ok()?))
                    });
                }
                // Cargo adds --bench.
                _ => {}
            }
        }
        options
    }
}

/// One labelled document, and what was found in it.
#[derive(Debug)]
struct Labelled {
    file: String,
    is_sure: bool,
    form: String,
    expected: usize,
    found: usize,
    bytes: usize,
    /// The lines on which the first and the last top-level step stand.
    lines: Option<(usize, usize)>,
}

fn measure_corpus(folder: &Path, options: &Options) {
    let labels = fs::read_to_string(folder.join("labels.tsv")).unwrap();
    let mut rows = labels.lines().map(|line| line.split('\t').collect::<Vec<_>>());
    let header = rows.next().unwrap_or_default();
    let column = |name: &str| header.iter().position(|column| *column == name).unwrap();
    let (file, confidence) = (column("file"), column("confidence"));
    let (steps, form, repository) =
        (column("top_level_steps"), column("step_form"), column("repo"));
    let mut repositories = BTreeMap::new();
    let mut documents = Vec::new();
    for row in rows {
        let next = repositories.len();
        let repository = *repositories.entry(row[repository].to_owned()).or_insert(next);
        if options.part.is_some_and(|(which, of)| repository % of != which - 1) {
            continue;
        }
        let text = fs::read_to_string(folder.join("documents").join(row[file])).unwrap();
        let bytes = text.len();
        let document = read(text);
        let outline = document.outline();
        if options.explain.as_deref().is_some_and(|part| row[file].contains(part)) {
            explain(row[file], row[steps], &document);
        }
        let places: Vec<usize> =
            outline.top_level_steps().map(|step| document.line_in_body(step.span.start)).collect();
        documents.push(Labelled {
            file: row[file].to_owned(),
            is_sure: row[confidence] == "high",
            form: row[form].to_owned(),
            expected: row[steps].parse().unwrap_or(0),
            found: places.len(),
            bytes,
            lines: places.first().copied().zip(places.last().copied()),
        });
    }
    if options.explain.is_none() {
        report(&documents, options);
    }
}

fn read(text: String) -> Document {
    let split = front_matter::split(&text);
    let told = front_matter::detect(Profile::built_in(), std::slice::from_ref(&split));
    Document::read(text, told.unwrap_or_else(|| Profile::sopctl()))
}

fn report(documents: &[Labelled], options: &Options) {
    println!("{} documents, all repositories' part: {:?}", documents.len(), options.part);
    let share = |name: &str, of: &dyn Fn(&Labelled) -> bool, right: &dyn Fn(&Labelled) -> bool| {
        let all = documents.iter().filter(|document| of(document)).count();
        let hits = documents.iter().filter(|document| of(document) && right(document)).count();
        let percent = hits as f64 * 100.0 / all.max(1) as f64;
        println!("{name:<62} {hits:>3} of {all:>3}  {percent:>5.1} %");
    };
    let exact = |document: &Labelled| document.found == document.expected;
    share("top-level steps exactly as labelled, sure labels", &|d| d.is_sure, &exact);
    share("top-level steps exactly as labelled, all labels", &|_| true, &exact);
    let some = |document: &Labelled| document.found > 0;
    share("some steps where there are some, sure labels", &|d| d.is_sure && d.expected > 0, &some);
    share("some steps where there are some, all labels", &|d| d.expected > 0, &some);
    let none = |document: &Labelled| document.found == 0;
    share("no steps where there are none, sure labels", &|d| d.is_sure && d.expected == 0, &none);
    share("no steps where there are none, all labels", &|d| d.expected == 0, &none);

    println!("\nby form of the steps: exact, and of the others too many, too few, none at all");
    let mut forms: BTreeMap<&str, Vec<&Labelled>> = BTreeMap::new();
    for document in documents {
        forms.entry(&document.form).or_default().push(document);
    }
    for (form, members) in forms {
        let count = |right: &dyn Fn(&&&Labelled) -> bool| members.iter().filter(right).count();
        println!(
            "{form:<18} {:>3} of {:>3}   {:>3} {:>3} {:>3}",
            count(&|d| d.found == d.expected),
            members.len(),
            count(&|d| d.found > d.expected),
            count(&|d| d.found < d.expected && d.found > 0),
            count(&|d| d.found < d.expected && d.found == 0),
        );
    }
    if options.misses {
        println!("\nmisses: expected, found, lines of the first and last step found");
        for miss in documents.iter().filter(|document| !exact(document)) {
            let lines = miss.lines.map_or(String::new(), |(from, to)| format!("lines {from}-{to}"));
            let sure = if miss.is_sure { "sure  " } else { "medium" };
            println!(
                "{sure} {:>3} {:>3}  {:<14} {} {lines}",
                miss.expected, miss.found, miss.form, miss.file
            );
        }
    }
    let bytes: usize = documents.iter().map(|document| document.bytes).sum();
    println!("\n{bytes} bytes in all\n");
}

/// Every structure that could be steps, with its reasons.
fn explain(file: &str, expected: &str, document: &Document) {
    println!("{file}: {expected} labelled, {} found", document.outline().top_level_steps().count());
    for candidate in &document.outline().candidates {
        let reasons =
            candidate.points.iter().map(|point| format!("{:+} {}", point.points, point.why));
        println!(
            "  {} line {:>4}  {:>3} × {:<18} {:>4}  {}",
            if candidate.chosen { '*' } else { ' ' },
            document.line_in_body(candidate.span.start),
            candidate.items,
            candidate.shape,
            candidate.total,
            reasons.collect::<Vec<_>>().join(", "),
        );
    }
}

/// What a plain procedure looks like, repeated until it is long enough to time.
const PROCEDURE: &str = "## Close the till {n}\n\nThe shift lead closes the till at the end of the day, and the count must be kept for 10 years.\n\n1. Open **Cash** > **End of day**, and sign in as `lead-{n}`.\n2. Count the notes and the coins twice, and compare the sum with [the ledger](ledger.md).\n   - Notes first, in bundles of 20.\n   - Coins second.\n3. If the sum differs by more than 5 EUR, call the store manager.\n\n   > [!WARNING]\n   > Never leave the drawer open.\n\n4. Enter the sum in the field **Counted** and press `Enter`; the lamp turns green.\n\n| Role | Does |\n|------|------|\n| Lead | Counts |\n| Manager | Signs within 24 hours |\n\n";

fn measure_speed() {
    let mut text = String::new();
    for number in 0..2_000 {
        text.push_str(&PROCEDURE.replace("{n}", &number.to_string()));
    }
    let took = (0..5).map(|_| time_to_read(&text)).min().unwrap_or_default();
    println!("{:<62} {:>8.1} MB/s", "one thread, plain procedures", speed(text.len(), took));
}

fn measure_hostile_input() {
    let hostile: [(&str, String); 9] = [
        ("100,000 items", "1. Press the green button.\n".repeat(100_000)),
        ("500,000 nested quotes", "> ".repeat(500_000)),
        ("500,000 nested items", "- ".repeat(500_000)),
        ("1 MB of [", "[".repeat(1 << 20)),
        ("1 MB of *", "*".repeat(1 << 20)),
        ("100,000 numbered headings", "### 1.1 Press the button\n".repeat(100_000)),
        ("100,000 lettered lines", "a. Press the button\n".repeat(100_000)),
        ("100,000 admonitions", "!!! note\n    Press.\n".repeat(100_000)),
        (
            "100,000 rows",
            format!("| Step | Do |\n|---|---|\n{}", "| 1 | Press |\n".repeat(100_000)),
        ),
    ];
    for (name, text) in hostile {
        let took = time_to_read(&text);
        let verdict = if took < Duration::from_secs(1) { "" } else { "  too slow" };
        println!("{name:<62} {:>8.0} ms{verdict}", took.as_secs_f64() * 1000.0);
    }
}

fn time_to_read(text: &str) -> Duration {
    let (took, outline) =
        worked(|| Outline::read(text, None, Reading::Untyped, Language::english()));
    std::hint::black_box(outline);
    took
}

fn speed(bytes: usize, took: Duration) -> f64 {
    bytes as f64 / 1e6 / took.as_secs_f64()
}
