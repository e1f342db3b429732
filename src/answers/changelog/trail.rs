//! What history says of the changes of a document: who made them, why, who reviewed and who
//! approved them.

use crate::calendar::{Date, TimeZone};
use crate::comparison::Class;
use crate::document::front_matter::Fields;
use crate::document::lifecycle::ReviewOutcome;
use crate::evolution::Evolution;
use crate::git::{CommitId, GitError, Landing, Person, Revision};
use crate::library::Member;
use crate::reviews::{
    Approval, Census, HostedApprovals, Kind, carried_approvals, recorded_approvals,
};

/// What history is asked about.
pub(super) struct History<'a> {
    pub(super) landing: &'a Landing,
    pub(super) evolution: &'a Evolution<'a>,
    pub(super) census: Census<'a>,
    pub(super) hosted: Option<&'a HostedApprovals>,
    pub(super) zone: &'a TimeZone,
}

/// What the commits of a document say.
#[derive(Debug, Default)]
pub(super) struct Trail {
    /// What `Change-Reason` trailers give as a reason.
    pub(super) reasons: Vec<String>,
    pub(super) subjects: Vec<String>,
    pub(super) authors: Vec<Person>,
    /// Numbers of the pull or merge requests that brought the changes.
    pub(super) merge_requests: Vec<String>,
    /// From trailers and from the hosting service.
    pub(super) approvals: Vec<Approval>,
    /// The commits for which neither has an approval.
    pub(super) unapproved: Vec<CommitId>,
}

/// A review that a release brings.
#[derive(Debug)]
pub(super) struct Review {
    pub(super) on: Date,
    /// Whom the fields that came with it name, else the trailers; may be empty.
    pub(super) by: Vec<String>,
    /// Who wrote the commit.
    pub(super) author: Person,
    pub(super) outcome: Option<ReviewOutcome>,
    pub(super) note: Option<String>,
    pub(super) kind: Kind,
    /// How many documents had nothing but their date changed in the same landing.
    pub(super) together: usize,
    pub(super) commit: CommitId,
    /// The day on which it came to the controlled branch, where that is known.
    pub(super) landed: Option<Date>,
}

impl History<'_> {
    /// What the commits say that weigh as much as the whole change does: where any of them
    /// changed what the document says, only those speak. A mass edit of dates is neither an
    /// author nor a reason.
    pub(super) fn trail(&self, revisions: &[Revision], class: Class) -> Result<Trail, GitError> {
        let mut speaking = Vec::new();
        for revision in revisions {
            let speaks = match class {
                Class::Major | Class::Minor => self.evolution.changes_meaning(revision)?,
                Class::Editorial => self.evolution.changes_substance(revision)?,
                Class::Record | Class::None => true,
            };
            if speaks {
                speaking.push(revision);
            }
        }
        // What went has no text of its own, and what several commits did together none of
        // them may have done alone.
        if speaking.is_empty() {
            speaking.extend(revisions);
        }
        let mut trail = Trail::default();
        for revision in speaking {
            self.add(&mut trail, revision.commit)?;
        }
        Ok(trail)
    }

    fn add(&self, trail: &mut Trail, commit: CommitId) -> Result<(), GitError> {
        let info = self.evolution.commit(commit)?;
        let merge = match self.landing.of(commit).filter(|landing| *landing != commit) {
            Some(landing) => Some(self.evolution.commit(landing)?),
            None => None,
        };
        let request =
            info.pull_request().or_else(|| merge.as_ref().and_then(|merge| merge.pull_request()));
        let approvals =
            carried_approvals([Some(&*info), merge.as_deref()], request.as_deref(), self.hosted);
        if approvals.is_empty() {
            trail.unapproved.push(commit);
        }
        push_new(&mut trail.approvals, approvals);
        push_new(&mut trail.merge_requests, request);
        for info in [Some(&info), merge.as_ref()].into_iter().flatten() {
            push_new(&mut trail.reasons, info.trailers("Change-Reason"));
        }
        if info.parents.len() < 2 {
            let authors = [&info.author].into_iter().chain(&info.co_authors);
            push_new(&mut trail.authors, authors.cloned());
            push_new(&mut trail.subjects, [info.subject.clone()]);
        }
        Ok(())
    }

    /// The review whose date a document shows, where one of these revisions brought it. A
    /// first date, one that went back and one that returned are no reviews.
    pub(super) fn review(
        &self,
        old: Option<&Member>,
        new: &Member,
        revisions: &[Revision],
    ) -> Result<Option<Review>, GitError> {
        let Some(shown) = new.document.fields().last_reviewed.copied() else { return Ok(None) };
        let before = old.map(|old| old.document.fields());
        if before.is_some_and(|before| before.last_reviewed.copied() > Some(shown)) {
            return Ok(None);
        }
        let is_in_range =
            |commit: CommitId| revisions.iter().any(|revision| revision.commit == commit);
        let Some(event) = self.census.review(&new.path, shown, is_in_range)? else {
            return Ok(None);
        };
        let info = self.evolution.commit(event.commit)?;
        let landing = match event.landing {
            Some(landing) => Some(self.evolution.commit(landing)?),
            None => None,
        };
        let written = self.evolution.fields(event.written)?;
        let named = |fields: &Fields| -> Vec<String> {
            fields.reviewed_by.texts().into_iter().map(str::to_owned).collect()
        };
        // A field that stayed as it was tells of the review before.
        let is_recorded = event.kind == Kind::Recorded;
        let mut by = written.as_ref().map(named).unwrap_or_default();
        if !is_recorded && before.map(named).is_some_and(|before| before == by) {
            by.clear();
        }
        for info in [Some(&info), landing.as_ref()].into_iter().flatten() {
            if by.is_empty() {
                by = info.trailers("Reviewed-by");
            }
        }
        let note = written.as_ref().and_then(|fields| fields.review_note.value()).cloned();
        let note_before = before.and_then(|before| before.review_note.value());
        let outcome = written.as_ref().and_then(|fields| fields.review_outcome.copied());
        Ok(Some(Review {
            on: event.date,
            by,
            author: info.author.clone(),
            outcome: outcome.filter(|_| is_recorded),
            note: note.filter(|note| is_recorded || note_before != Some(note)),
            kind: event.kind,
            together: event.together,
            commit: event.commit,
            landed: landing.map(|landing| landing.committer_time.day_in(self.zone)),
        }))
    }
}

/// The approvals of a text: those that its fields name, else those that its commits carry,
/// with the commits for which nobody has one.
pub(super) fn approvals(
    before: Option<&Fields>,
    now: Option<&Fields>,
    trail: &mut Trail,
) -> (Vec<Approval>, Vec<CommitId>) {
    let recorded = recorded_approvals(before, now);
    if recorded.is_empty() {
        (std::mem::take(&mut trail.approvals), std::mem::take(&mut trail.unapproved))
    } else {
        (recorded, Vec::new())
    }
}

fn push_new<T: PartialEq>(list: &mut Vec<T>, items: impl IntoIterator<Item = T>) {
    for item in items {
        if !list.contains(&item) {
            list.push(item);
        }
    }
}
