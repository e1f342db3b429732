//! What history says about the documents of a library, gathered in one walk.

use std::collections::HashMap;

use crate::calendar::{AsOf, Date, Moment};
use crate::comparison::Class;
use crate::document::Document;
use crate::document::fingerprint::Fingerprint;
use crate::evolution::{Evolution, Known, SubstantiveChange};
use crate::git::{
    BlobId, CommitId, CommitInfo, End, GitError, Landing, Repository, Revision, Timeline,
};
use crate::library::{Library, Member, Uncommitted};
use crate::paths::RepoPath;
use crate::progress::Progress;
use crate::reviews::{DateField, Event, event};

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
    /// The day, and the zone of days.
    pub as_of: &'a AsOf,
}

/// What history says about one document.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Evidence {
    /// The commit that last changed the file; none where it is in no commit, or where a
    /// shallow clone does not tell.
    pub last_change: Option<CommitInfo>,
    /// The commit that last changed what the document says.
    pub last_in_substance: Option<(SubstantiveChange, CommitInfo)>,
    /// The commit that set the date of last review.
    pub review: Option<(Event, CommitInfo)>,
    /// Who vouched last for the text, and what changed since.
    pub vouching: Option<Vouching>,
    /// What the document rests on and has changed.
    pub suspicions: Vec<Reason>,
    /// Whether every commit that touched it touched at least [`BULK`] documents.
    pub is_bulk_only: bool,
    /// When the review landed on the controlled branch.
    pub review_landed: Option<Moment>,
    /// Whether an answer lies beyond the boundary of a shallow clone.
    pub is_incomplete: bool,
}

/// The last time somebody vouched for a text, and what became of the text since.
#[derive(Debug, Clone, PartialEq)]
pub struct Vouching {
    /// How.
    pub by: VouchedBy,
    /// The date that was recorded.
    pub date: Date,
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
    let committed: Vec<RepoPath> =
        library.members.iter().filter(|m| m.blob.is_some()).map(|m| m.path.clone()).collect();
    let timelines = ground.repository.timelines(ground.start, &committed, progress)?;
    let by_path: HashMap<RepoPath, Timeline> = committed.into_iter().zip(timelines).collect();
    let evolution = Evolution::new(ground.repository, &library.profile);
    let mut suspicions = Suspicions::new(library, ground, &by_path, &evolution);
    let mut infos = Infos { repository: ground.repository, known: HashMap::new() };
    let mut touched: HashMap<CommitId, usize> = HashMap::new();
    for revision in by_path.values().flat_map(|timeline| &timeline.revisions) {
        *touched.entry(revision.commit).or_default() += 1;
    }
    progress.begin("evidence", Some(library.members.len() as u64));
    let mut all = Vec::with_capacity(library.members.len());
    for member in &library.members {
        let evidence = match by_path.get(&member.path) {
            None => Evidence::default(),
            Some(timeline) => {
                let mut found =
                    of_document(member, timeline, ground, &evolution, &mut infos, &mut suspicions)?;
                let in_bulk = |commit| touched.get(commit).is_some_and(|count| *count >= BULK);
                found.is_bulk_only =
                    timeline.revisions.iter().all(|revision| in_bulk(&revision.commit));
                found
            }
        };
        all.push(evidence);
        progress.advance(1);
    }
    progress.finish();
    Ok(all)
}

struct Infos<'a> {
    repository: &'a Repository,
    known: HashMap<CommitId, CommitInfo>,
}

impl Infos<'_> {
    fn of(&mut self, commit: CommitId) -> Result<CommitInfo, GitError> {
        if let Some(info) = self.known.get(&commit) {
            return Ok(info.clone());
        }
        let info = self.repository.commit_info(commit)?;
        self.known.insert(commit, info.clone());
        Ok(info)
    }
}

fn of_document(
    member: &Member,
    timeline: &Timeline,
    ground: Ground<'_>,
    evolution: &Evolution<'_>,
    infos: &mut Infos<'_>,
    suspicions: &mut Suspicions<'_>,
) -> Result<Evidence, GitError> {
    let mut evidence = Evidence::default();
    match timeline.revisions.first() {
        Some(newest) => evidence.last_change = Some(infos.of(newest.commit)?),
        None => evidence.is_incomplete = !matches!(timeline.end, End::Created),
    }
    match evolution.last_in_substance(timeline)? {
        Known::Yes(change) => {
            let info = infos.of(change.commit)?;
            evidence.last_in_substance = Some((change, info));
        }
        Known::BeyondBoundary(_) => evidence.is_incomplete = true,
        Known::Unreadable => {}
    }
    let at =
        |field| event(field, &member.path, timeline, evolution, ground.repository, ground.landing);
    let mut incomplete = false;
    let mut known = |found: Option<Known<Event>>| match found {
        Some(Known::Yes(event)) => Some(event),
        Some(Known::BeyondBoundary(_)) => {
            incomplete = true;
            None
        }
        Some(Known::Unreadable) | None => None,
    };
    let fields = member.document.fields();
    // A date that only the working tree shows has no commit yet; the text beside it is
    // the one that was reviewed.
    let still_shown = |event: &Event, field: Option<Date>| field == Some(event.date);
    let review = known(at(DateField::LastReviewed)?)
        .filter(|e| still_shown(e, fields.last_reviewed.copied()));
    let approval =
        known(at(DateField::ApprovedOn)?).filter(|e| still_shown(e, fields.approved_on.copied()));
    let unrecorded_review =
        member.uncommitted.is_some() && review.is_none() && fields.last_reviewed.is_given();
    evidence.is_incomplete |= incomplete;
    if let Some(event) = &review {
        evidence.review = Some((event.clone(), infos.of(event.commit)?));
        if let Some(landing) = event.landing {
            evidence.review_landed = Some(infos.of(landing)?.committer_time);
        }
    }
    if let Some((by, event)) = newest_vouching(review, approval, infos)?
        && !unrecorded_review
    {
        let baseline = baseline_text(by, &event, member, timeline, evolution)?;
        if let Some(baseline) = baseline {
            evidence.vouching = Some(vouching(
                by, event.date, baseline, member, timeline, evolution, infos, ground,
            )?);
        }
        let since = event.landing.unwrap_or(event.commit);
        evidence.suspicions = suspicions.of(member, event.date, since)?;
    }
    Ok(evidence)
}

