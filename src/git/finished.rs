//! Timelines that an earlier run has finished.
//!
//! The history behind a commit never changes. A walk that follows a document and comes
//! to a commit from which it was followed before, with nothing of the document left
//! elsewhere, has therefore come to the end: the rest is known. That holds after a rebase
//! and a forced push as well, because the walk itself reaches that commit; a commit that
//! was rewritten or collected is never come to.
//!
//! Only timelines that reach back to the beginning are remembered: what a shallow or a
//! partial clone lacks may be there the next time.

use std::cell::Cell;
use std::collections::{BTreeMap, HashMap};
use std::hash::Hash;
use std::ops::Range;
use std::rc::Rc;

use crate::paths::RepoPath;

use super::cache::{Reader, Writer};
use super::timeline::{End, Revision, Timeline};
use super::{CommitId, GitError, ObjectId, Repository};

/// From so many commits timelines are remembered: the tips of some branches, and both
/// ends of a range or two.
const MOST_TIPS: usize = 8;

/// How far a timeline goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Through {
    /// Through the former names of a document.
    Renames,
    /// One path only.
    Path,
}

impl Through {
    const fn name(self) -> &'static str {
        match self {
            Self::Renames => "timelines",
            Self::Path => "paths",
        }
    }
}

/// The finished timelines from some commits.
#[derive(Debug, Default)]
pub(super) struct Finished {
    /// The one that was written last comes first.
    tips: Vec<Tip>,
    ids: Vec<ObjectId>,
    paths: Vec<RepoPath>,
    /// Where each timeline stands in `content`.
    timelines: Vec<Range<usize>>,
    content: Vec<u8>,
}

#[derive(Debug)]
struct Tip {
    commit: CommitId,
    /// Numbers of paths and of their timelines, sorted by path.
    timelines: Vec<(usize, usize)>,
}

/// What a repository has read of its finished timelines.
#[derive(Default)]
pub(super) struct Shelf {
    renames: Cell<Option<Rc<Finished>>>,
    path: Cell<Option<Rc<Finished>>>,
}

impl Shelf {
    fn of(&self, through: Through) -> &Cell<Option<Rc<Finished>>> {
        match through {
            Through::Renames => &self.renames,
            Through::Path => &self.path,
        }
    }
}

impl Repository {
    /// The finished timelines; none without a cache.
    pub(super) fn finished(&self, through: Through) -> Result<Option<Rc<Finished>>, GitError> {
        if !self.has_cache() {
            return Ok(None);
        }
        let shelf = self.shelf.of(through);
        let finished = if let Some(finished) = shelf.take() {
            finished
        } else {
            let kept = self.kept(through.name(), &self.key_of(through)?);
            Rc::new(kept.and_then(Finished::read).unwrap_or_default())
        };
        shelf.set(Some(Rc::clone(&finished)));
        Ok(Some(finished))
    }

    /// Remembers timelines from `start`, where any of them is finished and new.
    pub(super) fn finish<'t>(
        &self,
        through: Through,
        start: CommitId,
        timelines: impl Iterator<Item = (&'t RepoPath, &'t Timeline)>,
    ) -> Result<(), GitError> {
        let Some(known) = self.finished(through)? else { return Ok(()) };
        self.keep_headers()?;
        let new: BTreeMap<&RepoPath, &Timeline> = timelines
            .filter(|(path, line)| line.end == End::Created && known.place(start, path).is_none())
            .collect();
        // A whole clone may know a document by a name that this one cannot read.
        if new.is_empty() || (through == Through::Renames && self.lacks_names()) {
            return Ok(());
        }
        let content = known.with(start, &new);
        self.keep(through.name(), &self.key_of(through)?, &content);
        self.shelf.of(through).set(Finished::read(content).map(Rc::new));
        Ok(())
    }
}

impl Repository {
    /// Under what timelines are kept: former names depend on how documents are told apart.
    fn key_of(&self, through: Through) -> Result<Vec<u8>, GitError> {
        let mut key = self.circumstances()?;
        if through == Through::Renames {
            key.extend(self.naming_rule());
        }
        Ok(key)
    }
}

impl Finished {
    /// The finished timeline of a path, seen from a commit.
    pub(super) fn timeline(&self, from: CommitId, path: &RepoPath) -> Option<Timeline> {
        self.decode(self.place(from, path)?)
    }

