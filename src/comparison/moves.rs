//! What stands elsewhere than before: units out of order, sections with new titles.

use std::collections::HashMap;

use crate::document::outline::Outline;

use super::{ChangeKind, SectionChange};

/// For each old section, the new section that holds most of its linked units; where
/// none does, one of the same title.
pub(super) fn matched_sections(
    old: &Outline,
    new: &Outline,
    links: &[(usize, usize)],
) -> Vec<Option<usize>> {
    let mut votes: HashMap<(usize, usize), usize> = HashMap::new();
    for (old_unit, new_unit) in links {
        if let (Some(a), Some(b)) = (old.units[*old_unit].section, new.units[*new_unit].section) {
            *votes.entry((a, b)).or_default() += 1;
        }
    }
    let mut ranked: Vec<((usize, usize), usize)> = votes.into_iter().collect();
    let same_title = |a: usize, b: usize| old.sections[a].title == new.sections[b].title;
    ranked.sort_by_key(|((a, b), count)| (std::cmp::Reverse((*count, same_title(*a, *b))), *a, *b));
    let mut matched = vec![None; old.sections.len()];
    let mut taken = vec![false; new.sections.len()];
    for ((a, b), _) in ranked {
        if matched[a].is_none() && !taken[b] {
            matched[a] = Some(b);
            taken[b] = true;
        }
    }
    let mut by_title: HashMap<(&str, u8), Vec<usize>> = HashMap::new();
    for (index, section) in new.sections.iter().enumerate().rev() {
        if !taken[index] {
            by_title.entry((&section.title, section.level)).or_default().push(index);
        }
    }
    for (index, section) in old.sections.iter().enumerate() {
        if matched[index].is_none() {
            matched[index] =
                by_title.get_mut(&(section.title.as_str(), section.level)).and_then(Vec::pop);
        }
    }
    match_renamed(old, new, &mut matched);
    matched
}

/// The only section of a level left on each side is the same one under a new title.
fn match_renamed(old: &Outline, new: &Outline, matched: &mut [Option<usize>]) {
    let mut is_taken = vec![false; new.sections.len()];
    for now in matched.iter().flatten() {
        is_taken[*now] = true;
    }
    // A match within one level takes nothing from another.
    for level in 1..=6 {
        let old_left: Vec<usize> = (0..matched.len())
            .filter(|i| matched[*i].is_none() && old.sections[*i].level == level)
            .collect();
        let new_left: Vec<usize> = (0..new.sections.len())
            .filter(|i| new.sections[*i].level == level && !is_taken[*i])
            .collect();
        if let ([was], [is]) = (old_left.as_slice(), new_left.as_slice()) {
            matched[*was] = Some(*is);
        }
    }
}

/// One entry per link: whether the unit stands elsewhere. A unit moves when its section
/// or its parent is another, or when it stands outside the heaviest run of its siblings
/// that kept their order. A moved parent does not move its children.
pub(super) fn moved(
    old: &Outline,
    new: &Outline,
    links: &[(usize, usize)],
    section_of_old: &[Option<usize>],
) -> Vec<bool> {
    let new_of_old: HashMap<usize, usize> = links.iter().copied().collect();
    let mut moved = vec![false; links.len()];
    let mut siblings: HashMap<(Option<usize>, Option<usize>), Vec<usize>> = HashMap::new();
    for (index, (old_unit, new_unit)) in links.iter().enumerate() {
        let (a, b) = (&old.units[*old_unit], &new.units[*new_unit]);
        let parent_now = a.parent.map(|parent| new_of_old.get(&parent).copied());
        let same_parent = match (parent_now, b.parent) {
            (None, None) => true,
            (Some(Some(was)), Some(is)) => was == is,
            // The old parent is gone: what stood in it did not move by itself.
            (Some(None), _) => true,
            _ => false,
        };
        let same_section = match (a.section, b.section) {
            (None, None) => true,
            (Some(was), Some(is)) => section_of_old[was].is_none_or(|now| now == is),
            _ => false,
        };
        if b.parent.is_some() {
            moved[index] = !same_parent;
        } else {
            moved[index] = !same_parent || !same_section;
        }
        if !moved[index] {
            siblings.entry((b.section, b.parent)).or_default().push(index);
        }
    }
    for members in siblings.into_values() {
        let olds: Vec<usize> = members.iter().map(|index| links[*index].0).collect();
        let weights: Vec<usize> =
            members.iter().map(|index| new.units[links[*index].1].text.len() + 1).collect();
        let kept = heaviest_increasing(&olds, &weights);
        for (member, kept) in members.into_iter().zip(kept) {
            moved[member] = !kept;
        }
    }
    moved
}