/// The newer of review and approval; the review where they came together.
fn newest_vouching(
    review: Option<Event>,
    approval: Option<Event>,
    infos: &mut Infos<'_>,
) -> Result<Option<(VouchedBy, Event)>, GitError> {
    let by_review = |event: Event| {
        let by = if event.initial { VouchedBy::InitialDate } else { VouchedBy::Review };
        Some((by, event))
    };
    Ok(match (review, approval) {
        (Some(review), Some(approval)) => {
            let landed = |infos: &mut Infos<'_>, event: &Event| -> Result<i64, GitError> {
                Ok(infos.of(event.landing.unwrap_or(event.commit))?.committer_time.seconds)
            };
            if landed(infos, &approval)? > landed(infos, &review)? {
                Some((VouchedBy::Approval, approval))
            } else {
                by_review(review)
            }
        }
        (Some(review), None) => by_review(review),
        (None, Some(approval)) => Some((VouchedBy::Approval, approval)),
        (None, None) => None,
    })
}

/// The text that was vouched for: the newest one with the recorded fingerprint, else the
/// one of the event.
fn baseline_text(
    by: VouchedBy,
    event: &Event,
    member: &Member,
    timeline: &Timeline,
    evolution: &Evolution<'_>,
) -> Result<Option<Baseline>, GitError> {
    let fields = member.document.fields();
    let recorded = match by {
        VouchedBy::Approval => fields.approved_text.value(),
        VouchedBy::Review | VouchedBy::InitialDate => fields.reviewed_text.value(),
    };
    if let Some(fingerprint) = recorded.and_then(|text| Fingerprint::read(text)) {
        if fingerprint == member.document.fingerprint() {
            return Ok(Some(Baseline::Now));
        }
        for revision in &timeline.revisions {
            let Some(blob) = revision.blob else { continue };
            if evolution.facts(blob)?.is_some_and(|facts| facts.fingerprint == fingerprint) {
                return Ok(Some(Baseline::Blob(blob)));
            }
        }
    }
    Ok(event.text.map(Baseline::Blob))
}

#[derive(Debug, Clone, Copy)]
enum Baseline {
    /// The text as it stands.
    Now,
    /// An older one.
    Blob(BlobId),
}

#[expect(clippy::too_many_arguments, reason = "one document with everything that is known of it")]
fn vouching(
    by: VouchedBy,
    date: Date,
    baseline: Baseline,
    member: &Member,
    timeline: &Timeline,
    evolution: &Evolution<'_>,
    infos: &mut Infos<'_>,
    ground: Ground<'_>,
) -> Result<Vouching, GitError> {
    let unchanged = Vouching {
        by,
        date,
        since: Class::None,
        summary: String::new(),
        changes: Vec::new(),
        changed_on: None,
    };
    let Baseline::Blob(blob) = baseline else { return Ok(unchanged) };
    let Some(comparison) = evolution.between(blob, &member.document)? else { return Ok(unchanged) };
    if !comparison.class.is_meaningful() {
        return Ok(Vouching { since: comparison.class, ..unchanged });
    }
    let changes = commits_since(blob, &member.document, timeline, evolution)?;
    let changed_on = match changes.first() {
        Some(commit) => Some(infos.of(*commit)?.author_time.day_in(&ground.as_of.zone)),
        None => None,
    };
    let mut summary = comparison.summary();
    if member.uncommitted == Some(Uncommitted::Modified) && changes.is_empty() {
        summary.push_str(", not committed yet");
    }
    Ok(Vouching { since: comparison.class, summary, changes, changed_on, ..unchanged })
}

/// The commits, newest first, that changed the substance after it was that of `baseline`.
fn commits_since(
    baseline: BlobId,
    now: &Document,
    timeline: &Timeline,
    evolution: &Evolution<'_>,
) -> Result<Vec<CommitId>, GitError> {
    let Some(start) = evolution.facts(baseline)? else { return Ok(Vec::new()) };
    let mut commits = Vec::new();
    if start.fingerprint == now.fingerprint() {
        return Ok(commits);
    }
    for revision in &timeline.revisions {
        let Some(text) = fingerprint_of(revision.blob, evolution)? else { break };
        if text == start.fingerprint {
            break;
        }
        if is_new_text(text, revision, evolution)? {
            commits.push(revision.commit);
        }
    }
    if commits.is_empty() {
        // The change came past the reviewer, from the other side of a merge: what proves
        // it is the commit that wrote today's text.
        for revision in &timeline.revisions {
            let text = fingerprint_of(revision.blob, evolution)?;
            if text == Some(now.fingerprint())
                && is_new_text(now.fingerprint(), revision, evolution)?
            {
                commits.push(revision.commit);
                break;
            }
        }
    }
    Ok(commits)
}

fn fingerprint_of(
    blob: Option<BlobId>,
    evolution: &Evolution<'_>,
) -> Result<Option<Fingerprint>, GitError> {
    let Some(blob) = blob else { return Ok(None) };
    Ok(evolution.facts(blob)?.map(|facts| facts.fingerprint))
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
