//! One review event, with what was due, what was recorded, and what came along.

use std::collections::HashMap;
use std::rc::Rc;

use crate::calendar::{Date, Moment, TimeZone};
use crate::document::field::Field;
use crate::document::front_matter::Fields;
use crate::document::lifecycle::ReviewOutcome;
use crate::evolution::Evolution;
use crate::git::{CommitId, CommitInfo, End, GitError, Landing, Person, Timeline};
use crate::ownership::People;
use crate::paths::RepoPath;
use crate::reviews::{Approval, Census, Event, HostedApprovals, Kind, approvals};
use crate::standing::{BACK_DATED, YEAR_MISTYPED};

use super::Period;
use super::due::{DueThen, Then, days_ahead};
use super::landed_together::{Ranked, ranked};

/// A commit that set the date of last review of a document.
#[derive(Debug)]
pub(super) struct Reviewed {
    pub(super) event: Event,
    /// Whether a later commit of the same landing set the date again, so that the branch
    /// never showed this one.
    pub(super) is_superseded: bool,
    pub(super) info: Rc<CommitInfo>,
    /// When it came to the controlled branch.
    pub(super) landed: Option<Moment>,
    /// The day by which it had to; none where nothing was due, or it is no review.
    pub(super) due_then: Option<Date>,
    /// Who reviewed, as the fields that came with it say, else the trailers.
    pub(super) recorded_by: Vec<String>,
    /// Whom the front matter names since an earlier review, and nobody wrote anew.
    pub(super) named_before: Vec<String>,
    pub(super) outcome: Option<ReviewOutcome>,
    pub(super) note: Option<String>,
    pub(super) evidence: Option<String>,
    pub(super) approvals: Vec<Approval>,
    /// The pull request that brought it, as the subject of its landing names it.
    pub(super) pull_request: Option<String>,
    /// How many documents of the library its landing touched, this one included.
    pub(super) documents_in_landing: usize,
}

impl Reviewed {
    /// Whether it is a review that counts.
    pub(super) const fn is_review(&self) -> bool {
        self.event.kind.is_review() && !self.is_superseded
    }

    /// The day on which it landed.
    pub(super) fn landed_on(&self, zone: &TimeZone) -> Option<Date> {
        self.landed.map(|landed| landed.day_in(zone))
    }

    /// The same, where it can be relied on.
    fn certainly_landed_on(&self, zone: &TimeZone) -> Option<Date> {
        self.landed_on(zone).filter(|_| !self.is_uncertain())
    }

    /// How many days after the due day it landed; 0 or less is on time. None where nothing
    /// was due, it is no review, it claims a day to come, it has not landed, or nobody can
    /// tell when it did.
    pub(super) fn days_late(&self, zone: &TimeZone) -> Option<i64> {
        if !self.is_review() || self.ahead_by(zone).is_some() {
            return None;
        }
        Some(self.due_then?.days_until(self.certainly_landed_on(zone)?))
    }

    /// How many days after the day that it claims it landed, where that is more than a pull
    /// request takes and nothing outside git proves the date.
    pub(super) fn back_dated_by(&self, zone: &TimeZone) -> Option<i64> {
        let days = self.event.date.days_until(self.certainly_landed_on(zone)?);
        (self.is_review() && self.evidence.is_none() && days > BACK_DATED).then_some(days)
    }

    /// How many days before its landing a date lies that went back by about a year: whoever
    /// wrote it in January may have thought of the year before.
    pub(super) fn mistyped_by(&self, zone: &TimeZone) -> Option<i64> {
        let days = self.event.date.days_until(self.certainly_landed_on(zone)?);
        let is_slip = self.event.kind == Kind::Reverted && YEAR_MISTYPED.contains(&days);
        is_slip.then_some(days)
    }

    /// Whether the day of its landing cannot be relied on.
    pub(super) const fn is_uncertain(&self) -> bool {
        self.landed.is_some() && !self.event.is_certain
    }

    /// How many days after its landing the day lies that it claims, if it does.
    pub(super) fn ahead_by(&self, zone: &TimeZone) -> Option<i64> {
        days_ahead(self.event.date, self.landed.filter(|_| !self.is_uncertain())?, zone)
    }
}

/// The events of a document.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// The newest first.
    pub(super) all: Vec<Reviewed>,
    /// Whether the clone lacks what could hold another one.
    pub(super) is_incomplete: bool,
}

/// Where it is asked about the events of documents.
pub(super) struct Inquiry<'a> {
    pub(super) timelines: &'a HashMap<RepoPath, Timeline>,
    pub(super) zone: &'a TimeZone,
    pub(super) evolution: &'a Evolution<'a>,
    pub(super) landing: &'a Landing,
    pub(super) census: Census<'a>,
    pub(super) due: DueThen<'a>,
    /// How many documents each landing touched.
    pub(super) touched: HashMap<CommitId, usize>,
    pub(super) hosted: Option<&'a HostedApprovals>,
    pub(super) people: People<'a>,
}

