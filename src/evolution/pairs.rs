//! Which document of one revision is which document of another.

use std::collections::{HashMap, HashSet};

use crate::git::{CommitId, End, GitError, Repository};
use crate::library::{Library, Member, Unreadable};
use crate::paths::RepoPath;
use crate::progress::Progress;
use crate::report::Line;

/// A document at both ends, or at one of them.
#[derive(Debug, Clone, Copy)]
pub struct Pair<'l> {
    /// As it was.
    pub old: Option<&'l Member>,
    /// As it is.
    pub new: Option<&'l Member>,
}

impl<'l> Pair<'l> {
    /// The document as it is, or as it was last.
    #[must_use]
    pub fn either(&self) -> Option<&'l Member> {
        self.new.or(self.old)
    }

    /// The documents of a library before which there was none: all are new. In the order in
    /// which reports name documents.
    #[must_use]
    pub fn all_new(library: &'l Library) -> Vec<Self> {
        let members = library.members.iter();
        let mut pairs: Vec<Self> =
            members.map(|member| Self { old: None, new: Some(member) }).collect();
        pairs.sort_by_cached_key(|pair| pair.either().map(Member::rank));
        pairs
    }

    /// The documents that make no pair because an end of them cannot be read, each once,
    /// sorted by path; the newer end says why where neither can be read.
    #[must_use]
    pub fn not_comparable(old: &Library, new: &Library) -> Vec<Unreadable> {
        let both = new.unreadable.iter().chain(&old.unreadable);
        let mut files: Vec<Unreadable> = both.cloned().collect();
        files.sort_by(|a, b| a.path.cmp(&b.path));
        files.dedup_by(|later, kept| later.path == kept.path);
        files
    }
}

/// Pairs the documents of two libraries: by number, then by path, then by the renames
/// that history shows, then by the same text. In the order in which reports
/// name documents.
///
/// A document whose other end cannot be read neither came nor went: it is left out here
/// and named by [`Pair::not_comparable`].
///
/// # Errors
/// When history cannot be read.
pub fn pair<'l>(
    old: &'l Library,
    new: &'l Library,
    repository: Option<&Repository>,
    progress: &dyn Progress,
) -> Result<Vec<Pair<'l>>, GitError> {
    let mut pairing = Pairing { old, taken: HashSet::new(), of_new: HashMap::new() };
    let mut by_id: HashMap<&str, Vec<&Member>> = HashMap::new();
    for member in &old.members {
        if let Some(id) = member.document.fields().id.value() {
            by_id.entry(id.as_str()).or_default().push(member);
        }
    }
    for member in &new.members {
        if let Some(id) = member.document.fields().id.value()
            && let Some([only]) = by_id.get(id.as_str()).map(Vec::as_slice)
        {
            pairing.link(only, member);
        }
    }
    for member in &new.members {
        if let Some(same) = old.at(&member.path)
            && !contradicts(same, member)
        {
            pairing.link(same, member);
        }
    }
    if let (Some(repository), Some(commit)) = (repository, new.source.commit()) {
        pairing.by_history(new, repository, commit, progress)?;
    }
    let mut by_text: HashMap<_, &Member> = HashMap::new();
    for member in old.members.iter().filter(|member| !pairing.taken.contains(&member.path)) {
        by_text.entry(member.document.fingerprint()).or_insert(member);
    }
    for member in &new.members {
        if let Some(same) = by_text.get(&member.document.fingerprint())
            && !contradicts(same, member)
        {
            pairing.link(same, member);
        }
    }
    let mut pairs: Vec<Pair<'l>> = new
        .members
        .iter()
        .map(|member| Pair { old: pairing.of_new.get(&member.path).copied(), new: Some(member) })
        .filter(|pair| pair.old.is_some() || !is_unreadable_in(old, pair.new))
        .collect();
    let gone = old.members.iter().filter(|member| {
        !pairing.taken.contains(&member.path) && !is_unreadable_in(new, Some(*member))
    });
    pairs.extend(gone.map(|member| Pair { old: Some(member), new: None }));
    pairs.sort_by_cached_key(|pair| pair.either().map(Member::rank));
    Ok(pairs)
}

/// Two numbers make two documents, whatever their paths say.
fn contradicts(a: &Member, b: &Member) -> bool {
    match (a.document.fields().id.value(), b.document.fields().id.value()) {
        (Some(a), Some(b)) => a != b,
        _ => false,
    }
}

/// Whether the other library has the document's file and cannot read it.
fn is_unreadable_in(other: &Library, member: Option<&Member>) -> bool {
    member
        .is_some_and(|member| other.unreadable.iter().any(|file| file.path == member.path.as_str()))
}

struct Pairing<'l> {
    old: &'l Library,
    taken: HashSet<RepoPath>,
    of_new: HashMap<RepoPath, &'l Member>,
}

impl<'l> Pairing<'l> {
    fn link(&mut self, old: &'l Member, new: &'l Member) {
        if !self.of_new.contains_key(&new.path) && !self.taken.contains(&old.path) {
            self.taken.insert(old.path.clone());
            self.of_new.insert(new.path.clone(), old);
        }
    }

    fn by_history(
        &mut self,
        new: &'l Library,
        repository: &Repository,
        commit: CommitId,
        progress: &dyn Progress,
    ) -> Result<(), GitError> {
        let unpaired: Vec<&Member> = new
            .members
            .iter()
            .filter(|member| member.blob.is_some() && !self.of_new.contains_key(&member.path))
            .collect();
        if unpaired.is_empty() || self.taken.len() == self.old.members.len() {
            return Ok(());
        }
        let paths: Vec<RepoPath> = unpaired.iter().map(|member| member.path.clone()).collect();
        let older = self.old.source.commit();
        let since = older.map(|older| repository.commits_since(older, commit)).transpose()?;
        let revisions = if let Some(since) = since.flatten() {
            // What was renamed before the older end stood at its newer name there.
            repository.revisions_among(commit, &since, &paths, progress)?
        } else {
            let timelines = repository.timelines(commit, &paths, progress)?;
            timelines.into_iter().map(|timeline| timeline.revisions).collect()
        };
        for (member, revisions) in unpaired.into_iter().zip(revisions) {
            for path in revisions.iter().filter_map(|revision| revision.renamed_from.as_ref()) {
                if let Some(was) = self.old.at(path).filter(|was| !contradicts(was, member)) {
                    self.link(was, member);
                    break;
                }
            }
        }
        Ok(())
    }
}

/// Names the documents that could not be compared: `could not be compared: a.md (why)`.
#[must_use]
pub fn not_compared(files: &[Unreadable]) -> Line {
    let named = files
        .iter()
        .map(|file| Line::new().document(file.path.as_str()).text(format!(" ({})", file.why)));
    Line::new().text("could not be compared: ").line(Line::joined(named.collect(), ", "))
}

/// Why a clone does not know what was before the end of a timeline; none where that end is
/// the first version.
#[must_use]
pub fn why_unknown_before(end: End) -> Option<Line> {
    match end {
        End::Created => None,
        End::Boundary(commit) => Some(
            Line::new()
                .text("the clone is shallow and ends at ")
                .commit(commit)
                .text("; `git fetch --unshallow` brings the rest"),
        ),
        End::MissingObject(id) => Some(Line::new().text("the clone lacks the object ").commit(id)),
    }
}
