//! Which known word a mistyped one stands for.

/// Words longer than this are not compared: the table is quadratic, and a key of
/// this length is no slip of the fingers.
const LONGEST: usize = 64;

/// How many characters must be inserted, removed, replaced or swapped with their
/// neighbour to turn one word into the other (optimal string alignment).
#[must_use]
pub fn edit_distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut before: Vec<usize> = Vec::new();
    let mut above: Vec<usize> = (0..=b.len()).collect();
    let mut previous = None;
    for (i, from) in a.chars().enumerate() {
        let mut row = Vec::with_capacity(b.len() + 1);
        row.push(i + 1);
        for (j, to) in b.iter().enumerate() {
            let replaced = above[j] + usize::from(from != *to);
            let mut least = replaced.min(above[j + 1] + 1).min(row[j] + 1);
            if j > 0 && previous == Some(*to) && b[j - 1] == from {
                least = least.min(before[j - 1] + 1);
            }
            row.push(least);
        }
        before = std::mem::replace(&mut above, row);
        previous = Some(from);
    }
    above.last().copied().unwrap_or(0)
}

/// The candidate that `word` was probably meant to be: the same words in another
/// order or notation (`reviewed_last`, `lastReviewed`), else the nearest within two
/// edits and a third of its length. Never the word itself.
#[must_use]
pub fn nearest<'c>(word: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    let length = word.chars().count();
    if length > LONGEST {
        return None;
    }
    let words = sorted_words(word);
    let mut best: Option<(usize, &str)> = None;
    for candidate in candidates {
        if candidate == word {
            continue;
        }
        let longer = length.max(candidate.chars().count());
        let distance = if sorted_words(candidate) == words {
            0
        } else if length.abs_diff(candidate.chars().count()) > 2 {
            continue;
        } else {
            edit_distance(word, candidate)
        };
        let near = distance <= 2 && distance * 3 <= longer;
        if near && best.is_none_or(|(least, _)| distance < least) {
            best = Some((distance, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

/// The words of a key such as `last_reviewed`, `last-reviewed` or `lastReviewed`.
fn sorted_words(key: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut after_lower = false;
    for c in key.chars() {
        let separates = !c.is_alphanumeric();
        if separates || (c.is_uppercase() && after_lower) {
            words.push(String::new());
        }
        if !separates && let Some(word) = words.last_mut() {
            word.extend(c.to_lowercase());
        }
        after_lower = c.is_lowercase();
    }
    words.retain(|word| !word.is_empty());
    words.sort_unstable();
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edits_are_counted_in_characters() {
        for (a, b, distance) in [
            ("", "", 0),
            ("", "abc", 3),
            ("owner", "owner", 0),
            ("ownre", "owner", 1),
            ("onwer", "owner", 1),
            ("titel", "title", 1),
            ("prüfer", "prufer", 1),
            ("kitten", "sitting", 3),
        ] {
            assert_eq!(edit_distance(a, b), distance, "{a} {b}");
            assert_eq!(edit_distance(b, a), distance, "{b} {a}");
        }
    }

    #[test]
    fn slips_and_swapped_words_are_recognised() {
        let known = ["id", "title", "owner", "status", "last_reviewed", "review_interval"];
        for (word, meant) in [
            ("onwer", Some("owner")),
            ("owners", Some("owner")),
            ("statsu", Some("status")),
            ("reviewed_last", Some("last_reviewed")),
            ("lastReviewed", Some("last_reviewed")),
            ("Last-Reviewed", Some("last_reviewed")),
            ("last_review", Some("last_reviewed")),
            ("Title", Some("title")),
            ("ip", None),
            ("tags", None),
            ("owner", None),
            ("layout", None),
        ] {
            assert_eq!(nearest(word, known), meant, "{word}");
        }
        assert_eq!(nearest(&"x".repeat(100_000), known), None);
    }
}
