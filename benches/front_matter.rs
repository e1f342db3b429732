//! How much of the front matter of real documents is read, and what editing it costs.
//!
//! ```text
//! cargo bench --bench front_matter -- --corpus DIR --histories DIR
//! ```
//!
//! `--corpus` is a folder of Markdown documents; `--histories` is a folder of git
//! bundles with a branch `main`, whose newest documents are read. Three questions are
//! put to each block of front matter:
//!
//! - *read*: does every top-level key that a plain search finds occur among the entries
//!   or the problems?
//! - *edited*: is each entry set and removed, and a new one added, with every byte
//!   outside the replacements and the value of every other key kept? A refusal with a
//!   reason counts as kept, and is counted by its reason.
//! - *planted*: with one broken entry planted at several places, is everything else
//!   read as before?
//!
//! The status is 1 where one of them is answered with no.

#![expect(clippy::print_stdout, reason = "it reports what it measured")]
#![expect(clippy::unwrap_used, reason = "what cannot be measured ends the program")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, exit};

use sopctl::data::splice::{Change, NewValue, Patch, SpliceError, applied, splice};
use sopctl::data::{Reading, Syntax, read};
use sopctl::document::field::FieldName;
use sopctl::document::front_matter::{self, FieldEdit, FrontMatter, Split, split};
use sopctl::document::profile::Profile;

/// Entries that do not parse; the key is `planted`.
const BROKEN_YAML: [&str; 6] = [
    "planted: [one, two",
    "planted: \"open",
    "planted: one: two",
    "planted: @somebody",
    "planted: {a: b",
    "planted: 'it's",
];
const BROKEN_TOML: [&str; 5] =
    ["planted = [1, 2", "planted = \"open", "planted = a b", "planted: \"x\"", "planted ="];

/// The most misses that are shown one by one.
const MOST_SHOWN: usize = 20;

fn main() {
    let mut folders = (None, None);
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--corpus" => folders.0 = arguments.next(),
            "--histories" => folders.1 = arguments.next(),
            // `cargo bench` adds this.
            "--bench" => {}
            other => {
                println!("usage: [--corpus DIR] [--histories DIR], not {other}");
                exit(2);
            }
        }
    }
    let mut counts = Counts::default();
    match folders.0.as_deref().map(Path::new).filter(|folder| folder.is_dir()) {
        Some(corpus) => measure(corpus, &mut counts),
        None => println!("skipped: --corpus names no folder"),
    }
    match folders.1.as_deref().map(Path::new).filter(|folder| folder.is_dir()) {
        Some(histories) => measure_histories(histories, &mut counts),
        None => println!("skipped: --histories names no folder"),
    }
    counts.report();
    exit(i32::from(!counts.misses.is_empty()));
}

/// Clones each bundle and measures the documents at its head.
fn measure_histories(histories: &Path, counts: &mut Counts) {
    for bundle in files_below(histories, &[".bundle"]) {
        let clone = tempfile::tempdir().unwrap();
        let cloned = Command::new("git")
            .args(["clone", "-q", "-b", "main"])
            .args([bundle.as_path(), clone.path()])
            .status()
            .unwrap();
        assert!(cloned.success(), "{} cannot be cloned", bundle.display());
        measure(clone.path(), counts);
    }
}

fn measure(folder: &Path, counts: &mut Counts) {
    for path in files_below(folder, &[".md", ".md.erb"]) {
        // What is no text is no document.
        let Ok(text) = fs::read_to_string(&path) else { continue };
        let name = path.strip_prefix(folder).unwrap().display().to_string();
        counts.document(&name, &text);
    }
}

