//! What a document rests on and has changed since somebody vouched for it: the
//! documents that it implements, and the files that it describes.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt;

use crate::calendar::Date;
use crate::comparison::Class;
use crate::evolution::Evolution;
use crate::git::{BlobId, CommitId, FileKind, GitError, Timeline};
use crate::library::{Absence, Content, Library, Member, Watch, is_readable, value_in};
use crate::paths::RepoPath;
use crate::progress::{Progress, Silent};

use super::evidence::{Evidence, Ground};
use super::reason::{Reason, ReasonCode};

/// How many changed files a reason names.
const NAMED_PATHS: usize = 3;

/// A watched file that is not what it was.
struct Difference {
    path: RepoPath,
    /// The file as it was when the document was vouched for.
    then: Option<BlobId>,
    /// As it is now; none where it has gone.
    now: Option<BlobId>,
    /// The value in it that counts; all of it where there is none.
    key: Option<String>,
    /// The file, or the value in it that changed.
    what: String,
}

/// A reason whose commits are looked for when all documents have been asked.
struct Unproven {
    /// Which document of the library.
    document: usize,
    /// What the reason will be called by.
    subject: String,
    /// When the document was vouched for.
    vouched_on: Date,
    differences: Vec<Difference>,
}

/// A reason about a file that is gone, whose removal is looked for when all documents have
/// been asked.
struct Lost {
    /// Which document of the library.
    document: usize,
    code: ReasonCode,
    /// What the reason is called by.
    subject: String,
    path: RepoPath,
}

pub(super) struct Suspicions<'a> {
    pub(super) library: &'a Library,
    ground: Ground<'a>,
    pub(super) timelines: &'a HashMap<RepoPath, Timeline>,
    pub(super) evolution: &'a Evolution<'a>,
    /// The files of the commit whose history counts, read when first asked for.
    now: Option<BTreeMap<RepoPath, BlobId>>,
    /// What a glob matched in a commit.
    matched: HashMap<(CommitId, String), BTreeMap<RepoPath, BlobId>>,
    unproven: Vec<Unproven>,
    /// Documents that history has taken away: the name in lower case, and where it stood;
    /// looked for when a reference first names what is not there.
    removed: Option<HashMap<String, RepoPath>>,
    lost: Vec<Lost>,
}

impl<'a> Suspicions<'a> {
    pub(super) fn new(
        library: &'a Library,
        ground: Ground<'a>,
        timelines: &'a HashMap<RepoPath, Timeline>,
        evolution: &'a Evolution<'a>,
    ) -> Self {
        Self {
            library,
            ground,
            timelines,
            evolution,
            now: None,
            matched: HashMap::new(),
            unproven: Vec::new(),
            removed: None,
            lost: Vec::new(),
        }
    }

    /// What is missing, and what has changed since the day and commit at which the document
    /// was vouched for, if it was.
    pub(super) fn of(
        &mut self,
        document: usize,
        member: &Member,
        since: Option<(Date, CommitId)>,
    ) -> Result<Vec<Reason>, GitError> {
        let mut reasons = match since {
            Some((day, commit)) => self.upstream(member, day, commit)?,
            None => Vec::new(),
        };
        reasons.extend(self.upstream_gone(document, member)?);
        reasons.extend(self.watched(document, member, since)?);
        Ok(reasons)
    }

