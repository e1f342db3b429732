//! What history says about the documents of a library, gathered in one walk.

use std::collections::HashMap;
use std::rc::Rc;

use crate::calendar::{AsOf, Date, Moment};
use crate::comparison::Class;
use crate::document::fingerprint::Fingerprint;
use crate::evolution::{Evolution, Gist, IgnoredRevisions, Known, SubstantiveChange};
use crate::git::{
    BlobId, CommitId, CommitInfo, End, GitError, Landing, Repository, Revision, Timeline,
};
use crate::library::{Library, Member, Source, Uncommitted};
use crate::paths::RepoPath;
use crate::progress::Progress;
use crate::reviews::{DateField, Event, Kind, event, sets_review_date};

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
    /// What the document rests on and has changed.
    pub suspicions: Vec<Reason>,
    /// Whether every commit that touched it touched at least [`BULK`] documents.
    pub is_bulk_only: bool,
    /// When the review landed on the controlled branch.
    pub review_landed: Option<Moment>,
    /// How much the text has changed since the review, whatever was approved meanwhile.
    pub changed_since_review: Option<Class>,
    /// Whether the order in which things landed cannot be relied on.
    pub is_uncertain: bool,
    /// Whether an answer lies in what the clone does not hold.
    pub is_incomplete: bool,
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

/// From so many documents on, a commit is a mass edit rather than work on a document.
pub const BULK: usize = 5;

/// Gathers the evidence for every readable document of the library, in its order.
///
/// # Errors
/// When history cannot be read.
pub fn gather(
    library: &Library,
    ground: Ground<'_>,
    progress: &dyn Progress,
) -> Result<Vec<Evidence>, GitError> {
    let members: Vec<&Member> = library.members.iter().collect();
    gather_for(&members, library, ground, progress)
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

/// Gathers the evidence for some documents of the library, in their order. The histories of
/// all documents are read, whichever are asked about: a document rests on others, and a mass
/// edit is told by what else it touched.
///
/// # Errors
/// When history cannot be read.
pub fn gather_for(
    members: &[&Member],
    library: &Library,
    ground: Ground<'_>,
    progress: &dyn Progress,
) -> Result<Vec<Evidence>, GitError> {
    let committed: Vec<RepoPath> = library
        .members
        .iter()
        .filter(|member| member.blob.is_some())
        .map(|member| member.committed_path().clone())
        .collect();
    let timelines = ground.repository.timelines(ground.start, &committed, progress)?;
    let by_path: HashMap<RepoPath, Timeline> = committed.into_iter().zip(timelines).collect();
    let evolution = Evolution::of_library(ground.repository, library).ignoring(ground.ignored);
    let mut suspicions = Suspicions::new(library, ground, &by_path, &evolution);
    let mut touched: HashMap<CommitId, usize> = HashMap::new();
    for revision in by_path.values().flat_map(|timeline| &timeline.revisions) {
        *touched.entry(revision.commit).or_default() += 1;
    }
    progress.begin("evidence", Some(members.len() as u64));
    let mut all = Vec::with_capacity(members.len());
    for (index, member) in members.iter().copied().enumerate() {
        let evidence = match by_path.get(member.committed_path()) {
            None => Evidence::default(),
            Some(timeline) => {
                let in_bulk = |commit| touched.get(commit).is_some_and(|count| *count >= BULK);
                let is_bulk_only = !timeline.revisions.is_empty()
                    && timeline.revisions.iter().all(|revision| in_bulk(&revision.commit));
                let inquiry = Inquiry { member, timeline, ground, evolution: &evolution };
                let found = inquiry.answer(index, &mut suspicions)?;
                Evidence { is_bulk_only, ..found }
            }
        };
        all.push(evidence);
        progress.advance(1);
    }
    progress.finish();
    suspicions.prove(&mut all, progress)?;
    evolution.keep();
    Ok(all)
}

/// One document and where to ask about it.
#[derive(Clone, Copy)]
struct Inquiry<'a> {
    member: &'a Member,
    timeline: &'a Timeline,
    ground: Ground<'a>,
    evolution: &'a Evolution<'a>,
}

