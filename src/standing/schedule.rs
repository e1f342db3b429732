//! When a document must be reviewed next.

use crate::calendar::{Date, Interval};
use crate::document::field::Field;
use crate::document::front_matter::Fields;
use crate::document::lifecycle::{ReviewInterval, Status};
use crate::document::profile::NextReviewFrom;

/// What the front matter and the type say about the next review.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Schedule {
    /// Whether and how the document is under review.
    pub coverage: Coverage,
    /// The interval, its own or its type's.
    pub interval: Option<Interval>,
    /// The day of the next review; `None` where nothing says it, or it cannot be read.
    pub due: Option<Date>,
    /// The dates and intervals that cannot be read: name, byte offset, and why.
    pub faults: Vec<(&'static str, usize, String)>,
}

/// Whether a document is under review.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Coverage {
    /// It is.
    UnderReview,
    /// It says `review_interval = "none"`, with a reason.
    Exempt,
    /// It is a draft, retired or superseded, or has no interval.
    NotUnderReview,
}

impl Schedule {
    /// Works out the next review: the earlier of `next_review` and the latest of last
    /// review, effective date and approval plus the interval; under profiles that say
    /// so, from the last review alone. A draft that `was_effective` stays under review.
    #[must_use]
    pub fn of(
        fields: &Fields,
        type_interval: Option<Interval>,
        from: NextReviewFrom,
        was_effective: bool,
    ) -> Self {
        let mut faults = Vec::new();
        let mut date = |name: &'static str, field: &Field<Date>| {
            if let Some((at, why)) = field.fault() {
                faults.push((name, at.start, why.to_owned()));
            }
            field.copied()
        };
        let last_review = date("last_reviewed", &fields.last_reviewed);
        let next_review = date("next_review", &fields.next_review);
        let others = match from {
            NextReviewFrom::Latest => [
                date("effective_date", &fields.effective_date),
                date("approved_on", &fields.approved_on),
            ],
            NextReviewFrom::LastReview => [None, None],
        };
        if let Some((at, why)) = fields.review_interval.fault() {
            faults.push(("review_interval", at.start, why.to_owned()));
        }
        if let Field::Given(interval) = &fields.review_interval
            && interval.value == ReviewInterval::None
            && !fields.review_exempt_reason.is_given()
        {
            let why = "\"none\" needs a reason: review_exempt_reason".to_owned();
            faults.push(("review_interval", interval.span.start, why));
        }
        let (interval, exempt) = match fields.review_interval.value() {
            Some(ReviewInterval::Every(interval)) => (Some(*interval), false),
            Some(ReviewInterval::None) => (None, fields.review_exempt_reason.is_given()),
            None => (type_interval, false),
        };
        let inactive = match fields.status.value() {
            Some(Status::Draft) => !was_effective,
            Some(Status::Retired | Status::Superseded) => true,
            _ => false,
        };
        let scheduled = interval.is_some()
            || !fields.next_review.is_missing()
            || (!fields.review_interval.is_missing() && !exempt);
        let coverage = if inactive {
            Coverage::NotUnderReview
        } else if exempt {
            Coverage::Exempt
        } else if scheduled {
            Coverage::UnderReview
        } else {
            Coverage::NotUnderReview
        };
        let counted = [last_review].into_iter().chain(others).flatten().max();
        let by_interval = counted.zip(interval).map(|(from, interval)| from.plus(interval));
        let due = match (next_review, by_interval) {
            (Some(a), Some(b)) => Some(a.min(b)),
            (a, b) => a.or(b),
        };
        let due = if faults.is_empty() && coverage == Coverage::UnderReview { due } else { None };
        Self { coverage, interval, due, faults }
    }

    /// Whether any date says when somebody vouched for the document.
    #[must_use]
    pub fn has_start(fields: &Fields, from: NextReviewFrom) -> bool {
        let other = from == NextReviewFrom::Latest
            && (!fields.effective_date.is_missing() || !fields.approved_on.is_missing());
        !fields.last_reviewed.is_missing() || other
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Document;
    use crate::document::profile::Profile;

    fn schedule(lines: &str) -> Schedule {
        let text = format!("+++\n{lines}\n+++\nText.\n");
        let document = Document::read(text, Profile::sopctl());
        Schedule::of(document.fields(), None, NextReviewFrom::Latest, false)
    }

    fn due(lines: &str) -> Option<String> {
        schedule(lines).due.map(|due| due.to_string())
    }

    #[test]
    fn the_latest_date_counts_and_an_earlier_next_review_wins() {
        let base = "review_interval = \"6 months\"\nlast_reviewed = 2026-01-31\n";
        assert_eq!(due(base).as_deref(), Some("2026-07-31"));
        assert_eq!(
            due(&format!("{base}effective_date = 2026-03-01")).as_deref(),
            Some("2026-09-01")
        );
        assert_eq!(due(&format!("{base}next_review = 2026-05-01")).as_deref(), Some("2026-05-01"));
        assert_eq!(due(&format!("{base}next_review = 2027-05-01")).as_deref(), Some("2026-07-31"));
        assert_eq!(due("next_review = 2026-05-01").as_deref(), Some("2026-05-01"));
    }

    #[test]
    fn a_fault_leaves_no_due_date() {
        let faulty = schedule("review_interval = \"12 months\"\nlast_reviewed = \"2025-13-01\"");
        assert_eq!(
            (faulty.due, faulty.faults.len(), faulty.coverage),
            (None, 1, Coverage::UnderReview)
        );
        assert_eq!(schedule("review_interval = \"sometimes\"").coverage, Coverage::UnderReview);
    }

    #[test]
    fn drafts_and_the_exempt_stand_apart() {
        let coverage = |lines: &str| schedule(lines).coverage;
        assert_eq!(
            coverage("status = \"draft\"\nreview_interval = \"1 year\""),
            Coverage::NotUnderReview
        );
        assert_eq!(
            coverage("status = \"retired\"\nreview_interval = \"1 year\""),
            Coverage::NotUnderReview
        );
        assert_eq!(coverage("status = \"effective\""), Coverage::NotUnderReview);
        assert_eq!(
            coverage("review_interval = \"none\"\nreview_exempt_reason = \"fixed by law\""),
            Coverage::Exempt
        );
        assert_eq!(
            coverage("status = \"effective\"\nreview_interval = \"1 year\""),
            Coverage::UnderReview
        );
    }
}
