//! Two outlines and what in them is the same: units and sections.

use crate::document::outline::Outline;

use super::alignment::{Link, Parts, align};
use super::sections::MatchedSections;

/// Two versions of what a document says, matched.
#[derive(Debug)]
pub(super) struct Matching<'a> {
    pub(super) old: &'a Outline,
    pub(super) new: &'a Outline,
    /// Ordered by their new units.
    pub(super) links: Vec<Link>,
    pub(super) sections: MatchedSections,
    /// For each old unit the link that it belongs to.
    pub(super) link_of_old: Vec<Option<usize>>,
    /// For each new unit the link that it belongs to.
    pub(super) link_of_new: Vec<Option<usize>>,
}

impl<'a> Matching<'a> {
    pub(super) fn of(old: &'a Outline, new: &'a Outline) -> Self {
        let links = align(&old.units, &new.units);
        let sections = MatchedSections::of(old, new, &links);
        let mut link_of_old = vec![None; old.units.len()];
        let mut link_of_new = vec![None; new.units.len()];
        for (index, link) in links.iter().enumerate() {
            link_of_old[link.old] = Some(index);
            link_of_new[link.new] = Some(index);
            let (more, links) = match &link.parts {
                Parts::One => continue,
                Parts::Split(more) => (more, &mut link_of_new),
                Parts::Merged(more) => (more, &mut link_of_old),
            };
            for part in more {
                links[*part] = Some(index);
            }
        }
        Self { old, new, links, sections, link_of_old, link_of_new }
    }

    /// Whether an old and a new unit are the same, or parts of the same.
    pub(super) fn is_same_unit(&self, old: usize, new: usize) -> bool {
        self.link_of_old[old].is_some() && self.link_of_old[old] == self.link_of_new[new]
    }
}
