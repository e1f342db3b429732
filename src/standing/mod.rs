//! One document on one day: whether it can be trusted, and what proves the answer.

mod evidence;
mod reason;
mod schedule;
mod suspicion;

use crate::calendar::{AsOf, Date, Interval};
use crate::comparison::Class;
use crate::config::{ChangedOn, Config};
use crate::document::field::Field;
use crate::document::front_matter::Split;
use crate::document::lifecycle::{ReviewInterval, ReviewOutcome, Status};
use crate::document::profile::NextReviewFrom;
use crate::library::{Library, Member, Uncommitted};

pub use evidence::{BULK, Evidence, Ground, VouchedBy, Vouching, gather};
pub use reason::{FailOn, Reason, ReasonCode, Severity, State, UnknownReason};
pub use schedule::{Coverage, Schedule};

/// Where a document stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Standing {
    /// The verdict.
    pub state: State,
    /// Why, worst first.
    pub reasons: Vec<Reason>,
    /// The day of the next review.
    pub due: Option<Date>,
    /// Days since then, where it is past.
    pub days_overdue: Option<i64>,
    /// The review interval that holds.
    pub interval: Option<Interval>,
}

/// By what a document is judged, besides itself and its history.
#[derive(Debug, Clone, Copy)]
pub struct Rules<'a> {
    /// The configuration.
    pub config: &'a Config,
    /// The day.
    pub as_of: &'a AsOf,
    /// How long before its date a review is due soon.
    pub due_soon: Interval,
}

/// Whether anything in a library says when to review a document: a review key in any
/// front matter, or a type with an interval. Where nothing does, documents are only
/// old or young.
#[must_use]
pub fn speaks_of_reviews(library: &Library, config: &Config) -> bool {
    let by_type =
        config.types.iter().any(|t| matches!(t.review_interval, Some(ReviewInterval::Every(_))));
    by_type
        || library.members.iter().any(|member| {
            let fields = member.document.fields();
            !fields.last_reviewed.is_missing()
                || !fields.review_interval.is_missing()
                || !fields.next_review.is_missing()
        })
}

/// Judges one document.
#[must_use]
pub fn judge(
    member: &Member,
    evidence: &Evidence,
    library: &Library,
    rules: Rules<'_>,
) -> Standing {
    let fields = member.document.fields();
    let profile = &library.profile;
    let type_interval = fields
        .document_type
        .value()
        .and_then(|document_type| rules.config.type_of(document_type))
        .and_then(|declared| match declared.review_interval {
            Some(ReviewInterval::Every(interval)) => Some(interval),
            Some(ReviewInterval::None) | None => None,
        });
    let schedule = Schedule::of(fields, type_interval, profile.next_review_from);
    let today = rules.as_of.day;
    let mut reasons = Vec::new();
    unparsable(member, &schedule, &mut reasons);
    if schedule.coverage == Coverage::UnderReview {
        for (name, offset, why) in &schedule.faults {
            let mut reason = Reason::new(ReasonCode::InvalidField, *name, format!("{name}: {why}"));
            reason.line = Some(member.document.lines().line(*offset));
            let example = match *name {
                "review_interval" => "\"12 months\"".to_owned(),
                _ => today.to_string(),
            };
            reason.hint = Some(format!("correct {name}, for example to {example}"));
            reasons.push(reason);
        }
        dates(member, &schedule, profile.next_review_from, rules, &mut reasons);
        reasons.extend(changed(evidence, rules));
        reasons.extend(evidence.suspicions.iter().cloned());
        if fields.review_outcome.copied() == Some(ReviewOutcome::NeedsRevision)
            && evidence.vouching.as_ref().is_some_and(|vouching| vouching.since == Class::None)
        {
            reasons.push(Reason::new(
                ReasonCode::NeedsRevision,
                "review_outcome",
                "the last review asked for a revision, and the text has not changed since",
            ));
        }
        if evidence.is_incomplete {
            let mut reason = Reason::new(
                ReasonCode::HistoryIncomplete,
                "history",
                "the clone is shallow: what changed before its first commit cannot be told",
            );
            reason.hint = Some("fetch the whole history: git fetch --unshallow".to_owned());
            reasons.push(reason);
        }
    }
    notes(member, &schedule, rules, &mut reasons);
    reasons.sort_by_key(|reason| (reason.code, reason.subject.clone()));
    let state = match schedule.coverage {
        Coverage::Exempt => State::Exempt,
        Coverage::NotUnderReview if reasons.iter().any(|r| r.code == ReasonCode::Unparsable) => {
            State::Unknown
        }
        Coverage::NotUnderReview => State::NotUnderReview,
        Coverage::UnderReview => {
            reasons.iter().filter_map(|reason| reason.code.state()).min().unwrap_or(State::Current)
        }
    };
    let days_overdue = schedule.due.map(|due| due.days_until(today)).filter(|days| *days > 0);
    Standing { state, reasons, due: schedule.due, days_overdue, interval: schedule.interval }
}

