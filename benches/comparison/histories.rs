//! The comparison of real changes: the last ones of each repository in a folder.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use sopctl::comparison::{ChangeKind, Comparison, compare, unit_name};
use sopctl::document::Document;
use sopctl::document::front_matter;
use sopctl::document::profile::Profile;
use sopctl::git::{BlobId, CommitId, GitError, Repository, Revision};
use sopctl::paths::RepoPath;
use sopctl::progress::Silent;

use super::Options;
use super::random::Random;
use super::tally::share;

/// So many commits of each repository, the newest, are looked at.
const COMMITS: usize = 300;

/// Compares and prints what it came to.
pub(crate) fn measure(folder: &Path, options: &Options) {
    let mut repositories: Vec<PathBuf> = std::fs::read_dir(folder)
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.join(".git").exists() || path.join("HEAD").exists())
        .collect();
    repositories.sort();
    if repositories.is_empty() {
        println!("skipped: no repository in {}", folder.display());
    }
    let mut shown = Vec::new();
    for path in repositories {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        match repository(&path, &name) {
            Ok(found) => {
                println!("{}", found.lines(&name).join("\n"));
                shown.extend(found.shown);
            }
            Err(error) => println!("{name} cannot be read: {error}"),
        }
    }
    let mut random = Random::of(options.seed, &[]);
    for text in random.shuffled(shown).into_iter().take(options.show) {
        println!("\n{text}");
    }
}

/// What the changes of a repository came to.
#[derive(Default)]
struct Found {
    commits: usize,
    pairs: usize,
    unreadable: usize,
    panics: Vec<String>,
    classes: BTreeMap<&'static str, usize>,
    kinds: BTreeMap<&'static str, usize>,
    slowest: Duration,
    shown: Vec<String>,
}

impl Found {
    fn lines(&self, name: &str) -> Vec<String> {
        let classes =
            self.classes.iter().map(|(class, n)| format!("{class} {}", share(*n, self.pairs)));
        let all: usize = self.kinds.values().sum();
        let kinds = self.kinds.iter().map(|(kind, n)| format!("{kind} {}", share(*n, all)));
        let mut lines = vec![
            format!(
                "{name}: {} commits, {} changed documents, {} unreadable, {} panics, slowest {:.0} ms",
                self.commits,
                self.pairs,
                self.unreadable,
                self.panics.len(),
                self.slowest.as_secs_f64() * 1_000.0
            ),
            format!("    {}", classes.collect::<Vec<_>>().join(", ")),
            format!("    of {all} changes: {}", kinds.collect::<Vec<_>>().join(", ")),
        ];
        lines.extend(self.panics.iter().map(|panic| format!("    panic: {panic}")));
        lines
    }
}

fn repository(folder: &Path, name: &str) -> Result<Found, GitError> {
    let repository = Repository::discover(folder)?;
    let head = repository.resolve("HEAD")?;
    let files = repository.files(head)?.files;
    let is_document = |path: &RepoPath| path.as_str().to_lowercase().ends_with(".md");
    let files: Vec<_> = files.into_iter().filter(|file| is_document(&file.path)).collect();
    let profile = profile(&repository, files.iter().map(|file| file.blob))?;
    let paths: Vec<RepoPath> = files.into_iter().map(|file| file.path).collect();
    let mut changes: Vec<Revision> = Vec::new();
    for timeline in repository.path_timelines(head, &paths, &Silent)? {
        changes.extend(timeline.revisions.into_iter().filter(|revision| {
            matches!(revision.previous.as_slice(), [Some(_)]) && revision.blob.is_some()
        }));
    }
    let mut found = Found::default();
    let commits = newest(&repository, &changes)?;
    found.commits = commits.len();
    for revision in changes {
        let (Some(new), Some(Some(old))) = (revision.blob, revision.previous.first()) else {
            continue;
        };
        if !commits.contains(&revision.commit) {
            continue;
        }
        let what = format!("{name} {} {}", revision.path, revision.commit.short());
        let (Some(old), Some(new)) =
            (read(&repository, *old, profile)?, read(&repository, new, profile)?)
        else {
            found.unreadable += 1;
            continue;
        };
        found.pairs += 1;
        let begun = Instant::now();
        // One that panics must not hide the others.
        match catch_unwind(AssertUnwindSafe(|| compare(&old, &new))) {
            Ok(comparison) => {
                found.slowest = found.slowest.max(begun.elapsed());
                *found.classes.entry(comparison.class.name()).or_default() += 1;
                for change in &comparison.changes {
                    *found.kinds.entry(change.kind.name()).or_default() += 1;
                }
                found.shown.push(in_words(&what, &comparison));
            }
            Err(_) => found.panics.push(what),
        }
    }
    Ok(found)
}

/// The convention of most documents.
fn profile(
    repository: &Repository,
    blobs: impl Iterator<Item = BlobId>,
) -> Result<&'static Profile, GitError> {
    let mut splits = Vec::new();
    for blob in blobs {
        if let Ok(text) = String::from_utf8(repository.blob(blob)?) {
            splits.push(front_matter::split(&text));
        }
    }
    let told = front_matter::detect(Profile::built_in(), &splits);
    Ok(told.unwrap_or_else(|| Profile::sopctl()))
}

/// The newest commits among those that made the changes.
fn newest(repository: &Repository, changes: &[Revision]) -> Result<Vec<CommitId>, GitError> {
    let mut commits: Vec<CommitId> = changes.iter().map(|revision| revision.commit).collect();
    commits.sort_unstable();
    commits.dedup();
    let mut dated = Vec::new();
    for commit in commits {
        dated.push((repository.commit_info(commit)?.committer_time.seconds, commit));
    }
    dated.sort_by(|a, b| b.cmp(a));
    Ok(dated.into_iter().take(COMMITS).map(|(_, commit)| commit).collect())
}

fn read(
    repository: &Repository,
    blob: BlobId,
    profile: &Profile,
) -> Result<Option<Document>, GitError> {
    let text = String::from_utf8(repository.blob(blob)?).ok();
    Ok(text.map(|text| Document::read(text, profile)))
}

fn in_words(what: &str, comparison: &Comparison) -> String {
    let mut lines = vec![format!("{what}: {}: {}", comparison.class.name(), comparison.summary())];
    for change in &comparison.changes {
        let meaning: Vec<String> = change.effects.iter().map(ToString::to_string).collect();
        let moved = if change.moved && change.kind != ChangeKind::Moved { ", moved" } else { "" };
        lines.push(format!(
            "  {}{moved} {} ({}) {}",
            change.kind.name(),
            unit_name(change.unit),
            change.class.name(),
            meaning.join("; ")
        ));
        for (sign, side) in [('-', &change.old), ('+', &change.new)] {
            if let Some(side) = side {
                let text: String = side.text.chars().take(300).collect();
                lines.push(format!("    {sign}{} {}", side.line, text.replace('\n', " ⏎ ")));
            }
        }
        lines
            .extend(change.also.iter().map(|side| format!("    also {} {}", side.line, side.text)));
    }
    for section in &comparison.sections {
        lines.push(format!("  heading {:?} -> {:?}", section.old, section.new));
    }
    lines.join("\n")
}