impl Inquiry<'_> {
    fn answer(&self, index: usize, suspicions: &mut Suspicions<'_>) -> Result<Evidence, GitError> {
        let mut evidence = Evidence::default();
        let mut incomplete = false;
        match self.timeline.revisions.first() {
            Some(newest) => evidence.last_change = Some(self.evolution.commit(newest.commit)?),
            None => incomplete = !matches!(self.timeline.end, End::Created),
        }
        let in_substance = self.evolution.last_in_substance(self.timeline)?;
        if let Some(change) = self.known(in_substance, &mut incomplete) {
            let info = self.evolution.commit(change.commit)?;
            evidence.last_in_substance = Some((change, info));
        }
        let fields = self.member.document.fields();
        let review =
            self.event(DateField::LastReviewed, fields.last_reviewed.copied(), &mut incomplete)?;
        let approval =
            self.event(DateField::ApprovedOn, fields.approved_on.copied(), &mut incomplete)?;
        // A date that only the working tree shows has no commit yet; the text beside it is
        // the one that was reviewed.
        let is_recorded = review.is_some()
            || self.member.uncommitted.is_none()
            || !fields.last_reviewed.is_given();
        if let Some(event) = &review {
            evidence.review_landed = match event.landing {
                Some(landing) => Some(self.evolution.commit(landing)?.committer_time),
                None => None,
            };
            evidence.is_uncertain = !event.is_certain;
            evidence.changed_since_review =
                Some(self.since(self.baseline(VouchedBy::Review, event)?)?.0);
            evidence.review = Some((event.clone(), self.evolution.commit(event.commit)?));
        }
        let newest = newest_vouching(review, approval, self.evolution)?.filter(|_| is_recorded);
        if let Some((by, event)) = &newest {
            evidence.vouching = Some(self.vouching(*by, event)?);
        }
        if self.evolution.take_missing().is_some() {
            // What was vouched for, or what came after it, is not in the clone.
            (evidence.vouching, evidence.changed_since_review) = (None, None);
            incomplete = true;
        }
        let since = newest.map(|(_, event)| (event.date, event.landing.unwrap_or(event.commit)));
        evidence.suspicions = suspicions.of(index, self.member, since)?;
        let proven = fields
            .reviewed_text
            .value()
            .and_then(|text| Fingerprint::read(text))
            .is_some_and(|fingerprint| fingerprint == self.member.document.fingerprint());
        evidence.is_incomplete = (incomplete && !proven) || self.evolution.take_missing().is_some();
        Ok(evidence)
    }

    /// The commit that set the date that the document shows, if one did.
    fn event(
        &self,
        field: DateField,
        shown: Option<Date>,
        incomplete: &mut bool,
    ) -> Result<Option<Event>, GitError> {
        let Some(found) = event(field, self.timeline, self.evolution, self.ground.landing)? else {
            return Ok(None);
        };
        Ok(self.known(found, incomplete).filter(|event| Some(event.date) == shown))
    }

    /// The answer, unless the clone lacks a version or a commit that could have made it
    /// another one.
    fn known<T>(&self, found: Known<T>, incomplete: &mut bool) -> Option<T> {
        let is_lacking = self.evolution.take_missing().is_some();
        match found {
            Known::Yes(answer) if !is_lacking => return Some(answer),
            Known::Unreadable if !is_lacking => {
                *incomplete |= matches!(self.timeline.end, End::MissingObject(_));
            }
            Known::Yes(_) | Known::Unreadable | Known::BeyondBoundary(_) => *incomplete = true,
        }
        None
    }

    /// The text that was vouched for: the newest one with the recorded fingerprint, else
    /// the one of the event.
    fn baseline(&self, by: VouchedBy, event: &Event) -> Result<Baseline, GitError> {
        let fields = self.member.document.fields();
        let recorded = match by {
            VouchedBy::Approval => fields.approved_text.value(),
            VouchedBy::Review | VouchedBy::InitialDate => fields.reviewed_text.value(),
        };
        if let Some(fingerprint) = recorded.and_then(|text| Fingerprint::read(text)) {
            if fingerprint == self.member.document.fingerprint() {
                return Ok(Baseline::Now);
            }
            for revision in &self.timeline.revisions {
                let text = fingerprint_of(revision.blob, self.evolution)?;
                if let (Some(blob), true) = (revision.blob, text == Some(fingerprint)) {
                    return Ok(Baseline::Blob(blob));
                }
            }
        }
        Ok(Baseline::Blob(event.text))
    }

    /// How much the text has changed since a baseline, and how.
    fn since(&self, baseline: Baseline) -> Result<(Class, Option<Rc<Gist>>), GitError> {
        let Baseline::Blob(blob) = baseline else { return Ok((Class::None, None)) };
        let gist = self.evolution.since(blob, self.member)?;
        Ok((gist.as_ref().map_or(Class::None, |gist| gist.class), gist))
    }

    fn vouching(&self, by: VouchedBy, event: &Event) -> Result<Vouching, GitError> {
        let baseline = self.baseline(by, event)?;
        let (since, gist) = self.since(baseline)?;
        let mut vouching = Vouching {
            by,
            date: event.date,
            commit: event.commit,
            text: match baseline {
                Baseline::Now => None,
                Baseline::Blob(blob) => Some(blob),
            },
            since,
            summary: String::new(),
            changes: Vec::new(),
            changed_on: None,
        };
        let (Baseline::Blob(blob), Some(gist)) = (baseline, gist) else {
            return Ok(vouching);
        };
        if !since.is_meaningful() {
            return Ok(vouching);
        }
        if by == VouchedBy::Review && self.is_reviewed_beside(event)? {
            return Ok(Vouching { since: Class::None, text: None, ..vouching });
        }
        let Some(changes) = self.commits_since(blob)? else {
            return Ok(Vouching { since: Class::None, ..vouching });
        };
        vouching.changes = changes;
        if let Some(commit) = vouching.changes.first() {
            let written = self.evolution.commit(*commit)?.author_time;
            vouching.changed_on = Some(written.day_in(&self.ground.as_of.zone));
        }
        vouching.summary.clone_from(&gist.summary);
        if self.member.uncommitted == Some(Uncommitted::Modified) && vouching.changes.is_empty() {
            vouching.summary.push_str(", not committed yet");
        }
        Ok(vouching)
    }

    /// Whether today's text came with another review, on a line of history beside the one of
    /// `event`: two reviews that were merged vouch for both texts.
    fn is_reviewed_beside(&self, event: &Event) -> Result<bool, GitError> {
        let now = Some(self.member.document.fingerprint());
        for revision in &self.timeline.revisions {
            let is_candidate = revision.commit != event.commit
                && fingerprint_of(revision.blob, self.evolution)? == now
                && sets_review_date(revision, self.evolution)?;
            let repository = self.ground.repository;
            if is_candidate
                && !repository.is_ancestor(revision.commit, event.commit)?
                && !repository.is_ancestor(event.commit, revision.commit)?
            {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// The commits, newest first, that changed the substance after it was that of
    /// `baseline`; `None` where `.git-blame-ignore-revs` names all of them.
    fn commits_since(&self, baseline: BlobId) -> Result<Option<Vec<CommitId>>, GitError> {
        let Some(start) = fingerprint_of(Some(baseline), self.evolution)? else {
            return Ok(Some(Vec::new()));
        };
        let mut has_ignored = false;
        let now = self.member.document.fingerprint();
        let mut commits = Vec::new();
        if start == now {
            return Ok(Some(commits));
        }
        for revision in &self.timeline.revisions {
            let Some(text) = fingerprint_of(revision.blob, self.evolution)? else { continue };
            if text == start {
                break;
            }
            if is_new_text(text, revision, self.evolution)?
                && self.evolution.changes_meaning(revision)?
            {
                if self.ground.ignored.contains(revision.commit) {
                    has_ignored = true;
                } else {
                    commits.push(revision.commit);
                }
            }
        }
        if commits.is_empty() && has_ignored {
            let is_edited = self.member.uncommitted == Some(Uncommitted::Modified);
            return Ok(is_edited.then_some(commits));
        }
        if commits.is_empty() {
            // The change came past the reviewer, from the other side of a merge: what
            // proves it is the commit that wrote today's text.
            for revision in &self.timeline.revisions {
                let text = fingerprint_of(revision.blob, self.evolution)?;
                if text == Some(now) && is_new_text(now, revision, self.evolution)? {
                    commits.push(revision.commit);
                    break;
                }
            }
        }
        Ok(Some(commits))
    }
}

/// The newer of review and approval; the review where they came together.
fn newest_vouching(
    review: Option<Event>,
    approval: Option<Event>,
    evolution: &Evolution<'_>,
) -> Result<Option<(VouchedBy, Event)>, GitError> {
    let (review, approval) = match (review, approval) {
        (Some(review), Some(approval)) => {
            // When a commit is said to have landed: the committer's clock.
            let landed = |event: &Event| -> Result<i64, GitError> {
                let by = event.landing.unwrap_or(event.commit);
                Ok(evolution.commit(by)?.committer_time.seconds)
            };
            let newer = landed(&approval)? > landed(&review)?;
            if newer { (None, Some(approval)) } else { (Some(review), None) }
        }
        one => one,
    };
    Ok(match (review, approval) {
        (Some(review), _) if review.kind == Kind::Initial => Some((VouchedBy::InitialDate, review)),
        (Some(review), _) => Some((VouchedBy::Review, review)),
        (None, Some(approval)) => Some((VouchedBy::Approval, approval)),
        (None, None) => None,
    })
}

#[derive(Debug, Clone, Copy)]
enum Baseline {
    /// The text as it stands.
    Now,
    /// An older one.
    Blob(BlobId),
}

fn fingerprint_of(
    blob: Option<BlobId>,
    evolution: &Evolution<'_>,
) -> Result<Option<Fingerprint>, GitError> {
    let Some(blob) = blob else { return Ok(None) };
    evolution.fingerprint(blob)
}

/// Whether no parent of a revision has its text.
fn is_new_text(
    text: Fingerprint,
    revision: &Revision,
    evolution: &Evolution<'_>,
) -> Result<bool, GitError> {
    for previous in &revision.previous {
        if fingerprint_of(*previous, evolution)? == Some(text) {
            return Ok(false);
        }
    }
    Ok(true)
}
