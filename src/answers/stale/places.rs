//! Where in its document a reason stands: the line of the field that it is about.

use crate::document::field::Field;
use crate::document::front_matter::Fields;
use crate::library::Member;
use crate::source::Span;
use crate::standing::{Reason, ReasonCode, Standing};

/// The line of each reason of a document, counted from 1; `None` where it is about no line,
/// as where a field is missing.
pub(super) fn lines(member: &Member, standing: &Standing) -> Vec<Option<usize>> {
    let fields = member.document.fields();
    let lines = member.document.lines();
    let line = |reason: &Reason| {
        let place = || place(fields, standing, reason).map(|span| lines.line(span.start));
        reason.line.or_else(place)
    };
    standing.reasons.iter().map(line).collect()
}

fn place(fields: &Fields, standing: &Standing, reason: &Reason) -> Option<Span> {
    match reason.code {
        ReasonCode::Overdue | ReasonCode::DueSoon => scheduled(fields, standing),
        ReasonCode::UpstreamChanged => {
            let items = fields.implements.items();
            let is_it = |document: &str| document.eq_ignore_ascii_case(&reason.subject);
            let named = items.iter().find(|reference| is_it(&reference.value.document));
            named.map(|reference| reference.span).or(fields.implements.span())
        }
        ReasonCode::WatchedPathChanged | ReasonCode::WatchedPathMissing => {
            let named = fields.watches.items().iter().find(|watch| watch.value == reason.subject);
            named.map(|watch| watch.span).or(fields.watches.span())
        }
        ReasonCode::NeedsRevision => fields.review_outcome.span(),
        ReasonCode::ChangedSinceReview
        | ReasonCode::DateOnlyReview
        | ReasonCode::BulkDateOnlyReview
        | ReasonCode::ReviewBackDated => fields.last_reviewed.span(),
        ReasonCode::ChangedAfterApproval => fields.approved_on.span(),
        ReasonCode::NeverReviewed => fields.review_interval.span(),
        ReasonCode::OwnerUnknown | ReasonCode::OwnerLeft => fields.owner.span(),
        ReasonCode::EffectiveReopened => fields.status.span(),
        ReasonCode::NotYetEffective => fields.effective_date.span(),
        ReasonCode::TranslationBehind => fields.translation_of.span(),
        ReasonCode::SelfApproved => fields.approved_by.span(),
        // Their line is known where they are found, or there is none.
        ReasonCode::InvalidField
        | ReasonCode::Unparsable
        | ReasonCode::ReviewDateInFuture
        | ReasonCode::HistoryIncomplete
        | ReasonCode::OwnerMissing
        | ReasonCode::UncommittedChange => None,
    }
}

/// What the day of the next review comes from: the field that names it, else the date that
/// it is counted from.
fn scheduled(fields: &Fields, standing: &Standing) -> Option<Span> {
    if standing.due.is_some() && fields.next_review.copied() == standing.due {
        return fields.next_review.span();
    }
    [&fields.last_reviewed, &fields.effective_date, &fields.approved_on]
        .into_iter()
        .filter(|date| date.is_given())
        .max_by_key(|date| date.copied())
        .and_then(Field::span)
}
