//! How many proposals there are of each field, and where they come from.

use std::collections::{BTreeMap, BTreeSet};

use super::super::Adoption;
use super::super::proposal::{Certainty, Proposal};
use super::{MANY, NAMED, reason};
use crate::document::field::FieldName;
use crate::report::{Fact, Line};

/// The fields that all documents get with the same value for the same reason; they are
/// told once.
pub(super) fn same_for_all(adoption: &Adoption) -> BTreeSet<FieldName> {
    let mut said: BTreeMap<FieldName, BTreeSet<(String, &str)>> = BTreeMap::new();
    let mut counts: BTreeMap<FieldName, usize> = BTreeMap::new();
    for proposal in all(adoption) {
        // The number stands before each document.
        let value = match proposal.field {
            FieldName::Id => String::new(),
            _ => proposal.shown(),
        };
        said.entry(proposal.field).or_default().insert((value, proposal.because.as_str()));
        *counts.entry(proposal.field).or_default() += 1;
    }
    let is_same = |(field, values): &(FieldName, BTreeSet<_>)| {
        values.len() == 1 && counts.get(field).is_some_and(|count| *count >= MANY)
    };
    said.into_iter().filter(is_same).map(|(field, _)| field).collect()
}

/// Every proposal.
pub(super) fn all(adoption: &Adoption) -> impl Iterator<Item = &Proposal> {
    adoption
        .documents
        .iter()
        .flat_map(|document| document.proposals.iter().map(|(_, proposal)| proposal))
}

/// For each field, how many documents get it, and from where.
pub(super) fn facts(adoption: &Adoption, same: &BTreeSet<FieldName>) -> Vec<Fact> {
    let mut by_field: BTreeMap<FieldName, Vec<&Proposal>> = BTreeMap::new();
    for proposal in all(adoption) {
        by_field.entry(proposal.field).or_default().push(proposal);
    }
    by_field
        .into_iter()
        .map(|(field, proposals)| {
            let value = match proposals.first() {
                Some(first) if same.contains(&field) && field != FieldName::Id => Line::new()
                    .strong(first.shown())
                    .text(format!(" for {} ({})", proposals.len(), reason(first))),
                _ => Line::new().text(sources(&proposals)),
            };
            let value = match field {
                FieldName::Owner | FieldName::Type | FieldName::Status
                    if !same.contains(&field) =>
                {
                    value.text("; ").line(values(&proposals))
                }
                _ => value,
            };
            Fact { name: field.as_str(), value }
        })
        .collect()
}

/// `29 next free, 2 from the number it has already`
fn sources(proposals: &[&Proposal]) -> String {
    let mut counts: BTreeMap<_, usize> = BTreeMap::new();
    for proposal in proposals {
        *counts.entry((proposal.source, proposal.certainty)).or_default() += 1;
    }
    let mut counts: Vec<_> = counts.into_iter().collect();
    counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    let told = counts.into_iter().map(|((source, certainty), count)| {
        let guess = if certainty == Certainty::Guess { " (guess)" } else { "" };
        format!("{count} {}{guess}", source.name())
    });
    told.collect::<Vec<_>>().join(", ")
}

/// `ana@example.com 12, @ben 3 and 2 more`, the most frequent first.
fn values(proposals: &[&Proposal]) -> Line {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for proposal in proposals {
        *counts.entry(proposal.shown()).or_default() += 1;
    }
    let mut counts: Vec<(String, usize)> = counts.into_iter().collect();
    counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    let more = counts.len().saturating_sub(NAMED);
    let named = counts
        .into_iter()
        .take(NAMED)
        .map(|(value, count)| Line::new().strong(value).text(format!(" {count}")));
    let line = Line::joined(named.collect(), ", ");
    if more > 0 { line.text(format!(" and {more} more")) } else { line }
}
