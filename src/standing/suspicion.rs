//! What a document rests on and has changed since somebody vouched for it: the
//! documents that it implements, and the files that it describes.

use std::collections::{BTreeMap, HashMap};

use crate::calendar::Date;
use crate::comparison::Class;
use crate::data;
use crate::evolution::Evolution;
use crate::git::{BlobId, CommitId, FileKind, GitError, Repository, Timeline};
use crate::library::{Library, Member};
use crate::paths::{Globs, RepoPath};
use crate::progress::Silent;

use super::evidence::Ground;
use super::reason::{Reason, ReasonCode};

/// How many changed files a reason names.
const NAMED_PATHS: usize = 3;

/// A watched file that is not what it was.
struct Difference {
    watch: String,
    path: RepoPath,
    /// The file, or the value in it that changed.
    what: String,
    /// The file as it was when the document was vouched for.
    then: Option<BlobId>,
    /// The value in it that counts; all of it where there is none.
    key: Option<String>,
}

pub(super) struct Suspicions<'a> {
    library: &'a Library,
    ground: Ground<'a>,
    timelines: &'a HashMap<RepoPath, Timeline>,
    evolution: &'a Evolution<'a>,
    trees: HashMap<CommitId, BTreeMap<RepoPath, BlobId>>,
}

impl<'a> Suspicions<'a> {
    pub(super) fn new(
        library: &'a Library,
        ground: Ground<'a>,
        timelines: &'a HashMap<RepoPath, Timeline>,
        evolution: &'a Evolution<'a>,
    ) -> Self {
        Self { library, ground, timelines, evolution, trees: HashMap::new() }
    }

    /// What has changed since the commit at which the document was vouched for.
    pub(super) fn of(
        &mut self,
        member: &Member,
        vouched_on: Date,
        since: CommitId,
    ) -> Result<Vec<Reason>, GitError> {
        let mut reasons = self.upstream(member, vouched_on, since)?;
        reasons.extend(self.watched(member, vouched_on, since)?);
        Ok(reasons)
    }

    /// Documents that this one implements and that have changed in a step or statement.
    fn upstream(
        &self,
        member: &Member,
        vouched_on: Date,
        since: CommitId,
    ) -> Result<Vec<Reason>, GitError> {
        let mut reasons = Vec::new();
        for reference in member.document.fields().implements.items() {
            let name = &reference.value.document;
            let Some(upper) =
                self.library.members.iter().find(|other| other.name().eq_ignore_ascii_case(name))
            else {
                continue;
            };
            let Some(timeline) = self.timelines.get(&upper.path) else { continue };
            let Some(then) = self.blob_at(since, &upper.path, timeline)? else { continue };
            let Some(comparison) = self.evolution.between(then, &upper.document)? else { continue };
            if comparison.class != Class::Major {
                continue;
            }
            let summary = comparison.summary();
            let message = format!("{} has changed since {vouched_on}: {summary}", upper.name());
            let mut reason = Reason::new(ReasonCode::UpstreamChanged, upper.name(), message);
            reason.documents = vec![upper.name().to_owned()];
            reason.commits = timeline
                .revisions
                .iter()
                .take_while(|revision| revision.blob != Some(then))
                .map(|revision| revision.commit)
                .collect();
            reason.hint = Some(format!("see whether it still carries out {}", upper.name()));
            reasons.push(reason);
        }
        Ok(reasons)
    }

    /// A document as the tree of a commit has it, under its present name or a former one.
    fn blob_at(
        &self,
        commit: CommitId,
        path: &RepoPath,
        timeline: &Timeline,
    ) -> Result<Option<BlobId>, GitError> {
        let former =
            timeline.revisions.iter().filter_map(|revision| revision.renamed_from.as_ref());
        for path in [path].into_iter().chain(former) {
            if let Some(file) = self.ground.repository.file(commit, path)? {
                return Ok(Some(file.blob));
            }
        }
        Ok(None)
    }

    /// Files that the document describes and that have changed, or are not there.
    fn watched(
        &mut self,
        member: &Member,
        vouched_on: Date,
        since: CommitId,
    ) -> Result<Vec<Reason>, GitError> {
        let mut reasons = Vec::new();
        let mut changed: Vec<Difference> = Vec::new();
        for watch in member.document.fields().watches.items() {
            let (pattern, key) = match watch.value.split_once('#') {
                Some((pattern, key)) => (pattern, Some(key)),
                None => (watch.value.as_str(), None),
            };
            let Ok(globs) = Globs::new(&[pattern]) else { continue };
            let (then, now) =
                (self.matching(since, &globs)?, self.matching(self.ground.start, &globs)?);
            if now.is_empty() {
                let mut reason = Reason::new(
                    ReasonCode::WatchedPathMissing,
                    watch.value.as_str(),
                    format!("describes {pattern}, which is not there"),
                );
                reason.line = Some(member.document.lines().line(watch.span.start));
                reasons.push(reason);
                continue;
            }
            for (path, blob) in &now {
                let old = then.get(path);
                let what = match (old, key) {
                    (Some(old), _) if old == blob => None,
                    (Some(old), Some(key)) => {
                        let before = value_at(self.ground.repository, path, *old, key)?;
                        let after = value_at(self.ground.repository, path, *blob, key)?;
                        (before != after).then(|| {
                            let shown = |value: Option<String>| {
                                value.unwrap_or_else(|| "nothing".to_owned())
                            };
                            format!("{key} in {path}: {} → {}", shown(before), shown(after))
                        })
                    }
                    _ => Some(path.to_string()),
                };
                changed.extend(what.map(|what| Difference {
                    watch: watch.value.clone(),
                    path: path.clone(),
                    what,
                    then: old.copied(),
                    key: key.map(str::to_owned),
                }));
            }
            let gone = then.iter().filter(|(path, _)| !now.contains_key(*path));
            changed.extend(gone.map(|(path, blob)| Difference {
                watch: watch.value.clone(),
                path: path.clone(),
                what: path.to_string(),
                then: Some(*blob),
                key: None,
            }));
        }
        if !changed.is_empty() {
            reasons.push(self.changed_files(&changed, vouched_on)?);
        }
        Ok(reasons)
    }