    /// Whether timelines from a commit are known.
    pub(super) fn is_tip(&self, commit: CommitId) -> bool {
        self.tips.iter().any(|tip| tip.commit == commit)
    }

    /// Which timeline is the one of a path.
    fn place(&self, from: CommitId, path: &RepoPath) -> Option<usize> {
        let tip = self.tips.iter().find(|tip| tip.commit == from)?;
        let at = tip.timelines.binary_search_by(|(at, _)| self.paths[*at].cmp(path)).ok()?;
        Some(tip.timelines[at].1)
    }

    fn decode(&self, timeline: usize) -> Option<Timeline> {
        let mut reader = Reader::new(self.content.get(self.timelines.get(timeline)?.clone())?);
        let revisions = reader.list(|reader| {
            Some(Revision {
                commit: self.id(reader)?,
                path: self.path(reader)?,
                blob: reader.optional(|reader| self.id(reader))?,
                previous: reader.list(|reader| reader.optional(|reader| self.id(reader)))?,
                renamed_from: reader.optional(|reader| self.path(reader))?,
            })
        })?;
        reader.is_at_end().then_some(Timeline { revisions, end: End::Created })
    }

    fn id(&self, reader: &mut Reader<'_>) -> Option<ObjectId> {
        self.ids.get(reader.number()?).copied()
    }

    fn path(&self, reader: &mut Reader<'_>) -> Option<RepoPath> {
        self.paths.get(reader.number()?).cloned()
    }

    /// Everything known, and new timelines from `start`, as bytes.
    fn with(&self, start: CommitId, new: &BTreeMap<&RepoPath, &Timeline>) -> Vec<u8> {
        let mut tips = vec![(start, BTreeMap::new())];
        let known = self.tips.iter().filter(|tip| tip.commit != start).take(MOST_TIPS - 1);
        tips.extend(known.map(|tip| (tip.commit, BTreeMap::new())));
        let mut writing = Writing::default();
        for (commit, timelines) in &mut tips {
            let known = self.tips.iter().filter(|tip| tip.commit == *commit);
            for (path, timeline) in known.flat_map(|tip| &tip.timelines) {
                if let Some(timeline) = self.decode(*timeline) {
                    timelines.insert(self.paths[*path].clone(), writing.timeline(&timeline));
                }
            }
        }
        if let Some((_, timelines)) = tips.first_mut() {
            for (path, timeline) in new {
                timelines.insert((*path).clone(), writing.timeline(timeline));
            }
        }
        writing.into_bytes(&tips)
    }

    fn read(content: Vec<u8>) -> Option<Self> {
        let mut reader = Reader::new(&content);
        let ids = reader.list(Reader::id)?;
        let paths = reader.list(|reader| RepoPath::new(reader.text()?).ok())?;
        let mut at = 0_usize;
        let lengths = reader.list(|reader| {
            let start = at;
            at = at.checked_add(reader.number()?)?;
            Some(start..at)
        })?;
        let tips = reader.list(|reader| {
            let commit = reader.id()?;
            let timelines = reader.list(|reader| {
                let path = reader.number().filter(|path| *path < paths.len())?;
                Some((path, reader.number()?))
            })?;
            Some(Tip { commit, timelines })
        })?;
        let start = content.len().checked_sub(at)?;
        let timelines =
            lengths.into_iter().map(|range| start + range.start..start + range.end).collect();
        Some(Self { tips, ids, paths, timelines, content })
    }
}

/// Timelines on their way into a file. Names of objects and paths are written once, and so
/// is a timeline that is the same from several commits.
#[derive(Default)]
struct Writing {
    ids: Table<ObjectId>,
    paths: Table<RepoPath>,
    timelines: Table<Vec<u8>>,
}

impl Writing {
    /// The number of a timeline.
    fn timeline(&mut self, timeline: &Timeline) -> usize {
        let mut writer = Writer::default();
        writer.list(timeline.revisions.iter(), |writer, revision| {
            writer.number(self.ids.number(&revision.commit));
            writer.number(self.paths.number(&revision.path));
            writer.optional(revision.blob, |writer, blob| writer.number(self.ids.number(&blob)));
            writer.list(revision.previous.iter(), |writer, previous| {
                writer.optional(*previous, |writer, blob| writer.number(self.ids.number(&blob)));
            });
            writer.optional(revision.renamed_from.as_ref(), |writer, path| {
                writer.number(self.paths.number(path));
            });
        });
        self.timelines.number(&writer.into_bytes())
    }