    /// Names the commits behind the changed files of all documents, in one walk of history.
    pub(super) fn prove(
        &self,
        all: &mut [Evidence],
        progress: &dyn Progress,
    ) -> Result<(), GitError> {
        let changed = self.unproven.iter().flat_map(|u| &u.differences).map(|d| &d.path);
        let paths: BTreeSet<&RepoPath> =
            changed.chain(self.lost.iter().map(|lost| &lost.path)).collect();
        if paths.is_empty() {
            return Ok(());
        }
        let paths: Vec<RepoPath> = paths.into_iter().cloned().collect();
        let timelines =
            self.ground.repository.path_timelines(self.ground.start, &paths, progress)?;
        let by_path: HashMap<&RepoPath, &Timeline> = paths.iter().zip(&timelines).collect();
        for lost in &self.lost {
            let Some(evidence) = all.get_mut(lost.document) else { continue };
            let newest = by_path.get(&lost.path).and_then(|timeline| timeline.revisions.first());
            let removal = newest.filter(|revision| revision.blob.is_none()).map(|r| r.commit);
            let is_it =
                |reason: &&mut Reason| reason.code == lost.code && reason.subject == lost.subject;
            if let Some(reason) = evidence.suspicions.iter_mut().find(is_it) {
                reason.commits.extend(removal);
            }
        }
        for unproven in &self.unproven {
            let Some(evidence) = all.get_mut(unproven.document) else { continue };
            let mut counted = Vec::new();
            let mut commits = Vec::new();
            for difference in &unproven.differences {
                let proof = match by_path.get(&difference.path) {
                    Some(timeline) => self.proof(difference, timeline)?,
                    None => Vec::new(),
                };
                let is_work = |commit: &&CommitId| !self.ground.ignored.contains(**commit);
                if proof.is_empty() || proof.iter().any(|commit| is_work(&commit)) {
                    counted.push(difference);
                    commits.extend(proof.iter().filter(is_work).copied());
                }
            }
            let is_it = |reason: &Reason| reason.code == ReasonCode::WatchedPathChanged;
            evidence.suspicions.retain(|reason| !is_it(reason));
            self.largest_first(&mut counted)?;
            if !counted.is_empty() {
                let mut reason = changed_files(&unproven.subject, &counted, unproven.vouched_on);
                let mut seen = BTreeSet::new();
                commits.retain(|commit| seen.insert(*commit));
                reason.commits = commits;
                evidence.suspicions.push(reason);
            }
        }
        Ok(())
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
            let committed = upper.committed_path();
            let Some(timeline) = self.timelines.get(committed) else { continue };
            let Some(then) = self.blob_at(since, committed, timeline)? else { continue };
            let (class, summary) = if let Some(stage) = &reference.value.stage {
                let comparison = self.evolution.between(then, &upper.document)?;
                let Some(comparison) = comparison else { continue };
                let stage = comparison.within_section(stage);
                (stage.class, stage.summary())
            } else {
                let Some(gist) = self.evolution.since(then, upper)? else { continue };
                (gist.class, gist.summary.clone())
            };
            if class != Class::Major {
                continue;
            }
            let message = format!("{} has changed since {vouched_on}: {summary}", upper.name());
            let mut reason = Reason::new(ReasonCode::UpstreamChanged, upper.name(), message);
            reason.documents = vec![upper.name().to_owned()];
            reason.commits = self.changes_since(then, timeline)?;
            reason.hint = Some(format!("see whether it still carries out {}", upper.name()));
            reasons.push(reason);
        }
        Ok(reasons)
    }

    /// Documents that this one implements and that history has taken away. A number that
    /// no document ever had is a slip, of which `check` tells.
    fn upstream_gone(&mut self, document: usize, member: &Member) -> Result<Vec<Reason>, GitError> {
        let mut reasons: Vec<Reason> = Vec::new();
        for reference in member.document.fields().implements.items() {
            let name = &reference.value.document;
            let is_it = |other: &Member| other.name().eq_ignore_ascii_case(name);
            if self.library.members.iter().any(is_it)
                || reasons.iter().any(|reason| reason.subject.eq_ignore_ascii_case(name))
            {
                continue;
            }
            let Some(path) = self.removed_document(name)? else { continue };
            let message = format!("{name}, which it implements, is gone");
            let mut reason = Reason::new(ReasonCode::UpstreamChanged, name.as_str(), message);
            reason.line = Some(member.document.lines().line(reference.span.start));
            reason.documents = vec![name.clone()];
            reason.paths = vec![path.clone()];
            reason.hint = Some(format!("say what it implements instead of {name}, or retire it"));
            self.lost.push(Lost {
                document,
                code: ReasonCode::UpstreamChanged,
                subject: name.clone(),
                path,
            });
            reasons.push(reason);
        }
        Ok(reasons)
    }

    /// Where a document of that name stood that is in the tree no more.
    fn removed_document(&mut self, name: &str) -> Result<Option<RepoPath>, GitError> {
        let removed = match self.removed.take() {
            Some(removed) => removed,
            None => self.removed_documents()?,
        };
        let path = removed.get(&name.to_lowercase()).cloned();
        self.removed = Some(removed);
        Ok(path)
    }

    fn removed_documents(&self) -> Result<HashMap<String, RepoPath>, GitError> {
        let Ground { repository, start, .. } = self.ground;
        let mut files: Vec<(RepoPath, BlobId)> = Vec::new();
        // What only the working tree has removed yet.
        for path in &self.library.removed {
            files.extend(repository.file(start, path)?.map(|file| (file.path, file.blob)));
        }
        let behind = repository.removed_files(&[start], "", &Silent)?;
        let behind = behind.into_iter().filter(|file| file.kind == FileKind::File);
        files.extend(behind.map(|file| (file.path, file.blob)));
        let extension = |path: &RepoPath| {
            path.file_name().rsplit_once('.').map(|(_, extension)| extension.to_lowercase())
        };
        let of_documents: BTreeSet<Option<String>> =
            self.library.members.iter().map(|member| extension(&member.path)).collect();
        let mut removed = HashMap::new();
        for (path, blob) in files {
            if !of_documents.contains(&extension(&path)) {
                continue;
            }
            if let Some(id) = self
                .evolution
                .fields(blob)?
                .and_then(|fields| fields.id.value().map(|id| id.as_str().to_lowercase()))
            {
                removed.entry(id).or_insert_with(|| path.clone());
            }
            removed.entry(path.as_str().to_lowercase()).or_insert(path);
        }
        Ok(removed)
    }

    /// The commits, newest first, that changed what a document says after it was `then`.
    pub(super) fn changes_since(
        &self,
        then: BlobId,
        timeline: &Timeline,
    ) -> Result<Vec<CommitId>, GitError> {
        let mut commits = Vec::new();
        for revision in timeline.revisions.iter().take_while(|r| r.blob != Some(then)) {
            if self.evolution.changes_substance(revision)? {
                commits.push(revision.commit);
            }
        }
        Ok(commits)
    }

    /// A document as the tree of a commit has it, under its present name or a former one.
    pub(super) fn blob_at(
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
        document: usize,
        member: &Member,
        since: Option<(Date, CommitId)>,
    ) -> Result<Vec<Reason>, GitError> {
        let mut reasons = Vec::new();
        let mut subject = None;
        let mut differences = Vec::new();
        for watch in member.document.fields().watches.items() {
            let watched = Watch::read(&watch.value);
            let Watch { pattern, key } = watched;
            let now = self.matching(self.ground.start, watched)?;
            if now.is_empty() {
                let absence = Absence::Path { pattern: pattern.to_owned() };
                let mut reason = Reason::new(
                    ReasonCode::WatchedPathMissing,
                    watch.value.as_str(),
                    absence.to_string(),
                );
                reason.line = Some(member.document.lines().line(watch.span.start));
                if let Some(path) = watched.path() {
                    self.lost.push(Lost {
                        document,
                        code: ReasonCode::WatchedPathMissing,
                        subject: watch.value.clone(),
                        path,
                    });
                }
                reasons.push(reason);
                continue;
            }
            let before = differences.len();
            if let Some((_, commit)) = since {
                let then = self.matching(commit, watched)?;
                self.compare(&then, &now, key, &mut differences)?;
            }
            if differences.len() > before {
                subject = subject.or(Some(watch.value.clone()));
            } else if let Some(absence) = self.lacks_value(watched, &now)? {
                let code = ReasonCode::WatchedPathMissing;
                let mut reason = Reason::new(code, watch.value.as_str(), absence.to_string());
                reason.line = Some(member.document.lines().line(watch.span.start));
                reason.paths = now.into_keys().collect();
                reasons.push(reason);
            }
        }
        if let (Some((vouched_on, _)), Some(subject)) = (since, subject) {
            let all: Vec<&Difference> = differences.iter().collect();
            reasons.push(changed_files(&subject, &all, vouched_on));
            self.unproven.push(Unproven { document, subject, vouched_on, differences });
        }
        Ok(reasons)
    }

    /// What a watch says of a value that none of the files has; none where one has it, or
    /// where the clone lacks one of them.
    fn lacks_value(
        &self,
        watch: Watch<'_>,
        files: &BTreeMap<RepoPath, BlobId>,
    ) -> Result<Option<Absence>, GitError> {
        watch.lacks_value(files.keys(), |path| {
            let Some(blob) = files.get(path) else { return Ok(Content::Unknown) };
            Ok(match self.evolution.text(*blob)? {
                Some(text) => Content::Text(text),
                None if self.evolution.lacks(*blob) => Content::Unknown,
                None => Content::Text(String::new()),
            })
        })
    }

    fn compare(
        &self,
        then: &BTreeMap<RepoPath, BlobId>,
        now: &BTreeMap<RepoPath, BlobId>,
        key: Option<&str>,
        differences: &mut Vec<Difference>,
    ) -> Result<(), GitError> {
        for (path, blob) in now {
            let old = then.get(path);
            let what = match (old, key) {
                (Some(old), _) if old == blob => continue,
                (Some(old), Some(key)) => {
                    let before = value_at(self.evolution, path, *old, key)?;
                    let after = value_at(self.evolution, path, *blob, key)?;
                    // A file that is not in the clone says nothing of its values.
                    let is_unknown = self.evolution.lacks(*old) || self.evolution.lacks(*blob);
                    if before == after || is_unknown {
                        continue;
                    }
                    format!("{key} in {path}: {before} → {after}")
                }
                _ => path.to_string(),
            };
            differences.push(Difference {
                path: path.clone(),
                what,
                then: old.copied(),
                now: Some(*blob),
                key: key.map(str::to_owned),
            });
        }
        let gone = then.iter().filter(|(path, _)| !now.contains_key(*path));
        differences.extend(gone.map(|(path, blob)| Difference {
            path: path.clone(),
            what: path.to_string(),
            then: Some(*blob),
            now: None,
            key: None,
        }));
        Ok(())
    }

    /// Sorts by the number of lines that came or went, where not all files will be named.
    fn largest_first(&self, differences: &mut Vec<&Difference>) -> Result<(), GitError> {
        if differences.len() <= NAMED_PATHS {
            return Ok(());
        }
        let mut sized = Vec::with_capacity(differences.len());
        for difference in differences.drain(..) {
            let text = |blob: Option<BlobId>| match blob {
                Some(blob) => self.evolution.text(blob),
                None => Ok(None),
            };
            let (then, now) = (text(difference.then)?, text(difference.now)?);
            let size = lines_that_differ(
                then.as_deref().unwrap_or_default(),
                now.as_deref().unwrap_or_default(),
            );
            sized.push((Reverse(size), difference));
        }
        sized.sort_by_key(|(size, _)| *size);
        differences.extend(sized.into_iter().map(|(_, difference)| difference));
        Ok(())
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
                    let value = |blob| value_at(self.evolution, &difference.path, blob, key);
                    let after = value(new)?;
                    let mut differs = true;
                    for old in &revision.previous {
                        let before = old.map(value).transpose()?;
                        differs &= before.unwrap_or(Watched::Nothing) != after;
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

    /// The files of a commit that a watch names: a file, a glob, or all of a folder.
    fn matching(
        &mut self,
        commit: CommitId,
        watch: Watch<'_>,
    ) -> Result<BTreeMap<RepoPath, BlobId>, GitError> {
        // Most watches name one file, which needs no list of all files.
        if let Some(path) = watch.path()
            && let Some(file) = self.ground.repository.file(commit, &path)?
            && file.kind == FileKind::File
        {
            return Ok(BTreeMap::from([(path, file.blob)]));
        }
        let key = (commit, watch.pattern.to_owned());
        if let Some(known) = self.matched.get(&key) {
            return Ok(known.clone());
        }
        let found = match watch.globs() {
            // `check` says what is wrong with a pattern.
            Err(_) => BTreeMap::new(),
            Ok(globs) if commit == self.ground.start => {
                let files = match self.now.take() {
                    Some(files) => files,
                    None => self.files(commit)?,
                };
                let matching = files.iter().filter(|(path, _)| globs.matches(path));
                let found = matching.map(|(path, blob)| (path.clone(), *blob)).collect();
                self.now = Some(files);
                found
            }
            Ok(globs) => {
                self.files(commit)?.into_iter().filter(|(path, _)| globs.matches(path)).collect()
            }
        };
        self.matched.insert(key, found.clone());
        Ok(found)
    }

    fn files(&self, commit: CommitId) -> Result<BTreeMap<RepoPath, BlobId>, GitError> {
        let files = self.ground.repository.files(commit)?.files;
        let plain = files.into_iter().filter(|file| file.kind == FileKind::File);
        Ok(plain.map(|file| (file.path, file.blob)).collect())
    }
}

/// `what it describes changed after 2026-06-25: config/limits.toml`
fn changed_files(subject: &str, differences: &[&Difference], vouched_on: Date) -> Reason {
    let named: Vec<&str> = differences.iter().take(NAMED_PATHS).map(|d| d.what.as_str()).collect();
    let named = match differences.len() {
        0..=NAMED_PATHS => named.join(", "),
        many => format!("{many} files ({}, …)", named.join(", ")),
    };
    let message = format!("what it describes changed after {vouched_on}: {named}");
    let mut reason = Reason::new(ReasonCode::WatchedPathChanged, subject, message);
    reason.paths = differences.iter().map(|difference| difference.path.clone()).collect();
    reason.hint = Some("see whether the document still describes it".to_owned());
    reason
}

/// How many lines stand in one text and not in the other, wherever they stand.
fn lines_that_differ(old: &str, new: &str) -> usize {
    let mut counts: HashMap<&str, isize> = HashMap::new();
    new.lines().for_each(|line| *counts.entry(line).or_default() += 1);
    old.lines().for_each(|line| *counts.entry(line).or_default() -= 1);
    counts.into_values().map(isize::unsigned_abs).sum()
}

/// What a file says at a dotted key.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Watched {
    /// This, on one line.
    Value(String),
    /// It has no such key.
    Nothing,
    /// It cannot be read, and the key is not in what can.
    Unreadable,
}

impl fmt::Display for Watched {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Value(value) => value,
            Self::Nothing => "nothing",
            Self::Unreadable => "cannot be read",
        })
    }
}

/// The value at a dotted key of a TOML, YAML or JSON file.
fn value_at(
    evolution: &Evolution<'_>,
    path: &RepoPath,
    blob: BlobId,
    key: &str,
) -> Result<Watched, GitError> {
    let Some(text) = evolution.text(blob)? else { return Ok(Watched::Nothing) };
    Ok(match value_in(path.file_name(), &text, key) {
        Some(value) => Watched::Value(value),
        None if is_readable(path.file_name(), &text) => Watched::Nothing,
        None => Watched::Unreadable,
    })
}
