//! Which unit of one version is which of another: a comparison, seen from the units.
//!
//! It asks nothing anew. What a comparison does not name is the same unit in the same words.

use std::collections::HashMap;

use crate::document::outline::{Outline, Unit, UnitKind};

use super::{Change, ChangeKind, Comparison, Side};

/// For each unit of either version what it was, or what became of it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Links {
    /// By the units of the old version.
    pub of_old: Vec<Link>,
    /// By the units of the new version.
    pub of_new: Vec<Link>,
}

/// What a unit is to the other version.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Link {
    /// The unit of the other version; none where there is none. Of a unit that was split, the
    /// first part, and of several that were merged, the one that they became.
    pub other: Option<usize>,
    /// The change of the comparison that names it, where it is not the same.
    pub change: Option<usize>,
}

impl Links {
    /// Finds the units that a comparison of two outlines speaks of, and pairs the others.
    #[must_use]
    pub fn of(comparison: &Comparison, old: &Outline, new: &Outline) -> Self {
        let mut links = Self {
            of_old: vec![Link::default(); old.units.len()],
            of_new: vec![Link::default(); new.units.len()],
        };
        let (old_places, new_places) = (Places::of(old), Places::of(new));
        for (number, change) in comparison.changes.iter().enumerate() {
            let (olds, news) = sides(change);
            let olds: Vec<usize> = olds.filter_map(|side| old_places.unit(side)).collect();
            let news: Vec<usize> = news.filter_map(|side| new_places.unit(side)).collect();
            for unit in &olds {
                links.of_old[*unit] = Link { other: news.first().copied(), change: Some(number) };
            }
            for unit in &news {
                links.of_new[*unit] = Link { other: olds.first().copied(), change: Some(number) };
            }
        }
        links.pair_unnamed(old, new);
        links
    }

    /// Units that no change names have an equal on the other side; of several equal ones,
    /// each the next.
    fn pair_unnamed(&mut self, old: &Outline, new: &Outline) {
        let mut waiting: HashMap<(UnitKind, &str), Vec<usize>> = HashMap::new();
        for index in (0..old.units.len()).rev().filter(|unit| self.of_old[*unit].change.is_none()) {
            waiting.entry(key(&old.units[index])).or_default().push(index);
        }
        for (index, unit) in new.units.iter().enumerate() {
            if self.of_new[index].change.is_none()
                && let Some(equal) = waiting.get_mut(&key(unit)).and_then(Vec::pop)
            {
                self.link(equal, index);
            }
        }
        // Two texts with the same fingerprint may differ in blanks.
        let is_left = |link: &Link| link.change.is_none() && link.other.is_none();
        let olds: Vec<usize> = (0..old.units.len()).filter(|u| is_left(&self.of_old[*u])).collect();
        let news: Vec<usize> = (0..new.units.len()).filter(|u| is_left(&self.of_new[*u])).collect();
        if olds.len() == news.len() {
            olds.into_iter().zip(news).for_each(|(old, new)| self.link(old, new));
        }
    }

    fn link(&mut self, old: usize, new: usize) {
        self.of_old[old].other = Some(new);
        self.of_new[new].other = Some(old);
    }
}

/// What a change names on either side.
fn sides(change: &Change) -> (impl Iterator<Item = &Side>, impl Iterator<Item = &Side>) {
    let also = |is: bool| if is { change.also.as_slice() } else { &[] };
    (
        change.old.iter().chain(also(change.kind == ChangeKind::Merged)),
        change.new.iter().chain(also(change.kind == ChangeKind::Split)),
    )
}

fn key(unit: &Unit) -> (UnitKind, &str) {
    (unit.kind, &unit.text)
}

/// The units of an outline by where they begin; several can begin at one place, such as an
/// item and the picture in it, but not in the same words.
struct Places<'o>(HashMap<(usize, &'o str), usize>);

impl<'o> Places<'o> {
    fn of(outline: &'o Outline) -> Self {
        let place =
            |(index, unit): (usize, &'o Unit)| ((unit.span.start, unit.text.as_str()), index);
        Self(outline.units.iter().enumerate().map(place).collect())
    }

    fn unit(&self, side: &Side) -> Option<usize> {
        self.0.get(&(side.start, side.text.as_str())).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::comparison::compare;
    use crate::document::Document;
    use crate::document::profile::Profile;

    fn linked(old: &str, new: &str) -> (Links, Comparison) {
        let read = |text: &str| Document::read(text.to_owned(), Profile::sopctl());
        let (old, new) = (read(old), read(new));
        let comparison = compare(&old, &new);
        (Links::of(&comparison, old.outline(), new.outline()), comparison)
    }

    const OLD: &str =
        "1. Open the till with your key.\n2. Count the notes twice.\n3. Close the till.\n";

    #[test]
    fn a_text_is_linked_to_itself_unit_by_unit() {
        let (links, _) = linked(OLD, &OLD.replace("2. ", "1.  "));
        let others: Vec<_> = links.of_new.iter().map(|link| link.other).collect();
        assert_eq!(others, [Some(0), Some(1), Some(2)]);
        assert!(links.of_old.iter().all(|link| link.change.is_none()));
    }

    #[test]
    fn what_came_has_no_origin_and_what_changed_has_one() {
        let new = OLD.replace("2. Count the notes twice", "2. Wait.\n3. Count the notes once");
        let (links, comparison) = linked(OLD, &new);
        let origins: Vec<_> = links.of_new.iter().map(|link| link.other).collect();
        assert_eq!(origins, [Some(0), None, Some(1), Some(2)]);
        let change = |unit: usize| links.of_new[unit].change.map(|at| comparison.changes[at].kind);
        assert_eq!((change(1), change(2)), (Some(ChangeKind::Added), Some(ChangeKind::Changed)));
        assert_eq!((change(0), change(3)), (None, None));
        assert_eq!(links.of_old[1].other, Some(2));
    }

    #[test]
    fn a_move_is_linked_from_both_ends() {
        let steps = "1. Count the notes twice.\n2. Open the till.\n3. Call the guard.\n";
        let moved = "1. Open the till.\n2. Call the guard.\n3. Count the notes twice.\n";
        let (links, _) = linked(steps, moved);
        assert_eq!((links.of_old[0].other, links.of_new[2].other), (Some(2), Some(0)));
        assert!(links.of_old[0].change.is_some());
    }
}
