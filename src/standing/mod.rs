//! One document on one day: whether it can be trusted, and what proves the answer.

mod chain;
mod evidence;
mod in_force;
mod inquiry;
mod notes;
mod reason;
mod schedule;
mod suspicion;
mod translation;

use std::fmt::Display;

use crate::calendar::{AsOf, Date, Interval};
use crate::comparison::Class;
use crate::config::{ChangedOn, Config};
use crate::data::{Syntax, key_of_line};
use crate::document::field::Field;
use crate::document::front_matter::Split;
use crate::document::lifecycle::{ReviewInterval, ReviewOutcome, Status};
use crate::document::profile::{NextReviewFrom, Profile};
use crate::library::{Library, Member};

pub use crate::reviews::BULK;
pub use chain::{Link, LinkKind};
pub use evidence::{
    Depth, Evidence, Ground, Trailers, VouchedBy, Vouching, gather, gather_for, gather_one,
};
pub use in_force::{
    BranchDay, DatedText, Detail, Doubt, InForce, InForceData, Release, Rule, Turn, TurnKind,
    identify, in_force,
};
pub use notes::{BACK_DATED, YEAR_MISTYPED};
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
                || (is_unreadable(member) && mentions_review_key(member.document.text()))
        })
}

/// Whether there is front matter that cannot be read.
fn is_unreadable(member: &Member) -> bool {
    match member.document.split() {
        Split::Found(found) => !found.problems.is_empty(),
        Split::Misplaced { .. } | Split::Headless(_) | Split::Unclosed { .. } => true,
        Split::None { body_start } => mixes_syntaxes(member.document.text(), *body_start),
    }
}

/// Whether one of the first lines begins with a review key of any convention: front matter
/// that cannot be read speaks of reviews all the same.
fn mentions_review_key(text: &str) -> bool {
    const FIRST_LINES: usize = 60;
    let keys: Vec<&str> = Profile::built_in().iter().flat_map(Profile::review_keys).collect();
    text.lines().take(FIRST_LINES).any(|line| {
        let Some((key, _)) = line.split_once([':', '=']) else { return false };
        keys.contains(&key.trim())
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
    let schedule =
        Schedule::of(fields, type_interval, profile.next_review_from, evidence.was_effective);
    let today = rules.as_of.day;
    let mut reasons = Vec::new();
    unparsable(member, &schedule, library, &mut reasons);
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
        let vouchings = [&evidence.vouching, &evidence.approval].into_iter().flatten();
        reasons.extend(vouchings.filter_map(|vouching| changed(vouching, rules)));
        reasons.extend(evidence.suspicions.iter().cloned());
        let revised = evidence.changed_since_review.is_some_and(Class::is_meaningful);
        if fields.review_outcome.copied() == Some(ReviewOutcome::NeedsRevision) && !revised {
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
                "the clone does not hold the history that would tell",
            );
            reason.hint = Some(
                "fetch it: git fetch --unshallow, or in a partial clone git fetch --refetch --no-filter"
                    .to_owned(),
            );
            reasons.push(reason);
        }
    }
    reasons.extend(notes::of(member, evidence, schedule.coverage, rules));
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
fn unparsable(member: &Member, schedule: &Schedule, library: &Library, reasons: &mut Vec<Reason>) {
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
        Split::Misplaced { block, .. } => {
            (block.span.start, "it does not stand at the very beginning")
        }
        Split::Headless(_) if library.profile.headless => return,
        Split::Headless(found) => (found.span.start, "its opening line is missing"),
        Split::None { body_start } if mixes_syntaxes(member.document.text(), *body_start) => {
            (*body_start, "it is TOML between the lines of YAML, or YAML between those of TOML")
        }
        Split::None { .. } => return,
    };
    let mut reason =
        Reason::new(ReasonCode::Unparsable, "front-matter", format!("front matter: {why}"));
    reason.line = Some(member.document.lines().line(at));
    reasons.push(reason);
}

/// Whether a text begins with a fence of one syntax and a key of the other.
fn mixes_syntaxes(text: &str, start: usize) -> bool {
    let mut lines = text.get(start..).unwrap_or_default().lines();
    let other = match lines.next().map(str::trim_end) {
        Some("---") => Syntax::Toml,
        Some("+++") => Syntax::Yaml,
        _ => return false,
    };
    let first = lines.find(|line| !line.trim().is_empty() && !line.trim_start().starts_with('#'));
    first.is_some_and(|line| key_of_line(line, other).is_some())
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
    for (name, field) in
        [("last reviewed", &fields.last_reviewed), ("approved", &fields.approved_on)]
    {
        if let Field::Given(date) = field
            && date.value > today
        {
            let mut reason = Reason::new(
                ReasonCode::ReviewDateInFuture,
                date.value.to_string(),
                format!("{name} on {}, which is still to come", date.value),
            );
            reason.line = Some(member.document.lines().line(date.span.start));
            reason.hint = Some("correct the date".to_owned());
            reasons.push(reason);
        }
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
    }
    if schedule.faults.is_empty() && !Schedule::has_start(fields, from) {
        reasons.push(Reason::new(
            ReasonCode::NeverReviewed,
            "last_reviewed",
            "no review, effective or approval date to count from",
        ));
    }
}

/// Whether the text is no longer the one that somebody vouched for.
fn changed(vouching: &Vouching, rules: Rules<'_>) -> Option<Reason> {
    let counts = match rules.config.stale.changed_on {
        ChangedOn::Minor => vouching.since.is_meaningful(),
        ChangedOn::Major => vouching.since == Class::Major,
    };
    if !counts {
        return None;
    }
    let (code, verb) = match vouching.by {
        VouchedBy::Review => (ReasonCode::ChangedSinceReview, "reviewed"),
        // Nobody has looked at it again since it was written.
        VouchedBy::InitialDate => (ReasonCode::ChangedSinceReview, "first dated"),
        VouchedBy::Approval => (ReasonCode::ChangedAfterApproval, "approved"),
    };
    let when = vouching.changed_on.map_or_else(|| "since".to_owned(), |day| day.to_string());
    let message = format!("{verb} {}, changed {when}: {}", vouching.date, vouching.summary);
    let mut reason = Reason::new(code, vouching.date.to_string(), message);
    reason.commits.clone_from(&vouching.changes);
    reason.since = vouching.changed_on;
    let remedy = match vouching.by {
        VouchedBy::Approval => "read what changed and have it approved again",
        VouchedBy::Review | VouchedBy::InitialDate => "read what changed and review it again",
    };
    reason.hint = Some(remedy.to_owned());
    Some(reason)
}

/// `1 day`, `2 days`, of any type of whole number.
#[must_use]
pub fn plural<N: Copy + Display + PartialEq + From<bool>>(count: N, unit: &str) -> String {
    let one = N::from(true);
    if count == one { format!("1 {unit}") } else { format!("{count} {unit}s") }
}
