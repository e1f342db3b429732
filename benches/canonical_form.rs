//! On how many real documents does a fingerprint survive another way of typing?
//!
//! `cargo bench --bench canonical_form -- --corpus DIR` reads the files of a folder,
//! types each anew in several ways, and says how many keep their fingerprint, which do
//! not, and where their canonical forms part. Without a folder it skips.

#![expect(clippy::print_stdout, reason = "a measurement prints what it found")]

mod typing;

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

use sopctl::document::Document;
use sopctl::document::blocks::blocks;
use sopctl::document::fingerprint::{CanonicalForm, SubstanceFields};
use sopctl::document::front_matter::Split;
use sopctl::document::profile::Profile;

use typing::TYPINGS;

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let folder = arguments.iter().skip_while(|word| *word != "--corpus").nth(1).map(PathBuf::from);
    let Some(folder) = folder.filter(|folder| folder.is_dir()) else {
        println!("skipped: no folder of documents was given by --corpus DIR");
        return;
    };
    let documents = documents(&folder);
    let before = Instant::now();
    for (_, body) in &documents {
        std::hint::black_box(form(body));
    }
    let bytes: usize = documents.iter().map(|(_, body)| body.len()).sum();
    println!(
        "{} documents, {} KB, read and hashed in {:.1} ms",
        documents.len(),
        bytes / 1000,
        before.elapsed().as_secs_f64() * 1000.0
    );
    for (name, typing) in TYPINGS {
        let mut changed = 0;
        let mut lost = Vec::new();
        for (path, body) in &documents {
            let typed = typing(body);
            if typed != *body {
                changed += 1;
                if let Some(place) = first_difference(&form(body), &form(&typed)) {
                    lost.push(format!("  {path}\n{place}"));
                }
            }
        }
        println!("{name}: {} of {changed} keep their fingerprint", changed - lost.len());
        for lost in lost {
            println!("{lost}");
        }
    }
}

/// The names and bodies of the readable files of a folder.
fn documents(folder: &Path) -> Vec<(String, String)> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut documents: Vec<_> = entries
        .filter_map(|entry| {
            let text = fs::read_to_string(entry.path()).ok()?;
            let document = Document::read(text, Profile::sopctl());
            let body = match document.split() {
                Split::Headless(found) => &document.text()[found.body_start..],
                _ => document.body(),
            };
            Some((entry.file_name().to_string_lossy().into_owned(), body.to_owned()))
        })
        .collect();
    documents.sort_unstable();
    documents
}

fn form(body: &str) -> CanonicalForm {
    CanonicalForm::of(&blocks(body), &SubstanceFields::default())
}

fn first_difference(old: &CanonicalForm, new: &CanonicalForm) -> Option<String> {
    if old == new {
        return None;
    }
    let show = |form: &CanonicalForm, at: usize| {
        let line = form.records().get(at).map_or_else(|| "(end)".to_owned(), ToString::to_string);
        line.chars().take(100).collect::<String>()
    };
    let length = old.records().len().max(new.records().len());
    let at = (0..length).find(|at| old.records().get(*at) != new.records().get(*at))?;
    Some(format!("    was: {}\n    now: {}", show(old, at), show(new, at)))
}
