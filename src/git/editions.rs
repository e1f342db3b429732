//! The texts that a document has had on the first-parent line of a branch, through its
//! former names.
//!
//! Unlike a [`super::Timeline`], which follows a document into the branches it was written
//! on, this looks only at what the branch itself showed: a text that a merge threw away
//! stood on the branch until then, and one that was never merged never stood there.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::paths::RepoPath;
use crate::progress::Progress;

use super::document_set::DocumentSet;
use super::folders::{Comparer, Entry, Folders};
use super::{BlobId, BranchLine, CommitId, End, GitError, ObjectId, Repository};

/// A document is followed through this many names at most; a real one has a handful.
const MOST_NAMES: usize = 32;

/// The texts of one document on the line, and why there are no older ones.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Editions {
    /// Newest first.
    pub all: Vec<Edition>,
    /// Where the knowledge of them ends.
    pub end: End,
}

/// A text, from the commit of the line on that put it there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edition {
    /// The place of that commit on the line, 0 for the newest.
    pub place: usize,
    /// Where the document stood.
    pub path: RepoPath,
    /// Its content; none where the commit took it away.
    pub blob: Option<BlobId>,
    /// Whether the clone ends at that commit, so that an older one may have put it there.
    pub is_boundary: bool,
}

/// A path, and the place on the line from which on to look for its texts.
#[derive(Debug, Clone)]
struct Stretch {
    document: usize,
    from: usize,
    path: RepoPath,
}

impl Repository {
    /// The texts of each document on the line from a place downwards, in the order of
    /// `documents`, which are paths at that place; for one that does not stand there any more,
    /// the newest edition is that it was taken away.
    ///
    /// # Errors
    /// When an object on the way is damaged.
    pub fn editions(
        &self,
        line: &BranchLine,
        from: usize,
        documents: &[RepoPath],
        progress: &dyn Progress,
    ) -> Result<Vec<Editions>, GitError> {
        let none = Editions { all: Vec::new(), end: End::Created };
        let mut found = vec![none; documents.len()];
        let all = documents.iter().cloned().enumerate();
        let mut stretches: Vec<Stretch> =
            all.map(|(document, path)| Stretch { document, from, path }).collect();
        progress.begin("editions", None);
        for _ in 0..MOST_NAMES {
            if stretches.is_empty() {
                break;
            }
            let known: Vec<usize> = found.iter().map(|editions| editions.all.len()).collect();
            let documents: BTreeSet<usize> = stretches.iter().map(|s| s.document).collect();
            stretches = self.follow_line(line, &stretches, &mut found, progress)?;
            for document in documents {
                let editions = &mut found[document];
                let Some((at, former)) = self.change_of_hands(line, editions, known[document])?
                else {
                    continue;
                };
                editions.all.truncate(at + 1);
                editions.end = End::Created;
                stretches.retain(|stretch| stretch.document != document);
                if let (Some(path), Some(edition)) = (former, editions.all.last()) {
                    let from = edition.place + 1;
                    stretches.push(Stretch { document, from, path });
                }
            }
        }
        progress.finish();
        Ok(found)
    }

    /// The Markdown that the first parent of a commit has and the commit has not.
    ///
    /// # Errors
    /// When a commit or one of its folders is missing or damaged.
    pub fn taken_away_by(&self, commit: CommitId) -> Result<Vec<(RepoPath, BlobId)>, GitError> {
        let exchange = self.exchange_with_first_parent(commit)?;
        let removed = exchange.map(|(exchange, _)| exchange.removed).unwrap_or_default();
        Ok(removed.into_iter().map(|file| (file.path, file.blob)).collect())
    }

