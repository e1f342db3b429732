//! The rule by which one of a document's texts is the one in force.
//!
//! Knows nothing of git: it is given what each text says of itself, in the order in which
//! the texts landed.

use crate::calendar::Date;
use crate::document::lifecycle::Status;
use crate::report::LineDoubt;

/// What a text says of its own force.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Terms {
    /// There is no text: the document was taken away.
    Removed,
    /// The clone does not have it.
    Lacking,
    /// It is no text, or too large to be one.
    Unreadable,
    /// It says this.
    Stated {
        /// How far it has come.
        status: Option<Status>,
        /// The day from which it binds.
        effective: Option<Date>,
        /// Whether one of the two is written and cannot be read.
        is_faulty: bool,
    },
}

impl Terms {
    /// The day from which a text binds that is approved or effective and says since when.
    pub(super) fn binds_from(self) -> Option<Date> {
        match self {
            Self::Stated {
                status: Some(Status::Approved | Status::Effective), effective, ..
            } => effective,
            _ => None,
        }
    }

    /// Whether the document is out of use with it.
    pub(super) const fn ends(self) -> bool {
        matches!(
            self,
            Self::Removed | Self::Stated { status: Some(Status::Retired | Status::Superseded), .. }
        )
    }

    /// Whether it is being written or approved.
    const fn is_draft(self) -> bool {
        matches!(self, Self::Stated { status: Some(Status::Draft | Status::InReview), .. })
    }

    /// Whether it does not say enough for the rule: no status, or no effective date.
    pub(super) fn is_open(self) -> bool {
        matches!(self, Self::Stated { .. })
            && !self.is_draft()
            && !self.ends()
            && self.binds_from().is_none()
    }
}

/// Why a text is in force, or why none is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Rule {
    /// The newest text that had landed, is approved or effective, and whose effective date
    /// had come.
    EffectiveDate,
    /// The text on the branch that day: no effective date is recorded.
    NoEffectiveDate,
    /// None: what had landed was a draft, or to take effect later.
    NotYet,
    /// None: the document was retired or superseded.
    Ended,
    /// None: the document had been taken away.
    Removed,
    /// None: the document had not landed.
    NotThere,
    /// Nobody knows: what would tell cannot be read, or is not in the clone.
    Unknown,
}

/// Why an answer may be another one.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, schemars::JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Doubt {
    /// The dates on the first-parent line are out of order.
    DatesOutOfOrder,
    /// The branch was merged into itself, so that nothing tells when a text landed.
    MergedIntoItself,
    /// The clone lacks history or texts.
    HistoryIncomplete,
    /// A newer text cannot be read.
    UnreadableText,
    /// A newer text has a status or an effective date that cannot be read.
    InvalidField,
    /// A newer text says no effective date, or no status.
    NewerTextWithoutDate,
    /// No effective date is recorded, and the text on the branch that day is a draft or to
    /// take effect later.
    NewerTextNotInForce,
}

impl Doubt {
    /// The doubt about what stood on the branch that day, where it is one.
    #[must_use]
    pub const fn of_line(self) -> Option<LineDoubt> {
        match self {
            Self::DatesOutOfOrder => Some(LineDoubt::DatesOutOfOrder),
            Self::MergedIntoItself => Some(LineDoubt::MergedIntoItself),
            _ => None,
        }
    }
}

/// What the rule comes to; places are those in the list of texts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Settled {
    pub(super) rule: Rule,
    /// The text in force.
    pub(super) chosen: Option<usize>,
    /// The text with which the document went out of use.
    pub(super) ended: Option<usize>,
    pub(super) doubts: Vec<Doubt>,
}

/// Looks for the text in force on a day among those that had landed by its end, newest
/// first: the newest that is approved or effective and whose effective date is given and
/// not after that day. A retired or superseded text, or none at all, ends the search, and
/// with it the force of everything older. Drafts do not count.
pub(super) fn settle<E>(
    texts: impl IntoIterator<Item = Result<Terms, E>>,
    on: Date,
) -> Result<Settled, E> {
    let mut doubts = Vec::new();
    let mut open = None;
    let mut newer = 0;
    let mut ended = None;
    let mut count = 0;
    for (index, terms) in texts.into_iter().enumerate() {
        let terms = terms?;
        count += 1;
        match terms {
            Terms::Lacking => doubts.push(Doubt::HistoryIncomplete),
            Terms::Unreadable => doubts.push(Doubt::UnreadableText),
            _ if terms.ends() => {
                let rule = if terms == Terms::Removed { Rule::Removed } else { Rule::Ended };
                ended = Some((rule, index));
                break;
            }
            _ if terms.binds_from().is_some_and(|from| from <= on) => {
                if open.is_some() {
                    doubts.push(Doubt::NewerTextWithoutDate);
                }
                let rule = Rule::EffectiveDate;
                return Ok(Settled { rule, chosen: Some(index), ended: None, doubts });
            }
            Terms::Stated { is_faulty, .. } if terms.is_open() => {
                if is_faulty {
                    doubts.push(Doubt::InvalidField);
                }
                open = open.or(Some(index));
            }
            _ if open.is_none() => newer += 1,
            _ => {}
        }
    }
    if let Some(open) = open {
        if newer > 0 {
            doubts.push(Doubt::NewerTextNotInForce);
        }
        let rule = Rule::NoEffectiveDate;
        return Ok(Settled { rule, chosen: Some(open), ended: None, doubts });
    }
    let (rule, ended) = match ended {
        Some((rule, index)) => (rule, Some(index)),
        // All doubts so far are about texts that nobody could read.
        None if !doubts.is_empty() => (Rule::Unknown, None),
        None if count == 0 => (Rule::NotThere, None),
        None => (Rule::NotYet, None),
    };
    Ok(Settled { rule, chosen: None, ended, doubts })
}