/// Front matter that cannot be read. A fault in the value of one key counts here only
/// where nothing else says when to review the document: what could not be read may be
/// what said it, and a typo must not take a document out of review.
fn unparsable(member: &Member, schedule: &Schedule, reasons: &mut Vec<Reason>) {
    let retired = matches!(
        member.document.fields().status.value(),
        Some(Status::Draft | Status::Retired | Status::Superseded)
    );
    let unscheduled = schedule.coverage == Coverage::NotUnderReview && !retired;
    let (at, why) = match member.document.split() {
        Split::Found(found) => {
            let Some(problem) =
                found.problems.iter().find(|problem| problem.key.is_none() || unscheduled)
            else {
                return;
            };
            (problem.span.start, problem.why.as_str())
        }
        Split::Unclosed { fence, .. } => (fence.start, "its closing line is missing"),
        _ => return,
    };
    let mut reason =
        Reason::new(ReasonCode::Unparsable, "front-matter", format!("front matter: {why}"));
    reason.line = Some(member.document.lines().line(at));
    reasons.push(reason);
}

fn dates(
    member: &Member,
    schedule: &Schedule,
    from: NextReviewFrom,
    rules: Rules<'_>,
    reasons: &mut Vec<Reason>,
) {
    let fields = member.document.fields();
    let today = rules.as_of.day;
    if let Field::Given(date) = &fields.last_reviewed
        && date.value > today
    {
        let mut reason = Reason::new(
            ReasonCode::ReviewDateInFuture,
            date.value.to_string(),
            format!("last reviewed on {}, which is still to come", date.value),
        );
        reason.line = Some(member.document.lines().line(date.span.start));
        reason.hint = Some("correct the date of the last review".to_owned());
        reasons.push(reason);
    }
    if let Some(due) = schedule.due {
        let days = due.days_until(today);
        if days > 0 {
            let mut reason = Reason::new(
                ReasonCode::Overdue,
                due.to_string(),
                format!("due {due}, {} ago", plural(days, "day")),
            );
            reason.since = Some(due.plus_days(1));
            reason.hint =
                Some("review it: read it, and record the date in last_reviewed".to_owned());
            reasons.push(reason);
        } else if today.plus(rules.due_soon) >= due {
            reasons.push(Reason::new(
                ReasonCode::DueSoon,
                due.to_string(),
                match days {
                    0 => format!("due today, {due}"),
                    _ => format!("due {due}, in {}", plural(-days, "day")),
                },
            ));
        }
    } else if schedule.faults.is_empty() && !Schedule::has_start(fields, from) {
        reasons.push(Reason::new(
            ReasonCode::NeverReviewed,
            "last_reviewed",
            "no review, effective or approval date to count from",
        ));
    }
}

/// Whether the text is no longer the one that somebody vouched for.
fn changed(evidence: &Evidence, rules: Rules<'_>) -> Option<Reason> {
    let vouching = evidence.vouching.as_ref()?;
    let counts = match rules.config.stale.changed_on {
        ChangedOn::Minor => vouching.since.is_meaningful(),
        ChangedOn::Major => vouching.since == Class::Major,
    };
    if !counts {
        return None;
    }
    let (code, verb) = match vouching.by {
        VouchedBy::Review | VouchedBy::InitialDate => (ReasonCode::ChangedSinceReview, "reviewed"),
        VouchedBy::Approval => (ReasonCode::ChangedAfterApproval, "approved"),
    };
    let when = vouching.changed_on.map_or_else(|| "since".to_owned(), |day| day.to_string());
    let message = format!("{verb} {}, changed {when}: {}", vouching.date, vouching.summary);
    let mut reason = Reason::new(code, vouching.date.to_string(), message);
    reason.commits.clone_from(&vouching.changes);
    reason.since = vouching.changed_on;
    reason.hint = Some("read what changed and review it again".to_owned());
    Some(reason)
}

fn notes(member: &Member, schedule: &Schedule, rules: Rules<'_>, reasons: &mut Vec<Reason>) {
    let fields = member.document.fields();
    if schedule.coverage == Coverage::UnderReview && fields.owner.is_missing() {
        reasons.push(Reason::new(
            ReasonCode::OwnerMissing,
            "owner",
            "nobody is named as its owner",
        ));
    }
    if let Some(effective) = fields.effective_date.copied()
        && matches!(fields.status.value(), Some(Status::Approved | Status::Effective))
        && effective > rules.as_of.day
    {
        reasons.push(Reason::new(
            ReasonCode::NotYetEffective,
            effective.to_string(),
            format!("takes effect on {effective}"),
        ));
    }
    if let Some(uncommitted) = member.uncommitted {
        reasons.push(Reason::new(
            ReasonCode::UncommittedChange,
            "text",
            match uncommitted {
                Uncommitted::Modified => "has changes that are not committed",
                Uncommitted::Untracked => "is not committed yet",
            },
        ));
    }
}

/// `1 day`, `2 days`.
#[must_use]
pub fn plural(count: i64, unit: &str) -> String {
    if count == 1 { format!("1 {unit}") } else { format!("{count} {unit}s") }
}
