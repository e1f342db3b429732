//! Which unit of the old document is which unit of the new one.
//!
//! Equal words link first: the common start and end, words that are unique on both
//! sides anywhere, their neighbours, then the rest in order. What is left is linked
//! by likeness, best first: a lower likeness is enough between the same neighbours.

use std::collections::HashMap;

use crate::document::outline::Unit;
use crate::text::word_key;

/// Likeness from which two units are the same anywhere in the document.
const ACCEPT_ANYWHERE: f64 = 0.50;
/// Likeness from which two units between the same neighbours are the same.
const ACCEPT_IN_GAP: f64 = 0.30;
/// Likeness from which the only two units left in a gap are the same, changed.
const ACCEPT_ALONE: f64 = 0.20;
/// Words that stand in more unlinked units than this say nothing.
const COMMON_WORD: usize = 60;
/// How many candidates by shared words are scored for one unit.
const CANDIDATES: usize = 8;

/// Pairs of (old index, new index), each index at most once, ordered by the new index.
#[must_use]
pub(super) fn align(old: &[Unit], new: &[Unit]) -> Vec<(usize, usize)> {
    // Most of two versions is the same to the letter; only what lies between needs words.
    let shorter = old.len().min(new.len());
    let prefix = (0..shorter).take_while(|&i| old[i].text == new[i].text).count();
    let suffix = (0..shorter - prefix)
        .take_while(|&i| old[old.len() - 1 - i].text == new[new.len() - 1 - i].text)
        .count();
    let between = |units: &[Unit]| -> Vec<Vec<String>> {
        units[prefix..units.len() - suffix].iter().map(words_of).collect()
    };
    let (old_words, new_words) = (between(old), between(new));
    let mut links =
        Links { to_new: vec![None; old_words.len()], to_old: vec![None; new_words.len()] };
    link_equal(&old_words, &new_words, &mut links);
    link_alike(&old_words, &new_words, &mut links);
    link_alone(&old_words, &new_words, &mut links);
    let linked = links.to_old.iter().enumerate();
    let middle = linked.filter_map(|(new, old)| old.map(|old| (old + prefix, new + prefix)));
    let head = (0..prefix).map(|index| (index, index));
    let tail = (0..suffix).rev().map(|i| (old.len() - 1 - i, new.len() - 1 - i));
    head.chain(middle).chain(tail).collect()
}

/// The words; for what has none (a row of signs), the text itself.
fn words_of(unit: &Unit) -> Vec<String> {
    let words = word_key(&unit.text);
    if words.is_empty() { vec![unit.text.clone()] } else { words }
}

struct Links {
    to_new: Vec<Option<usize>>,
    to_old: Vec<Option<usize>>,
}

impl Links {
    fn link(&mut self, old: usize, new: usize) {
        self.to_new[old] = Some(new);
        self.to_old[new] = Some(old);
    }

    fn is_free(&self, old: usize, new: usize) -> bool {
        self.to_new[old].is_none() && self.to_old[new].is_none()
    }

    fn free_old(&self) -> impl Iterator<Item = usize> + '_ {
        self.to_new.iter().enumerate().filter(|(_, link)| link.is_none()).map(|(index, _)| index)
    }

    fn free_new(&self) -> impl Iterator<Item = usize> + '_ {
        self.to_old.iter().enumerate().filter(|(_, link)| link.is_none()).map(|(index, _)| index)
    }
}

