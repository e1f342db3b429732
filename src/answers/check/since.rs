//! What of the findings some work is answerable for.

use std::collections::{HashMap, HashSet};

use crate::config::Config;
use crate::git::{BlobId, CommitId};
use crate::library::{Branches, Files, Library, Touch, Touched};
use crate::paths::RepoPath;
use crate::report::Text;

use super::judging::{Judged, judge};
use super::level::Settings;
use super::surroundings::Around;

/// The documents before some work, and the files that it touched.
#[derive(Debug, Clone, Copy)]
pub struct Before<'a> {
    /// The revision from which the work parted, as it was typed.
    pub rev: &'a str,
    /// Where it parted.
    pub base: CommitId,
    /// The documents there.
    pub library: &'a Library,
    /// The files around them.
    pub files: &'a Files,
    /// What the repository had decided there.
    pub config: Option<&'a Config>,
    /// The files that the work touched.
    pub touched: &'a Touched,
}

impl<'a> Before<'a> {
    /// What stood around the documents before the work; what they were before that is not
    /// asked. Other branches are what they are, before and after.
    fn around(&self, branches: Option<&'a Branches>) -> Around<'a> {
        Around { config: self.config, files: self.files, before: None, branches }
    }
}

/// The work that a report is about.
#[derive(Debug, Clone)]
pub(super) struct Since {
    pub(super) rev: String,
    pub(super) base: CommitId,
}

impl Since {
    pub(super) fn of(before: Before<'_>) -> Self {
        Self { rev: before.rev.to_owned(), base: before.base }
    }
}

/// Keeps what the work is answerable for: every finding in a document that it touched, and
/// in any other one those that were not there before it, such as a number that it gave a
/// second time. A file that was only moved counts as the one that it was.
pub(super) fn answerable<'a>(
    judged: Judged,
    settings: Settings<'_>,
    before: Before<'a>,
    branches: Option<&'a Branches>,
) -> Judged {
    let Judged { mut findings, mut verdicts, mut subjects, mut suppressed, entries, paths, .. } =
        judged;
    let settings = Settings { config: before.config, ..settings };
    let known = judge(before.library, before.around(branches), settings, &[]).findings;
    let known: HashSet<(&Text, &str, &Text)> =
        known.iter().map(|found| (&found.path, found.rule, &found.message)).collect();
    let moved = moved(before.touched);
    let is_touched = |path: &&RepoPath| before.touched.contains(path) && !moved.contains_key(*path);
    let former: HashMap<Text, Text> =
        moved.iter().map(|(new, old)| (Text::new(new), Text::new(old))).collect();
    let touched: HashSet<Text> = paths.iter().filter(is_touched).map(Text::new).collect();
    findings.retain(|found| {
        let was = former.get(&found.path).unwrap_or(&found.path);
        touched.contains(&found.path) || !known.contains(&(was, found.rule, &found.message))
    });
    let found: HashSet<&Text> = findings.iter().map(|found| &found.path).collect();
    subjects.retain(|subject| touched.contains(&subject.path) || found.contains(&subject.path));
    verdicts.retain(|verdict| touched.contains(&verdict.path));
    suppressed.retain(|path| touched.contains(path));
    Judged { findings, verdicts, subjects, checked: touched.len(), suppressed, entries, paths }
}

/// The files that stand elsewhere and are the same byte for byte, with where they stood.
fn moved(touched: &Touched) -> HashMap<RepoPath, RepoPath> {
    let mut gone: HashMap<BlobId, &RepoPath> = HashMap::new();
    for (path, touch) in touched.files() {
        if let Touch::Differs { old: Some(old), new: None } = touch {
            gone.insert(*old, path);
        }
    }
    let came = touched.files().filter_map(|(path, touch)| match touch {
        Touch::Differs { old: None, new: Some(new) } => {
            gone.get(new).map(|old| (path.clone(), (*old).clone()))
        }
        Touch::Differs { .. } | Touch::Named { .. } => None,
    });
    came.collect()
}
