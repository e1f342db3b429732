//! What history says about the documents of a library, gathered in one walk.

use std::collections::HashMap;
use std::rc::Rc;

use crate::calendar::{AsOf, Date, Moment};
use crate::comparison::Class;
use crate::document::fingerprint::Fingerprint;
use crate::evolution::{Evolution, IgnoredRevisions, SubstantiveChange};
use crate::git::{BlobId, CommitId, CommitInfo, GitError, Landing, Person, Repository, Timeline};
use crate::library::{Library, Member, Source};
use crate::ownership::{FindOwnersError, Owners};
use crate::paths::RepoPath;
use crate::progress::Progress;
use crate::reviews::{BULK, Census, Event};

use super::chain::{Link, chain};
use super::inquiry::Inquiry;
use super::reason::Reason;
use super::suspicion::Suspicions;

/// Where evidence is looked for.
#[derive(Debug, Clone, Copy)]
pub struct Ground<'a> {
    /// The repository.
    pub repository: &'a Repository,
    /// The commit whose history counts.
    pub start: CommitId,
    /// When each commit landed on the controlled branch.
    pub landing: &'a Landing,
    /// Commits that are no work on the texts.
    pub ignored: &'a IgnoredRevisions,
    /// The day, and the zone of days.
    pub as_of: &'a AsOf,
}

/// What history says about one document.
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Evidence {
    /// The commit that last changed the file; none where it is in no commit, or where a
    /// shallow clone does not tell.
    pub last_change: Option<Rc<CommitInfo>>,
    /// The commit that last changed what the document says.
    pub last_in_substance: Option<(SubstantiveChange, Rc<CommitInfo>)>,
    /// The commit that set the date of last review.
    pub review: Option<(Event, Rc<CommitInfo>)>,
    /// Who vouched last for the text, and what changed since.
    pub vouching: Option<Vouching>,
    /// The approval, and what changed since, where `vouching` is not by it: a newer review
    /// approves nothing.
    pub approval: Option<Vouching>,
    /// What the document rests on and has changed.
    pub suspicions: Vec<Reason>,
    /// Whether every commit that touched it touched at least [`BULK`] documents.
    pub is_bulk_only: bool,
    /// When the review landed on the controlled branch.
    pub review_landed: Option<Moment>,
    /// The text that the review vouches for: the one recorded beside the date, else the one
    /// that was before the reviewer; none where it vouches for nothing.
    pub reviewed_text: Option<Fingerprint>,
    /// How much the text has changed since the review, whatever was approved meanwhile.
    pub changed_since_review: Option<Class>,
    /// Whether the order in which things landed cannot be relied on.
    pub is_uncertain: bool,
    /// Whether an answer lies in what the clone does not hold.
    pub is_incomplete: bool,
    /// Whether it has been effective on the controlled branch before it became a draft.
    pub was_effective: bool,
    /// Whether CODEOWNERS names its owner for any file; none where there is no such file.
    pub is_owner_in_code_owners: Option<bool>,
    /// The source of a translation that has changed since.
    pub translation_behind: Option<Reason>,
    /// Who wrote what the approval that it shows approved.
    pub approved_authors: Vec<Person>,
    /// Whom the commits of the review and of the approval name for them.
    pub trailers: Trailers,
    /// The commits that were looked at, newest first, where they were asked for.
    pub chain: Vec<Link>,
}

/// People whom trailers of a commit message name, as they stand there.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Trailers {
    /// `Reviewed-by`, in the commit of the review.
    pub reviewed_by: Vec<String>,
    /// `Approved-by`, in the commit of the approval.
    pub approved_by: Vec<String>,
}

/// How much to gather.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Depth {
    /// What verdicts rest on.
    Verdict,
    /// Each commit that was looked at as well, and why it counted or not.
    Chain,
}

impl Evidence {
    /// What is known where no history can be asked. In a folder without git nothing tells
    /// whether a text is still the one that was reviewed; before the first commit there is
    /// nothing that could have changed.
    #[must_use]
    pub fn without_history(source: &Source) -> Self {
        Self { is_incomplete: *source == Source::Folder, ..Self::default() }
    }
}

