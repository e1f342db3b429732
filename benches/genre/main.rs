//! Measures how well `genre` tells what a document looks like, and fits its points.
//!
//! ```text
//! cargo bench --bench genre -- --corpus DIR [--misses] [--explain FILE] [--strength X]
//!     [--fit [--write FILE]]
//! ```
//!
//! `DIR` holds `labels.tsv`, a table with a header (`file`, `claimed_type`, `true_type`,
//! `confidence`, `repo`, `path`), and the labelled files in `documents/`. Every figure
//! is of documents that the points were not fitted on: for each repository, points are
//! fitted on all others, rounded, and used to judge it. `--fit` fits on all of them and
//! prints, or writes, the file of points; no figure is made with those.

#![expect(clippy::print_stdout, reason = "a measuring program prints its figures")]
#![expect(clippy::unwrap_used, reason = "a corpus that cannot be read ends the measurement")]
#![expect(clippy::cast_precision_loss, reason = "figures are shown with three digits")]

mod fit;
mod tally;

#[path = "../processor_time/mod.rs"]
mod processor_time;

use std::fs;
use std::path::{Path, PathBuf};

use sopctl::document::Document;
use sopctl::document::front_matter;
use sopctl::document::profile::Profile;
use sopctl::genre::{Genre, LooksLike, Measures, Scale};
use sopctl::language::Language;
use sopctl::paths::RepoPath;

use processor_time::worked;

fn main() {
    let options = Options::from_arguments(std::env::args().skip(1));
    let Some(folder) = &options.corpus else {
        println!("no --corpus DIR: what documents look like is not measured");
        return;
    };
    let corpus = Corpus::read(folder);
    println!(
        "{} documents of {} repositories; {} in a language without word lists",
        corpus.documents.len() + corpus.unjudged.len(),
        corpus.repositories().len(),
        corpus.unjudged.len()
    );
    let strength = options.strength.unwrap_or(fit::STRENGTH);
    let judged = cross_validate(&corpus, strength);
    tally::report(&judged, options.misses);
    if let Some(part) = &options.explain {
        explain(&judged, part);
    }
    if options.fit {
        let all: Vec<&Labelled> = corpus.documents.iter().collect();
        let text = fit::points(&all, strength).written();
        match &options.write {
            Some(file) => fs::write(file, text).unwrap(),
            None => println!("\n{text}"),
        }
    }
    speed(folder, &corpus);
}

#[derive(Debug, Default)]
struct Options {
    corpus: Option<PathBuf>,
    misses: bool,
    explain: Option<String>,
    fit: bool,
    write: Option<PathBuf>,
    strength: Option<f64>,
}

impl Options {
    fn from_arguments(mut arguments: impl Iterator<Item = String>) -> Self {
        let mut options = Self::default();
        while let Some(argument) = arguments.next() {
            match argument.as_str() {
                "--corpus" => options.corpus = arguments.next().map(PathBuf::from),
                "--misses" => options.misses = true,
                "--explain" => options.explain = arguments.next(),
                "--fit" => options.fit = true,
                "--write" => options.write = arguments.next().map(PathBuf::from),
                "--strength" => {
                    options.strength = arguments.next().and_then(|text| text.parse().ok());
                }
                // Cargo adds --bench.
                _ => {}
            }
        }
        options
    }
}

/// A labelled document, measured.
#[derive(Debug)]
struct Labelled {
    file: String,
    repository: String,
    /// What it says it is; `None` where that is none of the types.
    claimed: Option<Genre>,
    truth: Genre,
    is_sure: bool,
    measures: Measures,
}

/// A labelled document with the verdict on it.
#[derive(Debug)]
struct Judged<'c> {
    document: &'c Labelled,
    looks_like: LooksLike,
}

#[derive(Debug, Default)]
struct Corpus {
    documents: Vec<Labelled>,
    /// Files in languages without word lists.
    unjudged: Vec<String>,
    /// The files with their paths.
    texts: Vec<(String, RepoPath)>,
}