/// Which members of `values` belong to the increasing subsequence of the greatest
/// total weight; `O(n log n)`.
fn heaviest_increasing(values: &[usize], weights: &[usize]) -> Vec<bool> {
    if values.windows(2).all(|pair| pair[0] < pair[1]) {
        return vec![true; values.len()];
    }
    let mut order: Vec<usize> = values.to_vec();
    order.sort_unstable();
    // A Fenwick tree over ranks: the best total that ends at or below a rank.
    let mut best: Vec<(usize, Option<usize>)> = vec![(0, None); values.len() + 1];
    let mut previous = vec![None; values.len()];
    let mut total = vec![0; values.len()];
    for (index, value) in values.iter().enumerate() {
        let rank = order.partition_point(|other| other < value);
        let mut at = rank;
        let mut below = (0, None);
        while at > 0 {
            below = if best[at].0 > below.0 { best[at] } else { below };
            at &= at - 1;
        }
        total[index] = below.0 + weights[index];
        previous[index] = below.1;
        let mut at = rank + 1;
        while at < best.len() {
            if best[at].0 < total[index] {
                best[at] = (total[index], Some(index));
            }
            at += at & at.wrapping_neg();
        }
    }
    let mut kept = vec![false; values.len()];
    let mut at = (0..values.len()).max_by_key(|index| (total[*index], std::cmp::Reverse(*index)));
    while let Some(index) = at {
        kept[index] = true;
        at = previous[index];
    }
    kept
}

/// Sections that came, went, or have a new title.
pub(super) fn section_changes(
    old: &Outline,
    new: &Outline,
    section_of_old: &[Option<usize>],
) -> Vec<SectionChange> {
    let mut is_old = vec![false; new.sections.len()];
    let mut changes = Vec::new();
    for (index, section) in old.sections.iter().enumerate() {
        match section_of_old[index] {
            None => changes.push(SectionChange {
                kind: ChangeKind::Removed,
                old: Some(section.title.clone()),
                new: None,
            }),
            Some(now) => {
                is_old[now] = true;
                if new.sections[now].title != section.title {
                    changes.push(SectionChange {
                        kind: ChangeKind::Changed,
                        old: Some(section.title.clone()),
                        new: Some(new.sections[now].title.clone()),
                    });
                }
            }
        }
    }
    changes.extend(new.sections.iter().zip(is_old).filter(|(_, is_old)| !is_old).map(
        |(section, _)| SectionChange {
            kind: ChangeKind::Added,
            old: None,
            new: Some(section.title.clone()),
        },
    ));
    changes
}

#[cfg(test)]
mod tests {
    use super::heaviest_increasing;

    #[test]
    fn the_heaviest_run_keeps_its_place() {
        assert_eq!(heaviest_increasing(&[1, 2, 3], &[1, 1, 1]), [true; 3]);
        assert_eq!(heaviest_increasing(&[2, 3, 4, 1], &[1, 1, 1, 1]), [true, true, true, false]);
        assert_eq!(heaviest_increasing(&[2, 1], &[1, 9]), [false, true]);
        assert_eq!(heaviest_increasing(&[], &[]), Vec::<bool>::new());
    }
}
