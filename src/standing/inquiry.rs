//! What history says about one document: its last changes, who vouched for which text of it,
//! and what became of that text.

use std::rc::Rc;

use crate::calendar::Date;
use crate::comparison::Class;
use crate::document::field::Field;
use crate::document::fingerprint::Fingerprint;
use crate::document::lifecycle::Status;
use crate::evolution::{Evolution, Gist, Known};
use crate::git::{BlobId, CommitId, CommitInfo, End, GitError, Person, Revision, Timeline};
use crate::library::{Member, Uncommitted};
use crate::reviews::{Census, Chronicle, DateField, Event, Kind, Shown};

use super::evidence::{Evidence, Ground, VouchedBy, Vouching};
use super::suspicion::Suspicions;

/// One document and where to ask about it.
#[derive(Clone, Copy)]
pub(super) struct Inquiry<'a> {
    pub(super) member: &'a Member,
    pub(super) timeline: &'a Timeline,
    pub(super) ground: Ground<'a>,
    pub(super) evolution: &'a Evolution<'a>,
    pub(super) census: &'a Census<'a>,
}

impl Inquiry<'_> {
    pub(super) fn answer(
        &self,
        index: usize,
        suspicions: &mut Suspicions<'_>,
    ) -> Result<Evidence, GitError> {
        let mut evidence = Evidence::default();
        let mut incomplete = false;
        match self.timeline.revisions.first() {
            Some(newest) => evidence.last_change = Some(self.evolution.commit(newest.commit)?),
            None => incomplete = !matches!(self.timeline.end, End::Created),
        }
        let in_substance = self.evolution.last_in_substance(self.timeline)?;
        // What wrote the text tells who knows it; no verdict rests on it.
        if let Some(change) = self.known(in_substance, &mut evidence.is_uncertain) {
            let info = self.evolution.commit(change.commit)?;
            evidence.last_in_substance = Some((change, info));
        }
        let fields = self.member.document.fields();
        // All versions are read for the events of a date, so not where none is shown.
        let reviews = match fields.last_reviewed.copied() {
            Some(date) => self.census.chronicle(self.member.committed_path())?.zip(Some(date)),
            None => None,
        };
        let review = match &reviews {
            Some((reviews, date)) => self.shown(reviews, *date, &mut incomplete)?,
            None => None,
        };
        let approvals = match fields.approved_on.copied() {
            Some(date) => Some((self.approvals()?, date)),
            None => None,
        };
        // Where the clone has no revision at all, the approval is among what it lacks.
        let mut approval_incomplete = approvals.is_some()
            && self.timeline.revisions.is_empty()
            && !matches!(self.timeline.end, End::Created);
        let approval = match &approvals {
            Some((approvals, date)) => self.shown(approvals, *date, &mut approval_incomplete)?,
            None => None,
        };
        // A date that only the working tree shows has no commit yet; the text beside it is
        // the one that was reviewed.
        let is_recorded = review.is_some()
            || self.member.uncommitted.is_none()
            || !fields.last_reviewed.is_given();
        if let Some(Shown { event, baseline }) = &review {
            evidence.review_landed = match event.landing {
                Some(landing) => Some(self.evolution.commit(landing)?.committer_time),
                None => None,
            };
            evidence.is_uncertain |= !event.is_certain || event.kind == Kind::Unknown;
            if let Some(baseline) = baseline {
                evidence.changed_since_review =
                    Some(self.since(self.baseline(VouchedBy::Review, baseline)?)?.0);
                if baseline.commit == event.commit {
                    evidence.reviewed_text = self.reviewed_text(event)?;
                }
            }
            let info = self.evolution.commit(event.commit)?;
            evidence.trailers.reviewed_by = info.trailers("Reviewed-by");
            evidence.review = Some((self.census.counted(event.clone())?, info));
        }
        if let (Some(Shown { event, .. }), Some((approvals, _))) = (&approval, &approvals) {
            let info = self.evolution.commit(event.commit)?;
            evidence.trailers.approved_by = info.trailers("Approved-by");
            evidence.approved_authors = self.authors_of_approved(event, &approvals.events()?)?;
        }
        evidence.was_effective = self.was_effective()?;
        let vouched = |shown: Option<Shown>| shown.and_then(|shown| shown.baseline);
        let approved = vouched(approval);
        let newest = newest_vouching(vouched(review), approved.clone(), self.evolution)?;
        let newest = newest.filter(|_| is_recorded);
        if let Some((by, event)) = &newest {
            let reviews = reviews.as_ref().map(|(reviews, _)| &**reviews);
            evidence.vouching = Some(self.vouching(*by, event, reviews)?);
        }
        // A review tells that the text is right, not that those approved it who must.
        if let Some(event) = &approved
            && evidence.vouching.as_ref().is_none_or(|vouching| vouching.by != VouchedBy::Approval)
        {
            evidence.approval = Some(self.vouching(VouchedBy::Approval, event, None)?);
        }
        if self.evolution.take_missing().is_some() {
            // What was vouched for, or what came after it, is not in the clone.
            (evidence.vouching, evidence.approval) = (None, None);
            evidence.changed_since_review = None;
            incomplete = true;
            approval_incomplete = approvals.is_some();
        }
        let since = newest.map(|(_, event)| (event.date, event.landing.unwrap_or(event.commit)));
        evidence.suspicions = suspicions.of(index, self.member, since)?;
        let written = evidence.last_in_substance.as_ref().map(|(change, _)| change.commit);
        evidence.translation_behind = suspicions.translation(self.member, written, since)?;
        // A review proves that the text is right, not that it is the one that was approved.
        evidence.is_incomplete = (incomplete && !self.is_text_now(&fields.reviewed_text))
            || (approval_incomplete && !self.is_text_now(&fields.approved_text))
            || self.evolution.take_missing().is_some();
        Ok(evidence)
    }

    /// Whether a field names the fingerprint of the text as it stands.
    fn is_text_now(&self, recorded: &Field<String>) -> bool {
        let recorded = recorded.value().and_then(|text| Fingerprint::read(text));
        recorded == Some(self.member.document.fingerprint())
    }

    fn reviewed_text(&self, event: &Event) -> Result<Option<Fingerprint>, GitError> {
        let recorded = self.member.document.fields().reviewed_text.value();
        match recorded.and_then(|text| Fingerprint::read(text)) {
            Some(recorded) => Ok(Some(recorded)),
            None => fingerprint_of(Some(event.text), self.evolution),
        }
    }

    fn approvals(&self) -> Result<Chronicle<'_>, GitError> {
        let Ground { landing, as_of, .. } = self.ground;
        let field = DateField::ApprovedOn;
        Chronicle::read(field, self.timeline, self.evolution, landing, &as_of.zone)
    }

    /// The event of the date that the document shows, if there is one.
    fn shown(
        &self,
        chronicle: &Chronicle<'_>,
        date: Date,
        incomplete: &mut bool,
    ) -> Result<Option<Shown>, GitError> {
        let found = chronicle.shown()?;
        if chronicle.is_incomplete() {
            *incomplete = true;
            return Ok(None);
        }
        let found = found.and_then(|found| self.known(found, incomplete));
        Ok(found.filter(|shown| shown.event.date == date))
    }

    /// Who wrote what an approval approved: all that changed the text since the approval
    /// before it. `events` are all approvals, newest first.
    fn authors_of_approved(
        &self,
        approval: &Event,
        events: &[Event],
    ) -> Result<Vec<Person>, GitError> {
        let revisions = &self.timeline.revisions;
        let older = events.iter().skip_while(|event| event.commit != approval.commit).nth(1);
        let mut authors: Vec<Person> = Vec::new();
        let from_approval =
            revisions.iter().skip_while(|revision| revision.commit != approval.commit);
        for revision in from_approval {
            if older.is_some_and(|older| older.commit == revision.commit) {
                break;
            }
            if !self.evolution.changes_substance(revision)? {
                continue;
            }
            let CommitInfo { author, co_authors, .. } = &*self.evolution.commit(revision.commit)?;
            for person in [author].into_iter().chain(co_authors) {
                if !authors.contains(person) {
                    authors.push(person.clone());
                }
            }
        }
        Ok(authors)
    }

    /// Whether what is a draft now was effective on the controlled branch: a document that
    /// people follow does not leave review because somebody began to rewrite it.
    fn was_effective(&self) -> Result<bool, GitError> {
        if self.member.document.fields().status.copied() != Some(Status::Draft) {
            return Ok(false);
        }
        let Ground { landing, as_of, .. } = self.ground;
        // The day on which the next version came, which ended this one.
        let mut until = as_of.day;
        for revision in &self.timeline.revisions {
            let Some(landed) = landing.of(revision.commit) else { continue };
            if let Some(blob) = revision.blob
                && let Some(fields) = self.evolution.fields(blob)?
            {
                let has_begun = || fields.effective_date.copied().is_some_and(|day| day <= until);
                match fields.status.copied() {
                    Some(Status::Effective) => return Ok(true),
                    Some(Status::Approved) if has_begun() => return Ok(true),
                    _ => {}
                }
            }
            until = self.evolution.commit(landed)?.committer_time.day_in(&as_of.zone);
        }
        Ok(false)
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

    fn vouching(
        &self,
        by: VouchedBy,
        event: &Event,
        reviews: Option<&Chronicle<'_>>,
    ) -> Result<Vouching, GitError> {
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
        let reviews = reviews.filter(|_| by == VouchedBy::Review);
        if let Some(reviews) = reviews
            && self.is_reviewed_beside(event, reviews)?
        {
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
    fn is_reviewed_beside(&self, event: &Event, reviews: &Chronicle<'_>) -> Result<bool, GitError> {
        let now = Some(self.member.document.fingerprint());
        for (commit, blob) in reviews.other_reviews(event) {
            if fingerprint_of(Some(blob), self.evolution)? == now
                && !self.evolution.builds_on(event.commit, commit)?
                && !self.evolution.builds_on(commit, event.commit)?
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

/// The newer of review and approval; the review where they came together. A first date is
/// no review: it serves only where there is neither.
fn newest_vouching(
    review: Option<Event>,
    approval: Option<Event>,
    evolution: &Evolution<'_>,
) -> Result<Option<(VouchedBy, Event)>, GitError> {
    let review = review.filter(|event| event.kind != Kind::Initial || approval.is_none());
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