    fn into_bytes(mut self, tips: &[(CommitId, BTreeMap<RepoPath, usize>)]) -> Vec<u8> {
        let mut behind = Writer::default();
        behind.list(tips.iter(), |writer, (commit, timelines)| {
            writer.id(*commit);
            writer.list(timelines.iter(), |writer, (path, timeline)| {
                writer.number(self.paths.number(path));
                writer.number(*timeline);
            });
        });
        let mut writer = Writer::default();
        writer.list(self.ids.values.iter(), |writer, id| writer.id(*id));
        writer.list(self.paths.values.iter(), |writer, path| writer.text(path.as_str()));
        writer.list(self.timelines.values.iter(), |writer, bytes| writer.number(bytes.len()));
        let mut bytes = writer.into_bytes();
        bytes.extend(behind.into_bytes());
        bytes.extend(self.timelines.values.iter().flatten());
        bytes
    }
}

/// Values, each under a number.
struct Table<T> {
    values: Vec<T>,
    numbers: HashMap<T, usize>,
}

impl<T> Default for Table<T> {
    fn default() -> Self {
        Self { values: Vec::new(), numbers: HashMap::new() }
    }
}

impl<T: Clone + Eq + Hash> Table<T> {
    fn number(&mut self, value: &T) -> usize {
        if let Some(number) = self.numbers.get(value) {
            return *number;
        }
        let number = self.values.len();
        self.values.push(value.clone());
        self.numbers.insert(value.clone(), number);
        number
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::super::timeline::Limits;
    use super::*;
    use crate::git::testing::{Dice, Sandbox};
    use crate::progress::Silent;

    const FILES: [&str; 6] = ["a.md", "b.md", "sops/a.md", "sops/b.md", "sops/deep/c.md", "d.txt"];

    fn remembering(sandbox: &Sandbox) -> Repository {
        let mut repository = sandbox.open();
        repository.use_cache();
        repository
    }

    /// Both kinds of timelines, with and without what was remembered, from the checked-out
    /// commit and for some of the files.
    fn assert_same(sandbox: &Sandbox, files: &[&str]) {
        let paths: Vec<RepoPath> = files.iter().map(|path| RepoPath::new(path).unwrap()).collect();
        let tip = sandbox.tip();
        let plain = sandbox.open();
        let expected = plain.timelines(tip, &paths, &Silent).unwrap();
        let expected_paths = plain.path_timelines(tip, &paths, &Silent).unwrap();
        for _ in ["the first time", "again"] {
            let repository = remembering(sandbox);
            assert_eq!(repository.timelines(tip, &paths, &Silent).unwrap(), expected);
            assert_eq!(repository.path_timelines(tip, &paths, &Silent).unwrap(), expected_paths);
        }
    }

    /// What is asked for among some commits is what the whole timelines have of them.
    fn assert_same_since_each(sandbox: &Sandbox, olders: &[CommitId]) {
        let paths = FILES.map(|path| RepoPath::new(path).unwrap());
        let tip = sandbox.tip();
        let plain = sandbox.open();
        let whole = plain.timelines(tip, &paths, &Silent).unwrap();
        for older in olders {
            let among = plain.commits_between(Some(*older), tip).unwrap();
            let mut expected: Vec<_> = whole.iter().map(|line| line.revisions.clone()).collect();
            for revisions in &mut expected {
                revisions.retain(|revision| among.contains(&revision.commit));
            }
            for repository in [sandbox.open(), remembering(sandbox)] {
                let found = repository.revisions_among(tip, &among, &paths, &Silent).unwrap();
                assert_eq!(found, expected, "since {older}");
            }
        }
    }

    /// A text in which one line differs, so that merges often succeed.
    fn changed(text: &str, dice: &mut Dice) -> String {
        let at = dice.below(24);
        let say = dice.below(9);
        let begun: String = (0..24).map(|line| format!("Line {line} says nothing.\n\n")).collect();
        let text = if text.is_empty() { &begun } else { text };
        let lines = text.lines().enumerate();
        lines
            .map(|(number, line)| match number {
                number if number == 2 * at => format!("Line {at} says {say}.\n"),
                _ => format!("{line}\n"),
            })
            .collect()
    }

    /// One step of a history in which nothing stays where it was.
    fn step(sandbox: &Sandbox, dice: &mut Dice) {
        let pick = |dice: &mut Dice| FILES[dice.below(FILES.len())];
        let (file, other) = (pick(dice), pick(dice));
        let read = |path: &str| std::fs::read_to_string(sandbox.root().join(path)).ok();
        match (dice.below(12), read(file)) {
            (0, Some(_)) => std::fs::remove_file(sandbox.root().join(file)).unwrap(),
            (1 | 2, Some(old)) if read(other).is_none() => {
                std::fs::remove_file(sandbox.root().join(file)).unwrap();
                let new = if dice.below(2) == 0 { changed(&old, dice) } else { old };
                sandbox.write(other, &new);
            }
            (3 | 4, _) => {
                sandbox.git(&["checkout", "--quiet", ["main", "side"][dice.below(2)]]);
                return;
            }
            (5 | 6, _) => {
                let here = sandbox.git(&["branch", "--show-current"]);
                let there = if here == "main" { "side" } else { "main" };
                sandbox.try_merge(["ort", "ort", "ours"][dice.below(3)], there);
                return;
            }
            // A branch that is begun again further down.
            (7, _) if dice.below(3) == 0 => {
                let back = format!("HEAD~{}", dice.below(3));
                if sandbox.has(&back) {
                    sandbox.git(&["reset", "--quiet", "--hard", &back]);
                }
                return;
            }
            (8, _) if dice.below(3) == 0 => sandbox.skip(-7_200),
            (_, old) => sandbox.write(file, &changed(&old.unwrap_or_default(), dice)),
        }
        sandbox.commit("step");
    }

    #[test]
    fn what_was_remembered_never_changes_an_answer() {
        for seed in 1..=4 {
            let mut dice = Dice::new(seed);
            let sandbox = Sandbox::new();
            for file in FILES.split_at(3).0 {
                sandbox.write(file, &changed("", &mut dice));
            }
            sandbox.commit("begin");
            sandbox.git(&["branch", "side"]);
            for round in 0..60 {
                step(&sandbox, &mut dice);
                // Not after each step, and not always for the same documents.
                if dice.below(3) == 0 {
                    let files = FILES.split_at(dice.below(3)).1;
                    assert_same(&sandbox, files);
                }
                if round == 30 {
                    sandbox.git(&["reflog", "expire", "--expire=all", "--all"]);
                    sandbox.git(&["gc", "--quiet", "--prune=now"]);
                }
            }
            assert_same_since_each(&sandbox, &sandbox.log(&["--max-count=40"]));
            assert_same(&sandbox, &FILES);
        }
    }

    #[test]
    fn a_commit_that_was_rewritten_and_collected_is_never_come_to() {
        let sandbox = Sandbox::new();
        let first = sandbox.commit_file("a.md", "A\n");
        let gone = sandbox.commit_file("a.md", "AA\n");
        assert_same(&sandbox, &["a.md"]);
        sandbox.git(&["reset", "--quiet", "--hard", &first.to_string()]);
        sandbox.commit_file("a.md", "B\n");
        sandbox.git(&["reflog", "expire", "--expire=all", "--all"]);
        sandbox.git(&["gc", "--quiet", "--prune=now"]);
        assert!(!sandbox.has(&gone.to_string()));
        assert_same(&sandbox, &["a.md"]);
    }

    #[test]
    fn after_a_change_only_the_new_commits_are_walked() {
        let sandbox = Sandbox::new();
        let first = sandbox.commit_file("a.md", "A\n");
        let path = RepoPath::new("a.md").unwrap();
        let paths = std::slice::from_ref(&path);
        let known = remembering(&sandbox).timelines(first, paths, &Silent).unwrap();
        let second = sandbox.commit_file("a.md", "B\n");
        let repository = remembering(&sandbox);
        let finished = repository.finished(Through::Renames).unwrap().unwrap();
        assert_eq!(finished.timeline(first, &path).as_ref(), Some(&known[0]));
        let strand = crate::git::timeline::Strand { from: second, path: path.clone() };
        let followed =
            repository.follow(&[strand], Limits::known(Some(&finished)), &Silent).unwrap();
        assert_eq!((followed[0].walked, followed[0].timeline.revisions.len()), (1, 2));
    }

    /// The known line ends in a rename as well, and only one of two renames is followed.
    #[test]
    fn a_known_line_beside_one_that_ends_in_a_rename_is_not_relied_on() {
        let sandbox = Sandbox::new();
        let mut dice = Dice::new(1);
        let text = changed("", &mut dice);
        sandbox.commit_file("first.md", &text);
        sandbox.git(&["mv", "first.md", "a.md"]);
        sandbox.commit("move");
        assert_same(&sandbox, &["a.md"]);
        sandbox.git(&["checkout", "--quiet", "--orphan", "other"]);
        sandbox.git(&["rm", "--quiet", "-rf", "."]);
        sandbox.commit_file("second.md", &text);
        sandbox.git(&["mv", "second.md", "a.md"]);
        sandbox.commit("move");
        sandbox.git(&[
            "merge",
            "--quiet",
            "--strategy=ours",
            "--allow-unrelated-histories",
            "main",
        ]);
        sandbox.write("a.md", &changed(&text, &mut dice));
        sandbox.git(&["commit", "--quiet", "--all", "--amend", "--no-edit"]);
        assert_same(&sandbox, &["a.md"]);
    }

    #[test]
    fn other_parents_are_another_history() {
        let sandbox = Sandbox::new();
        sandbox.commit_file("a.md", "A\n");
        let second = sandbox.commit_file("a.md", "B\n");
        let third = sandbox.commit_file("a.md", "C\n");
        assert_same(&sandbox, &["a.md"]);
        let graft = ["replace", "--graft", &third.to_string(), &format!("{second}~1")];
        sandbox.git(&graft);
        assert_same(&sandbox, &["a.md"]);
        sandbox.git(&["replace", "--delete", &third.to_string()]);
        assert_same(&sandbox, &["a.md"]);
        std::fs::write(sandbox.root().join(".git/info/grafts"), format!("{third}\n")).unwrap();
        assert_same(&sandbox, &["a.md"]);
    }

    #[test]
    fn what_a_clone_lacks_is_not_remembered() {
        let sandbox = Sandbox::new();
        sandbox.commit_file("a.md", "A\n");
        sandbox.commit_file("a.md", "B\n");
        let shallow = sandbox.clone_with("shallow", &["--depth=1"]);
        let open = || {
            let mut repository = Repository::discover_isolated(&shallow).unwrap();
            repository.use_cache();
            repository
        };
        let path = [RepoPath::new("a.md").unwrap()];
        let cut = open().timelines(sandbox.tip(), &path, &Silent).unwrap();
        assert!(matches!(cut[0].end, End::Boundary(_)));
        sandbox.git_in(&shallow, &["fetch", "--quiet", "--unshallow"]);
        let whole = open().timelines(sandbox.tip(), &path, &Silent).unwrap();
        assert_eq!((whole[0].end, whole[0].revisions.len()), (End::Created, 2));
    }

    #[test]
    fn no_bytes_make_it_panic() {
        let sandbox = Sandbox::new();
        let first = sandbox.commit_file("a.md", "A\n");
        sandbox.commit_file("a.md", "B\n");
        let path = RepoPath::new("a.md").unwrap();
        let repository = remembering(&sandbox);
        repository.timelines(first, std::slice::from_ref(&path), &Silent).unwrap();
        let key = repository.key_of(Through::Renames).unwrap();
        let bytes = repository.kept(Through::Renames.name(), &key).unwrap();
        let mut read = BTreeSet::new();
        for length in 0..bytes.len() {
            assert!(
                Finished::read(bytes[..length].to_vec())
                    .is_none_or(|cut| { cut.timeline(first, &path).is_none() })
            );
        }
        for bit in 0..bytes.len() * 8 {
            let mut changed = bytes.clone();
            changed[bit / 8] ^= 1 << (bit % 8);
            if let Some(finished) = Finished::read(changed) {
                read.insert(finished.timeline(first, &path).is_some());
            }
        }
        assert!(!read.is_empty());
    }
}