    /// Adds the texts of each stretch, and gives those in which it goes on under another name.
    fn follow_line(
        &self,
        line: &BranchLine,
        stretches: &[Stretch],
        found: &mut [Editions],
        progress: &dyn Progress,
    ) -> Result<Vec<Stretch>, GitError> {
        let paths: Vec<RepoPath> = stretches.iter().map(|stretch| stretch.path.clone()).collect();
        let folders = Folders::above(&paths);
        let mut comparer = Comparer::new(self, &folders);
        let mut begins: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (number, place) in folders.numbered() {
            begins.entry(stretches[place].from).or_default().push(number);
        }
        let mut active = DocumentSet::none(folders.count());
        let mut next = Vec::new();
        for (place, commit) in line.commits.iter().enumerate() {
            for number in begins.remove(&place).unwrap_or_default() {
                active.insert(number);
            }
            if active.is_empty() {
                if begins.is_empty() {
                    break;
                }
                continue;
            }
            progress.advance(1);
            let older = line.commits.get(place + 1);
            let is_boundary = older.is_none() && line.is_cut;
            let trees = match older.map(|older| self.tree_on_line(older.id)).transpose() {
                Ok(older) => Ok((older, self.tree_on_line(commit.id)?)),
                Err(error) => Err(error),
            };
            let differences = match trees {
                Ok((old, new)) => comparer.compare(old, Some(new), &active)?,
                Err(GitError::MissingObject { id }) => {
                    active.iter().for_each(|number| {
                        found[stretches[folders.place(number)].document].end =
                            End::MissingObject(id);
                    });
                    break;
                }
                Err(error) => return Err(error),
            };
            for (number, id) in differences.unknown {
                active.remove(number);
                found[stretches[folders.place(number)].document].end = End::MissingObject(id);
            }
            let mut added: HashMap<RepoPath, usize> = HashMap::new();
            for difference in differences.found {
                let stretch = &stretches[folders.place(difference.document)];
                let blob = difference.new.and_then(Entry::blob);
                let was_there = difference.old.and_then(Entry::blob).is_some();
                let path = stretch.path.clone();
                if blob.is_none() && !was_there {
                    continue;
                }
                found[stretch.document].all.push(Edition { place, path, blob, is_boundary });
                if is_boundary {
                    found[stretch.document].end = End::Boundary(commit.id);
                } else if !was_there {
                    added.insert(stretch.path.clone(), difference.document);
                }
            }
            if is_boundary {
                for number in active.iter() {
                    found[stretches[folders.place(number)].document].end = End::Boundary(commit.id);
                }
            } else if older.is_some() && !added.is_empty() {
                let (former, doubts) = self.former_places(commit.id, &added)?;
                for (number, path) in former {
                    active.remove(number);
                    let document = stretches[folders.place(number)].document;
                    next.push(Stretch { document, from: place + 1, path });
                }
                for (number, id) in doubts {
                    active.remove(number);
                    found[stretches[folders.place(number)].document].end = End::MissingObject(id);
                }
            }
        }
        Ok(next)
    }

    /// The newest of the editions from `fresh` on that stands where another document stood
    /// before it, and where it stood itself, if it did.
    ///
    /// As in a timeline, names are read at both ends of the time that a document stood at a
    /// path, and in between where these ends differ.
    fn change_of_hands(
        &self,
        line: &BranchLine,
        editions: &Editions,
        fresh: usize,
    ) -> Result<Option<(usize, Option<RepoPath>)>, GitError> {
        let texts: Vec<(usize, BlobId)> = editions
            .all
            .iter()
            .enumerate()
            .skip(fresh)
            .filter_map(|(at, edition)| Some((at, edition.blob?)))
            .collect();
        let (Some((_, newest)), Some((_, oldest))) = (texts.first(), texts.last()) else {
            return Ok(None);
        };
        if !self.has_names() || self.name_of(*newest)? == self.name_of(*oldest)? {
            return Ok(None);
        }
        for pair in texts.windows(2) {
            let [(at, newer), (before, older)] = pair else { continue };
            if self.other_names(*older, *newer)?.is_none() {
                continue;
            }
            // It came where nothing stood any more.
            if before - at > 1 {
                return Ok(Some((*at, None)));
            }
            let Edition { place, path, .. } = &editions.all[*at];
            let Some(commit) = line.commits.get(*place) else { continue };
            let exchange = match self.exchange_with_first_parent(commit.id) {
                Ok(Some((exchange, _))) => exchange,
                Ok(None) | Err(GitError::MissingObject { .. }) => continue,
                Err(error) => return Err(error),
            };
            let origins = self.origins(&exchange, &BTreeSet::from([path.clone()]))?;
            if let Some(from) = origins.from.get(path) {
                return Ok(Some((*at, Some(from.path.clone()))));
            }
            if origins.replaced.contains(path) {
                return Ok(Some((*at, None)));
            }
        }
        Ok(None)
    }

