//! The changes of documents through their former names.
//!
//! The timeline of a path ends where the path was added. Where that was a rename, it
//! goes on at the former path from the parent of that commit; all documents together,
//! one walk for each further name. It ends as well where another document stood at the path
//! before, and the other way round goes on elsewhere where two documents changed places.
//!
//! What a document calls itself is read where it came to a path, and at both ends of the
//! time that it stood there; in between only where these ends differ. A document that lent
//! its place to another and got it back, without either path coming or going, is therefore
//! taken for one document all along.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::ops::Range;

use crate::paths::RepoPath;
use crate::progress::Progress;

use super::exchange::{Added, Exchange, Removed, is_markdown};
use super::finished::Through;
use super::renames::{Origins, pair};
use super::timeline::{End, Followed, Limits, Revision, Strand, Timeline};
use super::{BlobId, CommitId, GitError, ObjectId, Repository};

/// A document is followed through this many names at most; a real one has a handful.
const MOST_NAMES: usize = 32;

/// The documents that one commit brought to a path.
#[derive(Debug, Default)]
struct Arrivals {
    /// The timeline and the revision of each of `files`.
    places: Vec<(usize, usize)>,
    files: Vec<Added>,
}

/// A revision in which a document came to a path, as far as something other than an empty
/// past is behind it.
#[derive(Debug)]
struct Arrival {
    timeline: usize,
    revision: usize,
    /// Where it stood in the first parent; none where the timeline begins here, because what
    /// stood at the path before was another document.
    from: Option<Strand>,
    blob: Option<BlobId>,
}

/// What became of the arrivals of one commit.
#[derive(Debug, Default)]
struct Found {
    arrivals: Vec<Arrival>,
    /// Timelines whose addition cannot be judged without an object that is missing.
    doubts: Vec<(usize, ObjectId)>,
}

/// A timeline that is being traced through its former names.
#[derive(Debug)]
struct Traced {
    timeline: Timeline,
    /// Revisions among which no arrival has been looked for yet.
    fresh: Range<usize>,
    /// Revisions that were known to be the rest of their strand, renames and all.
    known: Range<usize>,
    /// Whether something known was joined to something found.
    is_joined: bool,
    /// Whether something known stayed, although a rename was found that leads elsewhere.
    keeps_known: bool,
}

impl Traced {
    fn of(followed: Followed) -> Self {
        let timeline = Timeline { revisions: Vec::new(), end: End::Created };
        let mut traced =
            Self { timeline, fresh: 0..0, known: 0..0, is_joined: false, keeps_known: false };
        traced.append(followed);
        traced
    }

    fn append(&mut self, followed: Followed) {
        let start = self.timeline.revisions.len();
        let found = start + followed.walked;
        self.timeline.revisions.extend(followed.timeline.revisions);
        self.timeline.end = followed.timeline.end;
        self.fresh = start..found;
        self.known = found..self.timeline.revisions.len();
        self.is_joined |= found > 0 && !self.known.is_empty();
    }

    /// Whether it might be another one without what was known: where lines of history
    /// were left over, or where so many names were joined that tracing them all would
    /// have stopped earlier.
    fn is_mixed(&self) -> bool {
        let names = || self.timeline.revisions.iter().filter(|r| r.renamed_from.is_some()).count();
        self.keeps_known || (self.is_joined && names() >= MOST_NAMES - 1)
    }
}

impl Repository {
    /// Every change of each document, seen from `start` and through its former names,
    /// in the order of `documents`.
    ///
    /// A side branch that changed a document under its former name after the rename
    /// is not followed, as in `git log --follow`.
    ///
    /// # Errors
    /// When `start` is missing, or an object on the way is damaged.
    pub fn timelines(
        &self,
        start: CommitId,
        documents: &[RepoPath],
        progress: &dyn Progress,
    ) -> Result<Vec<Timeline>, GitError> {
        let finished = self.finished(Through::Renames)?;
        let limits = Limits::known(finished.as_deref());
        let timelines = self.trace_with_care(start, documents, limits, progress)?;
        self.finish(Through::Renames, start, documents.iter().zip(&timelines))?;
        Ok(timelines)
    }

