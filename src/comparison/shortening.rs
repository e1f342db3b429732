//! Texts cut to what a line can hold.

/// The first words of a text are so many characters at most.
const FIRST_WORDS: usize = 40;
/// How much of two texts is kept before the place where they begin to differ, in characters.
const BEFORE: usize = 16;

/// The beginning of a text, cut behind a word.
pub(super) fn first_words(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(FIRST_WORDS) {
        None => line,
        Some((end, _)) => {
            let end = line[..end].rfind(' ').filter(|blank| *blank > 0).unwrap_or(end);
            format!("{}…", line[..end].trim_end())
        }
    }
}

/// A text that keeps its beginning.
pub(super) fn beginning(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

/// Two texts that differ, of which each keeps at most so many characters: the beginnings,
/// where these tell them apart, else from shortly before the first difference on.
pub(super) fn pair(old: &str, new: &str, most: usize) -> (String, String) {
    let same: usize = old
        .chars()
        .zip(new.chars())
        .take_while(|(a, b)| a == b)
        .map(|(same, _)| same.len_utf8())
        .sum();
    let before = old[..same].char_indices().rev().nth(BEFORE - 1).map_or(0, |(at, _)| at);
    let ends_before =
        |text: &str| text.char_indices().nth(most).is_some_and(|(end, _)| end <= same);
    if before == 0 || !(ends_before(old) || ends_before(new)) {
        return (beginning(old, most), beginning(new, most));
    }
    let from = |text: &str| format!("…{}", beginning(&text[before..], most));
    (from(old), from(new))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_texts_are_told_apart_by_where_they_differ() {
        let page = |name: &str| format!("https://example.org/{}{name}", "deep/".repeat(30));
        let (old, new) = pair(&page("first"), &page("second"), 72);
        assert_eq!(
            (old.as_str(), new.as_str()),
            ("…/deep/deep/deep/first", "…/deep/deep/deep/second")
        );
        assert_eq!(pair("a", "b", 72), ("a".to_owned(), "b".to_owned()));
        let long = "x".repeat(100);
        assert_eq!(pair(&long, "y", 3), ("xxx…".to_owned(), "y".to_owned()));
    }

    #[test]
    fn first_words_end_behind_a_word() {
        assert_eq!(first_words("Count the  notes"), "Count the notes");
        let long = "Count all of the notes and coins of the till twice";
        assert_eq!(first_words(long), "Count all of the notes and coins of the…");
        assert_eq!(first_words(&"金".repeat(50)).chars().count(), 41);
    }
}
