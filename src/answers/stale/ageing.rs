//! How old the documents are, where nothing says when to review them.

use crate::calendar::{AsOf, Date};

use super::Judged;

/// The ages of a library that speaks of no reviews.
#[derive(Debug, Clone, PartialEq)]
pub struct Ageing {
    /// Indices of the documents whose last change in substance is known, oldest first,
    /// with its day.
    pub oldest_first: Vec<(usize, Date)>,
    /// The days before which a quarter, half and three quarters of them last changed.
    pub quartiles: Option<[Date; 3]>,
    /// How many were never touched but by commits that touched many documents.
    pub bulk_only: usize,
    /// How many have no known change: not committed, or beyond a shallow clone.
    pub unknown: usize,
}

impl Ageing {
    pub(super) fn of(documents: &[Judged], as_of: &AsOf) -> Self {
        let mut oldest_first: Vec<(usize, Date)> = documents
            .iter()
            .enumerate()
            .filter_map(|(index, document)| {
                let (_, info) = document.evidence.last_in_substance.as_ref()?;
                Some((index, info.author_time.day_in(&as_of.zone)))
            })
            .collect();
        oldest_first.sort_by_key(|(index, day)| (*day, *index));
        let at = |part: usize| {
            oldest_first.get((oldest_first.len() - 1) * part / 4).map(|(_, day)| *day)
        };
        let quartiles = if oldest_first.is_empty() {
            None
        } else {
            at(1).zip(at(2)).zip(at(3)).map(|((a, b), c)| [a, b, c])
        };
        let bulk_only = oldest_first
            .iter()
            .filter(|(index, _)| documents[*index].evidence.is_bulk_only)
            .count();
        let unknown = documents.len() - oldest_first.len();
        Self { oldest_first, quartiles, bulk_only, unknown }
    }
}