fn link_equal(old: &[Vec<String>], new: &[Vec<String>], links: &mut Links) {
    let shorter = old.len().min(new.len());
    let prefix = (0..shorter).take_while(|&i| old[i] == new[i]).count();
    for index in 0..prefix {
        links.link(index, index);
    }
    let suffix = (0..shorter - prefix)
        .take_while(|&i| old[old.len() - 1 - i] == new[new.len() - 1 - i])
        .count();
    for index in 0..suffix {
        links.link(old.len() - 1 - index, new.len() - 1 - index);
    }

    let mut places: HashMap<&[String], (Vec<usize>, Vec<usize>)> = HashMap::new();
    for (index, words) in old.iter().enumerate().take(old.len() - suffix).skip(prefix) {
        places.entry(words).or_default().0.push(index);
    }
    for (index, words) in new.iter().enumerate().take(new.len() - suffix).skip(prefix) {
        places.entry(words).or_default().1.push(index);
    }
    let mut unique: Vec<(usize, usize)> = places
        .values()
        .filter_map(|(olds, news)| match (olds.as_slice(), news.as_slice()) {
            ([old], [new]) => Some((*old, *new)),
            _ => None,
        })
        .collect();
    unique.sort_unstable();
    for (a, b) in &unique {
        links.link(*a, *b);
    }
    for (a, b) in unique {
        let mut forward = 1;
        while a + forward < old.len()
            && b + forward < new.len()
            && links.is_free(a + forward, b + forward)
            && old[a + forward] == new[b + forward]
        {
            links.link(a + forward, b + forward);
            forward += 1;
        }
        let mut back = 1;
        while a >= back
            && b >= back
            && links.is_free(a - back, b - back)
            && old[a - back] == new[b - back]
        {
            links.link(a - back, b - back);
            back += 1;
        }
    }
    let mut repeated: Vec<&(Vec<usize>, Vec<usize>)> = places.values().collect();
    repeated.sort_unstable();
    for (olds, news) in repeated {
        let mut free_news = news
            .iter()
            .filter(|new| links.to_old[**new].is_none())
            .copied()
            .collect::<Vec<_>>()
            .into_iter();
        for &old in olds {
            if links.to_new[old].is_none()
                && let Some(new) = free_news.next()
            {
                links.link(old, new);
            }
        }
    }
}

fn link_alike(old: &[Vec<String>], new: &[Vec<String>], links: &mut Links) {
    let mut postings: HashMap<&str, Vec<usize>> = HashMap::new();
    for index in links.free_old() {
        for word in distinct(&old[index]) {
            postings.entry(word).or_default().push(index);
        }
    }
    let weights = Weights::of(old, new);
    let gaps = Gaps::of(links);
    let mut scored: Vec<(f64, usize, usize)> = Vec::new();
    for new_index in links.free_new() {
        let mut shared: HashMap<usize, f64> = HashMap::new();
        for word in distinct(&new[new_index]) {
            if let Some(list) = postings.get(word).filter(|list| list.len() <= COMMON_WORD) {
                for &candidate in list {
                    *shared.entry(candidate).or_default() += weights.of_word(word);
                }
            }
        }
        let mut candidates: Vec<(usize, f64)> = shared.into_iter().collect();
        candidates.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        candidates.truncate(CANDIDATES);
        let mut indices: Vec<usize> = candidates.into_iter().map(|(index, _)| index).collect();
        indices.extend(gaps.beside(new_index).take(CANDIDATES));
        indices.sort_unstable();
        indices.dedup();
        for old_index in indices {
            let same_gap = gaps.same(old_index, new_index);
            let score = dice(&old[old_index], &new[new_index], |word| weights.of_word(word));
            let least = if same_gap { ACCEPT_IN_GAP } else { ACCEPT_ANYWHERE };
            if score >= least {
                scored.push((score + if same_gap { 0.1 } else { 0.0 }, old_index, new_index));
            }
        }
    }
    scored.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
    for (_, old_index, new_index) in scored {
        if links.is_free(old_index, new_index) {
            links.link(old_index, new_index);
        }
    }
}

/// A gap with one unit left on each side holds the same unit, changed.
fn link_alone(old: &[Vec<String>], new: &[Vec<String>], links: &mut Links) {
    let gaps = Gaps::of(links);
    let free: Vec<usize> = links.free_new().collect();
    for new_index in free {
        let mut beside = gaps.beside(new_index);
        let alone = match (beside.next(), beside.next()) {
            (Some(only), None) => Some(only),
            _ => None,
        };
        drop(beside);
        if let Some(old_index) = alone
            && gaps.new_in_gap_of(new_index) == 1
            && links.is_free(old_index, new_index)
            && dice(&old[old_index], &new[new_index], |_| 1.0) >= ACCEPT_ALONE
        {
            links.link(old_index, new_index);
        }
    }
}

/// A gap is what lies between the same linked neighbours; it is named by the nearest
/// link before it, seen from both sides.
struct Gaps {
    of_old: Vec<usize>,
    of_new: Vec<usize>,
    free_old: HashMap<usize, Vec<usize>>,
    free_new: HashMap<usize, usize>,
}

impl Gaps {
    fn of(links: &Links) -> Self {
        let mut of_new = Vec::with_capacity(links.to_old.len());
        let mut free_new: HashMap<usize, usize> = HashMap::new();
        let mut gap = 0;
        for (index, link) in links.to_old.iter().enumerate() {
            match link {
                Some(_) => gap = index + 1,
                None => *free_new.entry(gap).or_default() += 1,
            }
            of_new.push(gap);
        }
        let mut of_old = Vec::with_capacity(links.to_new.len());
        let mut free_old: HashMap<usize, Vec<usize>> = HashMap::new();
        let mut gap = 0;
        for (index, link) in links.to_new.iter().enumerate() {
            match link {
                Some(new) => gap = new + 1,
                None => free_old.entry(gap).or_default().push(index),
            }
            of_old.push(gap);
        }
        Self { of_old, of_new, free_old, free_new }
    }

