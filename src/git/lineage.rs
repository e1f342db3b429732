//! The changes of documents through their former names.
//!
//! The timeline of a path ends where the path was added. Where that was a rename, it
//! goes on at the former path from the parent of that commit; all documents together,
//! one walk for each further name.

use std::collections::{BTreeMap, HashSet};
use std::ops::Range;

use crate::paths::RepoPath;
use crate::progress::Progress;

use super::finished::Through;
use super::renames::{Added, Exchange, Pairs, Removed, pair};
use super::timeline::{End, Followed, Limits, Revision, Strand, Timeline};
use super::{CommitId, GitError, ObjectId, Repository};

/// A document is followed through this many names at most; a real one has a handful.
const MOST_NAMES: usize = 32;

/// The documents that one commit added.
#[derive(Debug, Default)]
struct Additions {
    /// The timeline and the revision of each of `added`.
    places: Vec<(usize, usize)>,
    added: Vec<Added>,
}

/// A revision that is a rename.
#[derive(Debug)]
struct Rename {
    timeline: usize,
    revision: usize,
    from: Removed,
    /// The first parent, in which the document stands at its former place.
    parent: CommitId,
}

/// What became of the additions of one commit.
#[derive(Debug, Default)]
struct Origins {
    renames: Vec<Rename>,
    /// Timelines whose addition cannot be judged without an object that is missing.
    doubts: Vec<(usize, ObjectId)>,
}

/// A timeline that is being traced through its former names.
#[derive(Debug)]
struct Traced {
    timeline: Timeline,
    /// Revisions among which no rename has been looked for yet.
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
            let renames = self.renames(&mut traced)?;
            if renames.is_empty() {
                break;
            }
            let strand =
                |rename: &Rename| Strand { from: rename.parent, path: rename.from.path.clone() };
            let strands: Vec<_> = renames.iter().map(strand).collect();
            let older = self.follow(&strands, limits, progress)?;
            for traced in &mut traced {
                traced.fresh = 0..0;
            }
            for (rename, older) in renames.into_iter().zip(older) {
                let traced = &mut traced[rename.timeline];
                self.cut_at(traced, rename)?;
                traced.append(older);
            }
        }
        Ok(traced)
    }

    /// For each timeline the newest of its fresh additions that was a rename.
    fn renames(&self, all: &mut [Traced]) -> Result<Vec<Rename>, GitError> {
        let mut additions: BTreeMap<CommitId, Additions> = BTreeMap::new();
        for (timeline, traced) in all.iter().enumerate() {
            let revisions = traced.timeline.revisions.iter().enumerate();
            for (revision, found) in revisions.skip(traced.fresh.start).take(traced.fresh.len()) {
                let Some(blob) = found.blob.filter(|_| found.is_addition()) else { continue };
                let additions = additions.entry(found.commit).or_default();
                additions.places.push((timeline, revision));
                additions.added.push(Added { path: found.path.clone(), blob });
            }
        }
        let mut renames = Vec::new();
        for (commit, additions) in additions {
            let origins = self.origins(commit, &additions)?;
            for (timeline, id) in origins.doubts {
                all[timeline].timeline.end = End::MissingObject(id);
            }
            renames.extend(origins.renames);
        }
        renames.sort_by_key(|rename| (rename.timeline, rename.revision));
        renames.dedup_by_key(|rename| rename.timeline);
        Ok(renames)
    }

    /// Writes a rename into its revision, and takes away what an earlier document left
    /// at the new path.
    fn cut_at(&self, traced: &mut Traced, rename: Rename) -> Result<(), GitError> {
        let timeline = &mut traced.timeline;
        let older = timeline.revisions.split_off(rename.revision + 1);
        let first_known = traced.known.start.saturating_sub(rename.revision + 1);
        traced.known = 0..0;
        let Some(revision) = timeline.revisions.last_mut() else { return Ok(()) };
        if let Some(first) = revision.previous.first_mut() {
            *first = Some(rename.from.blob);
        }
        revision.renamed_from = Some(rename.from.path);
        let commit = revision.commit;
        if older.is_empty() {
            return Ok(());
        }
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
        Ok(())
    }

    /// Which of the documents that one commit added were renamed by it.
    fn origins(&self, commit: CommitId, additions: &Additions) -> Result<Origins, GitError> {
        let Additions { places, added } = additions;
        let all_in_doubt = |id| {
            let doubts = places.iter().map(|(timeline, _)| (*timeline, id)).collect();
            Ok(Origins { doubts, ..Origins::default() })
        };
        let Exchange { parent, added: candidates, removed } = match self.exchange(commit) {
            Ok(Some(found)) => found,
            Ok(None) => return Ok(Origins::default()),
            Err(GitError::MissingObject { id }) => return all_in_doubt(id),
            Err(error) => return Err(error),
        };
        if removed.is_empty() {
            return Ok(Origins::default());
        }
        let asked: HashSet<&RepoPath> = added.iter().map(|document| &document.path).collect();
        let Pairs { pairs, doubts } =
            pair(self, &candidates, &removed, |at| asked.contains(&candidates[at].path))?;
        let mut origins = Origins::default();
        for ((timeline, revision), document) in places.iter().copied().zip(added) {
            let at = candidates.binary_search_by(|other| other.path.cmp(&document.path));
            let (from, doubt) = if let Ok(at) = at {
                (pairs.get(&at).map(|from| &removed[*from]), doubts.get(&at).copied())
            } else {
                // A document that is no Markdown by its name gets what the others leave.
                let taken: HashSet<usize> = pairs.values().copied().collect();
                let left: Vec<usize> =
                    (0..removed.len()).filter(|at| !taken.contains(at)).collect();
                let files: Vec<Removed> = left.iter().map(|at| removed[*at].clone()).collect();
                let alone = pair(self, std::slice::from_ref(document), &files, |_| true)?;
                let from = alone.pairs.get(&0).map(|at| &removed[left[*at]]);
                (from, alone.doubts.get(&0).copied())
            };
            origins.doubts.extend(doubt.map(|id| (timeline, id)));
            origins.renames.extend(from.map(|from| Rename {
                timeline,
                revision,
                from: from.clone(),
                parent,
            }));
        }
        Ok(origins)
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
