//! The commits of a repository as numbered nodes, each read once, however many walks
//! there are.
//!
//! Headers are parsed by hand: a walk wants the tree, the parents and one time of
//! each commit, a fraction of what a full parse allocates. Where an earlier run has kept
//! them, or git has written a commit-graph, not even that is needed.

use std::collections::VecDeque;

use gix::hashtable::{HashMap, HashSet};
use gix::objs::Kind;

use super::headers::{Headers, Known, WORTH_WRITING};
use super::{CommitId, GitError, ObjectId, Repository};

/// The name under which headers are kept.
const HEADERS: &str = "commits";

/// Times after this one, in seconds, are not believed, so that ranks have room above: 2^56.
const LATEST: i64 = 1 << 56;

/// The number of a commit in an [`Ancestry`].
pub(super) type Node = usize;

/// The part of history that has been looked at.
pub(super) struct Ancestry {
    numbers: HashMap<gix::ObjectId, Node>,
    ids: Vec<gix::ObjectId>,
    commits: Vec<Option<Commit>>,
    ranks: Vec<Rank>,
    /// The parents of all commits, each commit's in one run.
    parents: Vec<Node>,
    boundary: HashSet<gix::ObjectId>,
    /// Parents that `info/grafts` sets in place of the recorded ones.
    grafts: HashMap<gix::ObjectId, Vec<gix::ObjectId>>,
    graph: Option<gix::commitgraph::Graph>,
    /// What earlier runs have read.
    headers: Headers,
    /// Commits that none of them had read.
    unheard: usize,
}

/// What is known of the place of a commit among all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Rank {
    Unknown,
    /// Its ancestors are being looked at.
    Open,
    Known(i64),
}

/// What a walk needs of a commit.
#[derive(Debug, Clone, Copy)]
pub(super) struct Commit {
    pub(super) tree: gix::ObjectId,
    /// Committer time in seconds; 0 where it cannot be read.
    pub(super) time: i64,
    /// Greater than that of every ancestor where both are in the commit-graph,
    /// `u32::MAX` where the commit is not.
    pub(super) generation: u32,
    /// A shallow clone ends here: there are parents, and they are not known.
    pub(super) is_boundary: bool,
    first_parent: usize,
    parent_count: usize,
}

impl Commit {
    pub(super) const fn parent_count(&self) -> usize {
        self.parent_count
    }
}

impl Ancestry {
    fn of(repository: &Repository) -> Result<Self, GitError> {
        let boundary: HashSet<_> = repository.boundary()?.into_iter().collect();
        let grafts = grafts_of(repository);
        // As in git: the commit-graph records true parents, so it is of no use
        // where a shallow clone or a graft has others.
        let graph = if boundary.is_empty() && grafts.is_empty() {
            repository.inner.commit_graph_if_enabled().ok().flatten()
        } else {
            None
        };
        Ok(Self {
            numbers: HashMap::default(),
            ids: Vec::new(),
            commits: Vec::new(),
            ranks: Vec::new(),
            parents: Vec::new(),
            boundary,
            grafts,
            graph,
            headers: repository.kept_headers()?.unwrap_or_default(),
            unheard: 0,
        })
    }

    /// The number of a commit, whether or not it is in this clone.
    pub(super) fn node(&mut self, id: gix::ObjectId) -> Node {
        let next = self.ids.len();
        let node = *self.numbers.entry(id).or_insert(next);
        if node == next {
            self.ids.push(id);
            self.commits.push(None);
            self.ranks.push(Rank::Unknown);
        }
        node
    }

    pub(super) fn id(&self, node: Node) -> CommitId {
        ObjectId::from_gix(self.ids[node])
    }

    /// The place of a commit in an order from old to new that holds for all of history,
    /// wherever one begins to look: its time, or one second more than the highest rank of
    /// its parents where clocks were wrong. What git calls the corrected commit date.
    ///
    /// All its ancestors that are in this clone have a lower rank.
    pub(super) fn rank(&mut self, repository: &Repository, node: Node) -> Result<i64, GitError> {
        let mut path = vec![node];
        while let Some(&last) = path.last() {
            if matches!(self.ranks[last], Rank::Known(_)) {
                path.pop();
                continue;
            }
            let commit = match self.commit(repository, last) {
                Ok(commit) => commit,
                // Whoever walks there finds out what that means for each document.
                Err(GitError::MissingObject { .. }) => {
                    self.ranks[last] = Rank::Known(i64::MIN);
                    continue;
                }
                Err(error) => return Err(error),
            };
            self.ranks[last] = Rank::Open;
            let before = path.len();
            let mut rank = commit.time.min(LATEST);
            for at in commit.first_parent..commit.first_parent + commit.parent_count {
                let parent = self.parents[at];
                match self.ranks[parent] {
                    Rank::Known(older) => rank = rank.max(older.saturating_add(1)),
                    Rank::Unknown => path.push(parent),
                    // Grafts can make a commit its own ancestor.
                    Rank::Open => {}
                }
            }
            if path.len() == before {
                self.ranks[last] = Rank::Known(rank);
            }
        }
        match self.ranks[node] {
            Rank::Known(rank) => Ok(rank),
            Rank::Unknown | Rank::Open => Ok(i64::MIN),
        }
    }