    fn tree_on_line(&self, id: CommitId) -> Result<gix::ObjectId, GitError> {
        self.with_ancestry(|ancestry| {
            let node = ancestry.node(id.to_gix());
            Ok(ancestry.commit(self, node)?.tree)
        })
    }

    /// Where the documents that a commit of the line brought stood before it, as far as
    /// they stood on the line, and those of which nothing tells.
    #[expect(clippy::type_complexity, reason = "two short lists by the number of a document")]
    fn former_places(
        &self,
        commit: CommitId,
        added: &HashMap<RepoPath, usize>,
    ) -> Result<(Vec<(usize, RepoPath)>, Vec<(usize, ObjectId)>), GitError> {
        let exchange = match self.exchange_with_first_parent(commit) {
            Ok(Some((exchange, _))) => exchange,
            Ok(None) => return Ok((Vec::new(), Vec::new())),
            Err(GitError::MissingObject { id }) => {
                return Ok((Vec::new(), added.values().map(|number| (*number, id)).collect()));
            }
            Err(error) => return Err(error),
        };
        let origins = self.origins(&exchange, &added.keys().cloned().collect())?;
        let number = |path: &RepoPath| added.get(path).copied();
        let former = origins.from.iter();
        let former = former.filter_map(|(path, from)| Some((number(path)?, from.path.clone())));
        let doubts = origins.doubts.iter().filter_map(|(path, id)| Some((number(path)?, *id)));
        Ok((former.collect(), doubts.collect()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::git::testing::{Dice, Sandbox};
    use crate::progress::Silent;

    const TEXT: &str = "# Wash hands\n\nBefore work.\n\nAfter work.\n\nFor 30 seconds.\n";

    fn editions_in(
        repository: &Repository,
        sandbox: &Sandbox,
        path: &str,
    ) -> (BranchLine, Editions) {
        let tip = sandbox.tip();
        let branch = super::super::Branch { name: "main".to_owned(), tip };
        let line = repository.line_of_branch(&branch).unwrap();
        let paths = [RepoPath::new(path).unwrap()];
        let found = repository.editions(&line, 0, &paths, &Silent).unwrap().remove(0);
        (line, found)
    }

    /// The commits of the line that changed the document, its place, and its text.
    fn texts(sandbox: &Sandbox, path: &str) -> Vec<(CommitId, String, Option<String>)> {
        let repository = sandbox.open();
        let (line, found) = editions_in(&repository, sandbox, path);
        let text = |blob| String::from_utf8(repository.blob(blob).unwrap()).unwrap();
        let all = found.all.into_iter();
        all.map(|e| (line.commits[e.place].id, e.path.to_string(), e.blob.map(text))).collect()
    }

    #[test]
    fn a_text_that_a_merge_threw_away_stood_on_the_branch_until_then() {
        let sandbox = Sandbox::new();
        let first = sandbox.commit_file("a.md", "one\n");
        sandbox.git(&["checkout", "--quiet", "-b", "side"]);
        sandbox.commit_file("a.md", "side\n");
        sandbox.git(&["checkout", "--quiet", "main"]);
        let second = sandbox.commit_file("a.md", "two\n");
        sandbox.git(&[
            "merge",
            "--quiet",
            "--no-ff",
            "--no-edit",
            "-s",
            "ort",
            "-X",
            "theirs",
            "side",
        ]);
        let merge = sandbox.tip();
        let of = |commit, text: &str| (commit, "a.md".to_owned(), Some(text.to_owned()));
        assert_eq!(
            texts(&sandbox, "a.md"),
            [of(merge, "side\n"), of(second, "two\n"), of(first, "one\n")]
        );
        // Its timeline goes the way of the text that won.
        assert!(!sandbox.log(&["--", "a.md"]).contains(&second));
    }

    #[test]
    fn a_document_that_was_moved_on_a_branch_keeps_its_editions() {
        let sandbox = Sandbox::new();
        let first = sandbox.commit_file("a.md", TEXT);
        sandbox.git(&["checkout", "--quiet", "-b", "side"]);
        sandbox.git(&["rm", "--quiet", "a.md"]);
        sandbox.write("sops/wash.md", &TEXT.replace("30", "40"));
        sandbox.commit("move and change");
        sandbox.git(&["checkout", "--quiet", "main"]);
        sandbox.commit_file("b.md", "B\n");
        let merge = sandbox.merge("ort", &["side"]);
        assert_eq!(
            texts(&sandbox, "sops/wash.md"),
            [
                (merge, "sops/wash.md".to_owned(), Some(TEXT.replace("30", "40"))),
                (first, "a.md".to_owned(), Some(TEXT.to_owned())),
            ]
        );
        let gone = texts(&sandbox, "a.md");
        assert_eq!((gone[0].0, &gone[0].2), (merge, &None));
        assert_eq!(gone.len(), 2);
        assert!(texts(&sandbox, "never.md").is_empty());
    }

    #[test]
    fn the_editions_are_those_of_git_log_along_first_parents() {
        for seed in 0..3 {
            let (sandbox, mut dice) = (Sandbox::new(), Dice::new(seed));
            sandbox.commit_file("sops/a.md", "0\n");
            sandbox.git(&["branch", "side"]);
            for step in 0..25 {
                let branch = ["main", "side"][dice.below(2)];
                sandbox.git(&["checkout", "--quiet", branch]);
                if dice.below(4) == 0 && branch == "main" {
                    sandbox.try_merge(["ours", "resolve"][dice.below(2)], "side");
                    continue;
                }
                let path = ["sops/a.md", "b.md"][dice.below(2)];
                if dice.below(5) == 0 && sandbox.root().join(path).exists() {
                    std::fs::remove_file(sandbox.root().join(path)).unwrap();
                } else {
                    sandbox.write(path, &format!("{path} {}\n", dice.below(3)));
                }
                sandbox.commit(&format!("step {step}"));
            }
            sandbox.git(&["checkout", "--quiet", "main"]);
            for path in ["sops/a.md", "b.md"] {
                let found: Vec<CommitId> = texts(&sandbox, path).iter().map(|t| t.0).collect();
                let by_git = sandbox.log(&["--first-parent", "--", path]);
                assert_eq!(found, by_git, "{path} of {seed}");
            }
        }
    }

    #[test]
    fn beyond_a_shallow_clone_no_edition_is_claimed_to_be_the_first() {
        let sandbox = Sandbox::new();
        sandbox.commit_file("a.md", "one\n");
        let second = sandbox.commit_file("a.md", "two\n");
        sandbox.commit_file("b.md", "B\n");
        let shallow = sandbox.clone_with("shallow", &["--depth=2"]);
        let repository = Repository::discover_isolated(&shallow).unwrap();
        let (line, found) = editions_in(&repository, &sandbox, "a.md");
        assert_eq!(found.end, End::Boundary(second));
        assert_eq!((found.all.len(), line.commits[found.all[0].place].id), (1, second));
        assert!(found.all[0].is_boundary);
    }
}