    /// The changes of each document among some commits, newest first, seen from `start` and
    /// through its former names, in the order of `documents`. Only as much of history is
    /// looked at.
    ///
    /// `among` holds of each of its commits all that build on it and that `start` can reach,
    /// as the answer of [`Repository::commits_between`] does.
    ///
    /// # Errors
    /// When an object on the way is damaged.
    pub fn revisions_among(
        &self,
        start: CommitId,
        among: &HashSet<CommitId>,
        documents: &[RepoPath],
        progress: &dyn Progress,
    ) -> Result<Vec<Vec<Revision>>, GitError> {
        let finished = self.finished(Through::Renames)?;
        let limits = Limits { among: Some(among), ..Limits::known(finished.as_deref()) };
        let timelines = self.trace_with_care(start, documents, limits, progress)?;
        self.keep_headers()?;
        let within = timelines.into_iter().map(|mut timeline| {
            timeline.revisions.retain(|revision| among.contains(&revision.commit));
            timeline.revisions
        });
        Ok(within.collect())
    }

    /// Traces once more without what is known where that may have led elsewhere.
    fn trace_with_care(
        &self,
        start: CommitId,
        documents: &[RepoPath],
        limits: Limits<'_>,
        progress: &dyn Progress,
    ) -> Result<Vec<Timeline>, GitError> {
        let mut traced = self.trace(start, documents, limits, progress)?;
        let doubtful: Vec<usize> = (0..traced.len()).filter(|at| traced[*at].is_mixed()).collect();
        if !doubtful.is_empty() {
            let paths: Vec<_> = doubtful.iter().map(|at| documents[*at].clone()).collect();
            let limits = Limits { finished: None, ..limits };
            for (at, anew) in doubtful.into_iter().zip(self.trace(start, &paths, limits, progress)?)
            {
                traced[at] = anew;
            }
        }
        Ok(traced.into_iter().map(|traced| traced.timeline).collect())
    }

    fn trace(
        &self,
        start: CommitId,
        documents: &[RepoPath],
        limits: Limits<'_>,
        progress: &dyn Progress,
    ) -> Result<Vec<Traced>, GitError> {
        let strand = |path: &RepoPath| Strand { from: start, path: path.clone() };
        let strands: Vec<_> = documents.iter().map(strand).collect();
        let followed = self.follow(&strands, limits, progress)?;
        let mut traced: Vec<_> = followed.into_iter().map(Traced::of).collect();
        for _ in 1..MOST_NAMES {
            let arrivals = self.arrivals(&mut traced)?;
            if arrivals.is_empty() {
                break;
            }
            let strands: Vec<_> = arrivals.iter().filter_map(|found| found.from.clone()).collect();
            let mut older = self.follow(&strands, limits, progress)?.into_iter();
            for traced in &mut traced {
                traced.fresh = 0..0;
            }
            for arrival in arrivals {
                let traced = &mut traced[arrival.timeline];
                self.cut_at(traced, &arrival)?;
                if let Some(older) = arrival.from.and_then(|_| older.next()) {
                    traced.append(older);
                }
            }
        }
        Ok(traced)
    }

    /// For each timeline the newest fresh revision behind which it goes on elsewhere, or
    /// not at all.
    fn arrivals(&self, all: &mut [Traced]) -> Result<Vec<Arrival>, GitError> {
        let mut by_commit: BTreeMap<CommitId, Arrivals> = BTreeMap::new();
        for (timeline, traced) in all.iter().enumerate() {
            let mut fresh = self.renamed_in_place(traced)?;
            let revisions = &traced.timeline.revisions;
            fresh.extend(traced.fresh.clone().filter(|at| revisions[*at].is_addition()));
            for revision in fresh {
                let found = &revisions[revision];
                let Some(blob) = found.blob else { continue };
                let arrivals = by_commit.entry(found.commit).or_default();
                arrivals.places.push((timeline, revision));
                arrivals.files.push(Added { path: found.path.clone(), blob });
            }
        }
        let mut arrivals = Vec::new();
        for (commit, brought) in by_commit {
            let found = self.found(commit, &brought, all)?;
            for (timeline, id) in found.doubts {
                all[timeline].timeline.end = End::MissingObject(id);
            }
            arrivals.extend(found.arrivals);
        }
        arrivals.sort_by_key(|arrival| (arrival.timeline, arrival.revision));
        arrivals.dedup_by_key(|arrival| arrival.timeline);
        Ok(arrivals)
    }

