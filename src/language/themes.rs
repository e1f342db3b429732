//! What a text is about, word by word, and what a name says a document is.
//!
//! Tells nothing of a document; who counts the words does that.

use super::word_hash::{WordMap, WordSet};
use super::{Language, lines};

/// What a word belongs to that tells one type of document from another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Theme {
    /// People who agree with each other: `approve`, `meeting`.
    Coordination,
    /// A course of several stages: `workflow`, `phase`.
    Process,
    /// A screen and what one does on it: `click`, `log in`.
    Interface,
    /// Rules and who breaks them: `prohibited`, `exception`.
    Norm,
    /// Words that advise or allow: `should`, `may`, `consider`.
    Advice,
    /// Words that bind: `must`, `shall`.
    Duty,
}

impl Theme {
    /// Every theme, with its name in the list.
    const ALL: [(Self, &'static str); 6] = [
        (Self::Coordination, "coordination"),
        (Self::Process, "process"),
        (Self::Interface, "interface"),
        (Self::Norm, "norm"),
        (Self::Advice, "advice"),
        (Self::Duty, "duty"),
    ];

    fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|(_, known)| *known == name).map(|(theme, _)| theme)
    }
}

/// The words of all themes.
#[derive(Debug, Default)]
pub(super) struct Themes {
    words: WordMap<Theme>,
    /// Beginnings of words.
    beginnings: WordMap<Theme>,
    /// In bytes, of the shortest and the longest beginning.
    lengths: (usize, usize),
    /// Pairs of words, by the first.
    pairs: WordMap<Vec<(&'static str, Theme)>>,
    /// What a name says, by its words.
    names: Vec<(&'static str, WordSet)>,
}

impl Themes {
    /// Reads lines such as `name: word begin* | two words` and `type: word word`.
    pub(super) fn read(themes: &'static str, names: &'static str) -> Self {
        let mut read = Self { lengths: (usize::MAX, 0), ..Self::default() };
        for (name, entries) in lines(themes).filter_map(|line| line.split_once(':')) {
            let Some(theme) = Theme::named(name) else { continue };
            let mut entries = entries.split('|');
            for word in entries.next().unwrap_or_default().split_whitespace() {
                match word.strip_suffix('*') {
                    Some(beginning) => {
                        read.lengths.0 = read.lengths.0.min(beginning.len());
                        read.lengths.1 = read.lengths.1.max(beginning.len());
                        read.beginnings.insert(beginning, theme);
                    }
                    None => drop(read.words.insert(word, theme)),
                }
            }
            for (first, second) in entries.filter_map(|pair| pair.trim().split_once(' ')) {
                read.pairs.entry(first).or_default().push((second, theme));
            }
        }
        read.names = lines(names)
            .filter_map(|line| line.split_once(':'))
            .map(|(name, words)| (name, words.split_whitespace().collect()))
            .collect();
        read
    }
}

impl Language {
    /// The theme of a lower-case word; `next` gives the word behind it, which is asked for
    /// only where two words could make a pair.
    #[must_use]
    pub fn theme<N: AsRef<str>>(
        &self,
        word: &str,
        next: impl FnOnce() -> Option<N>,
    ) -> Option<Theme> {
        let themes = &self.themes;
        if let Some(theme) = themes.words.get(word) {
            return Some(*theme);
        }
        if self.adds_interface(word) {
            return Some(Theme::Interface);
        }
        if let Some(pairs) = themes.pairs.get(word)
            && let Some(next) = next()
            && let Some((_, theme)) = pairs.iter().find(|(second, _)| *second == next.as_ref())
        {
            return Some(*theme);
        }
        let (shortest, longest) = themes.lengths;
        (shortest..=longest.min(word.len()))
            .filter_map(|end| word.get(..end))
            .find_map(|beginning| themes.beginnings.get(beginning).copied())
    }

    /// The types that a word in a name speaks for, as `policy`, `sop`, `work-instruction`
    /// and `other`.
    pub fn types_spoken_for<'w>(
        &'w self,
        word: &'w str,
    ) -> impl Iterator<Item = &'static str> + 'w {
        let types = self.themes.names.iter().filter(|(_, words)| words.contains(word));
        types.map(|(name, _)| *name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn theme(word: &str, next: &str) -> Option<Theme> {
        Language::english().theme(word, || Some(next))
    }

    #[test]
    fn a_word_a_beginning_or_a_pair_tells_the_theme() {
        for (word, next, expected) in [
            ("approval", "", Some(Theme::Coordination)),
            ("workflows", "", Some(Theme::Process)),
            ("log", "in", Some(Theme::Interface)),
            ("log", "book", None),
            ("prohibited", "", Some(Theme::Norm)),
            ("must", "not", Some(Theme::Duty)),
            ("mustard", "", None),
            ("", "", None),
            ("ä", "", None),
        ] {
            assert_eq!(theme(word, next), expected, "{word} {next}");
        }
    }

    #[test]
    fn every_line_names_a_theme_and_no_word_has_two() {
        let file = include_str!("en/themes.txt");
        let mut seen = std::collections::HashSet::new();
        for (name, words) in lines(file).filter_map(|line| line.split_once(':')) {
            assert!(Theme::named(name).is_some(), "{name}");
            for word in words.split('|').next().unwrap().split_whitespace() {
                assert!(seen.insert(word), "{word}");
            }
        }
    }

    #[test]
    fn a_word_of_a_name_speaks_for_a_type() {
        let english = Language::english();
        let of = |word| english.types_spoken_for(word).collect::<Vec<_>>();
        assert_eq!(of("runbooks"), ["work-instruction"]);
        assert_eq!(of("policies"), ["policy"]);
        assert!(of("travel").is_empty());
    }
}