    /// The rank of a commit, where it is known already.
    pub(super) fn known_rank(&self, node: Node) -> Option<i64> {
        match self.ranks[node] {
            Rank::Known(rank) => Some(rank),
            Rank::Unknown | Rank::Open => None,
        }
    }

    /// How many commits have a number.
    pub(super) fn len(&self) -> usize {
        self.ids.len()
    }

    pub(super) fn parents(&self, commit: &Commit) -> &[Node] {
        &self.parents[commit.first_parent..commit.first_parent + commit.parent_count]
    }

    /// Reads a commit, the first time from the repository.
    pub(super) fn commit(
        &mut self,
        repository: &Repository,
        node: Node,
    ) -> Result<Commit, GitError> {
        if let Some(commit) = self.commits[node] {
            return Ok(commit);
        }
        let id = self.ids[node];
        let is_boundary = self.boundary.contains(&id);
        let (header, parents) = if let Some(known) = self.headers.get(id) {
            self.ranks[node] = Rank::Known(known.rank);
            let (tree, time, parents) = (known.tree, known.time, known.parents);
            (Header { tree, time, parents: Vec::new(), generation: u32::MAX }, parents)
        } else {
            self.unheard += 1;
            let mut header = match self.header_from_graph(id) {
                Some(header) => header,
                None => Header::read(repository, id)?,
            };
            let recorded = std::mem::take(&mut header.parents);
            let parents = match self.grafts.get(&id) {
                _ if is_boundary => Vec::new(),
                Some(parents) => parents.clone(),
                None => recorded,
            };
            (header, parents)
        };
        let parents: Vec<_> = parents.into_iter().map(|parent| self.node(parent)).collect();
        let commit = Commit {
            tree: header.tree,
            time: header.time,
            generation: header.generation,
            is_boundary,
            first_parent: self.parents.len(),
            parent_count: parents.len(),
        };
        self.parents.extend(parents);
        self.commits[node] = Some(commit);
        Ok(commit)
    }

    /// Reads all commits that can be reached, and lists those that are there.
    pub(super) fn reach(
        &mut self,
        repository: &Repository,
        starts: impl IntoIterator<Item = Node>,
    ) -> Result<Vec<Node>, GitError> {
        let mut seen = Vec::new();
        let mut queue: VecDeque<Node> = starts.into_iter().collect();
        let mut reached = Vec::new();
        while let Some(node) = queue.pop_front() {
            if seen.len() <= node {
                seen.resize(self.len().max(node + 1), false);
            }
            if std::mem::replace(&mut seen[node], true) {
                continue;
            }
            let commit = match self.commit(repository, node) {
                Ok(commit) => commit,
                // Whoever walks there finds out what that means for each document.
                Err(GitError::MissingObject { .. }) => continue,
                Err(error) => return Err(error),
            };
            reached.push(node);
            queue.extend(self.parents(&commit));
        }
        Ok(reached)
    }

    /// What is worth keeping for the next run, if that is enough: commits of which the rank
    /// is known, so that all their ancestors are among them.
    fn to_keep(&self) -> Option<Vec<Known>> {
        if self.unheard < WORTH_WRITING.max(self.headers.len() / 64) {
            return None;
        }
        let mut all: Vec<Known> = self.headers.all().collect();
        for (node, commit) in self.commits.iter().enumerate() {
            if let (Some(commit), Rank::Known(rank)) = (commit, self.ranks[node]) {
                all.push(Known {
                    id: self.ids[node],
                    tree: commit.tree,
                    time: commit.time,
                    rank,
                    parents: self.parents(commit).iter().map(|parent| self.ids[*parent]).collect(),
                });
            }
        }
        (all.len() > self.headers.len()).then_some(all)
    }

    fn header_from_graph(&self, id: gix::ObjectId) -> Option<Header> {
        let graph = self.graph.as_ref()?;
        let commit = graph.commit_by_id(id)?;
        let parents: Option<Vec<_>> = commit
            .iter_parents()
            .map(|parent| {
                // A damaged file can point behind its end.
                let parent = parent.ok().filter(|parent| parent.0 < graph.num_commits())?;
                Some(graph.id_at(parent).to_owned())
            })
            .collect();
        Some(Header {
            tree: commit.root_tree_id().to_owned(),
            parents: parents?,
            time: commit.committer_timestamp().try_into().unwrap_or(i64::MAX),
            generation: commit.generation(),
        })
    }
}