impl Corpus {
    fn read(folder: &Path) -> Self {
        let labels = fs::read_to_string(folder.join("labels.tsv")).unwrap();
        let mut rows = labels.lines().map(|line| line.split('\t').collect::<Vec<_>>());
        let header = rows.next().unwrap_or_default();
        let column = |name: &str| header.iter().position(|column| *column == name).unwrap();
        let columns =
            ["file", "claimed_type", "true_type", "confidence", "repo", "path"].map(column);
        let mut corpus = Self::default();
        for row in rows {
            let [file, claimed, truth, confidence, repository, path] = columns.map(|at| row[at]);
            let text = fs::read_to_string(folder.join("documents").join(file)).unwrap();
            let path = RepoPath::new(path).unwrap();
            corpus.texts.push((text.clone(), path.clone()));
            let Some(measures) = Measures::of(&document(text), &path, Language::english()) else {
                corpus.unjudged.push(file.to_owned());
                continue;
            };
            corpus.documents.push(Labelled {
                file: file.to_owned(),
                repository: repository.to_owned(),
                claimed: genre(claimed).filter(|genre| *genre != Genre::Other),
                truth: genre(truth).unwrap(),
                is_sure: confidence == "high",
                measures,
            });
        }
        corpus
    }

    fn repositories(&self) -> Vec<&str> {
        let mut names: Vec<&str> =
            self.documents.iter().map(|document| document.repository.as_str()).collect();
        names.sort_unstable();
        names.dedup();
        names
    }
}

fn document(text: String) -> Document {
    let split = front_matter::split(&text);
    let told = front_matter::detect(Profile::built_in(), std::slice::from_ref(&split));
    Document::read(text, told.unwrap_or_else(|| Profile::sopctl()))
}

fn genre(name: &str) -> Option<Genre> {
    let name = if name == "wi" { "work-instruction" } else { name };
    Genre::ALL.into_iter().find(|genre| genre.as_str() == name)
}

/// Judges each repository by points that were fitted on all others.
fn cross_validate(corpus: &Corpus, strength: f64) -> Vec<Judged<'_>> {
    let mut judged = Vec::new();
    for repository in corpus.repositories() {
        let is_here = |document: &&Labelled| document.repository == repository;
        let (here, others): (Vec<&Labelled>, Vec<&Labelled>) =
            corpus.documents.iter().partition(is_here);
        let points = fit::points(&others, strength);
        judged.extend(here.into_iter().map(|document| Judged {
            document,
            looks_like: LooksLike::judged(&document.measures, &points),
        }));
    }
    judged
}

fn explain(judged: &[Judged<'_>], part: &str) {
    for judged in judged.iter().filter(|judged| judged.document.file.contains(part)) {
        println!("\n{}, in truth {}", judged.document.file, judged.document.truth.as_str());
        for (scale, verdict) in
            [(Scale::Whole, &judged.looks_like.whole), (Scale::Body, &judged.looks_like.body)]
        {
            println!("  {}: {:?}, lead {}", scale.name(), verdict.sums, verdict.lead());
            for because in &verdict.because {
                let said = because.measure.signal.said(because.measure.amount);
                println!("    {:?} {said}", because.points);
            }
        }
    }
}

/// How many documents one core reads and judges in a second.
fn speed(folder: &Path, corpus: &Corpus) {
    const ROUNDS: usize = 5;
    let texts: Vec<(String, RepoPath)> = corpus.texts.clone();
    let bytes: usize = texts.iter().map(|(text, _)| text.len()).sum();
    let documents: Vec<Vec<(Document, &RepoPath)>> = (0..ROUNDS)
        .map(|_| texts.iter().map(|(text, path)| (document(text.clone()), path)).collect())
        .collect();
    let (took, count) = worked(|| {
        let mut count = 0;
        for (document, path) in documents.iter().flatten() {
            count += usize::from(LooksLike::of(document, path).is_some());
        }
        count
    });
    let seconds = took.as_secs_f64();
    println!(
        "\nspeed: {:.0} documents a second on one core, parsed and judged ({:.1} kB each, {:.1} MB/s; {})",
        (documents.len() * texts.len()) as f64 / seconds,
        bytes as f64 / texts.len() as f64 / 1000.0,
        (bytes * ROUNDS) as f64 / seconds / 1e6,
        folder.display(),
    );
    assert!(count > 0, "some document is judged");
}