/// The last time somebody vouched for a text, and what became of the text since.
#[derive(Debug, Clone, PartialEq)]
pub struct Vouching {
    /// How.
    pub by: VouchedBy,
    /// The date that was recorded.
    pub date: Date,
    /// The commit that recorded it.
    pub commit: CommitId,
    /// The text that was vouched for; none where it is the one of today.
    pub text: Option<BlobId>,
    /// How much the text has changed since.
    pub since: Class,
    /// What changed, in one line.
    pub summary: String,
    /// The commits that changed it in substance since, newest first.
    pub changes: Vec<CommitId>,
    /// The day of the newest of them.
    pub changed_on: Option<Date>,
}

/// What it is that vouches for a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum VouchedBy {
    /// A review.
    Review,
    /// An approval.
    Approval,
    /// A first date of review: no review, but the only baseline there is.
    InitialDate,
}

/// Gathers the evidence for one document of the library.
///
/// # Errors
/// When history cannot be read.
pub fn gather_one(
    member: &Member,
    library: &Library,
    ground: Ground<'_>,
    progress: &dyn Progress,
) -> Result<Evidence, GitError> {
    let mut found = gather_for(&[member], library, ground, progress)?;
    Ok(found.pop().unwrap_or_default())
}

/// As [`gather`], of what verdicts rest on.
///
/// # Errors
/// When history cannot be read.
pub fn gather_for(
    members: &[&Member],
    library: &Library,
    ground: Ground<'_>,
    progress: &dyn Progress,
) -> Result<Vec<Evidence>, GitError> {
    gather(members, library, ground, Depth::Verdict, progress)
}

/// Gathers the evidence for some documents of the library, in their order. The histories of
/// all documents are read, whichever are asked about: a document rests on others, and a mass
/// edit is told by what else it touched.
///
/// # Errors
/// When history cannot be read.
pub fn gather(
    members: &[&Member],
    library: &Library,
    ground: Ground<'_>,
    depth: Depth,
    progress: &dyn Progress,
) -> Result<Vec<Evidence>, GitError> {
    let committed = library.committed_paths();
    let timelines = ground.repository.timelines(ground.start, &committed, progress)?;
    let by_path: HashMap<RepoPath, Timeline> = committed.into_iter().zip(timelines).collect();
    let evolution = Evolution::of_library(ground.repository, library).ignoring(ground.ignored);
    let census = Census::of(&by_path, &evolution, ground.landing, &ground.as_of.zone);
    let code_owners = code_owners(ground)?;
    let mut suspicions = Suspicions::new(library, ground, &by_path, &evolution);
    let mut touched: HashMap<CommitId, usize> = HashMap::new();
    for revision in by_path.values().flat_map(|timeline| &timeline.revisions) {
        *touched.entry(revision.commit).or_default() += 1;
    }
    progress.begin("evidence", Some(members.len() as u64));
    let mut all = Vec::with_capacity(members.len());
    for (index, member) in members.iter().copied().enumerate() {
        let mut evidence = match by_path.get(member.committed_path()) {
            None => Evidence::default(),
            Some(timeline) => {
                let in_bulk = |commit| touched.get(commit).is_some_and(|count| *count >= BULK);
                let is_bulk_only = !timeline.revisions.is_empty()
                    && timeline.revisions.iter().all(|revision| in_bulk(&revision.commit));
                let evolution = &evolution;
                let inquiry = Inquiry { member, timeline, ground, evolution, census: &census };
                let mut found = inquiry.answer(index, &mut suspicions)?;
                if depth == Depth::Chain {
                    found.chain = chain(timeline, &found, ground, evolution)?;
                }
                Evidence { is_bulk_only, ..found }
            }
        };
        let owner = member.document.fields().owner.value();
        evidence.is_owner_in_code_owners = owner
            .and_then(|owner| code_owners.as_ref().map(|code_owners| code_owners.names(owner)));
        all.push(evidence);
        progress.advance(1);
    }
    progress.finish();
    suspicions.prove(&mut all, progress)?;
    evolution.keep();
    Ok(all)
}

/// CODEOWNERS of the commit whose history counts; none where the clone lacks its content.
fn code_owners(ground: Ground<'_>) -> Result<Option<Owners>, GitError> {
    match Owners::of_revision(ground.repository, ground.start) {
        Ok(found) => Ok(found.map(|(owners, _)| owners)),
        Err(FindOwnersError::Git(GitError::MissingObject { .. })) => Ok(None),
        Err(FindOwnersError::Git(error)) => Err(error),
        // Only a working tree has such a fault.
        Err(FindOwnersError::File { .. }) => Ok(None),
    }
}
