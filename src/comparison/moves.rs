//! What stands elsewhere than before.

use std::collections::HashMap;

use super::alignment::Link;
use super::matching::Matching;
use super::order::heaviest_increasing;
use super::sections::{Standing, home};

/// Units with the same parent in the same section.
type Siblings = (Option<usize>, Option<usize>);

/// One entry per link: whether its unit stands elsewhere. A unit moves when its section or
/// its parent is another, or when it stands outside the heaviest run of its siblings that
/// kept their order. A moved parent does not move its children.
pub(super) fn moved(matching: &Matching<'_>) -> Vec<bool> {
    let mut moved = vec![false; matching.links.len()];
    let mut siblings: HashMap<Siblings, Vec<usize>> = HashMap::new();
    let mut unsure = Vec::new();
    for (index, link) in matching.links.iter().enumerate() {
        match standing(matching, link) {
            Standing::Other => moved[index] = true,
            Standing::Same => {
                let unit = &matching.new.units[link.new];
                let key = (home(matching.new, unit), unit.parent);
                siblings.entry(key).or_default().push(index);
            }
            Standing::Unknown => unsure.push(index),
        }
    }
    for members in siblings.into_values() {
        for (member, kept) in members.iter().zip(kept(matching, &members)) {
            moved[*member] = !kept;
        }
    }
    if !unsure.is_empty() {
        // A heading or an outer step that came or went tells nothing: the order of all
        // units that did not move does.
        let all: Vec<usize> = (0..moved.len()).filter(|index| !moved[*index]).collect();
        let kept = kept(matching, &all);
        let is_unsure = |index: &usize| unsure.binary_search(index).is_ok();
        for (index, kept) in all.into_iter().zip(kept).filter(|(index, _)| is_unsure(index)) {
            moved[index] = !kept;
        }
    }
    moved
}

fn kept(matching: &Matching<'_>, members: &[usize]) -> Vec<bool> {
    let links = members.iter().map(|index| &matching.links[*index]);
    let olds: Vec<usize> = links.clone().map(|link| link.old).collect();
    // A unit that changed is told in any case: that it moved as well tells no more units.
    let weights = links.map(|link| {
        let (was, is) = (&matching.old.units[link.old], &matching.new.units[link.new]);
        if was.text == is.text { is.text.len() + 2 } else { 1 }
    });
    heaviest_increasing(&olds, &weights.collect::<Vec<usize>>())
}

/// Where the unit of a link stands, seen from the other version.
fn standing(matching: &Matching<'_>, link: &Link) -> Standing {
    let (was, is) = (&matching.old.units[link.old], &matching.new.units[link.new]);
    match (was.parent, is.parent) {
        (None, None) => matching.sections.standing(home(matching.old, was), home(matching.new, is)),
        (Some(a), Some(b)) => match (matching.link_of_old[a], matching.link_of_new[b]) {
            (Some(a), Some(b)) if a == b => Standing::Same,
            (Some(_), Some(_)) => Standing::Other,
            _ => Standing::Unknown,
        },
        (Some(a), None) if matching.link_of_old[a].is_some() => Standing::Other,
        (None, Some(b)) if matching.link_of_new[b].is_some() => Standing::Other,
        (Some(_), None) | (None, Some(_)) => Standing::Unknown,
    }
}
