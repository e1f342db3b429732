//! On how many real documents does a fingerprint survive another way of typing?
//!
//! `cargo bench --bench canonical_form -- --corpus DIR` reads the files of a folder,
//! types each anew in several ways, and says how many keep their fingerprint, which do
//! not, and where their canonical forms part. Without a folder it skips.

#![expect(clippy::print_stdout, reason = "a measurement prints what it found")]

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

use sopctl::document::Document;
use sopctl::document::blocks::{BlockKind, blocks};
use sopctl::document::fingerprint::{CanonicalForm, SubstanceFields};
use sopctl::document::front_matter::Split;
use sopctl::document::profile::Profile;
use sopctl::source::Span;

/// How wide a reflowed line is, in characters.
const WIDTH: usize = 60;

/// A name and what it does to the body of a document.
type Typing = (&'static str, fn(&str) -> String);

const TYPINGS: &[Typing] = &[
    ("CRLF line endings", |body| body.replace('\n', "\r\n")),
    ("paragraphs reflowed", |body| retyped(body, wrapped)),
    ("one line per paragraph", |body| retyped(body, |words| words.join(" "))),
    ("1. on every line", numbered_one),
    ("blanks behind lines", |body| body.replace("\n\n", " \n\n")),
];

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

/// Types the words of every plain paragraph anew: lines that `write` makes of them stand
/// in the column of the first.
fn retyped(body: &str, write: impl Fn(&[&str]) -> String) -> String {
    let mut typed = String::new();
    let mut from = 0;
    for block in blocks(body) {
        if block.kind != BlockKind::Paragraph {
            continue;
        }
        let span = block.span;
        if let Some(words) = plain_words(body, span) {
            let before = &body[..span.start];
            let column = &before[before.rfind('\n').map_or(0, |end| end + 1)..];
            typed.push_str(&body[from..span.start]);
            typed.push_str(&write(&words).replace('\n', &format!("\n{column}")));
            typed.push('\n');
            from = span.end;
        }
    }
    typed.push_str(&body[from..]);
    typed
}

/// The words of a paragraph that begins its line and whose line breaks are only blanks.
fn plain_words(body: &str, span: Span) -> Option<Vec<&str>> {
    let text = body.get(span.start..span.end)?;
    let mut before = body[..span.start].chars().rev().skip_while(|c| matches!(c, ' ' | '\t'));
    let begins_line = before.next().is_none_or(|c| c == '\n');
    let hard_break =
        text.trim_end().lines().any(|line| line.ends_with("  ") || line.ends_with('\\'));
    // Markers must stay one line, and so must destinations in angle brackets.
    let one_line = ["!!!", "???", "==="].iter().any(|marker| text.starts_with(marker));
    let apart = text.contains("<!--") || text.contains("](<");
    let plain = begins_line && text.ends_with('\n') && !(hard_break || one_line || apart);
    plain.then(|| text.split_ascii_whitespace().collect())
}

/// Lines of at most [`WIDTH`] characters, none of which begins like a block.
fn wrapped(words: &[&str]) -> String {
    let mut text = String::new();
    let mut column = 0;
    for word in words {
        let length = word.chars().count();
        let is_plain = word.starts_with(|c: char| c.is_alphabetic() || matches!(c, '(' | '"'));
        if column + 1 + length > WIDTH && is_plain && !text.is_empty() {
            text.push('\n');
            column = 0;
        } else if !text.is_empty() {
            text.push(' ');
            column += 1;
        }
        text.push_str(word);
        column += length;
    }
    text
}

/// Every item of an ordered list has the number 1; blanks keep its text in its column.
fn numbered_one(body: &str) -> String {
    let mut typed = body.as_bytes().to_vec();
    for block in blocks(body) {
        if !matches!(block.kind, BlockKind::Item { ordinal: Some(_), .. }) {
            continue;
        }
        let item = &body[block.span.start..];
        let start = block.span.start + item.len() - item.trim_start().len();
        let digits = body[start..].bytes().take_while(u8::is_ascii_digit).count();
        let mut number = format!("1{}", &body[start + digits..=start + digits]).into_bytes();
        number.resize(digits + 1, b' ');
        typed[start..=start + digits].copy_from_slice(&number);
    }
    String::from_utf8_lossy(&typed).into_owned()
}
