//! The reasons as findings, for formats that show one fault at a time; what they can be
//! about, and every document that was judged.

use crate::report::{Criterion, Event, Finding, Location, Severity, Subject, Text};
use crate::standing::{self, Reason, ReasonCode, State};

use super::{Judged, StaleReport};

/// The reasons that are shown without being asked for, and those that make the report fail.
pub(super) fn findings(report: &StaleReport) -> Vec<Finding> {
    let mut findings: Vec<Finding> = report
        .documents
        .iter()
        .flat_map(|document| {
            let reasons = document.standing.reasons.iter().zip(&document.lines);
            reasons
                .filter(|(reason, _)| is_shown(reason, report))
                .map(|(reason, line)| finding(document, reason, *line, report))
        })
        .collect();
    findings.extend(report.unreadable.iter().map(|(file, reason)| Finding {
        path: file.path.as_str().into(),
        document: None,
        location: None,
        ..faulty(&file.path, reason, report)
    }));
    findings.sort_by(|a, b| a.path.cmp(&b.path));
    findings
}

/// Every code that a finding can have.
pub(super) fn criteria() -> Vec<Criterion> {
    let criterion = |code: &ReasonCode| Criterion {
        id: code.name(),
        summary: code.summary().trim_end_matches('.'),
        help: advice(*code),
        severity: severity(code.severity()),
    };
    ReasonCode::ALL.iter().map(criterion).collect()
}

pub(super) fn subjects(report: &StaleReport) -> Vec<Subject> {
    let mut subjects: Vec<Subject> = report
        .documents
        .iter()
        .map(|document| Subject {
            path: document.path.as_str().into(),
            document: document.id.as_deref().map(Text::from),
            title: Some(document.title.as_str().into()),
            left_out: left_out(document),
        })
        .collect();
    subjects.extend(report.unreadable.iter().map(|(file, _)| Subject {
        path: file.path.as_str().into(),
        document: None,
        title: None,
        left_out: None,
    }));
    subjects.sort_by(|a, b| a.path.cmp(&b.path));
    subjects
}

/// The day of each next review.
pub(super) fn events(report: &StaleReport) -> Vec<Event> {
    let mut events: Vec<Event> = report
        .documents
        .iter()
        .filter_map(|document| {
            Some(Event {
                key: format!("{}/review", document.called),
                day: document.standing.due?,
                summary: format!("Review of {}: {}", document.name(), document.title).into(),
                path: document.path.as_str().into(),
                document: document.id.as_deref().map(Text::from),
                owner: document.fields.owner.value().map(|owner| owner.as_str().into()),
            })
        })
        .collect();
    events.sort_by(|a, b| (a.day, &a.path).cmp(&(b.day, &b.path)));
    events
}

/// Notes are told only where they fail, or where all reasons are asked for.
fn is_shown(reason: &Reason, report: &StaleReport) -> bool {
    report.fails(reason)
        || report.explain
        || reason.severity > standing::Severity::Note
        || (report.show_due_soon && reason.code == ReasonCode::DueSoon)
}

fn finding(
    document: &Judged,
    reason: &Reason,
    line: Option<usize>,
    report: &StaleReport,
) -> Finding {
    Finding {
        path: document.path.as_str().into(),
        document: document.id.as_deref().map(Text::from),
        location: line.map(Location::Line),
        ..faulty(&document.called, reason, report)
    }
}

fn faulty(name: &str, reason: &Reason, report: &StaleReport) -> Finding {
    let key = reason.key(name);
    Finding {
        acceptance: report.ledger.as_ref().and_then(|ledger| ledger.acceptance(&key)).cloned(),
        key,
        rule: reason.code.name(),
        severity: severity(reason.severity),
        fails: report.fails(reason),
        message: reason.message.as_str().into(),
        path: Text::default(),
        document: None,
        location: None,
        help: reason.hint.as_deref().map(Text::from),
        fix: None,
        repeated: Vec::new(),
    }
}

/// Why a document is not judged.
fn left_out(document: &Judged) -> Option<Text> {
    let fields = &document.fields;
    match document.standing.state {
        State::Exempt => Some(match fields.review_exempt_reason.value() {
            Some(reason) => format!("exempt: {reason}").into(),
            None => "exempt".into(),
        }),
        State::NotUnderReview => Some(match fields.status.value() {
            Some(status) if !status.is_approved() => {
                format!("not under review: {}", status.as_str()).into()
            }
            _ => "not under review: no interval".into(),
        }),
        _ => None,
    }
}

const fn severity(severity: standing::Severity) -> Severity {
    match severity {
        standing::Severity::Note => Severity::Suggestion,
        standing::Severity::Warning => Severity::Warning,
        standing::Severity::Error => Severity::Error,
    }
}

/// What to do about a reason, whatever the document.
const fn advice(code: ReasonCode) -> &'static str {
    match code {
        ReasonCode::Overdue => {
            "Read the document, change what is no longer true, and record the review with \
             `sopctl review`."
        }
        ReasonCode::UpstreamChanged => {
            "Compare it with what it implements (`sopctl diff` shows what changed there), follow \
             where it must, and record a review."
        }
        ReasonCode::WatchedPathChanged => {
            "Compare it with the files that it describes, follow where it must, and record a \
             review."
        }
        ReasonCode::WatchedPathMissing => {
            "Name the file that it describes now in `watches`, or take the entry out."
        }
        ReasonCode::NeedsRevision => {
            "Make the revision that the last review asked for, and record a review of it."
        }
        ReasonCode::ChangedSinceReview => {
            "Read what changed (`sopctl diff --since-review`) and record a review of the text as \
             it is."
        }
        ReasonCode::ChangedAfterApproval => {
            "Have the text approved as it is, or take the change back."
        }
        ReasonCode::NeverReviewed => {
            "Read it and record a review, or say with `review_interval = \"none\"` and a reason \
             that it needs none."
        }
        ReasonCode::InvalidField => {
            "Correct the value: dates are written like 2026-11-22, intervals like \"12 months\"."
        }
        ReasonCode::Unparsable => {
            "Make it readable: text in UTF-8 whose front matter is closed and well formed."
        }
        ReasonCode::HistoryIncomplete => {
            "Fetch the whole history: `git fetch --unshallow`, or `fetch-depth: 0` in continuous \
             integration."
        }
        ReasonCode::ReviewDateInFuture => {
            "Correct the date: a review that is still to come proves nothing."
        }
        ReasonCode::DueSoon => "Plan the review.",
        ReasonCode::OwnerMissing => "Name the one person, team or role that answers for it.",
        ReasonCode::OwnerUnknown => {
            "Correct the owner, or add them to [people], [teams] or CODEOWNERS."
        }
        ReasonCode::OwnerLeft => "Name another owner.",
        ReasonCode::DateOnlyReview | ReasonCode::BulkDateOnlyReview => {
            "Note with a review what was looked at and found: `sopctl review --note`."
        }
        ReasonCode::ReviewBackDated => {
            "Name in `review_evidence` where the review is recorded that took place on that day."
        }
        ReasonCode::EffectiveReopened => {
            "Finish the revision, or restore the text that is in force."
        }
        ReasonCode::NotYetEffective => "Nothing: it binds from its effective date on.",
        ReasonCode::TranslationBehind => "Bring the translation up to its original.",
        ReasonCode::SelfApproved => "Have somebody else approve it.",
        ReasonCode::UncommittedChange => "Commit the change, so that history knows of it.",
    }
}
