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
        let finished = match shelf.take() {
            Some(finished) => finished,
            None => {
                let kept = self.kept(through.name(), &self.circumstances()?);
                Rc::new(kept.and_then(Finished::read).unwrap_or_default())
            }
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
        let new: BTreeMap<&RepoPath, &Timeline> = timelines
            .filter(|(path, line)| line.end == End::Created && known.place(start, path).is_none())
            .collect();
        if new.is_empty() {
            return Ok(());
        }
        let content = known.with(start, &new);
        self.keep(through.name(), &self.circumstances()?, &content);
        self.shelf.of(through).set(Finished::read(content).map(Rc::new));
        Ok(())
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
