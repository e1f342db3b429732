//! Documents that carry each other out in a circle.

use std::collections::{BTreeSet, HashMap, VecDeque};

use super::links::{Link, Saying};

/// So many circles that every document of one is in one of them, each the shortest through one
/// of its documents, from its first document on.
pub(super) fn of(count: usize, links: &[Link]) -> Vec<Vec<usize>> {
    let mut up: Vec<BTreeSet<usize>> = vec![BTreeSet::new(); count];
    for link in links.iter().filter(|link| link.saying != Saying::Named) {
        if let Some(up) = up.get_mut(link.lower) {
            up.insert(link.upper);
        }
    }
    let mut left = in_circles(&up);
    let mut circles = Vec::new();
    while let Some(first) = left.pop_first() {
        if let Some(mut circle) = way_back(first, &up) {
            let least = circle.iter().enumerate().min_by_key(|(_, document)| **document);
            let start = least.map_or(0, |(at, _)| at);
            circle.rotate_left(start);
            for document in &circle {
                left.remove(document);
            }
            circles.push(circle);
        }
    }
    circles
}

/// The documents of circles, and those between two circles: whatever leads nowhere is taken
/// away until nothing more does.
fn in_circles(up: &[BTreeSet<usize>]) -> BTreeSet<usize> {
    let mut down: Vec<Vec<usize>> = vec![Vec::new(); up.len()];
    for (lower, uppers) in up.iter().enumerate() {
        for upper in uppers {
            if let Some(down) = down.get_mut(*upper) {
                down.push(lower);
            }
        }
    }
    let mut leading: Vec<usize> = up.iter().map(BTreeSet::len).collect();
    let mut open: Vec<usize> =
        (0..up.len()).filter(|index| leading.get(*index) == Some(&0)).collect();
    let mut left: BTreeSet<usize> = (0..up.len()).collect();
    while let Some(index) = open.pop() {
        left.remove(&index);
        for lower in down.get(index).into_iter().flatten() {
            if let Some(count) = leading.get_mut(*lower) {
                *count = count.saturating_sub(1);
                if *count == 0 {
                    open.push(*lower);
                }
            }
        }
    }
    left
}

/// The shortest way from a document back to itself.
fn way_back(from: usize, up: &[BTreeSet<usize>]) -> Option<Vec<usize>> {
    let mut came_from: HashMap<usize, usize> = HashMap::new();
    let mut open = VecDeque::from([from]);
    while let Some(at) = open.pop_front() {
        for next in up.get(at)? {
            if *next == from {
                let mut way: Vec<usize> =
                    std::iter::successors(Some(at), |at| came_from.get(at).copied()).collect();
                way.reverse();
                return Some(way);
            }
            if !came_from.contains_key(next) {
                came_from.insert(*next, at);
                open.push_back(*next);
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn circles(edges: &[(usize, usize)]) -> Vec<Vec<usize>> {
        let link = |(lower, upper): &(usize, usize)| Link {
            lower: *lower,
            upper: *upper,
            part: None,
            saying: Saying::Declared,
        };
        of(10, &edges.iter().map(link).collect::<Vec<_>>())
    }

    #[test]
    fn each_circle_is_found_once_and_nothing_else() {
        assert!(circles(&[(1, 0), (2, 0), (2, 1)]).is_empty());
        assert_eq!(circles(&[(4, 4)]), [[4]]);
        // Two circles, a way between them, and what hangs on one of them.
        let found = circles(&[(1, 2), (2, 1), (2, 5), (5, 6), (6, 7), (7, 6), (8, 1), (1, 0)]);
        assert_eq!(found, [vec![1, 2], vec![6, 7]]);
    }

    #[test]
    fn every_document_of_a_circle_is_told_with_the_shortest_one_through_it() {
        let found = circles(&[(1, 2), (2, 3), (3, 1), (2, 1)]);
        assert_eq!(found, [vec![1, 2], vec![1, 2, 3]]);
    }
}
