//! The review that a newer text of a document brings, told by two texts alone.
//!
//! What history would tell beside that is left open: whether a date returns that was there
//! before, and with how many others it landed.

use crate::calendar::Date;
use crate::document::front_matter::Fields;
use crate::document::lifecycle::ReviewOutcome;

use super::Kind;

/// A date of last review, or a note beside it, that the older text does not have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Brought {
    /// The date.
    pub on: Date,
    /// Who reviewed it, where that was recorded with it.
    pub by: Vec<String>,
    /// What the review came to.
    pub outcome: Option<ReviewOutcome>,
    /// What was noted.
    pub note: Option<String>,
    /// What kind of event it is.
    pub kind: Kind,
}

/// The review that `new` records and `old` does not. `text_changed` says whether anything else
/// than the record differs between them.
#[must_use]
pub fn brought(old: &Fields, new: &Fields, text_changed: bool) -> Option<Brought> {
    let on = new.last_reviewed.copied()?;
    let noted = |fields: &Fields| {
        (fields.review_note.value().cloned(), fields.reviewed_text.value().cloned())
    };
    let has_own_note = noted(new) != (None, None) && noted(new) != noted(old);
    let kind = match old.last_reviewed.copied() {
        // Nothing but a review records which text was read.
        None if new.reviewed_text.is_given() => Kind::Recorded,
        None => Kind::Initial,
        Some(before) if on < before => Kind::Reverted,
        Some(before) if on == before && !has_own_note => return None,
        Some(_) if has_own_note => Kind::Recorded,
        Some(_) if text_changed => Kind::WithChange,
        Some(_) => Kind::DateOnly,
    };
    // A name or an outcome that stayed as it was tells of the review before.
    let is_own = |differs: bool| kind == Kind::Recorded || differs;
    let by = new.reviewed_by.texts();
    let outcome = new.review_outcome.copied();
    Some(Brought {
        on,
        by: if is_own(by != old.reviewed_by.texts()) {
            by.into_iter().map(str::to_owned).collect()
        } else {
            Vec::new()
        },
        outcome: outcome.filter(|_| is_own(outcome != old.review_outcome.copied())),
        note: new.review_note.value().cloned().filter(|_| has_own_note),
        kind,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Document;
    use crate::document::profile::Profile;

    fn review(old: &str, new: &str, text_changed: bool) -> Option<Brought> {
        let read = |lines: &str| {
            let text = format!("+++\n{lines}\n+++\nText.\n");
            Document::read(text, Profile::sopctl()).fields().clone()
        };
        brought(&read(old), &read(new), text_changed)
    }

    fn kind(old: &str, new: &str, text_changed: bool) -> Option<Kind> {
        review(old, new, text_changed).map(|brought| brought.kind)
    }

    #[test]
    fn a_review_is_a_later_date_or_a_new_note() {
        let (first, later) = ("last_reviewed = 2026-01-10", "last_reviewed = 2026-02-10");
        let noted = |date: &str| format!("{date}\nreview_note = \"read\"");
        assert_eq!(kind(first, later, false), Some(Kind::DateOnly));
        assert_eq!(kind(first, later, true), Some(Kind::WithChange));
        assert_eq!(kind(first, &noted(later), true), Some(Kind::Recorded));
        assert_eq!(kind(first, &noted(first), false), Some(Kind::Recorded));
        assert_eq!(kind(&noted(first), &noted(later), false), Some(Kind::DateOnly));
        assert_eq!(kind(first, first, true), None);
        assert_eq!(kind(&noted(first), first, true), None);
        assert_eq!(kind(later, first, false), Some(Kind::Reverted));
        assert_eq!(kind("", first, false), Some(Kind::Initial));
        assert_eq!(kind(first, "", false), None);
        let fingerprint = "reviewed_text = \"1:00000000000000000000000000000000\"";
        assert_eq!(kind("", &format!("{first}\n{fingerprint}"), false), Some(Kind::Recorded));
    }

    #[test]
    fn who_reviewed_before_is_not_named_again() {
        let first =
            "last_reviewed = 2026-01-10\nreviewed_by = [\"@ana\"]\nreview_outcome = \"current\"";
        let who = |new: &str| {
            let brought = review(first, new, false).unwrap();
            (brought.by.join(" "), brought.outcome)
        };
        assert_eq!(who(&first.replace("01-10", "02-10")), (String::new(), None));
        let other = first.replace("01-10", "02-10").replace("@ana", "@ben");
        assert_eq!(who(&other), ("@ben".to_owned(), None));
        let noted = format!("{}\nreview_note = \"read\"", first.replace("01-10", "02-10"));
        assert_eq!(who(&noted), ("@ana".to_owned(), Some(ReviewOutcome::Current)));
    }
}