    /// The fresh revisions that call the document something else than each of their parents
    /// does, at the same path.
    fn renamed_in_place(&self, traced: &Traced) -> Result<Vec<usize>, GitError> {
        let mut found = Vec::new();
        if !self.has_names() {
            return Ok(found);
        }
        let fresh = &traced.timeline.revisions[traced.fresh.clone()];
        let mut at = traced.fresh.start;
        // From one coming to the path to the next.
        for stay in fresh.split_inclusive(Revision::is_addition) {
            let newest = stay.iter().find_map(|revision| revision.blob);
            let oldest = stay.iter().rev().find_map(|revision| {
                revision.previous.iter().flatten().next().copied().or(revision.blob)
            });
            if let (Some(newest), Some(oldest)) = (newest, oldest)
                && self.name_of(newest)? != self.name_of(oldest)?
            {
                for (index, revision) in stay.iter().enumerate() {
                    if self.is_renamed_in_place(revision)? {
                        found.push(at + index);
                    }
                }
            }
            at += stay.len();
        }
        Ok(found)
    }

    fn is_renamed_in_place(&self, revision: &Revision) -> Result<bool, GitError> {
        let Some(blob) = revision.blob else { return Ok(false) };
        for previous in &revision.previous {
            let Some(previous) = previous else { continue };
            if self.other_names(*previous, blob)?.is_none() {
                return Ok(false);
            }
        }
        Ok(!revision.is_addition() && !revision.previous.is_empty())
    }

    /// Writes an arrival into its revision, and takes away what an earlier document left at
    /// the path.
    fn cut_at(&self, traced: &mut Traced, arrival: &Arrival) -> Result<(), GitError> {
        let timeline = &mut traced.timeline;
        let older = timeline.revisions.split_off(arrival.revision + 1);
        let first_known = traced.known.start.saturating_sub(arrival.revision + 1);
        traced.known = 0..0;
        let Some(revision) = timeline.revisions.last_mut() else { return Ok(()) };
        if !revision.is_addition() {
            revision.previous.fill(None);
        }
        if let Some(first) = revision.previous.first_mut() {
            *first = arrival.blob;
        }
        revision.renamed_from = arrival.from.as_ref().map(|from| from.path.clone());
        let commit = revision.commit;
        if !older.is_empty() {
            let ancestors: HashSet<CommitId> = self.with_ancestry(|ancestry| {
                let start = ancestry.node(commit.to_gix());
                let reached = ancestry.reach(self, [start])?;
                Ok(reached.into_iter().map(|node| ancestry.id(node)).collect())
            })?;
            // What is no ancestor came along another line of the same document.
            for (at, older) in older.into_iter().enumerate() {
                if !ancestors.contains(&older.commit) {
                    traced.keeps_known |= at >= first_known;
                    timeline.revisions.push(older);
                }
            }
        }
        if arrival.from.is_none() && timeline.revisions.len() == arrival.revision + 1 {
            timeline.end = End::Created;
        }
        Ok(())
    }

    /// Which of the documents that one commit brought to a path stood elsewhere before, or
    /// have nothing to do with what stood there.
    fn found(
        &self,
        commit: CommitId,
        brought: &Arrivals,
        all: &[Traced],
    ) -> Result<Found, GitError> {
        let Arrivals { places, files } = brought;
        let exchange = match self.exchange(commit) {
            Ok(exchange) => exchange,
            Err(GitError::MissingObject { id }) => {
                let doubts = places.iter().map(|(timeline, _)| (*timeline, id)).collect();
                return Ok(Found { doubts, ..Found::default() });
            }
            Err(error) => return Err(error),
        };
        let asked: BTreeSet<RepoPath> =
            files.iter().map(|document| document.path.clone()).collect();
        let origins = match &exchange {
            Some(exchange) => self.origins(exchange, &asked)?,
            None => Origins::default(),
        };
        let mut found = Found::default();
        for ((timeline, revision), document) in places.iter().copied().zip(files) {
            let mut from = origins.from.get(&document.path).cloned();
            let mut doubt = origins.doubts.get(&document.path).copied();
            if let (None, Some(exchange)) = (&from, &exchange)
                && !is_markdown(&document.path)
            {
                (from, doubt) = self.left_over(document, exchange, &origins)?;
            }
            found.doubts.extend(doubt.map(|id| (timeline, id)));
            let is_first = from.is_none()
                && (origins.replaced.contains(&document.path)
                    || self.follows_another(&all[timeline].timeline, revision)?);
            if let (Some(exchange), Some(from)) = (&exchange, from) {
                let blob = Some(from.blob);
                let from = Some(Strand { from: exchange.parent, path: from.path });
                found.arrivals.push(Arrival { timeline, revision, from, blob });
            } else if is_first {
                found.arrivals.push(Arrival { timeline, revision, from: None, blob: None });
            }
        }
        Ok(found)
    }