impl Inquiry<'_> {
    /// The events of a document that landed in a period; none where no commit has it.
    pub(super) fn events(&self, path: &RepoPath, period: Period) -> Result<Found, GitError> {
        let (Some(timeline), Some(chronicle)) =
            (self.timelines.get(path), self.census.chronicle(path)?)
        else {
            return Ok(Found::default());
        };
        let mut all = Vec::new();
        for Ranked { event, is_superseded } in ranked(self.census.events(path)?) {
            let landed = match event.landing {
                Some(landing) => Some(self.evolution.commit(landing)?.committer_time),
                None => None,
            };
            if period.covers(landed.map(|landed| landed.day_in(self.zone))) {
                let reviewed = self.reviewed(event, timeline)?;
                all.push(Reviewed { is_superseded, ..reviewed });
            }
        }
        let is_cut = !matches!(timeline.end, End::Created);
        let lacks = self.evolution.take_missing().is_some();
        Ok(Found { all, is_incomplete: is_cut || lacks || chronicle.is_incomplete() })
    }

    /// Whether a name in a document is that of an author.
    fn is_called(&self, author: &Person, name: &str) -> bool {
        let handle = self.people.name_of(author);
        let named = person_named(name);
        let known = [Some(author.name.as_str()), Some(author.email.as_str()), handle.as_deref()];
        let is = |said: &str| {
            !said.is_empty() && known.into_iter().flatten().any(|k| k.eq_ignore_ascii_case(said))
        };
        is(&named.name) || is(&named.email)
    }

    fn reviewed(&self, event: Event, timeline: &Timeline) -> Result<Reviewed, GitError> {
        let info = self.evolution.commit(event.commit)?;
        let landing = match event.landing {
            Some(commit) => Some(self.evolution.commit(commit)?),
            None => None,
        };
        // What brought it here: the merge, or the commit itself.
        let merge = landing.as_deref().filter(|landing| landing.id != event.commit);
        let pull_request = merge.unwrap_or(&info).pull_request();
        let before = self.due.before(&event, timeline)?;
        let due_then = match self.due.before_any_slip(&event, timeline)? {
            Some(then) if event.kind.is_review() => self.due.due(&then, &event)?,
            _ => None,
        };
        let written = self.due.read(event.written)?;
        let approved = self.due.read(event.text)?;
        let (then, now) = (fields_of(before.as_ref()), fields_of(written.as_ref()));
        let approvals = approvals(
            then,
            fields_of(approved.as_ref()),
            [Some(&*info), merge],
            pull_request.as_deref(),
            self.hosted,
        );
        let recorded = Recorded { kind: event.kind, then, now };
        let reviewers = |fields: &Fields| -> Vec<String> {
            fields.reviewed_by.texts().into_iter().map(str::to_owned).collect()
        };
        let named = now.map(reviewers).unwrap_or_default();
        // A field that stayed as it was tells of the review before, unless it names whoever
        // wrote this one.
        let is_author = |name: &String| self.is_called(&info.author, name);
        let is_own = event.kind == Kind::Recorded
            || then.map(reviewers) != Some(named.clone())
            || (!named.is_empty() && named.iter().all(is_author));
        let (mut recorded_by, named_before) =
            if is_own { (named, Vec::new()) } else { (Vec::new(), named) };
        for commit in [Some(&*info), merge].into_iter().flatten() {
            if recorded_by.is_empty() {
                recorded_by = commit.trailers("Reviewed-by");
            }
        }
        let unit = event.landing.unwrap_or(event.commit);
        Ok(Reviewed {
            landed: landing.as_ref().map(|landing| landing.committer_time),
            due_then,
            recorded_by,
            named_before,
            outcome: recorded.own(|fields| &fields.review_outcome),
            note: recorded.own(|fields| &fields.review_note),
            evidence: recorded.own(|fields| &fields.review_evidence),
            approvals,
            pull_request,
            documents_in_landing: self.touched.get(&unit).copied().unwrap_or(1),
            is_superseded: false,
            event,
            info,
        })
    }
}

/// `Ben Okoro <ben@example.com>`, or a name or handle alone.
pub(super) fn person_named(text: &str) -> Person {
    let (name, rest) = text.split_once('<').unwrap_or((text, ""));
    let email = rest.split_once('>').map_or("", |(email, _)| email);
    Person { name: name.trim().to_owned(), email: email.trim().to_owned() }
}

fn fields_of(then: Option<&Then>) -> Option<&Fields> {
    then.map(|then| &then.fields)
}

/// What stands beside the date of a review.
struct Recorded<'f> {
    kind: Kind,
    then: Option<&'f Fields>,
    now: Option<&'f Fields>,
}

impl Recorded<'_> {
    /// A field that belongs to this review: one that came with it, and of a recorded review
    /// every one. What stood there before was said of another review.
    fn own<T: Clone + PartialEq>(&self, of: impl Fn(&Fields) -> &Field<T>) -> Option<T> {
        let now = of(self.now?).value()?;
        let then = self.then.and_then(|then| of(then).value());
        (self.kind == Kind::Recorded || then != Some(now)).then(|| now.clone())
    }
}
