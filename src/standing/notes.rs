//! What is worth knowing about a document and does not touch its state: facts, never a
//! judgment of a person.

use crate::config::{Config, Ruleset};
use crate::document::lifecycle::Status;
use crate::git::Person;
use crate::library::{Member, Uncommitted};
use crate::ownership::People;
use crate::reviews::Kind;

use super::evidence::Evidence;
use super::reason::{Reason, ReasonCode, Severity};
use super::schedule::Coverage;
use super::{Rules, plural};

/// A review that landed more than so many days after the day that it claims is late beyond
/// what a pull request takes.
pub const BACK_DATED: i64 = 30;

/// Days that are about a year: whoever wrote the date in January thought of the year before.
pub const YEAR_MISTYPED: std::ops::RangeInclusive<i64> = 330..=380;

pub(super) fn of(
    member: &Member,
    evidence: &Evidence,
    coverage: Coverage,
    rules: Rules<'_>,
) -> Vec<Reason> {
    let mut notes = Vec::new();
    if coverage == Coverage::UnderReview {
        notes.extend(owner(member, evidence, rules));
        notes.extend(review(evidence));
        notes.extend(back_dated(member, evidence, rules));
        notes.extend(reopened(member, evidence));
    }
    notes.extend(not_yet_effective(member, rules));
    notes.extend(evidence.translation_behind.clone());
    notes.extend(self_approved(member, evidence, rules.config));
    notes.extend(uncommitted(member));
    notes
}

fn owner(member: &Member, evidence: &Evidence, rules: Rules<'_>) -> Option<Reason> {
    let fields = member.document.fields();
    if fields.owner.is_missing() {
        let message = "nobody is named as its owner";
        return Some(Reason::new(ReasonCode::OwnerMissing, "owner", message));
    }
    let owner = fields.owner.value()?;
    let config = rules.config;
    let people = People::of(config);
    if people.person(owner).is_some() {
        let left = people.left_by(owner, rules.as_of.day)?;
        let message = format!("{owner}, its owner, left on {left}");
        let mut reason = Reason::new(ReasonCode::OwnerLeft, owner.as_str(), message);
        reason.since = Some(left);
        reason.hint = Some("name another owner".to_owned());
        return Some(reason);
    }
    if people.is_known(owner, evidence.is_owner_in_code_owners)? {
        return None;
    }
    let places: Vec<&str> = [
        ("[people]", !config.people.is_empty()),
        ("[teams]", !config.teams.is_empty()),
        ("CODEOWNERS", evidence.is_owner_in_code_owners.is_some()),
    ]
    .into_iter()
    .filter_map(|(place, is_there)| is_there.then_some(place))
    .collect();
    let (last, others) = places.split_last()?;
    let places = match others {
        [] => format!("not in {last}"),
        others => format!("neither in {} nor in {last}", others.join(" nor in ")),
    };
    let message = format!("{owner}, its owner, is {places}");
    let mut reason = Reason::new(ReasonCode::OwnerUnknown, owner.as_str(), message);
    reason.hint = Some("correct the owner, or name them there".to_owned());
    Some(reason)
}

/// How the date of the last review came: what else changed with it, and with how many others.
fn review(evidence: &Evidence) -> Option<Reason> {
    let (event, _) = evidence.review.as_ref()?;
    let code = match event.kind {
        Kind::DateOnly => ReasonCode::DateOnlyReview,
        Kind::BulkDateOnly => ReasonCode::BulkDateOnlyReview,
        _ => return None,
    };
    let mut message = "date changed, no text change, no note".to_owned();
    match event.together {
        0 | 1 => {}
        many => message.push_str(&format!(", with {}", plural(many - 1, "other"))),
    }
    let mut reason = Reason::new(code, event.date.to_string(), message);
    reason.commits = vec![event.commit];
    Some(reason)
}