    /// A document that is no Markdown by its name gets what the others leave.
    fn left_over(
        &self,
        document: &Added,
        exchange: &Exchange,
        origins: &Origins,
    ) -> Result<(Option<Removed>, Option<ObjectId>), GitError> {
        let taken: HashSet<&RepoPath> = origins.from.values().map(|from| &from.path).collect();
        let left = exchange.removed.iter().filter(|file| !taken.contains(&file.path));
        let files: Vec<Removed> = left.cloned().collect();
        let alone = pair(self, std::slice::from_ref(document), &files, |_| true)?;
        let from = alone.pairs.get(&0).map(|at| files[*at].clone());
        Ok((from, alone.doubts.get(&0).copied()))
    }

    /// Whether the document that an addition brought calls itself something else than the
    /// one that stood at the path before that.
    fn follows_another(&self, timeline: &Timeline, revision: usize) -> Result<bool, GitError> {
        let from_here = timeline.revisions.get(revision..).unwrap_or_default();
        let Some((addition, older)) = from_here.split_first() else { return Ok(false) };
        let before = older.iter().find(|older| older.path == addition.path && older.blob.is_some());
        match (addition.blob, before.and_then(|before| before.blob)) {
            (Some(blob), Some(before)) if addition.is_addition() => {
                Ok(self.other_names(before, blob)?.is_some())
            }
            _ => Ok(false),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::git::testing::Sandbox;
    use crate::progress::Silent;

    const TEXT: &str = "# Wash hands\n\nBefore work.\n\nAfter work.\n\nFor 30 seconds.\n";

    fn timeline(sandbox: &Sandbox, path: &str) -> Timeline {
        let path = RepoPath::new(path).unwrap();
        let mut found = sandbox.open().timelines(sandbox.tip(), &[path], &Silent).unwrap();
        found.remove(0)
    }

    fn rename(sandbox: &Sandbox, from: &str, to: &str) {
        let text = std::fs::read_to_string(sandbox.root().join(from)).unwrap();
        sandbox.git(&["rm", "--quiet", from]);
        sandbox.write(to, &text);
    }

    /// The commits, and the former path where one is a rename.
    fn summary(timeline: &Timeline) -> Vec<(CommitId, Option<&str>)> {
        timeline
            .revisions
            .iter()
            .map(|revision| (revision.commit, revision.renamed_from.as_ref().map(RepoPath::as_str)))
            .collect()
    }

    #[test]
    fn a_renamed_document_keeps_its_history() {
        let sandbox = Sandbox::new();
        let first = sandbox.commit_file("a.md", TEXT);
        let second = sandbox.commit_file("a.md", &format!("{TEXT}Dry them.\n"));
        rename(&sandbox, "a.md", "sops/wash.md");
        let third = sandbox.commit("move");
        let fourth = sandbox.commit_file("sops/wash.md", TEXT);
        let found = timeline(&sandbox, "sops/wash.md");
        let expected = [(fourth, None), (third, Some("a.md")), (second, None), (first, None)];
        assert_eq!(summary(&found), expected);
        assert_eq!(found.end, End::Created);
        assert_eq!(found.revisions[1].previous, [found.revisions[2].blob]);
        assert_eq!(found.revisions[3].path.as_str(), "a.md");
        let followed = sandbox.log(&["--follow", "--", "sops/wash.md"]);
        assert_eq!(found.revisions.iter().map(|r| r.commit).collect::<Vec<_>>(), followed);
    }

    #[test]
    fn a_document_renamed_with_a_change_is_the_same_from_half_its_lines_on() {
        let sandbox = Sandbox::new();
        let first = sandbox.commit_file("a.md", TEXT);
        sandbox.git(&["rm", "--quiet", "a.md"]);
        sandbox.write("b.md", &TEXT.replace("30", "40"));
        sandbox.write("c.md", "Something else entirely, with other words.\n");
        let second = sandbox.commit("move and change");
        assert_eq!(summary(&timeline(&sandbox, "b.md")), [(second, Some("a.md")), (first, None)]);
        assert_eq!(summary(&timeline(&sandbox, "c.md")), [(second, None)]);
    }

    #[test]
    fn several_renames_are_followed_and_back_to_the_first_name() {
        let sandbox = Sandbox::new();
        let first = sandbox.commit_file("a.md", TEXT);
        rename(&sandbox, "a.md", "b.md");
        let second = sandbox.commit("to b");
        let third = sandbox.commit_file("b.md", &format!("{TEXT}Dry them.\n"));
        rename(&sandbox, "b.md", "a.md");
        let fourth = sandbox.commit("back to a");
        let expected =
            [(fourth, Some("b.md")), (third, None), (second, Some("a.md")), (first, None)];
        assert_eq!(summary(&timeline(&sandbox, "a.md")), expected);
    }

    #[test]
    fn what_another_document_left_at_the_path_is_not_the_history_of_this_one() {
        let sandbox = Sandbox::new();
        sandbox.commit_file("a.md", "An older document of this name.\n");
        sandbox.git(&["rm", "--quiet", "a.md"]);
        sandbox.commit("remove");
        let third = sandbox.commit_file("b.md", TEXT);
        rename(&sandbox, "b.md", "a.md");
        let fourth = sandbox.commit("move");
        let expected = [(fourth, Some("b.md")), (third, None)];
        assert_eq!(summary(&timeline(&sandbox, "a.md")), expected);
    }

    #[test]
    fn folders_that_swap_names_keep_their_documents_apart() {
        let sandbox = Sandbox::new();
        sandbox.write("x/a.md", TEXT);
        sandbox.write("y/a.md", "# Other\n\nEntirely.\n");
        let first = sandbox.commit("two");
        rename(&sandbox, "x/a.md", "p/a.md");
        rename(&sandbox, "y/a.md", "q/a.md");
        let second = sandbox.commit("move both");
        for (path, from) in [("p/a.md", "x/a.md"), ("q/a.md", "y/a.md")] {
            let expected = [(second, Some(from)), (first, None)];
            assert_eq!(summary(&timeline(&sandbox, path)), expected, "{path}");
        }
    }

    #[test]
    fn one_removal_continues_in_one_document_only() {
        let sandbox = Sandbox::new();
        sandbox.commit_file("a.md", TEXT);
        rename(&sandbox, "a.md", "b.md");
        sandbox.write("c.md", TEXT);
        sandbox.commit("split");
        let paths = ["b.md", "c.md"].map(|path| RepoPath::new(path).unwrap());
        let found = sandbox.open().timelines(sandbox.tip(), &paths, &Silent).unwrap();
        let lengths: Vec<_> = found.iter().map(|timeline| timeline.revisions.len()).collect();
        assert_eq!(lengths, [2, 1]);
    }

    #[test]
    fn neither_program_files_nor_empty_ones_become_documents() {
        let sandbox = Sandbox::new();
        sandbox.write("a.rs", TEXT);
        sandbox.write("b.md", "");
        sandbox.commit("two");
        rename(&sandbox, "a.rs", "a.md");
        rename(&sandbox, "b.md", "c.md");
        sandbox.commit("move");
        assert_eq!(timeline(&sandbox, "a.md").revisions.len(), 1);
        assert_eq!(timeline(&sandbox, "c.md").revisions.len(), 1);
    }

    #[test]
    fn without_the_files_only_the_same_content_is_a_rename() {
        let sandbox = Sandbox::new();
        sandbox.write("a.md", TEXT);
        sandbox.write("b.md", "# Other\n\nOne.\nTwo.\nThree.\n");
        sandbox.commit("two");
        rename(&sandbox, "a.md", "moved/a.md");
        sandbox.git(&["rm", "--quiet", "b.md"]);
        sandbox.write("moved/b.md", "# Other\n\nOne.\nTwo.\nFour.\n");
        let head = sandbox.commit("move");
        let clone = sandbox.clone_with("partial", &["--bare", "--filter=blob:none"]);
        let repository = Repository::discover_isolated(&clone).unwrap();
        let paths = ["moved/a.md", "moved/b.md"].map(|path| RepoPath::new(path).unwrap());
        let found = repository.timelines(head, &paths, &Silent).unwrap();
        assert_eq!((found[0].revisions.len(), found[0].end), (2, End::Created));
        assert!(matches!(found[1].end, End::MissingObject(_)));
        assert_eq!(sandbox.open().timelines(head, &paths, &Silent).unwrap()[1].revisions.len(), 2);
    }
}
