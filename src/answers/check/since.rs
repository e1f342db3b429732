//! What of the findings some work is answerable for.

use std::collections::{HashMap, HashSet};

use crate::config::{Config, FailOn};
use crate::git::{BlobId, CommitId};
use crate::library::{Library, Touch, Touched};
use crate::paths::RepoPath;
use crate::report::{Finding, Text};

use super::{CheckReport, Request, check, is_asked};

/// The documents before some work, and the files that it touched.
#[derive(Debug, Clone, Copy)]
pub struct Before<'a> {
    /// The revision from which the work parted, as it was typed.
    pub rev: &'a str,
    /// Where it parted.
    pub base: CommitId,
    /// The documents there.
    pub library: &'a Library,
    /// What the repository had decided there.
    pub config: Option<&'a Config>,
    /// The files that the work touched.
    pub touched: &'a Touched,
}

/// The work that a report is about.
#[derive(Debug, Clone)]
pub(super) struct Since {
    pub(super) rev: String,
    pub(super) base: CommitId,
}

impl CheckReport {
    /// Keeps what the work is answerable for: every finding in a document that it touched, and
    /// in any other one those that were not there before it, such as a number that it gave a
    /// second time. A file that was only moved counts as the one that it was. The report has
    /// to be that of the same library and paths.
    #[must_use]
    pub fn since(mut self, library: &Library, paths: &[RepoPath], before: Before<'_>) -> Self {
        let context = self.context.clone();
        let request =
            Request { config: before.config, paths: &[], fail_on: FailOn::Never, baseline: None };
        let known = check(before.library, &request, context).findings;
        let known: HashSet<(&Text, &str, &Text)> =
            known.iter().map(|found| (&found.path, found.rule, &found.message)).collect();
        let moved = moved(before.touched);
        let is_touched = |path: &str| {
            RepoPath::new(path)
                .is_ok_and(|path| before.touched.contains(&path) && !moved.contains_key(&path))
        };
        let former: HashMap<Text, Text> =
            moved.iter().map(|(new, old)| (Text::new(new), Text::new(old))).collect();
        let touched: HashSet<Text> = library
            .members
            .iter()
            .map(|member| member.path.as_str())
            .chain(library.unreadable.iter().map(|file| file.path.as_str()))
            .filter(|path| is_asked(path, paths) && is_touched(path))
            .map(Text::from)
            .collect();
        self.findings.retain(|found| {
            let was = former.get(&found.path).unwrap_or(&found.path);
            touched.contains(&found.path) || !known.contains(&(was, found.rule, &found.message))
        });
        let found: HashSet<&Text> = self.findings.iter().map(|found| &found.path).collect();
        self.subjects
            .retain(|subject| touched.contains(&subject.path) || found.contains(&subject.path));
        self.verdicts.retain(|verdict| touched.contains(&verdict.path));
        self.checked = touched.len();
        self.context.failed = self.findings.iter().any(Finding::is_failing);
        self.since = Some(Since { rev: before.rev.to_owned(), base: before.base });
        self
    }
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