impl Repository {
    /// `info/grafts`; empty where there is none.
    pub(super) fn grafts_text(&self) -> String {
        let path = self.inner.common_dir().join("info/grafts");
        std::fs::read_to_string(path).unwrap_or_default()
    }

    fn kept_headers(&self) -> Result<Option<Headers>, GitError> {
        if !self.has_cache() {
            return Ok(None);
        }
        Ok(self.kept(HEADERS, &self.circumstances()?).and_then(Headers::read))
    }

    /// Keeps the commits read so far for the next run, where there are many new ones.
    pub(super) fn keep_headers(&self) -> Result<(), GitError> {
        if !self.has_cache() {
            return Ok(());
        }
        let key = self.circumstances()?;
        self.with_ancestry(|ancestry| {
            if let Some(all) = ancestry.to_keep() {
                let width = self.inner.object_hash().len_in_bytes();
                self.keep(HEADERS, &key, &Headers::write(all, width));
                ancestry.unheard = 0;
            }
            Ok(())
        })
    }

    /// Lends the commits read so far to a walk.
    pub(super) fn with_ancestry<T>(
        &self,
        walk: impl FnOnce(&mut Ancestry) -> Result<T, GitError>,
    ) -> Result<T, GitError> {
        let mut ancestry = match self.ancestry.take() {
            Some(ancestry) => ancestry,
            None => Ancestry::of(self)?,
        };
        let answer = walk(&mut ancestry);
        self.ancestry.set(Some(ancestry));
        answer
    }
}

#[derive(Debug, PartialEq)]
struct Header {
    tree: gix::ObjectId,
    parents: Vec<gix::ObjectId>,
    time: i64,
    generation: u32,
}

impl Header {
    fn read(repository: &Repository, id: gix::ObjectId) -> Result<Self, GitError> {
        let object = repository.object(id, Kind::Commit)?;
        Self::parse(&object.data).ok_or_else(|| GitError::Damaged {
            id: ObjectId::from_gix(id),
            cause: "the header of the commit has no tree or a damaged parent".into(),
        })
    }

    /// `tree`, any number of `parent`, `author`, `committer`, each on a line of its own.
    fn parse(data: &[u8]) -> Option<Self> {
        let hex = |digits: &[u8]| gix::ObjectId::from_hex(digits).ok();
        let mut lines = data.split(|byte| *byte == b'\n');
        let tree = hex(lines.next()?.strip_prefix(b"tree ")?)?;
        let mut parents = Vec::new();
        let mut time = 0;
        for line in lines {
            if let Some(parent) = line.strip_prefix(b"parent ") {
                parents.push(hex(parent)?);
            } else if let Some(committer) = line.strip_prefix(b"committer ") {
                time = time_of(committer).unwrap_or(0);
                break;
            } else if line.is_empty() {
                break;
            }
        }
        Some(Self { tree, parents, time, generation: u32::MAX })
    }
}

/// The seconds in `Ann <ann@example.org> 1767225600 +0100`.
fn time_of(signature: &[u8]) -> Option<i64> {
    let behind = signature.iter().rposition(|byte| *byte == b'>')? + 1;
    let text = std::str::from_utf8(signature.get(behind..)?).ok()?;
    text.split_whitespace().next()?.parse().ok()
}

/// `info/grafts`: a commit and the parents it is to have, on each line.
fn grafts_of(repository: &Repository) -> HashMap<gix::ObjectId, Vec<gix::ObjectId>> {
    let text = repository.grafts_text();
    let lines = text.lines().filter(|line| !line.starts_with('#'));
    lines
        .filter_map(|line| {
            let ids: Option<Vec<_>> = line.split_whitespace().map(ObjectId::from_hex).collect();
            let mut ids = ids?.into_iter().map(ObjectId::to_gix);
            Some((ids.next()?, ids.collect()))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hex(digit: &str) -> gix::ObjectId {
        gix::ObjectId::from_hex(digit.repeat(40).as_bytes()).unwrap()
    }

    #[test]
    fn a_header_is_read_up_to_the_committer() {
        let text = format!(
            "tree {}\nparent {}\nparent {}\nauthor A > B <a@b> 1 +0000\ncommitter C <c> -5 -0100\n\
             gpgsig x\n\nparent text\n",
            hex("1"),
            hex("2"),
            hex("3")
        );
        let header = Header::parse(text.as_bytes()).unwrap();
        assert_eq!((header.tree, header.time), (hex("1"), -5));
        assert_eq!(header.parents, [hex("2"), hex("3")]);
    }

    #[test]
    fn a_damaged_header_is_none_and_a_damaged_time_is_zero() {
        assert_eq!(Header::parse(b""), None);
        assert_eq!(Header::parse(b"tree 12\n"), None);
        let text = format!("tree {}\nauthor x\ncommitter nobody\n\n", hex("1"));
        assert_eq!(Header::parse(text.as_bytes()).unwrap().time, 0);
    }
}