fn back_dated(member: &Member, evidence: &Evidence, rules: Rules<'_>) -> Option<Reason> {
    let (event, _) = evidence.review.as_ref()?;
    // A first date tells of a review before the document came here; one that went back or
    // returned landed when it came first. Where the landing is uncertain, so is its day.
    if matches!(event.kind, Kind::Initial | Kind::Reverted | Kind::Restored)
        || !event.is_certain
        || member.document.fields().review_evidence.is_given()
    {
        return None;
    }
    let landed = evidence.review_landed?.day_in(&rules.as_of.zone);
    let days = event.date.days_until(landed);
    if days <= BACK_DATED {
        return None;
    }
    let late = plural(days, "day");
    let mut message = format!("the review of {} landed on {landed}, {late} later", event.date);
    let mut reason = Reason::new(ReasonCode::ReviewBackDated, event.date.to_string(), "");
    if YEAR_MISTYPED.contains(&days) {
        message.push_str(": year mistyped?");
        reason.hint = Some("correct the year, or record in review_evidence what proves it".into());
    } else {
        reason.hint = Some("record in review_evidence what proves the date".to_owned());
    }
    reason.message = message;
    reason.since = Some(landed);
    reason.commits = vec![event.landing.unwrap_or(event.commit)];
    Some(reason)
}

fn reopened(member: &Member, evidence: &Evidence) -> Option<Reason> {
    let is_draft = member.document.fields().status.copied() == Some(Status::Draft);
    (is_draft && evidence.was_effective).then(|| {
        let message = "a draft now, and effective before: it stays under review";
        Reason::new(ReasonCode::EffectiveReopened, "status", message)
    })
}

fn not_yet_effective(member: &Member, rules: Rules<'_>) -> Option<Reason> {
    let fields = member.document.fields();
    let effective = fields.effective_date.copied().filter(|day| *day > rules.as_of.day)?;
    matches!(fields.status.value(), Some(Status::Approved | Status::Effective)).then(|| {
        let message = format!("takes effect on {effective}");
        Reason::new(ReasonCode::NotYetEffective, effective.to_string(), message)
    })
}

/// Whether one person wrote and approved the same change, and nobody else did either.
fn self_approved(member: &Member, evidence: &Evidence, config: &Config) -> Option<Reason> {
    let recorded = member.document.fields().approved_by.texts();
    let approvers: Vec<&str> = if recorded.is_empty() {
        evidence.trailers.approved_by.iter().map(String::as_str).collect()
    } else {
        recorded
    };
    let ([approver], [author]) = (approvers.as_slice(), evidence.approved_authors.as_slice())
    else {
        return None;
    };
    is_called(author, approver, config).then(|| {
        let message = format!("{approver} approved nothing but their own change");
        let severity = match config.check.ruleset {
            Ruleset::Regulated => Severity::Error,
            Ruleset::General | Ruleset::Software => ReasonCode::SelfApproved.severity(),
        };
        Reason { severity, ..Reason::new(ReasonCode::SelfApproved, *approver, message) }
    })
}

/// Whether a name in a document or a trailer is that of an author.
fn is_called(author: &Person, name: &str, config: &Config) -> bool {
    let (name, address) = match name.split_once('<') {
        Some((name, rest)) => (name.trim(), rest.trim_end_matches('>')),
        None => (name.trim(), name.trim()),
    };
    let handle = People::of(config).name_of(author);
    let is = |known: &str, said: &str| !known.is_empty() && known.eq_ignore_ascii_case(said);
    is(&author.email, address)
        || is(&author.name, name)
        || handle.is_some_and(|handle| is(&handle, name))
}

fn uncommitted(member: &Member) -> Option<Reason> {
    let message = match member.uncommitted? {
        Uncommitted::Modified => "has changes that are not committed",
        Uncommitted::Untracked => "is not committed yet",
    };
    Some(Reason::new(ReasonCode::UncommittedChange, "text", message))
}