#[cfg(test)]
mod tests {
    use std::convert::Infallible;

    use super::*;

    fn day(day: i8) -> Date {
        Date::new(2026, 6, day).unwrap()
    }

    fn stated(status: Status, effective: Option<i8>) -> Terms {
        Terms::Stated { status: Some(status), effective: effective.map(day), is_faulty: false }
    }

    /// On the tenth; the texts newest first.
    fn settled(texts: &[Terms]) -> (Rule, Option<usize>, Vec<Doubt>) {
        let texts = texts.iter().copied().map(Ok::<_, Infallible>);
        let Ok(settled) = settle(texts, day(10));
        (settled.rule, settled.chosen, settled.doubts)
    }

    const OPEN: Terms = Terms::Stated { status: None, effective: None, is_faulty: false };

    #[test]
    fn the_newest_text_whose_effective_date_has_come_is_in_force() {
        let effective = |day| stated(Status::Effective, Some(day));
        assert_eq!(settled(&[effective(1)]), (Rule::EffectiveDate, Some(0), vec![]));
        assert_eq!(settled(&[effective(10), effective(1)]).1, Some(0), "from that day on");
        assert_eq!(settled(&[effective(11), effective(1)]).1, Some(1), "not the day before");
        // The order of landing counts, not that of the dates.
        assert_eq!(settled(&[effective(1), effective(9)]).1, Some(0));
    }

    #[test]
    fn an_approved_text_takes_effect_without_a_commit_and_a_draft_does_not() {
        assert_eq!(settled(&[stated(Status::Approved, Some(10))]).0, Rule::EffectiveDate);
        for status in [Status::Draft, Status::InReview] {
            let draft = stated(status, Some(1));
            assert_eq!(settled(&[draft]), (Rule::NotYet, None, vec![]));
            let older = stated(Status::Effective, Some(1));
            assert_eq!(settled(&[draft, older]), (Rule::EffectiveDate, Some(1), vec![]));
        }
    }

    #[test]
    fn a_retired_or_superseded_text_ends_the_force_of_all_older_ones() {
        let older = stated(Status::Effective, Some(1));
        for (end, rule) in [
            (stated(Status::Retired, Some(1)), Rule::Ended),
            (stated(Status::Superseded, None), Rule::Ended),
            (Terms::Removed, Rule::Removed),
        ] {
            assert_eq!(settled(&[end, older]), (rule, None, vec![]));
            let draft = stated(Status::Draft, None);
            assert_eq!(settled(&[draft, end, older]).0, rule, "a draft brings nothing back");
            assert_eq!(settled(&[older, end, older]).1, Some(0), "and a new text does");
        }
    }

    #[test]
    fn without_status_or_date_it_is_the_text_on_the_branch() {
        assert_eq!(settled(&[OPEN, OPEN]), (Rule::NoEffectiveDate, Some(0), vec![]));
        let undated = stated(Status::Effective, None);
        assert_eq!(settled(&[undated]).0, Rule::NoEffectiveDate);
        let no_status = Terms::Stated { status: None, effective: Some(day(1)), is_faulty: false };
        assert_eq!(settled(&[no_status]).0, Rule::NoEffectiveDate);
    }

    #[test]
    fn where_texts_speak_differently_the_answer_is_uncertain() {
        let older = stated(Status::Effective, Some(1));
        let doubt = |doubt| vec![doubt];
        assert_eq!(
            settled(&[stated(Status::Effective, None), older]),
            (Rule::EffectiveDate, Some(1), doubt(Doubt::NewerTextWithoutDate))
        );
        assert_eq!(
            settled(&[stated(Status::Draft, None), OPEN]),
            (Rule::NoEffectiveDate, Some(1), doubt(Doubt::NewerTextNotInForce))
        );
        let faulty =
            Terms::Stated { status: Some(Status::Effective), effective: None, is_faulty: true };
        assert_eq!(
            settled(&[faulty]),
            (Rule::NoEffectiveDate, Some(0), doubt(Doubt::InvalidField))
        );
        assert_eq!(
            settled(&[Terms::Unreadable, older]),
            (Rule::EffectiveDate, Some(1), doubt(Doubt::UnreadableText))
        );
    }

    #[test]
    fn what_the_clone_lacks_is_unknown_unless_something_older_tells() {
        let lacking = vec![Doubt::HistoryIncomplete];
        assert_eq!(settled(&[Terms::Lacking]), (Rule::Unknown, None, lacking.clone()));
        let unreadable = vec![Doubt::UnreadableText];
        assert_eq!(settled(&[Terms::Unreadable]), (Rule::Unknown, None, unreadable));
        let older = stated(Status::Effective, Some(1));
        assert_eq!(settled(&[Terms::Lacking, older]), (Rule::EffectiveDate, Some(1), lacking));
        assert_eq!(settled(&[older, Terms::Lacking]).2, vec![], "what is older does not matter");
        assert_eq!(settled(&[]), (Rule::NotThere, None, vec![]));
    }
}