/// The files whose names end in one of `ends`, in order.
fn files_below(folder: &Path, ends: &[&str]) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut open = vec![folder.to_owned()];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            if path.is_dir() && !path.is_symlink() && name != ".git" {
                open.push(path);
            } else if path.is_file() && ends.iter().any(|end| name.ends_with(end)) {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

/// What was measured.
#[derive(Default)]
struct Counts {
    documents: usize,
    kinds: BTreeMap<&'static str, usize>,
    with_problems: usize,
    keys: usize,
    keys_read: usize,
    edits: usize,
    edits_kept: usize,
    refused: BTreeMap<&'static str, usize>,
    planted: usize,
    planted_read: usize,
    misses: Vec<String>,
}

impl Counts {
    fn document(&mut self, name: &str, text: &str) {
        self.documents += 1;
        let split = split(text);
        let (kind, found) = match &split {
            Split::None { .. } => ("none", None),
            Split::Found(found) => ("found", Some(found)),
            Split::Headless(found) => ("without its first fence", Some(found)),
            Split::Unclosed { .. } => ("not closed", None),
            Split::Misplaced { .. } => ("misplaced", None),
        };
        *self.kinds.entry(kind).or_default() += 1;
        let Some(found) = found else { return };
        self.with_problems += usize::from(!found.problems.is_empty());
        let inside = &text[found.span.start..found.span.end];
        self.read(name, found, inside);
        self.edit(name, found, inside);
        self.edit_document(name, text, &split);
        self.plant(name, found, inside);
    }

    fn read(&mut self, name: &str, found: &FrontMatter, inside: &str) {
        for key in keys_in(inside, found.syntax) {
            self.keys += 1;
            if found.keys().any(|known| known == key) {
                self.keys_read += 1;
            } else {
                self.misses.push(format!("{name}: `{key}` is not read"));
            }
        }
    }

    /// Every key set, removed, and a new one added.
    fn edit(&mut self, name: &str, found: &FrontMatter, inside: &str) {
        let text = |text: &str| NewValue::Text(text.to_owned());
        let mut edits = vec![
            ("added_here", Change::Set(text("SOP-001: \"new\""))),
            ("added_here", Change::Set(NewValue::Bare("2026-08-14".to_owned()))),
            ("added_here", Change::Append(text("@somebody"))),
        ];
        for key in found.keys() {
            edits.push((key, Change::Set(text("Close the till"))));
            edits.push((key, Change::Set(text("yes"))));
            edits.push((key, Change::Set(NewValue::Bare("2026-08-14".to_owned()))));
            edits.push((key, Change::Set(NewValue::texts(["one", "@two"]))));
            edits.push((key, Change::Append(text("@somebody"))));
            edits.push((key, Change::Remove));
        }
        for (key, change) in edits {
            self.edits += 1;
            match splice(inside, found.syntax, &[key], &change, "\n") {
                Err(why) => self.refusal(name, key, &change, &why),
                Ok(patches) => {
                    let after = applied(inside, &patches);
                    let kept = in_order(&patches, inside)
                        && others(inside, found.syntax, key) == others(&after, found.syntax, key);
                    self.edits_kept += usize::from(kept);
                    if !kept {
                        self.misses.push(format!("{name}: {change:?} of `{key}` changed more"));
                    }
                }
            }
        }
    }

    fn refusal(&mut self, name: &str, key: &str, change: &Change, why: &SpliceError) {
        let reason = match why {
            SpliceError::Aliased { .. } => "an anchor whose value is used again",
            SpliceError::Repeated { .. } => "a key given twice",
            SpliceError::NotAList { .. } => "no list of texts",
            SpliceError::Unreadable { .. } => "a list that cannot be read",
            SpliceError::SpreadTable { .. } => "a table over several lines",
            SpliceError::OtherChanged { .. } => "would change another key",
            SpliceError::NotRead { .. } => "would not be read as asked",
            SpliceError::ReadOnly => "read only",
        };
        *self.refused.entry(reason).or_default() += 1;
        match why {
            // These are refusals that nobody could explain from the document.
            SpliceError::OtherChanged { .. }
            | SpliceError::NotRead { .. }
            | SpliceError::ReadOnly => {
                self.misses.push(format!("{name}: {change:?} of `{key}`: {why}"));
            }
            _ => self.edits_kept += 1,
        }
    }

    /// A field that the document lacks, added to the document as a whole.
    fn edit_document(&mut self, name: &str, text: &str, before: &Split) {
        let told = front_matter::detect(Profile::built_in(), std::slice::from_ref(before));
        let reads = |profile: &&Profile| before.front_matter(profile).is_some();
        let Some(own) = [Profile::sopctl()].into_iter().chain(told).find(reads) else { return };
        let value = front_matter::NewValue::Text("1:00ff".to_owned());
        let edit = FieldEdit {
            field: if own.keys_of(FieldName::ReviewedText).is_empty() {
                FieldName::Title
            } else {
                FieldName::ReviewedText
            },
            change: front_matter::Change::Set(value),
        };
        self.edits += 1;
        match front_matter::edit(text, own, Syntax::Yaml, &[edit]) {
            Err(front_matter::EditError::Doubled { .. }) => {
                *self.refused.entry("two blocks of front matter").or_default() += 1;
                self.edits_kept += 1;
            }
            Err(why) => self.misses.push(format!("{name}: the document: {why}")),
            Ok(edited) => {
                let body = |split: &Split, text: &str| text[split.body_start(own)..].to_owned();
                let kept = in_order(&edited.patches, text)
                    && applied(text, &edited.patches) == edited.text
                    && body(&split(&edited.text), &edited.text) == body(before, text);
                self.edits_kept += usize::from(kept);
                if !kept {
                    self.misses.push(format!("{name}: the document changed elsewhere"));
                }
            }
        }
    }

    fn plant(&mut self, name: &str, found: &FrontMatter, inside: &str) {
        let whole = read(inside, found.syntax);
        // In a block that is indented as a whole, or one pair of braces, no line is an
        // entry of its own.
        let starts: Vec<usize> = whole.entries.iter().map(|entry| entry.key.span.start).collect();
        if starts.iter().any(|at| *at > 0 && !inside[..*at].ends_with('\n')) {
            return;
        }
        let broken: &[&str] =
            if found.syntax == Syntax::Toml { &BROKEN_TOML } else { &BROKEN_YAML };
        let places = [starts.first().copied(), starts.get(starts.len() / 2).copied()];
        for at in places.into_iter().flatten().chain([inside.len()]) {
            for line in broken {
                self.planted += 1;
                let after = format!("{}{line}\n{}", &inside[..at], &inside[at..]);
                let reading = read(&after, found.syntax);
                if values(&reading, "planted") == values(&whole, "planted") {
                    self.planted_read += 1;
                } else {
                    self.misses.push(format!("{name}: with `{line}` at {at} others are lost"));
                }
            }
        }
    }

    fn report(&self) {
        let share = |part: usize, whole: usize| {
            let tenths = (part * 1000).checked_div(whole).unwrap_or(1000);
            format!("{part} of {whole} ({}.{} %)", tenths / 10, tenths % 10)
        };
        println!("documents            {}", self.documents);
        for (kind, count) in &self.kinds {
            println!("  front matter {kind:<24} {count}");
        }
        println!("blocks with problems {}", self.with_problems);
        println!("keys read            {}", share(self.keys_read, self.keys));
        println!("edits kept           {}", share(self.edits_kept, self.edits));
        for (reason, count) in &self.refused {
            println!("  refused: {reason:<35} {count}");
        }
        println!("broken entry planted {}", share(self.planted_read, self.planted));
        for miss in self.misses.iter().take(MOST_SHOWN) {
            println!("MISS {miss}");
        }
        if self.misses.len() > MOST_SHOWN {
            println!("… and {} more", self.misses.len() - MOST_SHOWN);
        }
    }
}

/// The top-level keys that a plain search finds: words before `:` or `=` at the
/// beginning of a line.
fn keys_in(inside: &str, syntax: Syntax) -> Vec<&str> {
    let sign = if syntax == Syntax::Toml { '=' } else { ':' };
    let mut keys = Vec::new();
    for line in inside.lines() {
        let Some((key, rest)) = line.split_once(sign) else { continue };
        let is_key = key.starts_with(char::is_alphabetic)
            && key.trim_end().chars().all(|c| c.is_alphanumeric() || "_-.".contains(c));
        if is_key && (rest.is_empty() || rest.starts_with([' ', '\t', '\r'])) {
            keys.push(key.trim_end());
        }
    }
    keys
}

fn in_order(patches: &[Patch], text: &str) -> bool {
    let apart = |pair: &[Patch]| pair[0].span.end <= pair[1].span.start;
    patches.windows(2).all(apart)
        && patches.iter().all(|patch| text.get(patch.span.start..patch.span.end).is_some())
}

/// Everything a block says beside one key.
fn others(inside: &str, syntax: Syntax, key: &str) -> Vec<(String, String)> {
    values(&read(inside, syntax), key)
}

fn values(reading: &Reading, beside: &str) -> Vec<(String, String)> {
    let entries = reading.entries.iter().filter(|entry| entry.key.value != beside);
    let read = entries.map(|entry| (entry.key.value.clone(), entry.node.compact()));
    let problems = reading.problems.iter().filter(|problem| problem.key.as_deref() != Some(beside));
    let unread = problems.map(|problem| (format!("{:?}", problem.key), problem.why.clone()));
    read.chain(unread).collect()
}