    fn same(&self, old: usize, new: usize) -> bool {
        self.of_old[old] == self.of_new[new]
    }

    fn beside(&self, new: usize) -> impl Iterator<Item = usize> + '_ {
        self.free_old.get(&self.of_new[new]).into_iter().flatten().copied()
    }

    fn new_in_gap_of(&self, new: usize) -> usize {
        self.free_new.get(&self.of_new[new]).copied().unwrap_or(0)
    }
}

/// Rare words weigh more.
struct Weights<'t> {
    counts: HashMap<&'t str, usize>,
}

impl<'t> Weights<'t> {
    fn of(old: &'t [Vec<String>], new: &'t [Vec<String>]) -> Self {
        let mut counts: HashMap<&str, usize> = HashMap::new();
        for words in old.iter().chain(new) {
            for word in distinct(words) {
                *counts.entry(word).or_default() += 1;
            }
        }
        Self { counts }
    }

    fn of_word(&self, word: &str) -> f64 {
        let count = self.counts.get(word).copied().unwrap_or(1);
        1.0 / f64::from(u32::try_from(count).unwrap_or(u32::MAX)).sqrt()
    }
}

fn distinct(words: &[String]) -> impl Iterator<Item = &str> {
    let mut sorted: Vec<&str> = words.iter().map(String::as_str).collect();
    sorted.sort_unstable();
    sorted.dedup();
    sorted.into_iter()
}

/// Dice's coefficient of two multisets of words: 0 nothing in common, 1 equal.
fn dice(a: &[String], b: &[String], weight: impl Fn(&str) -> f64) -> f64 {
    let mut a: Vec<&str> = a.iter().map(String::as_str).collect();
    let mut b: Vec<&str> = b.iter().map(String::as_str).collect();
    a.sort_unstable();
    b.sort_unstable();
    let total: f64 = a.iter().chain(&b).map(|word| weight(word)).sum();
    let (mut i, mut j, mut common) = (0, 0, 0.0);
    while i < a.len() && j < b.len() {
        match a[i].cmp(b[j]) {
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
            std::cmp::Ordering::Equal => {
                common += weight(a[i]);
                i += 1;
                j += 1;
            }
        }
    }
    if total > 0.0 { 2.0 * common / total } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::outline::{Outline, Reading};
    use crate::language::Language;

    fn pairs(old: &str, new: &str) -> Vec<(usize, usize)> {
        let units =
            |body: &str| Outline::read(body, None, Reading::Procedure, Language::english()).units;
        align(&units(old), &units(new))
    }

    const OLD: &str = "1. Open the till with your key.\n2. Count the notes twice.\n3. Enter the sum in the ledger.\n4. Close the till.\n";

    #[test]
    fn an_inserted_step_moves_no_link() {
        let new = OLD.replace("2. Count", "2. Ask a colleague to watch.\n3. Count");
        assert_eq!(pairs(OLD, &new), [(0, 0), (1, 2), (2, 3), (3, 4)]);
    }

    #[test]
    fn a_moved_and_a_reworded_step_are_found() {
        let moved = "1. Count the notes twice.\n2. Enter the sum in the ledger.\n3. Open the till with your key.\n4. Close the till.\n";
        assert_eq!(pairs(OLD, moved), [(1, 0), (2, 1), (0, 2), (3, 3)]);
        let reworded =
            OLD.replace("Enter the sum in the ledger", "Write the total sum into the ledger");
        assert_eq!(pairs(OLD, &reworded), [(0, 0), (1, 1), (2, 2), (3, 3)]);
    }

    #[test]
    fn a_replaced_step_is_not_the_old_one() {
        let replaced = OLD.replace("Enter the sum in the ledger", "Phone your shift lead");
        assert_eq!(pairs(OLD, &replaced), [(0, 0), (1, 1), (3, 3)]);
    }

    #[test]
    fn repeated_items_cost_no_more_than_their_number() {
        let many = "1. Press the button.\n".repeat(5_000);
        assert_eq!(pairs(&many, &many).len(), 5_000);
        let other = "1. Pull the lever.\n".repeat(5_000);
        assert!(pairs(&many, &other).len() <= 5_000);
    }
}
