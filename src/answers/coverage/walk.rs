//! The map in the order in which it is read: each document below what it carries out.

use std::collections::{BTreeMap, BTreeSet};

use crate::document::lifecycle::DocumentKind;

use super::Coverage;
use super::links::{Link, Saying};

/// So many documents without links stand in the map; more would bury it.
pub(super) const MOST_UNLINKED: usize = 20;

/// A place of the map.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Stop {
    /// How many places it stands below.
    pub(super) depth: usize,
    /// The number of the place that it stands directly below.
    pub(super) above: Option<usize>,
    pub(super) what: What,
}

/// What stands in a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum What {
    /// A document.
    Document {
        index: usize,
        /// Whether it stood in the map before, with all that is below it.
        is_again: bool,
        /// How it comes to stand below the place above it.
        saying: Option<Saying>,
    },
    /// A part of the document above it.
    Part { document: usize, part: usize },
}

/// All places from top to bottom. A document that carries out several others stands below each
/// of them, and what carries it out only below the first.
pub(super) fn of(coverage: &Coverage) -> Vec<Stop> {
    let mut below: BTreeMap<usize, Vec<&Link>> = BTreeMap::new();
    let mut is_below: BTreeSet<usize> = BTreeSet::new();
    for link in coverage.shown_links() {
        below.entry(link.upper).or_default().push(link);
        is_below.insert(link.lower);
    }
    let unlinked = coverage.without_links();
    let left_out: BTreeSet<usize> = if unlinked.len() > MOST_UNLINKED {
        unlinked.into_iter().collect()
    } else {
        BTreeSet::new()
    };
    let mut order: Vec<usize> =
        coverage.shown.iter().copied().filter(|index| !left_out.contains(index)).collect();
    let level = |index: &usize| {
        let level = coverage.document(*index).and_then(|document| document.level);
        level.map_or(DocumentKind::ALL.len(), |level| level as usize)
    };
    order.sort_by_key(|index| (level(index), *index));
    let tops = order.iter().filter(|index| !is_below.contains(index));
    // In a circle, everything stands below something.
    let tops: Vec<usize> = tops.chain(&order).copied().collect();
    let mut walk = Walk { coverage, below, seen: BTreeSet::new(), stops: Vec::new() };
    for top in tops {
        if !walk.seen.contains(&top) {
            walk.down_from(top);
        }
    }
    walk.stops
}

struct Walk<'c> {
    coverage: &'c Coverage,
    below: BTreeMap<usize, Vec<&'c Link>>,
    seen: BTreeSet<usize>,
    stops: Vec<Stop>,
}

impl Walk<'_> {
    fn down_from(&mut self, top: usize) {
        let what = What::Document { index: top, is_again: false, saying: None };
        let mut waiting = vec![Stop { depth: 0, above: None, what }];
        while let Some(mut stop) = waiting.pop() {
            if let What::Document { index, is_again, .. } = &mut stop.what {
                *is_again = !self.seen.insert(*index);
            }
            self.stops.push(stop);
            let mut next = self.next(&stop);
            next.reverse();
            waiting.append(&mut next);
        }
    }

    /// What stands directly below the place that was put down last.
    fn next(&self, stop: &Stop) -> Vec<Stop> {
        let at = |what| Stop { depth: stop.depth + 1, above: Some(self.stops.len() - 1), what };
        let documents = |of: usize, part: Option<usize>| {
            let links = self.below.get(&of).map_or(&[][..], Vec::as_slice);
            let here = links.iter().filter(move |link| link.part == part);
            here.map(|link| What::Document {
                index: link.lower,
                is_again: false,
                saying: Some(link.saying),
            })
        };
        match stop.what {
            What::Document { is_again: true, .. } => Vec::new(),
            What::Document { index, .. } => {
                let parts = self.parts(index).into_iter();
                let parts = parts.map(|part| What::Part { document: index, part });
                documents(index, None).chain(parts).map(at).collect()
            }
            What::Part { document, part } => documents(document, Some(part)).map(at).collect(),
        }
    }

    /// The parts of a document, if any of them is carried out or says why not: otherwise they
    /// say nothing.
    fn parts(&self, index: usize) -> Vec<usize> {
        let Some(document) = self.coverage.document(index) else { return Vec::new() };
        let links = self.below.get(&index).map_or(&[][..], Vec::as_slice);
        let is_told = links.iter().any(|link| link.part.is_some())
            || document.parts.iter().any(|part| part.reason.is_some());
        if is_told { (0..document.parts.len()).collect() } else { Vec::new() }
    }
}