    fn changed_files(&self, changed: &[Difference], vouched_on: Date) -> Result<Reason, GitError> {
        let paths: Vec<RepoPath> =
            changed.iter().map(|difference| difference.path.clone()).collect();
        let named: Vec<&str> = changed.iter().take(NAMED_PATHS).map(|d| d.what.as_str()).collect();
        let named = match changed.len() {
            0..=NAMED_PATHS => named.join(", "),
            many => format!("{many} files ({}, …)", named.join(", ")),
        };
        let subject =
            changed.first().map(|difference| difference.watch.as_str()).unwrap_or_default();
        let message = format!("what it describes changed after {vouched_on}: {named}");
        let mut reason = Reason::new(ReasonCode::WatchedPathChanged, subject, message);
        let timelines =
            self.ground.repository.path_timelines(self.ground.start, &paths, &Silent)?;
        for (difference, timeline) in changed.iter().zip(&timelines) {
            for commit in self.proof(difference, timeline)? {
                if !reason.commits.contains(&commit) {
                    reason.commits.push(commit);
                }
            }
        }
        reason.paths = paths;
        reason.hint = Some("see whether the document still describes it".to_owned());
        Ok(reason)
    }

    /// The commits, newest first, that changed the file, or the value that counts, since
    /// the document was vouched for.
    fn proof(
        &self,
        difference: &Difference,
        timeline: &Timeline,
    ) -> Result<Vec<CommitId>, GitError> {
        let mut commits = Vec::new();
        for revision in &timeline.revisions {
            if revision.blob.is_some() && revision.blob == difference.then {
                break;
            }
            let counts = match (&difference.key, revision.blob) {
                (Some(key), Some(new)) => {
                    let value =
                        |blob| value_at(self.ground.repository, &difference.path, blob, key);
                    let after = value(new)?;
                    let mut differs = true;
                    for old in &revision.previous {
                        differs &= old.map(value).transpose()?.flatten() != after;
                    }
                    differs
                }
                _ => true,
            };
            if counts {
                commits.push(revision.commit);
            }
        }
        Ok(commits)
    }

    fn matching(
        &mut self,
        commit: CommitId,
        globs: &Globs,
    ) -> Result<BTreeMap<RepoPath, BlobId>, GitError> {
        if !self.trees.contains_key(&commit) {
            let files = self.ground.repository.files(commit)?.files;
            let blobs =
                files.into_iter().filter(|f| f.kind == FileKind::File).map(|f| (f.path, f.blob));
            self.trees.insert(commit, blobs.collect());
        }
        let Some(tree) = self.trees.get(&commit) else { return Ok(BTreeMap::new()) };
        Ok(tree
            .iter()
            .filter(|(path, _)| globs.matches(path))
            .map(|(p, b)| (p.clone(), *b))
            .collect())
    }
}

/// The value at a dotted key of a TOML, YAML or JSON file; JSON is read as YAML, of which
/// it is a part.
fn value_at(
    repository: &Repository,
    path: &RepoPath,
    blob: BlobId,
    key: &str,
) -> Result<Option<String>, GitError> {
    let bytes = match repository.blob(blob) {
        Err(GitError::MissingObject { .. }) => return Ok(None),
        bytes => bytes?,
    };
    let Ok(text) = String::from_utf8(bytes) else { return Ok(None) };
    let syntax = if path.file_name().to_lowercase().ends_with(".toml") {
        data::Syntax::Toml
    } else {
        data::Syntax::Yaml
    };
    let reading = data::read(&text, syntax);
    let mut entries = reading.entries.as_slice();
    let mut parts = key.split('.').peekable();
    while let Some(part) = parts.next() {
        let Some(entry) = data::find(entries, part) else { return Ok(None) };
        if parts.peek().is_none() {
            return Ok(Some(entry.node.compact()));
        }
        match &entry.node.value {
            data::Value::Table(inner) => entries = inner,
            _ => return Ok(None),
        }
    }
    Ok(None)
}
